"""A glance at a change of a workflow: what it breaks at once, on the ways that the original goes."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from copy import copy
from functools import cached_property

from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._plan import Planner
from community_policing.verification._proof import Search
from community_policing.verification._prover import Prover
from community_policing.verification._report import Finding
from community_policing.verification._suspicion import Suspicion
from community_policing.workflows import Contract, Workflow


class Glance(Prover):
    """Looks at a change of a workflow from where the original goes; the changed rules judge each story."""

    def __init__(self, original: Prover, workflow: Workflow, domains: Domains) -> None:
        """Explore nothing: the nodes, and the ways to them, are those of the *original*."""
        self.original = original
        super().__init__(workflow, domains, most=original.most, coarse=_seen_from(original.coarse, workflow, domains))

    @cached_property
    def planner(self) -> Planner:
        """What plans ways for the original, and tells them of the change."""
        found = copy(self.original.planner)
        found.graph = self._there.graph
        return found

    @cached_property
    def _there(self) -> Explorer:
        """What looks at the change where the original's ways end."""
        return _seen_from(self.original.planner.explorer, self.workflow, self.domains)

    def breach(self, safeguard: Contract, states: AbstractSet[str]) -> Finding | None:
        """Return the shortest case that breaks *safeguard* by a step in one of *states*, if one is seen at once."""
        lacking = self.lacking(safeguard)
        if lacking is not None:
            return lacking
        search = Search(self.coarse)

        def again(ended: Search, node: int) -> Suspicion | None:
            self._there.held = ended.explorer.held
            return Search(self._there).contract(node, safeguard)

        for node, known in enumerate(self.graph.nodes):
            suspicion = search.contract(node, safeguard) if known.state in states else None
            if suspicion is not None:
                for story in self.stories(self.coarse, suspicion, again):
                    if self.breaks(story, safeguard):
                        return self.finding(safeguard, story)
        return None


def _seen_from(original: Explorer, workflow: Workflow, domains: Domains) -> Explorer:
    """Return what looks at *workflow* from every node of the *original*."""
    found = Explorer(workflow, domains, original.lens, most=original.most, looks=False)
    seen = original.graph
    found.graph.nodes, found.graph.edges = seen.nodes, seen.edges
    found.graph.first_edge, found.graph.starts = seen.first_edge, seen.starts
    return found
