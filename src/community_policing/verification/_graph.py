"""What an exploration finds: nodes, edges, and what every guard answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import attrs

from community_policing.verification._choices import Domain
from community_policing.verification._lens import Known, Masks, Place, Var
from community_policing.workflows import AnyGuard, Fall, Transition, Workflow

Asking = tuple[int, int]
"""A guard as a step asks it, both by identity; no guard stands for how long the state must have lasted."""


@attrs.frozen(eq=False)
class Edge:
    """
    A step that can be taken: from one node of the graph to another, on one path of answers.

    Attributes:
        source: The node it leaves from.
        dest: The node it leads to.
        step: The transition or the rule of falling.
        masks: What everything asked about on the path may still be.
        key: The key under which the command is told.
    """

    source: int
    dest: int
    step: Transition | Fall
    masks: Masks
    key: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Move:
    """
    What a step does, from whatever node it is taken.

    Attributes:
        step: The transition or the rule of falling.
        masks: What everything asked about on the path may still be.
        lasting: What is so from now on: that the risk was assessed, marks.
        place: Where the command is told, if its facts are followed.
    """

    step: Transition | Fall
    masks: Masks
    lasting: Masks
    place: Place | None = None

    def without(self, known: Known, seen: Known) -> Move:
        """Return the move without what was *known* before and not *seen*."""
        before = {var for var, _ in known.masks - seen.masks}
        return attrs.evolve(self, masks={var: mask for var, mask in self.masks.items() if var not in before})


@attrs.frozen(eq=False)
class Overlap:
    """Two transitions that could both be taken at one node, with what shows it."""

    node: int
    first: Transition
    second: Transition
    masks: Masks


@attrs.frozen
class Broken:
    """
    A guard that is no function of the case.

    Attributes:
        guard: Its name.
        error: What it raised; empty where it answered the same question in two ways.
        state: The state in which it was asked.
    """

    guard: str
    error: str
    state: str


@attrs.define(eq=False)
class Graph:
    """
    What an exploration found.

    Attributes:
        workflow: The workflow.
        nodes: What is known of the track at each node; the first ``starts`` are where it may begin.
        edges: Every step that can be taken.
        first_edge: For each node that is no beginning, the edge by which it was first reached.
        outcomes: For each guard as a step asks it (both by identity), whether it ever held and ever did not.
        overlaps: Transitions of which more than one could be taken.
        broken: Guards that raise, or answer now so and now so.
        tried: How many paths were looked at.
        cut: Why it was cut short; empty when nothing was left out.
        domains: The domain of every variable.
    """

    workflow: Workflow
    nodes: list[Known] = attrs.Factory(list)
    edges: list[Edge] = attrs.Factory(list)
    first_edge: dict[int, Edge] = attrs.Factory(dict)
    outcomes: defaultdict[Asking, set[bool]] = attrs.Factory(lambda: defaultdict(set))
    overlaps: list[Overlap] = attrs.Factory(list)
    starts: int = 0
    broken: dict[str, Broken] = attrs.Factory(dict)
    tried: int = 0
    cut: str = ""
    domains: dict[Var, Domain] = attrs.Factory(dict)
    facts_read: set[str] = attrs.Factory(set)

    @property
    def complete(self) -> bool:
        """Whether everything was looked at."""
        return not self.cut

    def add(self, edge: Edge) -> None:
        """Note *edge*, and that it was the first to reach its node, if it was."""
        self.edges.append(edge)
        if edge.dest >= self.starts and edge.dest not in self.first_edge:
            self.first_edge[edge.dest] = edge

    def one_sided(self, step: Transition) -> Iterator[AnyGuard | None]:
        """Yield the guards of *step* that always held so far."""
        for guard in (*step.when, None, *step.given):
            if self.outcomes.get((id(step), id(guard))) == {True}:
                yield guard

    def node_in(self, state: str) -> int:
        """Return the first node in *state*; the first of all where there is none."""
        return next((place for place, known in enumerate(self.nodes) if known.state == state), 0)

    def leaving(self, node: int) -> Iterator[Edge]:
        """Yield the edges that leave *node*."""
        return (edge for edge in self.edges if edge.source == node)

    def story(self, node: int) -> tuple[Edge, ...]:
        """Return the shortest way from a beginning to *node*."""
        way: list[Edge] = []
        while node in self.first_edge:
            way.append(self.first_edge[node])
            node = way[-1].source
        return tuple(reversed(way))


def covers(wide: frozenset[tuple[Var, int]], narrow: frozenset[tuple[Var, int]]) -> bool:
    """Return whether *wide* leaves at least as much open as *narrow*."""
    masks = dict(narrow)
    return all(var in masks and masks[var] | mask == mask for var, mask in wide)
