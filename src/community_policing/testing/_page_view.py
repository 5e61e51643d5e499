"""A coverage as it is read in one language: its words, and the rows and cells of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import attrs

from community_policing.labels import LabelBook, plain
from community_policing.testing._coverage import Coverage
from community_policing.testing._page_words import LANGUAGES, WORDS


@attrs.frozen
class View:
    """
    A coverage as it is read in one language.

    Attributes:
        coverage: What was reached.
        labels: What to call things.
        language: The language.
        index: Which of the two texts of a word is meant.
    """

    coverage: Coverage
    labels: LabelBook
    language: str
    index: int

    @property
    def direction(self) -> str:
        """Where it is read from."""
        return LANGUAGES[self.language][1]

    def word(self, key: str) -> str:
        """Return a word of the page itself, ready for the page."""
        return escape(WORDS[key][self.index])

    def name(self, code: str, otherwise: str) -> str:
        """Return the label of *code*, or *otherwise* where there is none, as plain text."""
        if not self.labels.has(code):
            return otherwise
        return re.sub(r"\{\w+\}", "[…]", plain(self.labels.text(code, self.language)))

    def named(self, code: str, shown: str) -> str:
        """Return the label of *code*, if there is one, and the code *shown*, ready for the page."""
        name = f"<bdi>{escape(self.name(code, shown))}</bdi>" if self.labels.has(code) else ""
        return f'{name}<code dir="ltr">{escape(shown)}</code>'

    def cell(self, code: str, shown: str) -> str:
        """Return the cell of what `named` says."""
        return f"<td>{self.named(code, shown)}</td>"

    def state(self, workflow: str, state: str) -> str:
        """Return the cell of a state."""
        return self.cell(f"state.{workflow}.{state}", state)

    def mark(self, reached: int, asked: int) -> str:
        """Return the cell that says whether all was reached, nothing, or a part."""
        style, mark, word = sign(reached, asked)
        return f'<td class="mark {style}">{mark} {self.word(word)}</td>'


def sign(reached: int, asked: int) -> tuple[str, str, str]:
    """Return the class, the sign and the word for *reached* of *asked*."""
    if reached == asked:
        return "yes", "✓", "reached"
    return ("part", "½", "part") if reached else ("no", "✗", "never")


def once(view: View, cells: str, times: int) -> str:
    """Return the row of one point."""
    reached = int(times > 0)
    return row(reached, 1, f"{cells}{view.mark(reached, 1)}{number(times)}")


def number(times: int) -> str:
    """Return the cell of a number."""
    return f'<td class="number">{times}</td>'


def row(reached: int, asked: int, cells: str) -> str:
    """Return a row, marked by how much of it was reached."""
    style = {"yes": "done", "part": "half", "no": "never"}[sign(reached, asked)[0]]
    return f'<tr class="{style}">{cells}</tr>\n'


def table(view: View, heads: Iterable[str], numbers: Iterable[str], rows: Iterable[str]) -> str:
    """Return a table whose columns are headed by the words *heads* and, over numbers, by *numbers*."""
    words = "".join(f'<th scope="col">{view.word(head)}</th>' for head in heads)
    counts = "".join(f'<th scope="col" class="number">{view.word(head)}</th>' for head in numbers)
    inside = f"<thead><tr>{words}{counts}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>"
    return f'<div class="scroll"><table>\n{inside}\n</table></div>\n'
