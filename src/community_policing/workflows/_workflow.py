"""A workflow: transitions, rules of falling and safeguards, judged whole when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from community_policing.errors import InvalidWorkflowError, StateNotFoundError
from community_policing.workflows._command import CommandSpec, spec_of
from community_policing.workflows._contract import Contract
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._judge import judged
from community_policing.workflows._lapse import lapses
from community_policing.workflows._machine import (
    Asked,
    GuardedTransition,
    WorkflowMachine,
    build_machine,
    falls_by_state,
)
from community_policing.workflows._safeguards import Safeguard
from community_policing.workflows._state import EveryLiveState, Fall, Sources, State, Step, Transition, guards_of

Offer = tuple[CommandSpec, tuple[GuardedTransition, ...]]


def _steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return *steps* as a tuple."""
    return tuple(steps)


def _safeguards(safeguards: Iterable[Safeguard]) -> tuple[Safeguard, ...]:
    """Return *safeguards* as a tuple."""
    return tuple(safeguards)


@attrs.frozen(eq=False)
class Workflow:
    """
    A state-machine workflow, as one frozen value; nothing is registered by making it.

    Attributes:
        name: Kebab-case, stable.
        version: A whole number from 1; a case stays under the version it began with.
        steps: Transitions and rules of falling, in the order in which they are tried.
        safeguards: What must hold in every case ever reachable.
        per: ``"party"`` where it runs once per party; `None` where once per case.
        frames: Whether it frames the case itself (``record``, ``closure``): it also moves while the case is not open.
        states: Every state, in the order in which they appear.

    Raises:
        InvalidWorkflowError: It cannot work as it is written; the error carries all of its problems.
    """

    name: str
    steps: tuple[Step, ...] = attrs.field(alias="transitions", converter=_steps)
    safeguards: tuple[Safeguard, ...] = attrs.field(default=(), converter=_safeguards)
    version: int = attrs.field(default=1, kw_only=True)
    per: str | None = attrs.field(default=None, kw_only=True)
    frames: bool = attrs.field(default=False, kw_only=True)
    states: tuple[State, ...] = attrs.field(init=False, repr=False)
    machine: WorkflowMachine = attrs.field(init=False, repr=False)
    falls: dict[str, tuple[tuple[Fall, Asked], ...]] = attrs.field(init=False, repr=False)
    _by_name: dict[str, State] = attrs.field(init=False, repr=False)
    _offers: dict[str, tuple[Offer, ...]] = attrs.field(init=False, repr=False)
    _identity: tuple[Any, ...] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Collect the states, judge the whole, and build the machine."""
        states = tuple(dict.fromkeys(_with_lapses(_mentioned(self.steps))))
        object.__setattr__(self, "states", states)
        object.__setattr__(self, "_by_name", {state.name: state for state in states})
        problems = tuple(judged(self))
        if problems:
            raise InvalidWorkflowError(self.name, problems)
        expanded = [(step, self.expanded(step.sources)) for step in (*self.steps, *lapses(states))]
        rules = [(step, sources) for step, sources in expanded if isinstance(step, Transition)]
        falls = [(step, sources) for step, sources in expanded if isinstance(step, Fall)]
        object.__setattr__(self, "machine", build_machine(self.name, states, rules))
        object.__setattr__(self, "_offers", {state.name: _offered(self.machine, state, rules) for state in states})
        object.__setattr__(self, "falls", falls_by_state(falls))
        object.__setattr__(
            self, "_identity", (self.name, self.version, self.steps, self.safeguards, self.per, self.frames)
        )

    # ----------------------------------------------------------------- reading it

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The transitions, in the order in which they are tried."""
        return tuple(step for step in self.steps if isinstance(step, Transition))

    @property
    def rules_of_falling(self) -> tuple[Fall, ...]:
        """The rules by which it falls, in the order in which they are tried."""
        return tuple(step for step in self.steps if isinstance(step, Fall))

    @property
    def initial(self) -> State:
        """The state in which its tracks begin."""
        return next(state for state in self.states if state.initial)

    @property
    def commands(self) -> tuple[CommandSpec, ...]:
        """The commands it takes, in order of appearance."""
        return tuple(dict.fromkeys(step.command for step in self.transitions))

    @property
    def guards(self) -> tuple[AnyGuard, ...]:
        """The guards it uses, in order of appearance."""
        asked = (guard for step in self.steps for guard in guards_of(step))
        return tuple(dict.fromkeys(asked))

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold its name."""
        return f"workflow.{self.name}"

    def state(self, name: str) -> State:
        """Return the state *name*; raise `StateNotFoundError` when there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise StateNotFoundError(name, f"workflow {self.name!r}", tuple(self._by_name)) from None

    def is_live(self, state: str) -> bool:
        """Return whether *state* leaves something open."""
        return self._by_name[state].live

    def expanded(self, sources: Sources) -> tuple[State, ...]:
        """Return the states that *sources* mean in this workflow."""
        return sources.among(self.states) if isinstance(sources, EveryLiveState) else sources

    def leaving(self, state: State) -> tuple[Step, ...]:
        """Return the steps that lead from *state* to another state."""
        staying = {None, state.name}
        away = (step for step in (*self.steps, *lapses((state,))) if step.dest not in staying)
        return tuple(step for step in away if state in self.expanded(step.sources))

    def offers(self, state: str) -> tuple[tuple[CommandSpec, tuple[GuardedTransition, ...]], ...]:
        """Return the commands that *state* offers, in order, each with its transitions."""
        return self._offers.get(state, ())

    # ----------------------------------------------------------------- changing it

    def with_transitions(self, *steps: Step, version: int | None = None, name: str | None = None) -> Workflow:
        """Return the workflow with *steps* added last; safeguards are kept and it is judged again."""
        return self._with(self.steps + steps, version=version, name=name)

    def without(self, *commands: type[Any], version: int | None = None, name: str | None = None) -> Workflow:
        """Return the workflow without the transitions on *commands*; safeguards are kept, but for what they agreed."""
        gone = {spec_of(command) for command in commands}
        rest = (step for step in self.steps if isinstance(step, Fall) or step.command not in gone)
        kept = (one.without(*commands) if isinstance(one, Contract) else one for one in self.safeguards)
        return self._with(tuple(rest), version=version, name=name, safeguards=tuple(kept))

    def guarded(
        self,
        command: type[Any],
        *,
        when: Iterable[AnyGuard] = (),
        given: Iterable[AnyGuard] = (),
        version: int | None = None,
        name: str | None = None,
    ) -> Workflow:
        """Return the workflow in which every transition on *command* asks for more; safeguards are kept."""
        spec, more_when, more_given = spec_of(command), tuple(when), tuple(given)
        steps = tuple(
            attrs.evolve(step, when=step.when + more_when, given=step.given + more_given)
            if isinstance(step, Transition) and step.command is spec
            else step
            for step in self.steps
        )
        return self._with(steps, version=version, name=name)

    def with_safeguards(self, *safeguards: Safeguard) -> Workflow:
        """Return the workflow with more safeguards."""
        return attrs.evolve(self, safeguards=self.safeguards + safeguards)

    def _with(
        self,
        steps: tuple[Step, ...],
        *,
        version: int | None,
        name: str | None,
        safeguards: tuple[Safeguard, ...] | None = None,
    ) -> Workflow:
        """Return the workflow with other steps, under a new version unless one is given."""
        number = version if version is not None else self.version + (name is None)
        kept = self.safeguards if safeguards is None else safeguards
        return attrs.evolve(self, transitions=steps, safeguards=kept, version=number, name=name or self.name)

    # ----------------------------------------------------------------- as a value

    def __eq__(self, other: object) -> bool:
        """Compare by definition."""
        return self._identity == other._identity if isinstance(other, Workflow) else NotImplemented

    def __hash__(self) -> int:
        """Hash by name and version."""
        return hash((self.name, self.version))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle makes it again: from its definition, the machine is built anew."""
        return _workflow, self._identity


def _workflow(  # noqa: PLR0917  what __reduce__ names is positional
    name: str,
    version: int,
    steps: tuple[Step, ...],
    safeguards: tuple[Safeguard, ...],
    per: str | None,
    frames: bool,  # noqa: FBT001
) -> Workflow:
    """Return a workflow from its pickled parts."""
    return Workflow(name, steps, safeguards, version=version, per=per, frames=frames)


def _mentioned(steps: tuple[Step, ...]) -> Iterator[State]:
    """Yield the states that *steps* name, sources before destinations, in order of appearance."""
    for step in steps:
        if not isinstance(step.sources, EveryLiveState):
            yield from step.sources
        if step.target is not None:
            yield step.target


def _with_lapses(states: Iterable[State]) -> Iterator[State]:
    """Yield *states*, each followed by the state it lapses to."""
    for state in states:
        yield state
        if state.lapses_to is not None:
            yield state.lapses_to


def _offered(machine: WorkflowMachine, state: State, rules: list[tuple[Transition, Any]]) -> tuple[Offer, ...]:
    """Return what *state* offers."""
    specs = dict.fromkeys(rule.command for rule, _ in rules)
    offers = ((spec, tuple(machine.event(spec.name).candidates(state.name))) for spec in specs)
    return tuple((spec, candidates) for spec, candidates in offers if candidates)
