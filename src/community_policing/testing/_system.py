"""A service of the user's own, held against a workflow: whatever the workflow says, the service must say too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

import attrs

from community_policing.cases import Actor, Event
from community_policing.errors import CommandRefusedError
from community_policing.testing._beginnings import beginning, staffing, standing_in
from community_policing.testing._moves import Found, begun, explored
from community_policing.testing._story import Move, Story, going_on
from community_policing.testing._story import runs as runs_of
from community_policing.testing._surroundings import rulebook_around
from community_policing.workflows import Accepted, Rulebook, Workflow

CASES = 24
"""From how many cases in the same states a search goes on, unless it is told otherwise."""

TRIES = 20_000
"""How many moves a search asks the workflow about, unless it is told otherwise."""

Expected = tuple[Move, Accepted | None, Mapping[str, str]]


class System(Protocol):
    """
    What is asked of a service that is held against a workflow; it may be as impure as it likes.

    .. versionadded:: 26.1
    """

    def begin(self, events: tuple[Event, ...]) -> None:
        """Take over the case to which *events* add up; called once, first."""

    def do(self, command: Any, *, by: Actor, at: datetime, track: str | None) -> bool:  # noqa: ANN401
        """
        Try *command* on the *track*; return whether it was accepted.

        To raise `CommandRefusedError` is to refuse. Whatever else is raised counts as a difference.
        """

    def states(self) -> Mapping[str, str]:
        """Return the state of each track, by the track's id; only those of the workflow in question are read."""


@attrs.frozen
class Difference:
    """
    Something that a service does otherwise than the workflow says.

    Attributes:
        story: What happened before.
        move: What was tried.
        expected: What the workflow says.
        found: What the service did.

    .. versionadded:: 26.1
    """

    story: Story
    move: Move
    expected: str
    found: str

    def __str__(self) -> str:
        """Return what differs, and the story that shows it."""
        last = attrs.evolve(self.story, moves=(*self.story.moves, self.move))
        return f"expected: {self.expected}\nfound: {self.found}\n{last}"


def check_system(
    workflow: Workflow,
    make_system: Callable[[], System],
    *,
    rules: Rulebook | None = None,
    opening: Story | None = None,
    also: tuple[str, ...] = (),
    cases: int = CASES,
    tries: int = TRIES,
) -> None:
    """
    Raise `AssertionError` where a service does otherwise than *workflow* says, with every difference found.

    Each thing that can happen on the workflow's tracks, from each state and on each command, be it a step or a kind
    of refusal, is tried once on a fresh service, at the end of the shortest history found that comes there. A state
    that no history found comes to is taken over as it stands.

    Args:
        workflow: What should be.
        make_system: Returns a fresh service each time.
        rules: What is in force; the plainest rulebook around *workflow* unless told.
        opening: How the case begins; the plainest way unless told.
        also: Further workflows whose commands are given, such as ``record``, where guards wait for them.
        cases: From how many different cases to go on, at most, that are in the same states.
        tries: How many moves to ask the workflow about, at most.

    Raises:
        AssertionError: They differ; the message lists all differences, each with its story.
        ValueError: There is no plain way to begin; tell one with *opening*.

    .. versionadded:: 26.1
    """
    found = differences(workflow, make_system, rules=rules, opening=opening, also=also, cases=cases, tries=tries)
    listed = "\n\n".join(f"({number}) {one}" for number, one in enumerate(found, start=1))
    assert not found, f"the system differs from the workflow {workflow.name!r} in {len(found)} places\n\n{listed}"


def differences(
    workflow: Workflow,
    make_system: Callable[[], System],
    *,
    rules: Rulebook | None = None,
    opening: Story | None = None,
    also: tuple[str, ...] = (),
    cases: int = CASES,
    tries: int = TRIES,
) -> tuple[Difference, ...]:
    """
    Return what `check_system` would report, with the same arguments; empty when there is nothing.

    .. versionadded:: 26.1
    """
    if opening is None:
        plain = beginning(rules or rulebook_around(workflow), workflow)
        opening = going_on(plain, staffing(plain, workflow))
    names = (workflow.name, *also)
    every = _searched(opening, workflow, names, cases, tries)
    found = (_difference(make_system(), begun_with, one, names) for begun_with, one in every)
    return tuple({str(one): one for one in found if one is not None}.values())


# --------------------------------------------------------------------------- private


def _searched(
    opening: Story, workflow: Workflow, names: tuple[str, ...], cases: int, tries: int
) -> Iterator[tuple[Story, Found]]:
    """Yield what can happen from *opening* on, then from states that it never came to, each with where it begins."""
    reached = set()
    for found in explored(opening, workflows=names, cases=cases, tries=tries):
        reached |= {track.state for track in begun(found.story).tracks_of(workflow.name)}
        yield opening, found
    beyond = (state.name for state in workflow.states if workflow.per is None and state.name not in reached)
    standing = [standing_in(opening.rules, workflow, name) for name in beyond]
    # The record's own first state cannot be taken over: no case has begun there.
    adopted = [story for story in standing if story.case is not None]
    staff = staffing(adopted[0], workflow) if adopted else ()
    for begins in (going_on(story, staff) for story in adopted):
        every = explored(begins, workflows=(workflow.name,), cases=1, tries=tries)
        yield from ((begins, found) for found in every)


def _difference(system: System, opening: Story, found: Found, names: tuple[str, ...]) -> Difference | None:
    """Return the first difference on the way to what was *found*, or there; `None` when there is none."""
    system.begin(opening.events)
    states = _told(opening, names)
    now = opening
    for move, events in _steps(opening, found):
        expected = {**states, **{event.track: event.dest for event in events or () if event.workflow in names}}
        said, did = _outcome(expected, accepted=events is not None), _done(system, move, expected)
        if said != did:
            return Difference(now, move, said, did)
        states, now = expected, _after(found.story, now)
    return None


def _steps(opening: Story, found: Found) -> Iterator[tuple[Move, tuple[Event, ...] | None]]:
    """Yield each move after the *opening* with the events it brings; `None` for one that is refused."""
    begun_with = len(opening.moves)
    runs = runs_of(found.story.events)
    yield from zip(found.story.moves[begun_with:], runs[begun_with:], strict=True)
    yield found.move, found.outcome.events if isinstance(found.outcome, Accepted) else None


def _after(story: Story, now: Story) -> Story:
    """Return *now* and the next move of *story*."""
    number = len(now.moves) + 1
    events = tuple(event for run in runs_of(story.events)[:number] for event in run)
    return attrs.evolve(now, moves=story.moves[:number], events=events)


def _told(story: Story, names: tuple[str, ...]) -> dict[str, str]:
    """Return the states of the tracks of *names* at the end of *story*."""
    return {track.id: track.state for track in begun(story).tracks if track.workflow in names}


def _done(system: System, move: Move, expected: Mapping[str, str]) -> str:
    """Return what *system* does with *move*, in words; of its states those that are *expected* are read."""
    try:
        accepted = system.do(move.command, by=move.by, at=move.at, track=move.track)
    except CommandRefusedError:
        accepted = False
    except Exception as error:  # noqa: BLE001  the service is not ours
        return f"raised {error!r}"
    states = system.states()
    return _outcome({track: states.get(track) for track in expected}, accepted=bool(accepted))


def _outcome(states: Mapping[str, str | None], *, accepted: bool) -> str:
    """Return an outcome in words."""
    places = ", ".join(f"{track}: {state}" for track, state in states.items())
    return f"{'accepted' if accepted else 'refused'}, then {places}"
