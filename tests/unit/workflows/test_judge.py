"""A workflow is judged whole when it is made: one error with every problem."""

import pytest
from tests.unit.workflows.village import (
    WALK,
    Choose,
    Finish,
    GiveUp,
    GoOn,
    Leave,
    Pause,
    Say,
    SetOut,
    area_is_safe,
    every_party_was_heard,
)

from community_policing.errors import InvalidWorkflowError
from community_policing.workflows import (
    ANYWHERE,
    State,
    Workflow,
    by_field,
    days,
    each_of,
    every_live_state,
    forbids,
    holding,
    hours,
    in_state,
    keeps,
    leads,
    never,
    permits,
    precedes,
)

A, B, C = State("a", initial=True), State("b"), State("c", final=True)
BY = {"by": ("intake-officer",)}
GO, STOP = A.to(B, on=GoOn, **BY), B.to(C, on=Finish, **BY)
TEXT = {"en": "It holds.", "ar": "هذا ثابت", "basis": "test"}


def judged(*steps, safeguards=(), **more):
    """Return the codes and places of every problem."""
    name = more.pop("name", "walk")
    with pytest.raises(InvalidWorkflowError) as caught:
        Workflow(name, steps, safeguards, **more)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def codes(*steps, **more):
    return [code for code, _ in judged(*steps, **more)]


def test_a_sound_workflow_has_no_problem():
    """The smallest sound workflow begins, goes on and ends."""
    walk = Workflow("walk", (GO, STOP))

    assert [state.name for state in walk.states] == ["a", "b", "c"]


def test_a_workflow_begins_in_one_state():
    """No initial state, or two, is a problem; and so is one that is final."""
    none = State("a")
    two = State("b", initial=True)

    assert codes(none.to(C, on=GoOn, **BY)) == ["initial-state"]
    assert codes(A.to(two, on=GoOn, **BY), two.to(C, on=Finish, **BY)) == ["initial-state"]
    assert codes(A.to(State("z", initial=True, final=True), on=GoOn, **BY)) == ["initial-state", "initial-and-final"]


def test_resting_and_final_exclude_each_other():
    """A state rests or is final, never both."""
    assert judged(A.to(State("z", resting=True, final=True), on=GoOn, **BY)) == [("resting-and-final", "walk/z")]


def test_a_name_means_one_state():
    """Two states of one name are told apart before anything else."""
    assert judged(GO, State("b", resting=True).to(C, on=Finish, **BY)) == [("state-twice", "walk/b")]


@pytest.mark.parametrize("name", ["", "Walk", "my walk", "my_walk", "my.walk", "a/b", "a@b"])
def test_names_are_kebab_case(name):
    """Names of workflows and states are stored, so they have one form."""
    assert ("name", f"walk/{name}") in judged(A.to(State(name, final=True), on=GoOn, **BY))
    assert ("name", f"{name}/{name}") in judged(GO, STOP, name=name)


def test_versions_count_from_one_and_tracks_run_per_party_or_case():
    """A version below 1 and an unknown `per` are problems, told together."""
    assert codes(GO, STOP, version=0, per="village") == ["version", "per"]


def test_nothing_leaves_a_final_state():
    """Neither a transition nor a rule of falling leads out of a final state."""
    assert judged(GO, STOP, C.to(B, on=Pause, **BY)) == [("leaves-final", "walk/c")]
    assert judged(GO, STOP, C.falls_to(B, once=(area_is_safe,))) == [("leaves-final", "walk/c")]


def test_every_transition_says_who_may():
    """A transition without a role is an error, not an open door."""
    assert judged(GO, B.to(C, on=Finish, by=())) == [("nobody-may", "walk/b → c on walk.finish")]
    assert judged(GO, STOP, B.stay(on=Pause, by=())) == [("nobody-may", "walk/b → stays on walk.pause")]


def test_a_workflow_takes_its_own_commands():
    """A command of another workflow is refused, so that its facts are found where its name says."""
    assert judged(GO, B.to(C, on=Leave, **BY)) == [("foreign-command", "walk/b → c on visit.leave")]


def test_consequences_name_fields_that_are_there():
    """What assigns or opens by a field names one that the command has."""
    steps = (
        A.to(B, on=SetOut, **BY, assigns={"mediator": "leadr"}),
        B.to(C, on=Choose, **BY, opens=(by_field("rout"), by_field("routes"))),
    )

    with pytest.raises(
        InvalidWorkflowError, match=r"names the field 'leadr' of walk.set-out \[unknown-field\] \(did yo"
    ):
        Workflow("walk", steps)
    assert codes(*steps) == ["unknown-field", "unknown-field"]


def test_a_transition_behind_an_open_one_is_shadowed():
    """What stands behind a transition that asks for nothing can never be taken."""
    assert judged(GO, STOP, A.to(C, on=GoOn, **BY)) == [("shadowed", "walk/a → c on walk.go-on")]


def test_two_transitions_that_ask_the_same_are_ambiguous():
    """Guards that are the same in another order decide nothing."""
    both = (area_is_safe, every_party_was_heard)

    found = judged(A.to(B, on=GoOn, **BY, when=both), STOP, A.to(C, on=GoOn, **BY, given=both[::-1]))

    assert found == [("ambiguous", "walk/a → c on walk.go-on")]


def test_transitions_that_differ_in_source_command_or_guard_stand_beside_each_other():
    """Only transitions that meet are compared."""
    steps = (
        A.to(B, on=GoOn, **BY, when=(area_is_safe,)),
        A.to(C, on=GoOn, **BY, when=(~area_is_safe,)),
        A.to(C, on=Pause, **BY),
        B.to(C, on=GoOn, **BY),
    )

    walk = Workflow("walk", steps)

    assert len(walk.transitions) == 4


def test_every_state_is_reachable_or_an_entry():
    """A state nobody comes to is a mistake, unless other tracks open the workflow there."""
    lost, entry = State("lost"), State("lost", entry=True)

    assert judged(GO, STOP, lost.to(C, on=Pause, **BY)) == [("unreachable", "walk/lost")]
    assert Workflow("walk", (GO, STOP, entry.to(C, on=Pause, **BY))).state("lost") is entry


def test_a_state_that_lapses_leads_on():
    """Where a state lapses to is reached, and is a way on from a time limit."""
    gone = State("gone", final=True)
    first = State("a", initial=True, within=days(1), lapses_to=gone)

    walk = Workflow("walk", (first.stay(on=GoOn, **BY),))

    assert [state.name for state in walk.states] == ["a", "gone"]


def test_every_state_has_a_way_out_and_an_end():
    """A live state that nobody leaves, and two that only lead to each other, are told."""
    assert judged(GO, B.stay(on=Pause, **BY)) == [("no-end", "walk/a"), ("dead-end", "walk/b")]
    assert judged(GO, B.to(A, on=Pause, **BY)) == [("no-end", "walk/a"), ("no-end", "walk/b")]


def test_a_fall_counts_as_a_way_out():
    """What ends by rule also ends."""
    walk = Workflow("walk", (GO, B.falls_to(C, once=(area_is_safe,))))

    assert walk.leaving(B) == walk.rules_of_falling


def test_a_time_limit_leads_on():
    """A deadline on a state that nobody can leave helps nobody."""
    rest = State("z", resting=True, within=hours(1))

    assert judged(A.to(rest, on=GoOn, **BY)) == [("deadline-without-way-on", "walk/z")]


@pytest.mark.parametrize("gap", ["en", "ar", "basis"])
def test_a_safeguard_is_told_in_both_languages_with_its_basis(gap):
    """A safeguard without its sentence or its source protects nobody."""
    safeguard = never(in_state("b"), id="calm", **{**TEXT, gap: " "})

    assert judged(GO, STOP, safeguards=(safeguard,)) == [("safeguard-text", "walk/calm")]


@pytest.mark.parametrize(
    "safeguard",
    [
        never(in_state("bb"), id="s", **TEXT),
        never(in_state("b") & (in_state("a") | ~in_state("bb")), id="s", **TEXT),
        forbids(Finish, in_state("bb") & area_is_safe, id="s", **TEXT),
        leads(Finish, in_state("bb"), in_state("b"), id="s", **TEXT),
        leads(Finish, in_state("b"), in_state("bb"), id="s", **TEXT),
        permits(Finish, in_state("bb"), by=("mediator",), id="s", **TEXT),
        precedes(GoOn, (State("bb"),), id="s", **TEXT),
        precedes(GoOn, (B,), given=in_state("bb"), id="s", **TEXT),
        keeps(Say, (State("bb"),), id="s", **TEXT),
    ],
    ids=lambda safeguard: type(safeguard).__name__,
)
def test_a_safeguard_speaks_of_states_that_are_there(safeguard):
    """A state that the workflow does not have is found in whatever part of a safeguard it stands."""
    heard = A.stay(on=Say, **BY)

    assert judged(GO, STOP, heard, safeguards=(safeguard,)) == [("safeguard-state", "walk/s")]


@pytest.mark.parametrize(
    "safeguard",
    [
        forbids(Say, id="s", **TEXT),
        permits(Say, by=("mediator",), id="s", **TEXT),
        leads(Say, ANYWHERE, id="s", **TEXT),
        precedes(Say, (B,), id="s", **TEXT),
        keeps(Say, (B,), id="s", **TEXT),
    ],
    ids=lambda safeguard: type(safeguard).__name__,
)
def test_a_safeguard_speaks_of_commands_that_are_taken(safeguard):
    """A right to a command that no transition takes is empty."""
    assert judged(GO, STOP, safeguards=(safeguard,)) == [("safeguard-command", "walk/s")]


def test_a_safeguard_may_speak_of_other_workflows():
    """States and commands of another workflow are its own affair."""
    safeguards = (
        never(in_state("zz", of="visit") | holding(~area_is_safe), id="s", **TEXT),
        forbids(Leave, id="t", **TEXT),
    )

    assert Workflow("walk", (GO, STOP), safeguards).safeguards == safeguards


def test_all_problems_stand_in_one_error():
    """Nobody repairs a definition one error at a time."""
    steps = (
        A.to(B, on=GoOn, by=()),
        B.to(C, on=Leave, **BY),
        C.to(A, on=SetOut, **BY, assigns={"mediator": "x"}),
        A.to(C, on=GoOn, **BY),
    )

    found = codes(*steps, version=0)

    assert found == ["version", "leaves-final", "nobody-may", "foreign-command", "unknown-field", "shadowed"]


def test_the_graph_is_walked_only_where_the_states_are_sound():
    """Reachability says nothing where a name means two states."""
    found = codes(GO, State("b", resting=True).to(C, on=Finish, **BY), State("lost").to(C, on=Pause, **BY))

    assert found == ["state-twice"]


# --------------------------------------------------------------------------- composition is judged again


def test_every_live_state_means_states_that_are_added_later():
    """A right that holds in every live state holds in a new one without anyone's remembering it."""
    resumed = State("resumed")

    walk = WALK.with_transitions(
        WALK.state("paused").to(resumed, on=Say, **BY), resumed.to(WALK.state("done"), on=Pause, **BY)
    )

    assert "walk.give-up" in [spec.name for spec, _ in walk.offers("resumed")]
    assert "resumed" in walk.falls


def test_composition_keeps_the_safeguards_and_is_judged_again():
    """Whoever changes a workflow cannot leave its safeguards behind, nor break it unseen."""
    shorter = WALK.without(Say)

    assert shorter.safeguards == WALK.safeguards
    with pytest.raises(InvalidWorkflowError, match="safeguard-command"):
        WALK.without(GiveUp)
    with pytest.raises(InvalidWorkflowError, match="nobody-may"):
        WALK.with_transitions(WALK.state("walking").stay(on=GoOn, by=()))


def test_several_sources_are_shown_in_the_place_of_a_problem():
    """The place of a problem names every source of the line."""
    (found,) = judged(GO, STOP, each_of(A, B).stay(on=Say, by=()))

    assert found == ("nobody-may", "walk/a|b → stays on walk.say")


def test_everything_live_is_expanded_in_the_place_of_a_problem():
    """A line from every live state is shown with the states that are meant."""
    (found,) = judged(GO, STOP, every_live_state().to(C, on=GiveUp, by=()))

    assert found == ("nobody-may", "walk/a|b → c on walk.give-up")
