"""The contract of a host's scheme: sound ones pass, and what is lost, hidden or broken is told."""

from __future__ import annotations

import pickle
import sys

import attrs
import pytest

from community_policing import ConceptScheme, load_scheme
from community_policing.taxonomy import Concept, Mapping, Text, Texts
from community_policing.testing import check_scheme

SERVICES = load_scheme("services")
WISHES = load_scheme("wishes")
PATROL = Concept("marsh-patrol", "BA01", "wishes", Text("Marsh patrol", "دورية الأهوار"))


def faults(scheme, **options):
    """Return the problems that the check tells of, as place and code."""
    with pytest.raises(AssertionError) as caught:
        check_scheme(scheme, **options)
    lines = str(caught.value).splitlines()[1:]
    return [(line.split(": ")[0].removeprefix("  - "), line.split("[")[-1].split("]")[0]) for line in lines]


def changed(scheme, id_, **fields):
    """Return *scheme* with one concept otherwise."""
    concepts = (attrs.evolve(each, **fields) if each.id == id_ else each for each in scheme)
    return ConceptScheme(scheme.id, scheme.pref_label, concepts)


def without(scheme, id_):
    """Return *scheme* with a concept less."""
    return ConceptScheme(scheme.id, scheme.pref_label, (each for each in scheme if each.id != id_))


@pytest.mark.parametrize("name", ["wishes", "roles", "risk-levels", "relationships"])
def test_a_scheme_of_the_library_holds_the_contract(name):
    """What ships is sound, found and exchanged whole."""
    check_scheme(load_scheme(name), old=load_scheme(name))


def test_an_extended_scheme_holds_the_contract():
    """New concepts, names, codes and a retired concept leave everything that was before."""
    ours = WISHES.extended(
        [attrs.evolve(PATROL, related=("no-report",))],
        alt_labels={"no-report": Texts(("hush",), ("بلا بلاغ",))},
        mappings={"marsh-patrol": [Mapping("BASRA", "7", "exactMatch")]},
        deprecated={"no-report": "marsh-patrol"},
    )

    check_scheme(ours, old=WISHES)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"pref_label": Text("=Marsh patrol", "دورية الأهوار")}, "lost-in-csv"),
        ({"alt_labels": Texts(("by boat | on foot",), ())}, "lost-in-csv"),
        ({"definition": Text("A boat\ud800", "زورق")}, "unwritable"),
        ({"definition": Text("A boat visits remote homes", "")}, "missing-translation"),
        ({"scope_note": Text(" ", "عدا الأعراس")}, "missing-translation"),
        ({"pref_label": Text("—", "دورية الأهوار")}, "not-found"),
        ({"mappings": (Mapping("Basra", "7", "exactMatch"),)}, "lost-in-turtle"),
    ],
)
def test_a_fault_of_a_concept_is_found(fields, code):
    """A cell that spreadsheets run, a half definition, a name that nobody finds, a code that no URN holds."""
    assert ("wishes.toml/marsh-patrol", code) in faults(WISHES.extended([attrs.evolve(PATROL, **fields)]))


@pytest.mark.parametrize(
    ("scheme", "old", "wanted"),
    [
        (without(WISHES, "no-report"), WISHES, ("wishes.toml/no-report", "deleted")),
        (changed(WISHES, "no-report", notation="WI99"), WISHES, ("wishes.toml/no-report", "renumbered")),
        (
            without(WISHES, "no-report").extended([attrs.evolve(PATROL, notation=WISHES["no-report"].notation)]),
            WISHES,
            ("wishes.toml/no-report", "reused-notation"),
        ),
        (changed(WISHES, "no-report", deprecated=True), WISHES, ("wishes.toml/no-report", "no-successor")),
        (
            changed(WISHES.extended(deprecated={"wants-report": "no-report"}), "no-report", deprecated=True),
            WISHES,
            ("wishes.toml/wants-report", "no-successor"),
        ),
        (
            changed(load_scheme("age-bands"), "adolescent", flags=frozenset()),
            load_scheme("age-bands"),
            ("age-bands.toml/adolescent", "lost-flag"),
        ),
    ],
)
def test_what_was_before_must_stay(scheme, old, wanted):
    """No concept goes, no number moves or serves twice, who retires has a successor, and rules find their marks."""
    assert wanted in faults(scheme, old=old)


def test_a_category_keeps_its_policy():
    """A category that has become a mere concept would bar every old case of its kind from being read by the rules."""
    dispute = attrs.evolve(load_scheme("case-categories")["neighbour-dispute"], broader=None, related=())
    old = ConceptScheme("case-categories", Text("Categories", "الفئات"), [dispute])
    bare = changed(old, "neighbour-dispute", policy=None)

    assert faults(bare, old=old) == [("case-categories.toml/neighbour-dispute", "lost-policy")]


def test_what_was_pickled_is_judged_again():
    """A pickle brings back a scheme that no constructor looked at."""
    broken = pickle.loads(pickle.dumps(WISHES).replace(b"wants-report", b"wants report"))  # noqa: S301  made here

    assert ("wishes.toml/wants report", "bad-id") in faults(broken)


def test_what_turtle_cannot_hold_is_told_in_its_words():
    """A problem that reading the Turtle finds is listed like the others."""
    codes = (Mapping("Basra", "7", "exactMatch"), Mapping("BASRA", "7", "closeMatch"))
    ours = WISHES.extended([attrs.evolve(PATROL, mappings=codes)])

    assert faults(ours) == [("wishes.ttl/marsh-patrol", "conflicting-matches")]


def test_turtle_is_asked_only_where_rdflib_is(monkeypatch):
    """A host without the extra still has the rest of the contract."""
    monkeypatch.setitem(sys.modules, "rdflib", None)

    check_scheme(WISHES)
