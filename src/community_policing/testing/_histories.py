"""Histories that are valid by construction: walks through everything a workflow can do, told on the real rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, cast

import attrs
from hypothesis import strategies as st

from community_policing.cases import Case, Event
from community_policing.testing._looked import rules_with
from community_policing.testing._moves import now_of
from community_policing.testing._retold import retold
from community_policing.testing._steps import drawing, one_of_these
from community_policing.testing._story import Story
from community_policing.testing._walks import LONGEST as MOST_STEPS
from community_policing.testing._walks import Target, Walk, Walks
from community_policing.verification import CASTS, Scene
from community_policing.verification import Story as Told
from community_policing.verification._verify import Cast
from community_policing.workflows import Rulebook, Situation, Where, Workflow, spec_of
from community_policing.workflows._situation import View
from community_policing.workflows._standard import standard_rulebook


@attrs.frozen(repr=False)
class History:
    """
    Steps that a track can take, one after the other, and what the rules made of them.

    Attributes:
        rules: What was in force.
        steps: The steps; each has the case as it is found (``head``), who acts (``by``), the ``command`` (`None` where
            a rule falls), and the states before (``state``) and after (``dest``).
        events: What happened. Where there is a ``story`` all of it, from the first event of the case on; otherwise
            what each step brought about.
        case: The case in the end.
        story: The steps as moves on one case, which was begun and brought to each step by commands alone; `None`
            where the world around the track has to change in some other way.

    .. versionadded:: 26.1
    """

    rules: Rulebook
    steps: tuple[Scene, ...]
    events: tuple[Event, ...]
    case: Case
    story: Story | None = None

    def __iter__(self) -> Iterator[Scene]:
        """Yield the steps."""
        return iter(self.steps)

    def __len__(self) -> int:
        """Return how many steps there are."""
        return len(self.steps)

    def __str__(self) -> str:
        """Return a numbered line for each step."""
        return "\n".join(f"{number}. {_line(step)}" for number, step in enumerate(self.steps, 1))

    def __repr__(self) -> str:
        """Return the states that the track comes through."""
        return f"<History {' → '.join((self.steps[0].state, *(step.dest for step in self.steps)))}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  Hypothesis asks it so
        """Print its lines; Hypothesis would print the whole rulebook."""
        del cycle
        printer.text(f"{self!r}\n{self}")


def histories(
    workflow: Workflow,
    *,
    rules: Rulebook | None = None,
    cover: Literal["cases", "transitions"] = "cases",
    until: Where | None = None,
    casts: Iterable[Cast] = CASTS,
    bounds: Mapping[str, Iterable[int]] | None = None,
) -> st.SearchStrategy[History]:
    """
    Return histories of *workflow*, each valid: the real rules took every step of it. They shrink to short ones.

    Nothing is drawn in vain. What the workflow can do is explored once, here; a history is a walk through it on which
    everything was told that a step rests on, with the plainest values that its guards leave. A step to which no such
    walk was planned is left out; `coverage_of` shows what that is.

    Args:
        workflow: The workflow.
        rules: The rulebook in which it runs; the standard one, with it, unless told.
        cover: ``"cases"`` for walks of any length that branch off anywhere; ``"transitions"`` for few walks that
            together take every step, each drawn once before any is drawn again.
        until: Where every history ends; all end at the first step after which it covers the case.
        casts: The parties of the cases; for the transitions, the later ones only where the first leave something out.
        bounds: For each whole-number field that a guard reads, the values to try.

    Raises:
        ValueError: No history was found, or none that ends at *until*.

    .. versionadded:: 26.1
    """
    known = rules_with(workflow, rules or standard_rulebook())
    tried = {name: tuple(some) for name, some in (bounds or {}).items()}
    each = (Walks(workflow, known, people, tried) for people in casts)
    found = tuple(_places(each, at_once=cover == "transitions"))
    if until is not None:
        found = tuple(_ended(found, until))
    if not found:
        message = f"no history of {workflow.name!r} was found{'' if until is None else f' that ends at {until!r}'}"
        raise ValueError(message)
    ordered = tuple(sorted(found, key=lambda place: len(place.walk)))
    if cover == "transitions" or until is not None:
        return one_of_these(ordered).map(attrgetter("history"))
    return drawing(lambda draw: _wandering(draw, ordered))


# --------------------------------------------------------------------------- private


@attrs.frozen(eq=False, slots=False, repr=False)
class _Place:
    """The end of a walk through a graph."""

    walks: Walks
    walk: Walk

    @cached_property
    def told(self) -> Told | None:
        """The walk as a story, if the real rules let it happen."""
        return self.walks.story(self.walk)

    @cached_property
    def history(self) -> History:
        """The history of the walk, which the real rules let happen."""
        told = cast("Told", self.told)
        rules, scenes = self.walks.rules, told.scenes
        story = retold(rules, self.walks.workflow, told)
        if story is not None and story.case is not None:
            return History(rules, scenes, story.events, story.case, story)
        outcomes = [(scene, scene.outcome(rules).expect()) for scene in scenes]
        # Where a rule falls, the first event only says where the track stood.
        events = (event for scene, one in outcomes for event in one.events[scene.command is None :])
        return History(rules, scenes, tuple(events), outcomes[-1][1].case)

    @cached_property
    def further(self) -> tuple[_Place, ...]:
        """The walks that are one step longer, as far as the real rules let them happen."""
        every = (attrs.evolve(self, walk=walk) for walk in self.walks.further(self.walk))
        return tuple(one for one in every if one.told is not None)

    @cached_property
    def beginnings(self) -> tuple[_Place, ...]:
        """The walks that it begins with, the shortest first, and itself."""
        every = (attrs.evolve(self, walk=self.walk[:length]) for length in range(1, len(self.walk)))
        return (*(one for one in every if one.told is not None), self)

    def __repr__(self) -> str:
        """Return how long it is; Hypothesis prints what it chooses from."""
        return f"<walk of {len(self.walk)} steps>"


def _places(each: Iterable[Walks], *, at_once: bool) -> Iterator[_Place]:
    """Yield the ends of walks; *at_once*, what one cast shows is not shown again by the next."""
    seen: set[Target] = set()
    for walks in each:
        yield from (_Place(walks, walk) for walk in walks.covering(seen if at_once else set()))


def _ended(places: Iterable[_Place], until: Where) -> Iterator[_Place]:
    """Yield the beginnings of *places* that end where *until* first covers the case."""
    for place in places:
        ended = next((one for one in place.beginnings if _covers(one.history, until)), None)
        if ended is not None:
            yield ended


def _covers(history: History, until: Where) -> bool:
    """Return whether *until* covers the case at the end of *history*."""
    case, last = history.case, history.steps[-1]
    return until.covers(Situation(View(history.rules, case, now_of(case)), case.track(last.track), last.by))


def _wandering(draw: st.DrawFn, places: tuple[_Place, ...]) -> History:
    """Return the history of a walk that follows one of *places* for a while, and then goes its own way."""
    whole = draw(one_of_these(places))
    place = draw(one_of_these(whole.beginnings))
    while len(place.walk) < MOST_STEPS and draw(st.booleans()) and place.further:
        place = draw(one_of_these(place.further))
    history: History = place.history
    return history


def _line(step: Scene) -> str:
    """Return what is done in *step*, and where it leads."""
    done = "a rule falls" if step.command is None else f"{spec_of(type(step.command)).name} by {step.by.id}"
    return f"{step.state} → {step.dest}: {done}"
