"""
Moves worth trying on a case, and a bounded search through the cases that they lead to.

Nothing here is drawn by chance. A payload is varied in the few ways that rules can tell apart: each bool both ways,
each member of an enum, a few concepts, each party, what is optional there and not there; and time is let pass as far
as the limits of a state make a difference.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice, product
from math import prod
from typing import Any

import attrs

from community_policing.cases import Actor, Case, Party, Track
from community_policing.taxonomy import Concept
from community_policing.testing._cast import STRANGER, cast_of, holds
from community_policing.testing._hints import spoken_of
from community_policing.testing._story import Move, Story, going_on
from community_policing.testing._values import Names, members, names_of, usable
from community_policing.workflows import Accepted, CommandSpec, FieldSpec, Kind, Refused, Rulebook, Situation
from community_policing.workflows._situation import View

PAYLOADS = 32
"""How many payloads of one command are tried on one case, at most."""

CONCEPTS = 4
"""How many concepts of a scheme are tried, beside one of each kind of flag and those that guards speak of."""

HINTS = 8
"""How many of those that guards speak of are tried, at most."""

PAUSES = (timedelta(days=1), timedelta(days=15))
"""How long is waited before a move, beside not at all and as long as the state asks for."""


@attrs.frozen
class Found:
    """
    A move at the end of a story, and what the rules say to it.

    Attributes:
        story: The shortest story found that comes there.
        move: What is tried.
        outcome: What the rules say.
    """

    story: Story
    move: Move
    outcome: Accepted | Refused


def explored(
    opening: Story, *, workflows: tuple[str, ...], cases: int, tries: int, pauses: tuple[timedelta, ...] = PAUSES
) -> Iterator[Found]:
    """
    Yield each thing that can happen on the tracks of *workflows*, once, at the end of the shortest story found.

    Two things are the same when they begin at the same states with the same command, and the same step is taken, or
    the same kind of reason stands in the way.

    Args:
        opening: Where to begin.
        workflows: The workflows whose commands are given.
        cases: From how many different cases to go on, at most, that are in the same states.
        tries: How many moves to try, at most.
        pauses: How long to wait before a move, beside not at all.
    """
    queue, known = deque([opening]), _Known(opening)
    rest = tries
    while queue and rest > 0:
        story = queue.popleft()
        for move in islice(moves_on(story, workflows, pauses), rest):
            rest -= 1
            outcome = move.answer(story.rules, story.case)
            if outcome is not None and known.is_new(story, move, outcome):
                yield Found(story, move, outcome)
            if isinstance(outcome, Accepted) and known.is_elsewhere(outcome.case, cases):
                queue.append(going_on(story, (move,)))


def moves_on(story: Story, workflows: tuple[str, ...], pauses: tuple[timedelta, ...] = PAUSES) -> Iterator[Move]:
    """Yield the moves worth trying on the tracks of *workflows*, offered or not, each by somebody who may."""
    rules, case = story.rules, begun(story)
    for track in (one for name in workflows for one in case.tracks_of(name)):
        workflow = rules.workflow_of(track)
        ways = {} if rules.is_over(track) else dict(workflow.offers(track.state))
        for spec, candidates in ways.items():
            roles = tuple(dict.fromkeys(role for way in candidates for role in way.rule.by))
            yield from _offered(rules, case, track, spec, roles=roles, pauses=pauses)
        for spec in workflow.commands:
            if spec not in ways:
                roles = tuple(role for step in workflow.transitions if step.command is spec for role in step.by)
                yield from _out_of_place(rules, case, track, spec, roles)


def menu(names: Names, spec: CommandSpec, at: datetime, limit: int = PAYLOADS) -> Iterator[Any]:
    """Yield at most *limit* payloads of *spec*: every combination where these are few, else one thing varied a time."""
    for values in islice(_combined([_choices(names, one, at) for one in spec.fields], limit), limit):
        yield spec.cls(**dict(zip((one.name for one in spec.fields), values, strict=True)))


# --------------------------------------------------------------------------- what is known already


class _Known:
    """What was seen in a search: things that happened, and cases that were come to."""

    def __init__(self, opening: Story) -> None:
        """Know the beginning."""
        self.rules = opening.rules
        self.happened: set[tuple[object, ...]] = set()
        self.cases: dict[object, set[object]] = {}
        self.is_elsewhere(begun(opening), 1)

    def is_new(self, story: Story, move: Move, outcome: Accepted | Refused) -> bool:
        """Return whether this did not happen before, and know it from now on."""
        here = (_states(begun(story)), move.track, type(move.command))
        found = {(*here, each) for each in _kinds(outcome)} - self.happened
        self.happened |= found
        return bool(found)

    def is_elsewhere(self, case: Case, most: int) -> bool:
        """Return whether no such case was come to before, and fewer than *most* in its states; know it from now on."""
        known = self.cases.setdefault(_states(case), set())
        before = len(known)
        if before < most:
            known.add(_shape(self.rules, case))
        return len(known) > before


def _kinds(outcome: Accepted | Refused) -> Iterator[object]:
    """Yield what tells *outcome* from others: the steps and changes it brings, or each reason's code."""
    if isinstance(outcome, Refused):
        yield from ((outcome.verdict, reason.code) for reason in outcome.reasons)
    else:
        yield tuple(
            (event.track, event.what, event.source, event.dest, tuple(type(change) for change in event.changes))
            for event in outcome.events
        )


def _states(case: Case) -> tuple[tuple[str, str, bool], ...]:
    """Return the states of the tracks of *case*."""
    return tuple((track.id, track.state, track.ended) for track in case.tracks)


def _shape(rules: Rulebook, case: Case) -> tuple[object, ...]:
    """Return what rules can tell of *case* beside its states: what was told, and what stands in the way."""
    told = tuple(frozenset((key, min(fact.count, 2)) for key, fact in track.facts.items()) for track in case.tracks)
    shared = (
        case.categories,
        case.factors,
        case.risk,
        case.confidentiality,
        case.assignments,
        case.marks,
        case.outcome,
    )
    return told, shared, frozenset(_prospects(rules, case))


def _prospects(rules: Rulebook, case: Case) -> Iterator[tuple[object, ...]]:
    """Yield what stands in the way of each step that the tracks of *case* offer, whatever the fields."""
    view = View(rules, case, now_of(case))
    for track in case.tracks:
        here = Situation(view, track, STRANGER)
        offers = () if rules.is_over(track) else rules.workflow_of(track).offers(track.state)
        for place, guard in enumerate(guard for _, ways in offers for way in ways for guard in way.rule.when):
            yield track.id, place, guard.reasons(here)


# --------------------------------------------------------------------------- what to try


def _offered(
    rules: Rulebook,
    case: Case,
    track: Track,
    spec: CommandSpec,
    *,
    roles: tuple[str, ...],
    pauses: tuple[timedelta, ...],
) -> Iterator[Move]:
    """Yield the moves with the command of *spec* on *track*, which offers it; one of a stranger last."""
    names, now = names_of(rules, case), now_of(case)
    for by in _entitled(rules, case, roles):
        own = attrs.evolve(names, actors=tuple(dict.fromkeys((by.id, *names.actors))))
        for command in menu(own, spec, now):
            yield Move(command, by, now, track.id)
        for at in _later(rules, case, track, pauses):
            yield from (Move(command, by, at, track.id) for command in menu(own, spec, at, 1))
    yield from (Move(command, STRANGER, now, track.id) for command in menu(names, spec, now, 1))


def _out_of_place(
    rules: Rulebook, case: Case, track: Track, spec: CommandSpec, roles: tuple[str, ...]
) -> Iterator[Move]:
    """Yield a move with the command of *spec* on *track*, which does not offer it, by somebody who may elsewhere."""
    now = now_of(case)
    by = next(iter(_entitled(rules, case, roles)), STRANGER)
    yield from (Move(command, by, now, track.id) for command in menu(names_of(rules, case), spec, now, 1))


def _entitled(rules: Rulebook, case: Case, roles: Iterable[str]) -> tuple[Actor, ...]:
    """Return for each of *roles* the first who holds it and, for another, the second."""
    cast = cast_of(rules, case)
    found = (islice((one for one in cast if holds(rules, one, case, role=role)), 2) for role in roles)
    return tuple(dict.fromkeys(actor for some in found for actor in some))


def _later(rules: Rulebook, case: Case, track: Track, pauses: tuple[timedelta, ...]) -> tuple[datetime, ...]:
    """Return the moments at which it may make a difference to have waited."""
    now, state, due = now_of(case), rules.state_of(track), rules.due_at(case, track)
    least = () if state.at_least is None else (track.since + state.at_least,)
    moments = (*(now + pause for pause in pauses), *least, *(() if due is None else (due,)))
    return tuple(dict.fromkeys(moment for moment in moments if moment > now))


def _combined(choices: list[tuple[Any, ...]], limit: int) -> Iterator[tuple[Any, ...]]:
    """Yield one value of each of *choices*: all combinations where there are at most *limit*."""
    if prod(map(len, choices)) <= limit:
        yield from product(*choices)
        return
    plain = tuple(each[0] for each in choices)
    yield plain
    for depth in range(1, max(map(len, choices))):
        for index, each in enumerate(choices):
            if depth < len(each):
                yield (*plain[:index], each[depth], *plain[index + 1 :])


def _choices(names: Names, spec: FieldSpec, at: datetime) -> tuple[Any, ...]:
    """Return a few values for *spec*, the one that is likeliest to be accepted first."""
    ones = _ones(names, spec, at)
    if not spec.many:
        return (*ones, None) if spec.nullable else ones
    lists: tuple[Any, ...] = (*((one,) for one in ones), ())
    if spec.kind is Kind.ID and spec.of == "party":
        lists = (names.parties, *lists)
    elif spec.kind is Kind.PART and spec.names("party"):
        lists = (*_for_every_party(names, spec, at), *lists)
    return tuple(dict.fromkeys((*lists, None) if spec.nullable else lists))


def _ones(names: Names, spec: FieldSpec, at: datetime) -> tuple[Any, ...]:
    """Return a few single values for *spec*."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    if spec.kind is Kind.TERM:
        return _concepts(usable(names.rules.scheme(str(spec.scheme))), spoken_of(names.rules))
    if spec.kind is Kind.ID:
        return names.of(str(spec.of))[: max(3, len(names.parties))]
    if spec.kind is Kind.PART:
        return _parts(names, spec, at)
    if spec.kind is Kind.ENUM:
        return members(spec)
    days: tuple[date, ...] = (at.date(), at.date() + 30 * day, at.date() - day)
    return {Kind.BOOL: (True, False), Kind.INT: (1, 0, 3), Kind.DATE: days, Kind.MOMENT: (at, at - hour, at - 3 * day)}[
        spec.kind
    ]


def _concepts(concepts: tuple[Concept, ...], hints: frozenset[str]) -> tuple[str, ...]:
    """Return the first concept of each kind of flag, those that guards speak of, and some of the others."""
    flagged = {one.flags: one.id for one in reversed(concepts)}
    spoken = [one.id for one in concepts if one.id in hints][:HINTS]
    return tuple(dict.fromkeys((concepts[0].id, *flagged.values(), *spoken, *(one.id for one in concepts[:CONCEPTS]))))


def _parts(names: Names, spec: FieldSpec, at: datetime) -> tuple[Any, ...]:
    """Return a few parts; of a whole party a new one."""
    if spec.type is Party:
        return (Party("q1", "witness", age_band="adult"), Party("q2", "witness"))
    choices = [_choices(names, part, at) for part in spec.parts]
    fields = (dict(zip((part.name for part in spec.parts), values, strict=True)) for values in _combined(choices, 8))
    return tuple(islice(((spec.type or dict)(**one) for one in fields), 8))


def _for_every_party(names: Names, spec: FieldSpec, at: datetime) -> Iterator[tuple[Any, ...]]:
    """Yield tuples with a part for each party, all of them alike but for who is meant."""
    alone = [_parts(attrs.evolve(names, parties=(one,)), spec, at) for one in names.parties]
    yield from zip(*alone, strict=False)


# --------------------------------------------------------------------------- asking


def now_of(case: Case) -> datetime:
    """Return when the last event of *case*, which has begun, happened."""
    assert case.at is not None
    return case.at


def begun(story: Story) -> Case:
    """Return the case of *story*, which has begun."""
    assert story.case is not None
    return story.case
