"""What can be done now, what must be filled in, and what stands in the way of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from community_policing.cases import Actor, Case, Reason, Track
from community_policing.workflows._authority import takes_a_side
from community_policing.workflows._command import CommandSpec
from community_policing.workflows._decide import not_authorised
from community_policing.workflows._index import Offer
from community_policing.workflows._machine import GuardedTransition
from community_policing.workflows._override import remaining
from community_policing.workflows._situation import Situation, View
from community_policing.workflows._verdicts import Option, Verdict

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook


def options(rules: Rulebook, case: Case, *, by: Actor, at: datetime) -> tuple[Option, ...]:
    """Return the options of every track that is not over, in the order of the tracks and of their workflows."""
    view, sided = View(rules, case, rules.moment(case, at)), takes_a_side(by, case)
    found: list[Option] = []
    for track in case.tracks:
        if not rules.is_over(track):
            found += _of_track(rules, Situation(view, track, by), sided=sided)
    return tuple(found)


def _of_track(rules: Rulebook, here: Situation, *, sided: bool) -> list[Option]:
    """Return the options of one track, for somebody who is *sided* or is not."""
    standing: list[Reason] = []
    for guard in rules.standing:
        guard.collect(here, standing)
    unmet = tuple(standing)
    return [_of_offer(offer, here, unmet, sided=sided) for offer in rules.index.offered(here.track).values()]


def _of_offer(offer: Offer, here: Situation, standing: tuple[Reason, ...], *, sided: bool) -> Option:
    """Return the option of one command; *standing* is what the standing guards miss."""
    allowed = offer.admitting(here.actor, here.case, sided=sided)
    if allowed:
        return _asked(offer.spec, allowed, here, standing if offer.standing else (), here.view.at)
    reason = not_authorised(offer, here.actor, here.case, sided=sided)
    return _option(here.track, offer.spec, Verdict.NOT_AUTHORISED, (reason,))


def _asked(
    spec: CommandSpec, allowed: Sequence[GuardedTransition], here: Situation, standing: tuple[Reason, ...], at: datetime
) -> Option:
    """Return the option of a command that the actor may give."""
    unmet: list[Reason] = list(standing)
    ready = None
    for transition in allowed:
        missing: list[Reason] = []
        transition.gather_when(here, missing)
        if missing and here.law.overridable_guards:
            missing = remaining(missing, here.case, here.law, at)
        unmet += missing
        if not missing and ready is None:
            ready = transition
    if ready is None or standing:
        reasons = unmet if ready is None else standing  # as in `decide`: of several ways only the open ones count
        return _option(here.track, spec, Verdict.UNMET, tuple(dict.fromkeys(reasons)))
    needs = bool(spec.fields or ready.rule.given)
    return _option(here.track, spec, Verdict.NEEDS_INPUT if needs else Verdict.PERMITTED)


def _option(track: Track, spec: CommandSpec, verdict: Verdict, reasons: tuple[Reason, ...] = ()) -> Option:
    """Return one option."""
    return Option(track.id, spec.cls, spec.name, verdict, spec.fields, reasons)
