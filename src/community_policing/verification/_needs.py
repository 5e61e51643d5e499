"""What a track must have been told before: found by walking a story backwards, from what its end rests on."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from community_policing.verification._domains import Domains
from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT, Masks, Place, Var
from community_policing.verification._values import RISKS
from community_policing.verification._world import BY, COUNT, COUNTS, PAYLOAD, RISK, THERE, as_actor
from community_policing.workflows import Fall, Marks, Transition, Unmarks

NO, YES = 1, 2
"""The masks of the answers in a domain that says no first."""
UNASSESSED = 1 << RISKS.values.index(None)
"""The mask of a risk that nobody assessed yet."""


class ClashError(Exception):
    """
    A story supposes of its own track what its steps do not tell; it never leaves the verification.

    Attributes:
        commands: The commands whose facts clash.
        fields: The fields that clash, as command, field and what lies in it.
        lasting: What lasts and clashes.
    """

    def __init__(
        self,
        commands: Iterable[str] = (),
        fields: Iterable[tuple[str, ...]] = (),
        lasting: Iterable[Var] = (),
    ) -> None:
        """Say what would have to be told apart for this not to be supposed."""
        super().__init__("the steps do not tell what the story rests on")
        self.commands = frozenset(commands)
        self.fields = frozenset(fields)
        self.lasting = frozenset(lasting)


@attrs.frozen
class Needs:
    """
    What must be so of a track at some moment, for what follows to happen.

    Attributes:
        facts: What must be on record, and what its fields may be.
        absent: What must not be on record.
        order: Pairs of which the first was told after the second.
        marks: Marks that last and must stand, or must not.
        unassessed: Whether the risk must not have been assessed yet.
    """

    facts: dict[Place, Masks] = attrs.Factory(dict)
    absent: frozenset[Place] = frozenset()
    order: frozenset[tuple[Place, Place]] = frozenset()
    marks: frozenset[tuple[str, bool]] = frozenset()
    unassessed: bool = False


class Looker:
    """Looks back along the steps of one workflow."""

    def __init__(self, workflow: str, domains: Domains) -> None:
        """Look back along the tracks of *workflow*."""
        self._prefix = f"{workflow}."
        self._domains = domains
        self._own_marks = domains.own_marks(workflow)

    def before(self, edge: Edge, needs: Needs) -> Needs:
        """
        Return what must be so before the step of *edge*, for *needs* to hold after it.

        Raises:
            ClashError: it cannot be so.

        """
        return self.joined(self.without(edge, needs), edge.masks)

    def without(self, edge: Edge, needs: Needs) -> Needs:
        """
        Return *needs* without what the step of *edge* tells and marks.

        Raises:
            ClashError: it tells or marks otherwise.

        """
        return self._without_told(edge, self._without_marked(edge, needs))

    def at_start(self, needs: Needs) -> None:
        """
        Have nothing told yet.

        Raises:
            ClashError: *needs* asks for something.

        """
        for place in needs.facts:
            raise ClashError({place[0]})
        for mark, stands in needs.marks:
            if stands and mark in self._own_marks:
                raise ClashError(lasting={("mark", mark)})

    def joined(self, needs: Needs, masks: Masks) -> Needs:
        """
        Return *needs*, and what *masks* suppose at the same moment.

        Raises:
            ClashError: they suppose otherwise.

        """
        facts = {place: dict(told) for place, told in needs.facts.items()}
        absent, order = set(needs.absent), set(needs.order)
        for var, mask in masks.items():
            if var[0] == "later":
                self._put_in_order(order, (var[1], var[2]) if mask == 1 else (var[2], var[1]))
            if var[0] != FACT or not var[1].startswith(self._prefix):
                continue
            place = var[1:3]
            if var[3:] == (THERE,) and mask == NO:
                absent.add(place)
                continue
            told = facts.setdefault(place, {})
            if var[3:] != (THERE,):
                told[var[3:]] = told.get(var[3:], mask) & mask
                if not told[var[3:]]:
                    raise ClashError({place[0]}, {_named(place[0], var[3:])})
        clash = absent & facts.keys()
        if clash:
            raise ClashError({place[0] for place in clash})
        risk = masks.get(RISK, RISKS.full)
        if needs.unassessed and not risk & UNASSESSED:
            raise ClashError(lasting={RISK})
        return Needs(
            facts,
            frozenset(absent),
            frozenset(one for one in order if one[0] in facts and one[1] in facts),
            self._with_marks(needs.marks, masks),
            needs.unassessed or risk == UNASSESSED,
        )

    @staticmethod
    def _put_in_order(order: set[tuple[Place, Place]], pair: tuple[Place, Place]) -> None:
        """Add *pair* to *order*."""
        if pair[::-1] in order:
            raise ClashError({pair[0][0], pair[1][0]})
        order.add(pair)

    def _with_marks(self, marks: frozenset[tuple[str, bool]], masks: Masks) -> frozenset[tuple[str, bool]]:
        """Return *marks* with those that *masks* suppose and that last."""
        found = dict(marks)
        for var, mask in masks.items():
            if var[0] != "mark" or not self._lasts(var[1]):
                continue
            stands = found.get(var[1], mask == YES)
            if stands is not (mask == YES) and (var[1] in self._own_marks or not stands):
                raise ClashError(lasting={var})
            found[var[1]] = mask == YES  # another workflow may have set it in between
        return frozenset(found.items())

    def _lasts(self, mark: str) -> bool:
        """Return whether *mark* is set by this workflow alone, or stays once it is set."""
        return mark in self._own_marks or mark not in self._domains.removable

    # ----------------------------------------------------------------- what a step brings about

    def _without_marked(self, edge: Edge, needs: Needs) -> Needs:
        """Return *needs* without the marks that the step of *edge* sets or removes."""
        marks = dict(needs.marks)
        for change in edge.step.then:
            mark = change.mark if isinstance(change, Marks | Unmarks) else ""
            if marks.pop(mark, stands := isinstance(change, Marks)) is not stands:
                raise ClashError(lasting={("mark", mark)})
        return attrs.evolve(needs, marks=frozenset(marks.items()))

    def _without_told(self, edge: Edge, needs: Needs) -> Needs:
        """Return *needs* without what the step of *edge* tells."""
        if isinstance(edge.step, Fall):
            return needs
        place = (edge.step.command.name, edge.key)
        if place in needs.absent:
            raise ClashError({place[0]})
        if place not in needs.facts:
            return needs
        for late, early in needs.order:
            if early == place and late in needs.facts:
                raise ClashError({late[0], early[0]})
        facts = dict(needs.facts)
        told = facts.pop(place)
        for path, mask in told.items():
            self._tell(edge, edge.step, path, mask)
        often = told.get((COUNT,), COUNTS.full)
        if not often & 1:
            facts[place] = {(COUNT,): often >> 1}
        order = frozenset(one for one in needs.order if one[0] != place)
        return attrs.evolve(needs, facts=facts, order=order)

    @staticmethod
    def _tell(edge: Edge, step: Transition, path: Var, mask: int) -> None:
        """Have what *step* tells at *path* be one of *mask*."""
        name = step.command.name
        if path == (BY,):
            own, mask = ("actor", "id"), as_actor(mask)
        else:
            own = (PAYLOAD, name, *path)
        if path != (COUNT,) and not edge.masks.get(own, mask) & mask:
            raise ClashError({name}, {_named(name, path)})


def _named(command: str, path: Var) -> tuple[str, ...]:
    """Return *path* in a fact of *command* by the names alone, whichever of several parts it leads through."""
    return (command, *(name for name in path if isinstance(name, str)))
