"""
Dates, times, durations and lists as a language writes them.

Digits are 0-9 in every language, as Babel gives them by default: so dates, counts, case numbers and ids on one
page look alike and can be copied. Arabic takes the month names of Iraq.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from community_policing.errors import UnreadableTimeError
from community_policing.labels._languages import locale_of


def date_text(day: dt.date, language: str, *, tz: dt.tzinfo) -> str:
    """Return the long date of *day*: ``1 March 2026``, «1 آذار 2026»; of a moment, the date it has in *tz*."""
    from babel.dates import format_date  # noqa: PLC0415  Babel is loaded when first needed

    if isinstance(day, dt.datetime):
        day = _aware(day).astimezone(tz).date()
    return format_date(day, "long", locale=locale_of(language))


def time_text(moment: dt.datetime, language: str, *, tz: dt.tzinfo) -> str:
    """Return the hour and minute of *moment* in *tz*: ``09:30``, «9:30 ص»."""
    from babel.dates import format_time  # noqa: PLC0415  Babel is loaded when first needed

    # Babel takes an hour that is right already; a zone passed to it would be looked up by name.
    local = _aware(moment).astimezone(tz).replace(tzinfo=None)
    return format_time(local.time(), "short", locale=locale_of(language))


def list_text(items: Iterable[str], language: str) -> str:
    """Return *items* as a list in words: ``a, b and c``; of none, an empty text."""
    from babel.lists import format_list  # noqa: PLC0415  Babel is loaded when first needed

    return format_list(list(items), locale=locale_of(language))


def largest_units(length: dt.timedelta) -> Iterator[tuple[str, int]]:
    """
    Yield the code of a unit and its number for the two largest units of *length*; nothing below a minute.

    The second is the one next to the first, and is left out when it is none: one day and five minutes is one day. A
    negative length counts like a positive one. Seconds are dropped.
    """
    seconds = int(abs(length).total_seconds())
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    counts = [("unit.day", days), ("unit.hour", hours), ("unit.minute", rest // 60)]
    first = next((index for index, (_, number) in enumerate(counts) if number), len(counts))
    yield from ((code, number) for code, number in counts[first : first + 2] if number)


def _aware(moment: dt.datetime) -> dt.datetime:
    """Return *moment*; raise `UnreadableTimeError` when it is naive."""
    if moment.utcoffset() is None:
        raise UnreadableTimeError("moment", f"{moment.isoformat()} has no time zone", "pass an aware datetime")
    return moment
