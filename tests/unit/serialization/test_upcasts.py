"""A document of an older version is brought up to date when it is read."""

from __future__ import annotations

import pytest

from community_policing.errors import UnreadableDocumentError
from community_policing.serialization._changes import CHANGES, tag_of
from community_policing.serialization._upcasts import UPCASTS, unwrap, wrap

STEPS = {
    "case": (
        lambda body: {**body, "id": body["name"]},
        lambda body: {key: value for key, value in body.items() if key != "name"},
    )
}


@pytest.mark.parametrize(
    ("version", "body"),
    [(1, {"name": "C"}), (2, {"name": "C", "id": "C"}), (3, {"id": "C"})],
)
def test_every_older_version_is_read(version, body):
    """From whatever version, the steps that are left are taken in order."""
    document = {"schema": "community-policing/case", "version": version, "case": body}

    assert unwrap("case", document, upcasts=STEPS) == {"id": "C"}


def test_stored_documents_are_not_changed():
    """A document that is read stays as it was."""
    body = {"name": "C"}

    unwrap("case", {"schema": "community-policing/case", "version": 1, "case": body}, upcasts=STEPS)

    assert body == {"name": "C"}


def test_the_present_version_is_written():
    """What is written is of the version that all steps lead to."""
    assert wrap("case", {}, upcasts=STEPS)["version"] == 3


def test_a_later_version_is_refused():
    """A document of a later release says which versions this one reads."""
    with pytest.raises(UnreadableDocumentError, match=r"version: is 4; this release reads 1 to 3"):
        unwrap("case", {"schema": "community-policing/case", "version": 4, "case": {}}, upcasts=STEPS)


def test_what_is_no_object_is_left_to_its_reader():
    """Steps are taken on objects only; the reader tells what is wrong with anything else."""
    assert unwrap("case", {"schema": "community-policing/case", "version": 1, "case": 3}, upcasts=STEPS) == 3


def test_every_kind_of_document_has_its_steps():
    """Cases, events and commands are versioned each on its own."""
    assert set(UPCASTS) == {"case", "event", "command"}


def test_every_change_has_a_stable_name():
    """Each change is stored under a kebab-case name of its own."""
    from community_policing import cases  # noqa: PLC0415  only here

    kinds = set(cases.Change.__args__)

    assert set(CHANGES.values()) == kinds
    assert len(CHANGES) == len(kinds)
    assert tag_of(cases.Marked("x")) == "marked"
    assert all(name == name.lower() and " " not in name and "_" not in name for name in CHANGES)
