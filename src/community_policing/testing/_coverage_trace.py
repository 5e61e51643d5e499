"""
What one decision reached, worked out from its outcome.

A decision leaves no trace beyond its events and reasons, so its guards are asked a second time: those that it asked, in
the order in which it asked them, in the same situations. Guards are pure, so they answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from community_policing.cases import Actor, Case, Reason, Track, What, fold
from community_policing.testing._coverage import Point
from community_policing.testing._coverage_plan import Way, plan_of, refusal_point, side_point, state_point
from community_policing.workflows import Accepted, AnyGuard, Attempt, Refused, Rulebook, Situation, Verdict
from community_policing.workflows._authority import takes_a_side
from community_policing.workflows._command import spec_of
from community_policing.workflows._override import remaining
from community_policing.workflows._situation import View


def reached_by(
    rules: Rulebook, case: Case, command: object, *, by: Actor, at: datetime, outcome: Accepted | Refused
) -> frozenset[Point]:
    """
    Return every point that one decision reached.

    Args:
        rules: The rules that decided.
        case: The case before.
        command: What was to be done.
        by: Who was to do it.
        at: When.
        outcome: What the rules answered.
    """
    seen: set[Point] = set()
    view = View(rules, case, rules.moment(case, at))
    if isinstance(outcome, Refused):
        if outcome.verdict is Verdict.UNMET:
            track = case.track(str(outcome.track))
            _tried(Attempt(view, track, by, command), seen)
            seen |= {refusal_point(track.workflow, track.version, reason.code) for reason in outcome.reasons}
        return frozenset(seen)
    track = case.track(outcome.events[0].track)
    taken = _tried(Attempt(view, track, by, command), seen)
    seen |= {way.point for way in taken}
    _followed(view, outcome, seen)
    return frozenset(seen)


# --------------------------------------------------------------------------- the step


def _tried(attempt: Attempt[Any], seen: set[Point]) -> list[Way]:
    """Note in *seen* the answers of every guard that *attempt* asked; return the transition that it took, if any."""
    ways = _admitted(attempt)
    tried = ways
    if len(ways) > 1:
        tried = [way for way in ways if not _answers(way.when, attempt, seen)] or ways
    for way in tried:
        if not _answers((*way.when, *way.given), attempt, seen):
            return [way]
    for way in ways:
        if not remaining(_answers((*way.when, *way.given), attempt, seen), attempt.case, attempt.law, attempt.view.at):
            return [way]
    return []


def _admitted(attempt: Attempt[Any]) -> list[Way]:
    """Return the transitions that the actor of *attempt* may take, in the order in which they are tried."""
    rules: Any = attempt.view.rules
    track, name = attempt.track, spec_of(attempt.command).name
    offer = rules.index.offered(track)[name]
    sided = takes_a_side(attempt.actor, attempt.case)
    admitted = set(map(id, offer.admitting(attempt.actor, attempt.case, sided=sided)))
    ways = plan_of(rules.workflow_of(track)).ways[track.state, name]
    return [way for (step, _), way in zip(offer.choices, ways, strict=True) if id(step) in admitted]


def _answers(guards: Iterable[AnyGuard], here: Situation, seen: set[Point]) -> list[Reason]:
    """Return everything that is missing for *guards*; note in *seen* which of them held."""
    missing: list[Reason] = []
    for guard in guards:
        before = len(missing)
        guard.collect(here, missing)
        seen.add(side_point(here.track.workflow, here.track.version, guard, holds=len(missing) == before))
    return missing


# --------------------------------------------------------------------------- what follows


def _followed(view: View, outcome: Accepted, seen: set[Point]) -> None:
    """Note in *seen* the states that were entered by *outcome*, and what fell by rule or could have fallen."""
    first, by = outcome.events[0], outcome.events[0].by
    if view.case.seq == 0 and first.source is not None:
        seen.add(state_point(first.workflow, first.version, first.source))  # a case begins there without an event
    for event in outcome.events:
        if event.what is What.ENDED_BY_RULE:
            seen |= {way.point for way in _fallen(view, by, seen)}
        if event.source != event.dest:
            seen.add(state_point(event.workflow, event.version, event.dest))
        view.move_to(fold(view.case, event))
    _fallen(view, by, seen)


def _fallen(view: View, by: Actor, seen: set[Point]) -> list[Way]:
    """Return the first rule that falls at the case of *view*, if any; note in *seen* how its guards answered."""
    rules: Any = view.rules
    for track in view.case.tracks:
        ways = () if track.ended else plan_of(rules.workflow_of(track)).falls[track.state]
        for way in ways:
            if _falls(way, Situation(view, track, by), track, seen):
                return [way]
    return []


def _falls(way: Way, here: Situation, track: Track, seen: set[Point]) -> bool:
    """Return whether every guard of *way* holds *here*, asking no further than the first that does not."""
    for guard in way.when:
        holds = guard.holds(here)
        seen.add(side_point(track.workflow, track.version, guard, holds=holds))
        if not holds:
            return False
    return True
