"""A case as a guard sees it, of which only that is decided which the guard asks about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar

from community_policing.cases import Case, Party, Track
from community_policing.taxonomy import Confidentiality, Law, Policy, Profile
from community_policing.verification._around import (
    AS,
    MATTER,
    SupposedActor,
    SupposedCase,
    SupposedPolicy,
    SupposedTrack,
    has_factor,
    state_in,
)
from community_policing.verification._choices import Domain
from community_policing.verification._lazy import NOW, Blank, as_moment, midnight, plain
from community_policing.verification._world import AGE, Told, World
from community_policing.workflows import Attempt, CommandSpec, spec_of
from community_policing.workflows._situation import SHARED

C = TypeVar("C")

Place = tuple[str, bool]
"""A state of another track, and whether it is live there."""


class Supposed(Attempt[Any]):
    """A situation, and the command tried in it, of which only that is decided which somebody asks about."""

    __slots__ = ("moved", "tried", "world")

    moved: dict[str, Place]
    """Where other tracks stand that the step just taken opened or ended: the state, and whether it is live."""
    world: World

    def __init__(self, world: World, track: SupposedTrack, actor: SupposedActor, command: Any) -> None:  # noqa: ANN401
        """Look at *world* from *track*."""
        self.world = world
        self.moved = {}
        is_new = track.workflow == SHARED and world.domains.rules.workflow(SHARED).initial.name == track.state
        self.case = SupposedCase(world, is_new=is_new)  # type: ignore[assignment]  # it answers alike
        self.track = track  # type: ignore[assignment]  # it answers alike
        self.actor = actor  # type: ignore[assignment]  # it answers alike
        self.policy = SupposedPolicy(world)  # type: ignore[assignment]  # it answers alike
        self.tried = command
        self.view = SimpleNamespace(at=NOW, rules=world.domains.rules, case=self.case, policy=self.policy)  # type: ignore[assignment]

    @property
    def command(self) -> Any:  # noqa: ANN401  a command, or nothing
        """The command that is tried."""
        self.world.overheard("command", type(self.tried))
        return self.tried

    def read(self, name: str) -> Any:  # noqa: ANN401  whatever is read
        """Return what a guard reads under *name* without any question: all in which two situations may differ."""
        parts = {"stands_in": self.track, "is_new": self.case, "capacities": self.actor}
        return getattr(parts[name], name) if name in parts else type(self.tried)

    # ------------------------------------------------------------- the case

    @property
    def profile(self) -> Profile:
        """The policy profile in force."""
        return self.world.domains.rules.profile

    @property
    def law(self) -> Law:
        """What law and local policy leave to the profile."""
        return self.world.domains.rules.profile.law

    @property
    def confidentiality(self) -> Confidentiality:
        """The level in force."""
        return max(self.case.confidentiality, self.policy.confidentiality)

    def has_factor(self, *factors: str) -> bool:
        """Return whether any of *factors* is on the case."""
        world = self.world
        return bool(
            world.ask(MATTER, world.domains.matters, ("factor", *factors), lambda one: has_factor(one, factors))
        )

    def may_be_minor(self, party: Party) -> bool:
        """Return whether *party* may be under eighteen."""
        return self.world.domains.rules.may_be_minor(party)

    def policy_with(self, *categories: str) -> Policy:
        """Return the policy the case would have with *categories*."""
        rules, parties = self.world.domains.rules, self.world.domains.parties
        factors = self.case.factors

        def answer(*told: str) -> Policy:
            return rules.policy(Case("case-1", 0, None, tuple(dict.fromkeys(told)), parties, factors))

        if len(categories) == 1 and isinstance(categories[0], Blank):
            policy: Policy = categories[0].ask(("policy", factors), answer)
            return policy
        return answer(*(str(plain(one)) for one in categories))

    def is_flagged(self, scheme: str, concept: str, flag: str) -> bool:
        """Return whether *concept* carries *flag*."""
        rules = self.world.domains.rules

        def answer(told: str) -> bool:
            found = rules.term(scheme, told)
            return found is not None and flag in found.flags

        return bool(concept.ask(("flag", scheme, flag), answer)) if isinstance(concept, Blank) else answer(concept)

    def is_under(self, scheme: str, concept: str, broader: str) -> bool:
        """Return whether *concept* is *broader* or lies under it."""
        rules = self.world.domains.rules
        above = str(plain(broader))

        def answer(told: str) -> bool:
            return rules.is_under(scheme, told, above)

        return bool(concept.ask(("under", scheme, above), answer)) if isinstance(concept, Blank) else answer(concept)

    # ------------------------------------------------------------- facts

    def _fact(self, command: type, key: dict[str, object]) -> Any:  # noqa: ANN401  a Told answers alike
        """Return the fact of *command* and *key*."""
        return self.world.told(self._checked(command, key), tuple(key[name] for name in spec_of(command).key))

    def _checked(self, command: type, key: dict[str, object]) -> CommandSpec:
        """Return the specification of *command*; ask as the real situation does whether it may be read so."""
        if set(key) != set(spec_of(command).key):
            super()._fact(command, key)
        return self._reach(command)

    def every(self, command: type[C], /) -> Iterator[C]:
        """Yield the last accepted *command* of each key."""
        for told in self.world.every(self._reach(command)):
            yield told.command

    def count(self, command: type, /, **key: object) -> int:
        """Return how often *command* was accepted."""
        spec = self._checked(command, key)
        return self.world.counted(spec, self._fact(command, key))

    def stands(self, command: type[C], /, *, unless: type, **key: object) -> C | None:
        """Return the last *command*, unless *unless* came after it."""
        fact, undone = self._fact(command, key), self._fact(unless, key)
        if fact is None or (undone is not None and self.world.is_later(undone, fact)):
            return None
        told: C = fact.command
        return told

    def follows(self, later: type, earlier: type, /, **key: object) -> bool:
        """Return whether the last *later* came after the last *earlier*."""
        return self._is_after(self._fact(later, key), self._fact(earlier, key))

    def came_after(self, later: type, earlier: type, /, **key: object) -> bool:
        """Return whether the last *later* for *key* came after the last *earlier*."""
        return self._is_after(self._fact(later, key), self._fact(earlier, {}))

    def _is_after(self, later: Told | None, earlier: Told | None) -> bool:
        """Return whether *later* is there and came after *earlier*, if that is there."""
        return later is not None and (earlier is None or self.world.is_later(later, earlier))

    # ------------------------------------------------------------- other tracks

    def state_of(self, workflow: str) -> str | None:
        """Return the state of the last track of *workflow*."""
        if workflow == self.track.workflow:
            return self.track.state
        if workflow in self.moved:
            return self.moved[workflow][0]
        domain = self.world.domains.tracks(workflow)
        if self.world.ask(("track", workflow), domain, "none", lambda place: place is None):
            return None
        return Blank.of(self.world, ("track", workflow), domain, state_in)

    def is_live(self, workflow: str) -> bool:
        """Return whether a track of *workflow* is live."""
        if workflow == self.track.workflow:
            return self.world.domains.rules.workflow(workflow).is_live(self.track.state)
        if workflow in self.moved:
            return self.moved[workflow][1]
        domain = self.world.domains.tracks(workflow)
        return bool(self.world.ask(("track", workflow), domain, "live", lambda place: place is not None and place[1]))

    def live_tracks(self) -> Iterator[Track]:
        """Yield the live tracks other than this one."""
        for workflow in dict.fromkeys(one.name for one in self.world.domains.rules.workflows):
            if workflow != self.track.workflow and self.is_live(workflow):
                state = self.state_of(workflow) or ""
                yield Track(workflow, workflow, 1, state, NOW)

    # ------------------------------------------------------------- time

    def elapsed(self, duration: timedelta) -> bool:
        """Return whether this state has lasted at least *duration*."""
        return self.world.age(AGE, ("least", duration), lambda age: age >= duration)

    def recent(self, duration: timedelta, command: type, /, **key: object) -> bool:
        """Return whether the last *command* was accepted less than *duration* ago."""
        fact = self._fact(command, key)
        if fact is None:
            return False
        return self.world.age(("since", fact.place), ("less", duration), lambda age: age < duration)

    def has_passed(self, moment: date | datetime) -> bool:
        """Return whether *moment* has passed."""
        supposed = as_moment(moment)
        if supposed is not None:
            return supposed.has_passed()
        return moment <= NOW if isinstance(moment, datetime) else NOW.date() > moment

    def is_within(self, duration: timedelta, since: date | datetime) -> bool:
        """Return whether no more than *duration* has gone by since *since*."""
        supposed = as_moment(since)
        if supposed is not None:
            return not (supposed + duration).has_passed()
        moment = plain(since)
        return bool(NOW - (moment if isinstance(moment, datetime) else midnight(moment)) <= duration)

    def deadline_passed(self) -> bool:
        """Return whether this state has outlasted its time limit."""
        return self.world.flag("deadline", plain=True)

    # ------------------------------------------------------------- the actor

    def speaks_as_party(self) -> str | None:
        """Return the party for whom the actor speaks."""
        return self.actor.speaks_for

    def is_open_to(self, roles: tuple[str, ...], fitting: Domain) -> bool:
        """Return whether the actor has one of *roles*, as far as it is known who acts, in one of *fitting* or not."""
        world, possible = self.world, self.world.masks.get(AS)
        if possible is not None:
            world.consulted |= world.because.get(AS, 0)
            known: Domain = self.actor.capacities  # type: ignore[attr-defined]  # a supposed actor
            if not any(one in fitting.values for one in known.among(possible)):
                return False
        assigned = world.domains.assigned(roles)
        asked = (("actor", "id"), *(("holders", role) for role in assigned))
        if not assigned or all(var not in world.masks for var in asked):
            return True
        who = self.actor.id
        return any(who in world.value(("holders", role), world.domains.holders(role)) for role in assigned)

    def speaks_for_another(self, spec: CommandSpec) -> bool:
        """Return whether the actor speaks for a party that the command, of *spec*, is not about."""
        if not any(field.name == "party" and not field.many for field in spec.party_fields):
            return False
        spoken = self.actor.speaks_for
        return spoken is not None and self.command.party is not None and self.command.party != spoken
