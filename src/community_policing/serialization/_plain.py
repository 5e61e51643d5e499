"""Plain JSON data: what a document may hold, whoever made it."""

from __future__ import annotations

import unicodedata
from typing import Any

from community_policing.serialization._faults import Fault, key_step, shown

MOST_DEEP = 64
"""How deep lists and objects may lie in one another."""

LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON reads as it is written (RFC 8785, section 3.2.2.3)."""


class Faulty:
    """Stands for a value that the reader of JSON text could not accept, until the path to it is known."""

    __slots__ = ("message",)

    def __init__(self, message: str) -> None:
        """Hold what is wrong."""
        self.message = message


def plain(data: object, *, depth: int = 0) -> object:
    """
    Return a copy of *data* with its text in NFC.

    Raises:
        Fault: Something in it is no JSON, is a fraction or too large a number, lies too deep, or is text with NUL or
            with half of a surrogate pair.
    """
    if isinstance(data, str):
        return _text(data)
    if data is None or isinstance(data, bool):
        return data
    if isinstance(data, int):
        return _number(data)
    if isinstance(data, dict | list):
        if depth >= MOST_DEEP:
            raise Fault("is nested too deeply", f"a document has at most {MOST_DEEP} levels")
        return _object(data, depth + 1) if isinstance(data, dict) else _list(data, depth + 1)
    raise _no_json(data)


def _object(data: dict[Any, object], depth: int) -> dict[str, object]:
    """Return the plain object *data*; its keys must be clean text already."""
    made = {}
    for key, value in data.items():
        try:
            made[_key(key)] = plain(value, depth=depth)
        except Fault as fault:
            raise fault.under(key_step(key)) from None
    return made


def _key(key: object) -> str:
    """Return the key of an object, as it is."""
    if type(key) is not str or _text(key) != key:
        raise Fault(f"is the key {shown(key)}", "keys are text in Unicode normal form C")
    return key


def _list(data: list[object], depth: int) -> list[object]:
    """Return the plain list *data*."""
    made: list[object] = []
    for index, item in enumerate(data):
        try:
            made.append(plain(item, depth=depth))
        except Fault as fault:
            raise fault.under(f"[{index}]") from None
    return made


def _no_json(data: object) -> Fault:
    """Return why *data* cannot stand in a document."""
    if isinstance(data, Faulty):
        return Fault(data.message)
    if isinstance(data, float):
        return Fault(f"is {shown(data)}", "a document holds whole numbers only")
    return Fault(f"is {shown(data)}, which JSON does not have", "give plain dicts, lists and text")


def _text(value: str) -> str:
    """Return *value* in NFC and as nothing but a `str`."""
    if "\0" in value:
        raise Fault(f"is {shown(value)}, with the character NUL")
    if value.isascii():
        return str.__str__(value)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Fault(f"is {value!a:.60}, with half of a surrogate pair") from None
    return unicodedata.normalize("NFC", value)


def _number(value: int) -> int:
    """Return the whole number *value*."""
    if not -LARGEST <= value <= LARGEST:
        raise Fault("is too large a number", f"from {-LARGEST} to {LARGEST}")
    return value
