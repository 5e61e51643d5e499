"""No case is closed past what it still owes."""

from __future__ import annotations

import pytest
from tests.builtin.test_closure import (
    ASSESSED,
    FOLLOW_UP,
    FREEZE,
    REQUEST,
    REVIEWER,
    SUPERVISOR,
    a_case,
    after,
    codes,
    state,
)

from community_policing.workflows.builtin import closure


@pytest.mark.parametrize("marks", [(), ("notice-registered",), ("report-registered",)])
def test_a_duty_is_not_met_by_a_notice_or_by_a_report_from_before_it(marks):
    """Only a report that meets the duty, registered while it was due, lets the case be closed."""
    case = a_case(told=[(ASSESSED, "o-1")], categories=("rape",), marks=marks)

    assert codes(case, REQUEST) == {"report-not-registered"}


def test_freezing_a_case_does_not_wipe_out_the_follow_up_it_owes():
    """The closure goes on as frozen, with what it was told."""
    case = a_case(told=[(ASSESSED, "o-1"), (FOLLOW_UP, "s-1")])

    frozen = after(case, FREEZE, SUPERVISOR)
    released = after(frozen, closure.Unfreeze("review", review_released=True, reason="reason"), REVIEWER)

    assert (state(frozen), frozen.track("closure").ended) == ("frozen", False)
    assert frozen.track("closure").facts == case.track("closure").facts
    assert "follow-up-owed" in codes(released, REQUEST)
