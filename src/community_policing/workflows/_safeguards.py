"""
What must hold in every case ever reachable, as data: bilingual, travelling with the workflow, proved and tested.

A *where* says of which cases a safeguard speaks: ``IN_SESSION & ~category_is_mediable``. States and guards are
combined with ``&``, ``|`` and ``~``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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


@attrs.frozen
class Holding(Where):
    """A guard holds."""

    guard: AnyGuard

    def covers(self, situation: Situation) -> bool:
        """Return whether the guard holds."""
        return self.guard.holds(situation)


@attrs.frozen
class Both(Where):
    """Every part holds."""

    parts: tuple[Where, ...]

    def covers(self, situation: Situation) -> bool:
        """Return whether every part covers it."""
        return all(part.covers(situation) for part in self.parts)


@attrs.frozen
class Either(Where):
    """Some part holds."""

    parts: tuple[Where, ...]

    def covers(self, situation: Situation) -> bool:
        """Return whether some part covers it."""
        return any(part.covers(situation) for part in self.parts)


@attrs.frozen
class Except(Where):
    """The part does not hold."""

    part: Where

    def covers(self, situation: Situation) -> bool:
        """Return whether the part does not cover it."""
        return not self.part.covers(situation)


@attrs.frozen
class Anywhere(Where):
    """Every situation."""

    def covers(self, situation: Situation) -> bool:  # noqa: ARG002  whatever it is
        """Return `True`."""
        return True


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


@attrs.frozen
class Safeguard:
    """
    One sentence that no reachable case may break.

    Attributes:
        id: Kebab-case, stable: ``mediation-bar``.
        en: The sentence in English.
        ar: The sentence in Arabic.
        basis: Where it comes from: the invariant, the article, the standard.
    """

    id: str
    en: str
    ar: str
    basis: str

    @property
    def label_code(self) -> str:
        """The code under which a catalog may override the sentence."""
        return f"safeguard.{self.id}"


@attrs.frozen
class Never(Safeguard):
    """No reachable case is ever there."""

    where: Where


@attrs.frozen
class Permits(Safeguard):
    """A right: wherever this holds, the command is accepted from this actor's roles with some payload."""

    command: type[Any]
    by: tuple[str, ...]
    where: Where = ANYWHERE


@attrs.frozen
class Forbids(Safeguard):
    """Wherever this holds, the command is refused, whatever its fields."""

    command: type[Any]
    where: Where = ANYWHERE


@attrs.frozen
class Leads(Safeguard):
    """Where *where* holds, an accepted command leads in the same decision to a case where *to* holds."""

    command: type[Any]
    to: Where
    where: Where = ANYWHERE


@attrs.frozen
class Precedes(Safeguard):
    """Nobody is ever in *state* before the *first* command was accepted on the track."""

    first: type[Any]
    states: frozenset[str]
    given: Where = ANYWHERE


@attrs.frozen
class Keeps(Safeguard):
    """While the track is in *states*, the command, keyed by party, is on record for every one of the case's parties."""

    command: type[Any]
    states: frozenset[str]


def never(where: Where | AnyGuard, *, id: str, en: str, ar: str, basis: str) -> Never:  # noqa: A002
    """Return the safeguard that no reachable case is ever at *where*."""
    return Never(id, en, ar, basis, where_of(where))


def permits(
    command: type[Any],
    where: Where = ANYWHERE,
    *,
    by: Iterable[str],
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Permits:
    """Return the right to give *command* wherever *where* holds."""
    return Permits(id, en, ar, basis, command, tuple(by), where)


def forbids(
    command: type[Any],
    where: Where | AnyGuard = ANYWHERE,
    *,
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Forbids:
    """Return the safeguard that *command* is refused wherever *where* holds."""
    return Forbids(id, en, ar, basis, command, where_of(where))


def leads(
    command: type[Any],
    to: Where,
    where: Where = ANYWHERE,
    *,
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Leads:
    """Return the safeguard that *command*, accepted where *where* holds, leads to *to* in the same decision."""
    return Leads(id, en, ar, basis, command, to, where)


def precedes(
    first: type[Any],
    states: Iterable[State],
    *,
    given: Where = ANYWHERE,
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Precedes:
    """Return the safeguard that, where *given* holds, *first* was accepted before the track is in *states*."""
    return Precedes(id, en, ar, basis, first, frozenset(state.name for state in states), given)


def keeps(
    command: type[Any],
    states: Iterable[State],
    *,
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Keeps:
    """Return the safeguard that, in *states*, *command* (keyed by party) is on record for every party."""
    return Keeps(id, en, ar, basis, command, frozenset(state.name for state in states))
