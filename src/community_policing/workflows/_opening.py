"""The first command of every case: it is opened here, or taken over from another system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_policing.cases import Case, Category, Party, Ref
from community_policing.errors import UnreadableCaseError
from community_policing.workflows._command import CommandSpec, command
from community_policing.workflows._policies import PERSONS

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook

PARTY_ROLES = "party-roles"
"""The concept under which every role of a party lies."""


@command("record.open-case")
class OpenCase:
    """Open a case on one or more matters and the people they concern."""

    categories: tuple[Category, ...]
    parties: tuple[Party, ...] = ()


@command("record.adopt-case")
class AdoptCase:
    """Take over a case that began in another system, with what is known of it and no invented past."""

    categories: tuple[Category, ...]
    parties: tuple[Party, ...] = ()
    source: Ref | None = None


BEGINNINGS = (OpenCase, AdoptCase)
"""The commands that begin a case: whoever they bring is new to it."""


def check_people(rules: Rulebook, case: Case, spec: CommandSpec, command: object) -> None:
    """Raise `UnreadableCaseError` where the parties that *command* brings to *case* cannot be as they are told."""
    for field in spec.people:
        value = getattr(command, field.name)
        coming: tuple[Party, ...] = () if value is None else value if field.many else (value,)
        ids = [party.id for party in coming]
        known = {party.id for party in case.parties}
        present = {*ids, *known}
        for index, party in enumerate(coming):
            path = f"{spec.name}.{field.name}" + (f"[{index}]" if field.many else "")
            if party.id in ids[:index]:
                raise UnreadableCaseError(f"{path}.id", f"{party.id!r} stands there twice")
            if party.id in known and spec.cls in BEGINNINGS:
                raise UnreadableCaseError(f"{path}.id", f"{party.id!r} is on the case already")
            _check_party(rules, party, present - {party.id}, path)


def _check_party(rules: Rulebook, party: Party, others: set[str], path: str) -> None:
    """Raise unless *party* has a role of a party, and is related to one of the *others* if to anyone."""
    if party.role == PARTY_ROLES or not rules.is_under("roles", party.role, PARTY_ROLES):
        hint = "a party is a complainant, a victim, a witness …; who works on the case is assigned to it"
        raise UnreadableCaseError(f"{path}.role", f"{party.role!r} is no role of a party", hint)
    if party.kind not in PERSONS and "minor" in rules.scheme("age-bands")[party.age_band].flags:
        hint = "an age is a person's; tell the minor as a natural-person"
        raise UnreadableCaseError(f"{path}.age_band", f"{party.kind!r} is no minor", hint)
    if party.related_to is not None and party.related_to not in others:
        hint = f"others: {', '.join(sorted(others)) or 'none'}"
        raise UnreadableCaseError(f"{path}.related_to", f"{party.related_to!r} is no other party", hint)
