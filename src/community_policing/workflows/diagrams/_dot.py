"""A workflow as a Graphviz graph."""

from __future__ import annotations

from collections.abc import Iterator

from community_policing.workflows._state import State
from community_policing.workflows._workflow import Workflow
from community_policing.workflows.diagrams._arrows import (
    Kind,
    Label,
    arrows,
    every_text,
    one_line,
    state_text,
    title,
)

_LINES = {Kind.COMMAND: "solid", Kind.FALL: "dashed", Kind.LAPSE: "dotted"}


def to_dot(workflow: Workflow, *, label: Label | None = None) -> str:
    """
    Return *workflow* as the text of a Graphviz digraph; the same workflow always gives the same text.

    What ends by rule is a dashed line and what lapses a dotted one. Final states have a double rim, resting ones a
    dashed rim; an arrow from a point leads to where tracks begin.

    Args:
        workflow: The workflow to draw.
        label: From a code to the text to show, as for `to_mermaid`.
    """
    return "\n".join(_lines(workflow, label)) + "\n"


def _lines(workflow: Workflow, label: Label | None) -> Iterator[str]:
    """Yield the lines of the graph."""
    ids = {state.name: f"s{index}" for index, state in enumerate(workflow.states)}
    yield "digraph {"
    yield f"    label={_quoted(title(workflow, label))};"
    yield '    node [shape="box"];'
    for state in workflow.states:
        text = _quoted(state_text(workflow, state, label))
        yield f"    {ids[state.name]} [label={text}, style={_rim(state)}, peripheries={2 if state.final else 1}];"
    for state in workflow.states:
        if state.initial or state.entry:
            yield f'    from_{ids[state.name]} [shape="point"];'
            yield f"    from_{ids[state.name]} -> {ids[state.name]};"
    for arrow in arrows(workflow, label):
        line, text = _LINES[arrow.kind], _quoted(every_text(arrow))
        yield f'    {ids[arrow.source]} -> {ids[arrow.dest]} [label={text}, style="{line}"];'
    yield "}"


def _rim(state: State) -> str:
    """Return the style of a state's rim."""
    return '"rounded,dashed"' if state.resting else '"rounded"'


def _quoted(text: str) -> str:
    r"""Return *text* as a quoted string in which ``\N`` and the like mean nothing."""
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{escaped}"'
