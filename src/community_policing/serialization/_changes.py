"""The stable names of changes: people store them, so they are never made from the names of classes."""

from __future__ import annotations

from collections.abc import Mapping

from community_policing.cases import (
    Assigned,
    CategoriesSet,
    Change,
    ConfidentialitySet,
    FactorAdded,
    FactorWithdrawn,
    Marked,
    OutcomeRecorded,
    PartiesMerged,
    PartyAdded,
    PartyChanged,
    PartyLeft,
    RiskAssessed,
    TeamJoined,
    Unmarked,
)

CHANGE = "change"
"""The key that holds the name."""

CHANGES: Mapping[str, type[Change]] = {
    "categories-set": CategoriesSet,
    "party-added": PartyAdded,
    "party-changed": PartyChanged,
    "parties-merged": PartiesMerged,
    "party-left": PartyLeft,
    "factor-added": FactorAdded,
    "factor-withdrawn": FactorWithdrawn,
    "risk-assessed": RiskAssessed,
    "confidentiality-set": ConfidentialitySet,
    "assigned": Assigned,
    "team-joined": TeamJoined,
    "outcome-recorded": OutcomeRecorded,
    "marked": Marked,
    "unmarked": Unmarked,
}

_TAGS = {kind: tag for tag, kind in CHANGES.items()}


def tag_of(change: Change) -> str:
    """Return the stable name of *change*."""
    return _TAGS[type(change)]
