"""Sentences with named places, such as ``No consent of {party} is recorded``."""

from __future__ import annotations

import re
from collections.abc import Callable

from community_policing.labels._catalog import Entry

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def placeholders(entry: Entry) -> frozenset[str]:
    """Return the names of the places in *entry*, in any of its plural forms."""
    return frozenset(name for text in _texts(entry) for name in _PLACE.findall(text))


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """Return *text* with each place filled once; what a value holds is never filled again."""
    return _PLACE.sub(lambda found: value_of(found[1]), text)


def stray_braces(entry: Entry) -> bool:
    """Return whether *entry* has a brace that belongs to no place."""
    return any(set(_PLACE.sub("", text)) & {"{", "}"} for text in _texts(entry))


def without_places(text: str) -> str:
    """Return *text* with each place as a plain digit, so that its own words can be judged."""
    return _PLACE.sub("0", text)


def _texts(entry: Entry) -> tuple[str, ...]:
    """Return the one text of *entry*, or its plural forms."""
    return (entry,) if isinstance(entry, str) else entry
