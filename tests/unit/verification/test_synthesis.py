"""Plain cases of what a path supposes: how long ago, by whom, and what has passed since."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import frozen
from tests.unit.verification.dyke import BY as OFFICERS
from tests.unit.verification.dyke import CALL, Go, Move, dyke, explorer_of, foot, slope, top
from tests.unit.verification.marsh import MARSH, RULES, Cross, Flag, Landing, Look, Rest

from community_policing.verification import ADULTS
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._lens import FACT, Lens
from community_policing.verification._stories import Telling
from community_policing.verification._synthesis import LONG_AGO, Synthesis, _long_ago
from community_policing.verification._values import AGES
from community_policing.verification._world import BY, STAFF

DAY = timedelta(days=1)
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@frozen
class Stop:
    """A stop on the way, and when it ends."""

    until: datetime


@frozen
class Round:
    """A round with its stops."""

    stops: tuple[Stop, ...]


def synthesis():
    """Return what makes plain cases of the marsh."""
    explorer = Explorer(MARSH, Domains(RULES, ADULTS, {}), Lens(), most=500, looks=False)
    return Synthesis(explorer.graph, explorer.domains)


def age_of(command, *, masks, age):
    """Return how long ago *command* was told on a track that has been in its state for *age*."""
    place = (type(command).__command__.name, ())
    told = {place: Telling(command, "officer-1", seq=1)}
    return synthesis()._telling(place, {("since", place): masks}, told, age).age


def younger(than):
    """Return the mask of the ages below *than*."""
    return (1 << AGES.values.index(than)) - 1


def test_what_led_to_a_state_was_told_before_it_was_entered():
    """A command that always leads on is plainly as old as the state, and older where the path says so."""
    assert age_of(Rest(), masks=AGES.full, age=2 * DAY) == 2 * DAY
    assert age_of(Rest(), masks=AGES.full & ~younger(3 * DAY), age=DAY) == 3 * DAY


def test_what_stays_was_plainly_told_just_now():
    """A command that leaves the track where it is may have been told since; plainly it was just now."""
    assert age_of(Flag(), masks=AGES.full, age=2 * DAY) == timedelta()


def test_what_the_path_says_of_an_age_goes_first():
    """Where the path leaves only what is younger than the state, that is taken."""
    assert age_of(Rest(), masks=younger(DAY), age=2 * DAY) == timedelta()


def test_a_fact_that_nobody_told_is_as_the_path_supposes_it():
    """A fact of another track is told by whom the path says; plainly by the officer."""
    place, colleague = ("ferry.cross", ()), 1 << STAFF.values.index("officer-2")

    plain, supposed = (synthesis()._telling(place, {(FACT, *place, BY): mask}, {}, DAY) for mask in (7, colleague))

    assert (plain.by, supposed.by) == ("officer-1", "officer-2")
    assert plain.command == Cross()


def test_a_moment_is_moved_wherever_it_lies():
    """A moment of a command, and of one of its parts, is moved into the past; nothing else is."""
    look = Look((Landing("p1", dry=True),), MOMENT)
    two = Round((Stop(MOMENT), Stop(MOMENT)))

    assert _long_ago(look, ("until",)) == Look(look.landings, MOMENT - LONG_AGO)
    assert _long_ago(two, ("stops", 1, "until")) == Round((Stop(MOMENT), Stop(MOMENT - LONG_AGO)))
    assert _long_ago(look, ("back",)) == look


def test_a_day_is_moved_too():
    """A day that a command told is moved as a moment is."""
    look = Look((), MOMENT, date(2026, 3, 1))

    assert _long_ago(look, ("back",)).back == date(2026, 3, 1) - LONG_AGO


@pytest.mark.parametrize("order", [1, 2])
def test_of_two_facts_that_were_told_the_order_is_kept(order):
    """A fact that the path supposes to come later than another has a higher rank."""
    first, second = ("ferry.cross", ()), ("record.open", ())
    made, masks = synthesis(), {("later", first, second): order}

    assert (made._rank(first, masks) > made._rank(second, masks)) is (order == 1)


def test_a_step_that_its_state_does_not_offer_is_the_only_choice():
    """The transitions of a command are those that the state offers; without any it is the one that was taken."""
    workflow = dyke(CALL, top.to(slope, on=Move, by=OFFICERS), slope.to(foot, on=Go, by=OFFICERS))
    explorer = explorer_of(workflow)
    made = Synthesis(explorer.graph, explorer.domains)

    assert made._choices("top", CALL) == (CALL,)
    assert made._choices("foot", CALL) == (CALL,)
