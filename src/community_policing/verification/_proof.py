"""Looking for a case that breaks a safeguard: one search for each kind of safeguard, over every node of a graph."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from community_policing.verification._around import SupposedActor
from community_policing.verification._claims import Claim, claim, claims
from community_policing.verification._graph import Edge
from community_policing.verification._lens import Known
from community_policing.verification._supposed import Supposed
from community_policing.verification._suspicion import Suspicion
from community_policing.verification._walker import Walker
from community_policing.workflows import (
    ANYWHERE,
    AnyGuard,
    CommandSpec,
    Contract,
    Fall,
    Forbids,
    Keeps,
    Leads,
    Never,
    Permits,
    Precedes,
    Safeguard,
    Transition,
    Where,
    spec_of,
)
from community_policing.workflows._state import Step, guards_of


class Search(Walker):
    """Searches one graph; remembers whether it had to give up somewhere."""

    def suspicion(self, safeguard: Safeguard) -> Suspicion | None:
        """Return the nearest node where *safeguard* does not hold."""
        return self.first(lambda search, node: search.suspicion_at(node, safeguard))

    def suspicion_at(self, node: int, safeguard: Safeguard) -> Suspicion | None:
        """Return a case at *node* for which *safeguard* does not hold."""
        search = next(search for kind, search in _SEARCHES if isinstance(safeguard, kind))
        return search(self, node, safeguard)

    def first(self, look: Callable[[Search, int], Suspicion | None]) -> Suspicion | None:
        """Return what *look* finds at the nearest node; nodes that look alike to it are looked at once."""
        reads: dict[str, set[str]] = {}
        vain: set[Known] = set()
        for node, known in enumerate(self.graph.nodes):
            seen = reads.setdefault(known.state, set())
            if known.seen_by(seen) in vain:
                continue
            self.world.looked_back = set()
            found = look(self, node)
            if found is not None:
                return found
            seen |= self.world.looked_back
            vain.add(known.seen_by(seen))
        return None

    def is_vacuous(self, safeguard: Safeguard) -> bool:
        """Return whether *safeguard* speaks of situations at no node."""
        where = getattr(safeguard, "where", None) or getattr(safeguard, "given", None)
        states = getattr(safeguard, "states", None)
        if isinstance(safeguard, Never) or (where is None and states is None):
            return False
        for node, known in enumerate(self.graph.nodes):
            if states is not None and known.state not in states:
                continue
            if where is None or self._walk(node, lambda: self._covers(node, where)) is not None:  # noqa: B023
                return False
        return not self.gave_up

    # ----------------------------------------------------------------- one kind each

    def never(self, node: int, safeguard: Never) -> Suspicion | None:
        """Look for a settled case that is where it may never be; where the same claim makes it fall there is none."""
        if self._falls_there(self.graph.nodes[node].state, claims(safeguard.where)):
            return None
        return self._walk(node, lambda: self._settled_at(node, self._covering(safeguard.where)))

    def brought_about(self, safeguard: Safeguard) -> Suspicion | None:
        """Return the nearest node from which a step of this workflow itself breaks *safeguard*."""
        return self.first(lambda search, node: search.brought_about_at(node, safeguard))

    def brought_about_at(self, node: int, safeguard: Safeguard) -> Suspicion | None:
        """Look for a step that by its own move brings a case where it may never be, as other tracks stand."""
        if not isinstance(safeguard, Never):
            return None
        covers = safeguard.where.covers

        def astray(attempt: Supposed, step: Transition) -> bool:
            if step.dest in {None, attempt.track.state} or covers(attempt):
                return False
            moved = self._afterwards(attempt, step)
            stayed = self.explorer.situation(self.world.known, attempt.actor, attempt.command)  # type: ignore[arg-type]  # a supposed actor
            stayed.moved = moved.moved
            return covers(moved) and not covers(stayed)

        specs = (spec for spec, _ in self.explorer.offers(self.graph.nodes[node].state))
        found = (self._step(node, spec, ANYWHERE, astray) for spec in specs)
        return next((one for one in found if one is not None), None)

    def precedes(self, node: int, safeguard: Precedes) -> Suspicion | None:
        """Look for a settled case that came into a state without the command that comes first."""
        known = self.graph.nodes[node]
        spec = spec_of(safeguard.first)
        if known.state not in safeguard.states:
            return None
        self.world.looked_back.add(spec.name)  # a node that differs in this is not alike
        if any(name == spec.name for name, _ in known.facts):
            return None
        return self._walk(
            node,
            lambda: self._settled_at(
                node, lambda here: safeguard.given.covers(here) and next(self.world.every(spec), None) is None
            ),
        )

    def keeps(self, node: int, safeguard: Keeps) -> Suspicion | None:
        """Look for a settled case on which the command is not on record for some party."""
        spec = spec_of(safeguard.command)
        if self.graph.nodes[node].state not in safeguard.states:
            return None

        def lacks(here: Supposed) -> bool:
            told = {told.place[1][spec.key.index("party")] for told in self.world.every(spec)}
            return any(party.id not in told for party in here.case.parties)

        return self._walk(node, lambda: self._settled_at(node, lacks))

    def forbids(self, node: int, safeguard: Forbids) -> Suspicion | None:
        """Look for a case where the command is accepted all the same."""
        return self._step(node, spec_of(safeguard.command), safeguard.where, lambda _attempt, _step: True)

    def leads(self, node: int, safeguard: Leads) -> Suspicion | None:
        """Look for a case where the command is accepted and does not lead where it must."""

        def astray(attempt: Supposed, step: Transition) -> bool:
            return not safeguard.to.covers(self._afterwards(attempt, step))

        return self._step(node, spec_of(safeguard.command), safeguard.where, astray)

    def permits(self, node: int, safeguard: Permits) -> Suspicion | None:
        """Look for a case where the right is denied whatever is filled in."""
        spec = spec_of(safeguard.command)
        return self._walk(node, lambda: self._denied(node, spec, safeguard))

    def contract(self, node: int, safeguard: Contract) -> Suspicion | None:
        """Look for a step, or a rule that falls, that is not as was agreed; then for one that does not fall."""
        state = self.graph.nodes[node].state

        def astray(here: Supposed, step: Step) -> bool:
            asked = set(guards_of(step))
            return not safeguard.is_kept(step, state, lambda guard: guard in asked or guard.holds(here))

        for spec, choices in self.explorer.offers(state):
            if not all(safeguard.is_surely_kept(step, state) for step in choices):
                found = self._step(node, spec, ANYWHERE, astray)
                if found is not None:
                    return found
        falls = self._falls_from(state)
        for fall in falls:
            found = None if safeguard.is_surely_kept(fall, state) else self._falling_at(node, fall, astray)
            if found is not None:
                return found
        owed = safeguard.owed(state, falls)

        def stands(here: Supposed) -> bool:
            return any(all(guard.holds(here) for guard in clause.needs) for clause in owed)

        return self._walk(node, lambda: self._settled_at(node, stands)) if owed else None

    def covering(self, node: int, where: Where) -> Suspicion | None:
        """Return a settled case at *node* that *where* covers."""
        return self._walk(node, lambda: self._settled_at(node, self._covering(where)))

    def settles(self, node: int) -> bool:
        """Return whether there are circumstances in which no rule falls at *node*."""
        return self._walk(node, lambda: self._settled_at(node, lambda _: True)) is not None

    def anywhere(self, where: Where) -> Suspicion | None:
        """Return the nearest settled case that *where* covers."""
        return self.first(lambda search, node: search.covering(node, where))

    def is_open(self, edge: Edge) -> bool:
        """Return whether the step of *edge* can be taken, in whatever circumstances are held fast."""
        return self.taking(edge) is not None

    def takes(self, node: int, step: Step, unless: AnyGuard | None) -> Suspicion | None:
        """Look for a case in which *step* is taken; where *unless* is given, one in which that does not hold."""
        state = self.graph.nodes[node].state

        def lacks(here: Supposed, taken: Step) -> bool:
            return taken is step and (unless is None or not unless.holds(here))

        if isinstance(step, Transition):
            return self._step(node, step.command, ANYWHERE, lacks)
        return self._falling_at(node, step, lacks) if any(fall is step for fall in self._falls_from(state)) else None

    def turns(self, node: int) -> Suspicion | None:
        """Look for a case on which rules fall until the track is where it was."""
        known = self.graph.nodes[node]

        def circles(here: Supposed, fall: Fall) -> bool:
            blame, seen = 0, [fall.dest]
            while known.state not in seen:
                there = attrs.evolve(known, state=seen[-1])
                after = self.explorer.situation(there, here.actor)  # type: ignore[arg-type]  # a supposed actor
                following, why = self.explorer.falling(there, after)
                blame |= why
                if following is None or following.dest in seen:
                    break
                seen.append(following.dest)
            self.world.consulted = blame
            return known.state in seen

        found = (self._falling_at(node, fall, circles) for fall in self._falls_from(known.state))
        return next((one for one in found if one is not None), None)

    def taking(self, edge: Edge) -> Suspicion | None:
        """Return a case in which the step of *edge* is taken, in whatever circumstances are held fast."""
        known, step = self.graph.nodes[edge.source], edge.step
        if isinstance(step, Fall):
            return self._falling_at(edge.source, step)
        choices = self._choices(known.state, step.command)

        def end() -> tuple[bool, int]:
            attempt = self.explorer.attempt(known, step.command, choices)
            taken, blame = self.explorer.taken(step.command, choices, attempt)
            if taken is not step:
                return False, blame | (self.world.consulted if taken is None else self.explorer.rests_on(taken))
            fall, why = self.explorer.falling(known, attempt)
            return fall is None, blame | why

        self.explorer.put_in_order(choices)
        return self._walk(edge.source, end)

    # ----------------------------------------------------------------- paths

    def _covers(self, node: int, where: object) -> tuple[bool, int]:
        """Answer whether *where* covers the node on this path."""
        here = self._here(node)
        self.world.consulted = 0
        return where.covers(here), self.world.consulted  # type: ignore[attr-defined]  # a place of a safeguard

    def _denied(self, node: int, spec: CommandSpec, right: Permits) -> tuple[bool, int]:
        """Answer whether the right to give *spec* is denied on this path."""
        known = self.graph.nodes[node]
        actor = SupposedActor(self.world, self.explorer.capacities(right.by))
        here = self.explorer.situation(known, actor)
        self.world.consulted = 0
        covered, blame = self.explorer.recall.covers(right.where, here), self.world.consulted
        self._asked = frozenset(self.world.masks)
        if not covered:
            return False, blame
        fall, why = self.explorer.falling(known, here)
        if fall is not None:
            return False, blame | why
        for guard in self.explorer.standing:
            self.world.consulted = 0
            if not guard.holds(here):
                # The case itself is not open: rights of this track rest, those of the record do not.
                return False, self.world.consulted
        for step in self._choices(known.state, spec):
            if self._admits(step, right.by):
                kept = 0
                for guard in step.when:
                    self.world.consulted = 0
                    if not guard.holds(here):
                        break
                    kept |= self.world.consulted
                else:
                    return False, blame | kept
        return True, 0

    def _admits(self, step: Transition, roles: tuple[str, ...]) -> bool:
        """Return whether *step* may be taken by somebody with one of *roles*."""
        scheme = self.domains.rules.scheme("roles")
        return any(scheme.is_a(role, wanted) for role in roles for wanted in step.by)

    def _falls_there(self, state: str, asked: frozenset[Claim]) -> bool:
        """Return whether a rule falls in *state* wherever the claims *asked* hold."""
        return any(
            frozenset(claim(guard) for guard in fall.once) <= asked
            for fall, _ in self.explorer.workflow.falls.get(state, ())
        )


_SEARCHES: tuple[tuple[type[Safeguard], Callable[..., Suspicion | None]], ...] = (
    (Never, Search.never),
    (Precedes, Search.precedes),
    (Keeps, Search.keeps),
    (Forbids, Search.forbids),
    (Leads, Search.leads),
    (Permits, Search.permits),
    (Contract, Search.contract),
)
