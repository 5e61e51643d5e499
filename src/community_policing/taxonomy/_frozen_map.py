"""A mapping that never changes, hashes and pickles, so that the values holding it do too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import attrs

K = TypeVar("K")
V = TypeVar("V")


def _copied(items: Mapping[K, V]) -> dict[K, V]:
    """Return a copy of *items* that nobody else holds."""
    return dict(items)


@attrs.frozen(eq=False, repr=False)
class FrozenMap(Mapping[K, V]):
    """
    A read-only mapping in the order given.

    It equals any mapping with the same items, whatever their order. It hashes when its values do.
    """

    _items: dict[K, V] = attrs.field(factory=dict, converter=_copied)

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"
