"""The rulebook that comes with the library."""

import pytest

from community_policing.errors import ProfileNotFoundError
from community_policing.workflows._standard import BUILTIN, builtin_workflows, standard_rulebook


def test_every_builtin_workflow_is_in_force():
    """The five workflows stand in their order, each in its newest version."""
    rules = standard_rulebook()

    assert tuple(workflow.name for workflow in rules.workflows) == BUILTIN
    assert rules.workflows == builtin_workflows()
    assert [guard.code for guard in rules.standing] == ["case-not-open"]


def test_it_is_built_once():
    """The rulebook is immutable, so that everybody may have the same one."""
    assert standard_rulebook() is standard_rulebook()


def test_an_unknown_profile_is_told():
    """The profiles that there are are named."""
    with pytest.raises(ProfileNotFoundError, match="no profile 'nowhere'"):
        standard_rulebook("nowhere")
