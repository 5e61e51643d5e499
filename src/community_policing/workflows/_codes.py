"""What a command or an actor names must be in force: concepts, roles, workflows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from community_policing.cases import Case
from community_policing.errors import ConceptNotFoundError, DeprecatedConceptError, UnreadableTimeError
from community_policing.taxonomy import CaseCategory, Concept
from community_policing.workflows._command import CommandSpec, spec_of

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def check_command(rules: Rulebook, spec: CommandSpec, command: object, case: Case | None = None) -> None:
    """
    Raise for the first field of *command* that names a concept or workflow that is not in force.

    A deprecated concept is for nothing new, so *case*, when given, must name it already: what is on record can still
    be repeated, moved and withdrawn. Whoever joins the case is new.
    """
    for field in spec.terms:
        value = getattr(command, field.name)
        for scheme, concept, path in field.terms(value, f"{spec.name}.{field.name}"):
            found = check_term(rules, scheme, concept, path)
            if found.deprecated and case is not None and (field in spec.people or not _names(case, scheme, concept)):
                instead = rules.scheme(scheme).current(found)
                valid = () if instead is None else (instead.id,)
                raise DeprecatedConceptError(concept, f"{path} (scheme {scheme})", valid)
    for field in spec.workflow_fields:
        for name in field.ids(getattr(command, field.name), "workflow"):
            rules.workflow(name)


def check_term(rules: Rulebook, scheme: str, concept: str, path: str) -> Concept:
    """Return the concept; raise `ConceptNotFoundError` unless it is there, and as a case's category has a policy."""
    known = rules.scheme(scheme)
    found = known.get(concept)
    if found is None or (isinstance(found, CaseCategory) and found.policy is None):
        raise ConceptNotFoundError(concept, f"{path} (scheme {scheme})", tuple(one.id for one in known))
    return found


def _names(case: Case, scheme: str, concept: str) -> bool:
    """Return whether *case* has the concept among its categories or factors, or was told it."""
    if scheme == "case-categories" and concept in case.categories:
        return True
    if scheme == "aggravating-factors" and case.has_factor(concept):
        return True
    told = (fact.command for track in case.tracks for fact in track.facts)
    return any(
        (scheme, concept) == named[:2]
        for command in told
        for field in spec_of(command).terms
        for named in field.terms(getattr(command, field.name), field.name)
    )


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
