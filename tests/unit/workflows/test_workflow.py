"""A workflow is one frozen value: read, changed by making another, compared by definition."""

import pickle

import attrs
import pytest
from tests.unit.workflows.village import (
    MAY_STOP,
    UNARMED,
    VISIT,
    WALK,
    Finish,
    GiveUp,
    GoOn,
    Leave,
    Pause,
    Plan,
    Say,
    SetOut,
    area_is_safe,
    every_party_was_heard,
    leader_has_company,
    leader_is_another,
    record,
)

from community_policing.errors import StateNotFoundError
from community_policing.workflows import Lapse, Workflow, spec_of


def test_its_parts_are_read_in_order_of_appearance():
    """States, commands, guards, transitions and falls stand as they were written; the initial state is told."""
    assert [state.name for state in WALK.states] == [
        "waiting",
        "missed",
        "walking",
        "paused",
        "done",
        "given-up",
        "barred",
    ]
    assert [spec.cls for spec in WALK.commands] == [SetOut, Say, Plan, Pause, GoOn, Finish, GiveUp]
    assert WALK.guards == (
        area_is_safe,
        leader_is_another,
        leader_has_company,
        every_party_was_heard,
        ~area_is_safe,
    )
    assert (len(WALK.transitions), len(WALK.rules_of_falling)) == (7, 1)
    assert (WALK.initial.name, WALK.label_code) == ("waiting", "workflow.walk")


def test_states_are_found_by_name():
    """An unknown state is told with the nearest."""
    assert WALK.state("walking").within is not None
    assert (WALK.is_live("walking"), WALK.is_live("paused")) == (True, False)
    with pytest.raises(StateNotFoundError, match=r"no state 'walkng' in workflow 'walk'; did you mean 'walking'"):
        WALK.state("walkng")


def test_what_leads_out_of_a_state_is_told():
    """Steps to other states, lapses among them; those that stay are none."""
    assert [step.dest for step in WALK.leaving(WALK.state("walking"))] == ["paused", "done", "given-up", "barred"]
    assert [step.dest for step in WALK.leaving(WALK.state("waiting"))] == ["walking", "given-up", "barred", "missed"]


def test_a_state_offers_its_commands_in_order():
    """Each command with its transitions; the timekeeper's where the state lapses; nothing in a final state."""
    assert [spec.cls for spec, _ in WALK.offers("waiting")] == [SetOut, GiveUp, Lapse]
    assert [one.rule.dest for _, found in WALK.offers("waiting") for one in found] == ["walking", "given-up", "missed"]
    assert WALK.offers("done") == ()
    assert WALK.offers("nowhere") == ()


def test_more_transitions_are_added_last():
    """A new version has the old steps, then the new ones, and every safeguard."""
    more = WALK.with_transitions(WALK.state("walking").stay(on=GoOn, by=("intake-officer",)))

    assert more.steps[:-1] == WALK.steps
    assert (more.version, more.name, more.safeguards) == (2, "walk", (UNARMED, MAY_STOP))


def test_commands_are_taken_out():
    """Every transition on the command is gone; rules of falling stay."""
    less = WALK.without(Say, Plan, version=7)

    assert [spec.cls for spec in less.commands] == [SetOut, Pause, GoOn, Finish, GiveUp]
    assert less.rules_of_falling == WALK.rules_of_falling
    assert less.version == 7


def test_a_command_is_guarded_further():
    """Every transition on the command asks for more, and no other does."""
    strict = WALK.guarded(SetOut, when=(every_party_was_heard,), given=(area_is_safe,))

    (step,) = (step for step, old in zip(strict.steps, WALK.steps, strict=True) if step != old)
    assert step.command.cls is SetOut
    assert step.when == (area_is_safe, every_party_was_heard)
    assert step.given == (leader_is_another, leader_has_company, area_is_safe)
    assert strict.rules_of_falling == WALK.rules_of_falling


def test_more_safeguards_are_added():
    """A host may ask for more and never for less."""
    stricter = WALK.without(Say).with_safeguards(attrs.evolve(UNARMED, id="again"))

    assert [one.id for one in stricter.safeguards] == ["walk-unarmed", "walk-stop", "again"]
    assert stricter.version == 2


def test_a_renamed_workflow_keeps_its_version():
    """A new name begins no new version of the old one."""
    renamed = VISIT.with_transitions(version=5)

    assert renamed.version == 5
    assert VISIT.with_transitions().version == 2
    with pytest.raises(Exception, match="foreign-command"):
        VISIT.without(name="call")


def test_workflows_are_compared_by_definition():
    """Equal definitions are equal workflows; a version, a guard or a safeguard makes another."""
    same = Workflow("walk", WALK.steps, WALK.safeguards)

    assert same == WALK
    assert hash(same) == hash(WALK)
    assert all(
        other != WALK for other in (WALK.with_transitions(), WALK.guarded(Say, when=(area_is_safe,)), VISIT, "walk")
    )


@pytest.mark.parametrize("workflow", [WALK, VISIT, record("walk")], ids=lambda one: one.name)
def test_a_workflow_travels(workflow):
    """A worker gets an equal workflow, and its machine is built anew."""
    arrived = pickle.loads(pickle.dumps(workflow))  # noqa: S301  our own bytes

    assert arrived == workflow
    assert (arrived.per, arrived.frames, arrived.states) == (workflow.per, workflow.frames, workflow.states)
    assert arrived.machine is not workflow.machine


def test_taking_out_what_is_not_there_changes_only_the_version():
    """A command that the workflow does not take is no fault."""
    assert VISIT.without(Say).steps == VISIT.steps
    assert spec_of(Leave) in VISIT.without(Say).commands
