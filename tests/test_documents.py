"""No example escapes: the blocks of the README and the pages, and those of docstrings, are all collected."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = sorted((ROOT / "src").rglob("*.py"))


@pytest.fixture(scope="module")
def collected():
    """Return the file and line of each example that pytest collects."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "README.md", "docs", "src"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return {
        (ROOT / match["file"], int(match["line"]))
        for match in re.finditer(r"^(?P<file>[^:\n]+)::.*?line:(?P<line>\d+),", done.stdout, flags=re.MULTILINE)
    }


def lines(file: Path, pattern: str) -> set[tuple[Path, int]]:
    """Return *file* with the number of each line that fits *pattern*."""
    text = file.read_text(encoding="utf-8").splitlines()
    return {(file, number) for number, line in enumerate(text, start=1) if re.match(pattern, line)}


def test_every_python_block_of_a_page_runs(collected):
    """Each fence that opens a ``python`` block, at any depth of the folders, is a test."""
    fences = set().union(*(lines(page, r"\s*(`{3,}|~{3,}) *(python|py|pycon)\b") for page in PAGES))

    assert fences
    assert fences - collected == set()


def test_every_docstring_example_runs(collected):
    """Each ``>>>`` of a docstring, at any depth of the package, is a test."""
    prompts = set().union(*(lines(module, r"\s*>>> ") for module in MODULES))

    assert prompts
    assert prompts - collected == set()
