"""Looking back along a story: what must have been told before, and what cannot have been."""

import attrs
import pytest
from tests.unit.verification.dyke import BY, CALL, CARRY, WHISPER, Go, Move, called, dyke, foot, slope, top

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS
from community_policing.verification._domains import Domains
from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT
from community_policing.verification._needs import NO, UNASSESSED, YES, ClashError, Looker, Needs
from community_policing.verification._values import RISKS
from community_policing.verification._world import BY as TELLER
from community_policing.verification._world import COUNT, PAYLOAD, RISK, STAFF, THERE
from community_policing.workflows import Marks, State, Unmarks, Workflow, command

LAMP, WORN, GATE = ("mark", "dyke-lamp"), ("mark", "worn"), ("mark", "gate-open")
"""A mark that only the dyke sets, one that nobody removes, and one that another workflow sets and removes."""
CALLED, WHISPERED, CARRIED = ("dyke.call", ()), ("dyke.whisper", ()), ("dyke.carry", ("p1",))


@command("pond.open")
class Open:
    """Open the gate of the pond."""


@command("pond.shut")
class Shut:
    """Shut the gate of the pond."""


full, drained = State("full", initial=True), State("drained", final=True)
OPEN = full.stay(on=Open, by=BY, then=(Marks("gate-open"),))
POND = Workflow("pond", (OPEN, full.to(drained, on=Shut, by=BY, then=(Unmarks("gate-open"),))))

LIGHT, DOUSE = attrs.evolve(CALL, then=(Marks("dyke-lamp"),)), attrs.evolve(WHISPER, then=(Unmarks("dyke-lamp"),))
FALL = slope.falls_to(foot, once=(called,))
DYKE = dyke(LIGHT, DOUSE, CARRY, top.to(slope, on=Move, by=BY), slope.to(foot, on=Go, by=BY), FALL)
LOOKER = Looker("dyke", Domains(rulebook_around(DYKE, POND), ADULTS, {}))


def var(place, *path):
    """Return the variable of what lies at *path* in the fact at *place*."""
    return (FACT, *place, *path)


def there(*places, **fields):
    """Return masks that suppose facts at *places*, and what the *fields* of the first hold."""
    found = {var(place, THERE): YES for place in places}
    return found | {var(places[0], name): mask for name, mask in fields.items()}


def missing(place):
    """Return masks that suppose no fact at *place*."""
    return {var(place, THERE): NO}


def needs(*many):
    """Return what must be so where each of *many* masks holds."""
    found = Needs()
    for masks in many:
        found = LOOKER.joined(found, masks)
    return found


def edge(step, key=(), **masks):
    """Return an edge of *step*, whose command tells *masks* of its fields."""
    told = {(PAYLOAD, step.command.name, name): mask for name, mask in masks.items()}
    return Edge(0, 1, step, told, key)


def clash(ask, *args):
    """Return how what is asked for clashes."""
    with pytest.raises(ClashError) as raised:
        ask(*args)
    return raised.value.commands, raised.value.fields, raised.value.lasting


# --------------------------------------------------------------------------- at one moment


def test_what_is_supposed_twice_must_be_both():
    """A field that two scenes suppose to hold something must hold what both leave it."""
    found = needs(there(CALLED, loud=0b11), there(CALLED, loud=0b10), missing(WHISPERED))

    assert found.facts == {CALLED: {("loud",): 0b10}}
    assert found.absent == {WHISPERED}


def test_what_other_tracks_were_told_is_not_needed():
    """Facts of other workflows may be on record or not."""
    assert needs({(FACT, "pond.open", (), THERE): YES, ("confidentiality",): 1}) == Needs()


def test_a_field_that_would_hold_two_things_clashes_by_its_name():
    """A clash over a field names the command and the field, whichever of several parts it lies in."""
    one, other = {var(CARRIED, "loads", 0, "dry"): 0b01}, {var(CARRIED, "loads", 0, "dry"): 0b10}

    assert clash(needs, one, other) == ({"dyke.carry"}, {("dyke.carry", "loads", "dry")}, set())


def test_a_fact_that_is_there_and_is_not_clashes_by_its_command():
    """A clash over a fact names the command."""
    assert clash(needs, there(CALLED, WHISPERED), missing(CALLED)) == ({"dyke.call"}, set(), set())


def test_an_order_matters_between_facts_that_are_there():
    """Of two facts it is kept which came later; where one is not there, nothing is."""
    later = {("later", CALLED, WHISPERED): 0b01}

    assert needs(there(CALLED, WHISPERED) | later).order == {(CALLED, WHISPERED)}
    assert needs(there(CALLED, WHISPERED) | {("later", CALLED, WHISPERED): 0b10}).order == {(WHISPERED, CALLED)}
    assert needs(there(CALLED) | later).order == set()


def test_two_orders_clash_by_both_commands():
    """Of two facts each cannot be told after the other."""
    both = there(CALLED, WHISPERED)

    found = clash(needs, both | {("later", CALLED, WHISPERED): 1}, both | {("later", WHISPERED, CALLED): 1})

    assert found == ({"dyke.call", "dyke.whisper"}, set(), set())


def test_a_risk_that_is_not_assessed_was_not_assessed_before():
    """What is not assessed in the end was never assessed, and a scene in which it was clashes."""
    assessed = RISKS.full & ~UNASSESSED

    assert needs({RISK: UNASSESSED}, {RISK: RISKS.full}).unassessed
    assert not needs({RISK: assessed}, {RISK: UNASSESSED | assessed}).unassessed
    assert clash(needs, {RISK: UNASSESSED}, {RISK: assessed}) == (set(), set(), {RISK})


@pytest.mark.parametrize("mark", [LAMP, WORN, GATE], ids=["its own", "for ever", "of others"])
def test_what_may_not_stand_later_does_not_stand_before_where_nobody_else_removes_it(mark):
    """A mark that stood before and later does not clashes, unless another workflow may have removed it."""
    if mark == GATE:
        assert needs({mark: NO}, {mark: YES}).marks == set()
    else:
        assert clash(needs, {mark: NO}, {mark: YES}) == (set(), set(), {mark})


def test_what_stands_later_may_have_been_set_by_somebody_else():
    """A mark that stands later may not have stood before, where others may have set it; the track's own did stand."""
    assert needs({WORN: YES}, {WORN: NO}).marks == {("worn", False)}
    assert needs({LAMP: YES}, {LAMP: YES}).marks == {("dyke-lamp", True)}
    assert clash(needs, {LAMP: YES}, {LAMP: NO}) == (set(), set(), {LAMP})


# --------------------------------------------------------------------------- before a step


def test_what_a_step_tells_is_not_needed_before_it():
    """Before a fact is told it need not be there, nor anything told before it."""
    later = needs(there(CALLED, WHISPERED, loud=0b10) | {("later", CALLED, WHISPERED): 1})

    before = LOOKER.before(edge(LIGHT, loud=0b11), later)

    assert before == LOOKER.without(edge(LIGHT), later) == Needs({WHISPERED: {}})


def test_what_a_step_rests_on_is_needed_before_it():
    """Before a step that is what its path supposes, besides what is needed after it."""
    step = edge(CARRY, ("p2",))

    before = LOOKER.before(attrs.evolve(step, masks=there(CALLED)), needs(missing(WHISPERED)))

    assert before == Needs({CALLED: {}}, frozenset({WHISPERED}))
    assert LOOKER.without(attrs.evolve(step, masks=there(CALLED)), needs(missing(WHISPERED))) == needs(
        missing(WHISPERED)
    )


def test_a_fact_about_one_party_is_not_told_of_another():
    """What is needed of one party stays needed where another was spoken of."""
    later = needs(there(CARRIED))

    assert LOOKER.without(edge(CARRY, ("p2",)), later) == later
    assert LOOKER.without(edge(CARRY, ("p1",)), later) == Needs()


@pytest.mark.parametrize("step", [FALL, OPEN], ids=["a rule that falls", "another's step"])
def test_what_tells_nothing_of_the_track_changes_nothing(step):
    """A rule that falls, and a command of another workflow, tell nothing that is needed."""
    later = needs(there(CALLED), missing(WHISPERED))

    assert LOOKER.without(Edge(0, 1, step, {}), later) == later


def test_what_may_not_be_told_clashes_by_its_command():
    """A step that tells what must not be on record clashes."""
    assert clash(LOOKER.without, edge(CALL), needs(missing(CALLED))) == ({"dyke.call"}, set(), set())


def test_what_is_told_otherwise_clashes_by_the_field():
    """A step that tells a field otherwise than is needed clashes, and names it."""
    found = clash(LOOKER.without, edge(CALL, loud=0b01), needs(there(CALLED, loud=0b10)))

    assert found == ({"dyke.call"}, {("dyke.call", "loud")}, set())


def test_who_told_is_who_acted():
    """A fact that somebody must have told clashes with a step that another takes."""
    officer = {var(CALLED, TELLER): 1 << STAFF.values.index("officer-1")}
    acting = {who: Edge(0, 1, CALL, {("actor", "id"): mask}) for who, mask in (("officer-3", 1), ("officer-1", 2))}

    assert LOOKER.without(acting["officer-1"], needs(officer)) == Needs()
    assert clash(LOOKER.without, acting["officer-3"], needs(officer))[1] == {("dyke.call", TELLER)}


def test_a_fact_told_too_early_clashes_by_both_commands():
    """A step that tells last what must have been told before something else clashes."""
    later = needs(there(CALLED, WHISPERED) | {("later", CALLED, WHISPERED): 1})

    assert clash(LOOKER.without, edge(WHISPER), later) == ({"dyke.call", "dyke.whisper"}, set(), set())


def test_a_fact_told_again_is_needed_once_less():
    """Where a fact must have been told more than once, it must have been told before; else it need not."""
    twice_or_more, once_or_more = needs({var(CALLED, COUNT): 0b1110}), needs({var(CALLED, COUNT): 0b1111})

    assert LOOKER.without(edge(CALL), twice_or_more) == Needs({CALLED: {(COUNT,): 0b111}})
    assert LOOKER.without(edge(CALL), once_or_more) == Needs()


def test_a_mark_that_a_step_sets_is_not_needed_before_it():
    """Before a step that sets or removes a mark it may stand or not; after it, it cannot be otherwise."""
    assert LOOKER.without(edge(LIGHT), needs({LAMP: YES})) == Needs()
    assert LOOKER.without(edge(DOUSE), needs({LAMP: NO})) == Needs()
    assert LOOKER.without(edge(CARRY), needs({LAMP: YES})) == needs({LAMP: YES})
    assert clash(LOOKER.without, edge(LIGHT), needs({LAMP: NO})) == (set(), set(), {LAMP})
    assert clash(LOOKER.without, edge(DOUSE), needs({LAMP: YES})) == (set(), set(), {LAMP})


# --------------------------------------------------------------------------- at the beginning


def test_nothing_was_told_at_the_beginning():
    """At the beginning nothing is told and no mark of the track's own stands."""
    LOOKER.at_start(needs(missing(CALLED), {LAMP: NO, RISK: UNASSESSED}))
    LOOKER.at_start(needs({WORN: YES}))

    assert clash(LOOKER.at_start, needs(there(CALLED))) == ({"dyke.call"}, set(), set())
    assert clash(LOOKER.at_start, needs({LAMP: YES})) == (set(), set(), {LAMP})
