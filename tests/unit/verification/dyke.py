"""A dyke to plan ways along: a few things to tell, and guards that ask whether, in which order and by whom."""

from attrs import frozen

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._lens import Lens
from community_policing.workflows import PartyId, Situation, State, Workflow, command, guard

BY = ("intake-officer",)
CASE_OFFICER = ("case-officer",)
"""A role that is held on the case: only who holds it may act."""


@frozen
class Load:
    """What somebody carries."""

    dry: bool
    heavy: bool


@command("dyke.call")
class Call:
    """Call from the dyke."""

    loud: bool
    near: bool


@command("dyke.whisper")
class Whisper:
    """Whisper on the dyke."""


@command("dyke.carry", key="party")
class Carry:
    """Carry something for a party."""

    party: PartyId
    load: Load


@command("dyke.move")
class Move:
    """Move on along the dyke."""


@command("dyke.go")
class Go:
    """Go down from the dyke."""


@guard("dyke-silent", otherwise="dyke-called")
def called(s: Situation) -> bool:
    """Somebody called."""
    return s.last(Call) is not None


@guard("dyke-not-whispered", otherwise="dyke-whispered")
def whispered(s: Situation) -> bool:
    """Somebody whispered."""
    return s.last(Whisper) is not None


@guard("dyke-not-loud", otherwise="dyke-loud")
def loud(s: Situation) -> bool:
    """The last call was loud."""
    told = s.last(Call)
    return told is not None and told.loud


@guard("dyke-not-soft", otherwise="dyke-soft")
def soft(s: Situation) -> bool:
    """The last call was not loud."""
    told = s.last(Call)
    return told is not None and not told.loud


@guard("dyke-not-called-last", otherwise="dyke-called-last")
def called_last(s: Situation) -> bool:
    """Somebody called after somebody whispered."""
    return s.last(Whisper) is not None and s.follows(Call, Whisper)


@guard("dyke-not-whispered-last", otherwise="dyke-whispered-last")
def whispered_last(s: Situation) -> bool:
    """Somebody whispered after somebody called."""
    return s.last(Call) is not None and s.follows(Whisper, Call)


@guard("dyke-called-once", otherwise="dyke-called-twice")
def called_twice(s: Situation) -> bool:
    """Somebody called more than once."""
    return s.count(Call) > 1


@guard("dyke-wet", otherwise="dyke-dry")
def all_dry(s: Situation) -> bool:
    """Something dry was carried for every party."""
    told = [s.last(Carry, party=party.id) for party in s.parties]
    return all(one is not None and one.load.dry for one in told)


@guard("dyke-none-wet", otherwise="dyke-some-wet")
def some_wet(s: Situation) -> bool:
    """Something wet was carried for a party."""
    told = [s.last(Carry, party=party.id) for party in s.parties]
    return any(one is not None and not one.load.dry for one in told)


@guard("dyke-other-caller", otherwise="dyke-own-caller")
def caller_goes(s: Situation) -> bool:
    """Who acts is who called."""
    return s.giver(Call) == s.actor.id


@guard("dyke-unweighed", otherwise="dyke-weighed")
def weighed(s: Situation) -> bool:
    """The risk was assessed."""
    return s.risk is not None


@guard("dyke-lamp-out", otherwise="dyke-lamp-lit")
def lit(s: Situation) -> bool:
    """The lamp on the dyke is lit."""
    return s.is_marked("dyke-lamp")


top, slope, foot = State("top", initial=True), State("slope"), State("foot", final=True)
ditch = State("ditch", final=True)

CALL, WHISPER, CARRY = top.stay(on=Call, by=BY), top.stay(on=Whisper, by=BY), top.stay(on=Carry, by=BY)
TELLING = (CALL, WHISPER, CARRY)


def dyke(*steps, safeguards=()):
    """Return a dyke with *steps*."""
    return Workflow("dyke", steps, safeguards)


def explorer_of(workflow, lens=None, *, base=None, cast=ADULTS, looks=False):
    """Return what was explored of *workflow* alone through *lens*."""
    domains = Domains(rulebook_around(workflow), cast, {})
    explorer = Explorer(workflow, domains, lens or Lens(keyed=True), most=1000, looks=looks, base=base)
    explorer.explored()
    return explorer
