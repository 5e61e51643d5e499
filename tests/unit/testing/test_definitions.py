"""Workflows that are drawn are valid, small, of many shapes, and plain values."""

import pickle

import pytest
from hypothesis import given, settings
from tests.unit.testing.draws import some
from tests.unit.workflows.village import NOW, OFFICER, PARTIES, VISIT, record

from community_policing.taxonomy import Risk
from community_policing.testing import rulebook_around, workflows
from community_policing.testing._definitions import (
    Choose,
    Claim,
    Go,
    Hear,
    Reach,
    Shade,
    by_hotline,
    calm,
    claimed,
    everyone_heard,
    light,
    not_grave,
    unarmed,
)
from community_policing.testing._surroundings import CallFor, NoteFactor, NoteRisk, PutAway
from community_policing.workflows import Accepted, State, Workflow

MATTER = ("neighbour-dispute",)
few = settings(max_examples=25)


@few
@given(workflows())
def test_a_workflow_runs_in_the_plainest_rulebook(workflow):
    """Each workflow drawn is valid by itself and in a rulebook, where a new case opens it."""
    rules = rulebook_around(workflow)

    case = rules.open_case("c-1", categories=MATTER, by=OFFICER, at=NOW).expect().case

    assert case.track("sample").state == workflow.initial.name


@few
@given(workflows())
def test_a_workflow_is_a_value(workflow):
    """It pickles, and one made of the same steps is equal to it."""
    assert pickle.loads(pickle.dumps(workflow)) == workflow  # noqa: S301  our own bytes
    assert Workflow(workflow.name, workflow.steps) == workflow
    assert hash(Workflow(workflow.name, workflow.steps)) == hash(workflow)


def test_workflows_have_many_shapes():
    """Resting and final states, time limits that lapse, steps that stay, guards and rules of falling are drawn."""
    assert some(workflows(), lambda one: any(state.resting for state in one.states))
    assert some(workflows(), lambda one: sum(state.final for state in one.states) > 1)
    assert some(workflows(), lambda one: any(state.lapses_to for state in one.states))
    assert some(workflows(), lambda one: any(state.at_least for state in one.states))
    assert some(workflows(), lambda one: any(step.target is None for step in one.transitions))
    assert some(workflows(), lambda one: any(step.given for step in one.transitions))
    assert some(workflows(), lambda one: one.rules_of_falling)
    assert some(workflows(), lambda one: len(one.states) == 5)


@few
@given(workflows(max_states=2))
def test_as_few_states_are_drawn_as_are_asked_for(workflow):
    """Two states are the least that a workflow has."""
    assert len(workflow.states) == 2


@pytest.mark.parametrize(
    ("guard", "accepted", "refused"),
    [
        (claimed, Claim(so=True), Claim(so=False)),
        (light, Choose(Shade.LIGHT), Choose(Shade.DARK)),
        (by_hotline, Reach("hotline"), Reach("walk-in")),
        (calm, Hear("p1", calm=True), Hear("p1", calm=False)),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_a_guard_over_a_field_holds_or_not(guard, accepted, refused):
    """What a step asks of a bool, an enum or a concept can be met, and be missed."""
    rules, case = begun(guard, type(accepted), given=True)

    assert isinstance(rules.decide(case, accepted, by=OFFICER, at=NOW), Accepted)
    assert [reason.code for reason in rules.decide(case, refused, by=OFFICER, at=NOW).reasons] == [guard.code]


@pytest.mark.parametrize(
    ("guard", "spoiling"),
    [(unarmed, NoteFactor("weapon")), (not_grave, NoteRisk(Risk.IMMINENT))],
    ids=lambda value: getattr(value, "code", ""),
)
def test_a_guard_over_the_case_holds_until_it_does_not(guard, spoiling):
    """What a step asks of factors and risk is met at first, and then missed."""
    rules, case = begun(guard, Go)

    assert isinstance(rules.decide(case, Go(), by=OFFICER, at=NOW), Accepted)
    spoilt = rules.apply(case, spoiling, by=OFFICER, at=NOW)
    assert [reason.code for reason in rules.decide(spoilt, Go(), by=OFFICER, at=NOW).reasons] == [guard.code]


def test_a_guard_over_facts_names_who_is_missing():
    """Each party that was not heard, or was not calm, is a reason of its own."""
    rules, case = begun(everyone_heard, Go)
    heard = rules.apply(case, Hear("p1", calm=True), by=OFFICER, at=NOW)
    upset = rules.apply(heard, Hear("p2", calm=False), by=OFFICER, at=NOW)
    content = rules.apply(heard, Hear("p2", calm=True), by=OFFICER, at=NOW)

    assert [one["party"] for one in rules.decide(case, Go(), by=OFFICER, at=NOW).reasons] == ["p1", "p2"]
    assert [one["party"] for one in rules.decide(upset, Go(), by=OFFICER, at=NOW).reasons] == ["p2"]
    assert isinstance(rules.decide(content, Go(), by=OFFICER, at=NOW), Accepted)


def begun(guard, on, *, given=False):
    """Return a rulebook in which one step asks *guard*, and a case that stands before it."""
    first, last = State("s-0", initial=True), State("s-last", final=True)
    asked = {"given": (guard,)} if given else {"when": (guard,)}
    heard = () if on is Hear else (first.stay(on=Hear, by=("intake-officer",)),)
    rules = rulebook_around(Workflow("sample", (first.to(last, on=on, by=("intake-officer",), **asked), *heard)))
    return rules, rules.open_case("c-1", categories=MATTER, parties=PARTIES, by=OFFICER, at=NOW).expect().case


def test_the_plainest_record_takes_a_factor_and_a_risk_and_is_put_away():
    """The record around a workflow has something for guards to read, and an end."""
    rules = rulebook_around()
    case = rules.open_case("c-1", categories=MATTER, by=OFFICER, at=NOW).expect().case

    for step in (NoteFactor("weapon"), NoteRisk(Risk.HIGH), PutAway()):
        case = rules.apply(case, step, by=OFFICER, at=NOW)

    assert (case.has_factor("weapon"), case.risk, case.track("record").state) == (True, Risk.HIGH, "away")


def test_a_workflow_for_each_party_begins_when_it_is_called_for():
    """What runs once per party is not opened with the case, but by the record's own command."""
    rules = rulebook_around(VISIT)
    case = rules.open_case("c-1", categories=MATTER, parties=PARTIES, by=OFFICER, at=NOW).expect().case

    after = rules.apply(case, CallFor("p1", "visit"), by=OFFICER, at=NOW)

    assert [track.id for track in case.tracks] == ["record"]
    assert [track.id for track in after.tracks] == ["record", "visit/p1"]


def test_a_record_of_ones_own_is_kept():
    """No other record is added where there is one."""
    own = record()

    assert rulebook_around(own).workflow("record") is own
