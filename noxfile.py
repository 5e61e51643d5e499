"""What a developer runs: ``nox -s tests lint types docs``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import nox

PYTHONS = ("3.11", "3.12", "3.13")
PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ("tests", "lint", "types", "docs")


def install(session: nox.Session, *groups: str) -> None:
    """Install the pinned requirements of *groups*, then the project as it lies here."""
    files = [option for group in ("build", *groups) for option in ("-r", f"requirements/{group}.txt")]
    session.install("--require-hashes", *files)
    session.install("--no-deps", "--no-build-isolation", "-e", ".")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests under branch coverage, which must be complete."""
    install(session, "test")
    session.run("python", "-m", "coverage", "run", "-m", "pytest", "-n", "2", "--dist", "loadfile", *session.posargs)
    session.run("python", "-m", "coverage", "combine", "-q")
    session.run("python", "-m", "coverage", "report")


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the tests with the oldest release of each dependency that `pyproject.toml` admits."""
    install(session, "test")
    oldest = [re.sub(r">=([^,]+).*", r"==\1", requirement) for requirement in PROJECT["dependencies"]]
    session.install(*oldest)
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Check style and format."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session(python=PYTHONS)
def types(session: nox.Session) -> None:
    """Check types over the package, the typing tests and the examples."""
    install(session, "lint")
    session.run("mypy")


@nox.session(python="3.11")
def docs(session: nox.Session) -> None:
    """Build the pages; a warning is an error."""
    install(session, "docs")
    session.run("sphinx-build", "-W", "--keep-going", "-n", "-b", "html", "docs", "docs/_build/html", *session.posargs)


@nox.session(python="3.11")
def bench(session: nox.Session) -> None:
    """Measure, and compare nothing: read the numbers yourself."""
    install(session, "bench")
    session.run("pytest", "benchmarks", "--benchmark-only", *session.posargs)


@nox.session(python="3.11")
def pins(session: nox.Session) -> None:
    """Resolve the pinned requirements anew, for every supported Python."""
    session.install("uv")
    common = ("--universal", "--python-version", PYTHONS[0], "--fork-strategy", "fewest", "--generate-hashes")
    quiet = ("--no-annotate", "--no-header", "--quiet", "--upgrade")
    for name in ("build", "test", "lint", "docs", "bench"):
        source = ("requirements/build.in",) if name == "build" else ("pyproject.toml", "--extra", name)
        session.run("uv", "pip", "compile", *source, *common, *quiet, "-o", f"requirements/{name}.txt")
