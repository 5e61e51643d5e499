"""Few short stories that show all of a workflow."""

import json

import pytest
from attrs import evolve
from tests.unit.verification.gate import (
    AROUND,
    GATE,
    GO,
    LET_IN,
    NOTE,
    PATIENT,
    RULES,
    Knock,
    but,
    gate,
    gone,
    inside,
    knock_was_calm,
    nobody_is_armed,
)
from tests.unit.workflows.village import VISIT, WALK, rulebook

from community_policing.errors import UnboundedFieldError
from community_policing.verification import ADULTS, CHILD, Story
from community_policing.verification._paths import LONGEST, paths
from community_policing.verification._soundness import place
from community_policing.workflows import Situation, Workflow, guard

LAPSE = "waiting → gone on case.lapse"


@guard("child-about")
def a_child_is_about(s: Situation) -> bool:
    """A party is a child."""
    return any(party.age_band == "child" for party in s.parties)


def _was_calm(s):
    """Whoever knocked was calm; the same in other words."""
    return knock_was_calm.holds(s)


def _more_than_once(attempt):
    """The walk is planned more than once."""
    return attempt.command.times > 1


def shown(found):
    """Return everything that *found* show."""
    return {one for path in found for one in path.shows}


def test_every_transition_is_taken_by_few_short_stories():
    """Each step of the gate is taken in some story, each rule falls, and the real rules let all of it happen."""
    found = paths(GATE, **AROUND)

    assert shown(found) == {*(place(GATE, step) for step in GATE.steps), LAPSE}
    assert all(path.happens(RULES) for path in found)
    assert [len(path) for path in found] == [1, 2, 2, 4]


def test_no_story_shows_only_what_others_show():
    """Each story takes a step that none of the others takes."""
    found = paths(GATE, **AROUND)

    for path in found:
        assert set(path.shows) - shown([other for other in found if other is not path])


def test_a_story_goes_on_with_what_is_left_to_show():
    """What stays is shown on the way instead of by a story of its own, and no story is endless."""
    longest = paths(WALK, rules=rulebook(WALK), casts=AROUND["casts"])[-1]

    assert len(longest.shows) > 3
    assert len(longest) <= LONGEST


def test_a_guard_that_reads_what_was_told_is_met_by_telling_it():
    """A step that only a fact opens is taken after the step that tells it."""
    found = paths(GATE, **AROUND)

    (path,) = (one for one in found if place(GATE, LET_IN) in one.shows)
    assert path.story.scenes[0].command == Knock(calm=True)


def test_a_fact_that_no_way_tells_by_itself_is_looked_for():
    """Where the shortest way does not tell what a guard asks for, a longer one is found."""
    found = paths(PATIENT, **AROUND)

    assert shown(found) >= {place(PATIENT, step) for step in PATIENT.steps}


def test_a_refusal_behind_a_fact_is_looked_for():
    """Where a refusal shows one guard only after something was told, it is told."""
    found = paths(PATIENT, cover="guards", **AROUND)

    (path,) = (one for one in found if "is_unarmed" in one.shows[0])
    assert path.story.scenes[0].command == Knock(calm=True)


def test_every_guard_is_seen_to_keep_something_back():
    """For each guard that can fail there is a story that ends in the refusal for its reason."""
    found = paths(GATE, cover="guards", **AROUND)

    refusals = {path.shows[0]: path for path in found if path.refused is not None}
    step = place(GATE, LET_IN)
    assert set(refusals) == {
        f"{step}: knock_was_calm does not hold",
        f"{step}: is_unarmed does not hold",
        f"{place(GATE, GO)}: has_lasted does not hold",
    }
    for path in refusals.values():
        assert path.happens(RULES)
        assert path.refused.outcome(RULES).reasons
        assert len(path) == len(path.story) + 1


def test_a_refusal_shows_one_guard_alone_where_that_can_be():
    """Whoever was not calm is refused for that and for nothing else."""
    found = paths(GATE, cover="guards", **AROUND)

    (path,) = (one for one in found if "knock_was_calm" in one.shows[0])
    assert [reason.code for reason in path.refused.outcome(RULES).reasons] == ["knock-not-calm"]


def test_guards_that_fail_together_only_are_shown_together():
    """A guard that never fails alone is shown in company."""
    twice = guard("knock-not-calm-either")(_was_calm)
    wary = gate(instead=[but(LET_IN, when=(nobody_is_armed, knock_was_calm, twice))], safeguards=())

    found = paths(wary, cover="guards", **AROUND)

    (path,) = (one for one in found if "knock_was_calm" in one.shows[0] and one.refused is not None)
    codes = [reason.code for reason in path.refused.outcome(RULES.with_workflow(wary)).reasons]
    assert codes == ["knock-not-calm", "knock-not-calm-either"]


def test_a_refusal_happens_only_where_it_is_refused():
    """Under rules that accept what a story says is refused, it does not happen."""
    found = paths(GATE, cover="guards", **AROUND)

    (path,) = (one for one in found if "is_unarmed" in one.shows[0])
    kinder = gate(instead=[but(LET_IN, given=())])
    assert not path.happens(RULES.with_workflow(kinder))
    assert not path.happens(rulebook(VISIT))


def test_rules_without_the_workflow_refuse_nothing():
    """What the rules cannot even decide does not happen."""
    found = paths(WALK, rules=rulebook(WALK), casts=AROUND["casts"], cover="guards")

    path = next(one for one in found if len(one) == 1 and one.refused is not None)
    assert not path.happens(rulebook(VISIT))


def test_a_number_without_bounds_cannot_be_looked_at():
    """A guard that reads a whole number needs to know how far it goes."""
    counted = WALK.guarded(WALK.steps[2].on, given=(guard("once")(_more_than_once),), version=1)

    with pytest.raises(UnboundedFieldError, match=r"walk\.plan\.times"):
        paths(counted, cover="guards", rules=rulebook(WALK), casts=AROUND["casts"])


def test_somebody_who_holds_the_role_on_the_case_is_refused_for_the_guard():
    """A role that is held on the case is held there in the story, so that authority is not what stands in the way."""
    mediated = gate(instead=[but(LET_IN, by=("mediator",))], safeguards=())

    found = paths(mediated, cover="guards", **AROUND)

    (path,) = (one for one in found if "is_unarmed" in one.shows[0])
    assert [role for role, _ in path.refused.head.holders] == ["mediator"]


def test_another_cast_shows_what_the_first_cannot():
    """Only a case with a child takes the step that asks for one, and nothing is shown twice."""
    careful = gate(instead=[but(NOTE, when=(a_child_is_about,))])

    alone = paths(careful, **AROUND)
    both = paths(careful, rules=RULES, casts=(ADULTS, CHILD))

    assert place(careful, NOTE) not in shown(alone)
    assert place(careful, NOTE) in shown(both)
    assert len(both) == len(alone) + 1


def test_a_track_of_one_party_has_paths_of_its_own():
    """A workflow that runs once for each party is walked on the first party's track."""
    found = paths(VISIT, rules=rulebook(VISIT), casts=AROUND["casts"])

    assert [path.story.track for path in found] == ["visit/p1"]


def test_a_path_is_told_in_codes_and_as_data():
    """Scene by scene, with what it shows; the story can be read again."""
    found = paths(GATE, cover="guards", **AROUND)
    refused = next(path for path in found if path.refused is not None)

    assert str(found[0]) == f"1. shut → barred: a rule falls\n   shows {place(GATE, GATE.steps[-1])}"
    assert str(refused).splitlines()[1] == "2. waiting: gate.let-in is refused"
    data = json.loads(json.dumps(refused.to_dict()))
    assert Story.from_dict(RULES, data["story"]) == refused.story
    assert data["refused"]["command"]["name"] == "gate.let-in"
    assert found[0].to_dict()["refused"] is None


def test_there_are_two_things_to_cover():
    """Anything else is refused with what there is."""
    with pytest.raises(ValueError, match="transitions, guards"):
        paths(GATE, cover="states", **AROUND)


def test_what_cannot_be_shown_is_left_out():
    """A step that nothing can take has no story."""
    never = evolve(NOTE, when=(nobody_is_armed, ~nobody_is_armed))
    dead = Workflow("gate", (*GATE.steps[:2], never, *GATE.steps[3:], inside.to(gone, on=NOTE.on, by=("supervisor",))))

    assert place(dead, never) not in shown(paths(dead, cover="guards", **AROUND))
