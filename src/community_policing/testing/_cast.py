"""Who may act on a case: somebody of each role, whoever was assigned, each party, and a stranger."""

from __future__ import annotations

from functools import lru_cache

from community_policing.cases import Actor, Assignment, Case, Party
from community_policing.workflows import TIMEKEEPER, Rulebook

STRANGER = Actor("stranger")
"""Somebody who may do nothing."""

PARTY_ROLES = "party-roles"
"""The concept under which every role of a party lies."""

_REMEMBERED = 1024


@lru_cache(_REMEMBERED)
def cast(rules: Rulebook, parties: tuple[Party, ...], assignments: tuple[Assignment, ...]) -> tuple[Actor, ...]:
    """Return who may act where *parties* are concerned and *assignments* were made, a stranger last."""
    staff = staff_of(rules)
    known = {actor.id for actor in staff}
    assigned = dict.fromkeys(each.actor for each in assignments if each.actor not in known)
    speaking = (Actor(f"for-{party.id}", speaks_for=party.id) for party in parties)
    return (*staff, *map(Actor, assigned), *speaking, STRANGER)


def cast_of(rules: Rulebook, case: Case | None) -> tuple[Actor, ...]:
    """Return who may act on *case*; without one, the staff and a stranger."""
    return cast(rules, (), ()) if case is None else cast(rules, case.parties, case.assignments)


@lru_cache(_REMEMBERED)
def staff_of(rules: Rulebook) -> tuple[Actor, ...]:
    """Return two people of each role that a transition asks for, in different units and with different skills."""
    roles = rules.scheme("roles")
    asked = dict.fromkeys(role for one in rules.workflows for step in one.transitions for role in step.by)
    held = [role for role in (*asked, TIMEKEEPER) if not roles[role].flags & {"relative-assignment", "relative-party"}]
    skills = tuple(one.id for one in rules.scheme("competencies"))
    first = (Actor(f"{role}-1", (role,), unit="unit-1") for role in dict.fromkeys(held))
    second = (Actor(f"{role}-2", (role,), unit="unit-2", competencies=skills) for role in dict.fromkeys(held))
    return (*first, *second)


def holds(rules: Rulebook, actor: Actor, case: Case, *, role: str) -> bool:
    """Return whether *actor* holds *role*, or a narrower one, in the service or on *case*."""
    assigned = (each.role for each in case.assignments if each.actor == actor.id)
    spoken = (party.role for party in case.parties if party.id == actor.speaks_for)
    return any(rules.is_under("roles", one, role) for one in (*actor.roles, *assigned, *spoken))
