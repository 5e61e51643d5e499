"""A workflow looked at once, for many tests: its report, its graphs, and cases in which every step is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from community_policing.cases import Case
from community_policing.errors import WorkflowNotFoundError
from community_policing.testing._cast import STRANGER
from community_policing.testing._story import Move
from community_policing.verification import Report, Scene, verify
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lazy import NOW
from community_policing.verification._lens import FACT, Known, Lens, Masks, Place
from community_policing.verification._stories import Telling
from community_policing.verification._synthesis import Synthesis
from community_policing.verification._values import NO_YES
from community_policing.verification._verify import Cast
from community_policing.verification._world import PAYLOAD, THERE
from community_policing.workflows import Accepted, CommandSpec, FieldSpec, Kind, Refused, Rulebook, Transition, Workflow

Step = tuple[str, str | None, str]
"""A step by the state before, the name of its command (`None` where a rule falls) and the state after."""

_NUMBERS = (1, 0, 2, 3)
_YES = 1 << NO_YES.values.index(True)


@attrs.frozen
class Decision:
    """
    Something tried on a case, and the answer.

    Attributes:
        case: The case as it is found.
        move: What is tried.
        outcome: The answer.
    """

    case: Case
    move: Move
    outcome: Accepted | Refused

    def __str__(self) -> str:
        """Return what was tried, on which case."""
        return f"{self.move!r} on {self.case!r}"


@attrs.frozen(eq=False, slots=False)
class Look:
    """
    What is found out about one workflow, each thing when it is first asked for.

    Attributes:
        workflow: The workflow.
        rules: The rules it runs under; it is among them.
        casts: The parties with whom it is looked at.
        bounds: What whole numbers may be.
        most: How many paths are looked at for one command in one state.
    """

    workflow: Workflow
    rules: Rulebook
    casts: tuple[Cast, ...]
    bounds: Mapping[str, Iterable[int]]
    most: int

    @cached_property
    def report(self) -> Report:
        """What the proof found."""
        return verify(self.workflow, rules=self.rules, casts=self.casts, bounds=self.bounds, most=self.most)

    @cached_property
    def graphs(self) -> tuple[tuple[Graph, Filled], ...]:
        """Every way the workflow can go, cast by cast, as far as states tell apart; and what values to fill in."""
        return tuple(map(self._explored, self.casts))

    def _explored(self, cast: Cast) -> tuple[Graph, Filled]:
        """Return every way the workflow can go with *cast*."""
        domains, filled = Domains(self.rules, cast, self.bounds), Filled(self.rules, cast, self.bounds)
        graph = Explorer(self.workflow, domains, Lens(), most=self.most, looks=False).explored()
        filled.mentioned, filled.matters = domains.mentioned, domains.matters
        return graph, filled

    @cached_property
    def is_complete(self) -> bool:
        """Whether nothing was left out of the graphs."""
        return all(graph.complete for graph, _ in self.graphs)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The states that are reached."""
        return frozenset(known.state for graph, _ in self.graphs for known in graph.nodes)

    @cached_property
    def steps(self) -> frozenset[Step]:
        """Every step that the graphs have."""
        return frozenset(step_of(graph, edge) for graph, _ in self.graphs for edge in graph.edges)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Every command tried in every state: by whoever may and by a stranger, where it is accepted and where not."""
        found: dict[Move, list[Case]] = {}
        for scene in self._scenes():
            case = scene.head.case(self.rules)
            for by in (scene.by, STRANGER):
                known = found.setdefault(Move(scene.command, by, NOW, scene.track), [])
                if case not in known:
                    known.append(case)
        every = ((move, case) for move, cases in found.items() for case in cases)
        tried = ((move, case, _answer(self.rules, move, case)) for move, case in every)
        return tuple(Decision(case, move, outcome) for move, case, outcome in tried if outcome is not None)

    def _scenes(self) -> Iterator[Scene]:
        """Yield a scene for each step of the graphs, and one for each command in each state of a plain case."""
        seen: set[Step] = set()
        for graph, filled in self.graphs:
            scenes = Supposing(graph, filled)
            for edge in graph.edges:
                step = step_of(graph, edge)
                if isinstance(edge.step, Transition) and step not in seen:
                    seen.add(step)
                    yield scenes.scene(edge, edge.step)
        yield from self._plain_scenes()

    def _plain_scenes(self) -> Iterator[Scene]:
        """Yield a scene for each command in each state, of a plain case."""
        graph = Graph(self.workflow, [Known(state.name) for state in self.workflow.states])
        scenes = Supposing(graph, self.graphs[0][1])
        for node in range(len(graph.nodes)):
            for spec in self.workflow.commands:
                yield from (scenes.scene(Edge(node, node, step, {}), step) for step in _ways(self.workflow, spec))


class Filled(Domains):
    """Domains in which a whole number is a small one, where nobody said how far it goes."""

    def _values(self, path: str, field: FieldSpec) -> Iterable[Any]:
        """Return the single values that *field* takes, the plainest first."""
        if field.kind is Kind.INT and path not in self.bounds:
            return _NUMBERS
        return super()._values(path, field)


class Supposing(Synthesis):
    """Makes a scene of one step alone: whatever its path supposes was told is on record, and it may be refused."""

    def scene(self, edge: Edge, step: Transition) -> Scene:
        """Return the scene of *edge*, on which *step* is taken or tried."""
        known = self.graph.nodes[edge.source]
        by = self._actor(edge, {})
        head = self._assigned(self.head(known, edge.masks, {}), step, by)
        made = self.command(step.command, (PAYLOAD, step.command.name), edge.masks)
        return Scene(head, self.track, by, made, known.state, self.graph.nodes[edge.dest].state)

    def _places(self, known: Known, masks: Masks, told: dict[Place, Telling]) -> Iterable[Place]:
        """Return where facts stand, also those of its own track that the path supposes."""
        supposed = (var[1:3] for var, mask in masks.items() if var[0] == FACT and var[3:] == (THERE,) and mask == _YES)
        return dict.fromkeys((*known.facts, *told, *supposed))


def step_of(graph: Graph, edge: Edge) -> Step:
    """Return the step of *edge*."""
    command = edge.step.command.name if isinstance(edge.step, Transition) else None
    return graph.nodes[edge.source].state, command, graph.nodes[edge.dest].state


def _ways(workflow: Workflow, spec: CommandSpec) -> Iterator[Transition]:
    """Yield the transitions of *workflow* on the command of *spec*, wherever they lead from."""
    return (step for step in workflow.transitions if step.command is spec)


def rules_with(workflow: Workflow, rules: Rulebook) -> Rulebook:
    """Return *rules* with *workflow* in them; *rules* themselves where it is there already."""
    try:
        is_there = rules.workflow(workflow.name, workflow.version) == workflow
    except WorkflowNotFoundError:
        is_there = False
    return rules if is_there else rules.with_workflow(workflow)


def _answer(rules: Rulebook, move: Move, case: Case) -> Accepted | Refused | None:
    """Return what *rules* answer; nothing where a guard breaks down, which the report tells."""
    try:
        return move.answer(rules, case)
    except Exception:  # noqa: BLE001  whatever a guard raises
        return None
