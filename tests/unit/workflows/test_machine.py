"""The machine under a workflow gathers reasons and moves a cursor, and plants nothing on anyone."""

import threading

import pytest
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    RULES,
    WALK,
    Finish,
    GoOn,
    Pause,
    SetOut,
    area_is_safe,
    later,
    leader_has_company,
    leader_is_another,
    opened,
)

from community_policing.cases import Reason
from community_policing.workflows import State, Workflow, hours
from community_policing.workflows._machine import Cursor, build_machine, falls_by_state, must_have_lasted
from community_policing.workflows._situation import Attempt, Situation, View

A, B, C = State("a", initial=True), State("b", at_least=hours(1)), State("c", final=True)
BY = {"by": ("intake-officer",)}


def attempt(command, at=NOW):
    case = opened(RULES)
    return Attempt(View(RULES, case, at), case.track("walk"), OFFICER, command)


def test_only_the_workflows_states_and_commands_are_there():
    """No state is added, no door is planted, no model is kept."""
    machine = WALK.machine

    assert list(machine.states) == [state.name for state in WALK.states]
    assert set(machine.events) == {spec.name for spec in WALK.commands} | {"case.lapse"}
    assert machine.models == []
    assert machine.initial is None


def test_a_step_moves_the_cursor_and_nothing_else():
    """The transition that fires is told, and the cursor stands where it leads."""
    event, cursor, unmet = WALK.machine.event("walk.set-out"), Cursor("waiting"), []

    taken = event.step(cursor, attempt(SetOut("o-3", "o-4")), event.candidates("waiting"), unmet)

    assert (taken.rule.on, cursor.state, unmet) == (SetOut, "walking", [])


def test_a_refused_step_names_every_reason_of_every_candidate():
    """Nothing moves, and no reason is left out because another came first."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=SetOut, **BY, given=(leader_is_another, leader_has_company)),
            A.to(C, on=SetOut, **BY, when=(~area_is_safe,)),
            B.to(C, on=Finish, **BY),
        ),
    )
    event, cursor, unmet = walk.machine.event("walk.set-out"), Cursor("a"), []

    taken = event.step(cursor, attempt(SetOut("o-1")), event.candidates("a"), unmet)

    assert (taken, cursor.state) == (None, "a")
    assert unmet == [
        Reason("leader-is-actor"),
        Reason("companion-missing", leader="o-1"),
        Reason("no-weapon-about"),
    ]


def test_the_first_candidate_that_holds_is_taken():
    """Order decides, and the reasons of those before it stay told."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=SetOut, **BY, when=(~area_is_safe,)),
            A.to(C, on=SetOut, **BY),
            B.to(C, on=Finish, **BY),
        ),
    )
    event, cursor, unmet = walk.machine.event("walk.set-out"), Cursor("a"), []

    event.step(cursor, attempt(SetOut("o-1")), event.candidates("a"), unmet)

    assert (cursor.state, unmet) == ("c", [Reason("no-weapon-about")])


def test_a_step_that_stays_leaves_the_cursor():
    """A transition without destination fires and moves nothing."""
    event, cursor = WALK.machine.event("walk.say"), Cursor("walking")
    (stay,) = event.candidates("walking")

    stay.move(cursor)

    assert (stay.dest, cursor.state) == (None, "walking")


def test_asking_for_candidates_makes_no_entry():
    """A state that takes a command nowhere is not there afterwards either."""
    event = WALK.machine.event("walk.finish")

    assert event.candidates("nowhere") == ()
    assert "nowhere" not in event.transitions


def test_an_unknown_command_is_a_key_error():
    """The machine has an event for each command that some transition takes, and for no other."""
    with pytest.raises(KeyError):
        WALK.machine.event("walk.fly")


@pytest.mark.parametrize(("minutes", "open_"), [(59, False), (60, True)])
def test_what_settles_waits_until_the_state_has_lasted(minutes, open_):
    """`at_least` is asked of transitions that settle and of no other."""
    rules = [
        (B.to(C, on=Finish, **BY, settles=True), (B,)),
        (B.to(C, on=Pause, **BY), (B,)),
        (A.to(B, on=GoOn, **BY), (A,)),
    ]
    machine = build_machine("walk", (A, B, C), rules)
    here = attempt(Finish(), later(minutes=minutes))

    (finish,), (pause,) = (machine.event(f"walk.{name}").candidates("b") for name in ("finish", "pause"))

    assert (finish.is_open(here), pause.is_open(here)) == (open_, True)


def test_too_early_says_how_long():
    """The reason names the state and the span."""
    least = must_have_lasted("walk", B)

    assert least.reasons(attempt(Finish())) == (Reason("too-early", state="walk/b", duration=hours(1)),)
    assert must_have_lasted("walk", A).reasons(attempt(Finish())) == ()


def test_rules_of_falling_are_found_by_state_in_order():
    """Each state has its falls, in the order of the definition, with what must hold."""
    first, second = B.falls_to(C, once=(area_is_safe,)), B.falls_to(A, once=(~area_is_safe, area_is_safe))

    table = falls_by_state([(first, (A, B)), (second, (B,))])

    assert {state: [fall for fall, _ in falls] for state, falls in table.items()} == {
        "a": [first],
        "b": [first, second],
    }
    assert [hold(attempt(Finish())) for hold in table["b"][1][1]] == [False, True]


def test_one_machine_serves_many_threads():
    """Nothing is shared between two steps: every thread moves its own cursor."""
    event = WALK.machine.event("walk.set-out")
    here, found = attempt(SetOut("o-3", "o-4")), []

    def step():
        for _ in range(200):
            cursor = Cursor("waiting")
            event.step(cursor, here, event.candidates("waiting"), [])
            found.append(cursor.state)

    threads = [threading.Thread(target=step) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["walking"] * 800


def test_a_situation_is_asked_without_a_command():
    """What does not depend on the fields is known before there are any."""
    case = opened(RULES)
    here = Situation(View(RULES, case, NOW), case.track("walk"), OFFICER)
    (start,) = WALK.machine.event("walk.set-out").candidates("waiting")

    assert start.is_open(here)
