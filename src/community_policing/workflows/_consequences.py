"""
What a step changes in the case, as values that diagrams, the verifier and the workflow book can read.

Each has ``changes(attempt)``, which yields the changes that the event will carry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import attrs

from community_policing.cases import (
    Assigned,
    Assignment,
    CaseFactor,
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
from community_policing.taxonomy import Confidentiality

UNCATEGORISED = "other-uncategorised"


class Consequence(Protocol):
    """A change of the case that a transition makes."""

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401  an Attempt of any command
        """Yield the changes that *attempt* makes."""


def _pairs(mapping: Mapping[str, str] | tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return a mapping as pairs."""
    return tuple(mapping.items()) if isinstance(mapping, Mapping) else mapping


@attrs.frozen
class SetsCategories:
    """The case's categories become those in *field*; *primary*, when named, comes first."""

    field: str
    primary: str | None = None

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the new categories."""
        categories = getattr(attempt.command, self.field)
        if self.primary is not None:
            first = getattr(attempt.command, self.primary)
            categories = (first, *(other for other in categories if other != first))
        yield CategoriesSet(tuple(dict.fromkeys(categories)))


@attrs.frozen
class AddsCategory:
    """The category in *field* joins the case's; it takes the place of "uncategorised"."""

    field: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the categories with the new one, when it is new."""
        found = getattr(attempt.command, self.field)
        present = attempt.case.categories
        if found not in present and found != UNCATEGORISED:
            yield CategoriesSet((*(one for one in present if one != UNCATEGORISED), found))


@attrs.frozen
class DropsCategories:
    """The categories in *field* leave the case."""

    field: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the categories that stay."""
        moved = getattr(attempt.command, self.field)
        yield CategoriesSet(tuple(one for one in attempt.case.categories if one not in moved))


@attrs.frozen
class AddsParties:
    """The parties in *field*, one or several, join the case."""

    field: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield each party."""
        value = getattr(attempt.command, self.field)
        for party in value if isinstance(value, tuple) else (value,):
            yield PartyAdded(party)


@attrs.frozen
class UpdatesParty:
    """The fields named in *sets* say something new of the party in *field*: attribute to field."""

    field: str
    sets: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    fixed: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the party as it is known now; fields that were not given change nothing."""
        told = {name: getattr(attempt.command, field) for name, field in self.sets}
        known = {name: value for name, value in told.items() if value is not None}
        for party in attempt.case.parties:
            if party.id == getattr(attempt.command, self.field):
                yield PartyChanged(attrs.evolve(party, **known, **dict(self.fixed)))


@attrs.frozen
class MergesParties:
    """The party in *duplicate* was the party in *field* all along."""

    field: str
    duplicate: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the merge."""
        yield PartiesMerged(getattr(attempt.command, self.field), getattr(attempt.command, self.duplicate))


@attrs.frozen
class PartiesLeave:
    """The parties in *field* move to another case."""

    field: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield each departure."""
        for party in getattr(attempt.command, self.field):
            yield PartyLeft(party)


@attrs.frozen
class AddsFactor:
    """An aggravating *factor*, fixed or (``field=…``) told by the command, is on the case."""

    factor: str | None = None
    field: str | None = attrs.field(default=None, kw_only=True)
    party: str | None = attrs.field(default=None, kw_only=True)

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield each factor that is new."""
        told = self.factor if self.field is None else getattr(attempt.command, self.field)
        party = None if self.party is None else getattr(attempt.command, self.party)
        for factor in told if isinstance(told, tuple) else (told,):
            yield FactorAdded(CaseFactor(factor, party, attempt.actor.id))


@attrs.frozen
class AddsFactorsFound:
    """Screening fields that found something put their factor on the case: field to factor."""

    screens: tuple[tuple[str, str], ...] = attrs.field(converter=_pairs)
    party: str = "party"
    found: str = "found"

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield a factor for each screen that found something."""
        party = getattr(attempt.command, self.party)
        for field, factor in self.screens:
            if getattr(attempt.command, field) == self.found:
                yield FactorAdded(CaseFactor(factor, party, attempt.actor.id))


@attrs.frozen
class WithdrawsFactor:
    """The factor in *field*, for the party in *party*, no longer stands."""

    field: str
    party: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the withdrawal."""
        yield FactorWithdrawn(getattr(attempt.command, self.field), getattr(attempt.command, self.party))


@attrs.frozen
class AssessesRisk:
    """The assessed risk is what *field* says."""

    field: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the assessment."""
        yield RiskAssessed(getattr(attempt.command, self.field))


@attrs.frozen
class SetsConfidentiality:
    """The recorded level becomes what *field* says."""

    field: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the level."""
        yield ConfidentialitySet(getattr(attempt.command, self.field))


@attrs.frozen
class RaisesConfidentiality:
    """The recorded level becomes at least *level*."""

    level: Confidentiality

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the level when it is higher than the present one."""
        if self.level > attempt.case.confidentiality:
            yield ConfidentialitySet(self.level)


@attrs.frozen
class JoinsTeam:
    """The actor in *actor* also holds the role in *role* on this case."""

    role: str
    actor: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the assignment."""
        command = attempt.command
        yield TeamJoined(Assignment(getattr(command, self.role), getattr(command, self.actor)))


@attrs.frozen
class AssignsRole:
    """The actor in *actor*, and nobody else, holds the role in *role* on this case."""

    role: str
    actor: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the assignment."""
        yield Assigned(getattr(attempt.command, self.role), (getattr(attempt.command, self.actor),))


@attrs.frozen
class RecordsOutcome:
    """The outcome, fixed or (``field=…``) told by the command, is recorded."""

    outcome: str | None = None
    field: str | None = attrs.field(default=None, kw_only=True)

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the outcome."""
        yield OutcomeRecorded(self.outcome if self.field is None else getattr(attempt.command, self.field))


@attrs.frozen
class Marks:
    """A declared mark stands on the case from now on, where *field* (a bool), if named, is true."""

    mark: str
    field: str | None = None

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the mark when it is new."""
        wanted = self.field is None or getattr(attempt.command, self.field)
        if wanted and self.mark not in attempt.case.marks:
            yield Marked(self.mark)


@attrs.frozen
class Unmarks:
    """A declared mark no longer stands, where *field* (a bool), if named, is false."""

    mark: str
    field: str | None = None

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield the end of the mark when it stood."""
        wanted = self.field is None or not getattr(attempt.command, self.field)
        if wanted and self.mark in attempt.case.marks:
            yield Unmarked(self.mark)


@attrs.frozen
class Reassigns:
    """Whoever held a role and is named in *leaves* is replaced by the actor in *joins*, role for role."""

    leaves: str
    joins: str

    def changes(self, attempt: Any) -> Iterator[Change]:  # noqa: ANN401
        """Yield, for each role held, those who hold it now."""
        gone, come = getattr(attempt.command, self.leaves), getattr(attempt.command, self.joins)
        roles = dict.fromkeys(held.role for held in attempt.case.assignments if held.actor == gone)
        for role in roles:
            actors = (come if actor == gone else actor for actor in attempt.case.holders(role))
            yield Assigned(role, tuple(dict.fromkeys(actors)))
