"""The contract of a store in one call, for whoever runs no pytest classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from community_policing.errors import Problem
from community_policing.testing._contract_port import EventStore
from community_policing.testing._contract_report import require_none
from community_policing.testing._contract_store import EventStoreContract


def check_event_store(
    make_store: Callable[[], EventStore],
    *,
    conflict: type[Exception],
    reopen: Callable[[EventStore], EventStore] | None = None,
) -> None:
    """
    Raise when the stores that *make_store* makes break a law of `EventStoreContract`: the same in one call.

    Args:
        make_store: Returns a store, as `EventStoreContract.make_store`.
        conflict: The error by which a lost race is told.
        reopen: Returns a store on the same data, as `EventStoreContract.reopen`.

    Raises:
        AssertionError: It lists every law that is broken, and how.

    .. versionadded:: 26.1
    """
    require_none("the event store", _broken(_Given(make_store, conflict, reopen)))


class _Given(EventStoreContract):
    """The contract of a store that is made by a function."""

    def __init__(
        self,
        make: Callable[[], EventStore],
        conflict: type[Exception],
        reopen: Callable[[EventStore], EventStore] | None,
    ) -> None:
        """Hold how the store is made."""
        self.conflict = conflict
        self._make = make
        self._reopen = reopen or super().reopen

    def make_store(self) -> EventStore:
        """Return a store."""
        return self._make()

    def reopen(self, store: EventStore) -> EventStore:
        """Return a store on the same data."""
        return self._reopen(store)


def _broken(contract: EventStoreContract) -> Iterator[Problem]:
    """Yield each law that does not hold, by the name of its test."""
    for name in (name for name in vars(EventStoreContract) if name.startswith("test_")):
        try:
            getattr(contract, name)()
        except Exception as error:  # noqa: BLE001  whatever a store raises breaks the law
            yield Problem("broken-law", name, f"{type(error).__name__}: {error}")
