"""What becomes of an agreement: contested, followed up, fulfilled; and what holds in every mediation."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from community_policing.cases import Actor
from community_policing.errors import InvalidWorkflowError
from community_policing.workflows._command import command
from community_policing.workflows._safeguards import Leads, Permits, Precedes
from community_policing.workflows.builtin import _mediation_safety as safety
from community_policing.workflows.builtin import mediation as med

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BARRED_TERMS = (
    "barred-terms",
    "barred-handing-over-a-person",
    "barred-marriage-as-settlement",
    "barred-loss-of-home-or-legal-share",
    "barred-withdrawal-of-mandatory-report",
    "barred-collective-expulsion",
    "barred-childs-right",
    "barred-payment-to-extortioner",
    "barred-silence-about-offence",
    "barred-return-to-danger",
)


def in_force(desk, say, state="monitoring", **more):
    """Return a case whose agreement was signed."""
    return desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN, **more)


# --------------------------------------------------------------------------- contesting


@pytest.mark.parametrize("state", ["agreement-signed", "monitoring"])
@pytest.mark.parametrize("by", [Actor("p1", speaks_for="p1"), Actor("o-1")], ids=lambda one: one.id)
def test_a_party_contests_the_agreement(desk, say, state, by):
    """In person or through the officer, and each side is checked; nobody contests for another."""
    case = in_force(desk, say, state)

    done = desk.does(case, med.ContestAgreement("p1", "r:ground"), by)

    assert desk.state(done.case) == "contested"
    assert done.effects[0].code == "safety-check-each-party"
    other = Actor("p2", speaks_for="p2")
    assert desk.refuses(case, med.ContestAgreement("p1", "r:ground"), other) == {("speaks-for-another", "p1")}


@pytest.mark.parametrize("had_a_part", ["m-1", "o-1", "s-9"])
def test_whoever_had_a_part_in_the_agreement_does_not_review_it(desk, say, had_a_part):
    """The mediator, the case officer, and whoever gave a step towards it."""
    case = desk.case_in(
        "agreement-drafted", *say.ready()[:-1], attrs.evolve(say.PASS, mediators=("m-1", "s-9")), say.DRAFT
    )
    mediates = attrs.evolve(case, assignments=(*case.assignments, attrs.evolve(case.assignments[1], actor="s-9")))
    signed = desk.after(mediates, say.SIGN, Actor("s-9"), say.SIGN_AT)
    contested = desk.after(signed, med.ContestAgreement("p1", "r:ground"), say.OFFICER, say.SIGN_AT)
    left = attrs.evolve(contested, assignments=case.assignments)
    told = med.UpholdAgreement(say.free(at=say.SIGN_AT), "r:why")

    assert desk.refuses(left, told, Actor(had_a_part, ("supervisor",)), say.SIGN_AT) == {("reviewer-had-a-part",)}
    assert desk.state(desk.after(left, told, say.SUPERVISOR, say.SIGN_AT)) == "monitoring"


# --------------------------------------------------------------------------- carrying it out


@pytest.mark.parametrize(
    ("dates", "reasons"),
    [
        ((), {("follow-up-dates-missing",)}),
        ((date(2026, 2, 1), date(2026, 4, 1)), {("date-not-ahead", date(2026, 2, 1))}),
    ],
)
def test_follow_ups_are_planned_and_lie_ahead(desk, say, dates, reasons):
    """Monitoring does not begin without one."""
    told = med.StartMonitoring(dates, "o-1")

    assert desk.refuses(in_force(desk, say, "agreement-signed"), told, say.OFFICER) == reasons


def test_a_profile_that_asks_for_a_fortnight_gets_a_follow_up_after_one(desk, say):
    """Visits in the first days alone do not do."""
    strict = desk.under(safeguards=("follow-up-14-days",))
    case = in_force(strict, say, "agreement-signed")
    soon, later = (date(2026, 3, 5), date(2026, 3, 14)), (date(2026, 3, 5), date(2026, 3, 15))

    assert strict.refuses(case, med.StartMonitoring(soon, "o-1"), say.OFFICER) == {("follow-up-too-soon",)}
    assert strict.refuses(case, med.StartMonitoring((), "o-1"), say.OFFICER) == {("follow-up-dates-missing",)}
    done = strict.does(case, med.StartMonitoring(later, "o-1"), say.OFFICER)
    assert (strict.state(done.case), done.effects[0].code) == ("monitoring", "schedule-follow-ups-d14-d30")


def test_a_profile_that_asks_for_a_fortnight_gets_a_follow_up_within_a_month(desk, say):
    """Of the visits after a fortnight one lies at most 30 days ahead; without the safeguard the dates are free."""
    strict = desk.under(safeguards=("follow-up-14-days",))
    case = in_force(strict, say, "agreement-signed")
    last, far, further = date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 1)
    told = med.StartMonitoring((further, date(2026, 3, 5), far), "o-1")

    assert strict.refuses(case, told, say.OFFICER) == {("follow-up-too-far", far)}
    assert (
        strict.state(strict.does(case, med.StartMonitoring((further, last), "o-1"), say.OFFICER).case) == "monitoring"
    )
    free = in_force(desk, say, "agreement-signed")
    assert desk.state(desk.does(free, told, say.OFFICER).case) == "monitoring"


def test_progress_is_recorded_on_a_term_of_the_agreement(desk, say):
    """Not on another."""
    told = med.RecordTermProgress("t-9", "done", "r:seen")

    assert desk.refuses(in_force(desk, say), told, say.OFFICER) == {("no-such-term", "t-9")}


def progressed(desk, say, *statuses, terms=None, at=DAY * 15):
    """Return a monitored case in which the terms stand so, and each side was just checked."""
    draft = say.DRAFT if terms is None else attrs.evolve(say.DRAFT, terms=terms)
    told = [med.RecordTermProgress(f"t-{n}", status, "r:seen") for n, status in enumerate(statuses, 1)]
    case = desk.case_in("monitoring", *say.ready(), draft, say.SIGN, *told)
    for party in ("p1", "p2"):
        check = attrs.evolve(say.CHECK, party=party, next_check_at=say.AT + at + DAY)
        case = desk.after(case, check, say.OFFICER, say.AT + at)
    return case, say.AT + at


def test_an_agreement_is_fulfilled_once_every_term_is_done_and_each_side_was_seen_alone(desk, say):
    """Each undone term is named."""
    done, at = progressed(desk, say, "done", "done")
    undone, _ = progressed(desk, say, "done", "partly-done")
    unknown, _ = progressed(desk, say, "done")

    assert desk.refuses(undone, say.FULFIL, say.OFFICER, at) == {("term-not-done", "t-2")}
    assert desk.refuses(unknown, say.FULFIL, say.OFFICER, at) == {("term-not-done", "t-2")}
    seen = attrs.evolve(say.FULFIL, seen_alone=False)
    assert desk.refuses(done, seen, say.OFFICER, at) == {("follow-up-not-alone",)}
    assert desk.state(desk.after(done, say.FULFIL, say.OFFICER, at)) == "fulfilled"


def test_an_agreement_whose_terms_are_not_known_here_is_not_fulfilled(desk, say):
    """What was taken over from elsewhere without its text counts as unmet."""
    reasons = desk.refuses(desk.case_in("monitoring", *say.ready()), say.FULFIL, say.OFFICER, say.AT + 15 * DAY)

    assert ("agreement-terms-unknown",) in reasons


@pytest.mark.parametrize(("until", "over"), [(date(2026, 3, 10), True), (date(2026, 6, 1), False)])
def test_a_recurring_term_is_done_when_its_time_has_run(desk, say, until, over):
    """Not with the first payment."""
    monthly = attrs.evolve(say.PAY, term_kind="periodic-payment", until=until)
    case, at = progressed(desk, say, "done", terms=(monthly,))

    if over:
        assert desk.state(desk.after(case, say.FULFIL, say.OFFICER, at)) == "fulfilled"
    else:
        assert desk.refuses(case, say.FULFIL, say.OFFICER, at) == {("term-still-running", "t-1")}


def test_monitoring_lasts_a_fortnight_before_anything_is_settled(desk, say):
    """However quickly everything was done."""
    case, at = progressed(desk, say, "done", "done", at=DAY)
    early = {("too-early", 14 * DAY, "mediation/monitoring")}
    partly = med.FulfilPartly("r:visit", seen_alone=True, terms_not_done=(), beneficiary_acceptance=True)

    assert desk.refuses(case, say.FULFIL, say.OFFICER, at) == early
    assert desk.refuses(case, partly, say.OFFICER, at) == early


def test_what_remains_is_let_go_freely_and_by_name(desk, say):
    """The outcome says that it was fulfilled in part."""
    case, at = progressed(desk, say, "done", "not-done")
    told = med.FulfilPartly("r:visit", seen_alone=True, terms_not_done=("t-2",), beneficiary_acceptance=True)

    assert desk.refuses(case, attrs.evolve(told, terms_not_done=()), say.OFFICER, at) == {
        ("undone-term-not-named", "t-2")
    }
    assert desk.refuses(case, attrs.evolve(told, beneficiary_acceptance=False), say.OFFICER, at) == {
        ("rest-not-accepted",)
    }
    assert desk.refuses(case, attrs.evolve(told, seen_alone=False), say.OFFICER, at) == {("follow-up-not-alone",)}
    case = desk.after(case, told, say.OFFICER, at)
    assert (desk.state(case), case.outcome) == ("partly-fulfilled", "partly-fulfilled")


# --------------------------------------------------------------------------- safeguards


def test_every_invariant_of_the_practice_is_a_safeguard():
    """By the ids under which the published rules know them; silence is kept by what no command carries."""
    found = {one.id for one in med.SAFEGUARDS}

    assert {
        "mediation-bar",
        "case-bar-stops",
        "case-consent-withdrawn",
        "mediation-withdrawal",
        "mediation-between-sessions",
        "mediation-breach",
        "mediation-joint",
        "mediation-judge",
    } <= found
    assert len(found) == len(med.SAFEGUARDS)


def test_the_safeguards_that_follow_a_command_hold(desk, say):
    """Withdrawal is everywhere permitted, a breach leads to an open escalation, a judge precedes what needs one."""
    permits, leads, precedes = (
        next(one for one in med.SAFEGUARDS if isinstance(one, kind)) for kind in (Permits, Leads, Precedes)
    )
    broken = desk.after(
        in_force(desk, say), med.ReportBreach("r:b", breach_heard_both=True, breach_confirmed_by="o-1"), say.OFFICER
    )
    unjudged = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT, category="neighbour-quarrel")

    assert permits.command is med.Withdraw
    assert permits.where.covers(desk.situation(in_force(desk, say)))
    assert leads.to.covers(desk.situation(broken))
    assert not leads.to.covers(desk.situation(in_force(desk, say)))
    assert precedes.given.covers(desk.situation(unjudged))
    assert precedes.first is med.JudgeAccepts


@pytest.mark.parametrize(
    ("state", "more", "broken"),
    [
        ("preparation", {"category": "rape"}, {"mediation-bar", "case-bar-stops"}),
        ("screening", {"category": "rape"}, {"case-bar-stops"}),
        ("proposed", {"marks": ("violence-disclosed",)}, {"mediation-private-screen"}),
        ("contested", {"factors": ("imminent-danger",)}, {"mediation-danger", "mediation-bar", "case-bar-stops"}),
        ("in-session", {"risk": None}, {"mediation-risk"}),
        ("adjourned", {}, {"mediation-between-sessions"}),
        ("agreement-signed", {}, {"mediation-free-will"}),
        ("monitoring", {"category": "neighbour-quarrel"}, {"mediation-free-will", "mediation-judge-on-this-text"}),
    ],
)
def test_a_case_that_no_rule_would_ever_reach_breaks_its_safeguard(desk, state, more, broken):
    """Each safeguard can fail, so that its holding means something."""
    assert set(desk.broken(desk.case_in(state, **more))) == broken


def test_an_agreement_is_free_by_its_signing_or_by_its_sending(desk, say):
    """Whichever road it came; nobody under pressure, nobody asked before others."""
    for told in (say.SIGN, say.SUBMIT):
        assert desk.holds(safety.agreement_was_free, desk.case_in("monitoring", told))
        pressed = attrs.evolve(told, duress_checks=say.free(duress_result="unclear"))
        assert not desk.holds(safety.agreement_was_free, desk.case_in("monitoring", pressed))


def test_no_other_track_reads_what_was_told_in_mediation(desk, say):
    """A guard of another workflow that asks for mediation's facts is a definition error."""

    @command("escalation.overhear")
    class Overhear:
        """Not a command of this library."""

    case = desk.case_in("in-session", *say.ready(), escalation="considered")
    here = desk.situation(case)
    here.track = case.track("escalation")

    assert Overhear.__command__.workflow == "escalation"
    with pytest.raises(InvalidWorkflowError, match="guard-reach"):
        here.last(med.OpenSession)
