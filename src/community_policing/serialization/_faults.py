"""What is wrong with a document and where, while the path to it is still being put together."""

from __future__ import annotations

import re

_NAME = re.compile(r"[\w-]{1,40}")


class Fault(Exception):  # noqa: N818  it never leaves this package: what leaves is an UnreadableError
    """
    One thing that is wrong, with the path to it from the place that is being read.

    Attributes:
        message: What is wrong, as the end of a sentence that begins with the path.
        hint: What would work, when that is known.
        path: The steps that lead to it, such as ``.tracks[1].state``.
    """

    def __init__(self, message: str, hint: str = "", path: str = "") -> None:
        """Hold the fault."""
        super().__init__(message, hint, path)
        self.message, self.hint, self.path = message, hint, path

    def under(self, step: str) -> Fault:
        """Return the same fault, seen from one step further out."""
        return Fault(self.message, self.hint, f"{step}{self.path}")


def shown(value: object) -> str:
    """Return *value* short enough for an error."""
    return "null" if value is None else f"{value!r:.60}"


def key_step(key: object) -> str:
    """Return the step that leads to *key* of an object: ``.state``, or ``['odd key']``."""
    return f".{key}" if isinstance(key, str) and _NAME.fullmatch(key) else f"[{shown(key)}]"


def inner_path(path: str) -> str:
    """Return *path* without the name of the thing it begins with: ``.id`` for ``party.id``."""
    found = re.search(r"[.\[]", path)
    return path[found.start() :] if found else ""
