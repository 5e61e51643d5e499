"""What categories of cases demand together: a join, so that order and repetition never matter."""

from __future__ import annotations

import attrs

from community_policing.errors import ConceptNotFoundError
from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._concept import CaseCategory, CategoryPolicy
from community_policing.taxonomy._profile import Override, Profile

WITH_POLICY = "the case categories that carry a policy"
"""Where a group is looked for in vain."""

_JOINED = (
    "notices",
    "mediation_scopes",
    "report_kinds",
    "report_factors",
    "report_targets",
    "notice_targets",
    "services",
    "measures",
    "workflows",
    "bars",
)


@attrs.frozen
class Policy:
    """
    What holds for a case.

    Policies form a join semilattice under `strictest`: the order in which categories and factors came to light never
    matters, saying one twice changes nothing, and adding one never lowers an axis. ``Policy()`` is the neutral
    element. Where two concepts decide alike, the one whose id comes first is named.

    Attributes:
        mediable: Whether the police may mediate.
        mediable_by: The category or factor that decided it.
        mediable_source: Where that category's or factor's rule comes from.
        formal_report: When a criminal report is due; ``MANDATORY`` as soon as a factor makes it due.
        formal_report_by: The category or factor that decided it.
        formal_report_source: Where its rule comes from.
        confidentiality: The level at which the file must at least be held.
        confidentiality_by: The category that decided it.
        confidentiality_source: Where its rule comes from.
        notice: What is owed at intake; the strictest of `notices`.
        consent_rule: Whose will decides.
        presumed_risk: The level to act on until risk is assessed.
        notices: Everything owed at intake: a criminal report does not do away with a protection notice.
        mediation_scopes: What mediation may touch; all restrictions hold together.
        report_kinds: The kinds of report that the categories take.
        report_factors: The factors that the categories name and that, present, make a report due.
        report_targets: Partners that receive a report.
        notice_targets: Partners that receive a notice.
        services: Services offered from the start.
        measures: Protection measures taken from the start.
        workflows: Workflows that usually serve the categories.
        bars: The factors present that bar mediation.
    """

    mediable: Mediable = Mediable.NOT_APPLICABLE
    mediable_by: str = ""
    mediable_source: str = ""
    formal_report: FormalReport = FormalReport.NEVER_REQUIRED
    formal_report_by: str = ""
    formal_report_source: str = ""
    confidentiality: Confidentiality = Confidentiality.STANDARD
    confidentiality_by: str = ""
    confidentiality_source: str = ""
    notice: Notice = Notice.NONE
    consent_rule: ConsentRule = ConsentRule.NO_VICTIM
    presumed_risk: Risk = Risk.LOW
    notices: frozenset[Notice] = frozenset()
    mediation_scopes: frozenset[str] = frozenset()
    report_kinds: frozenset[str] = frozenset()
    report_factors: frozenset[str] = frozenset()
    report_targets: frozenset[str] = frozenset()
    notice_targets: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    workflows: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()

    @property
    def report_due(self) -> bool:
        """Whether a criminal report must be made now."""
        return self.formal_report is FormalReport.MANDATORY

    @staticmethod
    def of(category: CaseCategory, profile: Profile | None = None) -> Policy:
        """
        Return what *category* alone demands, with what *profile* sets in its place.

        Raises:
            ConceptNotFoundError: The category is a group; a case is given one of the categories below it.
        """
        override = profile.overrides.get(category.id) if profile is not None else None
        return _decided_by(category.id, own_policy(category), override or _NOTHING)

    @staticmethod
    def strictest(*policies: Policy) -> Policy:
        """Return the join of *policies*: in every axis the strictest value, of every list all that any holds."""
        everything = (_NEUTRAL, *policies)
        mediable = min(everything, key=lambda each: _claim(each.mediable, each.mediable_by, each.mediable_source))
        report = min(
            everything,
            key=lambda each: _claim(each.formal_report, each.formal_report_by, each.formal_report_source),
        )
        closed = min(
            everything,
            key=lambda each: _claim(each.confidentiality, each.confidentiality_by, each.confidentiality_source),
        )
        return Policy(
            mediable=mediable.mediable,
            mediable_by=mediable.mediable_by,
            mediable_source=mediable.mediable_source,
            formal_report=report.formal_report,
            formal_report_by=report.formal_report_by,
            formal_report_source=report.formal_report_source,
            confidentiality=closed.confidentiality,
            confidentiality_by=closed.confidentiality_by,
            confidentiality_source=closed.confidentiality_source,
            notice=max(each.notice for each in everything),
            consent_rule=max(each.consent_rule for each in everything),
            presumed_risk=max(each.presumed_risk for each in everything),
            **{name: frozenset().union(*(getattr(each, name) for each in everything)) for name in _JOINED},
        )


def own_policy(category: CaseCategory) -> CategoryPolicy:
    """Return the policy that *category* carries; `ConceptNotFoundError` when it is a group."""
    if category.policy is None:
        raise ConceptNotFoundError(category.id, WITH_POLICY)
    return category.policy


_NEUTRAL = Policy()
_NOTHING = Override(source="")


def _claim(value: Mediable | FormalReport | Confidentiality, by: str, source: str) -> tuple[int, bool, str, str]:
    """Return a key that puts the strictest value first, then the id that comes first; nobody comes last."""
    return -value.rank, not by, by, source


def _decided_by(id_: str, own: CategoryPolicy, override: Override) -> Policy:
    """Return *own* as a `Policy` decided by *id_*, with the axes that *override* sets."""
    notice = own.notice if override.notice is None else override.notice
    return Policy(
        mediable=own.mediable if override.mediable is None else override.mediable,
        mediable_by=id_,
        mediable_source=own.source if override.mediable is None else override.source,
        formal_report=own.formal_report if override.formal_report is None else override.formal_report,
        formal_report_by=id_,
        formal_report_source=own.source if override.formal_report is None else override.source,
        confidentiality=own.confidentiality if override.confidentiality is None else override.confidentiality,
        confidentiality_by=id_,
        confidentiality_source=own.source if override.confidentiality is None else override.source,
        notice=notice,
        consent_rule=own.consent_rule if override.consent_rule is None else override.consent_rule,
        presumed_risk=own.presumed_risk if override.presumed_risk is None else override.presumed_risk,
        notices=frozenset({notice} - {Notice.NONE}),
        mediation_scopes=_only(own.mediation_scope),
        report_kinds=_only(own.report_kind),
        report_factors=own.report_factors - own.inherent_factors,
        report_targets=own.report_targets,
        notice_targets=own.notice_targets,
        services=own.services,
        measures=own.measures,
        workflows=own.workflows,
    )


def _only(code: str | None) -> frozenset[str]:
    """Return a set of *code* alone, or of nothing."""
    return frozenset() if code is None else frozenset({code})
