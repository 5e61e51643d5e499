"""The SKOS integrity conditions and the usual lints, each by a scheme that breaks nothing else."""

import pytest

from community_policing.errors import InvalidSchemeError
from community_policing.taxonomy import Concept, ConceptScheme, Mapping, Text, Texts, read_scheme

LABEL = Text("Things", "أشياء")
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def concept(id_, broader=None, **fields):
    label = Text(f"Thing {id_}", f"شيء {' '.join(str(ord(letter)) for letter in id_)}")
    return Concept(id_, **{"notation": f"N-{id_}", "scheme": "things", "pref_label": label, **fields}, broader=broader)


def problems_of(*members):
    with pytest.raises(InvalidSchemeError) as caught:
        ConceptScheme("things", LABEL, members)
    return [(problem.code, problem.place) for problem in caught.value.problems]


@pytest.mark.parametrize("stranger", [ConceptScheme("others", LABEL, ()), ("a", "collection"), "a", None])
def test_s9_and_s37_only_concepts_stand_in_a_scheme(stranger):
    """A scheme or a collection is no concept, and the concepts beside it are judged all the same."""
    assert problems_of(concept("a"), stranger, concept("b", "nowhere")) == [
        ("not-a-concept", "things.toml"),
        ("dangling-broader", "things.toml/b"),
    ]


@pytest.mark.parametrize(
    "labels",
    [
        {"alt_labels": Texts(en=("Thing a",))},
        {"hidden_labels": Texts(en=("Thing a",))},
        {"hidden_labels": Texts(ar=("شيء 97",))},
        {"alt_labels": Texts(ar=("حاجة",)), "hidden_labels": Texts(ar=("حاجة",))},
        {"alt_labels": Texts(en=("object", "object"))},
    ],
)
def test_s13_no_wording_is_two_kinds_of_label(labels):
    """Preferred, alternative and hidden labels are disjoint in each language."""
    assert problems_of(concept("a", **labels)) == [("overlapping-labels", "things.toml/a")]


def test_s13_the_same_letters_in_two_languages_are_two_labels():
    """Numbers and names read alike in both."""
    assert ConceptScheme("things", LABEL, [concept("a", alt_labels=Texts(en=("112",), ar=("112",)))])


@pytest.mark.parametrize("label", ['{ en = ["One", "Two"], ar = "شيء" }', '{ en = "One", en = "Two", ar = "شيء" }'])
def test_s14_a_language_has_one_preferred_label(label):
    """Two cannot even be written."""
    text = (
        f'label = {{ en = "T", ar = "ش" }}\n[concepts.a]\nnotation = "1"\nbasis = "jud"\nsince = "1"\nlabel = {label}'
    )

    with pytest.raises(InvalidSchemeError, match=r"cannot be read|not TOML"):
        read_scheme("things", text)


@pytest.mark.parametrize(("from_", "to"), [("a", "c"), ("c", "a"), ("b", "c")])
def test_s27_what_is_broader_is_not_related(from_, to):
    """Neither up nor down the line, however far."""
    line = [concept("a"), concept("b", "a"), concept("c", "b"), concept("d")]

    found = problems_of(
        *(concept(one.id, one.broader, related=(to,) if one.id == from_ else ("d",)) for one in line[:3]), line[3]
    )

    assert found == [("related-in-line", f"things.toml/{from_}")]


def test_s27_siblings_may_be_related():
    """Only the line up and down is shut."""
    assert ConceptScheme("things", LABEL, [concept("a"), concept("b", "a", related=("c",)), concept("c", "a")])


def test_s27_is_judged_on_a_cycle_too():
    """A ring of broader links ends the walk, and both problems are told."""
    found = problems_of(concept("a", "b", related=("c",)), concept("b", "a"), concept("c"))

    assert found == [("cycle", "things.toml/a")]


def test_a_concept_is_not_related_to_itself():
    """It would say nothing."""
    assert problems_of(concept("a", related=("a",))) == [("related-to-itself", "things.toml/a")]


@pytest.mark.parametrize("other", [match for match in MATCHES if match != "exactMatch"])
def test_s46_one_code_is_not_matched_in_two_ways(other):
    """Exact and broader, narrower or related exclude one another; close and exact together say nothing more."""
    both = tuple(Mapping("ICCS-1.0", "01", match) for match in ("exactMatch", other))

    assert problems_of(concept("a", mappings=both)) == [("conflicting-matches", "things.toml/a")]


def test_s46_one_code_in_two_classifications_is_two_codes():
    """And a code told twice alike is no contradiction."""
    codes = (Mapping("A", "1", "exactMatch"), Mapping("B", "1", "broadMatch"), Mapping("A", "1", "exactMatch"))

    assert ConceptScheme("things", LABEL, [concept("a", mappings=codes)])


def test_two_concepts_in_use_do_not_share_a_preferred_label():
    """Nobody could choose between them; a retired one may have left its name to its successor."""
    same = Text("Same", "سواء")

    assert problems_of(concept("a", pref_label=same), concept("b", pref_label=same)) == [
        ("duplicate-label", "things.toml/b"),
        ("duplicate-label", "things.toml/b"),
    ]
    retired = concept("b", pref_label=same, deprecated=True, replaced_by="a")
    assert ConceptScheme("things", LABEL, [retired, concept("a", pref_label=same)])


def test_no_label_is_blank():
    """An empty name cannot be read or searched."""
    assert problems_of(concept("a", alt_labels=Texts(en=(" ",)))) == [("blank-label", "things.toml/a")]


def test_a_shown_arabic_label_has_no_latin_letters_and_a_hidden_one_may():
    """People also type half in Latin letters, and are to be found."""
    assert problems_of(concept("a", alt_labels=Texts(ar=("رقم iban",)))) == [("latin-in-arabic", "things.toml/a")]
    assert ConceptScheme("things", LABEL, [concept("a", hidden_labels=Texts(ar=("صورة screenshot",)))])
