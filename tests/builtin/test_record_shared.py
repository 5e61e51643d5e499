"""What the workflows share: claims about a case as such, and the safeguards of record and intake."""

# ruff: noqa: FBT003  facts are told in the order of the form

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Party
from community_policing.taxonomy import Risk
from community_policing.workflows import Forbids, Leads, Never, Permits, Precedes, Situation
from community_policing.workflows._situation import View
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import _case_guards as shared
from community_policing.workflows.builtin import intake, record
from community_policing.workflows.builtin._record_safeguards import WHILE_FROZEN

RULES = standard_rulebook()
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=2), AT + timedelta(days=2)
ADULT = Party("p1", "complainant", age_band="adult")
CHILD = Party("p3", "affected-child", age_band="boy-or-girl")
CLUB = Party("p6", "complainant", kind="organisation")
ROLES = ("intake-officer", "supervisor", "psychosocial-specialist")


def case_of(*parties, categories=("neighbour-dispute",), risk=None, **tracks):
    by = Actor("system", ("system",))
    case = as_it_stands(RULES, "C1", tracks=tracks, categories=categories, parties=parties, by=by, at=AT).expect().case
    case = done(case, record.Assign("o-1", "case-officer", "u", "r", True, "r"), by="o-9")
    return attrs.evolve(case, risk=risk)


def done(case, command, *, by="o-1"):
    return RULES.decide(case, command, by=Actor(by, ROLES), at=AT).expect().case


def seen(case, *, track="record", at=AT):
    return Situation(View(RULES, case, at), case.track(track), Actor("o-1", ROLES))


def missing(guard, case, *, at=AT):
    return [(reason.code, reason.params.get("party")) for reason in guard.reasons(seen(case, at=at))]


# ---------------------------------------------------------------------------------------- shared claims


def test_what_may_be_mediated():
    """Neither what is barred nor what there is nothing to mediate in."""
    assert missing(shared.category_is_mediable, case_of()) == []
    for category in ("domestic-violence", "disorder"):
        barred = case_of(categories=(category,))
        assert missing(shared.category_is_mediable, barred) == [("category-not-mediable", None)]


def test_a_duty_to_report():
    """By category or by the rule of consent."""
    assert not shared.duty_to_report.holds(seen(case_of()))
    assert shared.duty_to_report.holds(seen(case_of(categories=("child-abuse",))))
    assert shared.duty_to_report.holds(seen(case_of(categories=("area-violence",))))


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        (None, ["risk-not-assessed"]),
        (Risk.LOW, []),
        (Risk.MEDIUM, []),
        (Risk.HIGH, ["risk-above-medium"]),
        (Risk.IMMINENT, ["risk-above-medium"]),
    ],
)
def test_a_risk_is_at_most_medium(risk, expected):
    """Assessed, and no higher."""
    assert [code for code, _ in missing(shared.risk_is_at_most_medium, case_of(risk=risk))] == expected


def consent(until=None, decision="given"):
    return record.RecordConsent("p1", "to-mediation", decision, "p1", True, ("r",), "r", until)


def test_a_consent_stands_until_it_is_taken_back_or_runs_out():
    """A refusal is none, and neither is silence."""
    case = case_of(ADULT)
    given = done(case, consent(date(2026, 3, 10)))

    def stands(case, at=AT):
        return shared.consents(seen(case, at=at), ADULT, "to-mediation")

    assert not stands(case)
    assert stands(given)
    assert stands(done(case, consent()))
    assert not stands(given, at=datetime(2026, 3, 11, tzinfo=UTC))
    assert not stands(done(case, consent(decision="refused")))
    assert not stands(done(given, record.WithdrawConsent("p1", "to-mediation")))


def test_minors_are_safeguarded():
    """By a guardian without conflict or a substitute in the guardian's place."""
    guardian, other = Party("g1", "guardian", age_band="adult"), Party("g2", "guardian", age_band="adult")
    case = case_of(ADULT, CHILD, guardian, other)

    assert missing(shared.minors_are_safeguarded, case) == [("minor-without-safeguard", "p3")]
    for conflict, substitute in (("nothing-found", None), ("found", "g2")):
        safe = done(case, record.SetGuardian("p3", "g1", "r", conflict, substitute))
        assert missing(shared.minors_are_safeguarded, safe) == []


def test_groups_are_represented():
    """By someone whose mandate still runs."""
    case = case_of(ADULT, CLUB, Party("p7", "group-representative", age_band="adult"))
    mandated = done(case, record.SetRepresentative("p6", "p7", "r", "r", date(2026, 3, 10)))

    assert missing(shared.representatives_are_mandated, case) == [("group-without-mandate", "p6")]
    assert missing(shared.representatives_are_mandated, mandated) == []
    late = datetime(2026, 3, 11, tzinfo=UTC)
    assert missing(shared.representatives_are_mandated, mandated, at=late) == [("group-without-mandate", "p6")]


@pytest.mark.parametrize(("wish", "reason"), [("undecided", None), (None, "r")])
def test_a_wish_is_recorded(wish, reason):
    """Of each person; an organisation wishes nothing."""
    case = case_of(ADULT, CLUB)
    wished = done(case, record.RecordWish("p1", "r", True, wish, wish_unknown_reason=reason))

    assert missing(shared.wish_is_recorded, case) == [("wish-not-recorded", "p1")]
    assert missing(shared.wish_is_recorded, wished) == []


def test_no_guardian_consents_for_a_competent_adult():
    """Even if one was named."""
    guardian = Party("g1", "guardian", age_band="adult")
    case = done(case_of(ADULT, guardian), record.SetGuardian("p1", "g1", "r", "nothing-found"))

    outcome = RULES.decide(case, attrs.evolve(consent(), given_by="g1"), by=Actor("o-1", ROLES), at=AT)

    assert [reason.code for reason in outcome.reasons] == ["giver-may-not-consent"]


# ---------------------------------------------------------------------------------------- safeguards

EVERY = (*record.RECORD.safeguards, *intake.INTAKE.safeguards)


def safeguard(ident):
    return next(one for one in EVERY if one.id == ident)


def test_every_safeguard_has_a_name_of_its_own():
    """And speaks both languages."""
    assert len({one.id for one in EVERY}) == len(EVERY)
    assert all(one.en.endswith(".") and not one.ar.isascii() and one.basis for one in EVERY)


@pytest.mark.parametrize("one", [one for one in EVERY if isinstance(one, Permits)], ids=lambda one: one.id)
def test_a_right_is_offered_to_its_roles_wherever_it_holds(one):
    """In every state it speaks of, some transition admits each of the roles."""
    workflow = RULES.workflow(one.command.__command__.workflow)
    for state in workflow.states:
        case = case_of(ADULT, risk=Risk.IMMINENT, intake="triaging")
        here = attrs.evolve(case.track(workflow.name), state=state.name)
        situation = Situation(View(RULES, case, AT), here, Actor("o-1", ROLES))
        if one.where.covers(situation):
            offered = dict(workflow.offers(state.name))[one.command.__command__]
            assert set(one.by) <= {role for choice in offered for role in choice.rule.by}


def test_a_frozen_case_refuses_what_would_cover_tracks():
    """Each command that the safeguards name is not offered there."""
    named = {one.command for one in EVERY if isinstance(one, Forbids) and one.id.startswith("frozen-case-refuses")}

    assert named == set(WHILE_FROZEN)
    assert named.isdisjoint(spec.cls for spec, _ in record.RECORD.offers("frozen"))


def test_a_freeze_leads_where_its_safeguards_say():
    """Whatever was going on."""
    case = done(case_of(ADULT, mediation="in-session"), record.FreezeCase("death", BEFORE, ()))

    leads = [one for one in EVERY if isinstance(one, Leads) and one.command is record.FreezeCase]

    assert len(leads) == 2
    assert all(one.to.covers(seen(case)) for one in leads)


def test_a_closed_case_with_an_open_track_is_what_may_never_be():
    """The safeguard would see it."""
    never = safeguard("closed-case-has-no-open-track")
    assert isinstance(never, Never)
    broken = case_of(ADULT, closure="closed", mediation="in-session")
    resting = attrs.evolve(broken.tracks[0], state="resting")

    assert never.where.covers(Situation(View(RULES, broken, AT), resting, Actor("o-1")))
    sound = case_of(ADULT, closure="closed", mediation="fulfilled")
    assert not never.where.covers(Situation(View(RULES, sound, AT), resting, Actor("o-1")))


def test_intake_begins_with_registering():
    """The state that registering leads to is entered by nothing else."""
    precedes = safeguard("intake-unknown")

    assert isinstance(precedes, Precedes)
    leading = [step.on for step in intake.INTAKE.transitions if step.dest in precedes.states]
    assert leading == [precedes.first]
