"""
Text that keeps its order where Arabic and Latin meet.

The Unicode bidirectional algorithm (UAX #9) lets a foreign run change the order of the sentence around it. So every
value that enters a sentence is cleaned and put between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FSI = "\u2068"
RLI = "\u2067"
PDI = "\u2069"
RLM = "\u200f"

REMEMBERED = 4096
"""How many characters are remembered with what stands for them; all that people write in two languages, and more."""

_JOINERS = "\u200c\u200d"
"""The two format characters that belong to spelling: zero-width non-joiner and joiner."""


def isolate(text: str) -> str:
    """
    Return *text*, cleaned, between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.

    Whatever its direction, it cannot change the order of the sentence it is put into.

    >>> isolate("p2") == FSI + "p2" + PDI
    True
    """
    return f"{FSI}{plain(text)}{PDI}"


def plain(text: str) -> str:
    """
    Return *text* on one line and without characters that steer others.

    Line breaks, tabs, NUL and other controls become a space; marks, embeddings, overrides and isolates that steer
    direction, and other invisible format characters, are dropped, save the zero-width joiner and non-joiner, which
    are spelling; half of a surrogate pair becomes U+FFFD.
    """
    return re.sub(r"\s+", " ", "".join(map(_plain_character, text))).strip()


def rtl_paragraph(text: str) -> str:
    """
    Return *text* so that each line reads from right to left on a terminal that follows UAX #9.

    Each line begins with RIGHT-TO-LEFT MARK, which sets the direction of a paragraph that is detected, and stands in
    a right-to-left isolate, which keeps the order where the paragraph's direction is fixed: so an Arabic line that
    begins with a case number still begins at the right.
    """
    return "\n".join(f"{RLM}{RLI}{line}{PDI}" if line else line for line in text.split("\n"))


def steers(text: str) -> bool:
    """Return whether *text* holds a control, or a format character other than the joiners."""
    return any(_plain_character(character) != character for character in text)


@lru_cache(REMEMBERED)
def _plain_character(character: str) -> str:
    """Return what stands for *character* in a plain text."""
    if character.isascii() and character.isprintable():
        return character
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return character if character in _JOINERS else ""
        case "Cs":
            return "\ufffd"
        case _:
            return character
