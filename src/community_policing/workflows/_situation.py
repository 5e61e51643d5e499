"""
What a guard may read: its track, the case's shared facts and flags, the actor, and time as yes-or-no questions.

Not the history and not raw time. This locality is what makes proof possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, Protocol, TypeVar

import attrs

from community_policing.cases import Actor, Case, Fact, Party, Track
from community_policing.errors import InvalidWorkflowError, Problem
from community_policing.taxonomy import Concept, Confidentiality, Law, Policy, Profile, Risk
from community_policing.workflows._command import CommandSpec, spec_of

C = TypeVar("C")

SHARED = "record"
"""The workflow whose facts every track may read."""


class InForce(Protocol):
    """What a situation asks of the rulebook."""

    @property
    def falls(self) -> Mapping[tuple[str, int, str], Any]:
        """The rules of falling, by workflow, version and state."""

    @property
    def profile(self) -> Profile:
        """The policy profile in force."""

    def policy(self, case: Case) -> Policy:
        """Return the effective policy of *case*."""

    def may_be_minor(self, party: Party) -> bool:
        """Return whether *party* is under eighteen, or that cannot be excluded."""

    def term(self, scheme: str, concept: str) -> Concept | None:
        """Return a concept, or `None` when it is not there."""

    def is_under(self, scheme: str, concept: str, broader: str) -> bool:
        """Return whether *concept* is *broader* or lies under it."""

    def is_live(self, track: Track) -> bool:
        """Return whether *track* leaves something open."""

    def due_at(self, case: Case, track: Track) -> datetime | None:
        """Return when the time of the track's state is over."""


class View:
    """What is the same for every track of one case at one moment; the policy is worked out when asked for."""

    __slots__ = ("at", "case", "known", "rules")

    def __init__(self, rules: InForce, case: Case, at: datetime) -> None:
        """Hold the rules, the case and the moment."""
        self.rules = rules
        self.case = case
        self.at = at
        self.known: Policy | None = None

    @property
    def policy(self) -> Policy:
        """The effective policy of the case."""
        if self.known is None:
            self.known = self.rules.policy(self.case)
        return self.known

    def move_to(self, case: Case) -> None:
        """Look at *case*, one event on; the policy is kept where nothing it rests on changed."""
        old = self.case
        if case.categories is not old.categories or case.factors is not old.factors or case.parties is not old.parties:
            self.known = None
        self.case = case


class Situation:
    """
    A track of a case as a guard sees it.

    Attributes:
        case: The case.
        actor: Who acts, or asks what could be done.
        track: The guard's own track.
        policy: The effective policy of the case.
        view: What is the same for every track at this moment; a guard asks through the methods below.
    """

    __slots__ = ("actor", "case", "policy", "track", "view")

    def __init__(self, view: View, track: Track, actor: Actor) -> None:
        """Hold the view, the track and the actor."""
        self.view = view
        self.case = view.case
        self.policy = view.known or view.policy
        self.track = track
        self.actor = actor

    # ------------------------------------------------------------- the case

    @property
    def profile(self) -> Profile:
        """The policy profile in force."""
        return self.view.rules.profile

    @property
    def law(self) -> Law:
        """What law and local policy leave to the profile."""
        return self.view.rules.profile.law

    @property
    def parties(self) -> tuple[Party, ...]:
        """The parties of the case."""
        return self.case.parties

    @property
    def risk(self) -> Risk | None:
        """The assessed risk, or `None` until somebody assessed it."""
        return self.case.risk

    @property
    def confidentiality(self) -> Confidentiality:
        """The level in force: the higher of what was recorded and what the policy asks for."""
        return max(self.case.confidentiality, self.view.policy.confidentiality)

    def has_factor(self, *factors: str) -> bool:
        """Return whether any of the aggravating *factors* is on the case."""
        return any(found.factor in factors for found in self.case.factors)

    def is_marked(self, mark: str) -> bool:
        """Return whether the declared *mark* stands on the case."""
        return mark in self.case.marks

    def holders(self, role: str) -> tuple[str, ...]:
        """Return the actors who hold *role* on this case."""
        return self.case.holders(role)

    def may_be_minor(self, party: Party) -> bool:
        """Return whether *party* is a person under eighteen, or one of whom that cannot be excluded."""
        return self.view.rules.may_be_minor(party)

    def policy_with(self, *categories: str) -> Policy:
        """Return the policy the case would have with *categories* in the place of its own."""
        return self.view.rules.policy(attrs.evolve(self.case, categories=categories))

    def is_flagged(self, scheme: str, concept: str, flag: str) -> bool:
        """Return whether *concept* of *scheme* carries *flag*, such as ``barred`` for an agreement term."""
        found = self.view.rules.term(scheme, concept)
        return found is not None and flag in found.flags

    def is_under(self, scheme: str, concept: str, broader: str) -> bool:
        """Return whether *concept* of *scheme* is *broader* or lies under it."""
        return self.view.rules.is_under(scheme, concept, broader)

    # ------------------------------------------------------------- facts

    def last(self, command: type[C], /, **key: object) -> C | None:
        """Return the last accepted *command* for *key*, of this track or of ``record``; else `None`."""
        fact = self._fact(command, key)
        return None if fact is None else fact.command

    def every(self, command: type[C], /) -> Iterator[C]:
        """Yield the last accepted *command* of each key, of this track or of ``record``."""
        spec = self._reach(command)
        for track in self._holding(spec):
            for (name, _), fact in track.facts.items():
                if name == spec.name:
                    yield fact.command

    def count(self, command: type, /, **key: object) -> int:
        """Return how often *command* was accepted for *key* on this track."""
        fact = self._fact(command, key)
        return 0 if fact is None else fact.count

    def giver(self, command: type, /, **key: object) -> str | None:
        """Return the id of the actor who gave the last *command* for *key*, or `None`."""
        fact = self._fact(command, key)
        return None if fact is None else fact.by

    def stands(self, command: type[C], /, *, unless: type, **key: object) -> C | None:
        """Return the last *command* for *key*, or `None` when there is none or *unless* came after it."""
        fact = self._fact(command, key)
        undone = self._fact(unless, key)
        if fact is None or (undone is not None and undone.seq > fact.seq):
            return None
        told: C = fact.command
        return told

    def follows(self, later: type, earlier: type, /, **key: object) -> bool:
        """Return whether the last *later* came after the last *earlier*, or *earlier* never came."""
        after, before = self._fact(later, key), self._fact(earlier, key)
        return after is not None and (before is None or after.seq > before.seq)

    def came_after(self, later: type, earlier: type, /, **key: object) -> bool:
        """Return whether the last *later* for *key* came after the last *earlier*, a command without a key."""
        after, before = self._fact(later, key), self._fact(earlier, {})
        return after is not None and (before is None or after.seq > before.seq)

    # ------------------------------------------------------------- other tracks

    def state_of(self, workflow: str) -> str | None:
        """Return the state of the last track of *workflow*, or `None` when there never was one."""
        found = None
        for track in self.case.tracks:
            if track.workflow == workflow:
                found = track.state
        return found

    def is_live(self, workflow: str) -> bool:
        """Return whether a track of *workflow* is live: neither ended, nor final, nor resting."""
        is_live = self.view.rules.is_live
        return any(track.workflow == workflow and is_live(track) for track in self.case.tracks)

    def live_tracks(self) -> Iterator[Track]:
        """Yield the live tracks other than this one."""
        for track in self.case.tracks:
            if track.id != self.track.id and self.view.rules.is_live(track):
                yield track

    # ------------------------------------------------------------- time, asked as a question

    def elapsed(self, duration: timedelta) -> bool:
        """Return whether this state has lasted at least *duration*."""
        return self.view.at - self.track.since >= duration

    def recent(self, duration: timedelta, command: type, /, **key: object) -> bool:
        """Return whether the last *command* for *key* was accepted here less than *duration* ago; never if adopted."""
        fact = self._fact(command, key)
        return fact is not None and fact.count > 0 and self.view.at - fact.at < duration

    def has_passed(self, moment: date | datetime) -> bool:
        """Return whether *moment* has passed; a date has passed when its day (UTC) is over."""
        if not isinstance(moment, datetime):
            return self.view.at.date() > moment
        return self.view.at >= moment

    def is_within(self, duration: timedelta, since: date | datetime) -> bool:
        """Return whether no more than *duration* has gone by since *since*."""
        if not isinstance(since, datetime):
            since = datetime.combine(since, time(), UTC)
        return self.view.at - since <= duration

    def deadline_passed(self) -> bool:
        """Return whether this state has outlasted its time limit."""
        due = self.view.rules.due_at(self.case, self.track)
        return due is not None and self.view.at >= due

    # ------------------------------------------------------------- the actor

    def speaks_as_party(self) -> str | None:
        """Return the id of the party for whom the actor speaks, if that party is on the case."""
        spoken = self.actor.speaks_for
        return spoken if any(party.id == spoken for party in self.case.parties) else None

    # ------------------------------------------------------------- private

    def _fact(self, command: type, key: dict[str, object]) -> Fact | None:
        """Return the fact of *command* and *key*."""
        spec = self._reach(command)
        if tuple(key) != spec.key and set(key) != set(spec.key):
            place = f"{self.track.workflow}/{spec.name}"
            hint = f"give {', '.join(spec.key)}" if spec.key else "it has no key"
            raise InvalidWorkflowError(
                self.track.workflow, (Problem("fact-key", place, f"was asked for by {sorted(key)}", hint),)
            )
        values = tuple([key[name] for name in spec.key])
        for track in self._holding(spec):
            fact = track.facts.get(spec.name, values)
            if fact is not None:
                return fact
        return None

    def _reach(self, command: type) -> CommandSpec:
        """Return the specification of *command*, when a guard of this track may read its facts."""
        spec = spec_of(command)
        if spec.workflow not in {self.track.workflow, SHARED}:
            place = f"{self.track.workflow}/{spec.name}"
            message = "a guard may read facts of its own track and of record only"
            raise InvalidWorkflowError(self.track.workflow, (Problem("guard-reach", place, message),))
        return spec

    def _holding(self, spec: CommandSpec) -> tuple[Track, ...]:
        """Return the track that holds the facts of *spec*."""
        if spec.workflow == self.track.workflow:
            return (self.track,)
        return self.case.tracks_of(SHARED)


class Attempt(Situation, Generic[C]):
    """A situation together with the command that is being tried."""

    __slots__ = ("command",)

    def __init__(self, view: View, track: Track, actor: Actor, command: C) -> None:
        """Hold the situation and the command."""
        self.view = view
        self.case = view.case
        self.policy = view.known or view.policy
        self.track = track
        self.actor = actor
        self.command = command
