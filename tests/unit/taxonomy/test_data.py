"""The data files themselves: complete, bilingual, and in clean Arabic."""

import re
from pathlib import Path

import pytest

from community_policing.taxonomy import (
    Confidentiality,
    ConsentRule,
    FormalReport,
    Mediable,
    Notice,
    Risk,
    load_scheme,
    scheme_ids,
    standard_profile,
    standard_rules,
)

ALL = [concept for scheme in scheme_ids() for concept in load_scheme(scheme)]
CATEGORIES = load_scheme("case-categories")
USABLE = [category for category in CATEGORIES if category.policy is not None]
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652 0-9،؛؟.:()«»/-]*")
FATHATAN = re.compile(r"ا\u064b|\u064b(?!ا)(?<![ةءى]\u064b)")
HELD = {
    "age-bands": 6,
    "aggravating-factors": 24,
    "agreement-terms": 29,
    "capacities": 3,
    "case-categories": 162,
    "channels": 26,
    "competencies": 16,
    "confidentiality": 4,
    "consent-decisions": 3,
    "consent-kinds": 6,
    "contact-directions": 2,
    "contact-kinds": 4,
    "decision-kinds": 5,
    "demand-kinds": 7,
    "diversion-measures": 5,
    "duress-results": 3,
    "engagement-activities": 33,
    "entry-grounds": 4,
    "evidence-kinds": 5,
    "exploitation-purposes": 8,
    "goals": 20,
    "incident-kinds": 4,
    "link-kinds": 5,
    "localities": 7,
    "outcomes": 64,
    "partners": 52,
    "party-kinds": 6,
    "party-sex": 5,
    "placement-kinds": 5,
    "positions": 4,
    "principles": 39,
    "protection-factors": 35,
    "protection-measures": 35,
    "record-kinds": 11,
    "record-origins": 3,
    "refusal-reasons": 31,
    "relationships": 39,
    "reopen-reasons": 7,
    "report-kinds": 8,
    "residence-kinds": 7,
    "risk-levels": 4,
    "roles": 56,
    "safety-results": 3,
    "screen-results": 4,
    "services": 52,
    "session-forms": 4,
    "settlement-kinds": 2,
    "term-statuses": 4,
    "undertaking-kinds": 9,
    "wishes": 7,
}


def shown(concept, language="ar"):
    """Every wording of *concept* that a person may be shown."""
    texts = [concept.pref_label, concept.definition, concept.scope_note]
    return [text[language] for text in texts if text is not None] + list(concept.alt_labels[language])


def test_no_concept_was_lost():
    """A concept is deprecated, never deleted: a scheme that changes its number changes this table."""
    assert {scheme: len(load_scheme(scheme)) for scheme in scheme_ids()} == HELD


def test_ids_and_notations_are_there_for_ever():
    """What ``ids.txt`` lists was released, and is still there under its notation; lines are added, none taken."""
    released = [line.split() for line in Path(__file__).with_name("ids.txt").read_text(encoding="utf-8").splitlines()]

    gone = [
        (scheme, notation, id_)
        for scheme, notation, id_ in released
        if (found := load_scheme(scheme).get(id_)) is None or found.notation != notation
    ]

    assert len(released) > 700
    assert gone == []


def test_every_concept_is_defined_in_both_languages():
    """A name alone does not say when to use it."""
    lacking = [
        f"{concept.scheme}/{concept.id}"
        for concept in ALL
        if concept.definition is None or not (concept.definition.en.strip() and concept.definition.ar.strip())
    ]

    assert lacking == []


def test_every_concept_says_since_when_it_is_there():
    """A stored code can be traced to the edition that first had it."""
    assert [concept.id for concept in ALL if concept.since not in {"0.1.0", "0.2.0", "0.3.0"}] == []


def test_shown_arabic_is_in_arabic_letters_and_punctuation():
    """No Latin, Persian or Kurdish letters, no tatweel, no Latin comma, semicolon or question mark."""
    wrong = [words for concept in ALL for words in shown(concept) if not ARABIC.fullmatch(words)]

    assert wrong == []


def test_tanwin_stands_before_its_alef():
    """The house writes ـًا; fathatan stands alone only after teh marbuta, hamza and alef maksura."""
    wrong = [words for concept in ALL for words in shown(concept) if FATHATAN.search(words)]

    assert wrong == []


def test_a_case_is_called_a_case_in_arabic():
    """«القضية» is a matter before a court; only the refusal reason about a court says it."""
    wrong = {concept.id for concept in ALL for words in shown(concept) if re.search(r"قضي[ةت]|قضايا", words)}

    assert wrong == {"proceedings-pending"}


def test_english_is_in_ascii():
    """No Arabic and no typographic look-alikes among the English."""
    wrong = [words for concept in ALL for words in shown(concept, "en") if not words.isascii()]

    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_wording_has_no_stray_spaces(language):
    """No doubled, leading or trailing space."""
    wrong = [words for concept in ALL for words in shown(concept, language) if words != " ".join(words.split())]

    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_wording_of_a_concept_is_given_twice(language):
    """An alternative or hidden label differs from the preferred one and from the others."""
    wrong = []
    for concept in ALL:
        words = [concept.pref_label[language], *concept.alt_labels[language], *concept.hidden_labels[language]]
        wrong += [(concept.id, word) for word in set(words) if words.count(word) > 1]

    assert wrong == []


def test_every_basis_is_a_known_source():
    """What a concept or a policy rests on can be looked up."""
    bases = {concept.basis for concept in ALL} | {category.policy.source for category in USABLE}

    named = set()
    for part in ";".join(bases).split(";"):
        kind, _, details = part.partition(":")
        named |= set(details.split(",")) if kind == "std" else {kind}

    assert named <= set(standard_rules().sources)


@pytest.mark.parametrize("scheme", scheme_ids())
def test_preferred_labels_are_distinct_in_a_scheme(scheme):
    """A list to choose from has no two equal lines."""
    for language in ("en", "ar"):
        labels = [concept.pref_label[language] for concept in load_scheme(scheme)]
        assert len(set(labels)) == len(labels), sorted(label for label in labels if labels.count(label) > 1)


def test_inverse_relationships_are_inverse():
    """The other side of the other side is the same side, but for ties nobody can name."""
    relationships = load_scheme("relationships")
    with_inverse = [each for each in relationships if each.inverse is not None]

    back = {each.id: relationships[each.inverse].inverse for each in with_inverse}

    assert len(with_inverse) == 35
    assert {id_: other for id_, other in back.items() if id_ != other} == {
        "official-dealing-with-the-person": "relationship-not-stated"
    }


def test_the_ordered_schemes_and_their_axes_are_the_same():
    """The levels a person reads are the levels that rules compare, in the same order."""
    assert [level.id for level in load_scheme("risk-levels")] == [risk.value for risk in Risk]
    assert [level.id for level in load_scheme("confidentiality")] == [each.value for each in Confidentiality]


def test_groups_have_no_policy_and_everything_below_them_does():
    """The sixteen chapters are the tops; each of the others can be given to a case."""
    groups = [category for category in CATEGORIES if category.policy is None]

    assert groups == list(CATEGORIES.tops)
    assert len(groups) == 16


def test_categories_that_stand_beside_an_act_say_so():
    """A status is never the whole of a case."""
    status = {category.id: category.accompanied_by for category in CATEGORIES if "status" in category.flags}

    assert status == {
        "juvenile-deviance": "act",
        "juvenile-offender": "act",
        "hidden-crime-disclosure": "substantive-category-when-known",
    }


def test_roles_that_hold_on_one_case_are_marked():
    """The library checks relative roles against the case; the host passes the others."""
    roles = load_scheme("roles")

    assignment = {role.id for role in roles if "relative-assignment" in role.flags}
    party = {role.id for role in roles if "relative-party" in role.flags}

    assert assignment == {"case-officer", "mediator", "co-mediator"}
    assert party == {role.id for role in roles if roles.is_a(role.id, "party-roles")}
    assert {role.id for role in roles if "not-a-person" in role.flags} == {"system"}
    assert roles.is_a("victim", "party-roles")
    assert roles.is_a("duty-officer", "staff-roles")


def test_barred_terms_and_minors_are_marked():
    """What no agreement may hold, and who is under eighteen."""
    terms, ages = load_scheme("agreement-terms"), load_scheme("age-bands")

    assert {each.id for each in terms if "barred" in each.flags} == {
        each.id for each in terms if terms.is_a(each.id, "barred-terms")
    }
    assert {each.id for each in ages if "minor" in each.flags} == {
        "infant-and-young-child",
        "boy-or-girl",
        "adolescent",
    }
    assert standard_rules().unknown_age.age_bands == {"unknown-age", "age-not-stated"}


def test_a_mandatory_report_is_owed_at_intake():
    """Always mandatory and no criminal report at intake would contradict each other."""
    mandatory = {each.id for each in USABLE if each.policy.formal_report is FormalReport.MANDATORY}
    owed = {each.id for each in USABLE if each.policy.notice is Notice.CRIMINAL_REPORT}

    assert mandatory == owed


def test_what_may_be_mediated_says_how_far():
    """A scope stands exactly where mediation is open."""
    for category in USABLE:
        assert category.policy.mediable.bars is (category.policy.mediation_scope is None), category.id


def test_the_floor_is_never_mediable():
    """The grave matters of the standards are all on the floor, and none of them may be mediated."""
    rules = standard_rules()

    assert len(rules.floor) == 26
    assert {CATEGORIES[id_].policy.mediable for id_ in rules.floor} == {Mediable.NEVER}


def test_absolute_and_default_bars_are_apart():
    """A factor is lifted by nobody or may be lifted, not both."""
    rules = standard_rules()

    assert not rules.absolute_bars & rules.default_bars


def test_the_law_follows_the_categories_by_default():
    """Complaint-only is every category whose rule says so; each of those that may end needs a judge."""
    law = standard_profile().law
    complaint_only = {each.id for each in USABLE if each.policy.consent_rule is ConsentRule.COMPLAINT_ONLY}
    may_end = {id_ for id_ in complaint_only if not CATEGORIES[id_].policy.mediable.bars}

    assert law.complaint_only == complaint_only
    assert law.conciliation_allowed == may_end
    assert law.judicial_approval_required == may_end


def test_every_target_of_a_report_is_competent_by_default():
    """The default profile never refuses a recipient that a category names."""
    competent = standard_profile().law.competent_partners

    for category in USABLE:
        if category.policy.report_kind is not None:
            assert category.policy.report_targets <= competent[category.policy.report_kind], category.id
        if category.policy.notice is Notice.PROTECTION_NOTICE:
            assert category.policy.notice_targets <= competent["protection-notice"], category.id
    assert set(competent) == {kind.id for kind in load_scheme("report-kinds")}
