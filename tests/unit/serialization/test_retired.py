"""The events of old cases, after a force has changed the vocabulary they were written in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community_policing.cases import Actor, Event, Party
from community_policing.errors import CommunityPolicingError
from community_policing.serialization import make_converter
from community_policing.taxonomy import ConceptScheme, read_extension
from community_policing.workflows._standard import standard_rulebook

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("o-1", ("intake-officer",))
RETIRED = """
[concepts.neighbourly-friction]
notation = "BA0101"
broader = "community-disputes"
label = { en = "Friction between neighbours", ar = "احتكاك بين الجيران" }
basis = "practice"
since = "1"
[concepts.neighbourly-friction.policy]
mediable = "yes"
mediation_scope = "whole-matter"
formal_report = "if-aggravating"
notice = "none"
confidentiality = "standard"
consent_rule = "parties"
presumed_risk = "low"
source = "practice"
[deprecated]
neighbour-quarrel = "neighbourly-friction"
"""


@pytest.fixture(scope="module")
def before():
    """The rulebook as it ships."""
    return standard_rulebook()


@pytest.fixture(scope="module")
def after(before):
    """The rulebook of a force that retired a category and a role."""
    categories = read_extension("basra", RETIRED, of=before.scheme("case-categories"))
    roles = before.scheme("roles").extended(deprecated={"complainant": "disputing-party"})
    return before.with_scheme(categories).with_scheme(roles)


@pytest.fixture(scope="module")
def old(before):
    """A case from the time before."""
    parties = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
    return before.open_case("C1", categories=("neighbour-quarrel",), parties=parties, by=OFFICER, at=AT).expect()


def test_the_events_of_an_old_case_load_and_replay_after_a_concept_was_retired(before, after, old):
    """What was written stays readable, and means what it meant."""
    documents = make_converter(before).dump_events(old.events)

    events = make_converter(after).load_events(documents)

    assert events == old.events
    assert after.replay(events) == old.case
    assert after.policy(after.replay(events)).mediable_by == "neighbour-quarrel"


def test_an_old_case_loads_from_its_snapshot_and_from_text(before, after, old):
    """In every form in which a host may keep it."""
    shipped, changed = make_converter(before), make_converter(after)

    assert changed.load_case(shipped.dump_case(old.case)) == old.case
    assert changed.loads(shipped.dumps(old.events[0]), Event) == old.events[0]


def test_a_retired_concept_leads_to_the_one_in_its_place(after, old):
    """A host can offer the successor to whoever opens the old case."""
    categories = after.scheme("case-categories")
    retired = categories[old.case.categories[0]]

    assert retired.deprecated
    assert categories[retired.replaced_by].id == "neighbourly-friction"
    case = after.open_case("C2", categories=("neighbourly-friction",), by=OFFICER, at=AT).expect().case
    assert case.categories == ("neighbourly-friction",)


def test_a_rulebook_takes_no_scheme_from_which_a_named_concept_was_deleted(before):
    """Why a concept is retired and never taken away."""
    categories = before.scheme("case-categories")
    kept = tuple(one for one in categories if one.id != "neighbour-quarrel")
    shorter = ConceptScheme(categories.id, categories.pref_label, kept)

    with pytest.raises(CommunityPolicingError, match="neighbour-quarrel"):
        before.with_scheme(shorter)
