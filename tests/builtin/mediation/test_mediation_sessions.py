"""What a session asks of everyone, and that a refusal names all that is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Assignment, Party
from community_policing.taxonomy import Risk
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import (
    RecordConsent,
    RecordOutsideAction,
    RecordStatement,
    RecordWish,
    SetGuardian,
    SetRepresentative,
)

DAY = timedelta(days=1)


def without(facts, *commands, party="p1"):
    """Return *facts* without those of *commands* that *party* told."""
    return tuple(one for one in facts if not (isinstance(one, commands) and getattr(one, "party", party) == party))


def changed(facts, command, party="p1", **changes):
    """Return *facts* in which what *party* told by *command* reads otherwise."""
    return tuple(
        attrs.evolve(one, **changes) if isinstance(one, command) and getattr(one, "party", party) == party else one
        for one in facts
    )


def test_a_session_on_a_case_that_lacks_everything_is_refused_with_everything_that_every_side_lacks(desk, say):
    """One reason for each side and each thing, so that nobody is sent back twice."""
    case = attrs.evolve(desk.case_in("preparation", risk=None), assignments=(Assignment("mediator", "m-1"),))

    reasons = desk.refuses(case, say.OPEN, say.MEDIATOR)

    assert reasons == {
        ("risk-not-assessed",),
        ("mediator-not-chosen", "m-1"),
        *(
            (code, party)
            for party in ("p1", "p2")
            for code in (
                "private-screen-missing",
                "capacity-not-shown",
                "consent-missing",
                "does-not-feel-safe",
                "basic-facts-contested",
            )
        ),
        *(("safety-check-missing", 7 * DAY, party) for party in ("p1", "p2")),
    }


def test_a_session_at_which_everything_is_wrong_is_refused_with_all_of_it(desk, say):
    """Also what the command itself gets wrong is told in the same breath."""
    case = desk.case_in("preparation", *say.ready(), category="area-violence", closure="open")
    wrong = attrs.evolve(
        say.OPEN, mediators=(), present_parties=(), rights_explained_at=say.AT + DAY, session_form="joint"
    )

    assert desk.refuses(case, wrong, say.MEDIATOR) == {
        ("nobody-present",),
        ("rights-not-explained",),
        ("session-form-barred", "joint"),
    }


def test_a_session_opens_when_nothing_is_missing(desk, say):
    """Two adults, screened, willing, heard and safe."""
    assert desk.state(desk.after(desk.case_in("preparation", *say.ready()), say.OPEN, say.MEDIATOR)) == "in-session"


@pytest.mark.parametrize(
    ("command", "changes", "reason"),
    [
        (med.ScreenParty, {"seen_alone": False}, ("private-screen-missing", "p1")),
        (med.ScreenParty, {"violence_screen": "unclear"}, ("private-screen-unclear", "p1")),
        (med.ScreenParty, {"honour_screen": "not-asked"}, ("private-screen-unclear", "p1")),
        (med.ScreenParty, {"violence_screen": "found"}, ("violence-came-to-light", "p1")),
        (med.ScreenParty, {"honour_screen": "found"}, ("honour-danger-found", "p1")),
        (med.ScreenParty, {"confinement_screen": "found"}, ("confinement-found", "p1")),
        (med.ScreenParty, {"capacity_screen": "lacks-capacity"}, ("capacity-not-shown", "p1")),
        (med.ScreenParty, {"interpreter_need": True}, ("interpreter-missing", "p1")),
        (RecordConsent, {"consent_decision": "refused"}, ("consent-missing", "p1")),
        (RecordConsent, {"valid_until": date(2026, 2, 1)}, ("consent-missing", "p1")),
        (RecordConsent, {"informed_of": ()}, ("consent-uninformed", "p1")),
        (RecordConsent, {"taken_alone": False}, ("consent-not-separate", "p1")),
        (RecordWish, {"feels_safe_to_take_part": False}, ("does-not-feel-safe", "p1")),
        (RecordWish, {"feels_safe_to_take_part": None}, ("does-not-feel-safe", "p1")),
        (RecordWish, {"asked_alone": False}, ("does-not-feel-safe", "p1")),
    ],
)
@pytest.mark.parametrize("state", ["preparation", "adjourned"])
def test_what_one_side_did_not_say_freely_keeps_a_session_shut(desk, say, *, state, command, changes, reason):
    """Each answer of each side counts, at the first session and at every further one."""
    facts = (*changed(say.ready(), command, **changes), say.ADJOURN, *say.CHECKS)
    told = say.OPEN if state == "preparation" else say.RESUME

    assert desk.refuses(desk.case_in(state, *facts), told, say.MEDIATOR) == {reason}


@pytest.mark.parametrize("position", ["denies", "silent"])
def test_a_first_session_needs_agreement_on_what_happened(desk, say, position):
    """Whoever denies the basic facts, or says nothing of them, cannot be mediated with."""
    facts = changed(say.ready(), RecordStatement, position_on_facts=position)

    assert desk.refuses(desk.case_in("preparation", *facts), say.OPEN, say.MEDIATOR) == {
        ("basic-facts-contested", "p1")
    }


def test_a_first_session_can_follow_a_support_to_decide_and_an_interpreter(desk, say):
    """Who needs support has capacity, and who needs an interpreter has one."""
    facts = changed(say.ready(), med.ScreenParty, capacity_screen="needs-support", interpreter_need=True)
    told = attrs.evolve(say.OPEN, interpreter_present=True)

    assert desk.state(desk.after(desk.case_in("preparation", *facts), told, say.MEDIATOR)) == "in-session"


def test_a_case_marked_by_an_earlier_screen_is_never_brought_to_the_table(desk, say):
    """Whatever the parties say now."""
    case = desk.case_in("preparation", *say.ready(), marks=("violence-disclosed",))

    assert desk.refuses(case, say.OPEN, say.MEDIATOR) == {("violence-disclosed-before",)}


@pytest.mark.parametrize(
    ("risk", "reason"), [(Risk.HIGH, ("risk-above-medium", "high")), (None, ("risk-not-assessed",))]
)
@pytest.mark.parametrize(
    ("state", "told"),
    [("preparation", "OPEN"), ("adjourned", "RESUME"), ("screening", "PASS"), ("agreement-drafted", "SIGN")],
)
def test_nothing_is_mediated_at_high_or_unknown_risk(desk, say, *, risk, reason, state, told):
    """Not the screening, not a session, not the signing."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, risk=risk)

    assert desk.refuses(case, getattr(say, told), say.MEDIATOR, say.SIGN_AT) == {reason}


# --------------------------------------------------------------------------- safety between sessions


def test_a_further_session_needs_a_safety_check_of_each_side_within_the_days_of_the_law(desk, say):
    """Those made after the session was adjourned count while they are fresh; then each side is asked anew."""
    case = desk.case_in("adjourned", *say.ready(), say.ADJOURN, *say.CHECKS)
    late, check = say.AT + 7 * DAY, attrs.evolve(say.CHECK, next_check_at=say.AT + 9 * DAY)

    assert desk.refuses(case, say.RESUME, say.MEDIATOR, late) == {
        ("safety-check-missing", 7 * DAY, "p1"),
        ("safety-check-missing", 7 * DAY, "p2"),
    }
    case = desk.after(case, check, say.OFFICER, late)
    assert desk.refuses(case, say.RESUME, say.MEDIATOR, late) == {("safety-check-missing", 7 * DAY, "p2")}
    case = desk.after(case, attrs.evolve(check, party="p2"), say.OFFICER, late)
    assert desk.state(desk.after(case, say.RESUME, say.MEDIATOR, late)) == "in-session"


def test_the_days_between_checks_are_those_of_the_law(desk, say):
    """A force that asks every three days gets every three days."""
    strict = desk.under(safety_check_days=3)
    case = strict.case_in("adjourned", *say.ready(), say.ADJOURN, *say.CHECKS)

    assert ("safety-check-missing", 3 * DAY, "p1") in strict.refuses(case, say.RESUME, say.MEDIATOR, say.AT + 3 * DAY)


@pytest.mark.parametrize("changes", [{"party_is_safe": False}, {"stays_where": "unknown"}])
def test_an_unsafe_side_or_one_whose_stay_is_unknown_keeps_the_session_shut(desk, say, changes):
    """Fresh screens do not outweigh it; only a later check does."""
    case = desk.case_in("adjourned", *say.ready(), say.ADJOURN, *say.CHECKS)

    case = desk.after(case, attrs.evolve(say.CHECK, **changes), say.OFFICER)

    assert desk.refuses(case, say.RESUME, say.MEDIATOR) == {("party-not-safe", "p1")}
    assert desk.state(desk.after(desk.after(case, say.CHECK, say.OFFICER), say.RESUME, say.MEDIATOR)) == "in-session"


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"seen_alone": False}, {("party-not-seen-alone",)}),
        ({"interviewer_is_trained": False}, {("interviewer-not-trained",)}),
        ({"next_check_at": datetime(2026, 3, 1, 9, 30, tzinfo=UTC)}, {("next-check-too-late", 7 * DAY)}),
        ({"next_check_at": datetime(2026, 3, 9, tzinfo=UTC)}, {("next-check-too-late", 7 * DAY)}),
    ],
)
def test_that_a_side_is_safe_counts_only_when_said_alone_to_someone_trained(desk, say, changes, reasons):
    """And the next check lies ahead, within the days of the law."""
    assert desk.refuses(desk.case_in("preparation"), attrs.evolve(say.CHECK, **changes), say.OFFICER) == reasons


def test_that_a_side_is_unsafe_is_taken_down_however_it_was_learnt(desk, say):
    """News of danger is never refused for its form."""
    told = attrs.evolve(say.CHECK, party_is_safe=False, seen_alone=False, interviewer_is_trained=False)

    assert desk.state(desk.after(desk.case_in("preparation"), told, say.OFFICER)) == "preparation"


def test_a_plan_of_safety_is_one_that_the_person_agrees_to(desk, say):
    """Nobody is given a plan against his or her will."""
    told = attrs.evolve(say.PLAN, person_agrees=False)

    assert desk.refuses(desk.case_in("preparation"), told, say.MEDIATOR) == {("plan-not-agreed",)}


def test_a_session_is_adjourned_with_a_plan_and_a_known_place_of_stay_for_each_side(desk, say):
    """What is not said of a side, and a date that is over, are each named."""
    told = attrs.evolve(
        say.ADJOURN,
        interim_safety_plans=say.PLANS[:1],
        stays_where_each=(say.STAYS[0], attrs.evolve(say.STAYS[1], stays_where="unknown")),
        next_date=date(2026, 2, 1),
        next_check_at=say.AT + 30 * DAY,
    )

    assert desk.refuses(desk.case_in("in-session", *say.ready(), say.OPEN), told, say.MEDIATOR) == {
        ("safety-plan-not-given", "p2"),
        ("place-of-stay-not-given", "p2"),
        ("date-not-ahead", date(2026, 2, 1)),
        ("next-check-too-late", 7 * DAY),
    }


def test_plans_made_one_by_one_let_a_mediation_rest_too(desk, say):
    """A plan and a place of stay count whichever command told them."""
    plans = (say.PLAN, attrs.evolve(say.PLAN, party="p2", stays_where="unknown"))
    case = desk.case_in("adjourned", *say.asked("p1"), *say.asked("p2"), *plans, say.PASS)
    checked = attrs.evolve(say.CHECK, party="p2")

    done = desk.does(case, checked, say.OFFICER)

    assert desk.state(done.case) == "adjourned"
    assert desk.state(desk.after(case, attrs.evolve(say.CHECK, party="p1"), say.OFFICER)) == "preparation"


# --------------------------------------------------------------------------- children, groups, victims, courts


def test_a_child_comes_to_the_table_with_a_guardian_without_conflict(desk, say):
    """A guardian in conflict cannot consent; a neutral representative can."""
    child = Party("p1", "disputing-party", age_band="boy-or-girl")
    people = (
        child,
        say.ADULTS[1],
        Party("g1", "guardian", age_band="adult"),
        Party("n1", "neutral-child-representative", age_band="adult"),
    )
    facts = (*say.ready("p1", "p2", "g1"),)
    by_guardian = changed(facts, RecordConsent, given_by="g1")
    conflict = SetGuardian("p1", "g1", "r:paper", "found", substitute="n1")

    def reasons(*told):
        return desk.refuses(desk.case_in("preparation", *told, parties=people), say.OPEN, say.MEDIATOR)

    assert reasons(*by_guardian) == {("minor-without-safeguard", "p1")}
    assert reasons(*by_guardian, conflict) == {("consent-by-conflicted-guardian", "p1")}
    assert desk.after(
        desk.case_in("preparation", *changed(facts, RecordConsent, given_by="n1"), conflict, parties=people),
        say.OPEN,
        say.MEDIATOR,
    )
    assert desk.after(
        desk.case_in(
            "preparation", *by_guardian, attrs.evolve(conflict, guardian_conflict="nothing-found"), parties=people
        ),
        say.OPEN,
        say.MEDIATOR,
    )


def test_a_group_is_represented_on_a_mandate(desk, say):
    """Its representative sits beside it without being a side."""
    clan = attrs.evolve(say.ADULTS[0], kind="collective")
    people = (clan, say.ADULTS[1], Party("h1", "group-representative", age_band="adult"))
    mandate = SetRepresentative("p1", "h1", "r:mandate", "r:limits")

    assert desk.refuses(desk.case_in("preparation", *say.ready(), parties=people), say.OPEN, say.MEDIATOR) == {
        ("group-without-mandate", "p1")
    }
    assert desk.after(desk.case_in("preparation", *say.ready(), mandate, parties=people), say.OPEN, say.MEDIATOR)


def test_where_there_is_a_victim_the_other_side_does_not_deny_it(desk, say):
    """Denial, silence and not having been heard each stand in the way."""
    people = (Party("p1", "victim", age_band="adult"), Party("p2", "respondent", age_band="adult"))
    denied = changed(say.ready(), RecordStatement, party="p2", position_on_facts="denies")
    unheard = without(say.ready(), RecordStatement, party="p2")

    for facts in (denied, unheard):
        assert desk.refuses(desk.case_in("preparation", *facts, parties=people), say.OPEN, say.MEDIATOR) == {
            ("basic-facts-contested", "p2"),
            ("responsibility-denied", "p2"),
        }
    assert desk.after(desk.case_in("preparation", *say.ready(), parties=people), say.OPEN, say.MEDIATOR)


@pytest.mark.parametrize(("leave", "opens"), [(None, False), (False, False), (True, True)])
def test_a_matter_before_the_judiciary_is_mediated_with_its_leave_only(desk, say, leave, opens):
    """The leave is recorded as what another body did."""
    outside = RecordOutsideAction(
        "r:leave", "r:court", say.AT, "r:law", departs_from_policy=False, action_note="r:note", judicial_leave=leave
    )
    case = desk.case_in("preparation", *say.ready(), outside, escalation="before-court")

    if opens:
        assert desk.state(desk.after(case, say.OPEN, say.MEDIATOR)) == "in-session"
    else:
        assert desk.refuses(case, say.OPEN, say.MEDIATOR) == {("proceedings-pending", "escalation/before-court")}


@pytest.mark.parametrize("form", ["joint", "co-mediated"])
def test_whoever_a_measure_keeps_apart_is_never_brought_together(desk, say, form):
    """The mediator goes between them instead, or they speak over a distance."""
    facts = changed(say.ready(), med.PassScreening, mediators=("m-1", "m-2"))
    case = desk.case_in("preparation", *facts, category="area-violence")
    case = attrs.evolve(case, assignments=(Assignment("mediator", "m-1"), Assignment("mediator", "m-2")))
    told = attrs.evolve(say.OPEN, mediators=("m-1", "m-2"))

    assert desk.refuses(case, attrs.evolve(told, session_form=form), say.MEDIATOR) == {("session-form-barred", form)}
    assert desk.state(desk.after(case, attrs.evolve(told, session_form="shuttle"), say.MEDIATOR)) == "in-session"
