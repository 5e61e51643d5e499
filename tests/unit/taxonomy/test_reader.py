"""From TOML text to schemes, profiles and rules, with every fault told at its place."""

import pytest

from community_policing.errors import InvalidDefinitionError, InvalidProfileError, InvalidSchemeError
from community_policing.taxonomy import (
    CaseCategory,
    Mapping,
    Mediable,
    Text,
    read_profile,
    read_rules,
    read_scheme,
    standard_profile,
    standard_rules,
)

HEAD = 'label = { en = "Things", ar = "أشياء" }\n'
FULL = """
[concepts.thing]
notation = "T1"
label = { en = "Thing", ar = "شيء" }
alt = { en = ["object"] }
hidden = { ar = ["حاجة", { text = "شي", basis = "seed:G13" }] }
definition = { en = "A thing", ar = "شيء ما" }
scope_note = { en = "Seldom", ar = "نادرًا" }
related = ["more"]
inverse = "other"
mappings = ["ICCS-1.0 0101 exactMatch"]
relative = "assignment"
person = false
barred = true
status = true
minor = true
basis = "jud"
since = "0.1.0"

[concepts.other]
notation = "T2"
broader = "thing"
label = { en = "Other", ar = "آخر" }
relative = "party"
deprecated = true
replaced_by = "thing"
basis = "practice"
since = "0.1.0"

[concepts.more]
notation = "T3"
label = { en = "More", ar = "المزيد" }
basis = "practice"
since = "0.1.0"
"""
POLICY = """
[concepts.act]
notation = "C1"
label = { en = "Act", ar = "فعل" }
accompanied_by = "act"
basis = "jud"
since = "0.1.0"
[concepts.act.policy]
mediable = "never"
formal_report = "mandatory"
notice = "criminal-report"
confidentiality = "strict"
consent_rule = "duty-to-report"
presumed_risk = "high"
report_factors = ["injury"]
source = "std:UN-VAW"
"""


def problems_in(text, name="things"):
    with pytest.raises(InvalidSchemeError) as caught:
        read_scheme(name, text)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def test_everything_in_a_file_becomes_a_field():
    """Nothing that a file says is lost on the way."""
    thing, other, _ = read_scheme("things", HEAD + FULL)

    assert (thing.id, thing.notation, thing.scheme, thing.broader) == ("thing", "T1", "things", None)
    assert thing.pref_label == Text("Thing", "شيء")
    assert (thing.alt_labels.en, thing.alt_labels.ar) == (("object",), ())
    assert thing.hidden_labels["ar"] == ("حاجة", "شي")
    assert (thing.definition, thing.scope_note) == (Text("A thing", "شيء ما"), Text("Seldom", "نادرًا"))
    assert (thing.related, thing.inverse) == (("more",), "other")
    assert thing.mappings == (Mapping("ICCS-1.0", "0101", "exactMatch"),)
    assert thing.flags == {"relative-assignment", "not-a-person", "barred", "status", "minor"}
    assert (thing.basis, thing.since) == ("jud", "0.1.0")
    assert (other.broader, other.deprecated, other.replaced_by) == ("thing", True, "thing")
    assert other.flags == {"relative-party"}
    assert (other.definition, other.mappings) == (None, ())


def test_a_category_carries_its_policy_and_a_group_none():
    """Only `case-categories` are categories."""
    made = read_scheme("case-categories", HEAD + POLICY + FULL)

    assert isinstance(made["act"], CaseCategory)
    assert made["act"].policy.mediable is Mediable.NEVER
    assert made["act"].policy.report_factors == {"injury"}
    assert made["act"].policy.services == frozenset()
    assert made["act"].accompanied_by == "act"
    assert made["thing"].policy is None


def test_text_that_is_not_toml_is_refused_with_file_and_line():
    """An editor can jump to the fault."""
    with pytest.raises(InvalidSchemeError, match=r"things\.toml: is not TOML: .*line 2"):
        read_scheme("things", HEAD + "[concepts\n\n")


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ('notation = "T1"', "", "missing-key"),
        ('basis = "jud"', "", "missing-key"),
        ('notation = "T1"', "notation = 1", "bad-value"),
        ('alt = { en = ["object"] }', 'alt = { en = "object" }', "bad-value"),
        ('alt = { en = ["object"] }', 'alt = { ku = ["object"] }', "bad-value"),
        ('alt = { en = ["object"] }', 'alt = ["object"]', "bad-value"),
        ('label = { en = "Thing", ar = "شيء" }', 'label = { en = "Thing", ku = "شيء" }', "bad-value"),
        ('mappings = ["ICCS-1.0 0101 exactMatch"]', 'mappings = ["ICCS-1.0 0101"]', "bad-value"),
        ("minor = true", "miner = true", "unknown-key"),
    ],
)
def test_a_concept_that_cannot_be_read_is_told_at_its_place(was, becomes, code):
    """Keys that are missing, unknown or of the wrong type are three kinds of problem."""
    assert was in FULL

    found = problems_in(HEAD + FULL.replace(was, becomes, 1))

    assert found == [(code, "things.toml/thing")]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('notation = "T1"', "notation = 1", "notation is 1, not a text"),
        ('label = { en = "Thing"', "label = { en = 1", "en is 1, not a text"),
        ('alt = { en = ["object"] }', 'alt = { ku = ["object"] }', "'ku' is neither 'en' nor 'ar'"),
        ('alt = { en = ["object"] }', 'alt = ["object"]', r"\['object'\] is not a table"),
        ('["ICCS-1.0 0101 exactMatch"]', '["ICCS-1.0 0101"]', "'ICCS-1.0 0101' does not read SCHEME CODE MATCH"),
        ('["ICCS-1.0 0101 exactMatch"]', '[{ scheme = "ICCS-1.0" }]', r"\{'scheme': 'ICCS-1.0'\} is not a text"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_words_of_the_file(was, becomes, told):
    """Whoever wrote the file reads of its keys and values, and of nothing inside the library."""
    assert was in FULL

    with pytest.raises(InvalidSchemeError, match=rf"/thing: cannot be read: {told} \[bad-value\]") as caught:
        read_scheme("things", HEAD + FULL.replace(was, becomes, 1))

    assert "Attribute(" not in str(caught.value)


def test_a_list_that_is_a_text_is_told_as_such():
    """A policy names lists of codes."""
    with pytest.raises(InvalidSchemeError, match="report_factors is 'injury', not a list"):
        read_scheme("case-categories", HEAD + POLICY.replace('["injury"]', '"injury"', 1))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"never"', '"sometimes"'),
        ('source = "std:UN-VAW"', "source = 1"),
        ('["injury"]', '"injury"'),
        ("report_factors", "report_factor"),
    ],
)
def test_a_policy_that_cannot_be_read_is_told_at_its_category(was, becomes):
    """A value that is on no axis, or a key that means nothing, is refused."""
    found = problems_in(HEAD + POLICY.replace(was, becomes, 1), "case-categories")

    assert found == [("bad-value", "case-categories.toml/act")]


def test_several_faults_are_told_together():
    """One run, all faults: an unknown key at the top beside an unreadable concept."""
    found = problems_in('lable = "?"\n' + HEAD + FULL.replace('notation = "T1"', ""))

    assert found == [("unknown-key", "things.toml"), ("missing-key", "things.toml/thing")]


def test_a_language_left_out_is_a_missing_label():
    """A file without Arabic is not half right."""
    found = problems_in(HEAD + FULL.replace(', ar = "آخر"', ""))

    assert found == [("missing-label", "things.toml/other")]


def test_what_cannot_be_read_hides_nothing_else():
    """One error tells of bad keys and values, and of the rules that what could be read breaks."""
    text = HEAD + FULL.replace('notation = "T1"', "notation = 1").replace('broader = "thing"', 'broader = "thin"')

    assert sorted(problems_in(text.replace('notation = "T3"', 'notation = ""'))) == [
        ("bad-value", "things.toml/thing"),
        ("dangling-broader", "things.toml/other"),
        ("missing-notation", "things.toml/more"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('label = "Things"', "things.toml/label"),
        ('label = { en = "Things", ku = "شت" }', "things.toml/label"),
        (f"concepts = 7\n{HEAD}", "things.toml/concepts"),
        (f"{HEAD}[concepts]\nthing = 7", "things.toml/thing"),
    ],
)
def test_a_file_of_another_shape_is_told(text, place):
    """A value where a table belongs is a problem, not a crash."""
    assert problems_in(text) == [("bad-value", place)]


PROFILE = """
label = { en = "Basra", ar = "البصرة" }
safeguards = ["specialist-assessment"]
lifted_bars = ["injury"]
[overrides.threat]
mediable = "with-safeguards"
source = "std:MOI-FCP"
"""


@pytest.fixture
def law():
    """The law of the default profile, as TOML."""
    entries = []
    for field, note in standard_profile().notes.items():
        value = getattr(standard_profile().law, field)
        if field == "competent_partners":
            written = "{ criminal-report = ['police-station'] }"
        else:
            written = sorted(value) if isinstance(value, frozenset) else str(value).lower()
        entries.append(f"[law.{field}]\nvalue = {written}\nsource = '{note.source}'\nask = '?'\n")
    return "".join(entries)


def test_a_profile_is_read_whole(law):
    """Overrides, safeguards, lifted bars, law and its notes."""
    profile = read_profile("basra", PROFILE + law)

    assert profile.id == "basra"
    assert profile.pref_label.ar == "البصرة"
    assert profile.safeguards == {"specialist-assessment"}
    assert profile.lifted_bars == {"injury"}
    assert profile.overrides["threat"].mediable is Mediable.WITH_SAFEGUARDS
    assert profile.overrides["threat"].formal_report is None
    assert profile.law.complaint_window_days == 90
    assert profile.law.competent_partners == {"criminal-report": frozenset({"police-station"})}
    assert profile.notes["complaint_only"].source == "std:IQ-23/1971"


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("safeguards", "safegards", "unknown-key"),
        ("value = 90", "value = 0", "bad-value"),
        ("value = 90", "value = '90'", "bad-value"),
        ("value = false", "value = 0", "bad-value"),
        ("[law.small_unit]", "[law.smal_unit]", "bad-value"),
        ("value = 90", "", "missing-key"),
        ('"with-safeguards"', '"sometimes"', "bad-value"),
        ("mediable", "mediate", "bad-value"),
        ('source = "std:MOI-FCP"', "", "bad-value"),
        ("label =", "label", "not-toml"),
    ],
)
def test_a_profile_that_cannot_be_read_is_refused(law, was, becomes, told):
    """A mistyped key in a profile never passes for the default."""
    text = PROFILE + law
    assert was in text

    with pytest.raises(InvalidProfileError) as caught:
        read_profile("basra", text.replace(was, becomes, 1))

    assert [problem.code for problem in caught.value.problems] == [told]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("value = 90", "value = '90'", "complaint_window_days is '90', not a whole number"),
        ("value = false", "value = 0", "small_unit is 0, not true or false"),
        ("value = { criminal-report = ['police-station'] }", "value = 1", "competent_partners is 1, not a table"),
    ],
)
def test_a_law_that_cannot_be_read_is_told_in_the_words_of_the_file(law, was, becomes, told):
    """What a value should have been is said as TOML says it."""
    assert was in law

    with pytest.raises(InvalidProfileError, match=rf"basra\.toml: cannot be read: {told} \[bad-value\]"):
        read_profile("basra", PROFILE + law.replace(was, becomes, 1))


@pytest.mark.parametrize("text", ["floor = ", "[floor]\ncategories = []"])
def test_rules_that_cannot_be_read_are_refused(text):
    """The rules of combination are whole or nothing."""
    with pytest.raises(InvalidDefinitionError, match=r"rules\.toml"):
        read_rules(text)


def test_the_rules_say_where_they_come_from():
    """Every rule that decides an axis carries a source to show."""
    rules = standard_rules()

    assert rules.report_factor_source
    assert rules.bars_source
    assert rules.unknown_age.source
    assert rules.sources["seed"].startswith("The founding document")
