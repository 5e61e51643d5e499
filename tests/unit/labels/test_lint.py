"""What is wrong with catalogs."""

from __future__ import annotations

import pytest

from community_policing.labels import lint_arabic, lint_catalogs


def found(*catalogs, **options):
    return [(problem.code, problem.place) for problem in lint_catalogs(catalogs, **options)]


def test_complete_catalogs_have_no_problems(english, arabic):
    """The same codes and places, and sound Arabic."""
    assert found(english, arabic) == []


def test_a_code_that_one_language_lacks_is_a_problem(english, arabic):
    """In either direction."""
    more = english.with_entries({"ui.party": "Party"})
    other = arabic.with_entries({"ui.risk": "مستوى الخطورة"})

    assert found(more, other) == [("missing-label", "en/ui.risk"), ("missing-label", "ar/ui.party")]


def test_a_code_that_is_required_and_one_that_is_not_are_problems(english, arabic):
    """What can reach a person has a text, and every text can reach a person."""
    assert found(english, arabic, required={"ui.case", "verdict.unmet"}) == [
        ("missing-label", "en/verdict.unmet"),
        ("orphan-label", "en/ui.step"),
        ("missing-label", "ar/verdict.unmet"),
        ("orphan-label", "ar/ui.step"),
    ]


def test_places_that_differ_are_a_problem(english, arabic):
    """A translator cannot leave out who is meant."""
    wrong = arabic.with_entries({"ui.step": "الخطوة"})

    assert found(english, wrong) == [("placeholders", "ar/ui.step")]


def test_each_plural_form_is_judged(english, arabic):
    """A slip in the fourth form is found too."""
    english = english.with_entries({"unit.day": ("{count} day", "{count} days")})
    arabic = arabic.with_entries(
        {"unit.day": ("0", "يوم واحد", "يومان", "{count} ايام", "{count} يوماً", "{count} يوم")}
    )

    assert found(english, arabic) == [("arabic-hamza", "ar/unit.day"), ("arabic-tanwin", "ar/unit.day")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("الحالة ID", "arabic-latin"),
        ("الحالة, والطرف", "arabic-punctuation"),
        ("هل الحالة مفتوحة?", "arabic-punctuation"),
        ("کتاب", "arabic-letter"),
        ("دۆسيه", "arabic-letter"),
        ("ڤيديو", "arabic-letter"),
        ("ﻻ", "arabic-presentation"),
        ("الحـالة", "arabic-tatweel"),
        ("٣ أيام", "arabic-digit"),
        ("قانوناً", "arabic-tanwin"),
        ("الحالة ، والطرف", "arabic-spacing"),
        ("الحالة،والطرف", "arabic-spacing"),
        ("اجراء", "arabic-hamza"),
        ("والاجراءات", "arabic-hamza"),
        ("إحالة الى جهة", "arabic-hamza"),
        ("يجب ان تسجل", "arabic-hamza"),
        ("اذا", "arabic-hamza"),
        ("الإتفاق", "arabic-hamza"),
        ("الإجتماعية", "arabic-hamza"),
        ("الحاله", "arabic-teh"),
        ("للوساطه", "arabic-teh"),
        ("جلسه", "arabic-teh"),
        ("فى المرحلة", "arabic-yeh"),
        ("المجنى عليه", "arabic-yeh"),
    ],
)
def test_a_slip_in_arabic_is_found(text, code):
    """Each rule catches what it is for."""
    assert code in {problem.code for problem in lint_arabic(text, "x")}


@pytest.mark.parametrize(
    "text",
    [
        "المجني عليه",
        "غير مطلوبة قانونًا",
        "كان يوم واحد",
        "التوجيه والتنبيه",
        "الوجيه",
        "اتفاق التسوية، أو الاجتماع؛ ثم ماذا؟",
        "مستوى الخطورة",
        "لمّ شمل الأسرة",
        "موافقة {party} على {workflow}",
    ],
)
def test_sound_arabic_passes(text):
    """Words that look like a slip and are none, and places with Latin names."""
    assert list(lint_arabic(text, "x")) == []
