"""The forms under which a word may be found: as written, without its affixes, and by its consonants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

BY_EAR = "#"
"""What stands before a form that keeps the consonants only."""

_STEM, _JOINED_STEM, _DERIVED_STEM, _BARE = 0.98, 0.94, 0.9, 0.87
"""What a form is worth: without affixes, without a joined letter, without derivation, by its consonants alone."""

_SHORTEST = 3
"""What is left of a word has at least so many letters."""

_LEFT, _BEFORE = "(?=.{3})", "(?<=.{3})"

_ARTICLE = re.compile(f"^(?:[وفه]?ال|و?[بكع]ال|و?لل){_LEFT}")
_JOINED = re.compile(f"^[وفبلك]{_LEFT}")
_PRONOUN = re.compile(f"{_BEFORE}(?:كما|هما|(?<!ا)ني|نا|ها|هم|كم|هن|ه|ي)$")
_ENDING = re.compile(f"{_BEFORE}(?:تين|ات|ون|ين|ان|وا|يه|تو|ه|ت|ي)$")
_PERSON = re.compile(f"^(?:دي|دت|دا|سي|ست|ان|ين|تن|مت|ي|ت|ن|ا|م){_LEFT}")
"""What stands before a verb, or makes a participle of it."""

_ARABIC_WEAK = str.maketrans("", "", "اوي")

_DERIVED = re.compile("(?<=.{4})(?:ation|ment|tion|ness|ance|ence|ity|ion|er|or|ar|al|ly)$")
_DOUBLED = re.compile(r"([bdfgklmnprtz])\1$")
_TWICE = re.compile(r"(.)\1")
_VOWEL = re.compile("[aeiouy]")
_SOUNDS = (
    (re.compile("ough|augh|gh"), ""),
    (re.compile("ph"), "f"),
    (re.compile("wh"), "w"),
    (re.compile("^kn"), "n"),
    (re.compile("^wr"), "r"),
    (re.compile("ck|c(?![eiyh])|q"), "k"),
    (re.compile("c(?!h)"), "s"),
    (re.compile("z"), "s"),
    (re.compile("[aeiouyhw]"), ""),
)
"""How English sounds, for those who write it by ear; the vowels go last."""

_IRREGULAR = """
beaten=beat bitten=bite bit=bite bought=buy broke=break broken=break brought=bring burnt=burn came=come
children=child kids=child kid=child dealt=deal drank=drink drunk=drink driven=drive drove=drive fought=fight
forgot=forget found=find gave=give given=give hidden=hide kept=keep knives=knife left=leave lent=lend
lost=lose met=meet men=man paid=pay ran=run seen=see saw=see sent=send shot=shoot slept=sleep sold=sell
stole=steal stolen=steal taken=take thieves=thief thrown=throw threw=throw told=tell took=take wives=wife
women=woman mum=mother mom=mother dad=father
"""

_PRESENT = dict(pair.split("=") for pair in _IRREGULAR.split())
"""What is not formed by rule, and the word it belongs to."""


@lru_cache(maxsize=4_096)
def forms(word: str) -> tuple[tuple[str, float], ...]:
    """Return the forms of a folded *word* with their worth, the written one first, each form once."""
    worth: dict[str, float] = {}
    for form, value in _english(word) if word.isascii() else _arabic(word):
        worth.setdefault(form, value)
    return tuple(worth.items())


@lru_cache(maxsize=4_096)
def stem(word: str) -> str:
    """Return a folded *word* without article, pronoun and ending, or without plural, -ing and -ed."""
    return _english_stem(word) if word.isascii() else _without_endings(_ARTICLE.sub("", word))


def _arabic(word: str) -> Iterator[tuple[str, float]]:
    """Yield the forms of an Arabic word."""
    yield word, 1.0
    light = stem(word)
    yield light, _STEM
    yield _without_endings(word), _STEM
    yield _without_endings(_ARTICLE.sub("", _JOINED.sub("", word))), _JOINED_STEM
    verbal = _PERSON.sub("", light)
    yield verbal, _DERIVED_STEM
    for form in (light, verbal):
        bare = form.translate(_ARABIC_WEAK)
        if len(bare) >= _SHORTEST:
            yield BY_EAR + _TWICE.sub(r"\1", bare), _BARE


def _without_endings(word: str) -> str:
    """Return an Arabic word without its pronoun, then without its ending of number and gender."""
    return _ENDING.sub("", _PRONOUN.sub("", word))


def _english(word: str) -> Iterator[tuple[str, float]]:
    """Yield the forms of an English word, or of a number."""
    yield word, 1.0
    light = stem(word)
    yield light, _STEM
    yield _DOUBLED.sub(r"\1", _DERIVED.sub("", light)), _DERIVED_STEM
    bare = _TWICE.sub(r"\1", f"{light}e" if word.endswith(f"{light}e") else light)
    for sound, written in _SOUNDS:
        bare = sound.sub(written, bare)
    if len(bare) >= _SHORTEST:
        yield BY_EAR + light[0] + bare, _BARE


def _english_stem(word: str) -> str:
    """Return an English word without plural, -ing, -ed, final e; American spelling, and the infinitive of old verbs."""
    word = _PRESENT.get(word, word)
    if len(word) <= _SHORTEST:
        return word
    if word.endswith("ies") and len(word) > _SHORTEST + 1:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST and _VOWEL.search(rest):
            word = _DOUBLED.sub(r"\1", rest)
            break
    return word.replace("our", "or").removesuffix("e") if len(word) > _SHORTEST + 1 else word
