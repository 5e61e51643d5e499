"""How a contract says that it is broken."""

from __future__ import annotations

from collections.abc import Iterable

from community_policing.errors import Problem

_SHOWN = 50
"""How many problems are listed; a catalog without a language has thousands."""


def require(condition: object, message: str) -> None:
    """Raise `AssertionError` with *message* unless *condition* holds; ``python -O`` does not leave it out."""
    __tracebackhide__ = True
    if not condition:
        raise AssertionError(message)


def require_none(what: str, problems: Iterable[Problem]) -> None:
    """Raise one `AssertionError` that lists the *problems* of *what*, unless there is none."""
    __tracebackhide__ = True
    found = tuple(problems)
    lines = [f"  - {problem}" for problem in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"  … and {len(found) - _SHOWN} more")
    number = f"{len(found)} problem{'s' if len(found) != 1 else ''}"
    require(not found, "\n".join((f"{what} does not hold its contract ({number}):", *lines)))
