"""Small workflows that are valid whatever is drawn, over commands and guards that are always the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from community_policing.cases import Reason
from community_policing.taxonomy import Risk
from community_policing.workflows import (
    AnyGuard,
    Attempt,
    ByRisk,
    Channel,
    PartyId,
    Ref,
    Situation,
    State,
    Transition,
    Workflow,
    by_risk,
    command,
    days,
    every_live_state,
    guard,
    hours,
)

NAME = "sample"
"""The name of every workflow drawn: its commands carry it."""


class Shade(Enum):
    """One of a few."""

    LIGHT = "light"
    DARK = "dark"
    NONE = "none"


@command("sample.go")
class Go:
    """Go on; nothing is asked."""


@command("sample.claim")
class Claim:
    """Claim something, or deny it."""

    so: bool


@command("sample.choose")
class Choose:
    """Choose one of a few."""

    shade: Shade
    on: date | None = None


@command("sample.reach")
class Reach:
    """Reach somebody through a channel."""

    channel: Channel


@command("sample.hear", key="party", decided_by="party")
class Hear:
    """Hear a party."""

    party: PartyId
    calm: bool
    note: Ref | None = None


@command("sample.end")
class End:
    """End it."""


@guard("sample-denied", otherwise="sample-claimed")
def claimed(a: Attempt[Claim]) -> bool:
    """What was claimed is so."""
    return a.command.so


@guard("sample-not-light", otherwise="sample-light")
def light(a: Attempt[Choose]) -> bool:
    """The light shade was chosen."""
    return a.command.shade is Shade.LIGHT


@guard("sample-not-by-hotline", otherwise="sample-by-hotline")
def by_hotline(a: Attempt[Reach]) -> bool:
    """It was by the hotline."""
    return a.is_under("channels", a.command.channel, "hotline")


@guard("sample-not-calm", otherwise="sample-calm")
def calm(a: Attempt[Hear]) -> bool:
    """The party was calm."""
    return a.command.calm


@guard("sample-armed", otherwise="sample-not-armed")
def unarmed(s: Situation) -> bool:
    """No weapon is about."""
    return not s.has_factor("weapon")


@guard("sample-risk-high", otherwise="sample-risk-not-high")
def not_grave(s: Situation) -> bool:
    """The risk is not known to be imminent."""
    return s.risk is not Risk.IMMINENT


@guard("sample-not-heard", params=("party",), otherwise="sample-heard")
def everyone_heard(s: Situation) -> Iterator[Reason]:
    """Every party was heard and was calm."""
    for party in s.parties:
        told = s.last(Hear, party=party.id)
        if told is None or not told.calm:
            yield Reason("sample-not-heard", party=party.id)


Limit = timedelta | ByRisk | None

COMMANDS: tuple[type[Any], ...] = (Go, Claim, Choose, Reach, Hear, End)
_WHEN: tuple[tuple[AnyGuard, ...], ...] = ((), (), (unarmed,), (not_grave,), (everyone_heard,), (~everyone_heard,))
_GIVEN: dict[type[Any], AnyGuard] = {Claim: claimed, Choose: light, Reach: by_hotline, Hear: calm}
_ROLES = (("intake-officer",), ("supervisor",), ("intake-officer", "supervisor"), ("intake-officer", "party-roles"))
_LIMITS: tuple[Limit, ...] = (None, hours(1), days(2), by_risk(imminent=hours(1), otherwise=days(3)))


def workflows(*, max_states: int = 5) -> st.SearchStrategy[Workflow]:
    """
    Return small workflows that are valid: a step or two a state, guards over fields, facts and factors, time limits.

    They are named ``sample``; equal draws are equal values, and they pickle. `rulebook_around` makes a rulebook of one.

    Args:
        max_states: How many states one has, at most; the least is two.

    .. versionadded:: 26.1
    """
    return st.composite(_workflow)(max_states)


# --------------------------------------------------------------------------- private


def _workflow(draw: st.DrawFn, most: int) -> Workflow:
    """Return a workflow; each state has a step to a later one or to the last, so that all can end."""
    last = State("s-last", final=True)
    number = draw(st.integers(1, most - 1))
    states = [_state(draw, index, last) for index in range(number)]
    steps: list[Transition] = []
    free = {state.name: list(COMMANDS) for state in states}
    onward = set()
    for index in range(1, number):
        source = draw(st.sampled_from([one for one in states[:index] if not one.final]))
        onward.add(source.name)
        steps += _steps(draw, source, states[index], free)
    for state in states:
        if not state.final:
            anywhere = st.sampled_from((*states, None))
            steps += _steps(draw, state, draw(anywhere) if state.name in onward else last, free)
    falls = (every_live_state().falls_to(last, once=(~unarmed,)),) if draw(st.booleans()) else ()
    return Workflow(NAME, (*steps, *falls))


def _state(draw: st.DrawFn, index: int, last: State) -> State:
    """Return a state: the first is initial, the others may also rest or be final."""
    name, kind = f"s-{index}", draw(st.sampled_from(("live", "live", "resting", "final"))) if index else "live"
    if kind == "final":
        return State(name, final=True)
    if kind == "resting":
        return State(name, resting=True)
    within: Limit = draw(st.sampled_from(_LIMITS))
    lapses_to = last if within is not None and draw(st.booleans()) else None
    at_least = draw(st.none() | st.just(hours(1)))
    return State(name, initial=not index, within=within, at_least=at_least, lapses_to=lapses_to)


def _steps(
    draw: st.DrawFn, source: State, target: State | None, free: dict[str, list[type[Any]]]
) -> Iterator[Transition]:
    """Yield the step from *source* to *target*, where it stays, and perhaps another way the same command can go."""
    on = draw(st.sampled_from(free[source.name]))
    free[source.name].remove(on)
    by, when = draw(st.sampled_from(_ROLES)), draw(st.sampled_from(_WHEN))
    own = _GIVEN.get(on)
    given: tuple[AnyGuard, ...] = (own,) if own is not None and draw(st.booleans()) else ()
    yield _step(source, target, on, by=by, when=when, given=given)
    if given and draw(st.sampled_from((False, True))):
        yield _step(source, None, on, by=by, when=(), given=tuple(~each for each in given))


def _step(
    source: State,
    target: State | None,
    on: type[Any],
    *,
    by: tuple[str, ...],
    when: tuple[AnyGuard, ...],
    given: tuple[AnyGuard, ...],
) -> Transition:
    """Return the transition; towards an end it settles, and so waits as long as its source must last."""
    if target is None:
        return source.stay(on=on, by=by, when=when, given=given)
    return source.to(target, on=on, by=by, when=when, given=given, settles=target.final)
