"""A workflow as a Mermaid state diagram."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from community_policing.workflows._workflow import Workflow
from community_policing.workflows.diagrams._arrows import (
    Kind,
    Label,
    arrows,
    every_text,
    marks,
    one_line,
    state_text,
    title,
)

_SIGNS = {Kind.COMMAND: "", Kind.FALL: "↯ ", Kind.LAPSE: "⌛ "}
"""What stands before the text of an arrow; Mermaid has one kind of line in a state diagram."""

_STYLES = {
    "initial": "stroke-width:3px",
    "final": "stroke-width:3px",
    "resting": "stroke-dasharray:6 3",
    "entry": "stroke-dasharray:2 2",
}

_WORD = frozenset("LMN")
"""What the Unicode categories of letters, marks and numbers begin with."""

_PLAIN = frozenset(" -_,.()/·…«»“”،؛")
"""Characters beside letters, their marks and digits that mean nothing to Mermaid."""


def to_mermaid(workflow: Workflow, *, label: Label | None = None) -> str:
    """
    Return *workflow* as the text of a Mermaid ``stateDiagram-v2``; the same workflow always gives the same text.

    What ends by rule bears ↯ and what lapses ⌛. Resting states are dashed; whatever another track may open directly
    has an arrow from outside, as the initial state does.

    Args:
        workflow: The workflow to draw.
        label: From a code (``workflow.…``, ``state.…``, ``command.…``, ``reason.…``) to the text to show, for example
            ``lambda code: labels.text(code, "ar")``; the names themselves when left out. Whatever the text holds, it
            stays text.
    """
    return "\n".join(_lines(workflow, label)) + "\n"


def _lines(workflow: Workflow, label: Label | None) -> Iterator[str]:
    """Yield the lines of the diagram."""
    ids = {state.name: f"s{index}" for index, state in enumerate(workflow.states)}
    yield "stateDiagram-v2"
    yield f"    accTitle: {_escaped(title(workflow, label))}"
    for state in workflow.states:
        yield f'    state "{_escaped(state_text(workflow, state, label))}" as {ids[state.name]}'
    for state in workflow.states:
        if state.initial or state.entry:
            yield f"    [*] --> {ids[state.name]}"
    for arrow in arrows(workflow, label):
        yield f"    {ids[arrow.source]} --> {ids[arrow.dest]} : {_SIGNS[arrow.kind]}{_escaped(every_text(arrow))}"
    for state in workflow.states:
        if state.final:
            yield f"    {ids[state.name]} --> [*]"
    for name, style in _STYLES.items():
        yield f"    classDef {name} {style}"
    for state in workflow.states:
        for mark in marks(state):
            yield f"    class {ids[state.name]} {mark}"


def _escaped(text: str) -> str:
    """Return *text* with everything that could mean something to Mermaid as ``#number;``."""
    shown = (
        character if category(character)[0] in _WORD or character in _PLAIN else f"#{ord(character)};"
        for character in one_line(text)
    )
    return "".join(shown) or "#8203;"
