"""Concept schemes: reading them, walking them, and what makes one unsound."""

import attrs
import pytest

from community_policing.errors import ConceptNotFoundError, InvalidSchemeError
from community_policing.taxonomy import Concept, ConceptScheme, Mapping, Text

LABEL = Text("Things", "أشياء")


def named(id_):
    """A name of its own for each id: Arabic has no Latin letters, so its number is taken."""
    return Text(f"Thing {id_}", f"شيء {' '.join(str(ord(letter)) for letter in id_)}")


def concept(id_, broader=None, **fields):
    own = {"notation": f"N-{id_}", "scheme": "things", "pref_label": named(id_)}
    return Concept(id_, **{**own, **fields}, broader=broader)


def scheme(*concepts):
    return ConceptScheme("things", LABEL, concepts)


def problems_of(*concepts, label=LABEL, name="things"):
    with pytest.raises(InvalidSchemeError) as caught:
        ConceptScheme(name, label, concepts)
    return {(problem.code, problem.place) for problem in caught.value.problems}


@pytest.fixture
def tree():
    """a ─ b ─ d, a ─ c ─ e, f"""  # noqa: D400, D403, D415  a picture
    return scheme(
        concept("a"), concept("b", "a"), concept("c", "a"), concept("d", "b"), concept("e", "c"), concept("f")
    )


def ids(concepts):
    return [each.id for each in concepts]


def test_a_scheme_reads_like_a_collection_of_ids_in_file_order(tree):
    """Look-up is by id; iteration gives the concepts as they were written."""
    assert tree["b"].broader == "a"
    assert tree.get("b") is tree["b"]
    assert tree.get("zz") is None
    assert "b" in tree
    assert "zz" not in tree
    assert len(tree) == 6
    assert ids(tree) == list("abcdef")


def test_a_scheme_takes_concepts_from_any_iterable():
    """What was given is copied, so that nobody can change the scheme afterwards."""
    concepts = [concept("a")]
    made = ConceptScheme("things", LABEL, concepts)

    concepts.append(concept("b"))

    assert ids(made) == ["a"]


def test_a_wrong_id_is_told_with_the_nearest_right_one():
    """A typing error in a stored id is found by reading the message."""
    names = scheme(concept("neighbour-dispute"), concept("family-dispute"))

    with pytest.raises(ConceptNotFoundError, match="did you mean 'neighbour-dispute'") as caught:
        names["neighbor-dispute"]

    assert caught.value.where == "things"


def test_a_concept_is_found_by_its_notation(tree):
    """Statistical returns name concepts by notation."""
    assert tree.by_notation("N-c") is tree["c"]
    with pytest.raises(ConceptNotFoundError, match="'N-zz' in things"):
        tree.by_notation("N-zz")


def test_the_hierarchy_is_walked_in_every_direction(tree):
    """Narrower concepts and descendants keep file order, ancestors come nearest first."""
    assert ids(tree.tops) == ["a", "f"]
    assert ids(tree.narrower("a")) == ["b", "c"]
    assert ids(tree.narrower("f")) == []
    assert ids(tree.descendants("a")) == ["b", "c", "d", "e"]
    assert ids(tree.ancestors("d")) == ["b", "a"]
    assert ids(tree.ancestors("a")) == []


@pytest.mark.parametrize(
    ("narrow", "broad", "answer"), [("d", "a", True), ("d", "d", True), ("a", "d", False), ("d", "c", False)]
)
def test_a_concept_is_what_it_lies_below_and_itself(tree, narrow, broad, answer):
    """`is_a` is reflexive and transitive, and never looks down or aside."""
    assert tree.is_a(narrow, broad) is answer


@pytest.mark.parametrize("walk", ["narrower", "descendants", "ancestors"])
def test_walking_from_an_unknown_concept_raises(tree, walk):
    """An unknown id is a mistake, not an empty branch."""
    with pytest.raises(ConceptNotFoundError):
        getattr(tree, walk)("zz")


def test_is_a_refuses_unknown_concepts_on_either_side(tree):
    """A guard that asks about a mistyped role must not quietly get False."""
    with pytest.raises(ConceptNotFoundError):
        tree.is_a("a", "zz")
    with pytest.raises(ConceptNotFoundError):
        tree.is_a("zz", "a")


def test_a_very_deep_scheme_is_judged_and_walked_without_recursion(deep):
    """A chain of 20 000 concepts neither overflows the stack nor takes quadratic time."""
    last = f"c{len(deep) - 1}"

    assert len(deep.ancestors(last)) == len(deep) - 1 == 19_999
    assert len(deep.descendants("c0")) == len(deep) - 1
    assert deep.is_a(last, "c0")


def test_equal_schemes_are_equal_and_hash_alike(tree):
    """The index is worked out, so it takes no part in comparing."""
    again = ConceptScheme(tree.id, tree.pref_label, tree.concepts)

    assert again == tree
    assert hash(again) == hash(tree)
    assert attrs.evolve(tree, concepts=tree.concepts[:1]) != tree


def test_a_scheme_prints_short():
    """A failing test that shows a rulebook is not a thousand lines long."""
    assert len(repr(scheme(concept("a"), concept("b")))) < 120


def test_every_problem_is_told_at_once_with_its_place():
    """Whoever edits a file by hand corrects it in one go."""
    found = problems_of(
        concept("a", "nowhere"),
        concept("b", pref_label=Text("", "  ")),
        concept("c", mappings=(Mapping("ICCS-1.0", "01", "sameMatch"),)),
        concept("a", notation="N-other"),
        concept("d", notation="N-b"),
        concept("e", pref_label=Text("Case", "الحالة case")),
        concept("f", related=("nowhere",), replaced_by="nowhere", inverse="nowhere"),
        concept("Bad_Id", notation=""),
        concept("g", scheme="others"),
    )

    assert found == {
        ("dangling-broader", "things.toml/a"),
        ("missing-label", "things.toml/b"),
        ("unknown-match", "things.toml/c"),
        ("duplicate-id", "things.toml/a"),
        ("duplicate-notation", "things.toml/d"),
        ("latin-in-arabic", "things.toml/e"),
        ("dangling-related", "things.toml/f"),
        ("dangling-replaced-by", "things.toml/f"),
        ("dangling-inverse", "things.toml/f"),
        ("replaced-but-current", "things.toml/f"),
        ("bad-id", "things.toml/Bad_Id"),
        ("missing-notation", "things.toml/Bad_Id"),
        ("wrong-scheme", "things.toml/g"),
    }


def test_the_scheme_itself_needs_an_id_and_two_names():
    """The name of the list is shown too."""
    found = problems_of(label=Text("Things", ""), name="Things!")

    assert found == {("bad-id", "Things!.toml"), ("missing-label", "Things!.toml")}


def test_both_missing_languages_are_told():
    """English and Arabic are each a problem of their own."""
    with pytest.raises(InvalidSchemeError) as caught:
        scheme(concept("a", pref_label=Text("", "")))

    assert [problem.message[-4:] for problem in caught.value.problems] == ["'en'", "'ar'"]


def test_a_blank_label_is_a_missing_one():
    """Spaces are not a name."""
    assert problems_of(concept("a", pref_label=Text("A", "  "))) == {("missing-label", "things.toml/a")}


def test_a_dangling_link_knows_the_nearest_concept():
    """The hint is what would work."""
    with pytest.raises(InvalidSchemeError) as caught:
        scheme(concept("staff-roles"), concept("mediator", "staf-roles"))

    assert "did you mean 'staff-roles'?" in str(caught.value)


def test_each_cycle_is_told_once():
    """Two rings and a tail that runs into one of them are two problems."""
    found = problems_of(
        concept("tail", "a"), concept("a", "b"), concept("b", "a"), concept("self", "self"), concept("fine")
    )

    assert found == {("cycle", "things.toml/a"), ("cycle", "things.toml/self")}


def test_a_cycle_is_told_as_a_ring():
    """The whole ring is shown, because any of its links may be the wrong one."""
    with pytest.raises(InvalidSchemeError, match="a > b > c > a"):
        scheme(concept("a", "b"), concept("b", "c"), concept("c", "a"))
    with pytest.raises(InvalidSchemeError, match="itself: a > b > a"):
        scheme(concept("tail", "a"), concept("a", "b"), concept("b", "a"))


def test_of_a_long_ring_the_two_ends_are_told():
    """Nobody reads a hundred names, and the link that closes the ring may be the wrong one."""
    ring = [concept(f"c{number}", f"c{(number + 1) % 100}") for number in range(100)]

    with pytest.raises(InvalidSchemeError, match=r"itself: c0 > c1 > .* > c9 > … > c91 > .* > c99 > c0 ") as caught:
        scheme(*ring)

    assert "c50" not in str(caught.value)


def test_a_retired_concept_says_what_replaces_it():
    """A deprecated concept with a living replacement is sound."""
    made = scheme(concept("new"), concept("old", deprecated=True, replaced_by="new"))

    assert made["old"].deprecated
    assert made["old"].replaced_by == "new"
