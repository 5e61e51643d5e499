"""
Finding a concept by what people call it: the words of a query against the words of every label.

A word is found by its forms, from the written one to its bare consonants, and when that fails by the trigrams it
shares with a known word. A label is found when it has enough of the query, and the query enough of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from math import log, sqrt

import attrs

from community_policing.errors import LabelNotFoundError, UnreadableError
from community_policing.taxonomy._concept import Concept
from community_policing.taxonomy._fold import words
from community_policing.taxonomy._stem import BY_EAR, forms, stem

_LANGUAGES = ("en", "ar")

_ENOUGH = 0.52
"""The least score of a hit."""

_UNKNOWN = 0.8
"""The weight of a word that no label has; the rarest known word has 1."""

_OF_CONCEPT = 0.5
"""How much the concept's other labels count in what of the query is covered, beside the label that matched."""

_ALIKE = 0.5
"""The least share of common trigrams for one word to be another misspelt."""

_SURE = 0.9
"""A word that is found this well is not looked for among misspellings."""

_NEAR = 0.1
"""Of the words that a query's word may stand for, those this near to the likeliest decide its weight."""

_EAR = 2
"""How much longer or shorter a word may be than one that only sounds like it."""

_KINDS = (("pref_label", 1.0), ("alt_labels", 0.98), ("hidden_labels", 0.96))
"""What a label of each kind is worth, so that of two equal matches the better known wins."""


@attrs.frozen
class Hit:
    """
    A concept that a search found.

    Attributes:
        concept: What was found.
        label: The wording that matched, as it stands in the scheme.
        score: How well it matched, above 0 and at most 1.
        language: The language of the wording, ``en`` or ``ar``.
        hidden: Whether the wording is there for search only, or is the old name of a concept that this one replaced;
            a reader is then shown the preferred label instead.

    .. versionadded:: 26.1
    """

    concept: Concept
    label: str
    score: float
    language: str
    hidden: bool


@attrs.frozen(eq=False)
class SchemeSearch:
    """The search indexes of a scheme, each made when its language is first asked for."""

    concepts: tuple[Concept, ...]
    _made: dict[str, SearchIndex] = attrs.field(factory=dict, init=False)

    def hits(self, query: str, language: str, *, limit: int) -> tuple[Hit, ...]:
        """Return at most *limit* hits for *query* among the labels in *language*."""
        if not isinstance(query, str):
            raise UnreadableError("query", f"is {type(query).__name__}, not text")
        tag = re.split("[-_]", str(language).lower(), maxsplit=1)[0]
        if tag not in _LANGUAGES:
            raise LabelNotFoundError(str(language), "the languages of concepts", _LANGUAGES)
        if tag not in self._made:
            self._made[tag] = search_index(self.concepts, tag)
        return self._made[tag].search(query, limit=limit)


@attrs.frozen
class _Label:
    """One label of the concept that stands at *place*, by its terms."""

    place: int
    text: str
    worth: float
    hidden: bool
    words: tuple[str, ...]
    terms: tuple[str, ...]


@attrs.frozen(eq=False)
class SearchIndex:
    """
    The labels of a scheme in one language: by word, by form of a word and by trigram.

    A *term* is the stem of a folded word.
    """

    language: str
    concepts: tuple[Concept, ...]
    labels: tuple[_Label, ...]
    label_weights: tuple[float, ...]
    weights: dict[str, float]
    labels_with: dict[str, list[int]]
    by_form: dict[str, dict[str, float]]
    by_trigram: dict[str, list[str]]

    def search(self, query: str, *, limit: int) -> tuple[Hit, ...]:
        """Return at most *limit* hits, the best first; of equal ones the earlier in the scheme."""
        best: dict[int, tuple[float, int]] = {}
        for number, score in self._scores(words(query)):
            place = self.labels[number].place
            if score >= _ENOUGH and score > best.get(place, (0.0, 0))[0]:
                best[place] = (score, number)
        ranked = sorted((-score, place, number) for place, (score, number) in best.items())
        return tuple(self._hit(number, -score) for score, _, number in ranked[: max(limit, 0)])

    def _hit(self, number: int, score: float) -> Hit:
        """Return the hit on the label *number*."""
        label = self.labels[number]
        return Hit(self.concepts[label.place], label.text, round(score, 3), self.language, label.hidden)

    def _scores(self, asked: Iterable[str]) -> Iterator[tuple[int, float]]:
        """Yield each label that has a word of *asked*, and how well it fits."""
        whole = 0.0
        of_query: dict[int, float] = defaultdict(float)
        of_label: dict[int, float] = defaultdict(float)
        of_concept: dict[int, float] = defaultdict(float)
        for word in asked:
            likes = self._likes(word)
            weight = self._weight(likes)
            whole += weight
            pool: dict[int, float] = {}
            for number, (like, own) in self._found(likes).items():
                of_query[number] += weight * like
                of_label[number] += own * like
                place = self.labels[number].place
                pool[place] = max(pool.get(place, 0.0), weight * like)
            for place, covered in pool.items():
                of_concept[place] += covered
        for number, covered in of_query.items():
            label = self.labels[number]
            query = (1 - _OF_CONCEPT) * covered + _OF_CONCEPT * of_concept[label.place]
            yield number, label.worth * sqrt(query / whole * min(1.0, of_label[number] / self.label_weights[number]))

    def _weight(self, likes: dict[str, float]) -> float:
        """Return how much a word says that stands for these terms: the rarer, the more."""
        near = max(likes.values(), default=0.0) - _NEAR
        return max((self.weights[term] for term, like in likes.items() if like >= near), default=_UNKNOWN)

    def _found(self, likes: dict[str, float]) -> dict[int, tuple[float, float]]:
        """Return the labels that have one of these terms: how like the likest is, and what it weighs."""
        found: dict[int, tuple[float, float]] = {}
        for term, like in sorted(likes.items(), key=lambda item: item[1]):
            found.update(dict.fromkeys(self.labels_with[term], (like, self.weights[term])))
        return found

    def _likes(self, word: str) -> dict[str, float]:
        """Return the terms that *word* may stand for, and how like they are."""
        likes: dict[str, float] = {}
        short = stem(word)
        for form, worth in forms(word):
            for term, other in self.by_form.get(form, {}).items():
                if form[0] != BY_EAR or abs(len(term) - len(short)) <= _EAR:
                    likes[term] = max(likes.get(term, 0.0), worth * other)
        if max(likes.values(), default=0.0) >= _SURE:
            return likes
        trigrams = _trigrams(short)
        shared = Counter(chain.from_iterable(self.by_trigram.get(trigram, ()) for trigram in trigrams))
        for term, count in shared.items():
            like = 2 * count / (len(trigrams) + len(term) + 1)
            if like >= _ALIKE:
                likes[term] = max(likes.get(term, 0.0), like * _SURE)
        return likes


def search_index(concepts: tuple[Concept, ...], language: str) -> SearchIndex:
    """Return the index of the labels of *concepts* in *language*, ``en`` or ``ar``."""
    labels = tuple(_labels(concepts, language))
    labels_with: dict[str, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        for term in label.terms:
            labels_with[term].append(number)
    weights = _weights(labels, labels_with)
    by_form: dict[str, dict[str, float]] = defaultdict(dict)
    for word in dict.fromkeys(chain.from_iterable(label.words for label in labels)):
        term = stem(word)
        for form, worth in forms(word):
            by_form[form][term] = max(worth, by_form[form].get(term, 0.0))
    by_trigram: dict[str, list[str]] = defaultdict(list)
    for term in weights:
        for trigram in _trigrams(term):
            by_trigram[trigram].append(term)
    label_weights = tuple(sum(weights[term] for term in label.terms) for label in labels)
    return SearchIndex(
        language, concepts, labels, label_weights, weights, dict(labels_with), dict(by_form), dict(by_trigram)
    )


def _labels(concepts: tuple[Concept, ...], language: str) -> Iterator[_Label]:
    """Yield the labels that have words; those of a retired concept serve the one in its place, if there is one."""
    places = {concept.id: place for place, concept in enumerate(concepts)}
    for concept in concepts:
        current = _current(concept, concepts, places)
        if current is None:
            continue
        for kind, worth in _KINDS:
            texts = getattr(concept, kind)[language]
            for text in (texts,) if isinstance(texts, str) else texts:
                found = words(text)
                if found:
                    hidden = kind == "hidden_labels" or concept.deprecated
                    terms = tuple(dict.fromkeys(map(stem, found)))
                    yield _Label(places[current.id], text, worth, hidden, found, terms)


def _current(concept: Concept, concepts: tuple[Concept, ...], places: dict[str, int]) -> Concept | None:
    """Return *concept*, or what stands in its place now; `None` when nothing does."""
    met = set()
    while concept.deprecated:
        if concept.replaced_by is None or concept.id in met:
            return None
        met.add(concept.id)
        concept = concepts[places[concept.replaced_by]]
    return concept


def _weights(labels: tuple[_Label, ...], labels_with: dict[str, list[int]]) -> dict[str, float]:
    """Return how much each term says: 1 when one concept alone has it, less the more concepts share it."""
    places = {label.place for label in labels}
    most = log(1 + len(places))
    return {
        term: log(1 + len(places) / len({labels[number].place for number in numbers})) / most
        for term, numbers in labels_with.items()
    }


def _trigrams(term: str) -> frozenset[str]:
    """Return the runs of three characters in *term*, with its beginning and its end."""
    padded = f"  {term} "
    return frozenset(padded[at : at + 3] for at in range(len(term) + 1))
