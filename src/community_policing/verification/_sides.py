"""One version of a workflow alone in its rulebook, and what was explored of it, to be held against another version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import TypeVar

import attrs

from community_policing.cases import Actor, Party
from community_policing.errors import CommunityPolicingError, UnboundedFieldError
from community_policing.verification._around import AS
from community_policing.verification._domains import Bounds, Domains
from community_policing.verification._explore import Explorer
from community_policing.verification._graph import Edge
from community_policing.verification._lens import FACT, Known, Lens, Masks, TooCoarseError
from community_policing.verification._stories import Story
from community_policing.verification._supposed import Supposed
from community_policing.verification._synthesis import Synthesis, UnlikelyError
from community_policing.verification._world import RISK, THERE, World
from community_policing.workflows import AnyGuard, Fall, Rulebook, Transition, Workflow

ASIDE = frozenset({"there", "count"})
"""What a path may ask of a fact that is no field of it."""


class Side:
    """A workflow in a rulebook that holds no other version of it, with one cast of parties."""

    def __init__(self, workflow: Workflow, rules: Rulebook, domains: Domains, *, most: int) -> None:
        """Hold what is needed to explore it; *unlikely* will be why the last story could not be told."""
        self.workflow = workflow
        self.rules = rules
        self.domains = domains
        self.most = most
        self.unlikely: object = None
        self._explored: dict[tuple[object, ...], Explorer] = {}

    def explorer(self, lens: Lens) -> Explorer:
        """Return what was explored through *lens*."""
        if lens.key not in self._explored:
            found = Explorer(self.workflow, self.domains, lens.wider(), most=self.most, looks=False)
            found.explored()
            self._explored[lens.key] = found
        return self._explored[lens.key]

    def learn(self, coarse: Explorer) -> None:
        """Take *coarse* for what is explored where nothing is told apart that need not be."""
        self._explored[Lens().key] = coarse

    def beside(self, world: World) -> Explorer:
        """Return an explorer that asks this side's guards about *world*, in which another side is explored."""
        found = Explorer(self.workflow, self.domains, world.lens, most=self.most, looks=False)
        found.world = world
        return found

    def changed(self, workflow: Workflow) -> Side:
        """Return the side of *workflow*, a change of this one that names nothing new; what is known is shared."""
        rules = alone(self.rules, workflow)
        return Side(workflow, rules, _under(rules, self.domains), most=self.most)

    def has(self, state: str) -> bool:
        """Return whether the workflow has a state of that name."""
        return any(one.name == state for one in self.workflow.states)

    def story(self, explorer: Explorer, edges: tuple[Edge, ...], end: int, masks: Masks) -> Story | None:
        """Return the story of *edges*, if the real rules let it happen."""
        self.unlikely = None
        try:
            story = Synthesis(explorer.graph, self.domains).story(edges, end, masks)
            return story if story.happens(self.rules) else None
        except (CommunityPolicingError, UnlikelyError) as error:
            self.unlikely = next(iter(error.args), None)
            return None

    def closer(self, explorer: Explorer, place: int, masks: Masks) -> Lens | None:
        """Return a lens that tells apart what the last story at *place* rested on; `None` when it does already."""
        lens, own = explorer.lens, f"{self.workflow.name}."
        lasting = {var for var in masks if var == RISK or self.domains.may_last(var, self.workflow.name)}
        if not lasting <= lens.lasting:
            return lens.wider(lasting=lasting)
        read = {(name, field) for name, field in explorer.world.fields_read if name.startswith(own)}
        told = _told(masks, own)
        on_the_way = {pair for edge in explorer.graph.story(place) for pair in _told(edge.masks, own)}
        followed = {pair for pair in told | on_the_way if pair[0] in lens.tracked}
        for pairs in (self._supposed(own), followed, told | read, on_the_way):
            tracked = {name for name, _ in pairs}
            fields = {(name, field) for name, field in pairs if field not in ASIDE}
            if not (tracked <= lens.tracked and fields <= lens.fields):
                return lens.wider(tracked=tracked, fields=tuple(fields))
        return None

    def _supposed(self, own: str) -> set[tuple[str, str]]:
        """Return the fact of the track's own that the last story supposed and no step told."""
        match self.unlikely:
            case (str(name), tuple()) if name.startswith(own):
                return {(name, THERE)}
            case _:
                return set()

    def choices(self, explorer: Explorer, state: str, command: str) -> tuple[Transition, ...]:
        """Return the transitions that take *command* in *state*; none where there is no such state."""
        offers = explorer.offers(state) if self.has(state) else ()
        return next((choices for spec, choices in offers if spec.name == command), ())

    def falls(self, state: str) -> tuple[Fall, ...]:
        """Return the rules that may fall in *state*."""
        return tuple(fall for fall, _ in self.workflow.falls.get(state, ()))


def sides(
    workflows: Iterable[Workflow], rules: Rulebook, cast: tuple[Party, ...], bounds: Bounds, *, most: int
) -> tuple[Side, ...]:
    """Return the sides of *workflows*; each tells apart whatever the rules of any of them name."""
    first, *others = ((workflow, alone(rules, workflow)) for workflow in workflows)
    domains = Domains(first[1], cast, bounds)
    mentioned = (Domains(book, cast, bounds).mentioned for _, book in others)
    domains.mentioned = domains.mentioned.union(*mentioned)
    both = ((*first, domains), *((workflow, book, _under(book, domains)) for workflow, book in others))
    return tuple(Side(workflow, book, known, most=most) for workflow, book, known in both)


def _under(rules: Rulebook, domains: Domains) -> Domains:
    """Return *domains* under other *rules*, which name nothing new; what the vocabulary decides is shared."""
    _ = domains.matters  # worked out once, for both
    found = copy(domains)
    found.rules = rules
    found.__dict__.pop("removable", None)
    found._own_marks = {}  # noqa: SLF001  it was made from the other rules
    return found


def alone(rules: Rulebook, workflow: Workflow) -> Rulebook:
    """Return *rules* with *workflow* in the place of every version of that name."""
    others = (one for one in rules.workflows if one.name != workflow.name)
    return attrs.evolve(rules, workflows=(*others, workflow))


def capacities_of(explorer: Explorer, choices: tuple[Transition, ...]) -> Iterator[tuple[str, Actor, Masks]]:
    """Yield each role and capacity in which somebody may take one of *choices*, and the masks that hold it fast."""
    roles = tuple(dict.fromkeys(role for step in choices for role in step.by))
    domain = explorer.capacities(roles)
    for role in roles:
        for capacity in explorer.capacities((role,)).values:
            yield role, capacity, {AS: 1 << domain.values.index(capacity)}


def admits(domains: Domains, step: Transition, role: str, capacity: Actor) -> bool:
    """Return whether *step* may be taken by somebody with *role*, who speaks for a party if *capacity* does."""
    spoken = next((party.role for party in domains.parties if party.id == capacity.speaks_for), role)
    return any(domains.rules.scheme("roles").is_a(spoken, wanted) for wanted in step.by)


Found = TypeVar("Found")


def walked(explorer: Explorer, known: Known, held: Masks, end: Callable[[], tuple[Found, int]]) -> Iterator[Found]:
    """Yield what *end* finds on every path from *known*, where *held* is held fast; it answers with the blame too."""
    found: list[Found] = []

    def path() -> int:
        found.clear()
        explorer.world.begin(known, {**explorer.held, **held})
        one, blame = end()
        found.append(one)
        return blame

    for _ in explorer.world.trail.paths(path):
        yield found[0]


def holds(guard: AnyGuard, here: Supposed) -> bool:
    """Return whether *guard* holds; one that raises, which soundness tells of, does not."""
    try:
        return guard.holds(here)
    except (TooCoarseError, UnboundedFieldError):
        raise
    except Exception:  # noqa: BLE001  whatever a guard raises
        return False


def whole(world: World) -> int:
    """Return every fork that decided anything on the path."""
    blame = 0
    for because in world.because.values():
        blame |= because
    return blame


def _told(masks: Masks, own: str) -> set[tuple[str, str]]:
    """Return the parts of facts that *masks* speak of: the command and what was asked of it."""
    return {(var[1], var[3]) for var in masks if var[0] == FACT and var[1].startswith(own)}
