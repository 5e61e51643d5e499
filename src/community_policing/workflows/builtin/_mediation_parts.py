"""The small records that the lists of mediation's commands hold."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from community_policing.cases import AgreementTermKind, DuressResult, PartyId, Ref, Residence


@attrs.frozen
class PartyPlan:
    """A party's plan of safety until the next meeting."""

    party: PartyId
    interim_safety_plan: Ref
    emergency_contact: Ref


@attrs.frozen
class PartyStay:
    """Where a party stays meanwhile."""

    party: PartyId
    stays_where: Residence


@attrs.frozen
class AgreementTerm:
    """
    One term of an agreement.

    It binds a party or, for a duty of a third body, somebody outside the dispute. An amount is in the smallest unit.
    """

    term: Ref
    term_kind: AgreementTermKind
    obligor: PartyId | None = None
    third_body: Ref | None = None
    beneficiary: PartyId | None = None
    amount: int | None = None
    due: date | None = None
    until: date | None = None


@attrs.frozen
class ObligorAcceptance:
    """Whether whoever a term binds accepted it, and when."""

    accepted: bool
    accepted_at: datetime
    obligor: PartyId | None = None
    third_body: Ref | None = None


@attrs.frozen
class DuressCheck:
    """What a party answered, asked alone, about being free in the choice, and whether it accepts this very text."""

    party: PartyId
    duress_result: DuressResult
    duress_check_at: datetime
    seen_alone: bool
    accepts_text: bool


@attrs.frozen
class Signature:
    """A party's signature."""

    party: PartyId
    signed_at: datetime
    document: Ref
