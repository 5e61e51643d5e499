"""Walking a case file: each step is decided under the rules, and the answer compared with what the file expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

import attrs

from community_policing._walk._file import CaseFile, Opening, Step
from community_policing.cases import Actor, Case, Event
from community_policing.errors import (
    AmbiguousTrackError,
    ConceptNotFoundError,
    DeprecatedConceptError,
    NotFoundError,
    UnreadableDocumentError,
    UnreadableError,
    UnreadableTimeError,
    did_you_mean,
)
from community_policing.workflows import Accepted, OpenCase, Option, Refused, Rulebook, Verdict, spec_of


@attrs.frozen
class Told:
    """
    One step as it went.

    Attributes:
        number: 0 for the opening, then from 1.
        step: What the file says.
        actor: Who gave the command.
        command: The typed command.
        outcome: What the rules answered.
        before: The case before it; `None` for the opening.
        opened_up: What it made possible, and for which of the file's actors, in their order.
    """

    number: int
    step: Step | Opening
    actor: Actor
    command: object
    outcome: Accepted | Refused
    before: Case | None
    opened_up: tuple[tuple[Option, tuple[Actor, ...]], ...] = ()

    @property
    def after(self) -> Case | None:
        """The case after it."""
        return self.outcome.case if isinstance(self.outcome, Accepted) else self.before

    @property
    def place(self) -> str:
        """Where the file tells it: ``open`` or ``steps[0]``."""
        return f"steps[{self.number - 1}]" if self.number else "open"

    @property
    def surprise(self) -> str:
        """How the answer differs from what the file expects; empty when it does not."""
        expected = self.step.expect if isinstance(self.step, Step) else None
        if isinstance(self.outcome, Accepted):
            return "" if expected is None else "was accepted, and the file expects a refusal"
        codes = tuple(dict.fromkeys(reason.code for reason in self.outcome.reasons))
        if expected is None:
            return f"was refused ({', '.join(codes)}), and the file expects no refusal"
        if expected and set(expected) != set(codes):
            return f"was refused for {', '.join(codes)}, and the file expects {', '.join(expected)}"
        return ""


@attrs.frozen
class Story:
    """
    A case file as it went under the rules.

    Attributes:
        file: The file.
        rules: The rules.
        told: The opening and the steps, up to the first surprise.
        case: The case at the end; `None` when it was not even opened.
    """

    file: CaseFile
    rules: Rulebook
    told: tuple[Told, ...]
    case: Case | None

    @property
    def at(self) -> datetime:
        """The moment of the last step, in the zone in which the file tells it."""
        return self.told[-1].step.at

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened."""
        return tuple(event for told in self.told if isinstance(told.outcome, Accepted) for event in told.outcome.events)

    @property
    def surprise(self) -> str:
        """Where and how the rules answered otherwise than the file expects; empty when nowhere."""
        last = self.told[-1]
        return f"{last.place}: {last.surprise}" if last.surprise else ""


def walk(file: CaseFile, rules: Rulebook, *, until: int | None = None) -> Story:
    """
    Return what happens to the case of *file* under *rules*.

    Args:
        file: The case file.
        rules: The rules.
        until: The number of the last step to walk; 0 is the opening, `None` the end.

    Raises:
        UnreadableDocumentError: A command, a field, a code or a moment cannot be; the path leads to it, as
            ``steps[3].data.party``.
    """
    if until is not None and not 0 <= until <= len(file.steps):
        raise UnreadableDocumentError("steps", f"has no step {until}", f"0 is the opening, {len(file.steps)} the last")
    told: list[Told] = []
    opening = _opened(file, rules)
    steps = () if opening.after is None else _steps(file, rules, opening.after)
    for one in chain((opening,), steps):
        told.append(one)
        if one.surprise or one.number == until:
            break
    return Story(file, rules, tuple(told), told[-1].after)


def _steps(file: CaseFile, rules: Rulebook, case: Case) -> Iterator[Told]:
    """Yield each step that follows the opening of *case*."""
    possible = _possible(rules, case, file.actors, file.opening.at)
    for number, step in enumerate(file.steps, start=1):
        one = _stepped(rules, file, number, case)
        case = one.outcome.case if isinstance(one.outcome, Accepted) else case
        now = _possible(rules, case, file.actors, step.at)
        yield attrs.evolve(one, opened_up=tuple(_grouped(now, possible)))
        possible = now


def _opened(file: CaseFile, rules: Rulebook) -> Told:
    """Return how the case was opened."""
    opening, actor = file.opening, file.actors[file.opening.by]
    name = spec_of(OpenCase).name
    with _Place("open", name, opening.by):
        command: OpenCase = rules.command(name, opening.data)
        outcome = rules.open_case(
            opening.id, categories=command.categories, parties=command.parties, by=actor, at=opening.at
        )
    if isinstance(outcome, Refused):
        return Told(0, opening, actor, command, outcome, None)
    now = _possible(rules, outcome.case, file.actors, opening.at)
    return Told(0, opening, actor, command, outcome, None, tuple(_grouped(now, {})))


def _stepped(rules: Rulebook, file: CaseFile, number: int, case: Case) -> Told:
    """Return how one step went."""
    step = file.steps[number - 1]
    actor = file.actors[step.by]
    with _Place(f"steps[{number - 1}]", step.command, step.by):
        command = rules.command(step.command, step.data)
        outcome = rules.decide(case, command, by=actor, at=step.at, track=step.track)
    return Told(number, step, actor, command, outcome, case)


Possible = Mapping[tuple[str, str], tuple[Option, tuple[Actor, ...]]]
_OPEN = (Verdict.PERMITTED, Verdict.NEEDS_INPUT)


def _possible(rules: Rulebook, case: Case, actors: Mapping[str, Actor], at: datetime) -> Possible:
    """Return what can be done now, by track and command, and who can do it."""
    found: dict[tuple[str, str], tuple[Option, tuple[Actor, ...]]] = {}
    for actor in actors.values():
        for option in rules.options(case, by=actor, at=at):
            if option.verdict in _OPEN:
                place = (option.track, option.name)
                _, others = found.get(place, (option, ()))
                found[place] = (option, (*others, actor))
    return found


def _grouped(now: Possible, before: Possible) -> Iterator[tuple[Option, tuple[Actor, ...]]]:
    """Yield what is possible now and was not before, with those for whom it is new."""
    for place, (option, actors) in now.items():
        _, had = before.get(place, (option, ()))
        new = tuple(actor for actor in actors if actor not in had)
        if new:
            yield option, new


@attrs.frozen
class _Place:
    """A place of the file; within it, data that cannot be is told with the path to it."""

    path: str
    command: str
    by: str

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _: object, error: BaseException | None, traceback: object) -> None:
        """Raise an error about data as one about the file."""
        match error:
            case AmbiguousTrackError():
                told = ("track", "is missing: the command fits several tracks", f"one of {', '.join(error.tracks)}")
            case UnreadableTimeError():
                told = ("at", error.message, error.hint)
            case UnreadableError():
                told = (self._inside(error.path), error.message, error.hint)
            case ConceptNotFoundError(where="actor.roles"):
                message, hint = f"has no concept {error.wrong!r} of roles", did_you_mean(error.wrong, error.valid)
                raise UnreadableDocumentError(f"actors.{self.by}.roles", message, hint) from error
            case DeprecatedConceptError():
                place, _, scheme = error.where.partition(" ")
                instead = f"use {error.valid[0]!r}" if error.valid else ""
                told = (self._inside(place), f"is {error.wrong!r}, which is deprecated {scheme}", instead)
            case ConceptNotFoundError():
                place, _, scheme = error.where.partition(" ")
                message = f"is {error.wrong!r}, which is no concept that can stand here {scheme}"
                told = (self._inside(place), message, did_you_mean(error.wrong, error.valid))
            case NotFoundError():
                told = ("command", str(error), "")
            case _:
                return
        raise UnreadableDocumentError(f"{self.path}.{told[0]}", told[1], told[2]) from error

    def _inside(self, place: str) -> str:
        """Return where in the step lies what the library calls *place*: a field of the command lies in its data."""
        below = place.removeprefix(self.command).removeprefix(".")
        return below if self.path == "open" else f"data.{below}".removesuffix(".")
