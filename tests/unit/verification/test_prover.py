"""Safeguard by safeguard: proved, broken with the shortest story, or left open with the reason."""

import pytest
from tests.unit.verification.marsh import (
    BOTH,
    BY,
    CHILD,
    EVERYBODY,
    FINISH,
    GIVE_UP,
    GO_ON,
    LEAVE,
    LOOK,
    REPORT,
    REST,
    SAID,
    CountBoats,
    Finish,
    Flag,
    GoOn,
    Hear,
    Look,
    Lower,
    Report,
    Rest,
    Water,
    at_rest,
    barred,
    but,
    done,
    ferry_goes,
    flag_is_up,
    heard,
    is_marked,
    looked_at,
    lost,
    marsh,
    proof,
    quiet,
    seen,
    unarmed,
    water_is_low,
)

from community_policing.workflows import (
    by_field,
    closable,
    forbids,
    guard,
    holding,
    in_state,
    inevitable,
    keeps,
    leads,
    never,
    permits,
    possible,
    precedes,
    where,
)

LOOKED = in_state(looked_at)
ENDED = in_state(done, lost, barred, at_rest)
HASTY = FINISH, GIVE_UP


def said(make, *args, **more):
    """Return the safeguard that *make* makes."""
    return make(*args, id="kept", **SAID, **more)


def story_of(workflow, **more):
    """Return how the one promise of *workflow* is broken, as the commands given; check that it happens."""
    report = proof(workflow, **more)
    (finding,) = (one for one in report.findings if one.safeguard is not None)
    rules = report.rules

    assert finding.safeguard is workflow.safeguards[0]
    assert finding.story.happens(rules)
    return [None if one.command is None else type(one.command) for one in finding.story]


KEPT = {
    "never": said(never, LOOKED & ~unarmed),
    "never by what was told": said(never, LOOKED & ~water_is_low),
    "never without a step": said(never, in_state(seen) & is_marked & heard),
    "forbids by its own guard": said(forbids, Lower, LOOKED & ~flag_is_up),
    "forbids elsewhere": said(forbids, Hear, in_state(seen)),
    "leads": said(leads, Report, holding(ferry_goes)),
    "leads to a state": said(leads, Finish, in_state(done, lost, barred)),
    "precedes": said(precedes, Look, (looked_at, at_rest)),
    "precedes, given something": said(precedes, Hear, (done,), given=holding(heard)),
    "permits": said(permits, Finish, LOOKED, by=BY),
    "possible": said(possible, in_state(done) & heard),
    "possible by a mark": said(possible, LOOKED & ~is_marked),
    "closable": said(closable),
    "closable somewhere": said(closable, LOOKED),
    "inevitable": said(inevitable, ENDED),
}


@pytest.mark.parametrize("safeguard", KEPT.values(), ids=KEPT)
def test_what_the_marsh_promises_is_proved(safeguard):
    """A promise that holds in every case is proved, and nothing is found."""
    report = proof(marsh(safeguard))

    assert report.proved == (("marsh", "kept"),)
    assert report.ok


BROKEN = {
    "never": (said(never, LOOKED & ~is_marked), [Report, Look, Rest, GoOn]),
    "never by order": (said(never, LOOKED & flag_is_up), [Report, Look, Flag]),
    "never at the start of nothing": (said(never, in_state(seen)), [Report]),
    "precedes": (said(precedes, Look, (done,)), [Report, Finish]),
    "keeps": (said(keeps, Hear, (looked_at,)), [Report, Look]),
    "forbids": (said(forbids, Rest, LOOKED), [Report, Look, Rest]),
    "leads": (said(leads, Report, in_state(done)), [Report]),
    "leads by what was told": (said(leads, Finish, in_state(lost), LOOKED), [Report, Look, Hear, Hear, Finish]),
    "permits": (said(permits, Lower, LOOKED, by=BY), [Report, Look]),
    "permits others": (said(permits, Rest, LOOKED, by=("complainant",)), [Report, Look]),
    "never by a mark": (said(never, in_state(at_rest) & ~is_marked), [Report, Look, Rest, GoOn, Rest]),
}


@pytest.mark.parametrize(("safeguard", "steps"), BROKEN.values(), ids=BROKEN)
def test_what_the_marsh_does_not_keep_is_told_by_its_shortest_story(safeguard, steps):
    """A promise that some case breaks is told by the shortest story of one, which the real rules let happen."""
    assert story_of(marsh(safeguard)) == steps


def test_a_promise_that_only_a_later_of_two_steps_breaks_is_broken():
    """A command that leads where it must by its first step and astray by its second does not lead there."""
    workflow = marsh(said(leads, Finish, in_state(lost), LOOKED), without=HASTY, more=(GIVE_UP, FINISH))

    assert story_of(workflow) == [Report, Look, Hear, Hear, Finish]


def test_a_count_is_told_as_often_as_it_takes():
    """A guard that counts is met by telling a thing again."""

    @guard("marsh-few", otherwise="marsh-many")
    def counted_thrice(s):
        return s.count(CountBoats) > 1

    workflow = marsh(said(never, LOOKED & counted_thrice))

    assert story_of(workflow, bounds={"marsh.count-boats.boats": (1,)}) == [Report, Look, CountBoats, CountBoats]


def test_a_trap_for_minors_only_is_found():
    """Where only a case of a child cannot be closed, it is told of, with the story that leads there."""

    @guard("marsh-minor", otherwise="marsh-no-minor")
    def no_minor(s):
        return not any(s.may_be_minor(party) for party in s.parties)

    ways = (but(FINISH, when=(heard, no_minor)), but(GIVE_UP, when=(~heard, no_minor)), but(REST, when=(no_minor,)))
    workflow = marsh(said(closable), instead=ways)

    report = proof(workflow, casts=BOTH)

    assert proof(workflow).ok
    (finding,) = report.findings
    assert (finding.code, finding.subject) == ("no-way-to-complete", "looked-at")
    assert finding.story.end.parties == CHILD


ONLY_A_PARTY = {"without": (LOOK, LEAVE), "more": (seen.to(looked_at, on=Hear, by=EVERYBODY),)}
"""What changes where the place is looked at once a party was heard, and not before."""


@pytest.mark.parametrize(
    "make", [closable, lambda **more: inevitable(in_state(done, lost, at_rest), **more)], ids=["closable", "inevitable"]
)
def test_a_case_that_only_a_party_can_bring_on_is_not_bound_to_end(make):
    """What waits for an outsider to decide can neither be closed by the force nor brought to its end."""
    (finding,) = proof(marsh(said(make), **ONLY_A_PARTY)).findings

    assert (finding.code, finding.subject) == ("no-way-to-complete", "seen")
    assert [type(one.command) for one in finding.story] == [Report]


def test_what_is_nowhere_possible_is_told_of():
    """Where no case comes to what was promised, there is no story to tell."""
    report = proof(marsh(said(possible, in_state(done) & holding(is_marked) & ~holding(is_marked))))

    (finding,) = report.findings
    assert (finding.code, finding.message, finding.story) == ("safeguard-broken", "It holds.", None)


def odd_one(s):
    """Return nothing: it raises."""
    raise LookupError(s.track.state)


odd = guard("marsh-odd", otherwise="marsh-even")(odd_one)


@guard("marsh-boats", otherwise="marsh-no-boats")
def boats_are_there(s):
    """Boats were counted."""
    told = s.last(CountBoats)
    return told is not None and told.boats > 0


OPEN = {
    "a guard that raises": (marsh(said(never, LOOKED & odd)), "LookupError"),
    "a right behind a guard that raises": (
        marsh(said(permits, Rest, LOOKED, by=BY), instead=(but(REST, when=(odd,)),)),
        "LookupError",
    ),
    "a number without bounds": (marsh(said(never, LOOKED & boats_are_there)), "bounds={"),
    "a step that reads such a number": (
        marsh(said(never, LOOKED & ~unarmed), instead=(but(REST, when=(boats_are_there,)),)),
        "bounds={",
    ),
    "a way to close that reads such a number": (
        marsh(said(closable), instead=(but(REST, when=(boats_are_there,)),)),
        "bounds={",
    ),
    "a witness that reads such a number": (
        marsh(said(possible, LOOKED & boats_are_there)),
        "bounds={",
    ),
    "what another track brings about": (
        marsh(
            said(never, LOOKED & ferry_goes),
            instead=(but(LOOK, when=(*LOOK.when, ~ferry_goes)), but(GO_ON, when=(*GO_ON.when, ~ferry_goes))),
        ),
        "what other tracks bring about",
    ),
    "what stands at the beginning": (marsh(said(never, in_state(quiet) & is_marked)), "what other tracks bring about"),
}


@pytest.mark.parametrize(("workflow", "why"), OPEN.values(), ids=OPEN)
def test_what_is_not_decided_is_left_open_with_its_reason(workflow, why):
    """What could neither be proved nor broken is undecided, says why, and is not held to speak of nothing."""
    report = proof(workflow)

    (left,) = report.undecided
    assert left.safeguard is workflow.safeguards[0]
    assert why in left.why
    assert not report.complete
    assert "vacuous-safeguard" not in [one.code for one in report.notes]


def test_a_step_into_what_may_not_be_is_found_however_other_tracks_came_there():
    """A step that does not ask how the ferry stands is told; the walk of all tracks may yet exclude it."""
    report = proof(marsh(said(never, LOOKED & ferry_goes)))

    (found,) = report.findings
    assert found.story.happens(report.rules)
    assert found.story.scenes[-1].dest == "looked-at"
    assert report.undecided == ()


def test_too_many_paths_of_a_safeguard_leave_it_open(monkeypatch):
    """A search that takes too long at one node gives up there and says so."""
    monkeypatch.setattr("community_policing.verification._walker.FEW", 0)

    report = proof(marsh(said(permits, Finish, LOOKED, by=BY)))

    assert "more than 0 paths at marsh/" in " ".join(one.why for one in report.undecided)


FERRY_NEAR = in_state("near", of="ferry")
OPENED = {
    "what is opened": ((), said(leads, Report, FERRY_NEAR & ferry_goes)),
    "what is opened where a guard holds": (
        (but(LEAVE, opens=(where("ferry", unarmed),)),),
        said(leads, Finish, holding(ferry_goes) | ~holding(unarmed), in_state(seen)),
    ),
    "what is opened by a field": (
        (but(REPORT, opens=(by_field("water", {Water.LOW: "ferry", Water.HIGH: "ferry@near"}),)),),
        said(leads, Report, FERRY_NEAR),
    ),
    "what is ended": ((but(LEAVE, ends=("ferry@far",)),), said(leads, Finish, ~holding(ferry_goes), in_state(seen))),
}


@pytest.mark.parametrize(("ways", "safeguard"), OPENED.values(), ids=OPENED)
def test_where_a_step_leads_is_seen_with_the_tracks_it_opens_and_ends(ways, safeguard):
    """A command leads to a case in which the tracks it opened stand, and those it ended do not."""
    assert proof(marsh(safeguard, instead=ways)).proved == (("marsh", "kept"),)
