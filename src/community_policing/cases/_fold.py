"""How events add up to a case: by folding, never by asking the rules again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from community_policing.cases import _changes as change
from community_policing.cases._case import Case, Track
from community_policing.cases._event import Event, What
from community_policing.cases._facts import NO_FACTS
from community_policing.cases._people import Assignment, CaseFactor
from community_policing.cases._quick import quick
from community_policing.errors import UnreadableEventError

Draft = dict[str, Any]

quick_case: Callable[..., Case] = quick(Case)
quick_track: Callable[..., Track] = quick(Track)
quick_event: Callable[..., Event] = quick(Event)

_COMMAND, _ENDED, _ADOPTED = What.COMMAND, What.ENDED, What.ADOPTED


def fold(case: Case, event: Event) -> Case:
    """Return *case* after *event*, which must be its next one."""
    tracks = case.tracks
    place, before = len(tracks), None
    for index, track in enumerate(tracks):
        if track.id == event.track:
            place, before = index, track
            break
    tracks = tracks[:place] + (_moved(before, event),) + tracks[place + 1 :]  # noqa: RUF005  the faster way
    if not event.changes:
        return quick_case(
            case.id,
            event.seq,
            event.at,
            case.categories,
            case.parties,
            case.factors,
            case.risk,
            case.confidentiality,
            case.assignments,
            case.outcome,
            case.marks,
            tracks,
        )
    draft: Draft = {name: getattr(case, name) for name in _CHANGEABLE}
    for item in event.changes:
        _APPLY[type(item)](draft, item)
    return Case(case.id, event.seq, event.at, **draft, tracks=tracks)


def replay(events: Iterable[Event]) -> Case:
    """
    Return the case that *events* add up to.

    Args:
        events: All events of one case, in the order of their ``seq``, from 1.

    Raises:
        UnreadableEventError: There is none, one is missing or repeated, or one is of another case.
    """
    queue = list(events)
    if not queue:
        raise UnreadableEventError("events", "there are none", "a case begins with its event 1")
    first = queue[0]
    return reduce(_next, queue, Case(first.case, 0, None))


def _next(case: Case, event: Event) -> Case:
    """Return *case* after *event*, having checked that it is the next one."""
    if event.case != case.id:
        raise UnreadableEventError(f"events[{case.seq}]", f"is of case {event.case!r}, not {case.id!r}")
    if event.seq != case.seq + 1:
        raise UnreadableEventError(f"events[{case.seq}]", f"has seq {event.seq} where {case.seq + 1} is due")
    if case.at is not None and event.at < case.at:
        raise UnreadableEventError(f"events[{case.seq}]", "lies before the event that it follows")
    return fold(case, event)


def _moved(before: Track | None, event: Event) -> Track:
    """Return the event's track as it is after the event; a track that begins anew has no facts."""
    what, source, dest = event.what, event.source, event.dest
    facts, since = NO_FACTS, event.at
    if before is not None:
        if source is not None or what is _COMMAND:
            facts = before.facts
        if source is not None and before.state == dest:
            since = before.since
    command = event.command
    if command is not None:
        spec = command.__command__
        if spec.workflow == event.workflow:
            key = spec.key_of(command) if spec.key else ()
            times = 0 if what is _ADOPTED else 1
            facts = facts.told(spec.name, key, command, event.by.id, event.at, event.seq, times)
    return quick_track(event.track, event.workflow, event.version, dest, since, facts, what is _ENDED)


# --------------------------------------------------------------------------- one function a change

_CHANGEABLE = (
    "categories",
    "parties",
    "factors",
    "risk",
    "confidentiality",
    "assignments",
    "outcome",
    "marks",
)


def _set_categories(draft: Draft, item: change.CategoriesSet) -> None:
    draft["categories"] = item.categories


def _add_party(draft: Draft, item: change.PartyAdded) -> None:
    draft["parties"] = (*draft["parties"], item.party)


def _change_party(draft: Draft, item: change.PartyChanged) -> None:
    draft["parties"] = tuple(item.party if party.id == item.party.id else party for party in draft["parties"])


def _merge_parties(draft: Draft, item: change.PartiesMerged) -> None:
    draft["parties"] = tuple(party for party in draft["parties"] if party.id != item.duplicate)
    moved = (
        CaseFactor(known.factor, item.party, known.by) if known.party == item.duplicate else known
        for known in draft["factors"]
    )
    draft["factors"] = tuple({(known.factor, known.party): known for known in moved}.values())


def _drop_party(draft: Draft, item: change.PartyLeft) -> None:
    draft["parties"] = tuple(party for party in draft["parties"] if party.id != item.party)


def _add_factor(draft: Draft, item: change.FactorAdded) -> None:
    found = item.factor
    if not any(known.factor == found.factor and known.party == found.party for known in draft["factors"]):
        draft["factors"] = (*draft["factors"], found)


def _withdraw_factor(draft: Draft, item: change.FactorWithdrawn) -> None:
    draft["factors"] = tuple(
        known for known in draft["factors"] if (known.factor, known.party) != (item.factor, item.party)
    )


def _assess(draft: Draft, item: change.RiskAssessed) -> None:
    draft["risk"] = item.risk


def _set_confidentiality(draft: Draft, item: change.ConfidentialitySet) -> None:
    draft["confidentiality"] = item.level


def _assign(draft: Draft, item: change.Assigned) -> None:
    others = tuple(held for held in draft["assignments"] if held.role != item.role)
    draft["assignments"] = (*others, *(Assignment(item.role, actor) for actor in item.actors))


def _join_team(draft: Draft, item: change.TeamJoined) -> None:
    if item.assignment not in draft["assignments"]:
        draft["assignments"] = (*draft["assignments"], item.assignment)


def _record_outcome(draft: Draft, item: change.OutcomeRecorded) -> None:
    draft["outcome"] = item.outcome


def _mark(draft: Draft, item: change.Marked) -> None:
    draft["marks"] = tuple(sorted({*draft["marks"], item.mark}))


def _unmark(draft: Draft, item: change.Unmarked) -> None:
    draft["marks"] = tuple(mark for mark in draft["marks"] if mark != item.mark)


_APPLY: dict[type, Callable[[Draft, Any], None]] = {
    change.CategoriesSet: _set_categories,
    change.PartyAdded: _add_party,
    change.PartyChanged: _change_party,
    change.PartiesMerged: _merge_parties,
    change.PartyLeft: _drop_party,
    change.FactorAdded: _add_factor,
    change.FactorWithdrawn: _withdraw_factor,
    change.RiskAssessed: _assess,
    change.ConfidentialitySet: _set_confidentiality,
    change.Assigned: _assign,
    change.TeamJoined: _join_team,
    change.OutcomeRecorded: _record_outcome,
    change.Marked: _mark,
    change.Unmarked: _unmark,
}
