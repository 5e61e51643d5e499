"""What comes with the library, read when it is asked for and not before."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import community_policing
from community_policing.errors import ProfileNotFoundError, SchemeNotFoundError
from community_policing.taxonomy import (
    load_scheme,
    profile_ids,
    scheme_ids,
    standard_profile,
    standard_rules,
    standard_schemes,
)
from community_policing.taxonomy._standard import _folder

PACKAGE = Path(community_policing.__file__).parent
DATA = PACKAGE / "taxonomy" / "data"


def test_schemes_are_read_once():
    """The same value comes back, so comparing is cheap."""
    assert load_scheme("roles") is load_scheme("roles")
    assert standard_schemes() is standard_schemes()
    assert standard_schemes()["roles"] is load_scheme("roles")
    assert standard_rules() is standard_rules()
    assert tuple(standard_schemes()) == scheme_ids()


@pytest.mark.parametrize("name", ["role", "rules", "../data/roles", ""])
def test_a_scheme_that_is_not_there_is_told(name):
    """Only the names in `scheme_ids` are read; a path is no name."""
    with pytest.raises(SchemeNotFoundError):
        load_scheme(name)


def test_the_default_profile_is_the_international_one():
    """Without a choice the standards hold: no overrides, no lifted bars, no safeguards to add."""
    profile = standard_profile()

    assert profile is standard_profile("international-default") or profile == standard_profile("international-default")
    assert profile.id in profile_ids()
    assert not profile.overrides
    assert not profile.lifted_bars
    assert not profile.safeguards


def test_a_profile_that_is_not_there_is_told():
    """The message knows the profiles there are."""
    with pytest.raises(ProfileNotFoundError, match="international-default"):
        standard_profile("basra")


def test_the_library_works_from_an_archive(tmp_path):
    """Zipped up with an application, it finds its data inside."""
    with ZipFile(tmp_path / "app.zip", "w") as archive:
        for path in PACKAGE.rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                archive.write(path, path.relative_to(PACKAGE.parent))
    program = (
        "import community_policing; print(community_policing.__file__, len(community_policing.load_scheme('roles')))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(archive.filename)},
    )

    assert done.stdout.split() == [
        str(tmp_path / "app.zip" / "community_policing" / "__init__.py"),
        str(len(load_scheme("roles"))),
    ], done.stderr


def test_data_that_lies_in_no_folder_is_found_as_a_resource(tmp_path):
    """Where there is no such folder the loader of the package says where its data is."""
    assert _folder(tmp_path) == tmp_path
    assert (_folder(tmp_path / "nowhere") / "roles.toml").read_bytes() == (DATA / "roles.toml").read_bytes()


def test_importing_reads_no_data_file():
    """An application that never looks at the taxonomy does not pay for it."""
    program = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import community_policing.taxonomy
assert not [path for path in opened if path.endswith(".toml")], opened
community_policing.taxonomy.load_scheme("wishes")
assert [path for path in opened if path.endswith(".toml")], "the hook sees what is read"
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
