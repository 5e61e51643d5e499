"""What is given to a host's store to keep: ids, runs of events and effects that a careless store would damage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from unicodedata import normalize
from uuid import uuid4  # noqa: TID251  a real database still holds what earlier runs wrote

import attrs
from hypothesis import strategies as st

from community_policing import (
    Actor,
    Assignment,
    CaseFactor,
    Confidentiality,
    Effect,
    Event,
    Party,
    Reason,
    Risk,
    What,
    make_converter,
    standard_rulebook,
)
from community_policing.cases import (
    Assigned,
    CategoriesSet,
    Change,
    ConfidentialitySet,
    FactorAdded,
    FactorWithdrawn,
    Marked,
    OutcomeRecorded,
    PartiesMerged,
    PartyAdded,
    PartyChanged,
    PartyLeft,
    RiskAssessed,
    TeamJoined,
    Unmarked,
)
from community_policing.serialization import Converter, digest
from community_policing.testing._contract_report import require
from community_policing.workflows import AdoptCase, Lapse, OpenCase

BEGIN = datetime(2026, 3, 1, 9, 30, 0, 1, tzinfo=UTC)
STEP = timedelta(minutes=1, microseconds=1)
LONGEST = 128
"""How long an id may be."""

_EDGES = (
    "",
    "بلاغ-٤١٧",
    "إبلاغ-أسرة",
    "é",
    "İıßﬁ",
    "😀",
    "ﷺ",
    "';DROP/**/TABLE/**/event;--",
    '"',
    "\\",
    "%",
    "_",
    "a/b?c#d&e=f",
    "null",
    "NaN",
    "{}",
    "<b>",
)
"""Ends of ids that stores have stumbled over."""


def fresh_id(end: str = "") -> str:
    """Return an id that no run has used before, ending in *end*."""
    return normalize("NFC", f"contract-{uuid4().hex}-{end}")


def twins() -> Iterator[tuple[str, str]]:
    """Yield pairs of different ids that a careless store takes for one."""
    for one, other in (
        ("", "1"),  # one begins like the other
        ("a", "A"),
        ("e", "é"),
        ("ا", "أ"),
        ("3", "٣"),
        ("fi", "ﬁ"),
        ("ss", "ß"),
        ("_", "x"),  # a wildcard of LIKE
        ("%", "xx"),
    ):
        start = fresh_id()
        yield start + one, start + other
    long = fresh_id().ljust(LONGEST - 1, "x")
    yield f"{long}a", f"{long}b"
    digits = str(uuid4().int)
    yield digits, f"0{digits}"  # equal as numbers


# ------------------------------------------------------------------------------------------------ events


def run(case: str, *, after: int = 0, length: int = 1, by: str = "o-11") -> tuple[Event, ...]:
    """Return *length* events of *case* that follow the event *after*; an event depends on its number and *by* alone."""
    return tuple(
        _event(case, seq, Actor(by, roles=("intake-officer",))) for seq in range(after + 1, after + length + 1)
    )


def _event(case: str, seq: int, by: Actor, what: What = What.COMMAND) -> Event:
    """Return the event *seq* of *case*."""
    command = OpenCase(("neighbour-dispute",)) if what is What.COMMAND else None
    source, at = ("open" if seq > 1 else "unopened"), BEGIN + seq * STEP
    return Event(case, seq, "record", what, "record", 1, source, "open", by, at, "international-default", command)


def one_of_each(case: str) -> tuple[Event, ...]:
    """Return a history with every kind of event, of the library's own commands, of reason and of change."""
    clerk = Actor("موظف-١", ("intake-officer",), unit="u-1", speaks_for="p1", competencies=("child-interviewing",))
    party = Party("p1", "complainant", age_band="adult", factors=("previous-violence",))
    kinds = (What.COMMAND, What.OPENED, What.ENDED, What.ENDED_BY_RULE, What.ADOPTED, What.COMMAND, What.COMMAND)
    first, opened, ended, fallen, adopted, lapsed, last = (
        _event(case, seq, clerk, what) for seq, what in enumerate(kinds, start=1)
    )
    return (
        attrs.evolve(first, command=OpenCase(("neighbour-dispute", "noise"), (party,)), source=None),
        attrs.evolve(opened, track="intake", workflow="intake", source=None, dest="received", cause=1),
        attrs.evolve(ended, track="intake", workflow="intake", cause=1),
        attrs.evolve(fallen, cause=1, reasons=_reasons()),
        attrs.evolve(adopted, command=AdoptCase(("noise",), source="doc:1"), version=2),
        attrs.evolve(lapsed, command=Lapse()),
        attrs.evolve(last, changes=_changes(party)),
    )


def _reasons() -> tuple[Reason, ...]:
    """Return reasons with a parameter of every type."""
    return (
        Reason("told-apart", party="p1", times=1, sure=True, unsure=False, on=date(2026, 3, 1)),
        Reason("too-early", wait=timedelta(days=1, microseconds=1), roles=("mediator", "وسيط")),
    )


def _changes(party: Party) -> tuple[Change, ...]:
    """Return a change of every kind."""
    return (
        CategoriesSet(("noise",)),
        PartyAdded(attrs.evolve(party, id="p2", related_to="p1", relationship="neighbour")),
        PartyChanged(attrs.evolve(party, age_band="child")),
        FactorAdded(CaseFactor("weapon", "p1", "o-11")),
        FactorWithdrawn("weapon", "p1"),
        RiskAssessed(Risk.HIGH),
        ConfidentialitySet(Confidentiality.RESTRICTED),
        Assigned("mediator", ("m-3", "m-4")),
        TeamJoined(Assignment("mediator", "m-5")),
        OutcomeRecorded(None),
        Marked("report-registered"),
        Unmarked("report-registered"),
        PartiesMerged("p1", "p2"),
        PartyLeft("p1"),
    )


# ------------------------------------------------------------------------------------------------ effects


def effects_of(events: Iterable[Event], *, each: int = 2, code: str = "notify") -> tuple[Effect, ...]:
    """Return *each* effects of *code* for each of *events*."""
    return tuple(Effect(code, event.case, event.seq, index, event.track) for event in events for index in range(each))


# ------------------------------------------------------------------------------------------------ strategies


def ids() -> st.SearchStrategy[str]:
    """Return ends of ids: any text that may stand in one, and what stores have stumbled over."""
    letters = st.characters(categories=("L", "M", "N", "P", "S"))
    return st.one_of(st.sampled_from(_EDGES), st.text(letters, max_size=20).map(_nfc))


def runs() -> st.SearchStrategy[tuple[tuple[Event, ...], ...]]:
    """Return histories of a few events, in runs of any length."""
    return st.lists(st.lists(_moves(), min_size=1, max_size=3), min_size=1, max_size=3).map(_history)


def _moves() -> st.SearchStrategy[tuple[What, str, str, timedelta]]:
    """Return the kind of an event, the end of its actor's id, what its reason tells, and how long after the last."""
    words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20).map(_nfc)
    spans = st.timedeltas(timedelta(0), timedelta(days=3_000))
    return st.tuples(st.sampled_from(What), ids(), words, spans)


def _history(told: Sequence[Sequence[tuple[What, str, str, timedelta]]]) -> tuple[tuple[Event, ...], ...]:
    """Return the runs of events that *told* tells of."""
    seq, at, history = 0, BEGIN, []
    for moves in told:
        part = []
        for what, end, words, span in moves:
            seq, at = seq + 1, at + span
            event = _event("contract", seq, Actor(_nfc(f"o{end}")), what)
            part.append(attrs.evolve(event, at=at, reasons=(Reason("told", words=words),)))
        history.append(tuple(part))
    return tuple(history)


def _nfc(text: str) -> str:
    """Return *text* in the form that documents hold."""
    return normalize("NFC", text)


def of_case(case: str, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return *events* as those of *case*."""
    return tuple(attrs.evolve(event, case=case) for event in events)


# ------------------------------------------------------------------------------------------------ comparing


def require_same(found: Iterable[object], told: Sequence[Event]) -> None:
    """Raise `AssertionError` unless the events *found* are those *told*, to the byte of their documents."""
    __tracebackhide__ = True
    read = [_as_event(each) for each in found]
    numbers, wanted = [event.seq for event in read], [event.seq for event in told]
    require(numbers == wanted, f"the events {_span(wanted)} were appended and {_span(numbers)} are read")
    documents = own_documents()
    for event, original in zip(read, told, strict=True):
        zone = event.at.utcoffset()
        require(zone is not None, f"event {event.seq} is read with the time {event.at}, which has no zone")
        require(event.at == original.at, f"event {event.seq} of {original.at} is read as of {event.at}")
        require(
            event == original,
            f"event {event.seq} was appended as\n  {_full(original)}\nand is read as\n  {_full(event)}",
        )
        same = documents.dumps(event) == documents.dumps(original)
        require(same, f"event {event.seq} is read with values of other types: {_full(event)}")


def _as_event(found: object) -> Event:
    """Return what was *found* when it is an event."""
    __tracebackhide__ = True
    require(isinstance(found, Event), f"{found!r:.80} is read where an Event is due")
    return found  # type: ignore[return-value]  # judged above


def _span(numbers: Sequence[int]) -> str:
    """Return *numbers* in brackets; of many, the first and the last few."""
    if len(numbers) <= 12:  # noqa: PLR2004  a list this short can be shown whole
        return str(list(numbers))
    shown = ", ".join(map(str, (*numbers[:4], "…", *numbers[-4:])))
    return f"[{shown}] ({len(numbers)})"


def _full(event: Event) -> str:
    """Return *event* with every field, which its `repr` leaves out."""
    return str({field.name: getattr(event, field.name) for field in attrs.fields(Event)})


@cache
def own_documents() -> Converter:
    """Return what writes the events made here, which hold only commands that every rulebook has."""
    return make_converter(standard_rulebook())


def chained(events: Iterable[Event]) -> Iterator[tuple[object, str]]:
    """Yield the document of each of *events* with its digest."""
    previous = ""
    for document in own_documents().dump_events(events):
        previous = digest(document, previous)
        yield document, previous
