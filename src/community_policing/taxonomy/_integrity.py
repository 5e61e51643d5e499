"""
What makes a concept scheme sound: the SKOS integrity conditions, and two languages.

S14 (one preferred label a language) holds by the shape of `Text`; S9 and S37 (concepts are neither schemes nor
collections) are one check here, because nothing but a concept may stand in a scheme.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from community_policing.errors import Problem, did_you_mean
from community_policing.taxonomy._concept import MATCHES, Concept, Text

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_READABLE = 10
"""How many names of a long ring are told at each of its ends."""
_LATIN = re.compile(r"[A-Za-z]")


def integrity_problems(
    scheme: str, label: Text, members: Sequence[object], *, also: Collection[str] = ()
) -> Iterator[Problem]:
    """
    Yield everything that is wrong with the scheme named *scheme*; places read ``roles.toml/mediator``.

    Args:
        also: Ids that links may name besides those of *members*: concepts whose own fault is told elsewhere.
    """
    file = f"{scheme}.toml"
    yield from _slug_problems(file, scheme)
    yield from _label_problems(file, label)
    for stranger in members:
        if not isinstance(stranger, Concept):
            yield Problem("not-a-concept", file, f"holds {stranger!r}, which is no concept (SKOS S9, S37)")
    concepts = [member for member in members if isinstance(member, Concept)]
    yield from _repeated(file, concepts)
    yield from _repeated_labels(file, concepts)
    above = {concept.id: concept.broader for concept in concepts}
    known = above.keys() | set(also)
    for concept in concepts:
        place = f"{file}/{concept.id}"
        yield from _slug_problems(place, concept.id)
        yield from _label_problems(place, concept.pref_label)
        yield from _other_label_problems(place, concept)
        yield from _membership_problems(place, scheme, concept)
        yield from _link_problems(place, concept, known)
        yield from _related_problems(place, concept, above)
        yield from _mapping_problems(place, concept)
    yield from _cycles(file, concepts)


def _slug_problems(place: str, slug: str) -> Iterator[Problem]:
    """Yield a problem when *slug* is not lower-case kebab, the form in which ids are stored."""
    if not _SLUG.fullmatch(slug):
        yield Problem("bad-id", place, f"the id {slug!r} is not lower-case kebab", "write it like neighbour-dispute")


def _label_problems(place: str, label: Text) -> Iterator[Problem]:
    """Yield what is missing of the two names, and Latin letters among the Arabic."""
    for language in ("en", "ar"):
        if not label[language].strip():
            yield Problem("missing-label", place, f"has no preferred label in {language!r}")
    if _LATIN.search(label.ar):
        yield Problem("latin-in-arabic", place, f"the Arabic label {label.ar!r} has Latin letters in it")


def _repeated(file: str, concepts: Sequence[Concept]) -> Iterator[Problem]:
    """Yield each id and each notation that a later concept repeats."""
    ids: set[str] = set()
    notations: dict[str, str] = {}
    for concept in concepts:
        place = f"{file}/{concept.id}"
        if concept.id in ids:
            yield Problem("duplicate-id", place, "another concept has the same id")
        elif concept.notation in notations:
            first = notations[concept.notation]
            yield Problem("duplicate-notation", place, f"{first!r} already has the notation {concept.notation!r}")
        ids.add(concept.id)
        notations.setdefault(concept.notation, concept.id)


def _repeated_labels(file: str, concepts: Sequence[Concept]) -> Iterator[Problem]:
    """Yield each name that two concepts in use share: of two equal lines nobody can choose."""
    names: dict[tuple[str, str], str] = {}
    for concept in concepts:
        for language in () if concept.deprecated else ("en", "ar"):
            name = concept.pref_label[language].strip()
            first = names.setdefault((language, name), concept.id)
            if name and first != concept.id:
                message = f"{first!r} already has the preferred label {name!r}"
                yield Problem("duplicate-label", f"{file}/{concept.id}", message)


def _other_label_problems(place: str, concept: Concept) -> Iterator[Problem]:
    """Yield each wording that is blank or stands twice among a concept's labels, and Latin letters in a shown one."""
    for language in ("en", "ar"):
        met = {concept.pref_label[language]}
        for wording in (*concept.alt_labels[language], *concept.hidden_labels[language]):
            if not wording.strip():
                yield Problem("blank-label", place, f"has a blank label in {language!r}")
            elif wording in met:
                yield Problem("overlapping-labels", place, f"has the label {wording!r} more than once (SKOS S13)")
            met.add(wording)
    for wording in concept.alt_labels.ar:
        if _LATIN.search(wording):
            yield Problem("latin-in-arabic", place, f"the Arabic label {wording!r} has Latin letters in it")


def _membership_problems(place: str, scheme: str, concept: Concept) -> Iterator[Problem]:
    """Yield a problem when the concept says that it belongs to another scheme, or has no notation."""
    if concept.scheme != scheme:
        yield Problem("wrong-scheme", place, f"says that it belongs to {concept.scheme!r}, not to {scheme!r}")
    if not concept.notation:
        yield Problem("missing-notation", place, "has no notation")


def _link_problems(place: str, concept: Concept, known: Collection[str]) -> Iterator[Problem]:
    """Yield each link that leads nowhere, and a retired concept that nothing replaces."""
    links = [("broader", concept.broader), ("inverse", concept.inverse), ("replaced_by", concept.replaced_by)]
    for name, target in [*links, *(("related", related) for related in concept.related)]:
        if target is not None and target not in known:
            hint = did_you_mean(target, known)
            yield Problem(f"dangling-{name.replace('_', '-')}", place, f"{name} {target!r} is no concept here", hint)
    if concept.replaced_by is not None and not concept.deprecated:
        yield Problem("replaced-but-current", place, "has replaced_by but is not deprecated", "set deprecated = true")


def _related_problems(place: str, concept: Concept, above: Mapping[str, str | None]) -> Iterator[Problem]:
    """Yield each related concept that is the concept itself, or stands above it or below."""
    for other in concept.related:
        if other == concept.id:
            yield Problem("related-to-itself", place, "is related to itself")
        elif _is_above(other, concept.id, above) or _is_above(concept.id, other, above):
            message = f"is related to {other!r}, and one is broader than the other (SKOS S27)"
            yield Problem("related-in-line", place, message)


def _is_above(broad: str, narrow: str, above: Mapping[str, str | None]) -> bool:
    """Return whether *broad* is met on the way up from *narrow*; a cycle ends the walk."""
    met = set()
    here = above.get(narrow)
    while here is not None and here != broad and here not in met:
        met.add(here)
        here = above.get(here)
    return here == broad


def _mapping_problems(place: str, concept: Concept) -> Iterator[Problem]:
    """Yield each mapping whose relation SKOS does not know, and each code that is mapped twice."""
    matches: dict[tuple[str, str], str] = {}
    for mapping in concept.mappings:
        other = matches.setdefault((mapping.scheme, mapping.code), mapping.match)
        if other != mapping.match:
            message = f"{mapping.scheme} {mapping.code} is both {other!r} and {mapping.match!r} (SKOS S46)"
            yield Problem("conflicting-matches", place, message, "one relation a code")
        if mapping.match not in MATCHES:
            message = f"the mapping to {mapping.scheme} {mapping.code} is a {mapping.match!r}"
            yield Problem("unknown-match", place, message, did_you_mean(mapping.match, sorted(MATCHES)))


def _cycles(file: str, concepts: Sequence[Concept]) -> Iterator[Problem]:
    """Yield each cycle of broader links once, by walking up from every concept that no walk has met."""
    above = {concept.id: concept.broader for concept in concepts}
    met: set[str] = set()
    for start in above:
        trail: dict[str, None] = {}
        here: str | None = start
        while here in above and here not in met:
            met.add(here)
            trail[here] = None
            here = above[here]
        if here in trail:
            names = list(trail)
            ring = _short([*names[names.index(here) :], here])
            yield Problem("cycle", f"{file}/{here}", f"is broader than itself: {' > '.join(ring)}")


def _short(ring: list[str]) -> list[str]:
    """Return *ring*, or its two ends when nobody would read it all."""
    return ring if len(ring) <= 2 * _READABLE else [*ring[:_READABLE], "…", *ring[-_READABLE:]]
