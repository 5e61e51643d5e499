"""
What an accepted command changes in a case, as values.

An event carries its changes, so replaying events needs neither the rules of that day nor any rule at all.
"""

from __future__ import annotations

import attrs

from community_policing.cases._people import Assignment, CaseFactor, Party
from community_policing.taxonomy import Confidentiality, Risk


@attrs.frozen
class CategoriesSet:
    """The case's categories are now these, the primary one first."""

    categories: tuple[str, ...]


@attrs.frozen
class PartyAdded:
    """A party joined the case."""

    party: Party


@attrs.frozen
class PartyChanged:
    """What is known of a party changed; the party with this id is now this value."""

    party: Party


@attrs.frozen
class PartiesMerged:
    """Two records were one party: ``duplicate`` is gone and ``party`` stays."""

    party: str
    duplicate: str


@attrs.frozen
class PartyLeft:
    """A party moved to another case."""

    party: str


@attrs.frozen
class FactorAdded:
    """An aggravating factor was found."""

    factor: CaseFactor


@attrs.frozen
class FactorWithdrawn:
    """An aggravating factor was withdrawn, for one party or (``None``) for the case."""

    factor: str
    party: str | None = None


@attrs.frozen
class RiskAssessed:
    """The assessed risk is now this."""

    risk: Risk


@attrs.frozen
class ConfidentialitySet:
    """The recorded level of confidentiality is now this; the policy may ask for more."""

    level: Confidentiality


@attrs.frozen
class Assigned:
    """These actors, and no others, now hold the role on this case."""

    role: str
    actors: tuple[str, ...]


@attrs.frozen
class TeamJoined:
    """One more actor holds the role on this case."""

    assignment: Assignment


@attrs.frozen
class OutcomeRecorded:
    """The outcome of the case is proposed or recorded."""

    outcome: str | None


@attrs.frozen
class Marked:
    """A declared mark now stands on the case, such as ``report-registered``."""

    mark: str


@attrs.frozen
class Unmarked:
    """A declared mark no longer stands on the case."""

    mark: str


Change = (
    CategoriesSet
    | PartyAdded
    | PartyChanged
    | PartiesMerged
    | PartyLeft
    | FactorAdded
    | FactorWithdrawn
    | RiskAssessed
    | ConfidentialitySet
    | Assigned
    | TeamJoined
    | OutcomeRecorded
    | Marked
    | Unmarked
)
