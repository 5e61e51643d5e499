"""A class that names a workflow has every check of it as a test: sound ones pass, and each check can fail."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from tests.unit.workflows.village import (
    OFFICER,
    RULES,
    VISIT,
    WALK,
    GiveUp,
    Leave,
    rulebook,
)

from community_policing.errors import UnreadableError
from community_policing.testing import WorkflowTests, rulebook_around, workflow_tests
from community_policing.testing._cast import STRANGER
from community_policing.verification import ADULTS, CHILD
from community_policing.workflows import (
    Accepted,
    Refused,
    State,
    Verdict,
    Workflow,
    command,
    forbids,
    guard,
    holding,
)


class TestWalk(WorkflowTests):
    """Every check of a sound workflow passes."""

    workflow = WALK
    rules = RULES
    lives = 1


TestVisit = workflow_tests(VISIT, rules=rulebook_around(VISIT), lives=1)


# --------------------------------------------------------------------------- a marsh


@command("marsh.count-boats")
class CountBoats:
    """Count the boats."""

    boats: int


@command("marsh.leave")
class LeaveMarsh:
    """Go home."""


@guard("too-few-boats")
def boats_are_enough(a):
    """There are two boats at least."""
    return a.command.boats > 1


@guard("never")
def never_holds(_):
    """Hold never."""
    return False


@guard("no-child")
def child_is_there(s):
    """Somebody on the case is no adult."""
    return any(party.age_band != "adult" for party in s.parties)


BOATS = {"marsh.count-boats.boats": range(3)}
shore, reeds, home = State("shore", initial=True), State("reeds"), State("home", final=True)
BY = {"by": ("intake-officer",)}


def marsh(*guards, **more):
    """Return a workflow in which boats are counted, where *guards* let them be."""
    steps = (shore.to(reeds, on=CountBoats, **BY, given=guards), shore.to(home, on=LeaveMarsh, **BY))
    return Workflow("marsh", (*steps, reeds.to(home, on=LeaveMarsh, **BY)), **more)


def forbidden(where):
    """Return a safeguard that forbids counting boats where a claim holds."""
    return forbids(CountBoats, holding(where), id="marsh-empty", en="No counting.", ar="لا عد", basis="test")


def suite(workflow, **options):
    """Return the tests of *workflow* in a village of its own."""
    return workflow_tests(workflow, **{"rules": rulebook(workflow), "lives": 1, "casts": (ADULTS,), **options})


def names(cls):
    """Return the tests that pytest would run of *cls*."""
    return {name for name in dir(cls) if name.startswith("test_") and getattr(cls, name)}


# --------------------------------------------------------------------------- which tests there are


def test_there_is_a_test_for_each_safeguard_and_law():
    """Each has a name and a sentence."""
    assert {"test_safeguard_walk_unarmed", "test_safeguard_walk_stop", "test_is_sound", "test_lives"} <= names(TestWalk)
    assert all(getattr(TestWalk, name).__doc__ for name in names(TestWalk))
    assert TestWalk.test_safeguard_walk_stop.__doc__ == "One may stop."


def test_a_class_without_a_workflow_has_no_tests():
    """Options can be shared by a class that is not about any workflow yet."""

    class OnTheMarsh(WorkflowTests):
        lives = 1

    assert names(WorkflowTests) == names(OnTheMarsh) == set()


def test_a_class_that_inherits_has_the_tests_of_its_own_workflow_only():
    """Of the workflow it inherits nothing is left."""

    class Another(TestWalk):
        workflow = VISIT

    assert "test_safeguard_walk_unarmed" not in names(Another)
    assert "test_is_sound" in names(Another)


def test_a_test_of_ones_own_stands_in_the_place_of_one():
    """What a class says itself stays; `None` leaves a test out."""

    class Ours(WorkflowTests):
        workflow = WALK
        test_lives = None

        def test_is_sound(self):
            """Look at it otherwise."""

    assert "test_lives" not in names(Ours)
    assert Ours.test_is_sound.__doc__ == "Look at it otherwise."


def test_the_function_makes_a_class():
    """It is named after the workflow, and takes the attributes of the class and nothing else."""
    assert TestVisit.__name__ == "TestVisit"
    assert TestVisit.lives == 1
    with pytest.raises(TypeError, match="WorkflowTests has no boundaries"):
        workflow_tests(WALK, boundaries={})


def test_the_standard_rulebook_takes_the_workflow_in():
    """Where no rulebook is named, a law can be asked all the same."""
    workflow_tests(marsh(), casts=(ADULTS,)).test_law_time_runs_on()


# --------------------------------------------------------------------------- what the proof finds


def test_a_broken_safeguard_is_told_with_a_test_to_paste():
    """The failure has the story, and the text of a test."""
    with pytest.raises(AssertionError) as raised:
        suite(marsh(safeguards=(forbidden(child_is_there),)), bounds=BOATS, casts=(CHILD,)).test_safeguard_marsh_empty()

    assert "safeguard-broken: marsh/marsh-empty: No counting." in str(raised.value)
    assert "shore → reeds: marsh.count-boats" in str(raised.value)
    assert "def test_marsh_marsh_empty_stays_mended(" in str(raised.value)


def test_a_dead_step_is_no_sound_workflow():
    """What is wrong is told, and what keeps it so."""
    with pytest.raises(AssertionError, match="unreachable-state: marsh/reeds"):
        suite(marsh(never_holds)).test_is_sound()


def test_a_field_without_bounds_leaves_the_proof_incomplete():
    """The failure names the field; once it is bounded everything is looked at."""
    open_ended = marsh(boats_are_enough)

    with pytest.raises(AssertionError, match=r"cut: 'marsh\.count-boats\.boats' is a whole number without bounds"):
        suite(open_ended).test_is_explored_completely()
    suite(open_ended, bounds=BOATS).test_is_explored_completely()


def test_a_safeguard_that_is_not_decided_fails_unless_that_is_allowed():
    """A proof that was cut short is none; with a reason beside it, it may stay open."""
    safe = marsh(boats_are_enough, safeguards=(forbidden(child_is_there),))
    allowed = suite(safe, casts=(CHILD,), undecided_allowed={"marsh-empty": "nobody counts boats"})

    with pytest.raises(AssertionError, match="marsh-empty is neither proved nor broken: "):
        suite(safe, casts=(CHILD,)).test_safeguard_marsh_empty()
    with pytest.raises(AssertionError, match="undecided: marsh-empty: "):
        suite(safe, casts=(CHILD,)).test_is_explored_completely()
    allowed.test_safeguard_marsh_empty()
    with pytest.raises(AssertionError, match="^(?!.*undecided)"):
        allowed.test_is_explored_completely()


def test_a_safeguard_that_is_decided_is_taken_off_the_list():
    """What was allowed to stay open and is decided by now is told."""
    decided = suite(WALK, undecided_allowed={"walk-stop": "it was hard"})

    with pytest.raises(
        AssertionError, match=r"walk-stop is decided now; take it off undecided_allowed \(it was hard\)"
    ):
        decided.test_safeguard_walk_stop()


def test_a_safeguard_that_speaks_of_nothing_is_told():
    """It proves nothing; whoever wants it all the same says so."""
    vain = marsh(safeguards=(forbidden(never_holds),))

    with pytest.raises(AssertionError, match="vacuous-safeguard: marsh/marsh-empty"):
        suite(vain).test_says_nothing_empty()
    suite(vain, notes_allowed=("vacuous-safeguard",)).test_says_nothing_empty()


# --------------------------------------------------------------------------- laws


def silent(refused, _):
    """Say nothing of why."""
    return attrs.evolve(refused, reasons=())


def terse(refused, _):
    """Say the first reason only."""
    return attrs.evolve(refused, reasons=refused.reasons[:1])


def late(accepted, _):
    """Let time run back."""
    events = tuple(attrs.evolve(one, at=one.at - timedelta(days=1)) for one in accepted.events)
    return attrs.evolve(accepted, events=events)


def losing(accepted, _):
    """Lose the events."""
    return attrs.evolve(accepted, events=())


def blurring(accepted, _):
    """Put something into the events that cannot be written down."""
    events = tuple(attrs.evolve(one, at=one.at.replace(tzinfo=None)) for one in accepted.events)
    return attrs.evolve(accepted, events=events)


def lenient(refused, case):
    """Accept what is not offered."""
    return Accepted(case, ()) if refused.verdict is Verdict.NOT_OFFERED else refused


class Around:
    """Rules whose answers of one kind are changed."""

    def __init__(self, inner, kind=(), change=None):
        """Hold what is sound, and what is made of it."""
        self.inner, self.kind, self.change = inner, kind, change

    def __getattr__(self, name):
        """Return whatever is not different."""
        return getattr(self.inner, name)

    def decide(self, case, order, **more):
        """Return the answer, changed."""
        outcome = self.inner.decide(case, order, **more)
        return self.change(outcome, case) if isinstance(outcome, self.kind) else outcome


class Lavish(Around):
    """Rules under which everything is said to be possible."""

    def options(self, *args, **more):
        """Return the options, all open."""
        found = self.inner.options(*args, **more)
        return tuple(attrs.evolve(one, verdict=Verdict.PERMITTED, reasons=()) for one in found)


class Trusting(Around):
    """Rules that take a stranger for an officer."""

    def decide(self, case, order, *, by, **more):
        """Return what an officer would be answered."""
        return self.inner.decide(case, order, by=OFFICER if by == STRANGER else by, **more)


class Swallowing(Around):
    """Rules under which an error in a guard is taken for a no."""

    def with_workflow(self, workflow):
        """Return such rules again."""
        return Swallowing(self.inner.with_workflow(workflow))

    def decide(self, case, order, **more):
        """Return the answer, whatever happens."""
        try:
            return self.inner.decide(case, order, **more)
        except Exception:  # noqa: BLE001  that is the fault
            return Refused(Verdict.UNMET, "walk.finish", ())


LAWFUL = marsh(boats_are_enough, child_is_there)
VILLAGE = rulebook(LAWFUL)
SOUND = suite(LAWFUL, rules=VILLAGE, bounds=BOATS, casts=(ADULTS, CHILD))


@pytest.mark.parametrize(
    ("law", "rules"),
    [
        ("a_refusal_changes_nothing", Around(VILLAGE, Refused, silent)),
        ("a_refusal_names_everything", Around(VILLAGE, Refused, terse)),
        ("options_agree_with_decide", Lavish(VILLAGE)),
        ("a_stranger_is_refused", Trusting(VILLAGE)),
        ("time_runs_on", Around(VILLAGE, Accepted, late)),
        ("events_make_the_case", Around(VILLAGE, Accepted, losing)),
        ("what_is_written_comes_back", Around(VILLAGE, Accepted, blurring)),
        ("a_final_state_refuses_everything", Around(VILLAGE, Refused, lenient)),
        ("a_guard_that_raises_propagates", Swallowing(VILLAGE)),
    ],
)
def test_each_law_finds_its_fault(law, rules):
    """Rules that break a law fail its test, and sound ones do not."""
    broken = getattr(suite(LAWFUL, rules=rules, bounds=BOATS, casts=(ADULTS, CHILD)), f"test_law_{law}")

    getattr(SOUND, f"test_law_{law}")()
    with pytest.raises((AssertionError, UnreadableError)):
        broken()


def test_guards_that_raise_do_not_stop_the_laws():
    """What breaks down is told by the test of soundness, with its state."""

    @guard("raises")
    def raises(_):
        return 1 / 0

    faulty = suite(marsh(raises))

    faulty.test_law_time_runs_on()
    with pytest.raises(AssertionError, match="guard-raises: marsh/raises"):
        faulty.test_is_sound()


# --------------------------------------------------------------------------- lives


def test_a_step_that_the_proof_did_not_see_is_told():
    """A cast that leaves a kind of party out has not shown everything; some life finds the step that is missing."""
    with pytest.raises(AssertionError, match="is a step that the proof did not see") as raised:
        suite(marsh(child_is_there), casts=(ADULTS,), lives=200).test_lives()

    assert "add such a cast to casts" in str(raised.value)
    suite(marsh(child_is_there), casts=(CHILD,)).test_lives()


def test_a_proof_that_is_not_complete_is_not_held_against_lives():
    """Where something was left out, a step may be missing from what was seen."""
    suite(marsh(boats_are_enough, child_is_there), lives=3).test_lives()


def test_lives_hold_further_laws():
    """A law of one's own is asked of each decision."""

    def nobody_leaves(_, outcome):
        assert isinstance(outcome, Refused) or not isinstance(outcome.events[0].command, Leave | GiveUp), (
            "somebody left"
        )

    with pytest.raises(AssertionError, match="somebody left"):
        suite(WALK, also=(nobody_leaves,), lives=None).test_lives()
