"""The tables of one workflow on a coverage page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import attrs

from community_policing.testing._coverage import Aspect
from community_policing.testing._coverage_text import HEADS
from community_policing.testing._page_chart import ends
from community_policing.testing._page_view import View, number, once, row, table


def tables(view: View) -> Iterator[str]:
    """Yield a table for each aspect of the workflow of *view* that has any points."""
    tables = {
        Aspect.TRANSITION: (("from", "command", "to", "mark"), ("times",), _transitions),
        Aspect.FALL: (("from", "to", "causes", "mark"), ("times",), _falls),
        Aspect.GUARD: (("guard", "reason", "mark"), ("held", "failed"), _guards),
        Aspect.REFUSAL: (("code", "mark"), ("times",), _refusals),
        Aspect.STATE: (("state", "mark"), ("times",), _states),
    }
    for aspect, (heads, numbers, rows) in tables.items():
        part = attrs.evolve(view, coverage=view.coverage.only(aspect=aspect))
        if part.coverage.hits:
            yield f"<h3>{view.word(HEADS[aspect])}</h3>\n"
            yield table(view, heads, numbers, rows(part))


def _transitions(view: View) -> Iterator[str]:
    """Yield a row for each transition."""
    for point, times in view.coverage.hits.items():
        source, dest = ends(point)
        command = " ".join((point.subject[1], *point.subject[3:]))
        cells = (
            view.state(point.workflow, source),
            view.cell(f"command.{point.subject[1]}", command),
            view.state(point.workflow, dest),
        )
        yield once(view, "".join(cells), times)


def _falls(view: View) -> Iterator[str]:
    """Yield a row for each rule of falling."""
    for point, times in view.coverage.hits.items():
        source, dest, causes, *rest = point.subject
        told = "".join(view.named(f"reason.{code}", code) for code in causes.split(" & "))
        places = view.state(point.workflow, source) + view.state(point.workflow, dest)
        yield once(view, f"{places}<td>{told}{escape(' '.join(rest))}</td>", times)


def _guards(view: View) -> Iterator[str]:
    """Yield a row for each guard, with both of its sides."""
    guards: dict[tuple[str, str], dict[str, int]] = {}
    for point, times in view.coverage.hits.items():
        name, code, side = point.subject
        guards.setdefault((name, code), {})[side] = times
    for (name, code), sides in guards.items():
        reached = sum(times > 0 for times in sides.values())
        cells = f'<td><code dir="ltr">{escape(name)}</code></td>{view.cell(f"reason.{code}", code)}'
        numbers = number(sides.get("held", 0)) + number(sides.get("failed", 0))
        yield row(reached, len(sides), f"{cells}{view.mark(reached, len(sides))}{numbers}")


def _refusals(view: View) -> Iterator[str]:
    """Yield a row for each reason for refusal."""
    for point, times in view.coverage.hits.items():
        yield once(view, view.cell(f"reason.{point.subject[0]}", point.subject[0]), times)


def _states(view: View) -> Iterator[str]:
    """Yield a row for each state."""
    for point, times in view.coverage.hits.items():
        yield once(view, view.state(point.workflow, point.subject[0]), times)
