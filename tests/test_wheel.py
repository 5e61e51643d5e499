"""What is installed is what is tested: the wheel holds its data, and a stranger can read Arabic from it."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from community_policing.taxonomy import standard_schemes

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore")
CORE = ("attrs", "attr", "babel", "cattrs", "six", "transitions", "typing_extensions")

# Run by an interpreter that sees the unpacked wheel and the core dependencies, and nothing of this working tree.
STRANGER = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
import community_policing
labels = community_policing.standard_labels()
code = sys.argv[2]
print(json.dumps({"file": community_policing.__file__, "ar": labels.text(code, "ar"), "en": labels.text(code, "en")}))
"""

# The same, where nothing can be read from TOML.
WITHOUT_TOML = """
import json, sys, tomllib
sys.path[:0] = json.loads(sys.argv[1])
del tomllib.loads
from community_policing.taxonomy import standard_schemes
print(json.dumps({name: len(scheme) for name, scheme in standard_schemes().items()}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from the sources alone, in a copy that has nothing compiled in it."""
    project = tmp_path_factory.mktemp("project")
    for name in SOURCES:
        shutil.copy(ROOT / name, project / name)
    shutil.copytree(ROOT / "src", project / "src", ignore=shutil.ignore_patterns("*.mo", "*.scheme", "__pycache__"))
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(project / "dist")]

    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    (built,) = (project / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory):
    """Unpack the wheel into a folder of its own."""
    target = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def below(folder: Path, *patterns: str) -> set[str]:
    """Return the files under *folder* that fit one of *patterns*, as relative paths."""
    return {file.relative_to(folder).as_posix() for pattern in patterns for file in folder.rglob(pattern)}


def test_wheel_holds_every_source_and_data_file(unpacked):
    """Every module, scheme, catalog and marker of the source tree is in the wheel."""
    wanted = below(ROOT / "src", "*.py", "*.toml", "*.po", "py.typed")

    assert {name.rsplit(".", 1)[-1] for name in wanted} == {"py", "toml", "po", "typed"}
    assert wanted - below(unpacked, "*") == set()


def test_wheel_holds_a_compiled_catalog_for_every_source_catalog(unpacked):
    """Each .po has its .mo beside it, and both languages are there."""
    compiled = {Path(name).with_suffix("") for name in below(unpacked, "*.mo")}
    sources = {Path(name).with_suffix("") for name in below(ROOT / "src", "*.po")}

    assert compiled == sources
    assert {path.parent.parent.name for path in compiled} >= {"ar", "en"}


def test_schemes_load_from_the_wheel_without_their_toml(unpacked):
    """Every scheme is in the wheel in a compiled form too, and that is what an installed library reads."""
    paths = [str(unpacked), *sorted(core_folders())]
    command = [sys.executable, "-I", "-S", "-c", WITHOUT_TOML, json.dumps(paths)]

    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {name: len(scheme) for name, scheme in standard_schemes().items()}


def test_wheel_holds_nothing_else(unpacked):
    """The wheel installs the package and its pytest plugin, and no tests, pages or build hook."""
    top = {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"}

    assert top - {"_community_policing_pytest.py"} == {"community_policing"}


def test_a_stranger_reads_an_arabic_label_from_the_wheel(wheel, tmp_path):
    """An interpreter with the wheel and the core dependencies alone reads Arabic, from the compiled catalogs."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path, [name for name in archive.namelist() if not name.endswith(".po")])
    paths = [str(tmp_path), *sorted(core_folders())]
    command = [sys.executable, "-I", "-S", "-c", STRANGER, json.dumps(paths), "verdict.permitted"]

    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert Path(told["file"]).is_relative_to(tmp_path)
    assert any("\N{ARABIC LETTER HAMZA}" <= letter <= "\N{ARABIC LETTER YEH}" for letter in told["ar"])
    assert told["ar"] != told["en"]


def core_folders() -> set[str]:
    """Return the folders in which the core dependencies are installed."""
    folders = set()
    for name in CORE:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            folders.add(str(Path(spec.origin).parents[1 if spec.submodule_search_locations else 0]))
    return folders
