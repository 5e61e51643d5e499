"""The agreement: lawful in every term, free on every side, and read by a judge where one is needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Party
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import RecordWish

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


# --------------------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"term_kind": "compensation", "amount": None}, ("term-lacks-amount", "t-2")),
        ({"term_kind": "payment-or-instalments", "amount": 0}, ("term-lacks-amount", "t-2")),
        ({"term_kind": "periodic-payment", "amount": 5}, ("term-lacks-end", "t-2")),
        ({"term": "t-1"}, ("term-not-new", "t-1")),
        ({"third_body": "r:council"}, ("term-binds-nobody", "t-2")),
        ({"beneficiary": "p3"}, ("term-names-outsider", "t-2")),
        ({"obligor": "p1"}, ("obligor-not-agreed", "t-2")),
        *(({"term_kind": kind}, ("term-barred", kind, "t-2")) for kind in BARRED_TERMS),
    ],
)
def test_a_term_that_is_not_whole_lawful_or_agreed_is_named(desk, say, changes, reason):
    """Each fault of each term is told with the term it lies in."""
    case = desk.case_in("in-session", *say.ready(), parties=(*say.ADULTS, Party("p3", "witness", age_band="adult")))
    told = attrs.evolve(say.DRAFT, terms=(say.PAY, attrs.evolve(say.SORRY, **changes)))

    assert reason in desk.refuses(case, told, say.MEDIATOR)
    assert desk.state(desk.after(case, say.DRAFT, say.MEDIATOR)) == "agreement-drafted"


def test_every_barred_term_of_the_scheme_is_tried_here(desk):
    """The list above is the scheme's."""
    terms = desk.rules.scheme("agreement-terms")

    assert {one.id for one in terms if "barred" in one.flags} == set(BARRED_TERMS)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"terms": ()}, ("terms-missing",)),
        ({"terms_are_lawful": False}, ("terms-not-lawful",)),
        ({"dues_are_kept": False}, ("dues-not-checked",)),
        ({"interim_safety_plans": ()}, ("safety-plan-not-given", "p1")),
        ({"stays_where_each": ()}, ("place-of-stay-not-given", "p2")),
        ({"next_check_at": datetime(2026, 5, 1, tzinfo=UTC)}, ("next-check-too-late", 7 * DAY)),
    ],
)
def test_a_text_is_checked_and_the_sides_are_safe_while_they_think_it_over(desk, say, changes, reason):
    """What is attested must be attested, and nobody goes home without a plan."""
    told = attrs.evolve(say.DRAFT, **changes)

    assert reason in desk.refuses(desk.case_in("in-session", *say.ready()), told, say.MEDIATOR)


@pytest.mark.parametrize(
    ("acceptance", "agreed"),
    [
        (
            med.ObligorAcceptance(accepted=True, accepted_at=datetime(2026, 3, 1, tzinfo=UTC), third_body="r:council"),
            True,
        ),
        (
            med.ObligorAcceptance(accepted=False, accepted_at=datetime(2026, 3, 1, tzinfo=UTC), third_body="r:council"),
            False,
        ),
        (
            med.ObligorAcceptance(accepted=True, accepted_at=datetime(2026, 3, 9, tzinfo=UTC), third_body="r:council"),
            False,
        ),
    ],
)
def test_a_third_body_is_bound_only_by_its_own_word(desk, say, acceptance, agreed):
    """It accepted, and did so before the text was worded."""
    term = med.AgreementTerm("t-3", "third-party-duty", third_body="r:council")
    told = attrs.evolve(say.DRAFT, terms=(say.PAY, term), obligor_acceptances=(say.YES, acceptance))
    case = desk.case_in("in-session", *say.ready())

    if agreed:
        assert desk.state(desk.after(case, told, say.MEDIATOR)) == "agreement-drafted"
    else:
        assert desk.refuses(case, told, say.MEDIATOR) == {("obligor-not-agreed", "t-3")}


def test_a_victim_is_never_kept_away_from_a_place(desk, say):
    """Staying away is laid on whoever did harm."""
    people = (Party("p1", "victim", age_band="adult"), say.ADULTS[1])
    away = med.AgreementTerm("t-3", "place-exclusion", "p1", beneficiary="p2")
    acceptances = (say.YES, attrs.evolve(say.YES, obligor="p1"))
    told = attrs.evolve(say.DRAFT, terms=(away,), obligor_acceptances=acceptances)

    reasons = desk.refuses(desk.case_in("in-session", *say.ready(), parties=people), told, say.MEDIATOR)

    assert reasons == {("term-keeps-victim-away", "t-3")}


def test_what_the_law_gives_is_not_waived_where_it_cannot_be(desk, say):
    """In a matter of maintenance nobody waives a claim; among neighbours one may, its amount known."""
    waiver = attrs.evolve(say.PAY, term_kind="waiver-of-civil-claim")
    told = attrs.evolve(say.DRAFT, terms=(waiver, say.SORRY))
    due = desk.case_in("in-session", *say.ready(), category="maintenance-claim")

    assert desk.refuses(due, told, say.MEDIATOR) == {("due-bargained-down", "t-1")}
    assert desk.after(desk.case_in("in-session", *say.ready()), told, say.MEDIATOR)


def test_a_child_who_is_or_may_be_affected_is_heard(desk, say):
    """The child's view is on record before the text is."""
    people = (*say.ADULTS, Party("c1", "affected-child", age_band="adult"))
    case = desk.case_in("in-session", *say.ready("p1", "p2", "c1"), parties=people)
    told = attrs.evolve(
        say.DRAFT,
        interim_safety_plans=(*say.PLANS, med.PartyPlan("c1", "r:plan", "r:aunt")),
        stays_where_each=(*say.STAYS, med.PartyStay("c1", "relative")),
    )

    assert desk.refuses(case, told, say.MEDIATOR) == {("child-view-missing",)}
    assert desk.after(case, attrs.evolve(told, child_view_note="r:child"), say.MEDIATOR)


def test_a_term_of_a_new_text_does_not_inherit_what_was_done_under_an_old_one(desk, say):
    """A reference that progress was recorded under stands for no other term."""
    done = med.RecordTermProgress("t-1", "done", "r:seen")
    case = desk.case_in("in-session", *say.ready(), done)

    assert desk.refuses(case, say.DRAFT, say.MEDIATOR) == {("term-not-new", "t-1")}


# --------------------------------------------------------------------------- free will


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duress_result": "pressure-found"}, "pressure-not-ruled-out"),
        ({"duress_result": "unclear"}, "pressure-not-ruled-out"),
        ({"seen_alone": False}, "free-will-not-checked"),
        ({"accepts_text": False}, "text-not-accepted"),
        ({"duress_check_at": datetime(2026, 3, 1, 9, tzinfo=UTC)}, "free-will-not-checked"),
        ({"duress_check_at": datetime(2026, 3, 9, tzinfo=UTC)}, "free-will-not-checked"),
    ],
    ids=["pressure", "unclear", "not alone", "not accepted", "before the text", "not yet"],
)
@pytest.mark.parametrize(
    ("state", "told", "by", "category"),
    [
        ("agreement-drafted", "SIGN", "MEDIATOR", "neighbour-dispute"),
        ("agreement-drafted", "SUBMIT", "OFFICER", "neighbour-quarrel"),
        ("contested", "UPHOLD", "SUPERVISOR", "neighbour-dispute"),
    ],
)
def test_every_side_is_asked_alone_about_this_very_text(desk, say, *, state, told, by, category, changes, code):
    """Before signing, before the judge, and before a contested agreement is upheld; each side counts."""
    case = desk.case_in(state, *say.ready(), say.DRAFT, category=category)
    commands = {"SIGN": say.SIGN, "SUBMIT": say.SUBMIT, "UPHOLD": med.UpholdAgreement(say.free(), "r:why")}
    unfree = attrs.evolve(commands[told], duress_checks=(*say.free("p1"), *say.free("p2", **changes)))
    nobody = attrs.evolve(commands[told], duress_checks=())

    assert desk.refuses(case, unfree, getattr(say, by), say.SIGN_AT) == {(code, "p2")}
    assert desk.refuses(case, nobody, getattr(say, by), say.SIGN_AT) == {
        ("free-will-not-checked", "p1"),
        ("free-will-not-checked", "p2"),
    }
    assert desk.after(case, commands[told], getattr(say, by), say.SIGN_AT)


@pytest.mark.parametrize(
    ("wish", "alone"), [("undecided", True), ("wants-report", True), (None, True), ("wants-agreement", False)]
)
@pytest.mark.parametrize(
    ("state", "told", "by", "category"),
    [
        ("agreement-drafted", "SIGN", "MEDIATOR", "neighbour-dispute"),
        ("agreement-drafted", "SUBMIT", "OFFICER", "neighbour-quarrel"),
        ("judicial-approval-pending", "ACCEPTS", "OFFICER", "neighbour-quarrel"),
    ],
)
def test_a_side_that_no_longer_wants_the_agreement_stops_it_on_every_road(
    desk, say, *, state, told, by, category, wish, alone
):
    """At the desk, on the way to the judge, and when the judge has decided."""
    feels = RecordWish("p1", "r:wish", alone, wish=wish, feels_safe_to_take_part=True, wish_unknown_reason="r:why")
    case = desk.case_in(state, *say.ready(), feels, say.DRAFT, say.SUBMIT, category=category)

    assert desk.refuses(case, getattr(say, told), getattr(say, by), say.SIGN_AT) == {("agreement-not-wanted", "p1")}


def test_a_judges_decision_does_not_stand_in_for_the_private_check(desk, say):
    """A text that was sent without each side's free word is not put in force by the judge's yes."""
    unfree = attrs.evolve(say.SUBMIT, duress_checks=(*say.free("p1"), *say.free("p2", duress_result="unclear")))
    unsent = desk.case_in("judicial-approval-pending", *say.ready(), say.DRAFT, category="neighbour-quarrel")
    sent = desk.case_in("judicial-approval-pending", *say.ready(), say.DRAFT, unfree, category="neighbour-quarrel")

    assert desk.refuses(unsent, say.ACCEPTS, say.OFFICER, say.SIGN_AT) == {
        ("free-will-not-checked", "p1"),
        ("free-will-not-checked", "p2"),
    }
    assert desk.refuses(sent, say.ACCEPTS, say.OFFICER, say.SIGN_AT) == {("pressure-not-ruled-out", "p2")}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"signatures": ()}, {("signature-missing", "p1"), ("signature-missing", "p2")}),
        ({"read_to_each_party": False}, {("text-not-read-out",)}),
        ({"copy_given": False}, {("copy-not-given",)}),
    ],
)
def test_the_text_is_read_out_signed_and_handed_over(desk, say, changes, reasons):
    """By every side."""
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT)

    assert desk.refuses(case, attrs.evolve(say.SIGN, **changes), say.MEDIATOR, say.SIGN_AT) == reasons


def test_a_signature_from_before_the_text_is_none(desk, say):
    """Nobody signs a blank sheet."""
    early = tuple(attrs.evolve(one, signed_at=say.AT - HOUR) for one in say.SIGNATURES)
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT)

    reasons = desk.refuses(case, attrs.evolve(say.SIGN, signatures=early), say.MEDIATOR, say.SIGN_AT)

    assert reasons == {("signature-missing", "p1"), ("signature-missing", "p2")}


@pytest.mark.parametrize(
    ("told", "by", "category"), [("SIGN", "MEDIATOR", "neighbour-dispute"), ("SUBMIT", "OFFICER", "neighbour-quarrel")]
)
def test_the_sides_sleep_on_it(desk, say, told, by, category):
    """The hours are those of the law."""
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT, category=category)
    early = say.AT + 23 * HOUR

    assert desk.refuses(case, getattr(say, told), getattr(say, by), early) == {("cooling-off-not-over", DAY)}
    quick = desk.under(cooling_off_hours=2)
    assert quick.after(case, getattr(say, told), getattr(say, by), early)


# --------------------------------------------------------------------------- the judge


@pytest.mark.parametrize(
    ("category", "safeguards"), [("neighbour-quarrel", ()), ("neighbour-dispute", ("judicial-approval",))]
)
def test_what_needs_a_judge_is_not_signed_at_the_desk(desk, say, category, safeguards):
    """Neither where the law says so nor where the profile does."""
    here = desk.under(safeguards=safeguards)
    case = here.case_in("agreement-drafted", *say.ready(), say.DRAFT, category=category)

    assert here.refuses(case, say.SIGN, say.MEDIATOR, say.SIGN_AT) == {("judge-needed",)}
    assert here.state(here.after(case, say.SUBMIT, say.OFFICER, say.SIGN_AT)) == "judicial-approval-pending"


def test_what_needs_no_judge_is_not_sent_to_one(desk, say):
    """The officer is told that it can be signed."""
    case = desk.case_in("agreement-drafted", *say.ready(), say.DRAFT)

    assert desk.refuses(case, say.SUBMIT, say.OFFICER, say.SIGN_AT) == {("judge-not-needed",)}


@pytest.mark.parametrize("decided_at", [datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)])
def test_a_judges_decision_lies_after_the_text_was_sent_and_before_now(desk, say, decided_at):
    """A decision on another text is none on this one."""
    case = desk.case_in("judicial-approval-pending", *say.ready(), say.DRAFT, say.SUBMIT, category="neighbour-quarrel")

    told = attrs.evolve(say.ACCEPTS, decided_at=decided_at)

    assert desk.refuses(case, told, say.OFFICER, say.SIGN_AT) == {("decision-not-on-this-text",)}


def test_the_approval_of_an_old_text_does_not_carry_over_to_a_new_one(desk, say):
    """A contested text that was worded anew goes to the judge anew."""
    facts = (*say.ready(), say.DRAFT, say.SUBMIT, say.ACCEPTS)
    approved = desk.case_in("contested", *facts, category="neighbour-quarrel")
    reworded = desk.case_in("contested", *facts, say.DRAFT, category="neighbour-quarrel")
    told = med.UpholdAgreement(say.free(), "r:why")

    assert desk.state(desk.after(approved, told, say.SUPERVISOR, say.SIGN_AT)) == "monitoring"
    assert desk.refuses(reworded, told, say.SUPERVISOR, say.SIGN_AT) == {("judge-has-not-approved",)}


def test_what_a_judge_approved_only_a_judge_undoes(desk, say):
    """A supervisor voids another agreement, and this one with the judge's decision."""
    facts = (*say.ready(), say.DRAFT, say.SUBMIT, say.ACCEPTS)
    marks = ("settlement-approved-by-judge",)
    case = desk.case_in("contested", *facts, category="neighbour-quarrel", marks=marks)

    assert desk.refuses(case, med.VoidAgreement("r:why"), say.SUPERVISOR) == {("judge-must-release",)}
    case = desk.after(case, med.VoidAgreement("r:why", "r:decision"), say.SUPERVISOR)
    assert (desk.state(case), case.marks) == ("no-agreement", ())
