"""A service of one's own is held against a workflow: a faithful one passes, and each unfaithful one is told why."""

import pytest
from tests.unit.workflows.village import (
    RULES,
    VISIT,
    WALK,
    GiveUp,
    Knock,
    Leave,
    Pause,
    Rest,
    SetOut,
    rulebook,
)

from community_policing.testing import check_system, differences, rulebook_around, tell
from community_policing.testing._beginnings import beginning
from community_policing.workflows import Accepted, State, Workflow, guard

SMALL = {"rules": RULES, "cases": 2, "tries": 1500}


@guard("never")
def _never(situation):
    """Nothing holds."""
    return situation is None


class Service:
    """A service in memory that does what the rules say."""

    rules = RULES

    def __init__(self):
        self.case = None
        self.last = {}

    def begin(self, events):
        """Take over the case of *events*."""
        self.case = self.rules.replay(events)

    def do(self, command, *, by, at, track):
        """Try *command*."""
        outcome = self.rules.decide(self.case, command, by=by, at=at, track=track)
        if isinstance(outcome, Accepted):
            self.case = outcome.case
        return isinstance(outcome, Accepted)

    def states(self):
        """Return the states."""
        return {track.id: track.state for track in self.case.tracks} | self.last


class Raising(Service):
    """It refuses by raising."""

    def do(self, command, *, by, at, track):
        """Try *command*."""
        self.case = self.rules.apply(self.case, command, by=by, at=at, track=track)
        return True


def test_a_faithful_service_passes():
    """Nothing is reported of a service that does what the workflow says, whichever way it refuses."""
    check_system(WALK, Service, **SMALL)
    check_system(WALK, Raising, **SMALL)


class TakesAnything(Service):
    """It sets out whoever leads."""

    def do(self, command, **circumstances):
        """Try *command*."""
        return super().do(command, **circumstances) or isinstance(command, SetOut)


class NeverPauses(Service):
    """It refuses to pause."""

    def do(self, command, **circumstances):
        """Try *command*."""
        return not isinstance(command, Pause) and super().do(command, **circumstances)


class EndsWrongly(Service):
    """It comes to the wrong state when it gives up."""

    def do(self, command, **circumstances):
        """Try *command*."""
        accepted = super().do(command, **circumstances)
        if accepted and isinstance(command, GiveUp):
            self.last = {"walk": "done"}
        return accepted


class MovesWhenRefusing(Service):
    """It changes its state although it refuses."""

    def do(self, command, **circumstances):
        """Try *command*."""
        accepted = super().do(command, **circumstances)
        if not accepted and isinstance(command, SetOut):
            self.last = {"walk": "walking"}
        return accepted


class BreaksDown(Service):
    """It has an error in it."""

    def do(self, command, **circumstances):
        """Try *command*."""
        if isinstance(command, Pause):
            raise KeyError("pause")
        return super().do(command, **circumstances)


class Forgets(Service):
    """It loses the track once it is over."""

    def states(self):
        """Return the states."""
        return {name: state for name, state in super().states().items() if state != "given-up"}


@pytest.mark.parametrize(
    ("service", "command", "expected", "found"),
    [
        (TakesAnything, SetOut, "refused, then walk: waiting", "accepted, then walk: waiting"),
        (NeverPauses, Pause, "accepted, then walk: paused", "refused, then walk: walking"),
        (EndsWrongly, GiveUp, "accepted, then walk: given-up", "accepted, then walk: done"),
        (MovesWhenRefusing, SetOut, "refused, then walk: waiting", "refused, then walk: walking"),
        (BreaksDown, Pause, "accepted, then walk: paused", "raised KeyError('pause')"),
        (Forgets, GiveUp, "accepted, then walk: given-up", "accepted, then walk: None"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_an_unfaithful_service_is_told_why(service, command, expected, found):
    """What it does otherwise is reported with what the workflow says, and the shortest story that shows it."""
    reported = differences(WALK, service, **SMALL)

    assert {type(one.move.command) for one in reported} >= {command}
    assert any((one.expected, one.found) == (expected, found) for one in reported)
    with pytest.raises(AssertionError, match="the system differs from the workflow 'walk'") as raised:
        check_system(WALK, service, **SMALL)
    assert str(raised.value).count("expected: ") == len(reported)
    assert f"expected: {expected}\nfound: {found}\n1. 2026-03-01 09:30 " in str(raised.value)


def test_the_rules_are_the_plainest_around_the_workflow_unless_told():
    """Without rules of one's own, a record is put around the workflow; for each party it is called for first."""
    rules = rulebook_around(VISIT)

    class Visits(Service):
        pass

    class Leaves(Visits):
        def do(self, command, **circumstances):
            """Try *command*."""
            return super().do(command, **circumstances) and not isinstance(command, Leave)

    Visits.rules = rules
    reported = differences(VISIT, Leaves, cases=2)

    check_system(VISIT, Visits, cases=2)
    assert {type(one.move.command) for one in reported} == {Leave}
    assert [type(move.command) for move in reported[0].story.moves][-1] is Knock


def test_a_state_that_no_history_comes_to_is_taken_over():
    """The steps from states beyond a door that stays shut are held too."""
    beyond, shut = State("beyond"), State("shut", final=True)
    barred = Workflow(
        "walk",
        transitions=(
            State("before", initial=True).to(beyond, on=SetOut, by=("system",), when=(_never,)),
            beyond.to(shut, on=GiveUp, by=("intake-officer",)),
        ),
    )

    class Walks(Service):
        rules = rulebook_around(barred)

    class Stays(Walks):
        def do(self, command, **circumstances):
            """Try *command*."""
            return super().do(command, **circumstances) and not isinstance(command, GiveUp)

    assert differences(barred, Walks) == ()
    assert {one.expected for one in differences(barred, Stays)} == {"accepted, then walk: shut"}


def test_further_workflows_are_moved_where_guards_wait_for_them():
    """With ``also``, steps of the record are taken on the way and held as well."""

    class NeverRests(Service):
        def do(self, command, **circumstances):
            """Try *command*."""
            return not isinstance(command, Rest) and super().do(command, **circumstances)

    assert differences(WALK, NeverRests, rules=RULES, cases=1, tries=300) == ()
    assert differences(WALK, NeverRests, rules=RULES, also=("record",), cases=1, tries=300)


def test_the_record_itself_may_be_what_is_held():
    """A service that keeps cases is held against the record; the state before any case is passed over."""
    check_system(RULES.workflow("record"), Service, rules=RULES, cases=1, tries=200)


def test_the_opening_may_be_told():
    """A case begins as it is told, and the plainest beginning is a story like any other."""
    opening = tell(RULES, beginning(RULES).moves)

    check_system(WALK, Service, rules=RULES, opening=opening, cases=1, tries=50)
    assert opening.case.track("walk").state == "waiting"


def test_a_workflow_that_nothing_begins_is_an_error():
    """What runs once per party and is opened by nobody needs an opening that is told."""
    with pytest.raises(ValueError, match="no plain way was found to begin 'visit'"):
        check_system(VISIT, Service, rules=rulebook(WALK, VISIT))
