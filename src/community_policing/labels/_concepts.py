"""Concepts as labels: their codes, their names in each language, and which role lies below which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from community_policing.labels._catalog import Entry
from community_policing.taxonomy import (
    Concept,
    ConceptScheme,
    Confidentiality,
    ConsentRule,
    FormalReport,
    FrozenMap,
    Mediable,
    Notice,
    Risk,
)

RoleTree = Mapping[str, tuple[str, ...]]
"""The roles above each role."""

_LANGUAGES = ("en", "ar")

_AXES: dict[type, str] = {
    Risk: "concept.risk-levels",
    Confidentiality: "concept.confidentiality",
    Mediable: "mediable",
    FormalReport: "formal-report",
    Notice: "notice",
    ConsentRule: "consent-rule",
}


def concept_code(item: object) -> str | None:
    """Return the code of a concept, ``concept.<scheme>.<id>``; `None` for anything else."""
    return f"concept.{item.scheme}.{item.id}" if isinstance(item, Concept) else None


def axis_code(item: object) -> str | None:
    """Return the code of a value of a policy's axis, such as `Risk.HIGH`; `None` for anything else."""
    prefix = _AXES.get(type(item))
    return f"{prefix}.{item.value}" if prefix is not None and isinstance(item, Enum) else None


def concept_entries(schemes: Mapping[str, ConceptScheme]) -> Mapping[str, Mapping[str, Entry]]:
    """Return the names of all concepts of *schemes* by language and code."""
    concepts = [concept for scheme in schemes.values() for concept in scheme]
    return {
        language: {f"concept.{concept.scheme}.{concept.id}": concept.pref_label[language] for concept in concepts}
        for language in _LANGUAGES
    }


def role_tree(roles: ConceptScheme) -> RoleTree:
    """Return for each role the roles above it, the nearest first."""
    return FrozenMap({role.id: tuple(above.id for above in roles.ancestors(role.id)) for role in roles})
