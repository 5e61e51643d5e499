"""
What guards ask and what they answer, so that a guard that was heard before need not be run again.

A guard is a function of what it asks. Asked in the same state for the same command, it begins with the same question;
what it asks next follows from what it heard. So what it asks is a tree, and a path through the tree leads to its
answer: the questions are put to the world again, in the same order, as the guard itself would put them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from community_policing.verification._choices import Domain, FickleGuardError
from community_policing.verification._supposed import Supposed
from community_policing.verification._walked import How
from community_policing.workflows import Where
from community_policing.workflows._where import Both, Either, Except, Holding

Holds = Callable[[Any], bool]
OFTEN = 50
"""After how many answers a guard is run again."""


class Asking:
    """
    What a guard does next: what it asks, or, where it asks nothing more, what it answers.

    Attributes:
        how: By which method of the world it asks; `None` where it answers.
        about: What it asks about.
        after: What it does next, by what it hears.
        answer: What it answers.
        times: How often it came here to answer.
    """

    __slots__ = ("about", "after", "answer", "how", "times")

    def __init__(self, how: How | None, about: tuple[Any, ...], *, answer: bool = False) -> None:
        """Ask by *how* about *about*, or *answer*."""
        self.how = how
        self.about = about
        self.after: dict[Hashable, Asking] = {}
        self.answer = answer
        self.times = 0

    def is_like(self, other: Asking) -> bool:
        """Return whether *other* asks or answers the same."""
        return (self.how, self.about, self.answer) == (other.how, other.about, other.answer)


class Recall:
    """
    Remembers what guards asked; what one exploration learned of them serves all of the same workflow and parties.

    Attributes:
        capacities: In what capacity somebody may act who has one of some roles.
    """

    def __init__(self) -> None:
        """Remember nothing."""
        self.capacities: dict[tuple[str, ...], Domain] = {}
        self._first: dict[Hashable, Asking] = {}

    def answer(self, holds: Holds, here: Supposed) -> bool:
        """
        Return whether *holds* is so *here*, as it answered before where it heard the same.

        It is run again the second time, and now and then, to see whether it still asks and answers so.

        Raises:
            FickleGuardError: it asked or answered otherwise than before.

        """
        world = here.world
        asking = None if here.moved else self._first.get(holds)
        if asking is not None:
            world.here = here
            before = world.stand()
            while asking is not None and asking.how is not None:
                asking = asking.after.get(asking.how(world, *asking.about))
            if asking is not None:
                asking.times += 1
                if asking.times % OFTEN != 1:
                    return asking.answer
            world.go_to(before)
        return self._listened(holds, here)

    def covers(self, where: Where, here: Supposed) -> bool:
        """Return whether *where* covers *here*; each of its guards is asked as it was asked before."""
        match where:
            case Both():
                return all(self.covers(part, here) for part in where.parts)
            case Either():
                return any(self.covers(part, here) for part in where.parts)
            case Except():
                return not self.covers(where.part, here)
            case Holding():
                return here.world.again(lambda: self.answer(where.guard.holds, here))
            case _:
                return where.covers(here)

    def _listened(self, holds: Holds, here: Supposed) -> bool:
        """Return whether *holds* is so *here*, and remember what it asked."""
        world = here.world
        if here.moved:
            return holds(here)
        world.heard = []
        try:
            found = holds(here)
        finally:
            told, world.heard = world.heard, None
        after, name = self._first, holds
        for how, about, heard in (*told, (None, (), None)):
            asking = Asking(how, about, answer=how is None and found)
            known = after.setdefault(name, asking)
            if not known.is_like(asking):
                raise FickleGuardError
            after, name = known.after, heard
        return found
