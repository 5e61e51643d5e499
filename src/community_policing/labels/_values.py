"""The values of a sentence's places, as a reader sees them: isolated, and in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from community_policing.labels import _calendar
from community_policing.labels._bidi import isolate
from community_policing.labels._params import meaning, unit

if TYPE_CHECKING:
    from community_policing.labels._book import LabelBook


def shown(book: LabelBook, name: str, value: object, language: str, tz: dt.tzinfo) -> str:
    """Return *value*, isolated, as the name of its parameter says it is to be read."""
    match value:
        case tuple() | frozenset():
            ordered = value if isinstance(value, tuple) else sorted(value)
            items = [shown(book, name, item, language, tz) for item in ordered]
            return _calendar.list_text(items, language) or isolate(book.text("ui.none", language))
        case dt.datetime():
            return isolate(book.moment(value, language, tz=tz))
        case dt.date():
            return isolate(book.date(value, language))
        case dt.timedelta():
            return isolate(book.duration(value, language))
        case _:
            return isolate(_word(book, name, value, language))


def choosing_number(params: Mapping[str, object], places: frozenset[str]) -> int:
    """Return the number that chooses a plural form: ``count``, else the first number in *places*, else one."""
    for name in ("count", *sorted(places)):
        value = params.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return 1


def _word(book: LabelBook, name: str, value: object, language: str) -> str:
    """Return what stands for a single *value* of the parameter *name*."""
    match value:
        case None:
            return book.text("ui.none", language)
        case bool():
            return book.text("ui.yes" if value else "ui.no", language)
        case int():
            counted = unit(name)
            return str(value) if counted is None else book.count(counted, value, language)
        case str():
            return _named(book, name, value, language)
        case _:
            return book.text(value, language)


def _named(book: LabelBook, name: str, value: str, language: str) -> str:
    """Return the label of the id *value*, or the id itself where the name asks for no label."""
    read = meaning(name, value)
    for code in read.codes:
        if book.has(code):
            return book.text(code, language)
    return book.text(read.codes[0], language) if read.required else value
