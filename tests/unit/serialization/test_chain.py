"""Whoever changes, drops or moves an event breaks the chain."""

from __future__ import annotations

import hashlib

import pytest

from community_policing.errors import UnreadableEventError
from community_policing.serialization import canonical, digest, verify_chain


@pytest.fixture
def rows(converter, story):
    events, _ = story
    made, previous = [], ""
    for document in converter.dump_events(events):
        previous = digest(document, previous)
        made.append((document, previous))
    return made


def test_a_digest_is_what_it_is_said_to_be(rows):
    """A digest is SHA-256 of the one before, a line feed, and the canonical bytes."""
    (first, before), (second, found), _ = rows

    assert before == hashlib.sha256(b"\n" + canonical(first)).hexdigest()
    assert found == hashlib.sha256(before.encode() + b"\n" + canonical(second)).hexdigest()


def test_a_whole_chain_is_accepted(rows):
    """Untouched rows give back their last digest, from the beginning or from anywhere."""
    assert verify_chain(rows) == rows[-1][1]
    assert verify_chain(rows[1:], previous=rows[0][1]) == rows[-1][1]
    assert verify_chain([]) == ""


def test_a_reordered_document_is_the_same(rows):
    """The order of keys does not count: a database may change it."""
    document, found = rows[0]

    assert digest(dict(reversed(document.items()))) == found


@pytest.mark.parametrize(
    ("meddle", "place"),
    [
        (lambda rows: [rows[0], ({**rows[1][0], "version": 2}, rows[1][1]), rows[2]], "events[1].digest"),
        (lambda rows: [rows[0], rows[2]], "events[1].digest"),
        (lambda rows: [rows[1], rows[0], rows[2]], "events[0].digest"),
        (lambda rows: rows[1:], "events[0].digest"),
    ],
)
def test_a_broken_chain_is_found(meddle, place, rows):
    """A changed, dropped or moved event is found where it first shows."""
    with pytest.raises(UnreadableEventError) as caught:
        verify_chain(meddle(rows))

    assert caught.value.path == place


@pytest.mark.parametrize("previous", ["x", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_digest_follows_a_digest(previous, rows):
    """What is no digest cannot come before one."""
    with pytest.raises(UnreadableEventError, match="previous: is .*, not a digest"):
        digest(rows[0][0], previous)
