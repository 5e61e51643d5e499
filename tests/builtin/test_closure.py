"""A case is closed only when nothing is left open, by whom it may, and may be opened again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Actor, Assignment, Case, CaseFactor, Facts, Party, Track
from community_policing.errors import UnreadableCommandError, WorkflowNotFoundError
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import Accepted, AdoptCase, Refused, Situation, Verdict, spec_of
from community_policing.workflows._situation import View
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows._watch import breaches, broken
from community_policing.workflows.builtin import closure, record
from community_policing.workflows.builtin._closure_guards import STAFF, independent_review_released
from community_policing.workflows.builtin._record_commands import (
    Assign,
    FreezeCase,
    RecordPriorAction,
    Recuse,
    SetRisk,
)

RULES = standard_rulebook()
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)

OFFICER = Actor("o-1")
SUPERVISOR = Actor("s-1", ("supervisor",))
OTHER = Actor("s-2", ("supervisor",))
REVIEWER = Actor("r-1", ("independent-reviewer",))
ARCHIVIST = Actor("d-1", ("data-protection-officer",))
SYSTEM = Actor("clock", ("system",))
PARTY = Actor("desk", speaks_for="p1")

ADULTS = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
ASSESSED = SetRisk(Risk.LOW, "basis", "tool", NOW + timedelta(days=30))
REQUEST = closure.RequestClosure("resolved-by-advice", "done", "not-done", "summary", person_view="content")
FOLLOW_UP = closure.RequireFollowUp(date(2026, 3, 15), "goal")
TOLD = {"how_to_return_told": True, "applicant_told_at": BEFORE}

RECORD_STATES = {"closed": "resting", "archived": "archived", "frozen": "frozen"}


def a_case(state="open", *, told=(), tracks=(), since=NOW - timedelta(days=2), **fields):
    """Return a routed case whose closure stands in *state*, of which *told* (command, by) was recorded in order."""
    facts = {"record": Facts(), "closure": Facts()}
    for seq, (said, by) in enumerate(told, 10):
        spec = spec_of(said)
        known = facts[spec.workflow]
        facts[spec.workflow] = known.told(spec.name, spec.key_of(said), said, by=by, at=BEFORE, seq=seq)
    states = {"intake": "routed", **dict(tracks)}
    others = tuple(Track(name, name, 1, where, since) for name, where in states.items())
    here = (
        Track("record", "record", 1, RECORD_STATES.get(state, "open"), since, facts["record"]),
        Track("closure", "closure", 1, state, since, facts["closure"]),
    )
    given = {
        "categories": ("neighbour-dispute",),
        "parties": ADULTS,
        "risk": Risk.LOW,
        "assignments": (Assignment("case-officer", OFFICER.id),),
        **fields,
    }
    return Case("c-1", 50, BEFORE, tracks=(*here, *others), **given)


REQUESTED = ((ASSESSED, "o-1"), (REQUEST, "o-1"))


def decide(case, command, by=OFFICER, at=NOW):
    """Return what the rules answer; whatever they accept breaks no safeguard of closure."""
    outcome = RULES.decide(case, command, by=by, at=at)
    if isinstance(outcome, Accepted):
        assert [one for one in broken(RULES, case, outcome) if one.workflow == "closure"] == []
    return outcome


def after(case, command, by=OFFICER, at=NOW):
    """Return the case after a command that must be accepted."""
    return decide(case, command, by, at).expect().case


def codes(case, command, by=OFFICER, at=NOW):
    """Return the codes of the reasons for which a command is refused."""
    outcome = decide(case, command, by, at)
    assert isinstance(outcome, Refused), outcome
    return {reason.code for reason in outcome.reasons}


def state(case):
    return case.track("closure").state


def a_request(**fields):
    return attrs.evolve(REQUEST, **fields)


# --------------------------------------------------------------------------- the ways


def test_a_case_that_is_not_sensitive_is_closed_by_its_officer():
    """Asked for and closed; the record rests, and the outcome is on the case."""
    asked = after(a_case(told=[(ASSESSED, "o-1")]), REQUEST)

    closed = after(asked, closure.CloseSimple(**TOLD))

    assert asked.outcome is None
    assert (state(closed), closed.track("record").state) == ("closed", "resting")
    assert closed.outcome == "resolved-by-advice"


def test_a_sensitive_case_is_closed_by_a_supervisor_after_a_follow_up():
    """Sent up, followed up alone, approved."""
    case = after(a_case(told=[(ASSESSED, "o-1")], confidentiality=Confidentiality.STRICT), REQUEST)

    case = after(case, closure.SendToSupervisor("assessment"))
    outcome = decide(case, FOLLOW_UP, SUPERVISOR).expect()
    case = after(outcome.case, closure.FollowUpDone("record", seen_alone=True, party_is_safe=True))
    closed = after(case, closure.Approve(**TOLD), SUPERVISOR)

    assert [effect.code for effect in outcome.effects] == ["schedule-follow-up"]
    assert state(outcome.case) == "follow-up-pending"
    assert (state(case), state(closed)) == ("supervisor-review", "closed")


@pytest.mark.parametrize("waiting", ["closure-requested", "supervisor-review"])
def test_a_supervisor_may_reject_a_request(waiting):
    """The case goes on, and the reason is recorded."""
    case = after(a_case(waiting, told=REQUESTED), closure.Reject("reason"), SUPERVISOR)

    assert state(case) == "open"


@pytest.mark.parametrize("waiting", ["closure-requested", "supervisor-review", "follow-up-pending"])
@pytest.mark.parametrize("by", [OFFICER, SYSTEM])
def test_a_request_may_be_withdrawn(waiting, by):
    """By the case officer, or by the system that finds it stale."""
    assert state(after(a_case(waiting, told=REQUESTED), closure.WithdrawRequest("reason"), by)) == "open"


def test_a_follow_up_that_fails_opens_the_case_and_asks_for_the_risk_anew():
    """Back to work, with the effect, and no request before the risk was assessed again."""
    outcome = decide(
        a_case("follow-up-pending", told=[*REQUESTED, (FOLLOW_UP, "s-1")]),
        closure.FollowUpFailed("reason", party_is_safe=False),
    ).expect()

    assert state(outcome.case) == "open"
    assert [effect.code for effect in outcome.effects] == ["reassess-risk"]
    assert codes(outcome.case, REQUEST) == {"risk-not-reassessed"}
    reassessed = after(outcome.case, attrs.evolve(ASSESSED), SUPERVISOR)
    assert state(after(reassessed, REQUEST)) == "closure-requested"


@pytest.mark.parametrize("by", [PARTY, OFFICER])
def test_a_closure_may_be_contested_and_upheld_by_another_supervisor(by):
    """The party contests, or the officer records it; someone who took no part in the closure looks at it."""
    case = a_case("closed", told=[*REQUESTED, (closure.Approve(**TOLD), "s-1")])

    contested = after(case, closure.ContestClosure("ground"), by)
    upheld = after(contested, closure.UpholdClosure("reason", BEFORE), OTHER)

    assert (state(contested), state(upheld)) == ("closure-contested", "closed")


@pytest.mark.parametrize("was", ["closed", "closure-contested"])
@pytest.mark.parametrize("by", [OFFICER, SUPERVISOR])
def test_a_closed_case_is_reopened_and_work_resumed(was, by):
    """Reopened for a reason, the risk assessed, an officer named, the tracks opened; the old outcome is gone."""
    case = a_case(was, told=REQUESTED, outcome="resolved-by-advice")

    outcome = decide(case, closure.Reopen("repeat-incident", "note"), by).expect()
    assessed = after(outcome.case, ASSESSED, SUPERVISOR)
    resumed = after(assessed, closure.ResumeWork("risk", "o-2", ("mediation",)), by)

    assert [effect.code for effect in outcome.effects] == ["reassess-risk"]
    assert (state(outcome.case), outcome.case.track("record").state) == ("reopened", "open")
    assert outcome.case.outcome is None
    assert (state(resumed), resumed.track("mediation").state) == ("open", "proposed")
    assert resumed.holders("case-officer") == ("o-2",)


def test_a_record_is_archived_once_it_need_not_be_kept():
    """Ten years by default, no order to keep it; the host masks identities."""
    case = a_case("closed", since=NOW - timedelta(days=3653))

    outcome = decide(case, closure.Archive(), ARCHIVIST).expect()

    assert (state(outcome.case), outcome.case.track("record").state) == ("archived", "archived")
    assert [effect.code for effect in outcome.effects] == ["mask-identities"]
    assert codes(outcome.case, closure.Reopen("breach", "note"), SUPERVISOR) == {"not-offered"}


# --------------------------------------------------------------------------- nothing left open


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"tracks": {"mediation": "monitoring"}}, "track-open"),
        ({"tracks": {"intake": "triaging"}}, "track-open"),
        ({"categories": ("rape",)}, "report-not-registered"),
        ({"marks": ("breach-confirmed",)}, "breach-not-reported"),
        ({"marks": ("direction-unanswered",)}, "direction-unanswered"),
        ({"told": [(ASSESSED, "o-1"), (FOLLOW_UP, "s-1")]}, "follow-up-owed"),
        ({"told": [(attrs.evolve(ASSESSED, next_review_at=BEFORE), "o-1")]}, "risk-review-overdue"),
        ({"categories": ("other-uncategorised",)}, "category-not-settled"),
        (
            {"told": [(ASSESSED, "o-1"), (closure.Unfreeze("r", review_released=True, reason="x"), "r-1")]},
            "risk-not-reassessed",
        ),
    ],
)
def test_closure_is_not_even_asked_for_while_something_is_left(fields, code):
    """Open work, a report that is due, a breach, a direction, a follow-up, a review of risk, no category."""
    assert codes(a_case(**fields), REQUEST) == {code}


@pytest.mark.parametrize("waiting", ["closure-requested", "supervisor-review"])
@pytest.mark.parametrize("mark", ["breach-confirmed", "direction-unanswered"])
def test_nothing_is_closed_while_something_is_left(waiting, mark):
    """What came up after the request is asked again at the end."""
    command, by = (closure.CloseSimple, OFFICER) if waiting == "closure-requested" else (closure.Approve, SUPERVISOR)

    found = codes(a_case(waiting, told=REQUESTED, marks=(mark,)), command(**TOLD), by)

    assert found == {{"breach-confirmed": "breach-not-reported"}.get(mark, mark)}


@pytest.mark.parametrize("mark", ["routed-cautiously", "handover-accepted", "merged-into-other-case"])
def test_a_case_without_category_may_be_closed_where_someone_answers_for_that(mark):
    """The supervisor who routed it, the unit that took it over, or the case it was merged into."""
    case = a_case(told=[(ASSESSED, "o-1")], categories=("other-uncategorised",), marks=(mark,))

    assert state(after(case, REQUEST)) == "closure-requested"


def test_a_report_that_an_authority_registered_is_no_obstacle():
    """The duty is met once the report has its number."""
    case = a_case(categories=("rape",), marks=("duty-report-registered",))

    assert state(after(case, REQUEST)) == "closure-requested"


@pytest.mark.parametrize("rests", ["not-escalated", "not-accepted", "closed-by-authority"])
def test_a_track_that_rests_leaves_nothing_open(rests):
    """Resting tracks may rest while the case is closed."""
    assert state(after(a_case(tracks={"escalation": rests}), REQUEST)) == "closure-requested"


def test_a_follow_up_that_is_still_owed_can_be_reported_on_an_open_case():
    """A request that fell does not wipe out what the supervisor required."""
    owed = a_case(told=[(ASSESSED, "o-1"), (FOLLOW_UP, "s-1")])

    done = after(owed, closure.FollowUpDone("record", seen_alone=True, party_is_safe=True))
    failed = after(owed, closure.FollowUpFailed("reason", party_is_safe=True))

    assert state(after(done, REQUEST)) == "closure-requested"
    assert codes(failed, REQUEST) == {"risk-not-reassessed"}


def test_a_follow_up_that_nobody_required_cannot_be_reported():
    """On an open case the two commands answer for a follow-up that is owed, and nothing else."""
    done = closure.FollowUpDone("record", seen_alone=True, party_is_safe=True)

    assert codes(a_case(), done) == {"no-follow-up-required"}
    assert codes(a_case(), closure.FollowUpFailed("r", party_is_safe=True)) == {"no-follow-up-required"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"seen_alone": False, "party_is_safe": True}, "follow-up-not-private"),
        ({"seen_alone": True, "party_is_safe": False}, "follow-up-found-danger"),
    ],
)
@pytest.mark.parametrize("where", ["open", "follow-up-pending"])
def test_a_follow_up_counts_only_when_private_and_safe(said, code, where):
    """Seen alone, and safe; danger is reported as a follow-up that failed."""
    case = a_case(where, told=[*REQUESTED, (FOLLOW_UP, "s-1")])

    assert codes(case, closure.FollowUpDone("record", **said)) == {code}


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 2, 28), "follow-up-date-passed"), (date(2026, 4, 1), "follow-up-too-far")],
)
def test_a_follow_up_lies_ahead_and_within_a_month(day, code):
    """Neither a date that has passed nor one that parks the case."""
    case = a_case("supervisor-review", told=REQUESTED)

    assert codes(case, closure.RequireFollowUp(day, "goal"), SUPERVISOR) == {code}


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 31)])
def test_a_follow_up_may_be_today_or_in_thirty_days(day):
    """The two ends of the span."""
    case = a_case("supervisor-review", told=REQUESTED)

    assert state(after(case, closure.RequireFollowUp(day, "goal"), SUPERVISOR)) == "follow-up-pending"


# --------------------------------------------------------------------------- the request


def test_a_request_states_the_persons_view_or_why_it_is_not_known():
    """One of the two is needed, either is enough."""
    case = a_case(told=[(ASSESSED, "o-1")])

    assert codes(case, a_request(person_view=None)) == {"person-view-missing"}
    assert state(after(case, a_request(person_view=None, person_view_unknown_reason="gone"))) == "closure-requested"


def test_a_request_cannot_leave_out_what_was_not_achieved():
    """There is no request without it: the field is required."""
    data = {"outcome": "resolved-by-advice", "achieved": "a", "summary": "s", "person_view": "v"}

    with pytest.raises(UnreadableCommandError, match="not_achieved"):
        RULES.command("closure.request-closure", data)


def test_an_outcome_that_stopped_being_true_closes_no_case():
    """What the request claimed is asked again at the end."""
    request = a_request(outcome="transferred-to-unit")
    case = a_case("closure-requested", told=[(ASSESSED, "o-1"), (request, "o-1")])

    assert codes(case, closure.CloseSimple(**TOLD)) == {"outcome-mark-missing"}


@pytest.mark.parametrize("group", ["resolved", "formal-route", "ended-without-resolution", "complaint-findings"])
def test_an_outcome_is_a_leaf_of_its_scheme(group):
    """A group of outcomes says nothing of what happened."""
    assert codes(a_case(told=[(ASSESSED, "o-1")]), a_request(outcome=group)) == {"outcome-is-a-group"}


# --------------------------------------------------------------------------- who must look at it


MINOR = (*ADULTS, Party("p3", "affected-child", age_band="child"))
UNKNOWN = (*ADULTS, Party("p3", "witness"))

SENSITIVE = [
    ({"confidentiality": Confidentiality.STRICT}, "confidentiality-is-strict"),
    ({"confidentiality": Confidentiality.SEALED}, "confidentiality-is-strict"),
    ({"parties": MINOR}, "minor-on-case"),
    ({"parties": UNKNOWN}, "minor-on-case"),
    ({"categories": ("out-of-school-child",)}, "category-is-sensitive"),
    ({"categories": ("poor-service-or-treatment",)}, "category-is-sensitive"),
    ({"categories": ("dv-denial-of-resources",), "marks": ("duty-report-registered",)}, "category-is-sensitive"),
    ({"categories": ("sexual-harassment",), "marks": ("duty-report-registered",)}, "category-is-sensitive"),
    ({"risk": Risk.MEDIUM}, "risk-above-low"),
    ({"risk": None}, "risk-not-assessed"),
    ({"factors": (CaseFactor("imminent-danger"),)}, "imminent-danger"),
]


@pytest.mark.parametrize(("fields", "code"), SENSITIVE)
def test_a_sensitive_case_is_never_closed_simply(fields, code):
    """Secrecy, a possible minor, violence, sexual matters, the police, risk, danger: each asks for a supervisor."""
    case = a_case("closure-requested", told=REQUESTED, **fields)

    assert code in codes(case, closure.CloseSimple(**TOLD))
    assert state(after(case, closure.SendToSupervisor("assessment"))) == "supervisor-review"


@pytest.mark.parametrize(("fields", "code"), SENSITIVE)
def test_what_makes_a_case_sensitive_is_for_staff_to_read(fields, code):
    """The reason would betray the danger to the other side."""
    outcome = decide(a_case("closure-requested", told=REQUESTED, **fields), closure.CloseSimple(**TOLD))

    assert {reason.audience for reason in outcome.reasons if reason.code == code} == {STAFF}


def test_a_case_that_needs_no_supervisor_is_not_sent_up():
    """The way that is open is the simple one."""
    case = a_case("closure-requested", told=REQUESTED)

    assert codes(case, closure.SendToSupervisor("assessment")) == {"simple-closure-enough"}


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (Actor("o-1", ("supervisor",)), {"approver-is-case-officer", "approver-requested-closure"}),
        (Actor("s-9", ("supervisor",)), {"approver-requested-closure"}),
        (Actor("o-2", ("supervisor",)), {"approver-is-case-officer"}),
    ],
)
def test_the_supervisor_who_approves_had_no_part_in_the_request(by, code):
    """Neither the case officer, nor the one who asked, though both may be supervisors."""
    asked_by = by.id if "approver-requested-closure" in code else "o-3"
    held = ("o-1", "o-2") if "approver-is-case-officer" in code else ()
    assigned = tuple(Assignment("case-officer", one) for one in held)
    case = a_case("supervisor-review", told=[(ASSESSED, "o-1"), (REQUEST, asked_by)], assignments=assigned)

    assert codes(case, closure.Approve(**TOLD), by) == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"risk": Risk.MEDIUM}, "risk-not-low"),
        ({"risk": None}, "risk-not-assessed"),
        ({"factors": (CaseFactor("imminent-danger"),)}, "imminent-danger"),
    ],
)
def test_a_case_in_danger_is_not_closed_unless_another_took_it_over(fields, code):
    """The risk is assessed and low, or the danger is in other hands."""
    case = a_case("supervisor-review", told=REQUESTED, marks=("duty-report-registered",), **fields)
    taken_over = attrs.evolve(case, marks=("duty-report-registered", "handover-accepted"))
    merged = attrs.evolve(case, marks=("duty-report-registered", "merged-into-other-case"))

    assert codes(case, closure.Approve(**TOLD), SUPERVISOR) == {code}
    assert state(after(taken_over, closure.Approve(**TOLD), SUPERVISOR)) == "closed"
    assert state(after(merged, closure.Approve(**TOLD), SUPERVISOR)) == "closed"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"applicant_told_at": None}, "applicant-not-told"),
        ({"applicant_told_at": NOW + timedelta(days=1)}, "applicant-not-told"),
        ({"how_to_return_told": False}, "return-not-explained"),
    ],
)
def test_the_applicant_knows_and_knows_how_to_come_back(said, code):
    """Told before now, and shown the way back."""
    simple = a_case("closure-requested", told=REQUESTED)
    reviewed = a_case("supervisor-review", told=REQUESTED)

    assert codes(simple, closure.CloseSimple(**{**TOLD, **said})) == {code}
    assert codes(reviewed, closure.Approve(**{**TOLD, **said}), SUPERVISOR) == {code}


# --------------------------------------------------------------------------- authorisation


@pytest.mark.parametrize(
    ("where", "command", "by"),
    [
        ("open", REQUEST, SUPERVISOR),
        ("open", closure.ResumeWork("r", "o-1", ()), REVIEWER),
        ("closure-requested", closure.CloseSimple(**TOLD), SUPERVISOR),
        ("closure-requested", closure.SendToSupervisor("r"), SUPERVISOR),
        ("closure-requested", closure.Reject("r"), OFFICER),
        ("supervisor-review", FOLLOW_UP, OFFICER),
        ("supervisor-review", closure.Approve(**TOLD), OFFICER),
        ("supervisor-review", closure.WithdrawRequest("r"), SUPERVISOR),
        ("follow-up-pending", closure.FollowUpDone("r", seen_alone=True, party_is_safe=True), SUPERVISOR),
        ("follow-up-pending", closure.FollowUpFailed("r", party_is_safe=True), SUPERVISOR),
        ("frozen", closure.Unfreeze("r", review_released=True, reason="x"), SUPERVISOR),
        ("closed", closure.ContestClosure("g"), REVIEWER),
        ("closed", closure.Reopen("breach", "n"), PARTY),
        ("closed", closure.Archive(), SUPERVISOR),
        ("closure-contested", closure.UpholdClosure("r", BEFORE), OFFICER),
        ("reopened", closure.ResumeWork("r", "o-1", ()), PARTY),
    ],
)
def test_each_step_is_for_those_it_names(where, command, by):
    """Denied by default, before any condition is looked at."""
    outcome = decide(a_case(where, told=REQUESTED), command, by)

    assert outcome.verdict is Verdict.NOT_AUTHORISED


# --------------------------------------------------------------------------- what falls


@pytest.mark.parametrize("waiting", ["closure-requested", "supervisor-review", "follow-up-pending"])
def test_a_request_falls_once_other_work_is_open(waiting):
    """Whatever opened a track, the case goes back to work in the same decision, and the cause is recorded."""
    case = a_case(waiting, told=REQUESTED, tracks={"mediation": "proposed"})

    outcome = decide(case, RecordPriorAction("k", "who", BEFORE, "a", departs_from_policy=False, action_note="n"))

    assert state(outcome.expect().case) == "open"
    assert [reason.code for reason in outcome.events[-1].reasons] == ["track-open"]


@pytest.mark.parametrize("was", ["closed", "closure-contested"])
def test_a_closed_case_is_reopened_by_rule_once_other_work_is_open(was):
    """A closed case never has an open track: the closure gives way, not the work."""
    case = a_case(was, told=REQUESTED, tracks={"escalation": "considered"}, outcome="resolved-by-advice")

    outcome = decide(case, RecordPriorAction("k", "who", BEFORE, "a", departs_from_policy=False, action_note="n"))

    assert (state(outcome.expect().case), outcome.case.track("record").state) == ("reopened", "open")
    assert outcome.case.outcome is None
    assert "reassess-risk" in [effect.code for effect in outcome.effects]


# --------------------------------------------------------------------------- frozen


FREEZE = FreezeCase("death", BEFORE, ("file",))


@pytest.mark.parametrize("was", ["open", "closure-requested", "supervisor-review", "closed", "reopened"])
def test_freezing_the_case_freezes_its_closure(was):
    """One command freezes; here nothing but the release is offered."""
    frozen = after(a_case(was, told=REQUESTED), FREEZE, SUPERVISOR)

    assert (state(frozen), frozen.track("record").state) == ("frozen", "frozen")
    offered = {option.name for option in RULES.options(frozen, by=REVIEWER, at=NOW) if option.track == "closure"}
    assert offered == {"closure.unfreeze"}


def test_an_independent_review_lets_work_go_on():
    """The freeze is lifted, that it was reviewed is marked, and the risk must be assessed before a closure."""
    frozen = after(a_case(told=[(ASSESSED, "o-1")]), FREEZE, SUPERVISOR)

    outcome = decide(frozen, closure.Unfreeze("review-7", review_released=True, reason="x"), REVIEWER).expect()

    assert (state(outcome.case), outcome.case.track("record").state) == ("open", "open")
    assert "released-by-review" in outcome.case.marks
    assert [effect.code for effect in outcome.effects] == ["reassess-risk"]
    assert "risk-not-reassessed" in codes(outcome.case, REQUEST)


def test_a_freeze_is_lifted_only_when_the_review_says_so():
    """That it does is attested with its reference."""
    case = a_case("frozen")

    assert independent_review_released.attested
    assert codes(case, closure.Unfreeze("r", review_released=False, reason="x"), REVIEWER) == {
        "review-has-not-released"
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"assignments": (Assignment("mediator", "r-1"),)},
        {"told": [(Assign("r-1", "case-officer", "u", "x", assignee_is_qualified=True, qualification="q"), "s-1")]},
        {"told": [(FREEZE, "r-1")]},
        {"told": [(ASSESSED, "r-1")]},
        {"told": [(Recuse("r-1", "x", "o-2"), "s-1")]},
        {"factors": (CaseFactor("weapon", None, "r-1"),)},
    ],
)
def test_whoever_had_a_part_does_not_lift_the_freeze(fields):
    """Assigned now or before, recused, the one who froze it, assessed it or found its danger."""
    case = a_case("frozen", **fields)

    assert codes(case, closure.Unfreeze("r", review_released=True, reason="x"), REVIEWER) == {"reviewer-took-part"}


def test_a_party_does_not_lift_the_freeze():
    """A reviewer who speaks for a party is none."""
    spoken = attrs.evolve(REVIEWER, speaks_for="p1")

    assert codes(a_case("frozen"), closure.Unfreeze("r", review_released=True, reason="x"), spoken) == {
        "acts-for-a-party"
    }


# --------------------------------------------------------------------------- review, reopening, archive


@pytest.mark.parametrize(
    ("told", "by", "code"),
    [
        ([*REQUESTED, (closure.Approve(**TOLD), "s-1")], SUPERVISOR, "reviewer-decided-before"),
        ([*REQUESTED, (closure.CloseSimple(**TOLD), "s-1")], SUPERVISOR, "reviewer-decided-before"),
        ([*REQUESTED, (closure.UpholdClosure("r", BEFORE), "s-1")], SUPERVISOR, "reviewer-decided-before"),
        ([(REQUEST, "s-1")], SUPERVISOR, "reviewer-decided-before"),
        ([(REQUEST, "s-1")], Actor("o-1", ("supervisor",)), "reviewer-is-case-officer"),
    ],
)
def test_a_contested_closure_is_reviewed_by_someone_who_had_no_part_in_it(told, by, code):
    """Not whoever asked, closed, approved or upheld it, nor the case officer."""
    case = a_case("closure-contested", told=told)

    assert codes(case, closure.UpholdClosure("reason", BEFORE), by) == {code}


def test_a_closure_is_upheld_only_when_the_applicant_knows_and_nothing_is_left():
    """Told before now, and no breach that came to light since."""
    case = a_case("closure-contested", marks=("breach-confirmed",))

    found = codes(case, closure.UpholdClosure("reason", NOW + timedelta(days=1)), OTHER)

    assert found == {"review-told-in-future", "breach-not-reported"}


@pytest.mark.parametrize(
    "told",
    [
        [(ASSESSED, "o-1"), (closure.Reopen("breach", "n"), "o-1")],
        [(ASSESSED, "o-1"), (closure.Approve(**TOLD), "s-1")],
        [(ASSESSED, "o-1"), (closure.CloseSimple(**TOLD), "o-1")],
    ],
)
def test_work_is_resumed_only_on_a_risk_assessed_since(told):
    """An assessment from before the closure says nothing of now."""
    case = a_case("reopened", told=told)

    assert codes(case, closure.ResumeWork("r", "o-1", ())) == {"risk-not-reassessed"}


def test_work_is_not_resumed_where_the_risk_was_never_assessed():
    """Not on an open case either."""
    assert codes(a_case("reopened"), closure.ResumeWork("r", "o-1", ())) == {"risk-not-assessed"}
    assert codes(a_case("open"), closure.ResumeWork("r", "o-1", ())) == {"risk-not-assessed"}


def test_a_recused_officer_does_not_answer_for_the_case():
    """Who was recused stays away from it."""
    case = a_case("reopened", told=[(Recuse("o-7", "x", "o-1"), "s-1"), (ASSESSED, "o-1")])

    assert codes(case, closure.ResumeWork("r", "o-7", ())) == {"case-officer-recused"}


def test_an_open_case_can_open_more_work():
    """A report that became due after triage is over has a way to begin."""
    case = a_case(told=[(ASSESSED, "o-1")], categories=("rape",))

    resumed = after(case, closure.ResumeWork("r", "o-1", ("escalation",)))

    assert resumed.track("escalation").state == "considered"


def test_triage_is_reopened_where_the_person_is_registered_already():
    """Not where a new case begins: danger can be acted on at once."""
    resumed = after(a_case("reopened", told=[(ASSESSED, "o-1")]), closure.ResumeWork("r", "o-1", ("intake",)))

    assert resumed.track("intake").state == "triaging"


@pytest.mark.parametrize("where", ["open", "reopened"])
def test_what_triage_decides_waits_for_triage(where):
    """A case that was declined, or is being triaged, is not sent past it; a report never waits."""
    case = a_case(where, told=[(ASSESSED, "o-1")], tracks={"intake": "declined"})

    assert codes(case, closure.ResumeWork("r", "o-1", ("mediation",))) == {"triage-comes-first"}
    assert after(case, closure.ResumeWork("r", "o-1", ("escalation",))).track("escalation").state == "considered"


@pytest.mark.parametrize("frame", ["record", "closure"])
def test_the_frame_of_the_case_is_not_opened_by_hand(frame):
    """The record and the closure are the case itself."""
    case = a_case("reopened", told=[(ASSESSED, "o-1")])

    assert codes(case, closure.ResumeWork("r", "o-1", (frame,))) == {"track-is-the-case"}


@pytest.mark.parametrize("named", ["mediation@fulfilled", "nonsense"])
def test_only_workflows_in_force_are_opened_and_only_where_they_begin(named):
    """A state cannot be smuggled in with a name."""
    case = a_case("reopened", told=[(ASSESSED, "o-1")])

    with pytest.raises(WorkflowNotFoundError):
        decide(case, closure.ResumeWork("r", "o-1", (named,)))


def test_a_record_is_kept_as_long_as_the_law_says():
    """Neither a day too early, nor against an order."""
    early = a_case("closed", since=NOW - timedelta(days=3652))
    held = a_case("closed", since=NOW - timedelta(days=3653), marks=("legal-hold",))

    assert codes(early, closure.Archive(), ARCHIVIST) == {"retention-not-over"}
    assert codes(held, closure.Archive(), ARCHIVIST) == {"legal-hold"}


def test_a_record_is_not_archived_while_work_is_open():
    """The rule that opens such a case again has not fallen yet, and the archive does not get ahead of it."""
    case = a_case("closed", since=NOW - timedelta(days=3653), tracks={"escalation": "considered"})

    assert codes(case, closure.Archive(), ARCHIVIST) == {"track-open"}


# --------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize(
    ("where", "risk", "limit"),
    [
        ("closure-requested", Risk.LOW, timedelta(days=3)),
        ("supervisor-review", Risk.LOW, timedelta(days=3)),
        ("follow-up-pending", Risk.LOW, timedelta(days=30)),
        ("frozen", Risk.LOW, timedelta(hours=24)),
        ("closure-contested", Risk.LOW, timedelta(days=7)),
        ("reopened", Risk.LOW, timedelta(hours=24)),
        ("reopened", Risk.IMMINENT, timedelta(hours=1)),
    ],
)
def test_states_have_their_time_limits(where, risk, limit):
    """As published, by risk where risk counts."""
    case = a_case(where, risk=risk)
    track = case.track("closure")

    assert RULES.due_at(case, track) == track.since + limit


@pytest.mark.parametrize("where", ["open", "closed", "archived"])
def test_some_states_have_no_time_limit(where):
    """Work, rest and the archive."""
    case = a_case(where)

    assert RULES.due_at(case, case.track("closure")) is None


def test_a_follow_up_is_due_at_the_end_of_its_day():
    """The supervisor's date counts."""
    case = a_case("follow-up-pending", told=[(FOLLOW_UP, "s-1")])

    assert RULES.due_at(case, case.track("closure")) == datetime(2026, 3, 16, tzinfo=UTC)


# --------------------------------------------------------------------------- what may never be


def seen(case):
    """Return the closure of *case* as a guard sees it."""
    return Situation(View(RULES, case, NOW), case.track("closure"), OFFICER)


def covers(case, safeguard):
    """Return whether a safeguard speaks of the closure of *case*."""
    return safeguard.where.covers(seen(case))


SAFEGUARDS = {one.id: one for one in closure.CLOSURE.safeguards}


@pytest.mark.parametrize(
    ("name", "case", "holds"),
    [
        ("closure-tracks", a_case("closed", tracks={"mediation": "monitoring"}), True),
        ("closure-tracks", a_case("closed"), False),
        ("closure-tracks", a_case("open", tracks={"mediation": "monitoring"}), False),
        ("case-closed-tracks", a_case("closed", tracks={"mediation": "monitoring"}), True),
        ("case-closed-tracks", a_case("closed"), False),
        ("closure-sensitive", a_case(parties=MINOR), True),
        ("closure-sensitive", a_case(), False),
        ("closure-approver", a_case(), True),
        ("closure-honest", a_case(told=[(a_request(outcome="needs-met"), "o-1")]), True),
        ("closure-honest", a_case(told=REQUESTED), False),
        ("closure-honest-simple", a_case(), True),
        ("closure-failed-return", a_case("closed"), True),
        ("closure-contest", a_case("closed"), True),
        ("closure-frozen", a_case("frozen"), False),
        ("case-frozen", a_case("frozen"), False),
        ("case-breach-escalates", a_case(marks=("breach-confirmed",)), True),
        ("closure-report", a_case(categories=("rape",)), True),
    ],
)
def test_the_safeguards_speak_of_what_they_say(name, case, holds):
    """Each is shown a case that it covers, and those that may never be one that they do not."""
    assert covers(case, SAFEGUARDS[name]) is holds


@pytest.mark.parametrize("where", [one.name for one in closure.CLOSURE.states])
def test_every_right_is_there_and_nothing_forbidden_is_accepted(where):
    """In every state, as far as one case shows it."""
    case = a_case(where, told=REQUESTED)

    assert [one for one in breaches(RULES, case, by=SUPERVISOR, at=NOW) if one.workflow == "closure"] == []


def test_a_case_whose_closure_and_record_disagree_on_being_frozen_is_covered():
    """Frozen means both."""
    frozen, open_ = a_case("frozen"), a_case("open")

    half = attrs.evolve(frozen, tracks=(open_.tracks[0], *frozen.tracks[1:]))
    other_half = attrs.evolve(frozen, tracks=(frozen.tracks[0], *open_.tracks[1:]))

    assert covers(half, SAFEGUARDS["closure-frozen"])
    assert covers(other_half, SAFEGUARDS["case-frozen"])


def test_only_a_case_that_began_here_must_have_been_asked_to_close():
    """A closed case taken over from another system has no request, and none is invented."""
    adopted = a_case("closed", told=[(AdoptCase(("neighbour-dispute",)), "x")])
    given = SAFEGUARDS["closure-honest-stated"].given

    assert not given.covers(seen(adopted))
    assert given.covers(seen(a_case("closed")))


def test_every_step_towards_closure_is_marked_so():
    """Nothing graver may ever open one of these."""
    settling = {step.command.name for step in closure.CLOSURE.transitions if step.settles}

    assert settling == {
        "closure.request-closure",
        "closure.close-simple",
        "closure.approve",
        "closure.uphold-closure",
        "closure.archive",
    }


def test_closure_and_record_frame_the_case():
    """They move also while the case is not open."""
    assert closure.CLOSURE.frames
    assert record.RECORD.frames
