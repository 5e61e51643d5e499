"""No case is closed with an outcome that is not true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Actor, Assignment, Case, CaseFactor, Facts, Party, Track
from community_policing.taxonomy import Confidentiality, Risk, standard_schemes
from community_policing.workflows import Accepted, AdoptCase, Situation, spec_of
from community_policing.workflows._situation import View
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import closure
from community_policing.workflows.builtin._closure_outcomes import CODES, ELSEWHERE, OUTCOMES, SUPERVISED, UNTELLABLE
from community_policing.workflows.builtin._record_commands import RecordOutsideAction, RecordPriorAction, SetRisk

RULES = standard_rulebook()
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)
OFFICER = Actor("o-1")
SUPERVISOR = Actor("s-1", ("supervisor",))
ASSESSED = SetRisk(Risk.LOW, "basis", "tool", NOW + timedelta(days=30))
TOLD = {"how_to_return_told": True, "applicant_told_at": BEFORE}

CLEAR = closure.DuressCheck("p1", "clear", seen_alone=True, duress_check_at=BEFORE, checked_by="o-2")
TRIED = tuple(closure.ContactAttempt(NOW - timedelta(days=ago), "by-phone", "no-answer") for ago in (15, 7, 1))
PRIOR = RecordPriorAction("return", "who", BEFORE, "authority", departs_from_policy=True, action_note="note")
OUTSIDE = RecordOutsideAction("return", "who", BEFORE, "authority", departs_from_policy=True, action_note="note")


def request(outcome, **fields):
    return closure.RequestClosure(outcome, "done", "not-done", "summary", person_view="view", **fields)


def a_case(state="open", *, told=((ASSESSED, "o-1"),), tracks=(), **fields):
    """Return a case whose closure stands in *state*, of which *told* (command, by) was recorded in order."""
    facts = {"record": Facts(), "closure": Facts()}
    for seq, (said, by) in enumerate(told, 10):
        spec = spec_of(said)
        known = facts[spec.workflow]
        facts[spec.workflow] = known.told(spec.name, spec.key_of(said), said, by=by, at=BEFORE, seq=seq)
    states = {"intake": "routed", **dict(tracks)}
    here = (
        Track("record", "record", 1, "open", BEFORE, facts["record"]),
        Track("closure", "closure", 1, state, BEFORE, facts["closure"]),
    )
    others = tuple(Track(name, name, 1, where, BEFORE) for name, where in states.items())
    given = {
        "categories": ("neighbour-dispute",),
        "parties": (Party("p1", "complainant", age_band="adult"),),
        "risk": Risk.LOW,
        "assignments": (Assignment("case-officer", "o-1"),),
        **fields,
    }
    return Case("c-1", 50, BEFORE, tracks=(*here, *others), **given)


def missing(case, asked):
    """Return the codes of what the outcome lacks, when it is asked for."""
    outcome = RULES.decide(case, asked, by=OFFICER, at=NOW)
    return set() if isinstance(outcome, Accepted) else {reason.code for reason in outcome.reasons}


def missing_at_the_end(case, asked):
    """Return what the outcome lacks when the closure is approved."""
    told = tuple((fact.command, fact.by) for track in case.tracks for fact in track.facts)
    waiting = a_case("supervisor-review", told=(*told, (asked, "o-1")))
    waiting = attrs.evolve(
        case, tracks=(*(one for one in case.tracks if one.id != "closure"), waiting.track("closure"))
    )
    outcome = RULES.decide(waiting, closure.Approve(**TOLD), by=SUPERVISOR, at=NOW)
    return set() if isinstance(outcome, Accepted) else {reason.code for reason in outcome.reasons}


# --------------------------------------------------------------------------- the table


def test_the_table_has_every_leaf_of_the_outcomes_and_nothing_else():
    """An outcome is added to the scheme together with what it claims."""
    scheme = standard_schemes()["outcomes"]

    assert set(OUTCOMES) == {one.id for one in scheme if not scheme.narrower(one.id)}
    assert set(OUTCOMES) >= SUPERVISED | UNTELLABLE


def test_every_code_that_a_condition_gives_is_declared():
    """So that it has a label in each language."""
    assert {condition.code for conditions in OUTCOMES.values() for condition in conditions} == set(CODES)


TRUE = [
    (request("amicable-settlement"), {"tracks": {"mediation": "fulfilled"}}),
    (request("partly-fulfilled"), {"tracks": {"mediation": "partly-fulfilled"}}),
    (request("formal-report-opened"), {"marks": ("report-registered",), "tracks": {"escalation": "decided"}}),
    (request("judicially-approved-settlement"), {"marks": ("settlement-approved-by-judge",)}),
    (request("transferred-to-unit"), {"marks": ("handover-accepted",)}),
    (request("merged-duplicate"), {"marks": ("merged-into-other-case",)}),
    (request("withdrawn", duress_check=CLEAR), {}),
    (request("unfounded", no_ground_shown=True, no_ground_evidence="e-1"), {}),
    (request("unreachable", attempts=TRIED), {}),
    (request("harm-not-stopped", support_stays_open=True, what_was_tried="t-1"), {}),
    (
        request("closed-after-weak-practice"),
        {"marks": ("departed-from-policy",), "told": [(PRIOR, "o-1"), (OUTSIDE, "o-1"), (ASSESSED, "o-1")]},
    ),
    (request("killed-during-case"), {"marks": ("released-by-review",)}),
    (request("returned-without-assessment"), {"told": [(AdoptCase(("neighbour-dispute",)), "x"), (ASSESSED, "o-1")]}),
    *((request(name), {}) for name, conditions in OUTCOMES.items() if not conditions),
]


@pytest.mark.parametrize(("asked", "fields"), TRUE, ids=lambda value: getattr(value, "outcome", ""))
def test_an_outcome_that_is_true_may_be_asked_for_and_approved(asked, fields):
    """What it claims holds, at the request and at the end."""
    case = a_case(**fields)

    assert missing(case, asked) == set()
    assert missing_at_the_end(case, asked) == set()


FALSE = [
    (request("amicable-settlement"), {}, "outcome-state-not-reached"),
    (request("amicable-settlement"), {"tracks": {"mediation": "partly-fulfilled"}}, "outcome-state-not-reached"),
    (request("amicable-settlement"), {"tracks": {"mediation": "breached"}}, "outcome-state-not-reached"),
    (request("partly-fulfilled"), {"tracks": {"mediation": "fulfilled"}}, "outcome-state-not-reached"),
    (request("formal-report-opened"), {"tracks": {"escalation": "not-escalated"}}, "outcome-mark-missing"),
    (request("judicially-approved-settlement"), {"tracks": {"mediation": "fulfilled"}}, "outcome-mark-missing"),
    (request("transferred-to-unit"), {}, "outcome-mark-missing"),
    (request("merged-duplicate"), {}, "outcome-mark-missing"),
    (request("withdrawn"), {}, "duress-check-not-clear"),
    (request("withdrawn", duress_check=attrs.evolve(CLEAR, seen_alone=False)), {}, "duress-check-not-clear"),
    (request("withdrawn", duress_check=attrs.evolve(CLEAR, duress_result="unclear")), {}, "duress-check-not-clear"),
    (
        request("withdrawn", duress_check=attrs.evolve(CLEAR, duress_check_at=NOW + timedelta(hours=1))),
        {},
        "duress-check-not-clear",
    ),
    (request("unfounded"), {}, "no-ground-not-shown"),
    (request("unfounded", no_ground_shown=True), {}, "no-ground-not-shown"),
    (request("unfounded", no_ground_evidence="e-1"), {}, "no-ground-not-shown"),
    (request("unreachable"), {}, "contact-attempts-missing"),
    (request("unreachable", attempts=TRIED[:2]), {}, "contact-attempts-missing"),
    (request("unreachable", attempts=(TRIED[0], *TRIED[:2])), {}, "contact-attempts-missing"),
    (request("unreachable", attempts=(*TRIED[1:], TRIED[1])), {}, "contact-attempts-missing"),
    (
        request("unreachable", attempts=(*TRIED[1:], closure.ContactAttempt(NOW - timedelta(days=3), "w", "r"))),
        {},
        "contact-attempts-missing",
    ),
    (
        request("unreachable", attempts=(*TRIED[:2], closure.ContactAttempt(NOW + timedelta(days=1), "w", "r"))),
        {},
        "contact-attempts-missing",
    ),
    (request("unreachable", attempts=TRIED), {"risk": Risk.IMMINENT}, "outcome-in-danger"),
    (request("harm-not-stopped"), {}, "support-not-open"),
    (request("harm-not-stopped", support_stays_open=True), {}, "support-not-open"),
    (request("harm-not-stopped", what_was_tried="t-1"), {}, "support-not-open"),
    (request("closed-after-weak-practice"), {}, "outcome-mark-missing"),
    (
        request("closed-after-weak-practice"),
        {"marks": ("departed-from-policy",), "told": [(ASSESSED, "o-1"), (PRIOR, "o-1")]},
        "safety-not-checked-since",
    ),
    (
        request("closed-after-weak-practice"),
        {"marks": ("departed-from-policy",), "told": [(ASSESSED, "o-1"), (OUTSIDE, "o-1")]},
        "safety-not-checked-since",
    ),
    (request("killed-during-case"), {}, "outcome-mark-missing"),
    (request("returned-without-assessment"), {}, "outcome-for-adopted-cases"),
]


@pytest.mark.parametrize(("asked", "fields", "code"), FALSE)
def test_an_outcome_that_is_not_true_is_refused(asked, fields, code):
    """Both when it is asked for and when it is approved, with what is missing."""
    case = a_case(**fields)

    assert missing(case, asked) == {code}
    assert code in missing_at_the_end(case, asked)


def test_a_report_that_still_runs_is_no_end():
    """While the report's own track is open the case is not over, and the outcome says so too."""
    case = a_case(marks=("report-registered",), tracks={"escalation": "under-investigation"})

    assert missing(case, request("formal-report-opened")) == {"track-open", "outcome-track-open"}


@pytest.mark.parametrize("outcome", sorted(name for name, needs in OUTCOMES.items() if ELSEWHERE in needs))
def test_an_outcome_of_a_workflow_that_is_not_in_force_says_so(outcome):
    """Nobody returns, places or hands over a person on paper alone."""
    case = a_case(tracks={"mediation": "fulfilled"}, marks=("report-registered", "handover-accepted"))

    assert missing(case, request(outcome)) == {"outcome-not-available"}


def test_the_reason_names_the_outcome_and_what_it_needs():
    """So that the sentence can say both."""
    outcome = RULES.decide(a_case(), request("amicable-settlement"), by=OFFICER, at=NOW)

    (reason,) = outcome.reasons
    assert dict(reason.params) == {"outcome": "amicable-settlement", "states": ("mediation/fulfilled",)}


def test_an_adopted_request_without_an_outcome_is_not_approved():
    """Nothing is known of it, so it is asked for anew."""
    case = a_case("supervisor-review")

    outcome = RULES.decide(case, closure.Approve(**TOLD), by=SUPERVISOR, at=NOW)

    assert {reason.code for reason in outcome.reasons} == {"outcome-not-requested"}


def test_recording_the_requested_outcome_of_no_request_changes_nothing():
    """A case taken over in the middle of its closure keeps the outcome it has."""
    case = a_case("supervisor-review")
    here = Situation(View(RULES, case, NOW), case.track("closure"), SUPERVISOR)

    assert list(closure.RecordsRequestedOutcome().changes(here)) == []


# --------------------------------------------------------------------------- outcomes that need a supervisor


@pytest.mark.parametrize("outcome", sorted(SUPERVISED))
def test_an_outcome_that_says_that_something_went_wrong_needs_a_supervisor(outcome):
    """However harmless the case looks."""
    case = a_case("closure-requested", told=[(ASSESSED, "o-1"), (request(outcome), "o-1")])

    simple = RULES.decide(case, closure.CloseSimple(**TOLD), by=OFFICER, at=NOW)
    sent = RULES.decide(case, closure.SendToSupervisor("assessment"), by=OFFICER, at=NOW)

    assert "outcome-needs-supervisor" in {reason.code for reason in simple.reasons}
    assert isinstance(sent, Accepted)


@pytest.mark.parametrize("outcome", sorted(UNTELLABLE))
def test_where_there_may_be_nobody_to_tell_nobody_is_forced_to_say_he_did(outcome):
    """The dead and the unreachable are not told of the closure."""
    asked = request(outcome, attempts=TRIED)
    told = [(ASSESSED, "o-1"), (asked, "o-1")]
    case = a_case("supervisor-review", told=told, marks=("released-by-review",))

    outcome = RULES.decide(case, closure.Approve(how_to_return_told=False), by=SUPERVISOR, at=NOW)

    assert isinstance(outcome, Accepted)


GRAVER = (
    {"factors": (CaseFactor("imminent-danger"),)},
    {"factors": (CaseFactor("weapon"),)},
    {"confidentiality": Confidentiality.SEALED},
    {"categories": ("neighbour-dispute", "rape")},
    {"risk": Risk.IMMINENT},
)


@pytest.mark.parametrize(("asked", "fields"), [*TRUE, *(one[:2] for one in FALSE)])
def test_nothing_graver_ever_opens_a_step_towards_closure(asked, fields):
    """What was refused stays refused when a factor, a category, a danger or secrecy is added."""
    for state, command, by in (
        ("open", asked, OFFICER),
        ("closure-requested", closure.CloseSimple(**TOLD), OFFICER),
        ("supervisor-review", closure.Approve(**TOLD), SUPERVISOR),
    ):
        told = (*fields.get("told", ((ASSESSED, "o-1"),)), (asked, "o-1"))
        case = a_case(state, **{**fields, "told": told})
        before = RULES.decide(case, command, by=by, at=NOW)

        after = {str(graver): RULES.decide(attrs.evolve(case, **graver), command, by=by, at=NOW) for graver in GRAVER}

        opened = [graver for graver, outcome in after.items() if isinstance(outcome, Accepted)]
        assert isinstance(before, Accepted) or opened == [], state
