"""What ends a mediation, or a session of it, by rule and without anyone's good will."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Party
from community_policing.taxonomy import Risk
from community_policing.workflows.builtin import _mediation_guards as claim
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import (
    AddFactor,
    AddParty,
    Recategorise,
    SetRisk,
)

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNDER_WAY = tuple(state.name for state in med.MEDIATION.states if state.live)
AFTER_PROPOSAL = UNDER_WAY[1:]


@pytest.mark.parametrize("state", UNDER_WAY)
@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Recategorise("dv-physical-injury", ("dv-physical-injury",), "r:why"), "category-not-mediable"),
        (AddFactor("weapon", "r:seen", NOON), "category-not-mediable"),
        (SetRisk(Risk.IMMINENT, "r:b", "r:t", NOON + 30 * DAY), "imminent-danger"),
    ],
    ids=["category", "factor", "risk"],
)
def test_a_bar_on_the_record_stops_the_mediation_in_the_same_decision(desk, say, state, told, code):
    """A graver category, a barring factor or imminent danger stops it, and triage begins anew."""
    done = desk.does(desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN), told, say.OFFICER)

    assert desk.state(done.case) == "barred"
    assert done.events[1].reasons[0].code == code
    assert desk.state(done.case, "intake") == "triaging"
    assert {"separate-parties-safely", "safety-check-each-party"} <= {effect.code for effect in done.effects}


def test_where_a_report_is_due_the_bar_opens_the_escalation(desk, say):
    """A weapon makes the report due, so that stopping also opens the way to it; a mere bar does not."""
    case = desk.case_in("preparation", *say.ready())

    due = desk.after(case, AddFactor("weapon", "r:seen", NOON), say.OFFICER)
    merely = desk.after(case, AddFactor("party-in-custody", "r:seen", NOON), say.OFFICER)

    assert desk.state(due, "escalation") == "considered"
    assert merely.tracks_of("escalation") == ()


@pytest.mark.parametrize(
    ("answer", "code", "factor"),
    [
        ("violence_screen", "violence-came-to-light", None),
        ("fear_of_other", "violence-came-to-light", None),
        ("honour_screen", "honour-danger-found", "honour-motive"),
        ("confinement_screen", "confinement-found", "deprivation-of-liberty"),
    ],
)
@pytest.mark.parametrize("state", ["screening", "adjourned"])
def test_what_a_party_tells_alone_stops_the_mediation_for_ever(desk, say, *, state, answer, code, factor):
    """The finding bars by rule, leaves its factor, and marks the case, so that a later mediation ends as it opens."""
    found = attrs.evolve(say.SCREEN, **{answer: "found"}, seen_alone=False, interviewer_is_trained=False)

    done = desk.does(desk.case_in(state, *say.ready(), say.DRAFT), found, say.MEDIATOR)
    later = desk.case_in("proposed", marks=done.case.marks)

    assert desk.state(done.case) == "barred"
    assert done.events[1].reasons[0].code == code
    assert factor is None or done.case.has_factor(factor)
    assert "violence-disclosed" in done.case.marks
    assert desk.state(desk.after(later, say.CHECK, say.OFFICER)) == "barred"
    assert "mediator" in done.events[1].reasons[0].audience


def test_a_screen_adds_the_factors_that_the_screener_names(desk, say):
    """Dependence adds an imbalance of power, and what was found by name joins the case for that party."""
    found = attrs.evolve(say.SCREEN, dependence_on_other="found", factors_found=("repetition",))

    case = desk.after(desk.case_in("screening"), found, say.SPECIALIST)

    assert {(one.factor, one.party) for one in case.factors} == {("power-imbalance", "p1"), ("repetition", "p1")}


def test_what_a_removed_party_disclosed_still_bars(desk, say):
    """A screen counts whoever is on the case now."""
    gone = attrs.evolve(say.SCREEN, party="p9", violence_screen="found")

    people = (*say.ADULTS, Party("p9", "witness", age_band="adult"))
    case = attrs.evolve(desk.case_in("screening", gone, parties=people), parties=say.ADULTS)

    assert not desk.holds(claim.no_violence_came_to_light, case)


def test_an_injury_stops_mediation_where_the_profile_mediates_only_without_one(desk, say):
    """A profile that lifts the bar of injury and asks for the safeguard gets the bar from the safeguard."""
    lifted = desk.under(lifted=("injury",))
    strict = desk.under(lifted=("injury",), safeguards=("no-injury",))
    told = AddFactor("injury", "r:seen", NOON)

    assert desk.state(lifted.after(lifted.case_in("screening"), told, say.OFFICER)) == "screening"
    assert desk.state(strict.after(strict.case_in("screening"), told, say.OFFICER)) == "barred"


def test_a_session_ends_when_the_risk_rises_to_high(desk, say):
    """The sides return to separate meetings, are separated safely, and each is checked."""
    case = desk.case_in("in-session", *say.ready(), say.OPEN)

    done = desk.does(case, SetRisk(Risk.HIGH, "r:b", "r:t", NOON + 30 * DAY), say.OFFICER)

    assert desk.state(done.case) == "preparation"
    assert done.events[1].reasons[0].code == "session-risk-too-high"
    assert told_of(done) == ["separate-parties-safely", "safety-check-each-party"]


def test_a_joint_session_ends_when_a_measure_comes_to_keep_the_sides_apart(desk, say):
    """The form of the session opened last counts."""
    apart = Recategorise("area-violence", ("area-violence",), "r:why")
    joint = desk.case_in("in-session", *say.ready(), say.OPEN)
    shuttle = desk.case_in("in-session", *say.ready(), say.OPEN, attrs.evolve(say.RESUME, session_form="shuttle"))

    done = desk.does(joint, apart, say.SUPERVISOR)

    assert desk.state(done.case) == "preparation"
    assert done.events[1].reasons[0].code == "joint-session-barred"
    assert told_of(done) == ["separate-parties-safely", "safety-check-each-party"]
    assert desk.state(desk.after(shuttle, apart, say.SUPERVISOR)) == "in-session"


@pytest.mark.parametrize("state", ["adjourned", "agreement-drafted"])
def test_someone_who_joins_between_sessions_sends_the_mediation_back_to_preparation(desk, say, state):
    """Nothing is on record of the new party, so there is no plan of safety for everyone, and no session resumes."""
    case = desk.case_in(state, *say.ready(), say.ADJOURN, say.DRAFT)
    joining = AddParty(Party("p3", "disputing-party", age_band="adult"))

    done = desk.does(case, joining, say.OFFICER)

    assert desk.state(done.case) == "preparation"
    assert {(one.code, one["party"]) for one in done.events[1].reasons} == {
        ("safety-plan-missing", "p3"),
        ("place-of-stay-unknown", "p3"),
    }
    assert told_of(done) == ["safety-check-each-party"]
    assert desk.refuses(done.case, say.RESUME, say.MEDIATOR) == {
        ("not-offered", "mediation.resume", "mediation/preparation")
    }
    assert ("private-screen-missing", "p3") in desk.refuses(done.case, say.OPEN, say.MEDIATOR)


def test_a_resting_mediation_that_lacks_a_plan_refuses_to_resume(desk, say):
    """Also where the record was taken over from elsewhere and no rule has fallen yet."""
    reasons = desk.refuses(desk.case_in("adjourned", *say.ready()), say.RESUME, say.MEDIATOR)

    assert reasons == {("safety-plan-missing", "p1"), ("safety-plan-missing", "p2")}


def test_a_bystander_who_joins_changes_nothing(desk, say):
    """A witness needs no plan, no screen and no consent."""
    case = desk.case_in("adjourned", *say.ready(), say.ADJOURN, *say.CHECKS)

    case = desk.after(case, AddParty(Party("p3", "witness", age_band="adult")), say.OFFICER)

    assert desk.state(desk.after(case, say.RESUME, say.MEDIATOR)) == "in-session"


@pytest.mark.parametrize("state", ["agreement-signed", "monitoring"])
def test_an_agreement_that_comes_to_need_a_judge_is_no_longer_in_force(desk, say, state):
    """It returns to the table, from where it goes to the judge."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN)
    needs_judge = Recategorise("neighbour-quarrel", ("neighbour-quarrel",), "r:why")

    done = desk.does(case, needs_judge, say.SUPERVISOR)

    assert desk.state(done.case) == "agreement-drafted"
    assert done.events[1].reasons[0].code == "judge-has-not-approved"
    assert told_of(done) == ["safety-check-each-party"]


FEUD = "group-or-tribal-feud"


@pytest.mark.parametrize("answer", ["violence_screen", "honour_screen", "confinement_screen"])
def test_whatever_a_screen_found_the_sides_are_separated_checked_and_triaged_anew(desk, say, answer):
    """And the escalation opens, since in a feud a report is due."""
    found = attrs.evolve(say.SCREEN, **{answer: "found"})

    done = desk.does(desk.case_in("screening", category=FEUD), found, say.SPECIALIST)

    assert_stopped(desk, done)
    assert "violence-disclosed" in done.case.marks


@pytest.mark.parametrize(
    "told",
    [
        AddFactor("weapon", "r:seen", NOON),
        AddFactor("injury", "r:seen", NOON),
        SetRisk(Risk.IMMINENT, "r:b", "r:t", NOON + 30 * DAY),
    ],
    ids=["policy", "injury", "danger"],
)
def test_whatever_the_record_learnt_the_sides_are_separated_checked_and_triaged_anew(desk, say, told):
    """Under a profile that lifts the bar of injury and asks for the safeguard too."""
    strict = desk.under(lifted=("injury",), safeguards=("no-injury",))

    done = strict.does(strict.case_in("screening", category=FEUD), told, say.OFFICER)

    assert_stopped(strict, done)
    assert "violence-disclosed" not in done.case.marks


def assert_stopped(desk, done):
    """Assert that the mediation was stopped and that everyone is seen to."""
    assert desk.state(done.case) == "barred"
    assert told_of(done)[-2:] == ["separate-parties-safely", "safety-check-each-party"]
    assert desk.state(done.case, "intake") == "triaging"
    assert desk.state(done.case, "escalation") == "considered"


def told_of(done):
    """Return what the host is told to do for the mediation."""
    return [one.code for one in done.effects if one.track == "mediation"]
