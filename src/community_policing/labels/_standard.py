"""The book that ships with the library."""

from __future__ import annotations

from collections.abc import Mapping

from community_policing.labels._book import LabelBook
from community_policing.labels._catalog import packaged_catalogs
from community_policing.taxonomy import ConceptScheme, standard_schemes


def standard_labels(schemes: Mapping[str, ConceptScheme] | None = None) -> LabelBook:
    """
    Return the labels of this library in English and Arabic.

    Args:
        schemes: The concept schemes in force, by id, such as those of a rulebook; the standard ones unless given.

    Raises:
        InvalidCatalogError: The installed catalogs are damaged.

    >>> labels = standard_labels()
    >>> labels.text("concept.roles.mediator", "en")
    'Mediator'

    .. versionadded:: 26.1
    """
    return LabelBook(packaged_catalogs()).with_schemes(standard_schemes() if schemes is None else schemes)
