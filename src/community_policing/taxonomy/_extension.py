"""What a force adds to a scheme, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from community_policing.errors import Problem, did_you_mean
from community_policing.taxonomy._concept import Concept, Texts
from community_policing.taxonomy._concept import Mapping as Code


@attrs.frozen
class Extension:
    """What is added to a scheme; `ConceptScheme.extended` tells of each."""

    concepts: tuple[Concept, ...]
    alt_labels: Mapping[str, Texts]
    mappings: Mapping[str, Iterable[Code]]
    deprecated: Mapping[str, str]
    scheme: str


def extended_concepts(scheme: str, concepts: Sequence[Concept], wanted: Extension) -> tuple[Concept, ...]:
    """Return *concepts* of *scheme* with what is *wanted*; those that belong to another scheme stay as they are."""
    return tuple(
        attrs.evolve(_changed(concept, wanted), scheme=wanted.scheme) if concept.scheme == scheme else concept
        for concept in (*concepts, *wanted.concepts)
    )


def extension_problems(concepts: Sequence[Concept], wanted: Extension) -> Iterator[Problem]:
    """Yield what refers to nothing, and each retired concept without a successor in use."""
    file = f"{wanted.scheme}.toml"
    everything = {concept.id: concept for concept in (*concepts, *wanted.concepts)}
    for part in ("alt_labels", "mappings", "deprecated"):
        for id_ in getattr(wanted, part):
            if id_ not in everything:
                place = f"{file}/{part}/{id_}"
                yield Problem("unknown-concept", place, "names no concept here", did_you_mean(id_, everything))
    for id_, successor in wanted.deprecated.items():
        place = f"{file}/deprecated/{id_}"
        if not successor:
            yield Problem("no-successor", place, "would be retired with nothing in its place", "name its successor")
        elif successor in wanted.deprecated or (successor in everything and everything[successor].deprecated):
            yield Problem("retired-successor", place, f"would be replaced by {successor!r}, which is retired too")


def _changed(concept: Concept, wanted: Extension) -> Concept:
    """Return *concept* with what is *wanted* for it."""
    more = wanted.alt_labels.get(concept.id, Texts())
    changed = attrs.evolve(
        concept,
        alt_labels=Texts(concept.alt_labels.en + tuple(more.en), concept.alt_labels.ar + tuple(more.ar)),
        mappings=(*concept.mappings, *wanted.mappings.get(concept.id, ())),
    )
    if concept.id not in wanted.deprecated:
        return changed
    return attrs.evolve(changed, deprecated=True, replaced_by=wanted.deprecated[concept.id] or None)
