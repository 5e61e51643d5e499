"""Events add up to a case by folding."""

from datetime import timedelta

import attrs
import pytest
from tests.unit.workflows.village import NOW, GoOn, Note, Say

from community_policing.cases import (
    Actor,
    Assigned,
    Assignment,
    Case,
    CaseFactor,
    CategoriesSet,
    ConfidentialitySet,
    Event,
    FactorAdded,
    FactorWithdrawn,
    Marked,
    OutcomeRecorded,
    PartiesMerged,
    Party,
    PartyAdded,
    PartyChanged,
    PartyLeft,
    RiskAssessed,
    TeamJoined,
    Unmarked,
    What,
    fold,
    replay,
)
from community_policing.errors import UnreadableEventError
from community_policing.taxonomy import Confidentiality, Risk

OFFICER = Actor("o-1", ("intake-officer",))
BEFORE = Case(
    "c-1",
    0,
    None,
    categories=("theft",),
    parties=(Party("p1", "victim"), Party("p2", "witness")),
    factors=(CaseFactor("weapon", "p2", "o-1"), CaseFactor("injury", None, "o-1")),
    assignments=(Assignment("mediator", "m-1"), Assignment("case-officer", "o-1")),
    marks=("b",),
)


def event(seq=1, source=None, dest="open", **more):
    more = {"what": What.COMMAND, "track": "walk", "workflow": "walk", "at": NOW, "case": "c-1", **more}
    return Event(
        more.pop("case"),
        seq,
        more.pop("track"),
        more.pop("what"),
        more.pop("workflow"),
        1,
        source,
        dest,
        OFFICER,
        more.pop("at"),
        "profile",
        **more,
    )


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (CategoriesSet(("threat",)), "categories", ("threat",)),
        (PartyAdded(Party("p3", "witness")), "parties", (*BEFORE.parties, Party("p3", "witness"))),
        (PartyChanged(Party("p1", "witness")), "parties", (Party("p1", "witness"), BEFORE.parties[1])),
        (PartiesMerged("p1", "p2"), "parties", BEFORE.parties[:1]),
        (PartiesMerged("p1", "p2"), "factors", (CaseFactor("weapon", "p1", "o-1"), BEFORE.factors[1])),
        (PartyLeft("p1"), "parties", BEFORE.parties[1:]),
        (FactorAdded(CaseFactor("threat-to-kill")), "factors", (*BEFORE.factors, CaseFactor("threat-to-kill"))),
        (FactorAdded(CaseFactor("weapon", "p2", "o-7")), "factors", BEFORE.factors),
        (
            FactorAdded(CaseFactor("weapon", "p1", "o-7")),
            "factors",
            (*BEFORE.factors, CaseFactor("weapon", "p1", "o-7")),
        ),
        (FactorWithdrawn("weapon", "p2"), "factors", BEFORE.factors[1:]),
        (FactorWithdrawn("weapon"), "factors", BEFORE.factors),
        (RiskAssessed(Risk.HIGH), "risk", Risk.HIGH),
        (ConfidentialitySet(Confidentiality.SEALED), "confidentiality", Confidentiality.SEALED),
        (
            Assigned("mediator", ("m-2", "m-3")),
            "assignments",
            (BEFORE.assignments[1], Assignment("mediator", "m-2"), Assignment("mediator", "m-3")),
        ),
        (
            TeamJoined(Assignment("mediator", "m-2")),
            "assignments",
            (*BEFORE.assignments, Assignment("mediator", "m-2")),
        ),
        (TeamJoined(Assignment("mediator", "m-1")), "assignments", BEFORE.assignments),
        (OutcomeRecorded("settled"), "outcome", "settled"),
        (Marked("a"), "marks", ("a", "b")),
        (Marked("b"), "marks", ("b",)),
        (Unmarked("b"), "marks", ()),
        (Unmarked("a"), "marks", ("b",)),
    ],
    ids=lambda value: type(value).__name__ if attrs.has(type(value)) else "",
)
def test_a_change_changes_its_own_field_and_no_other(change, field, value):
    """Each change says one thing of the case; adding what is there and dropping what is not say nothing new."""
    after = fold(BEFORE, event(changes=(change,)))

    assert getattr(after, field) == value
    same = {"categories", "parties", "factors", "risk", "confidentiality", "assignments", "outcome", "marks"} - {field}
    moved = {"parties", "factors"} if isinstance(change, PartiesMerged) else set()
    assert all(getattr(after, name) == getattr(BEFORE, name) for name in same - moved)


def test_merging_leaves_one_factor_where_both_records_had_it():
    """When both records of one person carried a factor, the person carries it once."""
    both = attrs.evolve(BEFORE, factors=(CaseFactor("weapon", "p1", "o-1"), CaseFactor("weapon", "p2", "o-2")))

    after = fold(both, event(changes=(PartiesMerged("p1", "p2"),)))

    assert [(factor.factor, factor.party) for factor in after.factors] == [("weapon", "p1")]


def test_a_track_keeps_its_place_and_new_ones_come_last():
    """Folding moves one track and leaves the order of the others."""
    first, second = event(1, track="a", workflow="a"), event(2, track="b", workflow="b")

    case = replay([first, second, event(3, "open", "shut", track="a", workflow="a")])

    assert [(track.id, track.state) for track in case.tracks] == [("a", "shut"), ("b", "open")]
    assert (case.seq, case.at) == (3, NOW)


def test_staying_keeps_since_and_moving_does_not():
    """The time limit of a state runs from when it was entered, not from the last word said in it."""
    case = replay([event(1), event(2, "open", "open", at=NOW + timedelta(hours=1), command=GoOn())])
    moved = fold(case, event(3, "open", "shut", at=NOW + timedelta(hours=2), command=GoOn()))

    assert case.track("walk").since == NOW
    assert moved.track("walk").since == NOW + timedelta(hours=2)
    assert moved.track("walk").facts.get("walk.go-on").count == 2


def test_a_command_is_a_fact_of_its_own_workflow_only():
    """A command of another workflow on the track's event leaves no fact; keyed ones stand under their key."""
    case = replay([event(1, command=Note("n-1")), event(2, "open", command=Say("p1", calm=True))])

    facts = case.track("walk").facts

    assert [place for place, _ in facts.items()] == [("walk.say", ("p1",))]


def test_a_track_that_begins_anew_knows_nothing():
    """A track opened from nothing has no facts, though one of its name had; one re-entered from rest keeps them."""
    told = replay([event(1, command=GoOn())])

    anew = fold(told, event(2, None, "open", what=What.OPENED, at=NOW + timedelta(hours=1)))
    again = fold(told, event(2, "open", "begun", what=What.OPENED))

    assert len(anew.track("walk").facts) == 0
    assert anew.track("walk").since == NOW + timedelta(hours=1)
    assert len(again.track("walk").facts) == 1


def test_an_ended_track_is_marked_so():
    """What another step ended says so, whatever its state."""
    case = replay([event(1), event(2, "open", "open", what=What.ENDED)])

    assert case.track("walk").ended
    assert not fold(case, event(3, None, "open", what=What.OPENED)).track("walk").ended


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ([], r"^events: there are none; a case begins with its event 1"),
        ([event(2)], r"^events\[0\]: has seq 2 where 1 is due"),
        ([event(1), event(1)], r"^events\[1\]: has seq 1 where 2 is due"),
        ([event(1), event(3)], r"^events\[1\]: has seq 3 where 2 is due"),
        ([event(1), event(2, case="c-2")], r"^events\[1\]: is of case 'c-2', not 'c-1'"),
        ([event(1), event(2, at=NOW - timedelta(seconds=1))], r"^events\[1\]: lies before the event"),
    ],
)
def test_a_broken_history_is_refused_at_its_first_fault(events, fault):
    """An empty, torn, doubled, foreign or backward history adds up to nothing."""
    with pytest.raises(UnreadableEventError, match=fault):
        replay(iter(events))
