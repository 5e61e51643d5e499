"""Walks through the graph of a workflow that the real rules let happen, one for each step that can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from community_policing.errors import CommunityPolicingError
from community_policing.testing._looked import Filled
from community_policing.verification import Story
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lens import Lens
from community_policing.verification._plan import Planner
from community_policing.verification._synthesis import Synthesis, UnlikelyError
from community_policing.verification._verify import Cast
from community_policing.workflows import Rulebook, Workflow

Walk = tuple[Edge, ...]
Target = tuple[str, int, str]
"""A step: the state before, the number of the transition or rule in the workflow, the state after."""

LONGEST = 12
"""How many steps a walk has at most, unless it takes more to come to a step."""
MOST_PATHS = 4000
"""How many paths are looked at for one command in one state."""


class Walks:
    """The walks of one workflow, with one cast of parties."""

    def __init__(self, workflow: Workflow, rules: Rulebook, cast: Cast, bounds: Mapping[str, Iterable[int]]) -> None:
        """Explore *workflow*; nothing is told apart but its states, and of whom a command speaks."""
        self.workflow = workflow
        self.rules = rules
        self._domains = Filled(rules, cast, bounds)
        explorer = Explorer(workflow, self._domains, Lens(keyed=True), most=MOST_PATHS, looks=False)
        self.graph: Graph = explorer.explored()
        self._planner = Planner(explorer)
        self._numbers = {id(step): number for number, step in enumerate(workflow.steps)}

    def covering(self, seen: set[Target]) -> Iterator[Walk]:
        """Yield walks that together take every step for which one was found, and was not *seen* before; it is then."""
        by_target: dict[Target, list[Edge]] = {}
        for edge in self.graph.edges:
            by_target.setdefault(self._target(edge), []).append(edge)
        for target in sorted(by_target, key=lambda one: -self._depth(one[0])):
            ways = () if target in seen else (self._way_by(edge) for edge in by_target[target])
            walk = next((way for way in ways if way is not None), None)
            if walk is not None:
                walk = self._longer(walk, seen)
                seen |= {self._target(edge) for edge in walk}
                yield walk

    def story(self, walk: Walk) -> Story | None:
        """Return the story of *walk*, if the real rules let it happen."""
        try:
            story = Synthesis(self.graph, self._domains).story(walk, walk[-1].dest, {})
            return story if story.happens(self.rules) else None
        except (CommunityPolicingError, UnlikelyError):
            return None

    def further(self, walk: Walk) -> Iterator[Walk]:
        """Yield the walks that are one step longer, as far as what was told on *walk* lets that be taken."""
        for edge in self.graph.leaving(walk[-1].dest):
            taken = self._planner.onward(walk, edge)
            if taken is not None:
                yield (*walk, taken)

    def _way_by(self, edge: Edge) -> Walk | None:
        """Return a walk that ends with the step of *edge*, and that the real rules let happen."""
        way = self._planner.way(self.graph.nodes[edge.source].state, {}, last=edge)
        return None if way is None or self.story(way) is None else way

    def _longer(self, walk: Walk, seen: set[Target]) -> Walk:
        """Return *walk* with steps at its end that no walk took, as long as the real rules let them happen."""
        taken = seen | {self._target(edge) for edge in walk}
        while len(walk) < LONGEST:
            fresh = (longer for longer in self.further(walk) if self._target(longer[-1]) not in taken)
            longer = next((one for one in fresh if self.story(one) is not None), None)
            if longer is None:
                break
            walk = longer
            taken.add(self._target(walk[-1]))
        return walk

    def _target(self, edge: Edge) -> Target:
        """Return the step of *edge*; what lapses is no step of the workflow, and has one number."""
        number = self._numbers.get(id(edge.step), len(self._numbers))
        return self.graph.nodes[edge.source].state, number, self.graph.nodes[edge.dest].state

    def _depth(self, state: str) -> int:
        """Return how many steps lead to *state*."""
        return len(self.graph.story(self.graph.node_in(state)))
