"""The rules asked in the plainest way, to hold the engine against: guard by guard, with nothing remembered."""

from __future__ import annotations

from typing import Any

import attrs

from community_policing.cases import Actor, Case, Party, Reason, Track
from community_policing.workflows import Attempt, DecidedBy, Rulebook, Transition, spec_of
from community_policing.workflows._lapse import lapses
from community_policing.workflows._machine import must_have_lasted
from community_policing.workflows._situation import View


def ways(rules: Rulebook, track: Track, command: type) -> list[Transition]:
    """Return the transitions that the state of *track* has for *command*, in the order of the definition."""
    workflow, state = rules.workflow_of(track), rules.state_of(track)
    steps = (*workflow.transitions, *lapses(workflow.states))
    return [step for step in steps if step.on is command and state in workflow.expanded(step.sources)]


def may(rules: Rulebook, actor: Actor, case: Case, way: Transition) -> bool:
    """Return whether *actor* may take *way*; whoever stands on a side takes no step that is the staff's."""
    sides = {actor.id, actor.speaks_for} & {each.id for each in case.parties}
    if sides and spec_of(way.on).decided_by is not DecidedBy.PARTY:
        return _satisfies(rules, spoken(rules, actor, case), way)
    return holds(rules, actor, case, way)


def holds(rules: Rulebook, actor: Actor, case: Case, way: Transition) -> bool:
    """Return whether *actor* holds, on this case or in the service, one of the roles that *way* asks for."""
    roles = rules.scheme("roles")
    relative = {role.id for role in roles if role.flags & {"relative-assignment", "relative-party"}}
    held = set(actor.roles) - relative
    held |= {
        each.role
        for each in case.assignments
        if each.actor == actor.id and "relative-assignment" in roles[each.role].flags
    }
    return _satisfies(rules, held | spoken(rules, actor, case), way)


def spoken(rules: Rulebook, actor: Actor, case: Case) -> set[str]:
    """Return the roles of the party for whom *actor* speaks."""
    roles = rules.scheme("roles")
    return {
        each.role for each in case.parties if each.id == actor.speaks_for and "relative-party" in roles[each.role].flags
    }


def _satisfies(rules: Rulebook, held: set[str], way: Transition) -> bool:
    """Return whether one of the roles *held* is, or lies under, one that *way* asks for."""
    return any(rules.is_under("roles", role, asked) for role in held for asked in way.by)


def asked(rules: Rulebook, case: Case, track: Track, actor: Actor, command: Any, *, at: Any) -> Attempt[Any]:
    """Return the attempt as a guard sees it, of a view of its own."""
    return Attempt(View(rules, case, at), track, actor, command)


def when_reasons(rules: Rulebook, way: Transition, attempt: Attempt[Any]) -> list[Reason]:
    """Return everything that closes *way* whatever the fields."""
    state = rules.state_of(attempt.track)
    guards = [*way.when]
    if way.settles and state.at_least is not None:
        guards.append(must_have_lasted(attempt.track.workflow, state))
    return [reason for guard in guards for reason in guard.reasons(attempt)]


def given_reasons(way: Transition, attempt: Attempt[Any]) -> list[Reason]:
    """Return everything that closes *way* because of the fields."""
    return [reason for guard in way.given for reason in guard.reasons(attempt)]


def whatever_reasons(rules: Rulebook, attempt: Attempt[Any]) -> list[Reason]:
    """Return what is missing whichever way is meant: an open case, and the parties that are named."""
    return standing_reasons(rules, attempt) + party_reasons(attempt)


def standing_reasons(rules: Rulebook, attempt: Attempt[Any]) -> list[Reason]:
    """Return what the standing guards miss."""
    if rules.workflow_of(attempt.track).frames:
        return []
    return [reason for guard in rules.standing for reason in guard.reasons(attempt)]


def party_reasons(attempt: Attempt[Any]) -> list[Reason]:
    """Return a reason for each party that the command names and the case does not have."""
    known = {party.id for party in attempt.case.parties}
    missing = [Reason("no-such-party", party=one) for one in _parties(attempt.command) if one not in known]
    told = getattr(attempt.command, "party", None)
    if isinstance(told, str) and attempt.actor.speaks_for in known - {told}:
        missing.append(Reason("speaks-for-another", party=told))
    return missing


def _parties(command: Any) -> list[str]:
    """Return the parties that *command* names, by walking its values instead of asking its specification."""
    found = []
    for spec in spec_of(command).fields:
        value = getattr(command, spec.name)
        for item in value if isinstance(value, tuple) else (value,):
            if spec.of == "party" and item is not None:
                found.append(item)
            elif attrs.has(type(item)) and not isinstance(item, Party):
                found += [
                    one
                    for part in spec.parts
                    for inner in [getattr(item, part.name)]
                    if part.of == "party"
                    for one in (inner if isinstance(inner, tuple) else (inner,))
                    if one is not None
                ]
    return found
