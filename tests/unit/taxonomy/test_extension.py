"""What a force adds to a scheme: by values or from a file, with everything wrong told at once."""

import attrs
import pytest

from community_policing.errors import InvalidSchemeError
from community_policing.taxonomy import Concept, Mapping, Text, Texts, load_scheme, read_extension

CHANNELS = load_scheme("channels")
PATROL = Concept(
    "marsh-patrol", "BA01", "channels", Text("Marsh patrol", "دورية الأهوار"), broader="communication-channels"
)
FILE = """
id = "basra-channels"

[concepts.marsh-patrol]
notation = "BA01"
broader = "communication-channels"
label = { en = "Marsh patrol", ar = "دورية الأهوار" }
basis = "practice"
since = "1"

[alt.hotline]
en = ["497"]
ar = ["الخط الساخن للبصرة"]

[mappings]
hotline = ["BASRA 7 exactMatch"]

[deprecated]
letter-or-email = "online"
"""


def problems_of(**more):
    with pytest.raises(InvalidSchemeError) as caught:
        CHANNELS.extended(**more)
    return {(problem.code, problem.place) for problem in caught.value.problems}


def problems_in(text):
    with pytest.raises(InvalidSchemeError) as caught:
        read_extension("basra", text, of=CHANNELS)
    return {(problem.code, problem.place) for problem in caught.value.problems}


def test_what_was_there_stays_in_its_order_and_the_new_comes_last():
    """The scheme that was extended is as it was."""
    before = tuple(CHANNELS)

    made = CHANNELS.extended([PATROL])

    assert tuple(made) == (*before, PATROL)
    assert tuple(CHANNELS) == before
    assert made.is_a("marsh-patrol", "communication-channels")
    assert made.id == "channels"
    assert CHANNELS.extended() == CHANNELS


def test_labels_and_codes_are_added_to_those_there_were():
    """The names of a neighbourhood and the codes of a register come beside ours."""
    code = Mapping("BASRA", "7", "exactMatch")
    more = Texts(en=("497",), ar=("الخط الساخن للبصرة",))
    own = CHANNELS["hotline"]

    made = CHANNELS.extended(alt_labels={"hotline": more}, mappings={"hotline": [code]})["hotline"]

    assert made.alt_labels == Texts(own.alt_labels.en + more.en, own.alt_labels.ar + more.ar)
    assert made.mappings == (*own.mappings, code)
    assert CHANNELS.extended(mappings={"hotline": [code]}).by_match("BASRA", "7") == (
        attrs.evolve(own, mappings=made.mappings),
    )


def test_a_retired_concept_stays_and_names_its_successor():
    """The successor may be new itself."""
    made = CHANNELS.extended([PATROL], deprecated={"patrol-observation": "marsh-patrol"})

    retired = made["patrol-observation"]
    assert (retired.deprecated, retired.replaced_by) == (True, "marsh-patrol")
    assert [each.id for each in made] == [*(each.id for each in CHANNELS), "marsh-patrol"]


def test_an_extension_may_be_a_scheme_of_its_own():
    """With an id of its own, every concept belongs to it."""
    made = CHANNELS.extended([PATROL], id="basra-channels")

    assert made.id == "basra-channels"
    assert {each.scheme for each in made} == {"basra-channels"}


def test_everything_that_does_not_fit_is_told_at_once():
    """Collisions, dangling references and retirements without a successor in use are one error."""
    found = problems_of(
        concepts=[
            PATROL,
            attrs.evolve(PATROL, id="hotline", pref_label=Text("Line", "خط")),
            attrs.evolve(PATROL, id="lost", notation="BA02", broader="nowhere", pref_label=Text("Lost", "ضائع")),
            attrs.evolve(PATROL, id="alien", notation="BA03", scheme="roles", pref_label=Text("Alien", "غريب")),
            attrs.evolve(PATROL, id="twin", notation=CHANNELS["online"].notation, pref_label=Text("Twin", "توأم")),
            attrs.evolve(PATROL, id="same-name", notation="BA04"),
        ],
        alt_labels={"hotlin": Texts(en=("x",))},
        mappings={"wak-in": [], "walk-in": [Mapping("BASRA", "7", "sameMatch")]},
        deprecated={"gone": "hotline", "walk-in": "", "online": "letter-or-email", "letter-or-email": "nowhere"},
    )

    assert found == {
        ("duplicate-id", "channels.toml/hotline"),
        ("dangling-broader", "channels.toml/lost"),
        ("wrong-scheme", "channels.toml/alien"),
        ("duplicate-notation", "channels.toml/twin"),
        ("duplicate-label", "channels.toml/same-name"),
        ("unknown-concept", "channels.toml/alt_labels/hotlin"),
        ("unknown-concept", "channels.toml/mappings/wak-in"),
        ("unknown-match", "channels.toml/walk-in"),
        ("unknown-concept", "channels.toml/deprecated/gone"),
        ("no-successor", "channels.toml/deprecated/walk-in"),
        ("retired-successor", "channels.toml/deprecated/online"),
        ("dangling-replaced-by", "channels.toml/letter-or-email"),
    }


def test_a_concept_is_not_replaced_by_one_retired_long_ago():
    """Whoever follows the successor finds one in use."""
    once = CHANNELS.extended(deprecated={"letter-or-email": "online"})

    with pytest.raises(InvalidSchemeError, match="'letter-or-email', which is retired too"):
        once.extended(deprecated={"walk-in": "letter-or-email"})


def test_a_label_that_is_there_already_is_told():
    """Whoever extends learns that we have the word."""
    own = CHANNELS["hotline"].alt_labels

    assert problems_of(alt_labels={"hotline": own}) == {("overlapping-labels", "channels.toml/hotline")}


def test_a_file_says_what_values_say():
    """The two ways to extend come to the same scheme."""
    from_file = read_extension("basra", FILE, of=CHANNELS)

    by_values = CHANNELS.extended(
        [attrs.evolve(PATROL, basis="practice", since="1")],
        alt_labels={"hotline": Texts(en=("497",), ar=("الخط الساخن للبصرة",))},
        mappings={"hotline": [Mapping("BASRA", "7", "exactMatch")]},
        deprecated={"letter-or-email": "online"},
        id="basra-channels",
    )
    assert from_file == by_values
    assert read_extension("nothing", "", of=CHANNELS) == CHANNELS


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("[alt.hotline]", "[alt", ("not-toml", "basra.toml")),
        ("[alt.hotline]", "[alts.hotline]", ("unknown-key", "basra.toml")),
        ('en = ["497"]', 'en = "497"', ("bad-value", "basra.toml")),
        ("BASRA 7 exactMatch", "BASRA 7", ("bad-value", "basra.toml")),
        ('notation = "BA01"', "", ("missing-key", "basra.toml/marsh-patrol")),
        ('"online"', '"onlin"', ("dangling-replaced-by", "basra-channels.toml/letter-or-email")),
        ('id = "basra-channels"', "deprecated = 7", ("not-toml", "basra.toml")),
        ('id = "basra-channels"', 'id = "Basra!"', ("bad-id", "Basra!.toml")),
        ('id = "basra-channels"', "id = 7", ("bad-value", "basra.toml")),
        ('letter-or-email = "online"', "letter-or-email = 7", ("bad-value", "basra.toml")),
    ],
)
def test_a_faulty_file_is_told_at_its_place(was, becomes, problem):
    """As with the files that ship."""
    assert was in FILE

    assert problem in problems_in(FILE.replace(was, becomes, 1))
