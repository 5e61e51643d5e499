"""A state machine lives cases under some rules: sound ones pass, and a fault is told as its shortest story."""

import unittest

import attrs
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.unit.workflows.village import (
    RULES,
    VISIT,
    WALK,
    GiveUp,
    SetOut,
    permits,
    rulebook,
)

from community_policing.testing import lifecycle_machine, rulebook_around
from community_policing.workflows import Accepted, guard


def run(machine, examples=3, steps=20):
    """Run *machine* as a test, the same each time."""
    chosen = settings(
        machine.TestCase.settings,
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(machine, settings=chosen)


@guard("breaks")
def breaks(situation):
    """It has an error in it."""
    return 1 / (situation.case.seq - situation.case.seq)


@pytest.mark.parametrize(
    "machine",
    [lifecycle_machine(RULES), lifecycle_machine(RULES, WALK), lifecycle_machine(rulebook_around(VISIT), VISIT)],
    ids=["every workflow", "one workflow", "one for each party"],
)
def test_sound_rules_pass(machine):
    """Nothing is found where nothing is wrong, whichever workflow is lived in."""
    run(machine)


def test_a_broken_safeguard_is_told_as_the_shortest_story():
    """Where a rule of falling was forgotten, the story that shows it has nothing in it that could be spared."""
    careless = attrs.evolve(WALK, transitions=WALK.transitions)

    with pytest.raises(AssertionError, match="'walk-unarmed'") as raised:
        run(lifecycle_machine(rulebook(careless), careless), examples=200)

    story = next(note for note in raised.value.__notes__ if note.startswith("The shortest story found:\n"))
    *_, last = story.splitlines()
    assert "record.find-factor (factor=weapon" in last
    assert len(story.splitlines()) <= 4


def test_a_law_of_ones_own_is_held():
    """A further law sees each decision; the story ends with the move that breaks it."""

    def nobody_gives_up(before, outcome):
        given_up = isinstance(outcome, Accepted) and isinstance(outcome.events[0].command, GiveUp)
        assert not given_up, f"somebody gave up after {before!r}"

    with pytest.raises(AssertionError, match="somebody gave up") as raised:
        run(lifecycle_machine(RULES, WALK, also=[nobody_gives_up]), examples=50)

    story = next(note for note in raised.value.__notes__ if note.startswith("The shortest story found:\n"))
    assert ": walk.give-up" in story.splitlines()[-1]
    assert len(story.splitlines()) == 3


def test_a_guard_that_raises_is_told():
    """An error in a rule is no refusal; it comes out as it is, with the story."""
    faulty = attrs.evolve(WALK, safeguards=()).guarded(SetOut, when=(breaks,))

    with pytest.raises(ZeroDivisionError) as raised:
        run(lifecycle_machine(rulebook(faulty), faulty), examples=50)

    assert any("The shortest story found:" in note for note in raised.value.__notes__)


def test_a_right_that_is_denied_is_told():
    """What is asked of a whole case is asked when it is over, or the example is."""
    right = permits(GiveUp, by=("supervisor",), id="chief-may", en="May.", ar="يجوز", basis="test")
    denied = attrs.evolve(WALK, safeguards=(right,))

    with pytest.raises(AssertionError, match="'chief-may'") as raised:
        run(lifecycle_machine(rulebook(denied), denied), examples=50)

    story = next(note for note in raised.value.__notes__ if note.startswith("The shortest story found:\n"))
    assert len(story.splitlines()) == 2


def test_the_end_of_an_example_is_the_end_of_a_case():
    """What is asked of a whole case is also asked of one that is left before it is over."""
    right = permits(GiveUp, by=("supervisor",), id="chief-may", en="May.", ar="يجوز", basis="test")
    denied = attrs.evolve(WALK, safeguards=(right,))

    with pytest.raises(AssertionError, match="'chief-may'"):
        run(lifecycle_machine(rulebook(denied), denied), examples=20, steps=1)


def test_it_is_a_test_case_whose_settings_may_be_changed():
    """`TestCase` is collected like any other; Hypothesis does not shrink, unless it is told to."""
    machine = lifecycle_machine(RULES)

    assert issubclass(machine.TestCase, unittest.TestCase)
    assert Phase.shrink not in machine.TestCase.settings.phases
