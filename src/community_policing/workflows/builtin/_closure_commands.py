"""The commands of closure: what is asked, told and decided when a case ends, is looked at again, or goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import attrs

from community_policing.cases import (
    ActorId,
    Change,
    DuressResult,
    Outcome,
    OutcomeRecorded,
    PartyId,
    Ref,
    ReopenReason,
    WorkflowId,
)
from community_policing.workflows._command import DecidedBy, command


@attrs.frozen
class DuressCheck:
    """Somebody asked a party whether the choice is free: who, when, alone or not, and what came out (attested)."""

    party: PartyId
    duress_result: DuressResult
    seen_alone: bool
    duress_check_at: datetime
    checked_by: ActorId


@attrs.frozen
class ContactAttempt:
    """One attempt to reach someone: when, how, and what came of it."""

    contacted_at: datetime
    contact_way: Ref
    contact_result: Ref


@command("closure.request-closure")
class RequestClosure:
    """
    Ask that the case be closed; say honestly what was achieved, what was not, and what the person thinks of it.

    The last fields are for the outcomes that only a person can vouch for: withdrawn, unreachable, unfounded,
    harm not stopped.
    """

    outcome: Outcome
    achieved: Ref
    not_achieved: Ref
    summary: Ref
    person_view: Ref | None = None
    person_view_unknown_reason: Ref | None = None
    duress_check: DuressCheck | None = None
    attempts: tuple[ContactAttempt, ...] = ()
    no_ground_shown: bool = False
    no_ground_evidence: Ref | None = None
    what_was_tried: Ref | None = None
    support_stays_open: bool = False


@command("closure.close-simple")
class CloseSimple:
    """Close a case that is not sensitive; the applicant knows, and knows how to come back."""

    how_to_return_told: bool
    applicant_told_at: datetime | None = None


@command("closure.send-to-supervisor")
class SendToSupervisor:
    """Put the closure of a sensitive case before a supervisor, with the risk assessed again."""

    risk_reassessment: Ref


@command("closure.require-follow-up")
class RequireFollowUp:
    """Ask for a follow-up before the case is closed."""

    follow_up_date: date
    follow_up_goal: Ref


@command("closure.follow-up-done")
class FollowUpDone:
    """The person was seen, alone, and is safe."""

    follow_up_record: Ref
    seen_alone: bool
    party_is_safe: bool


@command("closure.follow-up-failed")
class FollowUpFailed:
    """The follow-up could not be done, or found danger."""

    reason: Ref
    party_is_safe: bool


@command("closure.approve")
class Approve:
    """A supervisor closes the case."""

    how_to_return_told: bool
    applicant_told_at: datetime | None = None


@command("closure.reject")
class Reject:
    """A supervisor says that the case is not to be closed yet."""

    reason: Ref


@command("closure.withdraw-request")
class WithdrawRequest:
    """Take the request to close back."""

    reason: Ref


@command("closure.unfreeze")
class Unfreeze:
    """The independent review lets work on the case go on; that it does is attested with its reference."""

    review_reference: Ref
    review_released: bool
    reason: Ref


@command("closure.contest-closure", decided_by=DecidedBy.PARTY)
class ContestClosure:
    """A party says that the case should not have been closed."""

    contest_ground: Ref


@command("closure.uphold-closure")
class UpholdClosure:
    """Another supervisor finds that the closure was right."""

    reason: Ref
    applicant_told_at: datetime


@command("closure.reopen")
class Reopen:
    """Open the case again, for one of the reasons there are."""

    reopen_reason: ReopenReason
    reopen_note: Ref


@command("closure.resume-work")
class ResumeWork:
    """Take up the work: who answers for the case, and which tracks are opened."""

    risk_reassessment: Ref
    case_officer: ActorId
    open_tracks: tuple[WorkflowId, ...]


@command("closure.archive")
class Archive:
    """Put the record away once it need not be kept at hand; identities are masked."""


@attrs.frozen
class RecordsRequestedOutcome:
    """The outcome of the last request to close is recorded: it was proposed then and holds now."""

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401  an Attempt of any command
        """Yield the outcome that was asked for."""
        request = attempt.last(RequestClosure)
        if request is not None:
            yield OutcomeRecorded(request.outcome)
