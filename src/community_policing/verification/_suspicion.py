"""What a search found, and cannot yet be told as a story."""

from __future__ import annotations

import attrs

from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT, Masks, Var
from community_policing.workflows import Transition


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

    @property
    def after(self) -> Masks:
        """What everything may still be at the end: once a step is taken, what it tells and marks is on record."""
        if self.edge is None:
            return self.masks
        told = self.edge.step.command.name if isinstance(self.edge.step, Transition) else None
        return {
            var: mask for var, mask in self.masks.items() if var[0] != "mark" and (var[0] != FACT or var[1] != told)
        }
