"""
The public kit over every shipped workflow, and the proof of each under each profile.

What a proof leaves open today stands in a list, each entry with its reason; a change of the verifier or of a workflow
that settles it, or opens something new, fails here. A proof takes seconds, and minutes under the tracer of coverage:
a plain run looks at the quickest; with ``PROOFS=all`` in the environment, as in CI, every workflow is proved under
every profile.
"""

from __future__ import annotations

import os
import warnings
from functools import cache

import attrs
import pytest

from community_policing.taxonomy import PolicyDepartureWarning
from community_policing.testing import workflow_tests
from community_policing.verification import mutate, verify
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import closure, escalation, intake, mediation, record

EVERY = os.environ.get("PROOFS") == "all"
DEFAULT = "international-default"
PROFILES = (DEFAULT, "iq-moi-practice", "seed-literal")
WORKFLOWS = {one.name: one for one in standard_rulebook().workflows}
LIVES = 40 if EVERY else 1
"""How many lives of each workflow are lived in a run."""
QUICK = {"closure"}
"""The workflows that are looked at in every run."""

BOUNDS = {"mediation.draft-agreement.amount": (1, 0)}
"""What an obligation may amount to: rules ask whether it is anything at all."""

TOGETHER = "it speaks of what other tracks bring about, and here one track is looked at alone"
NO_AREAS = "no shipped profile says which places are the unit's own"
NO_OVERRIDES = "no shipped profile lets a condition be set aside"

UNDECIDED: dict[str, dict[str, str]] = {
    "closure": dict.fromkeys(("closure-tracks", "case-closed-tracks", "closure-frozen", "case-frozen"), TOGETHER),
    "escalation": {"escalation-number": TOGETHER},
    "record": {"closed-case-has-no-open-track": TOGETHER},
}
"""By workflow, the safeguards that the proof leaves open, each with the reason."""

FINDINGS: dict[str, dict[tuple[str, str], str]] = {
    "intake": dict.fromkeys(
        (
            ("unreachable-state", "handover-offered"),
            ("unreachable-state", "transferred"),
            ("dead-transition", "triaging → handover-offered on intake.offer-handover"),
            ("dead-transition", "handover-offered → transferred on intake.handover-accepted"),
            ("dead-transition", "handover-offered → triaging on intake.handover-refused"),
            ("dead-transition", "handover-offered → triaging on intake.withdraw-handover"),
            ("deadline-without-way-on", "handover-offered"),
        ),
        NO_AREAS,
    ),
    "record": {("dead-transition", "open → stays on record.override-with-authority"): NO_OVERRIDES},
}
"""By workflow, what the proof finds and is known, by code and subject, each with the reason."""

UNDER_PROFILE: dict[tuple[str, str], dict[tuple[str, str], str]] = {
    ("mediation", "iq-moi-practice"): {
        (
            "dead-transition",
            "agreement-drafted → agreement-signed on mediation.sign",
        ): "this profile asks for a judge's approval of every agreement, so none is signed past the judge",
    }
}
"""By workflow and profile, what is found under that profile and no other, each with the reason."""

VACUOUS: dict[str, dict[str, str]] = {}
"""By workflow, the safeguards that speak of no case that one track alone can come to, each with the reason."""

LOCAL_LAW = {"intake": {"areas": frozenset({"area:412"})}, "record": {"overridable_guards": frozenset({"same-unit"})}}
"""By workflow, the local law with which nothing of it is dead any more."""


@cache
def report(workflow, profile):
    """Return the proof of *workflow* under *profile*."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyDepartureWarning)
        rules = standard_rulebook(profile)
    return verify(WORKFLOWS[workflow], rules=rules, bounds=BOUNDS)


def proofs():
    """Return the workflows and profiles whose proofs are looked at in this run."""
    every = [(workflow, profile) for profile in PROFILES for workflow in WORKFLOWS]
    chosen = every if EVERY else [(workflow, DEFAULT) for workflow in WORKFLOWS if workflow in QUICK]
    # Where tests are spread over processes, those of one proof stay together.
    return [pytest.param(*one, marks=pytest.mark.xdist_group("-".join(one))) for one in chosen]


def laws_of(workflow):
    """Return the laws and the lives of *workflow* as tests; its proof is looked at below."""
    made = workflow_tests(workflow, bounds=BOUNDS, lives=LIVES)
    proof = {name: None for name in dir(made) if name.startswith(("test_safeguard", "test_is", "test_says"))}
    return type(made.__name__, (made,), proof)


TestClosure = laws_of(closure.CLOSURE)
if EVERY:
    TestIntake = laws_of(intake.INTAKE)
    TestRecord = laws_of(record.RECORD)
    TestMediation = laws_of(mediation.MEDIATION)
    TestEscalation = laws_of(escalation.ESCALATION)


@pytest.mark.parametrize(("workflow", "profile"), proofs())
def test_every_way_was_looked_at(workflow, profile):
    """Nothing was cut short, so that what is proved is proved of every case."""
    assert report(workflow, profile).cuts == ()


@pytest.mark.parametrize(("workflow", "profile"), proofs())
def test_nothing_is_found_that_is_not_known(workflow, profile):
    """No safeguard is broken and nothing is unsound, but for what stands in the list."""
    found = {(one.code, one.subject): str(one) for one in report(workflow, profile).findings}

    known = FINDINGS.get(workflow, {}) | UNDER_PROFILE.get((workflow, profile), {})
    assert found.keys() == known.keys(), "\n".join(found.values())


@pytest.mark.parametrize(("workflow", "profile"), proofs())
def test_every_safeguard_is_decided_but_for_those_on_the_list(workflow, profile):
    """A safeguard is proved, or is left open for a reason that is known."""
    left = {one.safeguard.id: one.why for one in report(workflow, profile).undecided}
    known = UNDECIDED.get(workflow, {})

    assert left.keys() == known.keys(), left
    proved = {safeguard for _, safeguard in report(workflow, profile).proved}
    found = {one.safeguard.id for one in report(workflow, profile).findings if one.safeguard is not None}
    assert proved | found == {one.id for one in WORKFLOWS[workflow].safeguards} - known.keys()


@pytest.mark.parametrize(("workflow", "profile"), proofs())
def test_no_safeguard_speaks_of_nothing_but_for_those_on_the_list(workflow, profile):
    """What is proved of no case is proved for nothing."""
    vain = {one.subject for one in report(workflow, profile).notes if one.code == "vacuous-safeguard"}

    assert vain == VACUOUS.get(workflow, {}).keys()


def under_local_law(workflow):
    """Return the standard rulebook under the local law with which nothing of *workflow* is dead."""
    rules = standard_rulebook()
    law = attrs.evolve(rules.profile.law, **LOCAL_LAW.get(workflow, {}))
    return rules.with_profile(attrs.evolve(rules.profile, law=law))


@pytest.mark.parametrize("workflow", LOCAL_LAW if EVERY else ())
def test_local_law_opens_what_no_shipped_profile_does(workflow):
    """What is dead under every shipped profile is dead for want of local law, and for nothing else."""
    looked_at = attrs.evolve(WORKFLOWS[workflow], safeguards=())

    assert verify(looked_at, rules=under_local_law(workflow), bounds=BOUNDS).findings == ()


@pytest.mark.parametrize("workflow", ["closure", "intake", "escalation"] if EVERY else [])
def test_what_is_lost_of_a_workflow_is_noticed(workflow):
    """Of what could be noticed at least 95 of 100 losses are, by definition, soundness or a safeguard."""
    told = mutate(WORKFLOWS[workflow], rules=under_local_law(workflow), bounds=BOUNDS)

    assert told.score >= 0.95, str(told)


def test_every_reason_on_the_lists_is_told():
    """An entry is about a shipped workflow, and says why it stands there."""
    lists = (UNDECIDED, FINDINGS, VACUOUS)

    assert all(each.keys() <= WORKFLOWS.keys() for each in lists)
    assert all(workflow in WORKFLOWS and profile in PROFILES for workflow, profile in UNDER_PROFILE)
    entries = [entry for each in (*lists, UNDER_PROFILE) for entry in each.values()]
    assert all(reason for entry in entries for reason in entry.values())
