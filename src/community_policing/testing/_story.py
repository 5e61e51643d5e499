"""A story: moves told one after the other under some rules, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

import attrs

from community_policing.cases import Actor, Case, Event, What
from community_policing.errors import AmbiguousTrackError, NotFoundError, UnreadableError
from community_policing.labels import LabelBook
from community_policing.testing._code import source_of
from community_policing.workflows import Accepted, AdoptCase, OpenCase, Refused, Rulebook, spec_of

_UNTELLABLE = (AmbiguousTrackError, NotFoundError, UnreadableError)

CASE = "c-1"
"""The id of the case that a story is about, unless it comes from events."""


@attrs.frozen(repr=False)
class Move:
    """
    One thing that is done, or tried.

    Attributes:
        command: What.
        by: By whom.
        at: When; aware.
        track: On which track; `None` where only one can be meant.
        tracks: For a case that was taken over: each track with the state it stood in.
        facts: For a case that was taken over: the commands that were vouched for.

    .. versionadded:: 26.1
    """

    command: Any
    by: Actor
    at: datetime
    track: str | None = None
    tracks: tuple[tuple[str, str], ...] = ()
    facts: tuple[Any, ...] = ()

    def answer(self, rules: Rulebook, case: Case | None, *, id: str = CASE) -> Accepted | Refused | None:  # noqa: A002
        """
        Return what the rules answer to the move on *case*; `None` where it cannot even be told there.

        It cannot be told where it names what is not there, or lies before what happened last.

        Args:
            rules: What is in force.
            case: The case as it is; `None` where this move begins it.
            id: The id of a case that this move begins.
        """
        try:
            return self._decided(rules, case, id)
        except _UNTELLABLE:
            return None

    def __repr__(self) -> str:
        """Return what, by whom, when and where; the fields of the command stay out of it."""
        where = "" if self.track is None else f" on {self.track!r}"
        return f"<Move {self.command!r}{where} by {self.by.id!r} at {self.at.isoformat()}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  Hypothesis asks it so
        """Print it as it is shown; Hypothesis would print every field."""
        del cycle
        printer.text(repr(self))

    def _decided(self, rules: Rulebook, case: Case | None, case_id: str) -> Accepted | Refused:
        """Return what the rules answer."""
        if case is not None:
            return rules.decide(case, self.command, by=self.by, at=self.at, track=self.track)
        people = {"categories": self.command.categories, "parties": self.command.parties, "by": self.by, "at": self.at}
        if isinstance(self.command, AdoptCase):
            return rules.adopt_case(case_id, tracks=dict(self.tracks), facts=self.facts, **people)
        return rules.open_case(case_id, **people)


@attrs.frozen(repr=False)
class Story:
    """
    Moves that were told under some rules, and what came of them; it prints as numbered lines.

    Attributes:
        rules: What was in force.
        moves: The moves that were accepted, in order; last the one at which a rule broke down, if one did.
        case: The case in the end; `None` where it never began.
        events: Everything that happened.
        raised: What a rule raised that has an error in it; the story ends there.

    .. versionadded:: 26.1
    """

    rules: Rulebook
    moves: tuple[Move, ...]
    case: Case | None = None
    events: tuple[Event, ...] = ()
    raised: Exception | None = None

    def lines(self, labels: LabelBook | None = None, language: str = "en", *, tz: tzinfo = UTC) -> tuple[str, ...]:
        """
        Return a numbered line for each move: when, who, what, with which fields, and what became of it.

        Args:
            labels: The words; codes without them, and for whatever they do not have.
            language: The language of the words.
            tz: The zone in which the times are told.
        """
        words = _Words(labels, language)
        brought = (*runs(self.events), *((),) * len(self.moves))
        told = (_line(words, move, run, tz) for move, run in zip(self.moves, brought, strict=False))
        lines = [f"{number}. {line}" for number, line in enumerate(told, start=1)]
        if self.raised is not None:
            lines[-1] += f" → {self.raised!r}"
        return tuple(lines)

    def as_test(self, name: str = "story", *, rules: str = "community_policing:standard_rulebook()") -> str:
        """
        Return a pytest function that tells the story again, with its imports, to be pasted into a module.

        It ends by holding the states that the tracks come to; put what you expect in their place.

        Args:
            name: The function's name, after ``test_``.
            rules: Where the rules are: ``module:NAME``, or ``module:name()`` for a function.
        """
        ends = {} if self.case is None else {track.id: track.state for track in self.case.tracks}
        return source_of(name, rules, CASE if self.case is None else self.case.id, self.moves, ends)

    def __str__(self) -> str:
        """Return the lines, in codes."""
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        """Return where it ends, and after how many moves."""
        return f"<Story of {len(self.moves)} moves: {self.case!r}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  Hypothesis asks it so
        """Print it as it is shown; Hypothesis would print the whole rulebook."""
        del cycle
        printer.text(repr(self))


def tell(rules: Rulebook, moves: Iterable[Move], *, case: str = CASE) -> Story:
    """
    Return the story of *moves* under *rules*; a move that is refused, or cannot be told there, is left out.

    Args:
        rules: What is in force.
        moves: The first that is accepted opens the case, or takes it over.
        case: The id of the case.

    >>> from datetime import UTC, datetime
    >>> from community_policing import Actor, standard_rulebook
    >>> from community_policing.workflows import OpenCase
    >>> officer = Actor("o-17", roles=("intake-officer",))
    >>> opening = Move(OpenCase(("neighbour-dispute",)), officer, datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    >>> for part in str(tell(standard_rulebook(), [opening])).split("; "):
    ...     print(part)
    1. 2026-03-01 09:30 o-17 (intake-officer): record.open-case (categories=[neighbour-dispute])
    record: unopened → open
    intake: received (opened)

    .. versionadded:: 26.1
    """
    return going_on(Story(rules, ()), moves, case=case)


def going_on(story: Story, moves: Iterable[Move], *, case: str = CASE) -> Story:
    """Return *story* with *moves* told at its end."""
    told, now, events = list(story.moves), story.case, list(story.events)
    for move in moves:
        if now is None and not isinstance(move.command, OpenCase | AdoptCase):
            continue
        try:
            outcome = move.answer(story.rules, now, id=case)
        except Exception as error:  # noqa: BLE001  a rule with an error in it is what may be looked for
            return Story(story.rules, (*told, move), now, tuple(events), error)
        if isinstance(outcome, Accepted):
            told.append(move)
            now = outcome.case
            events += outcome.events
    return Story(story.rules, tuple(told), now, tuple(events))


def moves_of(events: Iterable[Event]) -> tuple[Move, ...]:
    """Return the moves that *events*, all of one case and in order, came from."""
    return tuple(_move(run) for run in runs(events))


# --------------------------------------------------------------------------- private


def runs(events: Iterable[Event]) -> list[tuple[Event, ...]]:
    """Return *events* as runs, each what one move brought about."""
    runs: list[tuple[Event, ...]] = []
    for event in events:
        if event.cause is None:
            runs.append((event,))
        else:
            runs[-1] += (event,)
    return runs


def _move(run: tuple[Event, ...]) -> Move:
    """Return the move that brought *run* about."""
    first, *rest = run
    adopted = [event for event in rest if event.what is What.ADOPTED]
    tracks = tuple((event.track, event.dest) for event in adopted if event.command is None)
    facts = tuple(event.command for event in adopted if event.command is not None)
    return Move(first.command, first.by, first.at, first.track, tracks, facts)


@attrs.frozen
class _Words:
    """Names in one language, or codes."""

    labels: LabelBook | None
    language: str

    def of(self, item: Any, plain: str) -> str:  # noqa: ANN401  whatever has a label code
        """Return the name of *item*; *plain* where there is none."""
        if self.labels is None or not self.labels.has(item if isinstance(item, str) else item.label_code):
            return plain
        return self.labels.isolate(self.labels.text(item, self.language))


def _line(words: _Words, move: Move, run: tuple[Event, ...], tz: tzinfo) -> str:
    """Return what *move* was and what it brought about."""
    spec = spec_of(move.command)
    when = move.at.astimezone(tz).strftime("%Y-%m-%d %H:%M")
    what = words.of(spec, spec.name) + f" {_shown(spec.write(move.command))}".rstrip()
    return f"{when} {_who(words, move.by)}: {what}" + "".join(f"; {one}" for one in _became(words, run))


def _shown(value: object) -> str:
    """Return plain data in a few words: what is not there is left out."""
    if isinstance(value, dict):
        pairs = [f"{name}={_shown(one)}" for name, one in value.items() if one not in (None, [])]
        return f"({', '.join(pairs)})" if pairs else ""
    return f"[{', '.join(map(_shown, value))}]" if isinstance(value, list) else str(value)


def _who(words: _Words, actor: Actor) -> str:
    """Return who *actor* is, with the roles held and the party spoken for."""
    roles = [words.of(f"concept.roles.{role}", role) for role in actor.roles]
    spoken = [] if actor.speaks_for is None else [f"→ {actor.speaks_for}"]
    return " ".join([actor.id, *([f"({', '.join(roles)})"] if roles else []), *spoken])


def _became(words: _Words, run: tuple[Event, ...]) -> Iterator[str]:
    """Yield the steps of *run*, track by track; the words of one that a rule ended say so."""
    for event in run:
        states = [words.of(f"state.{event.workflow}.{one}", one) for one in (event.source, event.dest) if one]
        kind = "" if event.what is What.COMMAND else f" ({words.of(event.what, event.what.value)})"
        yield f"{words.of(f'workflow.{event.workflow}', event.track)}: {' → '.join(dict.fromkeys(states))}{kind}"
