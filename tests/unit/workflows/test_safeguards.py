"""Safeguards say in codes what they claim, and those about everything a case can become are data like the others."""

from __future__ import annotations

import pickle

import attrs
import pytest
from tests.unit.workflows.test_watch import NOW, OFFICER, Look, decided, rules
from tests.unit.workflows.village import Finish, GoOn, Say, area_is_safe, every_party_was_heard

from community_policing.errors import InvalidWorkflowError
from community_policing.workflows import (
    ANYWHERE,
    Closable,
    Inevitable,
    Possible,
    Safeguard,
    State,
    Workflow,
    closable,
    forbids,
    holding,
    in_state,
    inevitable,
    keeps,
    leads,
    never,
    permits,
    possible,
    precedes,
)
from community_policing.workflows._safeguards import where_of
from community_policing.workflows._watch import breaches, broken

A, B, C = State("a", initial=True), State("b"), State("c", final=True)
BY = {"by": ("intake-officer",)}
STEPS = (A.to(B, on=GoOn, **BY), B.to(C, on=Finish, **BY), A.stay(on=Say, **BY))
TEXT = {"id": "s", "en": "It holds.", "ar": "هذا ثابت", "basis": "test"}
SAFE, HEARD = "area_is_safe", "every_party_was_heard"


def problems(safeguard):
    """Return the codes of what is wrong with a walk that carries *safeguard*."""
    with pytest.raises(InvalidWorkflowError) as caught:
        Workflow("walk", STEPS, (safeguard,))
    return [problem.code for problem in caught.value.problems]


# --------------------------------------------------------------------------- about all that a case can become

ALL_THERE_IS = (closable(**TEXT), possible(in_state(B), **TEXT), inevitable(in_state(C), **TEXT))


def test_what_can_become_of_a_case_is_claimed_in_data():
    """Each constructor gives a frozen value with its place, its sentences and its basis."""
    end, way, must = ALL_THERE_IS

    assert end == Closable("s", "It holds.", "هذا ثابت", "test", ANYWHERE)
    assert way == Possible("s", "It holds.", "هذا ثابت", "test", in_state("b"))
    assert must == Inevitable("s", "It holds.", "هذا ثابت", "test", in_state("c"))
    assert {one.label_code for one in ALL_THERE_IS} == {"safeguard.s"}


@pytest.mark.parametrize("claim", [closable, possible, inevitable])
def test_a_guard_is_a_place_to_speak_of(claim):
    """A guard stands for where it holds, as it does in other safeguards."""
    assert claim(~area_is_safe, **TEXT).where == holding(~area_is_safe)


@pytest.mark.parametrize("safeguard", ALL_THERE_IS, ids=lambda one: type(one).__name__)
def test_a_claim_about_everything_travels_with_the_workflow(safeguard):
    """It survives composition and pickling as every other safeguard does."""
    walk = Workflow("walk", STEPS, (safeguard,))

    assert walk.with_transitions().safeguards == (safeguard,)
    assert pickle.loads(pickle.dumps(walk)) == walk  # noqa: S301  our own bytes


@pytest.mark.parametrize(
    "safeguard",
    [closable(in_state("bb"), **TEXT), possible(in_state("bb"), **TEXT), inevitable(~in_state("bb"), **TEXT)],
    ids=lambda one: type(one).__name__,
)
def test_a_claim_about_everything_speaks_of_states_that_are_there(safeguard):
    """An end that the workflow does not have is a slip, not a goal."""
    assert problems(safeguard) == ["safeguard-state"]


@pytest.mark.parametrize(
    "safeguard",
    [closable(~ANYWHERE, **TEXT), possible(~ANYWHERE, **TEXT), inevitable(~ANYWHERE, **TEXT)],
    ids=lambda one: type(one).__name__,
)
def test_one_case_says_nothing_of_all_cases(safeguard):
    """What is asked of a single case or decision passes over claims about the whole."""
    book = rules(safeguard)

    before, outcome = decided(book, Look())

    assert broken(book, before, outcome) == ()
    assert breaches(book, outcome.case, by=OFFICER, at=NOW) == ()


# --------------------------------------------------------------------------- kept party by party


def test_what_is_kept_of_every_party_is_told_party_by_party():
    """A command that has no party in its key cannot say of whom it was told."""
    assert problems(keeps(Finish, (B,), **TEXT)) == ["safeguard-key"]
    assert Workflow("walk", STEPS, (keeps(Say, (B,), **TEXT),)).safeguards


# --------------------------------------------------------------------------- as text


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (ANYWHERE, "anywhere"),
        (in_state("looked", "ended"), "in_state(ended, looked)"),
        (in_state("frozen", of="closure"), "in_state(frozen, of=closure)"),
        (holding(area_is_safe), SAFE),
        (where_of(~area_is_safe), f"~{SAFE}"),
        (~holding(area_is_safe), f"~{SAFE}"),
        (in_state("a") & area_is_safe & every_party_was_heard, f"in_state(a) & {SAFE} & {HEARD}"),
        (in_state("a") | area_is_safe | ~every_party_was_heard, f"in_state(a) | {SAFE} | ~{HEARD}"),
        (in_state("a") & (in_state("b") | area_is_safe), f"in_state(a) & (in_state(b) | {SAFE})"),
        (in_state("a") & area_is_safe | in_state("b"), f"in_state(a) & {SAFE} | in_state(b)"),
        (~(in_state("a") & area_is_safe), f"~(in_state(a) & {SAFE})"),
        (~(in_state("a") | area_is_safe), f"~(in_state(a) | {SAFE})"),
    ],
    ids=str,
)
def test_a_place_is_shown_as_it_is_written(where, text):
    """States and guards by their names, with parentheses only where they are needed."""
    assert repr(where) == text


@pytest.mark.parametrize(
    ("safeguard", "text"),
    [
        (never(in_state("b") & ~area_is_safe, **TEXT), f"<never s: in_state(b) & ~{SAFE}>"),
        (permits(Say, in_state("b"), by=("victim", "mediator"), **TEXT), "victim, mediator at in_state(b)>"),
        (forbids(Say, **TEXT), "<forbids s: walk.say at anywhere>"),
        (leads(Finish, in_state("c"), in_state("b"), **TEXT), "at in_state(b) to in_state(c)>"),
        (precedes(Say, (B,), given=holding(area_is_safe), **TEXT), f"walk.say before in_state(b) at {SAFE}>"),
        (keeps(Say, (C, B), **TEXT), "<keeps s: walk.say of every party at in_state(b, c)>"),
        (closable(in_state("b"), **TEXT), "<closable s: from in_state(b)>"),
        (possible(in_state("b"), **TEXT), "<possible s: in_state(b)>"),
        (inevitable(in_state("b", "c"), **TEXT), "<inevitable s: in_state(b, c)>"),
        (Safeguard(**TEXT), "<safeguard s: It holds.>"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Safeguard) else "",
)
def test_a_safeguard_is_shown_by_its_kind_its_id_and_its_claim(safeguard, text):
    """Whoever reads a counterexample sees what was claimed, without its sentences."""
    assert repr(safeguard).endswith(text)
    assert repr(safeguard) == f"<{type(safeguard).__name__.lower()} s: {safeguard.describe()}>"


def test_a_safeguard_with_another_place_is_another_claim():
    """They compare by what they claim."""
    first = possible(in_state("b"), **TEXT)

    assert first != attrs.evolve(first, where=in_state("c"))
