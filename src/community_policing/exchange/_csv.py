"""A scheme as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from community_policing.taxonomy import Concept, ConceptScheme, Text

_HEADER = (
    "id",
    "notation",
    "broader",
    "label_en",
    "label_ar",
    "alt_en",
    "alt_ar",
    "definition_en",
    "definition_ar",
    "scope_note_en",
    "scope_note_ar",
    "related",
    "mappings",
    "deprecated",
    "replaced_by",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BETWEEN = " | "


def to_csv(scheme: ConceptScheme) -> str:
    """
    Return *scheme* as CSV: a header, then a line for each concept, as RFC 4180 has it, with CRLF.

    Several values in one cell are parted by ``" | "``; a mapping reads ``closeMatch ICCS-1.0 020112``. Hidden labels
    are not in it. A cell that a spreadsheet would take for a formula - it begins with ``=``, ``+``, ``-``, ``@``, a
    tab or a new line - begins with an apostrophe instead, which the spreadsheet shows or drops and never runs.

    Write it to a file with ``newline=""``, and as ``utf-8-sig`` when Excel is to open it: without the mark Excel
    garbles Arabic.

    >>> from community_policing import load_scheme
    >>> to_csv(load_scheme("party-kinds")).splitlines()[1][:36]
    'natural-person,PK1,,Natural person,ش'

    .. versionadded:: 26.1
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    writer.writerows([_safe(cell) for cell in _row(concept)] for concept in scheme)
    return out.getvalue()


def _row(concept: Concept) -> Iterator[str]:
    """Yield the cells of *concept*."""
    yield from (concept.id, concept.notation, concept.broader or "")
    yield from _both(concept.pref_label)
    yield _BETWEEN.join(concept.alt_labels.en)
    yield _BETWEEN.join(concept.alt_labels.ar)
    yield from _both(concept.definition)
    yield from _both(concept.scope_note)
    yield _BETWEEN.join(concept.related)
    yield _BETWEEN.join(f"{each.match} {each.scheme} {each.code}" for each in concept.mappings)
    yield "yes" if concept.deprecated else ""
    yield concept.replaced_by or ""


def _both(text: Text | None) -> tuple[str, str]:
    """Return *text* in both languages, or two empty cells."""
    return ("", "") if text is None else (text.en, text.ar)


def _safe(cell: str) -> str:
    """Return *cell* as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
