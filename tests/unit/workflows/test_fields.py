"""Every kind of field takes what it may, refuses everything else, and says where."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.unit.workflows.village import (
    NOW,
    AddParty,
    Choose,
    FindFactor,
    Plan,
    Say,
    SetOut,
    Stop,
    Weather,
    WeighRisk,
)

from community_policing.cases import Party
from community_policing.errors import UnreadableCommandError
from community_policing.workflows import Kind, spec_of
from community_policing.workflows._fields import aware, field_specs

PLAIN = {"stops": [], "weather": "dry", "day": "2026-03-02"}
TYPED = {"stops": (), "weather": Weather.DRY, "day": date(2026, 3, 2)}


def field(command, name):
    return next(one for one in spec_of(command).fields if one.name == name)


@pytest.mark.parametrize(
    ("command", "name", "expected"),
    [
        (Say, "party", (Kind.ID, True, False, "party")),
        (Say, "calm", (Kind.BOOL, True, False, None)),
        (Say, "said", (Kind.ID, False, False, "ref")),
        (Plan, "stops", (Kind.PART, True, True, None)),
        (Plan, "weather", (Kind.ENUM, True, False, None)),
        (Plan, "day", (Kind.DATE, True, False, None)),
        (Plan, "after", (Kind.MOMENT, False, False, None)),
        (Plan, "times", (Kind.INT, False, False, None)),
        (Plan, "notes", (Kind.ID, False, True, "ref")),
        (FindFactor, "factor", (Kind.TERM, True, False, None)),
        (Choose, "routes", (Kind.ID, True, True, "workflow")),
    ],
)
def test_a_field_says_what_it_takes(command, name, expected):
    """Kind, whether it is required, whether it is a list and what it names are read from the annotation."""
    spec = field(command, name)

    assert (spec.kind, spec.required, spec.many, spec.of) == expected


def test_a_field_tells_scheme_members_parts_and_label():
    """A form finds the scheme of a concept, the members of an enum, the fields of a part, and the label."""
    assert field(FindFactor, "factor").scheme == "aggravating-factors"
    assert field(WeighRisk, "risk").members() == ("low", "medium", "high", "imminent")
    assert field(Say, "calm").members() == ()
    assert field(Plan, "stops").members() == ()
    assert [part.name for part in field(Plan, "stops").parts] == ["who", "calm"]
    assert field(Plan, "after").label_code == "field.after"


@pytest.mark.parametrize(
    ("command", "data", "fault"),
    [
        (Say, {"party": "p1"}, r"^walk\.say\.calm: is missing; it takes true or false"),
        (Say, {"party": None, "calm": True}, r"^walk\.say\.party: is None; it takes the id of a party"),
        (Say, {"party": "p1", "calm": "no"}, r"^walk\.say\.calm: is 'no'; it takes true or false"),
        (Say, {"party": "p1", "calm": 1}, r"^walk\.say\.calm: is 1"),
        (Say, {"party": "a b", "calm": True}, r"^walk\.say\.party: is 'a b'; it takes the id of a party"),
        (
            Say,
            {"party": "p1", "calm": True, "said": "he said"},
            r"^walk\.say\.said: is 'he said'; it takes a reference without",
        ),
        (Say, {"party": "p1", "calm": True, "sayd": "x"}, r"^walk\.say\.sayd: is not a field; did you mean 'said'"),
        (Say, {"party": "p1", "calm": True, 7: "x"}, r"^walk\.say\.7: is not a field; fields: party, calm, said"),
        (Say, [], r"^walk\.say: is \[\], not an object"),
        (
            Plan,
            {**PLAIN, "stops": {}},
            r"^walk\.plan\.stops: is \{\}, not a list; it takes a list, each an object with",
        ),
        (Plan, {**PLAIN, "stops": [{"who": "p1"}]}, r"^walk\.plan\.stops\[0\]\.calm: is missing"),
        (Plan, {**PLAIN, "stops": [{"who": "p1", "calm": True, "x": 1}]}, r"^walk\.plan\.stops\[0\]\.x: is not a"),
        (Plan, {**PLAIN, "stops": ["p1"]}, r"^walk\.plan\.stops\[0\]: is 'p1', not an object"),
        (Plan, {**PLAIN, "weather": "wett"}, r"^walk\.plan\.weather: is 'wett'; did you mean 'wet'"),
        (Plan, {**PLAIN, "weather": 7}, r"^walk\.plan\.weather: is 7; it takes one of dry, wet"),
        (Plan, {**PLAIN, "day": "2026-02-30"}, r"^walk\.plan\.day: is '2026-02-30'; it takes a date"),
        (Plan, {**PLAIN, "day": 20260302}, r"^walk\.plan\.day: is 20260302; it takes a date"),
        (Plan, {**PLAIN, "after": "2026-03-01T09:30:00"}, r"^walk\.plan\.after: has no time zone; such as"),
        (Plan, {**PLAIN, "after": "yesterday"}, r"^walk\.plan\.after: is 'yesterday'; it takes a moment"),
        (Plan, {**PLAIN, "after": "0001-01-01T00:00:00+03:00"}, r"^walk\.plan\.after: is '0001.*; a year from 1 to"),
        (Plan, {**PLAIN, "after": 7}, r"^walk\.plan\.after: is 7; it takes a moment"),
        (Plan, {**PLAIN, "times": True}, r"^walk\.plan\.times: is True; it takes a whole number"),
        (Plan, {**PLAIN, "times": 1.0}, r"^walk\.plan\.times: is 1\.0; it takes a whole number"),
        (Plan, {**PLAIN, "notes": ["a", 7]}, r"^walk\.plan\.notes\[1\]: is 7; it takes a list, each a reference"),
        (FindFactor, {"factor": 7}, r"^record\.find-factor\.factor: is 7; it takes a concept of aggravating-factors"),
        (AddParty, {"person": {"id": "p1"}}, r"^record\.add-party\.person\.role: is missing"),
    ],
)
def test_plain_data_is_refused_at_the_fault(command, data, fault):
    """Nothing is coerced: the path leads to the first fault and the hint says what would do."""
    with pytest.raises(UnreadableCommandError, match=fault):
        spec_of(command).read(data)


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: Say(None, calm=True), r"^walk\.say\.party: is missing"),
        (lambda: Plan(**TYPED | {"stops": [Stop("p1", calm=True)]}), r"^walk\.plan\.stops: is \[.*, not a tuple"),
        (lambda: Plan(**TYPED | {"stops": (Stop("p1", calm=1),)}), r"^walk\.plan\.stops\[0\]\.calm: is 1"),
        (lambda: Plan(**TYPED | {"stops": ("p1",)}), r"^walk\.plan\.stops\[0\]: is 'p1'"),
        (lambda: Plan(**TYPED | {"weather": "dry"}), r"^walk\.plan\.weather: is 'dry'; give Weather\('dry'\)"),
        (lambda: Plan(**TYPED | {"weather": "dri"}), r"^walk\.plan\.weather: is 'dri'; did you mean 'dry'\?"),
        (lambda: Plan(**TYPED | {"weather": 7}), r"^walk\.plan\.weather: is 7; it takes one of"),
        (lambda: Plan(**TYPED | {"day": NOW}), r"^walk\.plan\.day: is datetime"),
        (lambda: Plan(**TYPED | {"after": NOW.replace(tzinfo=None)}), r"^walk\.plan\.after: has no time zone"),
        (lambda: Plan(**TYPED | {"after": NOW.date()}), r"^walk\.plan\.after: is datetime.date.*, not a moment"),
        (lambda: Plan(**TYPED | {"times": "2"}), r"^walk\.plan\.times: is '2'"),
        (lambda: SetOut("o-1", companion=""), r"^walk\.set-out\.companion: is ''"),
    ],
)
def test_typed_values_are_refused_at_the_fault(make, fault):
    """A command made in code is checked as one made from a form."""
    with pytest.raises(UnreadableCommandError, match=fault):
        make()


def test_a_whole_party_is_read_as_a_part():
    """A party in a form is an object of its own fields."""
    made = spec_of(AddParty).read({"person": {"id": "p3", "role": "witness", "factors": ["widow"]}})

    assert made == AddParty(Party("p3", "witness", factors=("widow",)))
    assert spec_of(AddParty).write(made)["person"]["factors"] == ["widow"]


def test_terms_and_ids_are_found_wherever_they_stand():
    """Concepts come with their scheme and path, ids with their kind, also from parts and lists."""
    plan = Plan((Stop("p1", calm=True), Stop("p2", calm=True)), Weather.DRY, date(2026, 3, 2))
    add = AddParty(Party("p3", "witness", factors=("widow",)))

    assert list(field(Plan, "stops").ids(plan.stops, "party")) == ["p1", "p2"]
    assert list(field(Plan, "stops").ids(None, "party")) == []
    assert list(field(Plan, "day").ids(plan.day, "party")) == []
    found = list(field(AddParty, "person").terms(add.person, "person"))
    assert ("roles", "witness", "person.role") in found
    assert ("protection-factors", "widow", "person.factors[0]") in found
    assert list(field(FindFactor, "factor").terms(None, "factor")) == []


def test_fields_are_those_of_the_class():
    """The specifications stand in the order in which the class has them."""
    assert [spec.name for spec in field_specs(Stop)] == ["who", "calm"]


def test_only_a_moment_with_a_zone_is_aware():
    """An aware moment is given back as it is, in whatever zone."""
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=3)

    assert aware(moment, "here") is moment
    with pytest.raises(UnreadableCommandError, match=r"^here: is 'now', not a moment"):
        aware("now", "here")
