"""What there is to reach in a workflow."""

from collections import Counter

from tests.unit.workflows.village import RULES, WALK, record

from community_policing import standard_rulebook
from community_policing.testing import Aspect, coverage_of
from community_policing.workflows import Attempt, Situation, State, Workflow, command, days, guard


@command("errand.go")
class Go:
    """Go."""


@guard("not-dressed", gives=("not-fed",))
def is_ready(s: Situation) -> bool:
    """One is ready."""
    return s.case.seq > 0


@guard("wrong-day")
def day_is_right(a: Attempt[Go]) -> bool:
    """The day is right."""
    return a.case.seq > 1


BY = {"on": Go, "by": ("intake-officer",)}
home, away = State("home", initial=True, at_least=days(1)), State("away", final=True)


def subjects(coverage, aspect):
    """Return the subjects of one aspect, in order."""
    return [point.subject for point in coverage.only(aspect=aspect).hits]


def test_every_state_and_step_is_asked_for():
    """States, transitions and rules of falling are there from each state that they leave, lapses among them."""
    coverage = coverage_of(WALK)

    assert subjects(coverage, Aspect.STATE) == [(state.name,) for state in WALK.states]
    assert ("waiting", "walk.set-out", "walking") in subjects(coverage, Aspect.TRANSITION)
    assert ("walking", "walk.say", "walking") in subjects(coverage, Aspect.TRANSITION)
    assert ("waiting", "walk.give-up", "given-up") in subjects(coverage, Aspect.TRANSITION)
    assert ("walking", "walk.give-up", "given-up") in subjects(coverage, Aspect.TRANSITION)
    assert ("waiting", "case.lapse", "missed") in subjects(coverage, Aspect.TRANSITION)
    assert subjects(coverage, Aspect.FALL) == [
        ("waiting", "barred", "weapon-about"),
        ("walking", "barred", "weapon-about"),
    ]


def test_both_sides_of_a_guard_are_asked_for_once():
    """A guard and its negation, wherever they are used, have two sides together."""
    sides = subjects(coverage_of(WALK), Aspect.GUARD)

    assert sides.count(("area_is_safe", "weapon-about", "held")) == 1
    assert sides.count(("area_is_safe", "weapon-about", "failed")) == 1
    assert Counter(name for name, _, _ in sides).keys() >= {"leader_has_company", "deadline_has_passed", "has_lasted"}
    assert set(Counter(name for name, _, _ in sides).values()) == {2}


def test_every_declared_reason_of_a_command_is_asked_for():
    """Each code that a guard of a transition declares may refuse; what only falls by rule does not."""
    flow = Workflow(
        "errand",
        transitions=(
            home.to(away, when=(is_ready,), settles=True, **BY),
            home.falls_to(away, once=(~day_is_right,)),
        ),
    )

    assert subjects(coverage_of(flow), Aspect.REFUSAL) == [("not-dressed",), ("not-fed",), ("too-early",)]
    assert ("day_is_right", "wrong-day", "held") in subjects(coverage_of(flow), Aspect.GUARD)


def test_a_guard_that_only_chooses_refuses_nothing():
    """Where one way asks just the opposite of another, it is open whenever the other is shut for that reason."""
    chosen = Workflow(
        "errand", transitions=(home.to(away, given=(day_is_right,), **BY), home.to(away, given=(~day_is_right,), **BY))
    )
    also = Workflow(
        "errand",
        transitions=(
            home.to(away, given=(day_is_right,), when=(is_ready,), **BY),
            home.to(away, given=(~day_is_right,), **BY),
        ),
    )
    for_another = Workflow(
        "errand",
        transitions=(
            home.to(away, given=(day_is_right,), **BY),
            home.to(away, given=(~day_is_right,), on=Go, by=("supervisor",)),
        ),
    )

    assert subjects(coverage_of(chosen), Aspect.REFUSAL) == []
    assert subjects(coverage_of(also), Aspect.REFUSAL) == [("not-dressed",), ("not-fed",), ("not-wrong-day",)]
    assert subjects(coverage_of(for_another), Aspect.REFUSAL) == [("wrong-day",), ("not-wrong-day",)]


def test_transitions_that_look_alike_are_told_apart():
    """Two ways between the same states on the same command are two points."""
    flow = Workflow(
        "errand", transitions=(home.to(away, when=(is_ready,), **BY), home.to(away, given=(day_is_right,), **BY))
    )

    assert subjects(coverage_of(flow), Aspect.TRANSITION) == [
        ("home", "errand.go", "away"),
        ("home", "errand.go", "away", "#2"),
    ]


def test_a_rulebook_means_all_of_its_workflows():
    """A rulebook stands for every workflow it holds."""
    assert coverage_of(RULES) == coverage_of(*RULES.workflows)
    assert {part[0] for part in coverage_of(WALK, record()).by_workflow()} == {"walk", "record"}


def test_nothing_is_reached_at_first():
    """In the builtin workflows too there is something of every kind to reach, and nothing is."""
    coverage = coverage_of(standard_rulebook())

    assert coverage.reached == 0
    assert all(coverage.only(aspect=aspect).hits for aspect in Aspect)
