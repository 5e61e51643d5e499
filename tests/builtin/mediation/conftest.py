"""A desk at which mediations are tried: two neighbours, an officer, a mediator, a specialist, a supervisor, a judge."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Assignment, CaseFactor, Party
from community_policing.taxonomy import Risk
from community_policing.workflows import Refused
from community_policing.workflows._safeguards import Forbids, Never
from community_policing.workflows._situation import Situation, View
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import (
    RecordConsent,
    RecordStatement,
    RecordWish,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
ADULTS = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
OFFICER, MEDIATOR, SYSTEM = Actor("o-1"), Actor("m-1"), Actor("clock", ("system",))
SUPERVISOR_AND_OFFICER = Actor("o-1", ("supervisor",))
SPECIALIST, SUPERVISOR = Actor("x-1", ("psychosocial-specialist",)), Actor("s-1", ("supervisor",))

SCREEN = med.ScreenParty(
    "p1",
    seen_alone=True,
    interviewer_is_trained=True,
    violence_screen="nothing-found",
    honour_screen="nothing-found",
    confinement_screen="nothing-found",
    fear_of_other="nothing-found",
    dependence_on_other="nothing-found",
    capacity_screen="has-capacity",
    stays_where="own-home-alone",
    interpreter_need=False,
)
START = med.StartScreening("m-1", "r:noise", tie_to_party_ruled_out=True)
PASS = med.PassScreening(
    "nothing-found",
    "joint",
    ("m-1",),
    mediators_are_qualified=True,
    qualification="r:cv",
    tie_to_party_ruled_out=True,
)
CHANGE = med.ChangeMediator(
    ("m-2",),
    mediators_are_qualified=True,
    qualification="r:cv",
    tie_to_party_ruled_out=True,
    reason="r:why",
    accepted_by=("p1", "p2"),
)
CHECK = med.CheckSafety(
    "p1",
    seen_alone=True,
    interviewer_is_trained=True,
    party_is_safe=True,
    stays_where="own-home-alone",
    change_since_last="r:none",
    next_check_at=AT + 3 * DAY,
)
CHECKS = tuple(attrs.evolve(CHECK, party=party) for party in ("p1", "p2"))
PLAN = med.SetInterimPlan("p1", "r:plan", "own-home-alone", "r:sister", person_agrees=True, next_check_at=AT + 3 * DAY)
OPEN = med.OpenSession(
    "joint", ("m-1",), "room-1", ("p1", "p2"), "r:rules", rights_explained_at=AT, interpreter_present=False
)
PLANS = tuple(med.PartyPlan(party, "r:plan", "r:sister") for party in ("p1", "p2"))
STAYS = tuple(med.PartyStay(party, "own-home-alone") for party in ("p1", "p2"))
ADJOURN = med.Adjourn("r:late", date(2026, 3, 8), PLANS, STAYS, AT + 5 * DAY)
RESUME = med.Resume("joint", ("m-1",), ("p1", "p2"), interpreter_present=False)
PAY = med.AgreementTerm("t-1", "compensation", "p2", beneficiary="p1", amount=50_000, due=date(2026, 4, 1))
SORRY = med.AgreementTerm("t-2", "apology", "p2", beneficiary="p1")
YES = med.ObligorAcceptance(accepted=True, accepted_at=AT, obligor="p2")
DRAFT = med.DraftAgreement(
    (PAY, SORRY),
    (YES,),
    terms_are_lawful=True,
    dues_are_kept=True,
    legal_check="r:legal",
    interim_safety_plans=PLANS,
    stays_where_each=STAYS,
    next_check_at=AT + 5 * DAY,
)
SIGN_AT = AT + timedelta(hours=25)


def free(*parties, at=AT + timedelta(hours=1), **changes):
    """Return private checks of free will, one a party."""
    checks = (med.DuressCheck(one, "clear", at, seen_alone=True, accepts_text=True) for one in parties or ("p1", "p2"))
    return tuple(attrs.evolve(check, **changes) for check in checks)


SIGNATURES = tuple(med.Signature(party, AT + timedelta(hours=2), "r:paper") for party in ("p1", "p2"))
SIGN = med.Sign(SIGNATURES, read_to_each_party=True, copy_given=True, duress_checks=free())
SUBMIT = med.SubmitForApproval("r:text", free())
ACCEPTS = med.JudgeAccepts("r:decision", "r:judge", AT + DAY)
FOLLOW = med.StartMonitoring((date(2026, 3, 17), date(2026, 4, 1)), "o-1")
FULFIL = med.Fulfil("r:visit", seen_alone=True)


def asked(party):
    """Return what *party* told the record before a first session."""
    return (
        RecordConsent(
            party, "to-mediation", "given", party, taken_alone=True, informed_of=("r:leaflet",), language="r:ar"
        ),
        RecordStatement(
            party,
            ("r:m-1",),
            other_side_absent=True,
            heard_alone=True,
            interviewer="m-1",
            interviewer_sex="female",
            interpreter_present=False,
            position_on_facts="does-not-deny",
            statement="r:words",
        ),
        RecordWish(party, "r:wish", asked_alone=True, wish="wants-agreement", feels_safe_to_take_part=True),
    )


def ready(*parties):
    """Return everything that a first session asks for, of each of *parties*."""
    told = (fact for one in parties or ("p1", "p2") for fact in (*asked(one), attrs.evolve(SCREEN, party=one)))
    return (*told, PASS)


@attrs.frozen
class Desk:
    """Where cases are made and steps are tried, under one rulebook."""

    rules: object = attrs.field(factory=standard_rulebook)

    def under(self, *, safeguards=(), lifted=(), **law):
        """Return a desk whose profile asks for *safeguards*, lifts bars, and whose law says *law*."""
        profile = self.rules.profile
        changed = attrs.evolve(
            profile,
            law=attrs.evolve(profile.law, **law),
            safeguards=frozenset(safeguards),
            lifted_bars=frozenset(lifted),
        )
        return Desk(self.rules.with_profile(changed))

    def case_in(
        self,
        state,
        *facts,
        parties=ADULTS,
        category="neighbour-dispute",
        risk=Risk.LOW,
        factors=(),
        marks=(),
        **tracks,
    ):
        """Return a case whose mediation stands in *state*, with *facts* told, an officer and a mediator."""
        made = as_it_stands(
            self.rules,
            "C1",
            tracks={"intake": "routed", "mediation": state, **tracks},
            facts=facts,
            categories=(category,),
            parties=parties,
            by=SYSTEM,
            at=AT,
        )
        return attrs.evolve(
            made.expect().case,
            risk=risk,
            factors=tuple(CaseFactor(one) for one in factors),
            marks=tuple(marks),
            assignments=(Assignment("case-officer", "o-1"), Assignment("mediator", "m-1")),
        )

    def does(self, case, command, by, at=AT):
        """Return the acceptance of *command*, after which no safeguard is broken."""
        accepted = self.rules.decide(case, command, by=by, at=at).expect()
        assert self.broken(accepted.case, at) == []
        return accepted

    def after(self, case, command, by, at=AT):
        """Return the case after *command*."""
        return self.does(case, command, by, at).case

    def refuses(self, case, command, by, at=AT):
        """Return the reasons for which *command* is refused, as (code, party or other parameter)."""
        refused = self.rules.decide(case, command, by=by, at=at)
        assert isinstance(refused, Refused), refused
        return {(one.code, *(value for _, value in one.items)) for one in refused.reasons}

    def broken(self, case, at=AT):
        """Return the safeguards of mediation that *case* breaks."""
        here = self.situation(case, at)
        found = [one.id for one in med.SAFEGUARDS if isinstance(one, Never) and one.where.covers(here)]
        offered = {option.name: option for option in self.rules.options(case, by=MEDIATOR, at=at)}
        for one in med.SAFEGUARDS:
            if isinstance(one, Forbids) and one.where.covers(here):
                option = offered.get(one.command.__command__.name)
                if option is not None and not option.reasons:
                    found.append(one.id)
        return found

    def situation(self, case, at=AT, by=MEDIATOR):
        """Return how mediation's guards see *case*."""
        return Situation(View(self.rules, case, at), case.track("mediation"), by)

    def holds(self, guard, case, at=AT, by=MEDIATOR):
        """Return whether *guard* holds for *case*."""
        return guard.holds(self.situation(case, at, by))

    @staticmethod
    def state(case, track="mediation"):
        """Return the state of a track."""
        return case.track(track).state


@pytest.fixture(scope="session")
def say():
    """Return everybody at the desk, and the commands of a mediation in which nothing is missing."""
    names = {name: value for name, value in globals().items() if name.isupper()}
    return SimpleNamespace(**names, free=free, ready=ready, asked=asked)


@pytest.fixture(scope="session")
def desk():
    """Return the desk under the default profile."""
    return Desk()
