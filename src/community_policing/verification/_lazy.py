"""Values that are decided only as far as somebody asks: concepts, moments, commands and their parts."""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from community_policing.verification._choices import Domain
from community_policing.workflows import FieldSpec

if TYPE_CHECKING:
    from community_policing.verification._lens import Var
    from community_policing.verification._world import World

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""The moment at which every supposed decision is taken."""


class Blank(str):
    """
    A concept that is one of several; comparing it narrows what it is.

    As text it is the plainest of them. Looking it up in a set or a table tells the concepts apart that any rule names.
    """

    __slots__ = ("_domain", "_part", "_var", "_world")

    _world: World
    _var: Var
    _domain: Domain
    _part: Callable[[Any], str]

    @classmethod
    def of(cls, world: World, var: Var, domain: Domain, part: Callable[[Any], str]) -> Blank:
        """Return the concept that *part* makes of the value of *var*."""
        blank = cls(part(world.plainest(var, domain)))
        blank._world, blank._var, blank._domain, blank._part = world, var, domain, part
        return blank

    def ask(self, question: Hashable, answer: Callable[[str], Any]) -> Any:  # noqa: ANN401  the answer's own type
        """Return the answer to *question*, one of those still possible."""
        part = self._part
        return self._world.ask(self._var, self._domain, (part, question), lambda value: answer(part(value)))

    def settled(self) -> str:
        """Return which of the texts that rules name it is; the plainest stands for all that none names."""
        named: str = self.ask("named", self._world.named)
        if named:
            return named
        part = self._part
        others = dict(self._domain.split((part, "named"), lambda value: self._world.named(part(value))))
        return part(self._domain.plainest(others[""]))

    def __eq__(self, other: object) -> bool:
        """Return whether it is *other*."""
        if isinstance(other, Blank):
            return self.settled() == other.settled()
        return bool(self.ask(("is", other), lambda value: value == other)) if isinstance(other, str) else False

    def __ne__(self, other: object) -> bool:
        """Return whether it is not *other*."""
        return not self == other

    def __hash__(self) -> int:
        """Return the hash of the concept it is."""
        return hash(self.settled())

    def __repr__(self) -> str:
        """Return the plainest concept it may be."""
        return f"{str.__str__(self)!r}?"


class BlankId(Blank):
    """An id that is one of several; looking it up somewhere tells them all apart."""

    __slots__ = ()

    def settled(self) -> str:
        """Return which id it is."""
        return str(self.ask("value", str))

    __hash__ = Blank.__hash__


class Moment:
    """
    A moment, or a day, of which only is known how it lies to the moment it was told, as far as somebody asked.

    What a command tells now is compared with now. What a fact told some time ago is compared with what the same fact
    told; whether it has passed since, and how it lies to anything else, may be either.
    """

    __slots__ = ("_domain", "_is_date", "_shift", "_var", "_world", "place")

    def __init__(  # noqa: PLR0917  made for every moment that is read
        self,
        world: World,
        var: Var,
        domain: Domain,
        is_date: bool,  # noqa: FBT001
        place: Var | None,
        shift: timedelta = timedelta(),
    ) -> None:
        """Stand *shift* away from the value of *var*, which the fact at *place* told, if one did."""
        self._world, self._var, self._domain, self._is_date = world, var, domain, is_date
        self.place, self._shift = place, shift

    @property  # type: ignore[misc]  # rules ask whether it is a moment or a day
    def __class__(self) -> type:
        """What rules take it for."""
        return date if self._is_date else datetime

    def has_passed(self) -> bool:
        """Return whether it has passed; a day has passed when it is over."""
        shift, is_date = self._shift, self._is_date

        def answer(value: timedelta | None) -> bool:
            moment = NOW + (value or timedelta()) + shift
            return NOW.date() > moment.date() if is_date else moment <= NOW

        told = bool(self._world.ask(self._var, self._domain, ("passed", shift, is_date), answer))
        return told or (self.place is not None and self._world.flag("ripe", self._var, shift))

    def settled(self) -> date | datetime:
        """Return the moment or the day it is."""
        distance: timedelta = self._world.value(self._var, self._domain)
        moment = NOW + distance + self._shift
        return moment.date() if self._is_date else moment

    def _compared(self, other: Any, how: Callable[[Any, Any], bool]) -> bool:  # noqa: ANN401  as in datetime
        """Return how it lies to *other*."""
        if (other.place if type(other) is Moment else None) == self.place:
            return how(self.settled(), plain(other))
        return self._world.flag("lies", how.__name__, self._var, self._shift, repr(other))

    def __add__(self, other: timedelta) -> Moment:
        """Return the moment *other* later."""
        return Moment(self._world, self._var, self._domain, self._is_date, self.place, self._shift + other)

    def __sub__(self, other: Any) -> Any:  # noqa: ANN401  as in datetime
        """Return the moment *other* earlier, or how long after the moment *other* it is."""
        return self + -other if isinstance(other, timedelta) else self.settled() - plain(other)

    def __rsub__(self, other: Any) -> Any:  # noqa: ANN401  as in datetime
        """Return how long before *other* it is."""
        return other - self.settled()

    def __eq__(self, other: object) -> bool:
        """Return whether it is the same moment."""
        return self._compared(other, operator.eq)

    def __lt__(self, other: object) -> bool:
        """Return whether it comes first."""
        return self._compared(other, operator.lt)

    def __le__(self, other: object) -> bool:
        """Return whether it does not come after *other*."""
        return self._compared(other, operator.le)

    def __gt__(self, other: object) -> bool:
        """Return whether it comes after *other*."""
        return self._compared(other, operator.gt)

    def __ge__(self, other: object) -> bool:
        """Return whether it does not come before *other*."""
        return self._compared(other, operator.ge)

    def __hash__(self) -> int:
        """Return the hash of the moment it is."""
        return hash(self.settled())

    def __repr__(self) -> str:
        """Return where it was told."""
        return f"<moment {self._var}{self._shift or ''}>"

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  as in datetime
        """Return what the moment it is has under *name*."""
        return getattr(self.settled(), name)


def plain(value: Any) -> Any:  # noqa: ANN401  any value
    """Return *value* as an ordinary one."""
    return value.settled() if type(value) in {Blank, BlankId, Moment} else value


def as_moment(value: object) -> Moment | None:
    """Return *value* if it is a moment of which only so much is known as was asked."""
    return value if type(value) is Moment else None


def midnight(day: date) -> datetime:
    """Return the beginning of *day*."""
    return datetime.combine(day, time(), UTC)


def supposed(cls: type[Any], fields: tuple[FieldSpec, ...], world: World, var: Var, fixed: dict[str, Any]) -> Any:  # noqa: ANN401  an instance of cls
    """Return an instance of *cls* whose fields are decided when they are read; those in *fixed* are known."""
    made = object.__new__(_lazy_class(cls))  # type: ignore[arg-type]  # a class is hashable
    object.__setattr__(made, "_source", (world, var, {field.name: field for field in fields}))
    for name, value in fixed.items():
        object.__setattr__(made, name, value)
    return made


@cache
def _lazy_class(cls: type[Any]) -> type[Any]:
    """Return the class of instances of *cls* that read their fields late."""

    def read(self: Any, name: str) -> Any:  # noqa: ANN401  the field's own type
        world, var, fields = object.__getattribute__(self, "_source")
        if name not in fields:
            raise AttributeError(name)
        return world.field((*var, name), fields[name])

    body = {
        "__slots__": ("_source",),
        "__getattr__": read,
        "__eq__": object.__eq__,
        "__hash__": object.__hash__,
        "__repr__": object.__repr__,
        "__module__": cls.__module__,
        "__doc__": cls.__doc__,
    }
    return type(cls.__name__, (cls,), body)
