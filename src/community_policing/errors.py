"""
Every exception of the library, and `Problem`, the unit they report.

Three families. ``Invalid…Error``: a definition is wrong, found at start-up. ``…RefusedError``: the rules
say no, on a normal day. ``…NotFoundError`` and ``Unreadable…Error``: the data is wrong. The fields are the
truth and the text is made from them; it is written for developers. People read reasons through `labels`.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable


@attrs.frozen
class Problem:
    """
    One thing that is wrong with a definition or a document.

    Attributes:
        code: A stable kebab-case code, such as ``dead-end``.
        place: Where it is: a path of names such as ``mediation/monitoring`` or ``roles.toml/mediator``.
        message: What is wrong, as the end of a sentence that begins with the place.
        hint: What would work, when that is known.
    """

    code: str
    place: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the problem on one line."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.message} [{self.code}]{hint}"


def did_you_mean(wrong: str, valid: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest of *valid*, or an empty text when none is near."""
    near = get_close_matches(wrong, list(valid), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


class CommunityPolicingError(Exception):
    """The parent of every exception that this library raises on purpose."""


# --------------------------------------------------------------------------- a definition is wrong


def _listed(what: str, problems: tuple[Problem, ...]) -> str:
    """Return the problems of *what*, a line each."""
    lines = "\n".join(f"  - {problem}" for problem in problems)
    return f"{what} is not valid ({len(problems)} problem{'s' if len(problems) != 1 else ''}):\n{lines}"


@attrs.frozen(str=False)
class InvalidDefinitionError(CommunityPolicingError):
    """A definition was judged whole and is wrong; it carries all of its problems."""

    name: str
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        """Return every problem, a line each."""
        return _listed(f"{self._noun()} {self.name!r}", self.problems)

    def _noun(self) -> str:
        """Return the kind of definition, taken from the class's name."""
        return type(self).__name__.removeprefix("Invalid").removesuffix("Error").lower()


class InvalidSchemeError(InvalidDefinitionError):
    """A concept scheme breaks the SKOS integrity conditions or its file cannot be read."""


class InvalidProfileError(InvalidDefinitionError):
    """A policy profile names unknown concepts or would relax the floor."""


class InvalidCommandError(InvalidDefinitionError):
    """A command class has a name, a field or a type that cannot be used."""


class InvalidWorkflowError(InvalidDefinitionError):
    """A workflow cannot work as it is written."""


class InvalidRulebookError(InvalidDefinitionError):
    """Workflows, schemes and profile do not fit together."""


class InvalidCatalogError(InvalidDefinitionError):
    """A label catalog lacks, repeats or garbles an entry."""


@attrs.frozen(str=False)
class RulesDoNotSettleError(CommunityPolicingError):
    """Rules of falling drive each other in a circle; ``steps`` are the last ones, as ``track: source → dest``."""

    case: str
    steps: tuple[str, ...]

    def __str__(self) -> str:
        """Return the case and the circle."""
        return f"the rules of falling do not come to rest on case {self.case!r}: {', '.join(self.steps)}"


# --------------------------------------------------------------------------- the rules say no


@attrs.frozen(str=False)
class CommandRefusedError(CommunityPolicingError):
    """A command was refused by the rules; ``refused`` says why."""

    refused: Any

    def __str__(self) -> str:
        """Return the command, the place and every reason as codes."""
        return str(self.refused)


# --------------------------------------------------------------------------- the data is wrong


@attrs.frozen(str=False)
class NotFoundError(CommunityPolicingError, LookupError):
    """Something was asked for by a code that nothing carries."""

    wrong: str
    where: str
    valid: tuple[str, ...] = attrs.field(default=(), repr=False)

    def __str__(self) -> str:
        """Return what was asked for, where, and the nearest valid code."""
        noun = type(self).__name__.removesuffix("NotFoundError").lower() or "code"
        hint = did_you_mean(self.wrong, self.valid)
        if not hint and 0 < len(self.valid) <= 12:  # noqa: PLR2004  a list this short can be shown whole
            hint = "known: " + ", ".join(self.valid)
        return f"no {noun} {self.wrong!r} in {self.where}" + (f"; {hint}" if hint else "")


class SchemeNotFoundError(NotFoundError):
    """No concept scheme has this name."""


class ConceptNotFoundError(NotFoundError):
    """The scheme has no concept with this id, notation or code."""


class DeprecatedConceptError(ConceptNotFoundError):
    """
    A new command names a concept that is deprecated; ``valid`` has the one in its place, if there is one.

    Old events that name it are read as ever.

    .. versionadded:: 26.1
    """

    def __str__(self) -> str:
        """Return what was asked for, where, and what to use in its place."""
        instead = "".join(f"; use {concept!r}" for concept in self.valid) or "; nothing stands in its place"
        return f"the concept {self.wrong!r} in {self.where} is deprecated{instead}"


class ProfileNotFoundError(NotFoundError):
    """No policy profile has this name."""


class WorkflowNotFoundError(NotFoundError):
    """The rulebook holds no workflow of this name and version."""


class CommandNotFoundError(NotFoundError):
    """No workflow in force has a command of this name."""


class PartyNotFoundError(NotFoundError):
    """The case has no party with this id."""


class TrackNotFoundError(NotFoundError):
    """The case has no track with this id."""


class StateNotFoundError(NotFoundError):
    """The workflow has no state of this name."""


class LabelNotFoundError(NotFoundError):
    """No catalog of the language chain has this code."""


@attrs.frozen(str=False)
class UnreadableError(CommunityPolicingError, ValueError):
    """Data from outside does not have the form it must have; ``path`` leads to the fault."""

    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the place, the fault and what would work."""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.path}: {self.message}{hint}"


class UnreadableTimeError(UnreadableError):
    """A moment is naive, or lies before the last event by more than the clock skew."""


class UnreadableCommandError(UnreadableError):
    """A command's fields are missing, unknown, of the wrong type, or name a code that is not in force."""


class UnreadableCaseError(UnreadableError):
    """A case cannot be as it is described: a duplicate party, a party role that is none, an empty id."""


class UnreadableEventError(UnreadableError):
    """An event cannot be read, or does not follow the events before it."""


class UnreadableDocumentError(UnreadableError):
    """A file or text is not the JSON document it should be."""


@attrs.frozen(str=False)
class AmbiguousTrackError(CommunityPolicingError, ValueError):
    """A command fits several live tracks and the caller did not say which."""

    command: str
    tracks: tuple[str, ...]

    def __str__(self) -> str:
        """Return the command and the tracks it might mean."""
        names = ", ".join(repr(track) for track in self.tracks)
        return f"{self.command!r} fits the tracks {names}; pass track=… to say which"


@attrs.frozen(str=False)
class UnboundedFieldError(CommunityPolicingError, ValueError):
    """A guard reads a field that has no finite domain, so not everything can be looked at."""

    field: str

    def __str__(self) -> str:
        """Return the field and the cure."""
        return f"{self.field!r} is a whole number without bounds; give bounds={{{self.field!r}: range(0, 4)}}"
