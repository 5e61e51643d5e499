"""Dates, moments, durations and lists as a language writes them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.errors import LabelNotFoundError, UnreadableTimeError
from community_policing.labels._bidi import FSI, PDI
from community_policing.labels._calendar import largest_units

BAGHDAD = ZoneInfo("Asia/Baghdad")
LATE = dt.datetime(2025, 12, 31, 22, 30, tzinfo=dt.UTC)
MONTHS = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)


def test_arabic_months_are_those_of_iraq(book):
    """Bare Arabic uses the names that readers in Iraq use, with digits 0-9."""
    written = [book.date(dt.date(2026, month, 2), "ar") for month in range(1, 13)]

    assert written == [f"2 {month} 2026" for month in MONTHS]


def test_english_puts_the_day_first(book):
    """Bare English follows British order."""
    assert book.date(dt.date(2026, 3, 1), "en") == "1 March 2026"


def test_the_date_of_a_moment_is_the_date_where_the_reader_is(book):
    """Half past ten at night in UTC is tomorrow in Baghdad."""
    assert book.date(LATE, "en") == "31 December 2025"
    assert book.date(LATE, "ar", tz=BAGHDAD) == "1 كانون الثاني 2026"


def test_a_moment_is_told_in_the_zone_that_is_asked_for(book):
    """Date and time are those of the reader's zone."""
    assert book.moment(LATE, "en", tz=BAGHDAD) == "1 January 2026, 01:30"
    assert book.moment(LATE, "ar", tz=BAGHDAD) == "1 كانون الثاني 2026، 1:30 ص"


@pytest.mark.parametrize("zone", [dt.UTC, ZoneInfo("UTC")])
def test_a_moment_in_utc_says_so(book, zone):
    """A reader must not take it for local time."""
    assert book.moment(LATE, "en", tz=zone) == "31 December 2025, 22:30 UTC"
    assert book.moment(LATE, "ar", tz=zone) == "31 كانون الأول 2025، 10:30 م بالتوقيت العالمي"


@pytest.mark.parametrize("ask", ["date", "moment"])
def test_a_naive_moment_is_refused(book, ask):
    """Nobody knows which day it was."""
    naive = LATE.replace(tzinfo=None)

    with pytest.raises(UnreadableTimeError, match="no time zone"):
        getattr(book, ask)(naive, "ar", tz=dt.UTC)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 يوم"),
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يومًا"),
        (99, "99 يومًا"),
        (100, "100 يوم"),
        (102, "102 يوم"),
        (103, "103 أيام"),
        (111, "111 يومًا"),
    ],
)
def test_days_are_counted_by_the_rules_of_arabic(book, number, words):
    """One and two have forms of their own; three to ten take the plural, eleven to ninety-nine the accusative."""
    assert book.count("unit.day", number, "ar") == words


@pytest.mark.parametrize(
    ("length", "english", "arabic"),
    [
        (dt.timedelta(days=2, hours=3), "2 days and 3 hours", "يومان و3 ساعات"),
        (dt.timedelta(days=11, hours=2), "11 days and 2 hours", "11 يومًا وساعتان"),
        (dt.timedelta(days=1, minutes=5), "1 day", "يوم واحد"),
        (dt.timedelta(hours=1, seconds=59), "1 hour", "ساعة واحدة"),
        (dt.timedelta(hours=-5), "5 hours", "5 ساعات"),
        (dt.timedelta(seconds=59), "less than a minute", "أقل من دقيقة"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(book, length, english, arabic):
    """Adjacent units only, no seconds and no sign."""
    assert book.duration(length, "en") == english
    assert book.duration(length, "ar") == arabic


@given(st.timedeltas())
def test_a_duration_never_has_more_than_two_units_and_never_a_zero(length):
    """Whatever the length, at most two counts, all of them above zero, the larger unit first."""
    units = list(largest_units(length))

    assert len(units) <= 2
    assert all(number > 0 for _, number in units)
    assert [code for code, _ in units] == [c for c in ("unit.day", "unit.hour", "unit.minute") if c in dict(units)]


def test_a_list_isolates_each_of_its_items(book):
    """A Latin id among Arabic words keeps its place."""
    assert book.list(["p1", "الوسيط"], "ar") == f"{FSI}p1{PDI} و{FSI}الوسيط{PDI}"
    assert book.list(["a", "b", "c"], "en") == f"{FSI}a{PDI}, {FSI}b{PDI} and {FSI}c{PDI}"


def test_a_list_of_nothing_is_an_empty_text(book):
    """There is nothing to say, so nothing is said."""
    assert book.list([], "ar") == ""


@pytest.mark.parametrize("ask", [lambda book: book.list(["a"], "fr"), lambda book: book.date(LATE, "fr")])
def test_a_language_the_book_does_not_hold_is_refused_for_dates_and_lists_too(book, ask):
    """Babel knows French; the book does not, and a page in two languages helps nobody."""
    with pytest.raises(LabelNotFoundError, match="'fr'"):
        ask(book)
