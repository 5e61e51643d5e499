"""What is asked at one step towards an agreement is asked again at the next: no gate is easier than another."""

from __future__ import annotations

import attrs
import pytest

from community_policing.cases import Party
from community_policing.taxonomy import Risk
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import RecordConsent, RecordWish, WithdrawConsent

GATES = {
    "screening": ("PASS", "MEDIATOR", "neighbour-dispute"),
    "consent-pending": ("CONSENT", "MEDIATOR", "neighbour-dispute"),
    "preparation": ("OPEN", "MEDIATOR", "neighbour-dispute"),
    "adjourned": ("RESUME", "MEDIATOR", "neighbour-dispute"),
    "in-session": ("DRAFT", "MEDIATOR", "neighbour-dispute"),
    "agreement-drafted": ("SIGN", "MEDIATOR", "neighbour-dispute"),
    "agreement-drafted, to the judge": ("SUBMIT", "OFFICER", "neighbour-quarrel"),
    "judicial-approval-pending": ("ACCEPTS", "OFFICER", "neighbour-quarrel"),
}
WILLING = tuple(gate for gate in GATES if gate != "screening")
LATER = tuple(gate for gate in GATES if gate not in {"screening", "consent-pending"})
CHECKED = tuple(gate for gate in LATER if gate != "in-session")


def at_the_gate(desk, say, gate, *, flaws=(), category=None, **more):
    """Return the reasons at *gate* on a case in which nothing is wrong but *flaws*: commands and what they say."""
    told, by, matter = GATES[gate]
    facts = [*say.ready(), say.ADJOURN, *say.CHECKS, say.DRAFT, say.SUBMIT]
    for kind, changes in flaws:
        facts = [
            attrs.evolve(one, **changes) if isinstance(one, kind) and getattr(one, "party", "p1") == "p1" else one
            for one in facts
        ]
    case = desk.case_in(gate.partition(",")[0], *facts, category=category or matter, **more)
    commands = {"CONSENT": med.AllConsent(legal_advice_offered=True)}
    command = commands.get(told) or getattr(say, told)
    return desk.refuses(case, command, getattr(say, by), say.SIGN_AT)


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"seen_alone": False}, ("private-screen-missing", "p1")),
        ({"violence_screen": "found"}, ("violence-came-to-light", "p1")),
        ({"fear_of_other": "unclear"}, ("private-screen-unclear", "p1")),
        ({"honour_screen": "found"}, ("honour-danger-found", "p1")),
        ({"confinement_screen": "found"}, ("confinement-found", "p1")),
        ({"capacity_screen": "lacks-capacity"}, ("capacity-not-shown", "p1")),
    ],
)
def test_what_a_private_screen_left_open_or_found_shuts_every_gate(desk, say, gate, changes, reason):
    """From the screening to the judge's approval."""
    assert at_the_gate(desk, say, gate, flaws=((med.ScreenParty, changes),)) == {reason}


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"risk": Risk.HIGH}, ("risk-above-medium", "high")),
        ({"risk": None}, ("risk-not-assessed",)),
        ({"marks": ("violence-disclosed",)}, ("violence-disclosed-before",)),
        ({"escalation": "under-investigation"}, ("proceedings-pending", "escalation/under-investigation")),
    ],
)
def test_a_grave_case_shuts_every_gate(desk, say, gate, more, reason):
    """High or unknown risk, an earlier disclosure, a matter before the judiciary."""
    assert at_the_gate(desk, say, gate, **more) == {reason}


@pytest.mark.parametrize("gate", GATES)
def test_a_barred_matter_shuts_every_gate(desk, say, gate):
    """The factor that bars is named with its source."""
    codes = {code for code, *_ in at_the_gate(desk, say, gate, factors=("weapon",))}

    assert codes == {"category-not-mediable"}


@pytest.mark.parametrize("gate", GATES)
def test_an_injury_shuts_every_gate_where_the_profile_asks_for_none(desk, say, gate):
    """The bar of injury is lifted, and the safeguard takes its place."""
    strict = desk.under(lifted=("injury",), safeguards=("no-injury",))

    assert at_the_gate(strict, say, gate, factors=("injury",)) == {("injury-bars-mediation",)}


@pytest.mark.parametrize("gate", GATES)
def test_one_side_a_child_alone_and_a_group_without_mandate_shut_every_gate(desk, say, gate):
    """There must be two sides, and whoever cannot speak alone must be spoken for."""
    one = (say.ADULTS[0], Party("p2", "informant", age_band="adult"))
    child = (attrs.evolve(say.ADULTS[0], age_band="unknown-age"), say.ADULTS[1])
    group = (attrs.evolve(say.ADULTS[0], kind="organisation"), say.ADULTS[1])

    assert ("fewer-than-two-sides",) in at_the_gate(desk, say, gate, parties=one)
    assert ("minor-without-safeguard", "p1") in at_the_gate(desk, say, gate, parties=child)
    assert ("group-without-mandate", "p1") in at_the_gate(desk, say, gate, parties=group)


@pytest.mark.parametrize("gate", WILLING)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"consent_decision": "refused"}, ("consent-missing", "p1")),
        ({"taken_alone": False}, ("consent-not-separate", "p1")),
        ({"informed_of": ()}, ("consent-uninformed", "p1")),
    ],
)
def test_an_unfree_consent_shuts_every_gate_after_the_screening(desk, say, gate, changes, reason):
    """Refused, taken before others, or given without knowing what for."""
    assert at_the_gate(desk, say, gate, flaws=((RecordConsent, changes),)) == {reason}


@pytest.mark.parametrize("gate", CHECKED)
def test_an_unsafe_side_shuts_every_session_and_every_agreement(desk, say, gate):
    """Whatever else is in order."""
    told, by, matter = GATES[gate]
    unsafe = attrs.evolve(say.CHECK, party_is_safe=False)
    facts = (*say.ready(), say.ADJOURN, *say.CHECKS, say.DRAFT, say.SUBMIT, unsafe)
    case = desk.case_in(gate.partition(",")[0], *facts, category=matter)

    reasons = desk.refuses(case, getattr(say, told), getattr(say, by), say.SIGN_AT)

    assert reasons == {("party-not-safe", "p1")}


@pytest.mark.parametrize("gate", CHECKED)
def test_a_missing_specialist_shuts_every_session_and_every_agreement_where_one_is_asked_for(desk, say, gate):
    """Under a profile that asks for the assessment."""
    strict = desk.under(safeguards=("specialist-assessment",))

    assert at_the_gate(strict, say, gate) == {("specialist-assessment-missing",)}


@pytest.mark.parametrize("gate", ["preparation", "adjourned"])
def test_a_side_that_does_not_feel_safe_shuts_every_session(desk, say, gate):
    """A clear yes, said alone."""
    assert at_the_gate(desk, say, gate, flaws=((RecordWish, {"feels_safe_to_take_part": None}),)) == {
        ("does-not-feel-safe", "p1")
    }


@pytest.mark.parametrize(
    ("state", "told"),
    [("proposed", "START"), ("screening", "PASS"), ("consent-pending", "CHANGE"), ("screening", "CHANGE")],
)
def test_whoever_is_named_mediator_holds_the_role_on_the_case(desk, say, state, told):
    """And nobody else does."""
    by = {"START": say.OFFICER, "PASS": say.MEDIATOR, "CHANGE": say.SUPERVISOR}[told]
    changes = {"mediator": "m-3"} if told == "START" else {"mediators": ("m-3", "m-4")}

    case = desk.after(desk.case_in(state, *say.ready()), attrs.evolve(getattr(say, told), **changes), by)

    assert case.holders("mediator") == (("m-3",) if told == "START" else ("m-3", "m-4"))


@pytest.mark.parametrize(
    ("state", "told", "reason"),
    [
        ("screening", {"mediators": ("o-1",)}, ("mediator-is-case-officer", "o-1")),
        ("screening", {"mediators": ("p2",)}, ("mediator-not-neutral", "p2")),
    ],
)
def test_the_screening_is_not_passed_with_a_mediator_who_is_not_neutral(desk, say, state, told, reason):
    """Nobody is put forward who could not mediate."""
    assert desk.refuses(desk.case_in(state, *say.ready()), attrs.evolve(say.PASS, **told), say.MEDIATOR) == {reason}


def test_the_host_is_told_what_to_do_after_a_screen_and_a_refusal(desk, say):
    """Effects are codes, in order."""
    screened = desk.does(desk.case_in("screening"), say.SCREEN, say.SPECIALIST)
    refused = desk.does(desk.case_in("proposed"), med.Refuse("safety-risk"), say.SUPERVISOR)

    assert [one.code for one in screened.effects] == ["add-factors-found"]
    assert [one.code for one in refused.effects] == ["tell-parties-separately"]


def test_the_next_safety_check_is_scheduled_whenever_the_sides_go_home(desk, say):
    """After a session that is adjourned, and after one that ends in a text."""
    case = desk.case_in("in-session", *say.ready(), say.OPEN)

    for told in (say.ADJOURN, say.DRAFT):
        assert [one.code for one in desk.does(case, told, say.MEDIATOR).effects] == ["schedule-safety-check"]


@pytest.mark.parametrize("state", ["agreement-drafted", "contested"])
def test_the_table_is_set_anew_only_for_a_matter_and_for_sides_that_may_still_sit_at_it(desk, say, state):
    """A barred matter and a consent that no longer stands each stand in the way."""
    told = med.Reconvene("r:why")
    barred = desk.case_in(state, *say.ready(), say.DRAFT, factors=("weapon",))
    unwilling = desk.case_in(state, *say.ready(), say.DRAFT, WithdrawConsent("p1", "to-mediation"))

    assert {code for code, *_ in desk.refuses(barred, told, say.MEDIATOR)} == {"category-not-mediable"}
    assert desk.refuses(unwilling, told, say.MEDIATOR) == {("consent-missing", "p1")}


def test_a_further_session_brings_nobody_together_whom_a_measure_keeps_apart(desk, say):
    """As the first."""
    case = desk.case_in("adjourned", *say.ready(), say.ADJOURN, *say.CHECKS, category="area-violence")

    assert desk.refuses(case, say.RESUME, say.MEDIATOR) == {("session-form-barred", "joint")}
    shuttle = attrs.evolve(say.RESUME, session_form="shuttle")
    assert desk.state(desk.after(case, shuttle, say.MEDIATOR)) == "in-session"


def test_a_plan_of_safety_names_the_next_check_within_the_days_of_the_law(desk, say):
    """A plan without an end in sight protects nobody."""
    late = attrs.evolve(say.PLAN, next_check_at=say.CHECK.next_check_at.replace(month=6))

    codes = {code for code, *_ in desk.refuses(desk.case_in("preparation"), late, say.MEDIATOR)}

    assert codes == {"next-check-too-late"}


@pytest.mark.parametrize("by", ["OFFICER", "MEDIATOR", "SPECIALIST"])
def test_whoever_is_on_the_case_may_see_to_a_partys_safety(desk, say, by):
    """The officer, the mediator and the specialist alike."""
    assert desk.after(desk.case_in("preparation"), say.CHECK, getattr(say, by))


@pytest.mark.parametrize("by", ["MEDIATOR", "SPECIALIST"])
def test_the_mediator_and_the_specialist_screen_plan_and_pass(desk, say, by):
    """Either may."""
    case = desk.case_in("screening", *say.ready())

    for told in (say.SCREEN, say.PLAN, say.PASS):
        assert desk.after(case, told, getattr(say, by))


def test_only_a_side_contests_the_agreement(desk, say):
    """A witness to the dispute is not bound by it."""
    people = (*say.ADULTS, Party("p3", "witness", age_band="adult"))
    case = desk.case_in("monitoring", *say.ready(), say.DRAFT, say.SIGN, parties=people)

    assert desk.refuses(case, med.ContestAgreement("p3", "r:ground"), say.OFFICER) == {("party-takes-no-part", "p3")}


@pytest.mark.parametrize(
    ("state", "told", "by", "codes"),
    [
        ("preparation", med.EndWithoutAgreement("r:why", ()), "MEDIATOR", ["safety-check-each-party"]),
        ("judicial-approval-pending", med.EndWithoutAgreement("r:why", ()), "OFFICER", ["safety-check-each-party"]),
        (
            "monitoring",
            med.ReportBreach("r:b", breach_heard_both=True, breach_confirmed_by="o-1"),
            "OFFICER",
            ["safety-check-each-party"],
        ),
        (
            "preparation",
            med.StopForBar("safety-risk", "r:note"),
            "OFFICER",
            ["separate-parties-safely", "safety-check-each-party"],
        ),
        ("preparation", med.Escalate(("weapon",), "r:safe"), "OFFICER", ["separate-parties-safely"]),
    ],
)
def test_whoever_leaves_the_table_is_checked(desk, say, *, state, told, by, codes):
    """The end of a mediation is when people are hurt."""
    done = desk.does(desk.case_in(state, *say.ready(), say.DRAFT, say.SIGN), told, getattr(say, by))

    assert [one.code for one in done.effects] == codes


def test_stopping_for_a_bar_opens_the_escalation_where_a_report_is_due(desk, say):
    """A collective feud is reported whatever its mediation comes to."""
    feud = desk.case_in("preparation", *say.ready(), category="group-or-tribal-feud")
    quarrel = desk.case_in("preparation", *say.ready())
    told = med.StopForBar("safety-risk", "r:note")

    assert desk.state(desk.after(feud, told, say.OFFICER), "escalation") == "considered"
    assert desk.after(quarrel, told, say.OFFICER).tracks_of("escalation") == ()


@pytest.mark.parametrize(
    "told",
    [
        med.Fulfil("r:visit", seen_alone=True),
        med.FulfilPartly("r:visit", seen_alone=True, terms_not_done=("t-1", "t-2"), beneficiary_acceptance=True),
    ],
)
def test_nothing_is_fulfilled_while_a_side_is_not_known_to_be_safe(desk, say, told):
    """In full or in part."""
    at = say.AT + 15 * say.DAY
    case = desk.case_in("monitoring", *say.ready(), say.DRAFT, say.SIGN)

    reasons = desk.refuses(case, told, say.OFFICER, at)

    assert {("safety-check-missing", 7 * say.DAY, "p1"), ("safety-check-missing", 7 * say.DAY, "p2")} <= reasons
