"""What there is to reach in a workflow: its points, and which of them each step and each guard stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import attrs

from community_policing.taxonomy import FrozenMap
from community_policing.testing._coverage import Aspect, Coverage, Point
from community_policing.workflows import AnyGuard, Guard, Not, Rulebook, State, Workflow
from community_policing.workflows._machine import GuardedTransition, must_have_lasted

REMEMBERED = 64
"""How many workflows are remembered with what there is to reach in them."""


@attrs.frozen(eq=False)
class Way:
    """
    A step from one state.

    Attributes:
        point: What is reached when it is taken.
        when: The guards that it asks first: of a rule of falling, those that must hold for it to fall.
        given: The guards that also see the command.
        by: The roles that may take it; of a rule of falling, none.
    """

    point: Point
    when: tuple[AnyGuard, ...]
    given: tuple[AnyGuard, ...] = ()
    by: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Plan:
    """
    What there is to reach in one workflow.

    Attributes:
        workflow: The workflow.
        ways: By state and command, its transitions in the order in which they are tried.
        falls: By state, its rules of falling in the order in which they are tried.
        points: Everything there is to reach, once each.
    """

    workflow: Workflow
    ways: Mapping[tuple[str, str], tuple[Way, ...]]
    falls: Mapping[str, tuple[Way, ...]]
    points: tuple[Point, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Gather the points."""
        object.__setattr__(self, "points", tuple(dict.fromkeys(_points(self))))


def coverage_of(*subjects: Rulebook | Workflow) -> Coverage:
    """
    Return the coverage in which nothing of *subjects* was reached yet.

    Args:
        subjects: Workflows, or rulebooks, of which every workflow in every version is meant.

    >>> from community_policing.workflows.builtin.mediation import MEDIATION
    >>> coverage_of(MEDIATION).percent
    0.0

    .. versionadded:: 26.1
    """
    plans = (plan_of(workflow) for one in subjects for workflow in _workflows(one))
    return Coverage({point: 0 for plan in plans for point in plan.points})


@lru_cache(REMEMBERED)
def plan_of(workflow: Workflow) -> Plan:
    """Return what there is to reach in *workflow*."""
    alike: Counter[tuple[str, ...]] = Counter()

    def point(aspect: Aspect, *subject: str) -> Point:
        """Return the point of a step; of several alike the later ones are numbered."""
        alike[subject] += 1
        number = (f"#{alike[subject]}",) if alike[subject] > 1 else ()
        return Point(workflow.name, workflow.version, aspect, subject + number)

    ways, falls = {}, {}
    for state in workflow.states:
        for spec, candidates in workflow.offers(state.name):
            ways[state.name, spec.name] = tuple(
                Way(
                    point(Aspect.TRANSITION, state.name, spec.name, one.dest or state.name),
                    (*one.rule.when, *_lasting(workflow, state, one)),
                    one.rule.given,
                    one.rule.by,
                )
                for one in candidates
            )
        falls[state.name] = tuple(
            Way(point(Aspect.FALL, state.name, fall.dest, " & ".join((~guard).code for guard in fall.once)), fall.once)
            for fall, _ in workflow.falls.get(state.name, ())
        )
    return Plan(workflow, FrozenMap(ways), FrozenMap(falls))


def state_point(workflow: str, version: int, state: str) -> Point:
    """Return the point that *state* is entered."""
    return Point(workflow, version, Aspect.STATE, (state,))


def refusal_point(workflow: str, version: int, code: str) -> Point:
    """Return the point that the reason *code* refuses a command."""
    return Point(workflow, version, Aspect.REFUSAL, (code,))


def side_point(workflow: str, version: int, guard: AnyGuard, *, holds: bool) -> Point:
    """Return the point that *guard* holds, or does not; a negated guard holds where the one inside does not."""
    inner: Guard = guard.inner if isinstance(guard, Not) else guard
    side = "held" if holds is (inner is guard) else "failed"
    return Point(workflow, version, Aspect.GUARD, (inner.name, inner.code, side))


def _workflows(subject: Rulebook | Workflow) -> tuple[Workflow, ...]:
    """Return the workflows that are meant by *subject*."""
    return subject.workflows if isinstance(subject, Rulebook) else (subject,)


def _lasting(workflow: Workflow, state: State, step: GuardedTransition) -> tuple[Guard, ...]:
    """Return the guard that *state* has lasted long enough, where *step* asks it."""
    return (must_have_lasted(workflow.name, state),) if step.rule.settles and state.at_least is not None else ()


def _points(plan: Plan) -> Iterator[Point]:
    """Yield everything there is to reach in *plan*, in the order of a report."""
    name, version = plan.workflow.name, plan.workflow.version
    ways = [way for several in plan.ways.values() for way in several]
    falls = [way for several in plan.falls.values() for way in several]
    yield from (state_point(name, version, state.name) for state in plan.workflow.states)
    yield from (way.point for way in (*ways, *falls))
    for guard in _guards((*ways, *falls)):
        yield side_point(name, version, guard, holds=True)
        yield side_point(name, version, guard, holds=False)
    for several in plan.ways.values():
        for guard in _refusing(several):
            yield from (refusal_point(name, version, code) for code in guard.codes)


def _guards(ways: Iterable[Way]) -> Iterator[AnyGuard]:
    """Yield the guards of *ways*."""
    for way in ways:
        yield from way.when
        yield from way.given


def _refusing(ways: tuple[Way, ...]) -> Iterator[AnyGuard]:
    """Yield the guards of *ways* that can refuse: not those that only choose, since another way asks the opposite."""
    for way in ways:
        others = [set(_guards((other,))) for other in ways if other.by == way.by]
        yield from (guard for guard in _guards((way,)) if {~guard} not in others)
