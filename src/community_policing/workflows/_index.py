"""Where a rulebook finds things: workflows by name and version, commands by name, and what each state offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from community_policing.cases import Actor, Case, Reason, Track
from community_policing.errors import CommandNotFoundError, WorkflowNotFoundError
from community_policing.taxonomy import ConceptScheme, FrozenMap
from community_policing.workflows._authority import Authority, authority
from community_policing.workflows._command import CommandSpec, DecidedBy
from community_policing.workflows._guard import AnyGuard, Collect
from community_policing.workflows._lapse import lapses
from community_policing.workflows._machine import Asked, GatheringEvent, GuardedTransition
from community_policing.workflows._state import Fall
from community_policing.workflows._workflow import Workflow

Choice = tuple[GuardedTransition, Authority]


@attrs.frozen
class Offer:
    """
    What a state offers for one command.

    Attributes:
        spec: The command.
        event: The machine's event, which steps.
        choices: The transitions, each with who may take it, in the order in which they are tried.
        standing: The ways to ask the standing guards; none where the workflow frames the case.
        staff: Whether it is a step of the staff, which nobody takes who is a party or speaks for one.
        unauthorised: The reason for whoever has none of the roles that are asked for.
    """

    spec: CommandSpec
    event: GatheringEvent
    choices: tuple[Choice, ...]
    standing: tuple[Collect, ...]
    staff: bool
    unauthorised: Reason

    def admitting(self, actor: Actor, case: Case, *, sided: bool) -> Sequence[GuardedTransition]:
        """Return the transitions that *actor* may take on *case*; whoever is *sided* takes no step of the staff."""
        if sided and self.staff:
            return [one for one, authority in self.choices if authority.admits_party(actor, case)]
        if len(self.choices) == 1:
            only, authority = self.choices[0]
            return (only,) if authority.admits(actor, case) else ()
        return [transition for transition, authority in self.choices if authority.admits(actor, case)]


class Index:
    """The look-ups of a rulebook, made once from its workflows."""

    __slots__ = ("_roles", "_standing", "commands", "falls", "latest", "offers", "versions")

    def __init__(self, workflows: Iterable[Workflow], roles: ConceptScheme, standing: Iterable[AnyGuard]) -> None:
        """Index *workflows*; what a state offers is worked out when it is first asked for."""
        self.versions = {(one.name, one.version): one for one in workflows}
        self.latest = {one.name: one for _, one in sorted(self.versions.items(), key=lambda item: item[0])}
        taken = (spec for one in self.versions.values() for spec in _taken(one))
        self.commands = FrozenMap({spec.name: spec for spec in taken})
        self.falls: dict[tuple[str, int, str], tuple[tuple[Fall, Asked], ...]] = {
            (*key, state): falls for key, one in self.versions.items() for state, falls in one.falls.items()
        }
        self.offers: dict[tuple[str, int, str], dict[str, Offer]] = {}
        self._roles = roles
        self._standing = tuple(guard.collect for guard in standing)

    def workflow(self, name: str, version: int | None = None) -> Workflow:
        """Return the workflow *name*, in its newest version unless one is given."""
        found = self.latest.get(name) if version is None else self.versions.get((name, version))
        if found is None:
            asked = name if version is None else f"{name} {version}"
            known = self.latest if version is None else (f"{one} {number}" for one, number in self.versions)
            raise WorkflowNotFoundError(asked, "the rulebook", tuple(known))
        return found

    def command(self, name: str) -> CommandSpec:
        """Return the specification of the command *name*; raise `CommandNotFoundError` when there is none."""
        try:
            return self.commands[name]
        except KeyError:
            raise CommandNotFoundError(name, "the rulebook", tuple(self.commands)) from None

    def offered(self, track: Track) -> dict[str, Offer]:
        """Return what the state of *track* offers, by the name of the command, in the workflow's order."""
        place = (track.workflow, track.version, track.state)
        found = self.offers.get(place)
        if found is None:
            found = self.offers[place] = self._offered(self.workflow(track.workflow, track.version), track.state)
        return found

    def _offered(self, workflow: Workflow, state: str) -> dict[str, Offer]:
        """Work out what *state* offers."""
        offers = {}
        for spec, candidates in workflow.offers(state):
            choices = tuple((one, authority(one.roles, self._roles)) for one in candidates)
            standing = () if workflow.frames else self._standing
            staff = spec.decided_by is not DecidedBy.PARTY
            event = workflow.machine.event(spec.name)
            offers[spec.name] = Offer(spec, event, choices, standing, staff, _unauthorised(candidates))
        return offers


def _unauthorised(candidates: Iterable[GuardedTransition]) -> Reason:
    """Return the reason that none of the roles is there that *candidates* ask for."""
    return Reason("not-authorised", roles=tuple(dict.fromkeys(role for one in candidates for role in one.rule.by)))


def _taken(workflow: Workflow) -> tuple[CommandSpec, ...]:
    """Return the commands that *workflow* takes, the timekeeper's among them where a state lapses."""
    return workflow.commands + tuple(step.command for step in lapses(workflow.states))
