"""Law 7: adding a category or a factor never lowers an axis."""

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.workflows.village import RULES

from community_policing.cases import Case, CaseFactor, Party
from community_policing.taxonomy import CaseCategory, Policy, standard_schemes

AXES = ("mediable", "formal_report", "confidentiality", "notice", "consent_rule", "presumed_risk")
LISTS = [field.name for field in attrs.fields(Policy) if isinstance(field.default, frozenset)]
CATEGORIES = [
    one.id for one in standard_schemes()["case-categories"] if isinstance(one, CaseCategory) and one.policy is not None
]
FACTORS = [one.id for one in standard_schemes()["aggravating-factors"]]

adults = st.lists(st.sampled_from([Party("p1", "victim", age_band="adult"), Party("p2", "witness")]), unique=True)
cases = st.builds(
    lambda categories, factors, parties: Case(
        "c-1",
        1,
        None,
        categories=tuple(categories),
        factors=tuple(CaseFactor(factor) for factor in factors),
        parties=tuple(parties),
    ),
    st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(FACTORS), max_size=3, unique=True),
    adults,
)


def no_lower(before, after):
    """Whether *after* demands at least what *before* does."""
    assert all(getattr(after, axis) >= getattr(before, axis) for axis in AXES)
    assert all(getattr(after, name) >= getattr(before, name) for name in LISTS)


@given(cases, st.sampled_from(CATEGORIES))
def test_another_category_never_lowers_an_axis(case, category):
    """What a case is about besides can only make it graver."""
    more = attrs.evolve(case, categories=(*case.categories, category))

    no_lower(RULES.policy(case), RULES.policy(more))


@given(cases, st.sampled_from(FACTORS), st.sampled_from([None, "p1"]))
def test_another_factor_never_lowers_an_axis(case, factor, party):
    """What is found out can only make a case graver."""
    more = attrs.evolve(case, factors=(*case.factors, CaseFactor(factor, party)))

    no_lower(RULES.policy(case), RULES.policy(more))


@given(cases, st.randoms(use_true_random=False))
def test_order_never_matters(case, chance):
    """The order in which categories and factors came to light decides nothing."""
    categories, factors = list(case.categories), list(case.factors)
    chance.shuffle(categories)
    chance.shuffle(factors)

    assert RULES.policy(attrs.evolve(case, categories=tuple(categories), factors=tuple(factors))) == RULES.policy(case)
