"""A way to a node on which everything is told that its end rests on: planned, walked, and planned again with what failed."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator

import attrs

from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._needs import NO, UNASSESSED, YES
from community_policing.verification._proof import Search
from community_policing.verification._world import BY, COUNT, FACT, PAYLOAD, RISK, THERE, Masks, Place, as_actor, as_teller
from community_policing.workflows import Marks, Transition, Unmarks

MOST_TIMES = 80
"""How often a way is planned anew with what was learned on the last."""
MOST_PLACES = 20_000
"""How many places one route is looked for through."""
END = ("", 0)
"""The end of a way, where a step has its state and its transition."""

Stand = tuple[str, int]
"""A step from a state: the state, and the transition or rule by identity."""


class LostError(Exception):
    """No way can be planned; it never leaves the planner."""


@attrs.define
class Wishes:
    """
    What was learned of the steps on the way to one end.

    Attributes:
        told: By step, what must be on record for it to be taken.
        untold: By step, what must not be.
        order: By step, pairs of which the first must have been told after the second.
        closed: Steps that cannot be taken.
        values: What must be told at each place, as masks of its fields.
    """

    told: dict[Stand, set[Place]] = attrs.Factory(dict)
    untold: dict[Stand, set[Place]] = attrs.Factory(dict)
    order: dict[Stand, set[tuple[Place, Place]]] = attrs.Factory(dict)
    closed: set[Stand] = attrs.Factory(set)
    values: dict[Place, Masks] = attrs.Factory(dict)

    @property
    def places(self) -> frozenset[Place]:
        """Every place that anything is wished of."""
        ordered = {place for pairs in self.order.values() for pair in pairs for place in pair}
        return frozenset(ordered.union(*self.told.values(), *self.untold.values()))

    def allow(self, stand: Stand, told: tuple[Place, ...]) -> bool:
        """Return whether the step at *stand* may be taken where *told* was told, in this order."""
        return (
            stand not in self.closed
            and self.told.get(stand, set()) <= set(told)
            and self.untold.get(stand, set()).isdisjoint(told)
            and all(
                told.index(late) > told.index(early)
                for late, early in self.order.get(stand, ())
                if late in told and early in told
            )
        )

    def narrow(self, place: Place, masks: Masks) -> None:
        """Wish that what is told at *place* is as *masks* say; raise `LostError` where that cannot be."""
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
        self._explorer = explorer
        self._search = Search(explorer)
        self._prefix = f"{explorer.workflow.name}."
        self._own_marks = explorer.domains.own_marks(explorer.workflow.name)
        specs = [spec for spec in explorer.workflow.commands if spec.workflow == explorer.workflow.name]
        self._untold = {(spec.name, key) for spec in specs for key in explorer.domains.keys(spec)}
        self._leaving: dict[str, list[Edge]] = {}
        for edge in self.graph.edges:
            self._leaving.setdefault(self._state(edge.source), []).append(edge)
        self._found: dict[Hashable, Masks | None] = {}

    def _state(self, node: int) -> str:
        """Return the state at *node*."""
        return self.graph.nodes[node].state

    def way(self, state: str, masks: Masks) -> tuple[Edge, ...] | None:
        """Return a way to *state* on which everything is told that *masks* suppose; `None` where none was found."""
        wishes = Wishes()
        try:
            self._wish(wishes, END, masks, set())
            for _ in range(MOST_TIMES):
                walked = _Walk(self, wishes, masks)
                if walked.along(self._route(state, wishes)):
                    return tuple(walked.edges)
        except LostError:
            pass
        return None

    # ----------------------------------------------------------------- routes

    def _route(self, goal: str, wishes: Wishes) -> tuple[Edge, ...]:
        """Return the shortest way to the state *goal* on which all *wishes* are granted."""
        places = wishes.places
        starts = [known.state for known in self.graph.nodes[: self.graph.starts]]
        came: dict[tuple[str, tuple[Place, ...]], tuple[tuple[str, tuple[Place, ...]], Edge] | None]
        came = dict.fromkeys((state, ()) for state in starts)
        queue = deque(came)
        while queue and len(came) < MOST_PLACES:
            here = queue.popleft()
            state, told = here
            if state == goal and wishes.allow(END, told):
                return self._back(came, here)
            for edge in self._leaving.get(state, ()):
                if not wishes.allow((state, id(edge.step)), told):
                    continue
                after = (self._state(edge.dest), _told(edge, told, places))
                if after not in came:
                    came[after] = (here, edge)
                    queue.append(after)
        raise LostError

    @staticmethod
    def _back(came: dict[tuple[str, tuple[Place, ...]], tuple[tuple[str, tuple[Place, ...]], Edge] | None], here: tuple[str, tuple[Place, ...]]) -> tuple[Edge, ...]:
        """Return the steps that led *here*."""
        way: list[Edge] = []
        step = came[here]
        while step is not None:
            way.append(step[1])
            step = came[step[0]]
        return tuple(reversed(way))

    # ----------------------------------------------------------------- wishes

    def _wish(self, wishes: Wishes, stand: Stand, masks: Masks, told: set[Place]) -> None:
        """Wish that at *stand* everything is on record that *masks* suppose, and nothing they suppose is not."""
        for var, mask in masks.items():
            if var[0] == "later":
                pair = (var[1], var[2]) if mask == 1 else (var[2], var[1])
                wishes.order.setdefault(stand, set()).add(pair)
            if var[0] != FACT or not var[1].startswith(self._prefix):
                continue
            place = var[1:3]
            if var[3:] != (THERE,):
                wishes.narrow(place, {var[3:]: mask})
            elif mask == YES:
                wishes.told.setdefault(stand, set()).add(place)
            elif place in told or stand == END:
                wishes.untold.setdefault(stand, set()).add(place)

    def taking(self, edge: Edge, held: Masks) -> Masks | None:
        """Return what a path supposes on which the step of *edge* is taken, where what is *held* holds."""
        key = (edge.source, id(edge.step), frozenset(held.items()))
        if key not in self._found:
            self._explorer.held = held
            found = self._search.taking(edge)
            self._explorer.held = {}
            self._found[key] = None if found is None else found.masks
        return self._found[key]


class _Walk:
    """One walk along a planned route, on which every fact is exactly what was told."""

    def __init__(self, planner: Planner, wishes: Wishes, end: Masks) -> None:
        """Stand at the beginning."""
        self.planner = planner
        self.wishes = wishes
        self.end = end
        self.edges: list[Edge] = []
        self.facts: dict[Place, Masks] = {}
        self.order: list[Place] = []
        self.marks: dict[str, bool] = dict.fromkeys(planner._own_marks, False)

    def along(self, route: tuple[Edge, ...]) -> bool:
        """Return whether *route* can be walked; where not, wish for what would let it."""
        for edge in route:
            masks = self._taking(edge)
            if masks is None:
                return False
            self._take(attrs.evolve(edge, masks=masks))
        return True

    def _taking(self, edge: Edge) -> Masks | None:
        """Return what the step of *edge* rests on here; `None`, and a wish, where it cannot be taken."""
        around = self._around(edge)
        record = self._record()
        planner, stand = self.planner, (self.planner._state(edge.source), id(edge.step))
        masks = planner.taking(edge, around | record)
        if masks is not None:
            return masks
        there = {var: mask for var, mask in record.items() if mask == YES or var[3:] != (THERE,)}
        only = {var: mask for var, mask in there.items() if var[3:] == (THERE,)}
        for held in (there, only, {}):
            masks = planner.taking(edge, around | held)
            if masks is not None:
                planner._wish(self.wishes, stand, {var: mask for var, mask in masks.items() if self._is_new(var, mask, record)}, set(self.facts))
                return None
        self.wishes.closed.add(stand)
        return None

    def _is_new(self, var: tuple, mask: int, record: Masks) -> bool:
        """Return whether that *var* is as *mask* says is not so already."""
        return not record.get(var, mask if var[0] != FACT else 0) & mask if var[3:] == (THERE,) or var[0] != FACT else True

    def _around(self, edge: Edge) -> Masks:
        """Return what must be told by the step of *edge*, and what lasts."""
        held: Masks = {("mark", mark): YES if stands else NO for mark, stands in self.marks.items()}
        if self.end.get(RISK) is not None and self.end[RISK] == UNASSESSED:
            held[RISK] = UNASSESSED
        if isinstance(edge.step, Transition):
            spec = edge.step.command
            own = (PAYLOAD, spec.name)
            held |= {var: mask for var, mask in edge.masks.items() if var[:2] == own and var[2] in spec.key}
            for path, mask in self.wishes.values.get((spec.name, edge.key), {}).items():
                if path == (BY,):
                    held["actor", "id"] = as_actor(mask)
                elif path != (COUNT,):
                    held[(*own, *path)] = held.get((*own, *path), mask) & mask
        return held

    def _record(self) -> Masks:
        """Return what is on record, and what is not."""
        held: Masks = {(FACT, *place, THERE): NO for place in self.planner._untold}
        for place, told in self.facts.items():
            held |= {(FACT, *place, THERE): YES, **{(FACT, *place, *path): mask for path, mask in told.items()}}
        held |= {
            ("later", late, early): 1 for number, late in enumerate(self.order) for early in self.order[:number]
        }
        held |= {
            ("later", early, late): 2 for number, late in enumerate(self.order) for early in self.order[:number]
        }
        return held

    def _take(self, edge: Edge) -> None:
        """Take the step of *edge*."""
        self.edges.append(edge)
        for var, mask in edge.masks.items():
            if var[0] == FACT and var[1:3] in self.facts and var[3:] != (THERE,):
                self.facts[var[1:3]][var[3:]] = mask
            if var[0] == "mark" and mask == YES and var[1] not in self.planner._explorer.domains.removable:
                self.marks[var[1]] = True
        for change in edge.step.then:
            if isinstance(change, Marks | Unmarks) and (change.mark in self.marks or isinstance(change, Marks)):
                self.marks[change.mark] = isinstance(change, Marks)
        if isinstance(edge.step, Transition) and edge.step.command.name.startswith(self.planner._prefix):
            name = edge.step.command.name
            place = (name, edge.key)
            told = {var[2:]: mask for var, mask in edge.masks.items() if var[:2] == (PAYLOAD, name)}
            if ("actor", "id") in edge.masks:
                told[BY,] = as_teller(edge.masks["actor", "id"])
            often = self.facts.get(place, {}).get((COUNT,), 0)
            told[COUNT,] = min(often << 1 or 1, 8)
            self.facts[place] = told
            self.order = [*(one for one in self.order if one != place), place]


def _told(edge: Edge, told: tuple[Place, ...], places: frozenset[Place]) -> tuple[Place, ...]:
    """Return which of *places* were told, in order, after the step of *edge*."""
    if not isinstance(edge.step, Transition):
        return told
    place = (edge.step.command.name, edge.key)
    return (*(one for one in told if one != place), place) if place in places else told
