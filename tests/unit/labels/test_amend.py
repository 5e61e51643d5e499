"""Other books from one: overrides, new labels, other languages."""

from __future__ import annotations

import pytest

from community_policing.errors import InvalidCatalogError, LabelNotFoundError
from community_policing.labels import Catalog, LabelBook
from community_policing.taxonomy import Concept, ConceptScheme, Text


def problems(change):
    with pytest.raises(InvalidCatalogError) as caught:
        change()
    return {(problem.code, problem.place) for problem in caught.value.problems}


def test_an_override_changes_one_text_and_leaves_the_first_book_as_it_was(book):
    """A new value comes back."""
    other = book.with_overrides({"ui.case": {"ar": "القضية"}})

    assert other.text("ui.case", "ar") == "القضية"
    assert other.text("ui.case", "en") == "Case"
    assert book.text("ui.case", "ar") == "الحالة"


def test_a_region_may_have_a_text_of_its_own(book):
    """Other regions keep the text of the language."""
    other = book.with_overrides({"ui.case": {"ar_IQ": "القضية"}, "unit.day": {"ar-IQ": ("{count} نهار",) * 6}})

    assert other.text("ui.case", "ar-IQ") == "القضية"
    assert other.text("ui.case", "ar-EG") == "الحالة"
    assert other.count("unit.day", 3, "ar-IQ") == "3 نهار"


def test_the_name_of_a_concept_can_be_overridden(book):
    """A force may call a role by its own word."""
    other = book.with_overrides({"concept.roles.mediator": {"ar": "المصلح"}})

    assert other.text("concept.roles.mediator", "ar") == "المصلح"


def test_an_override_is_judged_whole(book):
    """Every wrong code, language, place and form is told at once."""
    found = problems(
        lambda: book.with_overrides(
            {
                "ui.cas": {"en": "Case"},
                "ui.case": {"fr": "Dossier", "ar": " "},
                "reason.consent-missing": {"ar": "لم تسجل موافقة."},
                "unit.day": {"ar": "يوم {count}"},
                "unit.hour": {"ar": ("{count} ساعة", "{count} ساعات")},
                "ui.party": {"ar": "الطرف\u202e", "en": "A  party"},
                "ui.step": {"en": "Step {n} {"},
            }
        )
    )

    assert found == {
        ("unknown-code", "ui.cas"),
        ("unknown-language", "fr/ui.case"),
        ("missing-label", "ar/ui.case"),
        ("spaces", "ar/ui.case"),
        ("placeholders", "ar/reason.consent-missing"),
        ("plural-forms", "ar/unit.day"),
        ("plural-forms", "ar/unit.hour"),
        ("bidi-control", "ar/ui.party"),
        ("spaces", "en/ui.party"),
        ("placeholders", "en/ui.step"),
    }


def test_an_unknown_code_is_told_with_the_nearest_known_one(book):
    """A slip of the hand is mended at once."""
    with pytest.raises(InvalidCatalogError, match=r"did you mean 'ui\.case'"):
        book.with_overrides({"ui.cas": {"en": "Case"}})


def test_new_codes_come_with_a_text_in_the_last_resort(book):
    """A force's own workflow brings its own labels, in all languages that it has."""
    other = book.with_labels({"state.patrol.out": {"en": "Out", "ar": "في الميدان"}})

    assert other.text("state.patrol.out", "ar") == "في الميدان"


def test_new_codes_are_judged_whole(book):
    """A code that is there, one without English, and places that differ between its languages."""
    found = problems(
        lambda: book.with_labels(
            {
                "ui.case": {"en": "Case"},
                "state.patrol.out": {"ar": "في الميدان"},
                "reason.patrol": {"en": "{party} is out.", "ar": "خرج."},
            }
        )
    )

    assert found == {
        ("known-code", "ui.case"),
        ("missing-label", "state.patrol.out"),
        ("placeholders", "ar/reason.patrol"),
    }


def test_catalogs_of_a_host_add_their_codes(book):
    """What `read_po` gives is taken as it is."""
    english = Catalog("en", "nplurals=2; plural=(n != 1);", {"state.patrol.out": "Out"})
    arabic = Catalog("ar", book.catalogs["ar"].plural_forms, {"state.patrol.out": "في الميدان"})

    other = book.with_catalogs(english, arabic)

    assert other.text("state.patrol.out", "ar-IQ") == "في الميدان"


def test_a_language_can_be_added_with_the_plural_rule_of_cldr(book):
    """Kurdish has two forms, and its own calendar."""
    kurdish = book.with_language(
        "ckb", {"unit.day": ("{count} ڕۆژ", "{count} ڕۆژ"), "concept.roles.mediator": "ناوبژیوان"}
    )

    assert kurdish.count("unit.day", 3, "ckb") == "3 ڕۆژ"
    assert kurdish.text("concept.roles.mediator", "ckb-IQ") == "ناوبژیوان"
    assert book.catalogs.keys() == {"ar", "en"}


def test_a_language_can_be_added_with_a_plural_rule_of_the_host(book):
    """A catalog made elsewhere keeps its own forms."""
    kurdish = book.with_language("ckb", {"unit.day": ("{count} ڕۆژ",)}, forms="nplurals=1; plural=0;")

    assert kurdish.count("unit.day", 3, "ckb") == "3 ڕۆژ"


def test_a_language_with_an_unknown_code_or_another_place_is_refused(book):
    """A translation is judged like an override."""
    found = problems(lambda: book.with_language("ckb", {"ui.cas": "x", "reason.consent-missing": "{actor}"}))

    assert found == {("unknown-code", "ui.cas"), ("placeholders", "ckb/reason.consent-missing")}


def test_a_language_that_cldr_does_not_know_is_refused(book):
    """It would have no dates."""
    with pytest.raises(LabelNotFoundError, match="CLDR"):
        book.with_language("tlh", {})


def test_a_language_that_the_book_holds_is_not_replaced(book):
    """To add Arabic again would drop the Arabic there is."""
    assert problems(lambda: book.with_language("ar", {"ui.case": "القضية"})) == {("known-language", "ar")}


def test_schemes_add_the_names_of_their_concepts_and_keep_overrides(book):
    """A scheme loaded later does not undo a force's own word."""
    tools = ConceptScheme(
        "tools",
        Text("Tools", "الأدوات"),
        (
            Concept(
                "radio",
                "T01",
                "tools",
                Text("Radio", "جهاز"),
            ),
        ),
    )
    renamed = book.with_overrides({"concept.roles.mediator": {"ar": "المصلح"}})

    other = renamed.with_schemes({"tools": tools})

    assert other.text("concept.tools.radio", "ar") == "جهاز"
    assert other.text("concept.roles.mediator", "ar") == "المصلح"
    assert other.roles == book.roles


def test_a_book_may_have_another_last_resort(english, arabic):
    """A force that works in Arabic alone falls back on Arabic."""
    labels = LabelBook((arabic, english.with_entries({"ui.only": "Only"})), last_resort="ar")

    assert labels.text("ui.case", "en") == "Case"
    assert "ui.only" not in labels.codes()
