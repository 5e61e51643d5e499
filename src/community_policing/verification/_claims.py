"""What a place of a safeguard claims outright, so that much need not be searched."""

from __future__ import annotations

from community_policing.workflows import AnyGuard, Guard, Not, Transition, Where
from community_policing.workflows._where import Both, Except, Holding

Claim = tuple[Guard, bool]
"""A guard, and whether it is to hold."""


def claims(where: Where) -> frozenset[Claim]:
    """Return the claims that hold wherever *where* covers, as far as it is a conjunction."""
    if isinstance(where, Both):
        return frozenset().union(*(claims(part) for part in where.parts))
    if isinstance(where, Holding):
        return frozenset({claim(where.guard)})
    if isinstance(where, Except) and isinstance(where.part, Holding):
        guard, holds = claim(where.part.guard)
        return frozenset({(guard, not holds)})
    return frozenset()


def claim(guard: AnyGuard) -> Claim:
    """Return a guard and whether it is to hold."""
    return (guard.inner, False) if isinstance(guard, Not) else (guard, True)


def contradicts(step: Transition, asked: frozenset[Claim]) -> bool:
    """Return whether *step* asks for the opposite of one of the claims *asked*."""
    return any((guard, not holds) in asked for guard, holds in map(claim, (*step.when, *step.given)))
