"""Values for the fields of a command, as strategies: they name what is on the case, and shrink to the plainest."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import strategies as st

from community_policing.cases import Case, Party
from community_policing.taxonomy import CaseCategory, Concept, ConceptScheme
from community_policing.testing._cast import PARTY_ROLES, cast
from community_policing.testing._hints import spoken_of
from community_policing.workflows import CommandSpec, FieldSpec, Kind, Rulebook

Made = Callable[[datetime], Any]
"""A value that still waits to be told the time: days and moments are drawn as distances from it."""

Values = st.SearchStrategy[Made]

REMEMBERED = 4096
"""How many payload strategies are remembered; making one anew at each step of a life is slow."""


@attrs.frozen
class Names:
    """What the values of a payload may name."""

    rules: Rulebook
    parties: tuple[str, ...]
    actors: tuple[str, ...]

    def of(self, kind: str) -> tuple[str, ...]:
        """Return ids of *kind*, those that are there first; the library knows nothing of the others."""
        if kind == "party":
            return self.parties or ("p1",)
        if kind == "actor":
            return self.actors
        if kind == "workflow":
            return tuple(one.name for one in self.rules.workflows if one.name != "record") or ("record",)
        if kind == "guard":
            return tuple(dict.fromkeys(each.code for one in self.rules.workflows for each in one.guards)) or ("none",)
        return f"{kind}-1", f"{kind}-2"


def names_of(rules: Rulebook, case: Case | None) -> Names:
    """Return what a payload for *case* may name; without a case, two parties that could well be there."""
    if case is None:
        return Names(rules, ("p1", "p2"), tuple(actor.id for actor in cast(rules, (), ())))
    actors = dict.fromkeys(actor.id for actor in cast(rules, case.parties, case.assignments))
    return Names(rules, tuple(party.id for party in case.parties), tuple(actors))


@lru_cache(REMEMBERED)
def payloads(spec: CommandSpec, names: Names) -> Values:
    """Return commands of *spec* that are well formed, each still to be told the time."""
    return _filled(names, spec.cls, spec.fields, {})


def usable(scheme: ConceptScheme) -> tuple[Concept, ...]:
    """Return the concepts of *scheme* that a new record may hold: none that is deprecated, no group of categories."""
    return tuple(
        one for one in scheme if not one.deprecated and (not isinstance(one, CaseCategory) or one.policy is not None)
    )


def members(spec: FieldSpec) -> tuple[Enum, ...]:
    """Return the members of the enum that *spec* holds one of."""
    return tuple(typing.cast("type[Enum]", spec.type))


def people(rules: Rulebook, ids: Iterable[str], others: tuple[str, ...] = ()) -> st.SearchStrategy[Party]:
    """Return parties with one of *ids*, some of them related to one of *others*."""
    roles = tuple(
        one.id for one in usable(rules.scheme("roles")) if one.id != PARTY_ROLES and "relative-party" in one.flags
    )
    ages = usable(rules.scheme("age-bands"))
    of_age = tuple(one.id for one in ages if "minor" not in one.flags)
    plain = {
        "id": st.sampled_from(tuple(ids)),
        "role": st.sampled_from(roles),
        "capacity": st.none() | _ids(rules, "capacities"),
        "sex": st.none() | _ids(rules, "party-sex"),
        "factors": st.lists(_ids(rules, "protection-factors"), max_size=2).map(tuple),
        **_related(rules, others),
    }
    person = st.builds(Party, age_band=st.sampled_from((*of_age, *(one.id for one in ages))), **plain)
    anyone = st.builds(Party, kind=_ids(rules, "party-kinds"), age_band=st.sampled_from(of_age), **plain)
    return person | anyone


# --------------------------------------------------------------------------- private


def _ids(rules: Rulebook, scheme: str) -> st.SearchStrategy[str]:
    """Return the ids of usable concepts of *scheme*."""
    return st.sampled_from(tuple(one.id for one in usable(rules.scheme(scheme))))


def _hinted(rules: Rulebook, scheme: str) -> st.SearchStrategy[str]:
    """Return the ids of usable concepts of *scheme*, as often as not one that guards speak of."""
    every = tuple(one.id for one in usable(rules.scheme(scheme)))
    hints = tuple(one for one in every if one in spoken_of(rules))
    return st.sampled_from(every) | st.sampled_from(hints) if hints else st.sampled_from(every)


def _related(rules: Rulebook, others: tuple[str, ...]) -> dict[str, st.SearchStrategy[str | None]]:
    """Return how a party is related to one of *others*, where there is any."""
    if not others:
        return {}
    return {"relationship": st.none() | _ids(rules, "relationships"), "related_to": st.none() | st.sampled_from(others)}


def _filled(names: Names, cls: type[Any], specs: tuple[FieldSpec, ...], fixed: dict[str, Any]) -> Values:
    """Return instances of *cls*; what is optional is sometimes left out, and *fixed* fields are as they are told."""
    always, sometimes = {}, {}
    for spec in specs:
        if spec.name in fixed:
            always[spec.name] = st.just(_told(fixed[spec.name]))
        elif spec.nullable:
            always[spec.name] = st.one_of(st.just(_told(None)), _value(names, spec))
        elif spec.required:
            always[spec.name] = _value(names, spec)
        else:
            sometimes[spec.name] = _value(names, spec)
    return st.fixed_dictionaries(always, optional=sometimes).map(_making(cls))


def _making(cls: type[Any]) -> Callable[[dict[str, Made]], Made]:
    """Return what makes an instance of *cls* from its values, once the time is told."""
    return lambda values: lambda at: cls(**{name: made(at) for name, made in values.items()})


def _told(value: object) -> Made:
    """Return *value*, whatever the time."""
    return lambda _: value


def _value(names: Names, spec: FieldSpec) -> Values:
    """Return values for *spec*."""
    if not spec.many:
        return _one(names, spec)
    some = st.lists(_one(names, spec), min_size=spec.kind is Kind.TERM, max_size=2).map(_together)
    if spec.kind is Kind.ID and spec.of == "party":
        return st.just(_told(names.parties)) | some
    if spec.kind is Kind.PART and names.parties and spec.names("party"):
        return _for_each_party(names, spec) | some
    return some


def _for_each_party(names: Names, spec: FieldSpec) -> Values:
    """Return a part for each party of the case."""
    party = next((part.name for part in spec.parts if part.of == "party" and not part.many), None)
    fixed = [{} if party is None else {party: one} for one in names.parties]
    return st.tuples(*(_filled(names, spec.type or object, spec.parts, each) for each in fixed)).map(_together)


def _together(values: Iterable[Made]) -> Made:
    """Return *values* as a tuple; of new parties with one id the first."""

    def made(at: datetime) -> tuple[Any, ...]:
        found = [one(at) for one in values]
        return tuple({one.id if isinstance(one, Party) else index: one for index, one in enumerate(found)}.values())

    return made


def _one(names: Names, spec: FieldSpec) -> Values:
    """Return single values of the kind that *spec* holds."""
    if spec.kind is Kind.DATE:
        return st.integers(-60, 60).map(_day)
    if spec.kind is Kind.MOMENT:
        return st.integers(0, 100).map(_hours_ago) | st.integers(-48, -1).map(_hours_ago)
    if spec.type is Party:
        new = tuple(f"q{number}" for number in range(1, 10))
        coming = people(names.rules, new, names.parties)
        known = names.parties if not spec.many else ()  # a list of people may be that with which a case begins
        return (coming | people(names.rules, known) if known else coming).map(_told)
    if spec.kind is Kind.PART:
        return _filled(names, spec.type or object, spec.parts, {})
    return _plain(names, spec).map(_told)


def _plain(names: Names, spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Return values that do not depend on the time."""
    if spec.kind is Kind.BOOL:
        return st.sampled_from((True, True, False))  # what is claimed is mostly so, or no life would get far
    if spec.kind is Kind.INT:
        return st.integers(0, 9) | st.integers(-1, 1000)
    if spec.kind is Kind.ENUM:
        return st.sampled_from(members(spec))
    if spec.kind is Kind.TERM:
        return _hinted(names.rules, str(spec.scheme))
    return st.sampled_from(names.of(str(spec.of)))


def _day(distance: int) -> Made:
    """Return the day that lies *distance* days from the moment told."""
    return lambda at: (at + timedelta(days=distance)).date()


def _hours_ago(distance: int) -> Made:
    """Return the moment *distance* hours before the one told."""
    return lambda at: at - timedelta(hours=distance)
