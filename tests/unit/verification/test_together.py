"""Tracks walked side by side: what one opens, ends, or lets another do."""

from __future__ import annotations

import pytest

from community_policing.testing import rulebook_around
from community_policing.verification import ADULTS, verify
from community_policing.verification import _together as together
from community_policing.verification._domains import Domains
from community_policing.workflows import (
    Ref,
    Situation,
    State,
    Workflow,
    WorkflowId,
    by_field,
    command,
    every_live_state,
    guard,
    holding,
    in_state,
    never,
    where,
)

TEXT = {"en": "A sentence.", "ar": "جملة.", "basis": "practice"}


@command("pier.call")
class Call:
    """Call boats."""

    boats: tuple[WorkflowId, ...]


@command("pier.signal")
class Signal:
    """Give a signal, and call the ferry where somebody waits."""


@command("pier.storm")
class Storm:
    """A storm comes."""


@command("pier.shut")
class Shut:
    """Shut the pier."""

    note: Ref


@command("pier.wind")
class Wind:
    """Let the pier rest until it is wanted again."""


@command("ferry.sail")
class Sail:
    """Leave."""


@command("ferry.dock")
class Dock:
    """Arrive."""


@command("ferry.sink")
class Sink:
    """Be lost."""


@guard("ferry-under-way", otherwise="no-ferry-under-way")
def no_ferry_is_under_way(s: Situation) -> bool:
    """No ferry is under way."""
    return not s.is_live("ferry")


@guard("nobody-waits")
def somebody_waits(s: Situation) -> bool:
    """Somebody waits."""
    return s.is_marked("waiting")


@guard("pier-not-shut", otherwise="pier-shut")
def pier_is_shut(s: Situation) -> bool:
    """The pier is shut."""
    return s.state_of("pier") == "shut"


moored = State("moored", initial=True)
sailing = State("sailing", entry=True)
docked, lost = State("docked", final=True), State("lost", final=True)
VOYAGE = (
    moored.to(sailing, on=Sail, by=("supervisor",)),
    sailing.to(docked, on=Dock, by=("supervisor",)),
    sailing.to(lost, on=Sink, by=("supervisor",)),
)
FERRY = Workflow("ferry", transitions=(*VOYAGE, every_live_state().falls_to(lost, once=(pier_is_shut,))))
CARELESS = Workflow("ferry", transitions=VOYAGE)

ready, quiet = State("ready", initial=True), State("quiet", resting=True)
shut = State("shut", final=True)
SHUT_TO_NONE_UNDER_WAY = never(in_state(shut) & ~holding(no_ferry_is_under_way), id="pier-shut", **TEXT)


def pier(*guards: object, ends: tuple[str, ...] = ()) -> Workflow:
    """Return a pier that is shut where *guards* hold."""
    return Workflow(
        "pier",
        transitions=(
            ready.stay(on=Call, by=("supervisor",), opens=(by_field("boats"),)),
            ready.stay(on=Signal, by=("supervisor",), opens=("ferry@sailing", where("ferry", somebody_waits))),
            ready.stay(on=Storm, by=("supervisor",), ends=("ferry@lost",)),
            ready.to(quiet, on=Wind, by=("supervisor",)),
            quiet.to(ready, on=Call, by=("supervisor",), opens=(by_field("boats", {"ferry": "ferry@sailing"}),)),
            ready.to(shut, on=Shut, by=("supervisor",), when=guards, ends=ends),
        ),
        safeguards=(SHUT_TO_NONE_UNDER_WAY,),
    )


def rules_with(one: Workflow, ferry: Workflow = FERRY):
    return rulebook_around(one, ferry)


def decided(rules) -> str:
    report = verify(rules)
    return next((one.why for one in report.undecided), "proved" if ("pier", "pier-shut") in report.proved else "?")


def test_alone_a_workflow_leaves_open_what_others_do():
    """What a track's safeguard says of other tracks is not decided by that track alone."""
    rules = rules_with(pier(no_ferry_is_under_way))

    report = verify(rules.workflow("pier"), rules=rules)

    assert [one.safeguard.id for one in report.undecided] == ["pier-shut"]
    assert "verify the rulebook" in report.undecided[0].why


@pytest.mark.parametrize("guards", [(no_ferry_is_under_way,), ()], ids=["asked before", "the ferry falls after"])
def test_together_they_prove_it(guards):
    """The promise is kept by asking before, and by letting a ferry fall once the pier is shut."""
    assert decided(rules_with(pier(*guards))) == "proved"


def test_where_only_facts_could_exclude_it_that_is_said():
    """Nothing keeps a ferry from setting out to a pier that is shut: not decided, with how the tracks would stand."""
    why = decided(rules_with(pier(no_ferry_is_under_way), CARELESS))

    assert why.startswith("only facts could exclude")  # the record can call for a ferry at any time
    assert "ferry/" in why
    assert "pier/shut (over)" in why


def test_a_step_that_breaks_it_itself_is_found():
    """Nothing keeps the pier from being shut under a ferry: the step that does so is told, alone and together."""
    rules = rules_with(pier(), CARELESS)

    for report in (verify(rules), verify(rules.workflow("pier"), rules=rules)):
        (found,) = (one for one in report.findings if one.safeguard is not None)
        assert found.subject == "pier-shut"
        assert found.story.happens(rules)
        assert found.story.scenes[-1].dest == "shut"
        assert report.undecided == ()


def test_too_many_ways_to_stand_are_told(monkeypatch):
    """A walk that is cut short proves nothing and says so."""
    monkeypatch.setattr(together, "MOST", 1)

    assert decided(rules_with(pier(no_ferry_is_under_way))).startswith("more than 1 ways")


def test_a_cut_exploration_cuts_the_walk():
    """Where one workflow alone was too much, the walk says where."""
    rules = rules_with(pier(no_ferry_is_under_way))

    made = together.Together(Domains(rules, ADULTS, {}), most=0)

    assert "more than 0 paths" in made.cut


def test_every_way_of_opening_and_ending_is_walked():
    """A ferry may be opened in either state, sail again after it was lost, and be ended where it stands."""
    rules = rules_with(pier(ends=("ferry",)))
    made = together.Together(Domains(rules, ADULTS, {}), most=1000)

    made.walk()

    told = {made.told(places) for places in made.seen}
    for ferry in ("ferry/moored", "ferry/sailing", "ferry/docked (over)", "ferry/lost (over)"):
        assert any(ferry in one and "pier/ready" in one for one in told), ferry
    assert any("ferry/sailing (over)" in one and "pier/shut (over)" in one for one in told)
    assert any("pier/quiet (over)" in one for one in told)
