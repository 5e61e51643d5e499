"""A frozen value at the price of a mutable one, for the few classes that every decision makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs


def quick(cls: type[Any]) -> Callable[..., Any]:
    """
    Return a constructor of the frozen slotted attrs class *cls* that takes every field in order.

    A frozen class sets each field through ``object.__setattr__``, which costs three times a plain assignment. The
    constructor fills a mutable class of the same layout and then gives the value its true class; a weak reference slot
    would stand in the way of that. Converters, validators and defaults are not run: it is for values that this library
    has just worked out.
    """
    names = [attribute.name for attribute in attrs.fields(cls)]
    draft = type(f"{cls.__name__}Draft", (), {"__slots__": tuple(names)})
    fill = "; ".join(f"made.{name} = {name}" for name in names)
    source = f"def make({', '.join(names)}):\n    made = new(draft); {fill}\n    made.__class__ = cls\n    return made"
    scope: dict[str, Any] = {"new": object.__new__, "draft": draft, "cls": cls}
    exec(source, scope)  # noqa: S102  written from field names above, as attrs writes its own constructors
    make: Callable[..., Any] = scope["make"]
    return make
