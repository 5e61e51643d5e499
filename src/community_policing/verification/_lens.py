"""What is known of a track's past, and what an exploration tells apart of it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

import attrs

Var = tuple[Any, ...]
"""Something that may be asked about, as the parts of its name."""
Place = tuple[str, tuple[Any, ...]]
"""Where a fact stands: the command's name and its key."""
Masks = dict[Var, int]
"""What each of several variables may still be, as a bit mask of the values in its domain."""
FACT = "fact"


@attrs.frozen
class Known:
    """
    What is exactly known of a track's past: the facts that are told apart, in the order of their last telling.

    Attributes:
        state: The state of the track.
        facts: The facts on record.
        counts: How often each was told, where a guard counts.
        masks: What the fields of the facts may be.
    """

    state: str
    facts: tuple[Place, ...] = ()
    counts: tuple[tuple[Place, int], ...] = ()
    masks: frozenset[tuple[Var, int]] = frozenset()

    def seen_by(self, commands: AbstractSet[str], fields: AbstractSet[object] | None = None) -> Known:
        """Return what is known of what lasts, and of the facts of *commands*: all, or only these *fields* of them."""
        return Known(
            self.state,
            tuple(place for place in self.facts if place[0] in commands),
            tuple((place, count) for place, count in self.counts if place[0] in commands),
            frozenset(
                (var, mask)
                for var, mask in self.masks
                if var[0] != FACT or (var[1] in commands and (fields is None or (var[1], var[3]) in fields))
            ),
        )


@attrs.define
class Lens:
    """
    What an exploration tells apart; it is widened when a guard asks for more, and the exploration begins again.

    Attributes:
        tracked: The commands whose facts are followed; every other fact may be anything at any time.
        fields: The fields of those that are followed too, as command, field and, where that is a part, what lies in it;
            every other may hold anything.
        ordered: Those of them whose order of telling matters.
        counted: Those of them that are counted.
        lasting: What lasts once it is so, and is followed: that the risk was assessed, a mark that nothing removes.
        everything: Whether every fact of the track is followed, with every field.
        others: Whether it is told apart where other tracks stand.
        keyed: Whether it is told apart of whom a command of the track speaks, also where it is not followed.
    """

    tracked: set[str] = attrs.Factory(set)
    fields: set[tuple[str, ...]] = attrs.Factory(set)
    ordered: set[str] = attrs.Factory(set)
    counted: set[str] = attrs.Factory(set)
    lasting: set[Var] = attrs.Factory(set)
    everything: bool = False
    others: bool = False
    keyed: bool = False

    def follows(self, command: str) -> bool:
        """Return whether the facts of *command* are followed."""
        return self.everything or command in self.tracked

    def keeps(self, command: str, path: Var) -> bool:
        """Return whether what the facts of *command* hold at *path*, a field or what lies in one, is followed."""
        if self.everything:
            return True
        names = (command, *(name for name in path if type(name) is str))
        return any(names[: len(kept)] == kept or kept[: len(names)] == names for kept in self.fields)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this from others."""
        told: tuple[set[Any], ...] = (self.tracked, self.fields, self.ordered, self.counted, self.lasting)
        return (*(frozenset(one) for one in told), self.everything, self.others, self.keyed)

    def wider(
        self,
        *,
        tracked: Iterable[str] = (),
        fields: Iterable[tuple[str, ...]] = (),
        lasting: Iterable[Var] = (),
    ) -> Lens:
        """Return a lens that tells these apart too."""
        paths = {*self.fields, *fields}
        return attrs.evolve(
            self,
            tracked={*self.tracked, *tracked, *(name for name, *_ in paths)},
            fields=paths,
            ordered=set(self.ordered),
            counted=set(self.counted),
            lasting={*self.lasting, *lasting},
        )

    def widens(self, other: Lens) -> bool:
        """Return whether this tells everything apart that *other* does, and nothing else than more facts."""
        return self._aside == other._aside and self.tracked >= other.tracked and self.fields >= other.fields

    def beyond(self, other: Lens) -> set[str] | None:
        """Return the commands of which this tells more apart than *other*; `None` where they differ in more."""
        if self._aside != other._aside:
            return None
        return (self.tracked ^ other.tracked) | {path[0] for path in self.fields ^ other.fields}

    def reads_beyond(self, other: Lens) -> set[str | tuple[str, ...]]:
        """Return the commands, and the fields of facts, that are told apart through this or *other* alone."""
        return {*(self.tracked ^ other.tracked), *(path[:2] for path in self.fields ^ other.fields)}

    @property
    def _aside(self) -> tuple[object, ...]:
        """What is told apart besides facts."""
        return self.ordered, self.counted, self.lasting, self.everything, self.others, self.keyed


class TooCoarseError(Exception):
    """A guard told apart what the lens does not; the lens has been widened. It never leaves the exploration."""
