"""Schemes as plain JSON, for pickers and filters in a front end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from community_policing.errors import UnreadableError
from community_policing.taxonomy import Concept, ConceptScheme, Text, Texts

_LANGUAGES = ("en", "ar")


def to_json(schemes: Iterable[ConceptScheme], language: str | None = None, *, tree: bool = False) -> str:
    """
    Return *schemes* as JSON for front ends.

    ``{"schemes": [{"id", "label", "concepts": […]}]}``. A concept has ``id``, ``notation`` and ``label``, and what it
    has of ``alt``, ``definition``, ``scopeNote``, ``broader``, ``related``, ``mappings`` (each with ``scheme``,
    ``code``, ``match``), ``deprecated`` and ``replacedBy``. Hidden labels are not in it: they are never shown.

    Args:
        schemes: Such as ``standard_schemes().values()``.
        language: ``en`` or ``ar``, and words are plain texts; a region may follow, as in ``ar-IQ``. Without it words
            are ``{"en": …, "ar": …}``.
        tree: Whether concepts stand in the ``narrower`` of the one above them instead of in one list.

    Raises:
        LabelNotFoundError: Concepts have no words in *language*.
        UnreadableError: A scheme is too deep to be written as a tree.

    >>> from community_policing import load_scheme
    >>> to_json([load_scheme("wishes")], "en")[:75]
    '{"schemes": [{"id": "wishes", "label": "Wishes", "concepts": [{"id": "wants'

    .. versionadded:: 26.1
    """
    documents = []
    for scheme in schemes:
        concepts = {concept.id: _concept(concept, language) for concept in scheme}
        top = _tree(scheme, concepts) if tree else list(concepts.values())
        documents.append({"id": scheme.id, "label": _words(scheme.pref_label, language), "concepts": top})
    try:
        return json.dumps({"schemes": documents}, ensure_ascii=False) + "\n"
    except RecursionError:
        raise UnreadableError("schemes", "are too deep to be written as a tree", "write them flat") from None


def _tree(scheme: ConceptScheme, concepts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the top concepts, with the others moved into the ``narrower`` of the one above."""
    for concept in scheme:
        if concept.broader is not None:
            concepts[concept.broader].setdefault("narrower", []).append(concepts[concept.id])
    return [concepts[concept.id] for concept in scheme.tops]


def _concept(concept: Concept, language: str | None) -> dict[str, Any]:
    """Return *concept* as JSON has it, without what it does not have."""
    found = {
        "id": concept.id,
        "notation": concept.notation,
        "label": _words(concept.pref_label, language),
        "alt": _words(concept.alt_labels, language) if concept.alt_labels != Texts() else None,
        "definition": _words(concept.definition, language) if concept.definition else None,
        "scopeNote": _words(concept.scope_note, language) if concept.scope_note else None,
        "broader": concept.broader,
        "related": list(concept.related),
        "mappings": [{"scheme": each.scheme, "code": each.code, "match": each.match} for each in concept.mappings],
        "deprecated": concept.deprecated,
        "replacedBy": concept.replaced_by,
    }
    return {key: value for key, value in found.items() if value}


def _words(text: Text | Texts, language: str | None) -> object:
    """Return *text* in one language, or in both by language."""
    return {each: text[each] for each in _LANGUAGES} if language is None else text[language.partition("-")[0]]
