"""From .po to .mo, and what is wrong with a .po."""

from __future__ import annotations

import pytest

from community_policing.labels._po import compile_po, locale_faults, po_codes, po_faults

HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
CASE = '\nmsgid "ui.case"\nmsgstr "Case"\n'
DAY = '\nmsgid "unit.day"\nmsgid_plural "unit.day"\nmsgstr[0] "{count} day"\nmsgstr[1] "{count} days"\n'


def faults(text):
    return [(code, place) for code, place, _ in po_faults(text.encode(), "en/small.po")]


def test_a_complete_po_has_no_faults():
    """Headers, a text and plural forms: nothing to say."""
    assert faults(HEADER + CASE + DAY) == []


@pytest.mark.parametrize("header", ["Language", "Content-Type", "Plural-Forms"])
def test_a_missing_header_is_a_fault(header):
    """Each of the three is needed, and Babel would invent it in silence."""
    lines = (line for line in HEADER.splitlines(keepends=True) if not line.startswith(f'"{header}:'))

    assert faults("".join(lines) + CASE) == [("po-header", "en/small.po")]


def test_a_fuzzy_entry_is_a_fault():
    """Fuzzy texts would be left out of the .mo in silence."""
    assert faults(HEADER + "\n#, fuzzy" + CASE) == [("po-fuzzy", "en/small.po/ui.case")]


def test_an_empty_entry_is_a_fault():
    """An empty text would show the code to a reader."""
    assert faults(HEADER + CASE.replace('"Case"', '""')) == [("po-missing", "en/small.po/ui.case")]


@pytest.mark.parametrize("lacking", ['msgstr[1] "{count} days"\n', '"{count} days"'])
def test_a_plural_form_that_lacks_or_is_empty_is_a_fault(lacking):
    """Every form of the language must be written."""
    text = DAY.replace(lacking, '""' if lacking.startswith('"') else "")

    assert faults(HEADER + text) == [("po-missing", "en/small.po/unit.day")]


def test_a_code_that_is_there_twice_is_a_fault():
    """Babel would keep the first and drop the second in silence."""
    assert faults(HEADER + CASE + CASE.replace("Case", "Matter")) == [("po-twice", "en/small.po/ui.case")]


def test_every_msgid_is_listed_whether_translated_or_not():
    """Singular and plural codes, without the header."""
    assert po_codes((HEADER + CASE.replace('"Case"', '""') + DAY).encode()) == {"ui.case", "unit.day"}


def test_one_source_compiles_to_the_same_bytes_each_time():
    """No time of day enters the .mo, so that wheels are reproducible."""
    data = (HEADER + CASE + DAY).encode()

    assert compile_po(data) == compile_po(data)
    assert b"2026-01-01 00:00" in compile_po(data)


def test_a_code_or_a_domain_that_one_language_lacks_is_a_fault(tmp_path):
    """The languages must have the same files with the same codes."""
    for language, domain, text in (
        ("en", "kernel", HEADER + CASE + DAY),
        ("ar", "kernel", HEADER + CASE),
        ("en", "intake", HEADER + CASE),
    ):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{domain}.po").write_text(text, encoding="utf-8")

    found = [(code, place) for code, place, _ in locale_faults(tmp_path)]

    assert found == [("po-missing", "ar/intake.po/ui.case"), ("po-missing", "ar/kernel.po/unit.day")]
