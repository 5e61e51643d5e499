"""What a path supposes is what the real rules find: moments that have passed, and who may take which step."""

from datetime import date

import pytest
from tests.unit.verification.gate import BY, CAST, Go, Knock, gone, knock_was_calm, passed, shut
from tests.unit.workflows.village import rulebook

from community_policing.verification import verify
from community_policing.workflows import (
    Attempt,
    Marks,
    PartyId,
    Situation,
    State,
    Workflow,
    command,
    days,
    forbids,
    guard,
    in_state,
    possible,
    until,
)
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin.record import SetRisk


@command("gate.wait")
class Wait:
    """Wait until a day."""

    until: date


@command("gate.complain")
class Complain:
    """Complain, oneself or through somebody."""

    party: PartyId


@guard("time-left", otherwise="time-over")
def time_is_over(s: Situation) -> bool:
    """The state has outlasted its limit."""
    return s.deadline_passed()


@guard("review-ahead", otherwise="review-overdue")
def review_is_overdue(s: Situation) -> bool:
    """The risk was assessed, and the day of its next review has passed."""
    assessed = s.last(SetRisk)
    return assessed is not None and s.has_passed(assessed.next_review_at)


@guard("not-oneself", otherwise="oneself")
def speaks_for_oneself(a: Attempt[Complain]) -> bool:
    """Whoever complains speaks for the party named."""
    return a.actor.speaks_for == a.command.party


@guard("walked", otherwise="not-walked")
def not_walked(s: Situation) -> bool:
    """Nobody has walked yet."""
    return not s.is_marked("walked")


NO_WALK = forbids(Go, id="no-walk", en="Nobody walks.", ar="لا أحد يمشي.", basis="test")
GONE = possible(in_state(gone), id="gone", en="One can go.", ar="المغادرة ممكنة.", basis="test")


def report(*steps):
    """Return the proof of a gate with *steps*."""
    workflow = Workflow("gate", steps, (GONE,))
    return verify(workflow, rules=rulebook(workflow), casts=CAST)


@pytest.mark.parametrize("otherwise", [days(3), days(900)])
def test_a_limit_that_a_command_tells_can_run_out(otherwise):
    """The day that was told lies behind, and so does the time without one."""
    waiting = State("waiting", within=until(Wait, "until", otherwise=otherwise))
    told = report(shut.to(waiting, on=Wait, by=BY), waiting.to(gone, on=Go, by=BY, when=(time_is_over,)))

    assert told.proved == (("gate", "gone"),)


def test_a_limit_of_another_state_says_nothing_of_this_one():
    """Where no command tells how long a state lasts, it lasts as long as it says."""
    waiting, resting = (
        State("waiting", within=days(2)),
        State("resting", within=until(Wait, "until", otherwise=days(1))),
    )
    told = report(
        shut.to(waiting, on=Wait, by=BY),
        waiting.to(resting, on=Go, by=BY, when=(time_is_over,)),
        resting.to(gone, on=Go, by=BY, when=(time_is_over,)),
    )

    assert told.proved == (("gate", "gone"),)


def test_a_moment_that_another_track_told_can_have_passed():
    """What is supposed of the record is told with its moments in the past."""
    workflow = Workflow("gate", (shut.to(gone, on=Go, by=BY, given=(review_is_overdue,)),), (GONE,))
    told = verify(workflow, rules=standard_rulebook().with_workflow(workflow), casts=CAST)

    assert told.proved == (("gate", "gone"),)


def test_a_step_may_mark_what_it_asks_not_to_be_marked():
    """What a step changes is not held against the case after it."""
    once = Workflow("gate", (shut.to(gone, on=Go, by=BY, given=(not_walked,), then=(Marks("walked"),)),), (NO_WALK,))
    report = verify(once, rules=rulebook(once), casts=CAST)

    assert [len(one.story) for one in report.findings if one.subject == "no-walk"] == [1]


def test_a_rule_that_falls_at_once_finds_what_the_step_before_it_left():
    """What the rule itself marks is not held against it, though it falls in the same decision."""
    heard = State("heard")
    told = report(
        shut.to(heard, on=Knock, by=BY),
        heard.falls_to(gone, once=(~knock_was_calm, not_walked), then=(Marks("walked"),)),
        heard.to(passed, on=Go, by=BY),
    )

    assert told.proved == (("gate", "gone"),)


def test_nobody_takes_a_step_in_a_role_that_it_does_not_admit():
    """A party speaks for itself or not at all; that somebody in office may complain does not help the party's step."""
    ways = (
        shut.to(passed, on=Complain, by=("party-roles",), given=(~speaks_for_oneself,)),
        shut.to(gone, on=Complain, by=BY),
    )
    told = report(*ways)

    assert {(one.code, one.subject) for one in told.findings} == {
        ("unreachable-state", "passed"),
        ("dead-transition", "shut → passed on gate.complain"),
    }
    assert told.proved == (("gate", "gone"),)
