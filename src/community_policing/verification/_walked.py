"""One path of answers: what it left open, what a guard asked on the way, and where the path before can be left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from community_policing.verification._choices import Domain, Parts, Trail
from community_policing.verification._lens import Masks, Place, Var

T = TypeVar("T")
How = Callable[..., Any]
"""A method of a world by which a guard learns something of it."""
Heard = tuple[How, tuple[Any, ...], Any]
"""How a guard asked, what it asked about, and what it heard."""
Stand = tuple[int, Masks, dict[Var, int], dict[Place, bool], set[Var]]
"""How far a path has come: how many forks it took, and what is decided since."""


class Walked:
    """
    The path that is being walked.

    Attributes:
        trail: The forks.
        masks: What each variable asked about may still be.
        asked: The domains of the variables asked about.
        because: The forks at which each variable was narrowed, as a bit mask.
        consulted: The forks on which the answers since it was last emptied rest.
        there: Whether a fact stands at each place that was looked at.
        entered: What brought the track to its state, as far as it was asked when.
        heard: Everything that was asked and heard since somebody began to listen; `None` while nobody does.
        here: The situation in which a guard is asked.
    """

    __slots__ = (
        "_answered",
        "_is_shared",
        "_kept",
        "asked",
        "because",
        "consulted",
        "entered",
        "heard",
        "here",
        "masks",
        "there",
        "trail",
    )

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.trail = Trail()
        self.masks: Masks = {}
        self.asked: dict[Var, Domain] = {}
        self.because: dict[Var, int] = {}
        self.consulted = 0
        self.there: dict[Place, bool] = {}
        self.entered: set[Var] = set()
        self.heard: list[Heard] | None = None
        self.here: Any = None
        self._is_shared = False
        self._kept: list[tuple[bool, int, Stand]] = []
        self._answered = 0

    def start(self, masks: Masks) -> None:
        """Begin a path, with nothing known but *masks*; of the one before only what is like this one is kept."""
        self.masks = masks
        self.because = {}
        self.consulted = 0
        self.there = {}
        self.entered = set()
        self._is_shared = False
        self._answered = 0
        while self._kept and self._kept[-1][2][0] > self.trail.unchanged:
            self._kept.pop()

    # ----------------------------------------------------------------- what was answered before

    def again(self, ask: Callable[[], bool]) -> bool:
        """Return what *ask* answers; the path before knows, as far as this one is like it."""
        if self._answered < len(self._kept):
            answer, consulted, stand = self._kept[self._answered]
            self.go_to(stand)
        else:
            before, self.consulted = self.consulted, 0
            answer = ask()
            consulted, self.consulted = self.consulted, before
            self._kept.append((answer, consulted, self.stand()))
        self._answered += 1
        self.consulted |= consulted
        return answer

    def stand(self) -> Stand:
        """Return how far the path has come, to go back to."""
        self._is_shared = True
        return self.trail.place, self.masks, self.because, self.there, self.entered

    def go_to(self, stand: Stand) -> None:
        """Go to where a path came to that began like this one."""
        self._is_shared = True
        self.trail.place, self.masks, self.because, self.there, self.entered = stand

    def go_on(self) -> None:
        """Change nothing that somebody may go back to."""
        if self._is_shared:
            self.masks, self.because = dict(self.masks), dict(self.because)
            self.there, self.entered = dict(self.there), set(self.entered)
            self._is_shared = False

    def hear(self, how: How, *about: Any) -> Any:  # noqa: ANN401  whatever is heard
        """Return what is heard when a guard asks by the method *how*; who listens hears it too."""
        found = how(self, *about)
        if self.heard is not None:
            self.heard.append((how, about, found))
        return found

    def overheard(self, name: str, found: T) -> T:
        """Return *found*, which a guard reads of its situation under *name*; who listens hears it too."""
        if self.heard is not None:
            self.heard.append((Walked._of_here, (name,), found))
        return found

    def _of_here(self, name: str) -> Any:  # noqa: ANN401  whatever is read
        """Return what a guard would read of its situation under *name*."""
        return self.here.read(name)

    def tell_apart(self, var: Var, parts: Parts) -> Any:  # noqa: ANN401  whatever tells the values apart
        """Return which of *parts* the value of *var* is in on this path."""
        mask = self.masks.get(var)
        possible = parts[parts.domain.full if mask is None else mask]
        because = self.because.get(var, 0)
        if len(possible) == 1:
            self.consulted |= because
            return possible[0][0]
        self.go_on()
        chosen, fork = self.trail.choose(len(possible))
        told, self.masks[var] = possible[chosen]
        self.because[var] = because = because | fork
        self.asked[var] = parts.domain
        self.consulted |= because
        return told
