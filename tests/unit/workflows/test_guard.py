"""A guard says everything that is missing, or that it is not."""

import pickle
from types import SimpleNamespace

import pytest
from tests.unit.workflows.village import area_is_safe, every_party_was_heard, leader_has_company

from community_policing.cases import Reason
from community_policing.errors import InvalidWorkflowError
from community_policing.workflows import guard
from community_policing.workflows._guard import _bound


@guard("too-small", otherwise="large-enough", audience=("supervisor",))
def is_large(number):
    """The number is large."""
    return number > 10


@guard("has-divisor", params=("divisor",), gives=("is-one",))
def is_prime(number):
    """Yield each small divisor."""
    if number == 1:
        yield Reason("is-one")
    for divisor in (2, 3, 5):
        if number != divisor and number % divisor == 0:
            yield Reason("has-divisor", divisor=divisor)


@guard("lies")
def lies(number):
    """Give reasons that were never declared."""
    yield Reason("undeclared" if number else "lies", **({} if number else {"extra": 1}))


class Shelf:
    """Where a guard may be bound below its module."""

    guard = guard("is-zero")(lambda number: number != 0)


Shelf.guard.claim.__qualname__ = "Shelf.guard"


def test_a_claim_that_answers_gives_its_one_reason():
    """A boolean claim that does not hold gives the guard's reason, marked for its audience."""
    reasons = is_large.reasons(3)

    assert reasons == (Reason("too-small"),)
    assert reasons[0].audience == ("supervisor",)
    assert is_large.reasons(11) == ()
    assert (is_large.holds(3), is_large.holds(11)) == (False, True)


def test_a_claim_that_yields_gives_every_reason():
    """A yielding claim names each thing that is missing, by any of its codes."""
    assert is_prime.reasons(30) == tuple(Reason("has-divisor", divisor=divisor) for divisor in (2, 3, 5))
    assert is_prime.reasons(1) == (Reason("is-one"),)
    assert is_prime.reasons(7) == ()
    assert (is_prime.holds(30), is_prime.holds(7)) == (False, True)


def test_reasons_of_a_yielding_claim_are_marked_for_their_audience():
    """What would betray protected facts carries who may read it."""
    attempt = SimpleNamespace(command=SimpleNamespace(companion=None, leader="o-1"))

    (reason,) = leader_has_company.reasons(attempt)

    assert reason.audience == ("supervisor",)


@pytest.mark.parametrize(("claim", "number"), [(is_large, 3), (is_large, 11), (is_prime, 30), (is_prime, 7)])
def test_a_negation_holds_where_its_guard_does_not(claim, number):
    """The negation gives a reason exactly where the guard gives none."""
    negation = ~claim

    assert negation.holds(number) is not claim.holds(number)
    assert bool(negation.reasons(number)) is claim.holds(number)


def test_a_negation_carries_its_own_code():
    """The code of a negation is what the guard says, or the guard's code with `not-` before it."""
    assert (~is_large).reasons(11) == (Reason("large-enough"),)
    assert (~is_large).reasons(11)[0].audience == (~is_large).audience == ("supervisor",)
    assert (~is_prime).codes == ("not-has-divisor",)
    assert (~is_large).label_code == "reason.large-enough"
    assert (~is_large).name == "not is_large"


def test_negating_twice_gives_the_guard_back():
    """A double negation is the guard itself, and equal negations are equal."""
    assert ~~is_large is is_large
    assert ~is_large == ~is_large
    assert hash(~is_large) == hash(~is_large)
    assert ~is_large != ~is_prime


@pytest.mark.parametrize("number", [0, 1])
def test_an_undeclared_reason_is_a_definition_error(number):
    """A code or parameter that was not declared has no label, so it never reaches a person."""
    with pytest.raises(InvalidWorkflowError, match=r"lies: gives Reason.*which it does not declare \[undeclared-rea"):
        lies.reasons(number)


def test_a_guard_tells_its_codes_and_label():
    """Labels and checks find every code a guard can give."""
    assert is_prime.codes == ("has-divisor", "is-one")
    assert is_prime.label_code == "reason.has-divisor"
    assert (is_prime.name, repr(is_prime)) == ("is_prime", "<guard is_prime: has-divisor>")
    assert repr(~is_large) == "~<guard is_large: too-small>"


@pytest.mark.parametrize("one", [is_large, ~is_large, area_is_safe, ~every_party_was_heard, Shelf.guard], ids=repr)
def test_a_guard_travels_by_name(one):
    """A worker finds the very guard that its module binds."""
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  our own bytes


def test_a_guard_of_a_module_not_yet_loaded_is_imported(tmp_path, monkeypatch):
    """A fresh process imports the module to find the guard."""
    source = "from community_policing.workflows import guard\n\n@guard('gate-shut')\ndef gate_is_open(s): return s\n"
    (tmp_path / "village_gate.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)

    found = _bound("village_gate", "gate_is_open")

    assert found.code == "gate-shut"
    assert pickle.loads(pickle.dumps(found)) is found  # noqa: S301  our own bytes


def test_an_error_in_a_claim_propagates():
    """A guard that raises is a bug: neither held nor not held."""
    for ask in (is_large.reasons, is_large.holds, (~is_large).reasons, (~is_large).holds):
        with pytest.raises(TypeError):
            ask("seven")
