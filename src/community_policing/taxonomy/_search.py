"""Finding a concept by what people call it: the words of a query against the words of every label."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log

import attrs

from community_policing.errors import LabelNotFoundError, UnreadableError
from community_policing.taxonomy._concept import Concept
from community_policing.taxonomy._fold import words
from community_policing.taxonomy._stem import forms, stem

LANGUAGES = ("en", "ar")
"""The languages in which a concept has labels."""

_ENOUGH = 0.5
"""The least score of a hit."""

_UNKNOWN = 0.8
"""The weight of a word that no label has; the rarest known word has 1."""

_OF_CONCEPT = 0.4
"""How much the concept's other labels count beside the one that matched, when asked what of the query is covered."""

_OF_QUERY = 0.5
"""How much it counts that the query is covered, against that the label is."""

_ALIKE = 0.55
"""How many of their trigrams two words share at least, when one is the other misspelt."""

_SURE = 0.9
"""A word that is found this well is not looked for among misspellings."""

_WORTH = {"preferred": 1.0, "alternative": 0.98, "hidden": 0.96}
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
        hidden: Whether the wording is there for search only; a reader is then shown the preferred label instead.
    """

    concept: Concept
    label: str
    score: float
    language: str
    hidden: bool


@attrs.frozen
class _Label:
    """One label, whose concept stands at *place* in the scheme, and what its words weigh together."""

    place: int
    text: str
    kind: str
    terms: tuple[str, ...]
    weight: float = 0.0


@attrs.frozen
class SearchIndex:
    """
    The labels of a scheme in one language: by word, by form of a word and by trigram.

    The *terms* here are the stems of folded words.
    """

    language: str
    concepts: tuple[Concept, ...]
    labels: tuple[_Label, ...]
    weights: Mapping[str, float]
    labels_with: Mapping[str, tuple[int, ...]]
    by_form: Mapping[str, Mapping[str, float]]
    by_trigram: Mapping[str, tuple[str, ...]]

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
        return Hit(
            self.concepts[label.place], label.text, round(min(score, 1.0), 3), self.language, label.kind == "hidden"
        )

    def _scores(self, asked: tuple[str, ...]) -> Iterator[tuple[int, float]]:
        """Yield each label that has something of the words *asked*, and how well it fits."""
        whole = 0.0
        by_label: dict[int, float] = defaultdict(float)
        of_label: dict[int, float] = defaultdict(float)
        by_concept: dict[int, float] = defaultdict(float)
        for word in asked:
            likes = self._likes(word)
            near = max(likes.values(), default=0.0) - 0.1
            weight = max((self.weights[term] for term, like in likes.items() if like >= near), default=_UNKNOWN)
            whole += weight
            best: dict[int, float] = {}
            for term, like in likes.items():
                for number in self.labels_with[term]:
                    if like > best.get(number, 0.0):
                        best[number] = like
                        of_label[number] += 0
                        key = number
                        termw = self.weights[term]
                        _tw[key] = termw
            pool: dict[int, float] = {}
            for number, like in best.items():
                by_label[number] += weight * like
                of_label[number] += _tw[number] * like
                place = self.labels[number].place
                pool[place] = max(pool.get(place, 0.0), like)
            for place, like in pool.items():
                by_concept[place] += weight * like
        for number, covered in by_label.items():
            label = self.labels[number]
            of_query = ((1 - _OF_CONCEPT) * covered + _OF_CONCEPT * by_concept[label.place]) / whole
            yield number, _WORTH[label.kind] * of_query**_OF_QUERY * min(1.0, of_label[number] / label.weight) ** (1 - _OF_QUERY)

    def _likes(self, word: str) -> dict[str, float]:
        """Return the terms that *word* may stand for, and how like they are."""
        likes: dict[str, float] = {}
        for form, worth in forms(word):
            for term, other in self.by_form.get(form, {}).items():
                if form[0] == "#" and abs(len(term) - len(stem(word))) > 2: continue
                likes[term] = max(likes.get(term, 0.0), min(worth, other))
        if max(likes.values(), default=0.0) >= _SURE:
            return likes
        trigrams = _trigrams(stem(word))
        shared = Counter(term for trigram in trigrams for term in self.by_trigram.get(trigram, ()))
        for term, count in shared.items():
            like = 2 * count / (len(trigrams) + len(term) + 1)
            if like >= _ALIKE and like > likes.get(term, 0.0):
                likes[term] = like * 0.92
        return likes

_tw = {}

def _trigrams(term: str) -> frozenset[str]:
    """Return the runs of three letters in *term*, with its beginning and end."""
    padded = f"  {term} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def search_index(concepts: tuple[Concept, ...], language: str) -> SearchIndex:
    """Return the index of the labels of *concepts* in *language*."""
    labels = tuple(_labels(concepts, language))
    labels_with: dict[str, list[int]] = defaultdict(list)
    by_form: dict[str, dict[str, float]] = defaultdict(dict)
    seen = set()
    for number, label in enumerate(labels):
        for word, term in zip(words(label.text), label.terms, strict=True):
            labels_with[term].append(number)
            if word in seen: continue
            seen.add(word)
            for form, worth in forms(word):
                by_form[form][term] = max(worth, by_form[form].get(term, 0.0))
    by_trigram: dict[str, list[str]] = defaultdict(list)
    for term in labels_with:
        for trigram in _trigrams(term):
            by_trigram[trigram].append(term)
    most = log(1 + len(concepts))
    weights = {
        term: log(1 + len(concepts) / len({labels[number].place for number in numbers})) / most
        for term, numbers in labels_with.items()
    }
    return SearchIndex(language, concepts, tuple(attrs.evolve(label, weight=sum(weights[t] for t in label.terms) or 1.0) for label in labels), weights, labels_with, by_form, by_trigram)


def _labels(concepts, language):
    for place, concept in enumerate(concepts):
        for kind, texts in (
            ("preferred", (concept.pref_label[language],)),
            ("alternative", concept.alt_labels[language]),
            ("hidden", concept.hidden_labels[language]),
        ):
            for text in texts:
                yield _Label(place, text, kind, tuple(stem(word) for word in words(text)))
