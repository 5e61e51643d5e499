"""What was agreed of every step: kept, or broken by whatever asks for less, lets others in or leads elsewhere."""

from __future__ import annotations

import attrs
import pytest
from tests.unit.workflows.test_watch import (
    TEXT,
    End,
    Found,
    Hear,
    Leave,
    Look,
    a_weapon_was_found,
    asleep,
    begun,
    decided,
    ended,
    ids,
    left,
    looked,
    officer_is_sure,
    opened,
    opening,
    rules,
)

from community_policing.verification import ADULTS, verify
from community_policing.workflows import Contract, State, Workflow, agreed, agreed_fall, agreed_limit, contract, days
from community_policing.workflows._watch import broken

BY = ("intake-officer",)
CLAUSES = (
    agreed(Look, begun, to=looked, by=BY),
    agreed(Hear, looked, by=BY),
    agreed(End, looked, to=ended, by=BY, needs=(officer_is_sure,)),
    agreed(End, begun, to=ended, by=("supervisor",)),
    agreed(Leave, begun, looked, to=left, by=("party-roles",)),
)
AGREED = contract(*CLAUSES, id="toy-contract", **TEXT)


def toy(*, replaced=None, added=(), agreement=AGREED):
    """Return the small workflow, with some of its steps replaced by number and some added."""
    whole = rules(agreement).workflow("toy")
    steps = [(replaced or {}).get(number, step) for number, step in enumerate(whole.steps)]
    return attrs.evolve(whole, transitions=(*(step for step in steps if step is not None), *added))


def found(workflow):
    """Return what is found against the contract of *workflow*: the message, and where its story ends."""
    report = verify(workflow, rules=rules(), casts=(ADULTS,))
    against = [one for one in report.findings if one.subject == "toy-contract"]
    return [(one.message, one.story and one.story.scenes[-1].dest) for one in against]


def test_a_workflow_that_keeps_its_contract_is_proved():
    """Every step asks for what was agreed, so there is nothing to look for."""
    report = verify(toy(), rules=rules(), casts=(ADULTS,))

    assert ("toy", "toy-contract") in report.proved


@pytest.mark.parametrize(
    ("number", "change", "dest"),
    [
        (2, {"given": ()}, "ended"),
        (2, {"given": (~officer_is_sure,)}, "ended"),
        (0, {"by": ("intake-officer", "supervisor")}, "looked"),
    ],
    ids=["asks for less", "asks for the opposite", "lets others in"],
)
def test_a_step_that_is_not_as_was_agreed_is_told(number, change, dest):
    """The shortest case that it lets through is told."""
    step = toy().steps[number]

    assert found(toy(replaced={number: attrs.evolve(step, **change)})) == [("It holds.", dest)]


def test_a_second_way_beside_a_guarded_step_is_told():
    """Whoever adds a way around a guard breaks the contract that travels with the workflow."""
    around = looked.to(left, on=End, by=BY)

    assert found(toy().with_transitions(around)) == [("It holds.", "left")]


def test_a_new_state_is_no_way_around():
    """In a state of which nothing was agreed a command asks at least for what it asks for elsewhere."""
    aside = State("aside")
    there = (looked.to(aside, on=Hear, by=BY), aside.to(ended, on=End, by=BY))
    safe = (there[0], aside.to(left, on=End, by=BY, given=(officer_is_sure,)))

    assert found(toy(replaced={1: None}, added=there, agreement=AGREED.without(Hear))) == [("It holds.", "ended")]
    assert found(toy(replaced={1: None}, added=safe, agreement=AGREED.without(Hear))) == []


def test_a_step_that_was_agreed_and_is_gone_is_told():
    """What is missing has no story: it can no longer happen."""
    assert found(toy(replaced={1: None})) == [("toy.hear does not lead from 'looked' back to it", None)]
    assert found(toy(replaced={4: None})) == [("toy.leave does not lead from 'begun' to 'left'", None)]


def test_a_command_that_is_taken_away_on_purpose_is_no_longer_agreed():
    """``without`` takes the command out of the contract too."""
    less = toy().without(Hear)

    assert [clause.on for clause in less.safeguards[0].clauses] == [Look, End, End, Leave]
    assert found(less) == []


def test_a_state_that_lasts_longer_than_was_agreed_is_told():
    """A time limit is part of what was agreed."""
    slow = State("slow", within=days(3))
    steps = (begun.to(slow, on=Look, by=BY), slow.to(ended, on=End, by=BY))
    kept = contract(limits=[agreed_limit(slow, days(3))], id="toy-contract", **TEXT)
    late = contract(limits=[agreed_limit(slow, days(2), lapses_to=ended)], id="toy-contract", **TEXT)

    assert found(Workflow("toy", steps, (kept,))) == []
    assert found(Workflow("toy", steps, (late,))) == [("'slow' does not last as long as was agreed", None)]


# --------------------------------------------------------------------------- rules that fall

FALLS = contract(agreed_fall(begun, to=left, once=(~a_weapon_was_found,)), id="toy-contract", **TEXT)


@pytest.mark.parametrize(
    ("falls", "kept"),
    [
        ((begun.falls_to(left, once=(~a_weapon_was_found,)),), True),
        ((begun.falls_to(left, once=(~a_weapon_was_found, a_weapon_was_found)),), False),
        ((begun.falls_to(ended, once=(~a_weapon_was_found,)),), False),
        ((begun.falls_to(left, once=(~a_weapon_was_found,)), looked.falls_to(left, once=(a_weapon_was_found,))), False),
        ((begun.falls_to(left, once=(a_weapon_was_found,)),), False),
        ((), False),
        ((begun.falls_to(left, once=(~a_weapon_was_found,)), looked.falls_to(ended, once=(a_weapon_was_found,))), True),
    ],
    ids=["as agreed", "too seldom", "to elsewhere", "from elsewhere", "on the opposite", "never", "free"],
)
def test_a_rule_falls_where_it_was_agreed_and_nowhere_else(falls, kept):
    """Too seldom, too often or elsewhere is told, with a case; to where no rule was agreed to fall one is free."""
    told = found(toy(added=falls, agreement=FALLS))

    assert [message for message, _ in told] == ([] if kept else ["It holds."])


def test_a_decision_after_which_a_rule_falls_elsewhere_is_a_breach():
    """What falls is held against the contract like what is decided."""
    agreement = contract(agreed_fall(looked, to=left, once=(~a_weapon_was_found,)), id="fall", **TEXT)
    kept, astray = (
        looked.falls_to(left, once=(~a_weapon_was_found,)),
        looked.falls_to(ended, once=(~a_weapon_was_found,)),
    )
    books = [rules().with_workflow(toy(added=(fall,), agreement=agreement)) for fall in (kept, astray)]

    assert [ids(broken(book, *decided(book, Look()))) for book in books] == [[], ["fall"]]


# --------------------------------------------------------------------------- decisions


def test_a_decision_that_is_not_as_was_agreed_is_a_breach():
    """The rules let it be; the contract does not."""
    strict = contract(agreed(Look, begun, to=looked, by=BY, needs=(a_weapon_was_found,)), id="strict", **TEXT)
    book = rules(strict)

    assert ids(broken(book, *decided(book, Look()))) == ["strict"]
    assert ids(broken(book, *decided(book, Found("weapon"), Look()))) == []


def test_a_decision_of_another_track_breaks_no_contract():
    """Each contract speaks of the steps of its own workflow."""
    book = rules(AGREED)

    assert ids(broken(book, *decided(book, Found("weapon")))) == []
    assert ids(broken(book, None, opening(book))) == []


def test_a_command_of_which_nothing_was_agreed_is_free():
    """A contract binds what it names."""
    book = rules(contract(agreed(Hear, looked, by=BY), id="few", **TEXT))

    assert ids(broken(book, *decided(book, Look()))) == []


def test_what_a_contract_says_can_be_read():
    """It names its commands, and what falls."""
    agreement = contract(CLAUSES[0], agreed_fall(opened, to=asleep, once=(a_weapon_was_found,)), id="c", **TEXT)

    assert repr(agreement) == "<contract c: 2 clauses of toy.look, fall to asleep>"
    assert isinstance(agreement, Contract)
    assert agreement.states == {"begun", "looked", "open", "asleep"}
