"""A case that began elsewhere is taken over as it stands, and no past is made up for it."""

import pytest
from tests.unit.workflows.village import (
    CHIEF,
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    STRANGER,
    VISIT,
    WALK,
    AddParty,
    FindFactor,
    GoOn,
    Leave,
    Note,
    Say,
    later,
    rulebook,
)

from community_policing.cases import Fact, Party, What
from community_policing.errors import (
    ConceptNotFoundError,
    StateNotFoundError,
    UnreadableCaseError,
    WorkflowNotFoundError,
)
from community_policing.workflows import Accepted, AdoptCase, Refused, Situation, Verdict, days
from community_policing.workflows._situation import View
from community_policing.workflows._standard import standard_rulebook


def adopted(tracks, *facts, rules=RULES, **more):
    more = {"by": CHIEF, "at": NOW, "parties": PARTIES, **more}
    return rules.adopt_case("c-1", tracks=tracks, facts=facts, **more)


def test_tracks_stand_where_they_stood():
    """One event for the command, one for each track; each track begins its time at the moment of adoption."""
    outcome = adopted({"walk": "walking"})

    assert isinstance(outcome, Accepted)
    assert [(event.what, event.track, event.source, event.dest, event.cause) for event in outcome.events] == [
        (What.COMMAND, "record", "unopened", "open", None),
        (What.ADOPTED, "walk", None, "walking", 1),
    ]
    assert outcome.events[0].command == AdoptCase(("other-uncategorised",), PARTIES)
    assert outcome.case.categories == ("other-uncategorised",)
    assert [(track.id, track.state, track.since) for track in outcome.case.tracks] == [
        ("record", "open", NOW),
        ("walk", "walking", NOW),
    ]
    assert RULES.replay(outcome.events) == outcome.case


def test_what_can_be_vouched_for_becomes_a_fact():
    """Facts are told to their tracks without any guard being asked, and the track stays where it is."""
    outcome = adopted({"walk": "walking"}, Say("p1", calm=True), Note("n-1"), Say("p1", calm=False))

    walk, record = outcome.case.track("walk"), outcome.case.track("record")
    assert walk.facts.get("walk.say", ("p1",)) == Fact(Say("p1", calm=False), "o-2", NOW, 5, 0)
    assert record.facts.get("record.note").command == Note("n-1")
    assert (walk.state, record.state) == ("walking", "open")
    assert [event.source for event in outcome.events[2:]] == ["walking", "open", "walking"]
    assert RULES.replay(outcome.events) == outcome.case


def test_what_was_not_told_counts_as_unmet():
    """The next step asks for everything that the other system did not vouch for."""
    case = adopted({"walk": "paused"}).expect().case

    after = RULES.apply(case, GoOn(), by=OFFICER, at=later(days=1))

    assert (after.seq, after.track("walk").state) == (3, "walking")


def test_the_record_may_be_adopted_in_its_state():
    """A case that was closed elsewhere is closed here."""
    case = adopted({"record": "resting"}).expect().case

    assert case.track("record").state == "resting"
    assert not RULES.summary(case).open


def test_adopting_is_refused_to_those_who_may_not():
    """Adoption is a command like any other."""
    outcome = adopted({"walk": "walking"}, by=STRANGER)

    assert isinstance(outcome, Refused)
    assert outcome.verdict is Verdict.NOT_AUTHORISED


@pytest.mark.parametrize(
    ("go", "error", "text"),
    [
        (lambda: adopted({"wlk": "walking"}), WorkflowNotFoundError, r"did you mean 'walk'"),
        (lambda: adopted({"walk": "wlking"}), StateNotFoundError, r"did you mean 'walking'"),
        (lambda: adopted({}, Say("p1", calm=True)), UnreadableCaseError, r"^facts\[0\]: walk\.say belongs to a track"),
        (lambda: adopted({"walk": "walking"}, Leave()), UnreadableCaseError, r"^facts\[0\]: visit\.leave belongs"),
        (lambda: adopted({}, FindFactor("weapn")), ConceptNotFoundError, r"did you mean 'weapon'"),
        (lambda: adopted({"record": "unopened"}), UnreadableCaseError, r"^tracks\.record: 'unopened'"),
        (lambda: adopted({"walk": "walking"}, Say("p9", calm=True)), UnreadableCaseError, r"^facts\[0\]\.party: 'p9'"),
        (lambda: adopted({}, "fact"), TypeError, r"is not a command"),
        (lambda: adopted({}, categories=()), UnreadableCaseError, r"^categories: there is none"),
        (lambda: RULES.adopt_case("a b", tracks={}, by=CHIEF, at=NOW), UnreadableCaseError, r"^case\.id: 'a b'"),
    ],
)
def test_what_cannot_be_adopted_is_told_by_its_place(go, error, text):
    """An unknown workflow or state, a fact without its track, and other faults each say where they are."""
    with pytest.raises(error, match=text):
        go()


def test_every_track_that_was_told_is_there():
    """Several tracks are adopted in the order in which they were told."""
    rules = rulebook(WALK, VISIT)

    case = adopted({"visit": "inside", "walk": "paused"}, rules=rules).expect().case

    assert [(track.id, track.state) for track in case.tracks[1:]] == [("visit", "inside"), ("walk", "paused")]


def test_a_fact_brings_only_people_who_may_be_parties():
    """A party that a fact brings is checked as in any command."""
    with pytest.raises(UnreadableCaseError, match=r"is no role of a party"):
        adopted({"visit": "inside"}, AddParty(Party("p9", "supervisor")), rules=rulebook(WALK, VISIT))


def test_what_the_rules_would_end_ends_at_adoption():
    """A mediation of a rape that another system left open is barred in the decision that takes it over."""
    rules = standard_rulebook()
    tracks = {"intake": "routed", "mediation": "in-session", "closure": "open"}

    outcome = rules.adopt_case("c-1", tracks=tracks, categories=("rape",), parties=PARTIES, by=CHIEF, at=NOW)

    ended = [event for event in outcome.events if event.what is What.ENDED_BY_RULE]
    assert [(event.track, event.source, event.dest, event.cause) for event in ended] == [
        ("mediation", "in-session", "barred", 1)
    ]
    assert outcome.case.track("escalation").state == "considered"
    assert rules.replay(outcome.events) == outcome.case


def test_what_was_adopted_is_never_recent():
    """Nobody knows when it happened: an adopted check of safety is no check of today until one is made here."""
    outcome = adopted({"walk": "walking"}, Say("p1", calm=True))

    told = Situation(View(RULES, outcome.case, NOW), outcome.case.track("walk"), CHIEF)
    spoken = RULES.apply(outcome.case, Say("p1", calm=True), by=OFFICER, at=NOW)
    here = Situation(View(RULES, spoken, NOW), spoken.track("walk"), CHIEF)

    assert (told.recent(days(1), Say, party="p1"), here.recent(days(1), Say, party="p1")) == (False, True)
    assert told.last(Say, party="p1") == Say("p1", calm=True)
