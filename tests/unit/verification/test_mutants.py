"""Losing one thing of a workflow after the other, and what notices it."""

import json
from functools import cache

import pytest
from attrs import evolve
from tests.unit.verification.gate import (
    AROUND,
    BAR,
    BY,
    GATE,
    GO,
    NOTE,
    TURN_AWAY,
    UNARMED,
    but,
    gate,
    gone,
    inside,
    nobody_is_armed,
    shut,
    waiting,
)
from tests.unit.workflows.village import WALK

from community_policing.verification._mutants import KILLERS, mutate
from community_policing.verification._mutations import BROADER, MUTATIONS, mutations
from community_policing.workflows import Workflow, in_state, possible


@cache
def report():
    """Return what becomes of the mutants of the gate."""
    return mutate(GATE, **AROUND)


def found(kind, detail="", place=""):
    """Return the mutants of the gate of one kind, with a detail, at a place."""
    return [
        one
        for one in report().mutants
        if one.kind == kind and one.detail.startswith(detail) and one.place.startswith(place)
    ]


def test_every_thing_of_a_workflow_is_lost_once():
    """Each kind of mutation is made that the gate has something for, and none twice."""
    made = [(one.kind, one.place, one.detail) for one in mutations(GATE)]

    assert len(set(made)) == len(made)
    assert {kind for kind, _, _ in made} == {*MUTATIONS} - {"ending-lost"}


def test_ends_and_rules_of_falling_are_lost_too():
    """What a step ends, and what follows from a rule that falls, can be forgotten like anything else."""
    barring = evolve(BAR, ends=("tea",), effects=("call-help",))
    made = {(one.kind, one.detail) for one in mutations(gate(instead=[(BAR, barring)]))}

    assert {("ending-lost", "tea"), ("effect-lost", "call-help"), ("fall-dropped", "")} <= made


def test_a_negated_guard_is_turned_round():
    """The negation of a negated guard is the guard itself."""
    made = next(one for one in mutations(GATE) if one.kind == "guard-negated" and one.command == "")

    assert made.of(GATE).rules_of_falling[0].once == (nobody_is_armed,)


def test_a_state_is_changed_wherever_it_stands():
    """A time limit is lost at every step that names the state, also where others lapse to it or it is left out."""
    made = [one for one in mutations(WALK) if one.kind == "deadline-lost"]

    assert [one.place for one in made] == ["waiting", "walking"]
    for one in made:
        assert one.of(WALK).state(one.place).within is None
    left_out = evolve(BAR, sources=type(BAR.sources)((waiting,)))
    lost = next(one for one in mutations(gate(instead=[(BAR, left_out)])) if one.kind == "deadline-lost")
    assert lost.of(GATE).rules_of_falling[0].sources.but[0].within is None


@pytest.mark.parametrize(
    ("kind", "detail", "killer", "why"),
    [
        ("final-made-leaving", "", "definition", "leaves-final"),
        ("guard-dropped", "not nobody_is_armed", "soundness", "unreachable-state"),
        ("guard-dropped", "knock_was_calm", "safeguard", "calm"),
        ("fall-dropped", "", "safeguard", "unarmed"),
        ("opening-lost", "tea", "safeguard", "offered"),
    ],
)
def test_a_mutant_is_killed_by_whatever_notices_it_first(kind, detail, killer, why):
    """By its definition, by soundness or by a safeguard, and it says which."""
    mutants = found(kind, detail)

    assert killer in KILLERS
    assert {(one.killed_by, one.why) for one in mutants} == {(killer, why)}
    assert f"killed by {killer} ({why})" in str(mutants[0])
    assert (mutants[0].finding is None) is (killer == "definition")


def test_a_survivor_comes_with_the_shortest_history_that_tells_it_apart():
    """No safeguard asks whether anybody looked for arms, and the report shows what that lets happen."""
    (mutant,) = found("guard-dropped", "is_unarmed")

    assert mutant.survived
    assert [scene.dest for scene in mutant.difference.story] == ["waiting", "inside"]
    assert mutant.difference.instead == ("not-unarmed",)
    assert str(mutant).splitlines()[-1] == "  in the other: refused not-unarmed"


def test_what_a_mutant_only_forbids_is_told_from_the_side_of_the_original():
    """Where the mutant allows nothing new, the history is one that it lacks."""
    (mutant,) = found("transition-dropped", place="inside → stays")

    assert mutant.difference.command == "gate.note"
    assert mutant.difference.instead == ("not-offered",)


def test_lost_consequences_are_told_by_what_is_missing():
    """An effect and a mark that no safeguard speaks of survive, and the history says what was lost."""
    effect, mark = (*found("effect-lost"), *found("consequence-lost"))

    assert effect.difference.instead == ("-effect light-the-lamp",)
    assert mark.difference.instead == ("-Marked(mark='walked')",)


def test_a_redundant_guard_is_named():
    """A guard that the rule of falling makes hold anyway can be dropped without any difference, and does not count."""
    (mutant,) = found("guard-dropped", "nobody_is_armed")

    assert mutant.equivalent
    assert not mutant.survived
    assert str(mutant).endswith("waiting → inside on gate.let-in: is redundant")
    assert report().equivalent == (mutant,)


def test_a_mark_that_settling_changes_nothing_is_equivalent():
    """Whether a step settles makes no difference where the state need not last."""
    calm = gate(instead=[but(TURN_AWAY, settles=True)], safeguards=())
    mutants = mutate(calm, **AROUND).equivalent

    assert "settles-lost: waiting → gone on gate.turn-away: changes nothing" in map(str, mutants)


def test_the_score_is_the_share_of_what_could_be_noticed():
    """Equivalent mutants are left out of it."""
    told = report()

    assert len(told.killed) + len(told.survivors) + len(told.equivalent) == len(told.mutants)
    assert told.score == len(told.killed) / (len(told.mutants) - 1)
    assert str(told).startswith(f"gate: {len(told.killed)} of {len(told.mutants) - 1} mutants killed, 1 equivalent")


def test_more_safeguards_kill_more():
    """The score tells how much the safeguards hold."""
    assert mutate(gate(safeguards=()), **AROUND).score < report().score


def test_a_safeguard_that_the_original_breaks_kills_nothing():
    """What was broken before is no merit of the mutant."""
    nowhere = possible(in_state(inside) & ~nobody_is_armed, id="nowhere", en="Armed.", ar="مع سلاح", basis="test")
    dead = but(NOTE, when=(nobody_is_armed, ~nobody_is_armed))
    faulty = gate(without=[BAR], instead=[dead], safeguards=(UNARMED, nowhere))

    told = mutate(faulty, **AROUND)

    assert "unarmed" not in {one.why for one in told.killed}


def test_what_every_role_may_do_is_not_widened():
    """A step that the broadest role may take already has no mutant for that."""
    wide = gate(instead=[but(TURN_AWAY, by=(BROADER,))])

    assert len([one for one in mutations(wide) if one.kind == "role-widened"]) == len(wide.transitions) - 1


def test_a_workflow_that_its_mutants_cannot_do_without_scores_in_full():
    """Where every mutant is refused at its definition nothing survives."""
    small = Workflow("gate", (shut.to(gone, on=GO.on, by=BY),))
    kept = [one for one in mutate(small, **AROUND).mutants if one.kind != "role-widened"]

    assert all(one.killed_by == "definition" for one in kept)


def test_a_report_is_plain_data():
    """Scores and mutants can be stored, with the histories of those that survived."""
    data = json.loads(json.dumps(report().to_dict()))

    assert data["workflow"] == "gate"
    assert 0 < data["score"] < 1
    assert {one["killed_by"] for one in data["mutants"]} == {"", *KILLERS}
    assert any(one["difference"] is None for one in data["mutants"])
    assert any(one["difference"] for one in data["mutants"])
