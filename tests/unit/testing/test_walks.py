"""Walks through a graph that the real rules let happen."""

from tests.unit.verification.gate import GATE, RULES

from community_policing.testing._walks import Walks
from community_policing.verification import ADULTS


def test_a_walk_that_supposes_what_it_does_not_tell_has_no_story():
    """Nobody is let in who did not knock: a walk that begins there cannot happen."""
    walks = Walks(GATE, RULES, ADULTS, {})
    let_in = next(edge for edge in walks.graph.edges if edge.step.dest == "inside")

    assert walks.story((let_in,)) is None
