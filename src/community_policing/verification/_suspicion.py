"""What a search found, and cannot yet be told as a story."""

from __future__ import annotations

import attrs

from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lens import Masks, Var


@attrs.frozen(eq=False)
class Suspicion:
    """
    A node where a safeguard does not hold, as far as the graph tells cases apart.

    Attributes:
        node: The node.
        masks: What everything asked about may still be.
        edge: The step that breaks it, where it is a step.
        rests_on: What the safeguard itself asked about.
    """

    node: int
    masks: Masks
    edge: Edge | None = None
    rests_on: frozenset[Var] = frozenset()

    def seen_in(self, graph: Graph, other: Graph) -> Suspicion:
        """Return this suspicion, found in *graph*, at the nodes of *other* in the same states."""
        node = other.node_in(graph.nodes[self.node].state)
        edge = self.edge
        if edge is not None:
            edge = attrs.evolve(edge, source=node, dest=other.node_in(graph.nodes[edge.dest].state))
        return Suspicion(node, self.masks, edge, self.rests_on)
