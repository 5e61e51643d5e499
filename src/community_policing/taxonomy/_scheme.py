"""A list of concepts with its hierarchy, judged whole when it is made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from functools import cached_property
from typing import Any

import attrs

from community_policing.errors import ConceptNotFoundError, InvalidSchemeError
from community_policing.taxonomy._concept import Concept, Mapping, Text, Texts, in_use
from community_policing.taxonomy._extension import Extension, extended_concepts, extension_problems
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._integrity import integrity_problems
from community_policing.taxonomy._outline import Branch, branches, by_foreign_code, outline
from community_policing.taxonomy._search import Hit, SchemeSearch

_NOTHING: FrozenMap[str, Any] = FrozenMap()


@attrs.frozen
class _Index:
    """Where each concept of a scheme is, worked out once."""

    by_id: dict[str, Concept]
    by_notation: dict[str, Concept]
    children: dict[str, tuple[Concept, ...]]


def _indexed(concepts: tuple[Concept, ...]) -> _Index:
    """Return the index of *concepts*, whose ids and notations differ."""
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
    the order of the file. Where a method asks for a concept, its id does too. A change is a new scheme.

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

    def __attrs_post_init__(self) -> None:
        """Judge the scheme."""
        problems = tuple(integrity_problems(self.id, self.pref_label, self.concepts))
        if problems:
            raise InvalidSchemeError(self.id, problems)

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

    def __contains__(self, concept: object) -> bool:
        if isinstance(concept, Concept):
            return concept.scheme == self.id and concept.id in self._index.by_id
        return concept in self._index.by_id

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

    def by_match(self, scheme: str, code: str) -> tuple[Concept, ...]:
        """
        Return the concepts to which another classification gives *code*, the most specific first.

        An exact match comes before a close one, that before a broader or narrower one, and a related one last; of
        equal matches the concept further down the hierarchy comes first. Deprecated concepts are left out.

        Args:
            scheme: The classification, such as ``ICCS``; its edition may follow, as in ``ICCS-1.0``.
            code: The code itself, not one above or below it.

        .. versionadded:: 26.1
        """
        return self._by_foreign_code.get((scheme, code), ())

    @property
    def tops(self) -> tuple[Concept, ...]:
        """The concepts with nothing above them, in file order."""
        return tuple(concept for concept in self.concepts if concept.broader is None)

    def narrower(self, concept: Concept | str) -> tuple[Concept, ...]:
        """Return the concepts right below *concept*, in file order; `ConceptNotFoundError` when it is not here."""
        return self._index.children.get(self._own(concept).id, ())

    children = narrower
    """The everyday word for it."""

    def ancestors(self, concept: Concept | str) -> tuple[Concept, ...]:
        """Return the concepts above *concept*, the nearest first; `ConceptNotFoundError` when it is not here."""
        found = []
        here = self._own(concept)
        while here.broader is not None:
            here = self._index.by_id[here.broader]
            found.append(here)
        return tuple(found)

    def descendants(self, concept: Concept | str) -> tuple[Concept, ...]:
        """Return the concepts below *concept*, level by level; `ConceptNotFoundError` when it is not here."""
        found = []
        waiting = deque(self.narrower(concept))
        while waiting:
            here = waiting.popleft()
            found.append(here)
            waiting.extend(self._index.children.get(here.id, ()))
        return tuple(found)

    def is_a(self, narrow: Concept | str, broad: Concept | str) -> bool:
        """
        Return whether *narrow* is *broad* or lies below it.

        Raises:
            ConceptNotFoundError: The scheme lacks one of the two.
        """
        wanted = self._own(broad).id
        above: str | None = self._own(narrow).id
        while above is not None and above != wanted:
            above = self._index.by_id[above].broader
        return above is not None

    def current(self, concept: Concept | str) -> Concept | None:
        """
        Return *concept*, or when it is deprecated the one that stands in its place now.

        Returns:
            A concept in use; `None` when nothing took the place of a deprecated one.

        Raises:
            ConceptNotFoundError: The scheme has no such concept.

        .. versionadded:: 26.1
        """
        return in_use(self._own(concept), self._index.by_id)

    def tree(self, language: str) -> list[Branch]:
        """
        Return the hierarchy as plain values, nested, in file order: what a front end or a file of JSON takes.

        Args:
            language: ``en`` or ``ar``; a region may follow, as in ``ar-IQ``.

        Raises:
            LabelNotFoundError: Concepts have no labels in *language*.

        .. versionadded:: 26.1
        """
        return branches(self.concepts, language)

    def outline(self, language: str) -> tuple[str, ...]:
        """
        Return the hierarchy as lines of text, the preferred labels indented by two spaces a level.

        Args:
            language: ``en`` or ``ar``; a region may follow, as in ``ar-IQ``.

        Raises:
            LabelNotFoundError: Concepts have no labels in *language*.

        .. versionadded:: 26.1
        """
        return tuple(outline(self.concepts, self._index.children, language))

    def extended(
        self,
        concepts: Iterable[Concept] = (),
        *,
        alt_labels: Map[str, Texts] = _NOTHING,
        mappings: Map[str, Iterable[Mapping]] = _NOTHING,
        deprecated: Map[str, str] = _NOTHING,
        id: str | None = None,  # noqa: A002  the field's own name
    ) -> ConceptScheme:
        """
        Return the scheme with more in it; what was there stays, in its order, and the new comes last.

        Args:
            concepts: Further concepts of this scheme.
            alt_labels: Id to further names that may be shown.
            mappings: Id to further codes of other classifications.
            deprecated: Id of each concept to retire, to the id of the one in its place. Old cases that name a retired
                concept still load.
            id: The id of the new scheme; the old one unless given.

        Raises:
            InvalidSchemeError: An id, notation or label is taken, a name refers to nothing, or a retired concept has
                no successor in use; it tells of all problems.

        .. versionadded:: 26.1
        """
        wanted = Extension(tuple(concepts), dict(alt_labels), dict(mappings), dict(deprecated), id or self.id)
        made = extended_concepts(self.id, self.concepts, wanted)
        problems = (
            *extension_problems(self.concepts, wanted),
            *integrity_problems(wanted.scheme, self.pref_label, made),
        )
        if problems:
            raise InvalidSchemeError(wanted.scheme, problems)
        return ConceptScheme(wanted.scheme, self.pref_label, made)

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
    def _index(self) -> _Index:
        """Where each concept is, which no copy, comparison or pickle of the scheme carries."""
        return _indexed(self.concepts)

    @cached_property
    def _search(self) -> SchemeSearch:
        """The search indexes, which no copy, comparison or pickle of the scheme carries."""
        return SchemeSearch(self.concepts)

    @cached_property
    def _by_foreign_code(self) -> dict[tuple[str, str], tuple[Concept, ...]]:
        """The concepts by classification and code; worked out when first asked for."""
        return by_foreign_code(self.concepts)

    def _own(self, concept: Concept | str) -> Concept:
        """Return this scheme's own concept for *concept* or its id."""
        if isinstance(concept, str):
            return self[concept]
        if concept.scheme != self.id:
            raise ConceptNotFoundError(f"{concept.scheme}/{concept.id}", self.id, tuple(self._index.by_id))
        return self[concept.id]
