"""A scheme seen as a whole: its hierarchy in one language, and its concepts by the codes of other classifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from community_policing.taxonomy._concept import Concept

_NEARNESS = {"exactMatch": 0, "closeMatch": 1, "broadMatch": 2, "narrowMatch": 2, "relatedMatch": 3}


class Branch(TypedDict):
    """A concept and what lies below it, as plain values."""

    id: str
    notation: str
    label: str
    narrower: list[Branch]


def branches(concepts: Sequence[Concept], language: str) -> list[Branch]:
    """Return the concepts at the top, each with those below it; without recursion, however deep."""
    spoken = language.partition("-")[0]
    made = {
        concept.id: Branch(id=concept.id, notation=concept.notation, label=concept.pref_label[spoken], narrower=[])
        for concept in concepts
    }
    tops: list[Branch] = []
    for concept in concepts:
        siblings = tops if concept.broader is None else made[concept.broader]["narrower"]
        siblings.append(made[concept.id])
    return tops


def outline(concepts: Sequence[Concept], below: Mapping[str, Sequence[Concept]], language: str) -> Iterator[str]:
    """Yield a line a concept, indented by its depth, each followed by those *below* it."""
    spoken = language.partition("-")[0]
    waiting = [(concept, "") for concept in reversed(concepts) if concept.broader is None]
    while waiting:
        concept, indent = waiting.pop()
        yield indent + concept.pref_label[spoken]
        waiting += [(each, indent + "  ") for each in reversed(below.get(concept.id, ()))]


def by_foreign_code(concepts: Sequence[Concept]) -> dict[tuple[str, str], tuple[Concept, ...]]:
    """Return the concepts in use by classification, with and without its edition, and code; the nearest first."""
    depth = _depths(concepts)
    found: dict[tuple[str, str], dict[str, tuple[int, Concept]]] = defaultdict(dict)
    for concept in concepts:
        for mapping in () if concept.deprecated else concept.mappings:
            nearness = _NEARNESS[mapping.match]
            for name in {mapping.scheme, mapping.scheme.partition("-")[0]}:
                known = found[name, mapping.code]
                known[concept.id] = min(known.get(concept.id, (nearness, concept)), (nearness, concept), key=_first)
    return {
        code: tuple(concept for _, concept in sorted(known.values(), key=lambda each: (each[0], -depth[each[1].id])))
        for code, known in found.items()
    }


def _first(ranked: tuple[int, Concept]) -> int:
    """Return how near a match is."""
    return ranked[0]


def _depths(concepts: Sequence[Concept]) -> dict[str, int]:
    """Return how many concepts stand above each."""
    above = {concept.id: concept.broader for concept in concepts}
    depth: dict[str, int] = {}
    for start in above:
        trail = []
        here: str | None = start
        while here is not None and here not in depth:
            trail.append(here)
            here = above[here]
        level = -1 if here is None else depth[here]
        for id_ in reversed(trail):
            level += 1
            depth[id_] = level
    return depth
