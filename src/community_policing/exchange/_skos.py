"""SKOS, written and read."""

from __future__ import annotations

from collections.abc import Iterable

from community_policing.exchange._names import DEFAULT_BASE, checked_base
from community_policing.exchange._rdf import parsed_turtle, written_json_ld, written_turtle
from community_policing.exchange._reading import scheme_from
from community_policing.exchange._triples import skos
from community_policing.taxonomy import ConceptScheme


def to_turtle(schemes: Iterable[ConceptScheme], base: str = DEFAULT_BASE) -> str:
    """
    Return *schemes* as SKOS in Turtle; the same schemes give the same text.

    A concept has its names, definition and scope note in both languages, its notation, its links in both directions,
    and its basis as ``dct:source``. Foreign codes are URNs such as ``urn:iccs:1.0:0101`` and ``urn:nibrs:13B``. A
    retired concept is ``owl:deprecated``, and ``dct:isReplacedBy`` leads to what stands in its place.

    Args:
        schemes: Such as ``standard_schemes().values()``.
        base: What every URI of a scheme begins with, for a force that publishes under an address of its own; it ends
            in ``:``, ``/`` or ``#``. The id of the scheme follows, then ``:`` or ``/`` and the id of the concept.

    Raises:
        ModuleNotFoundError: rdflib is not installed.
        UnreadableError: No URI begins like *base*.

    .. versionadded:: 26.1
    """
    return written_turtle(skos(schemes, checked_base(base)))


def to_json_ld(schemes: Iterable[ConceptScheme], base: str = DEFAULT_BASE) -> str:
    """
    Return *schemes* as SKOS in JSON-LD: the statements of `to_turtle`, with the context inside.

    Args:
        schemes: Such as ``standard_schemes().values()``.
        base: What every URI of a scheme begins with, as for `to_turtle`.

    Raises:
        ModuleNotFoundError: rdflib is not installed.
        UnreadableError: No URI begins like *base*.

    .. versionadded:: 26.1
    """
    return written_json_ld(skos(schemes, checked_base(base)))


def read_turtle(text: str, *, scheme: str | None = None) -> ConceptScheme:
    """
    Return the concept scheme of a SKOS file.

    Its concepts are those with ``skos:inScheme`` or at its top; ids are the last part of each URI. Names, definitions
    and scope notes are taken in English and Arabic - a regional one, as ``ar-IQ``, where there is no other - and left
    in every other language. A concept without a notation has its id for one; ``dct:source`` becomes the basis, else it
    is ``std:`` and the URI of the scheme. Concepts stand in the order of their notations. Nothing is fetched: codes of
    other vocabularies stay the URIs that they are, but for the URNs that `to_turtle` writes.

    Args:
        text: Turtle.
        scheme: Id or URI of the scheme to read, when the file has several.

    Raises:
        InvalidSchemeError: The file has no scheme, or several and *scheme* does not say which; or the scheme breaks a
            rule of `ConceptScheme`, has two names in one language, two broader concepts for one, or words in one of
            the two languages only. It tells of all problems.
        ModuleNotFoundError: rdflib is not installed.
        SchemeNotFoundError: The file has no scheme named *scheme*.
        UnreadableDocumentError: The text is not Turtle; the error has the line.

    .. versionadded:: 26.1
    """
    return scheme_from(parsed_turtle(text), scheme)
