"""Law 8: no profile relaxes the floor, whatever it says."""

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.workflows.village import RULES

from community_policing.errors import InvalidRulebookError
from community_policing.taxonomy import (
    CaseCategory,
    Confidentiality,
    ConsentRule,
    FormalReport,
    FrozenMap,
    Mediable,
    Notice,
    Override,
    Policy,
    Risk,
    effective_policy,
    profile_problems,
    standard_profile,
    standard_rules,
    standard_schemes,
)

AXES = ("mediable", "formal_report", "confidentiality", "notice", "consent_rule", "presumed_risk")
FLOOR = standard_rules()
CATEGORIES = {
    one.id: one
    for one in standard_schemes()["case-categories"]
    if isinstance(one, CaseCategory) and one.policy is not None
}
BARS = sorted(FLOOR.absolute_bars | FLOOR.default_bars)

overrides = st.builds(
    Override,
    source=st.just("ours"),
    mediable=st.none() | st.sampled_from(Mediable),
    formal_report=st.none() | st.sampled_from(FormalReport),
    notice=st.none() | st.sampled_from(Notice),
    confidentiality=st.none() | st.sampled_from(Confidentiality),
    consent_rule=st.none() | st.sampled_from(ConsentRule),
    presumed_risk=st.none() | st.sampled_from(Risk),
)
profiles = st.builds(
    lambda changed, lifted: attrs.evolve(
        standard_profile(), id="ours", overrides=FrozenMap(changed), lifted_bars=frozenset(lifted)
    ),
    st.dictionaries(st.sampled_from(sorted(CATEGORIES)), overrides, max_size=6),
    st.lists(st.sampled_from(BARS), max_size=3),
)
floor = st.sampled_from(sorted(FLOOR.floor))


def policy(profile, category, *factors):
    """Return the policy under a profile that nobody checked: a rulebook would refuse it."""
    return effective_policy([CATEGORIES[category]], factors, profile=profile, rules=FLOOR)


@given(floor, overrides, profiles)
def test_a_category_on_the_floor_keeps_its_policy(category, override, profile):
    """Even a profile that was never checked sets no axis of a floor category lower."""
    daring = attrs.evolve(profile, overrides=FrozenMap({**profile.overrides, category: override}))

    found, own = policy(daring, category), Policy.of(CATEGORIES[category])

    assert all(getattr(found, axis) >= getattr(own, axis) for axis in AXES)


@given(st.sampled_from(sorted(CATEGORIES)), st.sampled_from(sorted(FLOOR.absolute_bars)), profiles)
def test_an_absolute_bar_bars(category, factor, profile):
    """No profile lets the police mediate where one of these factors is present."""
    assert policy(profile, category, factor).mediable is Mediable.NEVER


@given(st.sampled_from(sorted(CATEGORIES)), st.sampled_from(sorted(FLOOR.report_factor_floor)), profiles)
def test_a_factor_on_the_floor_makes_a_report_due(category, factor, profile):
    """No profile does away with the report, save where the category implies the factor."""
    implied = factor in CATEGORIES[category].policy.inherent_factors

    assert implied or policy(profile, category, factor).report_due


@given(floor, overrides)
def test_a_profile_that_relaxes_the_floor_is_refused(category, override):
    """No rulebook is made with a profile that sets an axis of a floor category lower; any other is taken."""
    profile = attrs.evolve(standard_profile(), overrides=FrozenMap({category: override}))
    own = CATEGORIES[category].policy
    relaxes = any(getattr(override, axis) is not None and getattr(override, axis) < getattr(own, axis) for axis in AXES)

    try:
        RULES.with_profile(profile)
    except InvalidRulebookError as error:
        refused = {problem.code for problem in error.problems}
    else:
        refused = set()

    assert ("relaxes-floor" in refused) is relaxes


@given(floor, overrides)
def test_a_rulebook_takes_up_no_profile_that_relaxes_the_floor(category, override):
    """Where the check would refuse a profile, so does the rulebook, with the same problems."""
    profile = attrs.evolve(standard_profile(), overrides=FrozenMap({category: override}))
    expected = tuple(profile_problems(profile, schemes=RULES.schemes, rules=FLOOR))

    try:
        found = RULES.with_profile(profile).profile
    except InvalidRulebookError as error:
        found = error.problems

    assert found == (expected or profile)
