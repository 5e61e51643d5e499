"""A case is a head, not a history: small whatever its age. Its history is the host's table of events."""

from __future__ import annotations

from datetime import datetime

import attrs

from community_policing.cases._facts import NO_FACTS, Facts
from community_policing.cases._people import Assignment, CaseFactor, Party
from community_policing.errors import PartyNotFoundError, TrackNotFoundError
from community_policing.taxonomy import Confidentiality, Risk


@attrs.frozen(weakref_slot=False)
class Track:
    """
    One workflow running on one case.

    Attributes:
        id: The workflow's name, or ``workflow/party`` where the workflow runs once per party.
        workflow: The workflow's name.
        version: The version it began under and stays under.
        state: The present state.
        since: When that state was entered.
        facts: What the track was last told.
        ended: Whether another step ended it before it reached a final state.
    """

    id: str
    workflow: str
    version: int
    state: str
    since: datetime
    facts: Facts = NO_FACTS
    ended: bool = False


@attrs.frozen(weakref_slot=False)
class Case:
    """
    What is known of a case now.

    Attributes:
        id: The host's opaque id.
        seq: The ``seq`` of the last event.
        at: When that event happened, aware, in UTC.
        categories: Concepts of ``case-categories``, the primary one first.
        parties: Who it is about.
        factors: The aggravating factors found so far.
        risk: The assessed risk, or `None` until somebody assessed it.
        confidentiality: The level recorded by hand; the policy may ask for more, never for less.
        assignments: Who holds which role on this case.
        outcome: The outcome proposed or recorded.
        marks: Declared marks that rules of any track may read, such as ``report-registered``.
        tracks: The last track of each workflow, in the order in which they were opened.
    """

    id: str
    seq: int
    at: datetime | None
    categories: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    factors: tuple[CaseFactor, ...] = ()
    risk: Risk | None = None
    confidentiality: Confidentiality = Confidentiality.STANDARD
    assignments: tuple[Assignment, ...] = ()
    outcome: str | None = None
    marks: tuple[str, ...] = ()
    tracks: tuple[Track, ...] = ()

    def track(self, track_id: str) -> Track:
        """Return the track *track_id*; raise `TrackNotFoundError` when there is none."""
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise TrackNotFoundError(track_id, f"case {self.id!r}", tuple(track.id for track in self.tracks))

    def tracks_of(self, workflow: str) -> tuple[Track, ...]:
        """Return the tracks that run *workflow*; empty when none ever did."""
        return tuple(track for track in self.tracks if track.workflow == workflow)

    def party(self, party_id: str) -> Party:
        """Return the party *party_id*; raise `PartyNotFoundError` when there is none."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise PartyNotFoundError(party_id, f"case {self.id!r}", tuple(party.id for party in self.parties))

    def holders(self, role: str) -> tuple[str, ...]:
        """Return the ids of the actors who hold *role* on this case."""
        return tuple(assignment.actor for assignment in self.assignments if assignment.role == role)

    def has_factor(self, factor: str) -> bool:
        """Return whether the aggravating *factor* is on the case, for any party."""
        return any(found.factor == factor for found in self.factors)

    def __repr__(self) -> str:
        """Return the case's id and the states of its tracks; nothing personal."""
        states = ", ".join(f"{track.id}: {track.state}" for track in self.tracks)
        return f"<Case {self.id}#{self.seq} {'+'.join(self.categories)} [{states}]>"
