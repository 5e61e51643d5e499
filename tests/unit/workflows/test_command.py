"""A command is a frozen class with a stable name, typed fields and a key."""

import pickle
from datetime import UTC, date, datetime
from typing import Annotated

import attrs
import pytest
from tests.unit.workflows.village import (
    NOW,
    AddParty,
    Choose,
    FindFactor,
    GoOn,
    Plan,
    Say,
    SetOut,
    Stop,
    Weather,
    WeighRisk,
)

from community_policing.cases import Party
from community_policing.errors import InvalidCommandError, UnreadableCommandError
from community_policing.workflows import DecidedBy, Id, Kind, PartyId, Ref, command, spec_of

PLAN = Plan((Stop("p1", calm=True),), Weather.WET, date(2026, 3, 2), NOW, 2, ("ref:1",))


NOTED = Annotated[str, "no mark that says what it is"]


def test_a_field_may_carry_other_marks_too():
    """Whatever else stands in an annotation, the mark that says what the field holds is found."""

    @command("walk.greet")
    class Greet:
        who: Annotated[str, "whom", Id("party")]

    assert [(field.kind, field.of) for field in spec_of(Greet).fields] == [(Kind.ID, "party")]


def test_a_command_knows_its_name_workflow_key_and_decider():
    """What the library knows of a command stands on the class and on every instance."""
    spec = spec_of(Say)

    assert spec is spec_of(Say("p1", calm=True))
    assert (spec.name, spec.workflow, spec.key, spec.cls) == ("walk.say", "walk", ("party",), Say)
    assert (spec.decided_by, spec_of(SetOut).decided_by) == (DecidedBy.PARTY, DecidedBy.FORCE)
    assert spec.label_code == "command.walk.say"


def test_a_command_is_frozen():
    """Nobody changes an order on its way."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        GoOn().speed = 7
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Say("p1", calm=True).calm = False


def test_a_key_is_the_value_of_its_fields():
    """No key, one field, or several: the key is a tuple of their values."""

    @command("walk.see", key=("party", "place"))
    class See:
        party: PartyId
        place: Ref

    keys = [spec_of(one).key_of(one) for one in (GoOn(), Say("p1", calm=True), See("p1", "r"))]

    assert keys == [(), ("p1",), ("p1", "r")]


@pytest.mark.parametrize(
    "name", ["", "walk", "walk.", ".say", "Walk.say", "walk.set out", "walk.set_out"], ids=lambda name: name or "empty"
)
def test_a_name_that_is_no_workflow_and_command_is_refused(name):
    """A name is stored for ever, so a bad one is a definition error at once."""
    with pytest.raises(InvalidCommandError) as caught:
        command(name)(type("Bad", (), {}))

    assert [problem.code for problem in caught.value.problems] == ["command-name"]


def test_a_key_that_is_no_field_is_refused_with_every_problem():
    """Name and keys are judged together."""
    with pytest.raises(InvalidCommandError) as caught:
        command("bad", key=("party", "who"))(type("Bad", (), {"__annotations__": {"party": PartyId}, "party": "p"}))

    assert [problem.code for problem in caught.value.problems] == ["command-name", "command-key"]


@pytest.mark.parametrize(
    "kind", ["str", "float", "dict[str, str]", "tuple[str, ...]", "str | int", "NoSuchThing", NOTED]
)
def test_a_field_of_a_forbidden_type_is_refused_when_the_fields_are_asked_for(kind):
    """Free text, fractions, mappings and unknown types are no fields; text is held as a Ref."""
    made = command("walk.bad")(type("Bad", (), {"__annotations__": {"field": kind}}))

    with pytest.raises(InvalidCommandError) as caught:
        made(1)

    assert [problem.code for problem in caught.value.problems] == ["field-type"]


def test_what_is_no_command_is_a_type_error():
    """A value of some other class is told apart from a command at once."""
    with pytest.raises(TypeError, match=r"is not a command; make its class one with @command"):
        spec_of(Party("p1", "victim"))


def test_a_bad_value_never_becomes_a_command():
    """A field's value is checked when the command is made, by whoever makes it."""
    with pytest.raises(UnreadableCommandError, match=r"^walk\.say\.calm: is 'yes'; it takes true or false"):
        Say("p1", calm="yes")


def test_a_command_knows_which_fields_name_what():
    """Concepts, parties, people and workflows are found in fields and in their parts."""
    terms = {one: [field.name for field in spec_of(one).terms] for one in (FindFactor, AddParty, Plan)}
    parties = {one: [field.name for field in spec_of(one).party_fields] for one in (Say, Plan, AddParty, SetOut)}

    assert terms == {FindFactor: ["factor"], AddParty: ["person"], Plan: []}
    assert parties == {Say: ["party"], Plan: ["stops"], AddParty: [], SetOut: []}
    assert [field.name for field in spec_of(AddParty).people] == ["person"]
    assert [field.name for field in spec_of(Choose).workflow_fields] == ["routes"]
    assert [spec_of(one).checked for one in (FindFactor, Choose, Say, WeighRisk)] == [True, True, False, False]


def test_plain_data_becomes_a_command_and_back():
    """What a form sends is read into the typed command, and written as the same plain data."""
    data = {
        "stops": [{"who": "p1", "calm": True}],
        "weather": "wet",
        "day": "2026-03-02",
        "after": "2026-03-01T09:30:00+00:00",
        "times": 2,
        "notes": ["ref:1"],
    }

    made = spec_of(Plan).read(data)

    assert made == PLAN
    assert spec_of(Plan).write(made) == data


def test_unset_optional_fields_are_left_out_when_written():
    """Only what was said is written."""
    assert spec_of(Say).write(Say("p1", calm=False)) == {"party": "p1", "calm": False}
    assert spec_of(Say).read({"party": "p1", "calm": False, "said": None}) == Say("p1", calm=False)


def test_a_moment_is_read_into_utc():
    """The zone in which a moment was told is not kept."""
    data = {"stops": [], "weather": "dry", "day": "2026-03-02", "after": "2026-03-01T12:30:00+03:00"}

    made = spec_of(Plan).read(data)

    assert made.after == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert made.after.tzinfo is UTC


@pytest.mark.parametrize("value", [PLAN, GoOn(), spec_of(Say)], ids=repr)
def test_commands_and_their_specifications_travel(value):
    """A pickle brings an equal command, and the very specification of its class."""
    arrived = pickle.loads(pickle.dumps(value))  # noqa: S301  our own bytes

    assert arrived == value


def test_deciders_hash_by_identity():
    """Deciders serve as keys."""
    assert {DecidedBy.FORCE: 1}[DecidedBy("force")] == 1
