"""Profiles: what a force may set, and the floor that it may not lower."""

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.errors import InvalidProfileError
from community_policing.taxonomy import (
    Confidentiality,
    ConsentRule,
    FormalReport,
    FrozenMap,
    Mediable,
    Notice,
    Override,
    Policy,
    Risk,
    checked_profile,
    effective_policy,
    load_scheme,
    profile_problems,
    standard_profile,
    standard_rules,
    standard_schemes,
)

CATEGORIES = load_scheme("case-categories")
FACTORS = [factor.id for factor in load_scheme("aggravating-factors")]
PROFILE = standard_profile()
RULES = standard_rules()
SCHEMES = standard_schemes()
AXES = {
    "mediable": Mediable,
    "formal_report": FormalReport,
    "notice": Notice,
    "confidentiality": Confidentiality,
    "consent_rule": ConsentRule,
    "presumed_risk": Risk,
}
overrides = st.builds(
    Override,
    source=st.just("std:made-up"),
    **{axis: st.none() | st.sampled_from(members) for axis, members in AXES.items()},
)
usable = st.sampled_from([category.id for category in CATEGORIES if category.policy is not None])
floor = st.sampled_from(sorted(RULES.floor))
profiles = st.builds(
    lambda overrides, lifted: attrs.evolve(PROFILE, overrides=FrozenMap(overrides), lifted_bars=lifted),
    st.dictionaries(st.one_of(floor, usable), overrides, max_size=4),
    st.frozensets(st.sampled_from(FACTORS), max_size=3),
)


def problems_of(**changes):
    changed = attrs.evolve(PROFILE, **changes)
    return {(each.code, each.place) for each in profile_problems(changed, schemes=SCHEMES, rules=RULES)}


def law(**changes):
    return attrs.evolve(PROFILE.law, **changes)


def test_the_default_profile_is_sound():
    """What the library ships passes its own check."""
    assert checked_profile(PROFILE, schemes=SCHEMES, rules=RULES) is PROFILE


@given(profiles, floor)
def test_no_profile_that_passes_relaxes_the_floor(profile, category):
    """A profile is refused, or every floor category demands at least what it always did."""
    refused = bool([*profile_problems(profile, schemes=SCHEMES, rules=RULES)])

    own, plain = Policy.of(CATEGORIES[category], profile), Policy.of(CATEGORIES[category])

    assert refused or all(getattr(own, axis) >= getattr(plain, axis) for axis in AXES)
    assert refused or profile.lifted_bars <= RULES.default_bars


@given(profiles, floor, st.sets(st.sampled_from(FACTORS), max_size=2))
def test_even_an_unchecked_profile_cannot_lower_the_floor(profile, category, factors):
    """The floor holds by the way policies are joined, not only by a check that a host may forget."""
    standard = effective_policy([CATEGORIES[category]], (), profile=PROFILE, rules=RULES)

    policy = effective_policy([CATEGORIES[category]], factors, profile=profile, rules=RULES)

    assert all(getattr(policy, axis) >= getattr(standard, axis) for axis in AXES)
    assert policy.bars >= factors & RULES.absolute_bars


@pytest.mark.parametrize("category", sorted(RULES.floor))
def test_every_axis_of_every_floor_category_is_held(category):
    """One step down on any axis is one problem, and all are told."""
    own = CATEGORIES[category].policy
    lower = {
        axis: list(members)[getattr(own, axis).rank - 1] for axis, members in AXES.items() if getattr(own, axis).rank
    }

    with pytest.raises(InvalidProfileError) as caught:
        checked_profile(
            attrs.evolve(PROFILE, overrides=FrozenMap({category: Override(source="x", **lower)})),
            schemes=SCHEMES,
            rules=RULES,
        )

    assert {problem.place for problem in caught.value.problems} == {f"international-default.toml/{category}"}
    assert len(caught.value.problems) == len(lower) > 0


def test_a_floor_category_may_be_made_stricter():
    """The floor is a floor, not a ceiling: what it demands, and more, may be set."""
    override = Override(source="x", mediable=Mediable.NEVER, presumed_risk=Risk.IMMINENT)

    found = problems_of(overrides=FrozenMap({"money-laundering": override}))

    assert found == set()


def test_other_categories_may_be_relaxed():
    """The Iraqi practice of conciliation for verbal violence is a profile, not a breach."""
    found = problems_of(
        overrides=FrozenMap({"dv-verbal-psychological": Override(source="x", mediable=Mediable.WITH_SAFEGUARDS)})
    )

    assert found == set()


def test_every_kind_of_problem_is_told():
    """Unknown names, groups, bars that cannot be lifted, and a law that would lower the floor."""
    found = problems_of(
        overrides=FrozenMap({"rap": Override(source="x"), "community-disputes": Override(source="x")}),
        lifted_bars=frozenset({"weapon", "made-up", "injury"}),
        law=law(
            complaint_only=frozenset({"rape"}),
            conciliation_allowed=frozenset({"dv-sexual", "no-such"}),
            urgent_entry_grounds=frozenset({"curiosity"}),
            competent_partners=FrozenMap({"gossip": frozenset({"nobody"})}),
        ),
    )

    assert found == {
        ("unknown-category", "international-default.toml/rap"),
        ("unknown-category", "international-default.toml/community-disputes"),
        ("relaxes-floor", "international-default.toml/lifted_bars/weapon"),
        ("unknown-bar", "international-default.toml/lifted_bars/made-up"),
        ("relaxes-floor", "international-default.toml/law/complaint_only"),
        ("relaxes-floor", "international-default.toml/law/conciliation_allowed"),
        ("unknown-concept", "international-default.toml/law/conciliation_allowed"),
        ("unknown-concept", "international-default.toml/law/urgent_entry_grounds"),
        ("unknown-concept", "international-default.toml/law/competent_partners"),
    }


def test_a_profile_hashes_and_pickles():
    """A rulebook that holds it travels to workers."""
    again = pickle.loads(pickle.dumps(PROFILE))  # noqa: S301  our own bytes

    assert again == PROFILE
    assert hash(again) == hash(PROFILE)
    assert pickle.loads(pickle.dumps(RULES)) == RULES  # noqa: S301  our own bytes
    assert hash(RULES) == hash(standard_rules())


def test_every_value_of_the_law_has_a_source_and_a_question():
    """Nobody relies on a default without knowing what to ask a lawyer."""
    fields = {field.name for field in attrs.fields(type(PROFILE.law))}

    assert set(PROFILE.notes) == fields
    assert all(note.source and note.ask.endswith((".", "?")) for note in PROFILE.notes.values())
