"""
What loading every scheme costs, compiled and from the TOML, as ratios to `tomllib` alone reading the same files.

Each is measured in a fresh process, in turn, after everything was imported; the schemes are compiled anew for it, into
a copy of the package. Run it with ``python benchmarks/loading.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import community_policing
from community_policing.taxonomy import read_scheme, scheme_ids
from community_policing.taxonomy._compiled import compiled_scheme

ROUNDS = 15
PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
import tomllib
from importlib.resources import files
from time import perf_counter
import community_policing.taxonomy as taxonomy
began = perf_counter()
{work}
print(perf_counter() - began)
"""
LOADING = "taxonomy.standard_schemes()"
PARSING = """
for file in (files("community_policing.taxonomy") / "data").iterdir():
    if file.name.endswith(".toml"):
        tomllib.loads(file.read_text(encoding="utf-8"))
"""


def copies(target: Path) -> tuple[Path, Path]:
    """Return two copies of the package below *target*: without compiled schemes, and with."""
    package = Path(community_policing.__file__).parent
    made = target / "toml", target / "compiled"
    for folder in made:
        ignored = shutil.ignore_patterns("compiled", "__pycache__")
        shutil.copytree(package, folder / package.name, ignore=ignored)
    data = made[1] / package.name / "taxonomy" / "data"
    (data / "compiled").mkdir()
    for name in scheme_ids():
        source = (data / f"{name}.toml").read_bytes()
        scheme = read_scheme(name, source.decode())
        (data / "compiled" / f"{name}.scheme").write_bytes(compiled_scheme(scheme, source))
    return made


def seconds(folder: Path, work: str) -> float:
    """Return how long *work* takes in a fresh process that imports from *folder*."""
    program = [sys.executable, "-c", PROGRAM.format(folder=str(folder), work=work)]
    return float(subprocess.run(program, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def main() -> None:
    """Print the least and the median of each, and the ratios of the medians."""
    with tempfile.TemporaryDirectory() as target:
        toml, compiled = copies(Path(target))
        work = {"tomllib alone": (toml, PARSING), "from TOML": (toml, LOADING), "compiled": (compiled, LOADING)}
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(ROUNDS):
            for name, (folder, what) in work.items():
                times[name].append(seconds(folder, what))
    base = median(times["tomllib alone"])
    for name, found in times.items():
        ratio = median(found) / base
        print(f"{name:14} {min(found) * 1000:7.1f} … {median(found) * 1000:7.1f} ms   {ratio:5.2f} × tomllib alone")
    print("compiled: under 30 ms")


if __name__ == "__main__":
    main()
