"""Looking closer: a promise is broken by a story in which everything is told, or proved with no more than it takes."""

import pytest
from tests.unit.verification.dyke import (
    BY,
    TELLING,
    Call,
    Carry,
    Go,
    Load,
    Move,
    Whisper,
    all_dry,
    called,
    called_last,
    caller_goes,
    dyke,
    foot,
    loud,
    slope,
    soft,
    some_wet,
    top,
    whispered_last,
)
from tests.unit.verification.marsh import SAID

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS, verify
from community_policing.verification._domains import Domains
from community_policing.verification._prover import Prover
from community_policing.workflows import State, days, forbids, guard, holding, in_state, leads, never, possible

rim = State("rim")
ON_SLOPE, AT_FOOT = in_state(slope), in_state(foot)


def moving(*when):
    """Return the step from the top to the slope."""
    return top.to(slope, on=Move, by=BY, when=when)


def down(*when):
    """Return the step from the slope to the foot."""
    return slope.to(foot, on=Go, by=BY, when=when)


def said(make, *args):
    """Return the safeguard that *make* makes."""
    return make(*args, id="kept", **SAID)


def verdict_on(workflow):
    """Return what is found of the one promise of *workflow*, and through which lenses it was looked for."""
    prover = Prover(workflow, Domains(rulebook_around(workflow), ADULTS, {}), most=500, looks=False)
    verdict = prover.verdict(workflow.safeguards[0])
    return verdict, [explorer.lens for explorer in prover._explored.values()]


BROKEN = {
    "a fact": (said(never, ON_SLOPE & called), (), [Call, Move]),
    "a fact, and the other not last": (said(never, ON_SLOPE & called_last), (), [Whisper, Call, Move]),
    "an order, and a field": (said(never, ON_SLOPE & holding(whispered_last) & soft), (), [Call, Whisper, Move]),
    "what lies in a part": (said(never, ON_SLOPE & some_wet), (), [Carry, Move]),
    "what is told of each party": (said(never, ON_SLOPE & all_dry), (), [Carry, Carry, Move]),
    "what the step before asks for": (
        said(never, ON_SLOPE & called_last),
        (called, all_dry),
        [Carry, Carry, Whisper, Call, Move],
    ),
    "a command that may not be given": (said(forbids, Move, holding(called_last)), (), [Whisper, Call, Move]),
    "where a command leads": (said(leads, Move, AT_FOOT, holding(some_wet)), (), [Carry, Move]),
    "who told": (said(never, ON_SLOPE & caller_goes), (), [Call, Move]),
}


@pytest.mark.parametrize(("safeguard", "when", "commands"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_a_promise_is_told_on_the_way(safeguard, when, commands):
    """A promise that only what was told can break is broken by a story that tells it, and that happens."""
    workflow = dyke(*TELLING, moving(*when), down(), safeguards=(safeguard,))
    report = verify(workflow, rules=rulebook_around(workflow), casts=(ADULTS,))

    (finding,) = (one for one in report.findings if one.safeguard is safeguard)

    assert finding.story.happens(report.rules)
    assert sorted(type(one.command).__name__ for one in finding.story) == sorted(one.__name__ for one in commands)
    assert type(finding.story.scenes[-1].command) is commands[-1]


@pytest.mark.parametrize("where", [holding(called_last), holding(some_wet), holding(all_dry)])
def test_what_a_planned_way_tells_is_not_looked_at_closer(where):
    """Where a way can be planned on which everything is told, no fact is followed to find one."""
    verdict, lenses = verdict_on(dyke(*TELLING, moving(), down(), safeguards=(said(never, ON_SLOPE & where),)))

    assert verdict.finding.story is not None
    assert {name for lens in lenses for name in lens.tracked} == set()


def test_an_order_that_no_way_tells_is_proved_by_following_it():
    """Where two facts are told in one order only, the other is found to be impossible by their order alone."""
    call, whisper = top.stay(on=Call, by=BY), top.to(rim, on=Whisper, by=BY)
    steps = (call, whisper, rim.to(slope, on=Move, by=BY), down())

    proved, lenses = verdict_on(dyke(*steps, safeguards=(said(never, ON_SLOPE & called_last),)))
    broken, _ = verdict_on(dyke(*steps, safeguards=(said(never, ON_SLOPE & whispered_last),)))

    assert (proved.finding, proved.undecided) == (None, None)
    assert lenses[-1].ordered == {"dyke.call", "dyke.whisper"}
    assert [type(one.command) for one in broken.finding.story] == [Call, Whisper, Move]


@guard("dyke-heavy", otherwise="dyke-light")
def none_heavy(s):
    """Nothing heavy was carried."""
    return not any(told.load.heavy for told in s.every(Carry))


@guard("dyke-load-light", otherwise="dyke-load-heavy")
def load_is_light(a):
    """What is carried is light."""
    return not a.command.load.heavy


def test_a_promise_that_rests_on_what_lies_in_a_part_is_proved_by_that_alone():
    """A promise about one thing in a part is proved; of the other things in it nothing is told apart."""
    light = top.stay(on=Carry, by=BY, given=(load_is_light,))
    workflow = dyke(light, moving(), down(), safeguards=(said(never, ON_SLOPE & ~none_heavy),))

    verdict, lenses = verdict_on(workflow)

    assert (verdict.finding, verdict.undecided) == (None, None)
    assert {path for lens in lenses for path in lens.fields} == {("dyke.carry", "load", "heavy")}
    assert {field.name for field in Load.__attrs_attrs__} == {"dry", "heavy"}


@guard("dyke-not-just-moved", otherwise="dyke-just-moved")
def just_moved(s):
    """Somebody moved on within the last day."""
    return s.recent(days(1), Move)


@guard("dyke-slope-new", otherwise="dyke-slope-old")
def long_on_slope(s):
    """The track has been there for two days."""
    return s.elapsed(days(2))


def test_a_step_just_taken_led_to_no_state_of_long_standing():
    """Where a state has lasted for days, what led to it was not told today; where it could be told again, it may be."""
    promise = said(never, ON_SLOPE & holding(just_moved) & long_on_slope)
    leads_on, may_stay = (moving(), down()), (moving(), slope.stay(on=Move, by=BY), down())

    proved, _ = verdict_on(dyke(*leads_on, safeguards=(promise,)))
    broken, _ = verdict_on(dyke(*may_stay, safeguards=(promise,)))

    assert (proved.finding, proved.undecided) == (None, None)
    assert broken.undecided is None
    assert [type(one.command) for one in broken.finding.story] == [Move]


def test_what_is_possible_is_reached_by_what_is_told():
    """A case that needs several things told is found, and one that contradicts them is not."""
    there = dyke(*TELLING, moving(loud), down(called_last), safeguards=(said(possible, AT_FOOT & some_wet),))
    nowhere = dyke(*TELLING, moving(loud), down(called_last), safeguards=(said(possible, AT_FOOT & soft),))

    assert verdict_on(there)[0].finding is None
    assert verdict_on(nowhere)[0].finding.story is None
