"""Law 1: a refusal changes nothing, and names every unmet condition of every transition that could be taken."""

import pickle

import pytest
from hypothesis import given, settings
from tests.laws.asking import asked, given_reasons, holds, may, ways, whatever_reasons, when_reasons
from tests.laws.strategies import LONG_LIVES, live, lives
from tests.unit.workflows.village import RULES

from community_policing.workflows import Verdict
from community_policing.workflows._standard import standard_rulebook


def expected(move, rules):
    """Return the verdict and the reasons, worked out guard by guard."""
    track = move.case.track(move.track)
    found = [] if track.ended else ways(rules, track, type(move.command))
    if not found:
        return Verdict.NOT_OFFERED, {"not-offered"}
    allowed = [way for way in found if may(rules, move.by, move.case, way)]
    if not allowed:
        held = any(holds(rules, move.by, move.case, way) for way in found)
        return Verdict.NOT_AUTHORISED, {"acts-for-a-party" if held else "not-authorised"}
    attempt = asked(rules, move.case, track, move.by, move.command, at=move.at)
    open_ = [way for way in allowed if not when_reasons(rules, way, attempt)] or allowed
    closed = [when_reasons(rules, way, attempt) + given_reasons(way, attempt) for way in open_]
    ways_closed = {reason for reasons in closed for reason in reasons} if all(closed) else set()
    return Verdict.UNMET, ways_closed | set(whatever_reasons(rules, attempt))


def refusals_name_everything(life):
    for move in life.refused:
        verdict, reasons = expected(move, life.rules)
        told = move.outcome.reasons
        assert move.outcome.verdict is verdict
        assert ({reason.code for reason in told} if verdict is not Verdict.UNMET else set(told)) == reasons
        assert told
        assert len(set(told)) == len(told)


@given(lives(RULES))
def test_refusals_on_a_small_rulebook_name_everything(life):
    """The reasons given are those that the guards give one by one."""
    refusals_name_everything(life)


@LONG_LIVES
@given(lives())
def test_refusals_on_the_standard_rulebook_name_everything(life):
    """The reasons given are those that the guards give one by one, in every state the walk comes to."""
    refusals_name_everything(life)


@settings(max_examples=25)
@given(lives(steps=20))
def test_asking_changes_nothing(life):
    """The case that was asked about is the same, byte for byte, after a refusal as after an acceptance."""
    for move in life.moves:
        before = pickle.dumps(move.case)

        life.rules.decide(move.case, move.command, by=move.by, at=move.at, track=move.track)
        life.rules.options(move.case, by=move.by, at=move.at)

        assert pickle.dumps(move.case) == before


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_meets_refusals_and_acceptances(seed):
    """The laws are about something: walks come far and are refused often."""
    life = live(standard_rulebook(), seed, 60)

    assert len(life.accepted) >= 5
    assert len(life.refused) >= 5
