"""One decision: ask, step, fold, and let fall what must. Nothing here remembers anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from community_policing.cases import Actor, Case, Reason, Track
from community_policing.errors import AmbiguousTrackError, CommandNotFoundError
from community_policing.workflows._aftermath import accept
from community_policing.workflows._authority import takes_a_side
from community_policing.workflows._codes import check_command
from community_policing.workflows._command import CommandSpec, spec_of
from community_policing.workflows._index import Offer
from community_policing.workflows._lapse import Lapse
from community_policing.workflows._machine import Cursor, GuardedTransition
from community_policing.workflows._opening import check_people
from community_policing.workflows._override import remaining, set_aside
from community_policing.workflows._situation import Attempt, Situation, View
from community_policing.workflows._verdicts import Accepted, Refused, Verdict

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def decide(
    rules: Rulebook, case: Case, command: object, *, by: Actor, at: datetime, track: str | None = None
) -> Accepted | Refused:
    """
    Return what the rules answer; nothing is changed and a refusal is a value.

    Args:
        case: The case as it is now.
        command: What is to be done.
        by: Who does it, with the roles held in the service.
        at: When; aware, in any zone.
        track: The id of the track, where a command would fit several.

    Returns:
        `Accepted` with the events to store and the case after them, or `Refused` with every unmet condition.

    Raises:
        AmbiguousTrackError: The command fits several live tracks.
        CommandNotFoundError: No workflow in force takes it.
        ConceptNotFoundError: A field names a concept that its scheme does not have.
        DeprecatedConceptError: A field names a deprecated concept that the case does not name yet.
        UnreadableTimeError: *at* has no zone, or lies before the last event by more than the skew.
    """
    spec = getattr(command, "__command__", None) or spec_of(command)
    moment = rules.moment(case, at)
    rules.known_roles(by.roles)
    if spec.checked:
        check_command(rules, spec, command, case)
        check_people(rules, case, spec, command)
    tracks = [one for one in case.tracks if one.workflow == spec.workflow]
    found = tracks[0] if len(tracks) == 1 and track is None else find_track(rules, case, spec, command, track)
    if isinstance(found, Refused):
        return found
    offer = None if found.ended else rules.index.offered(found).get(spec.name)
    if offer is None:
        return _refused(Verdict.NOT_OFFERED, spec, found, (not_offered(spec, found),))
    sided = takes_a_side(by, case)
    allowed = offer.admitting(by, case, sided=sided)
    if not allowed:
        return _refused(Verdict.NOT_AUTHORISED, spec, found, (not_authorised(offer, by, case, sided=sided),))
    attempt: Attempt[Any] = Attempt(View(rules, case, moment), found, by, command)
    unmet: list[Reason] = []
    for collect in offer.standing:
        collect(attempt, unmet)
    if spec.party_fields:
        unmet += missing_parties(spec, attempt)
    cursor, barred = Cursor(found.state), tuple(unmet)
    if len(allowed) > 1:
        allowed = _open_candidates(allowed, attempt)
    taken = offer.event.step(cursor, attempt, allowed, unmet)
    if taken is None and not barred:
        taken = set_aside(offer.admitting(by, case, sided=sided), attempt, moment, cursor)
    if taken is None or barred:
        # What closes another way is of no use where one is open, nor is what was set aside.
        reasons = remaining(unmet, case, attempt.law, moment) if taken is None else barred
        return _refused(Verdict.UNMET, spec, found, tuple(dict.fromkeys(reasons)))
    return accept(attempt.view, attempt, taken.rule, cursor.state)


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


def not_authorised(offer: Offer, by: Actor, case: Case, *, sided: bool) -> Reason:
    """Return the reason that none of the roles asked for is there, or that *by*, who is *sided*, acts for a party."""
    if sided and any(authority.admits(by, case) for _, authority in offer.choices):
        return Reason("acts-for-a-party", actor=by.id)
    return offer.unauthorised


def missing_parties(spec: CommandSpec, attempt: Attempt[Any]) -> Iterator[Reason]:
    """Yield a reason for each party that the command names and the case does not have."""
    known = {party.id for party in attempt.case.parties}
    for field in spec.party_fields:
        for party in field.ids(getattr(attempt.command, field.name), "party"):
            if party not in known:
                yield Reason("no-such-party", party=party)
    spoken, told = attempt.speaks_as_party(), getattr(attempt.command, "party", None)
    if spoken is not None and isinstance(told, str) and spoken != told:
        yield Reason("speaks-for-another", party=told)


def _open_candidates(allowed: Sequence[GuardedTransition], here: Situation) -> Sequence[GuardedTransition]:
    """Return those of several candidates that are open whatever the fields; all when none is."""
    return [one for one in allowed if one.is_open(here)] or allowed


def _of_party(tracks: list[Track], command: object) -> list[Track]:
    """Return the track that runs for the party the command names."""
    party = getattr(command, "party", None)
    return [one for one in tracks if party is not None and one.id == f"{one.workflow}/{party}"]


def _refused(verdict: Verdict, spec: CommandSpec, track: Track, reasons: tuple[Reason, ...]) -> Refused:
    """Return the refusal of a command on *track*."""
    return Refused(verdict, spec.name, reasons, track.id, track.state)
