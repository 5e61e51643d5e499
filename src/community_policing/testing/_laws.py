"""What holds of every decision, whatever the workflow: the library's laws, asked of one step or one whole life."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import attrs

from community_policing.cases import Case, Event, What, replay
from community_policing.serialization import Converter
from community_policing.testing._story import Move, Story
from community_policing.workflows import Accepted, Forbids, Leads, Option, Refused, Rulebook, Verdict, spec_of
from community_policing.workflows._watch import breaches, broken

Law = Callable[[Case | None, Accepted | Refused], object]
"""What must hold of a decision: given the case before (`None` where it begins) and the outcome, it asserts."""


def lived(story: Story, move: Move, *, converter: Converter, also: Iterable[Law] = ()) -> Story:
    """
    Return *story* with *move* at its end where it is accepted, once every law was found to hold.

    Raises:
        AssertionError: A law does not hold.
    """
    rules, before = story.rules, story.case
    outcome = move.answer(rules, before)
    if outcome is None:
        return story
    if before is not None:
        options_told_as_much(rules, before, move, outcome)
    if isinstance(outcome, Refused):
        a_refusal_says_why(outcome)
    else:
        time_goes_on(before, outcome)
        no_safeguard_breaks(story, outcome)
        events_survive(converter, outcome.events)
    the_answer_is_the_same_again(rules, before, move, outcome)
    for law in also:
        law(before, outcome)
    after = _after(story, move, outcome)
    events_add_up(after)
    return after


def ended(story: Story, *, converter: Converter) -> None:
    """Raise `AssertionError` unless the laws of a whole case hold at the end of *story*."""
    if story.case is not None:
        the_case_survives(converter, story.case)
        rights_are_given(story, story.case)


# --------------------------------------------------------------------------- the laws


def options_told_as_much(rules: Rulebook, before: Case, move: Move, outcome: Accepted | Refused) -> None:
    """The options before the move agree with the answer to it."""
    name = spec_of(move.command).name
    options = rules.options(before, by=move.by, at=move.at)
    option = next((one for one in options if (one.track, one.name) == (move.track, name)), None)
    if option is None:
        fits = isinstance(outcome, Refused) and outcome.verdict is Verdict.NOT_OFFERED
    else:
        fits = _fits(option, outcome)
    assert fits, f"the options say {option!r}, and the answer is {outcome!r}"


def a_refusal_says_why(outcome: Refused) -> None:
    """A refusal has a reason."""
    assert outcome.reasons, f"{outcome!r} gives no reason"


def the_answer_is_the_same_again(rules: Rulebook, before: Case | None, move: Move, outcome: Accepted | Refused) -> None:
    """The same question has the same answer: nothing was changed by asking."""
    again = move.answer(rules, before)
    assert again == outcome, f"the answer was {outcome!r}, and then {again!r}"


def time_goes_on(before: Case | None, outcome: Accepted) -> None:
    """The number of the last event grows by one an event, and time never runs back."""
    first = 1 if before is None else before.seq + 1
    numbers = [event.seq for event in outcome.events]
    assert numbers == list(range(first, first + len(numbers))), f"the events are numbered {numbers}, from {first} on"
    times = ([] if before is None or before.at is None else [before.at]) + [event.at for event in outcome.events]
    assert all(one <= next_ for one, next_ in pairwise(times)), f"time runs back: {times}"


def no_safeguard_breaks(story: Story, outcome: Accepted) -> None:
    """
    No safeguard is broken by what was done, or by what the case is then.

    A case that was taken over may be in any state, whatever was told; there only what is done can break one.
    """
    found = broken(story.rules, story.case, outcome)
    if was_taken_over(story.rules, (*story.events, *outcome.events)):
        found = tuple(one for one in found if isinstance(one.safeguard, Forbids | Leads))
    assert not found, "\n".join(map(str, found))


def events_survive(converter: Converter, events: tuple[Event, ...]) -> None:
    """Each event is the same when it was written and read again."""
    again = converter.load_events(converter.dump_events(events))
    assert again == events, f"written {events!r}, and read {again!r}"


def events_add_up(story: Story) -> None:
    """All events together are the case."""
    found = replay(story.events) if story.events else None
    assert found == story.case, f"the events add up to {found!r}, and the case is {story.case!r}"


def the_case_survives(converter: Converter, case: Case) -> None:
    """The case is the same when it was written and read again."""
    again = converter.load_case(converter.dump_case(case))
    assert again == case, f"written {case!r}, and read {again!r}"


def rights_are_given(story: Story, case: Case) -> None:
    """Nobody is denied a right, nothing forbidden can be done, and nothing is where it may never be."""
    last = story.moves[-1]
    found = () if was_taken_over(story.rules, story.events) else breaches(story.rules, case, by=last.by, at=last.at)
    assert not found, "\n".join(map(str, found))


def was_taken_over(rules: Rulebook, events: Iterable[Event]) -> bool:
    """Return whether *events* tell of a case that was taken over where no track begins."""
    adopted = (event for event in events if event.what is What.ADOPTED)
    states = (rules.workflow(event.workflow, event.version).state(event.dest) for event in adopted)
    return any(not (state.initial or state.entry) for state in states)


# --------------------------------------------------------------------------- private


def _fits(option: Option, outcome: Accepted | Refused) -> bool:
    """Return whether *outcome* is among those that *option* leaves open."""
    if isinstance(outcome, Accepted):
        return option.verdict in {Verdict.PERMITTED, Verdict.NEEDS_INPUT}
    if option.verdict is Verdict.NEEDS_INPUT:
        return outcome.verdict is Verdict.UNMET
    return option.verdict is outcome.verdict and set(option.reasons) <= set(outcome.reasons)


def _after(story: Story, move: Move, outcome: Accepted | Refused) -> Story:
    """Return *story* after *outcome*."""
    if isinstance(outcome, Refused):
        return story
    return attrs.evolve(story, moves=(*story.moves, move), case=outcome.case, events=(*story.events, *outcome.events))
