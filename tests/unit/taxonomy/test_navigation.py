"""Finding one's way in a scheme: by concept, by foreign code, as a tree in either language."""

import json

import attrs
import pytest

from community_policing.errors import ConceptNotFoundError, LabelNotFoundError
from community_policing.taxonomy import Concept, ConceptScheme, Mapping, Text, load_scheme

CATEGORIES = load_scheme("case-categories")


def concept(id_, broader=None, *, matches=(), **fields):
    label = Text(f"Thing {id_}", f"شيء {' '.join(str(ord(letter)) for letter in id_)}")
    mappings = tuple(Mapping("ICCS-1.0", "0301", match) for match in matches)
    return Concept(id_, f"N-{id_}", "things", label, broader=broader, mappings=mappings, **fields)


def scheme(*concepts):
    return ConceptScheme("things", Text("Things", "أشياء"), concepts)


def ids(concepts):
    return [each.id for each in concepts]


def test_a_concept_stands_wherever_its_id_does():
    """Whoever holds the concept need not spell its id."""
    violence, verbal = CATEGORIES["domestic-violence"], CATEGORIES["dv-verbal-psychological"]

    assert violence.broader == "family-matters"
    assert verbal in CATEGORIES.narrower(violence)
    assert CATEGORIES.children("domestic-violence") == CATEGORIES.narrower(violence)
    assert ids(CATEGORIES.ancestors(verbal)) == ["domestic-violence", "family-matters"]
    assert verbal in CATEGORIES.descendants(CATEGORIES["family-matters"])
    assert CATEGORIES.is_a(verbal, violence)
    assert CATEGORIES.is_a(verbal, "family-matters")
    assert not CATEGORIES.is_a("neighbour-dispute", violence)


def test_a_scheme_holds_its_own_concepts_only():
    """A role of the same id as a category would still be a role."""
    assert CATEGORIES["rape"] in CATEGORIES
    assert load_scheme("roles")["mediator"] not in CATEGORIES
    assert concept("rape") not in CATEGORIES
    assert None not in CATEGORIES


def test_a_concept_leads_to_the_one_in_use():
    """One in use is itself; a deprecated one is what took its place, also when that was retired in its turn."""
    once = CATEGORIES.extended(deprecated={"neighbour-quarrel": "neighbour-dispute"})
    twice = once.extended(deprecated={"neighbour-dispute": "simple-matter"})

    assert once.current("neighbour-dispute") == once["neighbour-dispute"]
    assert once.current("neighbour-quarrel") == once["neighbour-dispute"]
    assert twice.current(twice["neighbour-quarrel"]) == twice["simple-matter"]


def test_a_concept_that_nothing_replaced_leads_nowhere():
    """Retired without a successor, or replaced in a circle, nothing is in its place."""
    gone = attrs.evolve(concept("gone"), deprecated=True)
    one, other = (attrs.evolve(concept(a), deprecated=True, replaced_by=b) for a, b in (("a", "b"), ("b", "a")))

    things = scheme(gone, one, other)

    assert [things.current(each) for each in things] == [None, None, None]


@pytest.mark.parametrize("walk", ["narrower", "ancestors", "descendants", "current"])
def test_a_concept_of_another_scheme_is_told(walk):
    """A mistaken scheme is a mistake, whatever the id."""
    with pytest.raises(ConceptNotFoundError, match="things/rape"):
        getattr(CATEGORIES, walk)(concept("rape"))


def test_a_foreign_code_finds_the_most_specific_concept_first():
    """Exact before close, then broader or narrower, related last; of equals the deeper, then the earlier."""
    things = scheme(
        concept("related", matches=["relatedMatch"]),
        concept("top", matches=["broadMatch"]),
        concept("below", "top", matches=["narrowMatch"]),
        concept("beside", "top", matches=["broadMatch"]),
        concept("close", matches=["closeMatch"]),
        concept("exact", matches=["exactMatch"]),
        concept("none"),
        concept("retired", matches=["exactMatch"], deprecated=True, replaced_by="exact"),
    )

    found = things.by_match("ICCS", "0301")

    assert ids(found) == ["exact", "close", "below", "beside", "top", "related"]
    assert things.by_match("ICCS-1.0", "0301") == found


def test_a_foreign_code_that_nothing_maps_to_finds_nothing():
    """Neither a code above or below, nor one of another classification."""
    things = scheme(concept("a", matches=["exactMatch"]))

    assert (
        things.by_match("ICCS", "030") == things.by_match("NIBRS", "0301") == things.by_match("ICCS-2.0", "0301") == ()
    )


def test_a_concept_mapped_in_two_editions_is_found_once_by_its_nearer_match():
    """Two editions of one classification may give a code different worth."""
    twice = Concept(
        "a",
        "N",
        "things",
        Text("A", "ا"),
        mappings=(Mapping("ICCS-1.0", "1", "relatedMatch"), Mapping("ICCS-2.0", "1", "exactMatch")),
    )
    things = scheme(concept("b", matches=[]), twice)

    assert ids(things.by_match("ICCS", "1")) == ["a"]
    assert ids(things.by_match("ICCS-1.0", "1")) == ["a"]


def test_the_shipped_categories_are_found_by_the_codes_of_the_united_nations_and_of_gbvims():
    """An import from another system lands on the right category."""
    assert ids(CATEGORIES.by_match("GBVIMS", "rape")) == ["dv-sexual", "rape"]
    assert "dv-sexual" in ids(CATEGORIES.by_match("ICCS", "0301"))


def test_a_tree_is_plain_values_in_either_language():
    """It goes into JSON as it is, and holds every concept once."""
    things = scheme(concept("a"), concept("b", "a"), concept("c", "b"), concept("d"))

    tree = things.tree("ar-IQ")

    assert json.loads(json.dumps(tree)) == tree
    assert [top["id"] for top in tree] == ["a", "d"]
    assert tree[0]["narrower"][0] == {
        "id": "b",
        "notation": "N-b",
        "label": things["b"].pref_label.ar,
        "narrower": [{"id": "c", "notation": "N-c", "label": things["c"].pref_label.ar, "narrower": []}],
    }


def test_an_outline_is_indented_lines_in_file_order():
    """A child stands under its parent even where the file has it later."""
    things = scheme(concept("a"), concept("d"), concept("b", "a"), concept("c", "b"), concept("e", "a"))

    assert things.outline("en") == ("Thing a", "  Thing b", "    Thing c", "  Thing e", "Thing d")
    assert len(CATEGORIES.outline("ar")) == len(CATEGORIES)


@pytest.mark.parametrize("show", ["tree", "outline"])
def test_a_language_without_labels_is_told(show):
    """Hosts add languages to the label book."""
    with pytest.raises(LabelNotFoundError, match="fr"):
        getattr(CATEGORIES, show)("fr")


def test_a_very_deep_scheme_is_shown_and_searched_by_code_without_recursion(deep):
    """A chain of 20 000 concepts overflows no stack."""
    branch = deep.tree("en")[0]
    depth = 1
    while branch["narrower"]:
        branch = branch["narrower"][0]
        depth += 1

    assert depth == len(deep)
    assert deep.by_match("ICCS", "0301")[0].id == f"c{depth - 1}"
    assert sum(1 for each in deep.tree("ar")) == 1
