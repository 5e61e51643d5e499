"""
The state machine under a workflow: one flat `transitions.Machine`, stepped with a throw-away cursor.

This is the only module that knows ``transitions``. No case is ever a model of the machine, so nothing is planted on
it and nothing is shared between threads. The machine's own extension points carry our rules: an event gathers every
unmet condition of every candidate instead of stopping at the first, and a transition moves a cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Final, cast

from transitions import Event, Machine, Transition

from community_policing.cases import Reason
from community_policing.workflows._guard import AnyGuard, Guard
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows._state import Fall, State
from community_policing.workflows._state import Transition as Rule

NOBODY: Final[tuple[GuardedTransition, ...]] = ()


class Cursor:
    """The model of a single step: a state and nothing else."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        """Stand at *state*."""
        self.state = state


class GuardedTransition(Transition):
    """A transition that carries its rule and asks the rule's guards for reasons."""

    def __init__(
        self, source: str, dest: str | None, *_: object, rule: Rule, stay: tuple[AnyGuard, ...] = (), **__: object
    ) -> None:
        """Hold *rule*, and how long the source must last; the machine's own callbacks are not used."""
        super().__init__(source, dest)  # type: ignore[arg-type]  # None is how the library itself spells staying
        self.rule = rule
        self.roles = frozenset(rule.by)
        when = (*rule.when, *stay)
        self.asked_when = tuple(guard.collect for guard in when)
        self.asked = tuple(guard.collect for guard in (*when, *rule.given))

    def is_open(self, situation: Situation) -> bool:
        """Return whether everything holds that does not depend on the command's fields."""
        missing: list[Reason] = []
        self.gather_when(situation, missing)
        return not missing

    def gather_when(self, situation: Situation, unmet: list[Reason]) -> None:
        """Add what is missing, whatever the command's fields, to *unmet*."""
        for collect in self.asked_when:
            collect(situation, unmet)

    def move(self, cursor: Cursor) -> None:
        """Move *cursor* to the destination; a transition that stays leaves it where it is."""
        if self.dest is not None:
            cursor.state = self.dest


class GatheringEvent(Event):
    """An event that answers with the transition that fired, or with all that is missing."""

    def candidates(self, state: str) -> Sequence[GuardedTransition]:
        """Return the transitions from *state*; asking never makes an entry for a state that has none."""
        return cast("Sequence[GuardedTransition]", self.transitions.get(state, NOBODY))

    def step(
        self, cursor: Cursor, attempt: Attempt[Any], candidates: Iterable[GuardedTransition], unmet: list[Reason]
    ) -> GuardedTransition | None:
        """
        Take the first of *candidates* whose guards all hold, moving *cursor*.

        Returns:
            The transition taken; `None` when none could be, and then *unmet* holds every reason of every candidate.
        """
        for transition in candidates:
            before = len(unmet)
            for collect in transition.asked:
                collect(attempt, unmet)
            if len(unmet) == before:
                transition.move(cursor)
                return transition
        return None


class WorkflowMachine(Machine):
    """The machine of one workflow: its events by command name, its rules of falling by state."""

    event_cls = GatheringEvent
    transition_cls = GuardedTransition

    def event(self, command: str) -> GatheringEvent:
        """Return the event of the command *command*; raise `KeyError` when no transition takes it."""
        return cast("GatheringEvent", self.events[command])


def build_machine(
    name: str,
    states: Iterable[State],
    rules: Iterable[tuple[Rule, tuple[State, ...]]],
) -> WorkflowMachine:
    """
    Return the machine of a workflow.

    Args:
        name: The workflow's name.
        states: Its states.
        rules: Each transition with the states it leaves from, in the order in which they are tried.
    """
    machine = WorkflowMachine(
        model=None,
        states=[state.name for state in states],
        initial=None,
        auto_transitions=False,
        send_event=True,
        name=name,
    )
    for rule, sources in rules:
        for source in sources:
            stay = (must_have_lasted(name, source),) if rule.settles and source.at_least is not None else ()
            machine.add_transition(rule.command.name, source.name, rule.dest, rule=rule, stay=stay)
    return machine


def must_have_lasted(workflow: str, state: State) -> Guard:
    """Return the guard that *state* has lasted as long as it must before anything is settled."""
    least = state.at_least or timedelta()

    def has_lasted(situation: Situation) -> Iterator[Reason]:
        """Yield how long the state must last, while it has not."""
        if not situation.elapsed(least):
            yield Reason("too-early", state=f"{workflow}/{state.name}", duration=least)

    return Guard("too-early", has_lasted, ("state", "duration"))


Asked = tuple[Callable[[Any], bool], ...]


def falls_by_state(
    falls: Iterable[tuple[Fall, tuple[State, ...]]],
) -> dict[str, tuple[tuple[Fall, Asked], ...]]:
    """Return for each state its rules of falling, in order, each with the questions that must all hold."""
    table: dict[str, list[tuple[Fall, Asked]]] = {}
    for fall, sources in falls:
        asked = tuple(guard.holds for guard in fall.once)
        for source in sources:
            table.setdefault(source.name, []).append((fall, asked))
    return {state: tuple(rules) for state, rules in table.items()}
