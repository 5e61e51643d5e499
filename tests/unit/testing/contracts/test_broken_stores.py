"""Stores with one fault each, such as have been seen: each fails the law that is meant for its fault."""

from __future__ import annotations

import unicodedata
from itertools import count

import attrs
import pytest
from hypothesis import Phase, settings
from tests.unit.testing.contracts.stores import DOCUMENTS, LostRaceError, MemoryStore, SqliteStore

from community_policing import What
from community_policing.testing import EventStoreContract, check_event_store

# ------------------------------------------------------------------------------------------------ what is kept


class _LosesTheLastOfARun(MemoryStore):
    def append(self, case_id, expected_seq, *, events, effects):
        kept = events[:-1] if len(events) > 1 else events
        super().append(case_id, expected_seq, events=kept, effects=effects)


class _ReadsBackwards(MemoryStore):
    def read(self, case_id):
        return super().read(case_id)[::-1]


class _SortsNumbersAsText(MemoryStore):
    def read(self, case_id):
        return sorted(super().read(case_id), key=lambda event: str(event.seq))


class _ReadsOnePage(MemoryStore):
    def read(self, case_id):
        return super().read(case_id)[:100]


class _KeepsCommandsOnly(MemoryStore):
    def read(self, case_id):
        return tuple(event for event in super().read(case_id) if event.what is What.COMMAND)


class _DropsChanges(MemoryStore):
    def read(self, case_id):
        return tuple(attrs.evolve(event, changes=()) for event in super().read(case_id))


class _NumbersAreFractions(MemoryStore):
    def read(self, case_id):
        return tuple(attrs.evolve(event, seq=float(event.seq)) for event in super().read(case_id))


class _NumbersAreFlags(MemoryStore):
    def read(self, case_id):
        return tuple(attrs.evolve(event, version=bool(event.version)) for event in super().read(case_id))


class _WritesAscii(SqliteStore):
    def insert(self, database, case_id, events):
        for event in events:
            row = (case_id, event.seq, DOCUMENTS.dumps(event).encode("ascii", "ignore").decode())
            database.execute("INSERT INTO event VALUES (?, ?, ?)", row)


class _ForgetsTheZone(MemoryStore):
    def read(self, case_id):
        return tuple(attrs.evolve(event, at=event.at.replace(tzinfo=None)) for event in super().read(case_id))


class _CutsMicroseconds(MemoryStore):
    def read(self, case_id):
        return tuple(attrs.evolve(event, at=event.at.replace(microsecond=0)) for event in super().read(case_id))


class _KnowsNoEmptyCase(MemoryStore):
    def read(self, case_id):
        return self.events[case_id]


class _ReturnsDocuments(SqliteStore):
    def read(self, case_id):
        return [DOCUMENTS.dump_event(event) for event in super().read(case_id)]


class _HandsOutItsOwnList(MemoryStore):
    def append(self, case_id, expected_seq, *, events, effects):
        super().append(case_id, expected_seq, events=events, effects=effects)
        self.events[case_id] = list(self.events[case_id])


class _KeepsTheListItWasGiven(MemoryStore):
    def append(self, case_id, expected_seq, *, events, effects):
        super().append(case_id, expected_seq, events=events, effects=effects)
        if expected_seq == 0:
            self.events[case_id] = events

    def read(self, case_id):
        return tuple(super().read(case_id))


class _LivesInOneProcess(MemoryStore):
    """What it holds is gone when the process is."""


# ------------------------------------------------------------------------------------------------ which case


class _FindsByPrefix(MemoryStore):
    def read(self, case_id):
        return tuple(event for id_, events in self.events.items() if id_.startswith(case_id) for event in events)


class _Folding(MemoryStore):
    """A store that takes some ids for others, and asks nothing."""

    def fold(self, case_id):
        """Return what *case_id* is taken for."""
        return case_id

    def append(self, case_id, _, *, events, effects):
        known = self.events.get(self.fold(case_id), ())
        self.events[self.fold(case_id)] = (*known, *events)
        self.effects |= {effect.key: effect for effect in effects}

    def read(self, case_id):
        return self.events.get(self.fold(case_id), ())


class _ForgetsLetterCase(_Folding):
    def fold(self, case_id):
        return case_id.lower()


class _ForgetsAccents(_Folding):
    def fold(self, case_id):
        return "".join(one for one in unicodedata.normalize("NFD", case_id) if not unicodedata.combining(one))


class _ForgetsForms(_Folding):
    def fold(self, case_id):
        return unicodedata.normalize("NFKC", case_id)


class _CutsIds(_Folding):
    def fold(self, case_id):
        return case_id[:100]


class _TakesIdsForNumbers(_Folding):
    def fold(self, case_id):
        return str(int(case_id)) if case_id.isdecimal() else case_id


# ------------------------------------------------------------------------------------------------ races


class _AsksNothing(MemoryStore):
    def append(self, case_id, _, *, events, effects):
        expected = len(self.events.get(case_id, ()))
        super().append(case_id, expected, events=events, effects=effects)


class _LetsHolesIn(SqliteStore):
    def check(self, database, case_id, expected_seq):
        if database.execute("SELECT 1 FROM event WHERE case_id = ? AND seq > ?", (case_id, expected_seq)).fetchone():
            raise LostRaceError(case_id)


class _WritesOver(SqliteStore):
    def check(self, *_):
        """Ask nothing."""

    def insert(self, database, case_id, events):
        rows = [(case_id, event.seq, DOCUMENTS.dumps(event)) for event in events]
        database.executemany("INSERT OR REPLACE INTO event VALUES (?, ?, ?)", rows)


class _StoresWhatItCan(SqliteStore):
    def append(self, case_id, _, *, events, effects):
        with self.transaction() as database:
            rows = [(case_id, event.seq, DOCUMENTS.dumps(event)) for event in events]
            made = database.executemany("INSERT OR IGNORE INTO event VALUES (?, ?, ?)", rows).rowcount
            self.insert_effects(database, effects if made == len(events) else ())
        if made < len(events):
            raise LostRaceError(case_id)


class _PromisesEffectsFirst(MemoryStore):
    def append(self, case_id, expected_seq, *, events, effects):
        self.effects |= {effect.key: effect for effect in effects}
        super().append(case_id, expected_seq, events=events, effects=effects)


class _StaysLocked(MemoryStore):
    locked = False

    def append(self, case_id, expected_seq, *, events, effects):
        if self.locked:
            raise LostRaceError(case_id)
        self.locked = True
        super().append(case_id, expected_seq, events=events, effects=effects)
        self.locked = False


class _CommitsEachEvent(SqliteStore):
    def insert(self, database, case_id, events):
        for event in events:
            super().insert(database, case_id, [event])
            database.commit()


class _CommitsEffectsApart(SqliteStore):
    def insert_effects(self, database, effects):
        database.commit()
        super().insert_effects(database, effects)


# ------------------------------------------------------------------------------------------------ effects


class _KeepsTheOutboxInMemory(SqliteStore):
    def __init__(self, path):
        super().__init__(path)
        self.effects = []

    def insert_effects(self, _, effects):
        self.effects += effects

    def pending(self):
        return tuple(self.effects)


class _GivesEffectsOnce(MemoryStore):
    def pending(self):
        given, self.effects = tuple(self.effects.values()), {}
        return given


class _NumbersEffectsAnew(MemoryStore):
    numbers = count()

    def pending(self):
        return tuple(attrs.evolve(effect, index=next(self.numbers)) for effect in super().pending())


class _JoinsKeys(MemoryStore):
    def append(self, case_id, expected_seq, *, events, effects):
        super().append(case_id, expected_seq, events=events, effects=())
        self.effects |= {"{}{}{}".format(*effect.key): effect for effect in effects}

    def mark_done(self, key):
        super().mark_done("{}{}{}".format(*key))


class _MarksTheWholeEvent(MemoryStore):
    def mark_done(self, key):
        self.effects = {other: effect for other, effect in self.effects.items() if other[:2] != key[:2]}


class _RemembersDoneInMemory(SqliteStore):
    def __init__(self, path):
        super().__init__(path)
        self.done = set()

    def mark_done(self, key):
        self.done.add(key)

    def pending(self):
        return [effect for effect in super().pending() if effect.key not in self.done]


class _MarksOnce(MemoryStore):
    def mark_done(self, key):
        del self.effects[key]


# ------------------------------------------------------------------------------------------------ who finds it

FOUND_BY = {
    _KnowsNoEmptyCase: "an_unknown_case_has_no_events",
    _ReadsBackwards: "what_was_appended_is_read_in_order",
    _WritesAscii: "what_was_appended_is_read_in_order",
    _ReturnsDocuments: "every_kind_of_event_survives",
    _KeepsCommandsOnly: "every_kind_of_event_survives",
    _NumbersAreFlags: "a_run_is_appended_whole",
    _NumbersAreFractions: "every_kind_of_event_survives",
    _LosesTheLastOfARun: "a_run_is_appended_whole",
    _ForgetsTheZone: "times_stay_exact_and_aware",
    _CutsMicroseconds: "times_stay_exact_and_aware",
    _SortsNumbersAsText: "a_long_history_stays_in_order",
    _ReadsOnePage: "a_long_history_stays_in_order",
    _FindsByPrefix: "two_cases_do_not_mix",
    _ForgetsLetterCase: "two_cases_do_not_mix",
    _ForgetsAccents: "two_cases_do_not_mix",
    _ForgetsForms: "two_cases_do_not_mix",
    _CutsIds: "two_cases_do_not_mix",
    _TakesIdsForNumbers: "two_cases_do_not_mix",
    _DropsChanges: "a_history_adds_up_and_its_chain_holds",
    _LivesInOneProcess: "a_history_outlives_the_process",
    _HandsOutItsOwnList: "what_is_read_belongs_to_the_reader",
    _KeepsTheListItWasGiven: "what_is_read_belongs_to_the_reader",
    _AsksNothing: "a_lost_race_is_refused",
    _StoresWhatItCan: "a_lost_race_leaves_nothing_behind",
    _PromisesEffectsFirst: "a_lost_race_leaves_nothing_behind",
    _StaysLocked: "the_loser_of_a_race_can_go_on",
    _WritesOver: "a_repeated_append_is_refused",
    _LetsHolesIn: "a_history_has_no_holes",
    _CommitsEachEvent: "a_failure_half_way_leaves_nothing_behind",
    _CommitsEffectsApart: "a_failure_half_way_leaves_nothing_behind",
    _MarksTheWholeEvent: "an_effect_is_pending_until_it_is_done",
    _RemembersDoneInMemory: "an_effect_is_pending_until_it_is_done",
    _KeepsTheOutboxInMemory: "an_effect_outlives_a_crash",
    _GivesEffectsOnce: "an_effect_outlives_a_crash",
    _NumbersEffectsAnew: "an_effect_keeps_its_key",
    _JoinsKeys: "keys_of_effects_are_kept_apart",
    _MarksOnce: "marking_twice_is_harmless",
}
"""Each fault, and the law that is meant for it."""

LAWS = {name.removeprefix("test_") for name in dir(EventStoreContract) if name.startswith("test_")}


class _Subject(EventStoreContract):
    """The contract of a store that is given."""

    conflict = LostRaceError

    def __init__(self, make):
        self.make = make

    def make_store(self):
        return self.make()

    def reopen(self, store):
        if isinstance(store, SqliteStore):
            return type(store)(store.path)
        return self.make() if isinstance(store, _LivesInOneProcess) else store


@pytest.fixture
def unshrunk():
    """Find what is wrong and leave it as large as it is: how small it gets is not the question here."""
    settings.register_profile("before", settings())
    settings.register_profile("unshrunk", settings(), phases=[Phase.generate], max_examples=20, database=None)
    settings.load_profile("unshrunk")
    yield
    settings.load_profile("before")


def broken_law(subject, law):
    """Return how *subject* breaks *law*, or `None` when it holds it."""
    try:
        getattr(subject, f"test_{law}")()
    except Exception as error:  # noqa: BLE001  whatever a store raises breaks the law
        return error
    return None


@pytest.mark.usefixtures("unshrunk")
@pytest.mark.parametrize(("store", "law"), FOUND_BY.items(), ids=lambda each: getattr(each, "__name__", each))
def test_a_broken_store_is_caught_by_the_law_meant_for_it(store, law, tmp_path):
    """Each fault that stores have had makes the test fail that is there for it."""
    subject = _Subject(lambda: store(tmp_path / "events.db") if issubclass(store, SqliteStore) else store())

    error = broken_law(subject, law)

    assert error is not None
    assert not isinstance(error, TypeError | AttributeError | NameError), error  # a slip in the faulty store itself


def test_every_law_finds_a_fault():
    """No law is there for nothing."""
    assert set(FOUND_BY.values()) == LAWS


@pytest.mark.usefixtures("unshrunk")
def test_a_check_in_one_call_lists_every_broken_law():
    """The error names each law and says what was seen, also of what a store forgets when its process ends."""
    with pytest.raises(AssertionError) as caught:
        check_event_store(_MarksOnce, conflict=LostRaceError, reopen=lambda _: _MarksOnce())

    assert "the event store does not hold its contract (5 problems):" in str(caught.value)
    assert "test_a_history_outlives_the_process: AssertionError: the events [1, 2] were appended" in str(caught.value)
    assert "test_marking_twice_is_harmless: KeyError" in str(caught.value)


def test_what_differs_is_told():
    """The message says which events were appended and which are read."""
    error = broken_law(_Subject(_ReadsBackwards), "a_long_history_stays_in_order")

    assert str(error) == (
        "the events [1, 2, 3, 4, …, 317, 318, 319, 320] (320) were appended "
        "and [320, 319, 318, 317, …, 4, 3, 2, 1] (320) are read"
    )


def test_a_conflict_error_must_be_named():
    """Without it any failure would look like a lost race."""

    class Nameless(EventStoreContract):
        def make_store(self):
            return MemoryStore()

    assert isinstance(broken_law(Nameless(), "a_lost_race_is_refused"), AttributeError)
