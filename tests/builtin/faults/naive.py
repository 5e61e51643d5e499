"""
What a naive loop finds of the seeded faults: random offered commands with random values, and nothing else checked.

A script, not a test: ``python tests/builtin/faults/naive.py [cases] [steps]``. It asks only that nothing crashes and
that no safeguard is broken. What it does not find, somebody must look for: by definition, by a story, by a law, by a
comparison or by proof. It prints a table.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.builtin.faults.seeded import FAULTS, Fault, FoundBy
from tests.laws.strategies import BEGIN, STAFF, cast, payload

from community_policing.cases import Party
from community_policing.errors import CommunityPolicingError, InvalidWorkflowError
from community_policing.workflows import Accepted, Verdict
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows._watch import broken

CASES, STEPS = 100, 60
PARTIES = (Party("p1", "complainant", age_band="adult"), Party("p2", "respondent", age_band="adult"))
PAUSES = (timedelta(minutes=5), timedelta(hours=5), timedelta(days=2), timedelta(days=16))
OPEN = {Verdict.PERMITTED, Verdict.NEEDS_INPUT}
NONE = Fault("none", "Nothing is wrong.", "", FoundBy.LAW, "-", lambda rules: rules)
"""The sound rules, of which the loop must find nothing."""


def found(rules, seed: int, steps: int) -> str:
    """Return what one random case shows: the first safeguard that it breaks, the crash, or nothing."""
    chance, at = random.Random(seed), BEGIN  # noqa: S311  the same seed gives the same case
    case = rules.open_case("c-1", categories=("neighbour-dispute",), parties=PARTIES, by=STAFF[0], at=at).expect().case
    for _ in range(steps):
        at += chance.choice(PAUSES)
        by = chance.choice(cast(case))
        offered = [one for one in rules.options(case, by=by, at=at) if one.verdict in OPEN]
        if not offered:
            continue
        option = chance.choice(offered)
        command = payload(rules, case, option.command, at, chance)
        try:
            outcome = rules.decide(case, command, by=by, at=at, track=option.track)
        except CommunityPolicingError as error:
            return f"crash: {type(error).__name__}"
        if isinstance(outcome, Accepted):
            breaks = broken(getattr(rules, "inner", rules), case, outcome)
            if breaks:
                return breaks[0].safeguard.id
            case = outcome.case
    return ""


def tried(fault: Fault, cases: int, steps: int) -> str:
    """Return what the naive loop finds of *fault*, and after how many cases."""
    try:
        rules = fault.sown(standard_rulebook(fault.profile))
    except InvalidWorkflowError:
        return "refused at definition"
    if not hasattr(rules, "decide"):
        return "-"
    for number in range(1, cases + 1):
        what = found(rules, number, steps)
        if what:
            return f"{what} (case {number})"
    return "-"


def main(cases: int = CASES, steps: int = STEPS) -> None:
    """Print the table."""
    began = time.perf_counter()
    rows = [(fault.id, fault.found_by.value, fault.name, tried(fault, cases, steps)) for fault in (NONE, *FAULTS)]
    heads = ("fault", "found by", "which", f"naive loop, {cases} cases of {steps} steps")
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for row in (heads, tuple("-" * width for width in widths), *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())  # noqa: T201
    hits = sum(row[3] not in {"-", "refused at definition"} for row in rows[1:])
    print(f"\nfound by the naive loop: {hits} of {len(FAULTS)}, in {time.perf_counter() - began:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
