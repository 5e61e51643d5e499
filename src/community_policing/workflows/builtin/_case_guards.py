"""
Claims about a case as such, which the workflows share.

Each names the row of the published rules it serves. Who may read a reason that would betray a danger is said here.
"""

from __future__ import annotations

from collections.abc import Iterator

from community_policing.cases import Party, Reason
from community_policing.taxonomy import ConsentRule, Mediable, Risk
from community_policing.workflows._consequences import UNCATEGORISED
from community_policing.workflows._guard import guard
from community_policing.workflows._policies import PERSONS
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin._record_commands import (
    RecordConsent,
    RecordWish,
    SetGuardian,
    SetRepresentative,
    WithdrawConsent,
)

STAFF = (
    "intake-officer",
    "case-officer",
    "mediator",
    "psychosocial-specialist",
    "supervisor",
    "data-protection-officer",
    "duty-officer",
    "independent-reviewer",
)
"""Who may read what would betray a danger, a private disclosure or a plan of safety: never the other side."""

UNKNOWN_AGES = frozenset({"unknown-age", "age-not-stated"})


def persons(s: Situation) -> tuple[Party, ...]:
    """Return the parties that are one human being."""
    return tuple(party for party in s.parties if party.kind in PERSONS)


# --------------------------------------------------------------------------- policy


@guard("category-not-mediable", params=("category", "source"), otherwise="category-mediable")
def category_is_mediable(s: Situation) -> Iterator[Reason]:
    """The effective policy allows mediation (UN-VAW 3.9.1, Istanbul Convention art. 48)."""
    if s.policy.mediable in {Mediable.NEVER, Mediable.NOT_APPLICABLE}:
        yield Reason("category-not-mediable", category=s.policy.mediable_by, source=s.policy.mediable_source)


@guard("duty-to-report-absent", otherwise="duty-to-report")
def duty_to_report(s: Situation) -> bool:
    """A duty to report applies: the policy demands a report, whatever the victim wishes."""
    return s.policy.report_due or s.policy.consent_rule is ConsentRule.DUTY_TO_REPORT


# --------------------------------------------------------------------------- danger and risk


@guard("imminent-danger-absent", otherwise="imminent-danger", audience=STAFF)
def danger_is_imminent(s: Situation) -> bool:
    """Danger is imminent: the risk was assessed so, or imminent danger is a factor of the case."""
    return s.risk is Risk.IMMINENT or s.has_factor("imminent-danger")


@guard("risk-not-assessed")
def risk_is_assessed(s: Situation) -> bool:
    """Somebody assessed the risk."""
    return s.risk is not None


@guard("risk-above-medium", params=("risk",), gives=("risk-not-assessed",), audience=STAFF)
def risk_is_at_most_medium(s: Situation) -> Iterator[Reason]:
    """The risk was assessed and is low or medium."""
    if s.risk is None:
        yield Reason("risk-not-assessed")
    elif s.risk > Risk.MEDIUM:
        yield Reason("risk-above-medium", risk=s.risk.value)


# --------------------------------------------------------------------------- matter


@guard("category-not-substantive", otherwise="category-substantive")
def category_is_substantive(s: Situation) -> bool:
    """The case has a category that says what it is about."""
    return s.case.categories[:1] != (UNCATEGORISED,)


# --------------------------------------------------------------------------- will


@guard("wish-not-recorded", params=("party",))
def wish_is_recorded(s: Situation) -> Iterator[Reason]:
    """What each person wants, or why that could not be asked, is recorded."""
    for party in persons(s):
        wish = s.last(RecordWish, party=party.id)
        if wish is None or (wish.wish is None and wish.wish_unknown_reason is None):
            yield Reason("wish-not-recorded", party=party.id)


def consents(s: Situation, party: Party, kind: str) -> bool:
    """Return whether *party* gave this consent, did not take it back, and it has not run out."""
    consent = s.stands(RecordConsent, unless=WithdrawConsent, party=party.id, consent_kind=kind)
    if consent is None or consent.consent_decision != "given":
        return False
    return consent.valid_until is None or not s.has_passed(consent.valid_until)


# --------------------------------------------------------------------------- minors and groups


@guard("minor-without-safeguard", params=("party",))
def minors_are_safeguarded(s: Situation) -> Iterator[Reason]:
    """Each minor has a guardian without conflict, or a neutral representative in the guardian's place."""
    for party in persons(s):
        if not s.may_be_minor(party):
            continue
        named = s.last(SetGuardian, party=party.id)
        if named is None or (named.guardian_conflict != "nothing-found" and named.substitute is None):
            yield Reason("minor-without-safeguard", party=party.id)


@guard("group-without-mandate", params=("party",))
def representatives_are_mandated(s: Situation) -> Iterator[Reason]:
    """Each group or organisation is represented by someone whose mandate is documented and still runs."""
    for party in s.parties:
        if party.kind in {"collective", "organisation"}:
            mandate = s.last(SetRepresentative, party=party.id)
            over = mandate is not None and mandate.mandate_until is not None and s.has_passed(mandate.mandate_until)
            if mandate is None or over:
                yield Reason("group-without-mandate", party=party.id)


# --------------------------------------------------------------------------- the case as a whole


@guard("case-not-open")
def case_is_open(s: Situation) -> bool:
    """The case itself is open: neither closed, nor frozen, nor archived."""
    return s.state_of("record") == "open"
