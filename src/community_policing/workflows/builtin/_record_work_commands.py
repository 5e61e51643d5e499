"""
The commands of a case that concern who works on it, other cases, grave turns and authority.

Texts, documents and names stay with the host; a `Ref` points to them.
"""

from __future__ import annotations

from datetime import datetime

from community_policing.cases import (
    ActorId,
    CaseId,
    Category,
    GuardId,
    IncidentKind,
    LinkKind,
    Partner,
    PartyId,
    Ref,
    Role,
    UnitId,
)
from community_policing.workflows._command import DecidedBy, command

# --------------------------------------------------------------------------- who works on it


@command("record.assign", key="assigned_role")
class Assign:
    """Give someone a role on the case; that the person is qualified is attested with a reference."""

    assignee: ActorId
    assigned_role: Role
    unit: UnitId
    reason: Ref
    assignee_is_qualified: bool
    qualification: Ref


@command("record.add-team-member", key="assignee")
class AddTeamMember:
    """One more works on the case in a role."""

    assignee: ActorId
    assigned_role: Role
    partner: Partner | None = None


@command("record.recuse", key="recused_actor")
class Recuse:
    """Someone must not work on the case; another takes over."""

    recused_actor: ActorId
    reason: Ref
    replacement: ActorId


@command("record.recuse-unit")
class RecuseUnit:
    """A whole unit must not work on the case; another takes over."""

    unit: UnitId
    reason: Ref
    target_unit: UnitId


# --------------------------------------------------------------------------- other cases


@command("record.link", key="target_reference")
class Link:
    """Another case has to do with this one; that the actor may read both is attested."""

    target_reference: CaseId
    link_kind: LinkKind
    reason: Ref
    may_read_both: bool


@command("record.unlink", key="target_reference")
class Unlink:
    """The other case has nothing to do with this one."""

    target_reference: CaseId
    reason: Ref


@command("record.split")
class Split:
    """Some parties and matters move to a case of their own, and their protection goes along (attested)."""

    parties_moved: tuple[PartyId, ...]
    categories_moved: tuple[Category, ...]
    new_reference: CaseId
    reason: Ref
    protection_carried_over: bool


@command("record.merge-cases")
class MergeCases:
    """Two cases are one: same event, same people; what protects in this one goes along (attested)."""

    target_reference: CaseId
    same_parties_and_event: bool
    protection_carried_over: bool
    parties_opposed_there: bool
    reason: Ref


# --------------------------------------------------------------------------- grave turns, review, retention


@command("record.freeze-case", decided_by=DecidedBy.FORCE)
class FreezeCase:
    """A party was killed or gravely harmed: everything stops but evidence, safety and review."""

    incident_kind: IncidentKind
    incident_at: datetime
    preserved_records: tuple[Ref, ...]
    party: PartyId | None = None


@command("record.record-confidentiality-breach", decided_by=DecidedBy.WORLD)
class RecordConfidentialityBreach:
    """Something confidential became known."""

    breach_record: Ref
    what_was_disclosed: Ref
    who_saw_it: Ref
    person_told_at: datetime | None = None


@command("record.authorise-public-appeal")
class AuthorisePublicAppeal:
    """The public may be asked for help, to save a life."""

    life_saving_need: bool
    person_or_guardian_asked: bool
    appeal_text: Ref
    withheld_facts: Ref
    ends_at: datetime


@command("record.set-legal-hold")
class SetLegalHold:
    """The record must be kept, or need no longer be."""

    hold_active: bool
    authority: Ref
    reason: Ref


@command("record.request-review", decided_by=DecidedBy.PARTY)
class RequestReview:
    """A party asks that a decision be looked at again, by someone else."""

    decision_contested: Ref
    contest_ground: Ref
    party: PartyId


@command("record.override-with-authority", key="guard_overridden")
class OverrideWithAuthority:
    """A condition that the profile lets be set aside is set aside, on authority and until a date."""

    guard_overridden: GuardId
    authority: Ref
    reason: Ref
    ends_at: datetime
