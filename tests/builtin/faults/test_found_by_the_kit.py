"""
The public kit finds the seeded faults by itself, with nobody telling it a story, and its stories are short.

What the definition already refuses cannot be proved anything of; the rest is found by the proof of the one workflow
that is touched, or by a law of the kit. A plain run looks at a few; CI at all (``PROOFS=all``), and shows the table
(``PROOFS=all pytest -s tests/builtin/faults/test_found_by_the_kit.py``).
"""

from __future__ import annotations

import os
import sys

import attrs
import pytest
from tests.builtin.faults.seeded import FAULTS, Fault, FoundBy

from community_policing.errors import InvalidWorkflowError
from community_policing.testing import workflow_tests
from community_policing.verification import ADULTS, CHILD, Report, verify
from community_policing.workflows import Rulebook
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import intake

EVERY = os.environ.get("PROOFS") == "all"
BY_ID = {fault.id: fault for fault in FAULTS}
BOUNDS = {"mediation.draft-agreement.amount": (1, 0)}
"""What an obligation may amount to: rules ask whether it is anything at all."""
SHORT = 12
"""How many steps a story has at most, from the beginning of the track on."""


@attrs.frozen
class Found:
    """
    How a fault was found.

    Attributes:
        by: What found it: the code of a finding or of a problem, or the name of a law.
        subject: What it was found of.
        steps: How many steps the story has; 0 where none is needed.
        tried: How many paths or decisions were looked at; 0 where none is needed.
    """

    by: str
    subject: str
    steps: int
    tried: int


def defined(fault: Fault) -> Found | None:
    """Return the problem for which the definition is refused."""
    try:
        fault.sown(standard_rulebook(fault.profile))
    except InvalidWorkflowError as error:
        problem = error.problems[0]
        return Found(problem.code, problem.place, 0, 0)
    return None


def proved(fault: Fault) -> Found | None:
    """Return what the proof of the faulty rules finds, and that of the sound ones does not."""
    sound = standard_rulebook(fault.profile)
    well, ill = report(sound, fault), report(fault.sown(sound), fault)
    known = {(one.code, one.subject) for one in well.findings}
    for one in ill.findings:
        if (one.code, one.subject) not in known:
            return Found(one.code, one.subject, len(one.story or ()), ill.tried)
    return None


def report(rules: Rulebook, fault: Fault) -> Report:
    """Return the proof that the workflow in question is sound, and that the one safeguard in question holds."""
    holding = [one for one in rules.workflows if any(each.id == fault.name for each in one.safeguards)]
    whole = holding[0] if holding else rules.workflow(fault.workflow)
    asked = attrs.evolve(whole, safeguards=tuple(one for one in whole.safeguards if one.id == fault.name))
    return verify(asked, rules=rules, casts=CASTS.get(fault.id, (ADULTS,)), bounds=BOUNDS)


def lawless(fault: Fault) -> Found | None:
    """Return the first law that the faulty rules break, and the sound ones do not."""
    sound = standard_rulebook()
    suites = [workflow_tests(intake.INTAKE, rules=rules) for rules in (fault.sown(sound), sound)]
    for law in (name for name in dir(suites[0]) if name.startswith("test_law_")):
        try:
            getattr(suites[0], law)()
        except AssertionError:
            getattr(suites[1], law)()
            return Found(law, intake.INTAKE.name, 1, 0)
    return None


FINDERS = {
    FoundBy.DEFINITION: defined,
    FoundBy.SAFEGUARD: proved,
    FoundBy.VERIFY: proved,
    FoundBy.LAW: lawless,
}
CASTS = {"livelock-for-minors": (CHILD,)}
"""With whom a fault shows, where it is not two adults."""

NOT_BY_ONE_WORKFLOW = {
    "field-lost": "a converter is no part of a workflow; tests/laws holds it",
    "safeguard-composed-away": "a workflow cannot miss what it does not carry; only beside the builtin one it is seen",
}
"""What no check of one workflow can find, each with the reason."""

QUICK = {"unreachable-state", "final-state-leaves", "nothing-for-a-reason", "livelock-for-minors", "event-lost"}
"""What is looked for in every run."""

TABLE: dict[str, Found] = {}


@pytest.fixture(scope="module", autouse=True)
def table():
    """Write what was found, and how, to the terminal that shows output."""
    yield
    rows = (f"{fault:28} {one.by:34} {one.subject:40} {one.tried:7} {one.steps:2}" for fault, one in TABLE.items())
    sys.stdout.write("\n".join(("", "fault, found by, of what, paths, steps", *rows, "")))


def cases():
    """Return the faults that are looked for in this run."""
    looked_for = (fault for fault in FAULTS if EVERY or fault.id in QUICK)
    return [pytest.param(fault, id=fault.id) for fault in looked_for if fault.id not in NOT_BY_ONE_WORKFLOW]


@pytest.mark.parametrize("fault", cases())
def test_the_kit_finds_it(fault):
    """The fault is found, of what it is in, and its story is a short one."""
    found = FINDERS[fault.found_by](fault)

    assert found is not None
    TABLE[fault.id] = found
    assert found.steps <= SHORT
    assert fault.found_by is not FoundBy.SAFEGUARD or found.subject == fault.name


def test_what_is_not_found_is_named():
    """Each of the others is on a list, with its reason, and is one of the twenty."""
    assert BY_ID.keys() >= NOT_BY_ONE_WORKFLOW.keys() | QUICK
    assert all(NOT_BY_ONE_WORKFLOW.values())
