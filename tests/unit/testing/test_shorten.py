"""The shortest story that still fails has no move, matter, party or hour too many."""

from datetime import timedelta

import attrs
import pytest
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    FindFactor,
    Note,
    Pause,
    Say,
    SetOut,
    later,
)

from community_policing.cases import Actor, Party
from community_policing.testing import Move, shorten, tell
from community_policing.workflows import AdoptCase, OpenCase

OPEN = Move(
    OpenCase(("neighbour-dispute", "disorder"), (*PARTIES, Party("p3", "witness", capacity="has-capacity"))),
    OFFICER,
    NOW,
    "record",
)
LONG = (
    OPEN,
    Move(Note("n-1"), OFFICER, later(minutes=10), "record"),
    Move(Note("n-2"), OFFICER, later(minutes=20), "record"),
    Move(SetOut("o-7", "o-8"), OFFICER, later(hours=3, minutes=20, seconds=30), "walk"),
    Move(Say("p1", calm=True), OFFICER, later(hours=9), "walk"),
    Move(Note("n-3"), OFFICER, later(days=1, hours=9), "record"),
    Move(FindFactor("weapon"), OFFICER, later(days=3, hours=2), "record"),
    Move(Note("n-4"), OFFICER, later(days=3, hours=9), "record"),
)


def barred(story):
    """The walk was ended by a rule."""
    return story.case.track("walk").state == "barred"


def walked(story):
    """The walk was ended by a rule after it had begun."""
    return barred(story) and any(event.source == "walking" for event in story.events)


def test_what_can_be_spared_is_left_out():
    """Of eight moves the two are left that it takes."""
    story = shorten(RULES, LONG, barred)

    assert [type(move.command) for move in story.moves] == [OpenCase, FindFactor]
    assert barred(story)


def test_moves_that_need_each_other_stay():
    """A move that others rest on is kept, and those that would be refused go."""
    story = shorten(RULES, tell(RULES, LONG), walked)

    assert [type(move.command) for move in story.moves] == [OpenCase, SetOut, FindFactor]


def test_the_opening_is_made_plain():
    """Matters and parties that play no part are left out; of one who does, what does not matter is not told."""
    command = shorten(RULES, LONG, lambda story: barred(story) and len(story.case.factors) == 1).moves[0].command
    named = shorten(RULES, LONG, lambda story: any(one.id == "p3" for one in story.case.parties)).moves[0].command

    assert (len(command.categories), command.parties) == (1, ())
    assert named.parties == (Party("p3", "witness", age_band="adult"),)


def test_time_between_moves_is_made_plain():
    """Moves follow at once where they may, and otherwise after whole days, hours or minutes."""
    at_once = shorten(RULES, LONG, barred)
    hours = shorten(RULES, LONG, lambda story: walked(story) and since_opening(story, SetOut) >= timedelta(hours=3))
    minutes = shorten(RULES, LONG, lambda story: walked(story) and since_opening(story, SetOut).seconds >= 3 * 3700)
    days = shorten(RULES, LONG, lambda story: walked(story) and since_opening(story, FindFactor).days >= 1)

    assert {move.at for move in at_once.moves} == {NOW}
    assert [since_opening(hours, SetOut), since_opening(hours, FindFactor)] == [timedelta(hours=3)] * 2
    assert since_opening(minutes, SetOut) == timedelta(hours=3, minutes=20)
    assert since_opening(days, FindFactor) == timedelta(days=2)


def since_opening(story, command):
    """Return how long after the opening *command* came in *story*; less than nothing where it did not."""
    return next((move.at for move in story.moves if isinstance(move.command, command)), NOW - timedelta(1)) - NOW


def test_events_are_shortened_too():
    """The events of a case are as good as moves; the case keeps its id."""
    events = tell(RULES, LONG, case="c-77").events

    story = shorten(RULES, events, barred)

    assert story.case.id == "c-77"
    assert len(story.moves) == 2


def test_a_case_that_was_taken_over_is_shortened():
    """Facts that play no part are left out."""
    facts = (Say("p1", calm=True), Say("p2", calm=False))
    begun = Move(AdoptCase(("neighbour-dispute",), PARTIES), OFFICER, NOW, "record", (("walk", "walking"),), facts)
    pause = Move(Pause(), OFFICER, later(hours=1), "walk")

    story = shorten(RULES, (begun, pause), lambda story: story.case.track("walk").facts.get("walk.say", ("p2",)))

    assert story.moves[0].facts == (Say("p2", calm=False),)
    assert story.moves[1:] == ()


def test_a_story_that_does_not_fail_is_an_error():
    """There is nothing to make shorter where nothing fails, or where no case ever begins."""
    with pytest.raises(ValueError, match="nothing fails"):
        shorten(RULES, LONG[:2], barred)
    with pytest.raises(ValueError, match="nothing fails"):
        shorten(RULES, (attrs.evolve(OPEN, by=Actor("nobody")),), lambda _: True)
    with pytest.raises(ValueError, match="nothing fails"):
        shorten(RULES, tell(RULES, ()), lambda _: True)
