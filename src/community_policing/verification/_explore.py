"""Every way a track can go, nearest first: from each state by each command and rule, on each path of its guards."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from community_policing.errors import UnboundedFieldError
from community_policing.verification._around import SupposedActor, SupposedTrack, capacities
from community_policing.verification._choices import Domain, FickleGuardError
from community_policing.verification._domains import Domains
from community_policing.verification._graph import Asking, Broken, Edge, Graph, Move, covers
from community_policing.verification._ledger import Ledger
from community_policing.verification._lens import Known, Lens, Masks, Place, TooCoarseError
from community_policing.verification._memory import Memory
from community_policing.verification._overlaps import FEW, note_overlaps
from community_policing.verification._recall import Recall
from community_policing.verification._supposed import Supposed
from community_policing.verification._world import PAYLOAD, World
from community_policing.workflows import (
    AnyGuard,
    CommandSpec,
    Fall,
    State,
    Transition,
    Workflow,
)
from community_policing.workflows._lapse import lapses

MOST_NODES, MOST_PATHS = 3000, 30_000
"""How much one exploration looks at in all."""


class Explorer:
    """Explores one workflow through one lens."""

    def __init__(
        self,
        workflow: Workflow,
        domains: Domains,
        lens: Lens,
        *,
        most: int,
        looks: bool = True,
        begin: tuple[Known, ...] = (),
        held: Masks | None = None,
        base: Explorer | None = None,
        recall: Recall | None = None,
    ) -> None:
        """
        Stand before the first node.

        Args:
            workflow: The workflow.
            domains: What anything may be.
            lens: What is told apart; it is widened when the workflow's own guards ask for more.
            most: How many paths are looked at for one command at one node.
            looks: Whether guards that always held are given the chance not to.
            begin: Where to begin; where a track may begin, unless something is given.
            held: What is held fast all the while.
            base: The same, explored through a lens that follows less: what it found is not looked for again.
            recall: What guards of the workflow asked in other explorations with the same parties.
        """
        self.looks = looks
        self._begin = begin
        self.held = held or {}
        self._base: Memory | None = None if base is None else base.memory
        self.workflow = workflow
        self.domains = domains
        self.lens = lens
        self.most = most
        self.standing = () if workflow.frames else tuple(domains.rules.standing)
        self.recall = recall or Recall()
        self._order: dict[int, tuple[AnyGuard, ...]] = {}
        self._failed: dict[Asking, int] = {}
        for step in (*workflow.transitions, *lapses(workflow.states)):
            self.put_in_order((step,))
        self._start_over()

    def _start_over(self) -> None:
        """Forget everything that was found."""
        self.world = World(self.domains, self.lens, self.workflow.name)
        self.graph = Graph(self.workflow)
        self.ledger = Ledger(self.world, self.workflow)
        self._places: dict[Known, int] = {}
        self._alike: dict[tuple[str, tuple[Place, ...], tuple[tuple[Place, int], ...]], list[int]] = {}
        self._queue: deque[int] = deque()
        self._rests: dict[Asking, int] = {}
        self._attempts: dict[tuple[str, tuple[int, ...]], Supposed] = {}
        self._now: set[Asking] = set()
        self._made: list[Move] = []
        self._made_with: list[tuple[Transition, Masks]] = []
        self.memory: Memory = Memory(self.lens, self._base)

    # ----------------------------------------------------------------- the whole

    def explored(self) -> Graph:
        """Return the graph; the lens may be widened on the way, and then it begins again."""
        while True:
            try:
                self._explore()
            except TooCoarseError:
                self._start_over()
            except UnboundedFieldError as error:
                self.graph.cut = str(error)
                break
            else:
                break
        self.graph.domains, self.graph.facts_read = self.world.asked, self.world.facts_read
        return self.graph

    def _explore(self) -> None:
        """Look at every node, nearest first."""
        starts = (Known(state.name) for state in self.workflow.states if state.initial or state.entry)
        for known in self._begin or starts:
            self._node(known)
        self.graph.starts = len(self.graph.nodes)
        while self._queue and not self.graph.cut:
            if len(self.graph.nodes) > MOST_NODES or self.graph.tried > MOST_PATHS:
                cases, paths = len(self.graph.nodes), self.graph.tried
                self.graph.cut = f"more than can be looked at ({cases} cases told apart, {paths} paths)"
                return
            place = self._queue.popleft()
            self._expand(place, self.workflow.state(self.graph.nodes[place].state))

    def _expand(self, place: int, state: State) -> None:
        """Find every edge that leaves the node at *place*."""
        known = self.graph.nodes[place]
        for spec, choices in self.offers(state.name):
            if self._repeated(place, known, spec.name):
                continue
            self.put_in_order(choices)
            self._walk(place, spec.name, lambda spec=spec, choices=choices: self._attempt(place, spec, choices))  # type: ignore[misc]  # its defaults
            note_overlaps(self, place, spec, choices)
            for step in choices if self.looks else ():
                for guard in self.graph.one_sided(step):
                    self.put_in_order(choices)
                    self._look(place, spec, choices, step, guard)
        for number in range(len(self.workflow.falls.get(state.name, ()))):
            if not self._repeated(place, known, number):
                self._walk(place, number, lambda number=number: self._fall(place, number))  # type: ignore[misc]  # its defaults

    def _repeated(self, place: int, known: Known, move: str | int) -> bool:
        """Go from *place* as from another node that differs in nothing *move* looks at."""
        moves = self.memory.moves(known, move)
        for one in moves or ():
            self._go(place, known, one)
        return moves is not None

    def _go(self, place: int, known: Known, move: Move) -> None:
        """Note the edge of *move* from the node at *place*."""
        dest = self._node(self.ledger.after(known, move))
        masks = dict(known.masks) | move.masks
        self.graph.add(Edge(place, dest, move.step, masks, () if move.place is None else move.place[1]))

    def offers(self, name: str) -> Iterator[tuple[CommandSpec, tuple[Transition, ...]]]:
        """Yield the commands that the state *name* offers, each with its transitions."""
        for spec, choices in self.workflow.offers(name):
            yield spec, tuple(choice.rule for choice in choices)

    def _walk(self, place: int, move: str | int, attempt: Callable[[], int]) -> None:
        """Take every path of *attempt* from the node at *place*; *move* names it."""
        known = self.graph.nodes[place]
        self._made, self._made_with = [], []
        world = self.world
        before = world.facts_read, world.fields_read
        world.looked_back, world.facts_read, world.fields_read = set(), set(), set()

        def path() -> int:
            self.world.begin(known, self.held)
            self._now.clear()
            return attempt()

        for tried, _ in enumerate(self.world.trail.paths(path)):
            self.graph.tried += 1
            if tried > self.most:
                self.graph.cut = f"more than {self.most} paths for {move!r} at {self.workflow.name}/{known.state}"
                return
        self.memory.keep(known, move, self._made, world.looked_back, {*world.facts_read, *world.fields_read})
        world.facts_read, world.fields_read = world.facts_read | before[0], world.fields_read | before[1]

    # ----------------------------------------------------------------- one path

    def situation(self, known: Known, actor: SupposedActor, command: object = None) -> Supposed:
        """Return the situation of a track of which *known* is known."""
        return Supposed(self.world, SupposedTrack(self.world, self.workflow, known.state), actor, command)

    def attempt(self, known: Known, spec: CommandSpec, choices: tuple[Transition, ...]) -> Supposed:
        """Return the attempt to give the command of *spec*, which one of *choices* takes."""
        key = (known.state, tuple(map(id, choices)))
        found = self._attempts.get(key)
        if found is None:
            roles = tuple(dict.fromkeys(role for step in choices for role in step.by))
            command = self.world.command(spec, (PAYLOAD, spec.name))
            found = self.situation(known, SupposedActor(self.world, self.capacities(roles)), command)
            self._attempts[key] = found
        return found

    def _attempt(self, place: int, spec: CommandSpec, choices: tuple[Transition, ...]) -> int:
        """Try the command of *spec* at the node at *place*; return the forks that made it end as it does."""
        known = self.graph.nodes[place]
        attempt = self.attempt(known, spec, choices)
        taken, blame = self.taken(spec, choices, attempt)
        if taken is None:
            return blame
        fall, why = self.falling(known, attempt)
        if fall is not None:
            return blame | why
        told = self.ledger.place(spec, attempt)
        self.world.consulted = 0
        marks = self.ledger.marks(taken, attempt)
        blame |= self.world.consulted
        self._move(place, known, Move(taken, dict(self.world.masks), self.ledger.lasting() | marks, told))
        return blame | self.ledger.told_apart(known, spec) | self._kept_from(known, taken, choices)

    def _kept_from(self, known: Known, taken: Transition, choices: tuple[Transition, ...]) -> int:
        """Return the forks that kept the path from another transition that was not taken yet with as much told."""
        told = self.ledger.apart(self.world.masks, known, taken.command)
        self._made_with.append((taken, told))
        later = choices[choices.index(taken) + 1 :]
        return 0 if all(self._is_made(step, told) for step in later) else self.rests_on(taken)

    def _is_made(self, step: Transition, told: Masks) -> bool:
        """Return whether *step* was taken from this node where at least as much as *told* was left open."""
        if self.ledger.may_mark(step):
            return False
        wider = (masks for made, masks in self._made_with if made is step)
        return any(all(var in told and told[var] | mask == mask for var, mask in masks.items()) for masks in wider)

    def kept_from_others(self, taken: Transition, choices: tuple[Transition, ...]) -> int:
        """Return the forks that kept the path from every one of *choices* after *taken*."""
        return 0 if taken is choices[-1] else self.rests_on(taken)

    def rests_on(self, step: Transition) -> int:
        """Return the forks on which it rests that everything *step* asks for held."""
        blame = 0
        for asked in (*step.when, None, *step.given, step.by):
            asking = id(step), id(asked)
            blame |= self._rests.get(asking, 0) if asking in self._now else 0
        return blame

    def _move(self, place: int, known: Known, move: Move) -> None:
        """Note *move*, and go from the node at *place*."""
        self._made.append(move)
        self._go(place, known, move)

    def taken(
        self, spec: CommandSpec, choices: tuple[Transition, ...], attempt: Supposed
    ) -> tuple[Transition | None, int]:
        """Return the transition that *attempt* takes, if any, and the forks that kept it from those before."""
        world, blame = self.world, 0
        for guard in self.standing:
            world.consulted = 0
            if not self.answer(guard, guard.holds, attempt):
                return None, world.consulted
        world.consulted = 0
        if world.again(lambda: attempt.speaks_for_another(spec)):
            return None, world.consulted
        for step in choices:
            if self._holds(step, attempt):
                return step, blame
            blame |= world.consulted
        return None, blame

    def _holds(self, step: Transition, attempt: Supposed) -> bool:
        """Return whether everything that *step* asks for holds; the world knows on what the last answer rests."""
        least = self.workflow.state(attempt.track.state).at_least
        if step.settles and least is not None and not self._asked(step, None, lambda s: s.elapsed(least), attempt):
            return False
        holds = all(self._asked(step, guard, guard.holds, attempt) for guard in self._order[id(step)])
        return holds and self._may(step, attempt)

    def _may(self, step: Transition, attempt: Supposed) -> bool:
        """Return whether the actor may take *step*, as far as the path says who that is."""
        self.world.consulted = 0
        may = attempt.is_open_to(step.by, self.capacities(step.by))
        asking = id(step), id(step.by)
        self._now.add(asking)
        self._rests[asking] = self.world.consulted
        return may

    def put_in_order(self, choices: tuple[Transition, ...]) -> None:
        """Ask first, from now on, the guards that failed most: what cannot be is then seen soonest."""
        for step in choices:
            guards = step.when + step.given
            self._order[id(step)] = tuple(sorted(guards, key=lambda one: -self._failed.get((id(step), id(one)), 0)))

    def _asked(
        self, step: Transition | Fall, guard: AnyGuard | None, holds: Callable[[Any], bool], here: Supposed
    ) -> bool:
        """Ask *guard* and note what it answered."""
        self.world.consulted = 0
        answer = self.answer(guard, holds, here)
        asking = id(step), id(guard)
        self._now.add(asking)
        if not answer:
            self._failed[asking] = self._failed.get(asking, 0) + 1
        self._rests[asking] = self.world.consulted
        self.graph.outcomes[asking].add(answer)
        return answer

    def answer(self, guard: AnyGuard | None, holds: Callable[[Any], bool], here: Supposed) -> bool:
        """Ask *guard*; one that raises is told of, and counts as not holding."""
        return self.world.again(lambda: self._answer(guard, holds, here))

    def _answer(self, guard: AnyGuard | None, holds: Callable[[Any], bool], here: Supposed) -> bool:
        """Return what *guard* answers *here*."""
        try:
            return holds(here) if guard is None else self.recall.answer(holds, here)
        except (TooCoarseError, UnboundedFieldError):
            raise
        except Exception as error:  # noqa: BLE001  whatever a guard raises is told of
            name = "at_least" if guard is None else guard.name
            told = "" if isinstance(error, FickleGuardError) else repr(error)
            self.graph.broken.setdefault(name, Broken(name, told, here.track.state))
            return False

    def _look(
        self, place: int, spec: CommandSpec, choices: tuple[Transition, ...], step: Transition, guard: AnyGuard | None
    ) -> None:
        """Look a little whether *guard* is ever what keeps *step* from being taken at the node at *place*."""
        known = self.graph.nodes[place]
        asking = id(step), id(guard)
        seen = self.graph.outcomes[asking]

        def path() -> int:
            self.world.begin(known, self.held)
            self._now.clear()
            self.taken(spec, choices, self.attempt(known, spec, choices))
            return self._rests[asking] if asking in self._now else self.world.consulted

        for tried, _ in enumerate(self.world.trail.paths(path)):
            self.graph.tried += 1
            if len(seen) > 1 or tried > FEW:
                return

    def _fall(self, place: int, number: int) -> int:
        """Let the rule *number* of those that may fall at the node at *place* fall, where none before it does."""
        known = self.graph.nodes[place]
        here = self.situation(known, SupposedActor(self.world, self.capacities(())))
        wanted, asked = self.workflow.falls[known.state][number]
        if not self.all_hold(wanted, asked, here):
            return self.world.consulted
        fall, blame = self.falling(known, here)
        if fall is wanted:
            self._move(
                place, known, Move(fall, dict(self.world.masks), self.ledger.lasting() | self.ledger.marks(fall, here))
            )
            return self.ledger.told_apart(known, None)
        return blame

    def all_hold(self, fall: Fall, asked: tuple[Callable[[Any], bool], ...], here: Supposed) -> bool:
        """Return whether everything holds on which *fall* rests."""
        return all(self._asked(fall, guard, holds, here) for guard, holds in zip(fall.once, asked, strict=True))

    def falling(self, known: Known, here: Supposed) -> tuple[Fall | None, int]:
        """Return the rule that falls at *known*, if one does, and the forks on which that rests."""
        failed = 0
        for fall, asked in self.workflow.falls.get(known.state, ()):
            blame = 0
            for guard, holds in zip(fall.once, asked, strict=True):
                if not self._asked(fall, guard, holds, here):
                    failed |= self.world.consulted
                    break
                blame |= self.world.consulted
            else:
                return fall, blame
        return None, failed

    def capacities(self, roles: tuple[str, ...]) -> Domain:
        """Return in what capacity somebody may take a step that asks for one of *roles*."""
        found = self.recall.capacities
        if roles not in found:
            found[roles] = capacities(self.domains.rules, self.domains.parties, roles)
        return found[roles]

    # ----------------------------------------------------------------- nodes and edges

    def _node(self, known: Known) -> int:
        """Return the place of *known* among the nodes, or of one that leaves as much open."""
        place = self._places.get(known)
        if place is not None:
            return place
        alike = self._alike.setdefault((known.state, known.facts, known.counts), [])
        for other in alike:
            if covers(self.graph.nodes[other].masks, known.masks):
                self._places[known] = other
                return other
        place = self._places[known] = len(self.graph.nodes)
        alike.append(place)
        self.graph.nodes.append(known)
        self._queue.append(place)
        return place
