"""What makes a proof fast changes nothing that it finds: no guard is run again for what it answered before."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.verification.dyke import BY, TELLING, Go, Move, called, dyke, foot, loud, slope, top
from tests.unit.verification.marsh import MARSH, RULES, unarmed, water_is_low

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS
from community_policing.verification._around import SupposedActor
from community_policing.verification._choices import Domain, FickleGuardError
from community_policing.verification._domains import Domains
from community_policing.verification._escape import leaves_open
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._graph import Move as Moved
from community_policing.verification._lens import FACT, Known, Lens
from community_policing.verification._memory import Memory
from community_policing.verification._recall import OFTEN
from community_policing.verification._walked import Walked
from community_policing.workflows import holding, in_state

CALLS = "dyke.call"
SPOKEN = (CALLS, ())
GO = slope.to(foot, on=Go, by=BY)
NUMBERS = Domain(range(5))


def explorer():
    """Return what has explored nothing of the marsh yet."""
    return Explorer(MARSH, Domains(RULES, ADULTS, {}), Lens(), most=500, looks=False)


def walked(made, ask):
    """Return what *ask* answers, on every path, where the track of *made* is quiet."""
    found = []

    def path():
        made.world.begin(Known("quiet"))
        here = made.situation(Known("quiet"), SupposedActor(made.world, made.capacities(())))
        found.append(ask(here))
        return made.world.consulted

    for _ in made.world.trail.paths(path):
        pass
    return found


# --------------------------------------------------------------------------- guards that were heard before


def test_a_guard_is_not_run_for_what_it_answered_before():
    """A guard is run until it answered everything twice, and then only now and then."""
    made, runs = explorer(), []

    def asks(s):
        runs.append(s.risk)
        return s.risk is None

    answers = [sorted(walked(made, lambda here: made.recall.answer(asks, here))) for _ in range(OFTEN)]

    assert all(one == answers[0] for one in answers)
    assert set(answers[0]) == {False, True}
    assert len(runs) < 5 * len(answers[0])


def test_a_guard_that_reads_its_state_is_run_in_each():
    """What a guard reads without asking is part of what it was told."""
    made = explorer()

    def is_quiet(s):
        return s.track.state == "quiet"

    for state in ("quiet", "seen", "quiet", "seen", "quiet", "seen"):
        made.world.begin(Known(state))
        here = made.situation(Known(state), SupposedActor(made.world, made.capacities(())))
        assert made.recall.answer(is_quiet, here) is (state == "quiet")


def test_a_guard_that_answers_the_same_otherwise_is_found_out():
    """A guard that asks nothing and answers now so, now so, is no function of the case."""
    made, calls = explorer(), itertools.count()
    here = made.situation(Known("quiet"), SupposedActor(made.world, made.capacities(())))
    made.world.begin(Known("quiet"))

    def fickle(_):
        return bool(next(calls) % 2)

    assert not made.recall.answer(fickle, here)
    with pytest.raises(FickleGuardError):
        made.recall.answer(fickle, here)


def test_after_a_step_every_guard_is_run():
    """Where a step has moved other tracks, nothing is taken from before."""
    made, runs = explorer(), []

    def asks(s):
        runs.append(s.is_live("ferry"))
        return runs[-1]

    def moved(here):
        here.moved = {"ferry": ("near", True)}
        return made.recall.answer(asks, here)

    for _ in range(3):
        walked(made, moved)

    assert runs == [True] * 3


@pytest.mark.parametrize(
    "where",
    [
        holding(unarmed) & holding(water_is_low),
        holding(unarmed) | in_state("quiet"),
        ~holding(unarmed) | ~in_state("quiet"),
        in_state("near", of="ferry") & holding(~unarmed),
    ],
    ids=repr,
)
def test_a_place_covers_what_it_covers(where):
    """What is remembered of the guards of a place changes nothing in where it is."""
    made = explorer()

    answers = [walked(made, lambda here: (made.recall.covers(where, here), where.covers(here))) for _ in range(4)]

    assert all(remembered == plain for one in answers for remembered, plain in one)


# --------------------------------------------------------------------------- paths that begin alike

questions = st.lists(st.tuples(st.integers(0, 2), st.frozensets(st.integers(0, 4))), max_size=5)


@given(st.lists(questions, max_size=4))
def test_what_the_path_before_answered_is_answered_so_again(guards):
    """Whether or not a path takes answers from the one before, it hears the same, and rests on the same."""

    def heard(*, again):
        world, found = Walked(), []

        def answer(asked):
            said = [world.tell_apart(("n", var), NUMBERS.parts(some, some.__contains__)) for var, some in asked]
            return all(said)

        def path():
            world.start({})
            answers, blame = [], 0
            for asked in guards:
                world.consulted = 0
                said = world.again(lambda asked=asked: answer(asked)) if again else answer(asked)
                answers.append((said, world.consulted))
                blame |= world.consulted
            found.append((answers, dict(world.masks), dict(world.because)))
            return blame

        for _ in world.trail.paths(path):
            pass
        return found

    assert heard(again=True) == heard(again=False)


# --------------------------------------------------------------------------- moves and ways that are known


def test_a_move_is_known_where_only_a_field_differs_that_it_does_not_read():
    """A move that reads of a fact that it is there, and one field of it, is the same whatever another field holds."""
    spoken, aside = (FACT, *SPOKEN, "loud"), (FACT, *SPOKEN, "near")
    narrow, wide = Lens({CALLS}, {(CALLS, "loud")}), Lens({CALLS}, {(CALLS, "loud"), (CALLS, "near")})
    known = Known("top", (SPOKEN,), masks=frozenset({(spoken, 1)}))
    before = Memory(narrow, None)
    before.keep(known, "go", (Moved(GO, {spoken: 1}, {}),), {CALLS}, {CALLS, (CALLS, "loud")})
    memory = Memory(wide, before)

    for mask in (1, 2):
        moves = memory.moves(Known("top", (SPOKEN,), masks=frozenset({(spoken, 1), (aside, mask)})), "go")
        assert [move.masks for move in moves] == [{spoken: 1}]
    assert memory.moves(Known("top", (SPOKEN,), masks=frozenset({(spoken, 2), (aside, 1)})), "go") is None
    assert memory.moves(known, CALLS) is None


@pytest.mark.parametrize("fields", [set(), {(CALLS, "near")}, {(CALLS, "loud"), (CALLS, "near")}])
def test_a_lens_with_more_fields_finds_what_it_finds_alone(fields):
    """What is taken from an exploration with fewer fields leads where looking for it again would lead."""
    workflow = dyke(*TELLING, top.to(slope, on=Move, by=BY), slope.to(foot, on=Go, by=BY, when=(~called, loud)))
    rules = rulebook_around(workflow)

    def explored(lens, base=None):
        made = Explorer(workflow, Domains(rules, ADULTS, {}), lens, most=500, looks=False, base=base)
        made.explored()
        return made

    def steps(made):
        nodes = made.graph.nodes
        return {(nodes[one.source], nodes[one.dest], id(one.step)) for one in made.graph.edges}

    base = explored(Lens({CALLS}, {(CALLS, "loud")} & fields))

    assert steps(explored(Lens({CALLS}, set(fields)), base)) == steps(explored(Lens({CALLS}, set(fields))))


def test_a_way_is_open_where_its_own_path_leaves_what_is_held():
    """A step whose path left a risk open is known to be taken at that risk."""
    edge = Edge(0, 1, GO, {("risk",): 0b110})

    assert leaves_open(edge, {("risk",): 0b010})
    assert leaves_open(edge, {("matter",): 1})
    assert not leaves_open(edge, {("risk",): 0b001})
