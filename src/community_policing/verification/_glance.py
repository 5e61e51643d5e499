"""A glance at a change of a workflow: what it breaks or leaves as it was, seen from where the original goes."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from functools import cached_property

from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._lens import Lens
from community_policing.verification._plan import Planner
from community_policing.verification._proof import Search
from community_policing.verification._prover import Again, Prover, Sought
from community_policing.verification._report import Finding
from community_policing.verification._stories import Story
from community_policing.verification._suspicion import Suspicion
from community_policing.workflows import AnyGuard, Contract, Workflow
from community_policing.workflows._state import Step


class Glance(Prover):
    """
    Looks at a change of a workflow from where the original goes; the changed rules judge each story.

    Whatever the change does otherwise it does for the first time where the original still goes. So what is not seen
    from there is not so.
    """

    def __init__(self, original: Prover, workflow: Workflow, domains: Domains) -> None:
        """Explore nothing: the nodes, and the ways to them, are those of the *original*."""
        self.original = original
        super().__init__(workflow, domains, most=original.most, looks=False)

    def explorer(self, lens: Lens, *, looks: bool = False) -> Explorer:  # noqa: ARG002  it is the original that looks
        """Return what looks at the change from every node that the original comes to through *lens*."""
        if lens.key not in self._explored:
            whole = self.original.explorer(lens)
            found = Explorer(self.workflow, self.domains, whole.lens, most=self.most, looks=False)
            seen = whole.graph
            found.graph.nodes, found.graph.edges, found.graph.cut = seen.nodes, seen.edges, seen.cut
            found.graph.first_edge, found.graph.starts = seen.first_edge, seen.starts
            self._explored[lens.key] = self._explored[whole.lens.key] = found
        return self._explored[lens.key]

    @cached_property
    def planner(self) -> Planner:
        """What plans ways for the original, and tells them of the change."""
        found = copy(self.original.planner)
        found.graph = self._keyed.graph
        return found

    @cached_property
    def _keyed(self) -> Explorer:
        """What looks at the change where the ways end that are planned for the original."""
        return self.explorer(self.original.planner.explorer.lens)

    def told(self, explorer: Explorer, suspicion: Suspicion, again: Again) -> Iterator[Story]:
        """Yield stories of *suspicion*, looking *again* with the eyes of the change."""

        def at_end(ended: Search, node: int) -> Suspicion | None:
            self._keyed.held = ended.explorer.held
            return again(Search(self._keyed), node)

        return super().told(explorer, suspicion, at_end)

    # ----------------------------------------------------------------- what is asked

    def breach(self, safeguard: Contract, states: AbstractSet[str]) -> Finding | None:
        """Return a case that breaks *safeguard* by a step in one of *states*, if one is seen without looking closer."""
        lacking, at = self.lacking(safeguard), _kept_in(states, safeguard)
        if lacking is not None:
            return lacking
        search = Search(self.coarse)
        for node in range(len(self.graph.nodes)):
            suspicion = at(search, node)
            told = () if suspicion is None else self.told(self.coarse, suspicion, at)
            story = next((one for one in told if self.is_breach(one, safeguard)), None)
            if story is not None:
                return self.finding(safeguard, story)
        return None

    def closer_breach(self, safeguard: Contract, states: AbstractSet[str]) -> Finding | None:
        """Return a case that breaks *safeguard* by a step in one of *states*, as close as it takes to see one."""
        at = _kept_in(states, safeguard)
        sought = self.sought(lambda search: search.first(at), at, lambda story: self.is_breach(story, safeguard))
        return None if sought.story is None else self.finding(safeguard, sought.story)

    def never_takes(self, step: Step, unless: AnyGuard | None = None) -> bool:
        """Return whether it is sure that *step* is never taken; or only where *unless* holds."""

        def at(search: Search, node: int) -> Suspicion | None:
            return search.takes(node, step, unless)

        sought = self.sought(lambda search: search.first(at), at, lambda story: story.happens(self.rules))
        return sought == Sought()


def _kept_in(states: AbstractSet[str], safeguard: Contract) -> Again:
    """Return what looks whether a node in one of *states* keeps to *safeguard*."""
    return lambda search, node: search.contract(node, safeguard) if search.graph.nodes[node].state in states else None
