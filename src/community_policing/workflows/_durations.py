"""Time limits as values: how long a state may last, by risk or until a recorded date."""

from __future__ import annotations

from datetime import timedelta

import attrs

from community_policing.taxonomy import Risk


def minutes(number: int) -> timedelta:
    """Return *number* minutes."""
    return timedelta(minutes=number)


def hours(number: int) -> timedelta:
    """Return *number* hours."""
    return timedelta(hours=number)


def days(number: int) -> timedelta:
    """Return *number* days of 24 hours."""
    return timedelta(days=number)


@attrs.frozen
class ByRisk:
    """A time limit for each risk level; the policy's presumed risk counts until the risk is assessed."""

    limits: tuple[tuple[Risk, timedelta], ...]
    otherwise: timedelta | None

    def limit(self, risk: Risk) -> timedelta | None:
        """Return the limit at *risk*, or `None` when there is none."""
        return next((limit for level, limit in self.limits if level is risk), self.otherwise)


def by_risk(
    *,
    imminent: timedelta | None = None,
    high: timedelta | None = None,
    medium: timedelta | None = None,
    low: timedelta | None = None,
    otherwise: timedelta | None = None,
) -> ByRisk:
    """Return a limit that depends on the risk: ``by_risk(imminent=hours(1), otherwise=days(3))``."""
    given = ((Risk.IMMINENT, imminent), (Risk.HIGH, high), (Risk.MEDIUM, medium), (Risk.LOW, low))
    return ByRisk(tuple((level, limit) for level, limit in given if limit is not None), otherwise)


@attrs.frozen
class Until:
    """A time limit that ends on a date a command told (UTC, end of that day), else after ``otherwise``."""

    command: type
    field: str
    otherwise: timedelta


def until(command: type, field: str, *, otherwise: timedelta) -> Until:
    """Return a limit that runs to the date in *field* of the last *command*, else for *otherwise*."""
    return Until(command, field, otherwise)


Limit = timedelta | ByRisk | Until
