"""What is always checked: that a workflow can be walked to its ends, and that nothing in it is dead or doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from community_policing.verification._graph import Graph
from community_policing.verification._report import Finding
from community_policing.workflows import Fall, State, Transition, Workflow
from community_policing.workflows._state import guards_of


def faults(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """Yield what is wrong with *workflow*, of which *graphs* are the explorations, one for each cast of parties."""
    for rule in (_unreachable, _dead, _ambiguous, _no_end, _no_way_on, _broken):
        yield from rule(workflow, graphs)


def notes(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """Yield what the author of *workflow* may want to know."""
    outcomes = _outcomes(graphs)
    for step in workflow.steps:
        for guard in guards_of(step):
            seen = outcomes.get((id(step), id(guard)), set())
            subject = f"{place(workflow, step)}: {guard.name}"
            if seen == {True}:
                message = "was never seen not to hold: it is redundant, or what it guards against was not looked at"
                yield Finding("guard-always-holds", workflow.name, subject, message)
            elif seen == {False}:
                yield Finding("guard-never-holds", workflow.name, subject, "was never seen to hold")


def place(workflow: Workflow, step: Transition | Fall) -> str:
    """Return where *step* leads from and to, and on what."""
    sources = "|".join(state.name for state in workflow.expanded(step.sources))
    cause = step.command.name if isinstance(step, Transition) else " and ".join(guard.name for guard in step.once)
    return f"{sources} → {step.dest or 'stays'} on {cause}"


# --------------------------------------------------------------------------- one rule each


def _unreachable(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """Every state is reached."""
    reached = {known.state for graph in graphs for known in graph.nodes}
    for state in workflow.states:
        if state.name not in reached:
            yield Finding(
                "unreachable-state",
                workflow.name,
                state.name,
                "no case ever comes here",
                _closed(workflow, state, graphs),
            )


def _closed(workflow: Workflow, state: State, graphs: Sequence[Graph]) -> str:
    """Return which guards keep *state* from being reached."""
    outcomes = _outcomes(graphs)
    names = [
        guard.name
        for step in workflow.steps
        if step.dest == state.name
        for guard in guards_of(step)
        if outcomes.get((id(step), id(guard))) == {False}
    ]
    return f"never holds on the way: {', '.join(dict.fromkeys(names))}" if names else ""


def _dead(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """Every transition is taken in some case."""
    taken = {id(edge.step) for graph in graphs for edge in graph.edges}
    outcomes = _outcomes(graphs)
    reached = {known.state for graph in graphs for known in graph.nodes}
    for step in workflow.transitions:
        if id(step) not in taken:
            never = [guard.name for guard in guards_of(step) if outcomes.get((id(step), id(guard))) == {False}]
            hint = f"never holds: {', '.join(dict.fromkeys(never))}" if never else "another is always taken before it"
            if reached.isdisjoint(state.name for state in workflow.expanded(step.sources)):
                hint = "no case ever comes to where it leaves from"
            yield Finding("dead-transition", workflow.name, place(workflow, step), "is never taken", hint)


def _ambiguous(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """No command can be taken in two ways at once, unless one is what the other leaves over."""
    seen = set()
    for graph in graphs:
        for one in graph.overlaps:
            pair = (id(one.first), id(one.second))
            if pair not in seen:
                seen.add(pair)
                message = f"could as well lead to {one.second.dest or 'the same state'!r}: only the order decides"
                hint = "give one of them the negation of the other's guard"
                yield Finding("ambiguous-choice", workflow.name, place(workflow, one.first), message, hint)


def _no_end(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """From every state a final or resting one can be reached."""
    for state in dict.fromkeys(known.state for graph in graphs for known in graph.nodes):
        if not any(state in _ending(workflow, graph) for graph in graphs):
            yield Finding(
                "no-way-to-complete", workflow.name, state, "no final or resting state can be reached from here"
            )


def _ending(workflow: Workflow, graph: Graph) -> set[str]:
    """Return the states from which a final or resting one can be reached."""
    ends = {place for place, known in enumerate(graph.nodes) if not workflow.is_live(known.state)}
    return {graph.nodes[place].state for place in backwards(graph, ends)}


def _no_way_on(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """A state with a time limit can be left."""
    left = {graph.nodes[edge.source].state for graph in graphs for edge in graph.edges if edge.step.dest is not None}
    for state in workflow.states:
        if state.within is not None and state.name not in left:
            yield Finding(
                "deadline-without-way-on", workflow.name, state.name, "has a time limit, and nothing leads on"
            )


def _broken(workflow: Workflow, graphs: Sequence[Graph]) -> Iterator[Finding]:
    """A guard is a function of the case: it raises nothing, and always answers alike."""
    for name, one in {name: one for graph in graphs for name, one in graph.broken.items()}.items():
        if one.error:
            yield Finding("guard-raises", workflow.name, name, f"raised {one.error} in {one.state!r}")
        else:
            message = f"answered now so and now so in {one.state!r}: it reads the clock, chance, or what it keeps"
            yield Finding(
                "fickle-guard", workflow.name, name, message, "a guard looks at its situation and nothing else"
            )


# --------------------------------------------------------------------------- graphs


def backwards(graph: Graph, ends: set[int]) -> set[int]:
    """Return the nodes from which one of *ends* can be reached."""
    before: dict[int, list[int]] = {}
    for edge in graph.edges:
        before.setdefault(edge.dest, []).append(edge.source)
    found, queue = set(ends), list(ends)
    while queue:
        for source in before.get(queue.pop(), ()):
            if source not in found:
                found.add(source)
                queue.append(source)
    return found


def _outcomes(graphs: Sequence[Graph]) -> dict[tuple[int, int], set[bool]]:
    """Return what each guard ever answered, whatever the cast."""
    merged: dict[tuple[int, int], set[bool]] = {}
    for graph in graphs:
        for asking, seen in graph.outcomes.items():
            merged.setdefault(asking, set()).update(seen)
    return merged
