"""Law 3: who may is asked first and denied by default; where it fails, guards are neither run nor shown."""

import random

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.asking import may, ways
from tests.laws.strategies import LONG_LIVES, SEEDS, STRANGER, lives, payload
from tests.unit.workflows.village import NOW, OFFICER, Finish, GoOn, Pause, opened, rulebook

from community_policing.cases import Actor
from community_policing.workflows import State, Verdict, Workflow, guard

ROLES = ("supervisor", "duty-officer", "mediator", "complainant", "party-roles", "system")


def watched(by_role):
    """Return a rulebook whose every transition asks for the roles in *by_role*, and what its guards were asked."""
    asked = []

    @guard("watched")
    def watch(s):
        """Remember that it was asked."""
        asked.append(s)
        return True

    a, b, c = State("a", initial=True), State("b"), State("c", final=True)
    walk = Workflow(
        "walk",
        (
            a.to(b, on=GoOn, by=by_role, when=(watch,), given=(watch,)),
            a.to(c, on=GoOn, by=by_role[:1], when=(watch, ~watch)),
            a.stay(on=Pause, by=by_role, given=(watch,)),
            b.to(c, on=Finish, by=by_role, when=(watch,)),
        ),
    )
    return rulebook(walk, standing=()), asked


actors = st.builds(
    Actor,
    st.sampled_from(["o-1", "o-2"]),
    st.lists(st.sampled_from(ROLES), max_size=2).map(tuple),
    speaks_for=st.sampled_from([None, "p1", "p2", "p9"]),
)


@given(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True).map(tuple), actors)
def test_no_guard_runs_for_those_who_may_not(roles, actor):
    """A guard sees protected facts, so it is not even run for whoever holds none of the roles."""
    rules, asked = watched(roles)
    case = opened(rules)
    asked.clear()
    allowed = {
        command: any(may(rules, actor, case, way) for way in ways(rules, case.track("walk"), command))
        for command in (GoOn, Pause)
    }

    options = {option.command: option for option in rules.options(case, by=actor, at=NOW) if option.track == "walk"}
    outcomes = {command: rules.decide(case, command(), by=actor, at=NOW) for command in (GoOn, Pause)}

    for command, is_allowed in allowed.items():
        verdict = options[command].verdict
        assert (verdict is not Verdict.NOT_AUTHORISED) is is_allowed
        assert (getattr(outcomes[command], "verdict", None) is not Verdict.NOT_AUTHORISED) is is_allowed
    if not any(allowed.values()):
        assert not asked
    assert rules.decide(opened(rules), GoOn(), by=OFFICER, at=NOW).verdict is Verdict.NOT_AUTHORISED


@LONG_LIVES
@given(lives(steps=25), SEEDS)
def test_a_stranger_gets_nothing_done_and_learns_nothing(life, seed):
    """Whatever the state, whoever holds no role is refused everything, by no reason but that."""
    chance, rules, case = random.Random(seed), life.rules, life.case  # noqa: S311  the same seed gives the same life

    options = rules.options(case, by=STRANGER, at=case.at)

    assert {option.verdict for option in options} <= {Verdict.NOT_AUTHORISED}
    for option in options:
        command = payload(rules, case, option.command, case.at, chance)
        refused = rules.decide(case, command, by=STRANGER, at=case.at, track=option.track)
        assert refused.verdict is Verdict.NOT_AUTHORISED
        assert [reason.code for reason in refused.reasons] == ["not-authorised"]


@LONG_LIVES
@given(lives(steps=25))
def test_only_those_who_may_are_accepted(life):
    """Every accepted move was one that its actor may take, worked out from the roles alone."""
    for move in life.accepted:
        found = ways(life.rules, move.case.track(move.track), type(move.command))
        assert any(may(life.rules, move.by, move.case, way) for way in found)
