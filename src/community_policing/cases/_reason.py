"""Why a step was refused, as a code with parameters: people read it through `labels`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import attrs

Param = str | int | bool | date | timedelta | tuple[str, ...]


@attrs.frozen(init=False)
class Reason:
    """
    One unmet condition.

    ``Reason("consent-missing", party="p2")`` is read as ``reason.consent-missing`` in the catalogs.

    Attributes:
        code: A declared kebab-case code.
        items: The parameters as sorted pairs; ``reason["party"]`` reads one, ``reason.params`` all.
        audience: The roles that may read it; empty when everyone may. Declared on the guard, not here.
    """

    code: str
    items: tuple[tuple[str, Param], ...]
    audience: tuple[str, ...] = attrs.field(eq=False)

    def __init__(self, code: str, /, audience: tuple[str, ...] = (), **params: Param) -> None:
        """Make a reason of *code* with keyword parameters."""
        self.__attrs_init__(code, tuple(sorted(params.items())), audience)

    @property
    def params(self) -> Mapping[str, Param]:
        """Return the parameters by name, read-only."""
        return MappingProxyType(dict(self.items))

    @property
    def label_code(self) -> str:
        """Return the code under which the catalogs hold the sentence."""
        return f"reason.{self.code}"

    def __getitem__(self, name: str) -> Param:
        """Return one parameter; raise `KeyError` when there is none of that name."""
        return self.params[name]

    def for_audience(self, audience: tuple[str, ...]) -> Reason:
        """Return the same reason, marked for those who may read it."""
        return Reason(self.code, audience, **dict(self.items))

    def __repr__(self) -> str:
        """Return the reason as it is written in code."""
        params = "".join(f", {name}={value!r}" for name, value in self.items)
        return f"Reason({self.code!r}{params})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle makes it again: the constructor takes keywords."""
        return _reason, (self.code, self.audience, self.items)


def _reason(code: str, audience: tuple[str, ...], items: tuple[tuple[str, Param], ...]) -> Reason:
    """Return a reason from its pickled parts."""
    return Reason(code, audience, **dict(items))
