"""What is wrong with a workflow whatever it promises."""

import itertools

import pytest
from attrs import evolve
from tests.unit.verification.marsh import (
    BOTH,
    BY,
    COUNT,
    FINISH,
    GIVE_UP,
    GO_ON,
    LEAVE,
    LOOK,
    LOWER,
    MARSH,
    REST,
    Finish,
    Flag,
    Report,
    at_rest,
    but,
    codes,
    done,
    heard,
    is_marked,
    looked_at,
    lost,
    marsh,
    proof,
    seen,
    unarmed,
    water_is_low,
)

from community_policing.workflows import State, days, guard


@guard("marsh-never", otherwise="marsh-ever")
def never_so(s):
    """It is never so."""
    return s.track.state == "nowhere"


@guard("marsh-always", otherwise="marsh-not-always")
def always_so(s):
    """It is always so."""
    return s.track.state != "nowhere"


def subjects(report, code):
    """Return what the findings of the kind *code* are about."""
    return [one.subject for one in (*report.findings, *report.notes) if one.code == code]


def test_nothing_is_wrong_with_the_marsh():
    """A sound workflow has no findings, and everything of it was looked at."""
    report = proof(MARSH, casts=BOTH)

    assert report.ok
    assert report.complete
    assert report.notes == ()


def test_a_transition_whose_guard_never_holds_is_dead():
    """A step that no case takes is told of, with the guard that never holds."""
    report = proof(marsh(instead=(but(REST, when=(never_so,)),), without=(GO_ON,)))

    dead = next(one for one in report.findings if one.code == "dead-transition")
    assert dead.subject == "looked-at → at-rest on marsh.rest"
    assert dead.hint == "never holds: never_so"


def test_a_transition_behind_one_that_is_always_taken_is_dead():
    """A step after one that is taken wherever it could be is told of."""
    behind = seen.to(at_rest, on=Finish, by=BY, given=(heard,))
    report = proof(marsh(without=(LEAVE,), more=(seen.to(done, on=Finish, by=BY, when=(always_so,)), behind)))

    dead = next(one for one in report.findings if one.code == "dead-transition")
    assert dead.hint == "another is always taken before it"


def test_a_state_that_no_case_comes_to_is_told_of():
    """A state behind a guard that never holds is unreachable, and the guard is named."""
    report = proof(marsh(instead=(but(REST, when=(never_so,)),)))

    found = next(one for one in report.findings if one.code == "unreachable-state")
    assert (found.subject, found.hint) == ("at-rest", "never holds on the way: never_so")


def test_a_state_behind_another_that_is_not_reached_has_no_guard_to_name():
    """Where only a state before it is closed, there is nothing to hint at."""
    hut = State("hut", final=True)
    report = proof(
        marsh(instead=(but(REST, when=(never_so,)),), more=(at_rest.to(hut, on=Finish, by=BY),)),
    )

    assert {one.subject: one.hint for one in report.findings if one.code == "unreachable-state"}["hut"] == ""


def test_two_steps_that_could_both_be_taken_are_told_of():
    """Where only the order decides between two steps, the choice is ambiguous, and told of once."""
    other = seen.to(at_rest, on=Finish, by=BY, when=(water_is_low,))

    report = proof(marsh(without=(LEAVE,), more=(seen.to(done, on=Finish, by=BY, when=(unarmed,)), other)), casts=BOTH)

    assert subjects(report, "ambiguous-choice") == ["seen → done on marsh.finish"]


def test_a_step_for_the_rest_says_so():
    """A step that asks for less than the one before it is ambiguous, unless it says that it is for the rest."""
    hidden = proof(marsh(instead=(but(FINISH, settles=False), but(GIVE_UP, when=()))))
    said = proof(marsh(instead=(but(FINISH, settles=False),)))

    assert subjects(hidden, "ambiguous-choice") == ["looked-at → done on marsh.finish"]
    assert subjects(said, "ambiguous-choice") == []


def test_two_ways_to_the_same_state_are_no_ambiguity():
    """Where both lead to the same state it does not matter which is taken."""
    report = proof(marsh(instead=(but(GIVE_UP, target=done, when=(is_marked,)),)))

    assert "ambiguous-choice" not in codes(report)


def test_a_state_without_a_way_to_any_end_is_told_of():
    """A state from which no end can be reached is a trap."""
    trap = State("trap", within=days(1))
    stay = trap.to(trap, on=Flag, by=BY)
    away = trap.to(done, on=Finish, by=BY, when=(never_so,))

    report = proof(marsh(more=(looked_at.to(trap, on=Report, by=BY), stay, away), without=MARSH.rules_of_falling))

    assert subjects(report, "no-way-to-complete") == ["trap"]


def test_a_deadline_without_a_way_on_is_told_of():
    """A state that has to be left, and that nothing leads out of, is told of."""
    report = proof(
        marsh(
            instead=(but(LOOK, when=(never_so,)), but(LEAVE, when=(never_so,))),
            without=MARSH.rules_of_falling,
        )
    )

    assert "seen" in subjects(report, "deadline-without-way-on")


def test_a_guard_that_raises_is_told_of():
    """What a guard raises is a finding that names the guard and the state, and the step counts as refused."""

    @guard("marsh-odd")
    def odd(s):
        return 1 / len(s.case.marks.nothing)

    report = proof(marsh(instead=(but(REST, when=(odd,)),), without=(GO_ON,)))

    assert subjects(report, "guard-raises") == ["odd"]
    assert "AttributeError" in str(report)


def test_a_guard_that_raises_behind_another_step_is_told_of():
    """A guard that is asked only to see whether two steps overlap raises nothing either."""

    @guard("marsh-odd")
    def odd(s):
        raise LookupError(s.track.state)

    report = proof(marsh(instead=(but(LEAVE, when=(water_is_low,)),), more=(evolve(LEAVE, target=lost, when=(odd,)),)))

    assert subjects(report, "guard-raises") == ["odd"]


def test_a_guard_that_answers_now_so_and_now_so_is_told_of():
    """A guard that reads something outside the case is no proof's friend."""
    calls = itertools.count()

    @guard("marsh-fickle")
    def fickle(s):
        return s.is_live("ferry") if next(calls) % 2 else s.risk is None

    report = proof(marsh(instead=(but(REST, when=(unarmed, fickle)),)))

    assert subjects(report, "fickle-guard") == ["fickle"]
    assert "now so and now so" in str(report)


def test_a_guard_that_raises_where_a_step_must_last_is_told_of_once():
    """Whatever the number of casts, a guard is told of once."""

    @guard("marsh-odd")
    def odd(s):
        raise KeyError(s.track.state)

    report = proof(marsh(instead=(but(LOWER, when=(odd,)),)), casts=BOTH)

    assert subjects(report, "guard-raises") == ["odd"]


@pytest.mark.parametrize(("which", "code"), [(always_so, "guard-always-holds"), (never_so, "guard-never-holds")])
def test_a_guard_with_only_one_answer_is_noted(which, code):
    """A guard that always holds is redundant, and one that never does bars everything: a note says so."""
    report = proof(marsh(instead=(but(COUNT, when=(which,)),)))

    assert subjects(report, code) == [f"looked-at → stays on marsh.count-boats: {which.name}"]


def test_a_guard_that_holds_with_one_cast_only_is_no_note():
    """What a guard answers is put together over all casts."""

    @guard("marsh-minor")
    def minor(s):
        return any(s.may_be_minor(party) for party in s.parties)

    workflow = marsh(instead=(but(COUNT, when=(minor,)),))

    assert subjects(proof(workflow), "dead-transition")
    assert subjects(proof(workflow, casts=BOTH), "dead-transition") == []
