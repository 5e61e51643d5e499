"""What a lens tells apart, and how it compares with another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.verification._lens import FACT, Known, Lens
from community_policing.verification._world import RISK

CALLS = "dyke.call"


def test_a_lens_follows_the_commands_it_tracks():
    """Facts of the commands that are tracked are followed; all of them, where everything is."""
    assert Lens(tracked={CALLS}).follows(CALLS)
    assert not Lens(tracked={CALLS}).follows("dyke.whisper")
    assert Lens(everything=True).follows("dyke.whisper")


@pytest.mark.parametrize(
    ("kept", "path", "is_kept"),
    [
        (("loud",), ("loud",), True),
        (("loud",), ("near",), False),
        (("load", "dry"), ("load", "dry"), True),
        (("load", "dry"), ("load", "heavy"), False),
        (("load", "dry"), ("load",), True),
        (("load",), ("load", "heavy"), True),
        (("load", "dry"), ("load", 1, "dry"), True),
        (("load", "dry"), ("load", 1, "heavy"), False),
    ],
)
def test_a_lens_keeps_a_field_with_what_it_lies_in(kept, path, is_kept):
    """A field is kept where it is named, where what it lies in is, and where something in it is."""
    lens = Lens(fields={(CALLS, *kept)})

    assert lens.keeps(CALLS, path) is is_kept
    assert not lens.keeps("dyke.whisper", path)
    assert Lens(everything=True).keeps(CALLS, path)


def test_what_is_seen_of_the_past_is_what_lasts_and_what_was_told_by_some_commands():
    """Of what is known only that is seen which is no fact, or a fact of a command one asks for."""
    call, whisper = (CALLS, ()), ("dyke.whisper", ())
    masks = {(RISK, 1), ((FACT, *call, "loud"), 2), ((FACT, *whisper, "low"), 1)}
    known = Known("top", (whisper, call), ((call, 2), (whisper, 1)), frozenset(masks))

    assert known.seen_by({CALLS}) == Known(
        "top", (call,), ((call, 2),), frozenset({(RISK, 1), ((FACT, *call, "loud"), 2)})
    )
    assert known.seen_by(set()) == Known("top", masks=frozenset({(RISK, 1)}))
    assert known.seen_by({CALLS, "dyke.whisper"}) == known


names = st.sets(st.sampled_from(["a", "b", "c"]))
lenses = st.builds(
    lambda tracked, fields, ordered, keyed: Lens(tracked, {(name, "x") for name in fields}, ordered, keyed=keyed),
    names,
    names,
    names,
    st.booleans(),
)


@given(lenses, lenses)
def test_a_lens_is_beyond_another_by_the_commands_of_which_it_tells_more(wide, narrow):
    """A lens that widens another and is beyond it by nothing is the same; who differ in more cannot be compared."""
    beyond = wide.beyond(narrow)

    assert beyond == narrow.beyond(wide)
    assert (beyond == set()) is (wide == narrow)
    assert (beyond is None) is ((wide.ordered, wide.keyed) != (narrow.ordered, narrow.keyed))
    if wide.widens(narrow):
        assert all(not narrow.follows(name) or wide.follows(name) for name in "abc")
        assert all(not narrow.keeps(name, ("x",)) or wide.keeps(name, ("x",)) for name in "abc")
        assert {name for name in "abc" if wide.follows(name) > narrow.follows(name)} <= beyond
        assert wide == narrow or not narrow.widens(wide)


@given(names, names, st.sampled_from(["ordered", "counted", "lasting", "everything", "others", "keyed"]))
def test_a_lens_widens_another_only_by_facts(tracked, more, aside):
    """A lens with more facts widens one with less, and none that differs from it in anything else."""
    other = True if aside in {"everything", "others", "keyed"} else {"a"}

    assert Lens(tracked | more).widens(Lens(tracked))
    assert Lens(tracked | more).beyond(Lens(tracked)) == more - tracked
    assert not Lens(tracked | more, **{aside: other}).widens(Lens(tracked))
    assert Lens(tracked | more, **{aside: other}).beyond(Lens(tracked)) is None
