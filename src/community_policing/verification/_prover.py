"""Safeguard by safeguard: explore coarsely, suspect, replay on the real rules, and look closer where that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

import attrs

from community_policing.errors import CommunityPolicingError
from community_policing.verification._domains import Domains
from community_policing.verification._escape import Escape
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lazy import NOW
from community_policing.verification._lens import FACT, Lens, TooCoarseError, Var
from community_policing.verification._needs import UNASSESSED, ClashError, Looker, Needs
from community_policing.verification._plan import Planner
from community_policing.verification._proof import Search
from community_policing.verification._recall import Recall
from community_policing.verification._report import Finding, Undecided
from community_policing.verification._stories import Scene, Story
from community_policing.verification._suspicion import Suspicion
from community_policing.verification._synthesis import Synthesis, UnlikelyError
from community_policing.verification._world import COUNT, RISK, THERE
from community_policing.workflows import (
    ANYWHERE,
    Closable,
    Contract,
    Forbids,
    Inevitable,
    Keeps,
    Leads,
    Never,
    Permits,
    Possible,
    Precedes,
    Rulebook,
    Safeguard,
    Transition,
    Workflow,
    spec_of,
)
from community_policing.workflows._aftermath import first_fall
from community_policing.workflows._situation import Situation, View
from community_policing.workflows._watch import Breach, breaches, broken

OTHERS = "it speaks of what other tracks bring about: verify the rulebook, in which they move together"
ASIDE = frozenset({THERE, COUNT})


Again = Callable[[Search, int], Suspicion | None]
"""Looks at one node for what was found elsewhere."""
Wider = tuple[AbstractSet[str], AbstractSet[tuple[str, ...]], AbstractSet[Var]]
"""What is to be told apart besides: commands, fields, what lasts."""


@attrs.frozen
class Verdict:
    """What came of a safeguard: proved where there is neither; both where other tracks may yet exclude the finding."""

    finding: Finding | None = None
    undecided: Undecided | None = None


@attrs.frozen
class Sought:
    """
    What came of looking for a story; there is none where nothing is told.

    Attributes:
        story: The story, if one was found.
        unplayed: The state in which the end of the last one lay; where there is no story, it could not be replayed.
        missed: Why something may have been overlooked.
        by_others: What was explored, where it rests on what other tracks bring about.
    """

    story: Story | None = None
    unplayed: str = ""
    missed: str = ""
    by_others: Explorer | None = None


class Prover:
    """Proves the safeguards of one workflow for one cast of parties."""

    def __init__(self, workflow: Workflow, domains: Domains, *, most: int, looks: bool = True) -> None:
        """Explore *workflow* coarsely; closer where a safeguard asks for it."""
        self.workflow = workflow
        self.domains = domains
        self.rules: Rulebook = domains.rules
        self.most = most
        self.tried = 0
        self._explored: dict[tuple[object, ...], Explorer] = {}
        self._recall = Recall()
        self.coarse = self.explorer(Lens(), looks=looks)

    @property
    def graph(self) -> Graph:
        """The coarse graph."""
        return self.coarse.graph

    def explorer(self, lens: Lens, *, looks: bool = False) -> Explorer:
        """Return what was explored through *lens*."""
        key = lens.key
        found = self._explored.get(key)
        if found is None:
            base = self._nearest(lens)
            found = Explorer(
                self.workflow, self.domains, lens, most=self.most, looks=looks, base=base, recall=self._recall
            )
            found.explored()
            self.tried += found.graph.tried
            self._explored[key] = self._explored[found.lens.key] = found
        return found

    def _nearest(self, lens: Lens) -> Explorer | None:
        """Return what was explored whole through a lens that tells most of what *lens* does apart, and no more."""
        whole = (one for one in self._explored.values() if not one.graph.cut and lens.widens(one.lens))
        return max(whole, key=lambda one: len(one.lens.tracked) + len(one.lens.fields), default=None)

    # ----------------------------------------------------------------- one safeguard

    def verdict(self, safeguard: Safeguard) -> Verdict:
        """Return whether *safeguard* holds, is broken, or could not be decided."""
        if isinstance(safeguard, Possible):
            return self._possible(safeguard)
        if isinstance(safeguard, Closable | Inevitable):
            return self._inescapable(safeguard)
        if isinstance(safeguard, Permits | Forbids | Leads) and not self._takes(safeguard.command):
            return self._undecided(safeguard, OTHERS, "others")
        verdict = self._held(safeguard)
        if verdict == Verdict() and isinstance(safeguard, Contract):
            return Verdict(self.lacking(safeguard))
        return verdict

    def lacking(self, safeguard: Contract) -> Finding | None:
        """Return the finding that a step which was agreed is not there."""
        lost = [
            f"{clause.name} does not lead from {state!r} {f'to {clause.dest!r}' if clause.dest else 'back to it'}"
            for clause, state in safeguard.missing(self._offered)
        ]
        other = [limit.state for limit in safeguard.limits if not limit.is_kept(self.workflow.states)]
        lost += [f"{state!r} does not last as long as was agreed" for state in other]
        if not lost:
            return None
        return Finding("safeguard-broken", self.workflow.name, safeguard.id, "; ".join(lost), "", None, safeguard)

    def _offered(self, command: type[Any] | None, state: str) -> Iterator[Transition]:
        """Yield the transitions that take *command* in *state*."""
        offers = (choices for spec, choices in self.workflow.offers(state) if spec.cls is command)
        return (choice.rule for choices in offers for choice in choices)

    def _takes(self, command: type[Any]) -> bool:
        """Return whether this workflow is the one that *command* belongs to."""
        return spec_of(command).workflow == self.workflow.name

    def _looked_for(
        self, lens: Lens, look: Callable[[Search], Suspicion | None]
    ) -> tuple[Explorer, Suspicion | None, str]:
        """Return what was explored through *lens*, what *look* found there, and why it may have missed something."""
        while True:
            explorer = self.explorer(lens)
            if explorer.graph.cut:
                return explorer, None, explorer.graph.cut
            search = Search(explorer)
            explorer.world.facts_read, explorer.world.fields_read = set(), set()
            try:
                found = look(search)
            except TooCoarseError:
                lens = explorer.lens.wider()
            else:
                return explorer, found, search.gave_up
            finally:
                self.tried += search.tried

    def sought(
        self,
        look: Callable[[Search], Suspicion | None],
        again: Again,
        is_so: Callable[[Story], bool],
        rests_on_others: Callable[[Explorer, Suspicion], bool] = lambda *_: False,
    ) -> Sought:
        """Return a story of what *look* finds that *is_so*, looking closer where there is none."""
        lens = Lens()
        while True:
            explorer, suspicion, missed = self._looked_for(lens, look)
            if suspicion is None:
                return Sought(missed=missed)
            if rests_on_others(explorer, suspicion):
                return Sought(by_others=explorer)
            story = next(filter(is_so, self.told(explorer, suspicion, again)), None)
            wider = None if story is not None else self._widened(explorer, suspicion)
            if wider is None:
                return Sought(story, unplayed=explorer.graph.nodes[suspicion.node].state)
            lens = wider

    def _held(self, safeguard: Safeguard) -> Verdict:
        """Return whether *safeguard* holds at every node."""
        sought = self.sought(
            lambda search: search.suspicion(safeguard),
            lambda search, node: search.suspicion_at(node, safeguard),
            lambda story: self.is_breach(story, safeguard),
            lambda explorer, suspicion: self._rests_on_others(explorer, suspicion, safeguard),
        )
        if sought.story is not None:
            return Verdict(self.finding(safeguard, sought.story))
        if sought.by_others is not None:
            return self._left_to_others(sought.by_others, safeguard)
        if sought.unplayed:
            why = f"a way to break it in {sought.unplayed!r} could not be replayed"
            return self._undecided(safeguard, why, "unplayed")
        return self._undecided(safeguard, sought.missed) if sought.missed else Verdict()

    def _left_to_others(self, explorer: Explorer, safeguard: Safeguard) -> Verdict:
        """Return that other tracks decide *safeguard*; with a step of this one that breaks it as far as it can see."""
        verdict = self._undecided(safeguard, OTHERS, "others")
        found = Search(explorer).brought_about(safeguard)
        if found is not None:
            for story in self.stories(explorer, found, lambda search, node: search.brought_about_at(node, safeguard)):
                if self.breaks(story, safeguard, by_step=True):
                    return attrs.evolve(verdict, finding=self.finding(safeguard, story))
        return verdict

    def stories(self, explorer: Explorer, suspicion: Suspicion, again: Again) -> Iterator[Story]:
        """Yield stories of *suspicion* that the real rules let happen; look *again* where more is told on the way."""
        return (story for story in self.told(explorer, suspicion, again) if story.happens(self.rules))

    def told(self, explorer: Explorer, suspicion: Suspicion, again: Again) -> Iterator[Story]:
        """Yield stories of *suspicion*, whether they happen or not."""
        graph = explorer.graph
        yield from self._told(graph, graph.story(suspicion.node), suspicion)
        state, unassessed = graph.nodes[suspicion.node].state, suspicion.masks.get(RISK) == UNASSESSED
        planned = self.planner.way_where(state, again, unassessed=unassessed)
        if planned is not None:
            yield from self._told(self.planner.graph, *planned)

    def _told(self, graph: Graph, way: tuple[Edge, ...], suspicion: Suspicion) -> Iterator[Story]:
        """Yield the story of *suspicion* after *way*, if one can be told."""
        end = suspicion.node
        if suspicion.edge is not None:
            way, end = (*way, suspicion.edge), suspicion.edge.source
        try:
            yield Synthesis(graph, self.domains).story(way, end, suspicion.after)
        except (CommunityPolicingError, UnlikelyError):
            return

    @cached_property
    def planner(self) -> Planner:
        """What plans ways on which everything is told that a suspicion rests on."""
        return Planner(self.explorer(Lens(keyed=True)))

    def _rests_on_others(self, explorer: Explorer, suspicion: Suspicion, safeguard: Safeguard) -> bool:
        """Return whether *safeguard* speaks of what other tracks bring about, which is looked at together."""
        if not isinstance(safeguard, Never | Precedes | Keeps | Forbids):
            return False
        others = {var[1] for var in suspicion.rests_on if var[0] == "track"} - {"record"}
        own = f"{self.workflow.name}."
        if any(var[0] == FACT and var[1].startswith(own) for var in suspicion.masks):
            return False
        return bool(others) or (suspicion.node < explorer.graph.starts and not isinstance(safeguard, Forbids))

    def is_breach(self, story: Story, safeguard: Safeguard) -> bool:
        """Return whether *story* happens and breaks *safeguard*."""
        return story.happens(self.rules) and self.breaks(story, safeguard)

    def breaks(self, story: Story, safeguard: Safeguard, *, by_step: bool = False) -> bool:
        """Return whether the real rules find *safeguard* broken: by the last step, or in the end."""
        by_step = by_step or isinstance(safeguard, Forbids | Leads)
        found: Iterable[Breach] = ()
        if by_step or isinstance(safeguard, Contract):
            found = self._broken_by(story.scenes[-1:])
        if not by_step:
            found = (*found, *self._broken_in_the_end(story))
        return any(one.safeguard == safeguard for one in found)

    def _broken_by(self, last: Iterable[Scene]) -> Iterator[Breach]:
        """Yield what the *last* scene breaks, if there is one."""
        for scene in last:
            yield from broken(self.rules, scene.head.case(self.rules), scene.outcome(self.rules).expect())

    def _broken_in_the_end(self, story: Story) -> tuple[Breach, ...]:
        """Return what is broken on the case at the end of *story*, where no rule falls on it."""
        rules, case = self.rules, story.end.case(self.rules)
        if first_fall(View(rules, case, story.moment), story.by) is not None:
            return ()
        return breaches(rules, case, by=story.by, at=story.moment)

    def finding(self, safeguard: Safeguard, story: Story) -> Finding:
        """Return the finding that *story* breaks *safeguard*."""
        code = "right-denied" if isinstance(safeguard, Permits) else "safeguard-broken"
        return Finding(code, self.workflow.name, safeguard.id, safeguard.en, "", story, safeguard)

    def _undecided(self, safeguard: Safeguard, why: str, code: str = "cut") -> Verdict:
        """Return that *safeguard* was not decided, and why."""
        return Verdict(undecided=Undecided(self.workflow.name, safeguard, why, code=code))

    # ----------------------------------------------------------------- looking closer

    def _widened(self, explorer: Explorer, suspicion: Suspicion) -> Lens | None:
        """Return a lens that tells apart what *suspicion* rests on; `None` when it does already."""
        way, own = explorer.graph.story(suspicion.node), f"{self.workflow.name}."
        lasting = {var for var in suspicion.masks if self.domains.may_last(var, self.workflow.name)}
        on_the_way = [var for edge in way for var in _facts(edge, own)]
        tracked = {name for name in explorer.world.facts_read if name.startswith(own)}
        fields = {path for path in explorer.world.fields_read if path[0] in tracked and path[1] not in ASIDE}
        for commands, paths, lasts in (
            self._clash(self._looker.without, way, suspicion),
            (set(), set(), lasting & suspicion.rests_on),
            self._clash(self._looker.before, way, suspicion),
            (set(), set(), lasting & {RISK}),
            (set(), set(), lasting),
            (*_names(on_the_way), set()),
            (tracked, fields, set()),
        ):
            wider = explorer.lens.wider(tracked=commands, fields=paths, lasting=lasts)
            if wider.key != explorer.lens.key:
                return wider
        return None

    def _clash(
        self,
        before: Callable[[Edge, Needs], Needs],
        way: tuple[Edge, ...],
        suspicion: Suspicion,
    ) -> Wider:
        """Return what *suspicion* rests on and *way* does not tell, looking back *before* each of its steps."""
        try:
            needs = self._looker.joined(Needs(), suspicion.masks)
            for edge in reversed(way):
                needs = before(edge, needs)
            self._looker.at_start(needs)
        except ClashError as clash:
            return clash.commands, clash.fields, clash.lasting
        return set(), set(), set()

    @cached_property
    def _looker(self) -> Looker:
        """What looks back along the tracks of the workflow."""
        return Looker(self.workflow.name, self.domains)

    # ----------------------------------------------------------------- what can be reached

    def _possible(self, safeguard: Possible) -> Verdict:
        """Return whether some case that the real rules let happen is where *safeguard* says."""
        sought = self.sought(
            lambda search: search.anywhere(safeguard.where),
            lambda search, node: search.covering(node, safeguard.where),
            lambda story: story.happens(self.rules) and self._is_at(story, safeguard),
        )
        if sought.story is not None:
            return Verdict()
        if sought.unplayed:
            return self._undecided(safeguard, "a way to get there could not be replayed", "unplayed")
        if sought.missed:
            return self._undecided(safeguard, sought.missed)
        none = "no case was found there"
        return Verdict(
            Finding("safeguard-broken", self.workflow.name, safeguard.id, safeguard.en, none, None, safeguard)
        )

    def _is_at(self, story: Story, safeguard: Possible) -> bool:
        """Return whether *story* ends, by the real rules, where *safeguard* says."""
        case = story.end.case(self.rules)
        return safeguard.where.covers(Situation(View(self.rules, case, NOW), case.track(story.track), story.by))

    def _inescapable(self, safeguard: Closable | Inevitable) -> Verdict:
        """Return whether what *safeguard* promises can be reached from everywhere, whatever is held fast."""
        escape = Escape(self.coarse, safeguard)
        stuck = escape.stuck()
        self.tried += escape.tried
        if escape.gave_up:
            return self._undecided(safeguard, escape.gave_up)
        return Verdict() if stuck is None else Verdict(self._stuck(self.coarse, stuck, safeguard))

    def _stuck(self, explorer: Explorer, stuck: Suspicion, safeguard: Safeguard) -> Finding:
        """Return the finding that the case of *stuck* cannot go where it must."""
        story = next(self.stories(explorer, stuck, lambda search, node: search.covering(node, ANYWHERE)), None)
        state = explorer.graph.nodes[stuck.node].state
        return Finding(
            "no-way-to-complete", self.workflow.name, state, safeguard.en, "nobody can bring it on", story, safeguard
        )


def _facts(edge: Edge, own: str) -> Iterator[Var]:
    """Yield the parts of facts that the path of *edge* asked about."""
    return (var for var in edge.masks if var[0] == FACT and var[1].startswith(own))


def _names(parts: Iterable[Var]) -> tuple[set[str], set[tuple[str, ...]]]:
    """Return the commands and the fields that *parts* belong to."""
    paths = ((var[1], *(name for name in var[3:] if isinstance(name, str))) for var in parts)
    named = {path for path in paths if len(path) > 1}
    whole = {path[:-1] for path in named}
    return {path[0] for path in named}, {path for path in named if path[1] not in ASIDE and path not in whole}
