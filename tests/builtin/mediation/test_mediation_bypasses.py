"""Ways around the protections of mediation that were found, and that stay closed."""

from __future__ import annotations

import attrs
import pytest

from community_policing.cases import Actor, Assignment, Party
from community_policing.taxonomy import Risk
from community_policing.workflows.builtin import _mediation_guards as claim
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import RecordConsent, WithdrawConsent
from community_policing.workflows.builtin._record_work_commands import Recuse

# --------------------------------------------------------------------------- rows that contradict each other


@pytest.mark.parametrize("worse_first", [True, False])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duress_result": "pressure-found"}, "pressure-not-ruled-out"),
        ({"seen_alone": False}, "free-will-not-checked"),
        ({"accepts_text": False}, "text-not-accepted"),
    ],
)
def test_a_second_answer_never_covers_a_first_that_was_not_free(desk, say, *, worse_first, changes, code):
    """Of what a side answered about its freedom the worst counts, in whatever order it is told."""
    worse, better = say.free("p2", **changes), say.free("p2")
    rows = (*say.free("p1"), *(worse + better if worse_first else better + worse))
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT)

    told = attrs.evolve(say.SIGN, duress_checks=rows)

    assert desk.refuses(case, told, say.MEDIATOR, say.SIGN_AT) == {(code, "p2")}


def test_pressure_on_someone_beside_a_side_stops_the_agreement_too(desk, say):
    """Whoever was asked and found under pressure counts, so that the safeguard of free will is never broken."""
    people = (*say.ADULTS, Party("p3", "support-person", age_band="adult"))
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT, parties=people)
    told = attrs.evolve(say.SIGN, duress_checks=(*say.free(), *say.free("p3", duress_result="pressure-found")))

    assert desk.refuses(case, told, say.MEDIATOR, say.SIGN_AT) == {("pressure-not-ruled-out", "p3")}


@pytest.mark.parametrize("worse_first", [True, False])
def test_who_declined_a_term_is_not_bound_by_a_second_row(desk, say, worse_first):
    """A refusal stands beside any acceptance of the same obligor."""
    no = attrs.evolve(say.YES, accepted=False)
    case = desk.case_in("in-session", *say.ready())
    told = attrs.evolve(say.DRAFT, obligor_acceptances=(no, say.YES) if worse_first else (say.YES, no))

    assert desk.refuses(case, told, say.MEDIATOR) == {("obligor-not-agreed", "t-1"), ("obligor-not-agreed", "t-2")}


def test_a_side_has_one_plan_and_one_place_of_stay(desk, say):
    """A second row that says otherwise leaves the side without either."""
    case = desk.case_in("in-session", *say.ready(), say.OPEN)
    two_stays = (*say.STAYS, med.PartyStay("p1", "unknown"), med.PartyStay("p2", "relative"))
    two_plans = (*say.PLANS, med.PartyPlan("p2", "r:other", "r:sister"))
    twice = attrs.evolve(say.ADJOURN, interim_safety_plans=say.PLANS * 2, stays_where_each=say.STAYS * 2)
    told = attrs.evolve(say.ADJOURN, interim_safety_plans=two_plans, stays_where_each=two_stays)

    assert desk.refuses(case, told, say.MEDIATOR) == {
        ("place-of-stay-not-given", "p1"),
        ("place-of-stay-not-given", "p2"),
        ("safety-plan-not-given", "p2"),
    }
    assert desk.state(desk.after(case, twice, say.MEDIATOR)) == "adjourned"


# --------------------------------------------------------------------------- safety in and between sessions


def test_a_session_ends_when_a_side_is_found_unsafe_in_it(desk, say):
    """The sides are separated, each is checked, and no session opens before the side is safe."""
    case = desk.case_in("in-session", *say.ready(), say.OPEN)

    done = desk.does(case, attrs.evolve(say.CHECK, party_is_safe=False), say.MEDIATOR)

    assert desk.state(done.case) == "preparation"
    assert [(one.code, one["party"]) for one in done.events[1].reasons] == [("side-unsafe-in-session", "p1")]
    told = [one.code for one in done.effects if one.track == "mediation"]
    assert told[-2:] == ["separate-parties-safely", "safety-check-each-party"]
    assert ("party-not-safe", "p1") in desk.refuses(done.case, say.OPEN, say.MEDIATOR)


def test_no_agreement_is_worded_while_a_side_is_unsafe_or_its_place_of_stay_unknown(desk, say):
    """What was learnt in the session counts at its end."""
    case = desk.case_in("in-session", *say.ready(), attrs.evolve(say.CHECK, stays_where="unknown"))

    assert desk.refuses(case, say.DRAFT, say.MEDIATOR) >= {("party-not-safe", "p1")}


@pytest.mark.parametrize(("state", "told"), [("adjourned", "RESUME"), ("preparation", "OPEN")])
def test_a_check_from_before_the_adjournment_opens_no_further_session(desk, say, state, told):
    """Each side is asked alone after the session was adjourned, by whichever door they come back."""
    before = desk.case_in(state, *say.ready(), *say.CHECKS, say.ADJOURN)
    one = desk.after(before, say.CHECK, say.MEDIATOR)
    both = desk.after(one, say.CHECKS[1], say.MEDIATOR)

    assert desk.refuses(before, getattr(say, told), say.MEDIATOR) >= {
        ("not-checked-since-adjournment", "p1"),
        ("not-checked-since-adjournment", "p2"),
    }
    assert desk.refuses(one, getattr(say, told), say.MEDIATOR) >= {("not-checked-since-adjournment", "p2")}
    assert desk.state(desk.after(both, getattr(say, told), say.MEDIATOR)) == "in-session"


# --------------------------------------------------------------------------- consent


def test_a_consent_refused_on_the_record_ends_the_mediation(desk, say):
    """As if it had been taken back, until it is given anew."""
    given = say.asked("p1")[0]
    refused = attrs.evolve(given, consent_decision="refused")
    case = desk.case_in("preparation", *say.ready())

    ended = desk.does(case, refused, say.MEDIATOR)

    assert desk.state(ended.case) == "withdrawn"
    assert ended.events[1].reasons[0].code == "consent-withdrawn"
    assert desk.state(ended.case, "intake") == "triaging"
    later = desk.case_in("preparation", *say.ready(), refused, WithdrawConsent("p1", "to-mediation"), given)
    assert isinstance(given, RecordConsent)
    assert desk.holds(claim.no_consent_was_withdrawn, later)


# --------------------------------------------------------------------------- who mediates


GATES = (
    ("preparation", "OPEN", "MEDIATOR", "neighbour-dispute"),
    ("adjourned", "RESUME", "MEDIATOR", "neighbour-dispute"),
    ("in-session", "DRAFT", "MEDIATOR", "neighbour-dispute"),
    ("agreement-drafted", "SIGN", "MEDIATOR", "neighbour-dispute"),
    ("agreement-drafted", "SUBMIT", "OFFICER", "neighbour-quarrel"),
)


@pytest.mark.parametrize(("state", "told", "by", "category"), GATES)
@pytest.mark.parametrize(
    ("assigned", "recused", "reason"),
    [
        (("mediator", "case-officer"), None, ("mediator-is-case-officer", "m-1")),
        (("mediator",), "m-1", ("mediator-recused", "m-1")),
    ],
)
def test_a_mediator_who_is_no_longer_neutral_stops_every_later_gate(
    desk, say, *, state, told, by, category, assigned, recused, reason
):
    """Until the supervisor changes the mediator; however the record came to that."""
    facts = (Recuse(recused, "r:tie", "m-2"),) if recused else ()
    case = desk.case_in(state, *say.ready(), say.ADJOURN, *say.CHECKS, say.DRAFT, *facts, category=category)
    here = attrs.evolve(case, assignments=(*case.assignments[:1], *(Assignment(role, "m-1") for role in assigned)))
    at = say.SIGN_AT if state == "agreement-drafted" else say.AT

    assert reason in desk.refuses(here, getattr(say, told), getattr(say, by), at)


@pytest.mark.parametrize(("state", "told", "by", "category"), GATES)
def test_nobody_comes_into_the_mediators_place_by_assignment_alone(desk, say, *, state, told, by, category):
    """One who was never accepted joins in office, or takes the place of one who was."""
    case = desk.case_in(state, *say.ready(), say.ADJOURN, *say.CHECKS, say.DRAFT, category=category)
    joined = attrs.evolve(case, assignments=(*case.assignments, Assignment("mediator", "m-9")))
    swapped = attrs.evolve(case, assignments=(case.assignments[0], Assignment("mediator", "m-9")))
    at = say.SIGN_AT if state == "agreement-drafted" else say.AT
    actor = getattr(say, by)

    assert ("mediator-not-chosen", "m-9") in desk.refuses(joined, getattr(say, told), actor, at)
    if actor is say.OFFICER:
        assert desk.refuses(swapped, getattr(say, told), actor, at) >= {
            ("mediator-not-chosen", "m-9"),
            ("mediator-out-of-office", "m-1"),
        }


def test_a_mediator_who_becomes_a_party_or_speaks_for_one_is_not_neutral(desk, say):
    """Nor is there a neutral mediator where there is none; in a small unit the case officer may be one."""
    people = (*say.ADULTS, Party("m-1", "witness", age_band="adult"))
    joined = desk.case_in("in-session", *say.ready(), parties=people)
    case = desk.case_in("in-session", *say.ready())
    alone = attrs.evolve(case, assignments=(Assignment("mediator", "m-1"), Assignment("case-officer", "m-1")))
    nobody = attrs.evolve(case, assignments=case.assignments[:1])
    small = desk.under(small_unit=True)

    def missing(case, by=say.MEDIATOR):
        return {one.code for one in claim.mediators_in_office_are_neutral.reasons(desk.situation(case, by=by))}

    assert missing(joined, say.OFFICER) == {"mediator-not-neutral"}
    assert missing(case, Actor("m-1", speaks_for="p1")) == {"mediator-not-neutral"}
    assert missing(nobody) == {"mediator-missing", "mediator-out-of-office"}
    assert missing(alone) == {"mediator-is-case-officer"}
    assert small.holds(claim.mediators_in_office_are_neutral, alone)
    assert missing(case) == set()


# --------------------------------------------------------------------------- fulfilment, capacity, a second try


@pytest.mark.parametrize("risk", [Risk.HIGH, None])
@pytest.mark.parametrize("status", ["done", "not-done"])
def test_nothing_is_settled_while_the_risk_is_high_or_unknown_or_nothing_was_done(desk, say, risk, status):
    """Neither in full nor in part; and what was carried out nowhere is not fulfilled in part."""
    progress = (med.RecordTermProgress("t-1", status, "r:seen"), med.RecordTermProgress("t-2", "not-done", "r:seen"))
    case = desk.case_in("monitoring", *say.ready(), say.DRAFT, say.SIGN, *progress, risk=risk)
    partly = med.FulfilPartly("r:v", seen_alone=True, terms_not_done=("t-1", "t-2"), beneficiary_acceptance=True)
    at = say.AT + 15 * (say.SIGN_AT - say.AT)
    code = "risk-not-assessed" if risk is None else "risk-above-medium"

    reasons = {one[0] for one in desk.refuses(case, partly, say.OFFICER, at)}

    assert code in reasons
    assert ("no-term-done" in reasons) is (status == "not-done")
    assert code in {one[0] for one in desk.refuses(case, say.FULFIL, say.OFFICER, at)}


def test_who_is_on_record_as_lacking_capacity_is_not_screened_into_having_it(desk, say):
    """What the party's own record says counts beside what a screen says."""
    people = (attrs.evolve(say.ADULTS[0], capacity="lacks-capacity"), say.ADULTS[1])
    case = desk.case_in("screening", *say.ready(), parties=people)

    assert desk.refuses(case, say.PASS, say.MEDIATOR) >= {("capacity-not-shown", "p1")}


@pytest.mark.parametrize("stop", [med.Refuse("facts-contested"), med.StopForBar("facts-contested", "r:found")])
def test_a_mediation_that_was_refused_or_stopped_is_not_tried_again_in_the_same_case(desk, say, stop):
    """Sending the case back through triage does not clear it."""
    stopped = desk.after(desk.case_in("screening", *say.ready()), stop, say.SUPERVISOR)
    again = desk.case_in("proposed", *say.ready(), marks=stopped.marks)

    assert stopped.marks == ("mediation-stopped",)
    assert desk.refuses(again, say.START, say.OFFICER) == {("mediation-stopped-before",)}
