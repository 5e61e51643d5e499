"""The finite domains of what a case may be: derived from the types of fields, the schemes and the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from itertools import combinations, product
from typing import Any, cast

import attrs

from community_policing.cases import Case, CaseFactor, Party
from community_policing.errors import UnboundedFieldError
from community_policing.verification._choices import Domain
from community_policing.verification._mentions import guards_of, marks_in, texts_in, texts_of
from community_policing.verification._values import DISTANCES
from community_policing.workflows import (
    CommandSpec,
    FieldSpec,
    Kind,
    Not,
    Rulebook,
    Unmarks,
)
from community_policing.workflows._opening import PARTY_ROLES

OFFICER, COLLEAGUE, OUTSIDER = "officer-1", "officer-2", "officer-3"
"""Who acts, another member of the staff, and one who had no part in the case."""
OTHER_CASE = "case-2"
NEWCOMER = "p-new"

MANY_TERMS = 10
"""How many concepts that rules name are tried in a field that takes several."""

Bounds = Mapping[str, Iterable[int]]


class Domains:
    """The domains under one rulebook, for one set of parties."""

    def __init__(self, rules: Rulebook, parties: tuple[Party, ...], bounds: Bounds) -> None:
        """Work out domains as they are asked for."""
        self.rules = rules
        self.parties = parties
        self.bounds = {name: tuple(values) for name, values in bounds.items()}
        self._fields: dict[tuple[Any, ...], Domain] = {}
        self._keys: dict[CommandSpec, tuple[tuple[Any, ...], ...]] = {}
        self._holders: dict[str, Domain] = {}
        self._tracks: dict[str, Domain] = {}
        self._own_marks: dict[str, frozenset[str]] = {}
        self._bringing_on: dict[str, frozenset[str]] = {}
        self._assigned: dict[tuple[str, ...], tuple[str, ...]] = {}

    # ----------------------------------------------------------------- what rules name

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every text that a guard, a table of openings or the law of the profile names."""
        found: set[str] = set()
        seen: set[int] = set()
        for workflow in self.rules.workflows:
            for guard in guards_of(workflow):
                texts_in((guard.inner if isinstance(guard, Not) else guard).claim, found, seen)
            for step in workflow.steps:
                for opening in step.opens:
                    found.update(text for pair in getattr(opening, "tracks", ()) for text in pair)
        texts_of(attrs.asdict(self.rules.profile.law, recurse=False), found)
        return frozenset(found)

    def named(self, concept: str) -> str:
        """Return *concept* where a rule names it; one text for all that no rule names."""
        return concept if concept in self.mentioned else ""

    # ----------------------------------------------------------------- fields

    def of(self, path: str, field: FieldSpec) -> Domain:
        """
        Return the domain of *field*, of a command whose name and field are *path*.

        Raises:
            UnboundedFieldError: It is a whole number, and nobody said how far it goes.
        """
        key: tuple[Any, ...] = (
            field.kind,
            field.many,
            field.nullable,
            field.scheme,
            field.of,
            field.type,
            self._is_newcomer(path, field),
            self._is_party_role(path, field),
        )
        if field.kind is Kind.INT:
            key = (path, *key)
        found = self._fields.get(key)
        if found is None:
            one = tuple(self._values(path, field))
            values = self._several(field, one) if field.many else one
            found = self._fields[key] = Domain((*values, None) if field.nullable else values)
        return found

    def _values(self, path: str, field: FieldSpec) -> Iterable[Any]:
        """Return the single values that *field* takes, the plainest first."""
        if field.kind is Kind.ENUM:
            return cast("type[Enum]", field.type)
        if field.kind is Kind.TERM:
            terms = self._terms(str(field.scheme))
            return self._of_parties(terms) if self._is_party_role(path, field) else terms
        if field.kind is Kind.ID:
            ids = self._ids(str(field.of))
            return (NEWCOMER, *ids) if self._is_newcomer(path, field) else ids
        if field.kind is Kind.INT:
            return self._bounded(path)
        plain: dict[Kind, tuple[Any, ...]] = {Kind.BOOL: (True, False), Kind.PART: (field,)}
        return plain.get(field.kind) or DISTANCES.values

    def _bounded(self, path: str) -> tuple[int, ...]:
        """Return the whole numbers to try in the field *path*."""
        if path not in self.bounds:
            raise UnboundedFieldError(path)
        return self.bounds[path]

    @staticmethod
    def _is_newcomer(path: str, field: FieldSpec) -> bool:
        """Return whether *field* is the id of somebody who joins the case."""
        return field.of == "party" and field.name == "id" and path.endswith(".id")

    def _is_party_role(self, path: str, field: FieldSpec) -> bool:
        """Return whether *field* is the role of somebody who joins the case."""
        return field.scheme == "roles" and field not in self.rules.spec(path.rpartition(".")[0]).fields

    def _of_parties(self, roles: Iterable[str]) -> Iterator[str]:
        """Yield those of *roles* in which somebody may be a party."""
        return (role for role in roles if role != PARTY_ROLES and self.rules.is_under("roles", role, PARTY_ROLES))

    def _terms(self, scheme: str) -> Iterator[str]:
        """Yield the concepts of *scheme* that a command may name."""
        for concept in self.rules.scheme(scheme):
            if not concept.deprecated and (scheme != "case-categories" or getattr(concept, "policy", None) is not None):
                yield concept.id

    def _ids(self, kind: str) -> tuple[str, ...]:
        """Return ids of *kind*."""
        parties = tuple(party.id for party in self.parties)
        return {
            "party": parties or ("nobody",),
            "actor": (COLLEAGUE, OFFICER, OUTSIDER, *parties),
            "case": (OTHER_CASE,),
            "unit": ("unit-2", "unit-1"),
            "guard": ("guard-1", *sorted(self.rules.profile.law.overridable_guards)),
            "workflow": tuple(dict.fromkeys(workflow.name for workflow in self.rules.workflows)),
        }.get(kind, (f"{kind}-1",))

    def _several(self, field: FieldSpec, one: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
        """Return tuples of the single values *one*, the plainest first."""
        if party_of(field) is not None:
            one = tuple(party.id for party in self.parties)
        if field.kind is Kind.TERM:
            named = [value for value in one if value in self.mentioned][:MANY_TERMS]
            rest = [value for value in one if value not in self.mentioned][:1]
            return (*((value,) for value in (*rest, *named)), (), tuple(named))
        if field.of == "party" or party_of(field) is not None:
            return tuple(some for size in range(len(one), -1, -1) for some in combinations(one, size))
        if field.kind is Kind.PART:
            return tuple(one * number for number in (1, 0, 2, 3))
        pair = (one[:2],) if len(one) > 1 else ()
        return (*((value,) for value in one), (), *pair)

    def keys(self, spec: CommandSpec) -> tuple[tuple[Any, ...], ...]:
        """Return the keys under which *spec* may be on record: each party, each value that rules name."""
        found = self._keys.get(spec)
        if found is None:
            found = self._keys[spec] = tuple(self._keys_of(spec))
        return found

    def _keys_of(self, spec: CommandSpec) -> Iterator[tuple[Any, ...]]:
        """Yield the keys under which *spec* may be on record."""
        fields = {field.name: field for field in spec.fields}
        choices = []
        for name in spec.key:
            values = [value for value in self.of(f"{spec.name}.{name}", fields[name]).values if value is not None]
            if fields[name].kind is Kind.TERM:
                values = [value for value in values if value in self.mentioned][:MANY_TERMS] or values[:1]
            choices.append(values)
        yield from product(*choices)

    # ----------------------------------------------------------------- the case around a track

    @cached_property
    def matters(self) -> Domain:
        """Categories and factors of a case: one of each kind that rules can tell apart."""
        kinds: dict[Any, tuple[tuple[str, ...], tuple[CaseFactor, ...]]] = {}
        alone: dict[Any, str] = {}
        for category in self._terms("case-categories"):
            alone.setdefault(self._kind(category, None), category)
        for category in alone.values():
            for factor in (None, *self._telling_factors(category)):
                found = () if factor is None else (CaseFactor(factor, None, COLLEAGUE),)
                kinds.setdefault(self._kind(category, factor), ((category,), found))
        matters = sorted(kinds.values(), key=lambda matter: len(matter[1]))
        plain = matters[0][0]
        pairs = [((*plain, *other), ()) for other, factors in matters if not factors and other != plain]
        return Domain((*matters, *pairs))

    def _telling_factors(self, category: str) -> tuple[str, ...]:
        """Return the factors that may make a difference beside *category*: named by a rule, or by its policy."""
        policy = self.rules.policy(self.case_of((category,), ()))
        known = tuple(self._terms("aggravating-factors"))
        telling = [one for one in known if one in self.mentioned or one in self._barring]
        telling += [one for one in known if one in policy.report_factors][:1]
        telling += [one for one in known if one not in self.mentioned and one not in policy.report_factors][:1]
        return tuple(dict.fromkeys(telling))

    @cached_property
    def _barring(self) -> frozenset[str]:
        """One factor that bars mediation by itself and that no rule names, if there is any."""
        plain = next(self._terms("case-categories"))
        found = (
            factor
            for factor in self._terms("aggravating-factors")
            if self.rules.policy(self.case_of((plain,), (CaseFactor(factor),))).bars
        )
        return frozenset((next(found, ""),))

    def _kind(self, category: str, factor: str | None) -> tuple[Any, ...]:
        """Return what rules can tell of a case on *category* with *factor*."""
        scheme = self.rules.scheme("case-categories")
        found = () if factor is None else (CaseFactor(factor),)
        policy = self.rules.policy(self.case_of((category,), found))
        axes = tuple(
            value if not isinstance(value, frozenset) else self._kinds_in(value)
            for name, value in attrs.asdict(policy, recurse=False).items()
            if not name.endswith(("_by", "_source"))
        )
        above = tuple(group for group in self._groups if scheme.is_a(category, group))
        return axes, above, None if factor is None else self.named(factor)

    def _kinds_in(self, values: frozenset[Any]) -> tuple[bool, frozenset[Any]]:
        """Return what rules can tell of *values*: whether there are any, and which of them they name."""
        return bool(values), frozenset(one for one in values if not isinstance(one, str) or one in self.mentioned)

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        """The categories that rules name."""
        return tuple(one.id for one in self.rules.scheme("case-categories") if one.id in self.mentioned)

    @cached_property
    def kinds_of_matter(self) -> tuple[int, ...]:
        """The matters by whether they may be mediated and whether a report is due, as masks of `matters`."""
        told = self.matters.split("kind", self._kind_of_matter)
        return tuple(mask for _, mask in told)

    def _kind_of_matter(self, matter: tuple[tuple[str, ...], tuple[CaseFactor, ...]]) -> tuple[Any, ...]:
        """Return whether *matter* may be mediated and whether a report is due."""
        policy = self.rules.policy(self.case_of(*matter))
        return policy.mediable, policy.report_due

    @cached_property
    def removable(self) -> frozenset[str]:
        """The marks that some step removes."""
        steps = (step for workflow in self.rules.workflows for step in workflow.steps)
        return frozenset(one.mark for step in steps for one in step.then if isinstance(one, Unmarks))

    def own_marks(self, workflow: str) -> frozenset[str]:
        """Return the marks that only steps of *workflow* set and remove."""
        found = self._own_marks.get(workflow)
        if found is None:
            others = (one for one in self.rules.workflows if one.name != workflow)
            ours = (one for one in self.rules.workflows if one.name == workflow)
            found = frozenset(marks_in(ours)) - frozenset(marks_in(others))
            self._own_marks[workflow] = found
        return found

    def bringing_on(self, workflow: str) -> frozenset[str]:
        """Return the commands of which every step of *workflow* leads from one state to another."""
        found = self._bringing_on.get(workflow)
        if found is None:
            steps = [(one, step) for one in self.rules.workflows if one.name == workflow for step in one.transitions]
            stays = {
                step.command.name
                for one, step in steps
                if step.dest is None or any(state.name == step.dest for state in one.expanded(step.sources))
            }
            found = self._bringing_on[workflow] = frozenset(step.command.name for _, step in steps) - stays
        return found

    def may_last(self, var: tuple[Any, ...], workflow: str) -> bool:
        """Return whether *var* lasts: that the risk was assessed, a mark that nothing, or only *workflow*, removes."""
        if var[0] == "mark":
            return var[1] not in self.removable or var[1] in self.own_marks(workflow)
        return var == ("risk",)

    def case_of(self, categories: tuple[str, ...], factors: tuple[CaseFactor, ...]) -> Case:
        """Return a bare case on this matter."""
        return Case("case-1", 0, None, categories, self.parties, factors)

    def assigned(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        """Return *roles* where each is held on the case, so that only who holds one may act; else none."""
        found = self._assigned.get(roles)
        if found is None:
            scheme = self.rules.scheme("roles")
            every = all("relative-assignment" in scheme[role].flags for role in roles)
            found = self._assigned[roles] = roles if every else ()
        return found

    def holders(self, role: str) -> Domain:
        """Return who may hold *role*."""
        return self._holders.setdefault(role, Domain(((OFFICER,), (), (COLLEAGUE,))))

    def tracks(self, workflow: str) -> Domain:
        """Return where the last track of *workflow* may stand: a state and whether it is live; `None` for none."""
        found = self._tracks.get(workflow)
        if found is None:
            known: list[tuple[str, bool] | None] = []
            if self.rules.has_workflow(workflow):
                states = self.rules.workflow(workflow).states
                known += [(state.name, state.live) for state in states]
                known += [(state.name, False) for state in states if state.live]
            found = self._tracks[workflow] = Domain((*known, None))
        return found

    @cached_property
    def outcomes(self) -> Domain:
        """What outcome may be recorded."""
        return Domain((None, *self._terms("outcomes")))


def party_of(field: FieldSpec) -> str | None:
    """Return the part of *field* that says which party it is about, where each of its items is about one."""
    if not field.many or field.type is Party:
        return None
    return next((part.name for part in field.parts if part.of == "party" and not part.nullable), None)
