"""Text that keeps its order where Arabic and Latin meet."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from community_policing.labels import isolate, plain, rtl_paragraph
from community_policing.labels._bidi import FSI, PDI, RLI, RLM, steers

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()) | st.sampled_from("\u202e\u2066\u2069\n\0\u200f"))


@given(ANY_TEXT)
@example("p2\u202e\u2066")
@example("\u2069\u2069 out")
@example("\ud800")
def test_an_isolated_text_has_one_isolate_and_nothing_that_steers_inside(text):
    """Whatever the text, exactly one opening and one closing character remain, at its ends."""
    isolated = isolate(text)

    assert isolated[0] == FSI
    assert isolated[-1] == PDI
    assert not steers(isolated[1:-1])
    assert isolated.encode().decode() == isolated


@given(ANY_TEXT)
def test_a_plain_text_is_one_line_and_stays_as_it_is_when_made_plain_again(text):
    """Cleaning twice changes nothing more, and no line break survives."""
    once = plain(text)

    assert plain(once) == once
    assert len(once.splitlines()) <= 1
    assert once == once.strip()


@given(st.text(st.characters(categories=("L", "N", "M", "P", "S"))))
def test_letters_digits_and_marks_are_kept(text):
    """Nothing that can be read is lost, whatever the script."""
    kept = plain(text)

    assert kept == text


def test_a_line_break_and_a_nul_become_a_space():
    """A value cannot begin a line of its own."""
    hostile = "p2\r\n\0\u2028admin"

    cleaned = plain(hostile)

    assert cleaned == "p2 admin"


def test_the_joiners_of_persian_and_kurdish_spelling_are_kept():
    """The zero-width non-joiner is spelling, not steering."""
    spelt = "می\u200cخواهم"

    assert plain(spelt) == spelt


def test_a_right_to_left_paragraph_marks_and_isolates_each_line():
    """Each line carries its own direction; an empty line stays empty."""
    text = "BGD-1 مفتوحة\n\nتم"

    lines = rtl_paragraph(text).split("\n")

    assert lines == [f"{RLM}{RLI}BGD-1 مفتوحة{PDI}", "", f"{RLM}{RLI}تم{PDI}"]


def test_every_character_that_steers_is_a_control_or_a_format_character():
    """The rule follows the Unicode category, so that later format characters are covered."""
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) == "Cf" and character not in "\u200c\u200d":
            assert steers(character), hex(code)
