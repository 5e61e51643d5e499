"""What a command or an actor names must be in force: concepts, roles, workflows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from community_policing.errors import ConceptNotFoundError, UnreadableTimeError
from community_policing.taxonomy import CaseCategory
from community_policing.workflows._command import CommandSpec

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def check_command(rules: Rulebook, spec: CommandSpec, command: object) -> None:
    """Raise for the first field of *command* that names a concept or workflow that is not in force."""
    for field in spec.terms:
        value = getattr(command, field.name)
        for scheme, concept, path in field.terms(value, f"{spec.name}.{field.name}"):
            check_term(rules, scheme, concept, path)
    for field in spec.workflow_fields:
        for name in field.ids(getattr(command, field.name), "workflow"):
            rules.workflow(name)


def check_term(rules: Rulebook, scheme: str, concept: str, path: str) -> None:
    """Raise `ConceptNotFoundError` unless *scheme* has *concept*; a case's category must carry a policy."""
    known = rules.scheme(scheme)
    found = known.get(concept)
    usable = found is not None and (not isinstance(found, CaseCategory) or found.policy is not None)
    if not usable:
        raise ConceptNotFoundError(concept, f"{path} (scheme {scheme})", tuple(one.id for one in known))


def check_roles(rules: Rulebook, held: tuple[str, ...]) -> None:
    """Raise `ConceptNotFoundError` for the first of *held* that is no role."""
    roles = rules.scheme("roles")
    for role in held:
        if role not in roles:
            raise ConceptNotFoundError(role, "actor.roles", tuple(one.id for one in roles))


def aware_moment(at: object) -> datetime:
    """Return *at* in UTC; raise `UnreadableTimeError` when it has no zone."""
    if not isinstance(at, datetime) or at.utcoffset() is None:
        hint = "give a datetime with a zone, such as datetime(2026, 3, 1, 9, 30, tzinfo=UTC)"
        raise UnreadableTimeError("at", f"{at!r:.60} has no time zone", hint)
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise UnreadableTimeError("at", f"{at!r:.60} is too far away", "a year from 1 to 9999, also in UTC") from error
