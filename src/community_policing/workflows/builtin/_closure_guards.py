"""
Claims about the end of a case: when it may be closed, by whom, and when it must go on.

The practice is Primero's closure approval and the inter-agency guidelines for child protection; what Iraqi practice
adds is the follow-up before closing (MOI-FCP).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from community_policing.cases import Reason
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows._command import spec_of
from community_policing.workflows._durations import days
from community_policing.workflows._guard import guard
from community_policing.workflows._opening import AdoptCase
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import STAFF, category_is_substantive, danger_is_imminent
from community_policing.workflows.builtin._closure_commands import (
    Approve,
    CloseSimple,
    FollowUpDone,
    FollowUpFailed,
    Reopen,
    RequestClosure,
    RequireFollowUp,
    ResumeWork,
    Unfreeze,
    UpholdClosure,
)
from community_policing.workflows.builtin._closure_outcomes import CODES, OUTCOMES, PARAMS, SUPERVISED, UNTELLABLE
from community_policing.workflows.builtin._record_commands import (
    AddTeamMember,
    Assign,
    FreezeCase,
    Recuse,
    SetRisk,
)

FRAMES = frozenset({"record", "closure"})
"""The workflows that are the case itself: never counted as work left open, never opened by hand."""

BEFORE_TRIAGE = frozenset({"intake", "escalation"})
"""What may be opened before triage: triage itself, and a report, which never waits."""

SENSITIVE = (
    "domestic-violence",
    "children-and-juveniles",
    "sexual-offences",
    "complaint-about-security-services",
)
"""Categories under which no case is closed without a supervisor."""

FOLLOW_UP_WITHIN = days(30)
"""How far ahead a follow-up may lie (MOI-FCP: two weeks to a month)."""


# --------------------------------------------------------------------------- what is still open


@guard("track-open", params=("workflow",), otherwise="no-track-open")
def no_track_is_open(s: Situation) -> Iterator[Reason]:
    """No other track of the case is open; resting ones may rest, and the record is the case itself."""
    for track in s.live_tracks():
        if track.workflow not in FRAMES:
            yield Reason("track-open", workflow=track.workflow)


def follow_up_owed(s: Situation) -> RequireFollowUp | None:
    """Return the follow-up that was required and neither done nor reported as failed, else `None`."""
    if s.stands(RequireFollowUp, unless=FollowUpFailed) is None:
        return None
    return s.stands(RequireFollowUp, unless=FollowUpDone)


@guard("follow-up-owed", params=("date",), gives=("risk-review-overdue",))
def no_follow_up_is_owed(s: Situation) -> Iterator[Reason]:
    """No follow-up that was required is still owed, and no review of the risk is overdue (MOI-FCP)."""
    owed = follow_up_owed(s)
    if owed is not None:
        yield Reason("follow-up-owed", date=owed.follow_up_date)
    risk = s.last(SetRisk)
    if risk is not None and s.has_passed(risk.next_review_at):
        yield Reason("risk-review-overdue", date=risk.next_review_at)


@guard("no-follow-up-required")
def a_follow_up_is_owed(s: Situation) -> bool:
    """A follow-up was required and is still owed, though the request for it fell."""
    return follow_up_owed(s) is not None


@guard("category-not-settled")
def category_is_settled(s: Situation) -> bool:
    """The case has a category, was routed cautiously without one, or another unit or case answers for it."""
    answered = ("routed-cautiously", "handover-accepted", "merged-into-other-case")
    return category_is_substantive.holds(s) or any(s.is_marked(mark) for mark in answered)


@guard("direction-unanswered")
def no_direction_is_unanswered(s: Situation) -> bool:
    """No judicial direction is unanswered."""
    return not s.is_marked("direction-unanswered")


@guard("report-not-registered", params=("category",), otherwise="report-registered", audience=STAFF)
def a_due_report_is_registered(s: Situation) -> Iterator[Reason]:
    """Where a report is due, one that meets the duty was registered while it was due; no outcome replaces that."""
    if s.policy.report_due and not s.is_marked("duty-report-registered"):
        yield Reason("report-not-registered", category=s.policy.formal_report_by)


@guard("breach-not-reported", otherwise="no-breach-pending", audience=STAFF)
def no_breach_is_pending(s: Situation) -> bool:
    """No breach was confirmed that has not been reported."""
    return not s.is_marked("breach-confirmed")


@guard("risk-not-reassessed", params=("command",))
def risk_is_reassessed_since(s: Situation) -> Iterator[Reason]:
    """The risk was assessed after the last follow-up that failed, and after a freeze was lifted."""
    yield from _not_reassessed(s, FollowUpFailed, Unfreeze)


# --------------------------------------------------------------------------- the request and its outcome


@guard("person-view-missing")
def person_view_is_told(a: Attempt[RequestClosure]) -> bool:
    """What the person thinks of it is told, or why that is not known."""
    return a.command.person_view is not None or a.command.person_view_unknown_reason is not None


@guard("outcome-is-a-group", params=("outcome",))
def outcome_is_a_leaf(a: Attempt[RequestClosure]) -> Iterator[Reason]:
    """The outcome says what happened; it is not the name of a group of outcomes."""
    wanted = a.command.outcome
    if any(known != wanted and a.is_under("outcomes", known, wanted) for known in OUTCOMES):
        yield Reason("outcome-is-a-group", outcome=wanted)


@guard("outcome-not-requested", params=PARAMS, gives=CODES, otherwise="outcome-conditions-met")
def outcome_conditions_are_met(s: Situation) -> Iterator[Reason]:
    """Everything that the outcome asked for claims does hold."""
    request = s.last(RequestClosure)
    if request is None:
        yield Reason("outcome-not-requested")
    else:
        yield from outcome_reasons(s, request)


@guard(CODES[0], params=PARAMS, gives=CODES[1:])
def requested_outcome_is_true(a: Attempt[RequestClosure]) -> Iterator[Reason]:
    """Everything that the outcome being asked for claims does hold already."""
    yield from outcome_reasons(a, a.command)


def outcome_reasons(s: Situation, request: RequestClosure) -> Iterator[Reason]:
    """Yield what the outcome of *request* claims and is not so."""
    for condition in OUTCOMES.get(request.outcome, ()):
        yield from condition.missing(s, request)


# --------------------------------------------------------------------------- who must look at it


@guard(
    "confidentiality-is-strict",
    params=("level", "party", "category", "risk"),
    gives=("minor-on-case", "category-is-sensitive", "risk-above-low", "risk-not-assessed", "imminent-danger"),
    otherwise="case-not-sensitive",
    audience=STAFF,
)
def case_is_not_sensitive(s: Situation) -> Iterator[Reason]:
    """The case is neither secret, nor about a possible minor, violence or the police, nor dangerous."""
    if s.confidentiality >= Confidentiality.STRICT:
        yield Reason("confidentiality-is-strict", level=s.confidentiality.value)
    for party in s.parties:
        if s.may_be_minor(party):
            yield Reason("minor-on-case", party=party.id)
    for category in s.case.categories:
        if any(s.is_under("case-categories", category, group) for group in SENSITIVE):
            yield Reason("category-is-sensitive", category=category)
    if s.risk is None:
        yield Reason("risk-not-assessed")
    elif s.risk > Risk.LOW:
        yield Reason("risk-above-low", risk=s.risk.value)
    if danger_is_imminent.holds(s):
        yield Reason("imminent-danger")


@guard("outcome-needs-supervisor", params=("outcome",))
def outcome_needs_no_supervisor(s: Situation) -> Iterator[Reason]:
    """The outcome asked for is not one that says that something went wrong."""
    request = s.last(RequestClosure)
    if request is not None and request.outcome in SUPERVISED:
        yield Reason("outcome-needs-supervisor", outcome=request.outcome)


@guard("simple-closure-not-enough", otherwise="simple-closure-enough")
def simple_closure_is_enough(s: Situation) -> bool:
    """Neither the case nor its outcome needs a supervisor."""
    return case_is_not_sensitive.holds(s) and outcome_needs_no_supervisor.holds(s)


@guard("approver-is-case-officer", gives=("approver-requested-closure",), otherwise="approver-is-another")
def approver_is_another(s: Situation) -> Iterator[Reason]:
    """Whoever approves is neither the case officer nor the one who asked for it."""
    if s.actor.id in s.holders("case-officer"):
        yield Reason("approver-is-case-officer")
    if s.actor.id == s.giver(RequestClosure):
        yield Reason("approver-requested-closure")


@guard("risk-not-low", params=("risk",), gives=("risk-not-assessed", "imminent-danger"), audience=STAFF)
def risk_is_low_or_handed_over(s: Situation) -> Iterator[Reason]:
    """The risk was assessed and is low, or another unit or case has taken the danger over."""
    if s.is_marked("handover-accepted") or s.is_marked("merged-into-other-case"):
        return
    if s.risk is None:
        yield Reason("risk-not-assessed")
    elif s.risk > Risk.LOW:
        yield Reason("risk-not-low", risk=s.risk.value)
    if danger_is_imminent.holds(s):
        yield Reason("imminent-danger")


@guard("applicant-not-told", gives=("return-not-explained",))
def applicant_was_told(a: Attempt[CloseSimple | Approve]) -> Iterator[Reason]:
    """The applicant knows of the closure and how to come back; some outcomes leave nobody to tell."""
    request = a.last(RequestClosure)
    if request is not None and request.outcome in UNTELLABLE:
        return
    told_at = a.command.applicant_told_at
    if told_at is None or not a.has_passed(told_at):
        yield Reason("applicant-not-told")
    if not a.command.how_to_return_told:
        yield Reason("return-not-explained")


# --------------------------------------------------------------------------- follow-up


@guard("follow-up-date-passed", params=("date",), gives=("follow-up-too-far",))
def follow_up_is_near(a: Attempt[RequireFollowUp]) -> Iterator[Reason]:
    """The follow-up lies ahead, and no more than a month ahead (MOI-FCP)."""
    wanted = a.command.follow_up_date
    if a.has_passed(wanted):
        yield Reason("follow-up-date-passed", date=wanted)
    elif not a.has_passed(wanted - FOLLOW_UP_WITHIN - days(1)):
        yield Reason("follow-up-too-far", date=wanted)


@guard("follow-up-not-private")
def follow_up_was_private(a: Attempt[FollowUpDone]) -> bool:
    """The person was seen alone."""
    return a.command.seen_alone


@guard("follow-up-found-danger")
def follow_up_found_safety(a: Attempt[FollowUpDone]) -> bool:
    """The person is safe; if not, the follow-up failed and is reported so."""
    return a.command.party_is_safe


# --------------------------------------------------------------------------- review, freeze, reopening


@guard("reviewer-decided-before", gives=("reviewer-is-case-officer",))
def reviewer_is_not_first_decider(s: Situation) -> Iterator[Reason]:
    """Whoever looks at a contested closure took no part in it."""
    deciders = {s.giver(command) for command in (RequestClosure, CloseSimple, Approve, UpholdClosure)}
    if s.actor.id in deciders:
        yield Reason("reviewer-decided-before")
    if s.actor.id in s.holders("case-officer"):
        yield Reason("reviewer-is-case-officer")


@guard("review-told-in-future")
def applicant_was_told_of_review(a: Attempt[UpholdClosure]) -> bool:
    """The applicant has been told what came of the review."""
    return a.has_passed(a.command.applicant_told_at)


@guard("review-has-not-released", attested=True)
def independent_review_released(a: Attempt[Unfreeze]) -> bool:
    """The independent review has said that work may go on (attested, with its reference)."""
    return a.command.review_released


@guard("reviewer-took-part")
def reviewer_had_no_part(s: Situation) -> bool:
    """Whoever lifts the freeze never worked on the case, froze it, assessed it, or speaks for a party."""
    return s.actor.id not in _took_part(s) and s.speaks_as_party() is None


@guard("risk-not-reassessed", params=("command",), gives=("risk-not-assessed",))
def risk_is_reassessed_after_reopening(s: Situation) -> Iterator[Reason]:
    """The risk was assessed, and that after the case was closed and after it was opened again."""
    if s.last(SetRisk) is None:
        yield Reason("risk-not-assessed")
    else:
        yield from _not_reassessed(s, CloseSimple, Approve, Reopen)


@guard("case-officer-recused", params=("actor",))
def officer_is_not_recused(a: Attempt[ResumeWork]) -> Iterator[Reason]:
    """Whoever is to answer for the case has not been recused from it."""
    if a.last(Recuse, recused_actor=a.command.case_officer) is not None:
        yield Reason("case-officer-recused", actor=a.command.case_officer)


@guard("track-is-the-case", params=("workflow",), gives=("triage-comes-first",))
def tracks_may_be_opened(a: Attempt[ResumeWork]) -> Iterator[Reason]:
    """The tracks named are work on the case, and what triage decides waits for triage."""
    for workflow in a.command.open_tracks:
        if workflow in FRAMES:
            yield Reason("track-is-the-case", workflow=workflow)
        elif workflow not in BEFORE_TRIAGE and a.state_of("intake") != "routed":
            yield Reason("triage-comes-first", workflow=workflow)


# --------------------------------------------------------------------------- archive


@guard("retention-not-over", params=("years",))
def retention_is_over(s: Situation) -> Iterator[Reason]:
    """The case has been closed for as long as the law has its record kept."""
    years = s.law.retention_years
    if not s.elapsed(timedelta(days=-(-years * 1461 // 4))):
        yield Reason("retention-not-over", years=years)


@guard("legal-hold")
def there_is_no_legal_hold(s: Situation) -> bool:
    """Nobody has ordered that the record be kept."""
    return not s.is_marked("legal-hold")


@guard("case-was-adopted")
def case_began_here(s: Situation) -> bool:
    """The case was opened here, not taken over from another system."""
    return s.last(AdoptCase) is None


# --------------------------------------------------------------------------- private


def _not_reassessed(s: Situation, *events: type) -> Iterator[Reason]:
    """Yield each of *events* that happened and after which nobody assessed the risk."""
    for event in events:
        if s.last(event) is not None and not s.follows(SetRisk, event):
            yield Reason("risk-not-reassessed", command=spec_of(event).name)


def _took_part(s: Situation) -> set[str | None]:
    """Return the actors who had a part in the case."""
    part: set[str | None] = {held.actor for held in s.case.assignments}
    part |= {one.assignee for one in s.every(Assign)} | {one.assignee for one in s.every(AddTeamMember)}
    part |= {one.recused_actor for one in s.every(Recuse)} | {found.by for found in s.case.factors}
    return {*part, s.giver(FreezeCase), s.giver(SetRisk)}
