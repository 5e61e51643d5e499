"""What follows from a step: tracks opened and ended, rules of falling to a fixpoint, each with its cause."""

import pytest
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    VISIT,
    WALK,
    Choose,
    FindFactor,
    GiveUp,
    GoOn,
    Knock,
    Leave,
    Note,
    Pause,
    Rest,
    Say,
    SetOut,
    Wake,
    area_is_safe,
    case_is_open,
    later,
    opened,
    record,
    rulebook,
)

from community_policing.cases import Marked, Reason, What
from community_policing.errors import RulesDoNotSettleError
from community_policing.workflows import (
    Accepted,
    Marks,
    OpenCase,
    State,
    Verdict,
    Workflow,
    by_field,
    each_of,
    every_live_state,
    guard,
    where,
)

BY = {"by": ("intake-officer",)}
A, B, C = State("a", initial=True), State("b"), State("c", final=True)


def chooser(*opens, ends=(), then=()):
    """Return a walk whose only choice opens *opens* and ends *ends*."""
    return Workflow("walk", (A.stay(on=Choose, **BY, opens=opens, ends=ends, then=then), A.to(C, on=GiveUp, **BY)))


def chosen(rules, case, *routes, party=None, at=NOW):
    return rules.decide(case, Choose(routes, party=party), by=OFFICER, at=at).expect()


def told(outcome):
    return [(event.seq, event.what.value, event.track, event.source, event.dest) for event in outcome.events]


# --------------------------------------------------------------------------- opening


def test_a_step_opens_a_track_after_its_own_event():
    """The track begins in its initial state, on an event of its own that names its cause."""
    rules = rulebook(record("walk"), chooser("visit"), VISIT)
    first = rules.open_case("c-1", categories=("threat",), parties=PARTIES, by=OFFICER, at=NOW).expect()

    outcome = chosen(rules, first.case, party="p1")

    assert told(outcome) == [
        (3, "command", "walk", "a", "a"),
        (4, "opened", "visit/p1", None, "outside"),
    ]
    assert (outcome.events[1].cause, outcome.events[1].command, outcome.events[1].by) == (3, None, OFFICER)
    assert outcome.case == rules.replay(first.events + outcome.events)


def test_opening_what_is_live_is_a_recorded_no_op():
    """The track stays where it is, keeps its time and its facts, and that it was asked for is on record."""
    opener = Workflow("visit", (A.stay(on=Leave, **BY, opens=("walk",)), A.to(C, on=Knock, **BY)))
    rules = rulebook(record("walk", "visit"), WALK, opener)
    case = rules.apply(opened(rules), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    outcome = rules.decide(case, Leave(), by=OFFICER, at=later(hours=1)).expect()

    assert told(outcome)[1:] == [(6, "opened", "walk", "walking", "walking")]
    assert outcome.case.track("walk") == case.track("walk")


def test_a_resting_track_is_re_entered_with_its_facts():
    """What rests is taken up where the opening says, and what it was told is still known."""
    opener = Workflow("visit", (A.stay(on=Leave, **BY, opens=("walk@walking",)), A.to(C, on=Knock, **BY)))
    rules = rulebook(record("walk", "visit"), WALK, opener)
    case = opened(rules)
    for command in (SetOut("o-3", "o-4"), Say("p1", calm=True), Pause()):
        case = rules.apply(case, command, by=OFFICER, at=NOW)

    outcome = rules.decide(case, Leave(), by=OFFICER, at=later(hours=1)).expect()

    assert told(outcome)[1:] == [(8, "opened", "walk", "paused", "walking")]
    track = outcome.case.track("walk")
    assert (track.since, track.facts) == (later(hours=1), case.track("walk").facts)


def test_a_track_that_is_over_begins_anew():
    """A final or ended track is opened from nothing, under the newest version, and knows nothing."""
    opener = Workflow("visit", (A.stay(on=Leave, **BY, opens=("walk",)), A.to(C, on=Knock, **BY)))
    rules = rulebook(record("walk", "visit"), WALK, opener)
    case = opened(rules)
    for command in (SetOut("o-3", "o-4"), Say("p1", calm=True), GiveUp()):
        case = rules.apply(case, command, by=OFFICER, at=NOW)
    newer = rules.with_workflow(WALK.with_transitions())

    outcome = newer.decide(case, Leave(), by=OFFICER, at=later(hours=1)).expect()

    assert told(outcome)[1:] == [(8, "opened", "walk", None, "waiting")]
    track = outcome.case.track("walk")
    assert (track.version, track.since, len(track.facts), track.ended) == (2, later(hours=1), 0, False)


def test_openings_follow_a_field_and_a_guard():
    """A table, the field itself, and a guard that is asked after the step."""

    @guard("unmarked", otherwise="marked")
    def is_marked(s):
        """The mark stands."""
        return s.is_marked("chosen")

    by_table = chooser(by_field("routes", {"visit": "visit"}))
    by_guard = chooser(where("visit", is_marked), where("walk", ~is_marked), then=(Marks("chosen"),))
    plain = chooser(by_field("routes"))

    def opened_by(walk, *routes):
        rules = rulebook(record("walk"), walk, VISIT)
        return [event[1:3] for event in told(chosen(rules, opened(rules), *routes, party="p1"))[1:]]

    assert opened_by(by_table, "walk", "visit") == [("opened", "visit/p1")]
    assert opened_by(by_guard) == [("opened", "visit/p1")]
    assert opened_by(plain, "visit", "walk") == [("opened", "visit/p1"), ("opened", "walk")]


def test_a_track_runs_once_per_party():
    """Each party has a track of its own, named after it."""
    rules = rulebook(record("walk"), chooser("visit"), VISIT)
    case = opened(rules)

    for party in ("p1", "p2", "p1"):
        case = chosen(rules, case, party=party).case

    assert [track.id for track in case.tracks] == ["record", "walk", "visit/p1", "visit/p2"]


# --------------------------------------------------------------------------- ending


@pytest.mark.parametrize(("target", "dest"), [("visit", "outside"), ("visit@left", "left")])
def test_a_step_ends_tracks_that_are_not_over(target, dest):
    """Every track of the workflow that is not over ends, where it stands or in the final state that is named."""
    both = Workflow(
        "walk",
        (A.stay(on=Choose, **BY, opens=("visit",)), A.stay(on=Pause, **BY, ends=(target,)), A.to(C, on=GiveUp, **BY)),
    )
    rules = rulebook(record("walk"), both, VISIT)
    case = opened(rules)
    for party in ("p1", "p2"):
        case = chosen(rules, case, party=party).case
    case = rules.apply(case, Knock("p1"), by=OFFICER, at=NOW)
    case = rules.apply(case, Leave(), by=OFFICER, at=NOW, track="visit/p1")

    outcome = rules.decide(case, Pause(), by=OFFICER, at=NOW).expect()

    assert told(outcome)[1:] == [(10, "ended", "visit/p2", "outside", dest)]
    assert [(track.state, track.ended) for track in outcome.case.tracks_of("visit")] == [("left", False), (dest, True)]
    assert rules.decide(outcome.case, Knock("p2"), by=OFFICER, at=NOW).verdict is Verdict.NOT_OFFERED
    assert not [option for option in rules.options(outcome.case, by=OFFICER, at=NOW) if option.track == "visit/p2"]


# --------------------------------------------------------------------------- falling


def test_what_ends_by_rule_is_recorded_with_its_cause():
    """A factor found on the record ends the walk in the same decision, and says why."""
    case = RULES.apply(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    outcome = RULES.decide(case, FindFactor("weapon", "p2"), by=OFFICER, at=later(hours=1)).expect()

    command, fall = outcome.events
    assert told(outcome)[1] == (5, "ended-by-rule", "walk", "walking", "barred")
    assert (fall.what, fall.cause, fall.reasons) == (What.ENDED_BY_RULE, command.seq, (Reason("weapon-about"),))
    assert [(effect.code, effect.key, effect.track) for effect in outcome.effects] == [
        ("call-help", ("c-1", 5, 0), "walk")
    ]
    assert RULES.is_over(outcome.case.track("walk"))


def test_nothing_falls_from_a_resting_or_ended_track():
    """A rule of every live state leaves resting tracks alone, and nothing falls from a track that has ended."""
    ender = Workflow("visit", (A.stay(on=Leave, **BY, ends=("walk",)), A.to(C, on=Knock, **BY)))
    rules = rulebook(record("walk", "visit"), WALK, ender)
    began = rules.apply(opened(rules), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    paused = rules.apply(began, Pause(), by=OFFICER, at=NOW)
    ended = rules.apply(began, Leave(), by=OFFICER, at=NOW)

    for case in (paused, ended):
        outcome = rules.decide(case, FindFactor("weapon"), by=OFFICER, at=NOW).expect()
        assert len(outcome.events) == 1


def test_falls_drive_each_other_to_a_fixpoint():
    """One fall opens what makes the next fall, in the order of tracks and definitions, until nothing falls."""

    @guard("walk-goes-on")
    def walk_is_over(s):
        """The walk has ended."""
        return s.state_of("walk") == "barred"

    visit = Workflow(
        "visit",
        (
            A.to(B, on=Knock, **BY),
            B.to(C, on=Leave, **BY),
            A.falls_to(B, once=(walk_is_over,), then=(Marks("followed"),)),
            B.falls_to(C, once=(walk_is_over, ~area_is_safe)),
        ),
    )
    rules = rulebook(record("walk", "visit"), WALK, visit)
    case = opened(rules)

    outcome = rules.decide(case, FindFactor("weapon"), by=OFFICER, at=NOW).expect()

    assert told(outcome)[1:] == [
        (5, "ended-by-rule", "walk", "waiting", "barred"),
        (6, "ended-by-rule", "visit", "a", "b"),
        (7, "ended-by-rule", "visit", "b", "c"),
    ]
    assert [event.cause for event in outcome.events] == [None, 4, 4, 4]
    assert outcome.events[2].changes == (Marked("followed"),)
    assert outcome.events[3].reasons == (Reason("not-walk-goes-on"), Reason("weapon-about"))


def test_a_fall_opens_and_ends_tracks():
    """What ends by rule may hand the case on."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=GoOn, **BY),
            B.to(C, on=GiveUp, **BY),
            every_live_state().falls_to(C, once=(~area_is_safe,), opens=("visit",), ends=("visit@left",)),
        ),
    )
    rules = rulebook(record("walk"), walk, Workflow("visit", VISIT.steps))

    outcome = rules.decide(opened(rules), FindFactor("weapon"), by=OFFICER, at=NOW).expect()

    assert told(outcome)[1:] == [(4, "ended-by-rule", "walk", "a", "c"), (5, "opened", "visit", None, "outside")]


def test_rules_that_drive_each_other_in_a_circle_are_a_bug():
    """A circle is an error that shows its last steps, not an endless decision."""
    walk = Workflow(
        "walk",
        (
            A.to(C, on=GiveUp, **BY),
            B.to(C, on=GoOn, **BY),
            A.falls_to(B, once=(~area_is_safe,)),
            B.falls_to(A, once=(~area_is_safe,)),
        ),
    )
    rules = rulebook(walk)
    case = opened(rules)

    with pytest.raises(RulesDoNotSettleError, match=r"case 'c-1': (walk: b → a|walk: a → b), walk"):
        rules.decide(case, FindFactor("weapon"), by=OFFICER, at=NOW)
    assert case == opened(rules)


def test_the_case_falls_with_what_happens_elsewhere():
    """A rule of one track that reads the state of another falls in the decision that changed it."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=GoOn, **BY),
            each_of(A, B).to(C, on=GiveUp, **BY),
            B.falls_to(A, once=(~case_is_open,)),
        ),
    )
    rules = rulebook(walk)
    case = rules.apply(opened(rules), GoOn(), by=OFFICER, at=NOW)

    rested = rules.decide(case, Rest(), by=OFFICER, at=NOW).expect()
    quiet = rules.decide(rested.case, Wake(), by=OFFICER, at=NOW).expect()

    assert told(rested)[1:] == [(5, "ended-by-rule", "walk", "b", "a")]
    assert len(quiet.events) == 1


def test_a_plain_step_appends_one_event_and_no_effect():
    """Where nothing follows, nothing is made up."""
    outcome = RULES.decide(opened(RULES), Note("n"), by=OFFICER, at=NOW)

    assert isinstance(outcome, Accepted)
    assert (len(outcome.events), outcome.effects) == (1, ())


def test_opening_a_case_runs_the_rules_too():
    """A case that opens into what bars it is barred at once."""
    walk = Workflow("walk", (A.to(C, on=GiveUp, **BY), A.falls_to(C, once=(is_mediable_no_more,))))
    rules = rulebook(walk)

    outcome = rules.open_case("c-1", categories=("rape",), by=OFFICER, at=NOW).expect()

    assert told(outcome) == [
        (1, "command", "record", "unopened", "open"),
        (2, "opened", "walk", None, "a"),
        (3, "ended-by-rule", "walk", "a", "c"),
    ]
    assert isinstance(outcome.events[0].command, OpenCase)


@guard("mediable")
def is_mediable_no_more(s):
    """The policy bars mediation."""
    return s.policy.mediable.bars
