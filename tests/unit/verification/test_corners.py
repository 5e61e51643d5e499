"""Where a proof has to look closer, or to say that it cannot: one corner a test."""

from __future__ import annotations

import attrs
import pytest
from tests.unit.verification.marsh import (
    ADULTS,
    BAR,
    BY,
    FINISH,
    GIVE_UP,
    GO_ON,
    LEAVE,
    MARSH,
    REST,
    RULES,
    SAID,
    Cross,
    Finish,
    Flag,
    Report,
    but,
    done,
    looked_at,
    lost,
    marsh,
    proof,
    quiet,
    seen,
    unarmed,
)

from community_policing.cases import Actor, CaseFactor, FactorAdded
from community_policing.verification import _escape as escaping
from community_policing.verification import _proof as searching
from community_policing.verification import _walker as walking
from community_policing.verification._around import SupposedCase
from community_policing.verification._domains import Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lens import Known, Lens
from community_policing.verification._prover import Prover
from community_policing.verification._soundness import backwards
from community_policing.verification._stories import Head, Standing, Story
from community_policing.verification._synthesis import Synthesis, UnlikelyError
from community_policing.verification._world import RISK, World
from community_policing.workflows import (
    Marks,
    Ref,
    Situation,
    closable,
    command,
    forbids,
    guard,
    holding,
    in_state,
    leads,
    never,
    permits,
    possible,
    precedes,
)

MARK = ("mark", "marsh-seen")


@guard("marsh-deadline-open", otherwise="marsh-deadline-over")
def deadline_is_over(s: Situation) -> bool:
    """The time of the state is over; a final state has none, which a proof does not know."""
    return s.deadline_passed()


@guard("marsh-late-unweighed")
def late_and_weighed(s: Situation) -> bool:
    """The time of the state is over, and somebody assessed the risk."""
    return s.deadline_passed() and s.risk is not None


def said(make, *args, **more):
    return make(*args, id="kept", **SAID, **more)


def why_left_open(safeguard):
    report = proof(marsh(safeguard), bounds={"marsh.count-boats.boats": (1,)})
    return [one.why for one in report.undecided]


@pytest.mark.parametrize(
    "safeguard",
    [
        said(never, in_state(done) & deadline_is_over),
        said(never, in_state(done) & late_and_weighed),
        said(possible, in_state(done) & deadline_is_over),
    ],
    ids=["never", "never, with what lasts", "possible"],
)
def test_what_cannot_be_replayed_is_left_open(safeguard):
    """A case that only the proof believes in neither breaks a promise nor keeps one."""
    (why,) = why_left_open(safeguard)

    assert "could not be replayed" in why


def test_a_story_that_does_not_play_is_not_told(monkeypatch):
    """Where the real rules let no scene happen, nothing is shown by it."""
    monkeypatch.setattr(Story, "happens", lambda _story, _rules: False)

    (why,) = why_left_open(said(possible, in_state(done)))

    assert "could not be replayed" in why


def test_only_what_may_never_be_is_brought_about_by_a_step():
    """A step by itself breaks a promise about what may never be, and no other kind."""
    prover = Prover(MARSH, Domains(RULES, ADULTS, {}), most=500)
    search = searching.Search(prover.coarse)

    assert search.brought_about(said(forbids, Cross, holding(unarmed))) is None
    assert search.brought_about(said(never, in_state(done))) is not None


def test_where_it_was_told_is_not_alike_to_where_it_was_not():
    """That a command was told at one node says nothing of another in the same state at which it was not."""
    prover = Prover(MARSH, Domains(RULES, ADULTS, {}), most=500)
    search = searching.Search(prover.coarse)
    told, untold = Known("done", facts=(("marsh.flag", ()),)), Known("done")
    search.graph.nodes[:] = [told, untold]
    prover.coarse.lens.tracked.add("marsh.flag")

    found = search.suspicion(said(precedes, Flag, (done,)))

    assert found is not None
    assert found.node == 1


def test_a_case_that_is_only_being_opened_has_no_matter_yet():
    """Before the first step nothing is known of what a case is about."""
    world = World(Domains(RULES, ADULTS, {}), Lens(), "marsh")

    assert SupposedCase(world, is_new=True).categories == ()
    assert SupposedCase(world, is_new=False).categories != ()


@pytest.mark.parametrize(
    "safeguard",
    [
        said(forbids, Cross, holding(unarmed)),
        said(leads, Cross, in_state(done)),
        said(permits, Cross, by=BY),
    ],
    ids=["forbids", "leads", "permits"],
)
def test_what_is_said_of_another_workflows_command_is_left_open(safeguard):
    """A track alone does not decide what another workflow's command does."""
    (why,) = why_left_open(safeguard)

    assert "verify the rulebook" in why


def test_what_falls_before_is_not_given():
    """A command is not accepted where a rule falls first, so it is not forbidden in vain."""
    workflow = marsh(said(forbids, Finish, holding(~unarmed)))

    assert ("marsh", "kept") in proof(workflow).proved


def test_a_search_for_a_way_that_is_cut_short_leaves_it_open(monkeypatch):
    """Where the ways could not all be looked at, nobody says that there is none."""
    monkeypatch.setattr(walking, "FEW", 0)
    monkeypatch.setattr(escaping, "leaves_open", lambda *_: False)
    workflow = marsh(said(closable), without=(REST, GO_ON, GIVE_UP, BAR))

    report = proof(workflow, bounds={"marsh.count-boats.boats": (1,)})

    assert ["more than" in one.why for one in report.undecided] == [True]


@guard("marsh-never")
def never_so(s: Situation) -> bool:
    """It is never so."""
    return s.track.state == ""


def test_a_trap_of_which_nothing_was_said_is_no_breach():
    """What is not covered may be a trap: soundness tells of it, and the safeguard holds."""
    stuck = (but(FINISH, when=(never_so,)),)
    workflow = marsh(said(closable, ~in_state(looked_at)), without=(REST, GO_ON, GIVE_UP, BAR), instead=stuck)

    report = proof(workflow, bounds={"marsh.count-boats.boats": (1,)})

    assert ("no-way-to-complete", "looked-at") in {(one.code, one.subject) for one in report.findings}
    assert ("marsh", "kept") in report.proved


def test_of_two_rules_that_fall_alike_the_first_falls():
    """The second of two rules that ask for the same never falls."""
    workflow = marsh(more=(seen.falls_to(lost, once=(~unarmed,)),))
    explorer = Explorer(workflow, Domains(RULES, ADULTS, {}), Lens(), most=500, looks=False)

    graph = explorer.explored()

    falls = {graph.nodes[edge.dest].state for edge in graph.edges if graph.nodes[edge.source].state == "seen"}
    assert "barred" in falls
    assert "lost" not in falls


@attrs.frozen
class Notes:
    """A consequence of the host's own, which marks nothing."""

    def changes(self, attempt):
        """Yield a factor."""
        yield FactorAdded(CaseFactor("weapon", None, attempt.actor.id))


def test_a_mark_that_is_followed_is_kept_by_what_does_not_touch_it():
    """A host's own consequence is asked what it changes; what is no mark changes no mark."""
    noted = quiet.stay(on=Flag, by=BY, then=(Notes(),))
    marked = (
        seen.to(done, on=Finish, by=BY, when=(unarmed,)),
        seen.to(lost, on=Finish, by=BY, then=(Marks("marsh-seen"),)),
    )
    workflow = marsh(without=(LEAVE, FINISH, GIVE_UP), more=(noted, *marked))
    rules = RULES.with_workflow(workflow)
    explorer = Explorer(workflow, Domains(rules, ADULTS, {}), Lens(lasting={MARK}), most=500, looks=False)

    graph = explorer.explored()

    known = {(one.state, dict(one.masks).get(MARK)) for one in graph.nodes}
    assert ("lost", 2) in known
    assert ("quiet", None) in known


def test_every_way_back_is_found_once():
    """Nodes that lead to an end by several ways are found once."""
    graph = Graph(MARSH, nodes=[Known("quiet")] * 3)
    graph.edges = [Edge(*pair, LEAVE, {}) for pair in ((0, 1), (0, 1), (1, 2), (0, 2), (2, 0))]

    assert backwards(graph, {2}) == {0, 1, 2}


# --------------------------------------------------------------------------- plain cases


def synthesis():
    explorer = Explorer(MARSH, Domains(RULES, ADULTS, {}), Lens(), most=500, looks=False)
    return Synthesis(explorer.graph, explorer.domains)


def test_a_track_that_never_was_is_not_on_the_case():
    """Where the path asked for no track there is none, and of an ended one it is said."""
    made = synthesis()
    places = made.domains.tracks("ferry")
    none, ended = 1 << places.values.index(None), 1 << places.values.index(("near", False))

    nothing = 1 << made.domains.tracks("record").values.index(None)
    without = made.head(Known("seen"), {("track", "ferry"): none, ("track", "record"): nothing}, {})
    over = made.head(Known("seen"), {("track", "ferry"): ended}, {})

    assert [track.id for track in without.tracks] == ["marsh"]
    assert [track.ended for track in over.tracks if track.id == "ferry"] == [True]


def test_a_field_that_the_path_leaves_empty_is_empty():
    """Where a rule asked and found nothing, the plain command holds nothing."""
    made = synthesis()
    spec = Report.__command__
    (note,) = (field for field in spec.fields if field.name == "note")
    nothing = 1 << made.domains.of("marsh.report.note", note).values.index(None)

    command = made.command(spec, ("payload", spec.name), {("payload", spec.name, "note"): nothing})

    assert command.note is None


@command("marsh.say")
class Say:
    """Say something, or nothing."""

    note: Ref | None


def test_a_field_that_must_be_given_may_be_given_empty():
    """A field without a default, about which nobody asked, is told as nothing where it may be."""
    spec = Say.__command__

    assert synthesis().command(spec, ("payload", spec.name), {}) == Say(None)


def test_what_lasts_is_not_unsaid():
    """A path that forgets an assessment, or a mark that nothing removed, is no story."""
    made = synthesis()
    made._is_assessed = True
    made._marks = {"marsh-seen": True}
    unassessed = 1 << made_risks().index(None)

    with pytest.raises(UnlikelyError):
        made.head(Known("seen"), {RISK: unassessed, MARK: 2}, {})
    with pytest.raises(UnlikelyError):
        made.head(Known("seen"), {MARK: 1}, {})


def made_risks():
    from community_policing.verification._values import RISKS  # noqa: PLC0415  beside what it is for

    return RISKS.values


def test_who_holds_the_role_already_is_not_assigned_twice():
    """A role that the path gave to the actor stays as it is."""
    step = attrs.evolve(LEAVE, by=("case-officer",))
    head = Head(("neighbour-dispute",), ADULTS, holders=(("case-officer", "o-1"),))

    assert synthesis()._assigned(head, step, Actor("o-1")) is head


def test_an_order_of_facts_is_kept():
    """Of two supposed facts the one that the path says came later has the higher rank."""
    made = synthesis()
    first, second = ("record.note", ()), ("record.other", ())

    assert made._rank(first, {("later", first, second): 1}) > made._rank(second, {("later", first, second): 1})
    assert made._rank(second, {("later", first, second): 2}) > made._rank(first, {("later", first, second): 2})


def test_a_case_on_which_a_rule_must_fall_breaks_nothing():
    """What is about to fall is not yet what a promise is about."""
    safeguard = said(never, in_state(seen))
    prover = Prover(marsh(safeguard), Domains(RULES, ADULTS, {}), most=500, looks=False)
    tracks = (Standing("record", "record", "open"), Standing("marsh", "marsh", "seen"))
    head = Head(("neighbour-dispute",), ADULTS, factors=("weapon",), tracks=tracks)

    assert not prover.breaks(Story((), head, "marsh"), safeguard)
