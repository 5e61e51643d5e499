"""A report that meets no duty never passes for one that does."""

from __future__ import annotations

import attrs
import pytest
from tests.builtin.test_escalation import (
    ACK,
    COMPLAINT,
    DUTY,
    EARLIER,
    SUBMIT,
    WITHDRAW,
    case_in,
    do,
    state,
)

from community_policing.workflows.builtin import escalation as esc
from community_policing.workflows.builtin._record_commands import AddFactor

NOTICE = attrs.evolve(SUBMIT, report_kind="protection-notice")
PETITION = attrs.evolve(SUBMIT, report_kind="court-petition")
WEAPON = AddFactor("weapon", "source-1", EARLIER)
ALL = ("duty-report-registered", "notice-registered", "report-registered")


@pytest.mark.parametrize(
    ("submitted", "category", "marks"),
    [
        (SUBMIT, DUTY, ("duty-report-registered", "report-registered")),
        (SUBMIT, COMPLAINT, ("report-registered",)),
        (PETITION, DUTY, ("report-registered",)),
        (NOTICE, DUTY, ("notice-registered",)),
    ],
)
def test_only_a_report_that_meets_the_duty_is_marked_as_meeting_it(submitted, category, marks):
    """A notice, a petition, and a report made before any duty are registered as what they are."""
    case = do(case_in("submitted", submitted, category=category), ACK).expect().case

    assert case.marks == marks


@pytest.mark.parametrize(
    ("source", "command"),
    [
        ("acknowledged", esc.AuthorityRefuses("decision-1", "reason-1")),
        ("acknowledged", esc.ReturnForCompletion("reason-1")),
        ("acknowledged", WITHDRAW),
    ],
)
def test_a_report_that_the_authority_no_longer_has_is_registered_no_longer(source, command):
    """A refusal, a return and a withdrawal take the marks, and the outcome that rests on them."""
    case = attrs.evolve(case_in(source, marks=ALL), outcome="formal-report-opened")

    after = do(case, command).expect().case

    assert (after.marks, after.outcome) == ((), None)


def test_another_outcome_outlives_a_refusal():
    """Only the outcome that claims a formal report goes with the report."""
    case = attrs.evolve(case_in("acknowledged"), outcome="judicially-approved-settlement")

    after = do(case, esc.AuthorityRefuses("decision-1", "reason-1")).expect().case

    assert after.outcome == "judicially-approved-settlement"


@pytest.mark.parametrize("source", ["not-accepted", "closed-by-authority"])
def test_a_duty_that_arises_after_the_authority_ended_the_report_brings_it_back(source):
    """A report from before the duty does not answer for it; one that meets it does."""
    before = case_in(source, SUBMIT, ACK, marks=("report-registered",))
    answered = case_in(source, SUBMIT, ACK, marks=("duty-report-registered", "report-registered"))

    assert state(do(before, WEAPON).expect().case) == "considered"
    assert state(do(answered, WEAPON).expect().case) == source


def test_a_due_report_that_is_refused_is_considered_again_at_once():
    """No refusal by an authority lets a duty rest."""
    case = case_in("submitted", SUBMIT, category=DUTY)

    outcome = do(case, esc.AuthorityRefuses("decision-1", "reason-1")).expect()

    assert state(outcome.case) == "considered"
    assert "alert-supervisor" in [effect.code for effect in outcome.effects]


def test_a_duty_that_arises_under_investigation_is_registered_where_the_report_is():
    """The report that the authority has is added to, once, and stays where it is."""
    case = do(case_in("under-investigation", SUBMIT, marks=("report-registered",)), WEAPON).expect().case

    added = do(case, ACK).expect().case

    assert (state(added), added.marks) == ("under-investigation", ("duty-report-registered", "report-registered"))
    assert [reason.code for reason in do(added, ACK).reasons] == ["duty-is-reported"]
