"""Reasons as sentences, for those who may read them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.cases import Actor, Assignment, Case, Reason
from community_policing.errors import LabelNotFoundError
from community_policing.labels import LabelBook, packaged_catalogs, plain
from community_policing.labels._bidi import FSI, PDI, steers
from community_policing.taxonomy import Risk

SAYING = LabelBook(packaged_catalogs()).with_labels(
    {"reason.said": {"en": "It was said: {thing}, by {party}.", "ar": "قيل: {thing}، من {party}."}}
)


def isolated(text):
    return f"{FSI}{text}{PDI}"


@given(st.text(), st.text(), st.sampled_from(["ar", "en"]))
def test_every_value_is_isolated_and_none_can_reorder_the_sentence(thing, party, language):
    """Whatever the values hold, only the two isolates of the sentence steer it, and they are balanced."""
    reason = Reason("said", thing=f"x{thing}", party=f"x{party}")

    sentence = SAYING.message(reason, language)

    assert isolated(plain(f"x{thing}")) in sentence
    assert isolated(plain(f"x{party}")) in sentence
    assert sentence.count(FSI) == sentence.count(PDI) == 2
    assert not steers(sentence.replace(FSI, "").replace(PDI, ""))


def test_a_value_that_looks_like_a_place_is_not_filled(book):
    """Only the sentence has places; what a value holds is shown."""
    sentence = book.message(Reason("said", thing="{party} {0.__class__}"), "en")

    assert sentence == f"It was said: {isolated('{party} {0.__class__}')}."


@pytest.mark.parametrize(
    ("params", "english", "arabic"),
    [
        ({"roles": ("mediator", "supervisor")}, ["Mediator", "Supervisor"], ["الوسيط", "المشرف"]),
        ({"roles": ()}, ["None"], ["لا يوجد"]),
        ({"roles": frozenset({"supervisor", "mediator"})}, ["Mediator", "Supervisor"], ["الوسيط", "المشرف"]),
    ],
)
def test_a_tuple_of_concepts_becomes_a_list_of_their_names(book, params, english, arabic):
    """Each name is isolated; the order of a set does not depend on the run."""
    for language, names in (("en", english), ("ar", arabic)):
        sentence = book.sentence("reason.not-authorised", language, params)

        places = [sentence.index(isolated(name)) for name in names]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None"),
        (True, "Yes"),
        (False, "No"),
        (12345, "12345"),
        (dt.date(2026, 3, 1), "1 March 2026"),
        (dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC), "1 March 2026, 12:30"),
        (dt.timedelta(days=14), "14 days"),
        (Risk.HIGH, "High"),
        ("verdict.unmet", "Some conditions are not met"),
        ("nothing known", "nothing known"),
    ],
)
def test_a_value_is_shown_as_its_type_asks(book, value, shown):
    """Dates, lengths of time, numbers and truth in the reader's language; moments in the reader's zone."""
    labels = book.with_labels({"concept.risk-levels.high": {"en": "High", "ar": "مرتفع"}})

    sentence = labels.sentence("reason.said", "en", {"thing": value}, tz=ZoneInfo("Asia/Baghdad"))

    assert sentence == f"It was said: {isolated(shown)}."


def test_names_of_states_workflows_and_commands_are_told_by_the_name_of_the_parameter(book):
    """An id of a state is its workflow and its name."""
    reason = Reason("not-offered", command="mediation.open-session", state="mediation/in-session")

    assert book.message(reason, "ar") == f"الإجراء «{isolated('عقد الجلسة')}» غير متاح في مرحلة «{isolated('منعقدة')}»."


@pytest.mark.parametrize(("number", "words"), [(1, "يوم واحد"), (2, "يومان"), (14, "14 يومًا")])
def test_a_length_of_time_is_counted_in_the_sentence(book, number, words):
    """A number takes its unit from the name of the parameter; a length of time brings its own."""
    reason = Reason("too-early", state="mediation/in-session", duration=dt.timedelta(days=number))

    assert isolated(words) in book.message(reason, "ar")
    assert book.sentence("reason.said", "ar", {"thing": dt.timedelta(days=number)}) == f"قيل: {isolated(words)}."
    labels = book.with_labels({"reason.waits": {"en": "{minimum_days}", "ar": "{minimum_days}"}})
    assert labels.message(Reason("waits", minimum_days=number), "ar") == isolated(words)


@pytest.mark.parametrize(
    ("number", "english", "arabic"),
    [
        (1, "1 session is missing.", "تنقص جلسة واحدة."),
        (2, "2 sessions are missing.", "تنقص جلستان."),
        (3, "3 sessions are missing.", "تنقص 3 جلسات."),
        (11, "11 sessions are missing.", "تنقص 11 جلسة."),
    ],
)
def test_a_sentence_with_plural_forms_takes_the_one_of_its_number(book, number, english, arabic):
    """The count chooses the form, in each language by its own rule."""
    reason = Reason("sessions-missing", count=number)

    plain_texts = [book.message(reason, language).replace(FSI, "").replace(PDI, "") for language in ("en", "ar")]

    assert plain_texts == [english, arabic]


def test_another_number_chooses_the_form_where_there_is_no_count(book):
    """`{n}` serves as well; a truth value is no number."""
    labels = book.with_labels(
        {"ui.left": {"en": ("{n} left, {sure}", "{n} are left, {sure}"), "ar": ("{n} {sure}",) * 6}}
    )

    sentence = labels.sentence("ui.left", "en", {"sure": True, "n": 2})

    assert sentence == f"{isolated('2')} are left, {isolated('Yes')}"


def test_a_sentence_with_plural_forms_and_no_number_takes_that_for_one(book):
    """The place is then missing, and the error names it."""
    with pytest.raises(LabelNotFoundError, match="count"):
        book.sentence("reason.sessions-missing", "en")


def test_a_reason_that_lacks_a_parameter_of_its_sentence_raises(book):
    """A sentence with a hole in it is not shown."""
    with pytest.raises(LabelNotFoundError, match=r"'party' in the parameters of 'reason\.consent-missing'"):
        book.message(Reason("consent-missing"), "ar")


def test_a_concept_without_a_label_raises(book):
    """A role that no scheme has is a fault in the data, and shown as one."""
    with pytest.raises(LabelNotFoundError, match=r"concept\.roles\.medaitor"):
        book.message(Reason("not-authorised", roles=("medaitor",)), "ar")


PROTECTED = Reason("consent-missing", ("supervisor",), party="p2")
OPEN = Reason("case-not-open")


@pytest.mark.parametrize("roles", [(), ("mediator",), ("staff",), ("unheard-of",)])
def test_a_reader_outside_the_audience_gets_a_neutral_sentence(book, roles):
    """It says neither which condition nor whom it protects; a broader role is not enough."""
    reader = Actor("o-1", roles)

    sentence = book.message(PROTECTED, "en", reader=reader)

    assert sentence == "A protective condition does not allow this step at present."
    assert "p2" not in sentence


def test_a_reader_of_the_audience_gets_the_sentence(book):
    """Those who hold the role read the reason itself."""
    assert "p2" in book.message(PROTECTED, "ar", reader=Actor("o-1", ("supervisor",)))


def test_a_role_below_the_audience_may_read_too(book):
    """Checks of roles follow `broader`."""
    for_staff = PROTECTED.for_audience(("staff",))

    assert "p2" in book.message(for_staff, "ar", reader=Actor("o-1", ("mediator",)))


def test_a_role_assigned_on_the_case_counts_when_the_case_is_given(book):
    """The mediator of this case may read what the mediator of another may not."""
    for_mediators = PROTECTED.for_audience(("mediator",))
    case = Case("c-1", 1, None, assignments=(Assignment("mediator", "o-1"),))

    here = book.messages([for_mediators], "en", reader=Actor("o-1"), case=case)
    elsewhere = book.message(for_mediators, "en", reader=Actor("o-2"), case=case)

    assert here == (book.message(for_mediators, "en"),)
    assert here == (book.message(for_mediators, "en", reader=Actor("o-1"), case=case),)
    assert elsewhere == book.text("reason.withheld", "en")


def test_without_a_reader_nothing_is_held_back(book):
    """The host has then decided who reads."""
    assert "p2" in book.message(PROTECTED, "en")
    assert "p2" in book.messages([PROTECTED], "en")[0]


def test_protected_reasons_are_left_out_and_said_to_be_so_once(book):
    """Neither their number nor their place among the others is told."""
    sentences = book.messages([PROTECTED, OPEN, PROTECTED, OPEN], "ar", reader=Actor("o-1"))

    assert sentences == (book.message(OPEN, "ar"), book.text("reason.withheld", "ar"))


def test_reasons_that_all_may_read_are_all_told(book):
    """Nothing neutral is added where nothing was left out."""
    assert book.messages([OPEN], "en", reader=Actor("o-1")) == ("The case is not open.",)
    assert book.messages([], "en") == ()


def test_any_text_can_be_isolated(book):
    """Hosts that make sentences of their own use the same isolates."""
    assert book.isolate("p2\n") == isolated("p2")
