"""Exploring a workflow finds every step that some case takes, with what it tells, and no other."""

from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.verification.marsh import (
    BOTH,
    BY,
    FERRY,
    MARSH,
    RULES,
    marsh,
    proof,
)
from tests.unit.verification.test_choices import holds

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS, verify
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._lens import Lens
from community_policing.verification._values import YES_NO
from community_policing.verification._world import STAFF
from community_policing.workflows import PartyId, State, Workflow, command, guard, spec_of

NAMES = ("one", "two", "three", "four")


@command("bog.try")
class Try:
    """Try the way."""

    one: bool
    two: bool
    three: bool
    four: bool


here = State("here", initial=True)
ENDS = tuple(State(f"end-{number}", final=True) for number in range(3))
PLAIN = rulebook_around()

atoms = st.tuples(st.sampled_from(NAMES), st.booleans())
claims = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.just("if"), inner, inner, inner),
    ),
    max_leaves=5,
)
bogs = st.lists(st.lists(claims, min_size=1, max_size=2), min_size=1, max_size=3)
"""For each way out, the claims it rests on."""


def asking(claim):
    """Return a guard that holds where *claim* holds of the command."""

    def claimed(attempt):
        return holds(claim, lambda name, value: getattr(attempt.command, name) is value)

    return guard("bog-barred")(claimed)


def bog(ways):
    """Return a workflow that leads to the end of the first of *ways* that is open."""
    return Workflow(
        "bog",
        [here.to(end, on=Try, by=BY, given=map(asking, way)) for end, way in zip(ENDS, ways, strict=False)],
    )


def explored(workflow, lens, *, rules=PLAIN, cast=ADULTS, most=1000):
    """Return the graph of *workflow* as *lens* shows it."""
    return Explorer(workflow, Domains(rules, cast, {}), lens, most=most).explored()


def found_by(graph, names):
    """Return every state that *graph* comes to, with what may be on record there in the fields *names*."""
    found = set()
    for known in graph.nodes[graph.starts :]:
        masks = {var[-1]: mask for var, mask in known.masks}
        found.update(
            (known.state, *values)
            for values in product(*(YES_NO.among(masks.get(name, YES_NO.full)) for name in names))
        )
    return found


def by_force(ways, names):
    """Return the same by trying every command there is."""
    found = set()
    for values in product((True, False), repeat=len(NAMES)):
        case = dict(zip(NAMES, values, strict=True))
        for end, way in zip(ENDS, ways, strict=False):
            if all(holds(claim, lambda name, value, case=case: case[name] is value) for claim in way):
                found.add((end.name, *(case[name] for name in names)))
                break
    return found


MISSED_BEFORE = (
    ([[("if", ("two", True), ("one", False), ("three", True))], [("not", ("one", False))]], {"two"}),
    ([[("not", ("three", False)), ("two", False)], [("one", True)], [("one", False)]], {"two"}),
    (
        [[("one", False)], [("or", ("four", False), ("three", False))], [("three", False), ("one", True)]],
        {"three", "four"},
    ),
)
"""Ways out of which some were missed once: what kept a path from a later step, and looking for rivals on the way."""


@example(*MISSED_BEFORE[0])
@example(*MISSED_BEFORE[1])
@example(*MISSED_BEFORE[2])
@settings(max_examples=60)
@given(ways=bogs, kept=st.frozensets(st.sampled_from(NAMES), max_size=3))
def test_every_step_that_a_command_takes_is_found_with_what_it_tells(ways, kept):
    """What an exploration finds of a command, with the fields that are followed, is what trying each one finds."""
    names = sorted(kept)
    lens = Lens(tracked={"bog.try"}, fields={("bog.try", name) for name in names})

    graph = explored(bog(ways), lens)

    assert found_by(graph, names) == by_force(ways, names)


def test_a_story_leads_to_every_node():
    """The shortest way to a node begins where a track begins and ends at the node."""
    graph = explored(MARSH, Lens(), rules=RULES)

    for node in range(graph.starts, len(graph.nodes)):
        way = graph.story(node)
        assert way[0].source < graph.starts
        assert way[-1].dest == node
        assert all(one.dest == other.source for one, other in pairwise(way))
    assert graph.complete
    assert [edge.source for edge in graph.leaving(0)] == [0] * len(list(graph.leaving(0)))


def test_more_cases_than_can_be_looked_at_are_told_of(monkeypatch):
    """An exploration that finds too many cases stops and says how far it came."""
    monkeypatch.setattr("community_policing.verification._explore.MOST_NODES", 2)

    graph = explored(MARSH, Lens(), rules=RULES)

    assert not graph.complete
    assert "more than can be looked at (4 cases told apart" in graph.cut


def test_what_lasts_is_told_apart_where_it_is_followed():
    """Through a lens that follows a mark, a step that sets it leads to a case in which it stands."""
    graph = explored(MARSH, Lens(lasting={("mark", "marsh-seen")}), rules=RULES)

    marked = {known.state: set() for known in graph.nodes}
    for known in graph.nodes:
        marked[known.state].add(dict(known.masks).get(("mark", "marsh-seen")))
    assert marked["at-rest"] == {1, 2}
    assert None in marked["quiet"]


def test_a_track_for_each_party_is_explored_alike():
    """A workflow that runs once per party has the same ways as one that runs once per case."""
    each = marsh(per="party")
    report = verify(each, rules=rulebook_around(each, FERRY), casts=BOTH)

    assert report.ok
    assert report.tried == proof(MARSH, casts=BOTH).tried


@command("bog.say", key="party")
class Say:
    """Say something for a party."""

    party: PartyId


def test_a_party_is_spoken_for_by_nobody_elses_voice():
    """Who speaks for one party gives no command about another."""
    workflow = Workflow("bog", [here.stay(on=Say, by=("party-roles",)), here.to(ENDS[0], on=Try, by=BY)])

    graph = explored(workflow, Lens(tracked={"bog.say"}))

    assert {edge.key for edge in graph.edges if edge.key} == {("p1",), ("p2",)}


@guard("bog-not-held", otherwise="bog-held")
def is_held(s):
    """Who acts is who holds the case."""
    return s.actor.id in s.holders("case-officer")


@guard("bog-not-mine", otherwise="bog-mine")
def is_colleague(s):
    """A colleague of the officer acts."""
    return s.actor.id == "officer-2"


@guard("bog-not-officer", otherwise="bog-officer")
def is_officer(s):
    """The officer acts."""
    return s.actor.id == "officer-1"


HOLDER, ANYBODY = ("case-officer",), ("case-officer", "intake-officer")


@pytest.mark.parametrize(
    ("by", "when", "is_taken"),
    [
        (HOLDER, (~is_held,), False),
        (HOLDER, (is_held,), True),
        (HOLDER, (), True),
        (HOLDER, (is_colleague,), True),
        (HOLDER, (is_colleague, ~is_held), False),
        (ANYBODY, (~is_held,), True),
    ],
)
def test_a_role_that_is_held_on_the_case_is_taken_only_by_who_holds_it(by, when, is_taken):
    """A step for who holds the case is not taken by anybody else; one that others may take is."""
    workflow = Workflow("bog", [here.to(ENDS[0], on=Try, by=by, when=when), here.to(ENDS[1], on=Say, by=ANYBODY)])

    graph = explored(workflow, Lens())

    assert any(edge.step.command is spec_of(Try) for edge in graph.edges) is is_taken


@pytest.mark.parametrize("acts", [is_colleague, is_officer])
def test_who_does_not_hold_the_case_takes_the_next_step(acts):
    """Where a step for who holds the case comes first, another is taken by who does not."""
    first = here.to(ENDS[0], on=Try, by=HOLDER, when=(acts,))
    workflow = Workflow("bog", [first, here.to(ENDS[1], on=Try, by=ANYBODY, when=(acts, ~is_held))])

    graph = explored(workflow, Lens())

    assert {graph.nodes[edge.dest].state for edge in graph.edges} == {"end-0", "end-1"}


@command("bog.heard")
class Heard:
    """Say who spoke."""


def test_who_told_a_fact_is_told_apart_where_it_is_followed():
    """Through a lens that keeps who told, a fact is known by whom, as far as somebody asked."""
    told = here.stay(on=Heard, by=ANYBODY, when=(is_colleague,))
    workflow = Workflow("bog", [told, here.to(ENDS[0], on=Try, by=ANYBODY)])

    graph = explored(workflow, Lens(tracked={"bog.heard"}, fields={("bog.heard", "by")}))

    masks = {mask for known in graph.nodes for var, mask in known.masks if var[-1] == "by"}
    assert [STAFF.among(mask) for mask in masks] == [("officer-2",)]
