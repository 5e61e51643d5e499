"""Each law of the kit holds of what the library does, and does not hold of what it must never do."""

from datetime import timedelta

import attrs
import pytest
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    WALK,
    GiveUp,
    GoOn,
    Say,
    SetOut,
    later,
    permits,
    rulebook,
)

from community_policing.cases import Actor, Reason
from community_policing.serialization import Converter, make_converter
from community_policing.testing import Move, Story, tell
from community_policing.testing._laws import (
    a_refusal_says_why,
    ended,
    events_add_up,
    events_survive,
    lived,
    no_safeguard_breaks,
    options_told_as_much,
    rights_are_given,
    the_answer_is_the_same_again,
    the_case_survives,
    time_goes_on,
    was_taken_over,
)
from community_policing.workflows import AdoptCase, OpenCase, Refused, Verdict, in_state, never

OPEN = Move(OpenCase(("neighbour-dispute",), PARTIES), OFFICER, NOW, "record")
SET_OUT = Move(SetOut("o-7", "o-8"), OFFICER, later(hours=1), "walk")
ALONE = Move(SetOut("o-7"), OFFICER, later(hours=1), "walk")
STORY = tell(RULES, (OPEN, SET_OUT))
BEFORE = tell(RULES, (OPEN,)).case
ACCEPTED = SET_OUT.answer(RULES, BEFORE)
REFUSED = ALONE.answer(RULES, BEFORE)
CONVERTER = make_converter(RULES)


class Forgetful(Converter):
    """It loses who did it."""

    def load_event(self, document):
        """Return the event without the actor."""
        return attrs.evolve(super().load_event(document), by=Actor("nobody"))

    def load_case(self, document):
        """Return the case without its matters."""
        return attrs.evolve(super().load_case(document), categories=())


def test_a_life_under_sound_rules_is_lived():
    """Every law holds of steps that are accepted and refused, and of the whole."""
    story = Story(RULES, ())
    for move in (OPEN, ALONE, SET_OUT, Move(GiveUp(), OFFICER, NOW - timedelta(days=1), "walk")):
        story = lived(story, move, converter=CONVERTER)
    ended(story, converter=CONVERTER)

    assert story == STORY


def test_nothing_is_asked_of_a_case_that_never_began():
    """A story without a case has no end to hold anything of."""
    ended(Story(RULES, ()), converter=Forgetful(RULES))


def test_further_laws_are_held_too():
    """A law of one's own is given the case before and the outcome."""
    asked = []

    def noted(before, outcome):
        asked.append((before, outcome))

    lived(tell(RULES, (OPEN,)), SET_OUT, converter=CONVERTER, also=(noted,))

    assert asked == [(BEFORE, ACCEPTED)]


@pytest.mark.parametrize(
    ("move", "outcome"),
    [
        (SET_OUT, REFUSED),
        (SET_OUT, ACCEPTED),
        (ALONE, REFUSED),
    ],
    ids=["refused for its fields", "accepted", "refused"],
)
def test_options_that_leave_an_answer_open_agree_with_it(move, outcome):
    """A command that needs input may be accepted, or be refused for its fields."""
    options_told_as_much(RULES, BEFORE, move, outcome)


@pytest.mark.parametrize(
    ("move", "outcome"),
    [
        (SET_OUT, attrs.evolve(REFUSED, verdict=Verdict.NOT_AUTHORISED)),
        (attrs.evolve(SET_OUT, by=Actor("nobody")), ACCEPTED),
        (attrs.evolve(SET_OUT, by=Actor("nobody")), attrs.evolve(REFUSED, verdict=Verdict.NOT_AUTHORISED)),
        (attrs.evolve(SET_OUT, by=Actor("nobody")), REFUSED),
        (Move(Say("p1", calm=True), OFFICER, NOW, "walk"), REFUSED),
        (Move(Say("p1", calm=True), OFFICER, NOW, "walk"), ACCEPTED),
    ],
    ids=["authority", "accepted all the same", "other reasons", "other verdict", "not offered", "from nowhere"],
)
def test_options_that_told_otherwise_are_found(move, outcome):
    """An answer that the options did not leave open breaks the law."""
    with pytest.raises(AssertionError, match="the options say"):
        options_told_as_much(RULES, BEFORE, move, outcome)


def test_a_refusal_without_a_reason_is_found():
    """A refusal says why."""
    a_refusal_says_why(REFUSED)

    with pytest.raises(AssertionError, match="gives no reason"):
        a_refusal_says_why(Refused(Verdict.UNMET, "walk.set-out", ()))


def test_an_answer_that_changes_is_found():
    """The same question has the same answer."""
    the_answer_is_the_same_again(RULES, BEFORE, ALONE, REFUSED)

    with pytest.raises(AssertionError, match="and then"):
        the_answer_is_the_same_again(RULES, BEFORE, ALONE, attrs.evolve(REFUSED, reasons=(Reason("else"),)))


def test_numbers_with_a_gap_and_time_that_runs_back_are_found():
    """Events are numbered on from the last one, and none lies before it."""
    opened = OPEN.answer(RULES, None)
    skipped = attrs.evolve(ACCEPTED, events=tuple(attrs.evolve(one, seq=one.seq + 1) for one in ACCEPTED.events))
    early = attrs.evolve(ACCEPTED, events=tuple(attrs.evolve(one, at=NOW - timedelta(1)) for one in ACCEPTED.events))

    time_goes_on(None, opened)
    time_goes_on(BEFORE, ACCEPTED)

    with pytest.raises(AssertionError, match="numbered"):
        time_goes_on(BEFORE, skipped)
    with pytest.raises(AssertionError, match="runs back"):
        time_goes_on(BEFORE, early)


def test_a_broken_safeguard_is_found():
    """What may never be is found in a case that was opened; of one taken over only what is done counts."""
    at_once = never(in_state("walking"), id="nobody-walks", en="Nobody walks.", ar="لا أحد يمشي", basis="test")
    rules = rulebook(WALK.with_safeguards(at_once))
    taken = Move(AdoptCase(("neighbour-dispute",), PARTIES), OFFICER, NOW, "record", (("walk", "paused"),))
    over = tell(rules, (taken,))

    with pytest.raises(AssertionError, match="'nobody-walks'"):
        no_safeguard_breaks(tell(rules, (OPEN,)), SET_OUT.answer(rules, BEFORE))
    no_safeguard_breaks(over, Move(GoOn(), OFFICER, later(hours=1), "walk").answer(rules, over.case))


def test_a_case_taken_over_where_its_tracks_begin_is_like_one_opened():
    """Only one that was taken over elsewhere is in the middle of something."""
    at_first, later_on = (
        tell(RULES, (Move(AdoptCase(("neighbour-dispute",), PARTIES), OFFICER, NOW, "record", (("walk", state),)),))
        for state in ("waiting", "paused")
    )

    assert not was_taken_over(RULES, at_first.events)
    assert was_taken_over(RULES, later_on.events)


def test_a_right_that_is_denied_is_found():
    """At the end of a life, everybody has the rights that a safeguard gives; of a case taken over none is asked."""
    right = permits(GiveUp, by=("supervisor",), id="chief-may", en="May.", ar="يجوز", basis="test")
    rules = rulebook(attrs.evolve(WALK, safeguards=(right,)))
    story = tell(rules, (OPEN,))
    taken = Move(AdoptCase(("neighbour-dispute",), PARTIES), OFFICER, NOW, "record", (("walk", "paused"),))
    over = tell(rules, (taken,))

    with pytest.raises(AssertionError, match="'chief-may'"):
        rights_are_given(story, story.case)
    rights_are_given(over, over.case)


def test_what_is_lost_in_writing_is_found():
    """Events and cases are the same when they were written and read again."""
    events_survive(CONVERTER, STORY.events)
    the_case_survives(CONVERTER, STORY.case)

    with pytest.raises(AssertionError, match="and read"):
        events_survive(Forgetful(RULES), STORY.events)
    with pytest.raises(AssertionError, match="and read"):
        the_case_survives(Forgetful(RULES), STORY.case)


def test_events_that_do_not_add_up_are_found():
    """A history that lacks an event is not that of the case."""
    events_add_up(STORY)
    events_add_up(Story(RULES, ()))

    with pytest.raises(AssertionError, match="add up"):
        events_add_up(attrs.evolve(STORY, events=STORY.events[:-1]))
