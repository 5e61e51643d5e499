"""
Community policing as values and pure functions: a case taxonomy, workflows, and labels in English and Arabic.

The names below are loaded when they are first asked for, so that importing the package costs next to nothing.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING as _TYPE_CHECKING

if _TYPE_CHECKING:
    from community_policing.cases import Actor, Assignment, Case, CaseFactor, Event, Fact, Party, Reason, Track, What
    from community_policing.labels import LabelBook, standard_labels
    from community_policing.serialization import make_converter
    from community_policing.taxonomy import (
        CaseCategory,
        Concept,
        ConceptScheme,
        Confidentiality,
        Policy,
        Profile,
        Risk,
        load_scheme,
        standard_profile,
        standard_schemes,
    )
    from community_policing.workflows import (
        Accepted,
        Due,
        Effect,
        Option,
        Refused,
        Rulebook,
        Summary,
        Verdict,
        Workflow,
    )
    from community_policing.workflows._standard import standard_rulebook

_HOMES = {
    "cases": ("Actor", "Assignment", "Case", "CaseFactor", "Event", "Fact", "Party", "Reason", "Track", "What"),
    "labels": ("LabelBook", "standard_labels"),
    "serialization": ("make_converter",),
    "taxonomy": (
        "CaseCategory",
        "Concept",
        "ConceptScheme",
        "Confidentiality",
        "Policy",
        "Profile",
        "Risk",
        "load_scheme",
        "standard_profile",
        "standard_schemes",
    ),
    "workflows": ("Accepted", "Due", "Effect", "Option", "Refused", "Rulebook", "Summary", "Verdict", "Workflow"),
    "workflows._standard": ("standard_rulebook",),
}
_HOME = {name: f"{__name__}.{home}" for home, names in _HOMES.items() for name in names}

__all__ = [
    "Accepted",
    "Actor",
    "Assignment",
    "Case",
    "CaseCategory",
    "CaseFactor",
    "Concept",
    "ConceptScheme",
    "Confidentiality",
    "Due",
    "Effect",
    "Event",
    "Fact",
    "LabelBook",
    "Option",
    "Party",
    "Policy",
    "Profile",
    "Reason",
    "Refused",
    "Risk",
    "Rulebook",
    "Summary",
    "Track",
    "Verdict",
    "What",
    "Workflow",
    "load_scheme",
    "make_converter",
    "standard_labels",
    "standard_profile",
    "standard_rulebook",
    "standard_schemes",
]


def __getattr__(name: str) -> object:
    """Return a public name from the package that defines it."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(_import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
