"""
Which way imports point, what the pure packages may not know, and how large things may be.

The rules are the tables at the top. Each checker is first shown a fault that it must find, so that a package
that does not exist yet cannot make it pass for nothing.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
PACKAGE = "community_policing"

# From the bottom up: a part may import those before it, except those that nobody imports.
LAYERS = (
    "errors",
    "taxonomy",
    "cases",
    "workflows",
    "verification",
    "labels",
    "exchange",
    "serialization",
    "testing",
    "_walk",
    "_verb",
    "_scheme_verbs",
    "_proof_verb",
    "_cli",
    "__main__",
)
IMPORTED_BY_NOBODY = {"testing": (), "_cli": ("__main__",), "__main__": ()}
# These use the library as its users do, through its public names.
ON_TOP = ("testing", "_cli", "__main__")
PURE = ("errors", "taxonomy", "cases", "workflows", "verification")

# What the pure packages may not know: the time, the machine, the network, the locale, chance, a log.
WORLD = frozenset(
    {
        "asyncio",
        "calendar",
        "ftplib",
        "getpass",
        "http",
        "locale",
        "logging",
        "multiprocessing",
        "os",
        "platform",
        "pwd",
        "random",
        "secrets",
        "select",
        "smtplib",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys.argv",
        "syslog",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
        "webbrowser",
        "zoneinfo",
    }
)
CLOCKS = frozenset({"now", "utcnow", "today"})

# Third-party packages, and the parts that may import them.
HOMES = {
    "attrs": LAYERS,
    "transitions": ("workflows",),
    "cattrs": ("taxonomy", "serialization"),
    "orjson": ("serialization",),
    "babel": ("labels",),
    "rdflib": ("exchange",),
    "hypothesis": ("testing",),
    "pytest": ("testing",),
}
KEPT_OUT = ("hypothesis", "pytest", "cattrs", "babel", "orjson", "rdflib")

MODULE_LINES = 400
FUNCTION_LINES = 60


@attrs.frozen
class Module:
    """One source file: its dotted name and its text, and what is read from them."""

    name: str
    text: str

    @property
    def part(self) -> str:
        """The layer it belongs to; empty for the package's own ``__init__``."""
        return [*self.name.split("."), ""][1]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the syntax tree."""
        return tuple(ast.walk(ast.parse(self.text, filename=self.name)))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every dotted name imported, at any depth, as far as the source tells: ``from a import b`` is ``a.b``."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module and not node.level)

    @property
    def relative(self) -> bool:
        """Whether it has an import that begins with a dot."""
        return any(isinstance(node, ast.ImportFrom) and node.level for node in self.nodes)


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, and the pytest plugin beside it if there is one."""
    files = sorted((SRC / PACKAGE).rglob("*.py")) + sorted(SRC.glob("*.py"))
    return tuple(Module(_dotted(file), file.read_text(encoding="utf-8")) for file in files)


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def importers(third_party: str) -> list[str]:
    """Return the names of the modules that import *third_party*."""
    return [each.name for each in modules() if third_party in {name.split(".")[0] for name in each.imports}]


def ours(module: Module) -> bool:
    return module.name.split(".")[0] == PACKAGE


# ---------------------------------------------------------------------------------------------------- checkers


def upward_imports(module: Module) -> Iterator[str]:
    """Yield each import that points up the layers, or at a part that nobody imports."""
    for name in sorted(module.imports):
        part = [*name.split("."), ""][1]
        if name.split(".")[0] != PACKAGE or part == module.part:
            continue
        if part not in LAYERS:
            if module.part not in ON_TOP:
                yield f"{module.name} imports {name} from the package that is made of it"
            continue
        allowed = IMPORTED_BY_NOBODY.get(part)
        if allowed is not None and module.part not in allowed:
            yield f"{module.name} imports {name}, which nobody imports"
        elif module.part and LAYERS.index(part) > LAYERS.index(module.part):
            yield f"{module.name} imports {name}, which lies above it"


def third_party_imports(module: Module) -> Iterator[str]:
    """Yield each third-party import outside the parts that are its home."""
    for name in sorted({name.split(".")[0] for name in module.imports}):
        if name in sys.stdlib_module_names or name == PACKAGE:
            continue
        if module.part not in HOMES.get(name, ()):
            yield f"{module.name} imports {name}"


def knowledge_of_the_world(module: Module) -> Iterator[str]:
    """Yield each import or call by which a pure module would learn what it was not told."""
    for name in sorted(module.imports):
        if {name, name.split(".")[0]} & WORLD:
            yield f"{module.name} imports {name}"
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"{module.name}:{node.lineno} asks a clock: {ast.unparse(node)}"


def oversized(module: Module) -> Iterator[str]:
    """Yield the module and each of its functions that is too long."""
    if (lines := len(module.text.splitlines())) > MODULE_LINES:
        yield f"{module.name} has {lines} lines"
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{module.name}:{node.lineno} {node.name} has {lines} lines"


# Put together from pieces, so that this file does not hold what it looks for.
LEAKS = re.compile(
    "|".join(
        (
            r"(?<![\w.:/-])/(?:work|root|home|Users|tmp)/" + r"\w",  # a path of somebody's machine
            "--(?:extra-)?index" + "-url",  # a package registry
            "--find" + "-links",
            "--trusted" + "-host",
            "pypi" + r"\S*/simple",
        )
    )
)


def leaks(place: str, text: str) -> Iterator[str]:
    """Yield each line that names somebody's machine or package registry."""
    for number, line in enumerate(text.splitlines(), start=1):
        if LEAKS.search(line):
            yield f"{place}:{number} {line.strip()[:100]}"


# ------------------------------------------------------------------------------- the checkers see what is wrong


@pytest.mark.parametrize(
    ("checker", "name", "text"),
    [
        (upward_imports, "taxonomy._x", "from community_policing.cases import Case"),
        (upward_imports, "taxonomy._x", "from community_policing import cases"),
        (upward_imports, "cases._x", "def f():\n    import community_policing.workflows._rulebook"),
        (upward_imports, "workflows.builtin.x", "import community_policing.verification"),
        (upward_imports, "serialization._x", "from community_policing.testing import cases"),
        (upward_imports, "testing._x", "from community_policing._cli import main"),
        (upward_imports, "labels._x", "from community_policing import Case"),
        (upward_imports, "labels._x", "import community_policing"),
        (third_party_imports, "cases._x", "import cattrs"),
        (third_party_imports, "workflows._x", "from babel import Locale"),
        (third_party_imports, "labels._x", "import requests"),
        (third_party_imports, "verification._x", "def f():\n    from hypothesis import given"),
        (knowledge_of_the_world, "cases._x", "import time"),
        (knowledge_of_the_world, "cases._x", "from os import environ"),
        (knowledge_of_the_world, "cases._x", "import logging.handlers"),
        (knowledge_of_the_world, "workflows._x", "from datetime import datetime\nat = datetime.now()"),
        (oversized, "cases._x", "x = 1\n" * (MODULE_LINES + 1)),
        (oversized, "cases._x", "def f():\n" + "    x = 1\n" * FUNCTION_LINES),
    ],
)
def test_checkers_find_a_fault(checker, name, text):
    """Each checker finds the fault that it is there for."""
    module = Module(f"{PACKAGE}.{name}", text)

    assert list(checker(module))


@pytest.mark.parametrize(
    ("checker", "name", "text"),
    [
        (
            upward_imports,
            "cases._x",
            "from community_policing.taxonomy import Policy\nfrom community_policing import errors",
        ),
        (upward_imports, "__main__", "from community_policing._cli import main"),
        (third_party_imports, "serialization._x", "import json\nimport cattrs\nfrom community_policing import errors"),
        (knowledge_of_the_world, "cases._x", "from datetime import UTC, datetime\nfrom importlib import resources"),
        (oversized, "cases._x", "x = 1\n" * MODULE_LINES),
        (oversized, "cases._x", "def f():\n" + "    x = 1\n" * (FUNCTION_LINES - 1)),
    ],
)
def test_checkers_leave_good_code_alone(checker, name, text):
    """No checker minds what is allowed."""
    module = Module(f"{PACKAGE}.{name}", text)

    assert list(checker(module)) == []


@pytest.mark.parametrize("path", ["/" + "work/main/x", "see /" + "home/someone/x", "--index" + "-url x"])
def test_a_leak_is_found(path):
    """A path of somebody's machine is found wherever it stands in a line."""
    assert list(leaks("x.md", f"first\n{path}\n"))


# -------------------------------------------------------------------------------------------- the package itself


@pytest.mark.parametrize("checker", [upward_imports, third_party_imports, oversized])
def test_package(checker):
    """Imports point down, third-party packages stay at home, and nothing is too long."""
    assert [fault for module in modules() if ours(module) for fault in checker(module)] == []


def test_pure_packages_know_only_what_they_are_told():
    """The pure packages read no clock, environment, network, locale or random number, and never log."""
    pure = [module for module in modules() if ours(module) and module.part in PURE]

    assert {"errors", "taxonomy", "cases", "workflows"} <= {module.part for module in pure}
    assert [fault for module in pure for fault in knowledge_of_the_world(module)] == []


def test_every_part_has_a_layer():
    """A new top-level module or package is given its place in the layers."""
    assert sorted({module.part for module in modules() if ours(module)} - {*LAYERS, ""}) == []


def test_imports_are_absolute():
    """An import names the whole path, so that the other tests here can read it."""
    assert [module.name for module in modules() if module.relative] == []


def test_one_private_module_knows_the_state_machine():
    """One private module imports `transitions`, so that the machine can be replaced."""
    knowing = [
        module.name for module in modules() if any(name.split(".")[0] == "transitions" for name in module.imports)
    ]

    assert len(knowing) == 1, knowing
    assert knowing[0].split(".")[-1].startswith("_")


def test_one_taxonomy_module_at_most_knows_cattrs():
    """Of `taxonomy`, the reader of scheme files alone may import cattrs."""
    knowing = [name for name in importers("cattrs") if name.startswith(f"{PACKAGE}.taxonomy.")]

    assert len(knowing) <= 1, knowing


PROBE = """
import gettext, json, locale, logging, os, sys, warnings

def world():
    return {
        "environment": sorted(os.environ.items()),
        "filters": [repr(entry) for entry in warnings.filters],
        "logging": [logging.root.level, len(logging.root.handlers), logging.root.manager.disable],
        "locale": locale.setlocale(locale.LC_ALL),
        "text domain": gettext.textdomain(),
        "import": [list(sys.path), [repr(hook) for hook in sys.path_hooks + sys.meta_path]],
        "hooks": [repr(hook) for hook in (sys.excepthook, sys.displayhook, sys.breakpointhook, sys.unraisablehook)],
        "recursion": sys.getrecursionlimit(),
    }

# What a dependency does to the world when it is imported is its own affair: `transitions` adds a warning filter.
import attrs, transitions

before = world()
import community_policing
after = world()
changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
print(json.dumps({"changed": changed, "modules": sorted(sys.modules), "file": community_policing.__file__}))
"""


@pytest.fixture(scope="module")
def fresh_import():
    """Import the package in a new interpreter where every warning is an error, and tell what became of it."""
    path = os.pathsep.join(filter(None, [str(SRC), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_import_is_light(fresh_import):
    """`import community_policing` loads no heavy and no optional dependency."""
    loaded = {name.split(".")[0] for name in fresh_import["modules"]}

    assert Path(fresh_import["file"]).is_relative_to(SRC)
    assert sorted(loaded & set(KEPT_OUT)) == []


def test_import_changes_nothing(fresh_import):
    """`import community_policing` leaves environment, filters, logging, locale and hooks as they were."""
    assert fresh_import["changed"] == {}


def test_every_public_name_is_documented():
    """Every name of `community_policing.__all__` can be imported and says what it is."""
    package = importlib.import_module(PACKAGE)
    public = {name: getattr(package, name) for name in package.__all__}
    documents = {
        name: vars(thing).get("__doc__") if inspect.isclass(thing) else inspect.getdoc(thing)
        for name, thing in public.items()
        if inspect.isclass(thing) or inspect.isroutine(thing)
    }

    assert documents
    assert [name for name, document in documents.items() if not document] == []


# -------------------------------------------------------------------------------------------------- the repository


def repository_files() -> list[Path]:
    """Return the files that belong to the project, or to the source distribution where there is no git."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    made = {".git", ".nox", ".venv", "__pycache__", "_build"}
    return [file for file in ROOT.rglob("*") if file.is_file() and not made & set(file.parts)]


def test_repository_names_no_machine():
    """The repository names no machine, home folder or package registry."""
    found = []
    for file in repository_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += leaks(str(file.relative_to(ROOT)), text)

    assert found == []


def test_every_part_has_a_reference_page():
    """Every public part of the package has a page in the reference."""
    parts = {module.part for module in modules() if ours(module) and not module.part.startswith("_")} - {""}

    assert [part for part in sorted(parts) if not (ROOT / "docs" / "reference" / f"{part}.md").is_file()] == []


def test_extras_repeat_the_dependency_groups():
    """Each dependency group is offered as an extra too, for a pip without `--group`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]

    assert {name: extras.get(name) for name in project["dependency-groups"]} == project["dependency-groups"]


@pytest.mark.parametrize("file", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda file: file.name)
def test_requirements_are_pinned(file):
    """Every requirement is an exact version with its hashes."""
    text = file.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]

    assert lines
    assert [line for line in lines if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
