"""What every state allows, as a table."""

import json

import pytest
from tests.unit.verification.gate import (
    AROUND,
    BAR,
    BY,
    GO,
    NOTE,
    RULES,
    TURN_AWAY,
    but,
    gate,
    gone,
    nobody_is_armed,
    waiting,
)
from tests.unit.verification.gate import GATE as OPEN_GATE
from tests.unit.workflows.village import WALK, rulebook

from community_policing.errors import UnboundedFieldError
from community_policing.verification import ADULTS, CHILD
from community_policing.verification._matrix import ALLOWED, matrix
from community_policing.workflows import Situation, guard

TABLE = """\
| gate           | shut   | waiting   | gone | inside    | passed | barred |
|----------------|--------|-----------|------|-----------|--------|--------|
| gate.knock     | always |           |      |           |        |        |
| gate.let-in    |        | sometimes |      |           |        |        |
| gate.note      |        |           |      | always    |        |        |
| gate.go        |        |           |      | sometimes |        |        |
| gate.turn-away |        | always    |      |           |        |        |
| case.lapse     |        | sometimes |      |           |        |        |

gate.let-in at waiting: knock_was_calm, is_unarmed
gate.go at inside: has_lasted
case.lapse at waiting: deadline_has_passed"""


@guard("child-about")
def no_child_is_about(s: Situation) -> bool:
    """No party is a child."""
    return all(party.age_band != "child" for party in s.parties)


@guard("broken")
def breaks_off(s: Situation) -> bool:
    """A guard with a slip in it."""
    return s.no_such_thing


def cell(workflow, state, command, **around):
    """Return one cell of the matrix of *workflow*."""
    return matrix(workflow, **{**AROUND, **around}).cell(state, command)


def test_a_matrix_is_a_table_that_stays_the_same():
    """States across, commands down, and below it the guards that decide."""
    assert str(matrix(OPEN_GATE, **AROUND)) == TABLE


def test_a_guard_that_a_rule_of_falling_forestalls_decides_nothing():
    """Without the rule the same guard stands in the way."""
    assert "nobody_is_armed" in cell(gate(without=[BAR], safeguards=()), "waiting", "gate.let-in").guards
    assert "nobody_is_armed" not in cell(OPEN_GATE, "waiting", "gate.let-in").guards


def test_what_two_guards_forbid_together_is_never_allowed():
    """A command that is offered and can never be accepted says what stands in its way."""
    shut_for_ever = gate(instead=[but(GO, when=(~nobody_is_armed,))])

    found = cell(shut_for_ever, "inside", "gate.go")

    assert (found.allowed, found.dests) == ("never", ())
    assert "not nobody_is_armed" in found.guards


def test_a_guard_that_raises_stands_in_the_way():
    """A slip in a guard is told of by verify; here the command is not allowed."""
    found = cell(gate(instead=[but(NOTE, given=(breaks_off,))]), "inside", "gate.note")

    assert (found.allowed, found.guards) == ("never", ("breaks_off",))


def test_a_cell_tells_where_a_command_leads():
    """Staying is told as the state itself."""
    assert cell(OPEN_GATE, "inside", "gate.note").dests == ("inside",)
    assert cell(OPEN_GATE, "waiting", "gate.turn-away").dests == ("gone",)
    assert cell(OPEN_GATE, "gone", "gate.knock").allowed == "not-offered"


def test_what_one_role_may_always_and_another_sometimes_is_sometimes():
    """Each role is looked at alone, and a guard in the way of one of them is told."""
    split = gate(
        without=[TURN_AWAY],
        more=[
            waiting.to(gone, on=TURN_AWAY.on, by=BY, when=(no_child_is_about,)),
            waiting.to(gone, on=TURN_AWAY.on, by=("supervisor",)),
        ],
        safeguards=(),
    )

    found = cell(split, "waiting", "gate.turn-away", rules=RULES, casts=(CHILD,))

    assert (found.allowed, found.guards) == ("sometimes", ("no_child_is_about",))


def test_casts_are_put_together():
    """What stands in the way with a child on the case stands in the way sometimes."""
    careful = gate(instead=[but(TURN_AWAY, when=(no_child_is_about,))], safeguards=())

    alone = cell(careful, "waiting", "gate.turn-away")
    both = cell(careful, "waiting", "gate.turn-away", casts=(ADULTS, CHILD))

    assert (alone.allowed, both.allowed) == ("always", "sometimes")


def test_a_party_who_speaks_for_another_is_no_reason():
    """Whoever speaks for a party speaks for that party only; so what is always allowed stays so."""
    found = matrix(WALK, rules=rulebook(WALK), casts=AROUND["casts"])

    assert found.cell("walking", "walk.say").allowed == "always"
    assert found.cell("walking", "walk.finish").guards == ("every_party_was_heard", "has_lasted")


def test_a_matrix_is_plain_data():
    """What is not offered is left out."""
    found = matrix(OPEN_GATE, **AROUND)

    data = json.loads(json.dumps(found.to_dict()))

    assert data["commands"][-1] == "case.lapse"
    assert {one["allowed"] for one in data["cells"]} < {*ALLOWED}
    assert len(data["cells"]) == 6
    assert len(list(found)) == len(data["commands"]) * len(data["states"])


def test_a_number_without_bounds_cannot_be_looked_at():
    """A guard that reads a whole number needs to know how far it goes."""
    asks = guard("no-number")(_asks_a_number)
    counted = WALK.guarded(WALK.steps[2].on, given=(asks,), version=1)

    with pytest.raises(UnboundedFieldError, match=r"walk\.plan\.times"):
        matrix(counted, rules=rulebook(WALK), casts=AROUND["casts"])
    bounded = matrix(counted, rules=rulebook(WALK), casts=AROUND["casts"], bounds={"walk.plan.times": (1, 2)})
    assert bounded.cell("walking", "walk.plan").guards == ("_asks_a_number",)


def _asks_a_number(attempt):
    """The walk is planned more than once."""
    return attempt.command.times > 1
