"""
Each invariant of the published rules is a safeguard, or it is said why it is none.

The rules state invariants for intake, mediation, escalation, closure, and for the case as a whole. Most are safeguards
of a builtin workflow. Some compare two cases, two profiles or two readers: no single case can break them, so tests that
compare hold them. A few speak of work for which no workflow is in force yet.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from community_policing.workflows._standard import builtin_workflows

TESTS = Path(__file__).parents[1]

SAID = {
    # Intake
    "intake-category": ("intake-category", "intake-category-cautious", "intake-category-by-supervisor"),
    "intake-danger": (
        "intake-danger-decline",
        "intake-danger-offer-handover",
        "intake-danger-handover-accepted",
        "intake-danger-merge",
    ),
    "intake-unknown": ("intake-unknown", "intake-unknown-reasoned", "intake-unknown-age"),
    "intake-screen": ("intake-screen",),
    # Mediation
    "mediation-bar": ("mediation-bar",),
    "mediation-withdrawal": ("mediation-withdrawal",),
    "mediation-between-sessions": ("mediation-between-sessions", "mediation-no-session-without-plan"),
    "mediation-breach": ("mediation-breach",),
    "mediation-joint": ("mediation-joint",),
    "mediation-judge": (
        "mediation-judge",
        "mediation-judge-on-this-text",
        "mediation-no-signing-past-the-judge",
    ),
    # Escalation
    "escalation-number": ("escalation-number", "escalation-registered", "escalation-registration-known"),
    "escalation-custody": ("escalation-custody-settlement", "escalation-custody-withdrawal"),
    "escalation-duty": ("escalation-duty", "escalation-no-withdrawal-of-duty", "closure-report"),
    "escalation-release": ("escalation-release",),
    "escalation-wish": ("escalation-wish", "escalation-wish-stated"),
    # Closure
    "closure-tracks": ("closure-tracks",),
    "closure-sensitive": ("closure-sensitive", "closure-approver"),
    "closure-honest": ("closure-honest", "closure-honest-simple", "closure-honest-stated"),
    "closure-failed-return": ("closure-failed-return",),
    "closure-frozen": ("closure-frozen",),
    # The case as a whole
    "case-bar-stops": ("case-bar-stops", "mediation-private-screen", "record-freeze-ends-mediation"),
    "case-consent-withdrawn": (
        "case-consent-withdrawn",
        "record-consent-may-be-withdrawn",
        "no-appeal-against-refusal",
    ),
    "case-breach-escalates": ("mediation-breach", "escalation-breach", "case-breach-escalates"),
    "case-adult-will": ("no-appeal-against-refusal",),
    "case-unknown-age": ("closure-sensitive", "escalation-child-never-declines"),
    "case-guardian-conflict": (
        "mediation-guardian-conflict-all-consent",
        "mediation-guardian-conflict-open-session",
        "mediation-guardian-conflict-resume",
    ),
    "case-closed-tracks": ("closed-case-has-no-open-track", "case-closed-tracks"),
    "case-record-honest": ("record-is-honest", "record-is-honest-about-others", "record-marks-departures"),
    "case-frozen": ("case-frozen", "record-freeze-stops-all", "frozen-case-refuses-recategorise"),
    "confidentiality": (
        "confidentiality-may-be-raised",
        "confidentiality-lowered-by-its-officer",
        "confidentiality-not-below-policy",
    ),
}
"""Invariant to the safeguards that say it."""

COMPARED = {
    "case-policy-tightens": "laws/test_settling_is_never_opened.py",
    "case-floor": "laws/test_floor.py",
    "case-audience": "unit/labels/test_messages.py",
    "every-transition-is-recorded": "laws/test_replay.py",
    "every-refusal-says-why": "laws/test_refusal_names_everything.py",
}
"""Invariant to the tests that hold it: it compares what two cases, profiles or readers are answered."""

UNSAID = {
    "intake-origin": "origin, confession and ethnicity are no fields of a case, so nothing can depend on them",
    "mediation-silence": "evidence is taken elsewhere; no command of mediation carries what was said",
    "escalation-support": "no workflow in force gives support that a report could stop",
    "case-return": "no workflow in force brings a person back to a home",
}
"""Invariant to the reason why nothing here could break it."""

SAFEGUARDS = {one.id for workflow in builtin_workflows() for one in workflow.safeguards}


@pytest.mark.parametrize("invariant", SAID)
def test_an_invariant_is_said_by_safeguards(invariant):
    """Each of the safeguards named is one of a builtin workflow."""
    assert set(SAID[invariant]) <= SAFEGUARDS


@pytest.mark.parametrize("invariant", COMPARED)
def test_what_compares_is_held_by_tests(invariant):
    """They are there."""
    assert (TESTS / COMPARED[invariant]).is_file()


def test_every_invariant_stands_in_one_list():
    """Twenty-three of the workflows, thirteen of the case, three of everything; none is said twice or left out."""
    lists = (SAID, COMPARED, UNSAID)

    assert sum(map(len, lists)) == len(set().union(*lists)) == 23 + 13 + 3


def test_a_safeguard_id_is_used_once():
    """Catalogs and proofs name safeguards by their ids."""
    ids = [one.id for workflow in builtin_workflows() for one in workflow.safeguards]

    assert len(ids) == len(set(ids))
