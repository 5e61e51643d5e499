"""What anything may be, worked out from the types of fields, the schemes and the rules."""

from datetime import date, timedelta
from enum import Enum

import pytest
from attrs import frozen
from tests.unit.verification.marsh import (
    BY,
    RULES,
    SAID,
    Flag,
    GoOn,
    Landing,
    Rest,
    at_rest,
    looked_at,
    marsh,
    proof,
    seen,
)

from community_policing.cases import Party
from community_policing.errors import UnboundedFieldError
from community_policing.verification import ADULTS
from community_policing.verification._domains import NEWCOMER, Domains, party_of
from community_policing.verification._values import AGES, DISTANCES
from community_policing.workflows import (
    Category,
    Channel,
    PartyId,
    Ref,
    UnitId,
    command,
    every_live_state,
    guard,
    in_state,
    never,
    spec_of,
)


class Size(Enum):
    """How big it is."""

    SMALL = "small"
    BIG = "big"


@frozen
class Sack:
    """Something to carry."""

    full: bool


@command("bog.fill", key=("kind", "of"))
class Fill:
    """Fill in everything there is."""

    kind: Channel
    of: PartyId
    yes: bool
    number: int
    size: Size
    units: tuple[UnitId, ...]
    kinds: tuple[Channel, ...]
    landings: tuple[Landing, ...]
    sacks: tuple[Sack, ...]
    newcomers: tuple[Party, ...]
    parties: tuple[PartyId, ...]
    days: tuple[date, ...]
    category: Category
    note: Ref | None = None


SPEC = spec_of(Fill)
FIELDS = {field.name: field for field in SPEC.fields}
DOMAINS = Domains(RULES, ADULTS, {"bog.fill.number": range(3)})


def values(name):
    """Return what the field *name* may hold."""
    return DOMAINS.of(f"bog.fill.{name}", FIELDS[name]).values


def test_a_field_may_hold_what_its_type_allows():
    """Each kind of field has its values, the plainest first; nothing is last where it may be left out."""
    assert values("yes") == (True, False)
    assert values("size") == tuple(Size)
    assert values("number") == (0, 1, 2)
    assert values("of") == ("p1", "p2")
    assert values("note") == ("ref-1", None)
    assert "hotline" in values("kind")


def test_a_field_for_several_may_hold_none_one_or_more():
    """Parties come in every choice of them, anything else in a few."""
    assert values("parties") == (("p1", "p2"), ("p1",), ("p2",), ())
    assert values("units") == (("unit-2",), ("unit-1",), (), ("unit-2", "unit-1"))
    assert values("landings") == (("p1", "p2"), ("p1",), ("p2",), ())
    assert [len(some) for some in values("sacks")] == [1, 0, 2, 3]
    assert () in values("kinds")
    assert len(values("kinds")) < len(values("kind"))


def test_a_category_has_a_policy():
    """A group of categories is no category of a case."""
    assert set(values("category")) < {one.id for one in RULES.scheme("case-categories")}


def test_a_number_without_bounds_has_no_domain():
    """A whole number that nobody bounded cannot be looked through."""
    with pytest.raises(UnboundedFieldError, match="bog.fill.number"):
        Domains(RULES, ADULTS, {}).of("bog.fill.number", FIELDS["number"])


def test_a_newcomer_has_an_id_of_their_own():
    """The id of somebody who joins the case may be one that nobody on it has."""
    (person,) = (part for part in FIELDS["newcomers"].parts if part.name == "id")

    assert DOMAINS.of("bog.fill.newcomers.id", person).values[0] in {NEWCOMER, *(party.id for party in ADULTS)}


def test_a_command_is_on_record_by_the_values_of_its_key():
    """A command with a key may be on record for each concept that a rule names and each party."""
    keys = list(DOMAINS.keys(SPEC))

    assert ("hotline", "p1") in keys
    assert ("hotline", "p2") in keys
    assert len(keys) < 2 * len(values("kind"))


def test_a_part_may_say_which_party_it_is_about():
    """A part with the id of a party is about that party; a whole party and a part without one are about none."""
    assert party_of(FIELDS["landings"]) == "who"
    assert party_of(FIELDS["sacks"]) is None
    assert party_of(FIELDS["newcomers"]) is None
    assert party_of(FIELDS["kind"]) is None


def test_another_track_may_stand_anywhere():
    """A track of another workflow is in one of its states, ended or not, or is not there at all."""
    assert set(DOMAINS.tracks("ferry").values) == {("near", True), ("near", False), ("far", False), None}
    assert DOMAINS.tracks("nowhere").values == (None,)


def test_matters_are_as_many_as_rules_tell_apart():
    """Of the many categories only those stand in the domain that some rule can tell from another."""
    every = len(RULES.scheme("case-categories")) * len(RULES.scheme("aggravating-factors"))

    assert 1 < len(DOMAINS.matters.values) < every
    assert sum(DOMAINS.kinds_of_matter) == DOMAINS.matters.full


WORDS = {"injury": "wounded"}


@guard("marsh-hurt", otherwise="marsh-unhurt")
def somebody_is_hurt(s):
    """Somebody is hurt."""
    return s.has_factor(*WORDS)


def test_what_only_a_safeguard_names_is_told_apart():
    """A factor that no step asks for, only a promise, is one that a case may have."""
    report = proof(marsh(never(in_state(looked_at) & ~(~somebody_is_hurt), id="unhurt", **SAID)))

    assert [one.code for one in report.findings] == ["safeguard-broken"]
    assert "injury" in report.findings[0].story.end.factors


def test_ages_and_distances_have_a_plain_first():
    """Plainly a state has just begun, and a moment is a little ahead."""
    assert AGES.values[0] == timedelta()
    assert DISTANCES.values[0] > timedelta()


def bringing_on(*steps):
    """Return the commands that always bring a marsh with *steps* to another state."""
    return Domains(RULES.with_workflow(marsh(more=steps)), ADULTS, {}).bringing_on("marsh")


def test_a_command_brings_a_track_on_where_each_of_its_steps_does():
    """A command of which every step leads to another state brings on; one that may stay does not."""
    brought = {f"marsh.{name}" for name in ("report", "look", "rest", "go-on", "finish")}

    assert bringing_on() == brought
    assert bringing_on(seen.stay(on=Rest, by=BY)) == brought - {"marsh.rest"}
    assert bringing_on(seen.to(at_rest, on=Flag, by=BY)) == brought


def test_a_step_from_every_state_to_one_of_them_may_lead_nowhere():
    """A step that leaves several states for one of them does not always lead to another."""
    anywhere = every_live_state().to(seen, on=GoOn, by=BY)

    assert "marsh.go-on" not in bringing_on(anywhere)


def test_a_role_is_assigned_where_it_is_held_on_the_case():
    """Where every role that may act is held on the case, only who holds one may; where one is not, anybody."""
    assert DOMAINS.assigned(("case-officer",)) == ("case-officer",)
    assert DOMAINS.assigned(("case-officer", "intake-officer")) == ()
    assert DOMAINS.assigned(()) == ()
