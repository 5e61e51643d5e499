"""Safeguards are data, and the places they speak of combine as sets do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community_policing.cases import Actor, Case, CaseFactor, Track
from community_policing.workflows import ANYWHERE, Situation, State, Where, guard, holding, in_state, never
from community_policing.workflows._safeguards import where_of
from community_policing.workflows._situation import View
from community_policing.workflows._standard import standard_rulebook

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
screening, in_session = State("screening"), State("in-session")


@guard("weapon-absent", otherwise="weapon-found")
def a_weapon_was_found(s):
    """A weapon is on the case."""
    return s.has_factor("weapon")


def situation(state, *factors, record="open"):
    """Return a mediation in *state* on a case with *factors*; places ask no rules."""
    tracks = (Track("record", "record", 1, record, NOW), Track("mediation", "mediation", 1, state, NOW))
    case = Case("c-1", 3, NOW, factors=tuple(map(CaseFactor, factors)), tracks=tracks)
    return Situation(View(standard_rulebook(), case, NOW), tracks[1], Actor("o-1"))


@pytest.mark.parametrize(
    ("where", "here", "there"),
    [
        (in_state(screening, "in-session"), situation("in-session"), situation("proposed")),
        (in_state("frozen", of="record"), situation("screening", record="frozen"), situation("screening")),
        (in_state("resting", of="closure") | ~ANYWHERE, None, situation("screening")),
        (holding(a_weapon_was_found), situation("screening", "weapon"), situation("screening")),
        (where_of(~a_weapon_was_found), situation("screening"), situation("screening", "weapon")),
        (in_state(screening) & a_weapon_was_found, situation("screening", "weapon"), situation("in-session", "weapon")),
        (in_state(screening) | a_weapon_was_found, situation("in-session", "weapon"), situation("in-session")),
        (~in_state(screening), situation("in-session"), situation("screening")),
        (ANYWHERE, situation("screening"), None),
    ],
)
def test_a_place_covers_what_it_says(where, here, there):
    """States of this track or of another, guards, and what they combine to."""
    assert here is None or where.covers(here)
    assert there is None or not where.covers(there)


def test_what_is_no_place_covers_nothing():
    """The common parent says nothing of any situation, so asking it is a mistake."""
    with pytest.raises(TypeError):
        Where().covers(situation("screening"))


def test_a_safeguard_has_a_code_for_its_sentence():
    """A catalog may override the wording by it."""
    found = never(in_state(in_session), id="no-session", en="Never.", ar="أبدًا", basis="test")

    assert found.label_code == "safeguard.no-session"
