"""What a decision reached is what it did: told again from its outcome, over random lives of cases."""

from hypothesis import given, settings
from tests.laws.strategies import lives
from tests.unit.workflows.village import RULES, VISIT, rulebook

from community_policing.cases import What
from community_policing.testing import Aspect, coverage_of
from community_policing.testing._coverage_plan import plan_of, side_point
from community_policing.testing._coverage_trace import reached_by
from community_policing.workflows import Refused, Verdict

OUTSIDE = {"no-such-party", "speaks-for-another", "case-not-open"}
"""Reasons that no guard of a workflow gives: those of the engine itself, and of the standing guard."""


def moves_of(life):
    """Yield each move of *life* with what it reached."""
    for move in life.moves:
        told = {"by": move.by, "at": move.at, "outcome": move.outcome}
        yield move, reached_by(life.rules, move.case, move.command, **told)


def about(points, aspect):
    """Return those of *points* that are about *aspect*."""
    return [point for point in points if point.aspect is aspect]


def check_steps(life):
    """Assert that the steps that were reached are those that the events tell of."""
    for move, reached in moves_of(life):
        if isinstance(move.outcome, Refused):
            assert (
                about(reached, Aspect.TRANSITION) == about(reached, Aspect.FALL) == about(reached, Aspect.STATE) == []
            )
            continue
        first = move.outcome.events[0]
        (taken,) = about(reached, Aspect.TRANSITION)
        assert taken.subject[:3] == (first.source, first.command.__command__.name, first.dest)
        fallen = {(one.workflow, one.source, one.dest) for one in move.outcome.events if one.what is What.ENDED_BY_RULE}
        assert {(one.workflow, *one.subject[:2]) for one in about(reached, Aspect.FALL)} == fallen


def check_reasons(life):
    """Assert that every reason given is told, and a guard that gives it among those that failed."""
    for move, reached in moves_of(life):
        unmet = isinstance(move.outcome, Refused) and move.outcome.verdict is Verdict.UNMET
        codes = {reason.code for reason in move.outcome.reasons} if unmet else set()
        assert {point.subject[0] for point in about(reached, Aspect.REFUSAL)} == codes
        for code in codes - OUTSIDE:
            assert reached & set(givers(life.rules, move, code)), code


def givers(rules, move, code):
    """Yield the points that a guard of the command's transitions, one that may give *code*, did not hold."""
    track = move.case.track(move.outcome.track)
    for way in plan_of(rules.workflow_of(track)).ways[track.state, move.outcome.command]:
        for guard in (*way.when, *way.given):
            if code in guard.codes:
                yield side_point(track.workflow, track.version, guard, holds=False)


def check_asked_for(life):
    """Assert that nothing is reached that is not asked for, but the reasons that no workflow declares."""
    asked = coverage_of(life.rules).hits
    for _, reached in moves_of(life):
        strangers = {point for point in reached if point not in asked}
        assert {point.aspect for point in strangers} <= {Aspect.REFUSAL}
        assert {point.subject[0] for point in strangers} <= OUTSIDE


@settings(max_examples=15)
@given(lives(steps=20))
def test_a_standard_life_is_told_as_it_was(life):
    """Under the standard rules, what is told of each decision is what happened."""
    check_steps(life)
    check_reasons(life)
    check_asked_for(life)


@settings(max_examples=30)
@given(lives(rulebook(VISIT, *RULES.workflows), steps=20))
def test_a_small_life_is_told_as_it_was(life):
    """Under the rules of the village too."""
    check_steps(life)
    check_reasons(life)
    check_asked_for(life)
