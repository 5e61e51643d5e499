"""The domains that every rulebook has: how long, yes or no, risks, levels. The plainest value comes first."""

from __future__ import annotations

from datetime import timedelta

from community_policing.taxonomy import Confidentiality, Risk
from community_policing.verification._choices import Domain

_SPANS = (timedelta(hours=1), *(timedelta(days=days) for days in (2, 6, 10, 20, 45, 200, 4000)))
AGES = Domain((timedelta(), *_SPANS, timedelta(days=40_000)))
"""How long a state may have lasted."""
_AHEAD = (timedelta(days=2), timedelta(days=6), timedelta(days=20), timedelta(days=45), timedelta(days=4000))
_AGO = (timedelta(hours=1), timedelta(days=2), timedelta(days=20), timedelta(days=4000))
DISTANCES = Domain((_AHEAD[0], -_AGO[0], *_AHEAD[1:], *(-span for span in _AGO[1:])))
"""How a moment that a command tells may lie to now; a plain one is a little ahead."""
YES_NO = Domain((True, False))
NO_YES = Domain((False, True))
RISKS = Domain((Risk.LOW, None, *(risk for risk in Risk if risk is not Risk.LOW)))
LEVELS = Domain(sorted(Confidentiality))
