"""How policies combine: the facts of ``data/rules.toml`` as a value."""

from __future__ import annotations

import attrs

from community_policing.taxonomy._axes import ConsentRule
from community_policing.taxonomy._frozen_map import FrozenMap


@attrs.frozen
class UnknownAge:
    """
    How someone of unknown age is treated: protected in both directions, as a child and not handed to anyone.

    Attributes:
        age_bands: The ``age-bands`` that mean it.
        child_safeguards: Whether the safeguards of a child apply.
        guardian_handover: Whether the person may be handed to someone who says to be the guardian.
        family_notice: Whether the family may be told.
        measure: The protection measure it calls for.
        source: Where the rule comes from.
    """

    age_bands: frozenset[str]
    child_safeguards: bool
    guardian_handover: bool
    family_notice: bool
    measure: str
    source: str


@attrs.frozen
class SpecialistMeeting:
    """
    A meeting that a victim asks for and a specialist body, not the police, runs: a referral, never mediation.

    Attributes:
        service: The service referred to.
        partner: The kind of body that runs it.
        categories: Where it may be offered, after charge and beside prosecution.
        source: Where the rule comes from.
    """

    service: str
    partner: str
    categories: frozenset[str]
    source: str


@attrs.frozen
class PublicityException:
    """
    The only way to make a case public: an appeal that saves a life.

    Attributes:
        measure: The protection measure that stands for the appeal, approved by a supervisor.
        breach_category: The category of any other publication.
        source: Where the rule comes from.
    """

    measure: str
    breach_category: str
    source: str


@attrs.frozen(cache_hash=True)
class PolicyRules:
    """
    What holds whatever the category and whatever the profile.

    Attributes:
        report_factor_floor: Factors that make a report due in every category that does not imply them.
        report_factor_source: Where that comes from.
        absolute_bars: Factors that bar mediation, and that no profile lifts.
        default_bars: Factors that bar mediation unless the profile lifts them.
        bars_source: Where the bars come from.
        minors: How a consent rule written for adults is read for someone under eighteen.
        unknown_age: How someone of unknown age is treated.
        floor: Categories that no profile may relax.
        uncategorised: The category of what is not yet categorised: support, referral and due reports may start; no
            mediation, no publication, no closure.
        specialist_meeting: The meeting a victim may ask for.
        publicity_exception: The only way to make a case public.
        primary_preference: Which category counts as primary when several stand together: a primary category to those
            it comes before; ``*`` stands for all.
        male_equivalents: A service for women and children to the one that serves an adult male victim.
        sources: The short names of sources to what they stand for.
    """

    report_factor_floor: frozenset[str]
    report_factor_source: str
    absolute_bars: frozenset[str]
    default_bars: frozenset[str]
    bars_source: str
    minors: FrozenMap[ConsentRule, ConsentRule]
    unknown_age: UnknownAge
    floor: frozenset[str]
    uncategorised: str
    specialist_meeting: SpecialistMeeting
    publicity_exception: PublicityException
    primary_preference: FrozenMap[str, frozenset[str]] = attrs.field(factory=FrozenMap)
    male_equivalents: FrozenMap[str, str] = attrs.field(factory=FrozenMap)
    sources: FrozenMap[str, str] = attrs.field(factory=FrozenMap)

    def for_minor(self, rule: ConsentRule) -> ConsentRule:
        """
        Return what *rule* becomes where the person it asks is under eighteen, or may be.

        A child is heard and represented, so that no rule for a competent adult applies as it stands. A child may
        still ask alone for documents, school, help or protection.
        """
        return self.minors.get(rule, rule)
