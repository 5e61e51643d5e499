"""
Where a safeguard speaks of: ``IN_SESSION & ~category_is_mediable``.

States and guards are combined with ``&``, ``|`` and ``~``; a place is shown as it is written.
"""

from __future__ import annotations

from types import UnionType

import attrs

from community_policing.workflows._guard import AnyGuard, Guard, Not
from community_policing.workflows._situation import Situation
from community_policing.workflows._state import State


class Where:
    """A set of situations; combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    def __and__(self, other: Where | AnyGuard) -> Where:
        """Return where both hold."""
        return Both((self, where_of(other)))

    def __or__(self, other: Where | AnyGuard) -> Where:
        """Return where either holds."""
        return Either((self, where_of(other)))

    def __invert__(self) -> Where:
        """Return where this does not hold."""
        return Except(self)

    def covers(self, situation: Situation) -> bool:
        """Return whether *situation* is one of them."""
        raise TypeError(situation)


@attrs.frozen
class InState(Where):
    """The track, or (``workflow=…``) the last track of another workflow, is in one of these states."""

    states: frozenset[str]
    workflow: str | None = None

    def covers(self, situation: Situation) -> bool:
        """Return whether the track is in one of the states."""
        state = situation.track.state if self.workflow is None else situation.state_of(self.workflow)
        return state in self.states

    def __repr__(self) -> str:
        """Return the states in alphabetical order, and whose they are."""
        of = () if self.workflow is None else (f"of={self.workflow}",)
        return f"in_state({', '.join((*sorted(self.states), *of))})"


@attrs.frozen
class Holding(Where):
    """A guard holds."""

    guard: AnyGuard

    def covers(self, situation: Situation) -> bool:
        """Return whether the guard holds."""
        return self.guard.holds(situation)

    def __repr__(self) -> str:
        """Return the name of the guard."""
        return f"~{self.guard.inner.name}" if isinstance(self.guard, Not) else self.guard.name


@attrs.frozen
class Both(Where):
    """Every part holds."""

    parts: tuple[Where, ...]

    def covers(self, situation: Situation) -> bool:
        """Return whether every part covers it."""
        return all(part.covers(situation) for part in self.parts)

    def __repr__(self) -> str:
        """Return the parts with ``&`` between them."""
        return " & ".join(_within(part, Either) for part in self.parts)


@attrs.frozen
class Either(Where):
    """Some part holds."""

    parts: tuple[Where, ...]

    def covers(self, situation: Situation) -> bool:
        """Return whether some part covers it."""
        return any(part.covers(situation) for part in self.parts)

    def __repr__(self) -> str:
        """Return the parts with ``|`` between them."""
        return " | ".join(map(repr, self.parts))


@attrs.frozen
class Except(Where):
    """The part does not hold."""

    part: Where

    def covers(self, situation: Situation) -> bool:
        """Return whether the part does not cover it."""
        return not self.part.covers(situation)

    def __repr__(self) -> str:
        """Return the part with ``~`` before it."""
        return f"~{_within(self.part, Both | Either)}"


@attrs.frozen
class Anywhere(Where):
    """Every situation."""

    def covers(self, situation: Situation) -> bool:  # noqa: ARG002  whatever it is
        """Return `True`."""
        return True

    def __repr__(self) -> str:
        """Return the word for it."""
        return "anywhere"


ANYWHERE = Anywhere()


def in_state(*states: State | str, of: str | None = None) -> InState:
    """Return where this track, or the last track of the workflow *of*, is in one of *states*."""
    return InState(frozenset(state if isinstance(state, str) else state.name for state in states), of)


def holding(guard: AnyGuard) -> Holding:
    """Return where *guard* holds."""
    return Holding(guard)


def where_of(part: Where | AnyGuard) -> Where:
    """Return *part* as a where; a guard stands for the situations in which it holds."""
    return Holding(part) if isinstance(part, Guard | Not) else part


def _within(part: Where, looser: type[Where] | UnionType) -> str:
    """Return *part* as text, in parentheses where it binds more loosely than what it stands in."""
    return f"({part!r})" if isinstance(part, looser) else repr(part)
