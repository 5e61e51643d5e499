"""A coverage as text for a terminal: a line for each workflow, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from community_policing.testing._coverage import Aspect, Coverage

HEADS = {
    Aspect.STATE: "states",
    Aspect.TRANSITION: "transitions",
    Aspect.FALL: "falls",
    Aspect.GUARD: "guards",
    Aspect.REFUSAL: "refusals",
}
"""What the columns and tables are called, by what they are about."""


def coverage_text(coverage: Coverage, *, missing: int | None = 0) -> str:
    """
    Return *coverage* as a table: a line for each workflow, with how many of each kind of point were reached.

    Args:
        coverage: What was reached.
        missing: How many of the points that were never reached to list for each workflow; `None` lists all.

    >>> from community_policing.testing import Aspect, Coverage, Point
    >>> inside, outside = (Point("visit", 1, Aspect.STATE, (name,)) for name in ("inside", "outside"))
    >>> print(coverage_text(Coverage({outside: 3, inside: 0})))
    workflow  states  transitions  falls  guards  refusals  reached
    visit 1      1/2            -      -       -         -    50.0%

    .. versionadded:: 26.1
    """
    parts = coverage.by_workflow()
    rows = [_row(f"{name} {version}", part) for name, version, part in parts]
    if len(parts) > 1:
        rows.append(_row("all", coverage))
    lines = list(_aligned([("workflow", *HEADS.values(), "reached"), *rows]))
    for name, version, part in parts:
        lines += _listed(f"{name} {version}", part, missing)
    return "\n".join(lines)


def percent_text(percent: float) -> str:
    """Return *percent* with one decimal, rounded down: only what is whole reads 100.0%."""
    return f"{floor(percent * 10) / 10:.1f}%"


def _row(name: str, coverage: Coverage) -> tuple[str, ...]:
    """Return the cells of one workflow."""
    parts = [coverage.only(aspect=aspect) for aspect in HEADS]
    counts = (f"{part.reached}/{len(part.hits)}" if part.hits else "-" for part in parts)
    return (name, *counts, percent_text(coverage.percent))


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield *rows* as lines: the first column flush left, the others flush right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *cells in rows:
        right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *right))


def _listed(name: str, coverage: Coverage, most: int | None) -> Iterator[str]:
    """Yield what is missing of one workflow, no more than *most* lines of it."""
    points = coverage.missing()
    shown = points[:most]
    if shown:
        yield f"never reached in {name}:"
        yield from (f"  {point.aspect.value:<10}  {point}" for point in shown)
    if shown and len(points) > len(shown):
        yield f"  … and {len(points) - len(shown)} more"
