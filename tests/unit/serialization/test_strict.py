"""Nothing is coerced, and the error leads to the fault."""

from __future__ import annotations

import copy
import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.cases import Case, Fact, Facts, Reason
from community_policing.errors import (
    CommunityPolicingError,
    UnreadableCaseError,
    UnreadableCommandError,
    UnreadableDocumentError,
    UnreadableError,
    UnreadableEventError,
)
from community_policing.serialization import make_converter
from community_policing.serialization._hooks import fault_of
from community_policing.workflows import Rulebook, command

FACT = ("case", "tracks", 0, "facts", 2, "command")


def changed(document, path, value):
    """Return *document* with *value* at *path*; `del` takes the key away."""
    made = copy.deepcopy(document)
    place = made
    for step in path[:-1]:
        place = place[step]
    if value is del_:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return made


del_ = object()


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        # the traps of cattrs: what it would coerce
        (("case", "id"), None, "case.id: is null; it takes text"),
        (("case", "id"), 7, "case.id: is 7; it takes text"),
        (("case", "seq"), True, "case.seq: is True; it takes a whole number"),
        (("case", "seq"), "3", "case.seq: is '3'; it takes a whole number"),
        (("case", "seq"), 3.0, "case.seq: is 3.0; a document holds whole numbers only"),
        (("case", "tracks", 0, "ended"), "no", "case.tracks[0].ended: is 'no'; it takes true or false"),
        (("case", "tracks", 0, "ended"), 0, "case.tracks[0].ended: is 0; it takes true or false"),
        (("case", "categories"), "abc", "case.categories: is 'abc', not a list"),
        (("case", "categories"), {"a": 1}, "case.categories: is {'a': 1}, not a list"),
        (("case", "categories", 0), None, "case.categories[0]: is null; it takes text"),
        (("case", "at"), "2026-03-01T09:30:00", "case.at: is '2026-03-01T09:30:00', without a time zone; "),
        (("case", "at"), "yesterday", "case.at: is 'yesterday'; it takes a moment with a time zone"),
        (("case", "at"), 1772357400, "case.at: is 1772357400; it takes a moment with a time zone"),
        (("case", "at"), "0001-01-01T00:00:00+03:00", "case.at: is '0001-01-01T00:00:00+03:00'; it takes a moment"),
        (("case", "risk"), "hihg", "case.risk: is 'hihg'; did you mean 'high'?"),
        (("case", "risk"), ["high"], "case.risk: is ['high']; it takes one of low, medium, high, imminent"),
        (("case", "confidentiality"), None, "case.confidentiality: is null; it takes one of standard"),
        # keys
        (("case", "stat"), 1, "case.stat: is not a key; did you mean"),
        (("case", "tracks", 0, "stat"), 1, "case.tracks[0].stat: is not a key; did you mean 'state'?"),
        (("case", "tracks", 0, "odd key"), 1, "case.tracks[0]['odd key']: is not a key; keys: id"),
        (("case", "tracks", 0, "since"), del_, "case.tracks[0].since: is missing"),
        (("case", "confidentiality"), del_, "case.confidentiality: is missing"),
        (("case", "parties", 1, "age_band"), del_, "case.parties[1].age_band: is missing"),
        # objects
        (("case",), [], "case: is [], not an object; keys: id, seq"),
        (("case", "parties", 0), "p1", "case.parties[0]: is 'p1', not an object; keys: id, role"),
        (("case", "parties", 0, "id"), "p 1", "case.parties[0].id: 'p 1' is not an id; an id has 1 to 128"),
        # commands
        ((*FACT,), None, "case.tracks[0].facts[2].command: is null, not an object; keys: name, data"),
        ((*FACT, "nam"), "x", "case.tracks[0].facts[2].command.nam: is not a key; did you mean 'name'?"),
        ((*FACT, "name"), del_, "case.tracks[0].facts[2].command.name: is missing"),
        ((*FACT, "data"), del_, "case.tracks[0].facts[2].command.data: is missing"),
        ((*FACT, "data"), [], "case.tracks[0].facts[2].command.data: is [], not an object"),
        ((*FACT, "name"), "record.tel", "case.tracks[0].facts[2].command.name: is 'record.tel', which no workflow"),
        ((*FACT, "name"), 1, "case.tracks[0].facts[2].command.name: is 1, which no workflow in force takes; keep"),
        ((*FACT, "data", "party"), del_, "case.tracks[0].facts[2].command.data.party: is missing; it takes the id"),
        ((*FACT, "data", "urgent"), "no", "case.tracks[0].facts[2].command.data.urgent: is 'no'; it takes true or"),
        ((*FACT, "data", "urgent"), 1, "case.tracks[0].facts[2].command.data.urgent: is 1; it takes true or"),
        ((*FACT, "data", "times"), True, "case.tracks[0].facts[2].command.data.times: is True; it takes a whole"),
        ((*FACT, "data", "way"), "by-fot", "case.tracks[0].facts[2].command.data.way: is 'by-fot'; did you mean"),
        ((*FACT, "data", "factors"), "weapon", "case.tracks[0].facts[2].command.data.factors: is 'weapon', not a"),
        (
            (*FACT, "data", "promises", 0, "until"),
            "soon",
            "case.tracks[0].facts[2].command.data.promises[0].until: is 'soon'; it takes a date",
        ),
        (
            (*FACT, "data", "moment"),
            "0001-01-01T00:00:00+03:00",
            "case.tracks[0].facts[2].command.data",
        ),
        # text
        (("case", "id"), "C\0", "case.id: is 'C\\x00', with the character NUL"),
        (("case", "id"), "C\ud800", "case.id: is 'C\\ud800', with half of a surrogate pair"),
        (("case", "seq"), 2**53, "case.seq: is too large a number; from -9007199254740991 to 9007199254740991"),
        (("case", "seq"), (1,), "case.seq: is (1,), which JSON does not have; give plain dicts"),
        (("case", 3), 1, "case[3]: is the key 3; keys are text"),
        (("case", "e\u0301"), 1, "case['e\u0301']: is the key 'e\u0301'; keys are text in Unicode normal form C"),
    ],
)
def test_a_fault_in_a_case_is_found(path, value, told, converter, story):
    """The error has the path to the fault, what is wrong, and what would work."""
    _, case = story
    document = changed(converter.dump_case(case), path, value)

    with pytest.raises(UnreadableCaseError) as caught:
        converter.load_case(document)

    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("event", "what"), "opend", "event.what: is 'opend'; did you mean 'opened'?"),
        (("event", "command", "name"), "record.set-rsk", "event.command.name: is 'record.set-rsk', which no workflow"),
        (("event", "by", "roles", 0), "a b", "event.by.roles[0]: 'a b' is not an id"),
        (("event", "changes"), [1], "event.changes[0]: is 1, not an object"),
        (("event", "changes"), [{"party": "p1"}], "event.changes[0].change: is missing; changes: categories-set"),
        (("event", "changes"), [{"change": "factor-aded"}], "event.changes[0].change: is 'factor-aded'; did you mean"),
        (("event", "changes"), [{"change": ["x"]}], "event.changes[0].change: is ['x']; changes: categories-set"),
        (("event", "changes"), [{"change": "party-left"}], "event.changes[0].party: is missing"),
        (("event", "changes"), [{"change": "marked", "mark": 1}], "event.changes[0].mark: is 1; it takes text"),
        (("event", "reasons"), [[]], "event.reasons[0]: is [], not an object; keys: code, params, audience"),
        (("event", "reasons"), [{}], "event.reasons[0].code: is missing"),
        (("event", "reasons"), [{"code": 1}], "event.reasons[0].code: is 1; it takes text"),
        (("event", "reasons"), [{"code": "x", "parms": {}}], "event.reasons[0].parms: is not a key; did you mean"),
        (("event", "reasons"), [{"code": "x", "params": []}], "event.reasons[0].params: is [], not an object of"),
        (("event", "reasons"), [{"code": "x", "params": {"audience": "y"}}], "event.reasons[0].params: is {"),
        (("event", "reasons"), [{"code": "x", "params": {"a": None}}], "event.reasons[0].params.a: is null, which"),
        (("event", "reasons"), [{"code": "x", "params": {"a": [1]}}], "event.reasons[0].params.a[0]: is 1; it takes"),
        (("event", "reasons"), [{"code": "x", "audience": "y"}], "event.reasons[0].audience: is 'y', not a list"),
    ],
)
def test_a_fault_in_an_event_is_found(path, value, told, converter, story):
    """The error of an event has the path to the fault, what is wrong, and what would work."""
    events, _ = story
    document = changed(converter.dump_event(events[1]), path, value)

    with pytest.raises(UnreadableEventError) as caught:
        converter.load_event(document)

    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    "param",
    [
        {},
        {"date": "2026-03-01", "moment": "x"},
        {"date": "2026-13-01"},
        {"date": 3},
        {"moment": "2026-03-01T09:30:00"},
        {"moment": "2026-03-01"},
        {"moment": 3},
        {"moment": "0001-01-01T00:00:00+03:00"},
        {"duration": {"weeks": 1}},
        {"duration": {"days": True}},
        {"duration": {"days": 10**12}},
        {"duration": 3},
        {"day": 3},
    ],
)
def test_a_parameter_of_a_reason_is_not_guessed(param, converter, story):
    """A parameter that is no date, moment or length of time is refused with its path."""
    events, _ = story
    document = changed(converter.dump_event(events[1]), ("event", "reasons"), [{"code": "x", "params": {"a": param}}])

    with pytest.raises(UnreadableEventError, match=r"event\.reasons\[0\]\.params\.a: is .*no parameter of a reason"):
        converter.load_event(document)


def test_parameters_that_json_has_no_word_for_are_objects(converter, story):
    """Dates, moments and lengths of time are written so that they cannot be taken for text or numbers."""
    events, _ = story
    moment = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    reason = Reason("x", at=moment, day=dt.date(2026, 3, 1), length=dt.timedelta(days=2, seconds=1), n=3, yes=True)

    written = converter.dump_event(attrs.evolve(events[0], reasons=(reason,)))["event"]["reasons"]

    assert written == [
        {
            "code": "x",
            "params": {
                "at": {"moment": "2026-03-01T09:30:00+00:00"},
                "day": {"date": "2026-03-01"},
                "length": {"duration": {"days": 2, "seconds": 1}},
                "n": 3,
                "yes": True,
            },
        }
    ]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "document: is [], not an object; keys: schema, version, case"),
        ({}, "schema: is missing; here it is 'community-policing/case'"),
        ({"schema": "community-policing/event"}, "schema: is 'community-policing/event'; here it is"),
        ({"schema": "community-policing/case", "vers": 1}, "vers: is not a key of a document; did you mean 'version'?"),
        ({"schema": "community-policing/case", "x": 1}, "x: is not a key of a document; keys: schema, version, case"),
        ({"schema": "community-policing/case", "case": {}}, "version: is missing; this release reads 1 to 1"),
        ({"schema": "community-policing/case", "version": True}, "version: is True; this release reads 1 to 1"),
        ({"schema": "community-policing/case", "version": 2}, "version: is 2; this release reads 1 to 1"),
        ({"schema": "community-policing/case", "version": 0}, "version: is 0; this release reads 1 to 1"),
        ({"schema": "community-policing/case", "version": 1}, "case: is missing"),
    ],
)
def test_a_document_that_is_no_case_is_refused(document, told, converter):
    """A document of another kind, of no kind or of a later release is told from a faulty case."""
    with pytest.raises(UnreadableDocumentError) as caught:
        converter.load_case(document)

    assert str(caught.value).startswith(told)


def test_one_of_several_events_is_named(converter, story):
    """The path says which of several documents is faulty."""
    events, _ = story
    documents = converter.dump_events(events)
    documents[2] = changed(documents[2], ("event", "seq"), "3")

    with pytest.raises(UnreadableEventError) as caught:
        converter.load_events(documents)

    assert caught.value.path == "events[2].event.seq"


def test_a_command_of_another_name_is_refused(converter, spoken, toy):
    """A command document is refused when its name is unknown, or is not the one that is asked for."""
    unknown = {"schema": "community-policing/command", "version": 1, "command": {"name": "record.tll", "data": {}}}

    with pytest.raises(UnreadableCommandError, match=r"command\.name: is 'record\.tll'.*did you mean 'record\.tell'"):
        converter.load_command(unknown)
    with pytest.raises(UnreadableCommandError, match=r"command\.name: is 'record\.tell'; here it is 'record\.rest'"):
        converter.loads(converter.dumps(spoken), toy.Rest)


def test_an_event_whose_command_is_gone_says_so(story, toy):
    """An event of a command that no workflow takes any more tells how to read it again."""
    events, _ = story
    smaller = toy.RECORD.without(toy.Tell, version=1)
    converter = make_converter(Rulebook(toy.RULES.schemes, (smaller,), toy.RULES.profile, toy.RULES.policy_rules))
    document = make_converter(toy.RULES).dump_event(events[-1])

    with pytest.raises(UnreadableEventError) as caught:
        converter.load_event(document)

    assert caught.value.path == "event.command.name"
    assert "no workflow in force takes" in caught.value.message


def test_what_could_not_be_read_again_is_not_written(converter, story):
    """A command of a foreign class is refused when it is written, not when it is read years later."""
    events, _ = story

    @command("record.rest")
    class Rest:
        """A class of a name that the rulebook gives to another."""

    @command("record.other")
    class Other:
        """A class that the rulebook does not have."""

    with pytest.raises(UnreadableCommandError, match="of another class than the rulebook's"):
        converter.dump_command(Rest())
    with pytest.raises(UnreadableEventError, match=r"event.*is 'record\.other', which no workflow in force takes"):
        converter.dump_event(attrs.evolve(events[0], command=Other()))
    with pytest.raises(TypeError, match="is not a command"):
        converter.dumps(3)


def test_a_naive_moment_is_not_written(converter):
    """A moment without a zone is refused on the way out too."""
    with pytest.raises(UnreadableCaseError, match="without a time zone"):
        converter.dump_case(Case("C-1", 1, dt.datetime(2026, 3, 1)))  # noqa: DTZ001  naive on purpose


def test_moments_are_read_in_any_zone_and_kept_in_utc(converter, story):
    """A moment of another zone is the same moment in UTC."""
    _, case = story
    document = changed(converter.dump_case(case), ("case", "at"), "2026-03-01T12:30:00+03:00")

    assert converter.load_case(document).at == case.at
    assert converter.load_case(document).at.tzinfo is dt.UTC


def test_text_is_read_in_normal_form_c(converter):
    """Two ways to write the same letter become one, so that equal ids are equal."""
    document = converter.dump_case(Case("Caf\u00e9", 1, None))
    decomposed = changed(document, ("case", "id"), "Cafe\u0301")

    assert converter.load_case(decomposed).id == "Caf\u00e9"
    assert converter.dump_case(Case("Cafe\u0301", 1, None)) == document


def test_a_fact_is_told_once(converter, story):
    """Two facts of one command and key are refused."""
    _, case = story
    document = converter.dump_case(case)
    facts = document["case"]["tracks"][0]["facts"]
    facts.append(facts[0])

    with pytest.raises(UnreadableCaseError, match=r"case\.tracks\[0\]\.facts\[3\]: is a second fact of"):
        converter.load_case(document)


def test_enums_that_are_text_stay_enums(converter, spoken, toy):
    """The hook for text does not catch enums whose members are text, and their members are written as plain text."""
    document = converter.dump_command(spoken)

    assert type(document["command"]["data"]["way"]) is str
    assert converter.load_command(document).way is toy.Way.BY_FOOT
    assert type(converter.dump_command(attrs.evolve(spoken, basis=toy.Way.BY_CAR))["command"]["data"]["basis"]) is str


def test_sets_are_written_in_one_order(converter):
    """Roles in another order make the same document, so that digests do not follow the hash seed."""
    from community_policing.cases import Party  # noqa: PLC0415  only here

    one, two = Party("p", "victim", factors=("b", "a")), Party("p", "victim", factors=("a", "b", "a"))

    assert converter.dumps(Case("C", 1, None, parties=(one,))) == converter.dumps(Case("C", 1, None, parties=(two,)))


def test_a_rule_of_the_command_itself_is_a_fault_of_its_data(toy):
    """What a command class refuses by its own validators is told with the path to the command's data."""

    @command("record.count")
    class Count:
        """A command that minds what it is told."""

        number: int = attrs.field(validator=attrs.validators.ge(1))

    workflow = toy.RECORD.with_transitions(toy.OPEN.stay(on=Count, by=toy.ANYONE), version=1)
    converter = make_converter(toy.RULES.with_workflow(workflow))
    document = converter.dump_command(Count(1))

    with pytest.raises(UnreadableCommandError, match=r"command\.data: cannot be: .*'number' must be >= 1"):
        converter.load_command(changed(document, ("command", "data", "number"), 0))


def test_a_bug_is_not_taken_for_a_fault(toy, story):
    """An error that says nothing about the data goes through as it is."""
    _, case = story

    @command("record.break")
    class Break:
        """A command with a broken validator."""

        number: int = attrs.field(validator=lambda *_: 1 // 0)

    workflow = toy.RECORD.with_transitions(toy.OPEN.stay(on=Break, by=toy.ANYONE), version=1)
    converter = make_converter(toy.RULES.with_workflow(workflow))
    document = converter.dump_case(case)
    document["case"]["tracks"][0]["facts"][0]["command"] = {"name": "record.break", "data": {"number": 1}}

    with pytest.raises(ZeroDivisionError):
        converter.load_case(document)
    with pytest.raises(ZeroDivisionError):
        fault_of(ZeroDivisionError())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(data, path=()):
    """Return the path to everything in *data*."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for step, value in inner for place in places(value, (*path, step)))]


@given(data=st.data())
def test_no_document_breaks_the_reader(data, toy, converter):
    """Whatever stands anywhere in a document, it is read or refused as unreadable."""
    kind = data.draw(st.sampled_from(["case", "event"]))
    value = data.draw(toy.cases if kind == "case" else toy.events)
    document = getattr(converter, f"dump_{kind}")(value)
    path = data.draw(st.sampled_from(places(document)[1:]))
    replacement = data.draw(json_values | st.just(del_))

    try:
        getattr(converter, f"load_{kind}")(changed(document, path, replacement))
    except CommunityPolicingError as error:
        assert isinstance(error, UnreadableError)  # noqa: PT017  either of two ends is right


def test_facts_in_another_order_are_the_same_facts(converter, story):
    """The order of facts is kept, and does not make another case."""
    _, case = story
    document = converter.dump_case(case)
    document["case"]["tracks"][0]["facts"].reverse()

    found = converter.load_case(document)

    assert found == case
    assert [fact.seq for fact in found.tracks[0].facts] == [3, 2, 1]
    assert isinstance(found.tracks[0].facts, Facts)
    assert all(isinstance(fact, Fact) for fact in found.tracks[0].facts)
