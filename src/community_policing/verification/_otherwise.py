"""How two versions differ: in what a step or a state means, and in what the real rules make of a story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from community_policing.errors import CommunityPolicingError
from community_policing.verification._stories import Story
from community_policing.workflows import Accepted, Fall, Refused, Rulebook, State, Transition


def alike(mine: Iterable[Transition | Fall], theirs: Iterable[Transition | Fall]) -> bool:
    """Return whether two lists of steps mean the same where they start."""
    return tuple(map(sense, mine)) == tuple(map(sense, theirs))


def sense(step: Transition | Fall) -> tuple[Any, ...]:
    """Return what *step* means wherever it starts: all but its sources, and of its target the name."""
    rest = (getattr(step, field.name) for field in attrs.fields(type(step)) if field.name not in {"sources", "target"})
    return step.dest, *rest


def traits(state: State) -> dict[str, Any]:
    """Return what no step shows of *state*: how tracks begin there, whether anything is open, when it is over."""
    return {name: getattr(state, name) for name in ("initial", "entry", "final", "resting", "within")}


def changed(state: State, theirs: State | None) -> tuple[str, ...]:
    """Return which traits of *state* are others in the other version; that it is missing when it is."""
    if theirs is None:
        return ("missing",)
    mine, other = traits(state), traits(theirs)
    return tuple(name for name in mine if mine[name] != other[name])


def otherwise(story: Story, one: Rulebook, other: Rulebook) -> tuple[str, tuple[str, ...]]:
    """Return how *story*, which happens under *one*, goes otherwise under *other*; nothing when it does not."""
    for scene in story:
        try:
            outcome = scene.outcome(other)
        except CommunityPolicingError as error:
            return "raises", (type(error).__name__,)
        if isinstance(outcome, Refused):
            return "refused", tuple(dict.fromkeys(reason.code for reason in outcome.reasons))
        if not scene.happens(other):
            moves = (event.dest for event in outcome.events if event.track == scene.track)
            return "led-elsewhere", (next(moves, scene.state),)
        mine = scene.outcome(one)
        if isinstance(mine, Accepted) and _consequences(mine) != _consequences(outcome):
            return "other-consequences", _only(_consequences(mine), _consequences(outcome))
    return "", ()


def _consequences(outcome: Accepted) -> tuple[str, ...]:
    """Return everything that *outcome* brings about, each thing as text."""
    moves = (f"{event.what.value} {event.track}@{event.dest}" for event in outcome.events)
    changes = (str(change) for event in outcome.events for change in event.changes)
    return (*moves, *changes, *(f"effect {effect.code}" for effect in outcome.effects))


def _only(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands in one of the two only: with ``-`` what the other lacks, with ``+`` what it has besides."""
    return (
        *(f"-{one}" for one in mine if one not in theirs),
        *(f"+{one}" for one in theirs if one not in mine),
    )
