"""What the kit asks of a host's store of events: four methods, and nothing about how it works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from community_policing import Effect, Event


class PendingEffect(Protocol):
    """
    What a store gives back of an effect; an `Effect` is one.

    .. versionadded:: 26.1
    """

    @property
    def key(self) -> tuple[str, int, int]:
        """The key under which it was stored: the id of the case, the number of the event, its place."""

    @property
    def code(self) -> str:
        """What to do."""


class EventStore(Protocol):
    """
    Where a host keeps the events of its cases, and what is to be done after they were stored.

    Four methods, which a few lines around a host's own tables provide; `EventStoreContract` says what they promise.

    .. versionadded:: 26.1
    """

    def append(self, case_id: str, expected_seq: int, *, events: Sequence[Event], effects: Sequence[Effect]) -> None:
        """
        Store *events* and *effects* in one transaction, or nothing of either.

        Args:
            case_id: The case that all of them are about.
            expected_seq: The number of the last event that the writer knew; 0 for a new case.
            events: One contiguous run, which begins with the number after *expected_seq*.
            effects: What is to be done after the commit.

        Raises:
            Exception: The store's own error for a lost race, when *expected_seq* is not the number of the last event.
        """

    def read(self, case_id: str) -> Iterable[Event]:
        """Return every event of the case by its number, from 1; nothing for a case that is not there."""

    def pending(self) -> Iterable[PendingEffect]:
        """Return every effect that is not marked as done, of all cases."""

    def mark_done(self, key: tuple[str, int, int]) -> None:
        """Note that the effect of this key was done; again is no error."""
