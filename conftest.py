"""Every ``python`` block of the README and the pages is a test, and so is every ``>>>`` of a docstring."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

SRC = Path(__file__).parent / "src"

# Almost everything that the tests make is a value that lives on, and the collector would walk it all again and again.
gc.set_threshold(50_000, 20, 100)

collect_page = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()], patterns=["*.md"]).pytest()
collect_docstrings = Sybil(parsers=[DocTestParser()], patterns=["*.py"]).pytest()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return the examples in a page or in a module of the package."""
    if file_path.suffix == ".md":
        return collect_page(file_path, parent)
    if file_path.is_relative_to(SRC):
        return collect_docstrings(file_path, parent)
    return None
