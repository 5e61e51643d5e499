"""
Looking at every way a question can be answered, without listing every case.

A guard that is asked in a supposed case asks in turn: is the risk assessed? what did the screen find? Each answer that
is still possible is a branch. `Trail` walks the branches depth first by asking again from the start, and a `Domain`
keeps, for a value nobody looked at yet, everything it may still be: what no guard looks at is never told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

Split = list[tuple[Any, int]]


class Parts(dict[int, Split]):
    """
    The values of a domain by their answers to one question; under what is still possible, the answers still possible.

    Attributes:
        whole: Every answer, with the values that give it.
        domain: The domain.
    """

    __slots__ = ("domain", "whole")

    def __init__(self, domain: Domain, whole: Split) -> None:
        """Hold *whole*, what is told apart of *domain*."""
        super().__init__()
        self.domain = domain
        self.whole = whole

    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment]  # by identity, as a domain

    def __missing__(self, mask: int) -> Split:
        """Work out which answers are left where *mask* is."""
        found = self[mask] = [(told, part & mask) for told, part in self.whole if part & mask]
        return found


class Domain:
    """
    The values something may have, the plainest first, and how questions tell them apart.

    A set of values is a bit mask: bit *n* stands for ``values[n]``.
    """

    __slots__ = ("_parts", "full", "values")

    def __init__(self, values: Iterable[Any]) -> None:
        """Hold *values*; there is at least one."""
        self.values = tuple(values)
        self.full = (1 << len(self.values)) - 1
        self._parts: dict[Hashable, Parts] = {}

    def split(self, question: Hashable, answer: Callable[[Any], Any]) -> Split:
        """Return each answer to *question* with the values that give it, in the order of the plainest."""
        return self.parts(question, answer).whole

    def parts(self, question: Hashable, answer: Callable[[Any], Any]) -> Parts:
        """Return the values by their answers to *question*, worked out once."""
        found = self._parts.get(question)
        if found is None:
            masks: dict[Any, int] = {}
            for place, value in enumerate(self.values):
                told = answer(value)
                masks[told] = masks.get(told, 0) | 1 << place
            found = self._parts[question] = Parts(self, list(masks.items()))
        return found

    def plainest(self, mask: int) -> Any:  # noqa: ANN401  whatever the values are
        """Return the first value that *mask* leaves."""
        return self.values[(mask & -mask).bit_length() - 1]

    def among(self, mask: int) -> tuple[Any, ...]:
        """Return the values that *mask* leaves."""
        return tuple(value for place, value in enumerate(self.values) if mask >> place & 1)


class FickleGuardError(Exception):
    """A guard that was asked the same asked otherwise than before: it reads the clock, chance or something it keeps."""


class Trail:
    """
    The branches taken on one path, and how many there were at each fork.

    A path ends with *blame*: the forks (a bit mask) without which it would have ended alike. What no one is to blame
    for is not walked again: this is conflict-directed backjumping, as solvers of constraints do it.
    """

    __slots__ = ("_forks", "place", "unchanged")

    def __init__(self) -> None:
        """Stand before the first fork; *unchanged* is how many forks are as on the path before, -1 on the first."""
        self._forks: list[list[int]] = []
        self.place = 0
        self.unchanged = -1

    def choose(self, branches: int) -> tuple[int, int]:
        """Return which of *branches* this path takes, and the fork as a bit."""
        place = self.place
        self.place = place + 1
        if place < len(self._forks):
            fork = self._forks[place]
            if fork[1] != branches:
                raise FickleGuardError
            return fork[0], 1 << place
        self._forks.append([0, branches, 0])
        return 0, 1 << place

    def paths(self, walk: Callable[[], int]) -> Iterator[None]:
        """Take every path on which *walk* may end otherwise; it answers with the forks that made it end as it did."""
        self._forks = []
        self.unchanged = -1
        try:
            yield from self._paths(walk, self._forks)
        finally:
            self.unchanged = -1

    def _paths(self, walk: Callable[[], int], forks: list[list[int]]) -> Iterator[None]:
        """Take every path on which *walk* may end otherwise, keeping what was found of each of *forks*."""
        while True:
            self.place = 0
            blame = walk()
            yield
            while forks:
                bit = 1 << (len(forks) - 1)
                fork = forks[-1]
                if blame & bit:
                    fork[2] |= blame & ~bit
                    if fork[0] + 1 < fork[1]:
                        fork[0] += 1
                        break
                    blame = fork[2]
                forks.pop()
            else:
                return
            self.unchanged = len(forks) - 1
