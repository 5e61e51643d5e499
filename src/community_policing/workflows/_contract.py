"""
The contract of a workflow: what was agreed of each of its steps, written a second time, as in double entry.

A safeguard such as `never` says what may not come about, whoever changes the steps. A contract says of each command
where it may be given, by whom, what has to hold, where it leads and what follows. So a step that asks for less than was
agreed, or a second way beside it that somebody adds later, is found by proof and shows the shortest case that it lets
through. Whoever really means to ask for less changes both entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

import attrs

from community_policing.workflows._command import spec_of
from community_policing.workflows._durations import Limit
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._safeguards import Safeguard
from community_policing.workflows._state import Fall, State, Step, Transition, guards_of

Asks = Callable[[AnyGuard], bool]
"""Answers whether a guard holds where a step is taken."""


@attrs.frozen
class Clause:
    """
    What was agreed of one command, or of one rule of falling, in some states.

    Attributes:
        on: The command class; `None` for a rule of falling.
        sources: The states in which it may be given.
        dest: The state it leads to; `None` where it stays.
        by: The roles that may give it, and nobody else.
        needs: The guards without which it is refused. A rule falls wherever they hold, and nowhere else.
        brings: What follows from it: codes of effects, changes, tracks that it opens or ends.
        settles: Whether it leads towards settlement, so that nothing graver may ever open it.
    """

    on: type[Any] | None
    sources: frozenset[str]
    dest: str | None
    by: frozenset[str] = frozenset()
    needs: tuple[AnyGuard, ...] = ()
    brings: tuple[object, ...] = ()
    settles: bool = False

    @property
    def name(self) -> str:
        """The name of the command; for a rule of falling, where it falls to."""
        return f"fall to {self.dest}" if self.on is None else spec_of(self.on).name

    def speaks_of(self, step: Step) -> bool:
        """Return whether *step* takes the same command, or is a rule that falls on the same or to the same."""
        if isinstance(step, Fall):
            return self.on is None and (self.dest == step.dest or set(self.needs) == set(step.once))
        return self.on is step.on

    def leads(self, step: Step, state: str) -> bool:
        """Return whether *step* leads from *state* where was agreed."""
        return state in self.sources and (step.dest or state) == (self.dest or state)

    def is_served_by(self, step: Transition, state: str) -> bool:
        """Return whether *step* may be what was agreed: it leads from *state* there, and asks for no opposite."""
        return self.leads(step, state) and set(guards_of(step)).isdisjoint(~need for need in self.needs)

    def admits(self, step: Step) -> bool:
        """Return whether *step* is open to nobody but those who may give the command."""
        return isinstance(step, Fall) or self.by.issuperset(step.by)

    def brings_all(self, step: Step) -> bool:
        """Return whether all that was agreed follows from *step*, and whether it settles where it must."""
        settles = isinstance(step, Fall) or step.settles >= self.settles
        return settles and {*step.effects, *step.then, *step.opens, *step.ends}.issuperset(self.brings)


@attrs.frozen
class Limited:
    """
    What was agreed of how long a state lasts.

    Attributes:
        state: The name of the state.
        within: How long it may last.
        at_least: How long it must last before a step that settles.
        lapses_to: The name of the state it lapses to once its time is over.
    """

    state: str
    within: Limit | None = None
    at_least: timedelta | None = None
    lapses_to: str | None = None

    def is_kept(self, states: Iterable[State]) -> bool:
        """Return whether one of *states* is as was agreed."""
        return any(self == agreed_limit(one, one.within, one.at_least, one.lapses_to) for one in states)


@attrs.frozen(repr=False)
class Contract(Safeguard):
    """
    Every step is taken as was agreed, and each that was agreed is there; every state lasts as long as was agreed.

    A command of which nothing was agreed is free; so is a rule that falls to where none was agreed to fall. A state
    that no clause names is no way around: there a command asks at least for what it asks for somewhere else.

    .. versionadded:: 26.1
    """

    clauses: tuple[Clause, ...]
    limits: tuple[Limited, ...] = ()

    def describe(self) -> str:
        """Return the claim."""
        named = dict.fromkeys(clause.name for clause in self.clauses)
        return f"{len(self.clauses)} clauses of {', '.join(named)}"

    @property
    def states(self) -> frozenset[str]:
        """Every state that a clause names."""
        named = (state for clause in self.clauses for state in (*clause.sources, clause.dest))
        return frozenset(state for state in named if state is not None)

    def is_kept(self, step: Step, state: str, holds: Asks) -> bool:
        """
        Return whether *step*, taken in *state* where *holds* tells what holds, is as was agreed.

        Of several clauses about one command the first counts that admits whoever takes it and whose needs hold; of
        those about a rule of falling the one that asks for the same comes first.
        """
        clauses = self._about(step, state)
        if clauses is None:
            return True
        clause = next((one for one in clauses if all(map(holds, one.needs))), None)
        return clause is not None and self._is_as_in(clause, step, state)

    def is_surely_kept(self, step: Step, state: str) -> bool:
        """Return whether *step* is as was agreed wherever it is taken, because of what it asks for itself."""
        clauses = self._about(step, state)
        asked = set(guards_of(step))
        for clause in clauses or ():
            if asked.issuperset(clause.needs):
                return self._is_as_in(clause, step, state)
            if asked.isdisjoint(~need for need in clause.needs):
                return False
        return clauses is None

    def _about(self, step: Step, state: str) -> list[Clause] | None:
        """Return the clauses that could allow *step* in *state*; `None` where nothing was agreed of its command."""
        clauses = [clause for clause in self.clauses if clause.speaks_of(step)]
        if not clauses:
            return None
        if isinstance(step, Fall):
            clauses.sort(key=lambda clause: set(clause.needs) != set(step.once))
        here = [clause for clause in clauses if state in clause.sources or state not in self.states]
        return [clause for clause in here if clause.admits(step)]

    def _is_as_in(self, clause: Clause, step: Step, state: str) -> bool:
        """Return whether *step* leads from *state* where *clause* says, and brings what it says."""
        return clause.brings_all(step) and (clause.leads(step, state) or state not in self.states)

    def must_fall(self, state: str, holds: Asks) -> bool:
        """Return whether a rule has to fall in *state*, where *holds* tells what holds."""
        return any(all(map(holds, clause.needs)) for clause in self.owed(state))

    def owed(self, state: str, falls: Iterable[Fall] = ()) -> list[Clause]:
        """Return the rules that were agreed to fall from *state*, but for those that one of *falls* surely does."""
        agreed = (clause for clause in self.clauses if clause.on is None and state in clause.sources)
        return [clause for clause in agreed if not any(set(fall.once).issubset(clause.needs) for fall in falls)]

    def missing(self, offered: Callable[[type[Any] | None, str], Iterable[Transition]]) -> Iterator[tuple[Clause, str]]:
        """Yield each clause with a state in which no step that is *offered* leads everyone it names on."""
        for clause in self.clauses:
            for state in sorted(clause.sources):
                able = (step.by for step in offered(clause.on, state) if clause.is_served_by(step, state))
                if not clause.by.issubset(chain.from_iterable(able)):
                    yield clause, state

    def without(self, *commands: type[Any]) -> Contract:
        """Return the contract without what was agreed of *commands*."""
        return attrs.evolve(self, clauses=tuple(clause for clause in self.clauses if clause.on not in commands))


def agreed(
    on: type[Any],
    *sources: State,
    to: State | None = None,
    by: Iterable[str],
    needs: Iterable[AnyGuard] = (),
    brings: Iterable[object] = (),
    settles: bool = False,
) -> Clause:
    """Return what was agreed of the command *on* where it is given in *sources*; without *to* it stays."""
    dest = None if to is None else to.name
    return Clause(on, _names(sources), dest, frozenset(by), tuple(needs), tuple(brings), settles)


def agreed_fall(*sources: State, to: State, once: Iterable[AnyGuard], brings: Iterable[object] = ()) -> Clause:
    """Return that a rule falls from *sources* *to* a state wherever everything in *once* holds."""
    return Clause(None, _names(sources), to.name, needs=tuple(once), brings=tuple(brings))


def agreed_limit(
    state: State, within: Limit | None = None, at_least: timedelta | None = None, lapses_to: State | None = None
) -> Limited:
    """Return what was agreed of how long *state* lasts."""
    return Limited(state.name, within, at_least, None if lapses_to is None else lapses_to.name)


def contract(
    *clauses: Clause,
    limits: Iterable[Limited] = (),
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Contract:
    """
    Return the safeguard that every step is taken as *clauses* say, each is there, and states last as *limits* say.

    .. versionadded:: 26.1
    """
    return Contract(id, en, ar, basis, clauses, tuple(limits))


def _names(states: Iterable[State]) -> frozenset[str]:
    """Return the names of *states*."""
    return frozenset(state.name for state in states)
