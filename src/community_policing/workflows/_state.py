"""States, and the transitions that are made from them: ``reported.to(recorded, on=Record, by=("intake-officer",))``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import attrs

from community_policing.workflows._command import CommandSpec, spec_of
from community_policing.workflows._consequences import Consequence
from community_policing.workflows._durations import Limit
from community_policing.workflows._guard import AnyGuard


def _pairs(mapping: Mapping[str, str] | tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return a mapping as pairs, which are frozen and keep their order."""
    return tuple(mapping.items()) if isinstance(mapping, Mapping) else mapping


@attrs.frozen
class ByField:
    """Tracks that follow a field of the command: for each of its values, what is opened; without a table, itself."""

    field: str
    tracks: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)

    def targets(self) -> tuple[str, ...]:
        """Return everything that may be opened."""
        return tuple(target for _, target in self.tracks)

    def chosen(self, command: object) -> tuple[str, ...]:
        """Return what *command* opens; values without an entry open nothing."""
        value = getattr(command, self.field)
        values = value if isinstance(value, tuple) else (value,)
        if not self.tracks:
            return values
        table = dict(self.tracks)
        return tuple(table[one] for one in values if one in table)


@attrs.frozen
class When:
    """A track that is opened only where a guard holds."""

    target: str
    guard: AnyGuard


def by_field(field: str, tracks: Mapping[str, str] | None = None) -> ByField:
    """
    Return tracks to open by the value of *field*.

    ``by_field("finding", {"breach": "escalation"})`` follows a table; ``by_field("route")`` opens the workflows named.
    """
    return ByField(field, tracks or {})


def where(target: str, guard: AnyGuard) -> When:
    """Return the track *target*, to be opened only where *guard* holds."""
    return When(target, guard)


Opening = str | ByField | When


@attrs.frozen
class Transition:
    """
    One step: from its sources to a state, on a command, by a role, when and given what.

    Attributes:
        sources: The states it leaves from; expanded when the workflow is judged.
        target: The state it leads to; `None` means it stays.
        on: The command class.
        by: The roles that may take it; never empty.
        when: Guards that see the situation.
        given: Guards that also see the command.
        effects: Codes of what the host must do after commit.
        opens: Tracks it opens: ``"escalation"``, ``"intake@triaging"``, by a field, or where a guard holds.
        ends: Tracks it ends: ``"mediation"``, or ``"mediation@barred"`` to say in which state.
        then: What it changes in the case.
        assigns: Which roles its fields assign: ``{"mediator": "mediator"}`` is role to field.
        settles: Whether it leads towards settlement or closure, so that nothing graver may ever open it.
    """

    sources: Sources
    target: State | None
    on: type[Any]
    by: tuple[str, ...]
    when: tuple[AnyGuard, ...] = ()
    given: tuple[AnyGuard, ...] = ()
    effects: tuple[str, ...] = ()
    opens: tuple[Opening, ...] = ()
    ends: tuple[str, ...] = ()
    then: tuple[Consequence, ...] = ()
    assigns: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    settles: bool = False

    @property
    def dest(self) -> str | None:
        """The name of the state it leads to; `None` means it stays."""
        return None if self.target is None else self.target.name

    @property
    def command(self) -> CommandSpec:
        """The specification of its command."""
        return spec_of(self.on)


@attrs.frozen
class Fall:
    """
    What ends by rule: tried after each accepted command, without anyone's good will.

    Attributes:
        sources: The states it leaves from; expanded when the workflow is judged.
        target: The state it falls to.
        once: Guards that must all hold; those that are negated say the cause.
    """

    sources: Sources
    target: State
    once: tuple[AnyGuard, ...]
    effects: tuple[str, ...] = ()
    opens: tuple[Opening, ...] = ()
    ends: tuple[str, ...] = ()
    then: tuple[Consequence, ...] = ()

    @property
    def dest(self) -> str:
        """The name of the state it falls to."""
        return self.target.name


Step = Transition | Fall


def guards_of(step: Step) -> tuple[AnyGuard, ...]:
    """Return everything that *step* asks for."""
    return step.once if isinstance(step, Fall) else step.when + step.given


class Leaving(ABC):
    """What transitions start from: one state or several."""

    __slots__ = ()

    @abstractmethod
    def _sources(self) -> Sources:
        """Return the sources."""

    def to(
        self,
        dest: State,
        *,
        on: type[Any],
        by: Iterable[str],
        when: Iterable[AnyGuard] = (),
        given: Iterable[AnyGuard] = (),
        effects: Iterable[str] = (),
        opens: Iterable[Opening] = (),
        ends: Iterable[str] = (),
        then: Iterable[Consequence] = (),
        assigns: Mapping[str, str] | None = None,
        settles: bool = False,
    ) -> Transition:
        """Return the transition to *dest* on the command *on*."""
        return Transition(
            self._sources(),
            dest,
            on,
            tuple(by),
            tuple(when),
            tuple(given),
            tuple(effects),
            tuple(opens),
            tuple(ends),
            tuple(then),
            assigns or {},
            settles,
        )

    def stay(
        self,
        *,
        on: type[Any],
        by: Iterable[str],
        when: Iterable[AnyGuard] = (),
        given: Iterable[AnyGuard] = (),
        effects: Iterable[str] = (),
        opens: Iterable[Opening] = (),
        ends: Iterable[str] = (),
        then: Iterable[Consequence] = (),
        assigns: Mapping[str, str] | None = None,
    ) -> Transition:
        """Return the transition that records the command *on* and stays; ``since`` is kept."""
        return Transition(
            self._sources(),
            None,
            on,
            tuple(by),
            tuple(when),
            tuple(given),
            tuple(effects),
            tuple(opens),
            tuple(ends),
            tuple(then),
            assigns or {},
        )

    def falls_to(
        self,
        dest: State,
        *,
        once: Iterable[AnyGuard],
        effects: Iterable[str] = (),
        opens: Iterable[Opening] = (),
        ends: Iterable[str] = (),
        then: Iterable[Consequence] = (),
    ) -> Fall:
        """Return the rule by which these states fall to *dest* once every guard of *once* holds."""
        return Fall(self._sources(), dest, tuple(once), tuple(effects), tuple(opens), tuple(ends), tuple(then))


@attrs.frozen
class State(Leaving):
    """
    A state of a workflow.

    Attributes:
        name: Kebab-case, stable.
        initial: Whether tracks begin here; exactly one state of a workflow does.
        final: Whether it refuses everything for ever.
        resting: Whether it may be left again but leaves nothing open and has no deadline.
        within: How long it may last.
        at_least: How long it must last before a transition that settles may leave it.
        lapses_to: The state it lapses to when its time is over and the timekeeper says so.
        entry: Whether another track may open this workflow here: ``opens=("intake@triaging",)``.
    """

    name: str
    initial: bool = attrs.field(default=False, kw_only=True)
    final: bool = attrs.field(default=False, kw_only=True)
    resting: bool = attrs.field(default=False, kw_only=True)
    within: Limit | None = attrs.field(default=None, kw_only=True)
    at_least: timedelta | None = attrs.field(default=None, kw_only=True)
    lapses_to: State | None = attrs.field(default=None, kw_only=True)
    entry: bool = attrs.field(default=False, kw_only=True)

    @property
    def live(self) -> bool:
        """Whether something is left open here: neither final nor resting."""
        return not (self.final or self.resting)

    def _sources(self) -> Sources:
        """Return itself."""
        return (self,)


@attrs.frozen
class EachOf(Leaving):
    """Several states, as the source of one line."""

    states: tuple[State, ...]

    def _sources(self) -> Sources:
        """Return the states."""
        return self.states


@attrs.frozen
class EveryLiveState(Leaving):
    """Every live state of the workflow but some, found when the workflow is judged."""

    but: tuple[State, ...] = ()

    def _sources(self) -> Sources:
        """Return itself: which states these are is not known yet."""
        return self

    def among(self, states: Iterable[State]) -> tuple[State, ...]:
        """Return those of *states* that are meant."""
        return tuple(state for state in states if state.live and state not in self.but)


Sources = tuple[State, ...] | EveryLiveState


def each_of(*states: State) -> EachOf:
    """Return several states as the source of one line: ``each_of(open_, frozen).stay(on=…)``."""
    return EachOf(states)


def every_live_state(*, but: Iterable[State] = ()) -> EveryLiveState:
    """Return every live state of the workflow, also those added later, save those in *but*."""
    return EveryLiveState(tuple(but))
