"""The JSON form for front ends."""

import json

import pytest

from community_policing.errors import LabelNotFoundError, UnreadableError
from community_policing.exchange import to_json


def test_concepts_stand_in_one_list_with_both_languages(troubles):
    """Every concept has what it has, in the order of the scheme, and nothing empty; hidden labels stay out."""
    (scheme,) = json.loads(to_json([troubles]))["schemes"]

    assert (scheme["id"], scheme["label"]) == ("troubles", {"en": "Troubles", "ar": "متاعب"})
    assert [concept["id"] for concept in scheme["concepts"]] == ["noise", "loud-music", "smoke", "fumes"]
    assert scheme["concepts"][1] == {
        "id": "loud-music",
        "notation": "N11",
        "label": {"en": 'Loud "music"', "ar": "موسيقى عالية"},
        "alt": {"en": ["+1 speakers", "party"], "ar": ["سماعات"]},
        "definition": {"en": "Music that is, well, loud", "ar": "موسيقى مرتفعة الصوت"},
        "scopeNote": {"en": "Not weddings", "ar": "عدا الأعراس"},
        "broader": "noise",
        "related": ["smoke"],
        "mappings": [
            {"scheme": "ICCS-1.0", "code": "08012", "match": "closeMatch"},
            {"scheme": "NIBRS", "code": "90Z", "match": "exactMatch"},
            {"scheme": "http://example.org/acts#", "code": "A 7", "match": "broadMatch"},
        ],
    }
    assert scheme["concepts"][3] == {
        "id": "fumes",
        "notation": "S2",
        "label": {"en": "Fumes", "ar": "أبخرة"},
        "deprecated": True,
        "replacedBy": "smoke",
    }


@pytest.mark.parametrize(("language", "name"), [("en", "Noise"), ("ar", "ضوضاء"), ("ar-IQ", "ضوضاء")])
def test_one_language_gives_plain_texts(language, name, troubles):
    """With a language words are texts, ready to show."""
    (scheme,) = json.loads(to_json([troubles], language))["schemes"]

    assert scheme["concepts"][0]["label"] == name


def test_a_tree_holds_each_concept_in_the_one_above_it(troubles):
    """As a tree only the top concepts stand in the list."""
    (scheme,) = json.loads(to_json([troubles], "en", tree=True))["schemes"]

    assert [concept["id"] for concept in scheme["concepts"]] == ["noise", "smoke", "fumes"]
    assert [concept["id"] for concept in scheme["concepts"][0]["narrower"]] == ["loud-music"]


def test_a_language_that_there_is_not_is_told(troubles):
    """Another language is an error rather than an empty text."""
    with pytest.raises(LabelNotFoundError):
        to_json([troubles], "ku")


def test_a_scheme_too_deep_for_a_tree_is_told(deep):
    """A chain that JSON cannot nest is written flat, and refused as a tree without a recursion error."""
    assert len(json.loads(to_json([deep]))["schemes"][0]["concepts"]) == 20_000
    with pytest.raises(UnreadableError, match="too deep to be written as a tree"):
        to_json([deep], tree=True)
