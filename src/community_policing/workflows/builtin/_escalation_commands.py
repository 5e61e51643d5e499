"""
The commands of the formal report: whether to make one, making it, and what the authority then does with it.

What was written stays with the host; a `Ref` points to it. Steps that an authority takes are recorded, not decided.
"""

from __future__ import annotations

from datetime import date, datetime

from community_policing.cases import (
    ActorId,
    DecisionKind,
    DuressResult,
    Partner,
    PartyId,
    PlaceId,
    Ref,
    RefusalReason,
    ReportKind,
    SettlementKind,
    UnitId,
)
from community_policing.workflows._command import DecidedBy, command

# --------------------------------------------------------------------------- whether to report


@command("escalation.assess")
class Assess:
    """Begin to look whether the matter must or should be reported; a mediation session stops meanwhile."""

    grounds: Ref
    report_kind: ReportKind


@command("escalation.drop")
class Drop:
    """Do not escalate, for one of the reasons that justify it."""

    refusal_reason: RefusalReason


@command("escalation.duty-applies")
class DutyApplies:
    """A duty to report applies; the victim is told first, or it is recorded why that was unsafe."""

    legal_basis: Ref
    victim_told_at: datetime | None = None
    not_told_reason: Ref | None = None


@command("escalation.notify-for-protection")
class NotifyForProtection:
    """Prepare a notice that asks for safety and accuses no one."""

    protection_requests: tuple[Ref, ...]
    legal_basis: Ref


@command("escalation.complaint-needed")
class ComplaintNeeded:
    """The State acts on the victim's complaint only; the victim is told the last day for it."""

    complaint_until: date


@command("escalation.discretionary")
class Discretionary:
    """Refer the choice to the supervisor."""

    recommendation: Ref


@command("escalation.victim-complains", decided_by=DecidedBy.PARTY)
class VictimComplains:
    """The victim, or who lawfully stands in, complained."""

    complaint_record: Ref
    complained_at: datetime
    complainant: PartyId


@command("escalation.victim-declines", decided_by=DecidedBy.PARTY)
class VictimDeclines:
    """An adult victim, alone and informed, does not want to complain."""

    party: PartyId
    refusal_reason: RefusalReason
    rights_explained_at: datetime
    duress_check_at: datetime
    duress_result: DuressResult
    seen_alone: bool


@command("escalation.duty-found")
class DutyFound:
    """A duty to report came to light after the legal check."""

    legal_basis: Ref
    victim_told_at: datetime | None = None
    not_told_reason: Ref | None = None


@command("escalation.complaint-time-passed")
class ComplaintTimePassed:
    """The time for a complaint is over, and the victim had been told of it."""

    told_at: datetime


@command("escalation.approve")
class Approve:
    """The supervisor agrees that a report be made."""

    reason: Ref


@command("escalation.reject")
class Reject:
    """The supervisor does not agree that a report be made."""

    refusal_reason: RefusalReason


# --------------------------------------------------------------------------- making it


@command("escalation.submit")
class Submit:
    """Submit the report, with the victim's wish and the requests for protection stated in it (attested)."""

    report_kind: ReportKind
    report_package: Ref
    target_partner: Partner
    protection_requests: tuple[Ref, ...]
    victim_wish_stated: Ref
    wish_and_requests_in_package: bool


@command("escalation.stop-before-submission")
class StopBeforeSubmission:
    """Do not submit after all, for one of the reasons that justify it."""

    refusal_reason: RefusalReason


@command("escalation.acknowledge", decided_by=DecidedBy.AUTHORITY)
class Acknowledge:
    """The authority registered the report under a number."""

    formal_report_number: Ref
    received_by: Ref
    received_at: datetime


@command("escalation.return-for-completion", decided_by=DecidedBy.AUTHORITY)
class ReturnForCompletion:
    """The authority sent the report back to be completed."""

    return_reason: Ref


@command("escalation.resubmit")
class Resubmit:
    """Complete what was lacking."""

    completion_note: Ref


@command("escalation.accept", decided_by=DecidedBy.AUTHORITY)
class Accept:
    """The competent authority took the report on."""

    authority_decision: Ref
    received_by: Ref
    received_at: datetime


@command("escalation.authority-refuses", decided_by=DecidedBy.AUTHORITY)
class AuthorityRefuses:
    """The authority did not take the report on."""

    authority_decision: Ref
    reason: Ref


@command("escalation.challenge-refusal")
class ChallengeRefusal:
    """Contest the refusal or the closing, before the same or another authority."""

    challenge_ground: Ref
    target_partner: Partner


@command("escalation.challenge-silence")
class ChallengeSilence:
    """The authority did not answer in time; prepare the report for it anew or for another one."""

    challenge_ground: Ref
    target_partner: Partner


@command("escalation.raise-delay")
class RaiseDelay:
    """Tell the supervisor that the authority does not move, so that someone asks for an answer."""

    reason: Ref


# --------------------------------------------------------------------------- what the authority does


@command("escalation.record-progress")
class RecordProgress:
    """What became known of the report, when the victim was told, and when the victim is told next."""

    progress: Ref
    source: Ref
    next_telling: date
    victim_told_at: datetime | None = None
    direction_still_open: bool = True


@command("escalation.judicial-direction", decided_by=DecidedBy.AUTHORITY)
class JudicialDirection:
    """A judge directed the police to do something."""

    direction: Ref
    judge: Ref
    judicial_decision_reference: Ref
    due_date: date | None = None


@command("escalation.open-investigation", decided_by=DecidedBy.AUTHORITY)
class OpenInvestigation:
    """An investigation began."""

    investigating_body: Partner
    received_at: datetime


@command("escalation.seek-suspect", decided_by=DecidedBy.AUTHORITY)
class SeekSuspect:
    """The suspect is sought."""

    last_seen: PlaceId
    warrant_reference: Ref | None = None


@command("escalation.suspect-located", decided_by=DecidedBy.AUTHORITY)
class SuspectLocated:
    """The suspect was found and is held, by which authority and which of its units."""

    held_at: datetime
    held_by: Partner
    holding_unit: UnitId


@command("escalation.suspect-released", decided_by=DecidedBy.AUTHORITY)
class SuspectReleased:
    """The suspect was let go; the victim was told first, or it is recorded why not."""

    release_conditions: Ref
    released_at: datetime
    victim_told_at: datetime | None = None
    not_told_reason: Ref | None = None


@command("escalation.search-suspended", decided_by=DecidedBy.AUTHORITY)
class SearchSuspended:
    """The search for the suspect stopped."""

    reason: Ref


@command("escalation.refer-to-court", decided_by=DecidedBy.AUTHORITY)
class ReferToCourt:
    """The matter went to a court."""

    court: Partner
    judicial_decision_reference: Ref


@command("escalation.decide", decided_by=DecidedBy.AUTHORITY)
class Decide:
    """A court or judge decided; that it was the competent one is attested with the decision's reference."""

    decision_kind: DecisionKind
    judicial_decision_reference: Ref
    decided_at: datetime
    by_competent_court: bool


@command("escalation.authority-closes", decided_by=DecidedBy.AUTHORITY)
class AuthorityCloses:
    """The investigating authority closed the matter, and the victim was told."""

    authority_decision: Ref
    reason: Ref
    victim_told_at: datetime


@command("escalation.authority-reopens", decided_by=DecidedBy.AUTHORITY)
class AuthorityReopens:
    """The investigating authority took the matter up again."""

    authority_decision: Ref


@command("escalation.transfer-file", decided_by=DecidedBy.AUTHORITY)
class TransferFile:
    """The file went to another authority, and the victim was told."""

    from_authority: Partner
    to_authority: Partner
    transfer_reference: Ref
    victim_told_at: datetime


# --------------------------------------------------------------------------- conciliation and withdrawal


@command("escalation.propose-settlement", decided_by=DecidedBy.PARTY)
class ProposeSettlement:
    """The victim, or who lawfully stands in, asks for conciliation or a waiver before the judge."""

    settlement_kind: SettlementKind
    requested_by: PartyId
    requested_at: datetime
    other_party_in_custody: bool


@command("escalation.confirm-settlement", decided_by=DecidedBy.AUTHORITY)
class ConfirmSettlement:
    """The judge accepted the conciliation (attested), after a private check that nobody was pressed."""

    judicial_decision_reference: Ref
    judge: Ref
    judge_accepted: bool
    decided_at: datetime
    checked_by: ActorId
    checked_by_unit: UnitId
    seen_alone: bool
    other_party_in_custody: bool
    duress_check_at: datetime
    duress_result: DuressResult
    rights_explained_at: datetime
    holding_unit: UnitId | None = None


@command("escalation.refuse-settlement")
class RefuseSettlement:
    """The conciliation was refused or failed."""

    reason: Ref


@command("escalation.return-to-court")
class ReturnToCourt:
    """The conciliation came to nothing and the court goes on."""

    reason: Ref


@command("escalation.withdraw-report", decided_by=DecidedBy.PARTY)
class WithdrawReport:
    """The victim, or who lawfully stands in, withdraws the complaint, after a private check that nobody was pressed."""

    requested_by: PartyId
    withdrawn_at: datetime
    checked_by: ActorId
    checked_by_unit: UnitId
    seen_alone: bool
    other_party_in_custody: bool
    duress_check_at: datetime
    duress_result: DuressResult
    rights_explained_at: datetime
    holding_unit: UnitId | None = None


@command("escalation.reconsider")
class Reconsider:
    """Look at it again: the victim may change her mind at any time."""

    reason: Ref
