"""Whether what a safeguard promises can be reached from everywhere, whatever is held fast."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from community_policing.verification._around import MATTER
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._lens import Masks
from community_policing.verification._proof import Search
from community_policing.verification._suspicion import Suspicion
from community_policing.verification._values import RISKS
from community_policing.verification._world import RISK
from community_policing.workflows import ANYWHERE, Closable, DecidedBy, Fall, Inevitable
from community_policing.workflows._lapse import Lapse

Way = tuple[Edge, ...]
"""The edges by which one step leads from one node to another, on whatever paths."""


class Escape:
    """Looks for a case that cannot go where *safeguard* says it must."""

    def __init__(self, explorer: Explorer, safeguard: Closable | Inevitable) -> None:
        """Look at what *explorer* explored, in which nothing is told apart but states."""
        self.tried = 0
        self.gave_up = explorer.graph.cut
        self._explorer = explorer
        self._graph = explorer.graph
        self._safeguard = safeguard
        ways: dict[tuple[int, int, int], list[Edge]] = {}
        for edge in explorer.graph.edges:
            if self._may(edge):
                ways.setdefault((edge.source, id(edge.step), edge.dest), []).append(edge)
        self._ways: tuple[Way, ...] = tuple(map(tuple, ways.values()))

    def stuck(self) -> Suspicion | None:
        """Return a case that is stuck, if there is one and nothing kept it from being found."""
        found = None
        for held in self._circumstances():
            if self.gave_up or found is not None:
                break
            self._explorer.held = held
            search = Search(self._explorer)
            found = self._left(search, self._good(search, set(self._ends(search))))
            self._explorer.held = {}
            self.tried += search.tried
            self.gave_up = search.gave_up
        return None if self.gave_up else found

    def _good(self, search: Search, good: set[int]) -> set[int]:
        """Return the nodes from which one of *good* can be reached by ways that what is held fast leaves open."""

        @cache
        def settles(node: int) -> bool:
            return search.settles(node)

        @cache
        def is_open(way: Way) -> bool:
            last = way[-1]
            if any(leaves_open(edge, self._explorer.held) for edge in way):
                return True
            return (isinstance(last.step, Fall) or settles(last.source)) and search.is_open(last)

        grew = True
        while grew:
            grew = False
            for way in self._ways:
                source, dest = way[0].source, way[0].dest
                if source not in good and dest in good and is_open(way):
                    good.add(source)
                    grew = True
        return good

    def _left(self, search: Search, good: set[int]) -> Suspicion | None:
        """Return a case of which the safeguard speaks at a node that is not among *good*."""
        safeguard = self._safeguard
        for node, known in enumerate(self._graph.nodes):
            speaks = isinstance(safeguard, Closable) or self._explorer.workflow.is_live(known.state)
            if node not in good and speaks:
                stuck = search.covering(node, safeguard.where if isinstance(safeguard, Closable) else ANYWHERE)
                if stuck is not None:
                    return stuck
        return None

    def _circumstances(self) -> Iterator[Masks]:
        """Yield what is held fast: nothing, then each risk in turn, then each kind of matter."""
        yield {}
        if isinstance(self._safeguard, Closable):
            for place in range(len(RISKS.values)):
                yield {RISK: 1 << place}
            for mask in self._explorer.domains.kinds_of_matter:
                yield {MATTER: mask}

    def _ends(self, search: Search) -> Iterator[int]:
        """Yield the nodes that the safeguard promises."""
        for node, known in enumerate(self._graph.nodes):
            if isinstance(self._safeguard, Closable):
                if not self._explorer.workflow.is_live(known.state):
                    yield node
            elif search.covering(node, self._safeguard.where) is not None:
                yield node

    def _may(self, edge: Edge) -> bool:
        """Return whether whoever is to bring it about may take *edge*."""
        if isinstance(edge.step, Fall):
            return True
        spec = edge.step.command
        own = {DecidedBy.FORCE}
        if isinstance(self._safeguard, Closable):
            own.add(DecidedBy.AUTHORITY)
        return (spec.cls is Lapse or spec.decided_by in own) and edge.source != edge.dest


def leaves_open(edge: Edge, held: Masks) -> bool:
    """
    Return whether the path of *edge* is one that there is also where *held* is held fast.

    It is, where some of what is held is left on the path: every answer on it is then still an answer, and what guards
    heard there they hear again.
    """
    return all(edge.masks.get(var, mask) & mask for var, mask in held.items())
