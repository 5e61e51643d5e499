"""A command: an order with a stable name, typed fields, and a person or body whose decision it is."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar, dataclass_transform

import attrs

from community_policing.cases import Party
from community_policing.errors import InvalidCommandError, Problem
from community_policing.workflows._fields import FieldSpec, field_specs, read_fields

C = TypeVar("C")


class DecidedBy(Enum):
    """Whose decision a command records."""

    FORCE = "force"
    PARTY = "party"
    AUTHORITY = "authority"
    WORLD = "world"

    __hash__ = object.__hash__


@attrs.frozen(slots=False, eq=False)
class CommandSpec:
    """
    What the library knows of a command class; every instance carries it as ``__command__``.

    Attributes:
        name: The stable name, ``workflow.command``.
        workflow: The workflow it belongs to.
        decided_by: Whose decision it records.
        key: The fields that tell one fact of this class from another, such as ``("party",)``.
        cls: The command class.
    """

    name: str
    workflow: str
    decided_by: DecidedBy
    key: tuple[str, ...]
    cls: type[Any]

    @cached_property
    def fields(self) -> tuple[FieldSpec, ...]:
        """The fields, as forms and readers need them."""
        try:
            return field_specs(self.cls)
        except (TypeError, NameError) as error:
            raise InvalidCommandError(self.name, (Problem("field-type", self.name, str(error)),)) from error

    @cached_property
    def key_of(self) -> Callable[[object], tuple[Any, ...]]:
        """A function from a command to the value of its key."""
        names = self.key
        if not names:
            return _no_key
        if len(names) == 1:
            (name,) = names
            return lambda command: (getattr(command, name),)
        return lambda command: tuple(getattr(command, name) for name in names)

    @cached_property
    def terms(self) -> tuple[FieldSpec, ...]:
        """The fields that hold concepts, directly or in their parts."""
        return tuple(spec for spec in self.fields if _holds_terms(spec))

    @cached_property
    def party_fields(self) -> tuple[FieldSpec, ...]:
        """The fields that name parties of the case, directly or in their parts."""
        return tuple(spec for spec in self.fields if spec.names("party"))

    @cached_property
    def people(self) -> tuple[FieldSpec, ...]:
        """The fields that hold whole parties, who join the case."""
        return tuple(spec for spec in self.fields if spec.type is Party)

    @cached_property
    def workflow_fields(self) -> tuple[FieldSpec, ...]:
        """The fields that name workflows."""
        return tuple(spec for spec in self.fields if spec.names("workflow"))

    @cached_property
    def checked(self) -> bool:
        """Whether a field names something that must be in force: a concept or a workflow."""
        return bool(self.terms or self.workflow_fields)

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold its name."""
        return f"command.{self.name}"

    def check(self, command: object) -> None:
        """Raise `UnreadableCommandError` unless every field of *command* holds what it may."""
        for spec in self.fields:
            spec.check(getattr(command, spec.name), f"{self.name}.{spec.name}")

    def read(self, data: object) -> Any:  # noqa: ANN401  an instance of cls
        """Return the command from the plain mapping *data*."""
        return read_fields(self.cls, self.fields, data, self.name)

    def write(self, command: object) -> dict[str, Any]:
        """Return the fields of *command* as plain JSON data; an unset optional field is left out."""
        values = ((spec.name, spec.write(getattr(command, spec.name))) for spec in self.fields)
        return {name: value for name, value in values if value is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle finds it again: by its class."""
        return getattr, (self.cls, "__command__")


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def command(
    name: str, /, *, key: str | tuple[str, ...] = (), decided_by: DecidedBy | str = DecidedBy.FORCE
) -> Callable[[type[C]], type[C]]:
    """
    Return a decorator that makes a class a command: frozen, typed, with a stable *name*.

    Args:
        name: ``workflow.command`` in kebab-case; people store it, so it never changes.
        key: The field, or fields, that tell one fact of this class from another.
        decided_by: Whose decision it records: the force, a party, an authority, or the world.

    Raises:
        InvalidCommandError: The name has no workflow, or the key is no field.
    """

    def decorate(cls: type[C]) -> type[C]:
        keys = (key,) if isinstance(key, str) else key
        whole: Any = cls
        whole.__attrs_post_init__ = _check_fields
        whole.__repr__ = _shown
        made: Any = attrs.frozen(whole, repr=False)
        _judge(name, made, keys)
        spec = CommandSpec(name, name.partition(".")[0], DecidedBy(decided_by), keys, made)
        made.__command__ = spec
        return made  # type: ignore[no-any-return]  # the class that was given, made frozen

    return decorate


def spec_of(command: object) -> CommandSpec:
    """Return the specification of a command or command class; raise `TypeError` for anything else."""
    spec = getattr(command, "__command__", None)
    if not isinstance(spec, CommandSpec):
        message = f"{command!r:.80} is not a command; make its class one with @command('workflow.name')"
        raise TypeError(message)
    return spec


def _check_fields(self: object) -> None:
    """Check the fields of a command that was just made."""
    spec_of(self).check(self)


def _shown(self: object) -> str:
    """Return the command's name and what it is about; what was found or said stays out of logs."""
    spec = spec_of(self)
    key = ", ".join(f"{name}={getattr(self, name)!r}" for name in spec.key)
    return f"<{spec.name}{f' {key}' if key else ''}>"


def _judge(name: str, cls: type, keys: tuple[str, ...]) -> None:
    """Raise `InvalidCommandError` with every problem of a command's name and key."""
    workflow, _, rest = name.partition(".")
    problems = []
    if not workflow or not rest or name != name.lower() or " " in name or "_" in name:
        hint = "such as 'mediation.start-screening'"
        problems.append(Problem("command-name", name, "is not workflow.command in kebab-case", hint))
    names = {attribute.name for attribute in attrs.fields(cls)}
    problems += [
        Problem("command-key", name, f"has the key {one!r}, which is no field") for one in keys if one not in names
    ]
    if problems:
        raise InvalidCommandError(name, tuple(problems))


def _no_key(_: object) -> tuple[Any, ...]:
    """Return the key of a command of which only the last one counts."""
    return ()


def _holds_terms(spec: FieldSpec) -> bool:
    """Return whether *spec* holds concepts, directly or in its parts."""
    return spec.scheme is not None or any(_holds_terms(part) for part in spec.parts)
