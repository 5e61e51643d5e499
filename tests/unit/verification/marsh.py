"""A patrol on a marsh to prove things of: a field of every kind, and a question of every kind in its guards."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from attrs import evolve, frozen

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS, CHILD, verify
from community_policing.workflows import (
    ActorId,
    Attempt,
    Channel,
    Marks,
    PartyId,
    Ref,
    Situation,
    State,
    Unmarks,
    Workflow,
    command,
    days,
    every_live_state,
    guard,
    hours,
)

BY = ("intake-officer",)
EVERYBODY = ("intake-officer", "party-roles")


class Water(Enum):
    """How high the water stands."""

    LOW = "low"
    HIGH = "high"


@frozen
class Landing:
    """Where a party lands."""

    who: PartyId
    dry: bool


@command("marsh.report")
class Report:
    """Report what was seen on the marsh."""

    channel: Channel
    urgent: bool
    water: Water
    boat: ActorId
    note: Ref | None = None


@command("marsh.look")
class Look:
    """Look at the place."""

    landings: tuple[Landing, ...]
    until: datetime
    back: date | None = None


@command("marsh.hear", key="party", decided_by="party")
class Hear:
    """Hear a party."""

    party: PartyId
    calm: bool


@command("marsh.count-boats")
class CountBoats:
    """Count the boats."""

    boats: int


@command("marsh.flag")
class Flag:
    """Raise the flag."""


@command("marsh.lower")
class Lower:
    """Lower the flag."""


@command("marsh.rest")
class Rest:
    """Rest a while."""


@command("marsh.go-on")
class GoOn:
    """Go on after a rest."""


@command("marsh.finish")
class Finish:
    """Come back from the marsh."""


@command("ferry.cross")
class Cross:
    """Cross the water."""


@guard("marsh-armed", otherwise="marsh-not-armed")
def unarmed(s: Situation) -> bool:
    """No weapon is about."""
    return not s.has_factor("weapon")


@guard("marsh-by-other-channel")
def by_hotline(a: Attempt[Report]) -> bool:
    """It was told by the hotline, or it is not urgent."""
    return not a.command.urgent or a.is_under("channels", a.command.channel, "hotline")


@guard("marsh-water-high")
def water_is_low(s: Situation) -> bool:
    """The water stood low when it was reported."""
    told = s.last(Report)
    return told is not None and told.water is Water.LOW


@guard("marsh-boat-own")
def boat_is_anothers(a: Attempt[Report]) -> bool:
    """Nobody rows himself."""
    return a.command.boat != a.actor.id


@guard("marsh-landing-wet")
def lands_dry(a: Attempt[Look]) -> bool:
    """Every party lands on dry ground."""
    return all(landing.dry for landing in a.command.landings)


@guard("marsh-too-late")
def there_is_time(a: Attempt[Look]) -> bool:
    """The look ends later, and before the day on which one is back."""
    return not a.has_passed(a.command.until) and (a.command.back is None or not a.has_passed(a.command.back))


@guard("marsh-party-not-heard", otherwise="marsh-party-heard")
def heard(s: Situation) -> bool:
    """Every party was heard and was calm."""
    told = [s.last(Hear, party=party.id) for party in s.parties]
    return all(one is not None and one.calm for one in told)


@guard("marsh-flag-down")
def flag_is_up(s: Situation) -> bool:
    """The flag was raised after it was lowered."""
    return s.follows(Flag, Lower)


@guard("marsh-flag-old")
def flag_is_new(s: Situation) -> bool:
    """The flag was raised not long ago."""
    return s.recent(days(1), Flag)


@guard("marsh-once-only")
def looked_once(s: Situation) -> bool:
    """Boats were counted not more than twice."""
    return s.count(CountBoats) < 2


@guard("marsh-rest-short")
def rested(s: Situation) -> bool:
    """The rest lasted a while."""
    return s.elapsed(hours(2))


@guard("marsh-not-marked", otherwise="marsh-marked")
def is_marked(s: Situation) -> bool:
    """The mark of the marsh stands."""
    return s.is_marked("marsh-seen")


@guard("marsh-no-ferry")
def ferry_goes(s: Situation) -> bool:
    """The ferry is under way."""
    return s.is_live("ferry")


near, far = State("near", initial=True), State("far", final=True)
FERRY = Workflow("ferry", (near.to(far, on=Cross, by=BY),))

lost = State("lost", final=True)
quiet = State("quiet", initial=True, within=days(2), lapses_to=lost)
seen = State("seen", within=days(1))
looked_at = State("looked-at", at_least=hours(1), within=days(3))
at_rest, done, barred = State("at-rest", resting=True), State("done", final=True), State("barred", final=True)

REPORT = quiet.to(seen, on=Report, by=BY, given=(by_hotline, boat_is_anothers), opens=("ferry",))
LOOK = seen.to(
    looked_at, on=Look, by=BY, when=(water_is_low,), given=(lands_dry, there_is_time), then=(Marks("marsh-seen"),)
)
LEAVE = seen.to(done, on=Finish, by=BY)
HEAR = looked_at.stay(on=Hear, by=EVERYBODY)
COUNT = looked_at.stay(on=CountBoats, by=BY, when=(looked_once,))
FLAG = looked_at.stay(on=Flag, by=BY)
LOWER = looked_at.stay(on=Lower, by=BY, when=(flag_is_up, flag_is_new))
REST = looked_at.to(at_rest, on=Rest, by=BY)
GO_ON = at_rest.to(looked_at, on=GoOn, by=BY, when=(rested,), then=(Unmarks("marsh-seen"),))
FINISH = looked_at.to(done, on=Finish, by=BY, when=(heard,), settles=True)
GIVE_UP = looked_at.to(lost, on=Finish, by=BY, when=(~heard,))
BAR = every_live_state().falls_to(barred, once=(~unarmed,))

STEPS = (REPORT, LOOK, LEAVE, HEAR, COUNT, FLAG, LOWER, REST, GO_ON, FINISH, GIVE_UP, BAR)
MARSH = Workflow("marsh", STEPS)
RULES = rulebook_around(MARSH, FERRY)
CAST = (ADULTS,)
BOTH = (ADULTS, CHILD)
SAID = {"en": "It holds.", "ar": "هذا ثابت", "basis": "test"}
"""What every safeguard of a test says."""


def marsh(*safeguards, without=(), instead=(), more=(), per=None):
    """Return a marsh *without* some steps, with others *instead* of some, and *more*, that promises *safeguards*."""
    changed = {id(step): other for step, other in instead}
    steps = [changed.get(id(step), step) for step in STEPS if not any(step is gone for gone in without)]
    return Workflow("marsh", (*steps, *more), safeguards, per=per)


def but(step, **changes):
    """Return *step* and what it becomes with *changes*, for ``instead``."""
    return step, evolve(step, **changes)


def around(*workflows):
    """Return the rulebook of *workflows* and the ferry."""
    return rulebook_around(*workflows, FERRY)


def proof(workflow, *, casts=CAST, **more):
    """Return what is found of *workflow*."""
    return verify(workflow, rules=RULES, casts=casts, **more)


def codes(report):
    """Return the kinds of what was found."""
    return [finding.code for finding in report.findings]
