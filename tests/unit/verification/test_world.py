"""One path: every answer narrows what is still possible, and what was answered stays so."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.verification.marsh import RULES, CountBoats, Flag, Hear, Lower

from community_policing.verification import ADULTS
from community_policing.verification._choices import Domain
from community_policing.verification._domains import Domains
from community_policing.verification._lens import Known, Lens, TooCoarseError
from community_policing.verification._values import AGES, RISKS
from community_policing.verification._world import ACTORS, AGE, RISK, STAFF, World, as_actor, as_teller
from community_policing.workflows import spec_of

QUIET = Known("quiet")
DOMAINS = Domains(RULES, ADULTS, {})
NUMBERS = Domain(range(6))
FLAG, LOWER, HEAR, COUNT = map(spec_of, (Flag, Lower, Hear, CountBoats))


def walked(ask, *, lens=None, known=QUIET, own="marsh"):
    """Return what *ask* answers of each world there may be."""
    world, found = World(DOMAINS, lens or Lens(), own), []

    def walk():
        world.begin(known)
        found.append(ask(world))
        return world.consulted

    for _ in world.trail.paths(walk):
        pass
    return found


@given(st.lists(st.frozensets(st.integers(0, 5)), max_size=4))
def test_answers_agree_with_some_value(sets):
    """Whatever is asked of one variable, some value gives all of the answers, and every such list of answers is met."""

    def ask(world):
        return tuple(world.ask(("n",), NUMBERS, some, some.__contains__) for some in sets)

    assert set(walked(ask)) == {tuple(value in some for some in sets) for value in range(6)}


def test_what_is_held_fast_stays_so():
    """A variable that is held leaves nothing else to answer."""
    world = World(DOMAINS, Lens(), "marsh")

    world.begin(Known("quiet"), {("n",): 0b100})

    assert world.value(("n",), NUMBERS) == 2
    assert world.consulted == 0


def test_what_lasts_is_asked_first():
    """What a lens follows because it lasts is decided before anything else."""

    def ask(world):
        return world.value(RISK, RISKS) is None, world.first

    found = walked(ask, lens=Lens(lasting={RISK}))

    assert {is_open for is_open, _ in found} == {True, False}
    assert {first for _, first in found} == {1}


def test_a_fact_that_is_not_followed_may_be_there_or_not():
    """A fact that is not followed is there on one path and missing on another, and asked again it is the same."""
    found = walked(lambda world: (world.told(FLAG, ()) is None, world.told(FLAG, ()) is None))

    assert found == [(True, True), (False, False)]


def test_a_fact_that_is_followed_is_there_when_it_is_known():
    """A fact that the lens follows is as it is known, and that is remembered to have been looked at."""
    known = Known("looked-at", facts=(("marsh.flag", ()),))
    lens = Lens(tracked={"marsh.flag", "marsh.lower"})

    found = walked(
        lambda world: (world.told(FLAG, ()), world.told(LOWER, ()), world.looked_back), lens=lens, known=known
    )

    ((flag, lower, looked_back),) = found
    assert flag.place == ("marsh.flag", ())
    assert lower is None
    assert looked_back == {"marsh.flag", "marsh.lower"}


def test_every_fact_of_a_command_is_one_for_each_party_or_those_known():
    """Facts by party may be there for each; those that are followed are those known."""
    loose = walked(lambda world: tuple(told.place[1] for told in world.every(HEAR)))
    known = Known("looked-at", facts=(("marsh.hear", ("p2",)),))
    exact = walked(lambda world: [told.place[1] for told in world.every(HEAR)], lens=Lens(everything=True), known=known)

    assert set(loose) == {(), (("p1",),), (("p2",),), (("p1",), ("p2",))}
    assert exact == [[("p2",)]]


def test_the_order_of_facts_is_followed_once_it_is_asked_for():
    """Where the order of exact facts is asked for, the lens is widened first; then it is as it is known."""
    lens = Lens(tracked={"marsh.flag", "marsh.lower"})
    known = Known("looked-at", facts=(("marsh.flag", ()), ("marsh.lower", ())))

    def ask(world):
        return world.is_later(world.told(LOWER, ()), world.told(FLAG, ()))

    with pytest.raises(TooCoarseError):
        walked(ask, lens=lens, known=known)
    assert lens.ordered == {"marsh.flag", "marsh.lower"}
    assert walked(ask, lens=lens, known=known) == [True]


def test_a_count_is_followed_once_it_is_asked_for():
    """How often a fact was told may be anything, until it is followed: then the lens is widened, and it is known."""
    lens = Lens(tracked={"marsh.count-boats"})
    known = Known("looked-at", (("marsh.count-boats", ()),), ((("marsh.count-boats", ()), 3),))

    def ask(world):
        return world.counted(COUNT, world.told(COUNT, ()))

    assert set(walked(ask)) == {0, 1, 2, 3, 4}
    with pytest.raises(TooCoarseError):
        walked(ask, lens=lens, known=known)
    assert walked(ask, lens=lens, known=known) == [3]
    assert walked(ask, lens=lens) == [0]


@given(st.integers(1, 7))
def test_who_acts_is_who_told(mask):
    """The same people are meant in the order of who acts and in that of who told."""
    assert set(STAFF.among(as_teller(mask))) == set(ACTORS.among(mask))
    assert as_actor(as_teller(mask)) == mask


DAY, SINCE_REST = timedelta(days=1), ("since", ("marsh.rest", ()))


def is_older(world, var):
    """Return whether *var* is at least a day old, blaming for it nothing that was answered before."""
    world.consulted = 0
    return world.age(var, ("least", DAY), lambda age: age >= DAY)


def ages(*variables):
    """Return every way in which *variables* may be at least a day old."""
    world, found = World(DOMAINS, Lens(), "marsh"), set()

    def walk():
        world.begin(QUIET)
        blame, answers = 0, []
        for var in variables:
            answers.append(is_older(world, var))
            blame |= world.consulted
        found.add(tuple(answers))
        return blame

    for _ in world.trail.paths(walk):
        pass
    return found


def test_what_led_to_a_state_is_no_younger_than_the_state():
    """A command that always leads on was told no later than the state was entered, whichever is asked first."""
    assert ages(AGE, SINCE_REST) == {(False, False), (False, True), (True, True)}
    assert ages(SINCE_REST, AGE) == {(False, False), (True, False), (True, True)}


def test_what_led_to_states_in_turn_is_no_younger_than_the_last():
    """Of several commands that lead on each was told no later than the state was entered."""
    since = ("since", ("marsh.go-on", ()))

    found = ages(SINCE_REST, since, AGE)

    assert found == {
        (a, b, c) for a in (False, True) for b in (False, True) for c in (False, True) if not c or (a and b)
    }


def test_what_leaves_a_track_where_it_is_may_be_younger_than_the_state():
    """A command that stays may have been told at any time since."""
    assert ages(AGE, ("since", ("marsh.flag", ()))) == set(product((False, True), repeat=2))


def test_how_young_something_may_be_rests_on_how_old_the_state_is():
    """An answer that follows from the age of the state blames what that age rests on."""
    world = World(DOMAINS, Lens(), "marsh")
    world.begin(QUIET, {AGE: AGES.full & -(1 << AGES.values.index(DAY))})

    assert is_older(world, SINCE_REST)
    assert world.consulted == 0
    world.begin(QUIET)
    first = is_older(world, SINCE_REST), world.consulted
    assert first == (False, 1)
    assert (is_older(world, AGE), world.consulted) == (False, 1)
