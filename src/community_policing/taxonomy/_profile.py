"""What a police force may set for itself: its law, its local policy, and departures from the standard policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from community_policing.errors import InvalidProfileError, Problem, did_you_mean
from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._concept import CaseCategory, Text
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._rules import PolicyRules
from community_policing.taxonomy._scheme import ConceptScheme

AXES = ("mediable", "formal_report", "notice", "confidentiality", "consent_rule", "presumed_risk")
"""The names of the policy fields that are ordered, and that a profile may set."""


class PolicyDepartureWarning(UserWarning):
    """A profile that was asked for departs from international standards; the text names them."""


@attrs.frozen
class Override:
    """
    What a profile sets in place of a category's own policy; `None` leaves an axis as it is.

    Attributes:
        source: Who says so; shown wherever the overridden value decides.
    """

    source: str
    mediable: Mediable | None = None
    formal_report: FormalReport | None = None
    notice: Notice | None = None
    confidentiality: Confidentiality | None = None
    consent_rule: ConsentRule | None = None
    presumed_risk: Risk | None = None


@attrs.frozen
class Note:
    """Where a value of the law comes from, and what to ask a local lawyer before relying on it."""

    source: str
    ask: str


_CODES = attrs.validators.instance_of(frozenset)
_COUNT = attrs.validators.and_(attrs.validators.instance_of(int), attrs.validators.gt(0))
_YES_NO = attrs.validators.instance_of(bool)


@attrs.frozen
class Law:
    """
    The values that are law or local policy, and differ from place to place.

    Each has a default in the profile's file, beside its source and the question to put to a lawyer; the two are
    `Profile.notes`.

    Attributes:
        complaint_only: Categories in which the State acts only on the victim's complaint.
        conciliation_allowed: Categories in which the law lets a case end by conciliation (الصلح).
        judicial_approval_required: Categories in which only a judge's acceptance makes a conciliation end the matter.
        complaint_window_days: Days from knowledge of the act within which a complaint must be made.
        conciliation_window_days: Days from the formal report within which conciliation may be asked for.
        retention_years: Years that a closed file is kept.
        areas: Localities the unit is competent for; empty means everywhere.
        urgent_entry_grounds: ``entry-grounds`` on which a home may be entered without leave.
        divertible_acts: Categories for which a child may be diverted from the formal route.
        small_unit: Whether the mediator may be the case officer, because there are too few members.
        overridable_guards: Reason codes that a supervisor may set aside with reasons.
        competent_partners: For each of the ``report-kinds``, the ``partners`` competent to receive it.
        safety_check_days: Days between two checks that a person in danger is safe.
        cooling_off_hours: Hours between the wording of an agreement and its signing.
    """

    complaint_only: frozenset[str] = attrs.field(validator=_CODES)
    conciliation_allowed: frozenset[str] = attrs.field(validator=_CODES)
    judicial_approval_required: frozenset[str] = attrs.field(validator=_CODES)
    complaint_window_days: int = attrs.field(validator=_COUNT)
    conciliation_window_days: int = attrs.field(validator=_COUNT)
    retention_years: int = attrs.field(validator=_COUNT)
    areas: frozenset[str] = attrs.field(validator=_CODES)
    urgent_entry_grounds: frozenset[str] = attrs.field(validator=_CODES)
    divertible_acts: frozenset[str] = attrs.field(validator=_CODES)
    small_unit: bool = attrs.field(validator=_YES_NO)
    overridable_guards: frozenset[str] = attrs.field(validator=_CODES)
    competent_partners: FrozenMap[str, frozenset[str]] = attrs.field(validator=attrs.validators.instance_of(FrozenMap))
    safety_check_days: int = attrs.field(validator=_COUNT)
    cooling_off_hours: int = attrs.field(validator=_COUNT)


@attrs.frozen(cache_hash=True)
class Profile:
    """
    The policy of one police force.

    Attributes:
        id: The slug of the profile.
        pref_label: Its name.
        law: The values of law and local policy.
        overrides: Category id to what is set in its place.
        safeguards: Codes of the extra safeguards that this profile asks of workflows.
        lifted_bars: Aggravating factors of the ``default`` mediation bars that bar nothing here.
        notes: Field of `Law` to where its value comes from and what to ask.
        departs_from: The sources whose rules the overrides leave, without safeguards in their place;
            `standard_profile` warns of them.
    """

    id: str
    pref_label: Text
    law: Law
    overrides: FrozenMap[str, Override] = attrs.field(factory=FrozenMap)
    safeguards: frozenset[str] = frozenset()
    lifted_bars: frozenset[str] = frozenset()
    notes: FrozenMap[str, Note] = attrs.field(factory=FrozenMap)
    departs_from: tuple[str, ...] = ()


def checked_profile(profile: Profile, *, schemes: Mapping[str, ConceptScheme], rules: PolicyRules) -> Profile:
    """
    Return *profile* itself once it is known to fit *schemes* and to leave the floor of *rules* alone.

    Raises:
        InvalidProfileError: It names concepts that are not there, or would relax the floor; with every problem.
    """
    problems = tuple(profile_problems(profile, schemes=schemes, rules=rules))
    if problems:
        raise InvalidProfileError(profile.id, problems)
    return profile


def profile_problems(
    profile: Profile, *, schemes: Mapping[str, ConceptScheme], rules: PolicyRules
) -> Iterator[Problem]:
    """Yield everything that is wrong with *profile*; places read ``my-force.toml/rape``."""
    file = f"{profile.id}.toml"
    categories = schemes["case-categories"]
    for id_, override in profile.overrides.items():
        category = categories.get(id_)
        if not isinstance(category, CaseCategory) or category.policy is None:
            hint = did_you_mean(id_, (concept.id for concept in categories))
            yield Problem("unknown-category", f"{file}/{id_}", "is no category that carries a policy", hint)
        elif id_ in rules.floor:
            yield from _relaxations(f"{file}/{id_}", category, override)
    yield from _lifted_problems(file, profile, rules)
    yield from _law_problems(file, profile.law, schemes)
    yield from _law_floor_problems(file, profile.law, rules)
    for source in profile.departs_from:
        if source not in rules.sources:
            hint = did_you_mean(source, rules.sources)
            yield Problem("unknown-source", f"{file}/departs_from", f"names {source!r}, which is no source", hint)


def _relaxations(place: str, category: CaseCategory, override: Override) -> Iterator[Problem]:
    """Yield each axis that *override* would set below what a floor category demands."""
    for axis in AXES:
        wanted, own = getattr(override, axis), getattr(category.policy, axis)
        if wanted is not None and wanted < own:
            message = f"would relax {axis} from {own.value!r} to {wanted.value!r}, and the category is on the floor"
            yield Problem("relaxes-floor", place, message, f"leave {axis} at {own.value!r} or stricter")


def _lifted_problems(file: str, profile: Profile, rules: PolicyRules) -> Iterator[Problem]:
    """Yield each lifted factor that is not a default bar."""
    for factor in sorted(profile.lifted_bars - rules.default_bars):
        absolute = factor in rules.absolute_bars
        message = "bars mediation whatever the profile says" if absolute else "is no default mediation bar"
        yield Problem("relaxes-floor" if absolute else "unknown-bar", f"{file}/lifted_bars/{factor}", message)


def _law_problems(file: str, law: Law, schemes: Mapping[str, ConceptScheme]) -> Iterator[Problem]:
    """Yield each concept named in the law that its scheme lacks."""
    named = {
        ("complaint_only", "case-categories"): law.complaint_only,
        ("conciliation_allowed", "case-categories"): law.conciliation_allowed,
        ("judicial_approval_required", "case-categories"): law.judicial_approval_required,
        ("divertible_acts", "case-categories"): law.divertible_acts,
        ("urgent_entry_grounds", "entry-grounds"): law.urgent_entry_grounds,
        ("competent_partners", "report-kinds"): frozenset(law.competent_partners),
        ("competent_partners", "partners"): frozenset[str]().union(*law.competent_partners.values()),
    }
    for (field, scheme), ids in named.items():
        for id_ in sorted(ids):
            if id_ not in schemes[scheme]:
                hint = did_you_mean(id_, (concept.id for concept in schemes[scheme]))
                yield Problem("unknown-concept", f"{file}/law/{field}", f"{id_!r} is not in {scheme!r}", hint)


def _law_floor_problems(file: str, law: Law, rules: PolicyRules) -> Iterator[Problem]:
    """Yield each floor category that the law would leave to a complaint or to conciliation."""
    for field, ids in (("complaint_only", law.complaint_only), ("conciliation_allowed", law.conciliation_allowed)):
        for id_ in sorted(ids & rules.floor):
            yield Problem("relaxes-floor", f"{file}/law/{field}", f"names {id_!r}, which is on the floor")
