"""What the rules answer: accepted with events and effects, refused with reasons, or what could be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NoReturn

import attrs

from community_policing.cases import Case, Event, Reason
from community_policing.errors import CommandRefusedError
from community_policing.workflows._fields import FieldSpec


class Verdict(Enum):
    """Whether a command may be given now, and if not, what kind of thing stands in the way."""

    PERMITTED = "permitted"
    NEEDS_INPUT = "needs-input"
    UNMET = "unmet"
    NOT_AUTHORISED = "not-authorised"
    NOT_OFFERED = "not-offered"

    __hash__ = object.__hash__

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold its name."""
        return f"verdict.{self.value}"


@attrs.frozen
class Effect:
    """
    Something the host must do after commit, as data.

    Attributes:
        code: What to do, such as ``notify-case-officer``.
        case: The id of the case.
        seq: The event it follows from.
        index: Its place among the effects of that event.
        track: The track it follows from.
    """

    code: str
    case: str
    seq: int
    index: int
    track: str

    @property
    def key(self) -> tuple[str, int, int]:
        """The idempotency key: doing one key twice is doing it once."""
        return self.case, self.seq, self.index

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold its name."""
        return f"effect.{self.code}"


@attrs.frozen(weakref_slot=False)
class Accepted:
    """The rules say yes: store the events, save the case, and run the effects after commit."""

    case: Case
    events: tuple[Event, ...]
    effects: tuple[Effect, ...] = ()

    def expect(self) -> Accepted:
        """Return itself; a refusal would raise here."""
        return self


@attrs.frozen
class Refused:
    """
    The rules say no, and why; nothing has changed.

    Attributes:
        verdict: ``UNMET``, ``NOT_AUTHORISED`` or ``NOT_OFFERED``.
        command: The name of the command.
        reasons: Every unmet condition of every transition that could have been taken; never empty.
        track: The track it was meant for; `None` where there is none.
        state: That track's state.
    """

    verdict: Verdict
    command: str
    reasons: tuple[Reason, ...]
    track: str | None = None
    state: str | None = None

    def expect(self) -> NoReturn:
        """Raise `CommandRefusedError` with this refusal."""
        raise CommandRefusedError(self)

    def __str__(self) -> str:
        """Return the command, the place and the reasons, as codes."""
        place = "" if self.track is None else f" on {self.track} in {self.state!r}"
        why = "; ".join(map(repr, self.reasons))
        return f"{self.command!r}{place} is refused ({self.verdict.value}): {why}"


@attrs.frozen
class Option:
    """
    Something that could be done now, or what stands in its way.

    Attributes:
        track: The track it would be done on.
        command: The command class.
        name: The command's name.
        verdict: Whether it may be given as it is, needs input, or is refused.
        fields: What must or may be filled in.
        reasons: What stands in the way, whatever is filled in; empty for the first two verdicts.
    """

    track: str
    command: type[Any]
    name: str
    verdict: Verdict
    fields: tuple[FieldSpec, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold the command's name."""
        return f"command.{self.name}"


@attrs.frozen
class Due:
    """
    A state whose time limit has passed.

    Attributes:
        track: The track.
        state: Its state.
        since: When that state was entered.
        due_at: When its time was over.
        overdue: By how much, at the moment asked about.
        lapses_to: The state it lapses to when the timekeeper gives ``case.lapse``; `None` when it does not.
    """

    track: str
    state: str
    since: datetime
    due_at: datetime
    overdue: timedelta
    lapses_to: str | None = None


@attrs.frozen
class Summary:
    """
    What a host's index columns need to know of a case: flat, and plain JSON through `to_dict`.

    Attributes:
        tracks: ``(track id, state)`` of every track.
        open: Whether the case is open: its record is.
        risk: The slug of the assessed risk, or of the presumed one until it is assessed.
        risk_assessed: Whether somebody assessed it.
        confidentiality: The slug of the level in force.
        mediable: The slug of the effective policy's axis.
        report_due: Whether a criminal report is due.
        outcome: The outcome recorded, if any.
        next_due: The nearest time limit, or `None`.
    """

    id: str
    seq: int
    at: datetime
    open: bool
    categories: tuple[str, ...]
    tracks: tuple[tuple[str, str], ...]
    risk: str
    risk_assessed: bool
    confidentiality: str
    mediable: str
    report_due: bool
    outcome: str | None
    case_officers: tuple[str, ...]
    next_due: datetime | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        data = attrs.asdict(self, recurse=False)
        data["tracks"] = dict(self.tracks)
        data["categories"], data["case_officers"] = list(self.categories), list(self.case_officers)
        data["at"] = self.at.isoformat()
        data["next_due"] = None if self.next_due is None else self.next_due.isoformat()
        return data
