"""Mediation from the first question to its end: every road, who may take it, and what follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Actor, Party
from community_policing.workflows import Verdict
from community_policing.workflows.builtin import _mediation_guards as claim
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import (
    WithdrawConsent,
)

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNDER_WAY = tuple(state.name for state in med.MEDIATION.states if state.live)
AFTER_PROPOSAL = UNDER_WAY[1:]


def test_eleven_states_are_under_way_and_eight_are_final():
    """The states are those of the published practice."""
    assert len(UNDER_WAY) == 11
    assert sum(state.final for state in med.MEDIATION.states) == 8


def test_two_neighbours_agree_at_the_second_session_and_keep_the_agreement(desk, say):
    """From the proposal to fulfilment, no safeguard is ever broken and the outcome is an amicable settlement."""
    at = say.AT
    case = desk.after(desk.case_in("proposed", *say.asked("p1"), *say.asked("p2")), say.START, say.OFFICER)
    for party in ("p1", "p2"):
        case = desk.after(case, attrs.evolve(say.SCREEN, party=party), say.SPECIALIST)
    told = (
        say.PASS,
        med.AllConsent(legal_advice_offered=True),
        say.OPEN,
        say.ADJOURN,
        *say.CHECKS,
        say.RESUME,
        say.DRAFT,
    )
    for one in told:
        case = desk.after(case, one, say.MEDIATOR)

    case = desk.after(case, say.SIGN, say.MEDIATOR, say.SIGN_AT)
    case = desk.after(case, say.FOLLOW, say.OFFICER, at + 2 * DAY)
    for term in ("t-1", "t-2"):
        case = desk.after(case, med.RecordTermProgress(term, "done", "r:seen"), say.OFFICER, at + 10 * DAY)
    for party in ("p1", "p2"):
        check = attrs.evolve(say.CHECK, party=party, next_check_at=at + 20 * DAY)
        case = desk.after(case, check, say.OFFICER, at + 17 * DAY)
    done = desk.does(case, say.FULFIL, say.OFFICER, at + 17 * DAY)

    assert desk.state(done.case) == "fulfilled"
    assert done.case.outcome == "amicable-settlement"


def test_where_a_judge_is_needed_only_the_judge_puts_the_agreement_in_force(desk, say):
    """The text goes to the judge, comes back, goes again, and is approved; the case is marked."""
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT, category="neighbour-quarrel")
    case = desk.after(case, say.SUBMIT, say.OFFICER, say.SIGN_AT)
    case = desk.after(case, med.JudgeReturns("r:1", "r:changes"), say.OFFICER, say.SIGN_AT)
    again = say.SIGN_AT + 2 * DAY
    submit = attrs.evolve(say.SUBMIT, duress_checks=say.free(at=again))
    case = desk.after(case, submit, say.OFFICER, again)

    case = desk.after(case, attrs.evolve(say.ACCEPTS, decided_at=again), say.OFFICER, again)

    assert desk.state(case) == "agreement-signed"
    assert "settlement-approved-by-judge" in case.marks


@pytest.mark.parametrize(
    ("state", "told", "by", "dest"),
    [
        ("proposed", med.Refuse("facts-contested"), "SUPERVISOR", "refused"),
        ("screening", med.Refuse("one-sided-harm"), "MEDIATOR", "refused"),
        ("consent-pending", med.Refuse("no-informed-consent"), "MEDIATOR", "refused"),
        ("preparation", med.Refuse("mediator-conflict"), "MEDIATOR", "refused"),
        ("judicial-approval-pending", med.JudgeRejects("r:1"), "OFFICER", "no-agreement"),
        ("contested", med.VoidAgreement("r:why"), "SUPERVISOR", "no-agreement"),
        *(
            (state, med.EndWithoutAgreement("r:why", ()), "MEDIATOR", "no-agreement")
            for state in ("preparation", "in-session", "adjourned", "agreement-drafted", "judicial-approval-pending")
        ),
        ("judicial-approval-pending", med.EndWithoutAgreement("r:silent", ()), "OFFICER", "no-agreement"),
    ],
)
def test_mediation_that_ends_without_agreement_returns_to_triage(desk, say, *, state, told, by, dest):
    """Refusing, rejecting, voiding and ending each lead back to triage in the same decision."""
    case = desk.after(desk.case_in(state, *say.ready(), say.DRAFT), told, getattr(say, by))

    assert desk.state(case) == dest
    assert desk.state(case, "intake") == "triaging"


@pytest.mark.parametrize("state", UNDER_WAY)
@pytest.mark.parametrize("by", [Actor("p2", speaks_for="p2"), Actor("o-1"), Actor("m-1")], ids=lambda one: one.id)
def test_a_party_withdraws_from_everything_that_is_under_way(desk, say, state, by):
    """In person or through whoever records it, from the proposal to the monitoring, without a reason."""
    done = desk.does(desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN), med.Withdraw("p2"), by)

    assert desk.state(done.case) == "withdrawn"
    assert desk.state(done.case, "intake") == "triaging"
    assert [effect.code for effect in done.effects] == ["safety-check-each-party"]


def test_nobody_withdraws_for_another_party_and_no_bystander_ends_the_mediation(desk, say):
    """Whoever speaks for one party does not decide for the other; an informant takes no part."""
    informant = Party("p3", "informant", age_band="adult")
    case = desk.case_in("in-session", *say.ready(), parties=(*say.ADULTS, informant))

    assert desk.refuses(case, med.Withdraw("p2"), Actor("p1", speaks_for="p1")) == {("speaks-for-another", "p2")}
    assert desk.refuses(case, med.Withdraw("p3"), Actor("p3", speaks_for="p3")) == {("party-takes-no-part", "p3")}
    assert desk.state(desk.after(case, med.Withdraw("p2"), Actor("m-1", speaks_for="p9"))) == "withdrawn"


@pytest.mark.parametrize("state", UNDER_WAY)
def test_a_consent_withdrawn_on_the_record_ends_the_mediation_by_rule(desk, say, state):
    """Nobody has to act for the mediation to end; a consent given anew lets a mediation go on."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN)
    anew = desk.case_in(state, WithdrawConsent("p1", "to-mediation"), *say.ready(), say.DRAFT, say.SIGN)

    ended = desk.does(case, WithdrawConsent("p1", "to-mediation"), say.MEDIATOR)

    assert desk.state(ended.case) == "withdrawn"
    assert ended.events[1].reasons[0].code == "consent-withdrawn"
    assert desk.state(ended.case, "intake") == "triaging"
    assert [one.code for one in ended.effects if one.track == "mediation"] == ["safety-check-each-party"]
    assert desk.holds(claim.no_consent_was_withdrawn, anew)


# --------------------------------------------------------------------------- ways out


@pytest.mark.parametrize("state", UNDER_WAY)
@pytest.mark.parametrize("by", ["OFFICER", "MEDIATOR", "SPECIALIST", "SUPERVISOR", "SYSTEM"])
def test_anyone_on_duty_stops_for_a_bar_that_only_a_person_sees(desk, say, state, by):
    """The bar is named; triage begins anew."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN)

    case = desk.after(case, med.StopForBar("barred-term-demanded", "r:note"), getattr(say, by))

    assert desk.state(case) == "barred"
    assert desk.state(case, "intake") == "triaging"


@pytest.mark.parametrize("told", [med.StopForBar("duplicate", "r:note"), med.Refuse("duplicate")])
@pytest.mark.parametrize("refusal", ["duplicate", "mediation-refused"])
def test_only_a_reason_against_mediation_stops_or_refuses_it(desk, say, told, refusal):
    """A reason from another list is refused, and so is the heading of the right one."""
    reasons = desk.refuses(desk.case_in("screening"), attrs.evolve(told, refusal_reason=refusal), say.SUPERVISOR)

    assert reasons == {("not-a-reason-against-mediation", refusal)}


@pytest.mark.parametrize("state", AFTER_PROPOSAL)
@pytest.mark.parametrize("by", ["OFFICER", "MEDIATOR"])
def test_an_aggravating_factor_turns_mediation_into_a_formal_report(desk, say, state, by):
    """The factor joins the case and the escalation opens."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN)

    case = desk.after(case, med.Escalate(("weapon",), "r:made-safe"), getattr(say, by))

    assert desk.state(case) == "escalated"
    assert case.has_factor("weapon")
    assert desk.state(case, "escalation") == "considered"
    assert desk.refuses(desk.case_in(state), med.Escalate((), "r:safe"), say.OFFICER) == {("no-factor-named",)}


@pytest.mark.parametrize("state", ["agreement-signed", "monitoring"])
def test_a_confirmed_breach_always_opens_the_escalation(desk, say, state):
    """The factor, the mark and the open track come from the same event; both sides were heard."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN)
    told = med.ReportBreach("r:breach", breach_heard_both=True, breach_confirmed_by="o-1")

    after = desk.after(case, told, say.OFFICER)

    assert desk.state(after) == "breached"
    assert desk.state(after, "escalation") == "considered"
    assert after.has_factor("breached-undertaking")
    assert "breach-confirmed" in after.marks
    assert desk.refuses(case, attrs.evolve(told, breach_heard_both=False), say.OFFICER) == {("breach-not-heard",)}


def test_the_officer_takes_the_text_back_from_a_silent_judge(desk, say):
    """No state waits for an outsider alone."""
    case = desk.case_in("judicial-approval-pending", *say.ready(), say.DRAFT, say.SUBMIT)

    case = desk.after(case, med.RecallText("r:silent"), say.OFFICER, say.AT + 40 * DAY)

    assert desk.state(case) == "agreement-drafted"


@pytest.mark.parametrize("state", ["agreement-drafted", "contested"])
def test_the_mediator_returns_to_separate_meetings(desk, say, state):
    """A text that does not serve is talked over anew; the judge's approval of a contested one falls away."""
    marks = ("settlement-approved-by-judge",)
    case = desk.case_in(state, *say.ready(), say.DRAFT, marks=marks)

    case = desk.after(case, med.Reconvene("r:why"), say.MEDIATOR)

    assert desk.state(case) == "preparation"
    assert (case.marks == marks) is (state == "agreement-drafted")


# --------------------------------------------------------------------------- time, authority, safety


@pytest.mark.parametrize(
    ("state", "limit"),
    [
        ("proposed", timedelta(days=7)),
        ("screening", timedelta(days=3)),
        ("consent-pending", timedelta(days=7)),
        ("preparation", timedelta(days=7)),
        ("in-session", timedelta(hours=12)),
        ("adjourned", timedelta(days=14)),
        ("agreement-drafted", timedelta(days=7)),
        ("judicial-approval-pending", timedelta(days=30)),
        ("agreement-signed", timedelta(days=3)),
        ("monitoring", timedelta(days=30)),
        ("contested", timedelta(days=7)),
    ],
)
def test_every_state_under_way_has_its_time_limit(desk, state, limit):
    """The limits are those of the published practice."""
    case = desk.case_in(state)

    assert desk.rules.due_at(case, case.track("mediation")) == case.track("mediation").since + limit


def test_monitoring_runs_to_the_date_it_was_extended_to(desk, say):
    """An extension must lie ahead."""
    case = desk.case_in("monitoring", *say.ready(), say.DRAFT, say.SIGN)

    longer = desk.after(case, med.ExtendMonitoring(date(2026, 6, 1), "r:why"), say.OFFICER)

    assert desk.rules.due_at(longer, longer.track("mediation")) == datetime(2026, 6, 2, tzinfo=UTC)
    assert desk.refuses(case, med.ExtendMonitoring(date(2026, 2, 1), "r:why"), say.OFFICER) == {
        ("date-not-ahead", date(2026, 2, 1))
    }


@pytest.mark.parametrize("state", UNDER_WAY)
def test_a_party_is_checked_and_protected_in_every_state(desk, say, state):
    """Safety waits for no stage; each step schedules the next check and keeps the state."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN)

    checked = desk.does(case, say.CHECK, say.OFFICER)
    planned = desk.does(case, say.PLAN, say.SPECIALIST)

    assert desk.state(checked.case) == desk.state(planned.case) == state
    assert checked.effects[0].code == planned.effects[0].code == "schedule-safety-check"


@pytest.mark.parametrize("state", UNDER_WAY)
def test_a_mediator_can_be_replaced_from_the_screening_on(desk, say, state):
    """The supervisor names another, whom every side accepts; during the screening nobody is asked yet."""
    case = desk.case_in(state, *say.ready(), say.ADJOURN, say.DRAFT, say.SIGN)
    unasked = attrs.evolve(say.CHANGE, accepted_by=())
    if state == "proposed":
        assert desk.refuses(case, say.CHANGE, say.SUPERVISOR) == {
            ("not-offered", "mediation.change-mediator", "mediation/proposed")
        }
        return

    after = desk.after(case, unasked if state == "screening" else say.CHANGE, say.SUPERVISOR)

    assert after.holders("mediator") == ("m-2",)
    if state != "screening":
        assert desk.refuses(case, unasked, say.SUPERVISOR) == {
            ("mediator-not-accepted", "p1"),
            ("mediator-not-accepted", "p2"),
        }


@pytest.mark.parametrize("state", UNDER_WAY)
def test_who_holds_no_role_may_do_nothing(desk, say, state):
    """Authorisation is denied by default, also to members of the force who are not on the case."""
    case = desk.case_in(state, *say.ready())
    stranger = Actor("z-1", ("community-police-member", "intake-officer"))

    told = [one for one in desk.rules.options(case, by=stranger, at=say.AT) if one.track == "mediation"]

    assert told
    assert {one.verdict for one in told} == {Verdict.NOT_AUTHORISED}


def test_no_command_of_mediation_carries_what_a_party_said_about_the_matter():
    """What was said in mediation is no evidence: it is not taken down here, and no other track can read what is."""
    fields = {field.name for spec in med.MEDIATION.commands for field in spec.fields}

    assert not {name for name in fields if "statement" in name or "admission" in name}


def test_each_session_begins_with_confidentiality(desk, say):
    """The host is told to start it at the first session and at every further one."""
    first = desk.does(desk.case_in("preparation", *say.ready()), say.OPEN, say.MEDIATOR)
    further = desk.does(desk.case_in("adjourned", *say.ready(), say.ADJOURN, *say.CHECKS), say.RESUME, say.MEDIATOR)

    assert first.effects[0].code == further.effects[0].code == "start-confidentiality"
