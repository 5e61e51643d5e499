"""Counts of cases: up the tree, into the codes of another classification, and without the small cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from community_policing.errors import UnreadableError
from community_policing.taxonomy._concept import Concept
from community_policing.taxonomy._concept import Mapping as Match
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._scheme import ConceptScheme

_COUNTING = ("exactMatch", "closeMatch", "broadMatch")
"""The relations by which a case of the concept is a case of the code, the most specific first."""

_LEAST_THRESHOLD = 3
"""Below it a hidden cell would say what it hides: of the numbers under 2 only 1 is small and not zero."""


@attrs.frozen
class Tally:
    """
    Counts in the codes of another classification.

    Attributes:
        counted: How many by code, in alphabetical order.
        unmapped: How many by concept, for the concepts that have no code there.
    """

    counted: FrozenMap[str, int]
    unmapped: FrozenMap[str, int]


@attrs.frozen
class Suppressed:
    """
    A table that may be published.

    Attributes:
        cells: The cells in the order given; `None` where the number is hidden.
        total: Their sum; `None` where it would give a hidden number away.
    """

    cells: FrozenMap[str, int | None]
    total: int | None


def rolled_up(counts: Mapping[str, int], scheme: ConceptScheme) -> FrozenMap[str, int]:
    """
    Return how many there are of each concept and of everything below it.

    A case that was counted under several concepts counts as often above them: count cases by one category, or read
    the sums as numbers of categories.

    Args:
        counts: How many by concept id.
        scheme: The scheme of those ids.

    Returns:
        The sums by concept id, in scheme order, for the concepts of *counts* and those above them.

    Raises:
        ConceptNotFoundError: *counts* names a concept that *scheme* lacks.
        UnreadableError: A count is not a whole number from 0 upwards.

    >>> from community_policing import load_scheme
    >>> dict(rolled_up({"neighbour-dispute": 4, "neighbour-quarrel": 2}, load_scheme("case-categories")))
    {'community-disputes': 6, 'neighbour-dispute': 4, 'neighbour-quarrel': 2}

    .. versionadded:: 26.1
    """
    sums: dict[str, int] = {}
    for concept, count in _checked(counts, scheme):
        for above in (concept, *scheme.ancestors(concept.id)):
            sums[above.id] = sums.get(above.id, 0) + count
    return FrozenMap({concept.id: sums[concept.id] for concept in scheme if concept.id in sums})


def by_mapping(counts: Mapping[str, int], scheme: ConceptScheme, classification: str) -> Tally:
    """
    Return *counts* in the codes of another classification.

    Each concept counts under one code: by its ``exactMatch``, else its ``closeMatch``, else its ``broadMatch``; of
    several the longest code, then the first written. A concept with none counts as the nearest concept above it that
    has one. A ``narrowMatch`` or ``relatedMatch`` never counts: not every such case is a case of that code.

    Args:
        counts: How many by concept id.
        scheme: The scheme of those ids.
        classification: Its name in the mappings, such as ``ICCS-1.0``; the edition may be left out, as in ``ICCS``.

    Raises:
        ConceptNotFoundError: *counts* names a concept that *scheme* lacks.
        UnreadableError: A count is not a whole number from 0 upwards.

    >>> from community_policing import load_scheme
    >>> by_mapping({"drugs": 1, "neighbour-dispute": 4}, load_scheme("case-categories"), "ICCS")
    Tally(counted=FrozenMap({'0601': 1}), unmapped=FrozenMap({'neighbour-dispute': 4}))

    .. versionadded:: 26.1
    """
    counted: dict[str, int] = {}
    unmapped: dict[str, int] = {}
    for concept, count in _checked(counts, scheme):
        codes = (_code(each, classification) for each in (concept, *scheme.ancestors(concept.id)))
        code = next((code for code in codes if code is not None), None)
        if code is None:
            unmapped[concept.id] = count
        else:
            counted[code] = counted.get(code, 0) + count
    return Tally(FrozenMap({code: counted[code] for code in sorted(counted)}), FrozenMap(unmapped))


def suppressed(counts: Mapping[str, int], threshold: int = 5) -> Suppressed:
    """
    Return *counts* as one table with a total in which no small number can be read or worked out.

    The rule, in this order:

    1. A cell from 1 to *threshold* - 1 is hidden. A zero is shown.
    2. When total and shown cells would narrow a hidden one down - there is one only, or the hidden ones together are
       so few or so many that one of them cannot be everything from 1 to *threshold* - 1 -, the smallest shown cell
       above zero is hidden too, with all that equal it.
    3. When there is no such cell, the total is hidden.

    Whoever reads the table and knows the rule cannot tell any hidden number. This holds for one table: two that share
    cells, or one with subtotals such as `rolled_up` gives, can be subtracted from each other. Publish one level of the
    tree.

    Args:
        counts: The cells of the table, which do not overlap.
        threshold: The least number above zero that may be shown; 3 or more.

    Raises:
        UnreadableError: A count is not a whole number from 0 upwards, or *threshold* is below 3.

    >>> table = suppressed({"theft": 40, "neighbour-dispute": 12, "human-trafficking": 2})
    >>> dict(table.cells), table.total
    ({'theft': 40, 'neighbour-dispute': None, 'human-trafficking': None}, 54)

    .. versionadded:: 26.1
    """
    if threshold < _LEAST_THRESHOLD:
        raise UnreadableError("threshold", f"{threshold} hides nothing", f"it is {_LEAST_THRESHOLD} or more")
    for name, count in counts.items():
        _check(name, count)
    hidden = {name for name, count in counts.items() if 0 < count < threshold}
    exposed = bool(hidden) and not _covered([counts[name] for name in hidden], threshold)
    shown = [count for count in counts.values() if count >= threshold]
    if exposed and shown:
        hidden |= {name for name, count in counts.items() if count == min(shown)}
    cells = {name: None if name in hidden else count for name, count in counts.items()}
    return Suppressed(FrozenMap(cells), None if exposed and not shown else sum(counts.values()))


def _covered(small: list[int], threshold: int) -> bool:
    """Return whether each of the *small* numbers could be any small number, as far as their sum tells."""
    others, most = len(small) - 1, threshold - 1
    return bool(others) and others + most <= sum(small) <= others * most + 1


def _code(concept: Concept, classification: str) -> str | None:
    """Return the code under which *concept* itself counts."""
    matches = [each for each in concept.mappings if each.match in _COUNTING and _names(each, classification)]
    best = min(matches, key=lambda each: (_COUNTING.index(each.match), -len(each.code)), default=None)
    return None if best is None else best.code


def _names(match: Match, classification: str) -> bool:
    """Return whether the mapping leads to *classification*, in any edition when it names none."""
    return match.scheme == classification or match.scheme.startswith(f"{classification}-")


def _checked(counts: Mapping[str, int], scheme: ConceptScheme) -> Iterator[tuple[Concept, int]]:
    """Yield each concept with its count."""
    for id_, count in counts.items():
        _check(id_, count)
        yield scheme[id_], count


def _check(name: str, count: object) -> None:
    """Refuse a count that is none."""
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise UnreadableError(f"counts/{name}", f"{count!r} is not a whole number from 0 upwards")
