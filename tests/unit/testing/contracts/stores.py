"""Two stores that hold the contract: one in memory, one in SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from threading import Lock

from community_policing import Effect, Event, make_converter, standard_rulebook

TABLES = """
CREATE TABLE IF NOT EXISTS event  (case_id TEXT, seq INTEGER, document TEXT NOT NULL, PRIMARY KEY (case_id, seq));
CREATE TABLE IF NOT EXISTS outbox (case_id TEXT, seq INTEGER, idx INTEGER, code TEXT NOT NULL, track TEXT NOT NULL,
                                   done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (case_id, seq, idx));
"""
DOCUMENTS = make_converter(standard_rulebook())


class LostRaceError(Exception):
    """Somebody else was quicker."""


class MemoryStore:
    """Events in a dictionary, behind a lock."""

    def __init__(self):
        self.lock = Lock()
        self.events = {}
        self.effects = {}

    def append(self, case_id, expected_seq, *, events, effects):
        """Store events and effects, unless somebody was quicker."""
        with self.lock:
            known = self.events.get(case_id, ())
            if len(known) != expected_seq:
                raise LostRaceError(case_id)
            self.events[case_id] = (*known, *events)
            self.effects |= {effect.key: effect for effect in effects}

    def read(self, case_id):
        """Return the events of a case."""
        with self.lock:
            return self.events.get(case_id, ())

    def pending(self):
        """Return the effects that were not done."""
        with self.lock:
            return tuple(self.effects.values())

    def mark_done(self, key):
        """Note that an effect was done."""
        with self.lock:
            self.effects.pop(key, None)


class SqliteStore:
    """Events as documents in a file of SQLite."""

    def __init__(self, path):
        self.path = path
        with self.transaction() as database:
            database.executescript(TABLES)

    @contextmanager
    def transaction(self):
        """Give a connection; what is done on it is done whole or not at all."""
        with closing(sqlite3.connect(self.path)) as database:
            database.execute("PRAGMA synchronous = OFF")
            with database:
                yield database

    def append(self, case_id, expected_seq, *, events, effects):
        """Store events and effects, unless somebody was quicker."""
        with self.transaction() as database:
            self.check(database, case_id, expected_seq)
            self.insert(database, case_id, events)
            self.insert_effects(database, effects)

    def check(self, database, case_id, expected_seq):
        """Raise when the last event is another one than expected."""
        found = "SELECT coalesce(max(seq), 0) FROM event WHERE case_id = ?"
        if database.execute(found, (case_id,)).fetchone() != (expected_seq,):
            raise LostRaceError(case_id)

    def insert(self, database, case_id, events):
        """Add the events."""
        for event in events:
            row = (case_id, event.seq, DOCUMENTS.dumps(event))
            database.execute("INSERT INTO event VALUES (?, ?, ?)", row)

    def insert_effects(self, database, effects):
        """Add the effects."""
        for effect in effects:
            row = (*effect.key, effect.code, effect.track)
            database.execute("INSERT INTO outbox (case_id, seq, idx, code, track) VALUES (?, ?, ?, ?, ?)", row)

    def read(self, case_id):
        """Return the events of a case."""
        with self.transaction() as database:
            rows = database.execute("SELECT document FROM event WHERE case_id = ? ORDER BY seq", (case_id,))
            return [DOCUMENTS.loads(document, Event) for (document,) in rows]

    def pending(self):
        """Return the effects that were not done."""
        with self.transaction() as database:
            rows = database.execute("SELECT code, case_id, seq, idx, track FROM outbox WHERE NOT done")
            return [Effect(*row) for row in rows]

    def mark_done(self, key):
        """Note that an effect was done."""
        with self.transaction() as database:
            database.execute("UPDATE outbox SET done = 1 WHERE (case_id, seq, idx) = (?, ?, ?)", key)
