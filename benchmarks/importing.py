"""
What importing costs, as a ratio to the two libraries that everything stands on, each in a process of its own.

Run it with ``python benchmarks/importing.py``.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median

ROUNDS = 15
PROGRAM = """
from time import perf_counter
began = perf_counter()
{work}
print(perf_counter() - began)
"""
WORK = {
    "attrs + transitions": "import attrs, transitions",
    "import community_policing": "import attrs, transitions, community_policing",
    "+ standard_rulebook()": "from community_policing import standard_rulebook; standard_rulebook()",
    "+ standard_labels()": (
        "from community_policing import standard_labels, standard_rulebook; standard_rulebook(); standard_labels()"
    ),
}


def seconds(work: str) -> float:
    """Return how long *work* takes in a fresh process."""
    program = [sys.executable, "-c", PROGRAM.format(work=work)]
    return float(subprocess.run(program, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def main() -> None:
    """Print the medians and their ratios."""
    times: dict[str, list[float]] = {name: [] for name in WORK}
    for _ in range(ROUNDS):
        for name, work in WORK.items():
            times[name].append(seconds(work))
    base = median(times["attrs + transitions"])
    for name, found in times.items():
        time = median(found)
        print(f"{name:28} {time * 1000:7.1f} ms   {time / base:5.2f} × attrs + transitions")
    print("import community_policing: at most 1.3 × attrs + transitions")


if __name__ == "__main__":
    main()
