"""The form of a case file; what its commands mean is asked when it is walked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from community_policing.cases import Actor
from community_policing.errors import UnreadableCaseError, UnreadableDocumentError, did_you_mean
from community_policing.taxonomy import FrozenMap

SCHEMA = "community-policing/case-file"
VERSION = 1
LANGUAGES = ("en", "ar")
REFUSED = "refused"

Words = Mapping[str, str]
"""A text by language, in one of them at least."""

NO_WORDS: Words = FrozenMap({})


@attrs.frozen
class Step:
    """
    One step of a case file.

    Attributes:
        command: The name of the command.
        data: Its fields, as plain data.
        by: Who gives it: a key of the file's actors.
        at: When, in the zone in which it is told.
        track: The track it is meant for, where it could be several.
        say: What a reader should know about it.
        expect: The codes of the reasons for which it must be refused; empty for any; `None` when it must be accepted.
    """

    command: str
    data: Any
    by: str
    at: datetime
    track: str | None = None
    say: Words = NO_WORDS
    expect: tuple[str, ...] | None = None


@attrs.frozen
class Opening:
    """How the case of a file is opened; `data` holds its categories and parties."""

    id: str
    data: Any
    by: str
    at: datetime
    say: Words = NO_WORDS


@attrs.frozen
class CaseFile:
    """A case told as a file: who acts, how it is opened, and what is done step by step."""

    title: Words
    note: Words
    profile: str
    actors: Mapping[str, Actor]
    opening: Opening
    steps: tuple[Step, ...]


def read_case_file(data: object) -> CaseFile:
    """
    Return the case file that the plain *data* holds.

    Raises:
        UnreadableDocumentError: It does not have the form of one; the path leads to the fault, as ``steps[3].by``.
    """
    needed = ("schema", "version", "title", "profile", "actors", "open", "steps")
    top = _object(data, "", needed, ("note",))
    for key, wanted in (("schema", SCHEMA), ("version", VERSION)):
        if top[key] != wanted or isinstance(top[key], bool):
            raise _fault(key, top[key], f"here it is {wanted!r}")
    people = _mapping(top["actors"], "actors")
    actors = FrozenMap({name: _actor(value, f"actors.{name}") for name, value in people.items()})
    return CaseFile(
        _words(top["title"], "title"),
        _words(top["note"], "note") if "note" in top else NO_WORDS,
        _text(top["profile"], "profile"),
        actors,
        _opening(top["open"], actors),
        tuple(_step(value, f"steps[{index}]", actors) for index, value in enumerate(_list(top["steps"], "steps"))),
    )


def _opening(data: object, actors: Mapping[str, Actor]) -> Opening:
    """Return how the case is opened."""
    given = _object(data, "open", ("id", "categories", "parties", "by", "at"), ("say",))
    return Opening(
        _text(given["id"], "open.id"),
        {"categories": given["categories"], "parties": given["parties"]},
        _known(given["by"], "open.by", actors),
        _moment(given["at"], "open.at"),
        _words(given["say"], "open.say") if "say" in given else NO_WORDS,
    )


def _step(data: object, path: str, actors: Mapping[str, Actor]) -> Step:
    """Return one step."""
    given = _object(data, path, ("command", "by", "at"), ("data", "track", "say", "expect"))
    return Step(
        _text(given["command"], f"{path}.command"),
        given.get("data", {}),
        _known(given["by"], f"{path}.by", actors),
        _moment(given["at"], f"{path}.at"),
        _text(given["track"], f"{path}.track") if "track" in given else None,
        _words(given["say"], f"{path}.say") if "say" in given else NO_WORDS,
        _expected(given["expect"], f"{path}.expect") if "expect" in given else None,
    )


def _actor(data: object, path: str) -> Actor:
    """Return one actor."""
    given = dict(_object(data, path, ("id",), ("roles", "speaks_for", "unit", "competencies")))
    for name in ("roles", "competencies"):
        if name in given:
            given[name] = tuple(_list(given[name], f"{path}.{name}"))
    try:
        return Actor(**given)
    except UnreadableCaseError as error:
        place = error.path.removeprefix("actor")
        raise UnreadableDocumentError(f"{path}{place}", error.message, error.hint) from error


def _expected(data: object, path: str) -> tuple[str, ...]:
    """Return the codes that a refusal must have; none for any refusal."""
    if data == REFUSED:
        return ()
    if isinstance(data, list) and data:
        return tuple(_text(code, f"{path}[{index}]") for index, code in enumerate(data))
    raise _fault(path, data, f"it takes {REFUSED!r} or a list of the codes of reasons")


# --------------------------------------------------------------------------- plain values


def _fault(path: str, value: object, hint: str) -> UnreadableDocumentError:
    """Return the error for *value* at *path*."""
    return UnreadableDocumentError(path, f"is {value!r:.60}", hint)


def _mapping(data: object, path: str) -> Mapping[str, object]:
    """Return *data* when it is an object."""
    if not isinstance(data, dict):
        raise _fault(path or "file", data, "it takes an object")
    return data


def _object(data: object, path: str, needed: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, Any]:
    """Return *data* when it is an object with all of the keys *needed* and none but those and the *optional*."""
    given = _mapping(data, path)
    keys = (*needed, *optional)
    prefix = f"{path}." if path else ""
    for key in given:
        if key not in keys:
            hint = did_you_mean(key, keys) or f"keys: {', '.join(keys)}"
            raise UnreadableDocumentError(f"{prefix}{key}", "is not a key", hint)
    for key in needed:
        if key not in given:
            raise UnreadableDocumentError(f"{prefix}{key}", "is missing")
    return given


def _list(data: object, path: str) -> list[Any]:
    """Return *data* when it is a list."""
    if not isinstance(data, list):
        raise _fault(path, data, "it takes a list")
    return data


def _text(data: object, path: str) -> str:
    """Return *data* when it is text, and not an empty one."""
    if not isinstance(data, str) or not data:
        raise _fault(path, data, "it takes text")
    return data


def _words(data: object, path: str) -> Words:
    """Return a text by language."""
    given = _object(data, path, (), LANGUAGES)
    if not given:
        raise _fault(path, data, "it takes the text in 'en', in 'ar', or in both")
    return FrozenMap({language: _text(text, f"{path}.{language}") for language, text in given.items()})


def _known(data: object, path: str, actors: Mapping[str, Actor]) -> str:
    """Return the key of an actor of the file."""
    name = _text(data, path)
    if name not in actors:
        raise _fault(path, name, did_you_mean(name, actors) or f"actors: {', '.join(actors)}")
    return name


def _moment(data: object, path: str) -> datetime:
    """Return an aware moment, in the zone in which the file tells it."""
    try:
        moment = datetime.fromisoformat(_text(data, path))
        if moment.tzinfo is not None:
            moment.astimezone(UTC)  # the first and the last hours of the calendar have none
            return moment
    except (ValueError, OverflowError):
        pass
    raise _fault(path, data, "it takes a moment with a time zone, such as 2026-03-01T09:30:00+03:00")
