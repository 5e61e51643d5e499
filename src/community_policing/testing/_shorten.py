"""The shortest story that still fails: moves are left out, then what the opening tells, then the time between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import attrs

from community_policing.cases import Event, Party
from community_policing.testing._story import CASE, Move, Story, moves_of, tell
from community_policing.workflows import Rulebook

Fails = Callable[[Story], bool]

Attempt = Callable[[tuple[Move, ...]], tuple[Move, ...] | None]
"""What tells some moves and returns those that counted; `None` where what is looked for does not show."""

_UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))


def shorten(rules: Rulebook, told: Story | Iterable[Event] | Iterable[Move], still_fails: Fails) -> Story:
    """
    Return the shortest story found that still fails.

    Moves are left out in ever smaller pieces until none can be spared (delta debugging); a move that is refused once
    others are gone goes with them. Then matters and parties are left out or told in less detail, and the time between
    moves is made zero, or whole days, hours or minutes. The rules are asked again each time, so every story tried is
    one that could happen.

    Args:
        rules: What is in force.
        told: A story, the events of one case from the first on, or moves.
        still_fails: Whether a story shows what is looked for: ``lambda story: story.case.track("x").state == "y"``. It
            is also asked of stories in which a rule raised (``story.raised``); one without a case is not tried.

    Raises:
        ValueError: What was told does not fail to begin with.

    .. versionadded:: 26.1
    """
    case, moves = _read(told)

    def attempt(some: tuple[Move, ...]) -> tuple[Move, ...] | None:
        story = tell(rules, some, case=case)
        begun = story.case is not None or story.raised is not None
        return story.moves if begun and still_fails(story) else None

    found = attempt(moves)
    if found is None:
        message = f"nothing fails in the story to be made shorter: {tell(rules, moves, case=case)!r}"
        raise ValueError(message)
    return tell(rules, least(found, attempt), case=case)


def least(moves: tuple[Move, ...], attempt: Attempt) -> tuple[Move, ...]:
    """Return the shortest and plainest of *moves* with which *attempt* still gives some."""
    for simpler in (_with_less, _opened_with_less, _sooner):
        moves = simpler(moves, attempt)
    return moves


def _read(told: Story | Iterable[Event] | Iterable[Move]) -> tuple[str, tuple[Move, ...]]:
    """Return the id of the case and the moves of what was *told*."""
    if isinstance(told, Story):
        return (CASE if told.case is None else told.case.id), told.moves
    items = tuple(told)
    events = tuple(one for one in items if isinstance(one, Event))
    if events:
        return events[0].case, moves_of(events)
    return CASE, tuple(one for one in items if isinstance(one, Move))


def _with_less(moves: tuple[Move, ...], attempt: Attempt) -> tuple[Move, ...]:
    """Return *moves* without any piece that can be spared; what begins the case stays."""
    size = len(moves) // 2
    while size:
        shorter = _without(moves, attempt, size)
        moves, size = (shorter, size) if shorter is not None else (moves, size // 2)
    return moves


def _without(moves: tuple[Move, ...], attempt: Attempt, size: int) -> tuple[Move, ...] | None:
    """Return *moves* without some piece of *size*, the last ones first; `None` when none can be spared."""
    for start in reversed(range(1, len(moves), size)):
        found = attempt(moves[:start] + moves[start + size :])
        if found is not None:
            return found
    return None


def _opened_with_less(moves: tuple[Move, ...], attempt: Attempt) -> tuple[Move, ...]:
    """Return *moves* that begin with as few matters, parties and facts as will do."""
    first, rest = moves[0], moves[1:]
    for smaller in _smaller(first):
        found = attempt((smaller, *rest))
        if found is not None and len(found) == len(moves):
            return _opened_with_less(found, attempt)
    return moves


def _smaller(first: Move) -> Iterator[Move]:
    """Yield *first* with one matter, party or fact less, or with less known of a party."""
    for name in ("parties", "categories"):
        for rest in _one_less(getattr(first.command, name)):
            yield attrs.evolve(first, command=attrs.evolve(first.command, **{name: rest}))
    for party in first.command.parties:
        plain = Party(party.id, party.role, age_band="adult")
        if party != plain:
            parties = tuple(plain if one is party else one for one in first.command.parties)
            yield attrs.evolve(first, command=attrs.evolve(first.command, parties=parties))
    for rest in _one_less(first.facts):
        yield attrs.evolve(first, facts=rest)


def _one_less(held: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield *held* without one of it, the last first."""
    yield from (held[:index] + held[index + 1 :] for index in reversed(range(len(held))))


def _sooner(moves: tuple[Move, ...], attempt: Attempt) -> tuple[Move, ...]:
    """Return *moves* with plainer times: each as soon after the one before it as will do."""
    for index in range(1, len(moves)):
        gap = moves[index].at - moves[index - 1].at
        for plain in dict.fromkeys((timedelta(), *(gap // unit * unit for unit in _UNITS))):
            found = attempt(_earlier(moves, index, by=gap - plain)) if plain < gap else None
            if found is not None and len(found) == len(moves):
                moves = found
                break
    return moves


def _earlier(moves: tuple[Move, ...], index: int, *, by: timedelta) -> tuple[Move, ...]:
    """Return *moves* in which those from *index* on happen earlier."""
    return moves[:index] + tuple(attrs.evolve(move, at=move.at - by) for move in moves[index:])
