"""Parties and actors are ids and codes, checked when they are made."""

import pickle

import pytest

from community_policing.cases import Actor, Assignment, CaseFactor, Party, check_id
from community_policing.errors import UnreadableCaseError


@pytest.mark.parametrize("value", ["p1", "case:7/β", "x" * 128, "شخص-١"])
def test_an_opaque_id_is_taken_as_it_is(value):
    """Any printable text without white space, up to 128 characters, is an id."""
    check_id(value, "id")

    assert Party(value, "victim").id == value


@pytest.mark.parametrize("value", ["", "a b", "a\n", "a\u00a0b", "\u202eabc", "x" * 129, None, 7, b"p1"])
def test_what_is_no_id_is_refused_with_its_path(value):
    """White space, control characters, excess length and other types are refused, and the path is told."""
    with pytest.raises(UnreadableCaseError, match=r"^here: .* is not an id; an id has 1 to 128") as caught:
        check_id(value, "here")

    assert caught.value.path == "here"


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: Party("", "victim"), "party.id"),
        (lambda: Party("p1", "a b"), "party.role"),
        (lambda: Party("p1", "victim", age_band=None), "party.age_band"),
        (lambda: Party("p1", "victim", related_to=""), "party.related_to"),
        (lambda: Party("p1", "victim", factors=("widow", "a b")), "party.factors[0]"),
        (lambda: Party("p1", "victim", factors="widow"), "party.factors"),
        (lambda: Party("p1", "victim", factors=["widow"]), "party.factors"),
        (lambda: Actor(""), "actor.id"),
        (lambda: Actor("o-1", "intake-officer"), "actor.roles"),
        (lambda: Actor("o-1", (), speaks_for="p 1"), "actor.speaks_for"),
        (lambda: Actor("o-1", (), competencies=("",)), "actor.competencies[0]"),
    ],
)
def test_every_field_is_checked_and_named(make, path):
    """A fault in any field is told by class and field, for tuples with the place."""
    with pytest.raises(UnreadableCaseError) as caught:
        make()

    assert caught.value.path == path


def test_equal_sets_are_equal_values():
    """Roles, competencies and protection factors are kept sorted and once."""
    one, other = Actor("o", ("b", "a", "b"), competencies=("y", "x")), Actor("o", ("a", "b"), competencies=("x", "y"))

    assert one == other
    assert hash(one) == hash(other)
    assert Party("p", "victim", factors=("widow", "child", "widow")).factors == ("child", "widow")


@pytest.mark.parametrize(
    "value", [Party("p1", "victim"), Actor("o-1", ("mediator",)), Assignment("mediator", "o-1"), CaseFactor("weapon")]
)
def test_people_travel_between_processes(value):
    """Each value comes out of a pickle equal, with an equal hash, even when its hash was asked for before."""
    before = hash(value)

    arrived = pickle.loads(pickle.dumps(value))  # noqa: S301  our own bytes

    assert arrived == value
    assert hash(arrived) == before


def test_an_unknown_age_is_the_default():
    """Who is not said to be of age is of unknown age, a natural person, and nothing else is claimed."""
    party = Party("p1", "victim")

    assert (party.age_band, party.kind, party.sex, party.capacity) == ("unknown-age", "natural-person", None, None)
