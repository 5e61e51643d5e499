"""What the pages take from the data is what the data says: pages of workflows and schemes, drawings, examples."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from community_policing.taxonomy import load_scheme, scheme_ids

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
def test_a_page_says_what_the_data_says(path):
    """Each builtin workflow and each scheme has a page with what is in it today."""
    assert path.read_text(encoding="utf-8") == PAGES[path], AGAIN


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_the_drawing_of_a_workflow_was_made_from_the_workflow_of_today(path):
    """Each drawing carries the digest of the text that it was drawn from."""
    found = re.search(r"<!-- dot ([0-9a-f]{64}) -->", path.read_text(encoding="utf-8"))

    assert found is not None
    assert found[1] == GENERATE.digest(DRAWINGS[path]), AGAIN


def test_every_workflow_page_is_of_a_builtin_workflow():
    """No page is left of a workflow that is gone."""
    written = {path for path in PAGES if path.name.startswith("workflow-")}

    assert set((DOCS / "reference").glob("workflow-*.md")) == written


def test_every_scheme_page_is_of_a_scheme():
    """No page is left of a scheme that is gone, and each scheme has one."""
    written = {path for path in PAGES if path.parent.name == "schemes"}

    assert set((DOCS / "reference" / "schemes").iterdir()) == written
    assert {path.stem for path in written} == {*scheme_ids(), "index"}


def test_a_scheme_page_shows_every_concept_in_both_languages():
    """Nothing of a hierarchy is lost on the way to the page."""
    scheme = load_scheme("case-categories")
    page = (DOCS / "reference" / "schemes" / "case-categories.md").read_text(encoding="utf-8")

    missing = [one.id for one in scheme if page.count(f"`{one.id}`<br>") != 1 or one.pref_label.ar not in page]
    assert missing == []


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
