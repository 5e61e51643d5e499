"""Law 5: numbers grow by one, time never runs backwards, and what is over refuses everything."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.strategies import LONG_LIVES, SEEDS, STAFF, cast, lives, payload
from tests.unit.workflows.village import RULES, Note, later, opened

from community_policing.errors import UnreadableTimeError
from community_policing.workflows import CLOCK_SKEW, Accepted, Verdict


def numbers_and_times_grow(life):
    assert [event.seq for event in life.events] == list(range(1, life.case.seq + 1))
    times = [event.at for event in life.events]
    assert times == sorted(times)
    assert (life.case.at, life.case.seq) == (times[-1], life.events[-1].seq)
    for move in life.accepted:
        first, *rest = move.outcome.events
        assert first.command == move.command
        assert first.cause is None
        assert all(event.cause == first.seq and event.at == first.at for event in rest)
        assert len({effect.key for effect in move.outcome.effects}) == len(move.outcome.effects)


@given(lives(RULES))
def test_numbers_and_times_of_a_small_life_grow(life):
    """Each event has the next number and is not before the last, and what follows names its cause."""
    numbers_and_times_grow(life)


@LONG_LIVES
@given(lives())
def test_numbers_and_times_of_a_standard_life_grow(life):
    """Each event has the next number and is not before the last, and what follows names its cause."""
    numbers_and_times_grow(life)


@given(st.timedeltas(timedelta(), timedelta(minutes=10)))
def test_a_moment_before_the_last_event_is_lifted_or_refused(back):
    """Within the skew it is lifted to the last event; before that it is refused, and never taken as told."""
    case = RULES.apply(opened(RULES), Note("n"), by=STAFF[0], at=later(hours=1))
    at = later(hours=1) - back

    if back <= CLOCK_SKEW:
        assert RULES.apply(case, Note("n"), by=STAFF[0], at=at).at == case.at
    else:
        with pytest.raises(UnreadableTimeError):
            RULES.decide(case, Note("n"), by=STAFF[0], at=at)


@LONG_LIVES
@given(lives(), SEEDS)
def test_what_is_over_refuses_everything(life, seed):
    """A final or ended track takes no command of its workflow, from anybody, and has no option."""
    chance, rules, case = random.Random(seed), life.rules, life.case  # noqa: S311  the same seed gives the same life
    over = [track for track in case.tracks if rules.is_over(track)]
    by = chance.choice(cast(case))

    assert not {option.track for option in rules.options(case, by=by, at=case.at)} & {track.id for track in over}
    for track in over:
        for spec in rules.workflow_of(track).commands:
            command = payload(rules, case, spec.cls, case.at, chance)
            outcome = rules.decide(case, command, by=by, at=case.at, track=track.id)
            assert not isinstance(outcome, Accepted)
            assert outcome.verdict is Verdict.NOT_OFFERED
