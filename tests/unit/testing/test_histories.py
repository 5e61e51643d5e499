"""Histories are valid by construction: none is drawn in vain, and together they take every step."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis.statistics import collector
from hypothesis.vendor.pretty import pretty
from tests.unit.workflows.village import RULES, VISIT, WALK, record

from community_policing.cases import replay
from community_policing.taxonomy import Risk
from community_policing.testing import histories, rulebook_around
from community_policing.verification import ADULTS
from community_policing.workflows import Fall, OpenCase, State, Workflow, command, guard, in_state

LOOK = settings(max_examples=100, deadline=None, database=None, derandomize=True, phases=[Phase.generate])


@command("ford.look")
class Look:
    """Look at the water."""

    depth: int


@command("ford.cross")
class Cross:
    """Cross it."""


@command("ford.turn-back")
class TurnBack:
    """Turn back."""


@guard("water-deep")
def water_is_low(s):
    """Somebody looked, and it was shallow."""
    told = s.last(Look)
    return told is not None and told.depth < 1


@guard("no-danger", otherwise="danger")
def danger_is_high(s):
    """The risk is high."""
    return s.risk is Risk.HIGH


@guard("never")
def never_holds(_):
    """Hold never."""
    return False


BY = {"by": ("intake-officer",)}
bank, over, back, swept = (
    State("bank", initial=True),
    State("over"),
    State("back", final=True),
    State("swept", final=True),
)
FORD = Workflow(
    "ford",
    (
        bank.stay(on=Look, **BY),
        bank.to(over, on=Cross, **BY, when=(water_is_low,)),
        bank.to(back, on=TurnBack, **BY),
        over.to(back, on=TurnBack, **BY),
        over.falls_to(swept, once=(danger_is_high,)),
    ),
)
FORD_RULES = rulebook_around(FORD)
BY_THE_FORD = {"rules": FORD_RULES, "casts": (ADULTS,)}

NOTES = [command(f"log.note-{number}")(type(f"Note{number}", (), {"__doc__": "Note."})) for number in range(13)]


@guard("log-short")
def log_is_full(s):
    """Everything was noted."""
    return all(s.last(note) is not None for note in NOTES)


LOG = Workflow(
    "log",
    (
        *(bank.stay(on=note, **BY) for note in NOTES),
        bank.to(over, on=command("log.close")(type("Close", (), {"__doc__": "Close."})), **BY, when=(log_is_full,)),
        bank.to(back, on=command("log.drop")(type("Drop", (), {"__doc__": "Drop."})), **BY),
        over.to(back, on=command("log.burn")(type("Burn", (), {"__doc__": "Burn."})), **BY),
    ),
)


def drawn(strategy, examples=LOOK):
    """Return what is drawn, with every health check of Hypothesis in force."""
    found = []

    @examples
    @given(strategy)
    def look(history):
        found.append(history)

    look()
    return found


def steps(history):
    """Return the steps of *history*, as the states before and after and what was done."""
    return {(one.state, None if one.command is None else type(one.command), one.dest) for one in history}


def every_step(workflow):
    """Return the steps that *workflow* defines."""
    return {
        (state.name, None if isinstance(step, Fall) else step.on, step.dest or state.name)
        for step in workflow.steps
        for state in workflow.expanded(step.sources)
    }


@pytest.mark.parametrize(("workflow", "rules"), [(WALK, RULES), (FORD, FORD_RULES)], ids=["walk", "ford"])
def test_a_hundred_examples_take_every_transition(workflow, rules):
    """Each walk is drawn once before any is drawn again, and together they leave nothing out."""
    found = drawn(histories(workflow, rules=rules, cover="transitions"))

    taken = set().union(*map(steps, found))
    assert every_step(workflow) <= taken
    assert len(found) <= 100


def test_nothing_is_drawn_in_vain():
    """Of a hundred examples not one is thrown away, and each is taken by the real rules step by step."""
    told = []

    @LOOK
    @given(histories(FORD, **BY_THE_FORD))
    def look(history):
        assert len(history) == len(list(history)) > 0
        assert history.steps[0].state == "bank"
        assert all(step.happens(FORD_RULES) for step in history)

    with collector.with_value(told.append):
        look()

    statuses = [each["status"] for each in told[0]["generate-phase"]["test-cases"]]
    assert "invalid" not in statuses
    assert statuses.count("valid") > 20


def test_what_happened_adds_up_to_the_case():
    """Where the steps are moves on one case, the events from the first on are replayed to it."""
    found = [one for one in drawn(histories(FORD, **BY_THE_FORD)) if one.story is not None]

    assert any(len(one) > 2 for one in found)
    for one in found:
        assert replay(one.events) == one.case == one.story.case
        assert one.case.track("ford").state == one.steps[-1].dest


def test_the_record_brings_the_world_to_where_a_rule_falls():
    """A risk that a guard reads is assessed by a command, so that even a fall is a story of events."""
    strategy = histories(FORD, **BY_THE_FORD, until=in_state(swept))

    found = drawn(strategy)

    assert all(one.case.track("ford").state == "swept" for one in found)
    assert all(one.steps[-1].command is None for one in found)
    assert any("record.note-risk" in str(one.story) for one in found)


def test_a_world_that_no_command_can_bring_about_is_told_step_by_step():
    """A weapon that nobody may report leaves only what each step brought about."""
    found = drawn(histories(WALK, rules=RULES, casts=(ADULTS,), until=in_state(barred_of(WALK))))

    assert {one.case.track("walk").state for one in found} == {"barred"}


def barred_of(workflow):
    """Return the state of *workflow* into which rules fall."""
    return next(step.target for step in workflow.steps if isinstance(step, Fall))


def test_every_history_ends_where_it_is_told_to():
    """It ends at the first step after which the case is there, and there is one for each way of coming there."""
    found = drawn(histories(FORD, **BY_THE_FORD, until=in_state(back)))

    assert {one.steps[-1].state for one in found} == {"bank", "over"}
    assert all([step.dest for step in one].count("back") == 1 for one in found)


def test_a_place_that_is_never_come_to_is_an_error():
    """It is told at once, and not as an example that cannot be drawn."""
    stuck = Workflow(
        "ford",
        (
            bank.to(over, on=Cross, **BY, when=(never_holds,)),
            bank.to(back, on=TurnBack, **BY),
            over.to(back, on=Look, **BY),
        ),
    )

    with pytest.raises(ValueError, match=r"no history of 'ford' was found that ends at "):
        histories(stuck, rules=rulebook_around(stuck), until=in_state(over))


def test_what_takes_too_much_telling_is_left_out():
    """Where more would have to be told than is told apart, the other steps have their histories all the same."""
    found = drawn(histories(LOG, rules=rulebook_around(LOG), cover="transitions", casts=(ADULTS,)))

    taken = set().union(*map(steps, found))
    assert len(every_step(LOG) - taken) == 2
    assert max(map(len, found)) == 12


def test_a_workflow_that_never_moves_has_no_history():
    """Where no step can be taken, there is nothing to draw."""
    stuck = Workflow("ford", (bank.to(back, on=Cross, **BY, when=(never_holds,)),))

    with pytest.raises(ValueError, match="no history of 'ford' was found$"):
        histories(stuck, rules=rulebook_around(stuck))


def test_a_track_for_each_party_has_histories():
    """Where the record has a command that begins it, they are stories of events."""
    found = drawn(histories(VISIT, rules=rulebook_around(VISIT), casts=(ADULTS,)))

    assert all(replay(one.events) == one.case for one in found)
    assert {one.steps[-1].track for one in found} == {"visit/p1"}


def test_the_record_has_histories_of_its_own():
    """A history of the record begins with the command that opens the case."""
    found = drawn(histories(record(), rules=rulebook_around(record()), casts=(ADULTS,), cover="transitions"))

    told = [one for one in found if one.story is not None]
    assert told
    assert all(isinstance(one.events[0].command, OpenCase) for one in told)


def test_a_history_prints_as_numbered_lines():
    """Each line has the states and the command; shown alone, a history is the way it takes."""
    shortest = min(drawn(histories(FORD, **BY_THE_FORD, until=in_state(back))), key=len)

    assert str(shortest) == "1. bank → back: ford.turn-back by officer-3"
    assert repr(shortest) == "<History bank → back>"
    assert pretty(shortest) == "<History bank → back>\n1. bank → back: ford.turn-back by officer-3"


def test_histories_shrink_to_short_ones():
    """Nothing can be left out of the history that is found."""
    crossed = find(
        histories(FORD, **BY_THE_FORD),
        lambda history: any(step.dest == "over" for step in history),
        settings=settings(LOOK, phases=[Phase.generate, Phase.shrink]),
    )

    assert [type(step.command) for step in crossed] == [Look, Cross]
