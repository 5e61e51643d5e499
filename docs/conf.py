"""How Sphinx builds the pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

_project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "community_policing"
release = _project["version"]
version = ".".join(release.split(".")[:2])
copyright = f"the {project} contributors"  # noqa: A001  Sphinx gives the name

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"{project} {release}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["pages.css"]  # Arabic reads from right to left

# A moment or a path of the machine that builds would make two builds differ.
html_last_updated_fmt = None

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_mock_imports = ["hypothesis", "pytest"]  # the pages of `testing` need neither
autodoc_typehints = "signature"
autodoc_typehints_format = "short"

napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # attributes are attrs fields: one entry each, in their class


def passed_on(app: Sphinx, what: str, name: str, thing: object, skip: bool, options: Any) -> bool | None:  # noqa: ANN401, ARG001, FBT001, PLR0917  Sphinx's signature
    """Leave out of a part's page what another part owns and this one only passes on."""
    home = (getattr(thing, "__module__", None) or "").split(".")
    part = app.env.docname.rpartition("/")[-1]
    return True if what == "module" and home[0] == project and home[1:2] != [part] else None


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("autodoc-skip-member", passed_on)
