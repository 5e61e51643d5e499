"""From what somebody typed to plain words: one spelling for letters that people write in several ways."""

from __future__ import annotations

import re
import unicodedata

from community_policing.taxonomy._stop_words import STOP_WORDS

_READ = 400
"""How many characters of a text are read; whoever types more has pasted a document."""

_KEPT = 12
"""How many words of a text are kept."""

_LONGEST = 40
"""A run of more letters than this is no word."""

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("ٱٲٳٵ", "ا"),
        **dict.fromkeys("ىیێېےۍ", "ي"),
        **dict.fromkeys("ةەھہۃۂ", "ه"),
        **dict.fromkeys("ۆۇۋۈ", "و"),
        **dict.fromkeys("کگڭڪ", "ك"),
        **dict.fromkeys("ڕړ", "ر"),
        "ظ": "ض",  # one sound in Iraq, and written one for the other
        "پ": "ب",
        "چ": "ج",
        "ژ": "ز",
        "ڤ": "ف",
        "ڵ": "ل",
        "ں": "ن",
        "ٹ": "ت",
        "ء": None,
        "ـ": None,
        "'": None,
        "\u2019": None,
        **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
    },
)
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
"""The categories of vowel marks, accents, joiners and marks of direction."""

_LENGTHENED = re.compile(r"(\D)\1{2,}")
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """
    Return *text* with one spelling for each sound, in lower case.

    Presentation forms become letters; hamza leaves its seat and alef its wand; teh marbuta is a heh, alef maksura a
    yeh; Persian and Kurdish letters become their Arabic likes; marks, tatweel and invisible characters go;
    digits are 0 to 9; a letter drawn out is written once.
    """
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = apart if apart.isascii() else "".join(char for char in apart if unicodedata.category(char) not in _UNSEEN)
    return _LENGTHENED.sub(r"\1", plain)


def words(text: str) -> tuple[str, ...]:
    """
    Return the folded words of *text* that say something, in their order and each once.

    Stop words are left out, unless there is nothing else. Of a long text only the beginning is read.
    """
    found = dict.fromkeys(word for word in _WORD.findall(folded(text[:_READ])) if len(word) <= _LONGEST)
    telling = [word for word in found if word not in _FOLDED_STOP_WORDS]
    return tuple(telling or found)[:_KEPT]


_FOLDED_STOP_WORDS = frozenset(folded(word) for word in STOP_WORDS)
