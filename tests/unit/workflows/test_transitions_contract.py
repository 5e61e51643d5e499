"""
What `transitions` does that we must know of, and that ours does not do.

Each test first shows the library's own behaviour. When one fails after an upgrade, read the module that steps the
machine again.
"""

import logging
import subprocess
import sys
from importlib.metadata import version

import pytest
from tests.unit.workflows.village import NOW, OFFICER, RULES, WALK, SetOut, opened
from transitions import Machine, MachineError

AB = {"states": ["a", "b"], "auto_transitions": False}
GO = [["go", "a", "b"]]


class Model:
    """Somebody who has a state."""

    def __init__(self, state="a"):
        self.state = state


def stepped(machine, event="go", state="a"):
    """Return whether the event fired, and the state afterwards, for a model of its own."""
    model = Model(state)
    return machine.events[event].trigger(model), getattr(model.state, "name", model.state)


def test_the_release_is_the_one_these_facts_are_known_of():
    """The facts below are about 0.9.x."""
    assert version("transitions").startswith("0.9.")


def test_leaving_initial_out_adds_a_state():
    """Without `initial=None` there is a state called `initial` that nobody wrote."""
    left_out, told = Machine(model=None, **AB), Machine(model=None, initial=None, **AB)

    assert list(left_out.states) == ["a", "b", "initial"]
    assert list(told.states) == ["a", "b"]
    assert "initial" not in WALK.machine.states


def test_automatic_transitions_are_doors_around_the_guards():
    """Left on, every state can be entered from everywhere by `to_…`, whatever the conditions."""
    machine = Machine(model=None, states=["a", "b"], initial=None)
    machine.add_transition("go", "a", "b", conditions=[lambda: False])

    assert stepped(machine, "go") == (False, "a")
    assert stepped(machine, "to_b") == (True, "b")
    assert not [name for name in WALK.machine.events if name.startswith("to_")]


def test_text_given_as_a_condition_is_imported_and_called():
    """A dotted text as callback imports a module and calls what it finds there."""
    source = (
        "import sys\n"
        "from transitions import Machine\n"
        "machine = Machine(model=None, states=['a', 'b'], initial=None, auto_transitions=False)\n"
        "machine.add_transition('go', 'a', 'b', conditions=['fractions.Fraction'])\n"
        "class Model: state = 'a'\n"
        "before = 'fractions' in sys.modules\n"
        "machine.events['go'].trigger(Model())\n"
        "print(before, 'fractions' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]
    transitions = [one for event in WALK.machine.events.values() for each in event.transitions.values() for one in each]
    assert transitions
    assert not any(one.conditions or one.prepare or one.before or one.after for one in transitions)


def test_a_queued_machine_reports_a_refused_step_as_done():
    """With `queued=True` the answer is `True` though nothing moved."""
    refusing = [{"trigger": "go", "source": "a", "dest": "b", "conditions": [lambda: False]}]
    queued = Machine(model=None, initial=None, transitions=refusing, queued=True, **AB)
    direct = Machine(model=None, initial=None, transitions=refusing, **AB)

    assert stepped(queued) == (True, "a")
    assert stepped(direct) == (False, "a")
    assert not WALK.machine.has_queue


def test_reading_a_missing_source_creates_it():
    """The library's table of transitions is a `defaultdict`: asked for a state, it has it; ours is not asked so."""
    machine = Machine(model=None, initial=None, transitions=GO, **AB)
    event = machine.events["go"]

    assert "b" not in event.transitions
    event.transitions["b"]
    assert "b" in event.transitions

    ours = WALK.machine.event("walk.set-out")
    assert ours.candidates("done") == ()
    assert "done" not in ours.transitions


def test_errors_of_the_last_callback_are_swallowed(caplog):
    """What raises in `finalize_event` is logged and forgotten; we use none of its callbacks."""

    def fail():
        raise ZeroDivisionError

    machine = Machine(model=None, initial=None, transitions=GO, finalize_event=[fail], **AB)

    with caplog.at_level(logging.CRITICAL, logger="transitions.core"):
        assert stepped(machine) == (True, "b")

    ours = WALK.machine
    callbacks = (ours.finalize_event, ours.prepare_event, ours.before_state_change, ours.after_state_change)
    assert callbacks == ([], [], [], [])


def test_a_model_gets_methods_planted_on_it():
    """Who becomes a model gets a trigger and a test for every event and state; no case of ours ever does."""
    model = Model()
    Machine(model=model, initial="a", transitions=GO, **AB)

    assert {"go", "is_a", "is_b", "trigger"} <= set(vars(model))
    case = opened(RULES)
    RULES.decide(case, SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    assert not any(hasattr(case, name) for name in ("trigger", "is_walking", "state"))
    assert RULES.workflow("walk").machine.models == []


def test_a_step_from_a_state_that_does_not_offer_it_raises_there():
    """The library raises for an unknown source; we answer that the state does not offer the command."""
    machine = Machine(model=None, initial=None, transitions=GO, **AB)

    with pytest.raises(MachineError, match="Can't trigger event go from state b"):
        stepped(machine, "go", "b")
    refused = RULES.decide(opened(RULES), WALK.commands[3].cls(), by=OFFICER, at=NOW)
    assert [reason.code for reason in refused.reasons] == ["not-offered"]
