"""A story as Python source: a pytest function that can be pasted and run."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

from community_policing.workflows import AdoptCase

if TYPE_CHECKING:
    from community_policing.testing._story import Move


_DOCSTRING = '    """A story that was found, and made as short as it could be."""\n'


def source_of(name: str, rules: str, case: str, moves: Iterable[Move], ends: Mapping[str, str]) -> str:
    """
    Return the source of a pytest function that tells *moves* again.

    Args:
        name: Its name, after ``test_``.
        rules: Where the rules are, as ``module:NAME`` or ``module:name()``.
        case: The id of the case.
        moves: All of them accepted, the first one begins the case.
        ends: The states that the tracks come to.
    """
    writer = _Writer({}, {})
    module, _, expression = rules.partition(":")
    writer.needs(module, expression.removesuffix("()"))
    body = [f"rules = {expression}"]
    for index, move in enumerate(moves):
        begun = f"case = rules.apply(case, {writer.code(move.command)}, {writer.circumstances(move)})"
        body.append(begun if index else f"case = {writer.beginning(case, move)}.expect().case")
    states = ", ".join(f"{track!r}: {state!r}" for track, state in ends.items())
    body += ["", f"assert {{track.id: track.state for track in case.tracks}} == {{{states}}}"]
    lines = "".join(f"    {line}".rstrip() + "\n" for line in body)
    return f"{writer.imports()}\n\n\ndef test_{name}():\n{_DOCSTRING}{lines}"


@attrs.frozen
class _Writer:
    """Writes values as source, and notes what must be imported for it."""

    modules: dict[str, set[str]]
    taken: dict[str, tuple[str, str]]

    def needs(self, module: str, name: str) -> str:
        """Note that *name* comes from *module*; return what it is called here."""
        called, number = name, 1
        while self.taken.setdefault(called, (module, name)) != (module, name):
            number += 1
            called = f"{name}{number}"
        self.modules.setdefault(module, set()).add(name if called == name else f"{name} as {called}")
        return called

    def imports(self) -> str:
        """Return the import lines, those of the standard library first."""
        lines = sorted(f"from {module} import {', '.join(sorted(names))}" for module, names in self.modules.items())
        own = [line for line in lines if line.split()[1].split(".")[0] in sys.stdlib_module_names]
        rest = [line for line in lines if line not in own]
        return "\n".join([*own, "", *rest]).strip()

    def beginning(self, case: str, move: Move) -> str:
        """Return the call by which *move* begins the case."""
        people = f"categories={self.code(move.command.categories)}, parties={self.code(move.command.parties)}"
        told = f"{case!r}, {people}, {self._by_and_at(move)}"
        if not isinstance(move.command, AdoptCase):
            return f"rules.open_case({told})"
        tracks = ", ".join(f"{name!r}: {state!r}" for name, state in move.tracks)
        return f"rules.adopt_case({told}, tracks={{{tracks}}}, facts={self.code(move.facts)})"

    def circumstances(self, move: Move) -> str:
        """Return by whom, when and on which track *move* is made, as arguments."""
        return self._by_and_at(move) + ("" if move.track is None else f", track={move.track!r}")

    def _by_and_at(self, move: Move) -> str:
        """Return by whom and when *move* is made, as arguments."""
        return f"by={self.code(move.by)}, at={self.code(move.at)}"

    def code(self, value: Any) -> str:  # noqa: ANN401  any value that a command may hold
        """Return *value* as source."""
        if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            self.needs("datetime", "UTC")
            parts = (moment.year, moment.month, moment.day, moment.hour, moment.minute)
            odd = (moment.second, moment.microsecond) if moment.microsecond else (moment.second,) * bool(moment.second)
            return f"{self.needs('datetime', 'datetime')}({', '.join(map(str, (*parts, *odd)))}, tzinfo=UTC)"
        if isinstance(value, date):
            return f"{self.needs('datetime', 'date')}({value.year}, {value.month}, {value.day})"
        if isinstance(value, tuple):
            return f"({', '.join(map(self.code, value))}{',' * (len(value) == 1)})"
        if isinstance(value, Enum):
            return f"{self._class(type(value))}.{value.name}"
        if attrs.has(type(value)):
            return f"{self._class(type(value))}({', '.join(self._fields(value))})"
        return repr(value)

    def _fields(self, value: Any) -> list[str]:  # noqa: ANN401  an attrs instance
        """Return the fields of *value* that are not as they would be anyway."""
        every = ((one, getattr(value, one.name)) for one in attrs.fields(type(value)))
        return [f"{one.alias}={self.code(held)}" for one, held in every if held != one.default]

    def _class(self, cls: type) -> str:
        """Return what *cls* is called here."""
        name, dot, rest = cls.__qualname__.partition(".")
        return self.needs(_home(cls, name), name) + dot + rest


def _home(cls: type, name: str) -> str:
    """Return the module to import *cls* from: the shortest public one that has its outermost class, or its own."""
    own = getattr(sys.modules[cls.__module__], name, None)
    package = cls.__module__.partition(".")[0]
    public = (one for one in sys.modules if f"{one}.".startswith(f"{package}.") and "._" not in one)
    having = sorted((one.count("."), one) for one in public if own is not None and _has(one, name, own))
    return having[0][1] if having else cls.__module__


def _has(module: str, name: str, own: object) -> bool:
    """Return whether *module* has *own* under *name*."""
    return getattr(sys.modules[module], name, None) is own
