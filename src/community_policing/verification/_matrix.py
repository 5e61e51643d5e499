"""What every state allows: each command always, sometimes or never, and which guards decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from community_policing.verification._domains import Bounds
from community_policing.verification._explore import Explorer
from community_policing.verification._lens import Known, Lens, Masks
from community_policing.verification._sides import Side, admits, capacities_of, holds, sides, walked, whole
from community_policing.verification._supposed import Supposed
from community_policing.verification._verify import CASTS, MOST, Cast
from community_policing.workflows import CommandSpec, Guard, Not, Rulebook, Transition, Workflow
from community_policing.workflows._machine import must_have_lasted
from community_policing.workflows._standard import standard_rulebook

ALWAYS, SOMETIMES, NEVER, NOT_OFFERED = "always", "sometimes", "never", "not-offered"
ALLOWED = (ALWAYS, SOMETIMES, NEVER, NOT_OFFERED)
"""Whether a state allows a command to those who may give it."""
FEW = 4000
"""How many paths are looked at for one command by one role in one state."""


@attrs.frozen
class Cell:
    """
    What one state makes of one command.

    Attributes:
        state: The state.
        command: The command's name.
        allowed: One of `ALLOWED`.
        dests: Where it may lead.
        guards: The guards that may stand in its way here, by name.

    .. versionadded:: 26.1
    """

    state: str
    command: str
    allowed: str
    dests: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        data = attrs.asdict(self, recurse=False)
        return data | {"dests": list(self.dests), "guards": list(self.guards)}


@attrs.frozen
class Matrix:
    """
    What every state of a workflow makes of every command.

    Attributes:
        workflow: The name of the workflow.
        states: Its states, in order.
        commands: The names of its commands, in order; with that of the timekeeper where a state lapses.
        cells: One cell for each of them, command by command.

    .. versionadded:: 26.1
    """

    workflow: str
    states: tuple[str, ...]
    commands: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell] = attrs.field(repr=False)

    def cell(self, state: str, command: str) -> Cell:
        """Return what *state* makes of *command*; `KeyError` where there is no such state or command."""
        return self.cells[state, command]

    def __iter__(self) -> Iterator[Cell]:
        """Yield the cells, command by command."""
        return iter(self.cells.values())

    def __str__(self) -> str:
        """Return a Markdown table, the same for the same rules, and below it which guards decide where."""
        rows = [[command, *(self._shown(state, command) for state in self.states)] for command in self.commands]
        rows = [[self.workflow, *self.states], *rows]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"| {' | '.join(map(str.ljust, row, widths))} |" for row in rows]
        lines.insert(1, f"|{'|'.join('-' * (width + 2) for width in widths)}|")
        decided = (f"{one.command} at {one.state}: {', '.join(one.guards)}" for one in self if one.guards)
        return "\n".join((*lines, "", *decided)).rstrip("\n")

    def _shown(self, state: str, command: str) -> str:
        """Return whether *state* allows *command*, in one word."""
        allowed = self.cells[state, command].allowed
        return "" if allowed == NOT_OFFERED else allowed

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data; what is not offered is left out."""
        cells = [cell.to_dict() for cell in self if cell.allowed != NOT_OFFERED]
        return {
            "workflow": self.workflow,
            "states": list(self.states),
            "commands": list(self.commands),
            "cells": cells,
        }


def matrix(
    workflow: Workflow,
    *,
    rules: Rulebook | None = None,
    casts: Iterable[Cast] = CASTS,
    bounds: Bounds | None = None,
    most: int = MOST,
) -> Matrix:
    """
    Return what every state of *workflow* makes of every command, given by somebody who may give it.

    The case around the track may be anything that no rule lets fall, and so may what the track was told; whether the
    case itself is open is not asked. A command is *always* allowed where nothing can stand in its way, *never* where
    something always does.

    Args:
        workflow: The workflow.
        rules: The rulebook in which it is looked at; the standard one unless given.
        casts: The parties of the cases that are looked at, cast by cast.
        bounds: For each whole-number field that a guard reads, the values to try.
        most: How many paths are looked at for one command in one state.

    Returns:
        The matrix; as text it is a table that stays the same as long as the rules do.

    Raises:
        UnboundedFieldError: A guard reads a whole number, and *bounds* does not say how far it goes.

    .. versionadded:: 26.1
    """
    book = rules or standard_rulebook()
    looking = [_Looking(sides((workflow,), book, cast, bounds or {}, most=most)[0]) for cast in casts]
    offered = {(state.name, spec.name): spec for state in workflow.states for spec, _ in looking[0].offers(state.name)}
    commands = tuple(dict.fromkeys((*(spec.name for spec in workflow.commands), *(name for _, name in offered))))
    cells = {}
    for command in commands:
        for state in workflow.states:
            key = state.name, command
            found = [one.cell(state.name, offered[key]) for one in looking] if key in offered else []
            cells[key] = _merged(state.name, command, found)
    return Matrix(workflow.name, tuple(state.name for state in workflow.states), commands, cells)


def _merged(state: str, command: str, found: list[Cell]) -> Cell:
    """Return the cells that several casts, or several roles, gave as one."""
    if not found:
        return Cell(state, command, NOT_OFFERED)
    kinds = {one.allowed for one in found}
    allowed = kinds.pop() if len(kinds) == 1 else SOMETIMES
    dests = dict.fromkeys(dest for one in found for dest in one.dests)
    guards = dict.fromkeys(guard for one in found for guard in one.guards)
    return Cell(state, command, allowed, tuple(dests), tuple(guards))


# --------------------------------------------------------------------------- looking


class _Looking:
    """Looks at one command in one state after the other, with one cast of parties."""

    def __init__(self, side: Side) -> None:
        """Look at *side*, where nothing is told apart."""
        self.domains = side.domains
        self.explorer = Explorer(side.workflow, side.domains, Lens(), most=side.most, looks=False)
        self.explorer.standing = ()
        self.world = self.explorer.world

    def offers(self, state: str) -> Iterator[tuple[CommandSpec, tuple[Transition, ...]]]:
        """Yield the commands that *state* offers."""
        return self.explorer.offers(state)

    def cell(self, state: str, spec: CommandSpec) -> Cell:
        """Return what *state* makes of the command of *spec*."""
        choices = next(choices for one, choices in self.offers(state) if one is spec)
        self.explorer.put_in_order(choices)
        found = []
        for role, capacity, held in capacities_of(self.explorer, choices):
            mine = tuple(step for step in choices if admits(self.domains, step, role, capacity))
            found.append(self._by(state, spec, choices, mine, held))
        return _merged(state, spec.name, found)

    def _by(
        self, state: str, spec: CommandSpec, choices: tuple[Transition, ...], mine: tuple[Transition, ...], held: Masks
    ) -> Cell:
        """Return what *state* makes of the command of *spec* where *held* says who gives it."""
        known = Known(state)

        def looked(sees: Callable[[Supposed], tuple[bool, int]]) -> bool:
            """Return whether *sees* finds a case that can be."""

            def end() -> tuple[bool, int]:
                attempt = self.explorer.attempt(known, spec, choices)
                found, blame = sees(attempt)
                if not found:
                    return False, blame
                unfit = attempt.speaks_for_another(spec)
                return not unfit and self.explorer.falling(known, attempt)[0] is None, whole(self.world)

            paths = enumerate(walked(self.explorer, known, held, end))
            return next((found for tried, found in paths if found or tried > FEW), False)

        def taken(attempt: Supposed, *steps: Transition) -> tuple[bool, int]:
            step, blame = self.explorer.taken(spec, mine, attempt)
            return step is not None and step in (steps or mine), blame if step is None else whole(self.world)

        def refused(attempt: Supposed) -> tuple[bool, int]:
            return self.explorer.taken(spec, mine, attempt)[0] is None, whole(self.world)

        dests = [step.dest or state for step in mine if looked(lambda one: taken(one, step))]  # noqa: B023
        may_fail = looked(refused)
        guards = [guard for step in mine for guard in self._guards(state, step)] if may_fail else []
        named = [guard.name for guard in guards if looked(lambda one: (not holds(guard, one), whole(self.world)))]  # noqa: B023
        allowed = NEVER if not dests else SOMETIMES if may_fail else ALWAYS
        return Cell(state, spec.name, allowed, tuple(dict.fromkeys(dests)), tuple(dict.fromkeys(named)))

    def _guards(self, state: str, step: Transition) -> tuple[Guard | Not, ...]:
        """Return what *step* asks for in *state*, also how long that must have lasted."""
        here = self.explorer.workflow.state(state)
        stay = (must_have_lasted(self.explorer.workflow.name, here),) if step.settles and here.at_least else ()
        return (*step.when, *step.given, *stay)
