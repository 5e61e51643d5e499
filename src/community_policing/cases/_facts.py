"""What a track was last told: the last accepted command of a class, per value of its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import attrs

from community_policing.cases._quick import quick

Key = tuple[Any, ...]


@attrs.frozen(weakref_slot=False)
class Fact:
    """
    The last command of one class and key that a track accepted.

    Attributes:
        command: The typed command itself; it *is* the fact.
        by: The id of the actor who gave it.
        at: When it was accepted.
        seq: The event that holds it.
        count: How many of its class and key were accepted on this track so far; 0 when it was only adopted.
    """

    command: Any
    by: str
    at: datetime
    seq: int
    count: int = 1


quick_fact: Callable[..., Fact] = quick(Fact)


class Facts:
    """
    The facts of one track, read by command name and key; immutable, compared by content.

    The order is that in which each fact was first told.
    """

    __slots__ = ("_items",)

    _items: dict[tuple[str, Key], Fact]

    def __init__(self, items: dict[tuple[str, Key], Fact] | None = None) -> None:
        """Hold *items*, which the caller gives up."""
        self._items = {} if items is None else items

    def get(self, name: str, key: Key = ()) -> Fact | None:
        """Return the fact of the command *name* and *key*, or `None`."""
        return self._items.get((name, key))

    def told(  # noqa: PLR0917  called for every event
        self, name: str, key: Key, command: object, by: str, at: datetime, seq: int, times: int = 1
    ) -> Facts:
        """Return facts in which *command*, accepted *times* more, is the last of its *name* and *key*."""
        place = (name, key)
        before = self._items.get(place)
        items = self._items.copy()
        items[place] = quick_fact(command, by, at, seq, times if before is None else before.count + times)
        return Facts(items)

    def items(self) -> Iterator[tuple[tuple[str, Key], Fact]]:
        """Yield ``((command name, key), fact)``."""
        yield from self._items.items()

    def __iter__(self) -> Iterator[Fact]:
        """Yield the facts."""
        return iter(self._items.values())

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return self._items == other._items if isinstance(other, Facts) else NotImplemented

    def __hash__(self) -> int:
        """Hash by content, whatever the order of telling."""
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        """Return names and counts; the commands hold references only, yet they stay out of logs."""
        told = ", ".join(f"{name}{list(key) if key else ''}×{fact.count}" for (name, key), fact in self._items.items())
        return f"Facts({told})"

    def __getstate__(self) -> dict[tuple[str, Key], Fact]:
        """Return what pickle keeps."""
        return self._items

    def __setstate__(self, items: dict[tuple[str, Key], Fact]) -> None:
        """Take what pickle kept."""
        self._items = items


NO_FACTS = Facts()
