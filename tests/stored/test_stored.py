"""
What a release stored, every later release reads, writes alike and finds untouched.

A folder holds the documents of one release, as lines of JSON, and is never changed after it. ``events.jsonl`` has
events with every change, every kind of reason and the library's own commands; each line has its digest.
``cases.jsonl`` has cases. A test that fails here asks for an upcast, not for other files.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from community_policing.cases import Change, What
from community_policing.serialization import canonical, make_converter, read_json, verify_chain
from community_policing.workflows._standard import standard_rulebook

RELEASES = sorted(path for path in Path(__file__).parent.iterdir() if (path / "events.jsonl").is_file())


def lines(release, name):
    """Return what the lines of a file hold."""
    return [read_json(line) for line in (release / name).read_bytes().splitlines()]


@pytest.fixture(scope="module")
def converter():
    return make_converter(standard_rulebook())


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_events_of_every_release_are_read(release, converter):
    """Every stored event is read, and its chain of digests is whole."""
    rows = [(row["document"], row["digest"]) for row in lines(release, "events.jsonl")]

    events = converter.load_events(document for document, _ in rows)

    assert verify_chain(rows) == rows[-1][1]
    assert {type(change) for event in events for change in event.changes} == set(Change.__args__)
    assert {event.what for event in events} == set(What)


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_cases_of_every_release_are_read(release, converter):
    """Every stored case is read."""
    cases = [converter.load_case(document) for document in lines(release, "cases.jsonl")]

    assert [case.id for case in cases] == ["BGD-417", "حالة-٤١٧"]


def test_the_present_release_writes_what_it_stored(converter):
    """What the present release writes is, byte for byte, what it stored."""
    release = RELEASES[-1]
    rows, cases = lines(release, "events.jsonl"), lines(release, "cases.jsonl")

    events = converter.load_events(row["document"] for row in rows)

    assert [canonical(document) for document in converter.dump_events(events)] == [
        canonical(row["document"]) for row in rows
    ]
    assert [converter.dumps(converter.load_case(document)) for document in cases] == [
        json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for document in cases
    ]
