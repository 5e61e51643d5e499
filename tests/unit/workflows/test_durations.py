"""Time limits are values."""

from datetime import timedelta

import pytest
from tests.unit.workflows.village import Plan

from community_policing.taxonomy import Risk
from community_policing.workflows import Until, by_risk, days, hours, minutes, until


def test_lengths_of_time_are_written_in_words():
    """Minutes, hours and days of 24 hours are spans of time."""
    assert (minutes(90), hours(24), days(1)) == (timedelta(hours=1.5), timedelta(days=1), timedelta(days=1))


@pytest.mark.parametrize(
    ("risk", "limit"),
    [(Risk.IMMINENT, hours(1)), (Risk.HIGH, hours(4)), (Risk.MEDIUM, days(2)), (Risk.LOW, days(7))],
)
def test_a_limit_by_risk_gives_each_level_its_own(risk, limit):
    """Each level has its limit, and `otherwise` serves those that have none."""
    full = by_risk(imminent=hours(1), high=hours(4), medium=days(2), low=days(7))
    part = by_risk(imminent=hours(1), otherwise=days(3))

    assert full.limit(risk) == limit
    assert part.limit(risk) == (hours(1) if risk is Risk.IMMINENT else days(3))
    assert by_risk().limit(risk) is None


def test_a_limit_may_run_until_what_a_command_told():
    """Command, field and default stand in the value."""
    assert until(Plan, "day", otherwise=days(2)) == Until(Plan, "day", days(2))
