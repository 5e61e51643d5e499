"""The labels of a scheme, laid out for searching: by word, by form of a word and by trigram."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from math import log

import attrs

from community_policing.taxonomy._concept import Concept, in_use
from community_policing.taxonomy._fold import words
from community_policing.taxonomy._stem import forms, stem

_KINDS = (("pref_label", 1.0), ("alt_labels", 0.98), ("hidden_labels", 0.96))
"""What a label of each kind is worth, so that of two equal matches the better known wins."""


@attrs.frozen
class Label:
    """
    One label, as words and as terms.

    Attributes:
        place: Where the concept that it finds stands in the scheme.
        text: The label as it is written.
        worth: What its kind is worth.
        hidden: Whether it is for search only.
        words: Its folded words.
        terms: Their stems, each once.
    """

    place: int
    text: str
    worth: float
    hidden: bool
    words: tuple[str, ...]
    terms: tuple[str, ...]


@attrs.frozen(eq=False)
class SearchIndex:
    """
    The labels of a scheme in one language.

    Attributes:
        language: The language.
        concepts: The concepts of the scheme.
        labels: The labels that have words.
        label_weights: What the terms of each label weigh together.
        weights: How much each term says: 1 when one concept alone has it, less the more concepts share it.
        labels_with: The numbers of the labels that have a term.
        by_form: The terms that have a form, and what the form is worth.
        by_trigram: The terms that have a trigram.
    """

    language: str
    concepts: tuple[Concept, ...]
    labels: tuple[Label, ...]
    label_weights: tuple[float, ...]
    weights: dict[str, float]
    labels_with: dict[str, list[int]]
    by_form: dict[str, dict[str, float]]
    by_trigram: dict[str, list[str]]


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
        for trigram in trigrams(term):
            by_trigram[trigram].append(term)
    label_weights = tuple(sum(weights[term] for term in label.terms) for label in labels)
    return SearchIndex(
        language, concepts, labels, label_weights, weights, dict(labels_with), dict(by_form), dict(by_trigram)
    )


def trigrams(term: str) -> tuple[str, ...]:
    """Return the runs of three characters in *term*, its beginning and its end marked by spaces; each once."""
    padded = f"  {term} "
    return tuple(dict.fromkeys(padded[at : at + 3] for at in range(len(term) + 1)))


def _labels(concepts: tuple[Concept, ...], language: str) -> Iterator[Label]:
    """Yield the labels that have words; those of a retired concept find the one in its place, if there is one."""
    places = {concept.id: place for place, concept in enumerate(concepts)}
    by_id = {concept.id: concept for concept in concepts}
    for concept in concepts:
        current = in_use(concept, by_id)
        if current is None:
            continue
        for kind, worth in _KINDS:
            hidden = kind == "hidden_labels" or concept.deprecated
            given = getattr(concept, kind)[language]
            for text in (given,) if isinstance(given, str) else given:
                found = words(text)
                if found:
                    yield Label(places[current.id], text, worth, hidden, found, tuple(dict.fromkeys(map(stem, found))))


def _weights(labels: tuple[Label, ...], labels_with: dict[str, list[int]]) -> dict[str, float]:
    """Return how much each term says."""
    places = len({label.place for label in labels})
    return {
        term: log(1 + places / len({labels[number].place for number in numbers})) / log(1 + places)
        for term, numbers in labels_with.items()
    }
