"""What the builtin safeguards claim: each tells a case that breaks it from one that does not; what may be, has been."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing._walk import read_case_file, walk
from community_policing.cases import Actor, Party
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import Closable, Inevitable, Possible, Situation, Verdict
from community_policing.workflows._situation import View
from community_policing.workflows._standard import builtin_workflows, standard_rulebook
from community_policing.workflows.builtin import closure, escalation, intake, mediation, record

RULES = standard_rulebook()
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE = AT - timedelta(days=1)
OFFICER, SUPERVISOR = Actor("o-1", ("intake-officer",)), Actor("s-1", ("supervisor",))
KEEPER = Actor("d-1", ("data-protection-officer",))
PARTIES = (
    Party("v", "victim", age_band="adult"),
    Party("r", "alleged-perpetrator", age_band="adult"),
    Party("g", "guardian", age_band="adult"),
)
SAFEGUARDS = {(workflow.name, one.id): one for workflow in builtin_workflows() for one in workflow.safeguards}
EXAMPLES = Path(__file__).parents[2] / "examples" / "cases"


FIRST = {workflow.name: workflow.initial.name for workflow in builtin_workflows() if workflow.name != "record"}


def case_of(*facts, parties=PARTIES, tracks=FIRST, **fields):
    """Return a case taken over with *facts*, its tracks in their first states unless others are given."""
    made = as_it_stands(
        RULES,
        "c-1",
        tracks=tracks,
        facts=facts,
        categories=("neighbour-dispute",),
        parties=parties,
        by=SUPERVISOR,
        at=AT,
    )
    return attrs.evolve(made.expect().case, **fields)


def covered(workflow, safeguard, case, by):
    """Return whether *case*, looked at by *by*, is where the safeguard speaks of."""
    track = case.track(workflow)
    return SAFEGUARDS[workflow, safeguard].where.covers(Situation(View(RULES, case, AT), track, by))


def act(departs):
    """Return an action before the case, and what another body did, each within or outside policy."""
    told = ("act", "somebody", BEFORE, "authority")
    return record.RecordPriorAction(*told, departs, "n"), record.RecordOutsideAction(*told, departs, "n")


def child(conflict, giver):
    """Return a child's guardian, and a consent to mediation that *giver* gave for the child."""
    guardian = record.SetGuardian("v", "g", "basis", conflict, None if conflict == "nothing-found" else "r")
    consent = record.RecordConsent("v", "to-mediation", "given", giver, True, ("leaflet",), "ar")  # noqa: FBT003
    return guardian, consent


def registered(**changes):
    """Return how the case came in, with what is known and what is not."""
    known = {"channel": "walk-in", "locality": "baghdad-1", **changes}
    return intake.Register(BEFORE, "first-words", "new", on_behalf_of_other=False, **known)


def submitted(*, stated):
    """Return a report as it was sent."""
    return escalation.Submit("criminal-report", "package", "police-station", ("r",), "wish", stated)


NUMBER = escalation.Acknowledge("BGD/77/2026", "desk", BEFORE)
MARKED = {"marks": ("departed-from-policy",)}
MINOR = (Party("v", "victim", age_band="adolescent"),)
UNABLE = (Party("v", "victim", age_band="adult", capacity="lacks-capacity"),)

# workflow, safeguard, who looks, a case where it speaks, cases where it does not
PLACES = [
    ("record", "record-marks-departures", OFFICER, case_of(act(departs=True)[0]), case_of(act(departs=False)[0])),
    ("record", "record-marks-departures", OFFICER, case_of(act(departs=True)[1]), case_of(act(departs=False)[1])),
    (
        "record",
        "record-marks-departures",
        OFFICER,
        case_of(*act(departs=True)),
        case_of(*act(departs=True), **MARKED),
    ),
    ("record", "confidentiality-may-be-raised", OFFICER, case_of(), case_of(confidentiality=Confidentiality.SEALED)),
    ("record", "record-closable", OFFICER, case_of(risk=Risk.LOW), case_of(risk=Risk.HIGH)),
    ("closure", "closure-closable", OFFICER, case_of(risk=Risk.LOW), case_of()),
    ("intake", "intake-closable", OFFICER, case_of(risk=Risk.IMMINENT), None),
    ("intake", "intake-unknown-reasoned", OFFICER, case_of(registered(channel=None)), case_of(registered())),
    ("intake", "intake-unknown-reasoned", OFFICER, case_of(registered(locality=None)), case_of()),
    *(
        ("intake", "intake-unknown-reasoned", OFFICER, case_of(registered(**{one: None})), case_of(registered(**why)))
        for one in ("channel", "locality")
        for why in ({one: None, f"{one}_unknown_reason": "r"},)
    ),
    (
        "escalation",
        "escalation-wish-stated",
        OFFICER,
        case_of(submitted(stated=False), tracks={"escalation": "submitted"}),
        case_of(submitted(stated=True), tracks={"escalation": "submitted"}),
    ),
    *(
        (
            "escalation",
            "escalation-registration-known",
            OFFICER,
            case_of(NUMBER, tracks={"escalation": "decided"}),
            case_of(*told, tracks={"escalation": "decided"}, marks=marks),
        )
        for told, marks in (((NUMBER,), ("report-registered",)), ((NUMBER,), ("notice-registered",)), ((), ()))
    ),
    *(
        (
            "mediation",
            f"mediation-two-weeks-{step}",
            OFFICER,
            case_of(mediation.StartMonitoring((), "o-1"), tracks={"mediation": "monitoring"}),
            case_of(tracks={"mediation": "monitoring"}),
        )
        for step in ("fulfil", "fulfil-partly")
    ),
    ("escalation", "escalation-child-never-declines", OFFICER, case_of(parties=MINOR), case_of()),
    ("escalation", "escalation-child-never-declines", OFFICER, case_of(parties=UNABLE), case_of()),
    *(
        (
            "mediation",
            f"mediation-guardian-conflict-{step}",
            OFFICER,
            case_of(*child("found", "g")),
            case_of(*child(*other)),
        )
        for step in ("all-consent", "open-session", "resume")
        for other in (("found", "v"), ("nothing-found", "g"))
    ),
    ("mediation", "mediation-guardian-conflict-resume", OFFICER, case_of(*child("unclear", "g")), case_of()),
]


@pytest.mark.parametrize(("workflow", "safeguard", "by", "there", "elsewhere"), PLACES)
def test_a_safeguard_speaks_of_the_cases_it_means(workflow, safeguard, by, there, elsewhere):
    """The case it is about is told from its sound likeness."""
    assert covered(workflow, safeguard, there, by)
    assert elsewhere is None or not covered(workflow, safeguard, elsewhere, by)


@pytest.mark.parametrize(
    ("workflow", "safeguard", "entitled"),
    [
        ("record", "confidentiality-lowered-by-its-officer", KEEPER),
        ("intake", "intake-category-by-supervisor", SUPERVISOR),
    ],
)
def test_what_one_office_does_nobody_else_does(workflow, safeguard, entitled):
    """Whoever does not hold the office is told so before any guard is asked."""
    case = case_of(confidentiality=Confidentiality.SEALED)
    name = SAFEGUARDS[workflow, safeguard].command.__command__.name

    assert not covered(workflow, safeguard, case, entitled)
    assert covered(workflow, safeguard, case, OFFICER)
    for_others = [one for one in RULES.options(case, by=OFFICER, at=AT) if one.name == name]
    assert all(one.verdict is Verdict.NOT_AUTHORISED for one in for_others)


def test_what_departs_from_policy_marks_the_case():
    """Told here, before or outside, it leaves its mark; the safeguard holds after it."""
    for told in act(departs=True):
        case = RULES.apply(case_of(), told, by=SUPERVISOR, at=AT)

        assert case.marks == ("departed-from-policy",)
        assert not covered("record", "record-marks-departures", case, OFFICER)


# --------------------------------------------------------------------------- what may be


@cache
def lived():
    """Return every case of every example, step by step, each with its rules."""
    found = []
    for path in sorted(EXAMPLES.glob("*.json")):
        file = read_case_file(json.loads(path.read_text(encoding="utf-8")))
        story = walk(file, standard_rulebook(file.profile))
        found += [(story.rules, told.after, told.step.at) for told in story.told]
        years = timedelta(days=366 * (story.rules.profile.law.retention_years + 1))
        archived = story.rules.apply(story.case, closure.Archive(), by=KEEPER, at=story.at + years)
        found.append((story.rules, archived, story.at + years))
    return found


@cache
def in_danger():
    """Return a case of imminent danger, as it is routed to a report."""
    case = case_of(
        record.RecordWish("v", "wish", asked_alone=True, wish="wants-report"),
        record.RecordConsent("v", "to-support", "given", "v", True, ("leaflet",), "ar"),  # noqa: FBT003
        parties=(Party("v", "complainant", age_band="adult"),),
        tracks={"intake": "triaging"},
        risk=Risk.IMMINENT,
    )
    return RULES.apply(case, intake.Route(("escalation",), "o-1", "reason"), by=OFFICER, at=AT)


POSSIBLE = [key for key, one in SAFEGUARDS.items() if isinstance(one, Possible)]


@pytest.mark.parametrize(("workflow", "safeguard"), POSSIBLE)
def test_what_may_be_has_been(workflow, safeguard):
    """A case of the examples, or one made here, is there."""
    where = SAFEGUARDS[workflow, safeguard].where

    cases = [*lived(), (RULES, in_danger(), AT)]
    assert any(
        where.covers(Situation(View(rules, case, at), track, OFFICER))
        for rules, case, at in cases
        for track in case.tracks_of(workflow)
    )


def test_every_builtin_workflow_can_be_ended_and_comes_to_something():
    """Each claims that it is closable, and names a good end; two say that they never wait for others for good."""
    kinds = {(workflow, type(one)) for (workflow, _), one in SAFEGUARDS.items()}

    assert {name for name, kind in kinds if kind is Closable} == {one.name for one in RULES.workflows}
    assert {name for name, kind in kinds if kind is Possible} == {one.name for one in RULES.workflows}
    assert {name for name, kind in kinds if kind is Inevitable} == {"intake", "mediation"}
