"""Whoever watches a rulebook decide, and keeps count of what was reached."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import attrs

from community_policing.cases import Actor, Case, Track
from community_policing.testing._coverage import Coverage, Point
from community_policing.testing._coverage_plan import coverage_of
from community_policing.testing._coverage_trace import reached_by
from community_policing.workflows import Accepted, Refused, Rulebook, Workflow


class Collector:
    """
    Keeps count of what decisions reached in some workflows.

    The library itself has no hooks: a collector hands out a rulebook that decides as the given one does and tells the
    collector, or it is told of a decision by `note`. What was merely offered, by ``options``, counts for nothing, nor
    does a command that the actor was not authorised to give.

    Args:
        subjects: The workflows to be covered, or rulebooks, of which every workflow is meant.

    .. versionadded:: 26.1
    """

    __slots__ = ("_asked", "_hits")

    def __init__(self, *subjects: Rulebook | Workflow) -> None:
        """Begin with nothing reached."""
        self._asked = coverage_of(*subjects)
        self._hits: Counter[Point] = Counter()

    @property
    def coverage(self) -> Coverage:
        """What was reached so far, as a value."""
        return Coverage({point: self._hits[point] for point in self._asked.hits})

    def watch(self, rules: Rulebook) -> Rulebook:
        """
        Return a rulebook that decides as *rules* does and notes here what it decided.

        It equals *rules*; so do those that are made from it by ``with_workflow`` and the like note here. Pickled, it is
        *rules* again and notes nothing.

        .. versionadded:: 26.1
        """
        parts = {part.name: getattr(rules, part.name) for part in attrs.fields(Rulebook) if part.init}
        return _Watched(**parts, collector=self)

    def note(
        self, rules: Rulebook, case: Case, command: object, *, by: Actor, at: datetime, outcome: Accepted | Refused
    ) -> None:
        """
        Count what one decision reached.

        Args:
            rules: The rules that decided.
            case: The case before.
            command: What was to be done.
            by: Who was to do it.
            at: When.
            outcome: What ``rules.decide`` answered.

        .. versionadded:: 26.1
        """
        self._hits.update(reached_by(rules, case, command, by=by, at=at, outcome=outcome))

    def note_adoption(self, rules: Rulebook, outcome: Accepted | Refused) -> None:
        """
        Count what the adoption of a case reached; one that was refused reached nothing.

        Args:
            rules: The rules that decided.
            outcome: What ``rules.adopt_case`` answered.

        .. versionadded:: 26.1
        """
        if isinstance(outcome, Accepted):
            first = outcome.events[0]
            begun = Track(first.track, first.workflow, first.version, str(first.source), first.at)
            blank = Case(first.case, 0, None, tracks=(begun,))
            self.note(rules, blank, first.command, by=first.by, at=first.at, outcome=outcome)


@attrs.frozen(eq=False, repr=False)
class _Watched(Rulebook):
    """A rulebook that tells a collector what it decided."""

    collector: Collector = attrs.field(kw_only=True)

    def decide(
        self, case: Case, command: object, *, by: Actor, at: datetime, track: str | None = None
    ) -> Accepted | Refused:
        """Return what the rules answer, and tell."""
        outcome = super().decide(case, command, by=by, at=at, track=track)
        self.collector.note(self, case, command, by=by, at=at, outcome=outcome)
        return outcome

    def adopt_case(self, id: str, **told: Any) -> Accepted | Refused:  # noqa: A002  as the rulebook has it
        """Return what the rules answer, and tell."""
        outcome = super().adopt_case(id, **told)
        self.collector.note_adoption(self, outcome)
        return outcome
