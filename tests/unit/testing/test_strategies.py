"""Strategies draw what can be: people, concepts, moments, payloads and cases of some rules."""

from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from tests.unit.testing.draws import some
from tests.unit.workflows.village import NOW, PARTIES, RULES, VISIT, WALK, Plan, Say, SetOut, opened, rulebook

from community_policing import standard_rulebook
from community_policing.cases import Actor, Assignment, Case, Party
from community_policing.errors import ConceptNotFoundError, SchemeNotFoundError
from community_policing.taxonomy import Concept, load_scheme
from community_policing.testing import (
    actors,
    cases,
    commands,
    concepts,
    instants,
    parties,
    register,
    stories,
)
from community_policing.workflows import Accepted, OpenCase, Refused, Verdict, spec_of
from community_policing.workflows._opening import check_people
from community_policing.workflows.builtin.mediation import OpenSession

few = settings(max_examples=25)
CASE = opened(RULES)


@few
@given(parties())
def test_parties_can_be_on_a_case(found):
    """Each party has its own id, and is one that the rules take: of a party's role, related to one that is there."""
    assert len({party.id for party in found}) == len(found)
    check_people(RULES, Case("c-1", 0, None), spec_of(OpenCase), OpenCase(("neighbour-dispute",), found))


@given(parties(RULES, min_size=2, max_size=2))
def test_as_many_parties_are_drawn_as_are_asked_for(found):
    """Sizes are kept, and the rules may be one's own."""
    assert [party.id for party in found] == ["p1", "p2"]


def test_payloads_shrink_to_the_plainest():
    """The simplest payload that will do says as little as it can."""
    found = find(commands(Say, rules=RULES, case=CASE), lambda said: not said.calm, settings=settings(database=None))

    assert (found.party, found.said) == ("p1", None)


def test_some_parties_are_related_and_some_are_no_persons():
    """Relations, ages and kinds are all drawn."""
    assert some(parties(max_size=2), lambda found: any(one.related_to for one in found))
    assert some(parties(max_size=2), lambda found: any(one.kind == "organisation" for one in found))
    assert some(parties(max_size=2), lambda found: any(one.age_band == "adolescent" for one in found))


def test_actors_are_those_who_may_and_a_stranger():
    """Somebody of each role is drawn, whoever was assigned, each party's voice, and somebody who may do nothing."""
    case = attrs.evolve(CASE, assignments=(Assignment("mediator", "m-7"),))

    assert some(actors(RULES), lambda one: one.id == "supervisor-1").roles == ("supervisor",)
    assert some(actors(RULES, case), lambda one: one.id == "m-7") == Actor("m-7")
    assert some(actors(RULES, case), lambda one: one.speaks_for == "p2").roles == ()
    assert some(actors(RULES, case), lambda one: one.id == "stranger") == Actor("stranger")


def test_nobody_speaks_for_a_party_without_a_case():
    """Without a case there are only the staff and a stranger."""
    drawn = []

    @given(actors(RULES))
    def draw(actor):
        drawn.append(actor)

    draw()

    assert {actor.speaks_for for actor in drawn} == {None}


@given(concepts("roles", under="party-roles"))
def test_concepts_lie_under_the_one_named(found):
    """Only the concept and what lies under it is drawn."""
    assert load_scheme("roles").is_a(found, "party-roles")


def test_a_deprecated_concept_is_never_drawn():
    """What is retired is not given to anything new."""
    scheme = load_scheme("wishes")
    first, *rest = scheme
    retired = attrs.evolve(scheme, concepts=(attrs.evolve(first, deprecated=True, replaced_by=rest[0].id), *rest))

    assert some(concepts(retired), lambda one: one.id == rest[0].id)

    with pytest.raises(AssertionError, match="nothing of the kind"):
        some(concepts(retired), lambda one: one.id == first.id)


def test_an_unknown_scheme_or_concept_is_an_error():
    """A strategy over nothing is refused when it is made."""
    with pytest.raises(SchemeNotFoundError):
        concepts("wishs")
    with pytest.raises(ConceptNotFoundError):
        concepts("wishes", under="no-such-wish")


@given(instants())
def test_instants_are_aware_and_in_utc(at):
    """No naive moment is drawn."""
    assert at.tzinfo is UTC


@given(instants(NOW, datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=3)))))
def test_instants_keep_to_their_limits(at):
    """The limits may be in any zone."""
    assert NOW <= at <= datetime(2026, 3, 1, 21, tzinfo=UTC)


@few
@given(commands(WALK, rules=RULES, case=CASE))
def test_commands_of_a_workflow_are_well_formed(drawn):
    """Each command of the workflow is drawn with fields that hold what they may."""
    spec_of(drawn).check(drawn)
    assert spec_of(drawn) in WALK.commands


@few
@given(commands(Plan, rules=RULES, case=CASE))
def test_a_payload_names_what_is_on_the_case(plan):
    """Ids of parties are those of the case, in the parts of a command too."""
    assert {stop.who for stop in plan.stops} <= {party.id for party in PARTIES}


def test_an_optional_field_is_sometimes_filled():
    """What is optional is drawn there and not there, and the plainest payload has as little as can be."""
    drawn = commands(Plan, rules=RULES, case=CASE)

    assert some(drawn, lambda plan: plan.after is None and not plan.notes and plan.times == 1)
    assert some(drawn, lambda plan: plan.after is not None and plan.notes)
    assert some(drawn, lambda plan: plan.times > 9)


def test_moments_lie_near_the_time_that_is_told():
    """Days and moments of a payload are near the case's last event, or the moment given."""
    later = NOW + timedelta(days=400)

    near = timedelta(days=5)

    assert abs(some(commands(Plan, rules=RULES, case=CASE), lambda plan: plan.after is not None).after - NOW) < near
    assert abs(some(commands(Plan, rules=RULES, at=later), lambda plan: plan.after is not None).after - later) < near


def test_a_list_of_parts_can_have_one_for_each_party():
    """A list that names parties is sometimes complete."""
    found = some(commands(Plan, rules=RULES, case=CASE), lambda plan: len(plan.stops) == 2)

    assert [stop.who for stop in found.stops] == ["p1", "p2"]


def test_a_list_of_parties_can_be_all_of_them():
    """Where a field names several parties, all of the case's are drawn at once."""
    rules = standard_rulebook()

    assert some(commands(OpenSession, rules=rules, case=CASE), lambda one: one.present_parties == ("p1", "p2"))


@few
@given(commands(RULES.workflow("record"), rules=RULES, case=CASE))
def test_every_command_can_be_decided(drawn):
    """No payload names anything that is not in force."""
    assert RULES.decide(CASE, drawn, by=Actor("o-1", ("supervisor",)), at=NOW) is not None


@few
@given(commands(VISIT, rules=rulebook(WALK, VISIT)))
def test_without_a_case_two_parties_are_supposed(drawn):
    """A payload drawn for no case in particular names the first or the second party."""
    assert getattr(drawn, "party", "p1") in {"p1", "p2"}


@few
@given(stories(RULES, WALK))
def test_a_story_tells_only_what_was_accepted(story):
    """The moves of a story, told again one by one, are all accepted and end at its case."""
    case = None
    for move in story.moves:
        outcome = move.answer(RULES, case)
        assert isinstance(outcome, Accepted)
        case = outcome.case

    assert case == story.case
    assert RULES.replay(story.events) == case


def test_cases_get_somewhere():
    """Cases are drawn in which a walk is under way, over, and only just begun."""
    drawn = cases(RULES, WALK)

    assert some(drawn, lambda case: case.track("walk").state == "walking").seq >= 2
    assert some(drawn, lambda case: case.seq == 2).track("walk").state == "waiting"


def test_a_case_that_is_over_is_not_moved_any_more():
    """A story ends where nothing can happen, however many moves were asked for."""
    found = some(stories(RULES, max_moves=30), lambda story: all(RULES.is_over(one) for one in story.case.tracks))

    assert isinstance(found.moves[-1].answer(RULES, found.case), Refused)
    assert found.moves[-1].answer(RULES, found.case).verdict is Verdict.NOT_OFFERED


def test_types_are_registered_only_when_asked_for():
    """`from_type` knows people, concepts, cases and commands of the rules once `register` was called."""
    register(RULES)

    assert some(st.from_type(Actor), lambda one: one.id == "stranger")
    assert some(st.from_type(Party), lambda one: one.id == "p1")
    assert not some(st.from_type(Concept), lambda _: True).deprecated
    assert some(st.from_type(Case), lambda _: True).seq >= 1
    assert some(st.from_type(SetOut), lambda one: one.companion is None)
