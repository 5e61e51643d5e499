"""Random lives of cases: walks through a rulebook that try what is offered and much that is not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import attrs
from hypothesis import settings
from hypothesis import strategies as st

from community_policing.cases import Actor, Case, Event, Party
from community_policing.taxonomy import CaseCategory
from community_policing.workflows import (
    Accepted,
    AdoptCase,
    FieldSpec,
    Kind,
    OpenCase,
    Option,
    Refused,
    Rulebook,
    Verdict,
)
from community_policing.workflows._standard import standard_rulebook

BEGIN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SKILLS = ("child-interviewing", "trauma-informed-interviewing")
STAFF = (
    Actor("o-1", ("intake-officer", "community-police-member", "duty-officer"), unit="u-1"),
    Actor("o-2", ("intake-officer", "digital-evidence-officer"), unit="u-1"),
    Actor("s-1", ("supervisor",), unit="u-1"),
    Actor("s-2", ("supervisor",), unit="u-2"),
    Actor("x-1", ("independent-reviewer",), unit="u-9"),
    Actor("d-1", ("data-protection-officer",)),
    Actor("n-1", ("psychosocial-specialist",)),
    Actor("m-1", ("community-police-member",)),
    Actor("m-2", ("community-police-member",)),
    Actor("clock", ("system",)),
)
STRANGER = Actor("nobody")
GOOD = ("nothing-found", "given", "safe", "free", "agrees", "has-capacity", "met", "wants", "low", "standard", "adult")
"""Concepts that tend to let things go on, so that walks get far."""

LIKELY = 0.85

LONG_LIVES = settings(max_examples=max(30, settings.default.max_examples // 5))
"""For a law over lives under the standard rulebook, of which each takes long."""


@attrs.frozen
class Move:
    """One thing that was tried: on which case, what, by whom, when, and what the rules said."""

    case: Case
    command: Any
    by: Actor
    at: datetime
    track: str | None
    outcome: Accepted | Refused


@attrs.frozen(repr=False)
class Life:
    """A case with its whole history, and everything that was tried on the way; shown by what makes it again."""

    rules: Rulebook
    events: tuple[Event, ...]
    moves: tuple[Move, ...]
    case: Case
    seed: int
    steps: int

    def __repr__(self) -> str:
        """Return the call that lives it again, and where it ends."""
        return f"live(rules, {self.seed}, {self.steps}) → {self.case!r}"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001  Hypothesis asks it so
        """Print it as it is shown; Hypothesis would print every field."""
        del cycle
        printer.text(repr(self))

    @property
    def accepted(self) -> tuple[Move, ...]:
        """Return the moves that were accepted."""
        return tuple(move for move in self.moves if isinstance(move.outcome, Accepted))

    @property
    def refused(self) -> tuple[Move, ...]:
        """Return the moves that were refused."""
        return tuple(move for move in self.moves if isinstance(move.outcome, Refused))


def lives(rules: Rulebook | None = None, *, steps: int = 40) -> st.SearchStrategy[Life]:
    """
    Return random lives of cases under *rules*, the standard ones unless others are given.

    A life is worked out from a seed and a number of steps: the same seed with fewer steps is the beginning of the
    same life, so a failure shrinks to the shortest beginning that shows it.
    """
    return st.builds(
        lambda seed, length: live(rules or standard_rulebook(), seed, length), SEEDS, st.integers(1, steps)
    )


SEEDS = st.integers(0, 2**20)


def live(rules: Rulebook, seed: int, steps: int) -> Life:
    """Return the life of *seed*, *steps* moves long."""
    chance = random.Random(seed)  # noqa: S311  the same seed gives the same life
    opening = _begun(rules, chance)
    case, events, moves = opening.case, opening.events, []
    at = case.at or BEGIN
    for _ in range(steps):
        if len(moves) >= steps:
            break
        at += chance.choice(
            (timedelta(), timedelta(minutes=7), timedelta(hours=5), timedelta(days=2), timedelta(days=16))
        )
        for move in _tries(rules, case, at, chance):
            moves.append(move)
            if isinstance(move.outcome, Accepted):
                case, events = move.outcome.case, events + move.outcome.events
                at = case.at or at
                break
    return Life(rules, events, tuple(moves), case, seed, steps)


def cast(case: Case) -> tuple[Actor, ...]:
    """Return who may act on *case*: the staff, whoever was assigned, and somebody who speaks for each party."""
    known = {actor.id for actor in STAFF}
    assigned = (Actor(held.actor) for held in case.assignments if held.actor not in known)
    speaking = (Actor("o-1", ("intake-officer",), speaks_for=party.id) for party in case.parties)
    return (*STAFF, *assigned, *speaking, STRANGER)


def payload(rules: Rulebook, case: Case, command: type, at: datetime, chance: random.Random) -> Any:
    """Return a random *command*, with values that could well be accepted."""
    return command(**_fields(rules, case, command.__command__.fields, at, chance))


# --------------------------------------------------------------------------- private


def _begun(rules: Rulebook, chance: random.Random) -> Accepted:
    """Return a random case: opened here, or taken over somewhere in the middle of its tracks."""
    categories = _matters(rules, chance)
    number = chance.choice((1, 2, 2, 3))
    parties = tuple(Party(f"p{one}", chance.choice(ROLES), age_band=_age(chance)) for one in range(1, number + 1))
    begin = {"categories": categories, "parties": parties, "at": BEGIN}
    if chance.random() < 0.4:
        return rules.open_case("c-1", **begin, by=STAFF[0]).expect()
    tracks = _tracks(rules, chance)
    told = Case("c-1", 0, BEGIN, parties=parties)
    facts = tuple(payload(rules, told, command, BEGIN, chance) for command in _vouched(rules, tracks, chance))
    return rules.adopt_case("c-1", tracks=tracks, facts=facts, **begin, by=STAFF[2]).expect()


ROLES = ("complainant", "respondent", "victim", "witness", "disputing-party", "affected-child")


def _matters(rules: Rulebook, chance: random.Random) -> tuple[str, ...]:
    """Return one or two categories, often one that may be mediated."""
    first = ("neighbour-dispute",) if chance.random() < 0.4 else (chance.choice(_categories(rules)),)
    return first if chance.random() < 0.7 else (*first, chance.choice(_categories(rules)))


def _tracks(rules: Rulebook, chance: random.Random) -> dict[str, str]:
    """Return some workflows, each with a state its track stands in, seldom a final one."""
    found = {}
    for workflow in rules.workflows:
        if workflow.per is None and workflow.name != "record" and chance.random() < 0.6:
            going_on = [state.name for state in workflow.states if not state.final]
            every = [state.name for state in workflow.states]
            found[workflow.name] = chance.choice(going_on if chance.random() < 0.9 else every)
    return found


def _vouched(rules: Rulebook, tracks: dict[str, str], chance: random.Random) -> Iterator[type]:
    """Yield commands that the other system vouches for."""
    for name in ("record", *tracks):
        known = [spec.cls for spec in rules.workflow(name).commands if spec.cls not in {OpenCase, AdoptCase}]
        yield from chance.choices(known, k=chance.choice((0, 6, 12)) if known else 0)


@cache
def _categories(rules: Rulebook) -> tuple[str, ...]:
    """Return the categories that a case may have."""
    scheme = rules.scheme("case-categories")
    return tuple(one.id for one in scheme if isinstance(one, CaseCategory) and one.policy is not None)


def _age(chance: random.Random) -> str:
    """Return an age band, mostly an adult's."""
    return "adult" if chance.random() < LIKELY else chance.choice(("adolescent", "unknown-age", "boy-or-girl"))


def _tries(rules: Rulebook, case: Case, at: datetime, chance: random.Random) -> Iterator[Move]:
    """Yield what is tried now: one command by one actor, a few times over with other values while it is refused."""
    by, option = _choice(rules, case, at, chance)
    if option is None:
        return
    for _ in range(5):
        command = payload(rules, case, option.command, at, chance)
        yield Move(case, command, by, at, option.track, rules.decide(case, command, by=by, at=at, track=option.track))
        if option.verdict is not Verdict.NEEDS_INPUT:
            break


def _choice(rules: Rulebook, case: Case, at: datetime, chance: random.Random) -> tuple[Actor, Option | None]:
    """Return somebody and an option of his; an open one, on whatever track, as often as not."""
    for by in chance.sample(cast(case), 4):
        options = rules.options(case, by=by, at=at)
        open_ = [one for one in options if one.verdict in {Verdict.PERMITTED, Verdict.NEEDS_INPUT}]
        if open_ and chance.random() < LIKELY:
            going_on = [one for one in open_ if not _ends(rules, case, one)]
            usable = going_on if going_on and chance.random() < LIKELY else open_
            track = chance.choice(sorted({one.track for one in usable}))
            return by, chance.choice([one for one in usable if one.track == track])
    return (by, chance.choice(options)) if options else (by, None)


def _ends(rules: Rulebook, case: Case, option: Option) -> bool:
    """Return whether the command of *option* can only end its track."""
    track = case.track(option.track)
    workflow = rules.workflow_of(track)
    ways = workflow.machine.event(option.name).candidates(track.state)
    return all(way.dest is not None and workflow.state(way.dest).final for way in ways)


def _fields(
    rules: Rulebook, case: Case, specs: tuple[FieldSpec, ...], at: datetime, chance: random.Random
) -> dict[str, Any]:
    """Return a value for each field that is required, and for most of the others."""
    return {
        spec.name: _value(rules, case, spec, at, chance) for spec in specs if spec.required or chance.random() < 0.7
    }


def _value(rules: Rulebook, case: Case, spec: FieldSpec, at: datetime, chance: random.Random) -> Any:
    """Return a value for *spec*; a list of parts often has one for each party."""
    if not spec.many:
        return _one(rules, case, spec, at, chance)
    if spec.names("party") and chance.random() < LIKELY:
        if spec.kind is Kind.ID:
            return tuple(party.id for party in case.parties)
        return tuple(_part(rules, case, spec, at, chance, party=party.id) for party in case.parties)
    return tuple(_one(rules, case, spec, at, chance) for _ in range(chance.choice((0, 1, 1, 2))))


def _one(rules: Rulebook, case: Case, spec: FieldSpec, at: datetime, chance: random.Random) -> Any:
    """Return one value for *spec*."""
    if spec.kind is Kind.PART:
        return _part(rules, case, spec, at, chance)
    if spec.kind is Kind.TERM:
        return _term(rules, str(spec.scheme), chance)
    if spec.kind is Kind.ID:
        return _id(rules, case, str(spec.of), chance)
    plain = {
        Kind.BOOL: lambda: chance.random() < 0.7,
        Kind.INT: lambda: chance.randrange(5),
        Kind.DATE: lambda: at.date() + timedelta(days=chance.choice((-30, -1, 0, 1, 3, 14, 60))),
        Kind.MOMENT: lambda: at + timedelta(hours=chance.choice((-100, -25, -2, -1, -1, 0, 1, 30))),
        Kind.ENUM: lambda: chance.choice(tuple(spec.type or ())),
    }
    return plain[spec.kind]()


def _part(rules: Rulebook, case: Case, spec: FieldSpec, at: datetime, chance: random.Random, **fixed: str) -> Any:
    """Return a part; a whole party is a new one."""
    if spec.type is Party:
        return Party(f"q{chance.randrange(10**9)}", chance.choice(("witness", "victim")), age_band=_age(chance))
    names = {part.name for part in spec.parts}
    return spec.type(
        **{**_fields(rules, case, spec.parts, at, chance), **{k: v for k, v in fixed.items() if k in names}}
    )


def _term(rules: Rulebook, scheme: str, chance: random.Random) -> str:
    """Return a concept of *scheme*, often one that lets things go on."""
    if scheme == "case-categories":
        return chance.choice(_categories(rules))
    concepts = [one.id for one in rules.scheme(scheme)]
    good = [one for one in concepts if one in GOOD]
    return chance.choice(good if good and chance.random() < LIKELY else concepts)


def _id(rules: Rulebook, case: Case, of: str, chance: random.Random) -> str:
    """Return the id of something of the kind *of*; a case that has begun is also asked about a stranger."""
    if of == "party":
        strangers = ["p9"] if case.seq else []
        return chance.choice([party.id for party in case.parties] * 9 + strangers)
    if of == "actor":
        return chance.choice([actor.id for actor in STAFF] + [held.actor for held in case.assignments])
    if of == "workflow":
        return chance.choice([one.name for one in rules.workflows if one.name != "record"])
    known = {"unit": ("u-1", "u-2"), "case": ("c-2", "c-3"), "guard": ("risk-not-assessed", "too-early")}
    return chance.choice(known.get(of, (f"{of}:1", f"{of}:2")))
