"""What the pages take from the data is what the data says: workflow pages, drawings, and what examples print."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
AGAIN = "run: PYTHONPATH=src python docs/_generate.py"


def loaded():
    """Return the script that writes the pages."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "_generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = loaded()
PAGES = GENERATE.generated()
DRAWINGS = GENERATE.drawings()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_of_a_workflow_says_what_the_workflow_says(path):
    """Each builtin workflow has a page with its states, commands, limits, safeguards, reasons and fields of today."""
    assert path.read_text(encoding="utf-8") == PAGES[path], AGAIN


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_the_drawing_of_a_workflow_was_made_from_the_workflow_of_today(path):
    """Each drawing carries the digest of the text that it was drawn from."""
    found = re.search(r"<!-- dot ([0-9a-f]{64}) -->", path.read_text(encoding="utf-8"))

    assert found is not None
    assert found[1] == GENERATE.digest(DRAWINGS[path]), AGAIN


def test_every_workflow_page_is_of_a_builtin_workflow():
    """No page is left of a workflow that is gone."""
    assert {path.name for path in (DOCS / "reference").glob("workflow-*.md")} == {path.name for path in PAGES}


@pytest.mark.parametrize("path", GENERATE.pages_with_output(), ids=lambda path: path.stem)
def test_a_page_shows_what_its_examples_print(path):
    """The text below a block of Python is what the block prints."""
    text = path.read_text(encoding="utf-8")

    assert GENERATE.with_output(text) == text, AGAIN


def test_output_is_put_below_the_block_that_prints_it():
    """Only the text block that follows a Python block directly is its output."""
    page = "```python\nprint('a\u2068b\u2069')\n```\n\n```text\nold\n```\n\nWords.\n\n```text\nkept\n```\n"

    shown = GENERATE.with_output(page)

    assert shown == page.replace("old\n", "ab\n")
