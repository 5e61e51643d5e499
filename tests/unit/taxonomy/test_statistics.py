"""Counts rolled up, in foreign codes, and without small cells."""

from collections import defaultdict
from itertools import product

import pytest

from community_policing.errors import ConceptNotFoundError, UnreadableError
from community_policing.taxonomy import (
    Concept,
    ConceptScheme,
    FrozenMap,
    Mapping,
    Suppressed,
    Tally,
    Text,
    by_mapping,
    load_scheme,
    rolled_up,
    suppressed,
)


def concept(number, id_, broader=None, *mappings):
    codes = tuple(Mapping(*each.split()) for each in mappings)
    return Concept(id_, f"N{number}", "acts", Text(id_, f"فعل {number}"), broader=broader, mappings=codes)


ACTS = ConceptScheme(
    "acts",
    Text("Acts", "أفعال"),
    [
        concept(1, "property", None, "ICCS-1.0 05 broadMatch"),
        concept(
            2, "theft", "property", "ICCS-1.0 0502 closeMatch", "ICCS-1.0 05021 closeMatch", "NIBRS 23H exactMatch"
        ),
        concept(3, "robbery", "property", "ICCS-1.0 0401 exactMatch", "ICCS-1.0 040111 closeMatch"),
        concept(4, "fraud", "property", "ICCS-1.0 0701 relatedMatch", "NIBRS 26A narrowMatch"),
        concept(5, "noise", None, "ICCS-1.0 0801 relatedMatch"),
    ],
)


def test_counts_roll_up_the_tree():
    """A concept counts its own cases and those of everything below it, in scheme order."""
    sums = rolled_up({"theft": 2, "fraud": 3, "property": 1, "noise": 0}, ACTS)

    assert list(sums.items()) == [("property", 6), ("theft", 2), ("fraud", 3), ("noise", 0)]


def test_counts_go_to_the_most_specific_code():
    """Exact before close before broad, the longer code of equals, else the code of what lies above; related never."""
    tally = by_mapping({"theft": 2, "robbery": 4, "fraud": 3, "property": 1, "noise": 7}, ACTS, "ICCS")

    assert tally == Tally(FrozenMap({"0401": 4, "05": 4, "05021": 2}), FrozenMap({"noise": 7}))
    assert list(tally.counted) == ["0401", "05", "05021"]


def test_what_is_unmappable_is_said():
    """A concept without a code that holds all its cases is counted apart, so that nothing gets lost."""
    tally = by_mapping({"theft": 2, "fraud": 3}, ACTS, "NIBRS")

    assert tally == Tally(FrozenMap({"23H": 2}), FrozenMap({"fraud": 3}))


@pytest.mark.parametrize(("name", "counted"), [("ICCS-1.0", 1), ("ICCS", 1), ("ICC", 0), ("ICCS-2.0", 0)])
def test_an_edition_may_be_named(name, counted):
    """The name of a classification fits with its edition or without, and not by half."""
    assert sum(by_mapping({"robbery": 1}, ACTS, name).counted.values()) == counted


@pytest.mark.parametrize("classification", ["ICCS", "NIBRS"])
def test_no_case_gets_lost_on_the_way(classification):
    """Over all categories of the library, counted and unmapped add up."""
    scheme = load_scheme("case-categories")
    counts = {each.id: 1 for each in scheme}

    tally = by_mapping(counts, scheme, classification)

    assert sum(tally.counted.values()) + sum(tally.unmapped.values()) == len(scheme)
    assert sum(tally.counted.values()) > 0


@pytest.mark.parametrize("use", [rolled_up, lambda counts, scheme: by_mapping(counts, scheme, "ICCS")])
def test_an_unknown_concept_is_told(use):
    """A count for a concept that is not there is an error, with the nearest that is."""
    with pytest.raises(ConceptNotFoundError, match="did you mean 'theft'"):
        use({"thefd": 1}, ACTS)


@pytest.mark.parametrize("count", [-1, 1.5, True, "3", None])
@pytest.mark.parametrize("use", [lambda counts: rolled_up(counts, ACTS), suppressed])
def test_a_count_is_a_whole_number(count, use):
    """What is no number of cases is an error that names the cell."""
    with pytest.raises(UnreadableError, match="counts/theft"):
        use({"theft": count})


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ((), (), 0),
        ((0, 5, 9), (0, 5, 9), 14),
        ((40, 2, 12), (40, None, None), 54),
        ((12, 2, 40, 12), (None, None, 40, None), 66),
        ((2, 3, 9), (None, None, 9), 14),
        ((1, 1, 9, 0), (None, None, None, 0), 11),
        ((4, 4, 9), (None, None, None), 17),
        ((2, 0), (None, 0), None),
        ((1, 1), (None, None), None),
    ],
)
def test_small_cells_are_hidden_and_protected(counts, cells, total):
    """Small cells are hidden; where the rest would tell them, one more cell or else the total is hidden."""
    names = "abcd"

    table = suppressed(dict(zip(names, counts, strict=False)))

    assert table == Suppressed(FrozenMap(dict(zip(names, cells, strict=False))), total)


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
@pytest.mark.parametrize("threshold", [3, 4])
def test_no_hidden_number_can_be_worked_out(cells, threshold):
    """Of all tables that look the same when published, no two in every case agree on any hidden cell."""
    looks_like = defaultdict(list)
    for numbers in product(range(9), repeat=cells):
        counts = dict(enumerate(numbers))
        looks_like[suppressed(counts, threshold)].append(numbers)

    for table, tables in looks_like.items():
        for cell, shown in table.cells.items():
            assert (len({numbers[cell] for numbers in tables}) == 1) == (shown is not None)


@pytest.mark.parametrize("threshold", [2, 0, -5])
def test_a_threshold_that_hides_nothing_is_refused(threshold):
    """Below 3 a hidden cell would say what it hides."""
    with pytest.raises(UnreadableError, match="threshold"):
        suppressed({"a": 1}, threshold)
