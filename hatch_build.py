"""
The build hook: compiles the ``.po`` catalogs and refuses to build what a reader would find incomplete.

The ``.mo`` files go into the wheel, never into the source tree: a checkout and an editable install read the ``.po``,
so that an edited text is seen at once and no stale ``.mo`` can hide it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LABELS = Path("src", "community_policing", "labels")


class CatalogBuildHook(BuildHookInterface[Any]):
    """Checks every catalog, and adds the compiled ones to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """
        Check the catalogs; for a wheel that is not an editable one, compile them.

        Raises:
            ValueError: An entry is fuzzy, empty, there twice, or missing in a language; it tells of every one.
        """
        check(Path(self.root))
        if self.target_name == "wheel" and version != "editable":
            self.compiled = Path(tempfile.mkdtemp(prefix="catalogs-"))
            for made, place in compiled(Path(self.root), self.compiled):
                build_data["force_include"][str(made)] = place

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


def compiled(root: Path, target: Path) -> Iterator[tuple[Path, str]]:
    """Compile each catalog into *target*; yield the file and its place in the wheel."""
    po = _po(root)
    for path in po.po_paths(root / LABELS / "locale"):
        place = path.relative_to(root / "src").with_suffix(".mo")
        made = target / place
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(po.compile_po(path.read_bytes()))
        yield made, place.as_posix()


def _po(root: Path) -> Any:  # noqa: ANN401  a module
    """Return the module that compiles catalogs, loaded by its path: the package is not installed yet."""
    spec = spec_from_file_location("_po", root / LABELS / "_po.py")
    if spec is None or spec.loader is None:
        message = f"{LABELS / '_po.py'} cannot be loaded"
        raise ImportError(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
