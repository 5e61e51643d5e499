"""One decision: the right track, who may, everything that is missing, and what was asked of whom."""

import attrs
import pytest
from tests.unit.workflows.village import (
    CHIEF,
    CLOCK,
    NOW,
    OFFICER,
    RULES,
    STRANGER,
    VISIT,
    WALK,
    Choose,
    FindFactor,
    Finish,
    GiveUp,
    GoOn,
    Knock,
    Leave,
    Pause,
    Plan,
    Say,
    SetOut,
    Stop,
    Weather,
    area_is_safe,
    case_is_open,
    every_party_was_heard,
    later,
    leader_is_another,
    opened,
    record,
    rulebook,
)

from community_policing.cases import Actor, Reason, Track
from community_policing.errors import AmbiguousTrackError
from community_policing.workflows import Accepted, Refused, State, Verdict, Workflow, guard

A, B, C = State("a", initial=True), State("b"), State("c", final=True)
BY = {"by": ("intake-officer",)}


def walked(rules=RULES):
    return rules.apply(opened(rules), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)


def refusal(rules, case, command, *, by=OFFICER, **more):
    outcome = rules.decide(case, command, by=by, at=NOW, **more)
    assert isinstance(outcome, Refused)
    return outcome


def test_an_accepted_command_appends_one_run_of_events():
    """The command's event, the case after it, the effects with their keys; the case before is as it was."""
    case = opened(RULES)

    outcome = RULES.decide(case, SetOut("o-3", "o-4"), by=OFFICER, at=later(hours=1))

    (event,) = outcome.events
    assert (event.seq, event.source, event.dest, event.command) == (3, "waiting", "walking", SetOut("o-3", "o-4"))
    assert (event.by, event.at, event.profile, event.cause) == (OFFICER, later(hours=1), "international-default", None)
    assert (outcome.case.seq, outcome.case.track("walk").state) == (3, "walking")
    assert (outcome.case.holders("mediator"), outcome.case.marks) == (("o-3",), ("walked",))
    assert [(effect.code, effect.key) for effect in outcome.effects] == [
        ("tell-the-post", ("c-1", 3, 0)),
        ("light-the-lamp", ("c-1", 3, 1)),
    ]
    assert (case.seq, case.track("walk").state) == (2, "waiting")


def test_a_refusal_names_everything_that_is_missing():
    """`when`, `given` and unknown parties together, each once."""
    case = RULES.apply(opened(RULES), FindFactor("injury"), by=OFFICER, at=NOW)

    refused = refusal(RULES, case, SetOut("o-1"))

    assert refused.verdict is Verdict.UNMET
    assert refused.reasons == (Reason("leader-is-actor"), Reason("companion-missing", leader="o-1"))
    assert (refused.track, refused.state, refused.command) == ("walk", "waiting", "walk.set-out")


def test_a_command_names_parties_of_the_case():
    """A party that is not on the case is told, also from a part of the command, beside what else is missing."""
    case = walked()
    plan = Plan((Stop("p8", calm=True), Stop("p1", calm=True), Stop("p9", calm=True)), Weather.DRY, NOW.date())

    said = refusal(RULES, case, Say("p9", calm=True))
    planned = refusal(RULES, case, plan, by=Actor("o-3"))

    assert said.reasons == (Reason("no-such-party", party="p9"),)
    assert planned.reasons == (Reason("no-such-party", party="p8"), Reason("no-such-party", party="p9"))


def test_an_unknown_party_is_told_beside_what_else_is_missing():
    """Nobody corrects a form one reason at a time."""
    rules = rulebook(WALK.guarded(Say, when=(every_party_was_heard,)), standing=(case_is_open,))
    case = walked(rules)
    resting = attrs.evolve(case, tracks=(attrs.evolve(case.tracks[0], state="resting"), *case.tracks[1:]))

    refused = refusal(rules, resting, Say("p9", calm=True))

    assert [reason.code for reason in refused.reasons] == [
        "case-not-open",
        "no-such-party",
        "party-not-heard",
        "party-not-heard",
    ]


def test_a_state_offers_its_own_commands():
    """A stale button is answered with a refusal that names the state the track is in now."""
    case = walked()

    stale = refusal(RULES, case, SetOut("o-3", "o-4"))

    assert stale.verdict is Verdict.NOT_OFFERED
    assert stale.reasons == (Reason("not-offered", command="walk.set-out", state="walk/walking"),)


def test_a_final_state_and_an_ended_track_refuse_everything():
    """Whoever asks, whatever the command."""
    over = RULES.apply(opened(RULES), GiveUp(), by=OFFICER, at=NOW)
    case = opened(RULES)
    ended = attrs.evolve(case, tracks=(case.tracks[0], attrs.evolve(case.tracks[1], ended=True)))

    for command in (SetOut("o-3", "o-4"), Say("p1", calm=True), Pause(), GiveUp(), Finish()):
        for one in (over, ended):
            assert refusal(RULES, one, command, by=CHIEF).verdict is Verdict.NOT_OFFERED


def test_authorisation_is_asked_first():
    """Who may not gets to know who might, and nothing of the case."""
    refused = refusal(RULES, opened(RULES), SetOut("o-1"), by=STRANGER)

    assert refused.verdict is Verdict.NOT_AUTHORISED
    assert refused.reasons == (Reason("not-authorised", roles=("intake-officer",)),)


def test_only_transitions_that_the_actor_may_take_are_asked():
    """Of two ways, the one that belongs to others is neither taken nor told about."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=GoOn, by=("supervisor",), when=(area_is_safe,)),
            A.to(C, on=GoOn, by=("intake-officer",), when=(~area_is_safe,)),
            B.to(C, on=Finish, **BY),
        ),
    )
    rules = rulebook(walk)

    refused = refusal(rules, opened(rules), GoOn())

    assert [reason.code for reason in refused.reasons] == ["no-weapon-about"]
    assert rules.apply(opened(rules), GoOn(), by=CHIEF, at=NOW).track("walk").state == "b"
    assert refusal(rules, opened(rules), GoOn(), by=STRANGER).reasons == (
        Reason("not-authorised", roles=("supervisor", "intake-officer")),
    )


def test_of_several_ways_only_the_open_ones_are_told_about():
    """Where one way is open whatever the fields, what closes the others is of no use to anybody."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=SetOut, **BY, when=(~area_is_safe,)),
            A.to(C, on=SetOut, **BY, given=(leader_is_another,)),
            B.to(C, on=Finish, **BY),
        ),
    )
    rules = rulebook(walk)

    assert refusal(rules, opened(rules), SetOut("o-1")).reasons == (Reason("leader-is-actor"),)
    assert rules.apply(opened(rules), SetOut("o-2"), by=OFFICER, at=NOW).track("walk").state == "c"


def test_where_no_way_is_open_every_way_is_told_about():
    """All candidates that the actor may take are named, with what depends on the fields."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=SetOut, **BY, when=(~area_is_safe,), given=(leader_is_another,)),
            A.to(C, on=SetOut, **BY, when=(every_party_was_heard,)),
            B.to(C, on=Finish, **BY),
            B.stay(on=Say, **BY),
        ),
    )
    rules = rulebook(walk)

    refused = refusal(rules, opened(rules), SetOut("o-1"))

    assert [reason.code for reason in refused.reasons] == [
        "no-weapon-about",
        "leader-is-actor",
        "party-not-heard",
        "party-not-heard",
    ]


def test_a_guard_that_raises_is_neither_yes_nor_no():
    """An error in a guard propagates, and the case is as it was."""

    @guard("broken")
    def broken(_):
        """Fail."""
        raise ZeroDivisionError

    rules = rulebook(WALK.guarded(Pause, when=(broken,)))
    case = walked(rules)

    for ask in (
        lambda: rules.decide(case, Pause(), by=OFFICER, at=NOW),
        lambda: rules.options(case, by=OFFICER, at=NOW),
    ):
        with pytest.raises(ZeroDivisionError):
            ask()
    assert case == walked(rules)


# --------------------------------------------------------------------------- which track


@pytest.fixture
def visited():
    """Return a rulebook and a case with a visit for each of two parties."""
    chooser = Workflow(
        "walk",
        (
            A.stay(on=Choose, **BY, opens=("visit",)),
            A.to(C, on=GiveUp, **BY),
            A.to(B, on=Pause, **BY),
            B.to(C, on=GoOn, **BY),
        ),
    )
    rules = rulebook(chooser, VISIT)
    case = opened(rules)
    for party in ("p1", "p2"):
        case = rules.apply(case, Choose((), party=party), by=OFFICER, at=NOW)
    return rules, case


def test_a_track_per_party_is_found_by_the_party(visited):
    """A command that names a party goes to that party's track."""
    rules, case = visited

    after = rules.apply(case, Knock("p2"), by=OFFICER, at=NOW)

    assert [(track.id, track.state) for track in after.tracks_of("visit")] == [
        ("visit/p1", "outside"),
        ("visit/p2", "inside"),
    ]


def test_a_command_that_fits_several_tracks_is_ambiguous(visited):
    """Which of two tracks is meant is said, not guessed; `track` says it."""
    rules, case = visited
    case = rules.apply(rules.apply(case, Knock("p2"), by=OFFICER, at=NOW), Knock("p1"), by=OFFICER, at=NOW)

    with pytest.raises(AmbiguousTrackError, match=r"'visit\.leave' fits the tracks 'visit/p1', 'visit/p2'; pass track"):
        rules.decide(case, Leave(), by=OFFICER, at=NOW)
    after = rules.apply(case, Leave(), by=OFFICER, at=NOW, track="visit/p2")
    assert [track.state for track in after.tracks_of("visit")] == ["inside", "left"]


def test_the_only_track_that_is_not_over_is_meant(visited):
    """When all but one are over, nobody needs to say which."""
    rules, case = visited
    for command in (Knock("p1"), Knock("p2")):
        case = rules.apply(case, command, by=OFFICER, at=NOW)
    case = rules.apply(case, Leave(), by=OFFICER, at=NOW, track="visit/p1")

    after = rules.apply(case, Leave(), by=OFFICER, at=NOW)

    assert [track.state for track in after.tracks_of("visit")] == ["left", "left"]
    assert refusal(rules, after, Leave()).reasons == (Reason("not-offered", command="visit.leave", state="visit/left"),)


def test_a_party_without_a_track_is_told(visited):
    """A command for a party whose track was never opened fits the others no better."""
    rules, case = visited

    with pytest.raises(AmbiguousTrackError):
        rules.decide(case, Knock("p3"), by=OFFICER, at=NOW)


@pytest.mark.parametrize("track", ["visit/p9", "walk", "record", ""])
def test_a_track_that_is_none_of_the_commands_is_refused(visited, track):
    """A wrong `track` is a refusal: the page was stale."""
    rules, case = visited

    refused = refusal(rules, case, Leave(), track=track)

    assert (refused.verdict, refused.track, refused.state) == (Verdict.NOT_OFFERED, None, None)
    assert refused.reasons == (Reason("no-such-track", workflow="visit"),)


def test_a_workflow_that_never_ran_on_the_case_is_told():
    """A command of a workflow in force finds no track on a case that never opened it."""
    rules = rulebook(WALK, VISIT)

    refused = refusal(rules, opened(rules), Leave())

    assert refused.reasons == (Reason("no-such-track", workflow="visit"),)
    assert str(refused) == "'visit.leave' is refused (not-offered): Reason('no-such-track', workflow='visit')"


# --------------------------------------------------------------------------- lapsing


def test_the_timekeeper_lets_a_state_lapse_when_its_time_is_over():
    """Not before, not for others, and the track lies where the state lapses to."""
    case = opened(RULES)
    lapse = RULES.command("case.lapse", {})

    early = RULES.decide(case, lapse, by=CLOCK, at=later(hours=23))
    other = RULES.decide(case, lapse, by=OFFICER, at=later(days=2))
    done = RULES.decide(case, lapse, by=CLOCK, at=later(days=1))

    assert early.reasons == (Reason("deadline-not-passed"),)
    assert other.verdict is Verdict.NOT_AUTHORISED
    assert isinstance(done, Accepted)
    assert (done.events[0].track, done.case.track("walk").state) == ("walk", "missed")
    assert len(done.case.track("walk").facts) == 0


def test_nothing_lapses_where_no_state_does():
    """A track whose state does not lapse takes no lapsing, and neither does a case without such a track."""
    case = walked()
    lapse = RULES.command("case.lapse", {})

    assert refusal(RULES, case, lapse, by=CLOCK).reasons == (Reason("no-such-track", workflow="case"),)
    assert refusal(RULES, case, lapse, by=CLOCK, track="walk").verdict is Verdict.NOT_OFFERED


def test_of_two_states_that_lapse_one_is_named():
    """The timekeeper says which track is meant."""
    case = opened(RULES)
    twin = attrs.evolve(case, tracks=(*case.tracks, Track("walk/2", "walk", 1, "waiting", NOW)))
    lapse = RULES.command("case.lapse", {})

    with pytest.raises(AmbiguousTrackError):
        RULES.decide(twin, lapse, by=CLOCK, at=later(days=1))
    after = RULES.apply(twin, lapse, by=CLOCK, at=later(days=1), track="walk/2")
    assert [track.state for track in after.tracks_of("walk")] == ["waiting", "missed"]


def test_the_record_is_a_track_like_any_other():
    """A command of the record goes to the record."""
    assert record().commands[0].workflow == "record"
    assert RULES.apply(opened(RULES), FindFactor("injury"), by=OFFICER, at=NOW).has_factor("injury")
