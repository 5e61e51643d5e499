"""What is known of a track once a step was taken: what was told, what it keeps, and what lasts."""

from __future__ import annotations

import attrs

from community_policing.cases import Marked, Unmarked
from community_policing.verification._graph import Move
from community_policing.verification._lazy import plain
from community_policing.verification._lens import FACT, Known, Masks, Place, Var
from community_policing.verification._supposed import Supposed
from community_policing.verification._values import NO_YES, RISKS
from community_policing.verification._world import BY, MOST_COUNTED, PAYLOAD, RISK, World, as_teller
from community_policing.workflows import CommandSpec, Consequence, Fall, Marks, Transition, Unmarks, Workflow


class Ledger:
    """Keeps what the lens tells apart, and nothing else."""

    def __init__(self, world: World, workflow: Workflow) -> None:
        """Keep the books of one track of *workflow*."""
        self.world = world
        self.lens = world.lens
        self.workflow = workflow

    def follows(self, spec: CommandSpec) -> bool:
        """Return whether the facts of *spec* are followed: the lens follows them, and they are this track's own."""
        return self.lens.follows(spec.name) and spec.workflow == self.workflow.name

    def names(self, spec: CommandSpec) -> bool:
        """Return whether it is told apart of whom the command of *spec* speaks."""
        return spec.workflow == self.workflow.name and (self.lens.keyed or self.lens.follows(spec.name))

    def told_apart(self, known: Known, spec: CommandSpec | None) -> int:
        """Return the forks that decide what is known afterwards."""
        blame, names = self.world.first, spec is not None and self.names(spec)
        for var, because in self.world.because.items():
            if because & ~blame and self._is_apart(var, known, spec if names else None):
                blame |= because
        return blame

    def apart(self, masks: Masks, known: Known, spec: CommandSpec) -> Masks:
        """Return what of *masks* is told apart once the command of *spec* was given."""
        told = spec if self.names(spec) else None
        return {
            var: mask for var, mask in masks.items() if var in self.lens.lasting or self._is_apart(var, known, told)
        }

    def _is_apart(self, var: Var, known: Known, spec: CommandSpec | None) -> bool:
        """Return whether *var* is part of what is known afterwards."""
        return self._is_kept(var, known) or self._is_told(var, spec) or (self.lens.others and var[0] == "track")

    def lasting(self) -> dict[Var, int]:
        """Return what will last of what the path decided: that the risk was assessed, and marks."""
        masks = self.world.masks
        found = {var: self._lasts(var, masks[var]) for var in self.lens.lasting if var in masks}
        return {var: mask for var, mask in found.items() if mask}

    def _lasts(self, var: Var, mask: int) -> int:
        """Return the mask of what lasts of *var* once it is as *mask* says; 0 where nothing does."""
        if var == RISK:
            assessed = RISKS.full & ~(1 << RISKS.values.index(None))
            return 0 if mask & ~assessed else assessed
        is_own = var[1] in self.world.domains.own_marks(self.workflow.name)
        return mask if is_own or mask == 1 << NO_YES.values.index(True) else 0

    def _is_kept(self, var: Var, known: Known) -> bool:
        """Return whether *var* is part of a fact on record, and followed."""
        return var[0] == FACT and var[1:3] in known.facts and self.lens.keeps(var[1], var[3:])

    def _is_told(self, var: Var, spec: CommandSpec | None) -> bool:
        """Return whether *var* is told by the command of *spec*, if that is told apart, and followed."""
        if spec is None:
            return False
        if var == ("actor", "id"):
            return self.lens.keeps(spec.name, (BY,))
        return var[0] == PAYLOAD and (var[2] in spec.key or self.lens.keeps(spec.name, var[2:]))

    def place(self, spec: CommandSpec, attempt: Supposed) -> Place | None:
        """Return where the command is told, where that is told apart."""
        if not self.names(spec):
            return None
        return spec.name, tuple(plain(getattr(attempt.command, name)) for name in spec.key)

    def marks(self, step: Transition | Fall, attempt: Supposed) -> Masks:
        """Return what *step* makes of the marks that are followed."""
        found: Masks = {}
        for one in step.then:
            if not self._may_mark(one):
                continue
            for change in one.changes(attempt):
                var = ("mark", getattr(change, "mark", None))
                if isinstance(change, Marked | Unmarked) and var in self.lens.lasting:
                    found[var] = 1 << NO_YES.values.index(isinstance(change, Marked))
        return found

    def may_mark(self, step: Transition) -> bool:
        """Return whether *step* may set or remove a mark that is followed."""
        return any(self._may_mark(one) for one in step.then)

    def _may_mark(self, consequence: Consequence) -> bool:
        """Return whether *consequence* may set or remove a mark that is followed."""
        if isinstance(consequence, Marks | Unmarks):
            return ("mark", consequence.mark) in self.lens.lasting
        is_ours = type(consequence).__module__.endswith("._consequences")
        return not is_ours and any(var[0] == "mark" for var in self.lens.lasting)

    def after(self, known: Known, move: Move) -> Known:
        """Return what is known once *move* was made."""
        state = known.state if move.step.dest is None else move.step.dest
        kept = {var: mask for var, mask in known.masks if var[0] == FACT}
        asked = ((var, mask) for var, mask in move.masks.items() if var[0] == FACT)
        kept |= {var: mask for var, mask in asked if self._is_kept(var, known)}
        kept |= move.lasting
        place = move.place
        if place is None or not isinstance(move.step, Transition) or not self.follows(move.step.command):
            return attrs.evolve(known, state=state, masks=frozenset(kept.items()))
        spec = move.step.command
        given = ((var, mask) for var, mask in move.masks.items() if var[0] == PAYLOAD)
        told = {(FACT, *place, *var[2:]): mask for var, mask in given if self._is_told(var, spec)}
        kept = {var: mask for var, mask in kept.items() if var[0] != FACT or var[1:3] != place}
        if ("actor", "id") in move.masks and self.lens.keeps(spec.name, (BY,)):
            told[FACT, *place, BY] = as_teller(move.masks["actor", "id"])
        counts = dict(known.counts)
        if spec.name in self.lens.counted:
            counts[place] = min(counts.get(place, 0) + 1, MOST_COUNTED)
        facts = (*(one for one in known.facts if one != place), place)
        return Known(state, self._in_order(facts), tuple(sorted(counts.items())), frozenset({**kept, **told}.items()))

    def _in_order(self, facts: tuple[Place, ...]) -> tuple[Place, ...]:
        """Return *facts* with those first whose order does not matter."""
        free = sorted((one for one in facts if one[0] not in self.lens.ordered), key=repr)
        return (*free, *(one for one in facts if one[0] in self.lens.ordered))
