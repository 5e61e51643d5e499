"""
Claims about a single step of mediation: who takes it, with whom, in what form, and on what word.

What nobody but a person can know is attested in the command; here it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from community_policing.cases import PartyId, Reason
from community_policing.workflows._durations import days
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import STAFF
from community_policing.workflows.builtin._mediation_commands import (
    Adjourn,
    AllConsent,
    ChangeMediator,
    CheckSafety,
    Escalate,
    OpenSession,
    PassScreening,
    Refuse,
    Resume,
    ScreenParty,
    SetInterimPlan,
    StartScreening,
    StopForBar,
)
from community_policing.workflows.builtin._mediation_guards import (
    BYSTANDERS,
    COMPANIONS,
    FOUND,
    NOTHING_FOUND,
    chosen_mediators,
    sides,
)
from community_policing.workflows.builtin._mediation_safety import CLEAR, UNKNOWN, keeps_apart
from community_policing.workflows.builtin._record_work_commands import Recuse

MEDIATION_REFUSED = "mediation-refused"
"""The refusal reason under which those for mediation stand."""

# --------------------------------------------------------------------------- who mediates


def _mediators(a: Attempt[Any]) -> tuple[str, ...]:
    """Return who would mediate: those the command names, and, where a session opens, whoever opens it."""
    if isinstance(a.command, StartScreening):
        return (a.command.mediator,)
    here = (a.actor.id,) if isinstance(a.command, OpenSession | Resume) else ()
    return tuple(dict.fromkeys((*a.command.mediators, *here)))


@guard("mediator-not-neutral", params=("actor",), gives=("mediator-recused", "mediator-missing"))
def mediators_are_neutral(a: Attempt[Any]) -> Iterator[Reason]:
    """No mediator is a party or speaks for one, and none was recused (ECOSOC 2002/12, para. 18)."""
    mediators = _mediators(a)
    if not mediators:
        yield Reason("mediator-missing")
    for mediator in mediators:
        speaks = mediator == a.actor.id and a.speaks_as_party() is not None
        if speaks or any(party.id == mediator for party in a.parties):
            yield Reason("mediator-not-neutral", actor=mediator)
        if a.last(Recuse, recused_actor=mediator) is not None:
            yield Reason("mediator-recused", actor=mediator)


@guard("mediator-is-case-officer", params=("actor",))
def mediators_are_not_case_officers(a: Attempt[Any]) -> Iterator[Reason]:
    """No mediator is the case officer, unless the unit is too small for two."""
    if not a.law.small_unit:
        for mediator in _mediators(a):
            if mediator in a.holders("case-officer"):
                yield Reason("mediator-is-case-officer", actor=mediator)


@guard("tie-not-ruled-out", attested=True)
def no_tie_to_a_party(a: Attempt[StartScreening | PassScreening | ChangeMediator]) -> bool:
    """It was asked and ruled out that a mediator has a tie to a party."""
    return a.command.tie_to_party_ruled_out


@guard("mediator-not-qualified", attested=True)
def mediators_are_qualified(a: Attempt[PassScreening | ChangeMediator]) -> bool:
    """Every mediator is trained to mediate."""
    return a.command.mediators_are_qualified


@guard("mediator-not-chosen", params=("actor",), gives=("second-mediator-missing",))
def mediators_were_chosen(a: Attempt[OpenSession | Resume]) -> Iterator[Reason]:
    """Whoever mediates the session was chosen as qualified and accepted; a co-mediated session has two."""
    chosen = chosen_mediators(a)
    for mediator in _mediators(a):
        if mediator not in chosen or mediator not in a.holders("mediator"):
            yield Reason("mediator-not-chosen", actor=mediator)
    if a.command.session_form == "co-mediated" and len(set(a.command.mediators)) < len(("one", "another")):
        yield Reason("second-mediator-missing")


@guard("mediator-not-accepted", params=("party",))
def every_side_accepts_the_mediator(a: Attempt[ChangeMediator]) -> Iterator[Reason]:
    """Every side accepts the new mediator."""
    for party in sides(a):
        if party.id not in a.command.accepted_by:
            yield Reason("mediator-not-accepted", party=party.id)


# --------------------------------------------------------------------------- asking a party alone


@guard("party-not-seen-alone", gives=("interviewer-not-trained",))
def asked_alone_by_someone_trained(a: Attempt[ScreenParty | CheckSafety]) -> Iterator[Reason]:
    """That all is well counts only when said alone to someone trained; danger counts however it was learnt."""
    if not _tells_of_danger(a.command):
        if not a.command.seen_alone:
            yield Reason("party-not-seen-alone")
        if not a.command.interviewer_is_trained:
            yield Reason("interviewer-not-trained")


def _tells_of_danger(told: ScreenParty | CheckSafety) -> bool:
    """Return whether *told* is news of danger."""
    if isinstance(told, CheckSafety):
        return not told.party_is_safe
    answers = (told.violence_screen, told.honour_screen, told.confinement_screen, told.fear_of_other)
    return FOUND in answers or bool(told.factors_found)


@guard("party-takes-no-part", params=("party",))
def party_is_a_side(a: Attempt[Any]) -> Iterator[Reason]:
    """The party named is one of the sides."""
    if a.command.party not in {party.id for party in sides(a)}:
        yield Reason("party-takes-no-part", party=a.command.party)


@guard("next-check-too-late", params=("duration",), audience=STAFF)
def next_check_is_soon(a: Attempt[CheckSafety | SetInterimPlan | Adjourn]) -> Iterator[Reason]:
    """The next check is still ahead, and no further off than the law allows."""
    limit = days(a.law.safety_check_days)
    moment = a.command.next_check_at
    if a.has_passed(moment) or not a.has_passed(moment - limit):
        yield Reason("next-check-too-late", duration=limit)


@guard("plan-not-agreed", attested=True)
def person_agrees_to_the_plan(a: Attempt[SetInterimPlan]) -> bool:
    """The person agrees to the plan of safety."""
    return a.command.person_agrees


@guard("safety-plan-not-given", params=("party",), gives=("place-of-stay-not-given",), audience=STAFF)
def plans_cover_every_side(a: Attempt[Any]) -> Iterator[Reason]:
    """The command gives every side one plan of safety and one known place of stay, and says nothing against them."""
    for party in sides(a):
        plans = {plan for plan in a.command.interim_safety_plans if plan.party == party.id}
        places = {stay.stays_where for stay in a.command.stays_where_each if stay.party == party.id}
        if len(plans) != 1:
            yield Reason("safety-plan-not-given", party=party.id)
        if len(places) != 1 or UNKNOWN in places:
            yield Reason("place-of-stay-not-given", party=party.id)


# --------------------------------------------------------------------------- suitability


@guard("not-a-reason-against-mediation", params=("refusal",))
def reason_bars_mediation(a: Attempt[Refuse | StopForBar]) -> Iterator[Reason]:
    """The reason is one of those for which mediation is refused or stopped (RF0100)."""
    told = a.command.refusal_reason
    if told == MEDIATION_REFUSED or not a.is_under("refusal-reasons", told, MEDIATION_REFUSED):
        yield Reason("not-a-reason-against-mediation", refusal=told)


@guard("power-not-balanced", audience=STAFF)
def power_is_balanced(a: Attempt[PassScreening]) -> bool:
    """Neither side depends on or outweighs the other, or a specialist found mediation safe all the same."""
    screens = (a.last(ScreenParty, party=party.id) for party in sides(a))
    answers = [a.command.power_balance, *(screen.dependence_on_other for screen in screens if screen is not None)]
    return a.command.specialist_opinion == CLEAR or all(answer == NOTHING_FOUND for answer in answers)


@guard("specialist-opinion-missing", safeguard="specialist-assessment")
def specialist_opinion_where_asked(a: Attempt[PassScreening]) -> bool:
    """Where the profile asks for it, a specialist finds mediation safe (MOI-FCP)."""
    return "specialist-assessment" not in a.profile.safeguards or a.command.specialist_opinion == CLEAR


@guard("opinion-not-by-specialist")
def opinion_is_a_specialists(a: Attempt[PassScreening]) -> bool:
    """A specialist's opinion is given by a specialist."""
    return a.command.specialist_opinion is None or any(
        a.is_under("roles", role, "psychosocial-specialist") for role in a.actor.roles
    )


@guard("legal-advice-not-offered", attested=True)
def legal_advice_was_offered(a: Attempt[AllConsent]) -> bool:
    """Legal advice was offered to every party (ECOSOC 2002/12, para. 13)."""
    return a.command.legal_advice_offered


# --------------------------------------------------------------------------- sessions


@guard("session-form-barred", params=("session_form",))
def session_form_fits_the_measures(a: Attempt[OpenSession | Resume]) -> Iterator[Reason]:
    """No session brings together who must be kept apart."""
    if keeps_apart(a, a.command.session_form):
        yield Reason("session-form-barred", session_form=a.command.session_form)


@guard("remote-not-private", attested=True)
def remote_session_is_private(a: Attempt[OpenSession | Resume]) -> bool:
    """In a remote session each party is known to be alone and safe."""
    return a.command.session_form != "remote" or a.command.remote_privacy_confirmed is True


@guard("rights-not-explained")
def rights_were_explained(a: Attempt[OpenSession]) -> bool:
    """The parties' rights were explained before the session (ECOSOC 2002/12, para. 13)."""
    return a.has_passed(a.command.rights_explained_at)


@guard("interpreter-missing", params=("party",))
def interpreter_is_there(a: Attempt[OpenSession | Resume]) -> Iterator[Reason]:
    """Whoever needs an interpreter has one."""
    if not a.command.interpreter_present:
        for party in a.command.present_parties:
            screen = a.last(ScreenParty, party=party)
            if screen is not None and screen.interpreter_need:
                yield Reason("interpreter-missing", party=party)


@guard("not-to-be-present", params=("party",), gives=("nobody-present",))
def only_sides_and_companions_are_present(a: Attempt[OpenSession | Resume]) -> Iterator[Reason]:
    """A session is for the sides and for those who stand beside them."""
    if not a.command.present_parties:
        yield Reason("nobody-present")
    outside = {party.id for party in a.parties if party.role in BYSTANDERS - COMPANIONS}
    for party in a.command.present_parties:
        if party in outside:
            yield Reason("not-to-be-present", party=party)


@guard("date-not-ahead", params=("date",))
def next_date_is_ahead(a: Attempt[Adjourn]) -> Iterator[Reason]:
    """The next meeting is still ahead."""
    yield from not_ahead(a, a.command.next_date)


def not_ahead(s: Situation, day: date) -> Iterator[Reason]:
    """Yield a reason when *day* is over."""
    if s.has_passed(day):
        yield Reason("date-not-ahead", date=day)


def is_further_off(s: Situation, day: date, duration: timedelta) -> bool:
    """Return whether *day* lies at least *duration* ahead."""
    return not s.has_passed(day - duration)


# --------------------------------------------------------------------------- ways out


@guard("speaks-for-another", params=("party",))
def will_is_the_partys_own(a: Attempt[Any]) -> Iterator[Reason]:
    """Whoever speaks for a party decides for that party only; an officer records what the party decided."""
    party: PartyId = a.command.party
    if a.speaks_as_party() not in {None, party}:
        yield Reason("speaks-for-another", party=party)


@guard("no-factor-named")
def factor_is_named(a: Attempt[Escalate]) -> bool:
    """At least one aggravating factor is named (seed W28)."""
    return bool(a.command.aggravating_factors)
