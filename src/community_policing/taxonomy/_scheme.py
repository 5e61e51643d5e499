"""A list of concepts with its hierarchy, judged whole when it is made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from community_policing.errors import ConceptNotFoundError, InvalidSchemeError
from community_policing.taxonomy._concept import Concept, Text
from community_policing.taxonomy._integrity import integrity_problems
from community_policing.taxonomy._search import Hit, SchemeSearch


@attrs.frozen
class _Index:
    """Where each concept of a scheme is, worked out once."""

    by_id: dict[str, Concept]
    by_notation: dict[str, Concept]
    children: dict[str, tuple[Concept, ...]]


def _indexed(concepts: tuple[Concept, ...]) -> _Index:
    """Return the index of *concepts*; of two with one id the later wins, until the scheme is refused for it."""
    children: dict[str, list[Concept]] = {}
    for concept in concepts:
        if concept.broader is not None:
            children.setdefault(concept.broader, []).append(concept)
    return _Index(
        {concept.id: concept for concept in concepts},
        {concept.notation: concept for concept in concepts},
        {id_: tuple(below) for id_, below in children.items()},
    )


def _as_tuple(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """Return *concepts* as a tuple, which nobody can change."""
    return tuple(concepts)


@attrs.frozen(cache_hash=True)
class ConceptScheme:
    """
    A list of concepts, as a SKOS concept scheme.

    It reads like a collection of ids: ``"mediator" in roles``, ``roles["mediator"]``; iterating gives the concepts in
    the order of the file. A change is a new scheme.

    Args:
        id: The slug of the scheme; its file is ``<id>.toml``.
        pref_label: Its name.
        concepts: Its concepts, in the order to show them.

    Raises:
        InvalidSchemeError: Names, notations, labels or links are wrong; it tells of all of them.
    """

    id: str
    pref_label: Text
    concepts: tuple[Concept, ...] = attrs.field(converter=_as_tuple, repr=lambda concepts: f"<{len(concepts)}>")
    _index: _Index = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Judge the scheme, then index it."""
        problems = tuple(integrity_problems(self.id, self.pref_label, self.concepts))
        if problems:
            raise InvalidSchemeError(self.id, problems)
        object.__setattr__(self, "_index", _indexed(self.concepts))

    def __getitem__(self, id_: str) -> Concept:
        """
        Return the concept *id_*.

        Raises:
            ConceptNotFoundError: The scheme has no such concept; the error knows the nearest.
        """
        found = self._index.by_id.get(id_)
        if found is None:
            raise ConceptNotFoundError(id_, self.id, tuple(self._index.by_id))
        return found

    def __contains__(self, id_: object) -> bool:
        return id_ in self._index.by_id

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def get(self, id_: str) -> Concept | None:
        """Return the concept *id_*, or `None` when the scheme has none of this id."""
        return self._index.by_id.get(id_)

    def by_notation(self, notation: str) -> Concept:
        """
        Return the concept with this statistical code, such as ``CC0101``.

        Raises:
            ConceptNotFoundError: No concept of the scheme has it.
        """
        found = self._index.by_notation.get(notation)
        if found is None:
            raise ConceptNotFoundError(notation, self.id, tuple(self._index.by_notation))
        return found

    @property
    def tops(self) -> tuple[Concept, ...]:
        """The concepts with nothing above them, in file order."""
        return tuple(concept for concept in self.concepts if concept.broader is None)

    def children(self, id_: str) -> tuple[Concept, ...]:
        """Return the concepts right below *id_*, in file order; `ConceptNotFoundError` when there is no *id_*."""
        return self._index.children.get(self[id_].id, ())

    def ancestors(self, id_: str) -> tuple[Concept, ...]:
        """Return the concepts above *id_*, the nearest first; `ConceptNotFoundError` when there is no *id_*."""
        found = []
        concept = self[id_]
        while concept.broader is not None:
            concept = self._index.by_id[concept.broader]
            found.append(concept)
        return tuple(found)

    def descendants(self, id_: str) -> tuple[Concept, ...]:
        """Return the concepts below *id_*, level by level; `ConceptNotFoundError` when there is no *id_*."""
        found = []
        waiting = deque(self.children(id_))
        while waiting:
            concept = waiting.popleft()
            found.append(concept)
            waiting.extend(self._index.children.get(concept.id, ()))
        return tuple(found)

    def is_a(self, narrow: str, broad: str) -> bool:
        """
        Return whether *narrow* is *broad* or lies below it.

        Raises:
            ConceptNotFoundError: The scheme lacks one of the two.
        """
        wanted = self[broad].id
        above: str | None = self[narrow].id
        while above is not None and above != wanted:
            above = self._index.by_id[above].broader
        return above is not None

    def search(self, query: str, language: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """
        Return the concepts that *query* may mean, the likeliest first.

        Every label counts, also the hidden ones; spelling, word endings and small slips do not. Words that stand in
        every sentence are passed over, and of a long text only the beginning is read. The index of a language is
        made by the first search in it.

        Args:
            query: What somebody typed: words, or a sentence.
            language: The language of the labels to look through, ``en`` or ``ar``; a region may follow, as in
                ``ar-IQ``.
            limit: How many hits at most.

        Returns:
            The hits by falling score, of equal ones the earlier in the scheme first; empty when nothing is near
            enough. A deprecated concept is not among them: its labels find the one in its place.

        Raises:
            LabelNotFoundError: Concepts have no labels in *language*.
            UnreadableError: *query* is not text.

        .. versionadded:: 26.1
        """
        return self._search.hits(query, language, limit=limit)

    @cached_property
    def _search(self) -> SchemeSearch:
        """The search indexes, which no copy, comparison or pickle of the scheme carries."""
        return SchemeSearch(self.concepts)
