"""Taking over a case that began elsewhere: its states and what can be vouched for, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from community_policing.cases import Actor, Case, Event, Party, Track, What, fold
from community_policing.errors import UnreadableCaseError
from community_policing.workflows import _decide
from community_policing.workflows._aftermath import settled
from community_policing.workflows._codes import check_command
from community_policing.workflows._command import CommandSpec, spec_of
from community_policing.workflows._opening import AdoptCase, check_people
from community_policing.workflows._situation import View
from community_policing.workflows._verdicts import Accepted, Refused

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def adopt(
    rules: Rulebook,
    blank: Case,
    *,
    tracks: Mapping[str, str],
    facts: tuple[object, ...],
    categories: tuple[str, ...],
    parties: tuple[Party, ...],
    by: Actor,
    at: datetime,
) -> Accepted | Refused:
    """Return the acceptance of the adopted case: the command, a track each, a fact each, and what falls by rule."""
    outcome = as_told(rules, blank, tracks=tracks, facts=facts, categories=categories, parties=parties, by=by, at=at)
    if isinstance(outcome, Refused):
        return outcome
    case = outcome.case
    return settled(View(rules, case, case.track("record").since), by, outcome)


def as_told(
    rules: Rulebook,
    blank: Case,
    *,
    tracks: Mapping[str, str],
    facts: tuple[object, ...],
    categories: tuple[str, ...],
    parties: tuple[Party, ...],
    by: Actor,
    at: datetime,
) -> Accepted | Refused:
    """Return the acceptance of the adopted case as it is told, before any rule was asked what must end."""
    _check(rules, blank, tracks, facts)
    command = AdoptCase(categories, parties)
    outcome = _decide.decide(rules, blank, command, by=by, at=at, track="record")
    if isinstance(outcome, Refused):
        return outcome
    events = list(outcome.events)
    case = outcome.case
    for index, fact in enumerate(facts):
        check_people(rules, case, spec_of(fact), fact)
        _check_told(spec_of(fact), fact, case, f"facts[{index}]")
    for made in _events(rules, case, tracks, facts, by):
        event = made.after(case)
        case = fold(case, event)
        events.append(event)
    return Accepted(case, tuple(events), outcome.effects)


class _Adopted:
    """One adopted state or fact, still without its place in the history."""

    __slots__ = ("by", "command", "profile", "track")

    def __init__(self, track: Track, command: object, by: Actor, profile: str) -> None:
        """Hold what was adopted."""
        self.track, self.command, self.by, self.profile = track, command, by, profile

    def after(self, case: Case) -> Event:
        """Return the event that comes next on *case*."""
        track = self.track
        present = any(one.id == track.id for one in case.tracks)
        source = track.state if present and self.command is not None else None
        where = (case.id, case.seq + 1, track.id, What.ADOPTED, track.workflow, track.version, source, track.state)
        return Event(*where, self.by, track.since, self.profile, self.command, 1)


def _events(
    rules: Rulebook, case: Case, tracks: Mapping[str, str], facts: tuple[object, ...], by: Actor
) -> list[_Adopted]:
    """Return what was adopted, tracks before facts."""
    moment = case.track("record").since
    made = {}
    for name, state in {"record": case.track("record").state, **tracks}.items():
        workflow = rules.workflow(name)
        made[name] = Track(name, name, workflow.version, workflow.state(state).name, moment)
    profile = rules.profile.id
    begun = [_Adopted(track, None, by, profile) for name, track in made.items() if name in tracks]
    return begun + [_Adopted(made[spec_of(fact).workflow], fact, by, profile) for fact in facts]


def _check(rules: Rulebook, blank: Case, tracks: Mapping[str, str], facts: tuple[object, ...]) -> None:
    """Raise for the first track, state or fact that cannot be adopted."""
    for name, state in tracks.items():
        workflow = rules.workflow(name)
        if name == "record" and workflow.state(state).initial:
            hint = "leave it out, or name the state in which the case stands"
            raise UnreadableCaseError("tracks.record", f"{state!r} is where no case was taken over yet", hint)
        workflow.state(state)
    for index, fact in enumerate(facts):
        spec = spec_of(fact)
        check_command(rules, spec, fact, blank)
        if spec.workflow not in {"record", *tracks}:
            hint = f"name the state of {spec.workflow!r} in tracks"
            raise UnreadableCaseError(f"facts[{index}]", f"{spec.name} belongs to a track that was not told", hint)


def _check_told(spec: CommandSpec, fact: object, case: Case, path: str) -> None:
    """Raise for the first party that *fact* names and the case does not have."""
    known = {party.id for party in case.parties}
    for field in spec.party_fields:
        for party in field.ids(getattr(fact, field.name), "party"):
            if party not in known:
                hint = f"parties: {', '.join(sorted(known)) or 'none'}"
                raise UnreadableCaseError(f"{path}.{field.name}", f"{party!r} is no party of the case", hint)
