"""What a search found, and cannot yet be told as a story."""

from __future__ import annotations

import attrs

from community_policing.verification._graph import Edge
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
