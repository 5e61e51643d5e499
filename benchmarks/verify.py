"""
What verifying costs: each builtin workflow alone, beside the price of a decision in the same run.

Run it with ``python benchmarks/verify.py [WORKFLOW …]``. A path stands for every case that no guard tells apart, so
paths are few and long; the ratio says how many decisions one of them costs.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from time import process_time

import attrs

from community_policing import Actor, Party, Rulebook, standard_rulebook
from community_policing.verification import verify
from community_policing.workflows.builtin import intake

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("o-1", ("intake-officer",))
PARTIES = (Party("p1", "complainant", age_band="adult"), Party("p2", "respondent", age_band="adult"))
BOUNDS = {"mediation.draft-agreement.amount": (1, 0)}
ROUNDS = 3000


def decision(rules: Rulebook) -> float:
    """Return the seconds that one decision costs: a registration, which asks four guards."""
    opened = rules.open_case("c-1", categories=("neighbour-dispute",), parties=PARTIES, by=OFFICER, at=NOW)
    case = opened.expect().case
    command = intake.Register(NOW, "doc:1", "new", on_behalf_of_other=False, channel="walk-in", locality="place:1")
    began = process_time()
    for _ in range(ROUNDS):
        rules.decide(case, command, by=OFFICER, at=NOW)
    return (process_time() - began) / ROUNDS


def elsewhere(rules: Rulebook) -> Rulebook:
    """Return the same rules under a law that names areas and lets conditions of administration be set aside."""
    law = attrs.evolve(rules.profile.law, areas=frozenset({"place:1"}), overridable_guards=frozenset({"same-unit"}))
    return rules.with_profile(attrs.evolve(rules.profile, law=law))


def main() -> None:
    """Print a line for each workflow."""
    rules = standard_rulebook()
    price = decision(rules)
    for name in sys.argv[1:] or ("record", "intake", "closure", "escalation", "mediation"):
        began = process_time()
        report = verify(rules.workflow(name), rules=rules, bounds=BOUNDS, variants=(elsewhere(rules),))
        spent = process_time() - began
        left = ", ".join(one.safeguard.id for one in report.undecided) or "none"
        print(
            f"{name:11} {spent:6.1f} s  {report.tried:7} paths  {spent / report.tried / price:5.1f} × a decision  "
            f"{len(report.proved)} proved, {len(report.findings)} findings, undecided: {left}"
        )


if __name__ == "__main__":
    main()
