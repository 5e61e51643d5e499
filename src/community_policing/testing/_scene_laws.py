"""The library's laws, asked of every command tried in every state of one workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

import attrs

from community_policing.cases import Reason, fold
from community_policing.serialization import make_converter
from community_policing.testing._cast import STRANGER
from community_policing.testing._contract_report import require
from community_policing.testing._laws import (
    a_refusal_says_why,
    events_survive,
    options_told_as_much,
    the_answer_is_the_same_again,
    the_case_survives,
    time_goes_on,
)
from community_policing.testing._looked import Decision, Look
from community_policing.workflows import (
    Accepted,
    AnyGuard,
    Attempt,
    Fall,
    Guard,
    Not,
    Refused,
    Rulebook,
    Transition,
    Verdict,
    Workflow,
    spec_of,
)
from community_policing.workflows._authority import takes_a_side
from community_policing.workflows._override import remaining
from community_policing.workflows._situation import View


def refusals_change_nothing(look: Look) -> None:
    """A refusal says why, changes nothing, and is the same when asked again."""
    for one in look.decisions:
        if isinstance(one.outcome, Refused):
            a_refusal_says_why(one.outcome)
        the_answer_is_the_same_again(look.rules, one.case, one.move, one.outcome)


def refusals_name_everything(look: Look) -> None:
    """A refusal names every unmet condition of every way that is open to whoever asks."""
    for one in look.decisions:
        if isinstance(one.outcome, Refused) and one.outcome.verdict is Verdict.UNMET:
            missing = _missing(look, one) - set(one.outcome.reasons)
            require(not missing, f"{one} is refused without naming {sorted(map(repr, missing))}")


def options_agree_with_decide(look: Look) -> None:
    """What the options say is what the answer is."""
    for one in look.decisions:
        options_told_as_much(look.rules, one.case, one.move, one.outcome)


def strangers_are_refused(look: Look) -> None:
    """Whoever holds no role is refused everything, and learns nothing but that."""
    verdicts = {Verdict.NOT_AUTHORISED, Verdict.NOT_OFFERED}
    for one in look.decisions:
        if one.move.by is STRANGER:
            told = isinstance(one.outcome, Refused) and one.outcome.verdict in verdicts
            require(told, f"{one} is answered {one.outcome!r}")


def time_runs_on(look: Look) -> None:
    """The number of the last event grows by one an event, and time never runs back."""
    for one, accepted in _accepted(look):
        time_goes_on(one.case, accepted)


def events_make_the_case(look: Look) -> None:
    """What happened, folded into the case before, is the case after."""
    for one, accepted in _accepted(look):
        found = reduce(fold, accepted.events, one.case)
        require(found == accepted.case, f"{one}: the events make {found!r}, and the case is {accepted.case!r}")


def what_is_written_comes_back(look: Look) -> None:
    """Events and the case are the same when they were written and read again."""
    converter = make_converter(look.rules)
    for _, accepted in _accepted(look):
        events_survive(converter, accepted.events)
        the_case_survives(converter, accepted.case)


def final_states_refuse_everything(look: Look) -> None:
    """Nothing is accepted where the track is over."""
    final = {state.name for state in look.workflow.states if state.final}
    for one, _ in _accepted(look):
        state = one.case.track(str(one.move.track)).state
        require(state not in final, f"{one} is accepted in the final state {state!r}")


def a_guard_that_raises_propagates(look: Look) -> None:
    """An error in a guard comes out as it is: it is neither a yes nor a no."""
    rules, guards = look.rules.with_workflow(_broken(look.workflow)), set(look.workflow.guards)
    for one, _ in _accepted(look):
        if all(guards & {*way.when, *way.given} for way in _ways(look, one)):
            require(_raises(rules, one), f"{one} is answered although every guard raises")


LAWS: dict[str, Callable[[Look], None]] = {
    "a_refusal_changes_nothing": refusals_change_nothing,
    "a_refusal_names_everything": refusals_name_everything,
    "options_agree_with_decide": options_agree_with_decide,
    "a_stranger_is_refused": strangers_are_refused,
    "time_runs_on": time_runs_on,
    "events_make_the_case": events_make_the_case,
    "what_is_written_comes_back": what_is_written_comes_back,
    "a_final_state_refuses_everything": final_states_refuse_everything,
    "a_guard_that_raises_propagates": a_guard_that_raises_propagates,
}
"""Each law under the name of its test."""


# --------------------------------------------------------------------------- private


class _DeliberateError(Exception):
    """What a guard raises that was broken on purpose."""


def _accepted(look: Look) -> Iterator[tuple[Decision, Accepted]]:
    """Yield what was accepted."""
    return ((one, one.outcome) for one in look.decisions if isinstance(one.outcome, Accepted))


def _ways(look: Look, one: Decision) -> list[Transition]:
    """Return the transitions that whoever asks may take."""
    offer = look.rules.index.offered(one.case.track(str(one.move.track)))[spec_of(one.move.command).name]
    sided = takes_a_side(one.move.by, one.case)
    return [way.rule for way in offer.admitting(one.move.by, one.case, sided=sided)]


def _missing(look: Look, one: Decision) -> set[Reason]:
    """Return what the guards say one by one, of the ways that are open whatever the fields; of all where none is."""
    case, move = one.case, one.move
    attempt = Attempt(View(look.rules, case, move.at), case.track(str(move.track)), move.by, move.command)
    ways = _ways(look, one)
    open_ = [way for way in ways if not _reasons(way.when, attempt)] or ways
    told = [_reasons(way.when + way.given, attempt) for way in open_]
    missing = tuple(set().union(*told)) if all(told) else ()
    return set(remaining(missing, case, attempt.law, attempt.view.at))


def _reasons(guards: tuple[AnyGuard, ...], attempt: Attempt[object]) -> set[Reason]:
    """Return what *guards* say is missing."""
    return {reason for guard in guards for reason in guard.reasons(attempt)}


def _raises(rules: Rulebook, one: Decision) -> bool:
    """Return whether asking *rules* raises what the broken guards raise."""
    try:
        one.move.answer(rules, one.case)
    except _DeliberateError:
        return True
    return False


def _broken(workflow: Workflow) -> Workflow:
    """Return *workflow* in which every guard raises."""
    broken = {
        one: _breaking(one) for guard in workflow.guards for one in [guard.inner if isinstance(guard, Not) else guard]
    }

    def swapped(guards: tuple[AnyGuard, ...]) -> tuple[AnyGuard, ...]:
        return tuple(~broken[one.inner] if isinstance(one, Not) else broken[one] for one in guards)

    steps = (
        attrs.evolve(step, once=swapped(step.once))
        if isinstance(step, Fall)
        else attrs.evolve(step, when=swapped(step.when), given=swapped(step.given))
        for step in workflow.steps
    )
    return attrs.evolve(workflow, transitions=tuple(steps), safeguards=())


def _breaking(guard: Guard) -> Guard:
    """Return *guard* with an error in it."""

    def claim(_: object) -> bool:
        raise _DeliberateError

    claim.__name__ = guard.name
    return attrs.evolve(guard, claim=claim)
