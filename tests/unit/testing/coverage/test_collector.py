"""A collector watches a rulebook decide, and keeps count of what was reached."""

import pickle

import attrs
import pytest
from tests.unit.workflows.village import (
    CHIEF,
    CLOCK,
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    STRANGER,
    VISIT,
    WALK,
    FindFactor,
    Finish,
    GiveUp,
    Pause,
    Rest,
    Say,
    SetOut,
    as_it_stands,
    later,
    opened,
    rulebook,
)

from community_policing import Actor, standard_rulebook
from community_policing.cases import Reason
from community_policing.testing import Aspect, Collector, Coverage, coverage_of
from community_policing.workflows import Attempt, Lapse, Rulebook, Situation, State, Workflow, command, guard
from community_policing.workflows.builtin import record as record_workflow

OUT = SetOut(leader="o-7", companion="o-8")
LEADER = Actor("o-7", ("community-police-member",))


@pytest.fixture
def collector():
    return Collector(WALK)


@pytest.fixture
def rules(collector):
    return collector.watch(RULES)


def reached(collector, aspect):
    """Return the subjects of one aspect that were reached."""
    return {point.subject for point, times in collector.coverage.only(aspect=aspect).hits.items() if times}


def sides(collector, name):
    """Return the sides that were reached of the guard *name*."""
    return {side for found, _, side in reached(collector, Aspect.GUARD) if found == name}


def test_what_fired_is_covered_and_what_was_open_is_not(rules, collector):
    """Of all that could be done, only what was done counts."""
    case = rules.apply(opened(rules), OUT, by=OFFICER, at=NOW)

    rules.options(case, by=OFFICER, at=NOW)

    assert reached(collector, Aspect.TRANSITION) == {("waiting", "walk.set-out", "walking")}
    assert reached(collector, Aspect.STATE) == {("waiting",), ("walking",)}
    assert collector.coverage.percent < 100


def test_staying_in_a_state_is_not_entering_it(rules, collector):
    """A state counts when a decision leads there, not when it leaves things where they are."""
    case = rules.apply(opened(rules), OUT, by=OFFICER, at=NOW)

    rules.apply(case, Say("p1", calm=True), by=OFFICER, at=NOW)

    states = {point.subject: times for point, times in collector.coverage.only(aspect=Aspect.STATE).hits.items()}
    assert states["walking",] == 1


def test_a_guard_that_held_was_only_seen_from_one_side(rules, collector):
    """The guards of a command that was accepted held."""
    rules.apply(opened(rules), OUT, by=OFFICER, at=NOW)

    assert sides(collector, "area_is_safe") == {"held"}
    assert sides(collector, "leader_has_company") == {"held"}


def test_a_refusal_covers_every_reason_that_it_gives(rules, collector):
    """All guards that were not met are seen from that side, and their reasons are covered."""
    case = opened(rules)

    rules.decide(case, SetOut(leader=OFFICER.id), by=OFFICER, at=NOW)

    assert reached(collector, Aspect.REFUSAL) == {("leader-is-actor",), ("companion-missing",)}
    assert sides(collector, "leader_is_another") == sides(collector, "leader_has_company") == {"failed"}
    assert reached(collector, Aspect.TRANSITION) == set()


@pytest.mark.parametrize(("by", "asked"), [(STRANGER, OUT), (OFFICER, Pause())])
def test_what_no_guard_was_asked_about_covers_nothing(rules, collector, by, asked):
    """A command that is not offered, or not the actor's to give, tells nothing of guards and reasons."""
    case = opened(rules)
    before = collector.coverage

    outcome = rules.decide(case, asked, by=by, at=NOW)

    assert outcome.reasons
    assert collector.coverage == before


def test_a_command_for_no_track_covers_nothing(rules, collector):
    """Where there is no track to decide about there is nothing to cover."""
    outcome = rules.decide(opened(rulebook(VISIT)), OUT, by=OFFICER, at=NOW)

    assert outcome.track is None
    assert collector.coverage.reached == 0


def test_a_fall_is_covered_with_its_rule_and_its_state(rules, collector):
    """What ends by rule covers the rule, the state it falls to, and both sides of the guards that it asks."""
    case = rules.apply(opened(rules), OUT, by=OFFICER, at=NOW)

    rules.apply(case, FindFactor("weapon"), by=OFFICER, at=NOW)

    assert reached(collector, Aspect.FALL) == {("walking", "barred", "weapon-about")}
    assert ("barred",) in reached(collector, Aspect.STATE)
    assert sides(collector, "area_is_safe") == {"held", "failed"}


def test_a_state_that_must_last_is_a_guard_too(rules, collector):
    """Too early and late enough are the two sides of the time that a state must last."""
    case = rules.apply(opened(rules), OUT, by=OFFICER, at=NOW)
    for party in ("p1", "p2"):
        case = rules.apply(case, Say(party, calm=True), by=OFFICER, at=NOW)
    assert rules.decide(case, Finish(), by=LEADER, at=NOW).reasons[0].code == "too-early"

    rules.apply(case, Finish(), by=LEADER, at=later(hours=2))

    assert sides(collector, "has_lasted") == {"held", "failed"}
    assert ("too-early",) in reached(collector, Aspect.REFUSAL)


def test_a_lapse_is_a_transition(rules, collector):
    """What the timekeeper ends is covered like any other step, and refused like any other."""
    case = opened(rules)
    rules.decide(case, Lapse(), by=CLOCK, at=NOW, track="walk")

    rules.apply(case, Lapse(), by=CLOCK, at=later(days=9), track="walk")

    assert ("waiting", "case.lapse", "missed") in reached(collector, Aspect.TRANSITION)
    assert ("deadline-not-passed",) in reached(collector, Aspect.REFUSAL)
    assert sides(collector, "deadline_has_passed") == {"held", "failed"}


def test_a_case_that_is_opened_enters_the_first_state_of_its_record():
    """The state in which a record begins is entered though no event leads there."""
    collector = Collector(*RULES.workflows)

    opened(collector.watch(RULES))

    assert {("unopened",), ("open",), ("waiting",)} == reached(collector, Aspect.STATE)


def test_adoption_is_watched():
    """A case that is taken over covers where its tracks stand, and what falls at once."""
    collector = Collector(*RULES.workflows)
    rules = collector.watch(RULES)

    adopted = rules.adopt_case("c-1", tracks={"walk": "walking"}, facts=(FindFactor("weapon"),), by=OFFICER, at=NOW)

    assert ("unopened", "record.adopt-case", "open") in reached(collector, Aspect.TRANSITION)
    assert {("walking",), ("unopened",)} <= reached(collector, Aspect.STATE)
    assert adopted.expect().case.track("walk").state == "walking"


def test_an_adoption_that_was_refused_covers_nothing():
    """Who may not take a case over covers nothing by trying."""
    collector = Collector(*RULES.workflows)

    collector.watch(RULES).adopt_case("c-1", tracks={}, by=STRANGER, at=NOW)

    assert collector.coverage.reached == 0


def test_only_the_workflows_that_were_asked_for_are_counted(rules, collector):
    """What other workflows do is none of its business."""
    case = opened(rules)

    rules.apply(case, Rest(), by=OFFICER, at=NOW)

    assert {name for name, _, _ in collector.coverage.by_workflow()} == {"walk"}
    assert reached(collector, Aspect.TRANSITION) == set()


def test_hits_tell_how_many_decisions_reached_a_point(rules, collector):
    """Each decision counts once, however often it asked a guard."""
    case = rules.apply(opened(rules), OUT, by=OFFICER, at=NOW)
    for _ in range(3):
        rules.decide(case, GiveUp(), by=OFFICER, at=NOW)

    (times,) = [
        times for point, times in collector.coverage.hits.items() if point.subject[:2] == ("walking", "walk.give-up")
    ]
    assert times == 3


def test_a_watched_rulebook_decides_as_the_one_it_watches(rules):
    """It equals the rulebook, answers alike, and is that rulebook when it was pickled."""
    case = opened(RULES)

    assert rules == RULES
    assert hash(rules) == hash(RULES)
    assert rules.decide(case, OUT, by=OFFICER, at=NOW) == RULES.decide(case, OUT, by=OFFICER, at=NOW)
    assert type(pickle.loads(pickle.dumps(rules))) is Rulebook  # noqa: S301  our own bytes


def test_rules_that_are_made_from_watched_ones_are_watched(rules, collector):
    """A further workflow or another profile does not shake the collector off."""
    wider = rules.with_workflow(VISIT).with_profile(RULES.profile)

    wider.apply(opened(wider), OUT, by=OFFICER, at=NOW)

    assert ("waiting", "walk.set-out", "walking") in reached(collector, Aspect.TRANSITION)


def test_a_host_can_tell_of_its_own_decisions(collector):
    """Where the rulebook cannot be exchanged, the outcome is enough."""
    case = opened(RULES)
    outcome = RULES.decide(case, OUT, by=OFFICER, at=NOW)

    collector.note(RULES, case, OUT, by=OFFICER, at=NOW, outcome=outcome)

    assert ("waiting", "walk.set-out", "walking") in reached(collector, Aspect.TRANSITION)


def test_a_collector_gives_a_value_that_stays():
    """What was taken from a collector is not changed by what comes later."""
    collector = Collector(WALK)
    before = collector.coverage

    opened(collector.watch(RULES))

    assert before == coverage_of(WALK)
    assert before != collector.coverage
    assert isinstance(before, Coverage)


# --------------------------------------------------------------------------- several ways, and what is set aside


@command("errand.go")
class Go:
    """Go."""

    far: bool


@guard("parties-few")
def many_parties(s: Situation) -> bool:
    """There are several parties."""
    return len(s.parties) > 1


@guard("not-far")
def it_is_far(a: Attempt[Go]) -> bool:
    """It is far."""
    return a.command.far


BY = {"on": Go, "by": ("intake-officer",)}
home, near, far = State("home", initial=True), State("near", final=True), State("far", final=True)
ERRAND = Workflow(
    "errand",
    transitions=(
        home.to(far, when=(many_parties,), given=(it_is_far,), **BY),
        home.to(near, given=(~it_is_far,), ends=("walk",), **BY),
    ),
)


@pytest.mark.parametrize(("is_far", "dest"), [(True, "far"), (False, "near")])
def test_of_several_ways_the_one_that_was_taken_is_covered(is_far, dest):
    """Of two transitions on one command only the one that fired is covered."""
    collector = Collector(ERRAND)
    rules = collector.watch(rulebook(ERRAND, WALK))

    rules.apply(opened(rules), Go(far=is_far), by=OFFICER, at=NOW)

    assert reached(collector, Aspect.TRANSITION) == {("home", "errand.go", dest)}
    assert sides(collector, "it_is_far") == {"held" if is_far else "failed"}


def test_a_way_that_is_shut_is_asked_no_more_than_that():
    """Where one of several ways is shut whatever the fields, only the open ones are asked about the fields."""
    collector = Collector(ERRAND)
    rules = collector.watch(rulebook(ERRAND, WALK))

    refused = rules.decide(opened(rules, parties=PARTIES[:1]), Go(far=True), by=OFFICER, at=NOW)

    assert refused.reasons == (Reason("not-not-far"),)
    assert sides(collector, "many_parties") == {"failed"}
    assert sides(collector, "it_is_far") == {"held"}


def test_where_every_way_is_shut_all_are_asked_everything():
    """As a refusal names every unmet condition, so each of them is covered."""
    both = Workflow("errand", transitions=[attrs.evolve(step, when=(many_parties,)) for step in ERRAND.transitions])
    collector = Collector(both)
    rules = collector.watch(rulebook(both, WALK))

    rules.decide(opened(rules, parties=PARTIES[:1]), Go(far=False), by=OFFICER, at=NOW)

    assert reached(collector, Aspect.REFUSAL) == {("parties-few",), ("not-far",)}
    assert sides(collector, "it_is_far") == {"failed"}


def test_a_track_that_ended_is_asked_nothing_more():
    """A track that another step ended falls no more, so its guards are not asked."""
    collector = Collector(WALK)
    rules = collector.watch(rulebook(ERRAND, WALK))
    case = rules.apply(opened(rules), Go(far=False), by=OFFICER, at=NOW)

    rules.apply(case, FindFactor("weapon"), by=OFFICER, at=NOW)

    assert case.track("walk").ended
    assert sides(collector, "area_is_safe") == {"held"}
    assert reached(collector, Aspect.FALL) == set()


def test_a_step_whose_condition_was_set_aside_is_covered():
    """The transition fired, though its guard did not hold."""
    law = attrs.evolve(standard_rulebook().profile.law, overridable_guards=frozenset({"same-unit"}))
    lenient = standard_rulebook().with_profile(attrs.evolve(standard_rulebook().profile, law=law))
    collector = Collector(record_workflow.RECORD)
    told = (record_workflow.OverrideWithAuthority("same-unit", "r:1", "r:2", later(days=2)),)
    keeper = Actor("system", ("system",))
    case = as_it_stands(lenient, "c-1", tracks={}, facts=told, parties=PARTIES, by=keeper, at=NOW).expect().case

    collector.watch(lenient).apply(case, record_workflow.RecuseUnit("u-1", "r:3", "u-1"), by=CHIEF, at=NOW)

    assert {("open", "record.recuse-unit", "open")} == reached(collector, Aspect.TRANSITION)
    assert "failed" in {side for _, code, side in reached(collector, Aspect.GUARD) if code == "same-unit"}
