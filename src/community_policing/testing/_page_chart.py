"""
A workflow drawn as a map of its states, for a coverage page.

Every state has a row, and a square where that row crosses the column of the same number. A mark in the row of one state
and the column of another is a step from the first to the second. So nothing crosses what it should not, however many
steps there are, and no program is needed to lay it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

import attrs

from community_policing.testing._coverage import Aspect, Coverage, Point

PITCH = 26
"""How far apart two rows or columns are."""

LETTER = 7.4
"""How wide a letter of a label is, at most on average."""

_STEPS = frozenset({Aspect.TRANSITION, Aspect.FALL})
_CLASSES = {(True, False): "yes", (True, True): "part", (False, True): "no"}


@attrs.frozen
class Chart:
    """
    What is drawn.

    Attributes:
        states: The names of the states with what to call them, in order.
        coverage: What was reached of the workflow.
        name: What to call the drawing.
        stays: What to call the column of what stays.
        rtl: Whether it is read from right to left.
    """

    states: Mapping[str, str]
    coverage: Coverage
    name: str
    stays: str
    rtl: bool = False

    @property
    def margin(self) -> int:
        """The room for the labels of the states."""
        return 60 + int(LETTER * max(map(len, self.states.values()), default=0))

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return self.margin + PITCH * (len(self.states) + 1) + 60

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return PITCH * (len(self.states) + 1) + 20

    def column(self, index: int) -> int:
        """Return where the column *index* is."""
        x = self.margin + PITCH * index
        return self.width - x if self.rtl else x

    @staticmethod
    def row(index: int) -> int:
        """Return where the row *index* is."""
        return 40 + PITCH * index


Cell = tuple[int, int, Aspect]


def drawn(chart: Chart) -> str:
    """Return *chart* as an SVG element."""
    places = {state: index for index, state in enumerate(chart.states)}
    cells = _cells(chart.coverage, places)
    direction = "rtl" if chart.rtl else "ltr"
    inside = "".join((*_labels(chart), *_ways(chart, cells), *_squares(chart), *_marks(chart, cells)))
    size = f'width="{chart.width}" height="{chart.height}" viewBox="0 0 {chart.width} {chart.height}"'
    return f'<svg role="img" aria-label="{escape(chart.name)}" direction="{direction}" {size}>{inside}</svg>'


def ends(point: Point) -> tuple[str, str]:
    """Return the state that a step leaves and the one that it leads to."""
    source, second, *rest = point.subject
    return (source, rest[0]) if point.aspect is Aspect.TRANSITION else (source, second)


def states_of(coverage: Coverage) -> tuple[str, ...]:
    """Return the states that *coverage* speaks of, in order; those that only its steps name come last."""
    entered = (point.subject[0] for point in coverage.only(aspect=Aspect.STATE).hits)
    met = (state for point in coverage.hits if point.aspect in _STEPS for state in ends(point))
    return tuple(dict.fromkeys((*entered, *met)))


def _cells(coverage: Coverage, places: Mapping[str, int]) -> dict[Cell, list[Point]]:
    """Return the steps by the row and column in which they are marked; what stays is in the column after the last."""
    cells: dict[Cell, list[Point]] = {}
    for point in coverage.hits:
        if point.aspect in _STEPS:
            source, dest = (places[state] for state in ends(point))
            column = len(places) if source == dest else dest
            cells.setdefault((source, column, point.aspect), []).append(point)
    return cells


def _labels(chart: Chart) -> Iterator[str]:
    """Yield the labels of rows and columns."""
    for index, text in enumerate(chart.states.values()):
        beside = chart.column(0) + (PITCH if chart.rtl else -PITCH) * 0.8
        yield f'<text x="{beside:g}" y="{chart.row(index) + 4}" text-anchor="end">{escape(text)} · {index + 1}</text>'
        yield f'<text class="quiet" x="{chart.column(index)}" y="20" text-anchor="middle">{index + 1}</text>'
    last = chart.column(len(chart.states))
    yield f'<text class="quiet" x="{last}" y="20" text-anchor="middle">{escape(chart.stays)}</text>'


def _ways(chart: Chart, cells: Iterable[Cell]) -> Iterator[str]:
    """Yield a line along each row and each column, from the square to the marks that belong to it."""
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    for row, column, _ in cells:
        rows.setdefault(row, [row]).append(column)
        columns.setdefault(column, [column]).append(row)
    for row, met in rows.items():
        yield f'<path class="way" d="M{chart.column(min(met))} {chart.row(row)}H{chart.column(max(met))}"/>'
    for column, met in columns.items():
        if column < len(chart.states):
            yield f'<path class="way" d="M{chart.column(column)} {chart.row(min(met))}V{chart.row(max(met))}"/>'


def _squares(chart: Chart) -> Iterator[str]:
    """Yield the square of each state."""
    entered = {point.subject[0]: times for point, times in chart.coverage.only(aspect=Aspect.STATE).hits.items()}
    for index, (state, text) in enumerate(chart.states.items()):
        times = entered.get(state, 0)
        yield square("yes" if times else "no", chart.column(index), chart.row(index), f"{text}: {times}")


def _marks(chart: Chart, cells: Mapping[Cell, list[Point]]) -> Iterator[str]:
    """Yield the mark of each cell; where a command and a rule lead the same way, one stands above the other."""
    for (row, column, aspect), points in cells.items():
        times = [chart.coverage.hits[point] for point in points]
        style = _CLASSES[any(times), not all(times)]
        title = "\n".join(f"{point}: {count}" for point, count in zip(points, times, strict=True))
        both = all((row, column, one) in cells for one in _STEPS)
        draw, apart = (circle, -5) if aspect is Aspect.TRANSITION else (diamond, 6)
        yield draw(style, chart.column(column), chart.row(row) + (apart if both else 0), title)


# --------------------------------------------------------------------------- shapes


def square(style: str, x: int, y: int, title: str) -> str:
    """Return the square of a state, around a point."""
    place = f'x="{x - 7}" y="{y - 7}" width="14" height="14"'
    return f'<rect class="{style}" {place}><title>{escape(title)}</title></rect>'


def circle(style: str, x: int, y: int, title: str) -> str:
    """Return the mark of what a command does, around a point."""
    return f'<circle class="{style}" cx="{x}" cy="{y}" r="4.5"><title>{escape(title)}</title></circle>'


def diamond(style: str, x: int, y: int, title: str) -> str:
    """Return the mark of what a rule does, around a point."""
    return f'<path class="{style}" d="M{x} {y - 6}l6 6-6 6-6-6z"><title>{escape(title)}</title></path>'
