"""A life that is watched: when a law does not hold, the error is given the shortest story in which it does not."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import attrs

from community_policing.serialization import Converter
from community_policing.testing._laws import Law, ended, lived
from community_policing.testing._shorten import least
from community_policing.testing._story import Move, Story, tell
from community_policing.workflows import Rulebook

Place = tuple[type, str]
"""The kind of an error, and the name of the function that raised it."""


@attrs.frozen
class Watch:
    """
    The laws that are held, and for each that was seen not to hold, how that is told.

    Attributes:
        rules: What is in force.
        converter: What writes and reads events.
        also: Further laws.
        seen: The shortest story of each failure, so that it is looked for once.
    """

    rules: Rulebook
    converter: Converter
    also: tuple[Law, ...] = ()
    seen: dict[Place, str] = attrs.field(factory=dict)

    def go_on(self, story: Story, move: Move) -> Story:
        """Return *story* with *move* at its end where it is accepted."""
        try:
            return lived(story, move, converter=self.converter, also=self.also)
        except Exception as error:
            error.add_note(self._told(error, (*story.moves, move), self._live))
            raise

    def end(self, story: Story) -> None:
        """Hold what is of the whole case."""
        try:
            ended(story, converter=self.converter)
        except Exception as error:
            error.add_note(self._told(error, story.moves, self._live_to_the_end))
            raise

    def _told(self, error: Exception, moves: tuple[Move, ...], live: Callable[[tuple[Move, ...]], Story]) -> str:
        """Return the shortest story in which *error* is raised, in words."""
        place = _place(error)
        if place not in self.seen:
            self.seen[place] = self._shortest(place, moves, live)
        return self.seen[place]

    def _shortest(self, place: Place, moves: tuple[Move, ...], live: Callable[[tuple[Move, ...]], Story]) -> str:
        """Return the shortest story of *moves* that fails at *place*, in words."""

        def attempt(some: tuple[Move, ...]) -> tuple[Move, ...] | None:
            try:
                live(some)
            except Exception as found:  # noqa: BLE001  whatever a rule or a law raises
                return some if _place(found) == place else None
            return None

        short = least(moves, attempt)
        told = tell(self.rules, short[:-1])
        return f"The shortest story found:\n{attrs.evolve(told, moves=(*told.moves, short[-1]))}"

    def _live(self, moves: tuple[Move, ...]) -> Story:
        """Return the story of *moves*, each watched."""
        story = Story(self.rules, ())
        for move in moves:
            story = lived(story, move, converter=self.converter, also=self.also)
        return story

    def _live_to_the_end(self, moves: tuple[Move, ...]) -> Story:
        """Return the story of *moves*, watched as a whole."""
        story = self._live(moves)
        ended(story, converter=self.converter)
        return story


def _place(error: Exception) -> Place:
    """Return the kind of *error* and the function in which it was raised."""
    traceback: TracebackType | None = error.__traceback__
    name = ""
    while traceback is not None:
        name, traceback = traceback.tb_frame.f_code.co_name, traceback.tb_next
    return type(error), name
