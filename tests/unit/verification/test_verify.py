"""Proof, or the shortest counterexample; and what was not looked at is told."""

from attrs import evolve
from tests.unit.verification.marsh import (
    BOTH,
    BY,
    CAST,
    COUNT,
    FERRY,
    MARSH,
    RULES,
    SAID,
    Finish,
    Hear,
    but,
    codes,
    done,
    heard,
    looked_at,
    marsh,
    proof,
)

from community_policing.verification import verify
from community_policing.workflows import guard, in_state, never, possible


@guard("marsh-no-boat")
def some_boat(a):
    """At least one boat was counted."""
    return a.command.boats > 0


BOATS = marsh(instead=(but(COUNT, given=(some_boat,)),))


def test_a_number_without_bounds_cuts_the_proof_short():
    """Where a guard reads a whole number that nobody bounded, the report is not complete and says what would help."""
    report = proof(BOATS)

    assert not report.complete
    assert "bounds={'marsh.count-boats.boats': range(0, 4)}" in report.cuts[0]


def test_bounds_let_a_guard_read_a_number():
    """With bounds everything is looked at."""
    report = proof(BOATS, bounds={"marsh.count-boats.boats": range(2)})

    assert report.complete
    assert report.ok


def test_a_step_that_no_bound_allows_is_dead():
    """Only the numbers given are tried."""
    report = proof(BOATS, bounds={"marsh.count-boats.boats": (0,)})

    assert codes(report) == ["dead-transition"]


def test_too_many_paths_cut_the_proof_short():
    """A search that is not allowed to look at enough says where it stopped."""
    report = proof(MARSH, most=0)

    assert not report.complete
    assert "more than 0 paths for" in report.cuts[0]
    assert "at marsh/quiet" in report.cuts[0]


def test_a_rulebook_is_proved_workflow_by_workflow():
    """Each workflow of a rulebook is looked at."""
    report = verify(RULES, casts=CAST)

    assert set(report.workflows) == {"record", "marsh", "ferry"}


def test_without_rules_the_standard_ones_are_taken():
    """A workflow is proved in the standard rulebook unless another is given."""
    report = verify(FERRY, casts=CAST)

    assert report.ok
    assert report.workflows == ("ferry",)
    assert "mediation" in {one.name for one in report.rules.workflows}


def test_a_step_that_other_law_calls_for_is_not_dead():
    """A step that one law never calls for is no fault where a variant's law does."""

    @guard("marsh-strict", otherwise="marsh-lax")
    def strict(s):
        return s.profile.id == "strict"

    workflow = marsh(instead=(but(COUNT, when=(strict,)),))
    other = evolve(RULES.with_workflow(workflow), profile=evolve(RULES.profile, id="strict"))

    assert codes(proof(workflow)) == ["dead-transition"]
    assert proof(workflow, variants=(other,)).ok


def test_a_safeguard_is_proved_for_every_cast():
    """What holds with adults and breaks with a child is broken."""

    @guard("marsh-minor", otherwise="marsh-no-minor")
    def minor(s):
        return any(s.may_be_minor(party) for party in s.parties)

    workflow = marsh(never(in_state(looked_at) & minor, id="m", **SAID))

    assert proof(workflow).proved == (("marsh", "m"),)
    assert codes(proof(workflow, casts=BOTH)) == ["safeguard-broken"]


def test_what_is_possible_has_to_be_so_for_one_cast_only():
    """One witness is enough, with whatever parties."""

    @guard("marsh-minor", otherwise="marsh-no-minor")
    def minor(s):
        return any(s.may_be_minor(party) for party in s.parties)

    workflow = marsh(possible(in_state(looked_at) & minor, id="m", **SAID))

    assert codes(proof(workflow)) == ["safeguard-broken"]
    assert proof(workflow, casts=BOTH).proved == (("marsh", "m"),)


def test_a_safeguard_that_speaks_of_no_case_is_noted():
    """A promise about cases that cannot come about is kept for nothing."""

    @guard("marsh-never", otherwise="marsh-ever")
    def never_so(s):
        return s.track.state == "nowhere"

    from community_policing.workflows import forbids, permits, precedes  # noqa: PLC0415

    workflow = marsh(
        forbids(Finish, in_state(looked_at) & never_so, id="vacuous", **SAID),
        forbids(Finish, in_state(looked_at) & heard & ~heard, id="contradictory", **SAID),
        permits(Finish, in_state(looked_at), by=BY, id="spoken-of", **SAID),
        precedes(Hear, (looked_at,), given=in_state(done), id="elsewhere", **SAID),
    )

    notes = proof(workflow).notes
    assert [one.subject for one in notes if one.code == "vacuous-safeguard"] == [
        "vacuous",
        "contradictory",
        "elsewhere",
    ]
