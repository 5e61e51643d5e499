"""The table for a spreadsheet."""

import csv
import io

import attrs
import pytest

from community_policing.exchange import to_csv
from community_policing.taxonomy import ConceptScheme, Text


def rows(scheme):
    return list(csv.DictReader(io.StringIO(to_csv(scheme), newline="")))


def test_every_concept_is_a_line_under_a_header(troubles):
    """Cells are quoted as RFC 4180 asks, lines end in CRLF, several values share a cell."""
    text = to_csv(troubles)
    music = rows(troubles)[1]

    assert text.count("\r\n") == text.count("\n") == 5
    assert music["label_en"] == 'Loud "music"'
    assert music["definition_en"] == "Music that is, well, loud"
    assert music["alt_ar"] == "سماعات"
    assert (music["broader"], music["related"]) == ("noise", "smoke")
    assert music["mappings"].startswith("closeMatch ICCS-1.0 08012 | exactMatch NIBRS 90Z | ")
    assert "nayber" not in text


def test_a_retired_concept_names_its_successor(troubles):
    """Retirement stands in two cells, which are empty for all others."""
    retired = [(row["deprecated"], row["replaced_by"]) for row in rows(troubles)]

    assert retired == [("", ""), ("", ""), ("", ""), ("yes", "smoke")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start, troubles):
    """What a spreadsheet would run begins with an apostrophe; anything else is left as it is."""
    noise = attrs.evolve(troubles["noise"], definition=Text(f"{start}HYPERLINK(1)", f"ض{start}"))
    row = rows(ConceptScheme("troubles", troubles.pref_label, [noise]))[0]

    assert row["definition_en"] == f"'{start}HYPERLINK(1)"
    assert row["definition_ar"] == f"ض{start}"
