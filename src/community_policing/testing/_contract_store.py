"""The contract between the library and a host's store of events: every law a test, for any store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import suppress

import attrs
from hypothesis import given, settings

from community_policing import Effect, Event
from community_policing.cases import replay
from community_policing.serialization import verify_chain
from community_policing.testing._contract_events import (
    chained,
    effects_of,
    fresh_id,
    ids,
    of_case,
    one_of_each,
    own_documents,
    require_same,
    run,
    runs,
    twins,
)
from community_policing.testing._contract_port import EventStore
from community_policing.testing._contract_report import require

_LONG = 320
"""Events of a long history: more than pages and limits have that nobody thought of."""


class EventStoreContract(ABC):
    """
    What a store of events must hold, as tests that pytest runs for yours.

    Subclass it, say how to make the store and which error it raises for a lost race. Each test uses ids that no test
    has used before, so the store may be a real database that is never emptied.

    Attributes:
        conflict: The error by which `EventStore.append` tells of a lost race.

    ::

        class TestOurStore(EventStoreContract):
            conflict = sqlite3.IntegrityError

            def make_store(self):
                return OurStore("test.db")

    .. versionadded:: 26.1
    """

    conflict: type[Exception]

    @abstractmethod
    def make_store(self) -> EventStore:
        """Return a store, on data of its own or on those of the last one."""

    def reopen(self, store: EventStore) -> EventStore:
        """
        Return a store on the same data as *store*, as another process would after a crash.

        Without this method the tests can only ask the same object again, and would not see what it forgets.
        """
        return store

    # ------------------------------------------------------------------------------------------------ events

    def test_an_unknown_case_has_no_events(self) -> None:
        """Nothing is read of a case that was never stored, and that is no error."""
        require_same(self.make_store().read(fresh_id()), ())

    def test_what_was_appended_is_read_in_order(self) -> None:
        """Whatever was appended, in runs of any length, is read as it was and in its order."""
        store = self.make_store()

        @settings(deadline=None)
        @given(end=ids(), history=runs())
        def law(end: str, history: Sequence[Sequence[Event]]) -> None:
            case = fresh_id(end)
            parts = [of_case(case, part) for part in history]
            for part in parts:
                _append(store, part)
            require_same(store.read(case), [event for part in parts for event in part])

        law()

    def test_every_kind_of_event_survives(self) -> None:
        """Commands, tracks that open and end, what rules ended, what was adopted: all with all they carry."""
        store, events = self.make_store(), one_of_each(fresh_id())

        _append(store, events)

        require_same(store.read(events[0].case), events)

    def test_a_run_is_appended_whole(self) -> None:
        """What one command caused is stored to the last event, and follows what was there."""
        store, case = self.make_store(), fresh_id()
        first, more = run(case, length=2), run(case, after=2, length=5)

        _append(store, first)
        require_same(store.read(case), first)
        _append(store, more)

        require_same(store.read(case), first + more)

    def test_times_stay_exact_and_aware(self) -> None:
        """A time comes back with its zone and to the microsecond, also at midnight and far in the future."""
        store, case = self.make_store(), fresh_id()
        first, *_ = events = run(case, length=4)
        midnight = first.at.replace(hour=0, minute=0, second=0, microsecond=0)
        times = (
            midnight,
            midnight.replace(microsecond=1),
            first.at.replace(microsecond=999_999),
            first.at.replace(2199),
        )
        events = tuple(attrs.evolve(event, at=at) for event, at in zip(events, times, strict=True))

        _append(store, events)

        require_same(store.read(case), events)

    def test_a_long_history_stays_in_order(self) -> None:
        """Hundreds of events come back, the tenth after the ninth and none left out."""
        store, case = self.make_store(), fresh_id()
        events = run(case, length=_LONG)

        for start in range(0, _LONG, 80):
            _append(store, events[start : start + 80])

        require_same(store.read(case), events)

    def test_two_cases_do_not_mix(self) -> None:
        """Ids that are nearly alike are those of two cases: each has its own events and its own effects."""
        store = self.make_store()
        for pair in twins():
            stories = [run(case, length=length, by=f"o-{length}") for case, length in zip(pair, (12, 3), strict=True)]
            for story in stories:
                _append(store, story, effects_of(story[:1]))
            for story in stories:
                require_same(store.read(story[0].case), story)
            store.mark_done((pair[0], 1, 0))
            _require_pending(store, pair[0], effects_of(stories[0][:1])[1:])
            _require_pending(store, pair[1], effects_of(stories[1][:1]))

    def test_a_history_adds_up_and_its_chain_holds(self) -> None:
        """What is read makes the same case, and the same digests."""
        store, events = self.make_store(), one_of_each(fresh_id())

        _append(store, events)

        read = tuple(store.read(events[0].case))
        require(replay(read) == replay(events), "what is read does not add up to the case that was stored")
        digests = [digest for _, digest in chained(events)]
        verify_chain(zip(own_documents().dump_events(read), digests, strict=True))

    def test_a_history_outlives_the_process(self) -> None:
        """What was stored is there when the store is opened again, and can be gone on with."""
        store, case = self.make_store(), fresh_id()
        first, more = run(case, length=2), run(case, after=2)

        _append(store, first)
        again = self.reopen(store)
        require_same(again.read(case), first)
        _append(again, more)

        require_same(again.read(case), first + more)

    def test_what_is_read_belongs_to_the_reader(self) -> None:
        """Whoever changes the list that was appended or the one that was read changes nothing in the store."""
        store, case = self.make_store(), fresh_id()
        events = run(case, length=3)
        given_in, effects = list(events), list(effects_of(events))

        store.append(case, 0, events=given_in, effects=effects)
        for handed_out in (given_in, effects, store.read(case), store.pending()):
            with suppress(AttributeError):  # what has no `clear` cannot be emptied
                handed_out.clear()  # type: ignore[union-attr]  # not every iterable has it

        require_same(store.read(case), events)
        _require_pending(store, case, effects_of(events))

    # ------------------------------------------------------------------------------------------------ races

    def test_a_lost_race_is_refused(self) -> None:
        """Of two who decided on the same events one is told that he came too late."""
        store, case = self.make_store(), fresh_id()
        _append(store, run(case))
        _append(store, run(case, after=1, by="winner"))

        self._require_refused(store, run(case, after=1, by="loser"), "two runs of events followed the same event")

    def test_a_lost_race_leaves_nothing_behind(self) -> None:
        """Of a run that came too late no event and no effect is stored, and what came first stays as it was."""
        store, case = self.make_store(), fresh_id()
        first, won, lost = run(case), run(case, after=1, by="winner"), run(case, after=1, length=3, by="loser")
        _append(store, first)
        _append(store, won, effects_of(won, each=1))

        with suppress(self.conflict):
            _append(store, lost, effects_of(lost, code="notify-of-nothing"))

        require_same(store.read(case), first + won)
        _require_pending(store, case, effects_of(won, each=1))

    def test_the_loser_of_a_race_can_go_on(self) -> None:
        """Who lost decides again on what is there, and then is heard."""
        store, case = self.make_store(), fresh_id()
        first, again = run(case, length=2), run(case, after=2, by="loser")
        _append(store, first)

        with suppress(self.conflict):
            _append(store, run(case, after=1, by="loser"))
        _append(store, again)

        require_same(store.read(case), first + again)

    def test_a_repeated_append_is_refused(self) -> None:
        """The same events a second time are an error, even when they are equal to those that are there."""
        store, events = self.make_store(), run(fresh_id(), length=2)
        _append(store, events)

        self._require_refused(store, events, "events were stored twice")
        require_same(store.read(events[0].case), events)

    def test_a_history_has_no_holes(self) -> None:
        """Events that follow one which is not there are refused: a unique key alone would let them in."""
        store, case = self.make_store(), fresh_id()
        _append(store, run(case))

        self._require_refused(store, run(case, after=2), "event 3 was stored where event 2 is missing")
        require_same(store.read(case), run(case))

    def test_a_failure_half_way_leaves_nothing_behind(self) -> None:
        """When an event or an effect cannot be stored, nothing that came with it is."""
        for spoilt in ("event", "effect"):
            store, case = self.make_store(), fresh_id()
            *good, last = run(case, length=3)
            effects = effects_of((*good, last))
            if spoilt == "event":
                last = attrs.evolve(last, profile="\ud800")  # half of a character: no database takes it
            else:
                effects = (*effects[:-1], attrs.evolve(effects[-1], code="\ud800"))
            if _fails(store, (*good, last), effects):
                require_same(store.read(case), ())
                _require_pending(store, case, ())

    # ------------------------------------------------------------------------------------------------ effects

    def test_an_effect_is_pending_until_it_is_done(self) -> None:
        """What was stored with events is to be done, each effect until it alone is marked as done."""
        store, events = self.make_store(), run(fresh_id(), length=2)
        effects = effects_of(events)
        case = events[0].case

        _append(store, events, effects)
        _require_pending(store, case, effects)
        store.mark_done(effects[1].key)

        rest = (effects[0], *effects[2:])
        _require_pending(store, case, rest)
        _require_pending(self.reopen(store), case, rest)

    def test_an_effect_outlives_a_crash(self) -> None:
        """An effect that was taken up and not marked as done is given again, after a crash too."""
        store, events = self.make_store(), run(fresh_id())
        effects, case = effects_of(events), events[0].case
        _append(store, events, effects)

        tuple(store.pending())  # somebody took them up, and then the power failed

        _require_pending(store, case, effects)
        _require_pending(self.reopen(store), case, effects)

    def test_an_effect_keeps_its_key(self) -> None:
        """However often an effect is given, its key is that under which it was stored: so doing it twice is seen."""
        store, events = self.make_store(), run(fresh_id())
        effects, case = effects_of(events), events[0].case
        _append(store, events, effects)

        wanted = sorted(effect.key for effect in effects)
        for again in (store, store, self.reopen(store)):
            found = sorted({tuple(each.key) for each in again.pending() if each.key[0] == case})
            require(found == wanted, f"effects were stored under the keys {wanted} and are given under {found}")

    def test_keys_of_effects_are_kept_apart(self) -> None:
        """The eleventh effect of event 1 is not the first of event 11, whatever the store makes of a key."""
        store, case = self.make_store(), fresh_id()
        events = run(case, length=11)
        effects = (*effects_of(events[:1], each=11), *effects_of(events[10:], each=1))

        _append(store, events, effects)
        store.mark_done((case, 1, 10))

        _require_pending(store, case, (*effects[:10], effects[11]))

    def test_marking_twice_is_harmless(self) -> None:
        """Who did an effect twice marks it twice; that is no error, and touches no other."""
        store, events = self.make_store(), run(fresh_id())
        first, second = effects = effects_of(events)
        _append(store, events, effects)

        store.mark_done(first.key)
        store.mark_done(first.key)

        _require_pending(store, events[0].case, (second,))

    # ------------------------------------------------------------------------------------------------ how

    def _require_refused(self, store: EventStore, events: Sequence[Event], otherwise: str) -> None:
        """Raise `AssertionError`, saying *otherwise*, unless the store refuses *events* by its conflict error."""
        __tracebackhide__ = True
        try:
            _append(store, events)
        except self.conflict:
            return
        raise AssertionError(otherwise)


def _append(store: EventStore, events: Sequence[Event], effects: Sequence[Effect] = ()) -> None:
    """Append *events* to what their case had when they were decided."""
    store.append(events[0].case, events[0].seq - 1, events=events, effects=effects)


def _fails(store: EventStore, events: Sequence[Event], effects: Sequence[Effect]) -> bool:
    """Return whether the store cannot take *events* and *effects*, whatever it raises then."""
    try:
        _append(store, events, effects)
    except Exception:  # noqa: BLE001  each store has errors of its own for what it cannot hold
        return True
    return False


def _require_pending(store: EventStore, case: str, effects: Iterable[Effect]) -> None:
    """Raise `AssertionError` unless *effects*, and no others of *case*, are pending, each with its code."""
    __tracebackhide__ = True
    found = sorted({(*each.key, each.code) for each in store.pending() if each.key[0] == case})
    wanted = sorted((*effect.key, effect.code) for effect in effects)
    require(found == wanted, f"of the case the effects {wanted} are to be done, and {found} are pending")
