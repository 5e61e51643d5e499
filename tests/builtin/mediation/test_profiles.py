"""What the shipped profiles really change in mediation: the same steps, tried under each of them."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from community_policing.taxonomy import PolicyDepartureWarning, profile_ids, standard_rules
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import mediation as med

VERBAL, INJURY = "dv-verbal-psychological", "dv-physical-injury"
LETHAL = ("strangulation", "deprivation-of-liberty", "weapon", "honour-motive", "threat-to-kill")


def under(desk, name):
    """Return a desk under the shipped profile *name*."""
    if name != "seed-literal":
        return type(desk)(standard_rulebook(name))
    with pytest.warns(PolicyDepartureWarning):
        return type(desk)(standard_rulebook.__wrapped__(name))


@pytest.fixture
def ministry(desk):
    """Return a desk under the practice of the Iraqi ministry."""
    return under(desk, "iq-moi-practice")


def assessed(say):
    """Return what a first session asks for, with a specialist's clear opinion."""
    return (*say.ready()[:-1], attrs.evolve(say.PASS, specialist_opinion="clear"))


def test_verbal_violence_is_never_mediated_by_default(desk, say):
    """Whatever a specialist says."""
    case = desk.case_in("screening", *say.ready(), category=VERBAL)
    told = attrs.evolve(say.PASS, specialist_opinion="clear")

    codes = {code for code, *_ in desk.refuses(case, told, say.SPECIALIST)}

    assert "category-not-mediable" in codes


def test_verbal_violence_asks_the_ministry_for_a_specialists_clear_opinion(ministry, say):
    """Without one, with one that is not clear, and with one that no specialist gave, the screening is not passed."""
    case = ministry.case_in("screening", *say.ready(), category=VERBAL)
    clear, unsafe = (attrs.evolve(say.PASS, specialist_opinion=one) for one in ("clear", "unsafe"))

    assert ministry.refuses(case, say.PASS, say.MEDIATOR) == {("specialist-opinion-missing",)}
    assert ministry.refuses(case, unsafe, say.SPECIALIST) >= {("specialist-opinion-missing",)}
    assert ministry.refuses(case, clear, say.MEDIATOR) == {("opinion-not-by-specialist",)}


def test_verbal_violence_without_an_assessment_gets_no_session_and_no_agreement(ministry, say):
    """The safeguard is asked at every later gate too."""
    shuttle = attrs.evolve(say.OPEN, session_form="shuttle")
    waiting = ministry.case_in("preparation", *say.ready(), category=VERBAL)
    drafted = ministry.case_in("agreement-drafted", *say.ready(), say.DRAFT, category=VERBAL)
    sent = ministry.refuses(drafted, say.SUBMIT, say.OFFICER, say.SIGN_AT)

    assert ministry.refuses(waiting, shuttle, say.MEDIATOR) == {("specialist-assessment-missing",)}
    assert ("specialist-assessment-missing",) in sent
    assert ministry.after(ministry.case_in("preparation", *assessed(say), category=VERBAL), shuttle, say.MEDIATOR)


def test_verbal_violence_is_never_mediated_at_one_table(ministry, say):
    """The measures of the category hold under every profile."""
    case = ministry.case_in("preparation", *assessed(say), category=VERBAL)

    assert ministry.refuses(case, say.OPEN, say.MEDIATOR) == {("session-form-barred", "joint")}


@pytest.mark.parametrize("lifted", [(), ("injury",)])
def test_an_injury_ends_mediation_for_the_ministry(ministry, say, lifted):
    """The bar of the rules and the safeguard of the profile each do, so that lifting the bar opens nothing."""
    profile = attrs.evolve(ministry.rules.profile, lifted_bars=frozenset(lifted))
    here = type(ministry)(ministry.rules.with_profile(profile))
    case = here.case_in("preparation", *assessed(say), category=VERBAL, factors=("injury",))

    codes = {code for code, *_ in here.refuses(case, say.OPEN, say.MEDIATOR)}

    assert "injury-bars-mediation" in codes
    assert ("category-not-mediable" in codes) is (not lifted)


@pytest.mark.parametrize("factor", LETHAL)
def test_a_lethal_sign_ends_mediation_for_the_ministry(ministry, say, factor):
    """Choking, confinement, a weapon, honour and a threat to kill must be absent, and no profile may lift that."""
    case = ministry.case_in("preparation", *assessed(say), category=VERBAL, factors=(factor,))

    codes = {code for code, *_ in ministry.refuses(case, say.OPEN, say.MEDIATOR)}

    assert "category-not-mediable" in codes
    assert factor in standard_rules().absolute_bars


def test_an_agreement_about_verbal_violence_goes_to_the_judge(ministry, say):
    """It is not signed at the desk, and is in force once the judge accepted it."""
    case = ministry.case_in("agreement-drafted", *assessed(say), say.DRAFT, category=VERBAL)

    assert ministry.refuses(case, say.SIGN, say.MEDIATOR, say.SIGN_AT) == {("judge-needed",)}
    sent = ministry.after(case, say.SUBMIT, say.OFFICER, say.SIGN_AT)
    accepted = attrs.evolve(say.ACCEPTS, decided_at=say.SIGN_AT)
    assert ministry.state(ministry.after(sent, accepted, say.OFFICER, say.SIGN_AT)) == "agreement-signed"


def test_what_else_is_mediated_goes_to_the_judge_too_under_the_ministry(ministry, say):
    """The safeguard holds for every mediation, not only for that of violence."""
    case = ministry.case_in("agreement-drafted", *assessed(say), say.DRAFT)

    assert ministry.refuses(case, say.SIGN, say.MEDIATOR, say.SIGN_AT) == {("judge-needed",)}


def test_the_ministry_follows_up_after_a_fortnight(ministry, say):
    """A visit in the first days alone does not do."""
    facts = (*assessed(say), say.DRAFT, say.SUBMIT, say.ACCEPTS)
    case = ministry.case_in("agreement-signed", *facts, category=VERBAL)
    today = say.AT.date()
    soon, later = ((today + timedelta(days=days),) for days in (13, 14))

    assert ministry.refuses(case, med.StartMonitoring(soon, "o-1"), say.OFFICER) == {("follow-up-too-soon",)}
    assert ministry.after(case, med.StartMonitoring(later, "o-1"), say.OFFICER)
    assert isinstance(later[0], date)


@pytest.mark.parametrize("name", profile_ids())
@pytest.mark.parametrize("state", ["screening", "preparation"])
def test_physical_injury_stays_barred_under_every_profile(desk, say, name, state):
    """The floor is not lowered by any profile that ships."""
    here = under(desk, name)
    case = here.case_in(state, *assessed(say), category=INJURY)
    told = {"screening": attrs.evolve(say.PASS, specialist_opinion="clear"), "preparation": say.OPEN}[state]

    reasons = here.refuses(case, told, say.SPECIALIST if state == "screening" else say.MEDIATOR)

    assert ("category-not-mediable", INJURY) in {reason[:2] for reason in reasons}


def test_the_document_taken_literally_asks_for_no_specialist_and_no_judge(desk, say):
    """Which is why it warns."""
    here = under(desk, "seed-literal")

    passed = here.after(here.case_in("screening", *say.ready(), category=VERBAL), say.PASS, say.MEDIATOR)

    assert here.state(passed) == "consent-pending"
