"""
How each type is read and written, as hooks of a cattrs converter. Nothing is coerced.

By default cattrs makes ``"None"`` of `None`, `True` of ``"no"`` and a tuple of letters of a text. So every kind of
value here has a hook of its own, and of cattrs there remain the functions that it generates for attrs classes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Any, TypeVar, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import AttributeValidationNote, ClassValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from community_policing.cases import Change, Event, Fact, Facts, Reason
from community_policing.errors import UnreadableError, did_you_mean
from community_policing.serialization._changes import CHANGE, CHANGES, tag_of
from community_policing.serialization._commands import read_command, write_command
from community_policing.serialization._faults import Fault, inner_path, key_step, shown
from community_policing.serialization._reasons import read_reason, write_reason
from community_policing.workflows import CommandSpec

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]
Commands = Mapping[str, CommandSpec]


def hooks(commands: Commands, *, detailed: bool) -> cattrs.Converter:
    """Return a converter for cases and events; only a *detailed* one knows the path to a fault, and it is slower."""
    converter = cattrs.Converter(detailed_validation=detailed)
    for kind in (str, int, bool):  # before anything that is made of them
        converter.register_structure_hook(kind, partial(_exactly, kind))
    converter.register_structure_hook(datetime, _moment)
    converter.register_unstructure_hook(datetime, _iso)
    converter.register_structure_hook_func(_is_enum, _member)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    converter.register_structure_hook_factory(attrs.has, partial(_class_hook, commands))
    converter.register_unstructure_hook_factory(attrs.has, partial(_class_writer, commands))
    converter.register_structure_hook(Reason, lambda data, _: read_reason(data))
    converter.register_unstructure_hook(Reason, write_reason)
    converter.register_structure_hook(Change, partial(_change, converter))
    converter.register_unstructure_hook(
        Change, lambda change: {CHANGE: tag_of(change), **converter.unstructure(change)}
    )
    fact = converter.get_structure_hook(tuple[Fact, ...])
    converter.register_structure_hook(Facts, lambda data, _: _facts(fact(data, tuple[Fact, ...])))
    converter.register_unstructure_hook(Facts, lambda facts: [converter.unstructure(one) for one in facts])
    return converter


def fault_of(error: Exception) -> Fault:
    """Return the first fault that *error* tells of; an error that is none is a bug, and is raised again."""
    match error:
        case Fault():
            return error
        case ClassValidationError(exceptions=(first, *_)):
            notes = getattr(first, "__notes__", ())
            names = [note.name for note in notes if isinstance(note, AttributeValidationNote)]
            found = fault_of(first)
            return found.under(f".{names[0]}") if names else found
        case UnreadableError():
            return Fault(error.message, error.hint, inner_path(error.path))
        case _:
            raise error


# --------------------------------------------------------------------------- single values


def _exactly(kind: type[T], data: object, _: object) -> T:
    """Return *data* when it is of *kind* itself: `True` is no number."""
    if type(data) is not kind:
        raise Fault(f"is {shown(data)}", _WANTED[kind])
    return data


_WANTED: Mapping[type, str] = {str: "it takes text", int: "it takes a whole number", bool: "it takes true or false"}


def _moment(data: object, _: object) -> datetime:
    """Return an aware moment in UTC."""
    wanted = "it takes a moment with a time zone, such as 2026-03-01T09:30:00+03:00"
    if type(data) is not str:
        raise Fault(f"is {shown(data)}", wanted)
    try:
        moment = datetime.fromisoformat(data)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Fault(f"is {shown(data)}", wanted) from None
    raise Fault(f"is {shown(data)}, without a time zone", wanted)


def _iso(moment: datetime) -> str:
    """Return an aware *moment* as text, in UTC."""
    if moment.utcoffset() is None:
        raise Fault(f"is {moment.isoformat()}, without a time zone", "give aware moments")
    return moment.astimezone(UTC).isoformat()


def _is_enum(kind: Any) -> bool:  # noqa: ANN401  cattrs asks about types and annotations
    """Return whether *kind* is a class of enum members."""
    return isinstance(kind, type) and issubclass(kind, Enum)


def _member(data: object, kind: type[Enum]) -> Enum:
    """Return the member of *kind* that has the value *data*."""
    for member in kind:
        if member.value == data:
            return member
    values = [str(member.value) for member in kind]
    hint = did_you_mean(data, values) if isinstance(data, str) else ""
    raise Fault(f"is {shown(data)}", hint or f"it takes one of {', '.join(values)}")


# --------------------------------------------------------------------------- lists and objects


def _is_tuple(kind: Any) -> bool:  # noqa: ANN401
    """Return whether *kind* is a tuple of any number of equal things."""
    return get_origin(kind) is tuple


def _tuple_hook(kind: Any, converter: cattrs.Converter) -> Hook:  # noqa: ANN401
    """Return a hook that reads a list, and nothing else, as a tuple."""
    item = get_args(kind)[0]
    read = converter.get_structure_hook(item)

    def structure(data: object, _: object) -> tuple[Any, ...]:
        if type(data) is not list:
            raise Fault(f"is {shown(data)}, not a list")
        if not converter.detailed_validation:
            return tuple([read(one, item) for one in data])
        return tuple(_at(index, read, one, item) for index, one in enumerate(data))

    return structure


def _at(index: int, read: Hook, data: object, kind: object) -> object:
    """Return one item of a list; its fault says which."""
    try:
        return read(data, kind)
    except Exception as error:
        raise fault_of(error).under(f"[{index}]") from error


def _class_hook(commands: Commands, kind: type[Any], converter: cattrs.Converter) -> Hook:
    """Return a hook that reads an object with the keys of *kind*: all that are always written, and no others."""
    attrs.resolve_types(kind)
    overrides: dict[str, Any] = {}
    if kind in _WITH_COMMAND:
        read = partial(read_command, commands)
        overrides["command"] = override(struct_hook=_or_none(read) if kind is Event else read)
    build = make_dict_structure_fn(kind, converter, **overrides)
    names = {attribute.name: not _is_left_out(attribute) for attribute in attrs.fields(kind)}
    needed = frozenset(name for name, always in names.items() if always)

    def structure(data: object, _: object) -> Any:  # noqa: ANN401  an instance of kind
        if type(data) is not dict:
            raise Fault(f"is {shown(data)}, not an object", f"keys: {', '.join(names)}")
        if not data.keys() <= names.keys():
            wrong = next(key for key in data if key not in names)
            raise Fault("is not a key", did_you_mean(wrong, names) or f"keys: {', '.join(names)}", key_step(wrong))
        if not needed <= data.keys():
            raise Fault("is missing", path=key_step(next(name for name in names if name in needed - data.keys())))
        return build(data, kind)

    return structure


def _class_writer(commands: Commands, kind: type[Any], converter: cattrs.Converter) -> Callable[[Any], dict[str, Any]]:
    """Return a hook that writes every field of *kind* but the empty ones: a later default changes no stored case."""
    attrs.resolve_types(kind)
    overrides: dict[str, Any] = {
        one.name: override(omit_if_default=True) for one in attrs.fields(kind) if _is_left_out(one)
    }
    if kind in _WITH_COMMAND:
        write = partial(write_command, commands)
        overrides["command"] = override(unstruct_hook=write, omit_if_default=kind is Event)
    return make_dict_unstructure_fn(kind, converter, **overrides)


_WITH_COMMAND = (Event, Fact)


def _or_none(read: Hook) -> Hook:
    """Return a hook that leaves `None` as it is."""
    return lambda data, kind: None if data is None else read(data, kind)


def _is_left_out(attribute: attrs.Attribute[Any]) -> bool:
    """Return whether *attribute* is left out while it is empty: `None`, or a list of nothing."""
    return attribute.default is None or attribute.default in ((), Facts())


def _change(converter: cattrs.Converter, data: object, _: object) -> Any:  # noqa: ANN401  a Change
    """Return the change that its tag names."""
    if type(data) is not dict:
        raise Fault(f"is {shown(data)}, not an object")
    rest = dict(data)
    tag = rest.pop(CHANGE, None)
    kind = CHANGES.get(tag) if isinstance(tag, str) else None
    if kind is None:
        hint = did_you_mean(str(tag), CHANGES) or f"changes: {', '.join(CHANGES)}"
        raise Fault(f"is {shown(tag)}" if CHANGE in data else "is missing", hint, f".{CHANGE}")
    return converter.get_structure_hook(kind)(rest, kind)


def _facts(told: tuple[Fact, ...]) -> Facts:
    """Return facts by command and key; each is told once."""
    items: dict[tuple[str, tuple[Any, ...]], Fact] = {}
    for index, fact in enumerate(told):
        spec = fact.command.__command__
        place = (spec.name, spec.key_of(fact.command))
        if place in items:
            raise Fault(f"is a second fact of {spec.name!r} with the same key", path=f"[{index}]")
        items[place] = fact
    return Facts(items)
