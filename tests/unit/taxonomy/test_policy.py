"""The algebra of policies: what categories and factors demand together."""

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.errors import ConceptNotFoundError
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
    case_category,
    effective_policy,
    load_scheme,
    standard_profile,
    standard_rules,
)

CATEGORIES = load_scheme("case-categories")
USABLE = [category for category in CATEGORIES if category.policy is not None]
FACTORS = [factor.id for factor in load_scheme("aggravating-factors")]
RULES = standard_rules()
PROFILE = standard_profile()
EXPLAINED = ["mediable", "formal_report", "confidentiality"]
AXES = [*EXPLAINED, "notice", "consent_rule", "presumed_risk"]
LISTS = [field.name for field in attrs.fields(Policy) if isinstance(field.default, frozenset)]

category_lists = st.lists(st.sampled_from(USABLE), max_size=4)
factor_sets = st.sets(st.sampled_from(FACTORS), max_size=4)
effective = st.builds(
    lambda categories, factors: effective_policy(categories, factors, profile=PROFILE, rules=RULES),
    category_lists,
    factor_sets,
)
names = st.sampled_from(["", "a", "b", "c"])
codes = st.frozensets(st.sampled_from(["p", "q", "r"]))
made_up = st.builds(
    Policy,
    **{f"{axis}{end}": names for axis in EXPLAINED for end in ("_by", "_source")},
    mediable=st.sampled_from(Mediable),
    formal_report=st.sampled_from(FormalReport),
    confidentiality=st.sampled_from(Confidentiality),
    notice=st.sampled_from(Notice),
    consent_rule=st.sampled_from(ConsentRule),
    presumed_risk=st.sampled_from(Risk),
    **{name: codes for name in LISTS if name != "notices"},
    notices=st.frozensets(st.sampled_from(Notice)),
)
policies = st.one_of(effective, made_up)


def effective_of(*categories, factors=(), profile=PROFILE):
    return effective_policy([CATEGORIES[id_] for id_ in categories], factors, profile=profile, rules=RULES)


def at_least(high, low):
    """Whether *high* demands everything that *low* does."""
    return all(getattr(high, axis) >= getattr(low, axis) for axis in AXES) and all(
        getattr(high, name) >= getattr(low, name) for name in LISTS
    )


# ------------------------------------------------------------------------------------------------- the algebra


@given(policies, policies)
def test_joining_is_commutative(one, other):
    """The order in which categories come to light does not matter, nor who is named as deciding."""
    assert Policy.strictest(one, other) == Policy.strictest(other, one)


@given(policies, policies, policies)
def test_joining_is_associative(one, two, three):
    """Joining in steps and joining at once are the same."""
    by_steps = Policy.strictest(Policy.strictest(one, two), three)
    other_steps = Policy.strictest(one, Policy.strictest(two, three))

    assert by_steps == other_steps == Policy.strictest(one, two, three)


@given(policies)
def test_joining_is_idempotent_and_the_empty_policy_is_neutral(policy):
    """Saying a thing twice, or adding nothing, changes nothing."""
    neutral_named = Policy.strictest(policy)

    assert Policy.strictest(neutral_named, neutral_named) == neutral_named
    assert Policy.strictest(neutral_named, Policy()) == neutral_named
    assert Policy.strictest() == Policy()


@given(policies, policies)
def test_a_join_demands_all_that_its_parts_demand(one, other):
    """The join is an upper bound in every axis and every list."""
    joined = Policy.strictest(one, other)

    assert at_least(joined, one)
    assert at_least(joined, other)


@given(policies, policies)
def test_who_decided_holds_the_value_that_was_decided(one, other):
    """The named concept and source stand together in one of the two policies, with the joined value."""
    joined = Policy.strictest(one, other)

    for axis in EXPLAINED:
        trio = [
            (getattr(each, axis), getattr(each, f"{axis}_by"), getattr(each, f"{axis}_source")) for each in (one, other)
        ]
        won = (getattr(joined, axis), getattr(joined, f"{axis}_by"), getattr(joined, f"{axis}_source"))
        assert won in {*trio, (won[0], "", "")}


@given(category_lists, factor_sets, st.sampled_from(USABLE), st.sampled_from(FACTORS))
def test_adding_a_category_or_a_factor_never_lowers_anything(categories, factors, category, factor):
    """More that is known never opens a softer way."""
    before = effective_policy(categories, factors, profile=PROFILE, rules=RULES)

    with_category = effective_policy([*categories, category], factors, profile=PROFILE, rules=RULES)
    with_factor = effective_policy(categories, {*factors, factor}, profile=PROFILE, rules=RULES)

    assert at_least(with_category, before)
    assert at_least(with_factor, before)


@given(category_lists, factor_sets)
def test_order_and_repetition_of_categories_do_not_matter(categories, factors):
    """A case's categories are a set, however the host lists them."""
    once = effective_policy(categories, factors, profile=PROFILE, rules=RULES)

    again = effective_policy([*reversed(categories), *categories], list(factors) * 2, profile=PROFILE, rules=RULES)

    assert again == once


@given(st.sampled_from(USABLE), factor_sets)
def test_a_policy_pickles(category, factors):
    """Policies travel to workers."""
    policy = effective_policy([category], factors, profile=PROFILE, rules=RULES)

    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301  our own bytes


# ------------------------------------------------------------------------------------------------ the report rule


@given(category_lists, factor_sets)
def test_a_report_is_due_exactly_when_the_rule_says_so(categories, factors):
    """A category is mandatory, or a named or floor factor is present that this category does not imply."""
    policy = effective_policy(categories, factors, profile=PROFILE, rules=RULES)

    expected = any(
        category.policy.formal_report is FormalReport.MANDATORY
        or (factors - category.policy.inherent_factors) & (category.policy.report_factors | RULES.report_factor_floor)
        for category in categories
    )

    assert policy.report_due is bool(expected)


def test_every_single_factor_in_every_category_follows_the_rules():
    """All 146 categories with each of the 24 factors, one by one."""
    barring = RULES.absolute_bars | RULES.default_bars

    for category in USABLE:
        own = category.policy
        for factor in FACTORS:
            policy = effective_policy([category], [factor], profile=PROFILE, rules=RULES)
            triggers = factor in (own.report_factors | RULES.report_factor_floor) - own.inherent_factors
            assert policy.report_due is (triggers or own.formal_report is FormalReport.MANDATORY), (category.id, factor)
            assert policy.bars == {factor} & barring, (category.id, factor)
            assert policy.mediable.bars or factor not in barring, (category.id, factor)


def test_a_named_factor_makes_a_report_due_and_is_named():
    """An injury among neighbours opens the criminal route, by the category's own rule."""
    policy = effective_of("neighbour-dispute", factors={"injury"})

    assert policy.report_due
    assert (policy.formal_report_by, policy.formal_report_source) == ("injury", "seed:G10,W28")


def test_a_floor_factor_makes_a_report_due_where_no_report_is_ever_required():
    """A weapon counts in truancy too, by the rule and not by the category."""
    policy = effective_of("truancy", factors={"weapon"})

    assert CATEGORIES["truancy"].policy.formal_report is FormalReport.NEVER_REQUIRED
    assert policy.report_due
    assert (policy.formal_report_by, policy.formal_report_source) == ("weapon", RULES.report_factor_source)


def test_an_implied_factor_says_nothing_new():
    """Electronic extortion is sexual by nature, so the victim's choice is not taken away by that alone."""
    implied = CATEGORIES["electronic-extortion"].policy.inherent_factors

    policy = effective_of("electronic-extortion", factors=implied - RULES.report_factor_floor)

    assert implied
    assert not policy.report_due


def test_a_factor_both_named_and_implied_is_no_report_factor():
    """Implying wins over naming, should a file ever say both."""
    category = CATEGORIES["neighbour-dispute"]
    own = attrs.evolve(category.policy, inherent_factors=frozenset({"injury"}))
    implying = attrs.evolve(category, policy=own)

    assert "injury" in own.report_factors
    assert "injury" not in Policy.of(implying).report_factors
    assert not effective_policy([implying], ["injury"], profile=PROFILE, rules=RULES).report_due


def test_a_factor_implied_by_one_category_still_counts_for_another():
    """What goes without saying in one category is news in the next."""
    implied_here = effective_of("area-violence", factors={"repetition"})
    both = effective_of("area-violence", "one-sided-neighbour-harassment", factors={"repetition"})
    other = effective_of("one-sided-neighbour-harassment", factors={"repetition"})

    assert both.report_due is (implied_here.report_due or other.report_due)


def test_a_factor_that_no_rule_names_changes_nothing():
    """A host may record more than the rules read."""
    assert effective_of("truancy", factors={"made-up"}) == effective_of("truancy")


# ------------------------------------------------------------------------------------------------- the bars


@pytest.mark.parametrize("factor", sorted(RULES.absolute_bars | RULES.default_bars))
@pytest.mark.parametrize("category", ["neighbour-dispute", "simple-matter", "truancy"])
def test_a_barring_factor_ends_mediation_and_is_named(category, factor):
    """Whatever the category allows, and where there was nothing to mediate too."""
    policy = effective_of(category, factors={factor})

    assert policy.mediable is Mediable.NEVER
    assert (policy.mediable_by, policy.mediable_source) == (factor, RULES.bars_source)
    assert policy.bars == {factor}


def test_a_barring_factor_bars_even_where_it_is_implied():
    """Inherent is left out of the report rule, never out of the bars."""
    implied = next(c for c in USABLE if c.policy.inherent_factors & RULES.absolute_bars)
    factor = min(implied.policy.inherent_factors & RULES.absolute_bars)

    assert factor in effective_of(implied.id, factors={factor}).bars


def test_a_profile_may_lift_a_default_bar_and_no_other():
    """Even a profile that was never checked lifts nothing absolute."""
    lifting = attrs.evolve(PROFILE, lifted_bars=frozenset({"injury", "weapon"}))

    assert effective_of("neighbour-dispute", factors={"injury"}, profile=lifting).mediable is Mediable.WITH_SAFEGUARDS
    assert effective_of("neighbour-dispute", factors={"weapon"}, profile=lifting).mediable is Mediable.NEVER


def test_not_applicable_gives_way_and_bars_alone():
    """A truant who also quarrels may be mediated; truancy alone may not."""
    alone = effective_of("truancy")
    beside = effective_of("truancy", "neighbour-dispute")

    assert alone.mediable.bars
    assert beside.mediable is Mediable.WITH_SAFEGUARDS
    assert beside.mediable_by == "neighbour-dispute"


def test_without_categories_nothing_may_be_mediated():
    """The neutral policy is no permission."""
    policy = effective_of()

    assert policy == Policy()
    assert policy.mediable.bars
    assert not policy.report_due


# ------------------------------------------------------------------------------------------------- one category


@pytest.mark.parametrize("category", USABLE, ids=str)
def test_a_category_alone_is_what_its_file_says(category):
    """Nothing is added or lost on the way from the file to the policy."""
    own, policy = category.policy, effective_of(category.id)

    assert [getattr(policy, axis) for axis in AXES] == [getattr(own, axis) for axis in AXES]
    assert {policy.mediable_by, policy.formal_report_by, policy.confidentiality_by} == {category.id}
    assert {policy.mediable_source, policy.formal_report_source, policy.confidentiality_source} == {own.source}
    assert policy.report_factors == own.report_factors - own.inherent_factors
    assert policy.services == own.services
    assert policy.measures == own.measures
    assert policy.report_targets == own.report_targets
    assert policy.notice_targets == own.notice_targets
    assert policy.workflows == own.workflows
    assert policy.mediation_scopes == {own.mediation_scope} - {None}
    assert policy.report_kinds == {own.report_kind} - {None}
    assert policy.notices == {own.notice} - {Notice.NONE}


def test_a_criminal_report_does_not_do_away_with_a_protection_notice():
    """Both are owed, and both stay visible in the join."""
    protected = next(c for c in USABLE if c.policy.notice is Notice.PROTECTION_NOTICE)

    policy = effective_of(protected.id, "rape")

    assert policy.notice is Notice.CRIMINAL_REPORT
    assert policy.notices == {Notice.PROTECTION_NOTICE, Notice.CRIMINAL_REPORT}


def test_a_group_is_no_category_of_a_case():
    """A case is given what happened, not the chapter it stands in."""
    group = CATEGORIES["community-disputes"]

    with pytest.raises(ConceptNotFoundError, match="carry a policy"):
        Policy.of(group)
    with pytest.raises(ConceptNotFoundError, match="carry a policy"):
        effective_policy([group], (), profile=PROFILE, rules=RULES)
    with pytest.raises(ConceptNotFoundError, match="carry a policy"):
        case_category(CATEGORIES, "community-disputes")


def test_a_category_for_a_case_is_found_by_id():
    """The nearest usable category is told when there is none."""
    assert case_category(CATEGORIES, "rape") is CATEGORIES["rape"]
    with pytest.raises(ConceptNotFoundError, match="did you mean 'threat'"):
        case_category(CATEGORIES, "threet")


# ------------------------------------------------------------------------------------------------- overrides


def test_an_override_decides_with_its_own_source_and_leaves_the_rest():
    """What the profile sets is shown as the profile's, what it leaves as the category's."""
    override = Override(source="std:MOI-FCP", mediable=Mediable.WITH_SAFEGUARDS)
    profile = attrs.evolve(PROFILE, overrides=FrozenMap({"dv-verbal-psychological": override}))
    category = CATEGORIES["dv-verbal-psychological"]

    policy = Policy.of(category, profile)

    assert (policy.mediable, policy.mediable_by) == (Mediable.WITH_SAFEGUARDS, category.id)
    assert policy.mediable_source == "std:MOI-FCP"
    assert policy.formal_report_source == policy.confidentiality_source == category.policy.source


def test_every_axis_can_be_overridden():
    """An override of everything leaves nothing of the category's axes."""
    override = Override(
        source="x",
        mediable=Mediable.NEVER,
        formal_report=FormalReport.MANDATORY,
        notice=Notice.CRIMINAL_REPORT,
        confidentiality=Confidentiality.SEALED,
        consent_rule=ConsentRule.DUTY_TO_REPORT,
        presumed_risk=Risk.IMMINENT,
    )
    profile = attrs.evolve(PROFILE, overrides=FrozenMap({"neighbour-dispute": override}))

    policy = effective_of("neighbour-dispute", profile=profile)

    assert [getattr(policy, axis) for axis in AXES] == [getattr(override, axis) for axis in AXES]
    assert policy.notices == {Notice.CRIMINAL_REPORT}
    assert {policy.mediable_source, policy.formal_report_source, policy.confidentiality_source} == {"x"}


def test_a_rule_for_adults_is_read_otherwise_for_a_minor():
    """A child's hearing takes the place of an adult's choice, and never a milder rule."""
    read = {rule: RULES.for_minor(rule) for rule in ConsentRule}

    assert read[ConsentRule.VICTIM_CHOICE] is ConsentRule.DUTY_TO_REPORT
    assert read[ConsentRule.COMPLAINT_ONLY] is ConsentRule.DUTY_TO_REPORT
    assert read[ConsentRule.PARTIES] is ConsentRule.CHILD_AND_REPRESENTATIVE
    assert read[ConsentRule.GUARDIAN_AND_CHILD] is ConsentRule.GUARDIAN_AND_CHILD
    assert all(minor >= adult for adult, minor in read.items())
