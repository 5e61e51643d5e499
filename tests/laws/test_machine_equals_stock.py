"""The engine steps as a stock `transitions.Machine` does, on random definitions and random commands."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.workflows.village import Finish, GiveUp, GoOn, Pause
from transitions import Machine, MachineError

from community_policing.cases import Reason
from community_policing.workflows import State, guard
from community_policing.workflows._machine import Cursor, build_machine

COMMANDS = (GoOn, Pause, Finish, GiveUp)
STATES = tuple(State(name) for name in "abcde")
FLAGS = tuple(range(4))


def flag_guard(flag):
    @guard(f"flag-{flag}")
    def is_set(attempt):
        """The flag is set."""
        return attempt.flags[flag]

    return is_set


def flag_condition(flag):
    return lambda event: event.kwargs["flags"][flag]


GUARDS = tuple(flag_guard(flag) for flag in FLAGS)

rows = st.tuples(
    st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True),
    st.none() | st.sampled_from(STATES),
    st.sampled_from(COMMANDS),
    st.lists(st.sampled_from(FLAGS), max_size=2),
    st.lists(st.sampled_from(FLAGS), max_size=2),
)
moments = st.tuples(st.sampled_from(COMMANDS), st.tuples(*[st.booleans()] * len(FLAGS)))


def ours(table):
    """Return our machine of *table*."""
    rules = []
    for sources, dest, command, when, given_ in table:
        more = {"on": command, "by": ("x",), "when": [GUARDS[i] for i in when], "given": [GUARDS[i] for i in given_]}
        rules += [(source.stay(**more) if dest is None else source.to(dest, **more), (source,)) for source in sources]
    return build_machine("walk", STATES, rules)


def stock(table):
    """Return the library's own machine of *table*."""
    machine = Machine(
        model=None, states=[state.name for state in STATES], initial=None, auto_transitions=False, send_event=True
    )
    for sources, dest, command, when, given_ in table:
        for source in sources:
            machine.add_transition(
                command.__command__.name,
                source.name,
                None if dest is None else dest.name,
                conditions=[flag_condition(flag) for flag in (*when, *given_)],
            )
    return machine


def stock_step(machine, model, command, flags):
    """Return whether the stock machine fired, moving *model*; `None` where it does not know the command there."""
    event = machine.events.get(command.__command__.name)
    if event is None:
        return None
    try:
        return event.trigger(model, flags=flags)
    except MachineError:
        return None


@given(st.lists(rows, max_size=10), st.sampled_from(STATES), st.lists(moments, max_size=12))
def test_every_step_is_the_stock_machines(table, start, run):
    """State and answer are the same after every command, and a refusal names every flag that was missing."""
    own, other = ours(table), stock(table)
    cursor, model = Cursor(start.name), SimpleNamespace(state=start.name)

    for command, flags in run:
        event = own.events.get(command.__command__.name)
        candidates = () if event is None else event.candidates(cursor.state)
        unmet = []
        taken = event and event.step(cursor, SimpleNamespace(flags=flags), candidates, unmet)
        fired = stock_step(other, model, command, flags)

        assert cursor.state == model.state
        assert (taken is not None) is bool(fired)
        assert bool(candidates) is (fired is not None)
        if taken is None:
            asked = [found for way in candidates for found in (*way.rule.when, *way.rule.given)]
            assert unmet == [Reason(one.code) for one in asked if not flags[GUARDS.index(one)]]


@given(st.lists(rows, max_size=10))
def test_asking_leaves_no_trace(table):
    """Stepping and asking, in whatever state, adds no entry to the machine."""
    machine = ours(table)
    before = {name: set(event.transitions) for name, event in machine.events.items()}

    for event in machine.events.values():
        for state in STATES:
            event.step(Cursor(state.name), SimpleNamespace(flags=[True] * 4), event.candidates(state.name), [])

    assert {name: set(event.transitions) for name, event in machine.events.items()} == before
    assert machine.models == []
