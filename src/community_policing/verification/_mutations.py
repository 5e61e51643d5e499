"""Every way in which one thing of a workflow could have been forgotten or written otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import attrs

from community_policing.verification._soundness import place
from community_policing.workflows import AnyGuard, Fall, Not, State, Transition, Workflow
from community_policing.workflows._state import EveryLiveState, Sources, Step

BROADER = "community-police-member"
"""The role that is let in where a step's roles are widened."""

MUTATIONS = (
    "guard-dropped",
    "guard-negated",
    "transition-dropped",
    "retargeted",
    "opening-lost",
    "ending-lost",
    "effect-lost",
    "consequence-lost",
    "role-widened",
    "final-made-leaving",
    "fall-dropped",
    "stay-made-leave",
    "settles-lost",
    "deadline-lost",
    "least-lost",
)
"""What a mutant lacks, or has otherwise."""

Of = TypeVar("Of")


@attrs.frozen
class Mutation:
    """
    One change of a workflow.

    Attributes:
        kind: What is lost: one of `MUTATIONS`.
        place: The step or the state it is made to.
        detail: Which guard, target, opening or effect; empty where there is but one.
        steps: The steps of the mutant.
        states: The states that the changed step leaves from or leads to.
        command: The command of the changed step; empty where it is a rule of falling, or a state.
        before: The step that was changed, if one was.
        after: What stands in its place, if anything does.
    """

    kind: str
    place: str
    detail: str
    steps: tuple[Step, ...] = attrs.field(repr=False)
    states: frozenset[str] = attrs.field(repr=False)
    command: str = attrs.field(default="", repr=False)
    before: Step | None = attrs.field(default=None, repr=False)
    after: Step | None = attrs.field(default=None, repr=False)

    @property
    def moves_by_rule(self) -> bool:
        """Whether the mutant has a rule of falling that the original does not have."""
        return isinstance(self.after, Fall)

    def of(self, workflow: Workflow) -> Workflow:
        """Return the mutant of *workflow*; raise `InvalidWorkflowError` where none can be made."""
        return attrs.evolve(workflow, transitions=self.steps)


def mutations(workflow: Workflow) -> Iterator[Mutation]:
    """Yield every mutation of *workflow*: step by step in its order, then state by state."""
    for number, step in enumerate(workflow.steps):
        for kind, detail, changed in _of_step(workflow, step):
            steps = (*workflow.steps[:number], *changed, *workflow.steps[number + 1 :])
            states = {state.name for state in workflow.expanded(step.sources)}
            states |= {one.dest for one in (step, *changed) if one.dest is not None}
            command = step.command.name if isinstance(step, Transition) else ""
            after = next(iter(changed), None)
            yield Mutation(kind, place(workflow, step), detail, steps, frozenset(states), command, step, after)
    for state in workflow.states:
        for kind, steps in _of_state(workflow, state):
            yield Mutation(kind, state.name, "", steps, frozenset({state.name}))


# --------------------------------------------------------------------------- steps

Change = tuple[str, str, tuple[Step, ...]]


def _of_step(workflow: Workflow, step: Step) -> Iterator[Change]:
    """Yield each kind of change of *step*, what is changed, and what stands in its place."""
    yield from _guards(step)
    yield "transition-dropped" if isinstance(step, Transition) else "fall-dropped", "", ()
    yield from _targets(workflow, step)
    yield from _consequences(step)
    if isinstance(step, Transition):
        if BROADER not in step.by:
            yield "role-widened", BROADER, (attrs.evolve(step, by=(*step.by, BROADER)),)
        if step.settles:
            yield "settles-lost", "", (attrs.evolve(step, settles=False),)


def _guards(step: Step) -> Iterator[Change]:
    """Yield *step* without each of its guards, and with the negation of each."""
    for field in ("when", "given") if isinstance(step, Transition) else ("once",):
        asked: tuple[AnyGuard, ...] = getattr(step, field)
        for number, guard in enumerate(asked):
            yield "guard-dropped", guard.name, (_with(step, field, _but(asked, number)),)
            negated = guard.inner if isinstance(guard, Not) else Not(guard)
            yield "guard-negated", guard.name, (_with(step, field, _but(asked, number, negated)),)


def _targets(workflow: Workflow, step: Step) -> Iterator[Change]:
    """Yield *step* with every other target it could plausibly have; one that stays leads to one of them only."""
    names = [state.name for state in workflow.states]
    following = [] if step.dest is None else [workflow.states[(names.index(step.dest) + 1) % len(names)]]
    finals = [state for state in workflow.states if state.final]
    others = [state for state in dict.fromkeys((*finals, workflow.initial, *following)) if state.name != step.dest]
    kind = "stay-made-leave" if step.dest is None else "retargeted"
    for state in others[:1] if step.dest is None else others:
        yield kind, state.name, (attrs.evolve(step, target=state),)


def _consequences(step: Step) -> Iterator[Change]:
    """Yield *step* without each of the things that follow from it."""
    kinds = {"opens": "opening-lost", "ends": "ending-lost", "effects": "effect-lost", "then": "consequence-lost"}
    for field, kind in kinds.items():
        listed = getattr(step, field)
        for number, one in enumerate(listed):
            yield kind, str(one), (_with(step, field, _but(listed, number)),)


def _with(step: Step, field: str, value: object) -> Step:
    """Return *step* with another value of *field*."""
    changes: dict[str, Any] = {field: value}
    return attrs.evolve(step, **changes)


def _but(listed: tuple[Of, ...], number: int, *instead: Of) -> tuple[Of, ...]:
    """Return *listed* with *instead* in the place of one of it."""
    return (*listed[:number], *instead, *listed[number + 1 :])


# --------------------------------------------------------------------------- states


def _of_state(workflow: Workflow, state: State) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield each kind of change of *state*, with the steps that then lead to it and from it."""
    if state.final:
        way_out = attrs.evolve(workflow.transitions[0], sources=(state,), target=workflow.initial)
        yield "final-made-leaving", (*workflow.steps, way_out)
    if state.within is not None:
        yield "deadline-lost", _replaced(workflow, state, attrs.evolve(state, within=None, lapses_to=None))
    if state.at_least is not None:
        yield "least-lost", _replaced(workflow, state, attrs.evolve(state, at_least=None))


def _replaced(workflow: Workflow, state: State, other: State) -> tuple[Step, ...]:
    """Return the steps of *workflow* with *other* wherever *state* stands."""

    def state_of(one: State) -> State:
        if one == state:
            return other
        return one if one.lapses_to is None else attrs.evolve(one, lapses_to=state_of(one.lapses_to))

    def sources_of(sources: Sources) -> Sources:
        if isinstance(sources, EveryLiveState):
            return EveryLiveState(tuple(map(state_of, sources.but)))
        return tuple(map(state_of, sources))

    return tuple(
        _moved(step, sources_of(step.sources), step.target and state_of(step.target)) for step in workflow.steps
    )


def _moved(step: Step, sources: Sources, target: State | None) -> Step:
    """Return *step* from *sources* to *target*."""
    if isinstance(step, Fall):
        return attrs.evolve(step, sources=sources, target=target or step.target)
    return attrs.evolve(step, sources=sources, target=target)
