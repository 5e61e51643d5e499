"""Who a case is about and who acts on it. No names and no contact data: ids only; the host knows the rest."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import is_normalized

import attrs

from community_policing.cases._terms import (
    ActorId,
    AgeBand,
    Capacity,
    Competency,
    Factor,
    PartyId,
    PartyKind,
    ProtectionFactor,
    Ref,
    Relationship,
    Role,
    Sex,
    UnitId,
)
from community_policing.errors import UnreadableCaseError

ID_LENGTH = 128


def check_id(value: object, path: str) -> None:
    """Raise `UnreadableCaseError` unless *value* is an opaque id: printable, no white space, 1 to 128 long."""
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= ID_LENGTH
        or not value.isprintable()
        or " " in value  # the one white space that is printable
        or not (value.isascii() or is_normalized("NFC", value))
    ):
        hint = f"an id has 1 to {ID_LENGTH} printable characters, no spaces, and is in the form NFC"
        raise UnreadableCaseError(path, f"{value!r:.60} is not an id", hint)


def _id(instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Check an id as an attrs validator."""
    check_id(value, f"{type(instance).__name__.lower()}.{attribute.name}")


def _ids(instance: object, attribute: attrs.Attribute[tuple[str, ...]], value: object) -> None:
    """Check a tuple of ids as an attrs validator."""
    path = f"{type(instance).__name__.lower()}.{attribute.name}"
    if not isinstance(value, tuple):
        raise UnreadableCaseError(path, f"{value!r:.60} is not a tuple", "write ('a', 'b'), also for one")
    for index, item in enumerate(value):
        check_id(item, f"{path}[{index}]")


_optional_id = attrs.validators.optional(_id)


def _sorted_once(values: Iterable[str]) -> tuple[str, ...]:
    """Return *values* sorted and without repetition, so that equal sets are equal values."""
    if not isinstance(values, tuple):
        return values  # type: ignore[return-value]  # the validator says what is wrong with it
    return tuple(sorted(set(values)))


@attrs.frozen(cache_hash=True)
class Party:
    """
    Someone a case is about: a person, a group with representatives, an organisation, or someone unknown.

    Attributes:
        id: The host's opaque id; nothing here says who it is.
        role: A concept of ``roles`` under ``party-roles``, such as ``complainant``.
        kind: A concept of ``party-kinds``; ``natural-person`` unless said otherwise.
        age_band: A concept of ``age-bands``; an unknown age is treated as a child's where that protects.
        age_unknown_reason: The host's reference to why the age is not known, where it is not.
        sex: A concept of ``party-sex``, for statistics and for who may interview.
        relationship: A concept of ``relationships``: what this party is to ``related_to``.
        related_to: The id of another party.
        capacity: A concept of ``capacities``; `None` until it was looked at.
        factors: Concepts of ``protection-factors``.
    """

    id: PartyId = attrs.field(validator=_id)
    role: Role = attrs.field(validator=_id)
    kind: PartyKind = attrs.field(default="natural-person", validator=_id)
    age_band: AgeBand = attrs.field(repr=False, default="unknown-age", validator=_id)
    age_unknown_reason: Ref | None = attrs.field(repr=False, default=None, validator=_optional_id)
    sex: Sex | None = attrs.field(repr=False, default=None, validator=_optional_id)
    relationship: Relationship | None = attrs.field(repr=False, default=None, validator=_optional_id)
    related_to: PartyId | None = attrs.field(repr=False, default=None, validator=_optional_id)
    capacity: Capacity | None = attrs.field(repr=False, default=None, validator=_optional_id)
    factors: tuple[ProtectionFactor, ...] = attrs.field(repr=False, default=(), converter=_sorted_once, validator=_ids)


@attrs.frozen(cache_hash=True)
class Actor:
    """
    Someone who acts: the officer who records, and for whom where the decision is a party's.

    Relative roles (case officer, mediator, a party) are not held: they are worked out from the case.

    Attributes:
        id: The host's opaque id.
        roles: Concepts of ``roles`` that this actor holds in the service, whatever the case.
        speaks_for: The id of the party whose decision this actor records, or who acts in person.
        unit: The host's id of the actor's unit, where a rule asks for another unit.
        competencies: Concepts of ``competencies``, such as ``child-interviewing``.
    """

    id: ActorId = attrs.field(validator=_id)
    roles: tuple[Role, ...] = attrs.field(default=(), converter=_sorted_once, validator=_ids)
    speaks_for: PartyId | None = attrs.field(default=None, validator=_optional_id, kw_only=True)
    unit: UnitId | None = attrs.field(default=None, validator=_optional_id, kw_only=True)
    competencies: tuple[Competency, ...] = attrs.field(default=(), converter=_sorted_once, validator=_ids, kw_only=True)


@attrs.frozen(cache_hash=True)
class Assignment:
    """Who holds a role on this case: case officer, mediator."""

    role: Role
    actor: ActorId


@attrs.frozen(cache_hash=True)
class CaseFactor:
    """An aggravating factor of the case, with the party it concerns and who recorded it."""

    factor: Factor
    party: PartyId | None = None
    by: ActorId | None = None
