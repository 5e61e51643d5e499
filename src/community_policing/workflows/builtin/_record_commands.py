"""
The commands of a case as such: its people, its matters, its risk, what parties want, what was said and done.

Texts, documents and names stay with the host; a `Ref` points to them.
"""

from __future__ import annotations

from datetime import date, datetime

from community_policing.cases import (
    ActorId,
    AgeBand,
    Category,
    ConsentDecision,
    ConsentKind,
    ContactDirection,
    EvidenceKind,
    Factor,
    Partner,
    Party,
    PartyId,
    PartyKind,
    Position,
    Ref,
    Role,
    Screen,
    Sex,
    Wish,
)
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows._command import DecidedBy, command
from community_policing.workflows.builtin._record_work_commands import (
    AddTeamMember,
    Assign,
    AuthorisePublicAppeal,
    FreezeCase,
    Link,
    MergeCases,
    OverrideWithAuthority,
    RecordConfidentialityBreach,
    Recuse,
    RecuseUnit,
    RequestReview,
    SetLegalHold,
    Split,
    Unlink,
)

__all__ = [
    "AddFactor",
    "AddParty",
    "AddTeamMember",
    "Assign",
    "AuthorisePublicAppeal",
    "FreezeCase",
    "IdentifyParty",
    "Link",
    "LogContact",
    "LowerConfidentiality",
    "MergeCases",
    "MergeParties",
    "OverrideWithAuthority",
    "RaiseConfidentiality",
    "Recategorise",
    "RecordConfidentialityBreach",
    "RecordConsent",
    "RecordEvidence",
    "RecordOutsideAction",
    "RecordPriorAction",
    "RecordStatement",
    "RecordWish",
    "Recuse",
    "RecuseUnit",
    "RequestReview",
    "SetGuardian",
    "SetLegalHold",
    "SetRepresentative",
    "SetRisk",
    "SetSafeContact",
    "Split",
    "Unlink",
    "WithdrawConsent",
    "WithdrawFactor",
]

# --------------------------------------------------------------------------- people


@command("record.add-party")
class AddParty:
    """Add someone the case is about."""

    party: Party
    description: Ref | None = None


@command("record.identify-party", key="party")
class IdentifyParty:
    """Establish who a party is, and how old; where the age stays unknown, why."""

    party: PartyId
    identification_basis: Ref
    age_band: AgeBand
    age_unknown_reason: Ref | None = None
    party_kind: PartyKind = "natural-person"
    party_role: Role | None = None


@command("record.merge-parties")
class MergeParties:
    """Two records were one party; ``party`` stays and ``duplicate_party`` goes."""

    party: PartyId
    duplicate_party: PartyId
    identification_basis: Ref


@command("record.set-guardian", key="party")
class SetGuardian:
    """Name a minor's guardian, whether the guardian has a conflict, and who stands in if so."""

    party: PartyId
    guardian: PartyId
    guardian_basis: Ref
    guardian_conflict: Screen
    substitute: PartyId | None = None


@command("record.set-representative", key="party")
class SetRepresentative:
    """Name who speaks for a group or an organisation, on what mandate and within what limits."""

    party: PartyId
    representative: PartyId
    mandate: Ref
    mandate_limits: Ref
    mandate_until: date | None = None


# --------------------------------------------------------------------------- matter, factors, risk, secrecy


@command("record.recategorise")
class Recategorise:
    """Say anew what the case is about, the gravest matter first."""

    primary_category: Category
    categories: tuple[Category, ...]
    reason: Ref
    found_cause: Ref | None = None


@command("record.add-factor", key=("factor", "party"))
class AddFactor:
    """An aggravating factor came to light."""

    factor: Factor
    source: Ref
    observed_at: datetime
    party: PartyId | None = None


@command("record.withdraw-factor", key=("factor", "party"))
class WithdrawFactor:
    """A recorded factor proved wrong, on evidence."""

    factor: Factor
    reason: Ref
    evidence_note: Ref
    party: PartyId | None = None


@command("record.set-risk")
class SetRisk:
    """Assess the risk, up or down."""

    risk_level: Risk
    risk_basis: Ref
    assessed_with: Ref
    next_review_at: datetime


@command("record.raise-confidentiality")
class RaiseConfidentiality:
    """Raise the level of confidentiality."""

    confidentiality: Confidentiality
    reason: Ref


@command("record.lower-confidentiality")
class LowerConfidentiality:
    """Lower the level of confidentiality, never below what the policy asks for."""

    confidentiality: Confidentiality
    reason: Ref


# --------------------------------------------------------------------------- will


@command("record.record-consent", key=("party", "consent_kind"), decided_by=DecidedBy.PARTY)
class RecordConsent:
    """A party, alone and informed, consented or refused."""

    party: PartyId
    consent_kind: ConsentKind
    consent_decision: ConsentDecision
    given_by: PartyId
    taken_alone: bool
    informed_of: tuple[Ref, ...]
    language: Ref
    valid_until: date | None = None
    partner: Partner | None = None


@command("record.withdraw-consent", key=("party", "consent_kind"), decided_by=DecidedBy.PARTY)
class WithdrawConsent:
    """A party takes a consent back; no reason is asked."""

    party: PartyId
    consent_kind: ConsentKind


@command("record.record-wish", key="party", decided_by=DecidedBy.PARTY)
class RecordWish:
    """What a party wants, or why that could not be asked."""

    party: PartyId
    wish_text: Ref
    asked_alone: bool
    wish: Wish | None = None
    feels_safe_to_take_part: bool | None = None
    wish_unknown_reason: Ref | None = None


# --------------------------------------------------------------------------- what was said and done


@command("record.record-prior-action", decided_by=DecidedBy.WORLD)
class RecordPriorAction:
    """Someone acted before the case came here, well or badly; it is a fact and permits nothing."""

    action_kind: Ref
    done_by: Ref
    done_at: datetime
    authority: Ref
    departs_from_policy: bool
    action_note: Ref


@command("record.record-outside-action", decided_by=DecidedBy.WORLD)
class RecordOutsideAction:
    """Another body acted while the case is here; a court's leave is recorded so."""

    action_kind: Ref
    done_by: Ref
    done_at: datetime
    authority: Ref
    departs_from_policy: bool
    action_note: Ref
    judicial_leave: bool | None = None
    judicial_decision_reference: Ref | None = None


@command("record.log-contact")
class LogContact:
    """There was contact with someone, or an attempt at it."""

    contact_way: Ref
    direction_of_contact: ContactDirection
    contacted_at: datetime
    contact_result: Ref
    safe_way_used: bool
    party: PartyId | None = None


@command("record.set-safe-contact", key="party", decided_by=DecidedBy.PARTY)
class SetSafeContact:
    """How and when a party can be reached without danger, and who may know."""

    party: PartyId
    safe_contact_way: Ref
    safe_times: Ref
    who_may_know: Ref


@command("record.record-evidence")
class RecordEvidence:
    """A piece of evidence was taken, by whom, and through whose hands it went."""

    evidence_kind: EvidenceKind
    collected_at: datetime
    collected_by: ActorId
    custody_chain: Ref
    preserved_before_removal: bool
    shown_to: tuple[ActorId, ...]
    content_hash: Ref | None = None


@command("record.record-statement", key="party")
class RecordStatement:
    """A party was heard; who was in the room, and whether the other side was kept out of it (attested)."""

    party: PartyId
    present_at_statement: tuple[Ref, ...]
    other_side_absent: bool
    heard_alone: bool
    interviewer: ActorId
    interviewer_sex: Sex
    interpreter_present: bool
    position_on_facts: Position
    statement: Ref
    interviewer_trained: bool = False
