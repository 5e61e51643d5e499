"""What a registered report, and the loss of its registration, leave on the case for every track to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from community_policing.cases import Change, Marked, OutcomeRecorded
from community_policing.workflows._consequences import Consequence, Unmarks
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin import _escalation_commands as cmd
from community_policing.workflows.builtin._case_guards import duty_to_report
from community_policing.workflows.builtin._escalation_guards import kind_meets_duty

REPORTED = "report-registered"
"""A formal report of the case is registered: anything but a notice, which asks for safety and accuses no one."""

DUTY_REPORTED = "duty-report-registered"
"""The registered report is of a kind that meets a duty, and the duty was there when it was registered."""

NOTIFIED = "notice-registered"
"""A notice that asks for safety is registered."""


@guard("duty-not-reported", otherwise="duty-is-reported")
def duty_is_reported(s: Situation) -> bool:
    """A report that meets a duty was registered while the duty was there, and was neither refused nor withdrawn."""
    return s.is_marked(DUTY_REPORTED)


@attrs.frozen
class MarksRegistered:
    """The case is marked by what was registered; a notice, or a report from before the duty, never meets a duty."""

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401  an Attempt of any command
        """Yield the marks that are new."""
        submitted = attempt.last(cmd.Submit)
        kind = None if submitted is None else submitted.report_kind
        found = [NOTIFIED if kind == "protection-notice" else REPORTED]
        if kind is not None and kind_meets_duty(attempt, kind) and duty_to_report.holds(attempt):
            found.append(DUTY_REPORTED)
        for mark in found:
            if not attempt.is_marked(mark):
                yield Marked(mark)


@attrs.frozen
class ForgetsReportedOutcome:
    """The case no longer counts as turned into a formal report."""

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401  an Attempt of any command
        """Yield the end of that outcome where it stood."""
        if attempt.case.outcome == "formal-report-opened":
            yield OutcomeRecorded(None)


NO_LONGER_REGISTERED: tuple[Consequence, ...] = (
    Unmarks(REPORTED),
    Unmarks(DUTY_REPORTED),
    Unmarks(NOTIFIED),
    ForgetsReportedOutcome(),
)
"""What a refusal, a return for completion and a withdrawal take from the case."""
