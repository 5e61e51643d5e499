"""A small village to test rules in: a record, a walk and a visit, with one of everything a workflow may hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum

import attrs
from attrs import frozen

from community_policing.cases import Actor, Facts, Party
from community_policing.taxonomy import Risk, standard_profile, standard_rules, standard_schemes
from community_policing.workflows import (
    ActorId,
    AddsFactor,
    AddsParties,
    AdoptCase,
    AssessesRisk,
    Attempt,
    Factor,
    Marks,
    OpenCase,
    PartyId,
    Reason,
    Ref,
    Refused,
    Rulebook,
    SetsCategories,
    Situation,
    State,
    Workflow,
    WorkflowId,
    by_risk,
    command,
    days,
    every_live_state,
    guard,
    hours,
    in_state,
    never,
    permits,
)
from community_policing.workflows._adoption import as_told

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("o-1", ("intake-officer",))
CHIEF = Actor("o-2", ("supervisor",))
CLOCK = Actor("clock", ("system",))
STRANGER = Actor("o-9")
PARTIES = (Party("p1", "complainant", age_band="adult"), Party("p2", "respondent", age_band="adult"))


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


# --------------------------------------------------------------------------- record


@command("record.find-factor")
class FindFactor:
    """Note an aggravating factor."""

    factor: Factor
    party: PartyId | None = None


@command("record.weigh-risk")
class WeighRisk:
    """Assess the risk."""

    risk: Risk


@command("record.add-party")
class AddParty:
    """Add a party."""

    person: Party


@command("record.note")
class Note:
    """Note something for every track to read."""

    note: Ref


@command("record.rest")
class Rest:
    """Close the case."""


@command("record.wake")
class Wake:
    """Open the case again."""


@command("record.store")
class Store:
    """Put the case away for ever."""


unopened, open_ = State("unopened", initial=True), State("open")
resting, stored = State("resting", resting=True), State("stored", final=True)


def record(*opens: object) -> Workflow:
    """Return a record whose first command opens the tracks *opens*."""
    first = {"by": ("intake-officer", "supervisor"), "then": (SetsCategories("categories"), AddsParties("parties"))}
    return Workflow(
        "record",
        frames=True,
        transitions=(
            unopened.to(open_, on=OpenCase, opens=opens, **first),
            unopened.to(open_, on=AdoptCase, **first),
            open_.stay(
                on=FindFactor, by=("intake-officer", "party-roles"), then=(AddsFactor(field="factor", party="party"),)
            ),
            open_.stay(on=WeighRisk, by=("intake-officer",), then=(AssessesRisk("risk"),)),
            open_.stay(on=AddParty, by=("intake-officer",), then=(AddsParties("person"),)),
            open_.stay(on=Note, by=("intake-officer",)),
            open_.to(resting, on=Rest, by=("intake-officer",)),
            resting.to(open_, on=Wake, by=("intake-officer",)),
            open_.to(stored, on=Store, by=("supervisor",)),
        ),
    )


@guard("case-not-open")
def case_is_open(s: Situation) -> bool:
    """The case itself is open."""
    return s.state_of("record") == "open"


# --------------------------------------------------------------------------- walk


class Weather(Enum):
    """What it is like outside."""

    DRY = "dry"
    WET = "wet"


@frozen
class Stop:
    """A place on the way."""

    who: PartyId
    calm: bool


@command("walk.set-out")
class SetOut:
    """Set out on the walk with a leader."""

    leader: ActorId
    companion: ActorId | None = None


@command("walk.say", key="party", decided_by="party")
class Say:
    """Note what a party said."""

    party: PartyId
    calm: bool
    said: Ref | None = None


@command("walk.plan")
class Plan:
    """Plan the way; the richest form there is."""

    stops: tuple[Stop, ...]
    weather: Weather
    day: date
    after: datetime | None = None
    times: int = 1
    notes: tuple[Ref, ...] = ()


@command("walk.choose")
class Choose:
    """Choose what to open next."""

    routes: tuple[WorkflowId, ...]
    party: PartyId | None = None


@command("walk.pause")
class Pause:
    """Stop for a while."""


@command("walk.go-on")
class GoOn:
    """Go on after a pause."""


@command("walk.finish")
class Finish:
    """Finish the walk."""


@command("walk.give-up")
class GiveUp:
    """Give the walk up, whatever is the matter."""


@guard("weapon-about", otherwise="no-weapon-about")
def area_is_safe(s: Situation) -> bool:
    """Nobody is armed."""
    return not s.has_factor("weapon")


@guard("leader-is-actor")
def leader_is_another(a: Attempt[SetOut]) -> bool:
    """Nobody names himself the leader."""
    return a.command.leader != a.actor.id


@guard("companion-missing", params=("leader",), audience=("supervisor",))
def leader_has_company(a: Attempt[SetOut]) -> Iterator[Reason]:
    """Nobody walks alone."""
    if a.command.companion is None:
        yield Reason("companion-missing", leader=a.command.leader)


@guard("party-not-heard", params=("party",), otherwise="every-party-heard")
def every_party_was_heard(s: Situation) -> Iterator[Reason]:
    """Every party said something calmly."""
    for party in s.parties:
        told = s.last(Say, party=party.id)
        if told is None or not told.calm:
            yield Reason("party-not-heard", party=party.id)


missed = State("missed", final=True)
waiting = State(
    "waiting",
    initial=True,
    within=by_risk(imminent=hours(1), high=hours(4), otherwise=days(1)),
    lapses_to=missed,
)
walking = State("walking", at_least=hours(1), within=days(2), entry=True)
paused, done = State("paused", resting=True), State("done", final=True)
barred, given_up = State("barred", final=True), State("given-up", final=True)

UNARMED = never(
    in_state(walking) & ~area_is_safe,
    id="walk-unarmed",
    en="Nobody walks into arms.",
    ar="لا دورية وسط السلاح",
    basis="t",
)
MAY_STOP = permits(
    GiveUp,
    in_state(walking),
    by=("intake-officer",),
    id="walk-stop",
    en="One may stop.",
    ar="التوقف جائز",
    basis="test",
)

WALK = Workflow(
    "walk",
    transitions=(
        waiting.to(
            walking,
            on=SetOut,
            by=("intake-officer",),
            when=(area_is_safe,),
            given=(leader_is_another, leader_has_company),
            assigns={"mediator": "leader"},
            effects=("tell-the-post", "light-the-lamp"),
            then=(Marks("walked"),),
        ),
        walking.stay(on=Say, by=("intake-officer", "party-roles")),
        walking.stay(on=Plan, by=("mediator",)),
        walking.to(paused, on=Pause, by=("intake-officer",)),
        paused.to(walking, on=GoOn, by=("intake-officer",)),
        walking.to(done, on=Finish, by=("mediator",), when=(every_party_was_heard,), settles=True),
        every_live_state().to(given_up, on=GiveUp, by=("intake-officer",)),
        every_live_state().falls_to(barred, once=(~area_is_safe,), effects=("call-help",)),
    ),
    safeguards=(UNARMED, MAY_STOP),
)

# --------------------------------------------------------------------------- visit, once per party


@command("visit.knock")
class Knock:
    """Knock at a party's door."""

    party: PartyId


@command("visit.leave")
class Leave:
    """Leave."""


outside, inside, left = State("outside", initial=True), State("inside"), State("left", final=True)

VISIT = Workflow(
    "visit",
    per="party",
    transitions=(
        outside.to(inside, on=Knock, by=("intake-officer",)),
        inside.to(left, on=Leave, by=("intake-officer",)),
    ),
)


# --------------------------------------------------------------------------- rulebooks and cases


def rulebook(*workflows: Workflow, profile: str = "international-default", **more: object) -> Rulebook:
    """Return a rulebook of *workflows* over the standard vocabulary, with a record unless one is given."""
    if not any(one.name == "record" for one in workflows):
        workflows = (record(*(one.name for one in workflows if one.per is None)), *workflows)
    return Rulebook(standard_schemes(), workflows, standard_profile(profile), standard_rules(), **more)


def opened(rules: Rulebook, *, categories=("neighbour-dispute",), parties=PARTIES, by=OFFICER, at=NOW):
    """Return a case that was just opened under *rules*."""
    return rules.open_case("c-1", categories=categories, parties=parties, by=by, at=at).expect().case


RULES = rulebook(WALK)


def as_it_stands(rules, case_id, *, tracks, facts=(), categories=("other-uncategorised",), parties=(), by, at):
    """Adopt a case in any state, also one that the rules would end at once: for the tests of a single step."""
    told = {"tracks": tracks, "facts": tuple(facts), "categories": tuple(categories), "parties": tuple(parties)}
    outcome = as_told(rules, rules._blank(case_id, at), **told, by=by, at=at)
    if isinstance(outcome, Refused):
        return outcome
    tracks = tuple(attrs.evolve(track, facts=_accepted_here(track.facts)) for track in outcome.case.tracks)
    return attrs.evolve(outcome, case=attrs.evolve(outcome.case, tracks=tracks))


def _accepted_here(facts):
    """Return *facts* as if each had been accepted here, just now, instead of adopted."""
    return Facts({place: attrs.evolve(fact, count=1) for place, fact in facts.items()})
