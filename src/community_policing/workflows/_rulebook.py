"""What is in force: schemes, workflows and a policy profile, as one immutable value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

import attrs

from community_policing.cases import Actor, Case, Event, Party, Track, check_id, replay
from community_policing.errors import (
    CommandRefusedError,
    InvalidRulebookError,
    SchemeNotFoundError,
    UnreadableCaseError,
    UnreadableTimeError,
)
from community_policing.taxonomy import (
    Concept,
    ConceptScheme,
    FrozenMap,
    Policy,
    PolicyRules,
    Profile,
)
from community_policing.workflows import _adoption, _decide, _options
from community_policing.workflows._codes import aware_moment, check_command, check_roles
from community_policing.workflows._command import CommandSpec
from community_policing.workflows._deadlines import due_at
from community_policing.workflows._fit import rulebook_problems
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._index import Index
from community_policing.workflows._opening import OpenCase
from community_policing.workflows._outlook import overdue, summarised
from community_policing.workflows._policies import joined_policy, may_be_minor
from community_policing.workflows._state import State
from community_policing.workflows._verdicts import Accepted, Due, Option, Refused, Summary
from community_policing.workflows._workflow import Workflow

CLOCK_SKEW = timedelta(minutes=2)
"""How far before the last event a moment may lie and still be lifted to it."""

REMEMBERED = 4096
"""How many policies, role sets and authorities a rulebook remembers, each."""

RECORD = "record"
"""The workflow that is the case itself: the case is open while its record is."""


def _workflows(workflows: Iterable[Workflow]) -> tuple[Workflow, ...]:
    """Return *workflows* as a tuple."""
    return tuple(workflows)


def _guards(guards: Iterable[AnyGuard]) -> tuple[AnyGuard, ...]:
    """Return *guards* as a tuple."""
    return tuple(guards)


@attrs.frozen(eq=False, repr=False)
class Rulebook:
    """
    The rules in force; built once at start-up, shared by threads, pickled to workers.

    Attributes:
        schemes: The concept schemes, by id.
        workflows: Every workflow, in every version still in use.
        profile: The policy profile.
        policy_rules: How policies combine, whatever the profile.
        standing: Guards that every step of a workflow asks that does not frame the case itself.
        skew: How far before the last event a moment may lie and still be lifted to it.

    Raises:
        InvalidRulebookError: The parts do not fit together; the error carries all problems.
    """

    schemes: FrozenMap[str, ConceptScheme]
    workflows: tuple[Workflow, ...] = attrs.field(converter=_workflows)
    profile: Profile
    policy_rules: PolicyRules
    standing: tuple[AnyGuard, ...] = attrs.field(default=(), converter=_guards)
    skew: timedelta = CLOCK_SKEW
    index: Index = attrs.field(init=False)
    falls: Mapping[tuple[str, int, str], tuple[Any, ...]] = attrs.field(init=False)
    known_roles: Callable[[tuple[str, ...]], None] = attrs.field(init=False)
    _policy_of: Callable[..., Policy] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Index the workflows and judge how the parts fit."""
        object.__setattr__(self, "index", Index(self.workflows, self.scheme("roles"), self.standing))
        object.__setattr__(self, "falls", self.index.falls)
        object.__setattr__(self, "known_roles", lru_cache(REMEMBERED)(partial(check_roles, self)))
        object.__setattr__(self, "_policy_of", lru_cache(REMEMBERED)(partial(joined_policy, self)))
        problems = tuple(rulebook_problems(self))
        if problems:
            raise InvalidRulebookError(self.profile.id, problems)

    # ----------------------------------------------------------------- cases begin

    def open_case(
        self,
        id: str,  # noqa: A002  the word for it everywhere
        *,
        categories: Iterable[str],
        parties: Iterable[Party] = (),
        by: Actor,
        at: datetime,
    ) -> Accepted | Refused:
        """
        Open a case: a command like any other, whose first event has ``seq`` 1.

        Args:
            id: The host's opaque id.
            categories: Concepts of ``case-categories`` with a policy, the primary one first.
            parties: Who it is about; each id once.
            by: Who opens it.
            at: When; aware, in any zone.

        Raises:
            ConceptNotFoundError: A category, role, age band or other concept is unknown.
            DeprecatedConceptError: One of them is deprecated.
            UnreadableCaseError: There is no category, or an id stands twice or is none.
            UnreadableTimeError: *at* has no zone.
        """
        command = OpenCase(_categories(categories), tuple(parties))
        return self.decide(self._blank(id, at), command, by=by, at=at, track=RECORD)

    def adopt_case(
        self,
        id: str,  # noqa: A002  the word for it everywhere
        *,
        tracks: Mapping[str, str],
        facts: Iterable[object] = (),
        categories: Iterable[str] = ("other-uncategorised",),
        parties: Iterable[Party] = (),
        by: Actor,
        at: datetime,
    ) -> Accepted | Refused:
        """
        Take over a case that began in another system, without inventing a past for it.

        What is not told counts as unmet, and an age that is not told protects as a child's does.

        Args:
            tracks: Workflow name to the state it stands in; the record is always there.
            facts: Commands that the other system can vouch for; each becomes a fact, no guard is asked.
            categories: The matters; uncategorised when the other system has none.
            parties: Who it is about.
            by: Who takes it over.
            at: When it is taken over; not when things happened before.

        Raises:
            WorkflowNotFoundError: No workflow of that name is in force.
            StateNotFoundError: The workflow has no state of that name.
            UnreadableCaseError: A fact belongs to a workflow that is not among *tracks*.
        """
        return _adoption.adopt(
            self,
            self._blank(id, at),
            tracks=tracks,
            facts=tuple(facts),
            categories=_categories(categories),
            parties=tuple(parties),
            by=by,
            at=at,
        )

    def _blank(self, case_id: str, at: datetime) -> Case:
        """Return the case before its first event."""
        check_id(case_id, "case.id")
        record = self.workflow(RECORD)
        moment = self.moment(Case(case_id, 0, None), at)
        return Case(case_id, 0, None, tracks=(Track(RECORD, RECORD, record.version, record.initial.name, moment),))

    # ----------------------------------------------------------------- cases go on

    def command(self, name: str, data: object) -> Any:  # noqa: ANN401  the command class is found by name
        """
        Return the command *name* with the fields of the plain mapping *data*, such as a POST body.

        Raises:
            CommandNotFoundError: No workflow in force takes it.
            UnreadableCommandError: A field is missing, unknown or of the wrong type; the error has the path.
            ConceptNotFoundError: A field names a concept that its scheme does not have. Whether a deprecated one may
                stand there depends on the case, so `decide` asks that.
        """
        spec = self.spec(name)
        made = spec.read(data)
        check_command(self, spec, made)
        return made

    def spec(self, name: str) -> CommandSpec:
        """Return the specification of the command *name*; raise `CommandNotFoundError` when there is none."""
        return self.index.command(name)

    @property
    def commands(self) -> Mapping[str, CommandSpec]:
        """The commands of every workflow in force, by name."""
        return self.index.commands

    decide = _decide.decide

    def apply(self, case: Case, command: object, *, by: Actor, at: datetime, track: str | None = None) -> Case:
        """Return the case after *command*; raise `CommandRefusedError` when the rules refuse it."""
        outcome = self.decide(case, command, by=by, at=at, track=track)
        if isinstance(outcome, Refused):
            raise CommandRefusedError(outcome)
        return outcome.case

    def options(self, case: Case, *, by: Actor, at: datetime) -> tuple[Option, ...]:
        """
        Return everything that the live tracks of *case* offer, and what *by* may do of it.

        Args:
            case: The case as it is now.
            by: Who asks.
            at: The moment to judge by; aware, in any zone.

        Returns:
            In the order of the tracks and of their workflows; `decide` answers alike.
        """
        return _options.options(self, case, by=by, at=at)

    def replay(self, events: Iterable[Event]) -> Case:
        """Return the case that *events*, all of one case and in order, add up to; guards are not asked again."""
        return replay(events)

    # ----------------------------------------------------------------- what holds for a case

    def policy(self, case: Case) -> Policy:
        """Return the effective policy: of its categories, raised by its factors, read for minors."""
        return self._policy_of(case.categories, case.factors, case.parties)

    def may_be_minor(self, party: Party) -> bool:
        """Return whether *party* is a person under eighteen, or one of whom that cannot be excluded."""
        return may_be_minor(party, self.scheme("age-bands"), self.policy_rules)

    def due(self, case: Case, *, at: datetime) -> tuple[Due, ...]:
        """
        Return the time limits of *case* that have passed.

        Args:
            case: The case as it is now.
            at: The moment to judge by; aware, in any zone.

        Returns:
            Overdue states, the longest overdue first; empty when none is.

        Raises:
            WorkflowNotFoundError: A track names a version this rulebook does not hold.
        """
        return overdue(self, case, aware_moment(at))

    def next_due(self, case: Case) -> datetime | None:
        """Return the nearest time limit of *case*, passed or not; `None` when it has none."""
        limits = (self.due_at(case, track) for track in case.tracks)
        return min((limit for limit in limits if limit is not None), default=None)

    def due_at(self, case: Case, track: Track) -> datetime | None:
        """Return when the time of the track's state is over; `None` when it has no limit or is over."""
        if not self.is_live(track):
            return None
        return due_at(self.state_of(track).within, case, track, self.policy(case))

    def summary(self, case: Case) -> Summary:
        """Return what a host's index columns need to know of *case*; flat and JSON-able."""
        return summarised(self, case)

    # ----------------------------------------------------------------- what is in force

    def has_workflow(self, name: str) -> bool:
        """Return whether some version of the workflow *name* is in force."""
        return name in self.index.latest

    def workflow(self, name: str, version: int | None = None) -> Workflow:
        """Return the workflow *name*, in its newest version unless one is given."""
        return self.index.workflow(name, version)

    def workflow_of(self, track: Track) -> Workflow:
        """Return the workflow that *track* runs, in the version it began under."""
        return self.index.versions.get((track.workflow, track.version)) or self.index.workflow(
            track.workflow, track.version
        )

    def state_of(self, track: Track) -> State:
        """Return the state that *track* is in."""
        return self.workflow_of(track).state(track.state)

    def is_live(self, track: Track) -> bool:
        """Return whether *track* leaves something open: neither ended, nor final, nor resting."""
        return not track.ended and self.workflow_of(track).is_live(track.state)

    def is_over(self, track: Track) -> bool:
        """Return whether *track* refuses everything: ended, or in a final state."""
        return track.ended or self.state_of(track).final

    def with_workflow(self, workflow: Workflow) -> Rulebook:
        """Return the rulebook with *workflow* too, in the place of the same name and version."""
        others = (one for one in self.workflows if (one.name, one.version) != (workflow.name, workflow.version))
        return attrs.evolve(self, workflows=(*others, workflow))

    def with_profile(self, profile: Profile) -> Rulebook:
        """Return the rulebook under another policy profile."""
        return attrs.evolve(self, profile=profile)

    def with_scheme(self, scheme: ConceptScheme) -> Rulebook:
        """Return the rulebook with *scheme* in the place of the one with its id, or beside the others."""
        return attrs.evolve(self, schemes=FrozenMap({**self.schemes, scheme.id: scheme}))

    def scheme(self, name: str) -> ConceptScheme:
        """Return the scheme *name*; raise `SchemeNotFoundError` when it is not in force."""
        found = self.schemes.get(name)
        if found is None:
            raise SchemeNotFoundError(name, "the rulebook", tuple(self.schemes))
        return found

    def term(self, scheme: str, concept: str) -> Concept | None:
        """Return the concept of *scheme*, or `None` when the scheme has no such concept."""
        return self.scheme(scheme).get(concept)

    def is_under(self, scheme: str, concept: str, broader: str) -> bool:
        """Return whether *concept* of *scheme* is *broader* or lies under it."""
        known = self.scheme(scheme)
        return concept in known and broader in known and known.is_a(concept, broader)

    # ----------------------------------------------------------------- for the engine

    def moment(self, case: Case, at: datetime) -> datetime:
        """Return *at* in UTC, lifted to the last event of *case* where it lies within the skew before it."""
        moment = at if getattr(at, "tzinfo", None) is UTC else aware_moment(at)
        if case.at is None or moment >= case.at:
            return moment
        if case.at - moment > self.skew:
            message = f"{moment.isoformat()} lies before the last event, {case.at.isoformat()}"
            hint = f"by more than {self.skew}; what happened earlier is told in a field of the command"
            raise UnreadableTimeError("at", message, hint)
        return case.at

    # ----------------------------------------------------------------- as a value

    def _identity(self) -> tuple[Any, ...]:
        """Return what makes it what it is."""
        return self.schemes, self.workflows, self.profile, self.policy_rules, self.standing, self.skew

    def __eq__(self, other: object) -> bool:
        """Compare by what is in force."""
        return self._identity() == other._identity() if isinstance(other, Rulebook) else NotImplemented

    def __hash__(self) -> int:
        """Hash by profile and workflows."""
        return hash((self.profile.id, self.workflows, self.skew))

    def __repr__(self) -> str:
        """Return the profile and the workflows in force."""
        names = ", ".join(f"{one.name} {one.version}" for one in self.workflows)
        return f"<Rulebook {self.profile.id}: {names}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle makes it again: from what is in force, without what was remembered."""
        return Rulebook, self._identity()


def _categories(categories: Iterable[str]) -> tuple[str, ...]:
    """Return *categories* as a tuple, each once; raise `UnreadableCaseError` when there is none."""
    if isinstance(categories, str):
        raise UnreadableCaseError("categories", f"{categories!r} is one text", "give a tuple, also for one")
    found = tuple(dict.fromkeys(categories))
    if not found:
        raise UnreadableCaseError("categories", "there is none", "a case has at least 'other-uncategorised'")
    return found
