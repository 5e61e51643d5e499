"""Every command of the standard rulebook can be stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.serialization import make_converter
from community_policing.workflows import Kind
from community_policing.workflows._standard import standard_rulebook

RULES = standard_rulebook()
CONVERTER = make_converter(RULES)

ids = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)
ONE = {
    Kind.BOOL: st.booleans(),
    Kind.INT: st.integers(-(2**53) + 1, 2**53 - 1),
    Kind.DATE: st.dates().map(str),
    Kind.MOMENT: st.datetimes().map(lambda moment: f"{moment.isoformat()}+00:00"),
    Kind.ID: ids,
    Kind.TERM: ids,
}


def fields(specs):
    """Return a strategy for the plain data of fields; what need not be told sometimes is not."""
    values = {spec.name: field(spec) for spec in specs}
    needed = {spec.name for spec in specs if spec.required}
    return st.fixed_dictionaries(
        {name: value for name, value in values.items() if name in needed},
        optional={name: value for name, value in values.items() if name not in needed},
    )


def field(spec):
    """Return a strategy for the plain value of one field."""
    if spec.kind is Kind.PART:
        one = fields(spec.parts)
    elif spec.kind is Kind.ENUM:
        one = st.sampled_from(spec.members())
    else:
        one = ONE[spec.kind]
    return st.lists(one, max_size=2) if spec.many else one


@given(data=st.data())
@pytest.mark.parametrize("name", sorted({name.partition(".")[0] for name in RULES.commands}))
def test_every_command_comes_back(name, data):
    """A command of any workflow is equal to the one that its document is read as."""
    spec = data.draw(st.sampled_from([spec for spec in RULES.commands.values() if spec.workflow == name]))
    command = spec.read(data.draw(fields(spec.fields)))

    document = CONVERTER.dump_command(command)

    assert CONVERTER.load_command(document) == command
    assert CONVERTER.dump_command(CONVERTER.load_command(document)) == document
