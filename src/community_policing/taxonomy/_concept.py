"""A term and what belongs to it, in the words of the W3C SKOS model."""

from __future__ import annotations

from collections.abc import Mapping as Map

import attrs

from community_policing.errors import LabelNotFoundError
from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk

MATCHES = frozenset({"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"})
"""The SKOS mapping relations: how near a foreign code comes to the concept."""


_WORDS = attrs.validators.instance_of(str)
_CODES = attrs.validators.instance_of(frozenset)


@attrs.frozen
class Text:
    """
    The same words in English and in Arabic.

    ``text["ar"]`` is the Arabic; another language raises `LabelNotFoundError`. Hosts add languages to the
    `LabelBook`, not here.
    """

    en: str = attrs.field(validator=_WORDS)
    ar: str = attrs.field(validator=_WORDS)

    def __getitem__(self, language: str) -> str:
        """Return the words in *language*, ``en`` or ``ar``."""
        if language == "en":
            return self.en
        if language == "ar":
            return self.ar
        raise LabelNotFoundError(language, "a bilingual text", ("en", "ar"))


@attrs.frozen
class Texts:
    """Several wordings in each language: other names of a concept. Either may be empty."""

    en: tuple[str, ...] = ()
    ar: tuple[str, ...] = ()

    def __getitem__(self, language: str) -> tuple[str, ...]:
        """Return the wordings in *language*, ``en`` or ``ar``."""
        if language == "en":
            return self.en
        if language == "ar":
            return self.ar
        raise LabelNotFoundError(language, "bilingual texts", ("en", "ar"))


@attrs.frozen
class Mapping:
    """
    The code that another classification gives to a concept.

    Attributes:
        scheme: The classification: ``ICCS-1.0`` (UNODC), ``NIBRS`` (FBI) or ``GBVIMS``.
        code: Its code, as a text.
        match: The SKOS relation, one of `MATCHES`.
    """

    scheme: str
    code: str
    match: str


@attrs.frozen
class CategoryPolicy:
    """
    What one category of case demands, before profile and factors are looked at.

    Attributes:
        mediable: Whether the police may mediate.
        formal_report: When a criminal report is due.
        notice: What is owed at intake.
        confidentiality: The level at which a new file opens.
        consent_rule: Whose will decides.
        presumed_risk: The level to act on until risk is assessed.
        source: Where the policy comes from: seed rows, standards, practice or judgement.
        mediation_scope: What mediation may touch, such as ``whole-matter`` or ``parenting-plan-only``.
        report_kind: The ``report-kinds`` concept that a report of this category takes.
        report_factors: ``aggravating-factors`` whose presence makes a report due.
        inherent_factors: Those that the category implies, so that their presence says nothing new.
        report_targets: ``partners`` that receive a report.
        notice_targets: ``partners`` that receive a notice.
        services: ``services`` offered from the start.
        measures: ``protection-measures`` taken from the start.
        workflows: Workflows that usually serve the category.
        reason: Why the policy is as it is, in English, for developers.
        changed_in: The edition of the vocabulary that last changed the policy; empty when none did.
    """

    mediable: Mediable
    formal_report: FormalReport
    notice: Notice
    confidentiality: Confidentiality
    consent_rule: ConsentRule
    presumed_risk: Risk
    source: str = attrs.field(validator=_WORDS)
    mediation_scope: str | None = None
    report_kind: str | None = None
    report_factors: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    inherent_factors: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    report_targets: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    notice_targets: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    services: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    measures: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    workflows: frozenset[str] = attrs.field(default=frozenset(), validator=_CODES)
    reason: str = ""
    changed_in: str = ""


@attrs.frozen(cache_hash=True)
class Concept:
    """
    A term of a scheme.

    Attributes:
        id: The slug that is stored; stable for ever, unique in the scheme.
        notation: The statistical code, such as ``CC0101``; stable for ever, unique in the scheme.
        scheme: The id of the scheme it belongs to.
        pref_label: The name that is shown.
        basis: Where it comes from: a row of the source text (``seed:…``), a standard (``std:…``), ``practice`` or
            ``jud`` (judgement).
        since: The edition of the vocabulary that first had it.
        definition: What it means.
        alt_labels: Other names that may be shown.
        hidden_labels: Everyday or misspelt wordings, for search and import only; never shown.
        scope_note: When to use it and when not.
        broader: The concept above it, or `None` at the top.
        related: Concepts beside it.
        inverse: The relationship that the other side holds: ``employer`` for ``employee``.
        mappings: Codes of other classifications.
        deprecated: Whether it may no longer be given to new records.
        replaced_by: What to use in its place.
        flags: Marks that rules read: ``barred`` (a term no agreement may hold), ``relative-assignment`` and
            ``relative-party`` (roles that hold on one case only), ``not-a-person``, ``minor`` (an age band under
            eighteen), ``status`` (a category that stands beside the act, never alone).
    """

    id: str
    notation: str = attrs.field(validator=_WORDS)
    scheme: str
    pref_label: Text
    basis: str = attrs.field(default="jud", validator=_WORDS)
    since: str = attrs.field(default="", validator=_WORDS)
    definition: Text | None = None
    alt_labels: Texts = Texts()
    hidden_labels: Texts = Texts()
    scope_note: Text | None = None
    broader: str | None = attrs.field(default=None, validator=attrs.validators.optional(_WORDS))
    related: tuple[str, ...] = ()
    inverse: str | None = None
    mappings: tuple[Mapping, ...] = ()
    deprecated: bool = False
    replaced_by: str | None = None
    flags: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the slug, so that a concept can stand where a code is wanted in a text for developers."""
        return self.id


def in_use(concept: Concept, by_id: Map[str, Concept]) -> Concept | None:
    """Return *concept*, or what stands in its place now; `None` when nothing does."""
    met = set()
    while concept.deprecated:
        if concept.replaced_by is None or concept.id in met:
            return None
        met.add(concept.id)
        concept = by_id[concept.replaced_by]
    return concept


@attrs.frozen(cache_hash=True)
class CaseCategory(Concept):
    """
    A concept of the scheme ``case-categories``.

    Attributes:
        policy: What the category demands. Groups have none, and may therefore not be the category of a case.
        accompanied_by: For a ``status`` category, what must stand beside it: ``act``, or the substantive category as
            soon as it is known. Empty otherwise.
    """

    policy: CategoryPolicy | None = None
    accompanied_by: str = ""
