"""Few short stories that together take every step of a workflow, or show each side of every guard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import attrs

from community_policing.cases import Actor
from community_policing.errors import CommunityPolicingError
from community_policing.verification._domains import Bounds
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT, Lens, Masks
from community_policing.verification._sides import Side, admits, capacities_of, holds, sides, walked, whole
from community_policing.verification._soundness import place
from community_policing.verification._stories import Scene, Story
from community_policing.verification._synthesis import Synthesis
from community_policing.verification._verify import CASTS, MOST, Cast
from community_policing.verification._world import ACTORS, PAYLOAD
from community_policing.workflows import AnyGuard, Refused, Rulebook, Transition, Workflow
from community_policing.workflows._machine import must_have_lasted
from community_policing.workflows._standard import standard_rulebook

COVERS = ("transitions", "guards")
"""What stories can be asked to show all of."""
CLOSER = 3
"""How often the lens is widened for a step that could not be shown."""
TRIES = 20
"""How many ways to take one step are tried on the real rules, through one lens."""
FEW = 400
"""How many paths are looked at for one guard in one state."""
LONGEST = 12
"""How many scenes a story may have before another one is begun."""


@attrs.frozen
class Path:
    """
    A short story that the real rules let happen, and what it shows.

    Attributes:
        story: The story.
        shows: Each step that is taken, as a place; or the step and the guard that keeps it from being taken.
        refused: What is tried at the end and refused, where it is a refusal that is shown.

    .. versionadded:: 26.1
    """

    story: Story = attrs.field(repr=False)
    shows: tuple[str, ...]
    refused: Scene | None = attrs.field(default=None, repr=False)

    def happens(self, rules: Rulebook) -> bool:
        """Return whether the real rules let it go as it is told, and refuse what it says is refused."""
        return self.story.happens(rules) and (self.refused is None or bool(_reasons(self.refused, rules)))

    def __len__(self) -> int:
        """Return how many scenes there are, with the one that is refused."""
        return len(self.story) + (self.refused is not None)

    def __str__(self) -> str:
        """Return the scenes as numbered lines of codes, and what they show."""
        scenes = (*self.story, *(() if self.refused is None else (self.refused,)))
        lines = [f"{number}. {_told(scene, refused=scene is self.refused)}" for number, scene in enumerate(scenes, 1)]
        return "\n".join((*lines, *(f"   shows {one}" for one in self.shows)))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        refused = None if self.refused is None else self.refused.to_dict()
        return {"shows": list(self.shows), "story": self.story.to_dict(), "refused": refused}


def paths(
    workflow: Workflow,
    *,
    cover: str = "transitions",
    rules: Rulebook | None = None,
    casts: Iterable[Cast] = CASTS,
    bounds: Bounds | None = None,
    most: int = MOST,
) -> tuple[Path, ...]:
    """
    Return few short stories that together show all of *workflow*, each confirmed by the real rules.

    Args:
        workflow: The workflow.
        cover: ``"transitions"``: every transition is taken, every rule falls. ``"guards"``: every guard of a transition
            is also seen to keep it from being taken, alone where that can be.
        rules: The rulebook in which it is looked at; the standard one unless given.
        casts: The parties of the cases that are looked at; another cast only for what the first does not show.
        bounds: For each whole-number field that a guard reads, the values to try.
        most: How many paths are looked at for one command in one state.

    Returns:
        The stories, the shortest first; what no story can show is missing from them.

    Raises:
        UnboundedFieldError: A guard reads a whole number, and *bounds* does not say how far it goes.
        ValueError: *cover* is neither.

    .. versionadded:: 26.1
    """
    if cover not in COVERS:
        message = f"cover={cover!r} is none of {', '.join(COVERS)}"
        raise ValueError(message)
    book, found, shown = rules or standard_rulebook(), list[Path](), set[str]()
    for cast in casts:
        (side,) = sides((workflow,), book, cast, bounds or {}, most=most)
        for one in (*_Ways(side).paths(), *(_refusals(side) if cover == "guards" else ())):
            if not shown.issuperset(one.shows):
                shown.update(one.shows)
                found.append(one)
    return tuple(sorted(found, key=len))


def _told(scene: Scene, *, refused: bool) -> str:
    """Return one scene as codes."""
    done = "a rule falls" if scene.command is None else scene.command.__command__.name
    return f"{scene.state}: {done} is refused" if refused else f"{scene.state} → {scene.dest}: {done}"


def _reasons(scene: Scene, rules: Rulebook) -> frozenset[str]:
    """Return the codes for which *rules* refuse what *scene* tries; none where they accept it."""
    try:
        outcome = scene.outcome(rules)
    except CommunityPolicingError:
        return frozenset()
    return frozenset(one.code for one in outcome.reasons) if isinstance(outcome, Refused) else frozenset()


# --------------------------------------------------------------------------- every step is taken

Way = tuple[Edge, ...]


class _Ways:
    """Looks for a way to take each step, and joins the ways."""

    def __init__(self, side: Side) -> None:
        """Look at *side*."""
        self.side = side
        self.left: set[str] = set()

    def paths(self) -> Iterator[Path]:
        """Yield stories that take every step that can be taken, each with some that no story before it takes."""
        lens: Lens | None = Lens()
        looks = 0
        while lens is not None and looks < CLOSER:
            explorer, looks = self.side.explorer(lens), looks + 1
            self.left = self.left or {self._name(edge) for edge in explorer.graph.edges}
            ways, lens = self._found(explorer)
            yield from self._joined(explorer, ways)

    def _name(self, edge: Edge) -> str:
        """Return what tells the step of *edge* from others."""
        return place(self.side.workflow, edge.step)

    def _found(self, explorer: Explorer) -> tuple[dict[Way, Story], Lens | None]:
        """Return a way for each step that is left, as far as the rules confirm one, and a lens to find more."""
        graph, ways, wider = explorer.graph, dict[Way, Story](), None
        tried: dict[str, int] = {}
        for edge in sorted(graph.edges, key=lambda one: one.source):
            name = self._name(edge)
            if name not in self.left or tried.get(name, 0) > TRIES:
                continue
            tried[name] = tried.get(name, 0) + 1
            way = (*graph.story(edge.source), edge)
            story = self._story(explorer, way)
            if story is not None:
                ways[way] = story
                tried[name] = TRIES + 1
            elif wider is None:
                explorer.world.facts_read, explorer.world.fields_read = set(), set()
                wider = self.side.closer(explorer, edge.source, edge.masks)
        found = {self._name(way[-1]) for way in ways}
        return ways, wider if self.left - found else None

    def _joined(self, explorer: Explorer, ways: dict[Way, Story]) -> Iterator[Path]:
        """Yield stories of *ways*, the longest first, each gone on with what the others would show."""
        for way in sorted(ways, key=len, reverse=True):
            if not self.left.isdisjoint(map(self._name, way)):
                longest, story = self._gone_on(explorer, way, ways[way])
                shows = tuple(dict.fromkeys(map(self._name, longest)))
                self.left.difference_update(shows)
                yield Path(story, shows)

    def _gone_on(self, explorer: Explorer, way: Way, story: Story) -> tuple[Way, Story]:
        """Return *way* with further steps that are left, as long as the rules confirm it, and its story."""
        left = self.left.difference(map(self._name, way))
        for edge in explorer.graph.leaving(way[-1].dest):
            if self._name(edge) in left and len(way) < LONGEST:
                longer = self._story(explorer, (*way, edge))
                if longer is not None:
                    return self._gone_on(explorer, (*way, edge), longer)
        return way, story

    def _story(self, explorer: Explorer, way: Way) -> Story | None:
        """Return the story of *way*, if the real rules let it happen."""
        last = way[-1]
        return self.side.story(explorer, way, last.dest, _afterwards(last))


def _afterwards(edge: Edge) -> Masks:
    """Return what still holds after *edge*: nothing that is said of the fact that it tells anew."""
    command = edge.step.command.name if isinstance(edge.step, Transition) else ""
    return {var: mask for var, mask in edge.masks.items() if var[:2] != (FACT, command)}


# --------------------------------------------------------------------------- every guard keeps something back


def _refusals(side: Side) -> Iterator[Path]:
    """Yield for each guard of each transition a story that ends in a refusal for its reason."""
    wider: Lens | None
    for step in side.workflow.transitions:
        for guard in _guards(side.workflow, step):
            wider, looks = Lens(), 0
            while wider is not None and looks < CLOSER:
                shown, wider = _refusal(side, side.explorer(wider), step, guard)
                looks += 1
                yield from shown


def _guards(workflow: Workflow, step: Transition) -> tuple[AnyGuard, ...]:
    """Return what *step* asks for, also how long the state must have lasted that it leaves."""
    sources = workflow.expanded(step.sources) if step.settles else ()
    stays = (must_have_lasted(workflow.name, state) for state in sources if state.at_least is not None)
    return (*step.when, *step.given, *list(stays)[:1])


def _refusal(side: Side, explorer: Explorer, step: Transition, guard: AnyGuard) -> tuple[tuple[Path, ...], Lens | None]:
    """Return a story in which *guard* keeps *step* from being taken, alone if it can be; else a lens to find one."""
    wider = None
    shows = f"{place(side.workflow, step)}: {guard.name} does not hold"
    for others in (tuple(one for one in (*step.when, *step.given) if one is not guard), ()):
        for node in range(len(explorer.graph.nodes)):
            for masks, by in islice(_unmet(side, explorer, node, step, (guard, others)), TRIES):
                before = side.story(explorer, explorer.graph.story(node), node, masks)
                last = None if before is None else _tried(side, explorer, before, step, by, masks)
                if before is not None and last is not None and not _reasons(last, side.rules).isdisjoint(guard.codes):
                    return (Path(before, (shows,), last),), None
                wider = wider or side.closer(explorer, node, masks)
        if wider is not None:
            break
    return (), wider


def _unmet(
    side: Side, explorer: Explorer, node: int, step: Transition, asked: tuple[AnyGuard, tuple[AnyGuard, ...]]
) -> Iterator[tuple[Masks, Actor]]:
    """Yield the cases at *node*, and who acts, where the guard does not hold, the others do, and nothing is taken."""
    known = explorer.graph.nodes[node]
    choices = side.choices(explorer, known.state, step.command.name)
    if not any(one is step for one in choices):
        return
    guard, others = asked
    explorer.put_in_order(choices)
    explorer.world.facts_read, explorer.world.fields_read = set(), set()
    _, by, held = next(one for one in capacities_of(explorer, choices) if admits(side.domains, step, one[0], one[1]))

    def end() -> tuple[bool, int]:
        attempt = explorer.attempt(known, step.command, choices)
        unmet = not holds(guard, attempt) and all(holds(one, attempt) for one in (*others, *explorer.standing))
        taken = explorer.taken(step.command, choices, attempt)[0] if unmet else step
        return taken is None and explorer.falling(known, attempt)[0] is None, whole(explorer.world)

    for found in islice(walked(explorer, known, held, end), FEW):
        if found:
            yield dict(explorer.world.masks), by


def _tried(side: Side, explorer: Explorer, before: Story, step: Transition, by: Actor, masks: Masks) -> Scene:  # noqa: PLR0917
    """Return the scene in which the command of *step* is tried where *before* ends."""
    synthesis, scheme = Synthesis(explorer.graph, side.domains), side.rules.scheme("roles")
    learnt = synthesis.plain_yes(("actor", "competent"), masks)
    actor = attrs.evolve(
        by,
        id=synthesis.plain(("actor", "id"), ACTORS, masks),
        unit="unit-1" if synthesis.plain_yes(("actor", "unit"), masks) else None,
        competencies=tuple(one.id for one in side.rules.scheme("competencies")) if learnt else (),
    )
    relative = (role for role in step.by if "relative-assignment" in scheme[role].flags)
    held = () if actor.roles or actor.speaks_for else tuple((role, actor.id) for role in relative)
    head = attrs.evolve(before.end, holders=(*before.end.holders, *held[:1]))
    state = next(track.state for track in head.tracks if track.id == before.track)
    command = synthesis.command(step.command, (PAYLOAD, step.command.name), masks)
    return Scene(head, before.track, actor, command, state, state)
