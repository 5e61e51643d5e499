"""Schemes as SKOS statements, before any library for RDF has seen them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from community_policing.exchange._names import code_uri, concept_uri, scheme_uri
from community_policing.taxonomy import Concept, ConceptScheme, Text

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
PREFIXES = {"dct": DCT, "owl": OWL, "skos": SKOS}

TYPE = f"{RDF}type"
SOURCE = f"{DCT}source"
REPLACED_BY = f"{DCT}isReplacedBy"
DEPRECATED = f"{OWL}deprecated"
MAPPING = {"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}

LANGUAGES = ("en", "ar")


@attrs.frozen
class Iri:
    """A thing that has a URI."""

    uri: str


@attrs.frozen
class Words:
    """A text; its language is empty when it has none."""

    text: str
    language: str = ""


Node = Iri | Words | bool
Triple = tuple[str, str, Node]


def skos(schemes: Iterable[ConceptScheme], base: str) -> Iterator[Triple]:
    """Yield what SKOS can say of *schemes*."""
    for scheme in schemes:
        uri = scheme_uri(base, scheme.id)
        yield uri, TYPE, Iri(f"{SKOS}ConceptScheme")
        yield from _both(uri, "prefLabel", scheme.pref_label)
        for concept in scheme:
            yield from _concept(concept, scheme, base)


def _concept(concept: Concept, scheme: ConceptScheme, base: str) -> Iterator[Triple]:
    """Yield what SKOS can say of one concept, and of it and its scheme."""
    uri, whole = concept_uri(base, scheme.id, concept.id), scheme_uri(base, scheme.id)
    yield uri, TYPE, Iri(f"{SKOS}Concept")
    yield uri, f"{SKOS}inScheme", Iri(whole)
    yield uri, f"{SKOS}notation", Words(concept.notation)
    yield uri, SOURCE, Words(concept.basis)
    yield from _labels(uri, concept)
    yield from _links(uri, concept, scheme, base)
    if concept.broader is None:
        yield whole, f"{SKOS}hasTopConcept", Iri(uri)
        yield uri, f"{SKOS}topConceptOf", Iri(whole)
    if concept.deprecated:
        yield uri, DEPRECATED, True
    if concept.replaced_by is not None:
        yield uri, REPLACED_BY, Iri(concept_uri(base, scheme.id, concept.replaced_by))


def _labels(uri: str, concept: Concept) -> Iterator[Triple]:
    """Yield the wordings of *concept*."""
    yield from _both(uri, "prefLabel", concept.pref_label)
    for name, text in (("definition", concept.definition), ("scopeNote", concept.scope_note)):
        if text is not None:
            yield from _both(uri, name, text)
    for language in LANGUAGES:
        for name, texts in (("altLabel", concept.alt_labels), ("hiddenLabel", concept.hidden_labels)):
            for words in texts[language]:
                yield uri, f"{SKOS}{name}", Words(words, language)


def _links(uri: str, concept: Concept, scheme: ConceptScheme, base: str) -> Iterator[Triple]:
    """Yield the links of *concept*, each in both directions."""
    if concept.broader is not None:
        above = concept_uri(base, scheme.id, concept.broader)
        yield uri, f"{SKOS}broader", Iri(above)
        yield above, f"{SKOS}narrower", Iri(uri)
    for related in concept.related:
        beside = concept_uri(base, scheme.id, related)
        yield uri, f"{SKOS}related", Iri(beside)
        yield beside, f"{SKOS}related", Iri(uri)
    for mapping in concept.mappings:
        yield uri, f"{SKOS}{mapping.match}", Iri(code_uri(mapping))


def _both(uri: str, name: str, text: Text) -> Iterator[Triple]:
    """Yield *text* in both languages."""
    for language in LANGUAGES:
        yield uri, f"{SKOS}{name}", Words(text[language], language)
