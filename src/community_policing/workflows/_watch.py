"""
Whether safeguards hold on concrete cases and decisions: what a property test, a simulation or a host can ask.

A proof looks at every case that could ever be; this looks at one. What it reports is broken for certain. What it does
not report may still be broken elsewhere: a payload that nobody tried is one it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from community_policing.cases import Actor, Case, Event, Reason, Track, What, fold
from community_policing.workflows._authority import takes_a_side
from community_policing.workflows._command import CommandSpec, spec_of
from community_policing.workflows._contract import Contract
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._override import remaining
from community_policing.workflows._payload import smallest
from community_policing.workflows._safeguards import (
    ANYWHERE,
    Forbids,
    Keeps,
    Leads,
    Never,
    Permits,
    Precedes,
    Safeguard,
    Where,
)
from community_policing.workflows._situation import Attempt, Situation, View
from community_policing.workflows._state import Step
from community_policing.workflows._verdicts import Accepted, Option, Verdict

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook

MAY = frozenset({Verdict.PERMITTED, Verdict.NEEDS_INPUT})
"""The verdicts under which a right is not denied: what is filled in may still be wrong."""


@attrs.frozen
class Breach:
    """
    A safeguard that does not hold.

    Attributes:
        safeguard: The safeguard.
        workflow: The workflow that carries it.
        track: The id of the track on which it does not hold.
        case: The case on which it does not hold.
        command: For what was done, or could not be done: the command's name.
        reasons: For a right that is denied: why.
    """

    safeguard: Safeguard
    workflow: str
    track: str
    case: Case
    command: str = ""
    reasons: tuple[Reason, ...] = ()

    def __str__(self) -> str:
        """Return what is broken and where, in English and codes."""
        done = f" by {self.command!r}" if self.command else ""
        why = f": {'; '.join(map(repr, self.reasons))}" if self.reasons else ""
        return f"safeguard {self.safeguard.id!r} of {self.workflow!r} is broken{done} on {self.case!r}{why}"


def broken(rules: Rulebook, before: Case | None, outcome: Accepted) -> tuple[Breach, ...]:
    """
    Return the safeguards that a decision breaks.

    Args:
        rules: What was in force.
        before: The case before the decision; `None` where the decision opened it.
        outcome: The decision.

    Returns:
        What the command may not do or fails to lead to, and what may not be of the case after it.
    """
    event = outcome.events[0]
    done = tuple(_of_step(rules, before, outcome)) if event.command is not None else ()
    agreed = () if before is None else tuple(_of_contracts(rules, before, outcome))
    return (*done, *agreed, *_of_state(rules, outcome.case, by=event.by, at=outcome.events[-1].at))


def breaches(rules: Rulebook, case: Case, *, by: Actor, at: datetime) -> tuple[Breach, ...]:
    """
    Return the safeguards that do not hold on *case*, a case that was reached.

    Rights are asked of the options of everyone who has them: an assigned role of who holds it, a party's right of
    each such party. What is forbidden, and what leads somewhere, is tried with the smallest payload there is.

    Args:
        rules: What is in force.
        case: The case as it is.
        by: Who looks, and tries what is forbidden.
        at: When; aware, not before the last event.
    """
    moment = rules.moment(case, at)
    return (*_of_state(rules, case, by=by, at=moment), *_tried(rules, case, by, moment))


# --------------------------------------------------------------------------- what a case is


def _of_state(rules: Rulebook, case: Case, *, by: Actor, at: datetime) -> Iterator[Breach]:
    """Yield what may not be of *case*."""
    for workflow, track, safeguard in _carried(rules, case):
        here = Situation(View(rules, case, at), track, by)
        if any(check(safeguard, here) for kind, check in _STATES if isinstance(safeguard, kind)):
            yield Breach(safeguard, workflow, track.id, case)


def _is_there(safeguard: Never, here: Situation) -> bool:
    """Return whether the case is where it may never be."""
    return safeguard.where.covers(here)


def _came_without(safeguard: Precedes, here: Situation) -> bool:
    """Return whether the track is in a state without the command that comes first."""
    if here.track.state not in safeguard.states or not safeguard.given.covers(here):
        return False
    return not _keys_told(here, spec_of(safeguard.first))


def _lacks(safeguard: Keeps, here: Situation) -> bool:
    """Return whether the command is not on record for some party."""
    if here.track.state not in safeguard.states:
        return False
    spec = spec_of(safeguard.command)
    known = {
        value for key in _keys_told(here, spec) for name, value in zip(spec.key, key, strict=True) if name == "party"
    }
    return any(party.id not in known for party in here.parties)


def _has_not_fallen(safeguard: Contract, here: Situation) -> bool:
    """Return whether a rule has to fall, as was agreed, and none has."""
    return safeguard.must_fall(here.track.state, lambda guard: guard.holds(here))


_STATES: tuple[tuple[type, Callable[[Any, Situation], bool]], ...] = (
    (Never, _is_there),
    (Precedes, _came_without),
    (Keeps, _lacks),
    (Contract, _has_not_fallen),
)


def _keys_told(here: Situation, spec: CommandSpec) -> list[tuple[Any, ...]]:
    """Return the keys under which the command of *spec* is on record, on its own track."""
    own = spec.workflow == here.track.workflow
    tracks = (here.track,) if own else here.case.tracks_of(spec.workflow)
    return [key for track in tracks for (name, key), _ in track.facts.items() if name == spec.name]


# --------------------------------------------------------------------------- what was done


def _of_step(rules: Rulebook, before: Case | None, outcome: Accepted) -> Iterator[Breach]:
    """Yield what the accepted command may not do, or fails to lead to."""
    event = outcome.events[0]
    spec = spec_of(event.command)
    for workflow, track, safeguard in _carried(rules, outcome.case if before is None else before):
        if not isinstance(safeguard, Forbids | Leads) or spec_of(safeguard.command) is not spec:
            continue
        if workflow == spec.workflow and track.id != event.track:
            continue
        where = safeguard.where
        if before is None:
            spoken_of = where is ANYWHERE
        else:
            spoken_of = where.covers(Attempt(View(rules, before, event.at), track, event.by, event.command))
        if spoken_of and (isinstance(safeguard, Forbids) or not _leads(rules, safeguard.to, track, outcome)):
            yield Breach(safeguard, workflow, track.id, outcome.case, spec.name)


def _leads(rules: Rulebook, to: Where, track: Track, outcome: Accepted) -> bool:
    """Return whether the case after the decision is where it must be, seen from *track*."""
    after = outcome.case.track(track.id)
    return to.covers(Situation(View(rules, outcome.case, outcome.events[-1].at), after, outcome.events[0].by))


# --------------------------------------------------------------------------- what was agreed


def _of_contracts(rules: Rulebook, before: Case, outcome: Accepted) -> Iterator[Breach]:
    """Yield the contracts that a step of *outcome*, or a rule that fell, does not keep."""
    case = before
    for event in outcome.events:
        for track in (one for one in case.tracks if one.id == event.track and event.what in _STEPS):
            for safeguard in rules.workflow_of(track).safeguards:
                if isinstance(safeguard, Contract) and not _is_kept(rules, case, event, safeguard):
                    name = "" if event.command is None else spec_of(event.command).name
                    yield Breach(safeguard, track.workflow, track.id, outcome.case, name)
        case = fold(case, event)


_STEPS = frozenset({What.COMMAND, What.ENDED_BY_RULE})
"""What happens to a track by a step of its workflow."""


def _is_kept(rules: Rulebook, case: Case, event: Event, safeguard: Contract) -> bool:
    """Return whether what *event* did on *case* is as was agreed; what was set aside on authority is not asked for."""
    here: Attempt[Any] = Attempt(View(rules, case, event.at), case.track(event.track), event.by, event.command)

    def holds(guard: AnyGuard) -> bool:
        return not remaining(guard.reasons(here), case, here.law, event.at)

    return all(safeguard.is_kept(step, here.track.state, holds) for step in _step_taken(rules, here, holds))


def _step_taken(rules: Rulebook, here: Attempt[Any], holds: Callable[[AnyGuard], bool]) -> Iterator[Step]:
    """Yield the step that is taken *here*, where *holds* tells what holds or was set aside."""
    if here.command is None:
        falls = rules.workflow_of(here.track).falls[here.track.state]
        yield next(fall for fall, _ in falls if all(guard.holds(here) for guard in fall.once))
        return
    offer = rules.index.offered(here.track)[spec_of(here.command).name]
    rules_of = offer.admitting(here.actor, here.case, sided=takes_a_side(here.actor, here.case))
    able = [one.rule for one in rules_of if all(map(holds, (*one.rule.when, *one.rule.given)))]
    whole = (rule for rule in able if all(guard.holds(here) for guard in (*rule.when, *rule.given)))
    yield from [*whole, *able][:1]


# --------------------------------------------------------------------------- what could be done


def _tried(rules: Rulebook, case: Case, by: Actor, at: datetime) -> Iterator[Breach]:
    """Yield the rights that are denied, and what the smallest payload breaks."""
    for workflow, track, safeguard in _carried(rules, case):
        if isinstance(safeguard, Permits):
            for actor in _entitled(rules, case, safeguard.by, by):
                yield from _denied(rules, case, at, Breach(safeguard, workflow, track.id, case), actor)
        elif isinstance(safeguard, Forbids | Leads):
            yield from _broken_by_trying(rules, case, safeguard, by, at)


def _denied(rules: Rulebook, case: Case, at: datetime, breach: Breach, actor: Actor) -> Iterator[Breach]:
    """Yield *breach* with its reasons where *actor* is denied the right."""
    right = breach.safeguard
    track = case.track(breach.track)
    if not isinstance(right, Permits) or not right.where.covers(Situation(View(rules, case, at), track, actor)):
        return
    spec = spec_of(right.command)
    found = [one for one in rules.options(case, by=actor, at=at) if _is_for(one, spec, track)]
    if not any(one.verdict in MAY for one in found):
        reasons = tuple(reason for one in found for reason in one.reasons)
        yield attrs.evolve(breach, command=spec.name, reasons=reasons)


def _is_for(option: Option, spec: CommandSpec, track: Track) -> bool:
    """Return whether *option* is for the command, on *track* where the command is of its workflow."""
    return option.name == spec.name and (spec.workflow != track.workflow or option.track == track.id)


def _entitled(rules: Rulebook, case: Case, roles: tuple[str, ...], by: Actor) -> Iterator[Actor]:
    """Yield for each of *roles* those who have it: by holding it, by assignment, or by speaking for a party."""
    scheme = rules.scheme("roles")
    for role in roles:
        if "relative-assignment" in scheme[role].flags:
            yield from (Actor(holder) for holder in case.holders(role))
        elif "relative-party" in scheme[role].flags:
            spoken = (party for party in case.parties if scheme.is_a(party.role, role))
            yield from (Actor(by.id, speaks_for=party.id) for party in spoken)
        else:
            yield Actor(by.id, (role,))


def _broken_by_trying(
    rules: Rulebook, case: Case, safeguard: Forbids | Leads, by: Actor, at: datetime
) -> Iterator[Breach]:
    """Yield the breach of *safeguard*, if its command is accepted with the smallest payload."""
    spec = spec_of(safeguard.command)
    tracks = [track.id for track in case.tracks_of(spec.workflow) if not rules.is_over(track)]
    for track in tracks:
        command = smallest(rules, spec, case, by=by, at=at)
        outcome = rules.decide(case, command, by=by, at=at, track=track)
        if isinstance(outcome, Accepted):
            yield from (one for one in _of_step(rules, case, outcome) if one.safeguard is safeguard)


# --------------------------------------------------------------------------- private


def _carried(rules: Rulebook, case: Case) -> Iterator[tuple[str, Track, Safeguard]]:
    """Yield every safeguard of every track of *case* that was not ended by another, with its workflow's name."""
    for track in case.tracks:
        if not track.ended:
            for safeguard in rules.workflow_of(track).safeguards:
                yield track.workflow, track, safeguard
