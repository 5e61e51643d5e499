"""
The build hook: compiles the ``.po`` catalogs and the concept schemes, and refuses to build what is not whole.

The ``.mo`` files go into the wheel, never into the source tree: a checkout and an editable install read the ``.po``,
so that an edited text is seen at once and no stale ``.mo`` can hide it. A compiled scheme knows of what it was made and
is passed over once that changed, so an editable install has it in its source tree, where git ignores it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LABELS = Path("src", "community_policing", "labels")
SCHEMES = Path("src", "community_policing", "taxonomy", "data")


class DataBuildHook(BuildHookInterface[Any]):
    """Checks the data files, and adds the compiled ones to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """
        Check the catalogs; for a wheel compile them and the schemes, for an editable one the schemes alone.

        Raises:
            ValueError: An entry is fuzzy, empty, there twice, or missing in a language; it tells of every one.
            InvalidSchemeError: A scheme breaks a rule; it tells of every problem.
        """
        root = Path(self.root)
        check(root)
        if self.target_name != "wheel":
            return
        if version == "editable":
            shutil.rmtree(root / SCHEMES / "compiled", ignore_errors=True)
            list(compiled_schemes(root, root / "src"))
            return
        self.compiled = Path(tempfile.mkdtemp(prefix="compiled-"))
        for made in (*compiled(root, self.compiled), *compiled_schemes(root, self.compiled)):
            build_data["force_include"][str(made)] = made.relative_to(self.compiled).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  hatchling's signature
        """Remove the compiled files, which are in the wheel now."""
        if hasattr(self, "compiled"):
            shutil.rmtree(self.compiled)


def check(root: Path) -> None:
    """Raise `ValueError` with every fault of the catalogs of the project at *root*."""
    faults = list(_po(root).locale_faults(root / LABELS / "locale"))
    if faults:
        lines = "\n".join(f"  {place}: {what} [{code}]" for code, place, what in faults)
        message = f"the label catalogs are not complete ({len(faults)}):\n{lines}"
        raise ValueError(message)


def compiled(root: Path, target: Path) -> Iterator[Path]:
    """Compile each catalog, into the place below *target* that it has below ``src``; yield the file."""
    po = _po(root)
    for path in po.po_paths(root / LABELS / "locale"):
        place = path.relative_to(root / "src").with_suffix(".mo")
        yield _written(target / place, po.compile_po(path.read_bytes()))


def compiled_schemes(root: Path, target: Path) -> Iterator[Path]:
    """Compile each concept scheme, into the place below *target* that it has below ``src``; yield the file."""
    folder = target / SCHEMES.relative_to("src") / "compiled"
    sys.path.insert(0, str(root / "src"))
    try:
        compiling = import_module("community_policing.taxonomy._compiled")
        reading = import_module("community_policing.taxonomy._reader")
    finally:
        sys.path.remove(str(root / "src"))
    for path in sorted((root / SCHEMES).glob("*.toml")):
        if path.stem != "rules":
            source = path.read_bytes()
            scheme = reading.read_scheme(path.stem, source.decode())
            yield _written(folder / f"{path.stem}.scheme", compiling.compiled_scheme(scheme, source))


def _written(place: Path, content: bytes) -> Path:
    """Return *place* with *content* in it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def _po(root: Path) -> Any:  # noqa: ANN401  a module
    """Return the module that compiles catalogs, loaded by its path: the package is not installed yet."""
    spec = spec_from_file_location("_po", root / LABELS / "_po.py")
    if spec is None or spec.loader is None:
        message = f"{LABELS / '_po.py'} cannot be loaded"
        raise ImportError(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
