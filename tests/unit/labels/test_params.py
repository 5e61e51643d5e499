"""What the name of a parameter says about its value."""

from __future__ import annotations

import pytest

from community_policing.labels._params import Meaning, meaning, singular, unit
from community_policing.taxonomy import standard_schemes


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("role", "mediator", ("concept.roles.mediator",)),
        ("roles", "mediator", ("concept.roles.mediator",)),
        ("lacking_role", "mediator", ("concept.roles.mediator",)),
        ("category", "drugs", ("concept.case-categories.drugs", "concept.aggravating-factors.drugs")),
        ("age_band", "adult", ("concept.age-bands.adult",)),
        ("workflow", "mediation", ("workflow.mediation",)),
        ("command", "mediation.adjourn", ("command.mediation.adjourn",)),
        ("state", "mediation/in-session", ("state.mediation.in-session",)),
        ("field", "age_band", ("field.age-band",)),
    ],
)
def test_a_known_name_must_have_a_label(name, value, codes):
    """Concepts, states, commands, workflows and fields are always shown by their names."""
    assert meaning(name, value) == Meaning(codes, required=True)


@pytest.mark.parametrize("name", ["party", "parties", "actor", "other_party", "ref", "track"])
def test_ids_of_the_host_are_shown_as_they_are(name):
    """Even an id that looks like a code is not looked up."""
    assert meaning(name, "verdict.unmet") == Meaning()


def test_any_other_name_may_be_that_of_a_scheme_or_hold_a_code():
    """A host's own scheme is found by its name; where there is no label the value is shown."""
    read = meaning("weapon_kind", "knife")

    assert read == Meaning(("knife", "concept.weapon-kind.knife", "concept.weapon-kinds.knife"))


def test_names_of_units_count_that_unit():
    """Days are days, whether one or many are meant."""
    assert unit("days") == unit("minimum_days") == "unit.day"
    assert unit("parties") is None
    assert singular("categories") == "category"


def test_every_scheme_that_a_name_leads_to_ships_with_the_library():
    """A name that led to no scheme would make its reasons unreadable."""
    names = ("age_band", "band", "capacity", "category", "channel", "evidence", "factor", "level", "measure", "origin")
    names += ("outcome", "partner", "position", "refusal", "relationship", "report", "residence", "risk", "role")
    names += ("screen", "service", "sex", "term", "wish")

    schemes = {code.split(".")[1] for name in names for code in meaning(name, "x").codes}

    assert schemes <= set(standard_schemes())
