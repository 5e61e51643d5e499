"""The ordered axes of a policy."""

import pickle
from itertools import pairwise

import pytest

from community_policing.taxonomy import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk

AXES = [Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk]


@pytest.mark.parametrize("axis", AXES)
def test_members_are_ordered_from_the_mildest_to_the_strictest(axis):
    """Each member is below the one written after it, and `max` finds the last."""
    members = list(axis)

    ordered = [low < high and low <= high and high > low and high >= low for low, high in pairwise(members)]

    assert all(ordered)
    assert max(members) is members[-1]


@pytest.mark.parametrize("axis", AXES)
def test_a_member_is_neither_above_nor_below_itself(axis):
    """The order is strict, and its closed forms are reflexive."""
    member = next(iter(axis))

    strict = (member < member, member > member)  # noqa: PLR0124  the point of the test
    closed = (member <= member, member >= member)  # noqa: PLR0124  the point of the test

    assert strict == (False, False)
    assert closed == (True, True)


@pytest.mark.parametrize("axis", AXES)
def test_a_member_is_made_from_its_slug_and_survives_pickling(axis):
    """The value is what files hold, and a worker gets the same member."""
    for member in axis:
        again = pickle.loads(pickle.dumps(member))  # noqa: S301  our own bytes

        assert axis(member.value) is member
        assert again is member
        assert hash(again) == hash(member)


@pytest.mark.parametrize("compare", ["__lt__", "__le__", "__gt__", "__ge__"])
def test_members_of_two_axes_do_not_compare(compare):
    """Comparing a risk with a notice is a mistake, not an answer."""
    risk, notice = Risk.LOW, Notice.NONE

    answer = getattr(risk, compare)(notice)

    assert answer is NotImplemented


def test_the_order_is_the_one_that_the_policies_were_written_for():
    """Reordering members would silently change every policy, so the order is written down a second time."""
    expected = {
        Risk: "low medium high imminent",
        Confidentiality: "standard restricted strict sealed",
        Mediable: "not-applicable yes with-safeguards never",
        FormalReport: "never-required if-aggravating mandatory",
        Notice: "none protection-notice criminal-report",
        ConsentRule: "no-victim parties person complainant complaint-only guardian-and-child child-and-representative"
        " victim-choice duty-to-report",
    }

    written = {axis: " ".join(member.value for member in axis) for axis in AXES}

    assert written == expected


def test_mediation_is_barred_by_never_and_by_nothing_to_mediate():
    """Not applicable gives way to every other answer, and bars when it stands alone."""
    barring = {member for member in Mediable if member.bars}

    assert barring == {Mediable.NEVER, Mediable.NOT_APPLICABLE}
