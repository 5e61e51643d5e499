"""What can be done now, what must be filled in, and what stands in the way."""

import pytest
from tests.unit.workflows.village import (
    CLOCK,
    NOW,
    OFFICER,
    RULES,
    STRANGER,
    VISIT,
    WALK,
    FindFactor,
    Finish,
    GoOn,
    Note,
    Pause,
    Rest,
    Say,
    SetOut,
    area_is_safe,
    case_is_open,
    every_party_was_heard,
    later,
    leader_is_another,
    opened,
    rulebook,
)

from community_policing.cases import Actor, Reason
from community_policing.workflows import State, Verdict, Workflow

A, B, C = State("a", initial=True), State("b"), State("c", final=True)
BY = {"by": ("intake-officer",)}


def verdicts(rules, case, *, by=OFFICER, at=NOW):
    return {option.name: option.verdict for option in rules.options(case, by=by, at=at)}


def option(rules, case, name, *, by=OFFICER, at=NOW):
    (found,) = (one for one in rules.options(case, by=by, at=at) if one.name == name)
    return found


def test_options_stand_in_the_order_of_tracks_and_definitions():
    """Every command that a live or resting track offers is there, each with its track."""
    options = RULES.options(opened(RULES), by=OFFICER, at=NOW)

    assert [(one.track, one.name) for one in options] == [
        ("record", "record.find-factor"),
        ("record", "record.weigh-risk"),
        ("record", "record.add-party"),
        ("record", "record.note"),
        ("record", "record.rest"),
        ("record", "record.store"),
        ("walk", "walk.set-out"),
        ("walk", "walk.give-up"),
        ("walk", "case.lapse"),
    ]


def test_an_option_is_a_button_with_its_form():
    """Command, fields and label code are all a page needs."""
    start = option(RULES, opened(RULES), "walk.set-out")

    assert (start.command, start.verdict, start.reasons) == (SetOut, Verdict.NEEDS_INPUT, ())
    assert [(field.name, field.required) for field in start.fields] == [("leader", True), ("companion", False)]
    assert start.label_code == "command.walk.set-out"


def test_each_verdict_says_what_stands_in_the_way():
    """Permitted as it is, in need of input, unmet, or not for this actor."""
    case = RULES.apply(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    mine = verdicts(RULES, case)
    leaders = option(RULES, case, "walk.finish", by=Actor("o-3"))

    assert mine["walk.pause"] is Verdict.PERMITTED
    assert mine["walk.say"] is Verdict.NEEDS_INPUT
    assert mine["walk.finish"] is Verdict.NOT_AUTHORISED
    assert leaders.verdict is Verdict.UNMET
    assert [reason.code for reason in leaders.reasons] == ["party-not-heard", "party-not-heard", "too-early"]


def test_a_given_guard_needs_input_even_without_fields():
    """What depends on more than the case is not promised."""
    rules = rulebook(WALK.guarded(Pause, given=(leader_is_another,)))
    case = rules.apply(opened(rules), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    assert verdicts(rules, case)["walk.pause"] is Verdict.NEEDS_INPUT


def test_those_who_may_not_see_no_guard():
    """The reason names the roles, and nothing of the case."""
    case = RULES.apply(opened(RULES), FindFactor("weapon"), by=OFFICER, at=NOW)

    options = RULES.options(case, by=STRANGER, at=NOW)

    assert {one.verdict for one in options} == {Verdict.NOT_AUTHORISED}
    assert {reason.code for one in options for reason in one.reasons} == {"not-authorised"}


def test_time_opens_what_is_too_early():
    """The same question later has another answer."""
    case = RULES.apply(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    for party in ("p1", "p2"):
        case = RULES.apply(case, Say(party, calm=True), by=OFFICER, at=NOW)

    early, late = (option(RULES, case, "walk.finish", by=Actor("o-3"), at=later(minutes=m)) for m in (59, 60))

    assert [reason.code for reason in early.reasons] == ["too-early"]
    assert late.verdict is Verdict.PERMITTED


def test_the_timekeeper_has_options_too():
    """A scheduler asks like anybody else."""
    case = opened(RULES)

    assert verdicts(RULES, case, by=CLOCK, at=later(hours=23))["case.lapse"] is Verdict.UNMET
    assert verdicts(RULES, case, by=CLOCK, at=later(hours=24))["case.lapse"] is Verdict.PERMITTED


def test_what_is_over_offers_nothing():
    """A final track has no buttons; a resting one has."""
    case = RULES.apply(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    paused = RULES.apply(case, Pause(), by=OFFICER, at=NOW)
    barred = RULES.apply(case, FindFactor("weapon"), by=OFFICER, at=NOW)

    assert [one.name for one in RULES.options(paused, by=OFFICER, at=NOW) if one.track == "walk"] == ["walk.go-on"]
    assert not [one for one in RULES.options(barred, by=OFFICER, at=NOW) if one.track == "walk"]


def test_several_ways_are_one_option():
    """One command is one button: open where one way is, else with the reasons of every way."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=GoOn, **BY, when=(~area_is_safe,)),
            A.to(C, on=GoOn, **BY, when=(every_party_was_heard, area_is_safe)),
            A.to(B, on=Pause, **BY, when=(~area_is_safe,)),
            A.to(C, on=Pause, **BY),
            B.to(C, on=Finish, **BY),
        ),
    )
    rules = rulebook(walk)
    case = opened(rules)

    assert [reason.code for reason in option(rules, case, "walk.go-on").reasons] == [
        "no-weapon-about",
        "party-not-heard",
        "party-not-heard",
    ]
    assert verdicts(rules, case)["walk.pause"] is Verdict.PERMITTED


def test_a_standing_guard_closes_every_option_of_its_tracks():
    """While the case rests, its tracks say why nothing moves, and what frames it may still move."""
    rules = rulebook(WALK, standing=(case_is_open,))
    case = rules.apply(opened(rules), Rest(), by=OFFICER, at=NOW)

    found = {one.name: (one.verdict, one.reasons) for one in rules.options(case, by=OFFICER, at=NOW)}

    assert found["walk.give-up"] == (Verdict.UNMET, (Reason("case-not-open"),))
    assert found["record.wake"] == (Verdict.PERMITTED, ())


def test_where_one_way_is_open_the_others_are_not_told_about():
    """A standing guard stands in the way; what closes another way does not, and `decide` says the same."""
    walk = Workflow(
        "walk",
        (
            A.to(B, on=Pause, **BY, when=(~area_is_safe,)),
            A.to(C, on=Pause, **BY),
            B.to(C, on=Finish, **BY),
        ),
    )
    rules = rulebook(walk, standing=(case_is_open,))
    case = rules.apply(opened(rules), Rest(), by=OFFICER, at=NOW)

    assert option(rules, case, "walk.pause").reasons == (Reason("case-not-open"),)
    assert rules.decide(case, Pause(), by=OFFICER, at=NOW).reasons == (Reason("case-not-open"),)


@pytest.mark.parametrize("by", [OFFICER, STRANGER, CLOCK])
def test_asking_changes_nothing(by):
    """Options are a question."""
    rules = rulebook(WALK, VISIT)
    case = opened(rules)

    first, second = (rules.options(case, by=by, at=NOW) for _ in range(2))

    assert first == second
    assert case == opened(rules)
    assert rules.apply(case, Note("n"), by=OFFICER, at=NOW).seq == 3
