"""A counterexample is a story: plain as data, and asked of the real rules again."""

import json

import pytest
from attrs import evolve
from tests.unit.verification.marsh import (
    BOTH,
    SAID,
    Hear,
    done,
    flag_is_up,
    heard,
    is_marked,
    looked_at,
    marsh,
    proof,
)

from community_policing.verification import Story
from community_policing.workflows import holding, in_state, never, precedes

LOOKED = in_state(looked_at)
PROMISES = {
    "a step": never(LOOKED & flag_is_up, id="p", **SAID),
    "a mark": never(LOOKED & ~is_marked, id="p", **SAID),
    "what was told": never(LOOKED & holding(heard), id="p", **SAID),
    "what comes first": precedes(Hear, (done,), id="p", **SAID),
}


def broken(safeguard):
    """Return the story of how the marsh breaks *safeguard*, and the rules."""
    report = proof(marsh(safeguard))
    return report.findings[0].story, report.rules


@pytest.mark.parametrize("safeguard", PROMISES.values(), ids=PROMISES)
def test_a_story_is_the_same_after_it_was_written_down(safeguard):
    """What is read from the data of a story is that story, and it still happens."""
    story, rules = broken(safeguard)

    again = Story.from_dict(rules, json.loads(json.dumps(story.to_dict())))

    assert again == story
    assert again.happens(rules)
    assert len(again) == len(list(again)) == len(story.scenes)


def test_a_story_with_another_end_does_not_happen():
    """A scene that leads elsewhere than it is told does not happen."""
    story, rules = broken(PROMISES["a step"])
    first = evolve(story.scenes[0], dest="done")

    assert not evolve(story, scenes=(first,)).happens(rules)


def test_a_story_that_the_rules_refuse_does_not_happen():
    """A scene whose actor may not take the step does not happen."""
    story, rules = broken(PROMISES["a step"])
    first = evolve(story.scenes[0], by=evolve(story.scenes[0].by, roles=()))

    assert not first.happens(rules)


def test_a_story_of_a_track_that_is_not_there_does_not_happen():
    """A scene that the rules raise at does not happen."""
    story, rules = broken(PROMISES["a step"])

    assert not evolve(story.scenes[0], track="nowhere").happens(rules)


def test_a_rule_that_falls_is_a_scene_without_a_command():
    """Where a rule falls in a story nobody does anything, and it is told, written and replayed like the rest."""
    report = proof(marsh(never(in_state("barred"), id="p", **SAID)))
    (finding,) = report.findings
    scene = finding.story.scenes[-1]

    assert scene.command is None
    assert str(finding).endswith("quiet → barred: a rule falls")
    assert Story.from_dict(report.rules, finding.story.to_dict()).happens(report.rules)
    assert finding.story.moment.tzinfo is not None


@pytest.mark.parametrize("cast", BOTH)
def test_a_story_tells_of_the_parties_it_was_looked_for_with(cast):
    """The case of a story has the parties of its cast."""
    report = proof(marsh(PROMISES["a mark"]), casts=(cast,))

    assert report.findings[0].story.end.parties == cast
