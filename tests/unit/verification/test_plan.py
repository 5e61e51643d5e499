"""A planned way tells everything on the way that its end rests on, and the real rules let it happen."""

import pytest
from tests.unit.verification.dyke import (
    BY,
    TELLING,
    WHISPER,
    Call,
    Carry,
    Go,
    Move,
    Whisper,
    all_dry,
    called,
    called_last,
    called_twice,
    caller_goes,
    dyke,
    explorer_of,
    foot,
    lit,
    loud,
    slope,
    soft,
    some_wet,
    top,
    weighed,
    whispered,
    whispered_last,
)

from community_policing.verification import _plan as planning
from community_policing.verification._lens import FACT
from community_policing.verification._plan import END, LostError, Planner, Wishes
from community_policing.verification._synthesis import Synthesis
from community_policing.verification._world import THERE
from community_policing.workflows import ANYWHERE, Marks, State, Unmarks, guard, holding, in_state

rim = State("rim")


@guard("dyke-far-and-soft")
def loud_or_near(a):
    """A call is loud, or somebody is near."""
    return a.command.loud or not a.command.near


@guard("dyke-officer-near")
def outsider_or_far(a):
    """Somebody else calls, or nobody is near."""
    return a.actor.id == "officer-3" or not a.command.near


@guard("dyke-not-by-officer", otherwise="dyke-by-officer")
def officer_called(s):
    """The officer called."""
    return s.giver(Call) == "officer-1"


@guard("dyke-new", otherwise="dyke-worn")
def worn(s):
    """The dyke is worn, which no step says or unsays."""
    return s.is_marked("worn")


def going(*when):
    """Return the step from the top down to the foot."""
    return top.to(foot, on=Go, by=BY, when=when)


def moving(*when, **more):
    """Return the step from the top to the slope."""
    return top.to(slope, on=Move, by=BY, when=when, **more)


def climbing(*when):
    """Return the step from the slope down to the foot."""
    return slope.to(foot, on=Go, by=BY, when=when)


def planner_of(*steps):
    """Return what plans ways on a dyke with *steps*."""
    return Planner(explorer_of(dyke(*steps)))


def story_to(planner, state, where=ANYWHERE, *, unassessed=False):
    """Return a planned story to *state*, *where* it is asked for, once it was seen to happen; `None` without one."""
    where = in_state(state) & where
    found = planner.way_where(state.name, lambda search, node: search.covering(node, where), unassessed=unassessed)
    if found is None:
        return None
    way, end = found
    story = Synthesis(planner.graph, planner.explorer.domains).story(way, end.node, end.masks)
    assert story.happens(planner.explorer.domains.rules)
    return story


def told(story):
    """Return the commands of *story*, by their types."""
    return [type(scene.command) for scene in story.scenes]


ON_THE_WAY = {
    "nothing": ((going(),), [Go]),
    "a fact": ((*TELLING, going(called)), [Call, Go]),
    "a fact told in an earlier state": ((*TELLING, moving(), climbing(called)), [Call, Move, Go]),
    "a fact that is not there": (
        (WHISPER, top.to(slope, on=Call, by=BY), moving(whispered), climbing(~called)),
        [Whisper, Move, Go],
    ),
    "one fact after another": ((*TELLING, going(called_last)), [Whisper, Call, Go]),
    "the other after the one": ((*TELLING, going(whispered_last)), [Call, Whisper, Go]),
    "not one after the other": ((*TELLING, going(called, whispered, ~whispered_last)), [Whisper, Call, Go]),
    "not the other after the one": ((*TELLING, going(called, whispered, ~called_last)), [Call, Whisper, Go]),
    "a fact told again": (
        (
            top.to(slope, on=Call, by=BY),
            slope.to(rim, on=Whisper, by=BY),
            rim.stay(on=Call, by=BY),
            rim.to(foot, on=Go, by=BY, when=(called_last,)),
        ),
        [Call, Whisper, Call, Go],
    ),
    "a field that holds one thing": ((*TELLING, going(loud)), [Call, Go]),
    "a field that holds the other": ((*TELLING, going(soft)), [Call, Go]),
    "a fact for every party": ((*TELLING, going(all_dry)), [Carry, Carry, Go]),
    "a part that is as it must be": ((*TELLING, going(some_wet)), [Carry, Go]),
    "who told": ((*TELLING, going(caller_goes)), [Call, Go]),
    "who did not": ((*TELLING, going(called, ~caller_goes)), [Call, Go]),
    "told often enough by the way": (
        (
            top.to(slope, on=Call, by=BY),
            slope.to(rim, on=Call, by=BY),
            rim.to(foot, on=Go, by=BY, when=(called_twice,)),
        ),
        [Call, Call, Go],
    ),
    "a mark by a field": (
        (top.to(slope, on=Call, by=BY, then=(Marks("dyke-lamp", "loud"),)), climbing(lit)),
        [Call, Go],
    ),
    "a mark of nobody's": ((moving(worn), climbing(worn)), [Move, Go]),
    "a rule that falls": (
        (*TELLING, moving(), climbing(whispered), slope.falls_to(foot, once=(called,))),
        [Call, Move, type(None)],
    ),
    "a mark that stands": ((moving(then=(Marks("dyke-lamp"),)), climbing(lit)), [Move, Go]),
    "a mark that was removed": (
        (
            moving(then=(Marks("dyke-lamp"),)),
            slope.to(rim, on=Call, by=BY, then=(Unmarks("dyke-lamp"),)),
            rim.to(foot, on=Go, by=BY, when=(~lit,)),
            climbing(~lit),
        ),
        [Move, Call, Go],
    ),
}


@pytest.mark.parametrize(("steps", "commands"), ON_THE_WAY.values(), ids=ON_THE_WAY)
def test_what_a_step_rests_on_is_told_before_it(steps, commands):
    """The shortest way on which a step can be taken tells before what the guard of the step asks for."""
    assert told(story_to(planner_of(*steps), foot)) == commands


IN_THE_END = {
    "nothing": (ANYWHERE, [Move]),
    "a fact": (called, [Call, Move]),
    "no fact": (~called, [Move]),
    "an order": (whispered_last, [Call, Whisper, Move]),
    "an order, and what is told last": (holding(called_last) & soft, [Whisper, Call, Move]),
    "a part": (some_wet, [Carry, Move]),
    "who told": (caller_goes, [Call, Move]),
}


@pytest.mark.parametrize(("where", "commands"), IN_THE_END.values(), ids=IN_THE_END)
def test_what_the_end_rests_on_is_told_on_the_way(where, commands):
    """A way to a state tells what is looked for there, and nothing else."""
    assert told(story_to(planner_of(*TELLING, moving(), climbing()), slope, where)) == commands


def test_a_field_holds_what_the_last_step_asks_for():
    """What a guard asks a field to hold is what the planned command tells."""
    loudly = story_to(planner_of(*TELLING, going(loud)), foot)
    softly = story_to(planner_of(*TELLING, going(soft)), foot)

    assert [story.scenes[0].command.loud for story in (loudly, softly)] == [True, False]


def test_a_command_tells_what_a_later_step_asks_for_as_far_as_its_own_guard_lets_it():
    """Where a field must hold something later, the other fields are such that the command is taken with it."""
    call = top.stay(on=Call, by=BY, given=(loud_or_near,))

    story = story_to(planner_of(call, going(soft)), foot)

    assert story.scenes[0].command == Call(loud=False, near=False)


def test_somebody_acts_whom_a_later_step_asks_for_as_far_as_a_guard_lets_them():
    """Where somebody must have told a fact, the fields are such that they may."""
    call = top.stay(on=Call, by=BY, given=(outsider_or_far,))

    first, _ = story_to(planner_of(call, going(called, officer_called)), foot).scenes

    assert first.by.id == "officer-1"
    assert not first.command.near


def test_what_one_step_found_another_does_not_find_otherwise():
    """A field of a fact that was on the way anyhow holds for each step what it held for the step before."""
    first, last = top.to(slope, on=Call, by=BY), rim.to(foot, on=Go, by=BY, when=(soft,))
    planner = planner_of(first, slope.to(rim, on=Move, by=BY, when=(loud,)), last)

    assert story_to(planner, rim) is not None
    assert story_to(planner, foot) is None


def test_wishes_that_contradict_each_other_are_not_granted():
    """What must hold one thing and the other at the same place is wished for in vain."""
    wishes, loudly, softly = Wishes(), {(FACT, "dyke.call", (), "loud"): 1}, {(FACT, "dyke.call", (), "loud"): 2}

    wishes.add(END, loudly, {})
    wishes.add(END, softly, softly)

    with pytest.raises(LostError):
        wishes.add(END, softly, {})


def test_what_was_found_of_a_field_stays_so():
    """A field that one step found to hold one thing does not hold another for the next; without a way there is none."""
    planner = planner_of(*TELLING, moving(loud), climbing(soft))

    assert story_to(planner, slope).scenes[0].command.loud
    assert story_to(planner, foot) is None


def test_a_step_that_cannot_be_taken_is_gone_round():
    """Where the nearest way has a step for which the risk would be assessed, and it is not, a longer way is taken."""
    planner = planner_of(
        top.to(slope, on=Call, by=BY, when=(weighed,)),
        top.to(rim, on=Whisper, by=BY),
        rim.to(slope, on=Move, by=BY),
        climbing(),
    )

    assert told(story_to(planner, foot)) == [Call, Go]
    story = story_to(planner, foot, ~weighed, unassessed=True)
    assert told(story) == [Whisper, Move, Go]
    assert {scene.head.risk for scene in story.scenes} == {None}


def test_an_unassessed_risk_lasts_until_the_end():
    """Where the risk is not assessed all the while, what looks at the end finds it so."""
    planner = planner_of(moving(), climbing())

    assert story_to(planner, slope, weighed) is not None
    assert story_to(planner, slope, weighed, unassessed=True) is None


NOWHERE = {
    "a fact that nobody can tell": (
        (WHISPER, going(called), top.to(rim, on=Call, by=BY), rim.to(foot, on=Whisper, by=BY)),
        called_last,
    ),
    "a fact too many": ((top.to(slope, on=Call, by=BY), climbing()), ~called),
    "an order in which nothing is told": (
        (top.to(slope, on=Call, by=BY), slope.to(foot, on=Whisper, by=BY)),
        called_last,
    ),
}


@pytest.mark.parametrize(("steps", "end"), NOWHERE.values(), ids=NOWHERE)
def test_where_no_way_leads_there_is_none(steps, end):
    """Where what is looked for is told on no way, no way is found."""
    assert story_to(planner_of(*steps), foot, end) is None


def test_what_nobody_removes_stands_for_ever():
    """A mark that one step finds and that nobody removes is not missing for the next."""
    planner = planner_of(moving(worn), climbing(~worn))

    assert story_to(planner, slope) is not None
    assert story_to(planner, foot) is None


def test_a_planner_gives_up_after_a_while(monkeypatch):
    """A way that takes more plans, or more stands, than are made is not found."""
    planner = planner_of(*TELLING, going(called_last))

    assert story_to(planner, foot) is not None
    monkeypatch.setattr(planning, "MOST_STANDS", 2)
    assert story_to(planner, foot) is None
    monkeypatch.undo()
    monkeypatch.setattr(planning, "MOST_TIMES", 1)
    assert story_to(planner, foot) is None
    assert planner.way("foot", {}) is None


def edge_of(planner, command):
    """Return the first step by *command*."""
    return next(edge for edge in planner.graph.edges if edge.step.command.cls is command)


def names(way):
    """Return the commands of *way*, by their types."""
    return [edge.step.command.cls for edge in way]


def test_a_way_ends_with_the_step_it_is_planned_for():
    """A way to a step tells before what that step rests on, and ends with it."""
    planner = planner_of(*TELLING, moving(called_last), climbing(whispered))

    way = planner.way("slope", {}, last=edge_of(planner, Go))

    assert names(way) == [Whisper, Call, Move, Go]
    assert names(planner.way("top", {}, last=edge_of(planner, Call))) == [Call]


def test_a_way_tells_what_is_supposed_at_its_end():
    """What masks suppose of the track's own facts at the end of a way is told on it; what is elsewhere is not."""
    planner = planner_of(*TELLING, moving(), climbing())
    there = {(FACT, "dyke.call", (), THERE): 2, (FACT, "record.open", (), THERE): 2}
    loudly = {(FACT, "dyke.call", (), "loud"): 1}

    assert names(planner.way("slope", there | loudly)) == [Call, Move]
    assert planner.way("top", {(FACT, "dyke.go", (), THERE): 2}) is None


def test_a_step_goes_on_from_a_way_where_what_it_rests_on_was_told():
    """After a way a step is taken with what is on record then; where it is not there, the step is not taken."""
    planner = planner_of(*TELLING, moving(), climbing(called))
    go = edge_of(planner, Go)
    silent = planner.way("top", {}, last=edge_of(planner, Move))
    after_a_call = planner.way("slope", {}, last=go)[:-1]

    taken = planner.onward(after_a_call, go)

    assert taken.masks[FACT, "dyke.call", (), THERE] == 2
    assert planner.onward(silent, go) is None
