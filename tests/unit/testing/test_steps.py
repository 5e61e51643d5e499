"""One step of a life is mostly something that can be done, sometimes something that cannot."""

from hypothesis import given, settings
from tests.unit.testing.draws import some
from tests.unit.workflows.village import CHIEF, NOW, OFFICER, RULES, WALK, GiveUp, Store, opened

from community_policing.testing._steps import GAPS, drawing, drawn_move, drawn_opening, is_over
from community_policing.workflows import AdoptCase, OpenCase, Refused, Verdict

CASE = opened(RULES)


def steps(workflow=None, *, wild=True):
    """Return moves on a case that was just opened."""
    return drawing(lambda draw: drawn_move(draw, RULES, CASE, workflow, wild=wild))


def refused(move, verdict):
    """Return whether *move* is refused with *verdict*."""
    outcome = move.answer(RULES, CASE)
    return isinstance(outcome, Refused) and outcome.verdict is verdict


def test_what_nobody_offers_is_tried_too():
    """A wild step may be out of place, or be taken by somebody who may not."""
    assert some(steps(), lambda move: refused(move, Verdict.NOT_OFFERED))
    assert some(steps(), lambda move: refused(move, Verdict.NOT_AUTHORISED))
    assert some(steps(), lambda move: refused(move, Verdict.UNMET))


@settings(max_examples=40)
@given(steps(wild=False))
def test_a_tame_step_is_one_that_is_offered(move):
    """Stories are made of what the tracks of a case offer."""
    assert not refused(move, Verdict.NOT_OFFERED)
    assert move.at - CASE.at in GAPS


def test_steps_are_taken_on_the_tracks_of_one_workflow_mostly():
    """A life in one workflow still has steps of the others in it."""
    assert some(steps(WALK), lambda move: move.track == "walk")
    assert some(steps(WALK), lambda move: move.track == "record")


def test_a_case_begins_in_different_ways():
    """It is opened, or taken over where the workflow begins, or somewhere in the middle."""
    openings = drawing(lambda draw: drawn_opening(draw, RULES, WALK))

    assert some(openings, lambda move: isinstance(move.command, OpenCase))
    assert some(openings, lambda move: move.tracks == (("walk", "waiting"),))
    assert some(openings, lambda move: isinstance(move.command, AdoptCase) and move.tracks == (("walk", "paused"),))


def test_a_case_is_over_when_its_tracks_are():
    """One track that goes on is enough, unless it is of another workflow than the one asked about."""
    given_up = RULES.apply(CASE, GiveUp(), by=OFFICER, at=NOW)
    stored = RULES.apply(given_up, Store(), by=CHIEF, at=NOW)

    assert not is_over(RULES, CASE, WALK)
    assert is_over(RULES, given_up, WALK)
    assert not is_over(RULES, given_up)
    assert is_over(RULES, stored)
