"""
What the safeguards of the builtin workflows notice: each thing in a workflow is lost in turn.

Run it with ``python benchmarks/mutants.py [WORKFLOW …]``. It prints the score of each workflow and what it cost, then
every survivor with the shortest case that it lets through; mediation takes long.
"""

from __future__ import annotations

import sys
from collections import Counter
from time import process_time

import attrs

from community_policing import Rulebook, standard_rulebook
from community_policing.verification import mutate

BOUNDS = {"mediation.draft-agreement.amount": (1, 0)}
LOCAL_LAW = {"areas": frozenset({"place:1"}), "overridable_guards": frozenset({"same-unit"})}
"""A law under which no step of the five workflows is dead."""


def rulebook() -> Rulebook:
    """Return the standard rulebook under a law that names areas and lets a condition of administration be set aside."""
    rules = standard_rulebook()
    return rules.with_profile(attrs.evolve(rules.profile, law=attrs.evolve(rules.profile.law, **LOCAL_LAW)))


def main() -> None:
    """Print a line for each workflow, and its survivors."""
    rules = rulebook()
    for name in sys.argv[1:] or ("closure", "intake", "record", "escalation", "mediation"):
        began = process_time()
        report = mutate(rules.workflow(name), rules=rules, bounds=BOUNDS)
        spent = process_time() - began
        by = Counter(one.killed_by for one in report.killed)
        noticed = ", ".join(f"{count} by {killer}" for killer, count in sorted(by.items()))
        print(f"{name:11} {spent:6.0f} s  score {report.score:.1%}  {noticed}; {len(report.equivalent)} change nothing")
        for survivor in report.survivors:
            print(survivor)


if __name__ == "__main__":
    main()
