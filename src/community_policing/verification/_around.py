"""What is around a track: the case, its policy and marks, and who acts; decided part by part as it is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from community_policing.cases import Actor, Assignment, Case, CaseFactor, Party
from community_policing.taxonomy import Confidentiality, Policy, Risk
from community_policing.verification._choices import Domain
from community_policing.verification._domains import OFFICER
from community_policing.verification._lazy import NOW, Blank
from community_policing.verification._values import AGES, LEVELS, RISKS, landmark
from community_policing.verification._world import ACTORS, AGE, World
from community_policing.workflows import Rulebook, Workflow

MATTER = ("matter",)
AS = ("actor", "as")
"""In what capacity somebody acts."""


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
            MATTER,
            domains.matters,
            ("policy", axis),
            lambda matter: getattr(_policy(domains.rules, domains.parties, matter), axis),
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

    __slots__ = ("_world", "id", "is_new")

    def __init__(self, world: World, *, is_new: bool) -> None:
        """Look at *world*; a new case has neither categories nor parties."""
        self._world = world
        self.is_new = is_new
        self.id = "case-1"

    @property
    def parties(self) -> tuple[Party, ...]:
        """The parties."""
        return () if self._world.overheard("is_new", self.is_new) else self._world.domains.parties

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories: one of those that rules can tell apart."""
        if self._world.overheard("is_new", self.is_new):
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
        return bool(
            self._world.ask(
                MATTER, self._world.domains.matters, ("factor", factor), lambda one: has_factor(one, (factor,))
            )
        )


class SupposedTrack:
    """The track that is looked at; how long it has been in its state is decided when it is asked for."""

    __slots__ = ("_world", "ended", "id", "stands_in", "version", "workflow")

    def __init__(self, world: World, workflow: Workflow, state: str) -> None:
        """Stand in *state*."""
        self._world = world
        self.id = self.workflow = workflow.name
        self.version = workflow.version
        self.stands_in = state
        self.ended = False

    @property
    def state(self) -> str:
        """The state."""
        return self._world.overheard("stands_in", self.stands_in)

    @property
    def since(self) -> datetime:
        """When the state was entered."""
        self._world.age(AGE, "landmark", landmark)
        age: timedelta = self._world.plainest(AGE, AGES)
        return NOW - age


class SupposedActor:
    """Who acts: a member of the staff or somebody who speaks for a party, decided when it is asked for."""

    __slots__ = ("_world", "capacities")

    def __init__(self, world: World, capacities: Domain) -> None:
        """Look at *world*; *capacities* are roles or parties, in which somebody may take the step."""
        self._world = world
        self.capacities = capacities

    def _capacities(self) -> Domain:
        """Return in what capacities somebody may take the step."""
        return self._world.overheard("capacities", self.capacities)

    @property
    def id(self) -> str:
        """The actor's id."""
        return str(self._world.value(("actor", "id"), ACTORS))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held in the service."""
        found: tuple[str, ...] = self._world.ask(AS, self._capacities(), "roles", lambda one: one.roles)
        return found

    @property
    def speaks_for(self) -> str | None:
        """The party spoken for."""
        found: str | None = self._world.ask(AS, self._capacities(), "party", lambda one: one.speaks_for)
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


def capacities(rules: Rulebook, parties: tuple[Party, ...], roles: tuple[str, ...]) -> Domain:
    """Return in what capacity somebody may take a step that asks for one of *roles*."""
    scheme = rules.scheme("roles")
    found: list[Actor] = []
    for role in roles:
        flags = scheme[role].flags
        if "relative-party" in flags:
            found += [Actor(OFFICER, speaks_for=one.id) for one in parties if scheme.is_a(one.role, role)]
        else:
            found.append(Actor(OFFICER, () if "relative-assignment" in flags else (role,)))
    return Domain(tuple(dict.fromkeys(found)) or (Actor(OFFICER),))


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


def state_in(place: tuple[str, bool] | None) -> str:
    """Return the state of where a track may stand."""
    return "" if place is None else place[0]


def has_factor(matter: tuple[Any, tuple[CaseFactor, ...]], factors: tuple[str, ...]) -> bool:
    """Return whether a matter has any of *factors*."""
    return any(found.factor in factors for found in matter[1])
