"""What the rules of a workflow name: guards, marks, and every text in their code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any

from community_policing.workflows import AnyGuard, Consequence, Marks, Unmarks, Workflow
from community_policing.workflows._where import Holding


def marks_of(consequence: Consequence) -> Iterator[str]:
    """Yield the marks that *consequence* may set or remove; of a host's own all that it names."""
    if isinstance(consequence, Marks | Unmarks):
        yield consequence.mark
    elif not type(consequence).__module__.endswith("._consequences"):
        named: set[str] = set()
        texts_in(type(consequence).changes, named, set())
        yield from named


def marks_in(workflows: Iterable[Workflow]) -> Iterator[str]:
    """Yield every mark that a step of *workflows* may set or remove."""
    for workflow in workflows:
        for step in workflow.steps:
            for consequence in step.then:
                yield from marks_of(consequence)


def guards_of(workflow: Workflow) -> Iterator[AnyGuard]:
    """Yield every guard of *workflow*, those of its openings and safeguards too."""
    yield from workflow.guards
    for step in workflow.steps:
        for opening in step.opens:
            guard = getattr(opening, "guard", None)
            if guard is not None:
                yield guard
    for safeguard in workflow.safeguards:
        for name in ("where", "given", "to"):
            yield from _claims(getattr(safeguard, name, None))


def _claims(where: object) -> Iterator[AnyGuard]:
    """Yield every guard that *where* speaks of."""
    if isinstance(where, Holding):
        yield where.guard
    for part in (*getattr(where, "parts", ()), *filter(None, (getattr(where, "part", None),))):
        yield from _claims(part)


def texts_in(function: Callable[..., Any], found: set[str], seen: set[int]) -> None:
    """Add to *found* every text that *function*, or what it calls of its own package, names."""
    code = getattr(function, "__code__", None)
    if code is None or id(code) in seen:
        return
    seen.add(id(code))
    space = getattr(function, "__globals__", {})
    cells = dict(zip(code.co_freevars, getattr(function, "__closure__", None) or (), strict=False))
    for inner in _codes(code):
        texts_of(inner.co_consts, found)
        for name in inner.co_names:
            _named_thing(space.get(name), found, seen)
    for cell in cells.values():
        _named_thing(cell.cell_contents, found, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield *code* and the code inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _named_thing(thing: Any, found: set[str], seen: set[int]) -> None:  # noqa: ANN401  anything a rule refers to
    """Add the texts in a value that a rule refers to, or those of a function it calls."""
    claim = getattr(thing, "claim", thing)
    if callable(claim) and not isinstance(claim, type):
        texts_in(claim, found, seen)
    else:
        texts_of(thing, found)


def texts_of(value: Any, found: set[str]) -> None:  # noqa: ANN401  any constant
    """Add every text in *value* to *found*."""
    if isinstance(value, str):
        found.add(value)
    elif isinstance(value, Mapping):
        texts_of(tuple(value), found)
        texts_of(tuple(value.values()), found)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            texts_of(item, found)
