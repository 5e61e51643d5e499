"""The founding document, row by row, and where each row lives in the vocabulary."""

import csv
from pathlib import Path

import pytest

from community_policing.taxonomy import CaseCategory, load_scheme, scheme_ids

ROWS = [
    (row["row"], row["arabic"], row["english"], row["targets"].split())
    for row in csv.DictReader(Path(__file__).with_name("seed_inventory.csv").read_text(encoding="utf-8").splitlines())
]
NAMED = {
    workflow
    for category in load_scheme("case-categories")
    if isinstance(category, CaseCategory) and category.policy is not None
    for workflow in category.policy.workflows
}


def lives(target):
    scheme, slash, concept = target.partition("/")
    if not slash:
        return target in NAMED
    return scheme in scheme_ids() and (found := load_scheme(scheme).get(concept)) is not None and not found.deprecated


def test_every_row_is_there():
    """The document was read into 171 rows, each quoted and translated once."""
    assert len(ROWS) == 171
    assert len({row for row, *_ in ROWS}) == 171
    assert all(arabic.strip() and english.strip() for _, arabic, english, _ in ROWS)


@pytest.mark.parametrize(("row", "targets"), [(row, targets) for row, _, _, targets in ROWS])
def test_every_row_has_living_targets(row, targets):
    """
    A target is a concept in use, as ``scheme/slug``, or a workflow by name.

    A workflow that does not ship yet counts when the policies of categories name it: its place is kept.
    """
    assert targets, row
    assert [target for target in targets if not lives(target)] == []


def test_a_target_that_is_not_there_is_noticed():
    """Neither an unknown scheme, an unknown concept nor an unknown workflow lives."""
    assert lives("mediation")
    assert lives("roles/mediator")
    assert not any(map(lives, ["roles/meditor", "rols/mediator", "mediatoin", "rules/mediator"]))


@pytest.mark.parametrize(
    ("scheme", "rows"),
    [("goals", [f"G{n:02}" for n in range(1, 21)]), ("principles", [f"W{n:02}" for n in range(1, 39)])],
)
def test_every_goal_and_commandment_is_a_concept_of_its_own(scheme, rows):
    """The twenty goals and the thirty-eight commandments are each the basis of one concept."""
    bases = [concept.basis for concept in load_scheme(scheme)]

    assert [row for row in rows if bases.count(f"seed:{row}") != 1] == []
