"""What a formal report asks before it moves, and what must hold of it in every case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Assignment, CaseFactor, Party
from community_policing.taxonomy import FrozenMap, Risk
from community_policing.workflows import Accepted, Refused
from community_policing.workflows._safeguards import Forbids, Never, Permits, Precedes
from community_policing.workflows._situation import Situation, View
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import escalation as esc
from community_policing.workflows.builtin._record_commands import (
    AddFactor,
    RecordWish,
    SetGuardian,
    SetRepresentative,
)

RULES = standard_rulebook()
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(hours=2), NOW + timedelta(hours=2)
OFFICER = Actor("o-1", unit="u-1")
SUPERVISOR = Actor("s-1", ("supervisor",), unit="u-9")
VICTIM = Party("v", "victim", age_band="adult")
SECOND = Party("w", "victim", age_band="adult")
ACCUSED = Party("r", "alleged-perpetrator", age_band="adult")
FATHER = Party("f", "guardian", age_band="adult")
COMPLAINT, OPEN, DUTY = "assault-no-injury", "marital-dispute", "dv-physical-injury"

WISH = RecordWish("v", "wish-1", asked_alone=True, wish="no-report")
ACK = esc.Acknowledge("BGD/77/2026", "desk-3", EARLIER)
COMPLAINS = esc.VictimComplains("record-1", EARLIER, "v")
SUBMIT = esc.Submit(
    "criminal-report", "package-1", "police-station", ("request-1",), "wish-1", wish_and_requests_in_package=True
)
HELD = esc.SuspectLocated(EARLIER, "police-station", "u-1")
RELEASED = esc.SuspectReleased("terms-1", EARLIER, victim_told_at=EARLIER)
CHECK = {
    "checked_by": "x-1",
    "checked_by_unit": "u-2",
    "seen_alone": True,
    "other_party_in_custody": False,
    "duress_check_at": EARLIER,
    "duress_result": "clear",
    "rights_explained_at": EARLIER,
}
WITHDRAW = esc.WithdrawReport("v", EARLIER, **CHECK)
SETTLE = esc.ConfirmSettlement("decision-1", "judge-1", judge_accepted=True, decided_at=EARLIER, **CHECK)
PROPOSE = esc.ProposeSettlement("conciliation", "v", EARLIER, other_party_in_custody=False)
DECLINE = esc.VictimDeclines("v", "competent-adult-declines", EARLIER, EARLIER, "clear", seen_alone=True)
ASSESS = esc.Assess("grounds-1", "criminal-report")


def case_in(state, *facts, category=COMPLAINT, parties=(VICTIM, ACCUSED), marks=(), factors=(), risk=None):
    """Return a case whose report stands in *state*, with the officer assigned."""
    categories = category if isinstance(category, tuple) else (category,)
    made = as_it_stands(
        RULES,
        "c-1",
        tracks={"escalation": state},
        facts=facts,
        categories=categories,
        parties=parties,
        by=SUPERVISOR,
        at=NOW,
    ).expect()
    return attrs.evolve(
        made.case,
        assignments=(Assignment("case-officer", "o-1"),),
        marks=marks,
        risk=risk,
        factors=tuple(CaseFactor(one) for one in factors),
    )


def do(case, command, *, by=OFFICER, rules=RULES, at=NOW):
    return rules.decide(case, command, by=by, at=at)


def refusal(outcome):
    assert isinstance(outcome, Refused), outcome
    return {reason.code for reason in outcome.reasons}


def with_law(**changes):
    profile = RULES.profile
    return RULES.with_profile(attrs.evolve(profile, law=attrs.evolve(profile.law, **changes)))


# --------------------------------------------------------------------------- what the victim wants


def test_the_victims_wish_comes_first():
    """Nothing is assessed before the victim's wish, or why it could not be asked, is recorded; nobody else's counts."""
    silent = attrs.evolve(WISH, wish=None)
    unknown = attrs.evolve(silent, wish_unknown_reason="reason-1")

    assert refusal(do(case_in("considered"), ASSESS)) == {"victim-wish-not-recorded"}
    assert refusal(do(case_in("considered", silent), ASSESS)) == {"victim-wish-not-recorded"}
    assert isinstance(do(case_in("considered", unknown), ASSESS), Accepted)


def test_a_body_that_was_harmed_has_no_wish_to_ask_alone():
    """An organisation is heard through its representative, and does not hold up the assessment."""
    shop = Party("v", "complainant", kind="organisation")

    assert isinstance(do(case_in("considered", parties=(shop, ACCUSED)), ASSESS), Accepted)


def test_where_no_victim_is_named_the_complainant_is_the_one_harmed():
    """The complainant's wish is asked for, and the complainant complains."""
    parties = (Party("v", "complainant", age_band="adult"), ACCUSED)

    assert refusal(do(case_in("considered", parties=parties), ASSESS)) == {"victim-wish-not-recorded"}
    assert isinstance(do(case_in("complaint-check", parties=parties), COMPLAINS), Accepted)


@pytest.mark.parametrize(
    ("party", "code"),
    [
        (Party("v", "victim", age_band="adolescent"), "decliner-not-competent-adult"),
        (Party("v", "victim"), "decliner-not-competent-adult"),
        (Party("v", "victim", age_band="adult", capacity="lacks-capacity"), "decliner-not-competent-adult"),
        (Party("v", "witness", age_band="adult"), "decliner-not-harmed"),
    ],
)
def test_only_a_competent_adult_victim_declines(party, code):
    """A minor, one of unknown age, one who lacks capacity and one who was not harmed do not decline."""
    case = case_in("complaint-check", WISH, parties=(party, SECOND, ACCUSED))

    assert code in refusal(do(case, attrs.evolve(DECLINE, refusal_reason="no-offence")))


def test_an_unknown_age_makes_a_report_due():
    """Where the consent of an adult would decide, one who may be a child brings the duty to report."""
    case = case_in("complaint-check", WISH, parties=(Party("v", "victim"), ACCUSED))

    assert "duty-to-report" in refusal(do(case, DECLINE))


def test_one_victim_does_not_decline_for_another():
    """Another victim who wants a report, has not decided, or was not asked alone, keeps the report alive."""
    parties = (VICTIM, SECOND, ACCUSED)
    second = attrs.evolve(WISH, party="w")

    for told in ((), (attrs.evolve(second, wish="wants-report"),), (attrs.evolve(second, asked_alone=False),)):
        case = case_in("complaint-check", WISH, *told, parties=parties)
        assert "another-victim-open" in refusal(do(case, attrs.evolve(DECLINE, refusal_reason="no-offence")))
    agreed = case_in("complaint-check", WISH, second, parties=parties)
    assert isinstance(do(agreed, DECLINE), Accepted)


def test_one_victim_does_not_settle_for_another():
    """A conciliation asked for by one victim does not bind the other."""
    case = case_in("settlement-review", PROPOSE, parties=(VICTIM, SECOND, ACCUSED))
    unasked = case_in("settlement-review", parties=(VICTIM, ACCUSED))

    assert [reason.items for reason in do(case, SETTLE, by=SUPERVISOR).reasons] == [(("party", "w"),)]
    both = case_in("accepted", parties=(VICTIM, SECOND, ACCUSED))
    assert [reason.items for reason in do(both, WITHDRAW).reasons] == [(("party", "w"),)]
    assert refusal(do(unasked, SETTLE, by=SUPERVISOR)) == {"another-victim-open"}


def test_only_a_matter_that_depends_on_a_complaint_is_withdrawn():
    """Where the State acts of its own motion, the victim's withdrawal does not end the report."""
    assert refusal(do(case_in("accepted", category=OPEN), WITHDRAW)) == {"offence-not-complaint-only"}


# --------------------------------------------------------------------------- why no report is made


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        ("duplicate", "refusal-not-for-escalation"),
        ("escalation-refused", "refusal-not-for-escalation"),
        ("waiting-for-complaint", "refusal-needs-complaint-offence"),
        ("complaint-only-no-complaint", "refusal-needs-complaint-offence"),
        ("competent-adult-declines", "refusal-needs-wish"),
    ],
)
def test_a_reason_against_a_report_must_be_one_and_be_borne_out(refused, code):
    """Only the reasons for not escalating count, and the case must bear them out, wherever they are given."""
    for source, command in (
        ("considered", esc.Drop(refused)),
        ("supervisor-review", esc.Reject(refused)),
        ("preparing", esc.StopBeforeSubmission(refused)),
    ):
        assert refusal(do(case_in(source, category=OPEN), command, by=SUPERVISOR)) == {code}


def test_who_declines_gives_a_reason_that_counts():
    """A reason of another list is none for leaving the complaint."""
    declined = attrs.evolve(DECLINE, refusal_reason="duplicate")

    assert refusal(do(case_in("complaint-check", WISH), declined)) == {"refusal-not-for-escalation"}


def test_a_reason_that_the_case_bears_out_is_enough():
    """Waiting for a complaint in a complaint-only matter; an adult who, asked alone, does not want a report."""
    waits = case_in("considered")
    declines = case_in("considered", WISH, category=OPEN)

    assert isinstance(do(waits, esc.Drop("waiting-for-complaint"), by=SUPERVISOR), Accepted)
    assert isinstance(do(declines, esc.Drop("competent-adult-declines"), by=SUPERVISOR), Accepted)


def test_a_minor_does_not_decline_through_a_supervisor():
    """The reason that an adult declines does not serve for a child."""
    case = case_in("considered", WISH, category=OPEN, parties=(Party("v", "victim"), ACCUSED))

    assert "refusal-needs-adult" in refusal(do(case, esc.Drop("competent-adult-declines"), by=SUPERVISOR))


NOT_MADE = [
    ("considered", esc.Drop("no-offence"), SUPERVISOR, ()),
    ("complaint-check", DECLINE, OFFICER, (WISH,)),
    ("complaint-check", esc.ComplaintTimePassed(EARLIER), OFFICER, (esc.ComplaintNeeded(date(2026, 3, 1)),)),
    ("supervisor-review", esc.Reject("no-offence"), SUPERVISOR, ()),
    ("preparing", esc.StopBeforeSubmission("no-offence"), SUPERVISOR, ()),
    ("preparing", WITHDRAW, OFFICER, ()),
]


@pytest.mark.parametrize("step", NOT_MADE, ids=[type(one[1]).__name__ for one in NOT_MADE])
@pytest.mark.parametrize(
    ("circumstance", "code"),
    [
        ({"factors": ("weapon",)}, "duty-to-report"),
        ({"risk": Risk.IMMINENT}, "imminent-danger"),
        ({"factors": ("imminent-danger",)}, "imminent-danger"),
        ({"marks": ("breach-confirmed",)}, "confirmed-breach-pending"),
    ],
)
def test_a_duty_a_danger_or_a_breach_keeps_the_report_alive(step, circumstance, code):
    """No report is left unmade while a duty holds, danger is imminent, or a breach waits to be reported."""
    source, command, by, facts = step

    assert isinstance(do(case_in(source, *facts), command, by=by), Accepted)
    assert code in refusal(do(case_in(source, *facts, **circumstance), command, by=by))


def test_a_report_that_an_authority_has_is_not_quietly_stopped():
    """A registered report is completed or decided; once refused or closed there is nothing to leave behind."""
    stop = esc.StopBeforeSubmission("no-offence")
    refused = esc.AuthorityRefuses("decision-1", "reason-1")
    closed = esc.AuthorityCloses("decision-1", "reason-1", EARLIER)

    assert refusal(do(case_in("preparing", ACK), stop, by=SUPERVISOR)) == {"report-still-pending"}
    for ended in (refused, closed, WITHDRAW):
        assert isinstance(do(case_in("preparing", ACK, ended), stop, by=SUPERVISOR), Accepted)


# --------------------------------------------------------------------------- which way


def test_the_law_decides_which_matters_wait_for_a_complaint():
    """Where all matters depend on a complaint the victim decides; where one does not, the supervisor."""
    needed, refer = esc.ComplaintNeeded(date(2026, 6, 1)), esc.Discretionary("note-1")
    mixed = case_in("legal-check", category=(COMPLAINT, OPEN))
    rules = with_law(complaint_only=frozenset())

    assert refusal(do(mixed, needed)) == {"report-not-the-victims-choice"}
    assert isinstance(do(mixed, refer), Accepted)
    assert refusal(do(case_in("legal-check"), refer)) == {"report-is-the-victims-choice"}
    assert isinstance(do(case_in("legal-check"), refer, rules=rules), Accepted)


def test_a_report_that_the_policy_leaves_to_the_victim_is_hers_to_decide():
    """Extortion depends on no complaint by law, yet its policy asks an adult victim; no time bars her."""
    case = case_in("legal-check", category=("electronic-extortion",))
    waiting = case_in("complaint-check", category=("electronic-extortion",))
    late = NOW + timedelta(days=91)

    assert refusal(do(case, esc.Discretionary("note-1"))) == {"report-is-the-victims-choice"}
    assert isinstance(do(case, esc.ComplaintNeeded(date(2026, 6, 1))), Accepted)
    assert "offence-not-complaint-only" in refusal(do(waiting, esc.ComplaintTimePassed(LATER), at=late))
    assert refusal(do(waiting, esc.Discretionary("note-1"))) == {"complaint-decides-alone"}
    assert isinstance(do(waiting, esc.Discretionary("note-1"), at=late), Accepted)


def test_a_duty_leaves_one_way_only():
    """With a duty to report neither the victim nor the supervisor is asked; without one there is no duty to apply."""
    case = case_in("legal-check", category=DUTY)
    duty = esc.DutyApplies("law-1", EARLIER)

    assert "duty-to-report" in refusal(do(case, esc.ComplaintNeeded(date(2026, 6, 1))))
    assert "duty-to-report" in refusal(do(case, esc.Discretionary("note-1")))
    assert refusal(do(case_in("legal-check"), duty)) == {"duty-to-report-absent"}
    assert refusal(do(case, esc.DutyApplies("law-1"))) == {"victim-not-told-first"}
    for source in ("complaint-check", "supervisor-review"):
        assert refusal(do(case_in(source), esc.DutyFound("law-1", EARLIER))) == {"duty-to-report-absent"}
        assert refusal(do(case_in(source, category=DUTY), esc.DutyFound("law-1"))) == {"victim-not-told-first"}
    assert isinstance(do(case, esc.DutyApplies("law-1", not_told_reason="unsafe-1")), Accepted)


def test_the_time_for_a_complaint_is_the_laws():
    """The last day told to the victim lies within the window of the profile in force, counted from today."""
    case = case_in("legal-check")
    last = NOW.date() + timedelta(days=90)

    assert isinstance(do(case, esc.ComplaintNeeded(last)), Accepted)
    assert refusal(do(case, esc.ComplaintNeeded(last + timedelta(days=1)))) == {"complaint-time-too-long"}
    shorter = with_law(complaint_window_days=30)
    assert refusal(do(case, esc.ComplaintNeeded(last), rules=shorter)) == {"complaint-time-too-long"}
    assert isinstance(do(case, esc.ComplaintNeeded(date.min)), Accepted)


def test_a_protection_notice_needs_someone_to_protect():
    """The assessment asked for it, and the risk, a factor or the policy shows the need."""
    notice, assessed = esc.NotifyForProtection(("request-1",), "law-1"), esc.Assess("grounds-1", "protection-notice")

    assert refusal(do(case_in("legal-check", assessed, risk=Risk.LOW), notice)) == {"protection-need-absent"}
    assert refusal(do(case_in("legal-check", ASSESS), notice)) == {"report-kind-not-protection"}
    assert refusal(do(case_in("legal-check"), notice)) == {"report-kind-not-protection"}
    for need in ({"risk": Risk.MEDIUM}, {"risk": Risk.LOW, "factors": ("weapon",)}, {"category": "child-neglect"}):
        assert isinstance(do(case_in("legal-check", assessed, **need), notice), Accepted)


# --------------------------------------------------------------------------- who speaks


def test_a_complaint_is_the_victims_or_that_of_who_lawfully_stands_in():
    """Guardians without a conflict, substitutes, mandated representatives and the victim's lawyer; nobody accused."""
    lawyer = Party("l", "legal-representative", age_band="adult", related_to="v")
    stranger = Party("t", "legal-representative", age_band="adult", related_to="r")
    parties = (VICTIM, ACCUSED, FATHER, lawyer, stranger, Party("m", "family-member", age_band="adult"))
    guardian = SetGuardian("v", "f", "basis-1", "nothing-found")
    conflict = SetGuardian("v", "f", "basis-1", "found", substitute="m")
    accused = SetGuardian("v", "r", "basis-1", "nothing-found")
    mandate = SetRepresentative("v", "m", "mandate-1", "limits-1")
    over = attrs.evolve(mandate, mandate_until=date(2026, 3, 1))
    runs = attrs.evolve(mandate, mandate_until=date(2026, 4, 1))

    def complains(who, *facts):
        case = case_in("complaint-check", *facts, parties=parties)
        return isinstance(do(case, attrs.evolve(COMPLAINS, complainant=who)), Accepted)

    assert complains("v")
    assert complains("l")
    assert complains("f", guardian)
    assert complains("m", conflict)
    assert complains("m", mandate)
    assert complains("m", runs)
    assert not complains("t")
    assert not complains("f")
    assert not complains("f", conflict)
    assert not complains("m", guardian)
    assert not complains("r", accused)
    assert not complains("m", over)


def test_a_child_may_complain_but_not_waive():
    """A child may ask alone for help; ending the matter takes a guardian without a conflict or a representative."""
    child = Party("v", "victim", age_band="adolescent")
    parties = (child, ACCUSED, FATHER)
    guardian = SetGuardian("v", "f", "basis-1", "nothing-found")

    assert isinstance(do(case_in("complaint-check", parties=parties), COMPLAINS), Accepted)
    assert refusal(do(case_in("accepted", ACK, parties=parties), PROPOSE)) == {"minor-cannot-waive"}
    by_guardian = attrs.evolve(PROPOSE, requested_by="f")
    assert isinstance(do(case_in("accepted", ACK, guardian, parties=parties), by_guardian), Accepted)
    asked = case_in("settlement-review", guardian, by_guardian, parties=parties)
    assert isinstance(do(asked, SETTLE, by=SUPERVISOR), Accepted)


@pytest.mark.parametrize(("source", "command"), [("accepted", PROPOSE), ("accepted", WITHDRAW)])
def test_the_accused_does_not_end_the_matter(source, command):
    """A request of anyone but the victim, or who lawfully stands in, is refused."""
    case = case_in(source, ACK)

    assert "request-not-by-victim" in refusal(do(case, attrs.evolve(command, requested_by="r")))


# --------------------------------------------------------------------------- the report itself


def test_the_report_goes_to_a_competent_authority():
    """The law says who is competent for which kind, and another profile may say otherwise."""
    case = case_in("preparing", COMPLAINS)
    rules = with_law(competent_partners=FrozenMap({"criminal-report": frozenset({"public-prosecution"})}))
    school = attrs.evolve(SUBMIT, report_kind="victim-complaint", target_partner="school")

    assert refusal(do(case, school)) == {"target-not-competent"}
    assert refusal(do(case, SUBMIT, rules=rules)) == {"target-not-competent"}
    assert refusal(do(case, attrs.evolve(SUBMIT, report_kind="court-petition"), rules=rules)) == {
        "target-not-competent"
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"wish_and_requests_in_package": False}, "wish-or-requests-not-stated"),
        ({"protection_requests": ()}, "protection-requests-missing"),
    ],
)
def test_the_report_states_the_wish_and_the_requests_also_under_a_duty(change, code):
    """A duty to report outweighs the victim's wish and never silences it."""
    case = case_in("preparing", category=DUTY)

    assert isinstance(do(case, SUBMIT), Accepted)
    assert refusal(do(case, attrs.evolve(SUBMIT, **change))) == {code}


def test_a_report_without_anyone_harmed_asks_for_no_protection():
    """A phenomenon has no victim to protect."""
    case = case_in("preparing", category=OPEN, parties=(ACCUSED,))

    assert isinstance(do(case, attrs.evolve(SUBMIT, protection_requests=())), Accepted)


def test_a_notice_does_not_take_the_place_of_a_report_that_is_due():
    """Where a report is mandatory a protection notice is not enough, and a kind that the matter takes is."""
    notice = attrs.evolve(SUBMIT, report_kind="protection-notice", target_partner="family-and-child-protection")
    lost = attrs.evolve(SUBMIT, report_kind="missing-person-report")

    assert refusal(do(case_in("preparing", category=DUTY), notice)) == {"report-kind-below-duty"}
    assert isinstance(do(case_in("preparing", category="missing-child"), lost), Accepted)
    assert isinstance(do(case_in("preparing", category="child-neglect"), notice), Accepted)


def test_the_criminal_route_waits_for_the_complaint():
    """In a complaint-only matter only protection or help is asked for until the victim complains."""
    petition = attrs.evolve(SUBMIT, report_kind="court-petition", target_partner="civil-court")

    assert refusal(do(case_in("preparing"), SUBMIT)) == {"complaint-missing"}
    assert refusal(do(case_in("preparing", COMPLAINS, WITHDRAW), SUBMIT)) == {"complaint-missing"}
    assert refusal(do(case_in("preparing", COMPLAINS, DECLINE), SUBMIT)) == {"complaint-missing"}
    assert isinstance(do(case_in("preparing"), petition), Accepted)
    assert isinstance(do(case_in("preparing", DECLINE, COMPLAINS), SUBMIT), Accepted)
    assert isinstance(do(case_in("preparing", category=OPEN), SUBMIT), Accepted)


# --------------------------------------------------------------------------- release, court, conciliation


@pytest.mark.parametrize(
    ("told", "reason", "accepted"),
    [
        (EARLIER, None, True),
        (EARLIER - timedelta(hours=1), None, True),
        (EARLIER + timedelta(hours=1), None, False),
        (EARLIER + timedelta(hours=1), "reason-1", True),
        (None, "reason-1", True),
        (None, None, False),
    ],
)
def test_the_victim_is_told_before_the_release_or_it_is_recorded_why_not(told, reason, accepted):
    """Told first, or the reason stands there."""
    release = attrs.evolve(RELEASED, victim_told_at=told, not_told_reason=reason)

    outcome = do(case_in("suspect-held", HELD), release)

    assert isinstance(outcome, Accepted) is accepted
    assert accepted or refusal(outcome) == {"victim-not-told-before-release"}


def test_only_a_competent_court_decides_and_only_a_judge_accepts():
    """Both are attested with the reference of the decision."""
    decision = esc.Decide("conviction", "decision-1", EARLIER, by_competent_court=False)
    unaccepted = attrs.evolve(SETTLE, judge_accepted=False)

    assert refusal(do(case_in("before-court"), decision)) == {"decision-not-by-competent-court"}
    assert refusal(do(case_in("settlement-review", PROPOSE), unaccepted, by=SUPERVISOR)) == {"judge-has-not-accepted"}


def test_only_a_matter_of_the_court_goes_back_to_it():
    """What never went to court returns to the investigation."""
    assert refusal(do(case_in("settlement-review"), esc.ReturnToCourt("reason-1"))) == {"matter-not-before-court"}


def test_conciliation_is_for_the_matters_that_the_law_names():
    """Each matter must be one of them, under the profile in force."""
    rules = with_law(conciliation_allowed=frozenset())

    assert "conciliation-not-allowed" in refusal(do(case_in("accepted", ACK, category=OPEN), PROPOSE))
    assert refusal(do(case_in("accepted", ACK), PROPOSE, rules=rules)) == {"conciliation-not-allowed"}
    mixed = case_in("settlement-review", PROPOSE, category=(COMPLAINT, OPEN))
    assert "conciliation-not-allowed" in refusal(do(mixed, SETTLE, by=SUPERVISOR))


def test_a_grave_factor_bars_conciliation_and_custody_alone_does_not():
    """Custody asks for an independent check; a weapon, with custody or without, ends the talk of conciliation."""
    held = attrs.evolve(PROPOSE, other_party_in_custody=True)

    assert refusal(do(case_in("accepted", ACK, factors=("weapon",)), PROPOSE)) == {"conciliation-barred"}
    both = case_in("accepted", ACK, factors=("weapon", "party-in-custody"))
    assert refusal(do(both, held)) == {"conciliation-barred"}
    assert isinstance(do(case_in("accepted", ACK, factors=("party-in-custody",)), held), Accepted)


def test_a_matter_that_is_never_mediable_is_never_conciliated_here():
    """Where the law would allow it and the policy bars mediation, the stricter holds."""
    rules = with_law(conciliation_allowed=frozenset({"fraud-or-deception"}))

    case = case_in("accepted", ACK, category="fraud-or-deception")

    assert refusal(do(case, PROPOSE, rules=rules)) == {"conciliation-barred"}


def test_conciliation_is_asked_for_in_time():
    """The window of the profile in force runs from the registered report, which must be on record."""
    late = attrs.evolve(ACK, received_at=NOW - timedelta(days=366))
    shorter = with_law(conciliation_window_days=30)
    month_old = attrs.evolve(ACK, received_at=NOW - timedelta(days=31))

    assert refusal(do(case_in("accepted"), PROPOSE)) == {"report-number-unknown"}
    assert refusal(do(case_in("accepted", late), PROPOSE)) == {"conciliation-too-late"}
    assert isinstance(do(case_in("accepted", month_old), PROPOSE), Accepted)
    assert refusal(do(case_in("accepted", month_old), PROPOSE, rules=shorter)) == {"conciliation-too-late"}


@pytest.mark.parametrize("circumstance", [{"risk": Risk.IMMINENT}, {"factors": ("imminent-danger",)}])
def test_danger_lets_nothing_be_settled(circumstance):
    """While danger is imminent the judge's acceptance does not end the report."""
    case = case_in("settlement-review", PROPOSE, **circumstance)

    assert "imminent-danger" in refusal(do(case, SETTLE, by=SUPERVISOR))


# --------------------------------------------------------------------------- that nobody was pressed

CHECKED = [
    ("complaint-check", DECLINE, OFFICER, (WISH,)),
    ("accepted", WITHDRAW, OFFICER, ()),
    ("settlement-review", SETTLE, SUPERVISOR, (PROPOSE,)),
]


@pytest.mark.parametrize("step", CHECKED, ids=[type(one[1]).__name__ for one in CHECKED])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seen_alone": False}, "duress-not-seen-alone"),
        ({"duress_result": "pressure-found"}, "duress-not-excluded"),
        ({"duress_result": "unclear"}, "duress-not-excluded"),
        ({"duress_check_at": LATER}, "duress-check-in-future"),
        ({"duress_check_at": NOW - timedelta(days=8)}, "duress-check-too-old"),
        ({"rights_explained_at": LATER}, "report-rights-not-explained"),
    ],
)
def test_nothing_is_given_up_without_a_private_and_recent_check(step, change, code):
    """Alone, clear, recent and after the rights were explained; what is unclear counts as pressure."""
    source, command, by, facts = step
    case = case_in(source, *facts)

    assert isinstance(do(case, command, by=by), Accepted)
    assert code in refusal(do(case, attrs.evolve(command, **change), by=by))


@pytest.mark.parametrize(("source", "command", "by", "facts"), CHECKED[1:])
def test_custody_asks_for_a_check_by_another_unit(source, command, by, facts):
    """With the other side held, the unit that holds does not check, and which unit that is must be known."""
    case = case_in(source, *facts)
    held = attrs.evolve(command, other_party_in_custody=True)

    assert refusal(do(case, held, by=by)) == {"custody-unit-unknown"}
    assert refusal(do(case, attrs.evolve(held, holding_unit="u-2"), by=by)) == {"custody-check-by-holding-unit"}
    assert isinstance(do(case, attrs.evolve(held, holding_unit="u-1"), by=by), Accepted)


@pytest.mark.parametrize(("source", "command", "by", "facts"), CHECKED[1:])
def test_custody_that_is_on_record_is_not_left_out(source, command, by, facts):
    """A recorded arrest or factor must be stated, and the recorded unit counts whatever the command says."""
    arrested = case_in(source, HELD, *facts)
    factor = case_in(source, *facts, factors=("party-in-custody",))
    free = case_in(source, HELD, RELEASED, *facts)
    held = attrs.evolve(command, other_party_in_custody=True, holding_unit="u-7")

    assert refusal(do(arrested, command, by=by)) == {"custody-not-stated"}
    assert "custody-not-stated" in refusal(do(factor, command, by=by))
    assert isinstance(do(free, command, by=by), Accepted)
    by_holder = attrs.evolve(held, checked_by_unit="u-1")
    assert refusal(do(arrested, by_holder, by=by)) == {"custody-check-by-holding-unit"}


@pytest.mark.parametrize(("source", "command", "by", "facts"), CHECKED[1:])
def test_who_checked_is_of_the_unit_that_is_named(source, command, by, facts):
    """Whoever records an own check cannot name another unit than the own."""
    own = attrs.evolve(command, checked_by=by.id)

    assert refusal(do(case_in(source, *facts), own, by=by)) == {"checker-unit-untrue"}
    assert isinstance(do(case_in(source, *facts), attrs.evolve(own, checked_by_unit=by.unit), by=by), Accepted)


def test_a_request_for_conciliation_says_that_the_other_side_is_held():
    """From the request on, custody is on the table."""
    assert refusal(do(case_in("suspect-held", ACK, HELD), PROPOSE)) == {"custody-not-stated"}


# --------------------------------------------------------------------------- safeguards


def broken(case, safeguard):
    """Return whether *case* stands where the safeguard says that no case ever does."""
    here = Situation(View(RULES, case, NOW), case.track("escalation"), OFFICER)
    return safeguard.where.covers(here)


def safeguard(name):
    return next(one for one in esc.ESCALATION.safeguards if one.id == name)


HELD_CHECK = {"other_party_in_custody": True, "holding_unit": "u-1"}

BREAKING = [
    ("escalation-duty", case_in("not-escalated", category=DUTY), case_in("submitted", category=DUTY)),
    ("escalation-duty", case_in("withdrawn", category=DUTY), case_in("withdrawn")),
    ("escalation-breach", case_in("not-escalated", marks=("breach-confirmed",)), case_in("not-escalated")),
    (
        "escalation-custody-settlement",
        case_in("settled", attrs.evolve(SETTLE, **HELD_CHECK, checked_by_unit="u-1")),
        case_in("settled", attrs.evolve(SETTLE, **HELD_CHECK)),
    ),
    (
        "escalation-custody-withdrawal",
        case_in("withdrawn", attrs.evolve(WITHDRAW, other_party_in_custody=True)),
        case_in("withdrawn", WITHDRAW),
    ),
    (
        "escalation-release",
        case_in("under-investigation", attrs.evolve(RELEASED, victim_told_at=None)),
        case_in("under-investigation", RELEASED),
    ),
    (
        "escalation-number",
        attrs.evolve(case_in("decided"), outcome="formal-report-opened"),
        attrs.evolve(case_in("decided", marks=("report-registered",)), outcome="formal-report-opened"),
    ),
    (
        "escalation-wish-stated",
        case_in("submitted", attrs.evolve(SUBMIT, wish_and_requests_in_package=False)),
        case_in("submitted", SUBMIT),
    ),
    ("escalation-registration-known", case_in("decided", ACK), case_in("decided", ACK, marks=("notice-registered",))),
]


@pytest.mark.parametrize(("name", "wrong", "right"), BREAKING, ids=[one[0] for one in BREAKING])
def test_a_safeguard_tells_a_broken_case_from_a_sound_one(name, wrong, right):
    """Each "never" sees the case that it forbids, and lets its sound likeness pass."""
    assert broken(wrong, safeguard(name))
    assert not broken(right, safeguard(name))


def test_every_safeguard_is_exercised_here():
    """No safeguard is added without a test: the nevers above, the others below."""
    nevers = {one.id for one in esc.ESCALATION.safeguards if isinstance(one, Never)}

    assert nevers == {name for name, *_ in BREAKING}


@pytest.mark.parametrize("kept", [one for one in esc.ESCALATION.safeguards if isinstance(one, Forbids)])
def test_what_is_forbidden_is_refused_wherever_it_is_offered(kept):
    """In the forbidden circumstance the command is refused, whatever it says."""
    ways = {esc.WithdrawReport: (WITHDRAW, OFFICER), esc.VictimDeclines: (DECLINE, OFFICER)}
    command, by = ways.get(kept.command, (SETTLE, SUPERVISOR))
    child = Party("v", "victim", age_band="adolescent")

    for step in esc.ESCALATION.transitions:
        for source in step.sources if step.on is kept.command else ():
            case = case_in(source.name, PROPOSE, risk=Risk.IMMINENT, category=DUTY, parties=(child, ACCUSED))
            assert broken(case, kept)
            assert isinstance(do(case, command, by=by), Refused)


@pytest.mark.parametrize("kept", [one for one in esc.ESCALATION.safeguards if isinstance(one, Permits)])
def test_what_is_permitted_is_accepted_wherever_it_holds(kept):
    """The victim comes back, and the officer records progress, in every state that the safeguard names."""
    victim = Actor("v", speaks_for="v")
    progress = esc.RecordProgress("note-1", "call-1", date(2026, 3, 12), victim_told_at=EARLIER)
    command, by = (esc.Reconsider("r-1"), victim) if kept.command is esc.Reconsider else (progress, OFFICER)

    for name in kept.where.parts[0].states:
        case = case_in(name, category=DUTY if name == "not-accepted" else COMPLAINT, risk=Risk.IMMINENT)
        assert broken(case, kept)
        assert isinstance(do(case, command, by=by), Accepted)


@pytest.mark.parametrize("kept", [one for one in esc.ESCALATION.safeguards if isinstance(one, Precedes)])
def test_what_comes_first_has_been_done_on_every_way(kept):
    """Without the first command no path leads into the states that presuppose it."""
    seen, queue = set(), [esc.considered]
    while queue:
        here = queue.pop()
        seen.add(here.name)
        onward = (step for step in esc.ESCALATION.leaving(here) if getattr(step, "on", None) is not kept.first)
        queue += [step.target for step in onward if step.target.name not in seen]

    assert seen.isdisjoint(kept.states)


def test_no_step_of_a_report_takes_support_away():
    """Whether a report is made or not, the only track that it ever ends is mediation, under a duty to report."""
    ended = {target for step in esc.ESCALATION.steps for target in step.ends}

    assert ended == {"mediation@escalated"}


@pytest.mark.parametrize("factor", ["weapon", "strangulation", "party-in-custody", "breached-undertaking", "injury"])
def test_what_settles_is_never_opened_by_a_graver_factor(factor):
    """Of the steps that lead away from a report none is accepted with a factor that was refused without it."""
    for source, command, by, facts in (*NOT_MADE, *CHECKED):
        for category in (COMPLAINT, OPEN, DUTY):
            before = case_in(source, *facts, category=category)
            after = do(before, AddFactor(factor, "source-1", EARLIER)).expect().case
            if isinstance(do(before, command, by=by), Refused):
                assert isinstance(do(after, command, by=by), Refused)
