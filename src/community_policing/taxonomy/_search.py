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
from math import sqrt

import attrs

from community_policing.errors import LabelNotFoundError, UnreadableError
from community_policing.taxonomy._concept import Concept
from community_policing.taxonomy._fold import words
from community_policing.taxonomy._search_index import SearchIndex, search_index, trigrams
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
"""Of the terms that a word may stand for, those this near to the likeliest decide its weight."""

_EAR = 2
"""How much longer or shorter a word may be than one that only sounds like it."""


@attrs.frozen
class Hit:
    """
    A concept that a search found.

    Attributes:
        concept: What was found.
        label: The wording that matched, as it stands in the scheme.
        score: How well it matched, above 0 and at most 1.
        language: The language of the wording, ``en`` or ``ar``.
        hidden: Whether the wording is there for search only, or is the name of a retired concept that this one
            replaced; a reader is then shown the preferred label instead.

    .. versionadded:: 26.1
    """

    concept: Concept = attrs.field(repr=str)
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
        """Return at most *limit* hits, the best first; of equal ones the earlier in the scheme."""
        if not isinstance(query, str):
            raise UnreadableError("query", f"is {type(query).__name__}, not text")
        tag = re.split("[-_]", str(language).lower(), maxsplit=1)[0]
        if tag not in _LANGUAGES:
            raise LabelNotFoundError(str(language), "the languages of concepts", _LANGUAGES)
        if tag not in self._made:
            self._made[tag] = search_index(self.concepts, tag)
        return tuple(_ranked(self._made[tag], query))[: max(limit, 0)]


def _ranked(index: SearchIndex, query: str) -> Iterator[Hit]:
    """Yield the best hit on each concept that *query* may mean, the best first."""
    best: dict[int, tuple[float, int]] = {}
    for number, score in _scores(index, words(query)):
        place = index.labels[number].place
        if score >= _ENOUGH and score > best.get(place, (0.0, 0))[0]:
            best[place] = (score, number)
    for place, (score, number) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        label = index.labels[number]
        yield Hit(index.concepts[place], label.text, round(score, 3), index.language, label.hidden)


def _scores(index: SearchIndex, asked: Iterable[str]) -> Iterator[tuple[int, float]]:
    """
    Yield each label that has a word of *asked*, and how well it fits.

    The score is the geometric mean of what is covered of the query and what is covered of the label: a long story
    finds a short label that it has whole, and a single word finds a label of which it is the most telling.
    """
    whole = 0.0
    of_query: dict[int, float] = defaultdict(float)
    of_label: dict[int, float] = defaultdict(float)
    of_concept: dict[int, float] = defaultdict(float)
    for word in asked:
        likes = _likes(index, word)
        weight = _weight(index, likes)
        whole += weight
        by_concept: dict[int, float] = {}
        for number, (like, own) in _holding(index, likes).items():
            of_query[number] += weight * like
            of_label[number] += own * like
            place = index.labels[number].place
            by_concept[place] = max(by_concept.get(place, 0.0), weight * like)
        for place, covered in by_concept.items():
            of_concept[place] += covered
    for number, covered in of_query.items():
        label = index.labels[number]
        query = (1 - _OF_CONCEPT) * covered + _OF_CONCEPT * of_concept[label.place]
        yield number, label.worth * sqrt(query / whole * min(1.0, of_label[number] / index.label_weights[number]))


def _weight(index: SearchIndex, likes: dict[str, float]) -> float:
    """Return how much a word says that stands for the terms *likes*: the rarer, the more."""
    near = max(likes.values(), default=0.0) - _NEAR
    return max((index.weights[term] for term, like in likes.items() if like >= near), default=_UNKNOWN)


def _holding(index: SearchIndex, likes: dict[str, float]) -> dict[int, tuple[float, float]]:
    """Return the labels that have one of the terms *likes*: how like the likest is, and what it weighs."""
    found: dict[int, tuple[float, float]] = {}
    for term, like in sorted(likes.items(), key=lambda item: (item[1], item[0])):
        found.update(dict.fromkeys(index.labels_with[term], (like, index.weights[term])))
    return found


def _likes(index: SearchIndex, word: str) -> dict[str, float]:
    """Return the terms that *word* may stand for, and how like they are."""
    likes: dict[str, float] = {}
    short = stem(word)
    for form, worth in forms(word):
        for term, other in index.by_form.get(form, {}).items():
            if form[0] != BY_EAR or abs(len(term) - len(short)) <= _EAR:
                likes[term] = max(likes.get(term, 0.0), worth * other)
    if max(likes.values(), default=0.0) >= _SURE:
        return likes
    asked = trigrams(short)
    shared = Counter(chain.from_iterable(index.by_trigram.get(trigram, ()) for trigram in asked))
    for term, count in shared.items():
        like = 2 * count / (len(asked) + len(term) + 1)
        if like >= _ALIKE:
            likes[term] = max(likes.get(term, 0.0), like * _SURE)
    return likes
