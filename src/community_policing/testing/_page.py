"""A coverage as one page that needs nothing else: no script, no request, both languages, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import attrs

from community_policing.labels import LabelBook, standard_labels
from community_policing.testing._coverage import Coverage
from community_policing.testing._coverage_text import HEADS, percent_text
from community_policing.testing._page_chart import Chart, circle, diamond, drawn, square, states_of
from community_policing.testing._page_tables import tables
from community_policing.testing._page_view import View, row, sign, table
from community_policing.testing._page_words import LANGUAGES, STYLE, WORDS

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def coverage_page(coverage: Coverage, *, labels: LabelBook | None = None) -> str:
    """
    Return *coverage* as the text of one HTML file, in English and Arabic; the reader chooses on the page.

    Each workflow has a map of its states, marked by what was reached, and tables of its states, transitions, rules of
    falling, guards with both sides, and reasons for refusal. The file loads nothing and runs nothing.

    Args:
        coverage: What was reached.
        labels: What to call things, in English and Arabic; the standard labels unless given. What they do not name is
            shown by its code.

    .. versionadded:: 26.1
    """
    book = standard_labels() if labels is None else labels
    views = [View(coverage, book, language, index) for index, language in enumerate(LANGUAGES)]
    title = " · ".join(view.word("title") for view in views)
    choice = "".join(_choice(view) for view in views)
    parts = "".join("".join(_section(view)) for view in views)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n"
        f"<body>\n{choice}\n<main>\n{parts}</main>\n</body>\n</html>\n"
    )


def _choice(view: View) -> str:
    """Return the button that shows one language."""
    name, direction = LANGUAGES[view.language]
    checked = " checked" if view.index == 0 else ""
    place = f"show-{view.language}"
    return (
        f'<input type="radio" name="language" id="{place}"{checked}>'
        f'<label for="{place}" lang="{view.language}" dir="{direction}">{name}</label>\n'
    )


def _section(view: View) -> Iterator[str]:
    """Yield the page in one language."""
    yield f'<section lang="{view.language}" dir="{view.direction}">\n<h1>{view.word("title")}</h1>\n'
    yield f'<p class="quiet">{view.word("lead")}</p>\n'
    parts = view.coverage.by_workflow()
    rows = [_overview(view, name, version, part) for name, version, part in parts]
    rows.append(_counted(f"<th scope='row'>{view.word('all')}</th>", view.coverage))
    yield table(view, ("workflow",), (*HEADS.values(), "share"), rows)
    for name, version, part in parts:
        yield from _workflow(attrs.evolve(view, coverage=part), name, version)
    yield "</section>\n"


def _overview(view: View, name: str, version: int, part: Coverage) -> str:
    """Return the row of one workflow in the table of all."""
    link = f'<a href="#{view.language}-{_anchor(name, version)}">{escape(view.name(f"workflow.{name}", name))}</a>'
    return _counted(f'<th scope="row"><bdi>{link}</bdi> <code dir="ltr">{escape(name)} {version}</code></th>', part)


def _counted(head: str, coverage: Coverage) -> str:
    """Return a row with how much of each aspect was reached."""
    cells = []
    for aspect in HEADS:
        part = coverage.only(aspect=aspect)
        count = f"{part.reached}/{len(part.hits)}" if part.hits else "–"
        cells.append(f'<td class="number"><span dir="ltr">{count}</span></td>')
    style, _, _ = sign(coverage.reached, len(coverage.hits))
    cells.append(f'<td class="number {style}"><span dir="ltr">{percent_text(coverage.percent)}</span></td>')
    return row(coverage.reached, len(coverage.hits), head + "".join(cells))


def _workflow(view: View, name: str, version: int) -> Iterator[str]:
    """Yield everything about one workflow."""
    title = view.name(f"workflow.{name}", name)
    yield (
        f'<h2 id="{view.language}-{_anchor(name, version)}"><bdi>{escape(title)}</bdi> '
        f'<code dir="ltr">{escape(name)}</code> {view.word("version")} {version}</h2>\n'
    )
    names = {state: view.name(f"state.{name}.{state}", state) for state in states_of(view.coverage)}
    chart = Chart(
        names, view.coverage, f"{title}: {WORDS['drawing'][view.index]}", WORDS["stays"][view.index], view.index == 1
    )
    yield f"<h3>{view.word('drawing')}</h3>\n<p class='quiet'>{view.word('reading')}</p>\n"
    yield f"{_legend(view)}<div class='scroll'>{drawn(chart)}</div>\n"
    yield from tables(view)


def _legend(view: View) -> str:
    """Return what the signs of the map mean."""
    signs = (
        (square, "yes", "entered"),
        (square, "no", "not-entered"),
        (circle, "yes", "reached"),
        (circle, "part", "part"),
        (circle, "no", "never"),
        (circle, "plain", "by-command"),
        (diamond, "plain", "by-rule"),
    )
    items = (
        f'<li><svg width="18" height="18" aria-hidden="true">{draw(style, 9, 9, "")}</svg> {view.word(word)}</li>'
        for draw, style, word in signs
    )
    return f'<ul class="legend">{"".join(items)}</ul>\n'


def _anchor(name: str, version: int) -> str:
    """Return the id of a workflow on the page."""
    return escape(f"{name}-{version}")
