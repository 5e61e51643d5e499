"""
Closure and reopening: one track on every case, which says honestly what was achieved and what was not.

A case is closed when nothing else is open on it, when its outcome is true, and, where it is sensitive, when a
supervisor who is not its case officer agrees. Whoever it concerns may contest that, and anything new opens it again.
A case frozen after a grave incident waits here for an independent review.

Sources: Primero and the inter-agency guidelines for child protection (closing and approving), MOI-FCP (two weeks to a
month of follow-up before closing), and practice (freezing, contesting, reopening).
"""

from __future__ import annotations

from community_policing.workflows._consequences import Marks, RecordsOutcome
from community_policing.workflows._state import by_field, each_of
from community_policing.workflows._workflow import Workflow
from community_policing.workflows.builtin._closure_commands import (
    Approve,
    Archive,
    CloseSimple,
    ContactAttempt,
    ContestClosure,
    DuressCheck,
    FollowUpDone,
    FollowUpFailed,
    RecordsRequestedOutcome,
    Reject,
    Reopen,
    RequestClosure,
    RequireFollowUp,
    ResumeWork,
    SendToSupervisor,
    Unfreeze,
    UpholdClosure,
    WithdrawRequest,
)
from community_policing.workflows.builtin._closure_contract import CONTRACT
from community_policing.workflows.builtin._closure_guards import (
    a_due_report_is_registered,
    a_follow_up_is_owed,
    applicant_was_told,
    applicant_was_told_of_review,
    approver_is_another,
    case_is_not_sensitive,
    category_is_settled,
    follow_up_found_safety,
    follow_up_is_near,
    follow_up_was_private,
    independent_review_released,
    no_breach_is_pending,
    no_direction_is_unanswered,
    no_follow_up_is_owed,
    no_track_is_open,
    officer_is_not_recused,
    outcome_conditions_are_met,
    outcome_is_a_leaf,
    outcome_needs_no_supervisor,
    person_view_is_told,
    requested_outcome_is_true,
    retention_is_over,
    reviewer_had_no_part,
    reviewer_is_not_first_decider,
    risk_is_low_or_handed_over,
    risk_is_reassessed_after_reopening,
    risk_is_reassessed_since,
    simple_closure_is_enough,
    there_is_no_legal_hold,
    tracks_may_be_opened,
)
from community_policing.workflows.builtin._closure_safeguards import SAFEGUARDS
from community_policing.workflows.builtin._closure_states import (
    archived,
    closed,
    closure_contested,
    closure_requested,
    follow_up_pending,
    frozen,
    open_,
    reopened,
    supervisor_review,
)

__all__ = [
    "CLOSURE",
    "Approve",
    "Archive",
    "CloseSimple",
    "ContactAttempt",
    "ContestClosure",
    "DuressCheck",
    "FollowUpDone",
    "FollowUpFailed",
    "RecordsRequestedOutcome",
    "Reject",
    "Reopen",
    "RequestClosure",
    "RequireFollowUp",
    "ResumeWork",
    "SendToSupervisor",
    "Unfreeze",
    "UpholdClosure",
    "WithdrawRequest",
    "archived",
    "closed",
    "closure_contested",
    "closure_requested",
    "follow_up_pending",
    "frozen",
    "open_",
    "reopened",
    "supervisor_review",
]

# --------------------------------------------------------------------------- what every closing step asks

NOTHING_OPEN = (no_track_is_open, a_due_report_is_registered, no_breach_is_pending, no_direction_is_unanswered)
NOTHING_LEFT = (*NOTHING_OPEN, no_follow_up_is_owed, category_is_settled, risk_is_reassessed_since)
OFFICER, SUPERVISOR = ("case-officer",), ("supervisor",)
OFFICER_OR_SUPERVISOR = ("case-officer", "supervisor")

TRACKS_NAMED = (by_field("open_tracks", {"intake": "intake@triaging"}), by_field("open_tracks"))
"""The tracks the command names; triage begins where the person is already registered."""

# --------------------------------------------------------------------------- the workflow

CLOSURE = Workflow(
    "closure",
    version=1,
    frames=True,
    transitions=(
        open_.to(
            closure_requested,
            on=RequestClosure,
            by=OFFICER,
            when=NOTHING_LEFT,
            given=(person_view_is_told, outcome_is_a_leaf, requested_outcome_is_true),
            settles=True,
        ),
        open_.stay(
            on=ResumeWork,
            by=OFFICER_OR_SUPERVISOR,
            when=(risk_is_reassessed_after_reopening,),
            given=(officer_is_not_recused, tracks_may_be_opened),
            opens=TRACKS_NAMED,
            assigns={"case-officer": "case_officer"},
        ),
        open_.stay(
            on=FollowUpDone,
            by=OFFICER,
            when=(a_follow_up_is_owed,),
            given=(follow_up_was_private, follow_up_found_safety),
        ),
        open_.stay(on=FollowUpFailed, by=OFFICER, when=(a_follow_up_is_owed,), effects=("reassess-risk",)),
        # Asked for
        closure_requested.to(
            closed,
            on=CloseSimple,
            by=OFFICER,
            when=(case_is_not_sensitive, outcome_needs_no_supervisor, outcome_conditions_are_met, *NOTHING_LEFT),
            given=(applicant_was_told,),
            then=(RecordsRequestedOutcome(),),
            settles=True,
        ),
        closure_requested.to(supervisor_review, on=SendToSupervisor, by=OFFICER, when=(~simple_closure_is_enough,)),
        # Before the supervisor
        supervisor_review.to(
            follow_up_pending,
            on=RequireFollowUp,
            by=SUPERVISOR,
            given=(follow_up_is_near,),
            effects=("schedule-follow-up",),
        ),
        follow_up_pending.to(
            supervisor_review, on=FollowUpDone, by=OFFICER, given=(follow_up_was_private, follow_up_found_safety)
        ),
        follow_up_pending.to(open_, on=FollowUpFailed, by=OFFICER, effects=("reassess-risk",)),
        supervisor_review.to(
            closed,
            on=Approve,
            by=SUPERVISOR,
            when=(approver_is_another, outcome_conditions_are_met, risk_is_low_or_handed_over, *NOTHING_LEFT),
            given=(applicant_was_told,),
            then=(RecordsRequestedOutcome(),),
            settles=True,
        ),
        each_of(supervisor_review, closure_requested).to(open_, on=Reject, by=SUPERVISOR),
        each_of(closure_requested, supervisor_review, follow_up_pending).to(
            open_, on=WithdrawRequest, by=("case-officer", "system")
        ),
        each_of(closure_requested, supervisor_review, follow_up_pending).falls_to(open_, once=(~no_track_is_open,)),
        # Frozen, by record.freeze-case
        frozen.to(
            open_,
            on=Unfreeze,
            by=("independent-reviewer",),
            when=(reviewer_had_no_part,),
            given=(independent_review_released,),
            effects=("reassess-risk",),
            then=(Marks("released-by-review"),),
        ),
        # Closed, contested, opened again
        closed.to(closure_contested, on=ContestClosure, by=("party-roles", "case-officer")),
        closure_contested.to(
            closed,
            on=UpholdClosure,
            by=SUPERVISOR,
            when=(reviewer_is_not_first_decider, *NOTHING_OPEN),
            given=(applicant_was_told_of_review,),
            settles=True,
        ),
        each_of(closed, closure_contested).to(
            reopened, on=Reopen, by=OFFICER_OR_SUPERVISOR, effects=("reassess-risk",), then=(RecordsOutcome(),)
        ),
        each_of(closed, closure_contested).falls_to(
            reopened, once=(~no_track_is_open,), effects=("reassess-risk",), then=(RecordsOutcome(),)
        ),
        reopened.to(
            open_,
            on=ResumeWork,
            by=OFFICER_OR_SUPERVISOR,
            when=(risk_is_reassessed_after_reopening,),
            given=(officer_is_not_recused, tracks_may_be_opened),
            opens=TRACKS_NAMED,
            assigns={"case-officer": "case_officer"},
        ),
        closed.to(
            archived,
            on=Archive,
            by=("data-protection-officer",),
            when=(no_track_is_open, retention_is_over, there_is_no_legal_hold),
            effects=("mask-identities",),
            settles=True,
        ),
    ),
    safeguards=(*SAFEGUARDS, CONTRACT),
)
