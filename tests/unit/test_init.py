"""The package's own names are loaded when they are asked for."""

import subprocess
import sys

import pytest

import community_policing


@pytest.mark.parametrize("name", community_policing.__all__)
def test_every_public_name_is_there(name):
    """What `__all__` promises can be had, from its own home, and is remembered."""
    value = community_policing.__getattr__(name)

    assert value is getattr(community_policing, name)
    assert vars(community_policing)[name] is value


def test_the_public_names_are_listed():
    """`dir` shows the public names, sorted, and nothing else."""
    assert dir(community_policing) == sorted(community_policing.__all__)


def test_an_unknown_name_is_an_attribute_error():
    """A name that is not public is refused as Python refuses it."""
    with pytest.raises(AttributeError, match="has no attribute 'Czase'"):
        community_policing.Czase  # noqa: B018  asking is the test


def test_importing_the_package_loads_none_of_its_parts():
    """A program that only imports the package pays for none of it."""
    source = "import sys, community_policing; print([name for name in sys.modules if name.startswith('community_p')])"

    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['community_policing']"
