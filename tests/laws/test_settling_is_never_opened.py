"""Law 7: what leads towards settlement or closure is never opened by anything graver."""

import random

import attrs
import pytest
from hypothesis import given
from tests.laws.asking import asked, given_reasons, whatever_reasons, when_reasons
from tests.laws.strategies import LONG_LIVES, SEEDS, cast, lives, payload
from tests.unit.workflows.village import WALK, case_is_open, rulebook

from community_policing.cases import CaseFactor
from community_policing.taxonomy import standard_schemes
from community_policing.workflows._standard import builtin_workflows

FACTORS = [one.id for one in standard_schemes()["aggravating-factors"]]
SMALL = rulebook(WALK, standing=(case_is_open,))


def is_closed(rules, way, attempt):
    """Return whether anything stands in the way, with these fields."""
    return bool(when_reasons(rules, way, attempt) + given_reasons(way, attempt) + whatever_reasons(rules, attempt))


def nothing_settles_for_being_graver(life, seed):
    """Try every settling step where the life ended, with and without one more factor."""
    chance, rules, case = random.Random(seed), life.rules, life.case  # noqa: S311  the same seed gives the same life
    party = chance.choice([None, *(one.id for one in case.parties)])
    graver = attrs.evolve(case, factors=(*case.factors, CaseFactor(chance.choice(FACTORS), party, "o-1")))
    by = chance.choice(cast(case))
    for track in case.tracks:
        if rules.is_over(track):
            continue
        workflow, state = rules.workflow_of(track), rules.state_of(track)
        for way in workflow.transitions:
            if way.settles and state in workflow.expanded(way.sources):
                command = payload(rules, case, way.on, case.at, chance)
                before, after = (asked(rules, one, track, by, command, at=one.at) for one in (case, graver))
                assert is_closed(rules, way, after) or not is_closed(rules, way, before), (way.on, state.name)


@given(lives(SMALL), SEEDS)
def test_no_factor_opens_settling_on_a_small_rulebook(life, seed):
    """What was closed stays closed when an aggravating factor is added, whatever the fields."""
    nothing_settles_for_being_graver(life, seed)


@LONG_LIVES
@given(lives(), SEEDS)
def test_no_factor_opens_settling_on_the_standard_rulebook(life, seed):
    """What was closed stays closed when an aggravating factor is added, in every state the walk comes to."""
    nothing_settles_for_being_graver(life, seed)


@pytest.mark.parametrize("name", ["mediation", "closure"])
def test_there_are_settling_steps(name):
    """The law is about something: the workflows that settle say where they do."""
    workflow = next(one for one in builtin_workflows() if one.name == name)

    assert [way for way in workflow.transitions if way.settles]
