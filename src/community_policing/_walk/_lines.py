"""Lines of a story, for a terminal and as a page."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable

import attrs

from community_policing.labels import plain, rtl_paragraph

RIGHT_TO_LEFT = ("ar", "ckb", "fa", "ur")


@attrs.frozen
class Line:
    """
    One line of a text.

    Attributes:
        text: What it says; values in it are isolated where they might disturb the order.
        depth: How far it is moved in; 0 for a heading.
        heading: 1 for the title, 2 for a step, 0 for any other line.
    """

    text: str
    depth: int = 0
    heading: int = 0


def is_rtl(language: str) -> bool:
    """Return whether *language* is written from right to left."""
    return language.replace("_", "-").partition("-")[0].lower() in RIGHT_TO_LEFT


def arrow(language: str) -> str:
    """Return the arrow that points along the line; no terminal turns it round."""
    return "←" if is_rtl(language) else "→"


def terminal(lines: Iterable[Line], language: str) -> str:
    """
    Return *lines* as text for a terminal.

    Lines of a language that is written from right to left are marked as such. A line of another language keeps its
    invisible marks only where it has letters that run from right to left; so most lines are plain text.
    """
    rtl = is_rtl(language)
    found: list[str] = []
    for line in lines:
        if line.heading and found:
            found.append("")
        text = line.text if rtl or _has_rtl(line.text) else plain(line.text)
        found.append(f"{'  ' * line.depth}{text}" if text else "")
    return rtl_paragraph("\n".join(found)) if rtl else "\n".join(found)


def page(parts: Iterable[tuple[str, Iterable[Line]]], title: str) -> str:
    """Return one HTML page with a section for each language; it needs nothing from elsewhere."""
    sections = "\n".join(_section(language, lines) for language, lines in parts)
    return f"{_HEAD.format(title=html.escape(title))}\n{sections}\n</body>\n</html>\n"


_HEAD = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem }}
section + section {{ border-block-start: 2px solid; margin-block-start: 3rem }}
h2 {{ border-block-start: 1px solid #999; font-size: 1.1rem; padding-block-start: .8rem }}
p {{ margin: .2rem 0 }} .d1 {{ margin-inline-start: 1rem }} .d2 {{ margin-inline-start: 2rem; color: #444 }}
</style>
</head>
<body>"""


def _section(language: str, lines: Iterable[Line]) -> str:
    """Return the section of one language."""
    direction = "rtl" if is_rtl(language) else "ltr"
    body = "\n".join(_element(line) for line in lines if line.text)
    return f'<section lang="{html.escape(language)}" dir="{direction}">\n{body}\n</section>'


def _element(line: Line) -> str:
    """Return one line as an element."""
    text = html.escape(line.text)
    return f"<h{line.heading}>{text}</h{line.heading}>" if line.heading else f'<p class="d{line.depth}">{text}</p>'


def _has_rtl(text: str) -> bool:
    """Return whether *text* has a letter that runs from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
