"""What ends because its time is over: the timekeeper says so, as a command like any other."""

from __future__ import annotations

from collections.abc import Iterable

from community_policing.workflows._command import DecidedBy, command
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Situation
from community_policing.workflows._state import State, Transition

TIMEKEEPER = "system"


@command("case.lapse", decided_by=DecidedBy.WORLD)
class Lapse:
    """The time of a track's state is over; give it with ``track=`` where several could lapse."""


@guard("deadline-not-passed", params=("state",))
def deadline_has_passed(s: Situation) -> bool:
    """The state has outlasted its time limit."""
    return s.deadline_passed()


def lapses(states: Iterable[State]) -> tuple[Transition, ...]:
    """Return the transitions by which *states* lapse."""
    return tuple(
        state.to(state.lapses_to, on=Lapse, by=(TIMEKEEPER,), when=(deadline_has_passed,))
        for state in states
        if state.lapses_to is not None
    )
