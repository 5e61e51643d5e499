"""``verify(workflow)``: proof, or the shortest counterexample."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add

import attrs

from community_policing.cases import Party
from community_policing.verification._domains import Bounds, Domains
from community_policing.verification._proof import Search
from community_policing.verification._prover import Prover, Verdict
from community_policing.verification._report import Finding, Report, Undecided
from community_policing.verification._rest import restless
from community_policing.verification._soundness import faults, notes
from community_policing.verification._together import Together
from community_policing.workflows import Never, Possible, Rulebook, Safeguard, Workflow
from community_policing.workflows._standard import standard_rulebook

Cast = tuple[Party, ...]

ADULTS: Cast = (Party("p1", "complainant", age_band="adult"), Party("p2", "respondent", age_band="adult"))
"""Two grown people with a dispute."""
CHILD: Cast = (Party("p1", "victim", age_band="child"), Party("p2", "alleged-perpetrator", age_band="adult"))
"""A child and whoever is said to have harmed it."""
UNKNOWN: Cast = (
    Party("p1", "person-not-yet-identified", kind="unidentified-person", age_unknown_reason="ref-1"),
    Party("p2", "guardian", age_band="adult"),
)
"""Somebody whom nobody knows yet, and a guardian."""

CASTS = (ADULTS, CHILD, UNKNOWN)
"""The parties with whom a workflow is looked at, unless others are given."""

MOST = 20_000
"""How many paths are looked at for one command in one state before it is too many."""


def verify(
    subject: Workflow | Rulebook,
    *,
    rules: Rulebook | None = None,
    casts: Iterable[Cast] = CASTS,
    bounds: Bounds | None = None,
    variants: Iterable[Rulebook] = (),
    most: int = MOST,
) -> Report:
    """
    Return what holds in every case that *subject* lets come about, and the shortest case that shows what does not.

    The track's own facts are told apart as far as a safeguard asks for it; everything else a guard may read (the
    matter, the risk, other tracks, what the record was told) may change between any two steps. So what is proved holds
    whatever happens around the track. A counterexample is replayed on the real rules before it is reported.

    Args:
        subject: A workflow, or a rulebook: then each of its workflows in its newest version, alone and then together.
        rules: The rulebook in which the workflow is looked at; the standard one unless given.
        casts: The parties of the cases that are looked at, cast by cast.
        bounds: For each whole-number field that a guard reads (``"marsh.count-boats.boats"``), the values to try.
        variants: Rulebooks with the same workflows under other law, in which a step may be taken that this one's law
            never calls for; safeguards are proved for *rules* alone.
        most: How many paths are looked at for one command in one state.

    Returns:
        The report; its ``complete`` says whether everything was looked at.

    .. versionadded:: 26.1
    """
    if isinstance(subject, Rulebook):
        rules, workflows = subject, tuple(subject.index.latest.values())
    else:
        rules, workflows = (rules or standard_rulebook()).with_workflow(subject), (subject,)
    whole, others, given = tuple(casts), tuple(variants), bounds or {}
    report = reduce(add, (_of_workflow(rules, one, whole, given, others, most) for one in workflows))
    return _settled(report if subject is not rules else _side_by_side(report, Domains(rules, whole[0], given), most))


def _settled(report: Report) -> Report:
    """Return *report* with nothing undecided of what is found broken."""
    broken = [one.safeguard for one in report.findings]
    return attrs.evolve(report, undecided=tuple(one for one in report.undecided if one.safeguard not in broken))


def _side_by_side(report: Report, domains: Domains, most: int) -> Report:
    """Return *report* with what the tracks of all workflows, walked together, decide of what one alone cannot."""
    together = Together(domains, most=most)
    together.walk()
    proved, left = [], []
    for one in report.undecided:
        if one.code != "others" or not isinstance(one.safeguard, Never):
            left.append(one)
            continue
        why = together.cut or together.doubt(one.workflow, one.safeguard)
        if why:
            left.append(attrs.evolve(one, why=why, code="cut" if together.cut else "facts"))
        else:
            proved.append(one)
    kept = [one.safeguard for one in proved]
    return attrs.evolve(
        report,
        findings=tuple(one for one in report.findings if one.safeguard is None or one.safeguard not in kept),
        proved=report.proved + tuple((one.workflow, one.safeguard.id) for one in proved),
        undecided=tuple(left),
    )


def _of_workflow(  # noqa: PLR0917  what `verify` was given
    rules: Rulebook,
    workflow: Workflow,
    casts: tuple[Cast, ...],
    bounds: Bounds,
    variants: tuple[Rulebook, ...],
    most: int,
) -> Report:
    """Return the report on one workflow."""
    provers = [
        Prover(workflow, Domains(rules, cast, bounds), most=most, looks=not number) for number, cast in enumerate(casts)
    ]
    elsewhere = (Prover(workflow, Domains(other, casts[0], bounds), most=most, looks=False) for other in variants)
    graphs = [prover.graph for prover in (*provers, *elsewhere)]
    findings, told = list(faults(workflow, graphs)), list(notes(workflow, graphs))
    findings += list(filter(None, map(restless, provers)))[:1]
    proved, undecided = [], []
    for safeguard in workflow.safeguards:
        found, left = _decided(provers, safeguard)
        findings += found
        undecided += left
        if not found and not left:
            proved.append((workflow.name, safeguard.id))
        if all(Search(prover.coarse).is_vacuous(safeguard) for prover in provers):
            message = "speaks of no case that can come about"
            told.append(Finding("vacuous-safeguard", workflow.name, safeguard.id, message, "", None, safeguard))
    return Report(
        rules,
        (workflow.name,),
        tuple(findings),
        tuple(told),
        tuple(proved),
        tuple(undecided),
        tuple(dict.fromkeys(graph.cut for graph in graphs if graph.cut)),
        sum(prover.tried for prover in provers),
    )


def _decided(provers: list[Prover], safeguard: Safeguard) -> tuple[list[Finding], list[Undecided]]:
    """Return the first finding against *safeguard* in any cast, and why it was not decided or may be yet."""
    left: list[Undecided] = []
    verdicts = [prover.verdict(safeguard) for prover in provers]
    if isinstance(safeguard, Possible) and Verdict() in verdicts:
        return [], []
    for verdict in verdicts:
        if verdict.finding is not None:
            return [verdict.finding], [] if verdict.undecided is None else [verdict.undecided]
        if verdict.undecided is not None and not left:
            left.append(verdict.undecided)
    return [], left
