"""What is written is read back as it was."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from community_policing.cases import Case, Event, replay
from community_policing.serialization import canonical, read_json


@given(data=st.data())
def test_a_case_comes_back(data, toy, converter, fast):
    """A case is equal to the one that its document, and its text, is read as."""
    case = data.draw(toy.cases)

    assert converter.load_case(converter.dump_case(case)) == case
    assert converter.loads(converter.dumps(case), Case) == case
    assert fast.loads(fast.dumps(case), Case) == case


@given(data=st.data())
def test_an_event_comes_back(data, toy, converter, fast):
    """An event is equal to the one that its document is read as, with the same reasons for the same readers."""
    event = data.draw(toy.events)

    found = converter.loads(converter.dumps(event), Event)

    assert converter.load_event(converter.dump_event(event)) == event
    assert found == event == fast.loads(fast.dumps(event), Event)
    assert [reason.audience for reason in found.reasons] == [reason.audience for reason in event.reasons]


@given(data=st.data())
def test_a_command_comes_back(data, toy, converter):
    """A command is equal to the one that its text is read as."""
    command = data.draw(toy.commands | toy.opening_commands)

    assert converter.load_command(converter.dump_command(command)) == command
    assert converter.loads(converter.dumps(command), type(command)) == command


@given(data=st.data())
def test_text_is_canonical_whatever_wrote_it(data, toy, converter, fast):
    """Both ways of writing leave the same bytes, and they are those that digests are made of."""
    event = data.draw(toy.events)

    text = converter.dumps(event)

    assert fast.dumps(event) == text
    assert canonical(converter.dump_event(event)) == text.encode()
    assert json.loads(text) == read_json(text) == converter.dump_event(event)


def test_the_parts_of_an_event_have_the_types_they_had(converter, story):
    """Fields come back as the types they had, not as what merely equals them."""
    events, _ = story

    command = converter.load_event(converter.dump_event(events[-1])).command

    assert [type(getattr(command, name)).__name__ for name in ("way", "size", "urgent", "times", "day", "moment")] == [
        "Way",
        "Size",
        "bool",
        "int",
        "date",
        "datetime",
    ]


def test_stored_events_add_up_to_the_case(converter, story):
    """Events read back from their documents replay to the case."""
    events, case = story

    documents = [json.loads(json.dumps(document)) for document in converter.dump_events(events)]

    assert replay(converter.load_events(documents)) == case


def test_a_document_says_what_it_is(converter, story):
    """Every document carries its schema and its version."""
    events, case = story

    heads = [
        {key: document[key] for key in ("schema", "version")}
        for document in (
            converter.dump_case(case),
            converter.dump_event(events[0]),
            converter.dump_command(events[0].command),
        )
    ]

    assert heads == [
        {"schema": "community-policing/case", "version": 1},
        {"schema": "community-policing/event", "version": 1},
        {"schema": "community-policing/command", "version": 1},
    ]


def test_what_is_empty_is_left_out_and_what_has_a_default_is_not(converter, story):
    """Only `None` and empty lists are left out, so that a later default changes no stored case."""
    _, case = story

    written = converter.dump_case(case)["case"]

    assert "outcome" not in written
    assert "marks" not in written
    assert written["confidentiality"] == "standard"
    assert written["parties"][1] == {
        "id": "p2",
        "role": "disputing-party",
        "kind": "natural-person",
        "age_band": "unknown-age",
    }
    assert written["tracks"][0]["ended"] is False
