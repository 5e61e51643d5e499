"""Who may: roles held in the service, on the case, or by a party; denied by default."""

import attrs
import pytest
from tests.unit.workflows.village import RULES, opened

from community_policing.cases import Actor, Assignment
from community_policing.taxonomy import standard_schemes
from community_policing.workflows._authority import Authority, authority

ROLES = standard_schemes()["roles"]
CASE = attrs.evolve(opened(RULES), assignments=(Assignment("mediator", "m-1"),))


@pytest.mark.parametrize(
    ("asked", "actor", "admitted"),
    [
        ("intake-officer", Actor("o", ("intake-officer",)), True),
        ("intake-officer", Actor("o", ("supervisor",)), False),
        ("intake-officer", Actor("o"), False),
        ("mediator", Actor("m-1"), True),
        ("mediator", Actor("m-2"), False),
        ("mediator", Actor("m-2", ("mediator",)), False),
        ("complainant", Actor("o", speaks_for="p1"), True),
        ("complainant", Actor("o", speaks_for="p2"), False),
        ("complainant", Actor("o", speaks_for="p9"), False),
        ("complainant", Actor("p1"), False),
        ("complainant", Actor("o", ("complainant",)), False),
        ("party-roles", Actor("o", speaks_for="p1"), True),
        ("party-roles", Actor("o", speaks_for="p2"), True),
        ("party-roles", Actor("o"), False),
    ],
)
def test_a_demand_admits_who_satisfies_it(asked, actor, admitted):
    """A relative role is worked out from the case and cannot be held; a narrower role satisfies a broader demand."""
    assert authority((asked,), ROLES).admits(actor, CASE) is admitted


def test_one_of_several_roles_is_enough():
    """Held, assigned and spoken for are kept apart, and any one admits."""
    found = authority(("supervisor", "mediator", "victim"), ROLES)

    assert found == Authority(frozenset({"supervisor"}) | found.held, frozenset({"mediator"}), found.as_party)
    assert "victim" in found.as_party
    assert found.admits(Actor("m-1"), CASE)
    assert found.admits(Actor("o", ("supervisor",)), CASE)
    assert not found.admits(Actor("o", speaks_for="p1"), CASE)


def test_nobody_is_admitted_by_no_role():
    """Without a role nobody may."""
    assert not authority((), ROLES).admits(Actor("m-1", ("supervisor",), speaks_for="p1"), CASE)
