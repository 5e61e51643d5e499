"""The quick constructor makes the same frozen value as the usual one."""

import attrs
import pytest

from community_policing.cases._quick import quick


@attrs.frozen(weakref_slot=False)
class Pair:
    """Two numbers."""

    one: int
    two: int = 2


def test_a_quick_value_is_the_usual_value():
    """It has the class, the fields, the equality and the hash of one made in the usual way."""
    make = quick(Pair)

    made = make(1, 2)

    assert type(made) is Pair
    assert made == Pair(1)
    assert hash(made) == hash(Pair(1))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.one = 3


def test_a_quick_value_wants_every_field():
    """Defaults are not run, so that nothing is left out by accident."""
    with pytest.raises(TypeError, match="two"):
        quick(Pair)(1)
