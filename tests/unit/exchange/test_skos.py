"""SKOS, written, read by others, and read back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import attrs
import pyshacl
import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from community_policing.errors import UnreadableError
from community_policing.exchange import read_turtle, to_json_ld, to_turtle
from community_policing.taxonomy import Concept, ConceptScheme, Text, load_scheme, standard_schemes

SRC = Path(__file__).parents[3] / "src"
SHAPES = Path(__file__).with_name("shapes.ttl")
BASE = "urn:community-policing:"
MUSIC = URIRef(f"{BASE}troubles:loud-music")
WITHOUT_RDFLIB = "SKOS needs rdflib; install community-policing"

# Of what pyshacl and the JSON-LD reader of rdflib do with rdflib, nothing is ours.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\.|ConjunctiveGraph).* is deprecated:DeprecationWarning")


def graph_of(text, syntax="turtle"):
    graph = Graph()
    graph.parse(data=text, format=syntax)
    return graph


def said(graph, subject, predicate):
    return {str(node) for node in graph.objects(subject, predicate)}


def as_read(scheme):
    """Return the concepts of *scheme* as they come back: without rules of this library, links in both directions."""
    related = {concept.id: set(concept.related) for concept in scheme}
    for concept in scheme:
        for other in concept.related:
            related[other].add(concept.id)
    kept = [each.name for each in attrs.fields(Concept) if each.name not in {"since", "inverse", "flags", "related"}]
    plain = (
        Concept(**{name: getattr(concept, name) for name in kept}, related=tuple(related[concept.id]))
        for concept in scheme
    )
    return {concept.id: in_order(concept) for concept in plain}


def in_order(concept):
    """Return *concept* with all that has no order in SKOS sorted."""
    changes = {name: tuple(sorted(getattr(concept, name), key=repr)) for name in ("related", "mappings")}
    for name in ("alt_labels", "hidden_labels"):
        texts = getattr(concept, name)
        changes[name] = attrs.evolve(texts, en=tuple(sorted(texts.en)), ar=tuple(sorted(texts.ar)))
    return attrs.evolve(concept, **changes)


@pytest.fixture(scope="module")
def written():
    """Return each of our schemes as Turtle, by its id."""
    return {name: to_turtle([scheme]) for name, scheme in standard_schemes().items()}


@pytest.fixture(scope="module")
def everything(written):
    """Return all that we write of our schemes, as rdflib reads it."""
    graph = Graph()
    for text in written.values():
        graph.parse(data=text, format="turtle")
    return graph


# --------------------------------------------------------------------------- written


def test_turtle_says_all_that_a_concept_has(troubles):
    """Names, notes, notation, links, codes, source and retirement are statements of SKOS, Dublin Core and OWL."""
    graph = graph_of(to_turtle([troubles]))

    assert (MUSIC, SKOS.prefLabel, Literal("موسيقى عالية", lang="ar")) in graph
    assert (MUSIC, SKOS.hiddenLabel, Literal("nayber music", lang="en")) in graph
    assert (MUSIC, SKOS.scopeNote, Literal("Not weddings", lang="en")) in graph
    assert said(graph, MUSIC, SKOS.notation) == {"N11"}
    assert said(graph, MUSIC, SKOS.broader) == {f"{BASE}troubles:noise"}
    assert said(graph, URIRef(f"{BASE}troubles:noise"), SKOS.narrower) == {str(MUSIC)}
    assert said(graph, URIRef(f"{BASE}troubles:smoke"), SKOS.related) == {str(MUSIC)}
    assert said(graph, MUSIC, SKOS.closeMatch) == {"urn:iccs:1.0:08012"}
    assert said(graph, MUSIC, SKOS.exactMatch) == {"urn:nibrs:90Z"}
    assert said(graph, MUSIC, SKOS.broadMatch) == {"http://example.org/acts#A%207"}
    assert said(graph, URIRef(f"{BASE}troubles"), SKOS.hasTopConcept) == {
        f"{BASE}troubles:{name}" for name in ("noise", "smoke", "fumes")
    }
    assert (URIRef(f"{BASE}troubles:fumes"), OWL.deprecated, Literal(lexical_or_value=True)) in graph
    assert said(graph, URIRef(f"{BASE}troubles:fumes"), URIRef("http://purl.org/dc/terms/isReplacedBy")) == {
        f"{BASE}troubles:smoke"
    }


def test_schemes_in_one_file_say_what_each_says_in_its_own(troubles):
    """A file of several schemes is their statements, neither more nor fewer."""
    others = [load_scheme("risk-levels"), load_scheme("relationships")]

    together = graph_of(to_turtle([troubles, *others]))

    assert set(together) == {triple for one in (troubles, *others) for triple in graph_of(to_turtle([one]))}


def test_json_ld_says_the_same_as_turtle(troubles):
    """Both forms hold the same statements, and JSON-LD needs no context from elsewhere."""
    text = to_json_ld([troubles])

    assert isomorphic(graph_of(text, "json-ld"), graph_of(to_turtle([troubles])))
    assert isinstance(json.loads(text)["@context"], dict)


@pytest.mark.parametrize("base", ["https://example.org/vocabulary/", "https://example.org/v#", "urn:basra:", "x:"])
def test_a_force_publishes_under_its_own_address(base, troubles):
    """Every URI of ours begins with the base that was given, and can be read back."""
    text = to_turtle([troubles], base)

    ours = {str(subject) for subject in graph_of(text).subjects()}
    assert all(uri.startswith(f"{base}troubles") for uri in ours)
    assert read_turtle(text).id == "troubles"


@pytest.mark.parametrize("base", ["", "vocabulary/", "https://example.org/v", "https://example.org/a b/", "urn:<x>:"])
def test_a_base_that_begins_no_uri_is_refused(base, troubles):
    """What is no beginning of a URI is told before anything is written."""
    with pytest.raises(UnreadableError, match="is not the beginning of a URI"):
        to_json_ld([troubles], base)


def test_the_same_schemes_give_the_same_text():
    """Neither form depends on the seed of Python's hashes."""
    program = (
        "from community_policing import load_scheme\n"
        "from community_policing.exchange import to_json_ld, to_turtle\n"
        "schemes = [load_scheme('risk-levels'), load_scheme('relationships')]\n"
        "import sys; sys.stdout.buffer.write((to_turtle(schemes) + to_json_ld(schemes)).encode())\n"
    )
    path = os.pathsep.join(filter(None, [str(SRC), os.environ.get("PYTHONPATH", "")]))

    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    texts = [process.communicate()[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    assert texts[0]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("use", [to_turtle, to_json_ld, lambda _: read_turtle("")])
def test_without_rdflib_the_extra_is_named(use, troubles, monkeypatch):
    """Whoever lacks rdflib is told which extra brings it."""
    monkeypatch.setitem(sys.modules, "rdflib", None)

    with pytest.raises(ModuleNotFoundError, match=WITHOUT_RDFLIB):
        use([troubles])


# --------------------------------------------------------------------------- the library's own schemes


def test_rdflib_reads_every_scheme(everything):
    """Another library finds every scheme and every concept that we have."""
    schemes = standard_schemes()

    assert set(everything.subjects(RDF.type, SKOS.ConceptScheme)) == {URIRef(f"{BASE}{name}") for name in schemes}
    assert len(set(everything.subjects(RDF.type, SKOS.Concept))) == sum(map(len, schemes.values()))


@pytest.mark.parametrize("name", standard_schemes())
def test_every_scheme_comes_back(name, written):
    """What SKOS can say of a scheme is read back as it was."""
    scheme = standard_schemes()[name]

    read = read_turtle(written[name])

    assert (read.id, read.pref_label) == (scheme.id, scheme.pref_label)
    assert {concept.id: in_order(concept) for concept in read} == as_read(scheme)


def test_every_scheme_is_sound_by_shacl(everything):
    """The integrity conditions of SKOS hold for all that we write, by the judgement of pyshacl."""
    conforms, _, report = pyshacl.validate(everything, shacl_graph=str(SHAPES))

    assert conforms, report


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("S9", "t: a skos:Concept ."),
        ("S13", 't:smoke skos:altLabel "Smoke"@en .'),
        ("S13", 't:smoke skos:hiddenLabel "Smoke"@en .'),
        ("S13", 't:loud-music skos:hiddenLabel "party"@en .'),
        ("S14", 't:smoke skos:prefLabel "Fog"@en .'),
        ("S27", "t:loud-music skos:related t:noise ."),
        ("S27", "t:noise skos:related t:loud-music . t:loud-music skos:related t:noise ."),
        ("S37", "t:noise a skos:Collection ."),
        ("S37", "t: a skos:Collection ."),
        ("S46", "t:loud-music skos:broadMatch <urn:nibrs:90Z> ."),
        ("S46", "t:loud-music skos:relatedMatch <urn:nibrs:90Z> ."),
    ],
)
def test_the_shapes_find_a_fault(condition, fault, troubles):
    """Each shape finds the fault that it is there for, and nothing else is found."""
    text = to_turtle([troubles]).replace(f"{BASE}troubles:", f"{BASE}t#").replace(f"{BASE}troubles", f"{BASE}t#")
    graph = graph_of(f"{text}\n@prefix t: <{BASE}t#> .\n{fault}")

    conforms, _, report = pyshacl.validate(graph, shacl_graph=str(SHAPES))

    assert not conforms
    assert {word.rstrip(":") for word in report.split() if word[0] == "S" and word[1:-1].isdigit()} == {condition}


def test_a_scheme_without_concepts_is_written_and_read():
    """A scheme may be empty."""
    empty = ConceptScheme("empty", Text("Empty", "فارغ"), ())

    assert len(read_turtle(to_turtle([empty]))) == 0
