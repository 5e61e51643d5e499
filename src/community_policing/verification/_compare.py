"""What tells two versions of a workflow apart: the shortest history that one lets happen and the other does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from community_policing.errors import UnboundedFieldError
from community_policing.verification._around import SupposedActor
from community_policing.verification._domains import Bounds
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT, Lens, Masks, TooCoarseError
from community_policing.verification._otherwise import alike, changed, otherwise, sense, traits
from community_policing.verification._sides import Side, admits, capacities_of, sides, walked, whole
from community_policing.verification._stories import Scene, Story
from community_policing.verification._supposed import Supposed
from community_policing.verification._verify import CASTS, MOST, Cast
from community_policing.workflows import Fall, Rulebook, State, Transition, When, Workflow
from community_policing.workflows._lapse import Lapse
from community_policing.workflows._standard import standard_rulebook

CLOSER = 6
"""How often the lens is widened before a difference that could not be replayed is left open."""
FEW = 2000
"""How many paths are looked at for one command by one role in one state."""
TRIES = 12
"""How many such paths are asked of the real rules before it is looked at more closely."""

DIFFERENCES = ("refused", "raises", "led-elsewhere", "other-consequences", "other-state")
"""What the other version does where the one lets a history happen."""


@attrs.frozen
class Difference:
    """
    A history that happens under one version and goes otherwise under the other.

    Attributes:
        code: What the other does: one of `DIFFERENCES`.
        story: The history, as short as there is; it ends with what goes otherwise.
        state: Where the last step is taken.
        command: The command of the last step; empty where a rule falls, or a state is another one.
        dest: Where the one version leads.
        instead: What the other version does: where it leads, or the codes of its reasons.

    .. versionadded:: 26.1
    """

    code: str
    story: Story = attrs.field(repr=False)
    state: str
    command: str
    dest: str
    instead: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the history as numbered lines of codes, and what the other does."""
        lines = [
            f"  {number}. {scene.state} → {scene.dest}: {_done(scene)}" for number, scene in enumerate(self.story, 1)
        ]
        return "\n".join((*lines, f"  in the other: {' '.join((self.code, *self.instead))}"))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "code": self.code,
            "state": self.state,
            "command": self.command,
            "dest": self.dest,
            "instead": list(self.instead),
            "story": self.story.to_dict(),
        }


@attrs.frozen
class Comparison:
    """
    How two versions of a workflow differ in what they let happen.

    Attributes:
        workflow: The name of the workflow.
        versions: The number of the old version and that of the new one.
        gained: The shortest history that the new version lets happen and the old one does not; `None` when none is.
        lost: The shortest history that the old version lets happen and the new one does not; `None` when none is.
        left_open: Why not everything could be compared.

    .. versionadded:: 26.1
    """

    workflow: str
    versions: tuple[int, int]
    gained: Difference | None = None
    lost: Difference | None = None
    left_open: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything tells the two apart."""
        return self.gained is not None or self.lost is not None

    @property
    def same(self) -> bool:
        """Whether nothing tells the two apart, and everything was looked at."""
        return not self.differs and not self.left_open

    def __str__(self) -> str:
        """Return both histories as numbered lines of codes."""
        old, new = self.versions
        lines = [f"{self.workflow}: version {old} and version {new}"]
        for title, found in (("the new version", self.gained), ("the old version", self.lost)):
            lines += [f"only {title} allows:", "  nothing" if found is None else str(found)]
        return "\n".join((*lines, *(f"left open: {why}" for why in self.left_open)))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "workflow": self.workflow,
            "versions": list(self.versions),
            "same": self.same,
            "gained": None if self.gained is None else self.gained.to_dict(),
            "lost": None if self.lost is None else self.lost.to_dict(),
            "left_open": list(self.left_open),
        }


def compare(
    old: Workflow,
    new: Workflow,
    *,
    rules: Rulebook | None = None,
    casts: Iterable[Cast] = CASTS,
    bounds: Bounds | None = None,
    most: int = MOST,
) -> Comparison:
    """
    Return the shortest histories that tell *old* and *new* apart, one each way.

    Both are walked through together: where a command, a rule of falling or a state is defined otherwise, a case is
    looked for in which that makes a difference, and both versions are asked about it on the real rules.

    Args:
        old: One version of a workflow.
        new: Another version of the same workflow; the numbers may be equal.
        rules: The rulebook in which they are looked at; the standard one unless given.
        casts: The parties of the cases that are looked at, cast by cast.
        bounds: For each whole-number field that a guard reads, the values to try.
        most: How many paths are looked at for one command in one state.

    Returns:
        What each lets happen that the other does not: refused there, led elsewhere, or with other consequences.

    Raises:
        ValueError: They are not versions of one workflow.

    .. versionadded:: 26.1
    """
    if old.name != new.name:
        message = f"{old.name!r} and {new.name!r} are not versions of one workflow"
        raise ValueError(message)
    book, left_open = rules or standard_rulebook(), list[str]()
    gained: list[Difference] = []
    lost: list[Difference] = []
    for cast in casts:
        before, after = sides((old, new), book, cast, bounds or {}, most=most)
        for one, other, found in ((after, before, gained), (before, after, lost)):
            difference, why = difference_between(one, other)
            if difference is not None:
                found.append(difference)
            left_open += why
    return Comparison(
        old.name, (old.version, new.version), _shortest(gained), _shortest(lost), tuple(dict.fromkeys(left_open))
    )


def _shortest(found: list[Difference]) -> Difference | None:
    """Return the shortest of *found*, the first of several."""
    return min(found, key=lambda one: len(one.story), default=None)


def _done(scene: Scene) -> str:
    """Return the name of what is done in *scene*."""
    return "a rule falls" if scene.command is None else str(scene.command.__command__.name)


def difference_between(one: Side, other: Side, *, looks: int = CLOSER) -> tuple[Difference | None, tuple[str, ...]]:
    """Return the shortest history that *one* lets happen and *other* does not, and what was left open."""
    search = _Together(one, other, Lens())
    best = search.found()
    for _ in range(looks - 1):
        if search.closer is None or (best is not None and len(best.story) <= search.missed):
            break
        search = _Together(one, other, search.closer)
        best = _shortest([found for found in (best, search.found()) if found is not None])
    if best is None and search.missed:
        return None, (*search.left_open, f"a difference at {search.missed_at} could not be replayed")
    return best, search.left_open


# --------------------------------------------------------------------------- walking through both


class _Together:
    """
    A walk through one version, in which the other is asked about the same.

    Attributes:
        closer: A lens that tells apart what a difference rested on that could not be replayed, if there is one.
        missed: How long the shortest such difference is.
        missed_at: Where it is.
        left_open: Why not everything could be looked at.
    """

    def __init__(self, one: Side, other: Side, lens: Lens) -> None:
        """Walk through *one* as far as *lens* tells cases apart."""
        self.one = one
        self.other = other
        self.explorer: Explorer = one.explorer(lens)
        self.world = self.explorer.world
        self.beside = other.beside(self.world)
        self.closer: Lens | None = None
        self.missed = 0
        self.missed_at = ""
        self.left_open: tuple[str, ...] = (self.explorer.graph.cut,) if self.explorer.graph.cut else ()

    def found(self) -> Difference | None:
        """Return the shortest difference that the real rules confirm."""
        try:
            return next((one for place in range(len(self.explorer.graph.nodes)) for one in self._at(place)), None)
        except TooCoarseError:
            self.closer, self.missed, self.missed_at = self.explorer.lens.wider(), 1, self.explorer.workflow.name
        except UnboundedFieldError as error:
            self.left_open = (*self.left_open, str(error))
        return None

    def _at(self, place: int) -> Iterator[Difference]:
        """Yield the differences at the node at *place*."""
        state = self.explorer.workflow.state(self.explorer.graph.nodes[place].state)
        yield from self._of_state(place, state)
        if not alike(self.one.falls(state.name), self.other.falls(state.name)):
            yield from self._walk(place, {}, lambda: self._fall(place))
        for spec, mine in self.explorer.offers(state.name):
            theirs = self.other.choices(self.beside, state.name, spec.name)
            if alike(mine, theirs) and self._lasts_alike(state, lapses=spec.cls is Lapse):
                continue
            self.explorer.put_in_order(mine)
            self.beside.put_in_order(theirs)
            for role, capacity, held in capacities_of(self.explorer, mine):
                domains = self.explorer.domains
                ours = tuple(step for step in mine if admits(domains, step, role, capacity))
                yours = tuple(step for step in theirs if admits(domains, step, role, capacity))
                step = lambda: self._step(place, mine, ours, yours, role)  # noqa: B023, E731
                yield from self._walk(place, held, step)

    def _lasts_alike(self, state: State, *, lapses: bool) -> bool:
        """Return whether *state* must last as long in the other version; where it *lapses*, whether it may."""
        theirs = self.other.workflow.state(state.name)
        return theirs.at_least == state.at_least and (theirs.within == state.within or not lapses)

    # ----------------------------------------------------------------- one path

    def _walk(self, place: int, held: Masks, end: Callable[[], tuple[Edge | None, int]]) -> Iterator[Difference]:
        """Yield the differences that *end* finds at *place* and the real rules confirm."""
        known = self.explorer.graph.nodes[place]
        self.world.facts_read, self.world.fields_read = set(), set()
        misses = 0
        for tried, edge in enumerate(walked(self.explorer, known, held, end)):
            if edge is not None:
                found = self._confirmed(place, edge)
                if found is not None:
                    yield found
                misses += 1
            if misses > TRIES or tried > FEW:
                if not self.missed:
                    self.left_open = (*self.left_open, f"more paths at {known.state} than were looked at")
                return

    def _step(
        self,
        place: int,
        every: tuple[Transition, ...],
        mine: tuple[Transition, ...],
        theirs: tuple[Transition, ...],
        role: str,
    ) -> tuple[Edge | None, int]:
        """Take the command that *mine* take; answer with the step where *theirs* do not take it alike."""
        spec = every[0].command
        known = self.explorer.graph.nodes[place]
        attempt = self.explorer.attempt(known, spec, every)
        taken, blame = self.explorer.taken(spec, mine, attempt)
        if taken is None:
            return None, blame
        fall, _ = self.explorer.falling(known, attempt)
        if fall is not None:  # no case is left where a rule falls
            return None, whole(self.world)
        other, _ = self.beside.taken(spec, theirs, attempt) if theirs else (None, 0)
        if other is not None and sense(taken) == sense(other) and taken.command.cls is not Lapse:
            return None, whole(self.world)
        self._look_at_consequences(taken, attempt)
        step = attrs.evolve(taken, by=(role,))
        return self._edge(place, step), whole(self.world)

    def _fall(self, place: int) -> tuple[Edge | None, int]:
        """Let fall what falls; answer with the rule where the other version does not fall alike."""
        known = self.explorer.graph.nodes[place]
        here = self.explorer.situation(known, SupposedActor(self.world, self.explorer.capacities(())))
        fall, _ = self.explorer.falling(known, here)
        other, _ = self.beside.falling(known, here)
        if fall is None or (other is not None and sense(fall) == sense(other)):
            return None, whole(self.world)
        return self._edge(place, fall), whole(self.world)

    def _edge(self, place: int, step: Transition | Fall) -> Edge | None:
        """Return *step* from the node at *place* to any node where it leads; `None` when none was reached."""
        nodes = self.explorer.graph.nodes
        dest = step.dest or nodes[place].state
        found = next((number for number, known in enumerate(nodes) if known.state == dest), None)
        return None if found is None else Edge(place, found, step, dict(self.world.masks))

    def _look_at_consequences(self, step: Transition, attempt: Supposed) -> None:
        """Ask what decides which tracks *step* opens, so that every way is looked at."""
        for opening in step.opens:
            if isinstance(opening, str):
                attempt.is_live(opening.partition("@")[0])
            elif isinstance(opening, When):
                opening.guard.holds(attempt)
            else:
                for target in opening.chosen(attempt.command):
                    attempt.is_live(str(target).partition("@")[0])

    # ----------------------------------------------------------------- the real rules

    def _confirmed(self, place: int, edge: Edge) -> Difference | None:
        """Return what the real rules of both versions make of *edge*, where it goes otherwise under the other."""
        edges = (*self.explorer.graph.story(place), edge)
        command = edge.step.command.name if isinstance(edge.step, Transition) else ""
        end = {var: mask for var, mask in edge.masks.items() if var[:2] != (FACT, command)}
        story = self.one.story(self.explorer, edges, edge.dest, end)
        if story is None:
            self._miss(place, len(edges), edge.masks)
            return None
        code, instead = otherwise(story, self.one.rules, self.other.rules)
        last = story.scenes[-1]
        return Difference(code, story, last.state, command, last.dest, instead) if code else None

    def _miss(self, place: int, length: int, masks: Masks) -> None:
        """Remember a difference that could not be replayed, the shortest of them."""
        if not self.missed:
            self.missed, self.missed_at = length, self.explorer.graph.nodes[place].state
        self.closer = self.closer or self.one.closer(self.explorer, place, masks)

    def _of_state(self, place: int, state: State) -> Iterator[Difference]:
        """Yield that *state* itself is another one in the other version: when it is over, how a track comes there."""
        theirs = self.other.workflow.state(state.name) if self.other.has(state.name) else None
        if theirs is not None and traits(state) == traits(theirs):
            return
        masks, way = dict(self.explorer.graph.nodes[place].masks), self.explorer.graph.story(place)
        story = self.one.story(self.explorer, way, place, masks)
        if story is None:
            self._miss(place, len(way), masks)
        else:
            yield Difference("other-state", story, state.name, "", state.name, changed(state, theirs))
