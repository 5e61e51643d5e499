"""Walks through the graph of a workflow that the real rules let happen, one for each step that can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from community_policing.errors import CommunityPolicingError
from community_policing.testing._looked import Filled
from community_policing.verification import Story
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lens import FACT, Known, Lens
from community_policing.verification._synthesis import Synthesis, UnlikelyError
from community_policing.verification._verify import Cast
from community_policing.workflows import Rulebook, Workflow

Walk = tuple[Edge, ...]
Target = tuple[str, int, str]
"""A step: the state before, the number of the transition or rule in the workflow, the state after."""

LONGEST = 12
"""How many steps a walk has at most."""
MOST_NODES = 400
"""How many nodes are looked at through one lens."""
MOST_PATHS = 4000
"""How many paths are looked at through one lens."""
FEW = 3
"""How many ways to one step are tried in one graph."""
_ASIDE = frozenset({"there", "count"})


class Walks:
    """The walks of one workflow, with one cast of parties."""

    def __init__(self, workflow: Workflow, rules: Rulebook, cast: Cast, bounds: Mapping[str, Iterable[int]]) -> None:
        """Explore *workflow*; nothing is told apart but its states."""
        self.workflow = workflow
        self.rules = rules
        self.domains = Filled(rules, cast, bounds)
        self._graphs: dict[object, Graph] = {}
        self._numbers = {id(step): number for number, step in enumerate(workflow.steps)}

    def covering(self, seen: set[Target]) -> Iterator[tuple[Graph, Walk]]:
        """Yield walks that together take every step for which one was found, and was not *seen* before; it is then."""
        coarse = self._graph(Lens())
        targets = dict.fromkeys(self._target(coarse, edge) for edge in coarse.edges)
        for target in sorted(targets, key=lambda one: -_depth(coarse, one[0])):
            walk = None if target in seen else self._walk_to(target)
            if walk is not None:
                graph, edges = walk
                edges = self._longer(graph, edges, seen)
                seen |= {self._target(graph, edge) for edge in edges}
                yield graph, edges

    def story(self, graph: Graph, walk: Walk) -> Story | None:
        """Return the story of *walk*, if the real rules let it happen."""
        try:
            story = Synthesis(graph, self.domains).story(walk, walk[-1].dest, {})
            return story if story.happens(self.rules) else None
        except (CommunityPolicingError, UnlikelyError):
            return None

    def _walk_to(self, target: Target) -> tuple[Graph, Walk] | None:
        """Return a walk that ends with *target*; look closer where none can be replayed."""
        lens: Lens | None = Lens()
        while lens is not None:
            graph = self._graph(lens)
            walks = list(islice(self._walks_to(graph, target), FEW))
            for walk in walks:
                if self.story(graph, walk) is not None:
                    return graph, walk
            lens = _closer(lens, walks, f"{self.workflow.name}.")
        return None

    def _longer(self, graph: Graph, walk: Walk, seen: set[Target]) -> Walk:
        """Return *walk* with steps at its end that no walk took, as long as the real rules let them happen."""
        taken = seen | {self._target(graph, edge) for edge in walk}
        while len(walk) < LONGEST:
            fresh = (edge for edge in graph.leaving(walk[-1].dest) if self._target(graph, edge) not in taken)
            longer = next((found for found in ((*walk, edge) for edge in fresh) if self.story(graph, found)), None)
            if longer is None:
                break
            walk = longer
            taken.add(self._target(graph, walk[-1]))
        return walk

    def _walks_to(self, graph: Graph, target: Target) -> Iterator[Walk]:
        """Yield ways that end with *target*, the shortest first."""
        edges = (edge for edge in graph.edges if self._target(graph, edge) == target)
        return ((*graph.story(edge.source), edge) for edge in edges)

    def _target(self, graph: Graph, edge: Edge) -> Target:
        """Return the step of *edge*; what lapses is no step of the workflow, and has one number."""
        number = self._numbers.get(id(edge.step), len(self._numbers))
        return graph.nodes[edge.source].state, number, graph.nodes[edge.dest].state

    def _graph(self, lens: Lens) -> Graph:
        """Return what is seen through *lens*."""
        key = (frozenset(lens.tracked), frozenset(lens.fields))
        if key not in self._graphs:
            self._graphs[key] = _Bounded(self.workflow, self.domains, lens, most=MOST_PATHS, looks=False).explored()
        return self._graphs[key]


class _Bounded(Explorer):
    """Explores no further than will do for walks."""

    def _node(self, known: Known) -> int:
        """Return the place of *known*; stop where there are enough."""
        place = super()._node(known)
        if len(self.graph.nodes) > MOST_NODES or self.graph.tried > MOST_PATHS:
            self.graph.cut = "far enough"
        return place


def _depth(graph: Graph, state: str) -> int:
    """Return how many steps lead to *state*."""
    return min(len(graph.story(node)) for node, known in enumerate(graph.nodes) if known.state == state)


def _closer(lens: Lens, walks: Iterable[Walk], own: str) -> Lens | None:
    """Return *lens* with everything told apart that *walks* ask of their own track; `None` when it is already."""
    asked = {
        (var[1], var[3])
        for walk in walks
        for edge in walk
        for var in edge.masks
        if var[0] == FACT and var[1].startswith(own)
    }
    tracked = lens.tracked | {name for name, _ in asked}
    fields = lens.fields | {(name, field) for name, field in asked if field not in _ASIDE}
    return None if (tracked, fields) == (lens.tracked, lens.fields) else Lens(tracked, fields)
