"""Rules of falling that call for one another and never come to rest."""

import pytest
from tests.unit.verification.gate import (
    AROUND,
    BAR,
    OFFERED,
    RULES,
    barred,
    gate,
    inside,
    nobody_is_armed,
    tea_is_made,
    waiting,
)

from community_policing.errors import RulesDoNotSettleError
from community_policing.verification import Story, verify
from community_policing.workflows import every_live_state

BACK = every_live_state().falls_to(waiting, once=(~nobody_is_armed,))
TO_AND_FRO = (waiting.falls_to(inside, once=(~nobody_is_armed,)), inside.falls_to(waiting, once=(~nobody_is_armed,)))
BY_CHANCE = (waiting.falls_to(inside, once=(~nobody_is_armed,)), inside.falls_to(waiting, once=(~tea_is_made,)))
QUIET = (waiting.falls_to(inside, once=(~nobody_is_armed,)), inside.falls_to(waiting, once=(nobody_is_armed,)))


def circles(*falls):
    """Return what is found of a gate where nobody is barred, and *falls* instead."""
    workflow = gate(instead=[(BAR, falls[0])], more=falls[1:], safeguards=())
    return [one for one in verify(workflow, **AROUND).findings if one.code == "rules-do-not-settle"]


@pytest.mark.parametrize(
    "falls",
    [(BACK,), TO_AND_FRO, BY_CHANCE],
    ids=["a rule that falls on itself", "two, to and fro", "on different grounds"],
)
def test_rules_that_fall_in_a_circle_are_told(falls):
    """No command is ever answered there; the story leads to where the rules do not settle."""
    (finding,) = circles(*falls)
    rules = RULES.with_workflow(gate(instead=[(BAR, falls[0])], more=falls[1:]))

    assert finding.subject == finding.story.scenes[-1].state
    assert finding.story.is_restless(rules)
    with pytest.raises(RulesDoNotSettleError):
        finding.story.scenes[-1].outcome(rules)


def test_rules_that_come_to_rest_are_not_told():
    """A circle of which one rule asks for the opposite of the other is walked once at most."""
    assert circles(BAR) == []
    assert circles(*QUIET) == []


def test_a_circle_can_be_kept_as_a_test():
    """What is written fails while the rules go round, and passes once they rest."""
    (finding,) = circles(BACK)
    space = {}
    exec(finding.as_test(), space)  # noqa: S102  what is written is to run
    kept = next(one for name, one in space.items() if name.startswith("test_gate"))

    with pytest.raises(AssertionError):
        kept(RULES.with_workflow(gate(instead=[(BAR, BACK)], safeguards=())))
    kept(RULES)


def test_a_story_that_goes_on_is_not_restless():
    """Only its last scene may be one that never ends; the others have to happen."""
    (finding,) = circles(*TO_AND_FRO)
    turning = RULES.with_workflow(gate(instead=[(BAR, TO_AND_FRO[0])], more=TO_AND_FRO[1:], safeguards=()))
    twice = Story((finding.story.scenes[-1], finding.story.scenes[-1]), finding.story.end, finding.story.track)

    assert finding.story.is_restless(turning)
    assert not finding.story.is_restless(RULES)
    assert not twice.is_restless(turning)


def test_where_a_command_leads_is_asked_also_where_rules_go_round():
    """A safeguard about what follows is decided although no rule ever comes to rest."""
    falls = (TO_AND_FRO[0], TO_AND_FRO[1])
    workflow = gate(instead=[(BAR, falls[0])], more=falls[1:], safeguards=(OFFERED,))

    assert verify(workflow, **AROUND).proved == (("gate", "offered"),)


def test_what_no_rule_brings_back_is_not_looked_for():
    """A workflow whose rules lead on, and never back, is left alone."""
    assert circles(BAR, inside.falls_to(barred, once=(~nobody_is_armed,))) == []
