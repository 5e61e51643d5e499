"""A story of the proof, told again as a case that is begun and moved by commands alone, where that can be."""

from __future__ import annotations

import attrs

from community_policing.testing._beginnings import beginning, staffing, who_may
from community_policing.testing._cast import STRANGER, cast_of
from community_policing.testing._moves import begun, menu, now_of
from community_policing.testing._story import Move, Story, going_on, tell
from community_policing.testing._values import names_of
from community_policing.verification import Head, Scene
from community_policing.verification import Story as Told
from community_policing.verification._lazy import NOW
from community_policing.workflows import (
    AddsFactor,
    AdoptCase,
    AssessesRisk,
    OpenCase,
    Rulebook,
    Transition,
    Workflow,
)

RECORD = "record"


def retold(rules: Rulebook, workflow: Workflow, told: Told) -> Story | None:
    """Return the moves of *told* on one case from its beginning on; `None` where they do not lead where they did."""
    story = _begun(rules, workflow, told.scenes[0])
    for scene in told.scenes if story is not None else ():
        story = None if story is None else _moved(story, scene)
    return story


def _begun(rules: Rulebook, workflow: Workflow, first: Scene) -> Story | None:
    """Return a case that stands where *first* finds it."""
    if workflow.name == RECORD:
        return Story(rules, ()) if isinstance(first.command, OpenCase) else None
    story = beginning(rules, workflow) if workflow.per is not None else _adopted(rules, workflow, first)
    if story.case is None:
        return None
    story = going_on(story, staffing(story, workflow))
    return story if _stands(story, first.track, first.state) else None


def _adopted(rules: Rulebook, workflow: Workflow, first: Scene) -> Story:
    """Return a case that was taken over where *first* finds it."""
    head, by = first.head, next(who_may(rules, AdoptCase))
    others = [one for one in head.tracks if one.workflow not in {RECORD, workflow.name} and not one.ended]
    tracks = {one.workflow: one.state for one in others if rules.workflow(one.workflow).per is None}
    facts = tuple(told.command for one in head.tracks if one.workflow in {RECORD, *tracks} for told in one.facts)
    where = tuple({**tracks, workflow.name: first.state}.items())
    return tell(rules, (Move(AdoptCase(head.categories, head.parties), by, NOW, RECORD, where, facts),))


def _moved(story: Story, scene: Scene) -> Story | None:
    """Return *story* after *scene*; `None` where that goes otherwise than it is told."""
    if story.case is None:
        story = tell(story.rules, (Move(scene.command, scene.by, NOW, RECORD),))
    else:
        story = _as_found(story, scene.head)
        if scene.command is not None:
            story = _done(story, scene)
    return story if _stands(story, scene.track, scene.dest) else None


def _as_found(story: Story, head: Head) -> Story:
    """Return *story* after steps of the record by which the case is as *head* says, as far as there are such steps."""
    record = story.rules.workflow(RECORD)
    for step in record.transitions:
        for change in step.then:
            case = begun(story)
            if isinstance(change, AssessesRisk) and head.risk not in {None, case.risk}:
                story = _recorded(story, step, **{change.field: head.risk})
            if isinstance(change, AddsFactor) and change.field is not None:
                for factor in set(head.factors) - {one.factor for one in case.factors}:
                    story = _recorded(story, step, **{change.field: factor})
    return story


def _recorded(story: Story, step: Transition, **fields: object) -> Story:
    """Return *story* after *step* of the record, with these fields and otherwise the plainest; as it was if refused."""
    case = begun(story)
    made = next(menu(names_of(story.rules, case), step.command, now_of(case), 1))
    return _by_anybody(story, Move(attrs.evolve(made, **fields), STRANGER, now_of(case), RECORD))


def _done(story: Story, scene: Scene) -> Story:
    """Return *story* after what is done in *scene*; as it was where that is refused."""
    track = begun(story).track(scene.track)
    age = next(one.age for one in scene.head.tracks if one.id == scene.track)
    return _by_anybody(story, Move(scene.command, scene.by, max(now_of(begun(story)), track.since + age), track.id))


def _by_anybody(story: Story, move: Move) -> Story:
    """Return *story* after *move*, made by the first of those around who may; as it was where nobody may."""
    for by in (move.by, *cast_of(story.rules, story.case)):
        after = going_on(story, (attrs.evolve(move, by=by),))
        if len(after.moves) > len(story.moves):
            return after
    return story


def _stands(story: Story, track_id: str, state: str) -> bool:
    """Return whether the track *track_id* is in *state* at the end of *story*."""
    tracks = () if story.case is None else story.case.tracks
    return any((one.id, one.state) == (track_id, state) for one in tracks)
