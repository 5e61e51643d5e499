"""A coverage as a table for a terminal."""

from tests.unit.workflows.village import VISIT, WALK

from community_policing.testing import Aspect, Coverage, Point, coverage_of, coverage_text


def test_each_workflow_has_a_line_and_all_together_one():
    """The columns are even, what there is nothing of is a dash, and the last line counts everything."""
    assert coverage_text(coverage_of(VISIT, WALK)).splitlines() == [
        "workflow  states  transitions  falls  guards  refusals  reached",
        "visit 1      0/3          0/2      -       -         -     0.0%",
        "walk 1       0/7          0/9    0/2    0/12       0/6     0.0%",
        "all         0/10         0/11    0/2    0/12       0/6     0.0%",
    ]


def test_one_workflow_alone_needs_no_sum():
    """Where there is one line there is no second that says the same."""
    assert len(coverage_text(coverage_of(VISIT)).splitlines()) == 2


def test_what_is_missing_is_listed_as_far_as_asked():
    """So many lines for each workflow, then how many more there are."""
    lines = coverage_text(coverage_of(VISIT), missing=2).splitlines()[2:]

    assert lines == [
        "never reached in visit 1:",
        "  state       outside",
        "  state       inside",
        "  … and 3 more",
    ]


def test_all_that_is_missing_can_be_listed():
    """Without a limit there is nothing more."""
    lines = coverage_text(coverage_of(VISIT), missing=None).splitlines()[3:]

    assert len(lines) == 5
    assert lines[-1] == "  transition  inside → left on visit.leave"


def test_what_is_whole_has_no_list():
    """Where everything was reached there is nothing to tell of."""
    whole = Coverage(dict.fromkeys(coverage_of(WALK).hits, 1))

    _, line = coverage_text(whole, missing=9).splitlines()

    assert line.endswith("100.0%")


def test_only_what_is_whole_reads_hundred():
    """However little is missing, it is not rounded away."""
    states = [Point("walk", 1, Aspect.STATE, (f"state-{number}",)) for number in range(3000)]
    nearly = Coverage({**dict.fromkeys(states, 1), states[0]: 0})

    assert coverage_text(nearly).endswith("99.9%")


def test_of_nothing_there_is_only_a_head():
    """A coverage of no workflow is a table without lines."""
    assert coverage_text(Coverage()).splitlines() == ["workflow  states  transitions  falls  guards  refusals  reached"]
