"""What of a workflow was exercised: a value that counts, adds up, and can be written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

import attrs

from community_policing.errors import UnreadableDocumentError
from community_policing.taxonomy import FrozenMap

FORMAT = 1
"""The version of what `Coverage.to_dict` returns."""


class Aspect(Enum):
    """
    What is counted of a workflow.

    .. versionadded:: 26.1
    """

    STATE = "state"
    TRANSITION = "transition"
    FALL = "fall"
    GUARD = "guard"
    REFUSAL = "refusal"

    __hash__ = object.__hash__


_SHAPES = {
    Aspect.STATE: "{0}",
    Aspect.TRANSITION: "{0} → {2} on {1}",
    Aspect.FALL: "{0} → {1} by {2}",
    Aspect.GUARD: "{0} ({1}) {2}",
    Aspect.REFUSAL: "{0}",
}
_PARTS = {
    Aspect.STATE: (1,),
    Aspect.TRANSITION: (3, 4),
    Aspect.FALL: (3, 4),
    Aspect.GUARD: (3,),
    Aspect.REFUSAL: (1,),
}


@attrs.frozen
class Point:
    """
    One thing of a workflow that a test may reach.

    Attributes:
        workflow: The name of the workflow.
        version: Its version.
        aspect: What kind of thing it is.
        subject: What it is, in codes. A state: its name. A transition: source, command, destination. A rule of falling:
            source, destination, the codes of its causes joined by ``&``. A guard: its name, its code, and ``held`` or
            ``failed``. A refusal: the code of the reason. Of several alike, the later ones end in ``#2``, ``#3``.

    .. versionadded:: 26.1
    """

    workflow: str
    version: int
    aspect: Aspect
    subject: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as a person would write it, without its workflow."""
        shape = _SHAPES[self.aspect].format(*self.subject)
        return " ".join((shape, *self.subject[_PARTS[self.aspect][0] :]))


def _counted(hits: Mapping[Point, int]) -> FrozenMap[Point, int]:
    """Return *hits* as a value."""
    return FrozenMap(hits)


@attrs.frozen
class Coverage:
    """
    How often each point of some workflows was reached; a decision counts once for each point that it reaches.

    Two of them add up, in any order: ``monday + tuesday == tuesday + monday``. What only one of them asks for, the sum
    asks for too.

    Attributes:
        hits: Every point that is asked for, in the order of the workflows, with how often it was reached.

    .. versionadded:: 26.1
    """

    hits: FrozenMap[Point, int] = attrs.field(factory=FrozenMap, converter=_counted)

    def __add__(self, other: Coverage) -> Coverage:
        """Return what both together reached, of what either asks for."""
        if not isinstance(other, Coverage):
            return NotImplemented
        summed = dict(self.hits)
        for point, times in other.hits.items():
            summed[point] = summed.get(point, 0) + times
        return Coverage(summed)

    def noting(self, points: Iterable[Point]) -> Coverage:
        """
        Return the coverage after *points* were reached once more; those that are not asked for are left out.

        .. versionadded:: 26.1
        """
        seen = set(points)
        return Coverage({point: times + (point in seen) for point, times in self.hits.items()})

    def only(self, *, workflow: str | None = None, aspect: Aspect | None = None) -> Coverage:
        """
        Return the part of it that is about one workflow, one aspect, or both.

        .. versionadded:: 26.1
        """
        wanted = {
            point: times
            for point, times in self.hits.items()
            if workflow in {None, point.workflow} and aspect in {None, point.aspect}
        }
        return Coverage(wanted)

    def by_workflow(self) -> tuple[tuple[str, int, Coverage], ...]:
        """
        Return the name and version of each workflow with the part that is about it, in order.

        .. versionadded:: 26.1
        """
        parts: dict[tuple[str, int], dict[Point, int]] = {}
        for point, times in self.hits.items():
            parts.setdefault((point.workflow, point.version), {})[point] = times
        return tuple((name, version, Coverage(hits)) for (name, version), hits in parts.items())

    def missing(self) -> tuple[Point, ...]:
        """
        Return the points that were never reached, in the order of the workflows.

        .. versionadded:: 26.1
        """
        return tuple(point for point, times in self.hits.items() if not times)

    @property
    def reached(self) -> int:
        """How many points were reached."""
        return sum(times > 0 for times in self.hits.values())

    @property
    def percent(self) -> float:
        """How many of a hundred points were reached; 100 where nothing is asked for."""
        return 100 * self.reached / len(self.hits) if self.hits else 100.0

    # ----------------------------------------------------------------- written down

    def to_dict(self) -> dict[str, Any]:
        """
        Return it as plain JSON data.

        .. versionadded:: 26.1
        """
        points = [
            {
                "workflow": point.workflow,
                "version": point.version,
                "aspect": point.aspect.value,
                "subject": list(point.subject),
                "hits": times,
            }
            for point, times in self.hits.items()
        ]
        return {"workflow-coverage": FORMAT, "points": points}

    @classmethod
    def from_dict(cls, data: object) -> Coverage:
        """
        Return the coverage that `to_dict` wrote.

        Raises:
            UnreadableDocumentError: It is not what `to_dict` writes; the error has the path to the fault.

        .. versionadded:: 26.1
        """
        if not isinstance(data, Mapping) or data.get("workflow-coverage") != FORMAT:
            raise UnreadableDocumentError("", "is no workflow coverage", f"'workflow-coverage': {FORMAT} stands in one")
        points = data.get("points")
        if not isinstance(points, list):
            raise UnreadableDocumentError("points", "is no list")
        return cls(dict(_read(points)))


_KEYS = {"workflow": str, "version": int, "aspect": str, "subject": list, "hits": int}


def _read(points: list[object]) -> Iterator[tuple[Point, int]]:
    """Yield each of *points* with how often it was reached."""
    for index, entry in enumerate(points):
        path = f"points[{index}]"
        if not isinstance(entry, Mapping) or set(entry) != set(_KEYS):
            raise UnreadableDocumentError(path, "is no point", f"a point has {', '.join(_KEYS)}")
        for key, kind in _KEYS.items():
            if type(entry[key]) is not kind:
                raise UnreadableDocumentError(f"{path}.{key}", f"is no {kind.__name__}")
        aspect, subject, hits = _aspect(entry["aspect"], path), tuple(entry["subject"]), entry["hits"]
        if len(subject) not in _PARTS[aspect] or not all(isinstance(part, str) for part in subject):
            raise UnreadableDocumentError(f"{path}.subject", f"is no subject of a {aspect.value}")
        if hits < 0:
            raise UnreadableDocumentError(f"{path}.hits", "is below 0")
        yield Point(entry["workflow"], entry["version"], aspect, subject), hits


def _aspect(text: str, path: str) -> Aspect:
    """Return the aspect called *text*."""
    try:
        return Aspect(text)
    except ValueError:
        known = ", ".join(aspect.value for aspect in Aspect)
        raise UnreadableDocumentError(f"{path}.aspect", f"{text!r} is no aspect", f"known: {known}") from None
