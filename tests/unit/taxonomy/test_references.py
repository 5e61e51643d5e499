"""Names that policies and rules use for concepts of other schemes."""

import attrs
import pytest

from community_policing.taxonomy import reference_problems, standard_rules, standard_schemes

SCHEMES = standard_schemes()
RULES = standard_rules()


def without(scheme, id_):
    concepts = tuple(concept for concept in SCHEMES[scheme] if concept.id != id_)
    return {**SCHEMES, scheme: attrs.evolve(SCHEMES[scheme], concepts=concepts)}


def test_every_name_in_the_standard_data_leads_somewhere():
    """Policies, rules and schemes of the library fit together."""
    assert list(reference_problems(SCHEMES, RULES)) == []


def test_a_missing_partner_is_told_at_each_category_that_names_it():
    """A host that replaces a scheme learns what it broke, and where."""
    found = list(reference_problems(without("partners", "investigating-judge"), RULES))

    assert len(found) > 10
    assert {problem.code for problem in found} == {"unknown-concept"}
    assert any(problem.place == "case-categories.toml/rape/report_targets" for problem in found)


@pytest.mark.parametrize(
    ("scheme", "id_", "place"),
    [
        ("aggravating-factors", "injury", "neighbour-dispute/report_factors"),
        ("aggravating-factors", "repetition", "area-violence/inherent_factors"),
        ("report-kinds", "criminal-report", "neighbour-dispute/report_kind"),
        ("partners", "competent-local-authority", "neighbour-dispute/report_targets"),
        ("partners", "family-and-child-protection", "child-neglect/notice_targets"),
        ("services", "advice", "neighbour-dispute/services"),
        ("protection-measures", "duress-check", "neighbour-dispute/measures"),
    ],
)
def test_every_field_of_a_policy_is_looked_at(scheme, id_, place):
    """Factors, kinds, recipients, services and measures alike."""
    found = reference_problems(without(scheme, id_), RULES)

    assert f"case-categories.toml/{place}" in {problem.place for problem in found}


def test_a_missing_name_in_the_rules_is_told():
    """The rules are looked at too."""
    found = list(reference_problems(without("age-bands", "unknown-age"), RULES))

    assert [(problem.place, "unknown-age" in problem.message) for problem in found] == [
        ("rules.toml/unknown_age", True)
    ]
