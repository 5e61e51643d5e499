"""A workflow is judged whole when it is made: each rule here is a small function that yields problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import attrs

from community_policing.errors import Problem, did_you_mean
from community_policing.workflows._command import spec_of
from community_policing.workflows._safeguards import (
    Both,
    Either,
    Except,
    Forbids,
    InState,
    Keeps,
    Leads,
    Permits,
    Precedes,
    Safeguard,
    Where,
)
from community_policing.workflows._state import ByField, State, Transition

if TYPE_CHECKING:
    from community_policing.workflows._workflow import Workflow

Rule = Callable[["Workflow"], Iterator[Problem]]


def judged(workflow: Workflow) -> Iterator[Problem]:
    """Yield every problem of *workflow*; the graph is walked only where its states are sound."""
    found = [problem for rule in _FORM for problem in rule(workflow)]
    yield from found
    if not found:
        for rule in _GRAPH:
            yield from rule(workflow)


# --------------------------------------------------------------------------- form


def beginnings(workflow: Workflow) -> Iterator[Problem]:
    """Exactly one state is initial, and it is neither final nor resting."""
    initial = [state for state in workflow.states if state.initial]
    if len(initial) != 1:
        names = ", ".join(state.name for state in initial) or "none"
        yield Problem("initial-state", workflow.name, f"needs one initial state and has {names}")
    for state in workflow.states:
        if state.initial and state.final:
            yield Problem("initial-and-final", _at(workflow, state), "is initial and final at once")
        if state.resting and state.final:
            yield Problem("resting-and-final", _at(workflow, state), "is resting and final at once")


def names(workflow: Workflow) -> Iterator[Problem]:
    """Every name is kebab-case and means one state; the version counts from 1."""
    for name, times in Counter(state.name for state in workflow.states).items():
        if times > 1:
            yield Problem("state-twice", f"{workflow.name}/{name}", f"is defined in {times} different ways")
    for name in (workflow.name, *(state.name for state in workflow.states)):
        if not name or name != name.lower() or set(name) & set(" _./@"):
            yield Problem("name", f"{workflow.name}/{name}", "is not a kebab-case name")
    if workflow.version < 1:
        yield Problem("version", workflow.name, f"has version {workflow.version}", "versions count from 1")
    if workflow.per not in {None, "party"}:
        yield Problem("per", workflow.name, f"runs per {workflow.per!r}", "it runs per 'party' or once per case")


def final_states_refuse(workflow: Workflow) -> Iterator[Problem]:
    """No step leaves a final state."""
    for step in workflow.steps:
        for state in workflow.expanded(step.sources):
            if state.final:
                yield Problem("leaves-final", _at(workflow, state), "is final and has a way out")


def authorisation(workflow: Workflow) -> Iterator[Problem]:
    """Every transition says who may take it."""
    for step in workflow.transitions:
        if not step.by:
            yield Problem("nobody-may", _move(workflow, step), "names no role", "give by=('case-officer',)")


def own_commands(workflow: Workflow) -> Iterator[Problem]:
    """A workflow takes its own commands only, and refers to fields that they have."""
    for step in workflow.transitions:
        spec = step.command
        if spec.workflow != workflow.name:
            yield Problem(
                "foreign-command", _move(workflow, step), f"takes {spec.name!r}, which belongs to another workflow"
            )
        known = {field.name for field in attrs.fields(spec.cls)}
        for field in _fields_named(step):
            if field not in known:
                hint = did_you_mean(field, known)
                yield Problem("unknown-field", _move(workflow, step), f"names the field {field!r} of {spec.name}", hint)


def choices(workflow: Workflow) -> Iterator[Problem]:
    """No transition is hidden behind another from the same state on the same command."""
    for first, second in combinations(workflow.transitions, 2):
        if first.on is not second.on or not _meet(workflow, first, second):
            continue
        if not first.when and not first.given:
            message = f"can never be taken: the one to {first.dest!r} before it asks for nothing"
            yield Problem("shadowed", _move(workflow, second), message)
        elif set(first.when + first.given) == set(second.when + second.given):
            message = f"asks for the same as the one to {first.dest!r}"
            yield Problem("ambiguous", _move(workflow, second), message)


# --------------------------------------------------------------------------- graph


def reachable(workflow: Workflow) -> Iterator[Problem]:
    """Every state can be reached from the initial one or from an entry."""
    starts = [state for state in workflow.states if state.initial or state.entry]
    seen = _closure(workflow, starts)
    for state in workflow.states:
        if state.name not in seen:
            yield Problem("unreachable", _at(workflow, state), "cannot be reached", "or mark it entry=True")


def ways_out(workflow: Workflow) -> Iterator[Problem]:
    """From every state a final or resting one can be reached; a time limit has a way on."""
    for state in workflow.states:
        if state.final:
            continue
        if not workflow.leaving(state) and not state.resting:
            yield Problem("dead-end", _at(workflow, state), "is not final and has no way out")
        elif not _ends(workflow, _closure(workflow, [state])):
            yield Problem("no-end", _at(workflow, state), "cannot reach a final or resting state")
        if state.within is not None and not workflow.leaving(state):
            yield Problem("deadline-without-way-on", _at(workflow, state), "has a time limit and no way on")


def safeguards(workflow: Workflow) -> Iterator[Problem]:
    """A safeguard speaks of states and commands that are there, in both languages, and says where it comes from."""
    own = {state.name for state in workflow.states}
    commands = {spec.cls for spec in workflow.commands}
    for safeguard in workflow.safeguards:
        place = f"{workflow.name}/{safeguard.id}"
        if not (safeguard.en.strip() and safeguard.ar.strip() and safeguard.basis.strip()):
            yield Problem("safeguard-text", place, "lacks its sentence in English or Arabic, or its basis")
        for name in sorted(_states_named(safeguard) - own):
            yield Problem("safeguard-state", place, f"speaks of the state {name!r}", did_you_mean(name, own))
        for cls in _commands_named(safeguard):
            if cls not in commands and cls.__command__.workflow == workflow.name:
                yield Problem("safeguard-command", place, f"speaks of {cls.__command__.name!r}, which nothing takes")
        if isinstance(safeguard, Keeps) and "party" not in spec_of(safeguard.command).key:
            message = f"keeps {spec_of(safeguard.command).name!r} of every party, which is not keyed by party"
            yield Problem("safeguard-key", place, message, "give the command key='party'")


_FORM: tuple[Rule, ...] = (names, beginnings, final_states_refuse, authorisation, own_commands, choices)
_GRAPH: tuple[Rule, ...] = (reachable, ways_out, safeguards)


# --------------------------------------------------------------------------- private


def _at(workflow: Workflow, state: State) -> str:
    """Return the place of *state*."""
    return f"{workflow.name}/{state.name}"


def _move(workflow: Workflow, step: Transition) -> str:
    """Return the place of *step*."""
    sources = "|".join(state.name for state in workflow.expanded(step.sources))
    return f"{workflow.name}/{sources} → {step.dest or 'stays'} on {step.command.name}"


def _meet(workflow: Workflow, first: Transition, second: Transition) -> bool:
    """Return whether two transitions leave from a common state."""
    return not set(workflow.expanded(first.sources)).isdisjoint(workflow.expanded(second.sources))


def _closure(workflow: Workflow, starts: Iterable[State]) -> set[str]:
    """Return the names of the states that can be reached from *starts*, themselves included."""
    queue, seen = [state.name for state in starts], set()
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += [str(step.dest) for step in workflow.leaving(workflow.state(name))]
    return seen


def _ends(workflow: Workflow, reached: set[str]) -> bool:
    """Return whether a final or resting state is among those *reached*."""
    return any(not workflow.state(name).live for name in reached)


def _fields_named(step: Transition) -> Iterator[str]:
    """Yield the fields that the consequences of *step* read."""
    yield from (field for _, field in step.assigns)
    yield from (opening.field for opening in step.opens if isinstance(opening, ByField))


def _states_named(safeguard: Safeguard) -> set[str]:
    """Return the states of the safeguard's own workflow that it names."""
    found = set(safeguard.states) if isinstance(safeguard, Precedes | Keeps) else set()
    for part in _wheres(safeguard):
        found |= {name for where in _flat(part) if where.workflow is None for name in where.states}
    return found


def _wheres(safeguard: Safeguard) -> Iterator[Where]:
    """Yield the wheres of *safeguard*."""
    for name in ("where", "to", "given"):
        where = getattr(safeguard, name, None)
        if where is not None:
            yield where


def _flat(where: Where) -> Iterator[InState]:
    """Yield the states that *where* names, at whatever depth."""
    if isinstance(where, InState):
        yield where
    elif isinstance(where, Both | Either):
        for part in where.parts:
            yield from _flat(part)
    elif isinstance(where, Except):
        yield from _flat(where.part)


def _commands_named(safeguard: Safeguard) -> tuple[type[Any], ...]:
    """Return the commands that *safeguard* names."""
    if isinstance(safeguard, Permits | Forbids | Leads | Keeps):
        return (safeguard.command,)
    return (safeguard.first,) if isinstance(safeguard, Precedes) else ()
