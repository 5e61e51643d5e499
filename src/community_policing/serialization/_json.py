"""JSON text: reading it strictly, and writing it in the one way that digests are made of."""

from __future__ import annotations

import json
from typing import Any

from community_policing.errors import UnreadableDocumentError
from community_policing.serialization._faults import Fault, shown
from community_policing.serialization._plain import LARGEST, Faulty, plain

ROOT = "document"
_DIGITS = len(str(-LARGEST))


def read_json(text: str | bytes) -> Any:  # noqa: ANN401  JSON may be anything
    """
    Return the plain data that the JSON *text* holds.

    Text becomes NFC. Nothing that two readers could take for different things is let through.

    Args:
        text: One JSON value; bytes are UTF-8 without a byte order mark.

    Raises:
        UnreadableDocumentError: It is not JSON (the error has line and column), or it has a key twice, a fraction, a
            number beyond 2⁵³, NUL, half of a surrogate pair, or more levels than any document (the error has the path).

    >>> read_json('{"case": {"id": "BGD-417"}}')
    {'case': {'id': 'BGD-417'}}

    .. versionadded:: 26.1
    """
    try:
        return plain(parse(text))
    except Fault as fault:
        raise UnreadableDocumentError(f"{ROOT}{fault.path}", fault.message, fault.hint) from None


def parse(text: str | bytes) -> object:
    """Return what *text* holds, with a `Faulty` for each value that no document may hold."""
    try:
        return json.loads(
            _decoded(text),
            object_pairs_hook=_object,
            parse_int=_whole_number,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableDocumentError(place, f"is not JSON: {error.msg}") from error
    except RecursionError:
        raise UnreadableDocumentError(ROOT, "is nested too deeply") from None


def canonical(document: object) -> bytes:
    """
    Return the one way to write *document* as bytes: keys sorted, no spaces, UTF-8.

    On what documents may hold it equals RFC 8785, so that a digest of it can be made in any language.

    Raises:
        UnreadableDocumentError: The document holds something that no document may.

    >>> canonical({"seq": 1, "case": "BGD-417"})
    b'{"case":"BGD-417","seq":1}'

    .. versionadded:: 26.1
    """
    try:
        return written(plain(document)).encode()
    except Fault as fault:
        raise UnreadableDocumentError(f"{ROOT}{fault.path}", fault.message, fault.hint) from None


def written(document: object) -> str:
    """Return the canonical text of plain data."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def parse_fast(text: str | bytes) -> object:
    """
    Return what *text* holds, through orjson where that is safe.

    orjson takes the last of two equal keys and makes floats of huge numbers. So its answer counts only for text that
    is canonical, as `written` leaves it; all other text is read by `parse`.
    """
    import orjson  # noqa: PLC0415  an optional dependency

    try:
        found = orjson.loads(text)
        same = orjson.dumps(found, option=orjson.OPT_SORT_KEYS) == (text.encode() if isinstance(text, str) else text)
    except (ValueError, TypeError, RecursionError):
        return parse(text)
    return found if same else parse(text)


def written_fast(document: object) -> str:
    """Return the canonical text of plain data, through orjson."""
    import orjson  # noqa: PLC0415  an optional dependency

    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()


def _decoded(text: str | bytes) -> str:
    """Return *text* as a `str`; bytes must be UTF-8."""
    if isinstance(text, str):
        return text
    if not isinstance(text, bytes | bytearray | memoryview):
        raise UnreadableDocumentError(ROOT, f"is {shown(text)}, not text", "a str, or bytes of UTF-8")
    try:
        return bytes(text).decode()
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(f"byte {error.start}", "is not UTF-8") from error


def _object(pairs: list[tuple[str, object]]) -> object:
    """Return one object, or what is wrong with it: a key that stands twice."""
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    keys = [key for key, _ in pairs]
    twice = next(key for key in keys if keys.count(key) > 1)
    return Faulty(f"has the key {twice!r} twice")


def _whole_number(digits: str) -> object:
    """Return the number that *digits* write; one of thousands of digits is not even tried."""
    return int(digits) if len(digits) <= _DIGITS else Faulty("is too large a number")


def _no_number(text: str) -> Faulty:
    """Return that a fraction, or what JavaScript has for none, is no whole number."""
    return Faulty(f"is {text:.40}; a document holds whole numbers only")
