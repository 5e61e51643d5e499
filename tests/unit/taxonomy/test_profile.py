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
    PolicyDepartureWarning,
    Risk,
    checked_profile,
    effective_policy,
    load_scheme,
    profile_ids,
    profile_problems,
    read_profile,
    standard_profile,
    standard_rules,
    standard_schemes,
)

CATEGORIES = load_scheme("case-categories")
LITERAL = "seed-literal"
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


def shipped(name):
    if name != LITERAL:
        return standard_profile(name)
    with pytest.warns(PolicyDepartureWarning):
        return standard_profile(name)


SHIPPED = {name: shipped(name) for name in profile_ids()}
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


# ---------------------------------------------------------------------------------------------------- what ships


def test_three_profiles_ship():
    """The standards, the practice of one ministry, and the founding document at its word."""
    assert profile_ids() == ("international-default", "iq-moi-practice", "seed-literal")


@given(
    st.sampled_from(sorted(SHIPPED)),
    st.lists(floor, min_size=1, max_size=3),
    st.lists(usable, max_size=2),
    st.sets(st.sampled_from(FACTORS), max_size=4),
)
def test_no_shipped_profile_relaxes_the_floor(name, on_floor, others, factors):
    """Whatever else a case is and whatever factors it has, a floor category demands what the standards demand."""
    categories = [CATEGORIES[id_] for id_ in (*on_floor, *others)]
    alone = Policy.strictest(*(Policy.of(CATEGORIES[id_]) for id_ in on_floor))

    policy = effective_policy(categories, factors, profile=SHIPPED[name], rules=RULES)

    assert all(getattr(policy, axis) >= getattr(alone, axis) for axis in AXES)
    assert policy.mediable is Mediable.NEVER


@given(st.sampled_from(sorted(SHIPPED)), usable, st.sampled_from(sorted(RULES.absolute_bars)))
def test_no_shipped_profile_lifts_an_absolute_bar(name, category, factor):
    """Choking, confinement, a weapon, honour and a threat to kill are among them."""
    policy = effective_policy([CATEGORIES[category]], [factor], profile=SHIPPED[name], rules=RULES)

    assert policy.mediable is Mediable.NEVER


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_profile_inherits_the_law_that_it_does_not_state(name):
    """Every value has its source and its question, and what differs is listed here."""
    profile = SHIPPED[name]

    differs = {
        field.name
        for field in attrs.fields(type(profile.law))
        if getattr(profile.law, field.name) != getattr(PROFILE.law, field.name)
    }

    stated = {"iq-moi-practice": {"conciliation_allowed", "judicial_approval_required"}}
    assert differs == stated.get(name, set())
    assert set(profile.notes) == set(PROFILE.notes)


def test_the_ministry_opens_conciliation_for_three_kinds_under_four_safeguards():
    """Verbal violence, violence without injury, and violence not yet told apart; each with its source."""
    profile = SHIPPED["iq-moi-practice"]

    opened = {id_: (each.mediable, each.source) for id_, each in profile.overrides.items()}

    assert opened == dict.fromkeys(
        ("domestic-violence", "dv-verbal-psychological", "dv-physical-no-injury"),
        (Mediable.WITH_SAFEGUARDS, "std:MOI-FCP"),
    )
    assert profile.safeguards == {"follow-up-14-days", "judicial-approval", "no-injury", "specialist-assessment"}
    assert not profile.departs_from
    for id_ in opened:
        assert CATEGORIES[id_].policy.mediable is Mediable.NEVER


def test_the_literal_profile_warns_at_every_load_and_names_what_it_leaves():
    """Once a load, in words that say which standards; nothing else warns."""
    with pytest.warns(PolicyDepartureWarning) as told:
        first, again = standard_profile(LITERAL), standard_profile(LITERAL)

    assert first is again
    assert len(told) == 2
    for standard in ("UN Handbook", "CEDAW", "Istanbul Convention"):
        assert standard in str(told[0].message)
    assert told[0].filename == __file__


def test_every_standard_departed_from_is_a_known_source():
    """A warning that names nothing would warn of nothing."""
    assert problems_of(departs_from=("UN-VAW", "UN-VAV")) == {
        ("unknown-source", "international-default.toml/departs_from")
    }


def test_a_profile_of_ones_own_inherits_the_law_of_another():
    """A file states what differs, and keeps the sources and questions of the rest."""
    text = """
label = { en = "Basra", ar = "البصرة" }
safeguards = []
[law.small_unit]
value = true
source = "order 7"
ask = "Still so?"
"""

    profile = read_profile("basra", text, base=PROFILE)

    assert profile.law == attrs.evolve(PROFILE.law, small_unit=True)
    assert profile.notes["small_unit"].source == "order 7"
    assert profile.notes["areas"] == PROFILE.notes["areas"]
    assert read_profile("basra", text.partition("[law")[0], base=PROFILE).law == PROFILE.law
    with pytest.raises(InvalidProfileError, match="complaint_only"):
        read_profile("basra", text)
