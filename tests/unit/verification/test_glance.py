"""A glance at a change of a workflow: what breaks its contract, and what changes nothing."""

from functools import cache

import pytest
from tests.unit.verification.gate import (
    AROUND,
    BAR,
    BY,
    GO,
    KNOCK,
    LET_IN,
    NOTE,
    TURN_AWAY,
    Go,
    Knock,
    LetIn,
    Note,
    TurnAway,
    barred,
    but,
    gate,
    gone,
    inside,
    is_unarmed,
    knock_was_calm,
    nobody_is_armed,
    passed,
    shut,
    waiting,
)

from community_policing.verification import mutate
from community_policing.workflows import (
    Marks,
    agreed,
    agreed_fall,
    agreed_limit,
    contract,
    days,
    hours,
)

AGREED = contract(
    agreed(Knock, shut, to=waiting, by=BY, brings=("tea",)),
    agreed(
        LetIn,
        waiting,
        to=inside,
        by=BY,
        needs=(nobody_is_armed, knock_was_calm, is_unarmed),
        brings=("light-the-lamp", Marks("walked")),
    ),
    agreed(Note, inside, by=BY),
    agreed(Go, inside, to=passed, by=BY, settles=True),
    agreed(TurnAway, waiting, to=gone, by=BY),
    agreed_fall(shut, waiting, inside, to=barred, once=(~nobody_is_armed,)),
    limits=(agreed_limit(waiting, days(2), lapses_to=gone), agreed_limit(inside, days(1), hours(1))),
    id="agreed",
    en="As agreed.",
    ar="كما اتُّفق عليه.",
    basis="test",
)


@cache
def report(*safeguards, instead=(), more=()):
    """Return what becomes of the mutants of a gate that promises *safeguards*."""
    return mutate(gate(safeguards=safeguards, instead=list(instead), more=more), **AROUND)


def test_a_whole_contract_leaves_no_survivor():
    """Whatever of the gate is lost is noticed, but for the guard that is redundant."""
    told = report(AGREED)

    assert told.survivors == ()
    assert [(one.kind, one.detail) for one in told.equivalent] == [("guard-dropped", "nobody_is_armed")]
    assert told.score == 1


@pytest.mark.parametrize(
    ("kind", "detail", "message"),
    [
        ("guard-dropped", "is_unarmed", "As agreed."),
        ("role-widened", "community-police-member", "As agreed."),
        ("transition-dropped", "", "gate.note does not lead from 'inside' back to it"),
        ("guard-negated", "is_unarmed", "gate.let-in does not lead from 'waiting' to 'inside'"),
        ("fall-dropped", "", "As agreed."),
        ("deadline-lost", "", "'waiting' does not last as long as was agreed"),
    ],
)
def test_what_was_agreed_and_is_lost_is_told_at_once(kind, detail, message):
    """The finding is that of the contract: what is missing, or the case that shows it."""
    mutants = [one for one in report(AGREED).mutants if (one.kind, one.detail) == (kind, detail)]

    assert message in {one.finding.message for one in mutants if one.why == "agreed"}


def test_a_rule_that_falls_more_often_is_told():
    """A rule falls where it was agreed to fall, and nowhere else."""
    mutant = next(one for one in report(AGREED).mutants if one.kind == "guard-dropped" and "→ barred" in one.place)

    assert mutant.why == "agreed"
    assert [scene.dest for scene in mutant.finding.story] == ["barred"]


def test_rules_that_a_mutant_sends_round_are_told():
    """A rule that falls to where it came from is noticed by soundness."""
    mutants = [one for one in report(AGREED).mutants if one.why == "rules-do-not-settle"]

    assert [(one.kind, one.detail, one.killed_by) for one in mutants] == [("retargeted", "shut", "soundness")]


def test_a_step_that_its_mutant_can_never_take_is_dead():
    """Where nothing else is promised, a guard that turns into its opposite is noticed by the dead step."""
    dead = [one for one in report().mutants if one.why == "dead-transition"]

    assert [(one.kind, one.detail) for one in dead] == [("guard-negated", "nobody_is_armed")]
    assert dead[0].finding.subject == "waiting → inside on gate.let-in"


def test_what_is_done_to_a_step_that_is_never_taken_changes_nothing():
    """A step that no case can take may lose what it likes, but for the guard that keeps it from being taken."""
    never = but(NOTE, when=(nobody_is_armed, knock_was_calm, ~knock_was_calm), effects=("wave",))
    told = report(instead=(never,))
    mutants = [one for one in told.mutants if one.place.startswith("inside → stays")]

    assert {one.kind for one in mutants if one.equivalent} >= {"effect-lost", "transition-dropped", "role-widened"}
    assert {(one.kind, one.detail) for one in mutants if not one.equivalent} == {
        ("guard-dropped", "not knock_was_calm"),
        ("guard-negated", "not knock_was_calm"),
    }


def test_a_rule_that_never_falls_changes_nothing():
    """What another rule forestalls may lose its guard, or fall elsewhere."""
    behind = inside.falls_to(gone, once=(~nobody_is_armed, knock_was_calm))
    told = report(more=(behind,))
    mutants = [one for one in told.mutants if one.place == "inside → gone on not nobody_is_armed and knock_was_calm"]

    assert {one.kind for one in mutants if one.equivalent} >= {"fall-dropped", "retargeted"}


def test_the_steps_of_the_gate_are_all_agreed():
    """The contract names every command of the gate, so none of them is free."""
    named = {clause.on for clause in AGREED.clauses}

    assert {step.on for step in (KNOCK, LET_IN, NOTE, GO, TURN_AWAY)} == named - {None}
    assert BAR.dest in {clause.dest for clause in AGREED.clauses if clause.on is None}
