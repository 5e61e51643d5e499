"""The commands of intake and triage. Texts, documents and names stay with the host; a `Ref` points to them."""

from __future__ import annotations

from datetime import datetime

import attrs

from community_policing.cases import (
    ActorId,
    CaseId,
    Category,
    Channel,
    EntryGround,
    PartyId,
    PlaceId,
    RecordOrigin,
    Ref,
    RefusalReason,
    Residence,
    Screen,
    UnitId,
    WorkflowId,
)
from community_policing.workflows._command import DecidedBy, command


@command("intake.register", decided_by=DecidedBy.FORCE)
class Register:
    """Register the case: how and when it came in, where it belongs, and whether someone asks for another."""

    received_at: datetime
    summary: Ref
    record_origin: RecordOrigin
    on_behalf_of_other: bool
    channel: Channel | None = None
    channel_unknown_reason: Ref | None = None
    locality: PlaceId | None = None
    locality_unknown_reason: Ref | None = None
    person_knows_and_agrees: bool | None = None
    safe_contact_way: Ref | None = None


@command("intake.begin-triage")
class BeginTriage:
    """Begin triage with what the case seems to be about."""

    provisional_category: Category
    presenting_problem: Ref


@command("intake.screen-person", key="party")
class ScreenPerson:
    """Ask a person alone about violence and danger; where the person could not be seen alone, why not."""

    party: PartyId
    seen_alone: bool
    violence_screen: Screen
    honour_screen: Screen
    confinement_screen: Screen
    strangulation_screen: Screen
    weapon_screen: Screen
    self_harm_screen: Screen
    exploitation_screen: Screen
    stays_where: Residence
    not_alone_reason: Ref | None = None


@command("intake.act-for-safety")
class ActForSafety:
    """Danger is imminent: safety comes before everything else."""

    danger_description: Ref


@command("intake.request-entry")
class RequestEntry:
    """Ask for entry into a place to rescue a person inside."""

    place: PlaceId
    entry_ground: EntryGround


@command("intake.safety-secured")
class SafetySecured:
    """The person is safe for now; what was done and where the person stays."""

    safety_action_record: Ref
    stays_where: Residence


@command("intake.request-information")
class RequestInformation:
    """Ask somebody for what is missing."""

    questions: Ref
    asked_of: Ref


@command("intake.information-received", decided_by=DecidedBy.WORLD)
class InformationReceived:
    """The answers came."""

    answers: Ref


@command("intake.information-not-obtained")
class InformationNotObtained:
    """The answers cannot be had; triage goes on without them."""

    reason: Ref


@command("intake.start-identifying")
class StartIdentifying:
    """Begin to find out who a person is."""

    material_source: Ref
    clues: Ref


@command("intake.person-identified", key="party")
class PersonIdentified:
    """It is known who the person is; that the material was verified is attested."""

    party: PartyId
    identification_basis: Ref
    material_verified: bool


@attrs.frozen
class IdentificationAttempt:
    """One attempt to find out who a person is."""

    at: datetime
    way: Ref
    result: Ref


@command("intake.stop-identifying")
class StopIdentifying:
    """Stop searching after documented attempts; triage goes on with someone unknown."""

    reason: Ref
    attempts: tuple[IdentificationAttempt, ...]


@command("intake.route")
class Route:
    """Send the case on its way: the workflows that begin, and who is responsible."""

    route: tuple[WorkflowId, ...]
    case_officer: ActorId
    route_reason: Ref


@command("intake.route-uncategorised")
class RouteUncategorised:
    """Send a case on that fits no category, under the cautious policy."""

    route: tuple[WorkflowId, ...]
    case_officer: ActorId
    why_no_category: Ref
    nearest_categories: tuple[Category, ...]


@command("intake.offer-handover")
class OfferHandover:
    """Offer the case to the unit that is competent; someone answers for it until that unit accepts."""

    target_unit: UnitId
    reason: Ref
    interim_duty_holder: ActorId


@command("intake.handover-accepted", decided_by=DecidedBy.AUTHORITY)
class HandoverAccepted:
    """The other unit took the case over."""

    accepted_by: Ref
    accepted_at: datetime
    receiving_reference: Ref


@command("intake.handover-refused", decided_by=DecidedBy.AUTHORITY)
class HandoverRefused:
    """The other unit does not take the case."""

    reason: Ref


@command("intake.withdraw-handover")
class WithdrawHandover:
    """Take the offer back: the case is urgent, or the other unit does not answer."""

    reason: Ref


@command("intake.decline")
class Decline:
    """Do not take the case on, and tell the person where to turn."""

    refusal_reason: RefusalReason
    directed_to: Ref


@command("intake.merge")
class Merge:
    """The case is one with another: same parties and event, and its protection goes along (attested)."""

    target_reference: CaseId
    same_parties_and_event: bool
    protection_carried_over: bool
