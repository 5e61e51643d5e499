"""The texts of one language."""

from __future__ import annotations

import pickle
import subprocess
import sys

import attrs
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from community_policing.errors import InvalidCatalogError
from community_policing.labels import Catalog, packaged_catalogs, read_mo, read_po
from community_policing.labels._catalog import _domains, merged
from community_policing.labels._po import compile_po

FORMS = ("zero", "one", "two", "few", "many", "other")
PO = """
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "ui.case"
msgstr "الحالة"

msgid "unit.day"
msgid_plural "unit.day"
msgstr[0] "{count} يوم"
msgstr[1] "{count} أيام"
""".lstrip().encode()


def packaged(language):
    return next(catalog for catalog in packaged_catalogs() if catalog.language == language)


@given(st.integers(min_value=0, max_value=1000))
def test_the_arabic_header_follows_cldr_up_to_a_thousand(number):
    """The header written by hand chooses the form that CLDR's rule names."""
    chosen = packaged("ar").form(FORMS, number)

    assert chosen == Locale("ar").plural_form(number)


def test_the_arabic_header_follows_cldr_for_every_number_up_to_a_thousand():
    """The same, without sampling."""
    arabic = packaged("ar")

    assert [arabic.form(FORMS, number) for number in range(1001)] == [
        Locale("ar").plural_form(number) for number in range(1001)
    ]


def test_the_english_header_follows_cldr():
    """One is one; all else is other."""
    english = packaged("en")

    assert [english.form(("one", "other"), number) for number in range(200)] == [
        Locale("en").plural_form(number) for number in range(200)
    ]


def test_a_po_is_read_with_its_language_texts_and_plural_forms():
    """Plain texts and plural forms come back by their codes."""
    catalog = read_po(PO, "ar/small")

    assert catalog.language == "ar"
    assert catalog.forms == 2
    assert catalog.entries == {"ui.case": "الحالة", "unit.day": ("{count} يوم", "{count} أيام")}


def test_a_mo_without_headers_is_refused_with_everything_it_lacks():
    """Without its language a catalog loses its plural rule, so it is not read at all."""
    headless = compile_po(b'msgid "ui.case"\nmsgstr "Case"\n')

    with pytest.raises(InvalidCatalogError) as caught:
        read_mo(headless, "en/headless")

    assert {problem.place for problem in caught.value.problems} == {"en/headless"}
    assert any("language" in problem.message for problem in caught.value.problems)


@pytest.mark.parametrize("header", ["", "nplurals=2", "nplurals=2; plural=(n ! 1);", "nplurals=2; plural=import os;"])
def test_a_plural_header_that_cannot_be_read_is_refused(header):
    """The fault is found when the catalog is made, not when the first number is shown."""
    with pytest.raises(InvalidCatalogError, match="plural"):
        Catalog("en", header, {})


def test_catalogs_of_one_language_merge_into_one():
    """Each domain adds its codes."""
    first = read_po(PO, "ar/small")
    second = attrs.evolve(first, entries={"ui.party": "الطرف"})

    both = merged([first, second])

    assert set(both.entries) == {"ui.case", "unit.day", "ui.party"}


def test_a_code_in_two_domains_is_refused():
    """Which of two texts counts must not depend on the order of files."""
    catalog = read_po(PO, "ar/small")

    with pytest.raises(InvalidCatalogError, match=r"ui\.case"):
        merged([catalog, catalog])


def test_a_compiled_catalog_is_preferred_to_its_source(tmp_path):
    """An installed package reads what the build checked."""
    (tmp_path / "small.po").write_bytes(PO)
    (tmp_path / "small.mo").write_bytes(compile_po(PO.replace("الحالة".encode(), "القضية".encode())))
    (tmp_path / "README").touch()

    (catalog,) = _domains(tmp_path, "ar")

    assert catalog.entries["ui.case"] == "القضية"


def test_a_source_without_its_compiled_catalog_is_compiled_in_memory(tmp_path):
    """A fresh checkout works at once, and nothing is written."""
    (tmp_path / "small.po").write_bytes(PO)

    (catalog,) = _domains(tmp_path, "ar")

    assert catalog.entries["ui.case"] == "الحالة"
    assert [path.name for path in tmp_path.iterdir()] == ["small.po"]


def test_a_catalog_is_a_value():
    """It compares by content, hashes, pickles, and cannot be changed."""
    catalog = read_po(PO, "ar/small")

    copy = pickle.loads(pickle.dumps(catalog))  # noqa: S301  our own bytes

    assert copy == catalog
    assert hash(copy) == hash(catalog)
    with pytest.raises(TypeError):
        catalog.entries["ui.case"] = "القضية"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        catalog.language = "en"


def test_importing_labels_loads_neither_babel_nor_cattrs():
    """They are loaded by the first question that needs them."""
    program = "import sys, community_policing.labels; print(sorted({'babel', 'cattrs'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
