"""A case is a head: what is known now, read by id."""

import pickle
import weakref

import attrs
import pytest
from tests.unit.workflows.village import NOW, Say

from community_policing.cases import Actor, Assignment, Case, CaseFactor, Event, Party, Track, What
from community_policing.errors import PartyNotFoundError, TrackNotFoundError

CASE = Case(
    "c-1",
    3,
    NOW,
    categories=("neighbour-dispute", "threat"),
    parties=(Party("p1", "complainant", sex="female"), Party("p2", "respondent")),
    factors=(CaseFactor("weapon", "p2", "o-1"),),
    assignments=(Assignment("mediator", "m-1"), Assignment("case-officer", "o-1"), Assignment("mediator", "m-2")),
    tracks=(
        Track("record", "record", 1, "open", NOW),
        Track("visit/p1", "visit", 1, "outside", NOW),
        Track("visit/p2", "visit", 1, "inside", NOW),
    ),
)
EVENT = Event("c-1", 4, "walk", What.COMMAND, "walk", 1, "a", "b", Actor("o-1"), NOW, "x", Say("p1", calm=True))


def test_parts_are_found_by_id():
    """Tracks, parties and holders are read by id, in the order of the case."""
    assert CASE.track("visit/p2").state == "inside"
    assert [track.id for track in CASE.tracks_of("visit")] == ["visit/p1", "visit/p2"]
    assert CASE.tracks_of("walk") == ()
    assert CASE.party("p1").role == "complainant"
    assert CASE.holders("mediator") == ("m-1", "m-2")
    assert CASE.holders("supervisor") == ()
    assert (CASE.has_factor("weapon"), CASE.has_factor("injury")) == (True, False)


def test_what_is_not_there_is_refused_with_what_is():
    """An unknown track or party is told with the ids that the case has."""
    with pytest.raises(TrackNotFoundError, match=r"no track 'walk' in case 'c-1'; known: record, visit/p1, visit/p2"):
        CASE.track("walk")
    with pytest.raises(PartyNotFoundError, match=r"no party 'p9' in case 'c-1'; known: p1, p2"):
        CASE.party("p9")


def test_a_log_of_a_case_or_event_names_nobody():
    """Representations hold the id, categories, states and moves, and nothing of parties, actors or fields."""
    shown = repr(CASE), repr(EVENT), repr(attrs.evolve(EVENT, command=None, what=What.OPENED, source=None))

    assert shown == (
        "<Case c-1#3 neighbour-dispute+threat [record: open, visit/p1: outside, visit/p2: inside]>",
        "<Event c-1#4 command walk.say: walk a → b>",
        "<Event c-1#4 opened: walk None → b>",
    )


@pytest.mark.parametrize("value", [CASE, EVENT, CASE.tracks[0]], ids=["case", "event", "track"])
def test_heads_and_events_are_frozen_and_travel(value):
    """Nothing can be set on them, and a pickle brings an equal value."""
    arrived = pickle.loads(pickle.dumps(value))  # noqa: S301  our own bytes

    assert arrived == value
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.state = "closed"
    with pytest.raises(TypeError):
        weakref.ref(value)


def test_kinds_of_events_have_labels():
    """Each kind of event is told apart and carries the code of its label."""
    assert What.ENDED_BY_RULE.label_code == "event.ended-by-rule"
    assert len({What.COMMAND, What.COMMAND, What.OPENED}) == 2
