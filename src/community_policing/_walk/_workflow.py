"""A workflow in words: as a table, and for a diagram."""

from __future__ import annotations

import re
from collections.abc import Callable

from community_policing._walk._lines import arrow
from community_policing.labels import LabelBook, plain
from community_policing.workflows import TIMEKEEPER, Workflow
from community_policing.workflows.diagrams import Row, to_mermaid, to_table

_PLACE = re.compile(r"\{\w+\}")


def workflow_diagram(workflow: Workflow, labels: LabelBook, language: str) -> str:
    """Return *workflow* as a Mermaid diagram."""
    return to_mermaid(workflow, label=_words(labels, language)).rstrip("\n")


def workflow_table(workflow: Workflow, labels: LabelBook, language: str) -> str:
    """Return the steps of *workflow* as a Markdown table: state, command, next state, who may, and conditions."""
    words = _words(labels, language)
    heads = [words(f"ui.{name}") for name in ("state", "now-possible", "state", "by", "required")]
    heads[2] = f"{arrow(language)} {heads[2]}"
    rows = [_cells(row, workflow.name, words, lambda names: labels.list(names, language)) for row in to_table(workflow)]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(plain(cell).replace('|', '/') for cell in cells)} |" for cells in lines)


def _words(labels: LabelBook, language: str) -> Callable[[str], str]:
    """Return a function from codes to words, with dots in the places of a sentence, which nothing fills here."""
    return lambda code: unfilled(labels.text(code, language))


def unfilled(sentence: str) -> str:
    """Return *sentence* with dots for what is not known here."""
    return _PLACE.sub("…", sentence)


def _cells(row: Row, workflow: str, words: Callable[[str], str], listed: Callable[[list[str]], str]) -> list[str]:
    """Return the cells of one row; what falls has no command, and its conditions are those of the fall."""
    return [
        words(f"state.{workflow}.{row.source}"),
        words(f"command.{row.command}" if row.command else "event.ended-by-rule"),
        words(f"state.{workflow}.{row.dest}"),
        listed([words(f"concept.roles.{role}") for role in row.by if role != TIMEKEEPER]),
        " ".join(words(f"reason.{code}") for code in (*row.when, *row.given)),
    ]
