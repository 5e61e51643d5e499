"""What a picture of a workflow shows, whatever draws it: its arrows, in the order of the definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

import attrs

from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._lapse import Lapse, lapses
from community_policing.workflows._state import Fall, State, Step
from community_policing.workflows._workflow import Workflow

Label = Callable[[str], str]
"""From a code, such as ``state.mediation.screening``, to the text to show."""


class Kind(Enum):
    """What makes an arrow happen."""

    COMMAND = "command"
    FALL = "fall"
    LAPSE = "lapse"

    __hash__ = object.__hash__


@attrs.frozen
class Arrow:
    """
    One way from a state to a state, or back to itself.

    Attributes:
        source: The name of the state it leaves.
        dest: The name of the state it leads to.
        texts: What to write beside it: commands, or the reasons for which it falls.
        kind: What makes it happen.
    """

    source: str
    dest: str
    texts: tuple[str, ...]
    kind: Kind


def steps(workflow: Workflow) -> Iterator[tuple[Step, State]]:
    """Yield every step of *workflow*, lapses last, with each state that it leaves."""
    for step in (*workflow.steps, *lapses(workflow.states)):
        for source in workflow.expanded(step.sources):
            yield step, source


def arrows(workflow: Workflow, label: Label | None) -> tuple[Arrow, ...]:
    """Return the arrows of *workflow*; what leads between the same two states in the same way is one arrow."""
    found: dict[tuple[str, str, Kind], list[str]] = {}
    for step, source in steps(workflow):
        place = (source.name, step.dest or source.name, kind_of(step))
        found.setdefault(place, []).append(_text(step, label))
    return tuple(
        Arrow(source, dest, tuple(dict.fromkeys(texts)), kind) for (source, dest, kind), texts in found.items()
    )


def kind_of(step: Step) -> Kind:
    """Return what makes *step* happen."""
    if isinstance(step, Fall):
        return Kind.FALL
    return Kind.LAPSE if step.on is Lapse else Kind.COMMAND


def causes(fall: Fall) -> tuple[AnyGuard, ...]:
    """Return the guards that say why *fall* fell: those that do not hold when it does."""
    return tuple(~guard for guard in fall.once)


def title(workflow: Workflow, label: Label | None) -> str:
    """Return what to call *workflow*."""
    return workflow.name if label is None else label(workflow.label_code)


def state_text(workflow: Workflow, state: State, label: Label | None) -> str:
    """Return what to call *state*."""
    return state.name if label is None else label(f"state.{workflow.name}.{state.name}")


def one_line(text: str) -> str:
    """Return *text* on one line, without control characters and runs of space."""
    return " ".join("".join(" " if is_control(character) else character for character in text).split())


def is_control(character: str) -> bool:
    """Return whether *character* is a control character."""
    return character < " " or "\x7f" <= character <= "\x9f"


def marks(state: State) -> tuple[str, ...]:
    """Return what is to be seen of *state*: ``initial``, ``final``, ``resting``, ``entry``."""
    shown = {"initial": state.initial, "final": state.final, "resting": state.resting, "entry": state.entry}
    return tuple(name for name, there in shown.items() if there)


def _text(step: Step, label: Label | None) -> str:
    """Return what to write beside *step*."""
    if isinstance(step, Fall):
        if label is None:
            return " & ".join(guard.code for guard in causes(step))
        return " & ".join(label(guard.label_code) for guard in causes(step))
    spec = step.command
    if label is None:
        return spec.name if spec.cls is Lapse else spec.name.partition(".")[2]
    return label(spec.label_code)


def every_text(arrow: Arrow) -> str:
    """Return everything to write beside *arrow*, on one line."""
    return one_line(" · ".join(arrow.texts))
