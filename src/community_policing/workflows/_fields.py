"""
The types a command's fields may have, read and checked in one place.

A field is a `bool`, an `int`, a `date`, an aware `datetime`, an enum, a concept of a scheme, an id of something,
a reference to something written by hand, a small frozen class of such fields, or a tuple of any of these;
``| None`` makes it optional. Text is not among them: what somebody wrote stays with the host, under a `Ref`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs

from community_policing.cases import Id, Party, Term, check_id
from community_policing.errors import UnreadableCaseError, UnreadableCommandError, did_you_mean


class Kind(Enum):
    """What a field holds."""

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    MOMENT = "moment"
    ENUM = "enum"
    TERM = "term"
    ID = "id"
    PART = "part"

    __hash__ = object.__hash__


@attrs.frozen
class FieldSpec:
    """
    One field of a command, as a form needs it.

    Attributes:
        name: The attribute's name and the JSON key.
        kind: What it holds.
        required: Whether the command needs it.
        many: Whether it holds a tuple of such values.
        default: What stands in it when it is left out.
        nullable: Whether it may say that there is nothing: ``None``, in JSON ``null``.
        scheme: For a concept, the scheme it is chosen from.
        of: For an id, what it is the id of (``actor``, ``party``, ``ref`` …).
        type: For an enum or a part, the class.
        parts: For a part, its own fields.
    """

    name: str
    kind: Kind
    required: bool
    many: bool = False
    scheme: str | None = None
    of: str | None = None
    type: type | None = attrs.field(default=None, repr=False)
    parts: tuple[FieldSpec, ...] = attrs.field(default=(), repr=False)
    default: Any = attrs.field(default=None, repr=False)
    nullable: bool = False

    @property
    def label_code(self) -> str:
        """Return the code under which the catalogs hold its name."""
        return f"field.{self.name.replace('_', '-')}"

    # ----------------------------------------------------------------- checking typed values

    def check(self, value: object, path: str) -> None:
        """Raise `UnreadableCommandError` unless *value* may stand in this field."""
        if value is None:
            if not self.nullable:
                raise UnreadableCommandError(path, "is missing", self.wanted())
        elif self.many:
            if not isinstance(value, tuple):
                raise UnreadableCommandError(path, f"is {_shown(value)}, not a tuple", self.wanted())
            for index, item in enumerate(value):
                _CHECKS[self.kind](self, item, f"{path}[{index}]")
        else:
            _CHECKS[self.kind](self, value, path)

    def wanted(self) -> str:
        """Return in a few words what the field takes."""
        one = {
            Kind.TERM: f"a concept of {self.scheme}",
            Kind.ID: f"the id of {'an' if self.of == 'actor' else 'a'} {self.of}"
            if self.of != "ref"
            else "a reference without spaces",
            Kind.ENUM: "one of " + ", ".join(self.members()),
            Kind.MOMENT: "a moment with a time zone, such as 2026-03-01T09:30:00+03:00",
            Kind.DATE: "a date, such as 2026-03-01",
            Kind.PART: "an object with " + ", ".join(part.name for part in self.parts),
        }.get(self.kind, "true or false" if self.kind is Kind.BOOL else "a whole number")
        return f"it takes a list, each {one}" if self.many else f"it takes {one}"

    def members(self) -> tuple[str, ...]:
        """Return the values of the enum, if it is one."""
        if self.type is None or not issubclass(self.type, Enum):
            return ()
        return tuple(str(member.value) for member in self.type)

    # ----------------------------------------------------------------- reading and writing plain data

    def read(self, data: object, path: str) -> Any:  # noqa: ANN401  the type is the field's own
        """Return the typed value of plain JSON *data*; nothing is coerced."""
        if data is None and self.nullable:
            return None
        if not self.many:
            return _READS[self.kind](self, data, path)
        if not isinstance(data, (list, tuple)):
            raise UnreadableCommandError(path, f"is {_shown(data)}, not a list", self.wanted())
        return tuple(_READS[self.kind](self, item, f"{path}[{index}]") for index, item in enumerate(data))

    def write(self, value: Any) -> Any:  # noqa: ANN401  the type is the field's own
        """Return *value* as plain JSON data."""
        if value is None:
            return None
        if self.many:
            return [_write(self, item) for item in value]
        return _write(self, value)

    def terms(self, value: Any, path: str) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401
        """Yield ``(scheme, concept id, path)`` for every concept in *value*."""
        items = () if value is None else value if self.many else (value,)
        for index, item in enumerate(items):
            place = f"{path}[{index}]" if self.many else path
            if self.kind is Kind.TERM:
                yield str(self.scheme), item, place
            elif self.kind is Kind.PART:
                for part in self.parts:
                    yield from part.terms(getattr(item, part.name), f"{place}.{part.name}")

    def names(self, kind: str) -> bool:
        """Return whether it holds ids of *kind*, directly or in its parts; a whole `Party` names itself."""
        if self.type is Party:
            return False
        return self.of == kind or any(part.names(kind) for part in self.parts)

    def ids(self, value: Any, kind: str) -> Iterator[str]:  # noqa: ANN401
        """Yield every id of *kind* in *value*."""
        for item in () if value is None else value if self.many else (value,):
            if self.of == kind:
                yield item
            for part in self.parts:
                if part.names(kind):
                    yield from part.ids(getattr(item, part.name), kind)


def field_specs(cls: type) -> tuple[FieldSpec, ...]:
    """
    Return the fields of the attrs class *cls*.

    Raises:
        TypeError: A field has a type that no field of a command may have.
    """
    hints = get_type_hints(cls, include_extras=True)
    return tuple(_spec(attribute, hints[attribute.name]) for attribute in attrs.fields(cls))


def read_fields(cls: Callable[..., Any], specs: tuple[FieldSpec, ...], data: object, path: str) -> Any:  # noqa: ANN401
    """Return an instance of *cls* from the plain mapping *data*; unknown and missing keys are refused."""
    if not isinstance(data, dict):
        raise UnreadableCommandError(path, f"is {_shown(data)}, not an object")
    names = tuple(spec.name for spec in specs)
    for key in data:
        if key not in names:
            hint = did_you_mean(str(key), names) or f"fields: {', '.join(names) or 'none'}"
            raise UnreadableCommandError(f"{path}.{key}", "is not a field", hint)
    values = {}
    for spec in specs:
        if spec.name in data:
            values[spec.name] = spec.read(data[spec.name], f"{path}.{spec.name}")
        elif spec.required:
            raise UnreadableCommandError(f"{path}.{spec.name}", "is missing", spec.wanted())
    return cls(**values)


def aware(value: object, path: str) -> datetime:
    """Return *value* when it is an aware datetime; raise `UnreadableCommandError` when not."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        what = "has no time zone" if isinstance(value, datetime) else f"is {_shown(value)}, not a moment"
        raise UnreadableCommandError(path, what, "such as 2026-03-01T09:30:00+03:00")
    return value


# --------------------------------------------------------------------------- private


def _spec(attribute: attrs.Attribute[Any], hint: object) -> FieldSpec:
    """Return the specification of one attribute."""
    kind = _unwrapped(hint)
    optional = kind is not hint
    many = get_origin(kind) is tuple
    item = get_args(kind)[0] if many else kind
    spec = _scalar(attribute.name, item)
    bare = attribute.default is attrs.NOTHING
    default = None if bare else attribute.default
    return attrs.evolve(spec, many=many, required=not optional and bare, default=default, nullable=optional)


def _unwrapped(hint: object) -> object:
    """Return ``X`` for ``X | None``, and anything else as it is."""
    if get_origin(hint) in {Union, types.UnionType}:
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        if len(rest) == 1 and len(get_args(hint)) == 2:  # noqa: PLR2004  X and None
            return rest[0]
    return hint


_PLAIN = {bool: Kind.BOOL, int: Kind.INT, date: Kind.DATE, datetime: Kind.MOMENT}


def _scalar(name: str, hint: Any) -> FieldSpec:  # noqa: ANN401  a type expression
    """Return the specification of a single value of the type *hint*."""
    if hint in _PLAIN:
        return FieldSpec(name, _PLAIN[hint], required=True)
    if get_origin(hint) is Annotated:
        for mark in hint.__metadata__:
            if isinstance(mark, Term):
                return FieldSpec(name, Kind.TERM, required=True, scheme=mark.scheme)
            if isinstance(mark, Id):
                return FieldSpec(name, Kind.ID, required=True, of=mark.kind)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return FieldSpec(name, Kind.ENUM, required=True, type=hint)
    if isinstance(hint, type) and attrs.has(hint):
        return FieldSpec(name, Kind.PART, required=True, type=hint, parts=field_specs(hint))
    message = f"the field {name!r} has the type {hint!r}, which no command may hold; text is held as a Ref"
    raise TypeError(message)


def _shown(value: object) -> str:
    """Return *value* short enough for an error."""
    return f"{value!r:.60}"


def _check_plain(kind: type) -> Callable[[FieldSpec, object, str], None]:
    """Return a check that a value is exactly of *kind*."""

    def check(spec: FieldSpec, value: object, path: str) -> None:
        if type(value) is not kind:
            raise UnreadableCommandError(path, f"is {_shown(value)}", spec.wanted())

    return check


def _check_id_field(spec: FieldSpec, value: object, path: str) -> None:
    """Check an id, a reference or the slug of a concept."""
    try:
        check_id(value, path)
    except UnreadableCaseError as error:
        raise UnreadableCommandError(path, f"is {_shown(value)}", spec.wanted()) from error


def _check_instance(spec: FieldSpec, value: object, path: str) -> None:
    """Check an enum member or a part."""
    if not isinstance(value, spec.type or object):
        raise UnreadableCommandError(path, f"is {_shown(value)}", _member_meant(spec, value) or spec.wanted())
    for part in spec.parts:
        part.check(getattr(value, part.name), f"{path}.{part.name}")


def _member_meant(spec: FieldSpec, value: object) -> str:
    """Return which member of the enum of *spec* the text *value* stands for, or is near to."""
    if not isinstance(value, str) or spec.type is None:
        return ""
    if value in spec.members():
        return f"give {spec.type.__name__}({value!r})"
    return did_you_mean(value, spec.members())


def _check_moment(_: FieldSpec, value: object, path: str) -> None:
    """Check a moment."""
    aware(value, path)


_CHECKS: dict[Kind, Callable[[FieldSpec, object, str], None]] = {
    Kind.BOOL: _check_plain(bool),
    Kind.INT: _check_plain(int),
    Kind.DATE: _check_plain(date),
    Kind.MOMENT: _check_moment,
    Kind.ENUM: _check_instance,
    Kind.PART: _check_instance,
    Kind.TERM: _check_id_field,
    Kind.ID: _check_id_field,
}


def _read_checked(spec: FieldSpec, data: object, path: str) -> object:
    """Read a value whose plain form is its typed form."""
    _CHECKS[spec.kind](spec, data, path)
    return data


def _read_date(spec: FieldSpec, data: object, path: str) -> date:
    """Read an ISO date."""
    try:
        return date.fromisoformat(data) if isinstance(data, str) else _refuse(spec, data, path)
    except ValueError as error:
        raise UnreadableCommandError(path, f"is {_shown(data)}", spec.wanted()) from error


def _read_moment(spec: FieldSpec, data: object, path: str) -> datetime:
    """Read an ISO moment with its zone, as UTC."""
    try:
        moment = datetime.fromisoformat(data) if isinstance(data, str) else _refuse(spec, data, path)
    except UnreadableCommandError:
        raise
    except ValueError as error:
        raise UnreadableCommandError(path, f"is {_shown(data)}", spec.wanted()) from error
    try:
        return aware(moment, path).astimezone(UTC)
    except OverflowError as error:
        raise UnreadableCommandError(path, f"is {_shown(data)}", "a year from 1 to 9999, also in UTC") from error


def _read_enum(spec: FieldSpec, data: object, path: str) -> Enum:
    """Read an enum member by its value."""
    members: Iterable[Enum] = spec.type if spec.type is not None and issubclass(spec.type, Enum) else ()
    for member in members:
        if member.value == data:
            return member
    hint = did_you_mean(data, spec.members()) if isinstance(data, str) else ""
    raise UnreadableCommandError(path, f"is {_shown(data)}", hint or spec.wanted())


def _read_part(spec: FieldSpec, data: object, path: str) -> object:
    """Read a small frozen class."""
    return read_fields(spec.type or dict, spec.parts, data, path)


def _refuse(spec: FieldSpec, data: object, path: str) -> Any:  # noqa: ANN401  never returns
    """Refuse *data*."""
    raise UnreadableCommandError(path, f"is {_shown(data)}", spec.wanted())


_READS: dict[Kind, Callable[[FieldSpec, object, str], object]] = {
    Kind.BOOL: _read_checked,
    Kind.INT: _read_checked,
    Kind.DATE: _read_date,
    Kind.MOMENT: _read_moment,
    Kind.ENUM: _read_enum,
    Kind.PART: _read_part,
    Kind.TERM: _read_checked,
    Kind.ID: _read_checked,
}


def _write(spec: FieldSpec, value: Any) -> object:  # noqa: ANN401  the type is the field's own
    """Return one value as plain data."""
    if spec.kind is Kind.MOMENT:
        return value.astimezone(UTC).isoformat()
    if spec.kind is Kind.DATE:
        return value.isoformat()
    if spec.kind is Kind.ENUM:
        return value.value
    if spec.kind is Kind.PART:
        return {part.name: part.write(getattr(value, part.name)) for part in spec.parts}
    return value
