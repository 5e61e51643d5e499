"""The steps of a formal report: deciding on it, making it, following it, ending it."""

from __future__ import annotations

from community_policing.workflows._consequences import Marks, RecordsOutcome, Unmarks
from community_policing.workflows._lapse import deadline_has_passed
from community_policing.workflows._state import Step, each_of
from community_policing.workflows.builtin import _escalation_commands as cmd
from community_policing.workflows.builtin._case_guards import danger_is_imminent, duty_to_report
from community_policing.workflows.builtin._escalation_checks import (
    custody_check_is_independent,
    custody_is_stated,
    private_check_is_clear,
    rights_were_explained,
)
from community_policing.workflows.builtin._escalation_guards import (
    authority_is_silent,
    breach_is_confirmed,
    complaint_is_by_victim,
    complaint_time_is_lawful,
    complaint_was_made_if_needed,
    decision_is_by_competent_court,
    decliner_is_competent_adult,
    judge_has_accepted,
    matter_is_before_court,
    moments_have_passed,
    offence_allows_conciliation,
    offence_depends_on_complaint,
    other_victims_agree,
    protection_is_needed,
    refusal_reason_is_valid,
    report_is_pending,
    report_kind_is_protection,
    report_kind_meets_duty,
    request_is_by_victim,
    settlement_is_within_time,
    supervisor_must_look,
    suspect_is_held,
    target_authority_is_competent,
    victim_decides,
    victim_is_told_in_time,
    victim_told_before_release,
    victim_told_first_or_unsafe,
    victims_wish_is_recorded,
    wish_and_requests_are_stated,
)
from community_policing.workflows.builtin._escalation_marks import (
    NO_LONGER_REGISTERED,
    MarksRegistered,
    duty_is_reported,
)
from community_policing.workflows.builtin._escalation_states import (
    INVESTIGATED,
    NOT_REPORTED,
    WAITING,
    accepted,
    acknowledged,
    before_court,
    closed_by_authority,
    complaint_check,
    considered,
    decided,
    legal_check,
    not_accepted,
    not_escalated,
    preparing,
    returned,
    settled,
    settlement_review,
    submitted,
    supervisor_review,
    suspect_held,
    suspect_sought,
    transferred,
    under_investigation,
    withdrawn,
)

OFFICER = ("case-officer",)
SUPERVISOR = ("supervisor",)
EITHER = ("case-officer", "supervisor")
HARMED_ROLES = ("victim", "affected-child", "complainant")
"""Roles of parties whose change of mind brings a report back."""

AT_WORK = (acknowledged, transferred, accepted, *INVESTIGATED)
"""Where a report that an authority already has is added to, when a duty arises only then."""

NOT_GRAVE = (~danger_is_imminent, ~duty_to_report, ~breach_is_confirmed)
"""What must hold wherever a report is not made: no imminent danger, no duty, no breach that waits to be reported."""

PRIVATE_CHECK = (private_check_is_clear, custody_is_stated, custody_check_is_independent, rights_were_explained)
"""What must hold of the check on which a withdrawal or a conciliation rests."""

# --------------------------------------------------------------------------- whether to report

DECIDING: tuple[Step, ...] = (
    considered.to(
        legal_check,
        on=cmd.Assess,
        by=EITHER,
        when=(victims_wish_is_recorded,),
        effects=("stop-mediation-session",),
    ),
    considered.to(
        not_escalated,
        on=cmd.Drop,
        by=SUPERVISOR,
        when=NOT_GRAVE,
        given=(refusal_reason_is_valid,),
        opens=("intake@triaging",),
        settles=True,
    ),
    legal_check.to(
        preparing,
        on=cmd.DutyApplies,
        by=OFFICER,
        when=(duty_to_report,),
        given=(victim_told_first_or_unsafe, moments_have_passed),
        effects=("tell-victim-rights-and-time-limit",),
        ends=("mediation@escalated",),
    ),
    legal_check.to(
        preparing,
        on=cmd.NotifyForProtection,
        by=("case-officer", "psychosocial-specialist"),
        when=(report_kind_is_protection, protection_is_needed),
    ),
    legal_check.to(
        complaint_check,
        on=cmd.ComplaintNeeded,
        by=OFFICER,
        when=(victim_decides, ~duty_to_report),
        given=(complaint_time_is_lawful,),
        effects=("tell-victim-rights-and-time-limit",),
    ),
    legal_check.to(supervisor_review, on=cmd.Discretionary, by=OFFICER, when=(~duty_to_report, ~victim_decides)),
    complaint_check.to(supervisor_review, on=cmd.Discretionary, by=OFFICER, when=(supervisor_must_look,)),
    complaint_check.to(
        preparing,
        on=cmd.VictimComplains,
        by=OFFICER,
        given=(complaint_is_by_victim, moments_have_passed),
        effects=("offer-accompaniment",),
    ),
    complaint_check.to(
        not_escalated,
        on=cmd.VictimDeclines,
        by=OFFICER,
        when=NOT_GRAVE,
        given=(
            decliner_is_competent_adult,
            refusal_reason_is_valid,
            rights_were_explained,
            private_check_is_clear,
            other_victims_agree,
        ),
        effects=("continue-support",),
        settles=True,
    ),
    each_of(complaint_check, supervisor_review).to(
        preparing,
        on=cmd.DutyFound,
        by=OFFICER,
        when=(duty_to_report,),
        given=(victim_told_first_or_unsafe, moments_have_passed),
        ends=("mediation@escalated",),
    ),
    complaint_check.to(
        not_escalated,
        on=cmd.ComplaintTimePassed,
        by=("case-officer", "system"),
        when=(deadline_has_passed, offence_depends_on_complaint, *NOT_GRAVE),
        given=(moments_have_passed,),
        effects=("continue-support",),
        settles=True,
    ),
    supervisor_review.to(preparing, on=cmd.Approve, by=SUPERVISOR),
    supervisor_review.to(
        not_escalated,
        on=cmd.Reject,
        by=SUPERVISOR,
        when=NOT_GRAVE,
        given=(refusal_reason_is_valid,),
        opens=("intake@triaging",),
        settles=True,
    ),
    each_of(not_escalated, not_accepted).to(considered, on=cmd.Reconsider, by=(*EITHER, *HARMED_ROLES)),
    each_of(*NOT_REPORTED).falls_to(considered, once=(duty_to_report,), effects=("alert-supervisor",)),
    each_of(not_accepted, closed_by_authority).falls_to(
        considered, once=(duty_to_report, ~duty_is_reported), effects=("alert-supervisor",)
    ),
    each_of(*NOT_REPORTED).falls_to(considered, once=(breach_is_confirmed,), effects=("alert-supervisor",)),
)

# --------------------------------------------------------------------------- making the report

REPORTING: tuple[Step, ...] = (
    preparing.to(
        submitted,
        on=cmd.Submit,
        by=OFFICER,
        given=(
            target_authority_is_competent,
            report_kind_meets_duty,
            complaint_was_made_if_needed,
            wish_and_requests_are_stated,
        ),
        then=(Unmarks("breach-confirmed"),),
    ),
    preparing.to(
        not_escalated,
        on=cmd.StopBeforeSubmission,
        by=SUPERVISOR,
        when=(*NOT_GRAVE, ~report_is_pending),
        given=(refusal_reason_is_valid,),
        effects=("continue-support",),
        settles=True,
    ),
    submitted.to(
        acknowledged,
        on=cmd.Acknowledge,
        by=OFFICER,
        given=(moments_have_passed,),
        effects=("tell-victim-number",),
        then=(MarksRegistered(),),
    ),
    each_of(*AT_WORK).stay(
        on=cmd.Acknowledge,
        by=OFFICER,
        when=(duty_to_report, ~duty_is_reported),
        given=(moments_have_passed,),
        effects=("tell-victim-number",),
        then=(MarksRegistered(),),
    ),
    each_of(submitted, acknowledged).to(returned, on=cmd.ReturnForCompletion, by=OFFICER, then=NO_LONGER_REGISTERED),
    returned.to(preparing, on=cmd.Resubmit, by=OFFICER),
    each_of(acknowledged, transferred).to(accepted, on=cmd.Accept, by=OFFICER, given=(moments_have_passed,)),
    each_of(submitted, acknowledged, transferred).to(
        not_accepted,
        on=cmd.AuthorityRefuses,
        by=OFFICER,
        effects=("tell-victim-progress", "alert-supervisor"),
        then=NO_LONGER_REGISTERED,
    ),
    each_of(not_accepted, closed_by_authority).to(preparing, on=cmd.ChallengeRefusal, by=SUPERVISOR),
    each_of(submitted, acknowledged, transferred, accepted).to(
        preparing,
        on=cmd.ChallengeSilence,
        by=SUPERVISOR,
        when=(deadline_has_passed,),
        effects=("tell-victim-progress",),
    ),
    each_of(under_investigation, suspect_sought).to(
        preparing,
        on=cmd.ChallengeSilence,
        by=SUPERVISOR,
        when=(authority_is_silent,),
        effects=("tell-victim-progress",),
    ),
    each_of(*WAITING).stay(on=cmd.RaiseDelay, by=OFFICER, effects=("alert-supervisor",)),
)

# --------------------------------------------------------------------------- what the authority does

NOTHING_LEFT_TO_ANSWER = Unmarks("direction-unanswered")
"""A direction that was still open ends with the proceedings in which it was given."""

FOLLOWING: tuple[Step, ...] = (
    each_of(*WAITING).stay(
        on=cmd.RecordProgress,
        by=OFFICER,
        given=(victim_is_told_in_time, moments_have_passed),
        effects=("tell-victim-progress",),
        then=(Unmarks("direction-unanswered", "direction_still_open"),),
    ),
    each_of(accepted, under_investigation, suspect_sought, suspect_held, before_court, settlement_review).stay(
        on=cmd.JudicialDirection, by=OFFICER, then=(Marks("direction-unanswered"),)
    ),
    accepted.to(under_investigation, on=cmd.OpenInvestigation, by=OFFICER, given=(moments_have_passed,)),
    each_of(accepted, under_investigation).to(
        suspect_sought, on=cmd.SeekSuspect, by=OFFICER, effects=("tell-victim-progress", "update-safety-plan")
    ),
    each_of(suspect_sought, under_investigation).to(
        suspect_held, on=cmd.SuspectLocated, by=OFFICER, given=(moments_have_passed,), effects=("tell-victim-progress",)
    ),
    suspect_held.to(
        under_investigation,
        on=cmd.SuspectReleased,
        by=OFFICER,
        given=(victim_told_before_release, moments_have_passed),
        effects=("update-safety-plan", "safety-check-each-party"),
    ),
    each_of(
        preparing,
        submitted,
        acknowledged,
        returned,
        accepted,
        under_investigation,
        before_court,
        settlement_review,
        transferred,
    ).stay(
        on=cmd.SuspectReleased,
        by=OFFICER,
        when=(suspect_is_held,),
        given=(victim_told_before_release, moments_have_passed),
        effects=("update-safety-plan", "safety-check-each-party"),
    ),
    suspect_sought.to(under_investigation, on=cmd.SearchSuspended, by=OFFICER, effects=("tell-victim-progress",)),
    each_of(accepted, under_investigation, suspect_held).to(
        before_court, on=cmd.ReferToCourt, by=OFFICER, effects=("offer-accompaniment", "tell-victim-progress")
    ),
    each_of(before_court, accepted, under_investigation).to(
        decided,
        on=cmd.Decide,
        by=OFFICER,
        given=(decision_is_by_competent_court, moments_have_passed),
        effects=("tell-victim-progress", "update-safety-plan"),
        then=(NOTHING_LEFT_TO_ANSWER,),
    ),
    each_of(accepted, under_investigation, suspect_sought).to(
        closed_by_authority,
        on=cmd.AuthorityCloses,
        by=OFFICER,
        given=(moments_have_passed,),
        effects=("tell-victim-progress",),
        then=(NOTHING_LEFT_TO_ANSWER,),
    ),
    closed_by_authority.to(under_investigation, on=cmd.AuthorityReopens, by=OFFICER, effects=("tell-victim-progress",)),
    each_of(acknowledged, accepted, under_investigation, suspect_sought, before_court).to(
        transferred, on=cmd.TransferFile, by=OFFICER, given=(moments_have_passed,), effects=("tell-victim-progress",)
    ),
)

# --------------------------------------------------------------------------- conciliation and withdrawal

ENDING: tuple[Step, ...] = (
    each_of(accepted, under_investigation, suspect_held, before_court).to(
        settlement_review,
        on=cmd.ProposeSettlement,
        by=OFFICER,
        when=(offence_allows_conciliation,),
        given=(settlement_is_within_time, request_is_by_victim, custody_is_stated, moments_have_passed),
        effects=("update-safety-plan",),
        settles=True,
    ),
    settlement_review.to(
        settled,
        on=cmd.ConfirmSettlement,
        by=SUPERVISOR,
        when=(~danger_is_imminent, offence_allows_conciliation),
        given=(*PRIVATE_CHECK, other_victims_agree, judge_has_accepted, moments_have_passed),
        effects=("tell-victim-progress",),
        then=(
            RecordsOutcome("judicially-approved-settlement"),
            Marks("settlement-approved-by-judge"),
            NOTHING_LEFT_TO_ANSWER,
        ),
        settles=True,
    ),
    settlement_review.to(under_investigation, on=cmd.RefuseSettlement, by=EITHER, effects=("safety-check-each-party",)),
    settlement_review.to(
        before_court,
        on=cmd.ReturnToCourt,
        by=EITHER,
        when=(matter_is_before_court,),
        effects=("safety-check-each-party",),
    ),
    each_of(preparing, submitted, acknowledged, accepted, under_investigation, before_court).to(
        withdrawn,
        on=cmd.WithdrawReport,
        by=OFFICER,
        when=(offence_depends_on_complaint, *NOT_GRAVE),
        given=(request_is_by_victim, *PRIVATE_CHECK, other_victims_agree, moments_have_passed),
        effects=("continue-support", "safety-check-each-party"),
        then=(*NO_LONGER_REGISTERED, NOTHING_LEFT_TO_ANSWER),
        settles=True,
    ),
)
