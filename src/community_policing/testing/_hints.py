"""
What the guards of a rulebook speak of, read from their code: concepts worth drawing more often than others.

It is a hint and no more. Of two dozen aggravating factors a guard may ask for one; drawn evenly, a short life would
seldom meet it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import CodeType
from typing import Any

from community_policing.workflows import Guard, Rulebook


@lru_cache(64)
def spoken_of(rules: Rulebook) -> frozenset[str]:
    """Return the roles that steps ask for, and every text in the code of a guard or under a name that it reads."""
    every = {one for workflow in rules.workflows for one in workflow.guards}
    guards = {one if isinstance(one, Guard) else one.inner for one in every}
    roles = {role for workflow in rules.workflows for step in workflow.transitions for role in step.by}
    return frozenset(roles | {text for one in guards for text in _texts_of(one.claim)})


def _texts_of(claim: Any) -> Iterator[str]:  # noqa: ANN401  a function
    """Yield the texts in the code of *claim* and in the values that it reads from its module."""
    for code in _codes(claim.__code__):
        yield from _texts(code.co_consts)
        yield from _texts(claim.__globals__.get(name) for name in code.co_names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield *code* and the code of the functions and comprehensions in it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _texts(values: Any) -> Iterator[str]:  # noqa: ANN401  constants of any type
    """Yield the texts among *values*, also those in tuples and sets."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | frozenset):
            yield from (one for one in value if isinstance(one, str))
