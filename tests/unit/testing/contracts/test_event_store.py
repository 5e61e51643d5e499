"""The contract of an event store holds for sound stores, of whatever kind."""

from __future__ import annotations

import pytest
from tests.unit.testing.contracts.stores import LostRaceError, MemoryStore, SqliteStore

from community_policing.testing import EventStoreContract, check_event_store


class TestSqliteStore(EventStoreContract):
    """A store in a file, opened again where a process would be; the file is never emptied."""

    conflict = LostRaceError

    @pytest.fixture(autouse=True)
    def _file(self, tmp_path_factory):
        self.path = tmp_path_factory.getbasetemp() / "contract.db"

    def make_store(self):
        """Return a store on what earlier tests left."""
        return SqliteStore(self.path)

    def reopen(self, store):
        """Return another store on the same file."""
        return SqliteStore(store.path)


def test_the_contract_of_a_store_in_memory_holds_in_one_call():
    """The same laws can be asked without a test class, of a store that stays the same object."""
    check_event_store(MemoryStore, conflict=LostRaceError)
