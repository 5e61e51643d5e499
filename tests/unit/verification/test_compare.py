"""What tells two versions of a workflow apart."""

import json

import pytest
from attrs import evolve
from tests.unit.verification.gate import (
    AROUND,
    BAR,
    BY,
    GATE,
    GO,
    KNOCK,
    LET_IN,
    NOTE,
    PATIENT,
    RULES,
    TURN_AWAY,
    Go,
    Knock,
    TurnAway,
    but,
    gate,
    gone,
    inside,
    knock_was_calm,
    nobody_is_armed,
    passed,
    shut,
    waiting,
)
from tests.unit.workflows.village import WALK as VILLAGE
from tests.unit.workflows.village import rulebook

from community_policing.verification import ADULTS, CHILD, Story
from community_policing.verification._compare import DIFFERENCES, compare, difference_between
from community_policing.verification._sides import sides
from community_policing.workflows import State, Workflow, by_field, days, guard, where

VILLAGE_RULES = rulebook(VILLAGE)


def _asks_a_number(attempt):
    """The walk is planned more than once."""
    return attempt.command.times > 1


def commands(difference):
    """Return the names of the commands of a difference's story."""
    return [scene.command and scene.command.__command__.name for scene in difference.story]


def _was_turned_away(situation):
    """Somebody was turned away."""
    return situation.last(TurnAway) is not None


def _knock_came_last(situation):
    """Somebody knocked after being turned away."""
    return situation.follows(Knock, TurnAway)


def _looks_at_everything(situation):
    """It looks at risk and confidentiality, and is content with any."""
    return bool(repr((situation.case.risk, situation.case.confidentiality)))


def with_state(old, new, workflow=GATE):
    """Return *workflow* in which *old* is *new*."""

    def swapped(step):
        sources = step.sources
        if isinstance(sources, tuple):
            sources = tuple(new if state == old else state for state in sources)
        return evolve(step, sources=sources, target=new if step.target == old else step.target)

    return evolve(workflow, transitions=tuple(map(swapped, workflow.steps)))


def test_the_same_workflow_is_the_same():
    """Two versions that differ in their number only let the same happen."""
    found = compare(GATE, gate(version=2), **AROUND)

    assert found.same
    assert not found.differs
    assert str(found).splitlines() == [
        "gate: version 1 and version 2",
        "only the new version allows:",
        "  nothing",
        "only the old version allows:",
        "  nothing",
    ]


def test_a_guard_that_was_dropped_is_shown_by_the_shortest_history_it_kept_back():
    """The new version lets in somebody who did not knock calmly; the old one refuses that for its reason."""
    new = gate(instead=[but(LET_IN, when=(nobody_is_armed,))])

    found = compare(GATE, new, **AROUND)

    assert found.lost is None
    assert commands(found.gained) == ["gate.knock", "gate.let-in"]
    assert (found.gained.code, found.gained.state, found.gained.dest) == ("refused", "waiting", "inside")
    assert found.gained.instead == ("knock-not-calm",)
    assert found.gained.story.happens(RULES.with_workflow(new))
    assert not found.gained.story.happens(RULES)


def test_a_guard_that_was_added_is_what_the_old_version_alone_allows():
    """The comparison goes both ways."""
    found = compare(gate(instead=[but(LET_IN, given=())]), GATE, **AROUND)

    assert found.gained is None
    assert found.lost.instead == ("not-unarmed",)


@pytest.mark.parametrize(
    ("change", "code", "instead"),
    [
        ({"without": [GO], "more": [inside.to(gone, on=Go, by=BY, settles=True)]}, "led-elsewhere", ("passed",)),
        ({"instead": [but(NOTE, by=(*BY, "mediator"))]}, "refused", ("not-authorised",)),
        ({"instead": [but(NOTE, by=(*BY, "party-roles"))]}, "refused", ("not-authorised",)),
        ({"instead": [but(GO, settles=False)]}, "refused", ("too-early",)),
        ({"more": [inside.to(gone, on=TurnAway, by=BY)]}, "refused", ("not-offered",)),
        ({"instead": [but(LET_IN, effects=())]}, "other-consequences", ("+effect light-the-lamp",)),
        ({"instead": [but(LET_IN, then=())]}, "other-consequences", ("+Marked(mark='walked')",)),
        ({"instead": [but(KNOCK, opens=())]}, "other-consequences", ("+opened tea@hot",)),
        ({"instead": [but(LET_IN, opens=("tea",))]}, "other-consequences", ("-opened tea@hot",)),
        (
            {"instead": [but(LET_IN, opens=(where("tea", nobody_is_armed),))]},
            "other-consequences",
            ("-opened tea@hot",),
        ),
    ],
)
def test_each_kind_of_change_is_told_with_what_the_other_version_does(change, code, instead):
    """Elsewhere, another role, too early, not offered, or with other consequences."""
    found = compare(GATE, gate(**change), **AROUND)

    assert code in DIFFERENCES
    assert (found.gained.code, found.gained.instead) == (code, instead)


def test_a_rule_that_falls_no_more_is_a_difference():
    """The world changes and one version lets the track fall; the other leaves it where it is."""
    found = compare(GATE, gate(without=[BAR]), **AROUND)

    assert found.gained is None
    assert commands(found.lost) == [None]
    assert (found.lost.code, found.lost.command, found.lost.instead) == ("led-elsewhere", "", ("shut",))


def test_a_rule_that_never_settles_raises_in_the_other():
    """What the other version cannot even decide is told with the name of the error."""
    found = compare(GATE, gate(instead=[but(BAR, target=shut)]), **AROUND)

    assert (found.lost.code, found.lost.instead) == ("raises", ("RulesDoNotSettleError",))


def test_a_guard_that_changes_nothing_is_no_difference():
    """Where a rule has let the track fall already, asking again is redundant."""
    assert compare(GATE, gate(instead=[but(GO, when=(nobody_is_armed,))]), **AROUND).same


def test_a_state_with_another_time_limit_is_another_state():
    """No step shows it, so the way to the state is told, and what is otherwise there."""
    found = compare(GATE, with_state(waiting, evolve(waiting, within=days(9))), **AROUND)

    assert found.gained.code == found.lost.code == "other-state"
    assert found.gained.instead == ("within",)
    assert commands(found.gained) == ["gate.knock"]


def test_a_longer_stay_is_a_difference_where_a_step_settles():
    """How long a state must last is shown by the step that comes too early."""
    found = compare(GATE, with_state(inside, evolve(inside, at_least=days(1))), **AROUND)

    assert found.gained is None
    assert found.lost.instead == ("too-early",)


def test_a_beginning_that_the_other_version_lacks_is_a_difference():
    """A state in which other tracks may open this one is there from the first."""
    beside = State("beside", entry=True)
    found = compare(GATE, gate(more=[beside.to(gone, on=TurnAway, by=BY)]), **AROUND)

    assert (found.gained.code, found.gained.instead) == ("other-state", ("missing",))
    assert len(found.gained.story) == 0


def test_a_new_state_is_shown_by_the_step_that_leads_there():
    """A state that only one version has is reached by a step that the other refuses."""
    yard = State("yard")
    found = compare(GATE, gate(more=[inside.to(yard, on=Knock, by=BY), yard.to(gone, on=Go, by=BY)]), **AROUND)

    assert commands(found.gained) == ["gate.knock", "gate.let-in", "gate.knock"]
    assert found.gained.instead == ("not-offered",)


def test_the_shortest_difference_of_all_casts_is_told():
    """Another cast is looked at too, and the shorter history wins."""
    found = compare(GATE, gate(without=[NOTE]), rules=RULES, casts=(ADULTS, CHILD))

    assert commands(found.lost) == ["gate.knock", "gate.let-in", "gate.note"]


def test_what_cannot_be_bounded_is_left_open():
    """A guard that reads a whole number nobody bounded leaves the comparison open, and it says which."""
    asks = guard("no-number")(_asks_a_number)
    new = Workflow("walk", (*VILLAGE.steps[:2], evolve(VILLAGE.steps[2], given=(asks,)), *VILLAGE.steps[3:]))

    found = compare(VILLAGE, new, rules=VILLAGE_RULES, casts=AROUND["casts"])

    assert not found.differs
    assert not found.same
    assert "walk.plan.times" in str(found)


def test_a_comparison_is_plain_data():
    """What is told can be stored, and its stories read again."""
    new = gate(instead=[but(TURN_AWAY, target=passed)])
    found = compare(GATE, new, **AROUND)

    data = json.loads(json.dumps(found.to_dict()))

    assert data["same"] is False
    assert data["gained"]["instead"] == ["gone"]
    assert Story.from_dict(RULES, data["lost"]["story"]) == found.lost.story
    assert compare(GATE, GATE, **AROUND).to_dict()["lost"] is None
    assert "in the other: led-elsewhere gone" in str(found)
    assert "a rule falls" in str(compare(GATE, gate(without=[BAR]), **AROUND))


def test_a_difference_behind_a_fact_is_looked_for_more_closely():
    """Where the shortest way tells nothing, the history tells what the guards ask for; one look is not enough."""
    steps = tuple(evolve(step, effects=("ring",)) if step.dest == inside.name else step for step in PATIENT.steps)
    louder = evolve(PATIENT, transitions=steps)

    found = compare(PATIENT, louder, **AROUND)

    assert commands(found.gained) == ["gate.knock", "gate.note", "gate.let-in"]
    one, other = sides((PATIENT, louder), RULES, ADULTS, {}, most=1000)
    assert difference_between(one, other, looks=1) == (None, ("a difference at waiting could not be replayed",))


def test_another_state_behind_a_fact_is_looked_for_more_closely():
    """The way to a state with another time limit is one that the rules let happen."""
    found = compare(PATIENT, with_state(inside, evolve(inside, within=days(9)), PATIENT), **AROUND)

    assert found.gained.instead == ("within",)
    assert commands(found.gained)[-1] == "gate.let-in"


def test_the_order_of_facts_is_told_apart_where_a_guard_asks_for_it():
    """A guard of one version alone that asks what came last is looked at closely enough."""
    turned, last = guard("not-turned-away")(_was_turned_away), guard("knock-not-last")(_knock_came_last)

    def steps(*asked):
        changed = (evolve(step, when=asked) if step.dest == inside.name else step for step in PATIENT.steps)
        return (shut.stay(on=TurnAway, by=BY), *changed)

    old = evolve(PATIENT, transitions=steps(knock_was_calm, turned))
    new = evolve(PATIENT, transitions=steps(knock_was_calm, turned, last))

    found = compare(old, new, **AROUND)

    assert found.gained is None
    assert commands(found.lost) == ["gate.knock", "gate.turn-away", "gate.note", "gate.let-in"]
    assert found.lost.instead == ("knock-not-last",)


def test_what_follows_a_field_is_looked_at_value_by_value():
    """A table of what is opened makes a difference for some values only, and one of those is found."""
    tables = [but(KNOCK, opens=(by_field("calm", {False: "tea"}),))]

    found = compare(gate(instead=[but(KNOCK, opens=())]), gate(instead=tables), **AROUND)

    assert found.gained.instead == ("-opened tea@hot",)
    assert found.gained.story.scenes[-1].command == Knock(calm=False)


def test_what_cannot_be_told_apart_is_left_open():
    """The same guards in another order make no difference that anybody could find; nobody says so for certain."""
    curious = guard("not-curious")(_looks_at_everything)
    one = gate(instead=[but(LET_IN, when=(curious, knock_was_calm))])
    other = gate(instead=[but(LET_IN, when=(knock_was_calm, curious))])

    found = compare(one, other, **AROUND)

    assert not found.differs
    assert found.left_open == ("more paths at waiting than were looked at",)


def test_versions_of_two_workflows_are_not_compared():
    """There is nothing to compare in workflows of different names."""
    with pytest.raises(ValueError, match="not versions of one workflow"):
        compare(GATE, VILLAGE, **AROUND)
