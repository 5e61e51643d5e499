"""States, and the steps that are made from them."""

import attrs
import pytest
from tests.unit.workflows.village import (
    Choose,
    Finish,
    GiveUp,
    GoOn,
    Pause,
    SetOut,
    area_is_safe,
    done,
    leader_is_another,
    missed,
    paused,
    waiting,
    walking,
)

from community_policing.workflows import (
    TIMEKEEPER,
    ByField,
    Lapse,
    State,
    When,
    by_field,
    each_of,
    every_live_state,
    spec_of,
    where,
)
from community_policing.workflows._lapse import lapses


def test_a_transition_says_everything_in_one_value():
    """What is written in the call stands in the transition, as tuples."""
    step = waiting.to(
        walking,
        on=SetOut,
        by=["intake-officer"],
        when=[area_is_safe],
        given=[leader_is_another],
        effects=["tell"],
        opens=["visit"],
        ends=["talk"],
        assigns={"mediator": "leader"},
        settles=True,
    )

    assert (step.sources, step.target, step.dest) == ((waiting,), walking, "walking")
    assert (step.by, step.when, step.given) == (("intake-officer",), (area_is_safe,), (leader_is_another,))
    assert (step.effects, step.opens, step.ends) == (("tell",), ("visit",), ("talk",))
    assert (step.assigns, step.settles, step.then) == ((("mediator", "leader"),), True, ())
    assert step.command is spec_of(SetOut)


def test_staying_has_no_destination_and_never_settles():
    """A step that stays records and leads nowhere."""
    step = walking.stay(on=Pause, by=("intake-officer",), assigns={"mediator": "leader"})

    assert (step.dest, step.target, step.settles) == (None, None, False)
    assert step.assigns == (("mediator", "leader"),)


def test_a_rule_of_falling_names_where_and_why():
    """A fall has no command and no role."""
    fall = walking.falls_to(done, once=[~area_is_safe], effects=["call-help"])

    assert (fall.sources, fall.dest, fall.once, fall.effects) == ((walking,), "done", (~area_is_safe,), ("call-help",))


def test_several_states_are_the_source_of_one_line():
    """`each_of` writes one line for several states."""
    step = each_of(waiting, walking).to(done, on=Finish, by=("mediator",))

    assert step.sources == (waiting, walking)


def test_every_live_state_is_found_among_those_that_are_there():
    """Final and resting states, and those excepted, are not meant."""
    sources = every_live_state(but=(waiting,)).to(done, on=GiveUp, by=("mediator",)).sources

    assert sources.among((waiting, walking, paused, done)) == (walking,)
    assert every_live_state().among((waiting, paused)) == (waiting,)


@pytest.mark.parametrize(("state", "live"), [(walking, True), (paused, False), (done, False)])
def test_a_state_is_live_unless_it_rests_or_is_final(state, live):
    """Resting and final states leave nothing open."""
    assert state.live is live


def test_states_are_values():
    """Two states written alike are one state; nothing of a state changes."""
    assert State("waiting", within=waiting.within) != waiting
    assert attrs.evolve(waiting) == waiting
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        waiting.final = True


def test_openings_follow_a_field():
    """With a table the field's value is looked up; without one it is itself what is opened."""
    table, plain = by_field("routes", {"walk": "walk@walking"}), by_field("routes")
    command = Choose(("visit", "walk"))

    assert table.chosen(command) == ("walk@walking",)
    assert plain.chosen(command) == ("visit", "walk")
    assert ByField("party").chosen(Choose((), party="p1")) == ("p1",)
    assert table.targets() == ("walk@walking",)
    assert plain.targets() == ()


def test_a_table_of_openings_is_frozen():
    """Changing the mapping afterwards changes nothing."""
    mapping = {"walk": "walk@walking"}
    opening = by_field("routes", mapping)

    mapping.clear()

    assert opening.targets() == ("walk@walking",)
    assert ByField("routes", (("walk", "walk"),)).targets() == ("walk",)


def test_an_opening_may_depend_on_a_guard():
    """`where` names the track and the guard."""
    assert where("visit", area_is_safe) == When("visit", area_is_safe)


def test_a_state_that_lapses_has_the_timekeepers_way_out():
    """Only the timekeeper, only when the time is over, only to where the state lapses."""
    (step,) = lapses((walking, waiting))

    assert (step.sources, step.target, step.on, step.by) == ((waiting,), missed, Lapse, (TIMEKEEPER,))
    assert [guard.code for guard in step.when] == ["deadline-not-passed"]
    assert GoOn is not step.on
