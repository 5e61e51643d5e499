"""The policy of a case: of its categories, raised by its factors, read for minors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from community_policing.cases import CaseFactor, Party
from community_policing.taxonomy import ConceptScheme, Policy, PolicyRules, case_category, effective_policy

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook

PERSONS = frozenset({"natural-person", "unidentified-person", "anonymous-person"})
"""Kinds of party that are one human being."""

UNASKED = frozenset(
    {
        "alleged-perpetrator",
        "respondent",
        "subject-member",
        "witness",
        "informant",
        "parent",
        "guardian",
        "support-person",
        "legal-representative",
        "accompanying-person",
        "prospective-guardian",
    }
)
"""Roles of parties whose consent no consent rule asks for: a young respondent turns no complaint into a duty."""


def joined_policy(
    rules: Rulebook, categories: tuple[str, ...], factors: tuple[CaseFactor, ...], parties: tuple[Party, ...]
) -> Policy:
    """Return the effective policy of a case with these *categories*, *factors* and *parties*."""
    matters = (case_category(rules.scheme("case-categories"), one) for one in categories)
    found = (one.factor for one in factors)
    policy = effective_policy(matters, found, profile=rules.profile, rules=rules.policy_rules)
    if any(party.role not in UNASKED and rules.may_be_minor(party) for party in parties):
        return attrs.evolve(policy, consent_rule=rules.policy_rules.for_minor(policy.consent_rule))
    return policy


def may_be_minor(party: Party, age_bands: ConceptScheme, rules: PolicyRules) -> bool:
    """Return whether *party* is a person under eighteen, or one of whom that cannot be excluded."""
    if party.kind not in PERSONS:
        return False
    band = age_bands.get(party.age_band)
    return band is None or "minor" in band.flags or band.id in rules.unknown_age.age_bands
