"""A command in a document: its stable name, and its fields as `CommandSpec` reads and writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from community_policing.errors import UnreadableError, did_you_mean
from community_policing.serialization._faults import Fault, inner_path, key_step, shown
from community_policing.workflows import CommandSpec, spec_of

_KEYS = ("name", "data")
_GONE = "keep in the rulebook the version of the workflow that took it"


def read_command(commands: Mapping[str, CommandSpec], data: object, _: object = None) -> Any:  # noqa: ANN401  an instance of its class
    """Return the typed command of ``{"name": …, "data": {…}}``."""
    if type(data) is not dict:
        raise Fault(f"is {shown(data)}, not an object", f"keys: {', '.join(_KEYS)}")
    for key in data:
        if key not in _KEYS:
            raise Fault("is not a key", did_you_mean(key, _KEYS) or f"keys: {', '.join(_KEYS)}", key_step(key))
    for key in _KEYS:
        if key not in data:
            raise Fault("is missing", path=f".{key}")
    return _read(_named(commands, data["name"]), data["data"])


def write_command(commands: Mapping[str, CommandSpec], command: object) -> dict[str, Any]:
    """Return a command as plain data; one that could not be read again is refused."""
    spec = spec_of(command)
    if _named(commands, spec.name) is not spec:
        raise Fault(f"is {spec.name!r} of another class than the rulebook's")
    return {"name": spec.name, "data": spec.write(command)}


def _named(commands: Mapping[str, CommandSpec], name: object) -> CommandSpec:
    """Return the specification of the command *name*."""
    if not isinstance(name, str) or name not in commands:
        hint = did_you_mean(name, commands) if isinstance(name, str) else ""
        raise Fault(f"is {shown(name)}, which no workflow in force takes", hint or _GONE, ".name")
    return commands[name]


def _read(spec: CommandSpec, data: object) -> Any:  # noqa: ANN401  an instance of its class
    """Return the command of *spec* with the fields in *data*."""
    try:
        return spec.read(data)
    except UnreadableError as error:
        known = error.path.startswith(spec.name)
        path = error.path.removeprefix(spec.name) if known else inner_path(error.path)
        raise Fault(error.message, error.hint, f".data{path}") from error
    except (ValueError, OverflowError) as error:
        raise Fault(f"cannot be: {error}", path=".data") from error
