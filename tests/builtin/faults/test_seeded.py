"""Every seeded fault is found by what it names; what a proof must find is shown here to be a fault all the same."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import reduce

import attrs
import pytest
from tests.builtin.faults.seeded import FAULTS, FoundBy
from tests.builtin.faults.stories import (
    AT,
    BEFORE,
    OFFICER,
    REQUEST,
    SHOWN,
    SUPERVISOR,
    TOLD,
    WITH_CHILD,
    assessed,
    standing,
)
from tests.laws.asking import asked, may, ways, when_reasons
from tests.laws.strategies import cast, payload
from tests.laws.test_options_agree_with_decide import agrees

from community_policing.cases import fold
from community_policing.errors import InvalidWorkflowError, UnreadableError
from community_policing.serialization import make_converter
from community_policing.taxonomy import Risk
from community_policing.workflows import Accepted, Refused, Verdict
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import closure, escalation, mediation, record

BY_ID = {fault.id: fault for fault in FAULTS}
OPEN = {Verdict.PERMITTED, Verdict.NEEDS_INPUT}


def found_by(kind):
    """Return the faults that *kind* is to find, as cases of a test."""
    chosen = [fault for fault in FAULTS if fault.found_by is kind]
    return pytest.mark.parametrize("fault", chosen, ids=[fault.id for fault in chosen])


@pytest.fixture(scope="module", name="rules")
def sound_rules():
    """Return the rules in which nothing is wrong."""
    return standard_rulebook()


def test_there_are_twenty_faults():
    """Each has its id and says what is wrong; those that break a safeguard have their story."""
    assert len(FAULTS) == len(BY_ID) == 20
    assert all(fault.wrong.endswith(".") for fault in FAULTS)
    assert set(SHOWN) == {fault.id for fault in FAULTS if fault.found_by is FoundBy.SAFEGUARD}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_names_what_is_there(fault, rules):
    """The workflow is builtin, and the safeguard it breaks is one of the builtin ones."""
    safeguards = {one.id for workflow in rules.workflows for one in workflow.safeguards}

    assert fault.workflow == "" or rules.workflow(fault.workflow)
    assert fault.found_by not in {FoundBy.SAFEGUARD, FoundBy.COMPARISON} or fault.name in safeguards


# --------------------------------------------------------------------------- at definition


@found_by(FoundBy.DEFINITION)
def test_the_definition_is_refused(fault, rules):
    """Nobody can even build the workflow; the error names the problem."""
    with pytest.raises(InvalidWorkflowError) as caught:
        fault.sown(rules)

    assert fault.name in {problem.code for problem in caught.value.problems}


# --------------------------------------------------------------------------- by a safeguard, on one case


@found_by(FoundBy.SAFEGUARD)
def test_a_safeguard_is_broken_in_a_short_story(fault, rules):
    """One step, or one look, on one case tells; under sound rules the same story breaks nothing."""
    story = SHOWN[fault.id]

    assert fault.name in set(story(fault.sown(rules)))
    assert list(story(rules)) == []


@pytest.mark.parametrize("blank", ["", " ", "\u2067\u2069"])
def test_a_blank_number_cannot_even_be_told(blank):
    """A fault that nobody can sow: a reference is never empty, whatever a guard says."""
    with pytest.raises(UnreadableError):
        escalation.Acknowledge(blank, "desk", BEFORE)


# --------------------------------------------------------------------------- by a law


def options_agree_with_decide(rules):
    """Law 2: what an option says is what a decision answers."""
    case = standing(rules, mediation=mediation.in_session)
    chance = random.Random(1)  # noqa: S311  any values will do
    for by in cast(case):
        for option in rules.options(case, by=by, at=AT):
            agrees(rules, case, by, option, payload(rules, case, option.command, AT, chance))


def replay_gives_the_case(rules):
    """Law 4: what a decision tells the host adds up to the case that it gives."""
    case = standing(rules, mediation=mediation.in_session)
    outcome = rules.decide(case, assessed(Risk.IMMINENT), by=SUPERVISOR, at=AT).expect()
    assert reduce(fold, outcome.events, case) == outcome.case


def what_is_written_comes_back(converter):
    """Law 4: a command that was written is read back as it was."""
    told = record.AddFactor("weapon", "seen", BEFORE, "p1")
    assert converter.load_command(converter.dump_command(told)) == told


LAWS = {
    "options-agree-with-decide": (options_agree_with_decide, lambda rules: rules),
    "replay": (replay_gives_the_case, lambda rules: rules),
    "round-trip": (what_is_written_comes_back, make_converter),
}


@found_by(FoundBy.LAW)
def test_a_law_is_broken(fault, rules):
    """The law fails of the faulty rules and holds of the sound ones."""
    law, sound = LAWS[fault.name]

    law(sound(rules))
    with pytest.raises(AssertionError):
        law(fault.sown(rules))


# --------------------------------------------------------------------------- by comparison


@found_by(FoundBy.COMPARISON)
def test_a_safeguard_that_is_gone_is_missed(fault, rules):
    """No check of the workflow by itself can miss what it does not carry; beside the builtin one it is seen."""
    ours = {one.id for one in fault.sown(rules).workflow(fault.workflow).safeguards}

    assert {one.id for one in rules.workflow(fault.workflow).safeguards} - ours == {fault.name}


# --------------------------------------------------------------------------- for a proof


def closed_with(rules, parties):
    """Return whether the supervisor can close a case about *parties*, with everything done."""
    tracks = {"intake": _Named("routed"), "closure": closure.supervisor_review}
    case = standing(rules, REQUEST, assessed(Risk.LOW), parties=parties, **tracks)
    outcome = rules.decide(case, closure.Approve(**TOLD), by=SUPERVISOR, at=AT)
    return isinstance(outcome, Accepted)


@attrs.frozen
class _Named:
    """A state by its name."""

    name: str


def test_only_cases_with_minors_go_round_for_ever(rules):
    """A grown-up's case is closed under the faulty rules, a child's never; one example says nothing of never."""
    faulty = BY_ID["livelock-for-minors"].sown(rules)
    adults = WITH_CHILD[:2]

    assert closed_with(rules, WITH_CHILD)
    assert closed_with(faulty, adults)
    assert not closed_with(faulty, WITH_CHILD)


def ways_on(rules):
    """Return the commands that anybody may give to a report at the legal check."""
    grounds = escalation.Assess("grounds", "criminal-report")
    case = standing(rules, grounds, category="marital-dispute", escalation=escalation.legal_check)
    late = AT + timedelta(days=200)
    options = [one for by in cast(case) for one in rules.options(case, by=by, at=late) if one.track == "escalation"]
    return {one.name for one in options if one.verdict in OPEN}


def test_only_one_profile_leaves_a_report_stuck():
    """Nobody can do anything any more, however long they wait; under the default profile somebody can."""
    fault = BY_ID["deadlock-under-one-profile"]
    default, strict = standard_rulebook(), standard_rulebook(fault.profile)

    assert ways_on(strict) == ways_on(default) == ways_on(fault.sown(default)) == {"escalation.discretionary"}
    assert ways_on(fault.sown(strict)) == set()


def open_ways(rules, case, command):
    """Return where the officer's command could lead, by every way that is open at once."""
    track = case.track("escalation")
    attempt = asked(rules, case, track, OFFICER, command, at=AT)
    found = [way for way in ways(rules, track, type(command)) if may(rules, OFFICER, case, way)]
    return [way.dest for way in found if not when_reasons(rules, way, attempt)]


def test_two_ways_are_open_at_once(rules):
    """The order of the definition decides between them; where the first is closed, nobody meant the second."""
    faulty = BY_ID["overlapping-guards"].sown(rules)
    command = escalation.Discretionary("note")
    case = standing(rules, category="marital-dispute", escalation=escalation.legal_check)
    chooses = standing(rules, category="assault-no-injury", escalation=escalation.legal_check)

    assert open_ways(rules, case, command) == ["supervisor-review"]
    assert open_ways(faulty, case, command) == ["supervisor-review", "preparing"]
    assert isinstance(rules.decide(chooses, command, by=OFFICER, at=AT), Refused)
    assert isinstance(faulty.decide(chooses, command, by=OFFICER, at=AT), Accepted)


def test_what_a_proof_must_find_is_shown_above():
    """The list for the proof: no fault is left to it that is not shown to be one."""
    assert {fault.id for fault in FAULTS if fault.found_by is FoundBy.VERIFY} == {
        "livelock-for-minors",
        "deadlock-under-one-profile",
        "overlapping-guards",
    }
