"""A story is what was done and what came of it: it is told again, prints as lines, and becomes a test."""

from datetime import date, timedelta, timezone

import attrs
import pytest
from hypothesis.vendor.pretty import pretty
from tests.unit.workflows.village import (
    CHIEF,
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    WALK,
    AddParty,
    FindFactor,
    GiveUp,
    Pause,
    Plan,
    Say,
    SetOut,
    Stop,
    Weather,
    later,
    rulebook,
)

from community_policing import standard_labels, standard_rulebook
from community_policing.cases import Actor, Party
from community_policing.testing import Move, Story, tell
from community_policing.testing._story import moves_of
from community_policing.workflows import Accepted, AdoptCase, OpenCase, guard
from community_policing.workflows.builtin import intake

OPEN = Move(OpenCase(("neighbour-dispute",), PARTIES), OFFICER, NOW, "record")
SET_OUT = Move(SetOut("o-7", "o-8"), OFFICER, later(hours=1), "walk")
MEDIATOR = Actor("o-7")


@guard("broken")
def breaks(s):
    """Nothing; it has an error in it."""
    return 1 / (s.case.seq - s.case.seq)


def test_a_refused_move_is_left_out():
    """Only what was accepted is told; what comes before the beginning, or cannot be told there, is not."""
    stranger = Move(Pause(), Actor("nobody"), NOW, "walk")
    nobody = Move(Say("p1", calm=True), OFFICER, NOW - timedelta(days=1), "walk")

    story = tell(RULES, (SET_OUT, OPEN, stranger, nobody, SET_OUT))

    assert story.moves == (OPEN, SET_OUT)
    assert story.case.track("walk").state == "walking"
    assert RULES.replay(story.events) == story.case


def test_a_move_that_cannot_be_told_has_no_answer():
    """A moment before the last event is no refusal, and no acceptance."""
    case = tell(RULES, (OPEN,)).case

    assert attrs.evolve(SET_OUT, at=NOW - timedelta(days=1)).answer(RULES, case) is None
    assert isinstance(SET_OUT.answer(RULES, case), Accepted)


def test_a_rule_that_breaks_down_ends_the_story():
    """A guard that raises is what may be looked for: the story ends there and holds the error."""
    rules = rulebook(attrs.evolve(WALK, safeguards=(), transitions=WALK.steps).guarded(SetOut, when=(breaks,)))

    story = tell(rules, (OPEN, SET_OUT, Move(GiveUp(), OFFICER, later(hours=2), "walk")))

    assert isinstance(story.raised, ZeroDivisionError)
    assert story.moves == (OPEN, SET_OUT)
    assert str(story).splitlines()[-1].endswith("→ ZeroDivisionError('division by zero')")


def test_events_are_read_back_as_moves():
    """From the events of a case, also one that was taken over, come the moves that tell it again."""
    begun = Move(
        AdoptCase(("neighbour-dispute",), PARTIES),
        OFFICER,
        NOW,
        "record",
        (("walk", "walking"),),
        (Say("p1", calm=True),),
    )
    story = tell(RULES, (begun, Move(Pause(), OFFICER, later(hours=1), "walk")))

    assert moves_of(story.events) == story.moves
    assert tell(RULES, moves_of(story.events)) == story


def test_a_story_prints_as_numbered_lines():
    """Each line says when, who, what with which fields, and what became of it."""
    story = tell(RULES, (OPEN, SET_OUT, Move(FindFactor("weapon"), OFFICER, later(hours=2), "record")))

    first, second, third = str(story).splitlines()
    assert first.startswith("1. 2026-03-01 09:30 o-1 (intake-officer): record.open-case (categories=[neighbour-disp")
    assert first.endswith("record: unopened → open; walk: waiting (opened)")
    assert second == (
        "2. 2026-03-01 10:30 o-1 (intake-officer): walk.set-out (leader=o-7, companion=o-8); walk: waiting → walking"
    )
    assert third.endswith("record: open; walk: walking → barred (ended-by-rule)")


def test_a_party_who_speaks_is_named():
    """A line says for whom somebody speaks; a command without fields has none."""
    said = Move(Say("p1", calm=True), Actor("o-1", speaks_for="p1"), later(hours=2), "walk")
    paused = Move(Pause(), OFFICER, later(hours=3), "walk")

    lines = tell(RULES, (OPEN, SET_OUT, said, paused)).lines(tz=timezone(timedelta(hours=3)))

    assert lines[2].startswith("3. 2026-03-01 14:30 o-1 → p1: walk.say (party=p1, calm=True); walk: walking")
    assert lines[3] == "4. 2026-03-01 15:30 o-1 (intake-officer): walk.pause; walk: walking → paused"


def test_a_story_is_told_in_either_language():
    """With labels, commands, roles and states are told in words; what has no label stays a code."""
    rules = standard_rulebook()
    story = tell(rules, (OPEN,))

    assert "Open a case" in "".join(story.lines(standard_labels(), "en")) or "open" in str(story)
    assert "\u0627" in "".join(story.lines(standard_labels(), "ar"))
    assert "walk.set-out" in "".join(tell(RULES, (OPEN, SET_OUT)).lines(standard_labels(), "ar"))


def test_a_story_and_its_moves_are_shown_in_a_line():
    """Neither shows the rulebook or the fields, also where Hypothesis prints it."""
    story = tell(RULES, (OPEN, SET_OUT))

    assert repr(story) == pretty(story) == f"<Story of 2 moves: {story.case!r}>"
    assert pretty(SET_OUT) == "<Move <walk.set-out> on 'walk' by 'o-1' at 2026-03-01T10:30:00+00:00>"
    assert " on " not in repr(attrs.evolve(SET_OUT, track=None))


PLAN = Plan(
    (Stop("p1", calm=True),), Weather.WET, date(2026, 3, 4), after=NOW.replace(second=5, microsecond=7), notes=("n-1",)
)
RICH = (
    OPEN,
    SET_OUT,
    Move(PLAN, MEDIATOR, later(hours=2, seconds=3), "walk"),
    Move(AddParty(Party("p3", "witness", factors=("homeless",))), OFFICER, later(hours=3), None),
    Move(Say("p1", calm=False), Actor("o-1", speaks_for="p1"), later(hours=4), "walk"),
)


@pytest.mark.parametrize(
    "moves",
    [
        (OPEN,),
        RICH,
        (
            Move(
                AdoptCase(("neighbour-dispute",), PARTIES),
                CHIEF,
                NOW,
                "record",
                (("walk", "walking"),),
                (Say("p1", calm=True),),
            ),
            Move(GiveUp(), OFFICER, later(hours=1), "walk"),
        ),
    ],
    ids=["opened", "rich", "taken over"],
)
def test_a_story_becomes_a_test_that_runs(moves):
    """The source compiles, runs and passes; with another end it fails."""
    story = tell(RULES, moves)
    source = story.as_test("it", rules="tests.unit.workflows.village:RULES")

    run(source)

    assert story.moves == moves
    with pytest.raises(AssertionError):
        run(source.replace("'record': 'open'", "'record': 'stored'"))


def test_facts_that_were_vouched_for_are_part_of_the_test():
    """A case that was taken over is taken over with all that was told of it."""
    begun = AdoptCase(("neighbour-dispute",), PARTIES)
    facts = (Say("p1", calm=True), Say("p2", calm=False))

    source = tell(RULES, (Move(begun, CHIEF, NOW, "record", (("walk", "walking"),), facts),)).as_test()

    assert "facts=(Say(party='p1', calm=True), Say(party='p2', calm=False))" in source


def run(source):
    """Run the test that *source* holds."""
    names = {}
    exec(compile(source, "pasted", "exec"), names)  # noqa: S102  it is what a user pastes
    names["test_it"]()


def test_the_rules_of_a_test_are_the_standard_ones_unless_told():
    """Commands are imported from the module where a reader would look for them."""
    rules = standard_rulebook()
    register = Move(
        intake.Register(NOW, "text-1", "new", on_behalf_of_other=False, channel="walk-in", locality="l-1"),
        OFFICER,
        NOW,
        "intake",
    )
    source = tell(rules, (OPEN, register)).as_test("it")

    run(source)

    assert "from community_policing import Actor, Party, standard_rulebook" in source
    assert "    rules = standard_rulebook()" in source
    assert "from community_policing.workflows.builtin.intake import Register" in source


def test_two_commands_of_one_name_do_not_meet():
    """A second class of the same name is imported under another."""
    from community_policing.testing._code import _Writer  # noqa: PLC0415

    writer = _Writer({}, {})

    assert [writer.needs("a", "Close"), writer.needs("b", "Close"), writer.needs("a", "Close")] == [
        "Close",
        "Close2",
        "Close",
    ]
    assert "from b import Close as Close2" in writer.imports()


def test_a_story_that_never_began_has_no_case():
    """Nothing was told of it, and it says so."""
    story = tell(RULES, (SET_OUT,))

    assert (story.case, story.moves, str(story)) == (None, (), "")
    assert isinstance(story, Story)
    assert "== {}" in story.as_test()
