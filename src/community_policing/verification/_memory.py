"""What every step came to wherever it was looked at, so that nothing is looked at twice."""

from __future__ import annotations

from collections.abc import Iterable

from community_policing.verification._graph import Move
from community_policing.verification._lens import Known, Lens

Trying = tuple[str, str | int]
"""A state, and what is tried there: the command, or the number of a rule that may fall."""
Read = str | tuple[str, ...]
"""What is read of the past: whether a command was told, or a field of what was told, as command and field."""


class Memory:
    """What was found through one lens; what nothing depends on that it tells apart besides is as *base* has it."""

    def __init__(self, lens: Lens, base: Memory | None) -> None:
        """Remember nothing but *base*, of what was found through a lens that tells less apart."""
        self._lens = lens
        self._base = base
        self._followed: dict[Trying, set[str]] = {}
        self._read: dict[Trying, set[Read]] = {}
        self._moves: dict[tuple[str | int, Known], tuple[Move, ...]] = {}
        self._as_before: dict[Trying, bool] = {}

    def moves(self, known: Known, what: str | int) -> tuple[Move, ...] | None:
        """Return what *what* comes to at *known*; `None` where nothing alike in all it reads was looked at."""
        followed = self._followed.get((known.state, what))
        if followed is not None:
            return self._moves.get((what, known.seen_by(followed, self._read[known.state, what])))
        if self._base is None:
            return None
        trying = (known.state, what)
        as_before = self._as_before.get(trying)
        if as_before is None:
            as_before = self._as_before[trying] = self._is_as_before(known.state, what, self._base)
        return self._base.moves(known, what) if as_before else None

    def _is_as_before(self, state: str, what: str | int, base: Memory) -> bool:
        """Return whether *what* comes in *state* to what *base* has, whatever this tells apart besides."""
        more = self._lens.beyond(base._lens)
        if more is None or what in more:
            return False
        return self._lens.reads_beyond(base._lens).isdisjoint(base.read_by(state, what))

    def read_by(self, state: str, what: str | int) -> set[Read]:
        """Return of which commands *what* reads the facts in *state*, followed or not, and which fields of them."""
        found = self._read.get((state, what))
        if found is None:
            return set() if self._base is None else self._base.read_by(state, what)
        return found

    def keep(self, known: Known, what: str | int, moves: Iterable[Move], followed: set[str], read: set[Read]) -> None:
        """Remember that *what* came to *moves* at *known*, and what it *read* of facts, *followed* or not."""
        trying = (known.state, what)
        commands, reads = self._followed.setdefault(trying, set()), self._read.setdefault(trying, set())
        commands |= followed
        reads |= read
        seen = known.seen_by(commands, reads)
        self._moves[what, seen] = tuple(move.without(known, seen) for move in moves)
