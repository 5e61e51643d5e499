"""A small rulebook whose commands have every kind of field, and strategies for whatever a document may hold."""

from __future__ import annotations

import datetime as dt
import unicodedata
from enum import Enum, StrEnum
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import strategies as st

from community_policing.cases import (
    Actor,
    Assigned,
    Assignment,
    Case,
    CaseFactor,
    CategoriesSet,
    ConfidentialitySet,
    Event,
    Fact,
    FactorAdded,
    FactorWithdrawn,
    Facts,
    Marked,
    OutcomeRecorded,
    PartiesMerged,
    Party,
    PartyAdded,
    PartyChanged,
    PartyLeft,
    Reason,
    RiskAssessed,
    TeamJoined,
    Track,
    Unmarked,
    What,
)
from community_policing.serialization import make_converter
from community_policing.taxonomy import Confidentiality, Risk, standard_profile, standard_rules, standard_schemes
from community_policing.workflows import (
    ActorId,
    AddsParties,
    Factor,
    OpenCase,
    PartyId,
    Ref,
    Rulebook,
    SetsCategories,
    State,
    Workflow,
    command,
)

AT = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
OFFICER = Actor("o-1", ("intake-officer",))


class Way(StrEnum):
    """An enum whose members are text too."""

    BY_FOOT = "by-foot"
    BY_CAR = "by-car"


class Size(Enum):
    """An enum whose members are not."""

    SMALL = "small"
    LARGE = "large"


@attrs.frozen
class Promise:
    """A part of a command."""

    party: PartyId
    until: dt.date | None = None


@command("record.set-risk")
class SetRisk:
    """Assess the risk."""

    risk: Risk


@command("record.tell", key=("party", "way"))
class Tell:
    """A command with every kind of field."""

    party: PartyId
    way: Way
    size: Size
    urgent: bool
    times: int
    day: dt.date
    moment: dt.datetime
    factors: tuple[Factor, ...]
    promises: tuple[Promise, ...] = ()
    basis: Ref | None = None
    mediator: ActorId | None = None


@command("record.rest")
class Rest:
    """A command without fields."""


UNOPENED = State("unopened", initial=True)
OPEN = State("open")
CLOSED = State("closed", final=True)
ANYONE = ("intake-officer",)

RECORD = Workflow(
    "record",
    version=1,
    frames=True,
    transitions=(
        UNOPENED.to(OPEN, on=OpenCase, by=ANYONE, then=(SetsCategories("categories"), AddsParties("parties"))),
        OPEN.stay(on=SetRisk, by=ANYONE),
        OPEN.stay(on=Tell, by=ANYONE),
        OPEN.to(CLOSED, on=Rest, by=ANYONE),
    ),
)
RULES = Rulebook(standard_schemes(), (RECORD,), standard_profile(), standard_rules())


# --------------------------------------------------------------------------- strategies

odd_ids = (
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text.isprintable() and not any(character.isspace() for character in text))
)
ids = st.sampled_from(("p1", "o-17", "Café", "حالة-٤١٧", "a" * 128, "日本", "😀", '"\\')) | odd_ids
moments = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC))  # noqa: DTZ001  zoned
days = st.dates()
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
several = st.lists(ids, max_size=3).map(tuple)
maybe = st.none() | ids

promises = st.builds(Promise, ids, st.none() | days)
commands = st.one_of(
    st.builds(SetRisk, st.sampled_from(Risk)),
    st.builds(
        Tell,
        ids,
        st.sampled_from(Way),
        st.sampled_from(Size),
        st.booleans(),
        numbers,
        days,
        moments,
        several,
        st.lists(promises, max_size=2).map(tuple),
        maybe,
        maybe,
    ),
    st.just(Rest()),
)
parties = st.builds(
    Party,
    ids,
    ids,
    kind=ids,
    age_band=ids,
    age_unknown_reason=maybe,
    sex=maybe,
    relationship=maybe,
    related_to=maybe,
    capacity=maybe,
    factors=several,
)
opening_commands = st.builds(OpenCase, several, st.lists(parties, max_size=2).map(tuple))
actors = st.builds(Actor, ids, several, speaks_for=maybe, unit=maybe, competencies=several)
case_factors = st.builds(CaseFactor, ids, maybe, maybe)
assignments = st.builds(Assignment, ids, ids)
params = st.one_of(
    ids,
    numbers,
    st.booleans(),
    days,
    moments,
    st.timedeltas(dt.timedelta(days=-(10**6)), dt.timedelta(days=10**6)),
    several,
)
reasons = st.builds(
    lambda code, items, audience: Reason(code, audience, **items),
    ids,
    st.dictionaries(ids.filter(lambda name: name != "audience"), params, max_size=3),
    several,
)
changes = st.one_of(
    st.builds(CategoriesSet, several),
    st.builds(PartyAdded, parties),
    st.builds(PartyChanged, parties),
    st.builds(PartiesMerged, ids, ids),
    st.builds(PartyLeft, ids),
    st.builds(FactorAdded, case_factors),
    st.builds(FactorWithdrawn, ids, maybe),
    st.builds(RiskAssessed, st.sampled_from(Risk)),
    st.builds(ConfidentialitySet, st.sampled_from(Confidentiality)),
    st.builds(Assigned, ids, several),
    st.builds(TeamJoined, assignments),
    st.builds(OutcomeRecorded, maybe),
    st.builds(Marked, ids),
    st.builds(Unmarked, ids),
)
events = st.builds(
    Event,
    ids,
    numbers,
    ids,
    st.sampled_from(What),
    ids,
    numbers,
    maybe,
    ids,
    actors,
    moments,
    ids,
    st.none() | commands | opening_commands,
    st.none() | numbers,
    st.lists(reasons, max_size=2).map(tuple),
    st.lists(changes, max_size=3).map(tuple),
)
facts_of_one = st.builds(Fact, commands, ids, moments, numbers, numbers)


def _facts(told: list[Fact]) -> Facts:
    items = {}
    for fact in told:
        spec = fact.command.__command__
        items[spec.name, spec.key_of(fact.command)] = fact
    return Facts(items)


facts = st.lists(facts_of_one, max_size=3).map(_facts)
tracks = st.builds(Track, ids, ids, numbers, ids, moments, facts, st.booleans())
cases = st.builds(
    Case,
    ids,
    numbers,
    st.none() | moments,
    several,
    st.lists(parties, max_size=2).map(tuple),
    st.lists(case_factors, max_size=2).map(tuple),
    st.none() | st.sampled_from(Risk),
    st.sampled_from(Confidentiality),
    st.lists(assignments, max_size=2).map(tuple),
    maybe,
    several,
    st.lists(tracks, max_size=3).map(tuple),
)


# --------------------------------------------------------------------------- fixtures


@pytest.fixture(scope="session")
def toy():
    """The names of this file, for tests that cannot import it."""
    return SimpleNamespace(**globals())


@pytest.fixture(scope="session")
def converter():
    return make_converter(RULES)


@pytest.fixture(scope="session")
def fast():
    return make_converter(RULES, fast=True)


@pytest.fixture(scope="session")
def spoken():
    """A command with every kind of field."""
    promise = Promise("p2", dt.date(2026, 4, 1))
    return Tell("p1", Way.BY_FOOT, Size.SMALL, True, 3, dt.date(2026, 3, 1), AT, ("weapon",), (promise,), "r:1")  # noqa: FBT003


@pytest.fixture(scope="session")
def story(spoken):
    """The events of a short case, and the case they add up to."""
    people = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party"))
    opened = RULES.open_case("C-1", categories=("neighbour-dispute",), parties=people, by=OFFICER, at=AT).expect()
    assessed = RULES.decide(opened.case, SetRisk(Risk.HIGH), by=OFFICER, at=AT).expect()
    heard = RULES.decide(assessed.case, spoken, by=OFFICER, at=AT).expect()
    return (*opened.events, *assessed.events, *heard.events), heard.case
