"""A case as a guard sees it, of which only that is decided which the guard asks about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar

from community_policing.cases import Actor, Assignment, Case, CaseFactor, Party, Track
from community_policing.taxonomy import Confidentiality, Law, Policy, Profile, Risk
from community_policing.verification._choices import Domain
from community_policing.verification._domains import AGES, LEVELS, RISKS
from community_policing.verification._lazy import NOW, Blank, Moment, midnight, plain
from community_policing.verification._world import ACTORS, Told, World
from community_policing.workflows._situation import SHARED
from community_policing.workflows import Attempt, CommandSpec, Rulebook, Workflow, spec_of

C = TypeVar("C")

MATTER = ("matter",)


class SupposedPolicy:
    """The policy of the case, axis by axis as it is asked for."""

    __slots__ = ("_world",)

    def __init__(self, world: World) -> None:
        """Look at *world*."""
        self._world = world

    def __getattr__(self, axis: str) -> Any:  # noqa: ANN401  the axis's own type
        """Return what the policy says of *axis*."""
        domains = self._world.domains
        return self._world.ask(
            MATTER, domains.matters, ("policy", axis), lambda matter: getattr(_policy(domains.rules, domains.parties, matter), axis)
        )


def _policy(rules: Rulebook, parties: tuple[Party, ...], matter: tuple[Any, Any]) -> Policy:
    """Return the policy of a case on *matter*."""
    return rules.policy(Case("case-1", 0, None, matter[0], parties, matter[1]))


class SupposedMarks:
    """The marks of the case, each decided when it is asked for."""

    __slots__ = ("_world",)

    def __init__(self, world: World) -> None:
        """Look at *world*."""
        self._world = world

    def __contains__(self, mark: object) -> bool:
        """Return whether *mark* stands."""
        return self._world.flag("mark", mark)


class SupposedCase:
    """The case, part by part as it is asked for."""

    __slots__ = ("_is_new", "_world", "id", "parties")

    def __init__(self, world: World, *, is_new: bool) -> None:
        """Look at *world*; a new case has neither categories nor parties."""
        self._world = world
        self._is_new = is_new
        self.id = "case-1"
        self.parties = () if is_new else world.domains.parties

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories: one of those that rules can tell apart."""
        if self._is_new:
            return ()
        world, matters = self._world, self._world.domains.matters
        number = int(world.ask(MATTER, matters, "categories", lambda matter: len(matter[0])))
        return tuple(Blank.of(world, MATTER, matters, _CATEGORIES[place]) for place in range(number))

    @property
    def factors(self) -> tuple[CaseFactor, ...]:
        """The aggravating factors."""
        found: tuple[CaseFactor, ...] = self._world.ask(MATTER, self._world.domains.matters, "factors", _factors)
        return found

    @property
    def risk(self) -> Risk | None:
        """The assessed risk."""
        found: Risk | None = self._world.value(("risk",), RISKS)
        return found

    @property
    def confidentiality(self) -> Confidentiality:
        """The level recorded by hand."""
        found: Confidentiality = self._world.value(("confidentiality",), LEVELS)
        return found

    @property
    def outcome(self) -> str | None:
        """The outcome recorded."""
        domain = self._world.domains.outcomes
        if self._world.ask(("outcome",), domain, "none", lambda value: value is None):
            return None
        return Blank.of(self._world, ("outcome",), domain, str)

    @property
    def marks(self) -> SupposedMarks:
        """The marks that stand."""
        return SupposedMarks(self._world)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who holds a role on this case."""
        return tuple(Assignment("case-officer", actor) for actor in self.holders("case-officer"))

    def holders(self, role: str) -> tuple[str, ...]:
        """Return who holds *role*."""
        found: tuple[str, ...] = self._world.value(("holders", role), self._world.domains.holders(role))
        return found

    def has_factor(self, factor: str) -> bool:
        """Return whether *factor* is on the case."""
        return bool(self._world.ask(MATTER, self._world.domains.matters, ("factor", factor), lambda one: _has(one, (factor,))))


class SupposedTrack:
    """The track that is looked at; how long it has been in its state is decided when it is asked for."""

    __slots__ = ("_world", "ended", "id", "state", "version", "workflow")

    def __init__(self, world: World, workflow: Workflow, state: str) -> None:
        """Stand in *state*."""
        self._world = world
        self.id = self.workflow = workflow.name
        self.version = workflow.version
        self.state = state
        self.ended = False

    @property
    def since(self) -> datetime:
        """When the state was entered."""
        age: timedelta = self._world.value(("age",), AGES)
        return NOW - age


class SupposedActor:
    """Who acts: a member of the staff or somebody who speaks for a party, decided when it is asked for."""

    __slots__ = ("_capacities", "_world")

    def __init__(self, world: World, capacities: Domain) -> None:
        """Look at *world*; *capacities* are roles or parties, in which somebody may take the step."""
        self._world = world
        self._capacities = capacities

    @property
    def id(self) -> str:
        """The actor's id."""
        return str(self._world.value(("actor", "id"), ACTORS))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held in the service."""
        found: tuple[str, ...] = self._world.ask(("actor", "as"), self._capacities, "roles", lambda one: one.roles)
        return found

    @property
    def speaks_for(self) -> str | None:
        """The party spoken for."""
        found: str | None = self._world.ask(("actor", "as"), self._capacities, "party", lambda one: one.speaks_for)
        return found

    @property
    def competencies(self) -> tuple[str, ...]:
        """Everything that can be learnt, or nothing."""
        known = tuple(one.id for one in self._world.domains.rules.scheme("competencies"))
        return known if self._world.flag("actor", "competent", plain=True) else ()

    @property
    def unit(self) -> str | None:
        """The unit, if it has one."""
        return "unit-1" if self._world.flag("actor", "unit", plain=True) else None


class Supposed(Attempt[Any]):
    """A situation, and the command tried in it, of which only that is decided which somebody asks about."""

    __slots__ = ("moved", "world")

    moved: dict[str, bool]
    """Other tracks that the step just taken opened (`True`) or ended."""
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
        self.command = command
        self.view = SimpleNamespace(at=NOW, rules=world.domains.rules, case=self.case, policy=self.policy)  # type: ignore[assignment]

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
        return bool(world.ask(MATTER, world.domains.matters, ("factor", *factors), lambda one: _has(one, factors)))

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
        domain = self.world.domains.tracks(workflow)
        if self.world.ask(("track", workflow), domain, "none", lambda place: place is None):
            return None
        return Blank.of(self.world, ("track", workflow), domain, _state)

    def is_live(self, workflow: str) -> bool:
        """Return whether a track of *workflow* is live."""
        if workflow == self.track.workflow:
            return self.world.domains.rules.workflow(workflow).is_live(self.track.state)
        if workflow in self.moved:
            return self.moved[workflow]
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
        return bool(self.world.ask(("age",), AGES, ("least", duration), lambda age: age >= duration))

    def recent(self, duration: timedelta, command: type, /, **key: object) -> bool:
        """Return whether the last *command* was accepted less than *duration* ago."""
        fact = self._fact(command, key)
        if fact is None:
            return False
        return bool(self.world.ask(("since", fact.place), AGES, ("less", duration), lambda age: age < duration))

    def has_passed(self, moment: date | datetime) -> bool:
        """Return whether *moment* has passed."""
        if type(moment) is Moment:
            return moment.has_passed()
        return moment <= NOW if isinstance(moment, datetime) else NOW.date() > moment

    def is_within(self, duration: timedelta, since: date | datetime) -> bool:
        """Return whether no more than *duration* has gone by since *since*."""
        if type(since) is Moment:
            return not (since + duration).has_passed()
        moment = plain(since)
        return bool(NOW - (moment if isinstance(moment, datetime) else midnight(moment)) <= duration)

    def deadline_passed(self) -> bool:
        """Return whether this state has outlasted its time limit."""
        return self.world.flag("deadline", plain=True)

    # ------------------------------------------------------------- the actor

    def speaks_as_party(self) -> str | None:
        """Return the party for whom the actor speaks."""
        return self.actor.speaks_for


def capacities(rules: Rulebook, parties: tuple[Party, ...], roles: tuple[str, ...]) -> Domain:
    """Return in what capacity somebody may take a step that asks for one of *roles*."""
    scheme = rules.scheme("roles")
    found: list[Actor] = []
    for role in roles:
        flags = scheme[role].flags
        if "relative-party" in flags:
            found += [Actor("officer-1", speaks_for=one.id) for one in parties if scheme.is_a(one.role, role)]
        else:
            found.append(Actor("officer-1", () if "relative-assignment" in flags else (role,)))
    return Domain(tuple(dict.fromkeys(found)) or (Actor("officer-1"),))


def _first_category(matter: tuple[tuple[str, ...], Any]) -> str:
    """Return the primary category of a matter."""
    return matter[0][0]


def _second_category(matter: tuple[tuple[str, ...], Any]) -> str:
    """Return the second category of a matter; the first where it has but one."""
    return matter[0][-1]


_CATEGORIES = (_first_category, _second_category)


def _factors(matter: tuple[Any, tuple[CaseFactor, ...]]) -> tuple[CaseFactor, ...]:
    """Return the factors of a matter."""
    return matter[1]


def _state(place: tuple[str, bool] | None) -> str:
    """Return the state of where a track may stand."""
    return "" if place is None else place[0]


def _has(matter: tuple[Any, tuple[CaseFactor, ...]], factors: tuple[str, ...]) -> bool:
    """Return whether a matter has any of *factors*."""
    return any(found.factor in factors for found in matter[1])

