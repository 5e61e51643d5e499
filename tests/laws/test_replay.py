"""Law 4: all events of a case add up to the case; the same input gives the same output; values travel."""

import pickle
from functools import reduce

from hypothesis import given, settings
from tests.laws.strategies import LONG_LIVES, live, lives
from tests.unit.workflows.village import RULES, VISIT, rulebook

from community_policing.cases import fold, replay

SMALL = rulebook(VISIT, *RULES.workflows)
TRAVELLED = pickle.loads(pickle.dumps(SMALL))  # noqa: S301  our own bytes


@given(lives(RULES))
def test_replaying_a_small_life_gives_the_case(life):
    """The head and the history say the same."""
    assert replay(life.events) == life.case


@LONG_LIVES
@given(lives())
def test_replaying_a_standard_life_gives_the_case(life):
    """The head and the history say the same, at the end and after every accepted command."""
    assert replay(life.events) == life.case
    for move in life.accepted:
        assert reduce(fold, move.outcome.events, move.case) == move.outcome.case


@settings(max_examples=20)
@given(lives(steps=25))
def test_the_same_input_gives_the_same_output(life):
    """A worker that asks again, with rules and values that came out of a pickle, gets the same answers."""
    again = live(life.rules, life.seed, life.steps)

    assert again.moves == life.moves
    for move in life.moves:
        case, command, by = pickle.loads(pickle.dumps((move.case, move.command, move.by)))  # noqa: S301  our own bytes
        outcome = life.rules.decide(case, command, by=by, at=move.at, track=move.track)
        assert outcome == move.outcome
        assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301  our own bytes


@settings(max_examples=20)
@given(lives(steps=25))
def test_events_and_cases_travel(life):
    """A pickled history adds up to an equal case with an equal hash."""
    events = pickle.loads(pickle.dumps(life.events))  # noqa: S301  our own bytes

    assert events == life.events
    assert replay(events) == life.case
    assert hash(replay(events)) == hash(life.case)


@settings(max_examples=10)
@given(lives(SMALL, steps=15))
def test_rules_that_travelled_decide_alike(life):
    """Rules that came out of a pickle give every answer that the first ones gave."""
    assert live(TRAVELLED, life.seed, life.steps).moves == life.moves
