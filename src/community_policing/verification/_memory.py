"""What every step came to wherever it was looked at, so that nothing is looked at twice."""

from __future__ import annotations

from collections.abc import Iterable

from community_policing.verification._graph import Move
from community_policing.verification._lens import Known, Lens

Trying = tuple[str, str | int]
"""A state, and what is tried there: the command, or the number of a rule that may fall."""


class Memory:
    """What was found through one lens; what nothing depends on that it tells apart besides is as *base* has it."""

    def __init__(self, lens: Lens, base: Memory | None) -> None:
        """Remember nothing but *base*, of what was found through a lens that tells less apart."""
        self._lens = lens
        self._base = base
        self._followed: dict[Trying, set[str]] = {}
        self._read: dict[Trying, set[str]] = {}
        self._moves: dict[tuple[str | int, Known], tuple[Move, ...]] = {}

    def moves(self, known: Known, what: str | int) -> tuple[Move, ...] | None:
        """Return what *what* comes to at *known*; `None` where nothing alike in all it reads was looked at."""
        followed = self._followed.get((known.state, what))
        if followed is not None:
            return self._moves.get((what, known.seen_by(followed)))
        if self._base is None or not self._is_as_before(known.state, what, self._base):
            return None
        return self._base.moves(known, what)

    def _is_as_before(self, state: str, what: str | int, base: Memory) -> bool:
        """Return whether *what* comes in *state* to what *base* has, whatever this tells apart besides."""
        more = self._lens.beyond(base._lens)
        return more is not None and what not in more and more.isdisjoint(base.read_by(state, what))

    def read_by(self, state: str, what: str | int) -> set[str]:
        """Return the commands of which *what* reads the facts in *state*, followed or not."""
        found = self._read.get((state, what))
        if found is None:
            return set() if self._base is None else self._base.read_by(state, what)
        return found

    def keep(self, known: Known, what: str | int, moves: Iterable[Move], followed: set[str], read: set[str]) -> None:
        """Remember that *what* came to *moves* at *known*, and of which commands it read facts, *followed* or not."""
        trying = (known.state, what)
        seen = self._followed.setdefault(trying, set())
        seen |= followed
        self._read.setdefault(trying, set()).update(read)
        self._moves[what, known.seen_by(seen)] = tuple(move.without(known, seen) for move in moves)
