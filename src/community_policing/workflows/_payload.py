"""The smallest payload of a command: what is required and no more, with values that name what is there."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

import attrs

from community_policing.cases import Actor, Case
from community_policing.taxonomy import CaseCategory
from community_policing.workflows._command import CommandSpec
from community_policing.workflows._fields import FieldSpec, Kind

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def smallest(rules: Rulebook, spec: CommandSpec, case: Case, *, by: Actor, at: datetime) -> Any:  # noqa: ANN401
    """Return a command of *spec* that is well formed on *case*: claims are true, moments are *at*, ids are known."""
    return _made(_Names(rules, case, by, at), spec.cls, spec.fields)


@attrs.frozen
class _Names:
    """What the values of a payload may name."""

    rules: Rulebook
    case: Case
    by: Actor
    at: datetime

    def id(self, kind: str | None) -> str:
        """Return the id of something of *kind* that is there; anything, where the library does not know."""
        if kind == "party" and self.case.parties:
            return self.case.parties[0].id
        known = {"actor": self.by.id, "case": self.case.id, "workflow": "record"}
        return known.get(str(kind), f"some-{kind}")

    def term(self, scheme: str) -> str:
        """Return the first concept of *scheme* that a command may name."""
        return next(
            one.id
            for one in self.rules.scheme(scheme)
            if not one.deprecated and (not isinstance(one, CaseCategory) or one.policy is not None)
        )


def _made(names: _Names, cls: type[Any], fields: tuple[FieldSpec, ...]) -> Any:  # noqa: ANN401
    """Return an instance of *cls* with its required fields, and `None` where nothing else is said."""
    free = {one.name for one in attrs.fields(cls) if one.default is attrs.NOTHING}
    given = {field.name: _value(names, field) if field.required else None for field in fields if field.name in free}
    return cls(**given)


def _value(names: _Names, field: FieldSpec) -> Any:  # noqa: ANN401
    """Return a value for *field*."""
    one = _one(names, field)
    return (one,) if field.many else one


def _one(names: _Names, field: FieldSpec) -> Any:  # noqa: ANN401
    """Return a single value of the kind that *field* holds."""
    if field.kind is Kind.PART:
        return _made(names, field.type or object, field.parts)
    if field.kind is Kind.ENUM:
        return next(iter(cast("type[Enum]", field.type)))
    if field.kind is Kind.TERM:
        return names.term(str(field.scheme))
    if field.kind is Kind.ID:
        return names.id(field.of)
    return {Kind.BOOL: True, Kind.INT: 1, Kind.DATE: names.at.date(), Kind.MOMENT: names.at}[field.kind]
