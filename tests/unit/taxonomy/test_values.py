"""Bilingual texts, concepts and read-only mappings."""

import pickle

import attrs
import pytest

from community_policing.errors import LabelNotFoundError
from community_policing.taxonomy import Concept, FrozenMap, Text, Texts, load_scheme


@pytest.mark.parametrize("words", [Text("Case", "الحالة"), Texts(("Case",), ("الحالة",))])
def test_a_bilingual_value_is_read_by_language(words):
    """`["en"]` and `["ar"]` are the two fields."""
    assert words["en"] is words.en
    assert words["ar"] is words.ar


@pytest.mark.parametrize("words", [Text("Case", "الحالة"), Texts()])
def test_a_third_language_is_asked_of_the_label_book(words):
    """Another language raises, so that nobody takes English for it."""
    with pytest.raises(LabelNotFoundError, match="'ku'"):
        words["ku"]


def test_a_text_holds_texts():
    """A number in a data file is refused where it stands."""
    with pytest.raises(TypeError):
        Text("Case", 7)


def test_a_concept_cannot_be_changed():
    """A concept is shared by every case, so it is frozen."""
    concept = Concept("case", "KD1", "record-kinds", Text("Case", "الحالة"))

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        concept.id = "other"

    assert str(concept) == "case"


def test_every_concept_hashes_and_pickles():
    """Concepts travel to workers and stand in sets."""
    categories = load_scheme("case-categories")

    again = pickle.loads(pickle.dumps(categories))  # noqa: S301  our own bytes

    assert again == categories
    assert hash(again) == hash(categories)
    assert again["rape"] == categories["rape"]
    assert set(again) == set(categories)


def test_a_frozen_map_is_a_copy_that_equals_hashes_and_pickles_as_its_items():
    """Whoever made it cannot change it, and the order of its items does not matter."""
    items = {"a": 1, "b": 2}
    frozen = FrozenMap(items)

    items["c"] = 3
    turned = FrozenMap({"b": 2, "a": 1})

    assert dict(frozen) == {"a": 1, "b": 2}
    assert len(frozen) == 2
    assert frozen == turned
    assert hash(frozen) == hash(turned)
    assert pickle.loads(pickle.dumps(frozen)) == frozen  # noqa: S301  our own bytes
    assert repr(frozen) == "FrozenMap({'a': 1, 'b': 2})"
