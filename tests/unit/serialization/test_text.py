"""JSON text: what is not JSON, and what is JSON and yet could mean two things."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from community_policing.cases import Case
from community_policing.errors import UnreadableDocumentError, UnreadableError
from community_policing.serialization import canonical, read_json


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"case": ', "line 1, column 10: is not JSON: Expecting value"),
        ('{"a": 1,\n "b": }', "line 2, column 7: is not JSON: Expecting value"),
        ("", "line 1, column 1: is not JSON"),
        ("{'a': 1}", "line 1, column 2: is not JSON"),
        ('{"a": 1} x', "line 1, column 10: is not JSON: Extra data"),
        ("\ufeff{}", "line 1, column 1: is not JSON: Unexpected UTF-8 BOM"),
        (b"\xef\xbb\xbf{}", "line 1, column 1: is not JSON: Unexpected UTF-8 BOM"),
        (b'{"a": "\xff"}', "byte 7: is not UTF-8"),
        (3, "document: is 3, not text; a str, or bytes of UTF-8"),
        ('{"a": {"b": 1, "b": 2}}', "document.a: has the key 'b' twice"),
        ('[{"b": 1, "b": 1}]', "document[0]: has the key 'b' twice"),
        ('{"a": 1.5}', "document.a: is 1.5; a document holds whole numbers only"),
        ('{"a": 1e3}', "document.a: is 1e3; a document holds whole numbers only"),
        ('{"a": NaN}', "document.a: is NaN; a document holds whole numbers only"),
        ('{"a": 9007199254740992}', "document.a: is too large a number"),
        ('{"a": %s}' % ("9" * 5000), "document.a: is too large a number"),
        ('{"a": "\\u0000"}', "document.a: is '\\x00', with the character NUL"),
        ('{"a": "\\ud800"}', "document.a: is '\\ud800', with half of a surrogate pair"),
        ("[" * 100_000, "document: is nested too deeply"),
        ("[" * 65 + "]" * 65, "document" + "[0]" * 64 + ": is nested too deeply; a document has at most 64 levels"),
    ],
    ids=range(20),
)
def test_faulty_text_is_refused_with_its_place(text, told):
    """Text that no document may hold is refused with line and column, or with the path."""
    with pytest.raises(UnreadableDocumentError) as caught:
        read_json(text)

    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("which", ["converter", "fast"])
@pytest.mark.parametrize(
    "text",
    [
        '{"schema": "community-policing/case", "schema": "community-policing/case"}',
        '{"a":1,"a":1}',
        "[" * 100_000,
        '{"a":NaN}',
        '"\\ud800"',
        "\ud800",
        '{"a":1.0}',
        "[9007199254740992]",
        "[99999999999999999999999]",
        "\ufeff{}",
        3,
        b"\xff",
        "",
    ],
    ids=range(13),
)
def test_both_readers_refuse_the_same(which, text, request):
    """What is refused does not depend on how text is read."""
    converter = request.getfixturevalue(which)

    with pytest.raises(UnreadableError):
        converter.loads(text, Case)


@pytest.mark.parametrize("which", ["converter", "fast"])
def test_both_readers_find_a_key_that_stands_twice(which, request, story):
    """A key that stands twice in a document that is whole otherwise is refused, however it is read."""
    converter = request.getfixturevalue(which)
    text = converter.dumps(story[1]).replace('"seq":3,"tracks"', '"seq":3,"seq":4,"tracks"')

    with pytest.raises(UnreadableError, match="case: has the key 'seq' twice"):
        converter.loads(text, Case)


@given(text=st.text())
@example("{}")
@example("{")
def test_no_text_breaks_the_reader(text):
    """Whatever the text, it is read or refused as unreadable."""
    try:
        found = read_json(text)
    except UnreadableDocumentError:
        return

    assert read_json(canonical(found)) == found


@pytest.mark.parametrize("kind", [str, str.encode, lambda text: bytearray(text.encode())])
def test_text_and_bytes_are_read_alike(kind):
    """A document is read from text and from bytes."""
    assert read_json(kind('{"الاسم": "سلام"}')) == {"الاسم": "سلام"}


def test_canonical_bytes_have_one_order_and_no_spaces():
    """Keys are sorted, nothing is spaced, and letters stand as they are."""
    document = {"b": [True, None, -3], "a": {"ي": '\u0645\n"', "e": "e\u0301"}}

    assert canonical(document) == '{"a":{"e":"é","ي":"م\\n\\""},"b":[true,null,-3]}'.encode()
    assert json.loads(canonical(document))["b"] == [True, None, -3]


def test_canonical_bytes_hold_no_fraction():
    """A fraction has more than one way to be written, and is refused with its path."""
    with pytest.raises(UnreadableDocumentError, match=r"document\.a\[0\]: is 1\.5"):
        canonical({"a": [1.5]})
