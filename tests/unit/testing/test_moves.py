"""The moves that are tried are few, well formed, and different in what rules can tell apart."""

from datetime import timedelta

import attrs
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    RULES,
    WALK,
    AddParty,
    Choose,
    Finish,
    GoOn,
    Plan,
    Say,
    SetOut,
    Weather,
    WeighRisk,
    opened,
    walking,
)

from community_policing import standard_rulebook
from community_policing.cases import Actor, Assignment, Party
from community_policing.taxonomy import Risk
from community_policing.testing._beginnings import beginning, staffing, standing_in
from community_policing.testing._cast import STRANGER, cast_of, holds
from community_policing.testing._hints import spoken_of
from community_policing.testing._moves import explored, menu, moves_on
from community_policing.testing._story import going_on
from community_policing.testing._values import Names, names_of
from community_policing.workflows import Accepted, AdoptCase, Lapse, OpenCase, Refused, spec_of
from community_policing.workflows.builtin import mediation

CASE = opened(RULES)
NAMES = names_of(RULES, CASE)


def payloads(command, names=NAMES, limit=32):
    """Return the payloads of *command* that are tried."""
    return list(menu(names, spec_of(command), NOW, limit))


def test_few_fields_are_combined_in_every_way():
    """Each party, each bool and what is optional there and not there, all together."""
    found = payloads(Say)

    assert {(one.party, one.calm, one.said) for one in found} == {
        (party, calm, said) for party in ("p1", "p2") for calm in (True, False) for said in ("ref-1", "ref-2", None)
    }


def test_many_fields_are_varied_one_at_a_time():
    """A rich form is tried in a few ways: each field is something else at least once."""
    plain, *others = payloads(Plan, limit=40)

    assert plain == Plan(plain.stops, Weather.DRY, NOW.date(), after=NOW, times=1, notes=("ref-1",))
    assert [stop.who for stop in plain.stops] == ["p1", "p2"]
    assert {one.weather for one in others} == set(Weather)
    assert {one.after for one in others} >= {None, NOW - timedelta(hours=1)}
    assert {len(one.stops) for one in others} == {0, 1, 2}
    assert all(sum(getattr(one, f.name) != getattr(plain, f.name) for f in attrs.fields(Plan)) == 1 for one in others)


def test_no_more_payloads_are_tried_than_asked_for():
    """The limit holds, and the likeliest payload comes first."""
    assert payloads(SetOut, limit=1) == payloads(SetOut, limit=5)[:1]
    assert len(payloads(SetOut, limit=5)) == 5


def test_each_kind_of_field_has_values():
    """Enums, new parties, workflows and concepts of each flag are tried."""
    assert [one.risk for one in payloads(WeighRisk)] == list(Risk)
    assert {type(one.person) for one in payloads(AddParty)} == {Party}
    assert payloads(Choose)[0].routes == ("walk",)
    assert names_of(RULES, None).of("guard") == tuple(dict.fromkeys(one.code for one in WALK.guards))
    assert payloads(mediation.DraftAgreement, STANDARD)[0].terms
    assert payloads(mediation.OpenSession, STANDARD)[0].present_parties == ("p1", "p2")


def test_without_parties_somebody_is_supposed():
    """On a case without parties a payload still names one, which the rules refuse."""
    nobody = Names(RULES, (), ("o-1",))

    assert {one.party for one in payloads(Say, nobody)} == {"p1"}


STANDARD = names_of(standard_rulebook(), CASE)


def test_moves_are_made_by_those_who_may_and_by_a_stranger():
    """An offered command is given by somebody of each role, a stranger comes last, and time is let pass."""
    story = beginning(RULES, WALK)
    moves = [one for one in moves_on(story, ("walk",)) if isinstance(one.command, SetOut)]
    lapses = [one for one in moves_on(story, ("walk",)) if isinstance(one.command, Lapse)]
    start = story.case.at

    assert {one.by.id for one in moves} == {"intake-officer-1", "intake-officer-2", "stranger"}
    assert moves[-1].by == STRANGER
    assert {one.at - start for one in lapses} >= {timedelta(), timedelta(days=1)}


def test_what_a_state_does_not_offer_is_tried_once():
    """A command out of place is given once, by somebody who may give it elsewhere."""
    found = [one for one in moves_on(beginning(RULES, WALK), ("walk",)) if isinstance(one.command, GoOn)]

    assert [one.by.id for one in found] == ["intake-officer-1"]


def test_a_state_that_must_last_is_waited_for():
    """As long as a state must last is one of the pauses."""
    story = standing_in(RULES, WALK, walking.name)
    mediator = attrs.evolve(story.case, assignments=(Assignment("mediator", "m-1"),))
    found = [
        one.at - story.case.at
        for one in moves_on(attrs.evolve(story, case=mediator), ("walk",), ())
        if isinstance(one.command, Finish)
    ]

    assert timedelta(hours=1) in found


def test_every_state_step_and_refusal_is_found():
    """The search comes to each state, takes each step and meets each reason that the workflow can give."""
    found = list(explored(beginning(RULES, WALK), workflows=("walk",), cases=24, tries=20_000))

    steps = {(one.story.case.track("walk").state, type(one.move.command)) for one in accepted(found)}
    codes = {reason.code for one in found if isinstance(one.outcome, Refused) for reason in one.outcome.reasons}
    assert steps >= {("waiting", SetOut), ("waiting", Lapse), ("walking", Say), ("walking", Plan), ("paused", GoOn)}
    assert ("walking", Finish) in steps
    assert codes >= {"leader-is-actor", "companion-missing", "party-not-heard", "too-early", "not-authorised"}
    assert codes >= {"not-offered", "deadline-not-passed", "speaks-for-another"}


def accepted(found):
    """Return those of *found* that the rules accept."""
    return [one for one in found if isinstance(one.outcome, Accepted)]


def test_nothing_is_found_twice():
    """What begins at the same states and has the same end is found once, at the end of the shortest story."""
    found = list(explored(beginning(RULES, WALK), workflows=("walk",), cases=6, tries=2000))
    outs = [one for one in accepted(found) if isinstance(one.move.command, SetOut)]

    assert len(outs) == 1
    assert len(outs[0].story.moves) == 1
    assert len(found) < 80


def test_the_search_ends_where_it_is_told_to():
    """No more moves are tried than allowed."""
    assert len(list(explored(beginning(RULES, WALK), workflows=("walk",), cases=6, tries=3))) <= 3
    assert list(explored(beginning(RULES, WALK), workflows=("walk",), cases=6, tries=0)) == []


def test_a_case_is_opened_or_taken_over():
    """A workflow that a new case opens is opened, another is taken over where it begins; some state may be named."""
    standard = standard_rulebook()

    assert isinstance(beginning(RULES, WALK).moves[0].command, OpenCase)
    assert isinstance(beginning(standard, standard.workflow("mediation")).moves[0].command, AdoptCase)
    assert beginning(standard).case.track("intake").state == "received"
    assert standing_in(RULES, WALK, "paused").case.track("walk").state == "paused"


def test_somebody_is_assigned_where_the_record_can():
    """Before a workflow is tried, the roles that it asks for on a case are given to somebody, as far as that goes."""
    standard = standard_rulebook()
    escalation = standard.workflow("escalation")
    story = beginning(standard, escalation)

    staffed = going_on(story, staffing(story, escalation))

    assert story.case.holders("case-officer") == ()
    assert staffed.case.holders("case-officer")
    assert staffing(beginning(RULES, WALK), WALK) == ()


def test_the_cast_is_everybody_who_matters():
    """Two of each role, whoever was assigned, a voice for each party, and a stranger last."""
    case = attrs.evolve(CASE, assignments=(Assignment("mediator", "m-7"), Assignment("mediator", "supervisor-1")))
    ids = [actor.id for actor in cast_of(RULES, case)]

    assert ids[-4:] == ["m-7", "for-p1", "for-p2", "stranger"]
    assert ids.count("supervisor-1") == 1
    assert {"intake-officer-1", "intake-officer-2", "supervisor-2", "system-1"} <= set(ids)


def test_roles_are_held_assigned_or_spoken_for():
    """A narrower role counts for a broader one, in whichever way somebody has it."""
    case = attrs.evolve(CASE, assignments=(Assignment("mediator", "m-7"),))

    assert holds(RULES, OFFICER, case, role="intake-officer")
    assert holds(RULES, Actor("m-7"), case, role="mediator")
    assert holds(RULES, Actor("o-1", speaks_for="p1"), case, role="party-roles")
    assert not holds(RULES, Actor("o-1", speaks_for="p9"), case, role="party-roles")


def test_guards_tell_which_concepts_matter():
    """What stands in the code of a guard, or in a value that it reads, is drawn more often than the rest."""
    assert "weapon" in spoken_of(RULES)
    assert "no-such-concept" not in spoken_of(RULES)
    assert spoken_of(standard_rulebook()) & {one.id for one in standard_rulebook().scheme("aggravating-factors")}
