"""
Claims about a case that comes in: what is known of it, whose danger it may hide, and where it may go.

Sources: the guards and invariants of intake in the published rules; GBVIMS and CP on screening, Primero on records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from community_policing.cases import Change, Marked, Party, Reason
from community_policing.taxonomy import Confidentiality, ConsentRule, Mediable, Risk
from community_policing.workflows._consequences import UNCATEGORISED
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import (
    STAFF,
    UNKNOWN_AGES,
    category_is_mediable,
    danger_is_imminent,
    duty_to_report,
    persons,
)
from community_policing.workflows.builtin._intake_commands import (
    BeginTriage,
    Decline,
    HandoverAccepted,
    Merge,
    OfferHandover,
    PersonIdentified,
    Register,
    RequestEntry,
    Route,
    RouteUncategorised,
    ScreenPerson,
    StopIdentifying,
)
from community_policing.workflows.builtin._record_commands import IdentifyParty, RecordConsent, Recuse
from community_policing.workflows.builtin._record_protection import (
    INDEPENDENT,
    is_first_naming,
    relaxes,
    unsupervised,
)

SENSITIVE = ("family-matters", "children-and-juveniles", "sexual-offences")
"""Groups of categories in which a person is screened alone, whatever else is known."""

VICTIM_RULES = frozenset(
    {
        ConsentRule.GUARDIAN_AND_CHILD,
        ConsentRule.CHILD_AND_REPRESENTATIVE,
        ConsentRule.VICTIM_CHOICE,
        ConsentRule.DUTY_TO_REPORT,
    }
)
"""Consent rules that speak of a victim or a child."""

SEEKERS = frozenset(
    {
        "complainant",
        "victim",
        "subject-of-concern",
        "subject-member",
        "student",
        "affected-child",
        "diverted-child",
        "person-not-yet-identified",
    }
)
"""Roles of those for whom a case is opened."""

ATTEMPTS_NEEDED = 3

MARK = "violence-disclosed"
"""Stands once a screen found violence, danger in the name of honour, confinement or strangulation."""

_DISCLOSING = ("violence_screen", "honour_screen", "confinement_screen", "strangulation_screen")
_SCREENS = (*_DISCLOSING, "weapon_screen", "self_harm_screen", "exploitation_screen")


@attrs.frozen
class MarksDisclosure:
    """The mark ``violence-disclosed`` stands once a screen found what bars mediation."""

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401  an Attempt of ScreenPerson
        """Yield the mark when it is new."""
        if MARK not in attempt.case.marks and "found" in _results(attempt.command, _DISCLOSING):
            yield Marked(MARK)


def _results(screen: ScreenPerson, names: tuple[str, ...]) -> set[str]:
    """Return the results of the screens *names*."""
    return {getattr(screen, name) for name in names}


# --------------------------------------------------------------------------- what is known


@guard("channel-without-reason")
def channel_or_reason_given(a: Attempt[Register]) -> bool:
    """The channel, or the reason it is not stated, is given."""
    return a.command.channel is not None or a.command.channel_unknown_reason is not None


@guard("locality-without-reason")
def locality_or_reason_given(a: Attempt[Register]) -> bool:
    """The place, or the reason it is not stated, is given."""
    return a.command.locality is not None or a.command.locality_unknown_reason is not None


@guard("request-on-behalf-unsafe")
def behalf_request_is_safe(a: Attempt[Register]) -> bool:
    """A request on behalf is known to the person, or a safe way to reach him or her is recorded."""
    command = a.command
    known = command.person_knows_and_agrees is True or command.safe_contact_way is not None
    return known or not command.on_behalf_of_other


@guard("not-yet-received")
def report_is_in_the_past(a: Attempt[Register]) -> bool:
    """The case came in before it is registered."""
    return a.has_passed(a.command.received_at)


@guard("triage-relaxes-policy", gives=(INDEPENDENT,))
def triage_does_not_relax(a: Attempt[BeginTriage]) -> Iterator[Reason]:
    """A case from which its category was taken away gets a milder one from an independent supervisor only."""
    category, present = a.command.provisional_category, a.case.categories
    if present == (UNCATEGORISED,) and not is_first_naming(a) and relaxes(a, category):
        yield from unsupervised(a, Reason("triage-relaxes-policy"))


@guard("age-not-reasoned", params=("party",))
def age_bands_are_known_or_reasoned(s: Situation) -> Iterator[Reason]:
    """Every person's age band is known, or its absence has a reason."""
    for party in persons(s):
        if party.age_band in UNKNOWN_AGES and party.age_unknown_reason is None:
            yield Reason("age-not-reasoned", party=party.id)


@guard("identity-known")
def identity_is_unknown(s: Situation) -> bool:
    """Someone on the case has not been identified."""
    return any(_is_unidentified(s, party) for party in s.parties)


def _is_unidentified(s: Situation, party: Party) -> bool:
    """Return whether nobody knows yet who *party* is."""
    unknown = party.kind == "unidentified-person" or party.role == "person-not-yet-identified"
    told = s.last(IdentifyParty, party=party.id) is not None or s.last(PersonIdentified, party=party.id) is not None
    return unknown and not told


@guard("identification-not-verified", params=("party",), attested=True)
def material_is_verified(a: Attempt[PersonIdentified]) -> Iterator[Reason]:
    """The material that shows who the person is was verified: a likeness alone identifies nobody."""
    if not a.command.material_verified:
        yield Reason("identification-not-verified", party=a.command.party)


@guard("too-few-attempts", params=("wanted",))
def three_attempts_are_documented(a: Attempt[StopIdentifying]) -> Iterator[Reason]:
    """Three attempts on different days are documented."""
    days = {attempt.at.date() for attempt in a.command.attempts if a.has_passed(attempt.at)}
    if len(days) < ATTEMPTS_NEEDED:
        yield Reason("too-few-attempts", wanted=ATTEMPTS_NEEDED)


# --------------------------------------------------------------------------- screening and danger


@guard("not-alone-without-reason", params=("party",), audience=STAFF)
def seen_alone_or_reason_given(a: Attempt[ScreenPerson]) -> Iterator[Reason]:
    """The person was seen alone, or it is recorded why not."""
    if not a.command.seen_alone and a.command.not_alone_reason is None:
        yield Reason("not-alone-without-reason", party=a.command.party)


@guard("screener-untrained", params=("party",), audience=STAFF)
def interviewer_is_trained(a: Attempt[ScreenPerson]) -> Iterator[Reason]:
    """Whoever screens is trained to: a minor is screened by someone trained for children."""
    trained = set(a.actor.competencies)
    for party in a.parties:
        if party.id == a.command.party:
            wanted = "child-interview" if a.may_be_minor(party) else "survivor-centred-interview"
            if wanted not in trained and not any(
                a.is_under("roles", role, "psychosocial-specialist") for role in a.actor.roles
            ):
                yield Reason("screener-untrained", party=party.id)


@guard("person-not-screened", params=("party",), gives=("nobody-to-screen",), audience=STAFF)
def people_are_screened_where_required(s: Situation) -> Iterator[Reason]:
    """In family, child and sexual matters each person was screened alone, or it is recorded why not."""
    if not _screening_required(s):
        return
    concerned = [party for party in persons(s) if party.role in SEEKERS or party.role == "disputing-party"]
    if not concerned:
        yield Reason("nobody-to-screen")
    for party in concerned:
        if s.last(ScreenPerson, party=party.id) is None:
            yield Reason("person-not-screened", party=party.id)


def _screening_required(s: Situation) -> bool:
    """Return whether the matter asks that people be screened alone."""
    if s.policy.consent_rule in VICTIM_RULES:
        return True
    return any(s.is_under("case-categories", one, group) for one in s.case.categories for group in SENSITIVE)


@guard("someone-at-risk", audience=STAFF)
def no_one_is_at_risk(s: Situation) -> bool:
    """No one is at risk: neither the assessment, nor the presumption without one, nor any screen says so."""
    risk = s.policy.presumed_risk if s.risk is None else s.risk
    if risk > Risk.MEDIUM or s.is_marked(MARK):
        return False
    alarming = {"found", "unclear"}
    return all(alarming.isdisjoint(_results(screen, _SCREENS)) for screen in s.every(ScreenPerson))


@guard("no-ground-for-entry")
def person_inside_is_in_danger(a: Attempt[RequestEntry]) -> bool:
    """A person inside is confined or in danger: the ground is one on which the law allows urgent entry."""
    return a.command.entry_ground in a.law.urgent_entry_grounds


# --------------------------------------------------------------------------- where the case may go


@guard("policy-not-cautious")
def cautious_policy_applies(s: Situation) -> bool:
    """The cautious policy for uncategorised cases applies: no mediation, and a restricted file."""
    return s.policy.mediable is Mediable.NEVER and s.confidentiality >= Confidentiality.RESTRICTED


@guard("consent-not-recorded", params=("party",))
def consent_or_duty_is_recorded(s: Situation) -> Iterator[Reason]:
    """What each person for whom the case was opened consents to is recorded, or a duty to act without it applies."""
    if s.policy.consent_rule is ConsentRule.NO_VICTIM or duty_to_report.holds(s):
        return
    decided = {consent.party for consent in s.every(RecordConsent)}
    seekers = [party for party in persons(s) if party.role in SEEKERS]
    for party in seekers or [one for one in persons(s) if one.role == "disputing-party"]:
        if party.id not in decided:
            yield Reason("consent-not-recorded", party=party.id)


@guard("outside-area-competence", otherwise="within-area-competence")
def matter_is_within_area(s: Situation) -> bool:
    """The matter lies in the unit's area; a place that nobody knows is nobody else's either."""
    registered = s.last(Register)
    locality = None if registered is None else registered.locality
    return not s.law.areas or locality is None or locality in s.law.areas


@guard("officer-in-conflict", params=("actor",))
def no_conflict_of_interest(a: Attempt[Route | RouteUncategorised]) -> Iterator[Reason]:
    """Whoever is to be responsible was not recused from the case and is no party to it."""
    if not _is_free(a, a.command.case_officer):
        yield Reason("officer-in-conflict", actor=a.command.case_officer)


@guard("duty-holder-in-conflict", params=("actor",))
def duty_holder_is_free(a: Attempt[OfferHandover]) -> Iterator[Reason]:
    """Whoever answers for the case meanwhile was not recused from it and is no party to it."""
    if not _is_free(a, a.command.interim_duty_holder):
        yield Reason("duty-holder-in-conflict", actor=a.command.interim_duty_holder)


def _is_free(s: Situation, actor: str) -> bool:
    """Return whether *actor* was never recused from the case and is no party to it."""
    return s.last(Recuse, recused_actor=actor) is None and all(party.id != actor for party in s.parties)


@guard("route-names-no-track")
def route_is_possible(a: Attempt[Route | RouteUncategorised]) -> bool:
    """The route names at least one track, and neither the record nor intake itself."""
    return bool(a.command.route) and {"record", "intake"}.isdisjoint(a.command.route)


@guard("route-not-mediable", params=("category", "source"))
def route_suits_policy(a: Attempt[Route | RouteUncategorised]) -> Iterator[Reason]:
    """A route to mediation needs a policy that allows mediation."""
    if "mediation" in a.command.route:
        for reason in category_is_mediable.reasons(a):
            yield Reason("route-not-mediable", category=reason["category"], source=reason["source"])


@guard("route-unsafe-for-mediation", audience=STAFF)
def route_is_safe(a: Attempt[Route | RouteUncategorised]) -> bool:
    """Nobody is sent to mediation in imminent danger, or after a screen found what bars it."""
    unsafe = danger_is_imminent.holds(a) or a.is_marked(MARK)
    return "mediation" not in a.command.route or not unsafe


@guard("not-an-intake-reason", params=("refusal",))
def reason_is_intake_reason(a: Attempt[Decline]) -> Iterator[Reason]:
    """The reason is one of the reasons not to take a case on."""
    reason = a.command.refusal_reason
    if reason == "intake-refused" or not a.is_under("refusal-reasons", reason, "intake-refused"):
        yield Reason("not-an-intake-reason", refusal=reason)


@guard("acceptance-not-yet")
def acceptance_is_in_the_past(a: Attempt[HandoverAccepted]) -> bool:
    """The other unit accepted before it is recorded."""
    return a.has_passed(a.command.accepted_at)


@guard("no-such-duplicate", attested=True)
def duplicate_exists(a: Attempt[Merge]) -> bool:
    """Another case on the same parties and event exists, and this case's protection goes along."""
    command = a.command
    return command.same_parties_and_event and command.target_reference != a.case.id


@guard("protection-not-carried-over", attested=True)
def protection_goes_along(a: Attempt[Merge]) -> bool:
    """Protection measures, factors and secrecy go along to the other case."""
    return a.command.protection_carried_over
