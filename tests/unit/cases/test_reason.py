"""A reason is a code with parameters."""

import copy
import pickle
from datetime import timedelta

import pytest

from community_policing.cases import Reason

MISSING = Reason("consent-missing", party="p2", kind="mediation")


def test_parameters_are_read_by_name():
    """One parameter by subscript, all through a mapping that cannot be changed; an unknown name is a `KeyError`."""
    assert MISSING["party"] == "p2"
    assert dict(MISSING.params) == {"kind": "mediation", "party": "p2"}
    with pytest.raises(TypeError):
        MISSING.params["party"] = "p3"
    with pytest.raises(KeyError):
        MISSING["nobody"]


def test_the_order_of_parameters_does_not_matter():
    """Two reasons with the same code and parameters are one reason."""
    other = Reason("consent-missing", kind="mediation", party="p2")

    assert other == MISSING
    assert hash(other) == hash(MISSING)


def test_the_audience_is_no_part_of_what_it_says():
    """The same reason marked for some readers is equal, and keeps its parameters."""
    marked = MISSING.for_audience(("supervisor",))

    assert marked == MISSING
    assert (marked.audience, MISSING.audience) == (("supervisor",), ())
    assert marked.params == MISSING.params


@pytest.mark.parametrize("go", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])  # noqa: S301  our own bytes
def test_a_reason_travels(go):
    """A copy or pickle has the code, the parameters and the audience."""
    marked = Reason("too-early", ("mediator",), state="mediation/monitoring", duration=timedelta(days=14))

    arrived = go(marked)

    assert (arrived, arrived.audience) == (marked, ("mediator",))


def test_it_is_shown_as_it_is_written():
    """The representation is the call that makes it, and the label's code is told."""
    assert repr(MISSING) == "Reason('consent-missing', kind='mediation', party='p2')"
    assert repr(Reason("case-not-open")) == "Reason('case-not-open')"
    assert MISSING.label_code == "reason.consent-missing"


def test_a_parameter_may_be_called_code_or_audience_only_by_position():
    """The code is positional, so a parameter of that name does not stand in its way."""
    assert Reason("unknown", code="x")["code"] == "x"
