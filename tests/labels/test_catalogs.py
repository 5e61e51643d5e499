"""Every catalog that ships is complete, agrees with the others, and is written in sound Arabic."""

from __future__ import annotations

from importlib.resources import files

import pytest

from community_policing.labels import lint_catalogs, packaged_catalogs, standard_labels
from community_policing.labels._po import locale_faults, po_paths

LOCALE = files("community_policing.labels") / "locale"
SOURCES = po_paths(LOCALE)


def test_no_source_has_a_fuzzy_empty_repeated_or_lacking_entry():
    """What the build would refuse is refused here first."""
    assert list(locale_faults(LOCALE)) == []


def test_the_languages_have_the_same_codes_and_places_and_the_arabic_is_sound():
    """Texts, plural forms, places, spelling and spacing of all catalogs."""
    assert lint_catalogs(packaged_catalogs()) == ()


def test_the_names_of_all_concepts_pass_the_same_checks():
    """Concepts stand in the same sentences, so the same rules hold for them."""
    assert lint_catalogs(standard_labels().catalogs.values()) == ()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_source_says_which_language_it_is_in(path):
    """The header agrees with the folder, and the plural rule with the other files of the language."""
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    kernel = path.with_name("kernel.po").read_text(encoding="utf-8").partition("\n\n")[0]

    assert f'"Language: {path.parts[-3]}\\n"' in header
    assert [line for line in header.splitlines() if "Plural-Forms" in line] == [
        line for line in kernel.splitlines() if "Plural-Forms" in line
    ]


def test_the_two_languages_of_the_library_are_there():
    """English and Arabic, each from several files."""
    assert [catalog.language for catalog in packaged_catalogs()] == ["ar", "en"]
