"""Nothing is looked at twice, and nothing is found otherwise for it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.verification import gate, marsh
from tests.unit.verification.dyke import (
    BY,
    TELLING,
    Call,
    Go,
    Move,
    Whisper,
    all_dry,
    called,
    called_last,
    called_twice,
    caller_goes,
    dyke,
    foot,
    lit,
    loud,
    slope,
    some_wet,
    top,
)

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Move as Moved
from community_policing.verification._lens import FACT, Known, Lens
from community_policing.verification._memory import Memory
from community_policing.workflows import Marks

CALLS, WHISPERS = "dyke.call", "dyke.whisper"
SPOKEN, BREATHED = (CALLS, ()), (WHISPERS, ())
GO = slope.to(foot, on=Go, by=BY)
MOVED = (Moved(GO, {("n",): 1}, {}),)


def kept(lens, known, what="go", *, followed=(), read=(), base=None):
    """Return a memory through *lens* that remembers of *what* at *known* that it moves."""
    memory = Memory(lens, base)
    memory.keep(known, what, MOVED, set(followed), set(read))
    return memory


def is_same(moves):
    """Return whether *moves* are those that were kept."""
    return moves is not None and [(one.step, one.masks) for one in moves] == [(GO, {("n",): 1})]


# --------------------------------------------------------------------------- one memory


def test_a_move_is_known_where_nothing_it_reads_differs():
    """What a command comes to is remembered for every past that differs only in what it does not read."""
    memory = kept(Lens(tracked={CALLS, WHISPERS}), Known("top", (SPOKEN,)), followed={CALLS})

    assert is_same(memory.moves(Known("top", (SPOKEN,)), "go"))
    assert is_same(memory.moves(Known("top", (SPOKEN, BREATHED)), "go"))
    assert memory.moves(Known("top"), "go") is None
    assert memory.moves(Known("top", (SPOKEN,), masks=frozenset({(("mark", "lamp"), 2)})), "go") is None


def test_a_move_is_known_of_one_command_in_one_state():
    """What one command comes to in one state says nothing of another command or state."""
    memory = kept(Lens(), Known("top"))

    assert is_same(memory.moves(Known("top"), "go"))
    assert memory.moves(Known("top"), 0) is None
    assert memory.moves(Known("slope"), "go") is None


def test_a_move_forgets_what_was_known_of_facts_it_did_not_read():
    """What was known of other facts is no part of what is remembered."""
    var, other = (FACT, *SPOKEN, "loud"), (FACT, *BREATHED, "low")
    known = Known("top", (SPOKEN, BREATHED), masks=frozenset({(var, 1), (other, 1)}))
    memory = Memory(Lens(tracked={CALLS, WHISPERS}), None)

    memory.keep(known, "go", (Moved(GO, {var: 1, other: 1}, {}),), {CALLS}, {CALLS, (CALLS, "loud")})

    assert [move.masks for move in memory.moves(known, "go")] == [{var: 1}]


# --------------------------------------------------------------------------- and the one before


def test_a_move_is_taken_from_before_where_it_reads_nothing_more():
    """What was found through a narrower lens holds where what is told apart besides is not read."""
    before = kept(Lens(), Known("top"), read={CALLS})
    past = Known("top", (BREATHED,))

    assert is_same(Memory(Lens(tracked={WHISPERS}), before).moves(past, "go"))
    assert is_same(Memory(Lens(fields={(WHISPERS, "low")}), before).moves(past, "go"))


@pytest.mark.parametrize(
    "lens",
    [
        Lens(tracked={CALLS}),
        Lens(fields={(CALLS, "loud")}),
        Lens(tracked={"go"}),
        Lens(keyed=True),
        Lens(lasting={("risk",)}),
    ],
    ids=["a fact it reads", "a field of one", "the command itself", "whom it is about", "what lasts"],
)
def test_a_move_is_looked_for_again_where_more_is_told_apart_of_what_it_reads(lens):
    """What was found through a narrower lens does not hold where what it read is told apart now."""
    before = kept(Lens(), Known("top"), read={CALLS, (CALLS, "loud")})

    assert Memory(lens, before).moves(Known("top"), "go") is None


def test_what_was_found_anew_is_not_taken_from_before():
    """Where something was looked for again, only what was found then counts."""
    before = kept(Lens(), Known("top"))
    memory = kept(Lens(tracked={CALLS}), Known("top", (SPOKEN,)), followed={CALLS}, base=before)

    assert is_same(before.moves(Known("top"), "go"))
    assert memory.moves(Known("top"), "go") is None


def test_a_memory_reaches_back_to_the_first():
    """What was found through the first of several lenses is had through each that tells nothing of it apart."""
    first = kept(Lens(), Known("top"), read={CALLS})
    second = Memory(Lens(tracked={WHISPERS}), first)

    assert second.read_by("top", "go") == {CALLS}
    assert second.read_by("top", "else") == set()
    assert is_same(Memory(Lens(tracked={WHISPERS, "dyke.move"}), second).moves(Known("top"), "go"))
    assert Memory(Lens(tracked={WHISPERS, CALLS}), second).moves(Known("top"), "go") is None


# --------------------------------------------------------------------------- a whole exploration

move = top.to(slope, on=Move, by=BY)
back = slope.to(top, on=Whisper, by=BY)


def down(*when):
    """Return the step from the slope to the foot."""
    return slope.to(foot, on=Go, by=BY, when=when)


WORKFLOWS = (
    dyke(*TELLING, move, back, down(called_last)),
    dyke(*TELLING, move, back, slope.stay(on=Call, by=BY, when=(loud,)), down(called_twice)),
    dyke(
        *TELLING,
        top.to(slope, on=Move, by=BY, when=(some_wet,)),
        down(caller_goes),
        slope.falls_to(foot, once=(all_dry,)),
    ),
    dyke(*TELLING, top.to(slope, on=Move, by=BY, then=(Marks("dyke-lamp"),)), back, down(lit, called)),
    gate.GATE,
)
LASTING = (("risk",), ("mark", "dyke-lamp"), ("mark", "walked"))


@st.composite
def widened(draw):
    """Draw a workflow and two lenses, of which the second tells more facts apart."""
    workflow = draw(st.sampled_from(WORKFLOWS))
    fields = {(spec.name, field.name) for spec in workflow.commands for field in spec.fields}
    names = sorted(spec.name for spec in workflow.commands)
    paths = st.sets(st.sampled_from(sorted(fields)), max_size=2)
    some, lasting = st.sets(st.sampled_from(names), max_size=2), draw(st.sets(st.sampled_from(LASTING), max_size=1))
    keyed = draw(st.booleans())
    tracked, kept = draw(some), draw(paths)
    more, besides = draw(some), draw(paths)
    return workflow, _lens(tracked, kept, lasting, keyed), _lens(tracked | more, kept | besides, lasting, keyed)


def _lens(tracked, fields, lasting, keyed):
    """Return a lens that tracks what it keeps fields of."""
    return Lens(tracked | {path[0] for path in fields}, set(fields), lasting=set(lasting), keyed=keyed)


def explored(workflow, lens, base=None):
    """Return what is explored of *workflow* through a copy of *lens*."""
    rules = {"gate": gate.RULES, "marsh": marsh.RULES}.get(workflow.name) or rulebook_around(workflow)
    lens = Lens(set(lens.tracked), set(lens.fields), lasting=set(lens.lasting), keyed=lens.keyed)
    explorer = Explorer(workflow, Domains(rules, ADULTS, BOUNDS), lens, most=2000, looks=False, base=base)
    explorer.explored()
    return explorer


BOUNDS = {"marsh.count-boats.boats": (1,)}


def steps(graph):
    """Return the edges of *graph*: from what, to what, by which step and of whom."""
    return {(graph.nodes[one.source], graph.nodes[one.dest], id(one.step), one.key) for one in graph.edges}


@example((WORKFLOWS[1], Lens(), Lens({CALLS}, {(CALLS, "loud")})))
@example((WORKFLOWS[2], Lens(keyed=True), Lens({"dyke.carry"}, {("dyke.carry", "load")}, keyed=True)))
@example((marsh.MARSH, Lens({"marsh.look"}), Lens({"marsh.look", "marsh.flag", "marsh.rest"})))
@settings(max_examples=40)
@given(widened())
def test_what_is_explored_after_something_coarser_is_what_is_explored_alone(drawn):
    """The graph explored with what a narrower lens found at hand has the nodes and edges of one explored without."""
    workflow, narrow, wide = drawn
    before = explored(workflow, narrow)

    after, alone = explored(workflow, wide, base=before), explored(workflow, wide)

    assert (after.graph.cut, before.graph.cut, alone.graph.cut) == ("", "", "")
    assert set(after.graph.nodes) == set(alone.graph.nodes)
    assert steps(after.graph) == steps(alone.graph)
    assert after.graph.tried <= alone.graph.tried


def test_what_was_found_before_is_not_looked_for_again():
    """An exploration that tells nothing of interest apart takes no path at all."""
    workflow = dyke(*TELLING, move, down())
    before = explored(workflow, Lens())

    assert explored(workflow, Lens(tracked={"dyke.go"}), base=before).graph.tried == 1
    assert explored(workflow, Lens(), base=before).graph.tried == 0
