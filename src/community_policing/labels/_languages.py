"""Language tags: reading them, and the chain in which one language stands in for another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from community_policing.errors import LabelNotFoundError

if TYPE_CHECKING:
    from babel import Locale

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?")

_USUAL_REGION = {"ar": "ar_IQ", "ckb": "ckb_IQ", "en": "en_GB"}
"""Whose calendar words and order of day and month a bare language takes: «كانون الثاني», not «يناير»."""


@lru_cache(maxsize=256)
def chain(language: str) -> tuple[str, ...]:
    """
    Return the tags to try for *language*, the nearest first: ``("ar-IQ", "ar")`` for ``ar_IQ``.

    Raises:
        LabelNotFoundError: *language* is not a language tag of language, script and region.
    """
    found = _TAG.fullmatch(language.replace("_", "-").lower())
    if found is None:
        where = "well-formed language tags; write a language, and a region where it matters, such as 'ar' or 'ar-IQ'"
        raise LabelNotFoundError(language, where)
    script, region = found["script"], found["region"]
    parts = (found["language"], script.title() if script else None, region.upper() if region else None)
    given = [part for part in parts if part]
    return tuple("-".join(given[:length]) for length in range(len(given), 0, -1))


def held(language: str, languages: Iterable[str], *, last_resort: str) -> tuple[str, ...]:
    """
    Return the tags of *languages* that serve *language*, the nearest first and *last_resort* at the end.

    Raises:
        LabelNotFoundError: *language* is malformed, or none of *languages* is it or stands above it.
    """
    known = tuple(languages)
    found = tuple(tag for tag in chain(language) if tag in known)
    if not found:
        raise LabelNotFoundError(language, "the languages of this label book", known)
    return found if last_resort in found else (*found, last_resort)


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """
    Return Babel's locale for *language*: ``ar`` reads as ``ar_IQ``, ``en`` as ``en_GB``.

    A region that CLDR does not know for the language is left aside.

    Raises:
        LabelNotFoundError: CLDR knows no such language.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  Babel is loaded when first needed

    for tag in chain(language):
        try:
            return Locale.parse(_USUAL_REGION.get(tag, tag.replace("-", "_")))
        except UnknownLocaleError:
            continue
    raise LabelNotFoundError(language, "the languages that Babel's CLDR knows")


def plural_forms(language: str) -> str:
    """Return the gettext header of CLDR's plural rule for *language*: ``nplurals=2; plural=…;``."""
    from babel.plural import to_gettext  # noqa: PLC0415  Babel is loaded when first needed

    header = to_gettext(locale_of(language).plural_form)
    return re.sub(r"\be\b", "0", header)  # the exponent of compact numbers, which a whole number has not
