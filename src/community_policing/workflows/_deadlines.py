"""When the time of a state is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from community_policing.cases import Case, Track
from community_policing.taxonomy import Policy
from community_policing.workflows._command import spec_of
from community_policing.workflows._durations import ByRisk, Limit, Until


def due_at(limit: Limit | None, case: Case, track: Track, policy: Policy) -> datetime | None:
    """
    Return when the time of *track*'s state is over; `None` when it has no limit.

    The presumed risk of *policy* counts until the risk of *case* is assessed.
    """
    if isinstance(limit, ByRisk):
        limit = limit.limit(case.risk if case.risk is not None else policy.presumed_risk)
    if isinstance(limit, Until):
        return _until(limit, track)
    return None if limit is None else track.since + limit


def _until(limit: Until, track: Track) -> datetime:
    """Return the end of the day that the last command of *limit* told, else the end of its default."""
    fact = track.facts.get(spec_of(limit.command).name)
    told = None if fact is None else getattr(fact.command, limit.field)
    if isinstance(told, datetime):
        return told
    if isinstance(told, date):
        return datetime.combine(told, time(), UTC) + timedelta(days=1)
    return track.since + limit.otherwise
