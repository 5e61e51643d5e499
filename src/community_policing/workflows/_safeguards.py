"""
What must hold in every case ever reachable, as data: bilingual, travelling with the workflow, proved and tested.

Most safeguards speak of one case or one decision, and can be asked of it. `Closable`, `Possible` and `Inevitable` speak
of everything that a case could still become; only a walk through all of it can tell whether they hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from community_policing.workflows._command import spec_of
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._state import State
from community_policing.workflows._where import (
    ANYWHERE,
    Both,
    Either,
    Except,
    Holding,
    InState,
    Where,
    holding,
    in_state,
    where_of,
)

__all__ = [
    "ANYWHERE",
    "Both",
    "Closable",
    "Either",
    "Except",
    "Forbids",
    "Holding",
    "InState",
    "Inevitable",
    "Keeps",
    "Leads",
    "Never",
    "Permits",
    "Possible",
    "Precedes",
    "Safeguard",
    "Where",
    "closable",
    "forbids",
    "holding",
    "in_state",
    "inevitable",
    "keeps",
    "leads",
    "never",
    "permits",
    "possible",
    "precedes",
    "where_of",
]


@attrs.frozen(repr=False)
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

    def describe(self) -> str:
        """
        Return what is claimed, in states, guards and commands, for developers; people read the sentence.

        .. versionadded:: 26.1
        """
        return self.en

    def __repr__(self) -> str:
        """Return the kind, the id and the claim."""
        return f"<{type(self).__name__.lower()} {self.id}: {self.describe()}>"


@attrs.frozen(repr=False)
class Never(Safeguard):
    """No reachable case is ever there."""

    where: Where

    def describe(self) -> str:
        """Return the claim."""
        return repr(self.where)


@attrs.frozen(repr=False)
class Permits(Safeguard):
    """A right: wherever this holds, the command is accepted from this actor's roles with some payload."""

    command: type[Any]
    by: tuple[str, ...]
    where: Where = ANYWHERE

    def describe(self) -> str:
        """Return the claim."""
        return f"{spec_of(self.command).name} by {', '.join(self.by)} at {self.where!r}"


@attrs.frozen(repr=False)
class Forbids(Safeguard):
    """Wherever this holds, the command is refused, whatever its fields."""

    command: type[Any]
    where: Where = ANYWHERE

    def describe(self) -> str:
        """Return the claim."""
        return f"{spec_of(self.command).name} at {self.where!r}"


@attrs.frozen(repr=False)
class Leads(Safeguard):
    """Where *where* holds, an accepted command leads in the same decision to a case where *to* holds."""

    command: type[Any]
    to: Where
    where: Where = ANYWHERE

    def describe(self) -> str:
        """Return the claim."""
        return f"{spec_of(self.command).name} at {self.where!r} to {self.to!r}"


@attrs.frozen(repr=False)
class Precedes(Safeguard):
    """Nobody is ever in *state* before the *first* command was accepted on the track."""

    first: type[Any]
    states: frozenset[str]
    given: Where = ANYWHERE

    def describe(self) -> str:
        """Return the claim."""
        return f"{spec_of(self.first).name} before {in_state(*self.states)!r} at {self.given!r}"


@attrs.frozen(repr=False)
class Keeps(Safeguard):
    """While the track is in *states*, the command, keyed by party, is on record for every one of the case's parties."""

    command: type[Any]
    states: frozenset[str]

    def describe(self) -> str:
        """Return the claim."""
        return f"{spec_of(self.command).name} of every party at {in_state(*self.states)!r}"


@attrs.frozen(repr=False)
class Closable(Safeguard):
    """
    From every reachable case that *where* covers, the track can still come to a final or a resting state.

    The steps that lead there are the force's, or tell what an authority answered; no party has to agree, complain or
    withdraw. What the world decided is held: the categories, the factors, and the risk once it was assessed. So nobody
    has to lower a risk or take a complaint back just to finish. What the record only lacks may be recorded on the way,
    such as a first assessment or a wish.

    .. versionadded:: 26.1
    """

    where: Where = ANYWHERE

    def describe(self) -> str:
        """Return the claim."""
        return f"from {self.where!r}"


@attrs.frozen(repr=False)
class Possible(Safeguard):
    """
    Some reachable case is there: a witness, so that a bar is never met by barring everything.

    Anybody may take part in reaching it, and every fact may be as it needs to be; one case is enough.

    .. versionadded:: 26.1
    """

    where: Where

    def describe(self) -> str:
        """Return the claim."""
        return repr(self.where)


@attrs.frozen(repr=False)
class Inevitable(Safeguard):
    """
    From every reachable case whose track is live, whatever outsiders do, the track can be brought there.

    The steps that lead there are the force's, or those of the clock: none of them waits for a party, an authority or
    the world to decide. So wherever only outsiders can move there is a deadline with a way on. What outsiders do
    meanwhile may change the way, never close it.

    .. versionadded:: 26.1
    """

    where: Where

    def describe(self) -> str:
        """Return the claim."""
        return repr(self.where)


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


def closable(
    where: Where | AnyGuard = ANYWHERE,
    *,
    id: str,  # noqa: A002  the word for it everywhere
    en: str,
    ar: str,
    basis: str,
) -> Closable:
    """
    Return the safeguard that, where *where* holds, the track can come to a final or a resting state.

    The categories, the factors and the assessed risk stay as they are, and no party has to decide anything.

    .. versionadded:: 26.1
    """
    return Closable(id, en, ar, basis, where_of(where))


def possible(where: Where | AnyGuard, *, id: str, en: str, ar: str, basis: str) -> Possible:  # noqa: A002
    """
    Return the safeguard that some reachable case is at *where*.

    .. versionadded:: 26.1
    """
    return Possible(id, en, ar, basis, where_of(where))


def inevitable(where: Where | AnyGuard, *, id: str, en: str, ar: str, basis: str) -> Inevitable:  # noqa: A002
    """
    Return the safeguard that the force or the clock can bring every live track to *where*, whatever outsiders do.

    .. versionadded:: 26.1
    """
    return Inevitable(id, en, ar, basis, where_of(where))
