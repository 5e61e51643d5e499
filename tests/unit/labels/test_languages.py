"""Language tags and the chain in which one language stands in for another."""

from __future__ import annotations

import gettext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.errors import LabelNotFoundError
from community_policing.labels._languages import chain, held, locale_of, plural_forms


@pytest.mark.parametrize(
    ("language", "tags"),
    [
        ("ar", ("ar",)),
        ("ar-IQ", ("ar-IQ", "ar")),
        ("ar_iq", ("ar-IQ", "ar")),
        ("ckb-arab-iq", ("ckb-Arab-IQ", "ckb-Arab", "ckb")),
        ("es-419", ("es-419", "es")),
    ],
)
def test_a_language_falls_back_on_the_one_it_is_a_variety_of(language, tags):
    """The chain goes from the region to the language, in canonical letters."""
    assert chain(language) == tags


@pytest.mark.parametrize("language", ["", "a", "arabic", "ar__IQ", "ar-IQ-x-home", "ar IQ", "ar-", "../ar", "ar\n"])
def test_what_is_no_language_tag_is_refused(language):
    """A malformed tag is named, with what would work."""
    with pytest.raises(LabelNotFoundError, match="'ar' or 'ar-IQ'"):
        chain(language)


@given(st.text())
def test_any_text_is_a_chain_or_is_refused(language):
    """Nothing else comes out of a language tag, whoever wrote it."""
    try:
        tags = chain(language)
    except LabelNotFoundError:
        return

    assert tags
    assert all(tags[0].startswith(tag) for tag in tags)


def test_the_last_resort_stands_at_the_end_and_only_once():
    """English is asked last, and not twice when English was asked for."""
    assert held("ar-IQ", ("ar", "en"), last_resort="en") == ("ar", "en")
    assert held("en-GB", ("ar", "en"), last_resort="en") == ("en",)


def test_a_language_that_is_not_held_is_not_silently_english():
    """Whoever asks for French learns that there is none."""
    with pytest.raises(LabelNotFoundError, match="known: ar, en"):
        held("fr", ("ar", "en"), last_resort="en")


def test_arabic_is_read_with_the_calendar_of_iraq():
    """A bare language takes its usual region; a region that was named stays."""
    assert str(locale_of("ar")) == "ar_IQ"
    assert str(locale_of("ar-EG")) == "ar_EG"
    assert str(locale_of("en")) == "en_GB"


def test_a_region_unknown_to_cldr_is_left_aside():
    """The language is still known."""
    assert str(locale_of("ar-XX")) == "ar_IQ"


def test_a_language_unknown_to_cldr_is_refused():
    """Without CLDR there are no dates and no plural rule."""
    with pytest.raises(LabelNotFoundError, match="CLDR"):
        locale_of("tlh")


@pytest.mark.parametrize("language", ["ar", "ckb", "en", "fr", "ja", "tr"])
def test_the_plural_header_of_a_language_chooses_the_form_that_cldr_does(language):
    """The generated header is CLDR's rule in gettext's words, also where CLDR speaks of exponents."""
    header = plural_forms(language)
    rule = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    cldr = locale_of(language).plural_form
    names = [name for name in ("zero", "one", "two", "few", "many", "other") if name in {*cldr.tags, "other"}]

    assert [names[rule(number)] for number in range(1001)] == [cldr(number) for number in range(1001)]
