"""Walking the paths at one node of a graph, until one is found on which something is so."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from community_policing.errors import UnboundedFieldError
from community_policing.verification._around import SupposedActor
from community_policing.verification._claims import claims, contradicts
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lens import Known, TooCoarseError, Var
from community_policing.verification._supposed import Supposed
from community_policing.verification._suspicion import Suspicion
from community_policing.workflows import CommandSpec, Fall, Transition, When, Where

FEW = 4000
"""How many paths one search at one node may look at."""


class Walker:
    """Walks the paths at the nodes of one graph; remembers whether it had to give up somewhere."""

    def __init__(self, explorer: Explorer) -> None:
        """Walk what *explorer* explored."""
        self.explorer = explorer
        self.graph: Graph = explorer.graph
        self.domains: Domains = explorer.domains
        self.world = explorer.world
        self.gave_up = ""
        self._asked: frozenset[Var] = frozenset()
        self.tried = 0

    # ----------------------------------------------------------------- paths

    def _walk(self, node: int, end: Callable[[], tuple[bool, int]]) -> Suspicion | None:
        """Return the first path on which *end* finds what it looks for."""
        known = self.graph.nodes[node]
        world, found = self.world, False

        def path() -> int:
            nonlocal found
            world.begin(known, self.explorer.held)
            try:
                found, blame = end()
            except TooCoarseError:
                raise
            except Exception as error:  # noqa: BLE001  whatever a guard raises is a reason to give up
                why = str(error) if isinstance(error, UnboundedFieldError) else f"a guard raised {error!r}"
                self.gave_up = f"{why}, at {self.explorer.workflow.name}/{known.state}"
                return 0
            return blame

        for tried, _ in enumerate(world.trail.paths(path)):
            self.tried += 1
            if found:
                return Suspicion(node, dict(world.masks), rests_on=self._asked)
            if tried > FEW:
                self.gave_up = f"more than {FEW} paths at {self.explorer.workflow.name}/{known.state}"
                return None
        return None

    def _covering(self, where: Where) -> Callable[[Supposed], bool]:
        """Return what answers whether *where* covers a case."""
        return lambda here: self.explorer.recall.covers(where, here)

    def _settled_at(self, node: int, covers: Callable[[Supposed], bool]) -> tuple[bool, int]:
        """Answer whether *covers* finds the node on this path, where no rule falls."""
        here = self._here(node)
        self.world.consulted = 0
        covered, blame = covers(here), self.world.consulted
        self._asked = frozenset(self.world.masks)
        if not covered:
            return False, blame
        fall, why = self.explorer.falling(self.graph.nodes[node], here)
        return (True, 0) if fall is None else (False, blame | why)

    def _step(
        self, node: int, spec: CommandSpec, where: Where, breaks: Callable[[Supposed, Transition], bool]
    ) -> Suspicion | None:
        """Look for a path on which the command is accepted at *where* and *breaks* what it may not."""
        known = self.graph.nodes[node]
        choices = self._choices(known.state, spec)
        self.explorer.put_in_order(choices)
        asked = claims(where)
        if all(contradicts(step, asked) for step in choices):
            return None
        edge: Edge | None = None

        def end() -> tuple[bool, int]:
            nonlocal edge
            attempt = self.explorer.attempt(known, spec, choices)
            self.world.consulted = 0
            covered, blame = self.explorer.recall.covers(where, attempt), self.world.consulted
            self._asked = frozenset(self.world.masks)
            if not covered:
                return False, blame
            taken, blame = self.explorer.taken(spec, choices, attempt)
            if taken is None:
                return False, blame
            self.world.consulted = 0
            broken, why = breaks(attempt, taken), self.world.consulted
            if not broken:
                return False, blame | why | self.explorer.kept_from_others(taken, choices)
            fall, because = self.explorer.falling(known, attempt)
            if fall is not None:
                return False, blame | because
            dest = known.state if taken.dest is None else taken.dest
            edge = Edge(node, self.graph.node_in(dest), taken, dict(self.world.masks))
            return True, 0

        found = self._walk(node, end)
        return None if found is None else attrs.evolve(found, edge=edge)

    def _falling_at(
        self, node: int, wanted: Fall, breaks: Callable[[Supposed, Fall], bool] = lambda *_: True
    ) -> Suspicion | None:
        """Look for a path on which the rule *wanted* falls at the node, where that *breaks* what it may not."""
        known = self.graph.nodes[node]
        asked = next(asked for fall, asked in self.explorer.workflow.falls[known.state] if fall is wanted)

        def end() -> tuple[bool, int]:
            here = self._here(node)
            if not self.explorer.all_hold(wanted, asked, here):
                return False, self.world.consulted
            fall, blame = self.explorer.falling(known, here)
            if fall is not wanted:
                return False, blame
            self.world.consulted = 0
            return breaks(here, wanted), self.world.consulted

        found = self._walk(node, end)
        if found is None:
            return None
        return attrs.evolve(found, edge=Edge(node, self.graph.node_in(wanted.dest), wanted, found.masks))

    def _falls_from(self, state: str) -> tuple[Fall, ...]:
        """Return the rules that may fall in *state*."""
        return tuple(fall for fall, _ in self.explorer.workflow.falls.get(state, ()))

    # ----------------------------------------------------------------- what is looked at

    def _here(self, node: int) -> Supposed:
        """Return the situation at *node*."""
        actor = SupposedActor(self.world, self.explorer.capacities(()))
        return self.explorer.situation(self.graph.nodes[node], actor)

    def _choices(self, state: str, spec: CommandSpec) -> tuple[Transition, ...]:
        """Return the transitions that take *spec* in *state*."""
        return next((choices for one, choices in self.explorer.offers(state) if one is spec), ())

    def _afterwards(self, attempt: Supposed, step: Transition) -> Supposed:
        """Return the situation after *step*: where the track is, and which tracks were opened or ended."""
        known = self.world.known
        dest = known.state if step.dest is None else step.dest
        after = self.explorer.situation(attrs.evolve(known, state=dest), attempt.actor, attempt.command)  # type: ignore[arg-type]  # a supposed actor
        workflow = self.domains.rules.workflow
        moved = {name: (state, False) for name, _, state in (target.partition("@") for target in step.ends)}
        for opening in step.opens:
            targets: tuple[str, ...]
            if isinstance(opening, When):
                targets = (opening.target,) if opening.guard.holds(after) else ()
            elif isinstance(opening, str):
                targets = (opening,)
            else:
                targets = opening.chosen(attempt.command)
            for name, _, state in (target.partition("@") for target in targets):
                moved[name] = (state or workflow(name).initial.name, True)
        after.moved = moved
        return self._fallen(attrs.evolve(known, state=dest), after)

    def _fallen(self, known: Known, here: Supposed) -> Supposed:
        """Return the situation once nothing falls any more on the track."""
        for _ in self.explorer.workflow.states:
            fall, _ = self.explorer.falling(known, here)
            if fall is None:
                break
            moved, known = here.moved, attrs.evolve(known, state=fall.dest)
            here = self.explorer.situation(known, here.actor, here.command)  # type: ignore[arg-type]  # a supposed actor
            here.moved = moved
        return here
