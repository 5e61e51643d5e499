"""A coverage is a value that counts, adds up, and can be written down."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_policing.errors import UnreadableDocumentError
from community_policing.testing import Aspect, Coverage, Point

OPEN = Point("walk", 1, Aspect.STATE, ("open",))
GO = Point("walk", 1, Aspect.TRANSITION, ("open", "walk.go", "gone"))
KNOCK = Point("visit", 2, Aspect.REFUSAL, ("nobody-home",))
FEW = settings(max_examples=25)
SUBJECTS = {
    Aspect.STATE: ("open",),
    Aspect.TRANSITION: ("open", "walk.go", "gone"),
    Aspect.FALL: ("open", "barred", "weapon-about"),
    Aspect.GUARD: ("area_is_safe", "weapon-about", "held"),
    Aspect.REFUSAL: ("weapon-about",),
}


def points():
    """Return a strategy of points, few enough to meet again."""
    made = (Point(name, 1, aspect, subject) for name in ("walk", "visit") for aspect, subject in SUBJECTS.items())
    return st.sampled_from(tuple(made))


def coverages():
    """Return a strategy of coverages."""
    return st.dictionaries(points(), st.integers(0, 3)).map(Coverage)


@FEW
@given(coverages(), coverages())
def test_adding_is_commutative(one, other):
    """It does not matter whose coverage is added to whose."""
    assert one + other == other + one
    assert hash(one + other) == hash(other + one)


@FEW
@given(coverages(), coverages(), coverages())
def test_adding_is_associative(first, second, third):
    """It does not matter which of several are added first, and nothing added changes nothing."""
    assert (first + second) + third == first + (second + third)
    assert sum((first, second, third), Coverage()) == first + second + third


@FEW
@given(coverages(), coverages())
def test_a_sum_asks_for_what_either_asks_for(one, other):
    """What only one of two asks for is asked for by their sum, and what either reached is reached."""
    both = one + other

    assert set(both.hits) == {*one.hits, *other.hits}
    assert set(both.missing()) == {
        point for point in both.hits if not one.hits.get(point, 0) and not other.hits.get(point, 0)
    }


@FEW
@given(coverages())
def test_what_is_written_down_is_read_again(coverage):
    """A coverage that went through JSON is the same, in the same order."""
    again = Coverage.from_dict(json.loads(json.dumps(coverage.to_dict())))

    assert again == coverage
    assert list(again.hits) == list(coverage.hits)


def test_only_coverages_add_up():
    """A number cannot be added to a coverage."""
    with pytest.raises(TypeError):
        Coverage() + 1


def test_noting_counts_a_point_once_and_leaves_strangers_out():
    """A point that one decision reached twice counts once, and what is not asked for not at all."""
    coverage = Coverage({OPEN: 1, GO: 0}).noting((OPEN, OPEN, KNOCK))

    assert coverage == Coverage({OPEN: 2, GO: 0})


def test_percent_counts_points_and_not_hits():
    """However often a point is reached it is one of so many."""
    coverage = Coverage({OPEN: 99, GO: 0, KNOCK: 1, Point("walk", 1, Aspect.STATE, ("gone",)): 0})

    assert coverage.percent == 50
    assert coverage.reached == 2


def test_where_nothing_is_asked_for_nothing_is_missing():
    """Of nothing everything was reached."""
    assert Coverage().percent == 100
    assert Coverage().missing() == ()


def test_missing_tells_the_points_in_order():
    """What was never reached comes in the order of the workflows."""
    assert Coverage({KNOCK: 0, OPEN: 2, GO: 0}).missing() == (KNOCK, GO)


def test_a_part_is_about_one_workflow_or_one_aspect():
    """A coverage can be narrowed to a workflow, to an aspect, and to both."""
    coverage = Coverage({OPEN: 1, GO: 0, KNOCK: 2})

    assert coverage.only(workflow="walk") == Coverage({OPEN: 1, GO: 0})
    assert coverage.only(aspect=Aspect.REFUSAL) == Coverage({KNOCK: 2})
    assert coverage.only(workflow="walk", aspect=Aspect.STATE) == Coverage({OPEN: 1})
    assert coverage.only() == coverage


def test_by_workflow_parts_versions_too():
    """Two versions of a workflow are two parts."""
    newer = Point("walk", 2, Aspect.STATE, ("open",))

    parts = Coverage({OPEN: 1, newer: 0, GO: 0}).by_workflow()

    assert parts == (("walk", 1, Coverage({OPEN: 1, GO: 0})), ("walk", 2, Coverage({newer: 0})))


@pytest.mark.parametrize(
    ("aspect", "text"),
    [
        (Aspect.STATE, "open"),
        (Aspect.TRANSITION, "open → gone on walk.go"),
        (Aspect.FALL, "open → barred by weapon-about"),
        (Aspect.GUARD, "area_is_safe (weapon-about) held"),
        (Aspect.REFUSAL, "weapon-about"),
    ],
)
def test_a_point_reads_as_it_would_be_said(aspect, text):
    """Each kind of point has its own short sentence."""
    assert str(Point("walk", 1, aspect, SUBJECTS[aspect])) == text


def test_of_several_alike_the_later_ones_show_their_number():
    """The number of a transition among several alike stands last."""
    assert str(Point("walk", 1, Aspect.TRANSITION, ("a", "walk.go", "b", "#2"))) == "a → b on walk.go #2"


def entry(**changes):
    """Return one written point, changed."""
    (written,) = Coverage({OPEN: 1}).to_dict()["points"]
    return {**written, **changes}


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], ""),
        ({"points": []}, ""),
        ({"workflow-coverage": 2, "points": []}, ""),
        ({"workflow-coverage": 1}, "points"),
        ({"workflow-coverage": 1, "points": [entry(), 7]}, "points[1]"),
        ({"workflow-coverage": 1, "points": [entry(extra=1)]}, "points[0]"),
        ({"workflow-coverage": 1, "points": [entry(version="1")]}, "points[0].version"),
        ({"workflow-coverage": 1, "points": [entry(hits=True)]}, "points[0].hits"),
        ({"workflow-coverage": 1, "points": [entry(hits=-1)]}, "points[0].hits"),
        ({"workflow-coverage": 1, "points": [entry(aspect="mood")]}, "points[0].aspect"),
        ({"workflow-coverage": 1, "points": [entry(subject=["a", "b"])]}, "points[0].subject"),
        ({"workflow-coverage": 1, "points": [entry(subject=[1])]}, "points[0].subject"),
    ],
)
def test_what_is_no_coverage_is_refused_with_its_place(data, path):
    """Data in another form is refused, and the error leads to the fault."""
    with pytest.raises(UnreadableDocumentError) as caught:
        Coverage.from_dict(data)

    assert caught.value.path == path
