"""The contract of a host's labels: whole books pass, and each gap or slip is told with its place."""

from __future__ import annotations

import pytest

from community_policing import LabelBook, load_scheme, standard_labels, standard_rulebook
from community_policing.errors import LabelNotFoundError
from community_policing.labels import Catalog
from community_policing.taxonomy import Concept, Text
from community_policing.testing import check_labels

RULES = standard_rulebook()
BOOK = standard_labels(RULES.schemes)
SCREEN, CONSENT, ALONE, BARRED, DUTY = (
    f"reason.{code}"
    for code in (
        "private-screen-missing",
        "consent-missing",
        "consent-not-alone",
        "category-mediable",
        "duty-to-report",
    )
)


def book_with(entries, book=BOOK):
    """Return *book* in which nothing judged the *entries*, by language and code; of `None` it has none."""
    catalogs = {**book.catalogs}
    for language, changes in entries.items():
        texts = {**catalogs[language].entries, **changes}
        kept = {code: text for code, text in texts.items() if text is not None}
        catalogs[language] = Catalog(language, catalogs[language].plural_forms, kept)
    return LabelBook(catalogs.values())


def faults(book, rules=RULES, **options):
    """Return the problems that the check tells of, a line each."""
    with pytest.raises(AssertionError) as caught:
        check_labels(book, rules, **options)
    return [line.removeprefix("  - ") for line in str(caught.value).splitlines()[1:]]


@pytest.fixture(scope="module")
def found():
    """Return what is told of a book with one of every fault."""
    wrong = {
        "ar": {
            SCREEN: None,
            "concept.roles.mediator": None,
            "state.mediation.screening": " ",
            CONSENT: "لا موافقة.",
            "state.mediation.monitoring": "قيد {المتابعة",
            "unit.day": ("0", "يوم", "يومان", "{count} أيام", "{count} يومًا"),
            "state.mediation.in-session": "في \u202bالجلسة",
            "state.mediation.withdrawn": "منسحب withdrawn",
            "concept.roles.supervisor": "المشرف على الاجراء",
            ALONE: "{party} {nobody}",
        },
        "ckb": {DUTY: "{nobody}"},
        "en": {ALONE: "{party} {nobody}", BARRED: "{category}"},
    }
    regional = BOOK.with_overrides({DUTY: {"ar-IQ": "الإكراه not excluded"}})
    patrol = Concept("marsh-patrol", "BA01", "services", Text("Marsh patrol", "دورية الأهوار"))
    rules = RULES.with_scheme(load_scheme("services").extended([patrol]))
    wider = regional.with_language("ckb", {"concept.roles.mediator": "ناوبژیوان"})
    return faults(book_with(wrong, wider), rules, languages=("en", "ar"))


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (f"ar/{SCREEN}", "missing-label"),
        ("ar/concept.roles.mediator", "missing-label"),
        ("ar/state.mediation.screening", "missing-label"),
        ("ar/concept.services.marsh-patrol", "missing-label"),
        ("en/concept.services.marsh-patrol", "missing-label"),
        (f"ar/{CONSENT}", "placeholders"),
        ("ar/state.mediation.monitoring", "placeholders"),
        ("ar/unit.day", "plural-forms"),
        ("ar/state.mediation.in-session", "bidi-control"),
        ("ar/state.mediation.withdrawn", "arabic-latin"),
        ("ar/concept.roles.supervisor", "arabic-hamza"),
        (f"ar/{ALONE}", "unmade-sentence"),
        (f"en/{ALONE}", "unmade-sentence"),
        (f"en/{BARRED}", "unmade-sentence"),
    ],
)
def test_a_fault_of_a_catalog_is_found(place, code, found):
    """
    Each gap and slip is told with its place.

    A word or a concept without a text, one of a scheme that the book was not told of, an empty text, a place that is
    not the English one, an open brace, an incomplete plural, a hidden control, a foreign letter, a slip of Arabic; a
    sentence that asks, in both languages, for what no guard tells, and one of a negated guard, which tells nothing.
    """
    assert any(line.startswith(f"{place}: ") and f"[{code}]" in line for line in found)


def test_a_sentence_is_told_with_what_its_guards_declare(found):
    """The hint says which places could be filled."""
    assert any(line.startswith(f"en/{BARRED}: cannot be made") and "declare: none)" in line for line in found)


def test_a_language_that_was_added_must_be_whole():
    """What falls back on English is listed, a page of it; a region falls back on its own language."""
    region = BOOK.with_overrides({SCREEN: {"ar-IQ": "لم يُفحص {party} على انفراد."}})
    wider = region.with_language("ckb", {"concept.roles.mediator": "ناوبژیوان"})

    told = faults(wider)

    assert told[0].startswith("ckb/command.")
    assert told[-1].startswith("  … and ")


def test_a_force_says_which_languages_must_be_whole(found):
    """A language that is left out may fall back on English, and its own words are judged."""
    assert {line.split(": ")[0] for line in found if line.startswith("ckb/")} == {f"ckb/{DUTY}"}


def test_a_region_may_fall_back(found):
    """Words of a region need not be all of them, and are judged like the others."""
    regional = [line.split(": ")[0] for line in found if line.startswith("ar-IQ/")]

    assert regional == [f"ar-IQ/{DUTY}"]


def test_a_language_that_the_book_does_not_have_raises():
    """Nothing is whole that is not there."""
    with pytest.raises(LabelNotFoundError, match="ckb"):
        check_labels(BOOK, RULES, languages=("ckb",))
