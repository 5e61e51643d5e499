"""From SKOS statements to a concept scheme, telling of everything that does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from community_policing.errors import InvalidSchemeError, Problem, SchemeNotFoundError
from community_policing.exchange._names import last_segment, mapping_of
from community_policing.exchange._triples import (
    DEPRECATED,
    LANGUAGES,
    MAPPING,
    REPLACED_BY,
    SKOS,
    SOURCE,
    TYPE,
    Iri,
    Node,
    Triple,
    Words,
)
from community_policing.taxonomy import Concept, ConceptScheme, Text, Texts

_OTHER_WAY = {"narrower": "broader", "related": "related", "hasTopConcept": "topConceptOf"}


def scheme_from(triples: Iterable[Triple], wanted: str | None) -> ConceptScheme:
    """Return the scheme named *wanted*, or the only one, that *triples* tell of."""
    facts = _Facts.of(triples)
    uri = _the_scheme(facts, wanted)
    id_ = last_segment(uri)
    problems: list[Problem] = []
    concepts = [_concept(facts, each, uri, problems) for each in facts.members(uri)]
    label = _text(facts, uri, "prefLabel", f"{id_}.ttl", problems) or Text("", "")
    concepts.sort(key=lambda concept: (concept.notation, concept.id))
    try:
        scheme = ConceptScheme(id_, label, concepts)
    except InvalidSchemeError as error:
        found = (attrs.evolve(each, place=each.place.replace(".toml", ".ttl", 1)) for each in error.problems)
        raise InvalidSchemeError(id_, (*problems, *found)) from None
    if problems:
        raise InvalidSchemeError(id_, tuple(problems))
    return scheme


@attrs.frozen
class _Facts:
    """What is said of each thing, by its URI and the relation."""

    said: dict[tuple[str, str], list[Node]]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> _Facts:
        """Return *triples* by subject and relation, with the relations that SKOS calls each other's inverse."""
        said: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for subject, predicate, node in triples:
            said[subject, predicate].append(node)
            other = _OTHER_WAY.get(predicate.removeprefix(SKOS))
            if other is not None and isinstance(node, Iri):
                said[node.uri, f"{SKOS}{other}"].append(Iri(subject))
        return cls({key: list(dict.fromkeys(nodes)) for key, nodes in said.items()})

    def uris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the things to which the relation leads."""
        return tuple(node.uri for node in self.said.get((subject, predicate), ()) if isinstance(node, Iri))

    def words(self, subject: str, predicate: str) -> tuple[Words, ...]:
        """Return the texts that the relation gives."""
        return tuple(node for node in self.said.get((subject, predicate), ()) if isinstance(node, Words))

    def schemes(self) -> tuple[str, ...]:
        """Return every scheme."""
        kind = Iri(f"{SKOS}ConceptScheme")
        return tuple(sorted(each for (each, name), nodes in self.said.items() if name == TYPE and kind in nodes))

    def members(self, scheme: str) -> tuple[str, ...]:
        """Return the concepts of *scheme*."""
        names = (f"{SKOS}inScheme", f"{SKOS}topConceptOf")
        found = {each for (each, name), nodes in self.said.items() if name in names and Iri(scheme) in nodes}
        return tuple(sorted(found))


def _the_scheme(facts: _Facts, wanted: str | None) -> str:
    """Return the URI of the scheme to read."""
    schemes = facts.schemes()
    if wanted is not None:
        found = [uri for uri in schemes if wanted in {uri, last_segment(uri)}]
        if not found:
            raise SchemeNotFoundError(wanted, "the file", tuple(map(last_segment, schemes)))
        return found[0]
    if len(schemes) == 1:
        return schemes[0]
    name = "skos"
    if not schemes:
        raise InvalidSchemeError(name, (Problem("no-scheme", name, "has no skos:ConceptScheme with a URI"),))
    ids = ", ".join(map(last_segment, schemes))
    problem = Problem("several-schemes", name, f"has {len(schemes)} schemes: {ids}", "pass scheme=… to say which")
    raise InvalidSchemeError(name, (problem,))


def _concept(facts: _Facts, uri: str, scheme: str, problems: list[Problem]) -> Concept:
    """Return the concept *uri*, adding to *problems* what is wrong with it."""
    id_ = last_segment(uri)
    place = f"{last_segment(scheme)}.ttl/{id_}"
    broader = facts.uris(uri, f"{SKOS}broader")
    problems += _hierarchy_problems(place, broader, top=bool(facts.uris(uri, f"{SKOS}topConceptOf")))
    notations = _distinct(facts, uri, f"{SKOS}notation")
    if len(notations) > 1:
        problems.append(Problem("several-notations", place, f"has the notations {', '.join(notations)}"))
    sources = _distinct(facts, uri, SOURCE)
    replaced_by = facts.uris(uri, REPLACED_BY)
    return Concept(
        id_,
        next(iter(notations), id_),
        last_segment(scheme),
        _text(facts, uri, "prefLabel", place, problems) or Text("", ""),
        basis=",".join(sources) or f"std:{scheme}",
        definition=_text(facts, uri, "definition", place, problems),
        alt_labels=_texts(facts, uri, "altLabel"),
        hidden_labels=_texts(facts, uri, "hiddenLabel"),
        scope_note=_text(facts, uri, "scopeNote", place, problems),
        broader=last_segment(broader[0]) if broader else None,
        related=tuple(map(last_segment, facts.uris(uri, f"{SKOS}related"))),
        mappings=tuple(
            mapping_of(code, match) for match in sorted(MAPPING) for code in facts.uris(uri, f"{SKOS}{match}")
        ),
        deprecated=True in facts.said.get((uri, DEPRECATED), ()),
        replaced_by=last_segment(replaced_by[0]) if replaced_by else None,
    )


def _hierarchy_problems(place: str, broader: Sequence[str], *, top: bool) -> Iterator[Problem]:
    """Yield what no tree can hold."""
    if len(broader) > 1:
        yield Problem("several-broader", place, f"has {len(broader)} broader concepts: {', '.join(broader)}")
    if broader and top:
        yield Problem("top-with-broader", place, "is a top concept and has a broader one")


def _text(facts: _Facts, uri: str, name: str, place: str, problems: list[Problem]) -> Text | None:
    """Return what is said of *uri* in both languages; `None` when it is said in neither."""
    found = {}
    for language in LANGUAGES:
        texts = _in(facts.words(uri, f"{SKOS}{name}"), language)
        if len(texts) > 1 and name == "prefLabel":
            listed = ", ".join(map(repr, texts))
            problems.append(Problem("two-pref-labels", place, f"has {len(texts)} names in {language!r}: {listed}"))
        found[language] = "\n\n".join(texts) if name != "prefLabel" else next(iter(texts), "")
    if not any(found.values()):
        return None
    for language, text in found.items():
        if not text and name != "prefLabel":  # a missing name is a problem of the scheme itself
            problems.append(Problem("missing-translation", place, f"has no {name} in {language!r}"))
    return Text(found["en"], found["ar"])


def _texts(facts: _Facts, uri: str, name: str) -> Texts:
    """Return all wordings of one kind."""
    said = facts.words(uri, f"{SKOS}{name}")
    return Texts(*(_in(said, language) for language in LANGUAGES))


def _in(said: Iterable[Words], language: str) -> tuple[str, ...]:
    """Return the texts in *language*; where there are none, those of its first region."""
    by_tag: dict[str, list[str]] = defaultdict(list)
    for words in said:
        if words.language.partition("-")[0] == language:
            by_tag[words.language].append(words.text)
    return tuple(by_tag[min(by_tag)]) if by_tag else ()


def _distinct(facts: _Facts, uri: str, predicate: str) -> list[str]:
    """Return the texts and URIs that the relation gives, in alphabetical order."""
    return sorted({*(words.text for words in facts.words(uri, predicate)), *facts.uris(uri, predicate)})
