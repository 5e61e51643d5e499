"""The policy in force for a case: its categories joined, raised by its aggravating factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from community_policing.errors import ConceptNotFoundError
from community_policing.taxonomy._axes import FormalReport, Mediable
from community_policing.taxonomy._concept import CaseCategory
from community_policing.taxonomy._policy import WITH_POLICY, Policy, own_policy
from community_policing.taxonomy._profile import Profile
from community_policing.taxonomy._rules import PolicyRules
from community_policing.taxonomy._scheme import ConceptScheme


def effective_policy(
    categories: Iterable[CaseCategory], factors: Iterable[str], *, profile: Profile, rules: PolicyRules
) -> Policy:
    """
    Return the policy of a case with these *categories* and these aggravating *factors*.

    A factor makes a report due when a category names it, or when it is on the floor of report factors, and that
    category does not imply it. A barring factor bars mediation, implied or not. A category on the floor keeps its own
    policy whatever the profile sets.

    Args:
        factors: Ids of ``aggravating-factors``; those that no rule names change nothing.

    Returns:
        The join of everything above; without categories and barring factors the neutral policy, which bars mediation.

    Raises:
        ConceptNotFoundError: One of the categories is a group.
    """
    return _effective(tuple(categories), frozenset(factors), profile, rules)


def case_category(scheme: ConceptScheme, id_: str) -> CaseCategory:
    """
    Return the category *id_* of *scheme*, which a case may be given.

    Raises:
        ConceptNotFoundError: There is no such category, or it is a group without a policy of its own.
    """
    found = scheme.get(id_)
    if isinstance(found, CaseCategory) and found.policy is not None:
        return found
    usable = tuple(each.id for each in scheme if isinstance(each, CaseCategory) and each.policy is not None)
    raise ConceptNotFoundError(id_, WITH_POLICY, usable)


@lru_cache(maxsize=1024)
def _effective(
    categories: tuple[CaseCategory, ...], factors: frozenset[str], profile: Profile, rules: PolicyRules
) -> Policy:
    """Return the join; remembered, because every decision on a case asks for the same one."""
    return Policy.strictest(
        *(Policy.of(category, profile) for category in categories),
        *(Policy.of(category) for category in categories if category.id in rules.floor),
        *(raised for category in categories for raised in _raised_reports(category, factors, rules)),
        *_raised_bars(factors, profile, rules),
    )


def _raised_reports(category: CaseCategory, present: frozenset[str], rules: PolicyRules) -> Iterator[Policy]:
    """Yield, for each factor that makes a report due in *category*, the policy that says so."""
    own = own_policy(category)
    for factor in present - own.inherent_factors:
        if factor in own.report_factors:
            yield _report_due(factor, own.source)
        if factor in rules.report_factor_floor:
            yield _report_due(factor, rules.report_factor_source)


def _report_due(factor: str, source: str) -> Policy:
    """Return the policy that *factor* alone stands for: a report is due."""
    return Policy(formal_report=FormalReport.MANDATORY, formal_report_by=factor, formal_report_source=source)


def _raised_bars(present: frozenset[str], profile: Profile, rules: PolicyRules) -> Iterator[Policy]:
    """Yield, for each factor that bars mediation, the policy that says so."""
    barring = rules.absolute_bars | (rules.default_bars - profile.lifted_bars)
    for factor in present & barring:
        yield Policy(
            mediable=Mediable.NEVER,
            mediable_by=factor,
            mediable_source=rules.bars_source,
            bars=frozenset({factor}),
        )
