"""A workflow as rows of plain values, for pages, spreadsheets and reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import attrs

from community_policing.workflows._command import spec_of
from community_policing.workflows._durations import ByRisk, Limit, Until
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._state import ByField, Fall, Opening, State, Step, When
from community_policing.workflows._workflow import Workflow
from community_policing.workflows.diagrams._arrows import causes, kind_of, steps

Guards = tuple[AnyGuard, ...]


@attrs.frozen
class Row:
    """
    One step from one state, in codes that the catalogs have labels for.

    Attributes:
        source: The state it leaves.
        kind: ``command``, ``fall`` or ``lapse``.
        command: The name of its command; empty where it falls by rule.
        dest: The state it leads to; the same as *source* where it stays.
        by: The roles that may take it; empty where it falls by rule.
        when: The codes of the reasons for which it is refused whatever the fields; where it falls, of why it fell.
        given: The codes of the reasons for which it is refused because of the fields.
        effects: What the host must do after commit.
        opens: The tracks it opens; ``escalation (duty-to-report)`` where the guard of that code holds,
            ``escalation (finding=breach)`` where the field has that value, ``(route)`` whatever the field names.
        ends: The tracks it ends.
        time_limit: How long *source* may last, as an ISO 8601 duration; ``imminent PT1H, otherwise P1D`` by risk,
            ``follow-up-date, otherwise P30D`` until the date in a field; empty where it has no limit.
    """

    source: str
    kind: str
    command: str
    dest: str
    by: tuple[str, ...]
    when: tuple[str, ...]
    given: tuple[str, ...]
    effects: tuple[str, ...]
    opens: tuple[str, ...]
    ends: tuple[str, ...]
    time_limit: str


def to_table(workflow: Workflow) -> tuple[Row, ...]:
    """Return a row for each step of *workflow* and each state it leaves, in the order in which steps are tried."""
    return tuple(_row(step, source) for step, source in steps(workflow))


def _row(step: Step, source: State) -> Row:
    """Return the row of one step from one state."""
    command, by, when, given = _asked(step)
    return Row(
        source=source.name,
        kind=kind_of(step).value,
        command=command,
        dest=step.dest or source.name,
        by=by,
        when=tuple(guard.code for guard in when),
        given=tuple(guard.code for guard in given),
        effects=step.effects,
        opens=tuple(text for opening in step.opens for text in _opening(opening)),
        ends=step.ends,
        time_limit=_limit(source.within),
    )


def _asked(step: Step) -> tuple[str, tuple[str, ...], Guards, Guards]:
    """Return the command that *step* takes, from whom, and the guards it asks before and after seeing its fields."""
    if isinstance(step, Fall):
        return "", (), causes(step), ()
    return step.command.name, step.by, step.when, step.given


def _opening(opening: Opening) -> Iterator[str]:
    """Yield what *opening* opens, and where."""
    if isinstance(opening, When):
        yield f"{opening.target} ({opening.guard.code})"
    elif isinstance(opening, ByField):
        field = opening.field.replace("_", "-")
        yield from (f"{target} ({field}={value})" for value, target in opening.tracks)
        if not opening.tracks:
            yield f"({field})"
    else:
        yield opening


def _limit(limit: Limit | None) -> str:
    """Return a time limit in codes."""
    if isinstance(limit, ByRisk):
        levels = [f"{level.value} {_duration(length)}" for level, length in limit.limits]
        if limit.otherwise is not None:
            levels.append(f"otherwise {_duration(limit.otherwise)}")
        return ", ".join(levels)
    if isinstance(limit, Until):
        field = next(one.label_code for one in spec_of(limit.command).fields if one.name == limit.field)
        return f"{field.removeprefix('field.')}, otherwise {_duration(limit.otherwise)}"
    return "" if limit is None else _duration(limit)


def _duration(length: timedelta) -> str:
    """Return *length* as an ISO 8601 duration."""
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if number)
    day = f"{length.days}D" if length.days else ""
    return f"P{day}T{clock}" if clock else f"P{day or '0D'}"
