"""Two steps that could both be taken: where only their order decides, the choice is ambiguous."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from community_policing.verification._graph import Overlap
from community_policing.workflows import CommandSpec, Transition

if TYPE_CHECKING:
    from community_policing.verification._explore import Explorer

FEW = 60
"""On how many paths something is looked for that is only worth a remark."""


def note_overlaps(explorer: Explorer, place: int, spec: CommandSpec, choices: tuple[Transition, ...]) -> None:
    """
    Note every two of *choices* that could both be taken at the node at *place*, and lead to different states.

    One that asks for less than another before it is no rival of that: it is an "otherwise".
    """
    noted = {(id(one.first), id(one.second)) for one in explorer.graph.overlaps}
    for first, other in combinations(choices, 2):
        if other.dest != first.dest and (id(first), id(other)) not in noted:
            _note_overlap(explorer, place, spec, first, other)


def _note_overlap(explorer: Explorer, place: int, spec: CommandSpec, first: Transition, other: Transition) -> None:
    """Note that *first* and *other* could both be taken at the node at *place*, if they could."""
    world, known, found = explorer.world, explorer.graph.nodes[place], False

    def path() -> int:
        nonlocal found
        world.begin(known, explorer.held)
        attempt = explorer.attempt(known, spec, (first, other))
        for guard in first.when + first.given + other.when + other.given:
            world.consulted = 0
            if not explorer.answer(guard, guard.holds, attempt):
                return world.consulted
        for step in (first, other):
            world.consulted = 0
            if not attempt.is_open_to(step.by, explorer.capacities(step.by)):
                return world.consulted
        found = True
        return 0

    for tried, _ in enumerate(world.trail.paths(path)):
        explorer.graph.tried += 1
        if found:
            explorer.graph.overlaps.append(Overlap(place, first, other, dict(world.masks)))
        if found or tried > FEW:
            return
