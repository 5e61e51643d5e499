"""Who mediates, how a screening is passed, and how consent is established."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from community_policing.cases import Actor, Assignment, Party
from community_policing.workflows.builtin import mediation as med
from community_policing.workflows.builtin._record_commands import (
    WithdrawConsent,
)
from community_policing.workflows.builtin._record_work_commands import Recuse

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


# --------------------------------------------------------------------------- who mediates


@pytest.mark.parametrize("state", ["preparation", "adjourned"])
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mediators": ("m-1", "m-9")}, ("mediator-not-chosen", "m-9")),
        ({"session_form": "co-mediated"}, ("second-mediator-missing",)),
        ({"session_form": "remote"}, ("remote-not-private",)),
        ({"session_form": "remote", "remote_privacy_confirmed": False}, ("remote-not-private",)),
        ({"present_parties": ()}, ("nobody-present",)),
        ({"present_parties": ("p1", "p3")}, ("not-to-be-present", "p3")),
        ({"present_parties": ("p9",)}, ("no-such-party", "p9")),
    ],
)
def test_a_session_has_its_mediators_its_privacy_and_its_people(desk, say, state, changes, reason):
    """The same at the first session and at every further one; a companion may sit beside a side."""
    people = (*say.ADULTS, Party("p3", "witness", age_band="adult"), Party("p4", "support-person", age_band="adult"))
    case = desk.case_in(state, *say.ready(), say.ADJOURN, *say.CHECKS, parties=people)
    told = say.OPEN if state == "preparation" else say.RESUME
    accompanied = attrs.evolve(told, present_parties=("p1", "p2", "p4"))

    assert desk.refuses(case, attrs.evolve(told, **changes), say.MEDIATOR) == {reason}
    assert desk.state(desk.after(case, accompanied, say.MEDIATOR)) == "in-session"


def test_a_remote_session_opens_when_each_party_is_known_to_be_alone(desk, say):
    """Privacy is attested."""
    told = attrs.evolve(say.OPEN, session_form="remote", remote_privacy_confirmed=True)

    assert desk.state(desk.after(desk.case_in("preparation", *say.ready()), told, say.MEDIATOR)) == "in-session"


def test_two_mediators_conduct_a_session_when_both_were_chosen(desk, say):
    """A co-mediated session has two, named when the screening was passed."""
    facts = changed(say.ready(), med.PassScreening, mediators=("m-1", "m-2"))
    case = desk.case_in("preparation", *facts)
    case = attrs.evolve(case, assignments=(Assignment("mediator", "m-1"), Assignment("mediator", "m-2")))
    told = attrs.evolve(say.OPEN, session_form="co-mediated", mediators=("m-1", "m-2"))

    assert desk.state(desk.after(case, told, say.MEDIATOR)) == "in-session"


@pytest.mark.parametrize(
    ("recused", "assigned", "speaks", "reason"),
    [
        ("m-1", ("mediator",), None, ("mediator-recused", "m-1")),
        (None, ("mediator", "case-officer"), None, ("mediator-is-case-officer", "m-1")),
        (None, ("mediator",), "p1", ("acts-for-a-party", "m-1")),
    ],
)
@pytest.mark.parametrize("state", ["preparation", "adjourned"])
def test_no_session_opens_with_a_mediator_who_is_not_neutral(desk, say, *, state, recused, assigned, speaks, reason):
    """One who was recused, keeps the case, or speaks for a party."""
    told = (Recuse(recused, "r:tie", "m-2"),) if recused else ()
    case = desk.case_in(state, *say.ready(), say.ADJOURN, *say.CHECKS, *told)
    case = attrs.evolve(case, assignments=tuple(Assignment(role, "m-1") for role in assigned))
    session = say.OPEN if state == "preparation" else say.RESUME

    assert desk.refuses(case, session, Actor("m-1", speaks_for=speaks)) == {reason}


def test_a_mediator_who_turns_out_to_be_a_party_is_replaced_before_a_session(desk, say):
    """The supervisor changes the mediator, the sides accept, and then the session opens."""
    people = (*say.ADULTS, Party("m-1", "family-member", age_band="adult"))
    case = desk.case_in("preparation", *say.ready(), *say.ready("m-1")[:-1], parties=people)
    change = attrs.evolve(say.CHANGE, accepted_by=("p1", "p2", "m-1"))

    assert desk.refuses(case, say.OPEN, say.MEDIATOR) == {("acts-for-a-party", "m-1")}
    case = desk.after(case, change, say.SUPERVISOR)
    told = attrs.evolve(say.OPEN, mediators=("m-2",))
    assert desk.state(desk.after(case, told, Actor("m-2"))) == "in-session"


def test_whoever_replaced_a_recused_mediator_on_the_record_was_not_accepted_by_the_sides(desk, say):
    """The record gives the role; the mediation still asks for training and acceptance."""
    case = desk.case_in("preparation", *say.ready())
    case = desk.after(case, Recuse("m-1", "r:tie", "m-2"), say.SUPERVISOR)
    told = attrs.evolve(say.OPEN, mediators=("m-2",))

    assert desk.refuses(case, told, Actor("m-2")) == {("mediator-not-chosen", "m-2"), ("mediator-out-of-office", "m-1")}
    case = desk.after(case, say.CHANGE, say.SUPERVISOR)
    assert desk.state(desk.after(case, told, Actor("m-2"))) == "in-session"


def test_in_a_unit_too_small_for_two_the_case_officer_may_mediate(desk, say):
    """Only where the law of the place says so."""
    small, told = desk.under(small_unit=True), attrs.evolve(say.START, mediator="o-1")

    assert desk.refuses(desk.case_in("proposed"), told, say.OFFICER) == {("mediator-is-case-officer", "o-1")}
    assert small.state(small.after(small.case_in("proposed"), told, say.OFFICER)) == "screening"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mediator": "p1"}, ("mediator-not-neutral", "p1")),
        ({"tie_to_party_ruled_out": False}, ("tie-not-ruled-out",)),
    ],
)
def test_the_screening_starts_with_a_mediator_without_a_tie(desk, say, changes, reason):
    """A party cannot mediate, and a tie must be ruled out."""
    assert desk.refuses(desk.case_in("proposed"), attrs.evolve(say.START, **changes), say.OFFICER) == {reason}


def test_there_is_nothing_to_mediate_with_one_side_or_where_the_policy_bars_it(desk, say):
    """An informant is no side, and what may never be mediated is not looked at."""
    one = (say.ADULTS[0], Party("p2", "informant", age_band="adult"))

    assert desk.refuses(desk.case_in("proposed", parties=one), say.START, say.OFFICER) == {("fewer-than-two-sides",)}
    assert {code for code, *_ in desk.refuses(desk.case_in("proposed", category="rape"), say.START, say.OFFICER)} == {
        "category-not-mediable"
    }


# --------------------------------------------------------------------------- passing the screening, consenting


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mediators": ()}, ("mediator-missing",)),
        ({"mediators_are_qualified": False}, ("mediator-not-qualified",)),
        ({"tie_to_party_ruled_out": False}, ("tie-not-ruled-out",)),
        ({"power_balance": "found"}, ("power-not-balanced",)),
        ({"power_balance": "unclear"}, ("power-not-balanced",)),
        ({"specialist_opinion": "clear"}, ("opinion-not-by-specialist",)),
    ],
)
def test_the_screening_is_passed_with_trained_mediators_and_balanced_power(desk, say, changes, reason):
    """A specialist's opinion counts from a specialist only."""
    case = desk.case_in("screening", *say.ready())

    assert desk.refuses(case, attrs.evolve(say.PASS, **changes), say.MEDIATOR) == {reason}
    assert desk.state(desk.after(case, say.PASS, say.MEDIATOR)) == "consent-pending"


def test_where_one_side_depends_on_the_other_only_a_specialist_lets_mediation_go_on(desk, say):
    """And only by finding it safe without conditions."""
    case = desk.case_in("screening", *changed(say.ready(), med.ScreenParty, dependence_on_other="found"))
    safe = attrs.evolve(say.PASS, specialist_opinion="clear")
    conditions = attrs.evolve(say.PASS, specialist_opinion="with-conditions")

    assert desk.refuses(case, say.PASS, say.MEDIATOR) == {("power-not-balanced",)}
    assert desk.refuses(case, conditions, say.SPECIALIST) == {("power-not-balanced",)}
    assert desk.state(desk.after(case, safe, say.SPECIALIST)) == "consent-pending"


def test_a_side_never_screened_neither_shows_balance_nor_anything_else(desk, say):
    """What is missing is named; it does not count as harm."""
    case = desk.case_in("screening", *without(say.ready(), med.ScreenParty))

    assert desk.refuses(case, say.PASS, say.MEDIATOR) == {
        ("private-screen-missing", "p1"),
        ("capacity-not-shown", "p1"),
    }


@pytest.mark.parametrize("state", ["preparation", "adjourned", "agreement-drafted"])
def test_a_profile_that_asks_for_a_specialist_gets_one_at_every_step(desk, say, state):
    """At the screening, at each session and at the signing."""
    strict = desk.under(safeguards=("specialist-assessment",))
    seen = changed(say.ready(), med.PassScreening, specialist_opinion="clear")
    told, at = {"preparation": (say.OPEN, say.AT), "adjourned": (say.RESUME, say.AT)}.get(
        state, (say.SIGN, say.SIGN_AT)
    )
    unseen = strict.case_in(state, *say.ready(), say.ADJOURN, *say.CHECKS, say.DRAFT)

    assert strict.refuses(strict.case_in("screening", *say.ready()), say.PASS, say.MEDIATOR) == {
        ("specialist-opinion-missing",)
    }
    assert strict.refuses(unseen, told, say.MEDIATOR, at) == {("specialist-assessment-missing",)}
    assert strict.after(strict.case_in(state, *seen, say.ADJOURN, *say.CHECKS, say.DRAFT), told, say.MEDIATOR, at)


def test_consent_is_established_after_legal_advice_was_offered(desk, say):
    """And only while each side's consent stands."""
    case, told = desk.case_in("consent-pending", *say.ready()), med.AllConsent(legal_advice_offered=False)
    anew = WithdrawConsent("p1", "to-mediation")
    taken_back = desk.case_in("consent-pending", *say.ready(), anew)

    assert desk.refuses(case, told, say.MEDIATOR) == {("legal-advice-not-offered",)}
    assert desk.refuses(taken_back, med.AllConsent(legal_advice_offered=True), say.MEDIATOR) == {
        ("consent-missing", "p1")
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mediators_are_qualified": False}, ("mediator-not-qualified",)),
        ({"tie_to_party_ruled_out": False}, ("tie-not-ruled-out",)),
        ({"mediators": ("p1",)}, ("mediator-not-neutral", "p1")),
        ({"mediators": ("o-1",)}, ("mediator-is-case-officer", "o-1")),
    ],
)
@pytest.mark.parametrize("state", ["screening", "preparation"])
def test_a_new_mediator_is_as_trained_and_neutral_as_the_first(desk, say, *, state, changes, reason):
    """A change does not lower what is asked."""
    assert desk.refuses(desk.case_in(state), attrs.evolve(say.CHANGE, **changes), say.SUPERVISOR) == {reason}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"party": "p3"}, ("party-takes-no-part", "p3")), ({"seen_alone": False}, ("party-not-seen-alone",))],
)
def test_only_sides_are_screened_and_only_alone(desk, say, changes, reason):
    """A witness is not asked about fear, and nothing told before others shows that all is well."""
    case = desk.case_in("screening", parties=(*say.ADULTS, Party("p3", "witness", age_band="adult")))

    assert desk.refuses(case, attrs.evolve(say.SCREEN, **changes), say.MEDIATOR) == {reason}
