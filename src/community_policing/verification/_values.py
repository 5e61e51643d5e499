"""The domains that every rulebook has: how long, yes or no, risks, levels. The plainest value comes first."""

from __future__ import annotations

from datetime import timedelta

from community_policing.taxonomy import Confidentiality, Risk
from community_policing.verification._choices import Domain

_SPANS = (
    *(timedelta(hours=hours) for hours in (*range(72), *range(72, 24 * 100, 24))),
    *(timedelta(days=days) for days in (100, 120, 150, 180, 182, 183, 200, 270, 360, 365, 366, 730, 4000, 40_000)),
)
AGES = Domain(_SPANS)
"""How long a state may have lasted, the shortest first: by the hour for three days, by the day for a hundred."""
_LANDMARKS = tuple(timedelta(days=days) for days in (0, 2, 6, 10, 20, 45, 200, 4000))


def landmark(age: timedelta) -> timedelta:
    """Return the longest of a few spans that is no longer than *age*: where moments are compared, these will do."""
    return max(mark for mark in _LANDMARKS if mark <= age)


_AHEAD = (timedelta(days=2), timedelta(days=6), timedelta(days=20), timedelta(days=45), timedelta(days=4000))
_AGO = (timedelta(hours=1), timedelta(days=2), timedelta(days=20), timedelta(days=4000))
DISTANCES = Domain((_AHEAD[0], -_AGO[0], *_AHEAD[1:], *(-span for span in _AGO[1:])))
"""How a moment that a command tells may lie to now; a plain one is a little ahead."""
YES_NO = Domain((True, False))
NO_YES = Domain((False, True))
RISKS = Domain((Risk.LOW, None, *(risk for risk in Risk if risk is not Risk.LOW)))
LEVELS = Domain(sorted(Confidentiality))
