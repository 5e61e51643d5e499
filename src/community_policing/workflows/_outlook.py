"""What a host's lists need to know of a case: what is overdue, and its flat summary."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from community_policing.cases import Case, Track
from community_policing.workflows._verdicts import Due, Summary

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def overdue(rules: Rulebook, case: Case, moment: datetime) -> tuple[Due, ...]:
    """Return the time limits of *case* that have passed at *moment*, the longest overdue first."""
    limits = ((track, rules.due_at(case, track)) for track in case.tracks)
    found = (_due(rules, track, limit, moment) for track, limit in limits if limit is not None and moment >= limit)
    return tuple(sorted(found, key=lambda due: (-due.overdue, due.track)))


def _due(rules: Rulebook, track: Track, limit: datetime, moment: datetime) -> Due:
    """Return one overdue state."""
    lapses_to = rules.state_of(track).lapses_to
    name = None if lapses_to is None else lapses_to.name
    return Due(track.id, track.state, track.since, limit, moment - limit, name)


def summarised(rules: Rulebook, case: Case) -> Summary:
    """Return the summary of *case*."""
    policy = rules.policy(case)
    return Summary(
        case.id,
        case.seq,
        case.at or datetime.min.replace(tzinfo=UTC),
        any(rules.is_live(track) for track in case.tracks_of("record")),
        case.categories,
        tuple((track.id, track.state) for track in case.tracks),
        (case.risk or policy.presumed_risk).value,
        case.risk is not None,
        max(case.confidentiality, policy.confidentiality).value,
        policy.mediable.value,
        policy.report_due,
        case.outcome,
        case.holders("case-officer"),
        rules.next_due(case),
    )
