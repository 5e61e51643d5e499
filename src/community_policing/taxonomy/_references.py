"""Whether what policies and rules name is really there, once the schemes stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from community_policing.errors import Problem, did_you_mean
from community_policing.taxonomy._concept import CaseCategory, CategoryPolicy
from community_policing.taxonomy._rules import PolicyRules
from community_policing.taxonomy._scheme import ConceptScheme


def reference_problems(schemes: Mapping[str, ConceptScheme], rules: PolicyRules) -> Iterator[Problem]:
    """
    Yield each concept that a category's policy or *rules* name and that its scheme lacks.

    Args:
        schemes: By id; ``case-categories``, ``aggravating-factors``, ``report-kinds``, ``partners``, ``services``,
            ``protection-measures`` and ``age-bands`` are looked at.
    """
    for category in schemes["case-categories"]:
        if isinstance(category, CaseCategory) and category.policy is not None:
            place = f"case-categories.toml/{category.id}"
            for field, scheme, ids in _named_by_policy(category.policy):
                yield from _missing(f"{place}/{field}", schemes[scheme], ids)
    for field, scheme, ids in _named_by_rules(rules):
        yield from _missing(f"rules.toml/{field}", schemes[scheme], ids)


def _missing(place: str, scheme: ConceptScheme, ids: Collection[str]) -> Iterator[Problem]:
    """Yield each of *ids* that *scheme* lacks."""
    for id_ in sorted(ids):
        if id_ not in scheme:
            hint = did_you_mean(id_, (concept.id for concept in scheme))
            yield Problem("unknown-concept", place, f"{id_!r} is not in {scheme.id!r}", hint)


def _named_by_policy(policy: CategoryPolicy) -> Iterator[tuple[str, str, Collection[str]]]:
    """Yield field, scheme and ids of everything that *policy* names."""
    yield "report_factors", "aggravating-factors", policy.report_factors
    yield "inherent_factors", "aggravating-factors", policy.inherent_factors
    yield "report_kind", "report-kinds", () if policy.report_kind is None else (policy.report_kind,)
    yield "report_targets", "partners", policy.report_targets
    yield "notice_targets", "partners", policy.notice_targets
    yield "services", "services", policy.services
    yield "measures", "protection-measures", policy.measures


def _named_by_rules(rules: PolicyRules) -> Iterator[tuple[str, str, Collection[str]]]:
    """Yield field, scheme and ids of everything that *rules* name."""
    over = frozenset[str]().union(*rules.primary_preference.values()) - {"*"}
    yield "report_factor_floor", "aggravating-factors", rules.report_factor_floor
    yield "mediation_bars", "aggravating-factors", rules.absolute_bars | rules.default_bars
    yield "floor", "case-categories", rules.floor
    yield "primary_preference", "case-categories", over | frozenset(rules.primary_preference)
    yield "uncategorised", "case-categories", (rules.uncategorised,)
    yield "specialist_meeting", "case-categories", rules.specialist_meeting.categories
    yield "specialist_meeting", "services", (rules.specialist_meeting.service,)
    yield "specialist_meeting", "partners", (rules.specialist_meeting.partner,)
    yield "publicity_exception", "protection-measures", (rules.publicity_exception.measure,)
    yield "publicity_exception", "case-categories", (rules.publicity_exception.breach_category,)
    yield "unknown_age", "age-bands", rules.unknown_age.age_bands
    yield "unknown_age", "protection-measures", (rules.unknown_age.measure,)
    yield "male_victim_equivalents", "services", {*rules.male_equivalents, *rules.male_equivalents.values()}
