"""What happened to a case, once and for ever."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import attrs

from community_policing.cases._changes import Change
from community_policing.cases._people import Actor
from community_policing.cases._reason import Reason


class What(Enum):
    """The kind of an event."""

    COMMAND = "command"
    OPENED = "opened"
    ENDED = "ended"
    ENDED_BY_RULE = "ended-by-rule"
    ADOPTED = "adopted"

    __hash__ = object.__hash__

    @property
    def label_code(self) -> str:
        """Return the code under which the catalogs hold its name."""
        return f"event.{self.value}"


@attrs.frozen(weakref_slot=False)
class Event:
    """
    One thing that happened to one case; the host stores it under a unique ``(case, seq)``.

    Attributes:
        case: The id of the case.
        seq: 1 for the first event of a case, then one more each.
        track: The id of the track it happened on.
        what: A command, a track opened or ended by another step, one ended by a rule, or one adopted.
        workflow: The name of the workflow the track runs.
        version: The version of that workflow.
        source: The state before; `None` where the track begins.
        dest: The state after.
        by: Who acted, with the roles held at that moment.
        at: When, aware, in UTC.
        profile: The id of the policy profile in force.
        command: The accepted command, for ``COMMAND`` and adopted facts.
        cause: For what follows from a command: the ``seq`` of the command's event.
        reasons: For what a rule ended: why.
        changes: What it changed in the case beside the track.
    """

    case: str
    seq: int
    track: str
    what: What
    workflow: str
    version: int
    source: str | None
    dest: str
    by: Actor
    at: datetime
    profile: str
    command: Any = None
    cause: int | None = None
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        """Return the move, without the command's fields."""
        name = "" if self.command is None else f" {self.command.__command__.name}"
        return f"<Event {self.case}#{self.seq} {self.what.value}{name}: {self.track} {self.source} → {self.dest}>"
