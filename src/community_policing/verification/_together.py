"""
All tracks of a case together: where each stands, and what one opens, ends or lets fall in another.

What the tracks were told is left free here; where they stand is not. So it is an over-approximation: a safeguard that
holds over every such case holds; one that does not is left undecided, for the facts might exclude the case.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import combinations

import attrs

from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._lens import Known, Lens, Masks
from community_policing.verification._proof import Search
from community_policing.workflows import ByField, Fall, Never, Rulebook, State, When, Workflow
from community_policing.workflows._state import Opening

Places = tuple[int, ...]
"""For each workflow the place of its track among `Domains.tracks`."""

MOST = 60_000
"""How many cases are told apart before it is too many."""


@attrs.frozen(eq=False)
class Move:
    """
    A step of one track, as far as it touches where tracks stand.

    Attributes:
        dest: The state it leads to.
        asks: For each other workflow that the step asks about, the places it may stand in.
        ends: What it ends.
        opens: Each choice of what it may open.
        falls: Whether it is a rule of falling.
    """

    dest: str
    asks: tuple[tuple[int, int], ...]
    ends: tuple[str, ...]
    opens: tuple[tuple[str, ...], ...]
    falls: bool


class Together:
    """Walks the tracks of every workflow of a rulebook side by side."""

    def __init__(self, domains: Domains, *, most: int) -> None:
        """Explore each workflow coarsely, telling apart where the others stand."""
        self.domains = domains
        self.rules: Rulebook = domains.rules
        self.workflows: tuple[Workflow, ...] = tuple(self.rules.index.latest.values())
        self.names = tuple(one.name for one in self.workflows)
        self.explorers = [self._explored(one, most) for one in self.workflows]
        self.moves = [self._moves_of(explorer) for explorer in self.explorers]
        self.cut = next((one.graph.cut for one in self.explorers if one.graph.cut), "")
        self._settles: dict[tuple[int, str, tuple[tuple[int, int], ...]], bool] = {}
        self._asks: dict[tuple[int, str], tuple[int, ...]] = {}
        self.seen: set[Places] = set()

    def _explored(self, workflow: Workflow, most: int) -> Explorer:
        """Return *workflow* explored from each of its states."""
        begin = tuple(Known(state.name) for state in workflow.states)
        explorer = Explorer(workflow, self.domains, Lens(others=True), most=most, looks=False, begin=begin)
        explorer.explored()
        return explorer

    # ----------------------------------------------------------------- moves

    def _moves_of(self, explorer: Explorer) -> dict[str, tuple[Move, ...]]:
        """Return for each state the moves of a track that stands there."""
        found: dict[str, dict[Move, None]] = {}
        for edge in explorer.graph.edges:
            source, dest = explorer.graph.nodes[edge.source].state, explorer.graph.nodes[edge.dest].state
            opens = tuple(self._choices(edge.step.opens))
            if source != dest or opens != ((),) or edge.step.ends:
                asks = self._asked(edge.masks)
                move = Move(dest, asks, edge.step.ends, opens, isinstance(edge.step, Fall))
                found.setdefault(source, {})[move] = None
        return {state: tuple(moves) for state, moves in found.items()}

    def _asked(self, masks: Masks) -> tuple[tuple[int, int], ...]:
        """Return what *masks* ask of where other tracks stand."""
        return tuple(
            sorted((self.names.index(var[1]), mask) for var, mask in masks.items() if self._is_track(var, mask))
        )

    def _is_track(self, var: tuple[object, ...], mask: int) -> bool:
        """Return whether *var* says where a track of some workflow stands, and is narrowed."""
        return var[0] == "track" and var[1] in self.names and mask != self.domains.tracks(str(var[1])).full

    def _choices(self, openings: tuple[Opening, ...]) -> Iterator[tuple[str, ...]]:
        """Yield each set of tracks that *openings* may open."""
        sure = tuple(one for one in openings if isinstance(one, str))
        maybe: list[str] = [one.target for one in openings if isinstance(one, When)]
        for one in openings:
            if isinstance(one, ByField):
                maybe += one.targets() or [name for name in self.names if name not in {"record", "intake", "closure"}]
        for size in range(len(maybe) + 1):
            for some in combinations(dict.fromkeys(maybe), size):
                yield sure + some

    # ----------------------------------------------------------------- walking

    def walk(self) -> None:
        """Find every way the tracks of a case may stand side by side."""
        start = tuple(
            self._place(one, one.initial.name) if one.name == "record" else self._none(one) for one in self.workflows
        )
        queue, self.seen = deque([start]), {start}
        while queue:
            places = queue.popleft()
            for after in self._after(places):
                if after not in self.seen:
                    self.seen.add(after)
                    queue.append(after)
            if len(self.seen) > MOST:
                self.cut = f"more than {MOST} ways in which tracks stand side by side"
                return

    def _after(self, places: Places) -> Iterator[Places]:
        """Yield how the tracks may stand after one step or one fall."""
        settles = self.settles(places)
        for number, moves in enumerate(self.moves):
            standing = self._standing(number, places)
            if standing is None or not self._moves_on(number, standing):
                continue
            for move in moves.get(standing[0], ()):
                if (move.falls or settles) and all(mask >> places[other] & 1 for other, mask in move.asks):
                    for opened in move.opens:
                        yield self._moved(places, number, move, opened)

    def _moves_on(self, number: int, standing: tuple[str, bool]) -> bool:
        """Return whether a track that stands there was not ended."""
        return standing[1] or not self.workflows[number].is_live(standing[0])

    def _moved(self, places: Places, number: int, move: Move, opened: tuple[str, ...]) -> Places:
        """Return how the tracks stand after *move* of the workflow *number*."""
        after = list(places)
        after[number] = self._place(self.workflows[number], move.dest)
        ended = set()
        for name, _, state in (target.partition("@") for target in move.ends):
            other = self.names.index(name)
            standing = self._standing(other, tuple(after))
            if standing is not None and not self._is_over(other, standing):
                after[other] = self._place(self.workflows[other], state or standing[0], ended=True)
                ended.add(other)
        for name, _, state in (target.partition("@") for target in opened):
            other = self.names.index(name)
            standing = self._standing(other, tuple(after))
            if standing is None or other in ended or not standing[1]:
                after[other] = self._place(self.workflows[other], state or self.workflows[other].initial.name)
        return tuple(after)

    def settles(self, places: Places) -> bool:
        """Return whether there are circumstances in which no rule falls anywhere."""
        return all(
            self._settles_at(number, standing[0], places)
            for number in range(len(self.workflows))
            if (standing := self._standing(number, places)) is not None and self._moves_on(number, standing)
        )

    def _settles_at(self, number: int, state: str, places: Places) -> bool:
        """Return whether no rule need fall on the track of the workflow *number*."""
        if not self.workflows[number].falls.get(state):
            return True
        key = (number, state, tuple((other, places[other]) for other in self._asked_by_falls(number, state)))
        found = self._settles.get(key)
        if found is None:
            search = self._search(number, places)
            found = self._settles[key] = search.settles(self._node(number, state))
        return found

    def _asked_by_falls(self, number: int, state: str) -> tuple[int, ...]:
        """Return the workflows about whose tracks the rules of falling of *state* may ask."""
        found = self._asks.get((number, state))
        if found is None:
            asked = {
                other
                for edge in self.explorers[number].graph.edges
                if isinstance(edge.step, Fall)
                for other, _ in self._asked(edge.masks)
            }
            found = self._asks[number, state] = tuple(sorted(asked))
        return found

    # ----------------------------------------------------------------- safeguards

    def doubt(self, workflow: str, safeguard: Never) -> str:
        """Return where *safeguard* may not hold, as far as where tracks stand decides; empty where it always holds."""
        places = self.breaks(workflow, safeguard)
        return "" if places is None else f"only facts could exclude {self.told(places)}"

    def breaks(self, workflow: str, safeguard: Never) -> Places | None:
        """Return how tracks stand where *safeguard* does not hold, as far as that alone decides."""
        number = self.names.index(workflow)
        for places in sorted(self.seen):
            standing = self._standing(number, places)
            if standing is None or not self._moves_on(number, standing) or not self.settles(places):
                continue
            if self._search(number, places).covering(self._node(number, standing[0]), safeguard.where) is not None:
                return places
        return None

    def told(self, places: Places) -> str:
        """Return how the tracks stand, in codes."""
        standing = ((name, self._standing(number, places)) for number, name in enumerate(self.names))
        return ", ".join(f"{name}/{one[0]}{'' if one[1] else ' (over)'}" for name, one in standing if one is not None)

    # ----------------------------------------------------------------- places

    def _search(self, number: int, places: Places) -> Search:
        """Return a search of the workflow *number* in which the other tracks stand at *places*."""
        explorer = self.explorers[number]
        explorer.held = {("track", name): 1 << place for name, place in zip(self.names, places, strict=True)}
        return Search(explorer)

    def _node(self, number: int, state: str) -> int:
        """Return the node of *state*."""
        nodes = self.explorers[number].graph.nodes
        return next(place for place, known in enumerate(nodes) if known.state == state)

    def _standing(self, number: int, places: Places) -> tuple[str, bool] | None:
        """Return the state of the track of the workflow *number*, and whether it is live."""
        found: tuple[str, bool] | None = self.domains.tracks(self.names[number]).values[places[number]]
        return found

    def _is_over(self, number: int, standing: tuple[str, bool]) -> bool:
        """Return whether a track that stands there refuses everything."""
        state: State = self.workflows[number].state(standing[0])
        return state.final or (state.live and not standing[1])

    def _place(self, workflow: Workflow, state: str, *, ended: bool = False) -> int:
        """Return the place of a track in *state*."""
        live = workflow.is_live(state) and not ended
        return self.domains.tracks(workflow.name).values.index((state, live))

    def _none(self, workflow: Workflow) -> int:
        """Return the place of a track that was never opened."""
        return self.domains.tracks(workflow.name).values.index(None)
