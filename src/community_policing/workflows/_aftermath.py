"""What follows from a step: its event, what it opens and ends, and what falls by rule, to a fixpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

from community_policing.cases import Actor, Assigned, Change, Event, Reason, Track, What, fold
from community_policing.cases._fold import quick_event
from community_policing.cases._quick import quick
from community_policing.errors import RulesDoNotSettleError
from community_policing.workflows._situation import Attempt, Situation, View
from community_policing.workflows._state import ByField, Fall, Opening, Transition, When
from community_policing.workflows._verdicts import Accepted, Effect

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook

MOST_FALLS = 32
"""How many rules may fall in one decision before it is a circle."""

_COMMAND = What.COMMAND
_accepted: Callable[..., Accepted] = quick(Accepted)


def accept(view: View, attempt: Attempt[Any], rule: Transition, dest: str) -> Accepted:
    """Return the acceptance of *attempt* by *rule*, which leads to *dest*, with all that follows from it."""
    case, track, by, at = view.case, attempt.track, attempt.actor, view.at
    changes = tuple(_changes(rule, attempt)) if rule.then or rule.assigns else ()
    event = quick_event(
        case.id,
        case.seq + 1,
        track.id,
        _COMMAND,
        track.workflow,
        track.version,
        track.state,
        dest,
        by,
        at,
        view.rules.profile.id,
        attempt.command,
        None,
        (),
        changes,
    )
    after = fold(case, event)
    view.move_to(after)
    if not (rule.effects or rule.opens or rule.ends) and first_fall(view, by) is None:
        return _accepted(after, (event,), ())
    return _Aftermath(view, by, event).of(track, rule, attempt.command)


def first_fall(view: View, by: Actor) -> tuple[Fall, Situation] | None:
    """Return the first rule whose guards all hold, with the situation in which they do; `None` when none falls."""
    falls_of, here = view.rules.falls.get, None
    for track in view.case.tracks:
        falls = falls_of((track.workflow, track.version, track.state))
        if falls is None or track.ended:
            continue
        if here is None:
            here = Situation(view, track, by)
        else:
            here.track = track
        for fall, asked in falls:
            for holds in asked:
                if not holds(here):
                    break
            else:
                return fall, here
    return None


def settled(view: View, by: Actor, outcome: Accepted) -> Accepted:
    """Return *outcome* with what falls by rule at the case of *view*, caused by its first event."""
    run = _Aftermath(view, by, outcome.events[0])
    run.events = list(outcome.events)
    run.effects = list(outcome.effects)
    return run.settle()


class _Aftermath:
    """The run of events that one accepted command appends after its own."""

    __slots__ = ("at", "by", "case", "cause", "effects", "events", "rules", "view")

    def __init__(self, view: View, by: Actor, event: Event) -> None:
        """Begin after *event*, at the case of *view*."""
        self.rules = cast("Rulebook", view.rules)
        self.view = view
        self.by = by
        self.at = view.at
        self.case = view.case
        self.cause = event.seq
        self.events = [event]
        self.effects: list[Effect] = []

    def of(self, track: Track, rule: Transition, command: object) -> Accepted:
        """Return the acceptance with all that follows from *rule*, taken on *track* by *command*."""
        self._follow(track, rule, command)
        return self.settle()

    def settle(self) -> Accepted:
        """Return the acceptance once nothing falls any more."""
        for _ in range(MOST_FALLS):
            found = first_fall(self.view, self.by)
            if found is None:
                return Accepted(self.case, tuple(self.events), tuple(self.effects))
            self._let_fall(*found)
        steps = tuple(f"{event.track}: {event.source} → {event.dest}" for event in self.events[-6:])
        raise RulesDoNotSettleError(self.case.id, steps)

    def _let_fall(self, fall: Fall, here: Situation) -> None:
        """Record the fall with its cause, and what follows from it."""
        changes = tuple(change for consequence in fall.then for change in consequence.changes(here))
        reasons = tuple(reason for guard in fall.once for reason in (~guard).reasons(here))
        self._append(here.track, What.ENDED_BY_RULE, here.track.state, fall.dest, reasons=reasons, changes=changes)
        self._follow(here.track, fall, None)

    # ----------------------------------------------------------------- what follows

    def _follow(self, track: Track, rule: Transition | Fall, command: object) -> None:
        """Note the effects of *rule* and end and open what it says."""
        case, seq = self.case.id, self.case.seq
        self.effects += [Effect(code, case, seq, index, track.id) for index, code in enumerate(rule.effects)]
        for target in rule.ends:
            self._end(*_named(target))
        for opening in rule.opens:
            for target in self._targets(opening, track, command):
                self._open(*_named(target), command)

    def _targets(self, opening: Opening, track: Track, command: object) -> tuple[str, ...]:
        """Return what *opening* opens, seen after the step."""
        if isinstance(opening, ByField):
            return opening.chosen(command)
        if isinstance(opening, When):
            here = Situation(self.view, self.case.track(track.id), self.by)
            return (opening.target,) if opening.guard.holds(here) else ()
        return (opening,)

    def _end(self, workflow: str, state: str | None) -> None:
        """End the tracks of *workflow* that are not over, where they stand or in *state*."""
        for track in self.case.tracks_of(workflow):
            if not self.rules.is_over(track):
                self._append(track, What.ENDED, track.state, state or track.state)

    def _open(self, name: str, entry: str | None, command: object) -> None:
        """Open a track of *name*; what is live stays as it is, and that is recorded."""
        workflow = self.rules.workflow(name)
        track_id = name if workflow.per is None else f"{name}/{getattr(command, 'party', '')}"
        present = next((one for one in self.case.tracks if one.id == track_id), None)
        if present is not None and self._ended_now(present):
            # It goes on elsewhere in the same decision: what it was told, and what it owes, goes with it.
            self._append(present, What.OPENED, present.state, entry or workflow.initial.name)
        elif present is None or self.rules.is_over(present):
            dest = entry or workflow.initial.name
            begun = Track(track_id, name, workflow.version, dest, self.at)
            self._append(begun, What.OPENED, None, dest)
        elif self.rules.is_live(present):
            self._append(present, What.OPENED, present.state, present.state)
        else:
            self._append(present, What.OPENED, present.state, entry or workflow.initial.name)

    def _ended_now(self, track: Track) -> bool:
        """Return whether *track* was ended in this decision."""
        return any(event.what is What.ENDED and event.track == track.id for event in self.events)

    # ----------------------------------------------------------------- one event

    def _append(
        self,
        track: Track,
        what: What,
        source: str | None,
        dest: str,
        *,
        reasons: tuple[Reason, ...] = (),
        changes: tuple[Change, ...] = (),
    ) -> None:
        """Append one event and fold it."""
        case = self.case
        event = Event(
            case.id,
            case.seq + 1,
            track.id,
            what,
            track.workflow,
            track.version,
            source,
            dest,
            self.by,
            self.at,
            self.rules.profile.id,
            None,
            self.cause,
            reasons,
            changes,
        )
        self.events.append(event)
        self.case = fold(case, event)
        self.view.move_to(self.case)


def _changes(rule: Transition, attempt: Attempt[Any]) -> Iterator[Change]:
    """Yield what *rule* changes in the case."""
    for consequence in rule.then:
        yield from consequence.changes(attempt)
    for role, field in rule.assigns:
        value = getattr(attempt.command, field)
        yield Assigned(role, value if isinstance(value, tuple) else (value,))


def _named(target: str) -> tuple[str, str | None]:
    """Return the workflow and the state of ``workflow@state``."""
    name, _, state = target.partition("@")
    return name, state or None
