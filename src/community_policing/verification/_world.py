"""One path through what a case may be: every answer given so far narrows what is still possible."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from community_policing.verification._choices import Domain, Parts
from community_policing.verification._domains import COLLEAGUE, OFFICER, OUTSIDER, Domains, party_of
from community_policing.verification._lazy import NOW, Blank, BlankId, Moment, plain, supposed
from community_policing.verification._lens import FACT, Known, Lens, Masks, Place, TooCoarseError, Var
from community_policing.verification._values import AGES, NO_YES, RISKS, YES_NO
from community_policing.verification._walked import Walked
from community_policing.workflows import CommandSpec, FieldSpec, Kind

T = TypeVar("T")
PAYLOAD = "payload"
TIMES = frozenset({Kind.DATE, Kind.MOMENT})
RISK, AGE = ("risk",), ("age",)
BY, THERE, COUNT = "by", "there", "count"
MOST_COUNTED = 4
"""Up to how many tellings of a command are told apart, and no further."""
ACTORS = Domain((OUTSIDER, OFFICER, COLLEAGUE))
"""Who may act; plainly somebody who had no part in the case so far."""
STAFF = Domain((OFFICER, COLLEAGUE, OUTSIDER))
"""Who may have told a fact; plainly the officer."""
COUNTS = Domain(range(1, MOST_COUNTED + 1))


class Told:
    """A fact as a guard finds it: the command, who gave it, and where it stands."""

    __slots__ = ("_world", "command", "place")

    def __init__(self, world: World, place: Place, command: Any) -> None:  # noqa: ANN401
        """Hold the supposed *command* that stands at *place*."""
        self._world = world
        self.place = place
        self.command = command

    @property
    def by(self) -> str:
        """Who gave it."""
        self._world.hear(World.note_read, self.place[0], BY)
        return str(self._world.value((FACT, *self.place, BY), STAFF))


class World(Walked):
    """
    The case, as far as the path that is being walked has asked about it.

    Attributes:
        domains: What anything may be.
        lens: What is told apart.
        own: The workflow whose track is looked at.
        known: The track's past.
        facts_read: The commands whose facts were read.
        looked_back: The commands whose facts are followed and were looked for since it was last emptied.
        first: The forks that decide what lasts; they come before all others.
        fields_read: The fields of facts that were read, as command and field.
    """

    __slots__ = (
        "_prefix",
        "_told",
        "domains",
        "facts_read",
        "fields_read",
        "first",
        "known",
        "lens",
        "looked_back",
        "named",
        "own",
    )

    def __init__(self, domains: Domains, lens: Lens, own: str) -> None:
        """Begin with nothing asked."""
        super().__init__()
        self.domains = domains
        self.lens = lens
        self.own = own
        self.named = domains.named
        self.known = Known("")
        self.facts_read: set[str] = set()
        self.fields_read: set[tuple[str, str]] = set()
        self.first = 0
        self.looked_back: set[str] = set()
        self._told: dict[Place, Told] = {}
        self._prefix = f"{own}."

    def begin(self, known: Known, held: Masks | None = None) -> None:
        """Forget the path before; stand at *known*, where *held* is held fast."""
        self.known = known
        masks = dict(known.masks)
        for var, mask in (held or {}).items():
            masks[var] = masks.get(var, mask) & mask or mask
        self.start(masks)
        for var in sorted(self.lens.lasting):
            self.tell_apart(var, (RISKS if var == RISK else NO_YES).parts("lasts", _is_so))
        self.first = self.consulted

    # ----------------------------------------------------------------- asking

    def plainest(self, var: Var, domain: Domain) -> Any:  # noqa: ANN401  the domain's own values
        """Return the plainest value that *var* may still have."""
        return domain.plainest(self.hear(World._least, var, domain))

    def _least(self, var: Var, domain: Domain) -> int:
        """Return the mask of the plainest value that *var* may still have."""
        mask = self.masks.get(var, domain.full)
        return mask & -mask

    def ask(self, var: Var, domain: Domain, question: Hashable, answer: Callable[[Any], Any]) -> Any:  # noqa: ANN401
        """Return the answer to *question* about *var* on this path."""
        parts = domain.parts(question, answer)
        return parts.whole[0][0] if len(parts.whole) == 1 else self.hear(World.tell_apart, var, parts)

    def value(self, var: Var, domain: Domain) -> Any:  # noqa: ANN401  the domain's own values
        """Return the value of *var* on this path."""
        return self.ask(var, domain, "value", _itself)

    def flag(self, *var: Any, plain: bool = False) -> bool:
        """Return whether something is so that may be either; *plain* is tried first."""
        return bool(self.value(var, YES_NO if plain else NO_YES))

    def age(self, var: Var, question: Hashable, answer: Callable[[timedelta], T]) -> T:
        """Return the answer about how long ago *var* was; what brings a track to its state is no younger than that."""
        told: T = self.hear(World._age, var, AGES.parts(question, answer))
        return told

    def _age(self, var: Var, parts: Parts) -> Any:  # noqa: ANN401  whatever tells ages apart
        """Return in which of *parts* the age of *var* is."""
        if self._brings_on(var):
            self.go_on()
            self.entered.add(var)
        self._keep_in_step()
        told = self.tell_apart(var, parts)
        self._keep_in_step()
        return told

    def _brings_on(self, var: Var) -> bool:
        """Return whether *var* is when a command was told that always brings the track to another state."""
        return var[0] == "since" and var[1][0] in self.domains.bringing_on(self.own)

    def _keep_in_step(self) -> None:
        """Have no step that brought the track to its state, or to one before it, be younger than that."""
        for since in self.entered:
            if AGE in self.masks:
                youngest = self.masks[AGE] & -self.masks[AGE]
                self._narrow(since, AGES.full & -youngest, AGE)
            if since in self.masks:
                self._narrow(AGE, (1 << self.masks[since].bit_length()) - 1, since)

    def _narrow(self, var: Var, allowed: int, reason: Var) -> None:
        """Leave *var* only what is *allowed* because of what *reason* may be."""
        mask = self.masks.get(var, AGES.full)
        if mask & ~allowed:
            self.go_on()
            self.masks[var] = mask & allowed
            self.asked[var] = AGES
            self.because[var] = self.because.get(var, 0) | self.because.get(reason, 0)

    def field(self, var: Var, field: FieldSpec) -> Any:  # noqa: ANN401  the field's own type
        """Return the value of *field*, decided no further than need be."""
        if var[0] == FACT:
            self.hear(World.note_read, var[1], var[3])
        domain = self.domains.of(f"{var[1]}.{field.name}", field)
        if field.many:
            chosen = self.value(var, domain)
            if chosen is None or field.kind not in {Kind.PART, *TIMES}:
                return chosen
            return self._parts(var, field, chosen) if field.kind is Kind.PART else dated(field, chosen)
        if field.nullable and self.ask(var, domain, "none", _is_none):
            return None
        return self._one(var, field, domain)

    def note_read(self, command: str, field: str) -> None:
        """Note that *field* of a fact of *command* was read."""
        self.fields_read.add((command, field))

    def _one(self, var: Var, field: FieldSpec, domain: Domain) -> Any:  # noqa: ANN401  the field's own type
        """Return a single value of *field*."""
        if field.kind is Kind.PART:
            return supposed(field.type or object, field.parts, self, var, {})
        if field.kind in {Kind.TERM, Kind.ID}:
            return (Blank if field.kind is Kind.TERM else BlankId).of(self, var, domain, _itself)
        if field.kind in TIMES:
            return Moment(self, var, domain, field.kind is Kind.DATE, var[:3] if var[0] == FACT else None)
        return self.value(var, domain)

    def _parts(self, var: Var, field: FieldSpec, chosen: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return supposed parts, one for each of *chosen*: a party, or nothing in particular."""
        of_party = party_of(field)
        return tuple(
            supposed(
                field.type or object,
                field.parts,
                self,
                (*var, place),
                {} if of_party is None else {of_party: who},
            )
            for place, who in enumerate(chosen)
        )

    # ----------------------------------------------------------------- facts

    def command(self, spec: CommandSpec, var: Var) -> Any:  # noqa: ANN401  an instance of the command
        """Return a command of *spec* of which nothing is decided yet."""
        return supposed(spec.cls, spec.fields, self, var, {})

    def follows(self, command: str) -> bool:
        """Return whether the facts of *command* are this track's own, and followed."""
        return command.startswith(self._prefix) and self.lens.follows(command)

    def told(self, spec: CommandSpec, key: tuple[Any, ...]) -> Told | None:
        """Return the fact of *spec* and *key*, or `None`: as it is known, or as it may be."""
        place = (spec.name, tuple(plain(one) for one in key))
        if not self.hear(World._is_there, place):
            return None
        found = self._told.get(place)
        if found is None:
            fixed = dict(zip(spec.key, place[1], strict=True))
            command = supposed(spec.cls, spec.fields, self, (FACT, *place), fixed)
            found = self._told[place] = Told(self, place, command)
        return found

    def _is_there(self, place: Place) -> bool:
        """Return whether a fact stands at *place*: as it is known, or as it may be."""
        found = self.there.get(place)
        if found is not None:
            self.consulted |= self.because.get((FACT, *place, THERE), 0)
            return found
        self.facts_read.add(place[0])
        if self.follows(place[0]):
            self.looked_back.add(place[0])
            found = place in self.known.facts
        else:
            found = bool(self.tell_apart((FACT, *place, THERE), _EITHER))
        self.go_on()
        self.there[place] = found
        return found

    def every(self, spec: CommandSpec) -> Iterator[Told]:
        """Yield every fact of *spec*: those known, or for each party one that may be there."""
        keys = self.hear(World._keys, spec)
        found = (self.told(spec, key) for key in keys)
        yield from (one for one in found if one is not None)

    def _keys(self, spec: CommandSpec) -> tuple[tuple[Any, ...], ...]:
        """Return the keys under which facts of *spec* stand, or may."""
        if not self.follows(spec.name):
            return self.domains.keys(spec)
        self.facts_read.add(spec.name)
        self.looked_back.add(spec.name)
        return tuple(key for name, key in self.known.facts if name == spec.name)

    def is_later(self, first: Told, second: Told) -> bool:
        """Return whether *first* was told after *second*."""
        return bool(self.hear(World._is_later, first.place, second.place))

    def _is_later(self, first: Place, second: Place) -> bool:
        """Return whether the fact at *first* was told after that at *second*."""
        names = {first[0], second[0]}
        if not all(map(self.follows, names)):
            return bool(self.tell_apart(("later", first, second), _RATHER))
        if not names <= self.lens.ordered:
            self.lens.ordered |= names
            raise TooCoarseError
        order = self.known.facts
        return order.index(first) > order.index(second)

    def counted(self, spec: CommandSpec, found: Told | None) -> int:
        """Return how often *found* was told; a command that is counted is followed from now on."""
        return int(self.hear(World._count, spec.name, None if found is None else found.place))

    def _count(self, command: str, place: Place | None) -> int:
        """Return how often the fact of *command* at *place* was told, if there is one."""
        is_followed = self.follows(command)
        if is_followed and command not in self.lens.counted:
            self.lens.counted.add(command)
            raise TooCoarseError
        if place is None:
            return 0
        if is_followed:
            return dict(self.known.counts).get(place, 1)
        return int(self.tell_apart((FACT, *place, COUNT), COUNTS.parts("value", _itself)))


def dated(field: FieldSpec, spans: Iterable[timedelta]) -> tuple[date | datetime, ...]:
    """Return the moments, or days, that lie *spans* from now."""
    return tuple(NOW + span if field.kind is Kind.MOMENT else (NOW + span).date() for span in spans)


def as_teller(mask: int) -> int:
    """Return the mask of who acts as the mask of who told."""
    return sum(1 << STAFF.values.index(actor) for actor in ACTORS.among(mask))


def as_actor(mask: int) -> int:
    """Return the mask of who told as the mask of who acts."""
    return sum(1 << ACTORS.values.index(actor) for actor in STAFF.among(mask))


def _itself(value: Any) -> Any:  # noqa: ANN401  any value
    """Return *value*."""
    return value


def _is_so(value: object) -> bool:
    """Return whether *value* is something that lasts: an assessment, a mark."""
    return value is not None and value is not False


def _is_none(value: object) -> bool:
    """Return whether there is nothing."""
    return value is None


_EITHER = NO_YES.parts("value", _itself)
"""Something that is so or not, plainly not."""
_RATHER = YES_NO.parts("value", _itself)
"""Something that is so or not, plainly so."""
