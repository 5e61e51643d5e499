"""Stored bytes never change: a document of an older version is brought up to date when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from community_policing.errors import UnreadableDocumentError, did_you_mean
from community_policing.serialization._faults import shown

Body = dict[str, Any]
Upcast = Callable[[Body], Body]

PREFIX = "community-policing/"

UPCASTS: Mapping[str, tuple[Upcast, ...]] = {"case": (), "event": (), "command": ()}
"""For each kind of document, the steps from version 1 to 2, from 2 to 3 and so on; a step makes a new mapping."""


def wrap(kind: str, body: object, *, upcasts: Mapping[str, tuple[Upcast, ...]] = UPCASTS) -> dict[str, Any]:
    """Return the document of *kind*, of the present version, that holds *body*."""
    return {"schema": f"{PREFIX}{kind}", "version": len(upcasts[kind]) + 1, kind: body}


def unwrap(kind: str, document: object, *, upcasts: Mapping[str, tuple[Upcast, ...]] = UPCASTS) -> object:
    """
    Return what the *document* of *kind* holds, as the present version has it.

    Raises:
        UnreadableDocumentError: It is of another kind or of a later version, or has other keys than it must.
    """
    schema, keys = f"{PREFIX}{kind}", ("schema", "version", kind)
    if not isinstance(document, dict):
        raise UnreadableDocumentError("document", f"is {shown(document)}, not an object", f"keys: {', '.join(keys)}")
    if document.get("schema") != schema:
        found = f"is {shown(document['schema'])}" if "schema" in document else "is missing"
        raise UnreadableDocumentError("schema", found, f"here it is {schema!r}")
    for key in document:
        if key not in keys:
            hint = did_you_mean(key, keys) or f"keys: {', '.join(keys)}"
            raise UnreadableDocumentError(str(key), "is not a key of a document", hint)
    steps = upcasts[kind]
    version = document.get("version")
    if type(version) is not int or not 1 <= version <= len(steps) + 1:
        found = f"is {shown(version)}" if "version" in document else "is missing"
        raise UnreadableDocumentError("version", found, f"this release reads 1 to {len(steps) + 1}")
    if kind not in document:
        raise UnreadableDocumentError(kind, "is missing")
    return _upcast(document[kind], steps[version - 1 :])


def _upcast(body: object, steps: tuple[Upcast, ...]) -> object:
    """Return *body* after *steps*; what is no object is left for its reader to refuse."""
    if isinstance(body, dict):
        for step in steps:
            body = step(body)
    return body
