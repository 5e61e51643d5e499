"""From paths of answers to plain cases: what was left open takes its plainest value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import attrs

from community_policing.cases import Actor, Case, What, fold
from community_policing.errors import RulesDoNotSettleError
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.verification._around import AS, MATTER, capacities
from community_policing.verification._choices import Domain
from community_policing.verification._domains import COLLEAGUE, OFFICER, Domains, party_of
from community_policing.verification._graph import Edge, Graph
from community_policing.verification._lens import FACT, Known, Masks, Place, Var
from community_policing.verification._stories import Head, Scene, Standing, Story, Telling
from community_policing.verification._values import AGES, LEVELS, RISKS
from community_policing.verification._world import ACTORS, AGE, BY, PAYLOAD, RISK, STAFF, THERE, TIMES, as_actor, dated
from community_policing.workflows import Accepted, CommandSpec, FieldSpec, Kind, Refused, Transition, spec_of
from community_policing.workflows._durations import Until

LONG_AGO = timedelta(days=40_000)
RECORD = "record"


class UnlikelyError(Exception):
    """The path supposes of its own track what its steps did not tell; it never leaves the verification."""


class Synthesis:
    """Makes plain stories of the edges of one graph."""

    def __init__(self, graph: Graph, domains: Domains) -> None:
        """Hold what is needed to make values."""
        self.graph = graph
        self.domains = domains
        self.rules = domains.rules
        self._before: Masks = {}
        self._marks: dict[str, bool] = {}
        self._is_assessed = False
        self.workflow = graph.workflow
        specs = [spec for one in self.rules.workflows for spec in one.commands]
        self.specs = {spec.name: spec for spec in (*specs, *self.workflow.commands)}
        self.track = self.workflow.name if self.workflow.per is None else f"{self.workflow.name}/{_first(domains)}"

    # ----------------------------------------------------------------- the story

    def story(self, edges: tuple[Edge, ...], end: int, masks: Masks) -> Story:
        """Return the story of *edges*, to the node *end*, where *masks* hold; or to where rules fall in a circle."""
        later = self._later(edges, masks)
        told: dict[Place, Telling] = {}
        scenes: list[Scene] = []
        self._before = {}
        self._marks = {}
        self._is_assessed = False
        for number, edge in enumerate(edges):
            known = self.graph.nodes[edge.source]
            step = edge.step
            head = self.head(known, edge.masks, told)
            by = self._actor(edge, later[number])
            command = None
            if isinstance(step, Transition):
                head = self._assigned(head, step, by)
                spec = step.command
                command = self.command(spec, (PAYLOAD, spec.name), edge.masks | later[number])
                key = spec.key_of(command)
                place = (spec.name, key)
                if spec.workflow == self.workflow.name:
                    count = told[place].count + 1 if place in told else 1
                    told[place] = Telling(command, by.id, seq=number + 10, count=count)
            dest = self.graph.nodes[edge.dest].state
            scenes.append(Scene(head, self.track, by, command, known.state, dest))
            try:
                self._remember(scenes[-1])
            except RulesDoNotSettleError:
                return Story(tuple(scenes), head, self.track)
        return Story(tuple(scenes), self.head(self.graph.nodes[end], masks, told), self.track)

    def _remember(self, scene: Scene) -> None:
        """Keep what *scene* left on the case and nothing around the track can take away again."""
        outcome = scene.outcome(self.rules)
        if isinstance(outcome, Refused):
            raise UnlikelyError(scene)
        own, case = self.domains.own_marks(self.workflow.name), self._at_once(scene, outcome)
        kept = {mark for mark in case.marks if mark in own or mark not in self.domains.removable}
        self._marks = dict.fromkeys(own, False) | dict.fromkeys(kept, True)
        self._is_assessed = case.risk is not None

    def _at_once(self, scene: Scene, outcome: Accepted) -> Case:
        """Return the case after the step of *scene* itself, before a further rule falls on what it left."""
        case, falls = scene.head.case(self.rules), scene.command is not None
        for event in outcome.events[not falls :]:
            if event.what is What.ENDED_BY_RULE and event.track == self.track:
                if falls:
                    break
                falls = True
            case = fold(case, event)
        return case

    def _marks_at(self, masks: Masks) -> tuple[str, ...]:
        """Return the marks that stand: those that the path supposes, and those that last."""
        supposed = {var[1]: mask == _YES for var, mask in masks.items() if var[0] == "mark"}
        for mark, stands in supposed.items():
            if self._marks.get(mark, stands) is not stands:
                raise UnlikelyError(mark)
        return tuple(mark for mark, stands in (supposed | self._marks).items() if stands)

    def _later(self, edges: tuple[Edge, ...], masks: Masks) -> list[Masks]:
        """Return for each edge what later scenes say of what was told at it, as masks of its payload."""
        found: list[Masks] = [{} for _ in edges]
        for number, edge in enumerate(edges):
            if not isinstance(edge.step, Transition):
                continue
            place = (edge.step.command.name, edge.key)
            narrowed: Masks = {}
            for after in (*edges[number + 1 :], None):
                for var, mask in (masks if after is None else after.masks).items():
                    if var[0] == FACT and var[1:3] == place:
                        is_teller = var[3:] == (BY,)
                        own = ("actor", "id") if is_teller else (PAYLOAD, place[0], *var[3:])
                        mask = as_actor(mask) if is_teller else mask  # noqa: PLW2901  in the actor's order
                        narrowed[own] = narrowed.get(own, mask) & mask
                if after is not None and isinstance(after.step, Transition) and self._retells(after, place):
                    break
            found[number] = {var: edge.masks.get(var, mask) & mask or mask for var, mask in narrowed.items()}
        return found

    @staticmethod
    def _retells(edge: Edge, place: Place) -> bool:
        """Return whether *edge* tells the fact at *place* anew."""
        return isinstance(edge.step, Transition) and (edge.step.command.name, edge.key) == place

    # ----------------------------------------------------------------- heads

    def head(self, known: Known, masks: Masks, told: dict[Place, Telling]) -> Head:
        """Return a case on which the track is as *known* says, and everything else as *masks* say."""
        categories, factors = self.plain(MATTER, self.domains.matters, masks)
        holders = [
            (var[1], actor)
            for var, mask in masks.items()
            if var[0] == "holders"
            for actor in self.domains.holders(var[1]).plainest(mask)
        ]
        risk: Risk | None = self.plain(RISK, RISKS, masks)
        if risk is None and self._is_assessed:
            raise UnlikelyError(RISK)
        level: Confidentiality = self.plain(("confidentiality",), LEVELS, masks)
        is_new = self.workflow.name == RECORD and self.workflow.initial.name == known.state
        return Head(
            () if is_new else categories,
            () if is_new else self.domains.parties,
            () if is_new else tuple(found.factor for found in factors),
            risk,
            level,
            self.plain(("outcome",), self.domains.outcomes, masks),
            self._marks_at(masks),
            tuple(holders),
            self._tracks(known, masks, told),
        )

    def _tracks(self, known: Known, masks: Masks, told: dict[Place, Telling]) -> tuple[Standing, ...]:
        """Return the tracks of the case."""
        overdue = ("deadline",) in masks and self.plain_yes(("deadline",), masks)
        age: timedelta = self.plain(AGE, AGES, masks)
        facts: dict[str, list[Telling]] = {}
        for place in self._places(known, masks, told):
            if overdue:
                masks = masks | self._run_out(known.state, place)
            facts.setdefault(place[0].partition(".")[0], []).append(self._telling(place, masks, told, age))
        tracks = {RECORD: Standing(RECORD, RECORD, self._open_state(), facts=tuple(facts.get(RECORD, ())))}
        for var, mask in masks.items():
            if var[0] == "track":
                domain = self.domains.tracks(var[1])
                if None in domain.among(mask) and var[1] not in facts:
                    tracks.pop(var[1], None)
                else:
                    state, live = domain.plainest(mask)
                    ended = not live and self.rules.workflow(var[1]).is_live(state)
                    tracks[var[1]] = Standing(var[1], var[1], state, ended=ended, facts=tuple(facts.get(var[1], ())))
        own = tuple(facts.get(self.workflow.name, ()))
        lasted = LONG_AGO if overdue else age
        tracks[self.workflow.name] = Standing(self.track, self.workflow.name, known.state, lasted, facts=own)
        return tuple(tracks.values())

    def _run_out(self, state: str, place: Place) -> Masks:
        """Return that the moment has passed until which *state* lasts, where the fact at *place* tells it."""
        within = self.workflow.state(state).within
        if not isinstance(within, Until) or spec_of(within.command).name != place[0]:
            return {}
        return {("ripe", (FACT, *place, within.field)): _YES}

    def _open_state(self) -> str:
        """Return the state of the record in which a case is open."""
        states = self.rules.workflow(RECORD).states
        return next((state.name for state in states if state.name == "open"), states[0].name)

    def _places(self, known: Known, masks: Masks, told: dict[Place, Telling]) -> Iterable[Place]:
        """Return where facts stand: those known and told, and those of other tracks that the path supposed."""
        own = f"{self.workflow.name}."
        supposed = []
        for var, mask in masks.items():
            if var[0] == FACT and var[3:] == (THERE,):
                place = var[1:3]
                if place[0].startswith(own) and (mask == _YES) is not (place in told):
                    raise UnlikelyError(place)
                supposed += [place] if mask == _YES else []
        return dict.fromkeys((*known.facts, *told, *supposed))

    def _telling(self, place: Place, masks: Masks, told: dict[Place, Telling], age: timedelta) -> Telling:
        """Return the fact at *place*, as it was told or as the path supposes it; the state has lasted for *age*."""
        spec = self.specs[place[0]]
        var = (FACT, *place)
        if place in told:
            found = attrs.evolve(told[place], command=self._aged(told[place].command, var, masks))
        else:
            command = self.command(spec, var, masks, dict(zip(spec.key, place[1], strict=True)))
            command = self._aged(command, var, masks)
            found = Telling(command, self.plain((*var, BY), STAFF, masks), seq=self._rank(place, masks))
        mask = masks.get(("since", place), AGES.full)
        if place[0] in self.domains.bringing_on(self.workflow.name):
            mask = mask & -(1 << AGES.values.index(age)) or mask
        return attrs.evolve(found, age=AGES.plainest(mask))

    def _rank(self, place: Place, masks: Masks) -> int:
        """Return how late the fact at *place* was told: after each of those that the path says it follows."""
        rank = 1
        for var, mask in masks.items():
            if var[0] == "later" and mask == _YES_FIRST and var[1] == place:
                rank += 1 + 100
            if var[0] == "later" and mask != _YES_FIRST and var[2] == place:
                rank += 1 + 100
        return rank

    @staticmethod
    def _aged(command: Any, var: Var, masks: Masks) -> Any:  # noqa: ANN401  a command
        """Return *command* with the moments that have passed since in the past."""
        ripe = (known[1] for known, mask in masks.items() if known[0] == "ripe" and mask == _YES)
        for one in dict.fromkeys(one[len(var) :] for one in ripe if one[: len(var)] == var):
            command = _long_ago(command, one)
        return command

    # ----------------------------------------------------------------- who acts

    def _actor(self, edge: Edge, later: Masks) -> Actor:
        """Return who takes the step of *edge*."""
        if not isinstance(edge.step, Transition):
            return Actor(OFFICER)
        masks = edge.masks | later
        state = self.graph.nodes[edge.source].state
        roles = tuple(dict.fromkeys(role for step in self._choices(state, edge.step) for role in step.by))
        fitting = capacities(self.rules, self.domains.parties, edge.step.by)
        domain = capacities(self.rules, self.domains.parties, roles)
        who: str = self.plain(("actor", "id"), ACTORS, masks)
        left = [one for one in domain.among(masks.get(AS, domain.full)) if one in fitting.values]
        if not self._may_hold(edge.step, who, masks):
            # Whoever holds no role on the case acts in one that is held in the service.
            left.sort(key=lambda one: not one.roles)
        capacity: Actor = left[0] if left else fitting.values[0]
        able = self.plain_yes(("actor", "competent"), masks)
        return Actor(
            who,
            capacity.roles,
            speaks_for=capacity.speaks_for,
            unit="unit-1" if self.plain_yes(("actor", "unit"), masks) else None,
            competencies=tuple(one.id for one in self.rules.scheme("competencies")) if able else (),
        )

    def _may_hold(self, step: Transition, who: str, masks: Masks) -> bool:
        """Return whether *who* may hold on the case a role that *step* asks for, as far as *masks* say who holds it."""
        asked = [(role, masks.get(("holders", role))) for role in step.by if self.domains.assigned((role,))]
        return any(mask is None or who in self.domains.holders(role).plainest(mask) for role, mask in asked)

    def _choices(self, state: str, step: Transition) -> tuple[Transition, ...]:
        """Return the transitions among which *step* was chosen."""
        for spec, choices in self.workflow.offers(state):
            if spec is step.command:
                return tuple(choice.rule for choice in choices)
        return (step,)

    def _assigned(self, head: Head, step: Transition, by: Actor) -> Head:
        """Return *head* with *by* holding on the case the role that *step* asks for."""
        if by.roles or by.speaks_for is not None:
            return head
        scheme = self.rules.scheme("roles")
        role = next((role for role in step.by if "relative-assignment" in scheme[role].flags), None)
        if role is None or any(held == (role, by.id) for held in head.holders):
            return head
        return attrs.evolve(head, holders=(*head.holders, (role, by.id)))

    # ----------------------------------------------------------------- values

    def plain(self, var: Var, domain: Domain, masks: Masks) -> Any:  # noqa: ANN401  the domain's own values
        """Return the value that *var* had before, where it may have it still, else the plainest left to it."""
        mask = masks.get(var, domain.full)
        if var[0] in AROUND:
            before = self._before.get(var, mask)
            mask = before & mask or mask
            self._before[var] = mask & -mask
        return domain.plainest(mask)

    def plain_yes(self, var: Var, masks: Masks) -> bool:
        """Return whether *var*, which is plainly so, may still be so."""
        return bool(masks.get(var, _YES_FIRST) & _YES_FIRST)

    def command(self, spec: CommandSpec, var: Var, masks: Masks, fixed: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """Return a command of *spec*, as plain as *masks* allow."""
        return self._made(spec.cls, spec.fields, var, masks, fixed or {})

    def _made(
        self, cls: type[Any], fields: tuple[FieldSpec, ...], var: Var, masks: Masks, fixed: dict[str, Any]
    ) -> Any:  # noqa: ANN401  an instance of cls
        """Return an instance of *cls*; a field that may be left out and that nobody asked about is."""
        values = dict(fixed)
        for field in fields:
            own = (*var, field.name)
            asked = any(known[: len(own)] == own for known in masks)
            if field.name not in values and (asked or field.required or not _may_be_left_out(cls, field)):
                values[field.name] = self.value(own, field, masks, asked=asked)
        return cls(**values)

    def value(self, var: Var, field: FieldSpec, masks: Masks, *, asked: bool = True) -> Any:  # noqa: ANN401
        """Return the plainest value left to *field*."""
        if not asked and field.nullable:
            return None
        domain = self.domains.of(f"{var[1]}.{field.name}", field)
        chosen = self.plain(var, domain, masks)
        if chosen is None:
            return None
        if field.kind is Kind.PART:
            if not field.many:
                return self._made(field.type or object, field.parts, var, masks, {})
            of_party = party_of(field)
            return tuple(
                self._made(
                    field.type or object,
                    field.parts,
                    (*var, place),
                    masks,
                    {} if of_party is None else {of_party: who},
                )
                for place, who in enumerate(chosen)
            )
        if field.kind in TIMES:
            return dated(field, chosen) if field.many else dated(field, (chosen,))[0]
        return chosen


AROUND = frozenset({"matter", "risk", "confidentiality", "outcome"})
"""What is around a track, and in a plain story stays as it was."""
_YES_FIRST = 1
"""The mask of "yes" in a domain that says yes first."""
_YES = 2
"""The mask of "yes" in a domain that says no first."""


def _long_ago(value: Any, path: Var) -> Any:  # noqa: ANN401  a command, or what lies in one
    """Return *value* with the moment at *path* long past."""
    if not path:
        return value if value is None else value - LONG_AGO
    if isinstance(value, tuple):
        return tuple(_long_ago(one, path[1:]) if place == path[0] else one for place, one in enumerate(value))
    return attrs.evolve(value, **{path[0]: _long_ago(getattr(value, path[0]), path[1:])})


def _may_be_left_out(cls: type[Any], field: FieldSpec) -> bool:
    """Return whether an instance of *cls* can be made without *field*."""
    return any(one.name == field.name and one.default is not attrs.NOTHING for one in attrs.fields(cls))


def _first(domains: Domains) -> str:
    """Return the id of the first party."""
    return domains.parties[0].id if domains.parties else COLLEAGUE
