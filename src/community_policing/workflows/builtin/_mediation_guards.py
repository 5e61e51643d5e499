"""
Claims about the sides of a mediation: what bars it, who was asked alone, and what they said.

Sources: ECOSOC resolution 2002/12 (basic principles on restorative justice), the UN handbook for legislation on
violence against women 3.9.1, the Istanbul Convention art. 48.
"""

from __future__ import annotations

from collections.abc import Iterator

from community_policing.cases import Party, Reason
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin._case_guards import STAFF, consents
from community_policing.workflows.builtin._mediation_commands import (
    ChangeMediator,
    PassScreening,
    ScreenParty,
)
from community_policing.workflows.builtin._record_commands import (
    RecordConsent,
    RecordOutsideAction,
    RecordStatement,
    RecordWish,
    SetGuardian,
    WithdrawConsent,
)
from community_policing.workflows.builtin._record_work_commands import Recuse

TO_MEDIATION = "to-mediation"
FOUND, NOTHING_FOUND = "found", "nothing-found"
LACKING = "lacks-capacity"
DISCLOSED = "violence-disclosed"
"""The mark that a private screen, here or at intake, found what bars mediation: this case is never mediated again."""
STOPPED = "mediation-stopped"
"""The mark that a mediation was refused or stopped: this case is not mediated again."""

COMPANIONS = frozenset(
    {
        "support-person",
        "legal-representative",
        "group-representative",
        "organisation-representative",
        "accompanying-person",
        "neutral-child-representative",
    }
)
"""Who may sit beside a party without being one of the sides."""

BYSTANDERS = COMPANIONS | {"informant", "witness", "advocate-organisation", "prospective-guardian"}
"""Who is on the case without being one of the sides: nobody asks their consent, and none of them is bound."""

PROCEEDINGS = frozenset(
    {
        "accepted",
        "under-investigation",
        "suspect-sought",
        "suspect-held",
        "before-court",
        "settlement-review",
        "transferred",
    }
)
"""States of an escalation in which the matter lies with the judiciary."""


def sides(s: Situation) -> tuple[Party, ...]:
    """Return the parties whose dispute it is; who only knows of it, or stands beside a side, is not among them."""
    return tuple(party for party in s.parties if party.role not in BYSTANDERS)


# --------------------------------------------------------------------------- bars


@guard(
    "violence-came-to-light",
    params=("party",),
    gives=("violence-disclosed-before",),
    otherwise="no-violence-came-to-light",
    audience=STAFF,
)
def no_violence_came_to_light(s: Situation) -> Iterator[Reason]:
    """No private screen ever found violence or fear of the other, of whomever (UN-VAW 3.9.1)."""
    for screen in s.every(ScreenParty):
        if FOUND in {screen.violence_screen, screen.fear_of_other}:
            yield Reason("violence-came-to-light", party=screen.party)
    if s.is_marked(DISCLOSED):
        yield Reason("violence-disclosed-before")


@guard("honour-danger-found", params=("party",), otherwise="no-honour-danger-found", audience=STAFF)
def no_honour_danger(s: Situation) -> Iterator[Reason]:
    """No private screen found danger in the name of honour."""
    for screen in s.every(ScreenParty):
        if screen.honour_screen == FOUND:
            yield Reason("honour-danger-found", party=screen.party)


@guard("confinement-found", params=("party",), otherwise="no-confinement-found", audience=STAFF)
def nobody_is_confined(s: Situation) -> Iterator[Reason]:
    """No private screen found anyone confined or restrained."""
    for screen in s.every(ScreenParty):
        if screen.confinement_screen == FOUND:
            yield Reason("confinement-found", party=screen.party)


@guard("injury-bars-mediation", otherwise="no-injury-bars-mediation", audience=STAFF, safeguard="no-injury")
def injury_is_absent_where_asked(s: Situation) -> bool:
    """Where the profile mediates only without injury, there is none (MOI-FCP)."""
    return "no-injury" not in s.profile.safeguards or not s.has_factor("injury")


@guard("consent-withdrawn", params=("party",), otherwise="no-consent-withdrawn")
def no_consent_was_withdrawn(s: Situation) -> Iterator[Reason]:
    """No side refused or took back its consent, unless it consented anew since (ECOSOC 2002/12, para. 7)."""
    for party in sides(s):
        key = {"party": party.id, "consent_kind": TO_MEDIATION}
        told, withdrawn = s.last(RecordConsent, **key), s.last(WithdrawConsent, **key) is not None
        is_refused = told is not None and told.consent_decision != "given"
        if is_refused or (withdrawn and not s.follows(RecordConsent, WithdrawConsent, **key)):
            yield Reason("consent-withdrawn", party=party.id)


@guard("mediation-stopped-before", audience=STAFF)
def mediation_may_be_tried_again(s: Situation) -> bool:
    """No mediation of this case was refused or stopped before."""
    return not s.is_marked(STOPPED)


@guard("proceedings-pending", params=("state",))
def no_proceedings_or_leave_given(s: Situation) -> Iterator[Reason]:
    """The matter does not lie with the judiciary, or a court gave leave."""
    state = s.state_of("escalation")
    outside = s.last(RecordOutsideAction)
    leave = outside is not None and outside.judicial_leave is True
    if state in PROCEEDINGS and s.is_live("escalation") and not leave:
        yield Reason("proceedings-pending", state=f"escalation/{state}")


# --------------------------------------------------------------------------- who mediates


@guard(
    "mediator-not-neutral",
    params=("actor",),
    gives=(
        "mediator-recused",
        "mediator-is-case-officer",
        "mediator-not-chosen",
        "mediator-out-of-office",
        "mediator-missing",
    ),
)
def mediators_in_office_are_neutral(s: Situation) -> Iterator[Reason]:
    """The mediators in office are those whom the sides accepted, and none became a party, recused or case officer."""
    holders, chosen = s.holders("mediator"), chosen_mediators(s)
    officers = () if s.law.small_unit else s.holders("case-officer")
    if not holders:
        yield Reason("mediator-missing")
    for mediator in holders:
        speaks = mediator == s.actor.id and s.speaks_as_party() is not None
        if speaks or any(party.id == mediator for party in s.parties):
            yield Reason("mediator-not-neutral", actor=mediator)
        if s.last(Recuse, recused_actor=mediator) is not None:
            yield Reason("mediator-recused", actor=mediator)
        if mediator in officers:
            yield Reason("mediator-is-case-officer", actor=mediator)
        if mediator not in chosen:
            yield Reason("mediator-not-chosen", actor=mediator)
    for mediator in chosen:
        if mediator not in holders:
            yield Reason("mediator-out-of-office", actor=mediator)


def chosen_mediators(s: Situation) -> tuple[str, ...]:
    """Return the mediators named last, when the screening was passed or when they were changed."""
    changed, passed = s.last(ChangeMediator), s.last(PassScreening)
    named = changed if changed is not None and s.follows(ChangeMediator, PassScreening) else passed
    return () if named is None else named.mediators


# --------------------------------------------------------------------------- who was asked, and what they said


@guard("fewer-than-two-sides")
def two_sides_take_part(s: Situation) -> bool:
    """At least two sides take part."""
    return len(sides(s)) > 1


@guard("private-screen-missing", params=("party",))
def every_side_was_screened_alone(s: Situation) -> Iterator[Reason]:
    """Every side was screened alone; without that nothing else counts (UN-VAW 3.9.1)."""
    for party in sides(s):
        screen = s.last(ScreenParty, party=party.id)
        if screen is None or not screen.seen_alone:
            yield Reason("private-screen-missing", party=party.id)


@guard("private-screen-unclear", params=("party",), audience=STAFF)
def every_screen_is_clear(s: Situation) -> Iterator[Reason]:
    """Every question of every private screen was put and answered; what is unclear counts as found."""
    for party in sides(s):
        screen = s.last(ScreenParty, party=party.id)
        if screen is not None and any(answer not in {FOUND, NOTHING_FOUND} for answer in _answers(screen)):
            yield Reason("private-screen-unclear", party=party.id)


def _answers(screen: ScreenParty) -> tuple[str, ...]:
    """Return the answers of a private screen that can bar mediation."""
    return screen.violence_screen, screen.honour_screen, screen.confinement_screen, screen.fear_of_other


@guard("capacity-not-shown", params=("party",), audience=STAFF)
def every_side_has_capacity(s: Situation) -> Iterator[Reason]:
    """Every side understands the decision, if need be with support; what is on record of the party counts too."""
    for party in sides(s):
        screen = s.last(ScreenParty, party=party.id)
        if screen is None or LACKING in {screen.capacity_screen, party.capacity}:
            yield Reason("capacity-not-shown", party=party.id)


@guard("consent-missing", params=("party",), gives=("consent-uninformed", "consent-by-conflicted-guardian"))
def every_side_consents(s: Situation) -> Iterator[Reason]:
    """Every side consents, informed, and the consent still stands (ECOSOC 2002/12, paras. 7 and 13)."""
    for party in sides(s):
        consent = s.last(RecordConsent, party=party.id, consent_kind=TO_MEDIATION)
        if consent is None or not consents(s, party, TO_MEDIATION):
            yield Reason("consent-missing", party=party.id)
            continue
        if not consent.informed_of:
            yield Reason("consent-uninformed", party=party.id)
        named = s.last(SetGuardian, party=party.id)
        if named is not None and named.guardian_conflict != NOTHING_FOUND and consent.given_by == named.guardian:
            yield Reason("consent-by-conflicted-guardian", party=party.id)


@guard("consent-not-separate", params=("party",))
def every_consent_was_separate(s: Situation) -> Iterator[Reason]:
    """Each consent was taken with that side alone."""
    for party in sides(s):
        consent = s.last(RecordConsent, party=party.id, consent_kind=TO_MEDIATION)
        if consent is not None and not consent.taken_alone:
            yield Reason("consent-not-separate", party=party.id)


@guard("basic-facts-contested", params=("party",))
def basic_facts_are_agreed(s: Situation) -> Iterator[Reason]:
    """Every side was heard and none denies the basic facts (ECOSOC 2002/12, para. 8)."""
    for party in sides(s):
        statement = s.last(RecordStatement, party=party.id)
        if statement is None or statement.position_on_facts in {"denies", "silent"}:
            yield Reason("basic-facts-contested", party=party.id)


@guard("responsibility-denied", params=("party",))
def responsibility_is_not_denied(s: Situation) -> Iterator[Reason]:
    """Where there is a victim, whoever is said to have done it does not deny it."""
    if any(party.role == "victim" for party in s.parties):
        for party in s.parties:
            statement = s.last(RecordStatement, party=party.id)
            owns_it = statement is not None and statement.position_on_facts in {"accepts", "does-not-deny"}
            if party.role in {"alleged-perpetrator", "respondent"} and not owns_it:
                yield Reason("responsibility-denied", party=party.id)


@guard("does-not-feel-safe", params=("party",), audience=STAFF)
def every_side_feels_safe(s: Situation) -> Iterator[Reason]:
    """Every side, asked alone, said that taking part is safe."""
    for party in sides(s):
        wish = s.last(RecordWish, party=party.id)
        if wish is None or not wish.asked_alone or wish.feels_safe_to_take_part is not True:
            yield Reason("does-not-feel-safe", party=party.id)


@guard("agreement-not-wanted", params=("party",), audience=STAFF)
def every_side_wants_the_agreement(s: Situation) -> Iterator[Reason]:
    """Every side, asked alone, wants the agreement (ECOSOC 2002/12, para. 7)."""
    for party in sides(s):
        wish = s.last(RecordWish, party=party.id)
        if wish is None or not wish.asked_alone or wish.wish != "wants-agreement":
            yield Reason("agreement-not-wanted", party=party.id)
