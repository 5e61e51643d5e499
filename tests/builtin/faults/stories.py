"""The shortest stories that show the seeded faults: a case as it stands, and what is done next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Assignment, Case, Party
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import Accepted, Rulebook
from community_policing.workflows._watch import breaches, broken
from community_policing.workflows.builtin import closure, escalation, intake, mediation, record

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE, NEXT_MONTH = AT - timedelta(hours=2), AT + timedelta(days=30)
OFFICER = Actor("o-1", ("intake-officer",), unit="u-1")
SUPERVISOR, MEDIATOR, CLOCK = Actor("s-1", ("supervisor",)), Actor("m-1"), Actor("clock", ("system",))
ADULTS = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
WITH_CHILD = (*ADULTS, Party("p3", "affected-child", age_band="boy-or-girl"))
BOTH = ("p1", "p2")

Found = Iterator[str]


def standing(rules: Rulebook, *facts: object, parties=ADULTS, category="neighbour-dispute", **more: Any) -> Case:
    """Return a case of low risk with an officer and a mediator; what else is said is a track's state or a field."""
    fields = {name: more.pop(name) for name in ("risk", "marks", "confidentiality") if name in more}
    tracks = {name: state.name for name, state in more.items()}
    made = as_it_stands(
        rules, "c-1", tracks=tracks, facts=facts, categories=(category,), parties=parties, by=CLOCK, at=AT
    ).expect()
    held = (Assignment("case-officer", "o-1"), Assignment("mediator", "m-1"))
    return attrs.evolve(made.case, assignments=held, **{"risk": Risk.LOW, **fields})


def does(rules: Rulebook, case: Case, command: object, by: Actor = OFFICER, at: datetime = AT) -> Found:
    """Yield the safeguards that *command* breaks; none where it is refused."""
    outcome = rules.decide(case, command, by=by, at=at)
    if isinstance(outcome, Accepted):
        yield from (one.safeguard.id for one in broken(rules, case, outcome))


def denied(rules: Rulebook, case: Case) -> Found:
    """Yield the safeguards that do not hold of *case* as it stands."""
    yield from (one.safeguard.id for one in breaches(rules, case, by=OFFICER, at=AT))


# --------------------------------------------------------------------------- what was told


def screened(party: str) -> mediation.ScreenParty:
    """Return a private screen that found nothing."""
    clear = dict.fromkeys(("violence_screen", "honour_screen", "confinement_screen", "fear_of_other"), "nothing-found")
    return mediation.ScreenParty(
        party,
        seen_alone=True,
        interviewer_is_trained=True,
        **clear,
        dependence_on_other="nothing-found",
        capacity_screen="has-capacity",
        stays_where="own-home-alone",
        interpreter_need=False,
    )


def checked(party: str, at: datetime = AT) -> mediation.CheckSafety:
    """Return a private check that found the party safe."""
    return mediation.CheckSafety(
        party,
        seen_alone=True,
        interviewer_is_trained=True,
        party_is_safe=True,
        stays_where="own-home-alone",
        change_since_last="no",
        next_check_at=at + timedelta(days=3),
    )


def consented(party: str) -> record.RecordConsent:
    """Return an informed consent to mediation."""
    return record.RecordConsent(
        party, "to-mediation", "given", party, taken_alone=True, informed_of=("leaflet",), language="ar"
    )


PASSED = mediation.PassScreening(
    "nothing-found",
    "joint",
    ("m-1",),
    mediators_are_qualified=True,
    qualification="cv",
    tie_to_party_ruled_out=True,
)
SIDES = tuple(fact for party in BOTH for fact in (screened(party), checked(party), consented(party)))
DRAFT = mediation.DraftAgreement(
    (mediation.AgreementTerm("t-1", "compensation", "p2", beneficiary="p1", amount=50, due=date(2026, 3, 8)),),
    (mediation.ObligorAcceptance(accepted=True, accepted_at=BEFORE, obligor="p2"),),
    terms_are_lawful=True,
    dues_are_kept=True,
    legal_check="check",
    interim_safety_plans=tuple(mediation.PartyPlan(party, "plan", "sister") for party in BOTH),
    stays_where_each=tuple(mediation.PartyStay(party, "own-home-alone") for party in BOTH),
    next_check_at=AT + timedelta(days=5),
)
OPENED = mediation.OpenSession(
    "joint", ("m-1",), "room", BOTH, "rules", rights_explained_at=BEFORE, interpreter_present=False
)
DONE = mediation.RecordTermProgress("t-1", "done", "receipt")
REQUEST = closure.RequestClosure("resolved-by-advice", "done", "not-done", "summary", person_view="content")
TOLD = {"how_to_return_told": True, "applicant_told_at": BEFORE}
SENT = escalation.Submit(
    "criminal-report", "package", "police-station", ("request",), "wish", wish_and_requests_in_package=True
)
NUMBER = escalation.Acknowledge("BGD/77/2026", "desk", BEFORE)


def assessed(risk: Risk) -> record.SetRisk:
    """Return an assessment of the risk."""
    return record.SetRisk(risk, "basis", "form", NEXT_MONTH)


# --------------------------------------------------------------------------- what breaks a safeguard


def category_turns(rules: Rulebook) -> Found:
    """The sides are about to meet when it proves to be violence at home."""
    case = standing(rules, PASSED, *SIDES, mediation=mediation.preparation)
    worse = record.Recategorise("dv-physical-injury", ("dv-physical-injury",), "seen")
    yield from does(rules, case, worse, attrs.evolve(SUPERVISOR, id="s-2"))


def text_is_worded(rules: Rulebook) -> Found:
    """The sides word what they agree on."""
    yield from does(rules, standing(rules, PASSED, OPENED, *SIDES, mediation=mediation.in_session), DRAFT, MEDIATOR)


def agreement_is_broken(rules: Rulebook) -> Found:
    """The payment never came, and both sides were heard about it."""
    case = standing(rules, DRAFT, *SIDES, mediation=mediation.monitoring)
    yield from does(
        rules, case, mediation.ReportBreach("no-payment", breach_heard_both=True, breach_confirmed_by="o-1")
    )


def side_wants_to_leave(rules: Rulebook) -> Found:
    """One side has had enough, in the middle of a session."""
    yield from denied(rules, standing(rules, PASSED, OPENED, *SIDES, mediation=mediation.in_session))


def nobody_knows_the_channel(rules: Rulebook) -> Found:
    """A case comes in; the form is half empty."""
    form = intake.Register(BEFORE, "first-words", "new", on_behalf_of_other=False, locality="baghdad-1")
    yield from does(rules, standing(rules, intake=intake.received), form)


def risk_rises_in_the_room(rules: Rulebook) -> Found:
    """Somebody makes a threat while the session is open."""
    case = standing(rules, PASSED, OPENED, *SIDES, mediation=mediation.in_session)
    yield from does(rules, case, assessed(Risk.HIGH))


def case_comes_back(rules: Rulebook) -> Found:
    """The court decided, the case was closed, and something new happened."""
    marks = ("report-registered", "duty-report-registered")
    case = standing(rules, SENT, NUMBER, marks=marks, closure=closure.closed, escalation=escalation.decided)
    yield from does(rules, case, closure.Reopen("repeat-incident", "note"), SUPERVISOR)


def thirteen_days_pass(rules: Rulebook) -> Found:
    """Everything was paid early, and the officer wants to be done with it."""
    followed = mediation.StartMonitoring((date(2026, 3, 15),), "o-1")
    case = standing(rules, DRAFT, DONE, followed, *SIDES, mediation=mediation.monitoring)
    late = AT + timedelta(days=13, hours=12)
    for party in BOTH:
        case = rules.apply(case, checked(party, late), by=OFFICER, at=late)
    yield from does(rules, case, mediation.Fulfil("visit", seen_alone=True), at=late)


def level_is_lowered(rules: Rulebook) -> Found:
    """A supervisor finds the file sealed too tightly."""
    case = standing(rules, confidentiality=Confidentiality.SEALED)
    yield from does(rules, case, record.LowerConfidentiality(Confidentiality.RESTRICTED, "why"), SUPERVISOR)


def case_is_closed_early(rules: Rulebook) -> Found:
    """The officer closes the case while the sides still talk."""
    tracks = {"mediation": mediation.preparation, "closure": closure.closure_requested}
    case = standing(rules, REQUEST, assessed(Risk.LOW), PASSED, *SIDES, **tracks)
    yield from does(rules, case, closure.CloseSimple(**TOLD))


SHOWN: dict[str, Callable[[Rulebook], Found]] = {
    "missing-category-guard": category_turns,
    "wrong-target": text_is_worded,
    "lost-effect": agreement_is_broken,
    "withdrawal-ignored": side_wants_to_leave,
    "nothing-for-a-reason": nobody_knows_the_channel,
    "risk-forgotten": risk_rises_in_the_room,
    "escalation-forgotten": case_comes_back,
    "off-by-one": thirteen_days_pass,
    "role-widened": level_is_lowered,
    "track-left-open": case_is_closed_early,
}
"""For each fault that breaks a safeguard, the story in which it does."""
