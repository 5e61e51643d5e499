"""How well safeguards hold a workflow: each thing in it is lost in turn, and something has to notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from community_policing.errors import InvalidRulebookError, InvalidWorkflowError
from community_policing.verification._compare import Difference, difference_between
from community_policing.verification._domains import Bounds
from community_policing.verification._glance import Glance
from community_policing.verification._mutations import Mutation, mutations
from community_policing.verification._prover import Prover
from community_policing.verification._report import Finding
from community_policing.verification._rest import restless
from community_policing.verification._sides import Side, sides
from community_policing.verification._soundness import faults, place
from community_policing.verification._verify import CASTS, MOST, Cast
from community_policing.workflows import (
    Closable,
    Contract,
    Forbids,
    Inevitable,
    InState,
    Leads,
    Permits,
    Possible,
    Rulebook,
    Safeguard,
    Transition,
    Where,
    Workflow,
    spec_of,
)
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows._state import Step, guards_of
from community_policing.workflows._where import Both

ASIDE = frozenset({"opening-lost", "ending-lost", "effect-lost", "consequence-lost"})
"""Mutants that move their own track as the original does."""

LOOKS = 2
"""How closely a survivor is looked at for a history that tells it from the original."""

KILLERS = ("definition", "soundness", "safeguard")
"""What may notice a mutant."""


@attrs.frozen
class Mutant:
    """
    One mutant, and what became of it.

    Attributes:
        kind: What it lacks: one of `MUTATIONS`.
        place: The step or the state that was changed.
        detail: Which guard, target, opening or effect.
        killed_by: What noticed it: one of `KILLERS`; empty when nothing did.
        why: What exactly, as a code.
        finding: The finding that the original does not have, where it was one.
        difference: For a survivor the shortest history that tells it from the original.
        equivalent: Whether no history can tell it from the original.

    .. versionadded:: 26.1
    """

    kind: str
    place: str
    detail: str
    killed_by: str = ""
    why: str = ""
    finding: Finding | None = attrs.field(default=None, repr=False)
    difference: Difference | None = attrs.field(default=None, repr=False)
    equivalent: bool = False

    @property
    def survived(self) -> bool:
        """Whether it differs, as far as is known, and nothing noticed."""
        return not self.killed_by and not self.equivalent

    def __str__(self) -> str:
        """Return what was changed, and for a survivor the history that tells it from the original."""
        changed = f"{self.kind}{f' {self.detail}' if self.detail else ''}: {self.place}"
        if self.killed_by:
            return f"{changed}: killed by {self.killed_by} ({self.why})"
        if self.equivalent:
            return f"{changed}: {'is redundant' if self.kind == 'guard-dropped' else 'changes nothing'}"
        return changed if self.difference is None else f"{changed}\n{self.difference}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "kind": self.kind,
            "place": self.place,
            "detail": self.detail,
            "killed_by": self.killed_by,
            "why": self.why,
            "equivalent": self.equivalent,
            "difference": None if self.difference is None else self.difference.to_dict(),
        }


@attrs.frozen
class MutationReport:
    """
    What became of every mutant of a workflow.

    Attributes:
        workflow: The name of the workflow.
        mutants: The mutants, in the order of its steps, then of its states.

    .. versionadded:: 26.1
    """

    workflow: str
    mutants: tuple[Mutant, ...]

    @property
    def killed(self) -> tuple[Mutant, ...]:
        """The mutants that something noticed."""
        return tuple(one for one in self.mutants if one.killed_by)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that nothing noticed: what they lost, no safeguard asks for."""
        return tuple(one for one in self.mutants if one.survived)

    @property
    def equivalent(self) -> tuple[Mutant, ...]:
        """The mutants that no history tells from the original: what they lost is redundant."""
        return tuple(one for one in self.mutants if one.equivalent)

    @property
    def score(self) -> float:
        """The share of mutants that were noticed, of those that can be; 1 where there are none."""
        able = len(self.mutants) - len(self.equivalent)
        return len(self.killed) / able if able else 1.0

    def __str__(self) -> str:
        """Return the score, then every survivor with its history, then what is redundant."""
        able = len(self.mutants) - len(self.equivalent)
        lines = [f"{self.workflow}: {len(self.killed)} of {able} mutants killed, {len(self.equivalent)} equivalent"]
        return "\n".join((*lines, *map(str, self.survivors), *map(str, self.equivalent)))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "workflow": self.workflow,
            "score": self.score,
            "mutants": [one.to_dict() for one in self.mutants],
        }


def mutate(
    workflow: Workflow,
    *,
    rules: Rulebook | None = None,
    casts: Iterable[Cast] = CASTS,
    bounds: Bounds | None = None,
    most: int = MOST,
) -> MutationReport:
    """
    Return what notices it when one thing of *workflow* is lost: a guard, a step, an effect, a time limit.

    A mutant is killed by its definition, which cannot be made; by soundness; or by a safeguard that it breaks and the
    original does not. What survives shows what no safeguard asks for; what is equivalent shows what is redundant.

    Args:
        workflow: The workflow.
        rules: The rulebook in which it is looked at; the standard one unless given.
        casts: The parties of the cases that are looked at, cast by cast.
        bounds: For each whole-number field that a guard reads, the values to try.
        most: How many paths are looked at for one command in one state.

    Returns:
        The report, with every mutant.

    .. versionadded:: 26.1
    """
    book = rules or standard_rulebook()
    judge = _Judge(workflow, tuple(sides((workflow,), book, cast, bounds or {}, most=most)[0] for cast in casts))
    return MutationReport(workflow.name, tuple(judge.judged(one) for one in mutations(workflow)))


# --------------------------------------------------------------------------- judging


class _Judge:
    """Knows the original, with each cast of parties, and judges its mutants."""

    def __init__(self, workflow: Workflow, originals: tuple[Side, ...]) -> None:
        """Explore the original."""
        self.workflow = workflow
        self.originals = originals
        self.provers = [_prover(side) for side in originals]
        self.known = {_name(one) for one in faults(workflow, [one.graph for one in self.provers])}
        self._broken: dict[tuple[int, str], bool] = {}
        self._never: dict[int, bool] = {}

    def judged(self, mutation: Mutation) -> Mutant:
        """Return what became of the mutant that *mutation* makes."""
        mutant = Mutant(mutation.kind, mutation.place, mutation.detail)
        try:
            changed = mutation.of(self.workflow)
            mutants = [side.changed(changed) for side in self.originals]
        except (InvalidWorkflowError, InvalidRulebookError) as error:
            return attrs.evolve(mutant, killed_by="definition", why=error.problems[0].code)
        glances = [
            Glance(prover, side.workflow, side.domains) for prover, side in zip(self.provers, mutants, strict=True)
        ]
        for killer, finding in self._seen_at_a_glance(mutation, changed, glances):
            return attrs.evolve(mutant, killed_by=killer, why=_why(finding), finding=finding)
        if self._changes_nothing(mutation, glances):
            return attrs.evolve(mutant, equivalent=True)
        provers = [] if mutation.kind in ASIDE and not self._asked(mutation) else [_prover(side) for side in mutants]
        for killer, finding in self._findings(mutation, changed, provers):
            return attrs.evolve(mutant, killed_by=killer, why=_why(finding), finding=finding)
        return self._told_apart(mutant, mutants)

    def _seen_at_a_glance(
        self, mutation: Mutation, changed: Workflow, glances: list[Glance]
    ) -> Iterator[tuple[str, Finding]]:
        """Yield what is seen of the mutant *changed* on ways that the original goes as well."""
        agreed = [one for one in self.workflow.safeguards if isinstance(one, Contract)]
        for look in (Glance.breach, Glance.closer_breach):
            for glance in glances:
                for safeguard in agreed:
                    found = look(glance, safeguard, mutation.states)
                    if found is not None:
                        yield "safeguard", found
        if mutation.moves_by_rule:
            yield from (("soundness", found) for found in map(restless, glances) if found is not None)
        step = mutation.after
        if mutation.kind == "guard-negated" and isinstance(step, Transition) and self._is_taken(mutation.before):
            is_dead = all(glance.never_takes(step) for glance in glances)
            if is_dead:
                yield "soundness", Finding("dead-transition", changed.name, place(changed, step), "is never taken")

    def _changes_nothing(self, mutation: Mutation, glances: list[Glance]) -> bool:
        """Return whether it is sure that the mutant does what the original does, on every way that there is."""
        before, after = mutation.before, mutation.after
        if before is None:
            return False
        if mutation.kind == "guard-dropped" and after is not None:
            dropped = next(guard for guard in guards_of(before) if guard.name == mutation.detail)
            if all(glance.never_takes(after, dropped) for glance in glances):
                return True
        return self._is_never_taken(before) and (after is None or all(glance.never_takes(after) for glance in glances))

    def _is_taken(self, step: Step | None) -> bool:
        """Return whether *step* is taken in the original, as far as it was explored."""
        return any(edge.step is step for prover in self.provers for edge in prover.graph.edges)

    def _is_never_taken(self, step: Step) -> bool:
        """Return whether it is sure that *step* of the original is never taken."""
        if id(step) not in self._never:
            glances = (Glance(prover, self.workflow, prover.domains) for prover in self.provers)
            self._never[id(step)] = all(glance.never_takes(step) for glance in glances)
        return self._never[id(step)]

    def _findings(self, mutation: Mutation, changed: Workflow, provers: list[Prover]) -> Iterator[tuple[str, Finding]]:
        """Yield what is found in the mutant *changed* and not in the original."""
        if mutation.kind not in ASIDE:
            for one in faults(changed, [prover.graph for prover in provers]):
                if _name(one) not in self.known:
                    yield "soundness", one
        for safeguard in self._asked(mutation):
            for number, prover in enumerate(provers):
                found = prover.verdict(safeguard).finding
                if found is not None and not self._was_broken(number, safeguard):
                    yield "safeguard", found

    def _was_broken(self, number: int, safeguard: Safeguard) -> bool:
        """Return whether *safeguard* is broken in the original already."""
        key = number, safeguard.id
        if key not in self._broken:
            self._broken[key] = self.provers[number].verdict(safeguard).finding is not None
        return self._broken[key]

    def _asked(self, mutation: Mutation) -> tuple[Safeguard, ...]:
        """Return the safeguards that *mutation* may affect, those that speak of its step first."""
        if mutation.kind in ASIDE or mutation.kind == "role-widened":
            found = [one for one in self.workflow.safeguards if _command(one) == mutation.command]
            lasting = mutation.kind == "consequence-lost"
            return self.workflow.safeguards if lasting else tuple(found)
        touched = self._onwards(mutation.states)
        found = [one for one in self.workflow.safeguards if _speaks_of(one) & touched or not _speaks_of(one)]
        return tuple(sorted(found, key=lambda one: (_command(one) or "?") != mutation.command))

    def _onwards(self, states: frozenset[str]) -> frozenset[str]:
        """Return *states* and whatever the original reaches from them."""
        queue, seen = list(states), set[str]()
        while queue:
            name = queue.pop()
            if name not in seen:
                seen.add(name)
                queue += [step.dest or name for step in self.workflow.leaving(self.workflow.state(name))]
        return frozenset(seen)

    def _told_apart(self, mutant: Mutant, mutants: list[Side]) -> Mutant:
        """Return *mutant* with the shortest history that tells it from the original, or as equivalent."""
        left_open = False
        for original, side in zip(self.originals, mutants, strict=True):
            both = ((original, side),) if mutant.kind in ASIDE else ((side, original), (original, side))
            for one, other in both:
                found, why = difference_between(one, other, looks=LOOKS)
                if found is not None:
                    return attrs.evolve(mutant, difference=found)
                left_open = left_open or bool(why)
        return attrs.evolve(mutant, equivalent=not left_open)


def _prover(side: Side) -> Prover:
    """Return a prover of *side*, which then knows what the prover explored."""
    prover = Prover(side.workflow, side.domains, most=side.most)
    side.learn(prover.coarse)
    return prover


def _name(finding: Finding) -> tuple[str, str]:
    """Return what tells *finding* from others."""
    return finding.code, finding.subject


def _why(finding: Finding) -> str:
    """Return what found it, as a code."""
    return finding.code if finding.safeguard is None else finding.safeguard.id


def _command(safeguard: Safeguard) -> str | None:
    """Return the name of the command that *safeguard* speaks of, if it is about one."""
    return spec_of(safeguard.command).name if isinstance(safeguard, Permits | Forbids | Leads) else None


def _speaks_of(safeguard: Safeguard) -> frozenset[str]:
    """Return the states that *safeguard* is about; none where it is about all."""
    if isinstance(safeguard, Closable | Inevitable | Possible):
        return frozenset()
    states: frozenset[str] | None = getattr(safeguard, "states", None)
    return states if states is not None else _states(getattr(safeguard, "where", None))


def _states(where: Where | None) -> frozenset[str]:
    """Return the states to which *where* keeps; none where it names none."""
    if isinstance(where, InState) and where.workflow is None:
        return where.states
    if isinstance(where, Both):
        return next((found for found in map(_states, where.parts) if found), frozenset())
    return frozenset()
