"""Law 6: a guard that raises is a bug; it propagates, and is never read as yes or no."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.workflows.village import NOW, OFFICER, Finish, GoOn, Pause, opened, rulebook

from community_policing.workflows import State, Workflow, guard

A, B, C = State("a", initial=True), State("b"), State("c", final=True)
BY = {"by": ("intake-officer",)}


class BrokenError(Exception):
    """What a broken guard raises."""


@guard("no")
def says_no(_):
    """Never hold."""
    return False


@guard("yes", otherwise="not-yes")
def says_yes(_):
    """Hold always."""
    return True


@guard("broken")
def breaks(_):
    """Fail when asked."""
    raise BrokenError


@guard("broken-late")
def breaks_late(_):
    """Fail when its reasons are listened to."""
    yield from ()
    raise BrokenError


guards = st.lists(st.sampled_from([says_yes, says_no, breaks, breaks_late, ~breaks, ~breaks_late]), max_size=3)
BROKEN = {breaks, breaks_late, ~breaks, ~breaks_late}


@given(when=guards, given_=guards, standing=guards)
def test_an_error_in_a_guard_propagates(when, given_, standing):
    """Wherever the broken guard stands, and whatever the others say, nobody gets an answer and nothing changes."""
    walk = Workflow(
        "walk",
        (A.to(B, on=GoOn, **BY, when=when, given=given_), A.to(B, on=Pause, **BY), B.to(C, on=Finish, **BY)),
    )
    rules = rulebook(walk, standing=standing)
    case = opened(rules)
    before = pickle.dumps(case)

    if BROKEN & {*when, *given_, *standing}:
        with pytest.raises(BrokenError):
            rules.decide(case, GoOn(), by=OFFICER, at=NOW)
    else:
        rules.decide(case, GoOn(), by=OFFICER, at=NOW)
    if BROKEN & {*when, *standing}:
        with pytest.raises(BrokenError):
            rules.options(case, by=OFFICER, at=NOW)
    else:
        rules.options(case, by=OFFICER, at=NOW)

    assert pickle.dumps(case) == before


@given(guards.filter(lambda found: BROKEN & {*found}))
def test_an_error_in_a_rule_of_falling_propagates(once):
    """A rule that cannot be asked neither falls nor lets the case go on, unless another condition kept it from that."""
    walk = Workflow(
        "walk",
        (A.to(C, on=Finish, **BY), A.stay(on=Pause, **BY), A.falls_to(C, once=once)),
    )
    rules = rulebook(walk)
    first = next((one for one in once if one in BROKEN or one is says_no), None)

    if first is says_no:
        assert opened(rules).track("walk").state == "a"
    else:
        with pytest.raises(BrokenError):
            opened(rules)
