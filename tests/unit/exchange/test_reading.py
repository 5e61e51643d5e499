"""What the reader of SKOS makes of files by other hands, and of broken ones."""

import pytest

from community_policing.errors import InvalidSchemeError, SchemeNotFoundError, UnreadableDocumentError
from community_policing.exchange import read_turtle, to_turtle
from community_policing.taxonomy import ConceptScheme, Mapping, Text, Texts

HEAD = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix v: <https://example.org/acts/> .
v:acts a skos:ConceptScheme ; skos:prefLabel "Acts"@en, "أفعال"@ar .
"""
THEFT = 'v:theft a skos:Concept ; skos:inScheme v:acts ; skos:prefLabel "Theft"@en, "سرقة"@ar .\n'
FRAUD = 'v:fraud a skos:Concept ; skos:inScheme v:acts ; skos:prefLabel "Fraud"@en, "احتيال"@ar .\n'


def problems(text):
    with pytest.raises(InvalidSchemeError) as caught:
        read_turtle(text)
    return {(problem.code, problem.place) for problem in caught.value.problems}


def test_a_file_by_another_hand_is_read():
    """What others leave out or write the other way round is understood; other languages are left."""
    scheme = read_turtle(
        HEAD
        + """
        v:acts skos:hasTopConcept v:theft .
        v:theft a skos:Concept ; skos:prefLabel "Theft"@en, "Larceny"@en-US, "Vol"@fr, "سرقة"@ar-IQ, "no language" ;
            skos:altLabel "stealing"@en ; skos:narrower v:shoplifting ; skos:editorialNote [ a skos:Note ] ;
            skos:definition "One"@en, "Two"@en, "واحد"@ar ; skos:exactMatch <https://example.org/other#T1> .
        [] skos:inScheme v:acts .
        v:shoplifting skos:inScheme v:acts ; skos:prefLabel "Shoplifting"@en, "سرقة المتاجر"@ar ;
            skos:notation "A1", "A1"^^v:code ; dct:source <https://example.org/law>, "practice" ;
            skos:broadMatch <urn:iccs:1.0:0502> ; owl:deprecated true ; dct:isReplacedBy v:theft .
        """
    )

    shoplifting, theft = scheme
    assert (scheme.id, scheme.pref_label) == ("acts", Text("Acts", "أفعال"))
    assert theft.pref_label == Text("Theft", "سرقة")
    assert theft.alt_labels == Texts(("stealing",))
    assert theft.definition == Text("One\n\nTwo", "واحد")
    assert (theft.notation, theft.basis) == ("theft", "std:https://example.org/acts/acts")
    assert theft.mappings == (Mapping("https://example.org/other#", "T1", "exactMatch"),)
    assert (shoplifting.broader, shoplifting.notation) == ("theft", "A1")
    assert shoplifting.basis == "https://example.org/law,practice"
    assert shoplifting.mappings == (Mapping("ICCS-1.0", "0502", "broadMatch"),)
    assert (shoplifting.deprecated, shoplifting.replaced_by) == (True, "theft")


def test_all_problems_come_in_one_error():
    """Missing names, two names, two parents and whatever the scheme itself refuses are told together."""
    found = problems(
        HEAD
        + THEFT
        + FRAUD
        + """
        v:theft skos:prefLabel "Larceny"@en ; skos:broader v:fraud, v:gone .
        v:fraud skos:notation "A1", "A2" ; skos:definition "Deceit"@en .
        v:acts skos:hasTopConcept v:theft .
        v:Bad_Id skos:inScheme v:acts ; skos:notation "A3" ; skos:prefLabel "Bad"@en .
        v:bare skos:inScheme v:acts ; skos:notation "A4" ; skos:broader v:gone .
        """
    )

    assert found == {
        ("two-pref-labels", "acts.ttl/theft"),
        ("several-broader", "acts.ttl/theft"),
        ("top-with-broader", "acts.ttl/theft"),
        ("several-notations", "acts.ttl/fraud"),
        ("missing-translation", "acts.ttl/fraud"),
        ("bad-id", "acts.ttl/Bad_Id"),
        ("missing-label", "acts.ttl/Bad_Id"),
        ("missing-label", "acts.ttl/bare"),
        ("dangling-broader", "acts.ttl/bare"),
    }


def test_a_problem_of_the_file_alone_is_an_error():
    """What the scheme would not mind, and the reader cannot keep, is refused too."""
    assert problems(HEAD + THEFT + 'v:theft skos:scopeNote "Not fraud"@en .') == {
        ("missing-translation", "acts.ttl/theft")
    }


def test_a_scheme_needs_a_name_in_both_languages():
    """The scheme's own name is judged like that of a concept."""
    nameless = HEAD.replace('skos:prefLabel "Acts"@en, "أفعال"@ar', 'skos:note "x"')

    assert problems(nameless + THEFT) == {("missing-label", "acts.ttl")}


@pytest.mark.parametrize(("text", "code"), [("", "no-scheme"), ("TWO", "several-schemes")])
def test_a_file_has_one_scheme_unless_told(text, code, troubles):
    """No scheme, or several without a word which, is an error that says so."""
    text = text and HEAD + THEFT + to_turtle([troubles])

    assert problems(text) == {(code, "skos")}


@pytest.mark.parametrize("wanted", ["troubles", "urn:community-policing:troubles"])
def test_one_of_several_schemes_is_chosen(wanted, troubles):
    """By id or by URI, one scheme is read and the others are left."""
    scheme = read_turtle(HEAD + THEFT + to_turtle([troubles]), scheme=wanted)

    assert [concept.id for concept in scheme] == [concept.id for concept in troubles]


def test_a_scheme_that_is_not_there_is_told():
    """The error knows the schemes that there are."""
    with pytest.raises(SchemeNotFoundError, match="did you mean 'acts'"):
        read_turtle(HEAD + THEFT, scheme="act")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('@prefix v: <urn:v:> .\nv:a v:b "open .\n', "line 2"),
        ("@prefix v: <urn:v:> .\n\nv:a v:b v:c v:d .", "line 3"),
        ("w:a w:b w:c .", "line 1"),
        ("<a> <b> " + "[ <c> " * 5000, "document"),
        (r'<a> <b> "\U00110000" .', "document"),
        ('<a> <b> "\ud800" .', "document"),
    ],
)
def test_text_that_is_not_turtle_is_told_with_its_line(text, place):
    """The error names the line where reading ended, if there is one."""
    with pytest.raises(UnreadableDocumentError, match="is not Turtle") as caught:
        read_turtle(text)

    assert caught.value.path == place


@pytest.mark.parametrize(
    "uri", ["https://example.org/other#A%207", "https://example.org/أفعال/سرقة", "urn:iccs:1.0:0502"]
)
def test_a_foreign_code_keeps_its_uri(uri):
    """What was mapped is written again with the URI that it had."""
    scheme = read_turtle(f"{HEAD}{THEFT}v:theft skos:closeMatch <{uri}> .")

    assert f"skos:closeMatch <{uri}>" in to_turtle([scheme])


def test_a_chain_of_many_concepts_is_read():
    """Depth is no reason for a recursion error."""
    links = "".join(
        f'v:c{n} skos:inScheme v:acts ; skos:prefLabel "C {n}"@en, "م {n}"@ar ; skos:broader v:c{n - 1} .\n'
        for n in range(1, 1500)
    )

    scheme = read_turtle(HEAD + THEFT.replace("v:theft", "v:c0") + links)

    assert isinstance(scheme, ConceptScheme)
    assert len(scheme.ancestors("c1499")) == 1499
