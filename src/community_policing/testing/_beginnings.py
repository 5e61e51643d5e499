"""The plainest way in which a case comes to run a workflow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from community_policing.cases import Actor, Party
from community_policing.testing._cast import staff_of
from community_policing.testing._moves import begun, explored, moves_on
from community_policing.testing._story import Move, Story, going_on, tell
from community_policing.testing._values import usable
from community_policing.workflows import (
    Accepted,
    AdoptCase,
    AssignsRole,
    JoinsTeam,
    OpenCase,
    Rulebook,
    Workflow,
    spec_of,
)

BEGIN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
"""When a story begins, unless it is told otherwise."""

PARTIES = (Party("p1", "complainant", age_band="adult"), Party("p2", "respondent", age_band="adult"))
"""The sides of the plainest dispute."""

PLAIN = "neighbour-dispute"
"""The plainest matter: it may be mediated, and nobody need report it."""

_TRIES = 2000


def beginning(rules: Rulebook, workflow: Workflow | None = None) -> Story:
    """
    Return the plainest story in which a track of *workflow* is live: opened, begun by a step of the record, or adopted.

    Raises:
        ValueError: No such story was found.
    """
    opened = tell(rules, _openings(rules))
    if workflow is None or _runs(opened, workflow):
        return opened
    if workflow.per is None:
        return standing_in(rules, workflow, workflow.initial.name)
    for found in explored(opened, workflows=("record",), cases=1, tries=_TRIES):
        if isinstance(found.outcome, Accepted):
            story = going_on(found.story, (found.move,))
            if _runs(story, workflow):
                return story
    message = f"no plain way was found to begin {workflow.name!r}; tell one with opening=tell(rules, moves)"
    raise ValueError(message)


def standing_in(rules: Rulebook, workflow: Workflow, state: str) -> Story:
    """Return the story of a case that was taken over while *workflow*, which runs once per case, stood in *state*."""
    by = next(who_may(rules, AdoptCase))
    return tell(rules, (Move(AdoptCase(_matters(rules), PARTIES), by, BEGIN, "record", ((workflow.name, state),)),))


def staffing(story: Story, workflow: Workflow) -> tuple[Move, ...]:
    """Return moves of the record after which somebody is assigned to each role that *workflow* asks for on a case."""
    scheme, found = story.rules.scheme("roles"), []
    asked = dict.fromkeys(role for step in workflow.transitions for role in step.by)
    for role in (one for one in asked if "relative-assignment" in scheme[one].flags):
        for move in _assigning(story):
            after = going_on(story, (move,))
            if begun(after).holders(role):
                found.append(move)
                story = after
                break
    return tuple(found)


def _assigning(story: Story) -> Iterator[Move]:
    """Yield the moves that assign a role at the end of *story*, and open or end nothing."""
    record = story.rules.workflow("record")
    assigns = {
        step.on
        for step in record.transitions
        if step.assigns or any(isinstance(one, AssignsRole | JoinsTeam) for one in step.then)
    }
    yield from (move for move in moves_on(story, (record.name,), ()) if type(move.command) in assigns)


def _openings(rules: Rulebook) -> tuple[Move, ...]:
    """Return a move that opens a case."""
    by = next(who_may(rules, OpenCase))
    return (Move(OpenCase(_matters(rules), PARTIES), by, BEGIN, "record"),)


def who_may(rules: Rulebook, command: type) -> Iterator[Actor]:
    """Yield those of the staff who may begin a case with *command*."""
    record = rules.workflow("record")
    ways = dict(record.offers(record.initial.name)).get(spec_of(command), ())
    asked = {role for way in ways for role in way.rule.by}
    for actor in staff_of(rules):
        if any(rules.is_under("roles", held, role) for held in actor.roles for role in asked):
            yield actor


def _matters(rules: Rulebook) -> tuple[str, ...]:
    """Return the plainest matter of the vocabulary in force."""
    known = tuple(one.id for one in usable(rules.scheme("case-categories")))
    return (PLAIN if PLAIN in known else known[0],)


def _runs(story: Story, workflow: Workflow) -> bool:
    """Return whether a track of *workflow* is not over at the end of *story*."""
    return any(not story.rules.is_over(track) for track in begun(story).tracks_of(workflow.name))
