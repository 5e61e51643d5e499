"""One decision: ask, step, fold, and let fall what must. Nothing here remembers anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from community_policing.cases import Actor, Assigned, Case, Change, Event, Reason, Track, What, fold
from community_policing.errors import AmbiguousTrackError, CommandNotFoundError, RulesDoNotSettleError
from community_policing.workflows._command import CommandSpec, spec_of
from community_policing.workflows._lapse import Lapse
from community_policing.workflows._machine import Cursor, GuardedTransition
from community_policing.workflows._situation import Attempt, Situation, View
from community_policing.workflows._state import ByField, Fall, Opening, Transition, When
from community_policing.workflows._verdicts import Accepted, Effect, Refused, Verdict

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook

MOST_FALLS = 32
"""How many rules may fall in one decision before it is a circle."""


def decide(
    rules: Rulebook, case: Case, command: object, *, by: Actor, at: datetime, track: str | None
) -> Accepted | Refused:
    """Return what the rules answer to *command*."""
    spec = spec_of(command)
    moment = rules.moment(case, at)
    rules.check_codes(spec, command, by)
    found = find_track(rules, case, spec, command, track)
    if isinstance(found, Refused):
        return found
    workflow = rules.workflow_of(found)
    event = workflow.machine.events.get(spec.name)
    offered = () if event is None or found.ended else event.candidates(found.state)
    if not offered:
        return _refused(Verdict.NOT_OFFERED, spec, found, (not_offered(spec, found),))
    allowed = [one for one in offered if rules.authority(one.roles).admits(by, case)]
    if not allowed:
        return _refused(Verdict.NOT_AUTHORISED, spec, found, (not_authorised(offered),))
    attempt: Attempt[Any] = Attempt(View(rules, case, moment), found, by, command)
    unmet = list(rules.standing_reasons(workflow, attempt))
    unmet += missing_parties(spec, attempt)
    cursor = Cursor(found.state)
    taken = event.step(cursor, attempt, _open_candidates(allowed, attempt), unmet)
    if taken is None or unmet:
        return _refused(Verdict.UNMET, spec, found, tuple(dict.fromkeys(unmet)))
    return _Decision(rules, case, by, moment).accept(attempt, taken.rule, cursor.state)


def find_track(
    rules: Rulebook, case: Case, spec: CommandSpec, command: object, track_id: str | None
) -> Track | Refused:
    """Return the track *command* is meant for, or the refusal that there is none."""
    if spec.cls is Lapse:
        tracks = [one for one in case.tracks if rules.state_of(one).lapses_to is not None]
    elif rules.has_workflow(spec.workflow):
        tracks = list(case.tracks_of(spec.workflow))
    else:
        raise CommandNotFoundError(spec.name, "the rulebook", tuple(rules.commands))
    if track_id is None and len(tracks) > 1:
        tracks = _of_party(tracks, command) or [one for one in tracks if not rules.is_over(one)] or tracks[-1:]
    if track_id is not None:
        tracks = [one for one in tracks if one.id == track_id]
    if not tracks:
        return Refused(Verdict.NOT_OFFERED, spec.name, (Reason("no-such-track", workflow=spec.workflow),))
    if len(tracks) > 1:
        raise AmbiguousTrackError(spec.name, tuple(one.id for one in tracks))
    return tracks[0]


def not_offered(spec: CommandSpec, track: Track) -> Reason:
    """Return the reason that a state does not offer a command."""
    return Reason("not-offered", command=spec.name, state=f"{track.workflow}/{track.state}")


def not_authorised(offered: Iterable[GuardedTransition]) -> Reason:
    """Return the reason that none of the roles asked for is there."""
    return Reason("not-authorised", roles=tuple(dict.fromkeys(role for one in offered for role in one.rule.by)))


def missing_parties(spec: CommandSpec, attempt: Attempt[Any]) -> Iterator[Reason]:
    """Yield a reason for each party that the command names and the case does not have."""
    if spec.party_fields:
        known = {party.id for party in attempt.case.parties}
        for field in spec.party_fields:
            for party in field.ids(getattr(attempt.command, field.name), "party"):
                if party not in known:
                    yield Reason("no-such-party", party=party)


def _open_candidates(allowed: list[GuardedTransition], attempt: Attempt[Any]) -> list[GuardedTransition]:
    """Return those of several candidates that are open whatever the fields; all when none is."""
    if len(allowed) == 1:
        return allowed
    return [one for one in allowed if one.is_open(attempt)] or allowed


def _of_party(tracks: list[Track], command: object) -> list[Track]:
    """Return the track that runs for the party the command names."""
    party = getattr(command, "party", None)
    return [one for one in tracks if party is not None and one.id == f"{one.workflow}/{party}"]


def _refused(verdict: Verdict, spec: CommandSpec, track: Track, reasons: tuple[Reason, ...]) -> Refused:
    """Return the refusal of a command on *track*."""
    return Refused(verdict, spec.name, reasons, track.id, track.state)


class _Decision:
    """The run of events that one accepted command appends."""

    __slots__ = ("at", "by", "case", "cause", "effects", "events", "rules")

    def __init__(self, rules: Rulebook, case: Case, by: Actor, at: datetime) -> None:
        """Begin at *case*."""
        self.rules = rules
        self.case = case
        self.by = by
        self.at = at
        self.cause = case.seq + 1
        self.events: list[Event] = []
        self.effects: list[Effect] = []

    def accept(self, attempt: Attempt[Any], rule: Transition, dest: str) -> Accepted:
        """Return the acceptance of *attempt* by *rule*, with all that follows from it."""
        changes = tuple(_changes(rule, attempt)) if rule.then or rule.assigns else ()
        self._append(attempt.track, What.COMMAND, attempt.track.state, dest, command=attempt.command, changes=changes)
        self._follow(attempt.track, rule, attempt.command)
        self._settle()
        return Accepted(self.case, tuple(self.events), tuple(self.effects))

    # ----------------------------------------------------------------- what follows

    def _follow(self, track: Track, rule: Transition | Fall, command: object) -> None:
        """Note the effects of *rule* and end and open what it says."""
        if rule.effects:
            seq = self.case.seq
            self.effects += [
                Effect(code, self.case.id, seq, index, track.id) for index, code in enumerate(rule.effects)
            ]
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
            here = Situation(View(self.rules, self.case, self.at), self.case.track(track.id), self.by)
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
        if present is None or self.rules.is_over(present):
            dest = entry or workflow.initial.name
            begun = Track(track_id, name, workflow.version, dest, self.at)
            self._append(begun, What.OPENED, None, dest)
        elif self.rules.is_live(present):
            self._append(present, What.OPENED, present.state, present.state)
        else:
            self._append(present, What.OPENED, present.state, entry or workflow.initial.name)

    # ----------------------------------------------------------------- what falls

    def _settle(self) -> None:
        """Let fall what must, to a fixpoint."""
        for _ in range(MOST_FALLS):
            if not self._fall():
                return
        steps = tuple(f"{event.track}: {event.source} → {event.dest}" for event in self.events[-6:])
        raise RulesDoNotSettleError(self.case.id, steps)

    def _fall(self) -> bool:
        """Let the first rule fall whose guards all hold; return whether one did."""
        rules, view = self.rules, None
        for track in self.case.tracks:
            falls = rules.workflow_of(track).falls.get(track.state)
            if falls is None or track.ended:
                continue
            view = view or View(rules, self.case, self.at)
            here = Situation(view, track, self.by)
            for fall in falls:
                if _holds(fall, here):
                    self._let_fall(track, fall, here)
                    return True
        return False

    def _let_fall(self, track: Track, fall: Fall, here: Situation) -> None:
        """Record the fall with its cause, and what follows from it."""
        changes = tuple(change for consequence in fall.then for change in consequence.changes(here))
        reasons = tuple(reason for guard in fall.once for reason in (~guard).reasons(here))
        self._append(track, What.ENDED_BY_RULE, track.state, fall.dest, reasons=reasons, changes=changes)
        self._follow(track, fall, None)

    # ----------------------------------------------------------------- one event

    def _append(
        self,
        track: Track,
        what: What,
        source: str | None,
        dest: str,
        *,
        command: object = None,
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
            command,
            None if what is What.COMMAND else self.cause,
            reasons,
            changes,
        )
        self.events.append(event)
        self.case = fold(case, event)


def _holds(fall: Fall, here: Situation) -> bool:
    """Return whether every guard of *fall* holds."""
    for guard in fall.once:  # noqa: SIM110  a plain loop is what the speed of a decision rests on
        if not guard.holds(here):
            return False
    return True


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
