"""A way on which everything is told that its end rests on: planned, walked, and planned anew with what was missing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from functools import partial

import attrs

from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT, Masks, Place
from community_policing.verification._mentions import marks_of
from community_policing.verification._needs import NO, UNASSESSED, YES
from community_policing.verification._proof import Search
from community_policing.verification._suspicion import Suspicion
from community_policing.verification._world import BY, COUNT, COUNTS, PAYLOAD, RISK, THERE, as_actor, as_teller
from community_policing.workflows import Consequence, Marks, Transition, Unmarks

MOST_TIMES = 80
"""How often a way is planned anew with what the last one lacked."""
MOST_STANDS = 20_000
"""Through how many stands one route is looked for."""

Asking = tuple[str, int]
"""A step as it is asked for: the state it leaves, and the transition or rule by identity."""
Stand = tuple[str, tuple[Place, ...]]
"""Where a route has come to: the state, and what was told of what is wished for, in the order of its last telling."""

END: Asking = ("", 0)
"""The end of a way, where others have a step."""


class LostError(Exception):
    """No way was found; it never leaves the planner."""


@attrs.define
class Wishes:
    """
    What was learned of the steps on the way to one end.

    Attributes:
        told: By step, what must be on record for it to be taken.
        untold: By step, what must not be.
        order: By step, pairs of which the first must have been told after the second, if both were.
        closed: Steps that cannot be taken.
        values: What must be told at each place, as masks by field.
    """

    told: dict[Asking, set[Place]] = attrs.Factory(dict)
    untold: dict[Asking, set[Place]] = attrs.Factory(dict)
    order: dict[Asking, set[tuple[Place, Place]]] = attrs.Factory(dict)
    closed: set[Asking] = attrs.Factory(set)
    values: dict[Place, Masks] = attrs.Factory(dict)

    @property
    def places(self) -> frozenset[Place]:
        """Every place whose telling matters."""
        ordered = {place for pairs in self.order.values() for pair in pairs for place in pair}
        return frozenset(ordered.union(*self.told.values(), *self.untold.values()))

    def allow(self, step: Asking, told: tuple[Place, ...]) -> bool:
        """Return whether *step* may be taken where *told* was told, in this order."""
        if step in self.closed or not self.told.get(step, set()) <= set(told):
            return False
        both = (pair for pair in self.order.get(step, ()) if pair[0] in told and pair[1] in told)
        in_order = all(told.index(late) > told.index(early) for late, early in both)
        return in_order and self.untold.get(step, set()).isdisjoint(told)

    def add(self, step: Asking, masks: Masks, record: Masks) -> None:
        """
        Wish that at *step* what *masks* suppose is on record, as far as it is not so on *record*.

        Raises:
            LostError: something else was wished for before.

        """
        for var, mask in masks.items():
            if var[0] == "later" and not record.get(var, 0) & mask:
                pair = (var[1], var[2]) if mask == 1 else (var[2], var[1])
                self.order.setdefault(step, set()).add(pair)
            if var[0] == FACT and not record.get(var, 0) & mask:
                if var[3:] == (THERE,):
                    (self.told if mask == YES else self.untold).setdefault(step, set()).add(var[1:3])
                else:
                    self._narrow(var[1:3], {var[3:]: mask})

    def _narrow(self, place: Place, masks: Masks) -> None:
        """Wish that what is told at *place* is as *masks* say."""
        wished = self.values.setdefault(place, {})
        for path, mask in masks.items():
            wished[path] = wished.get(path, mask) & mask
            if not wished[path]:
                raise LostError


class Planner:
    """Plans ways through a graph in which nothing is told apart but states, and of whom a command speaks."""

    def __init__(self, explorer: Explorer) -> None:
        """Plan in what *explorer* explored."""
        self.graph = explorer.graph
        self.explorer = explorer
        self.own_marks = explorer.domains.own_marks(explorer.workflow.name)
        self._search = Search(explorer)
        self._prefix = f"{explorer.workflow.name}."
        specs = (spec for spec in explorer.workflow.commands if self.is_own(spec.name))
        self.places = {(spec.name, key) for spec in specs for key in explorer.domains.keys(spec)}
        self._leaving: dict[str, list[Edge]] = {}
        for edge in self.graph.edges:
            self._leaving.setdefault(self.graph.nodes[edge.source].state, []).append(edge)
        self._found: dict[Hashable, Masks | None] = {}

    def is_own(self, command: str) -> bool:
        """Return whether *command* is one of the workflow's own."""
        return command.startswith(self._prefix)

    def asking(self, edge: Edge) -> Asking:
        """Return the step of *edge* as it is asked for."""
        return self.graph.nodes[edge.source].state, id(edge.step)

    def way(self, state: str, masks: Masks, *, last: Edge | None = None) -> tuple[Edge, ...] | None:
        """
        Return a way to *state* on which everything is told that *masks* suppose; `None` where none was found.

        Args:
            state: Where it leads.
            masks: What is supposed there.
            last: A step that is taken there and ends the way.

        """
        wishes = Wishes()
        try:
            wishes.add(END, self.told(masks), {})
            for _ in range(MOST_TIMES):
                walk = Walk(self, wishes, unassessed=masks.get(RISK) == UNASSESSED)
                if walk.along(self._route(state, last, wishes)):
                    return tuple(walk.edges)
        except LostError:
            pass
        return None

    def way_where(
        self, state: str, ends: Callable[[Search, int], Suspicion | None], *, unassessed: bool = False
    ) -> tuple[tuple[Edge, ...], Suspicion] | None:
        """
        Return a way to *state* and what is found there, where something is; `None` where none was found.

        Args:
            state: Where it leads.
            ends: What looks at the end, where everything is on record that was told on the way.
            unassessed: Whether the risk is not assessed all the while.

        """
        wishes, node = Wishes(), self.graph.node_in(state)
        try:
            for _ in range(MOST_TIMES):
                walk = Walk(self, wishes, unassessed=unassessed)
                if walk.along(self._route(state, None, wishes)):
                    found = walk.ended(lambda held: self._held(held, lambda search: ends(search, node)))
                    if found is not None:
                        return tuple(walk.edges), found
        except LostError:
            pass
        return None

    def _held(self, held: Masks, look: Callable[[Search], Suspicion | None]) -> Suspicion | None:
        """Return what *look* finds where *held* holds; a story remembers by itself which marks stand."""
        self.explorer.held = held
        found = look(self._search)
        self.explorer.held = {}
        if found is None:
            return None
        known = {var for var in held if var[0] == "mark"}
        masks = {var: mask for var, mask in found.masks.items() if var not in known}
        edge = None if found.edge is None else attrs.evolve(found.edge, masks=masks)
        return attrs.evolve(found, masks=masks, edge=edge)

    def taking(self, edge: Edge, held: Masks) -> Masks | None:
        """Return what a path supposes on which the step of *edge* is taken where *held* holds; `None` without one."""
        key = (edge.source, id(edge.step), frozenset(held.items()))
        if key not in self._found:
            found = self._held(held, lambda search: search.taking(edge))
            self._found[key] = None if found is None else found.masks
        return self._found[key]

    def onward(self, way: tuple[Edge, ...], edge: Edge) -> Edge | None:
        """Return *edge* as it is taken after *way*, with what is on record then; `None` where it cannot be."""
        walk = Walk(self, Wishes(), unassessed=False)
        for one in way:
            walk.take(one)
        masks = walk.rests_on(edge)
        return None if masks is None else attrs.evolve(edge, masks=masks)

    def told(self, masks: Masks) -> Masks:
        """Return what *masks* suppose of what the track itself was told."""
        return {
            var: mask for var, mask in masks.items() if var[0] == "later" or (var[0] == FACT and self.is_own(var[1]))
        }

    # ----------------------------------------------------------------- routes

    def _route(self, goal: str, last: Edge | None, wishes: Wishes) -> tuple[Edge, ...]:
        """Return the shortest way to the state *goal*, and on by *last*, on which all *wishes* are granted."""
        ends = () if last is None else (last,)
        asked = (END, *(self.asking(edge) for edge in ends))
        places = wishes.places
        starts: list[Stand] = [(known.state, ()) for known in self.graph.nodes[: self.graph.starts]]
        came: dict[Stand, tuple[Stand, Edge] | None] = dict.fromkeys(starts)
        queue = deque(came)
        while queue and len(came) < MOST_STANDS:
            here = queue.popleft()
            state, told = here
            if state == goal and all(wishes.allow(step, told) for step in asked):
                return (*reversed([*_back(came, here)]), *ends)
            for edge in self._leaving.get(state, ()):
                after = (self.graph.nodes[edge.dest].state, _told(edge, told, places))
                if after not in came and wishes.allow(self.asking(edge), told):
                    came[after] = (here, edge)
                    queue.append(after)
        raise LostError


class Walk:
    """A walk along a planned route, on which every fact is exactly what was told."""

    def __init__(self, planner: Planner, wishes: Wishes, *, unassessed: bool) -> None:
        """Stand at the beginning; the risk may have to be *unassessed* all the while."""
        self.edges: list[Edge] = []
        self._planner = planner
        self._wishes = wishes
        self._unassessed = unassessed
        self._facts: dict[Place, Masks] = {}
        self._order: list[Place] = []
        self._marks: dict[str, bool] = dict.fromkeys(planner.own_marks, False)

    def along(self, route: tuple[Edge, ...]) -> bool:
        """Return whether *route* can be walked; where not, wish for what would let it."""
        for edge in route:
            masks = self.rests_on(edge)
            if masks is None:
                self._wish(self._planner.asking(edge), self._record(), partial(self._taking, edge, self._around(edge)))
                return False
            self.take(attrs.evolve(edge, masks=masks))
        return True

    def rests_on(self, edge: Edge) -> Masks | None:
        """Return what the step of *edge* rests on here; `None` where it cannot be taken."""
        return self._planner.taking(edge, self._around(edge) | self._record())

    def ended(self, look: Callable[[Masks], Suspicion | None]) -> Suspicion | None:
        """Return what *look* finds where everything told is on record; where nothing, wish for what would let it."""
        record = self._record()
        found = look(self._lasting() | record)
        if found is None:
            self._wish(END, record, lambda held: getattr(look(self._lasting() | held), "masks", None))
        return found

    def _wish(self, step: Asking, record: Masks, look: Callable[[Masks], Masks | None]) -> None:
        """Wish for what would let *step* be taken, as *look* finds it; where nothing would, for another way."""
        there = {var: mask for var, mask in record.items() if var[3:] != (THERE,) or mask == YES}
        alone = {var: mask for var, mask in there.items() if var[3:] == (THERE,)}
        for held in (there, alone, {}):
            masks = look(held)
            if masks is not None:
                self._wishes.add(step, self._planner.told(masks), record)
                return
        self._wishes.closed.add(step)

    def _taking(self, edge: Edge, around: Masks, held: Masks) -> Masks | None:
        """Return what the step of *edge* rests on where *around* and *held* hold."""
        return self._planner.taking(edge, around | held)

    def _lasting(self) -> Masks:
        """Return what lasts."""
        held: Masks = {("mark", mark): YES if stands else NO for mark, stands in self._marks.items()}
        return held | ({RISK: UNASSESSED} if self._unassessed else {})

    def _around(self, edge: Edge) -> Masks:
        """Return what must be told by the step of *edge*, and what lasts."""
        held = self._lasting()
        if isinstance(edge.step, Transition):
            spec = edge.step.command
            own = (PAYLOAD, spec.name)
            held |= {var: mask for var, mask in edge.masks.items() if var[:2] == own and var[2] in spec.key}
            for path, mask in self._wishes.values.get((spec.name, edge.key), {}).items():
                if path == (BY,):
                    held["actor", "id"] = as_actor(mask)
                elif path != (COUNT,):
                    held[(*own, *path)] = held.get((*own, *path), mask) & mask
        return held

    def _record(self) -> Masks:
        """Return what is on record, what is not, and in which order it was told."""
        held: Masks = {(FACT, *place, THERE): NO for place in self._planner.places}
        for place, told in self._facts.items():
            held |= {(FACT, *place, THERE): YES, **{(FACT, *place, *path): mask for path, mask in told.items()}}
        for number, late in enumerate(self._order):
            for early in self._order[:number]:
                held |= {("later", late, early): 1, ("later", early, late): 2}
        return held

    def take(self, edge: Edge) -> None:
        """Take the step of *edge*."""
        self.edges.append(edge)
        removable = self._planner.explorer.domains.removable
        for var, mask in edge.masks.items():
            if var[0] == FACT and var[1:3] in self._facts and var[3:] != (THERE,):
                self._facts[var[1:3]][var[3:]] = mask
            if var[0] == "mark" and mask == YES and var[1] not in removable:
                self._marks[var[1]] = True
        for consequence in edge.step.then:
            self._mark(consequence)
        if isinstance(edge.step, Transition) and self._planner.is_own(edge.step.command.name):
            self._tell((edge.step.command.name, edge.key), edge.masks)

    def _mark(self, consequence: Consequence) -> None:
        """Have the mark stand, or not, that *consequence* sets or removes; of a host's own nothing is known."""
        for mark in marks_of(consequence):
            self._marks.pop(mark, None)
            if isinstance(consequence, Marks | Unmarks) and consequence.field is None:
                self._marks[mark] = isinstance(consequence, Marks)

    def _tell(self, place: Place, masks: Masks) -> None:
        """Have it on record what a step told at *place*."""
        told = {var[2:]: mask for var, mask in masks.items() if var[:2] == (PAYLOAD, place[0])}
        if ("actor", "id") in masks:
            told[BY,] = as_teller(masks["actor", "id"])
        often = self._facts.get(place, {}).get((COUNT,), 0)
        told[COUNT,] = (often << 1 or 1) & COUNTS.full or often
        self._facts[place] = told
        self._order = [*(one for one in self._order if one != place), place]


def _told(edge: Edge, told: tuple[Place, ...], places: frozenset[Place]) -> tuple[Place, ...]:
    """Return which of *places* were told, in order, after the step of *edge*."""
    if not isinstance(edge.step, Transition):
        return told
    place = (edge.step.command.name, edge.key)
    return (*(one for one in told if one != place), place) if place in places else told


def _back(came: dict[Stand, tuple[Stand, Edge] | None], here: Stand) -> Iterator[Edge]:
    """Yield the steps that led *here*, the last first."""
    step = came[here]
    while step is not None:
        yield step[1]
        step = came[step[0]]
