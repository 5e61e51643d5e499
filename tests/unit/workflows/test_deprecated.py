"""A deprecated concept is for nothing new, and what was recorded with it stays what it was."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Actor, CaseFactor, Party
from community_policing.errors import ConceptNotFoundError, DeprecatedConceptError
from community_policing.serialization import make_converter
from community_policing.workflows import Accepted, spec_of
from community_policing.workflows._payload import smallest
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import record

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
OFFICER = Actor("o-1", ("intake-officer", "case-officer", "supervisor"))
ANOTHER = attrs.evolve(OFFICER, id="o-2")
PARTIES = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
RETIRED = {
    "case-categories": {"neighbour-quarrel": "neighbour-dispute"},
    "aggravating-factors": {"weapon": "threat-to-kill"},
    "consent-kinds": {"to-mediation": "to-support"},
    "roles": {"complainant": "disputing-party"},
}
CONSENT = record.RecordConsent("p1", "to-mediation", "given", "p1", True, ("r:told",), "r:ar")  # noqa: FBT003  a record


BEFORE = standard_rulebook()


@pytest.fixture(scope="module")
def after():
    """The standard rulebook, in which a force retired a concept of several schemes."""
    rules = BEFORE
    for name, retired in RETIRED.items():
        rules = rules.with_scheme(rules.scheme(name).extended(deprecated=retired))
    return rules


@pytest.fixture(scope="module")
def old():
    """A case from the time before, with a factor and a consent."""
    case = BEFORE.open_case("C1", categories=("neighbour-quarrel",), parties=PARTIES, by=OFFICER, at=AT).expect()
    events = list(case.events)
    for command in (record.AddFactor("weapon", "r:seen", AT, party="p2"), CONSENT):
        done = BEFORE.decide(case.case, command, by=OFFICER, at=AT).expect()
        events += done.events
        case = done
    return case.case, tuple(events)


def test_no_new_case_has_a_deprecated_category(after):
    """The error says that it is deprecated and what to use in its place."""
    with pytest.raises(DeprecatedConceptError) as caught:
        after.open_case("C2", categories=("neighbour-quarrel",), by=OFFICER, at=AT)

    assert isinstance(caught.value, ConceptNotFoundError)
    assert (caught.value.wrong, caught.value.valid) == ("neighbour-quarrel", ("neighbour-dispute",))
    assert str(caught.value) == (
        "the concept 'neighbour-quarrel' in record.open-case.categories[0] (scheme case-categories) is deprecated; "
        "use 'neighbour-dispute'"
    )


def test_no_case_is_taken_over_with_a_deprecated_concept(after):
    """Whoever takes over a case names what is in use, in its categories and in what is told of it."""
    tracks = {"record": "open"}
    with pytest.raises(DeprecatedConceptError, match="neighbour-quarrel"):
        after.adopt_case("C2", tracks=tracks, categories=("neighbour-quarrel",), by=OFFICER, at=AT)
    with pytest.raises(DeprecatedConceptError, match="weapon"):
        after.adopt_case("C2", tracks=tracks, facts=(record.AddFactor("weapon", "r:seen", AT),), by=OFFICER, at=AT)


def test_no_command_brings_a_deprecated_concept_to_a_case(after):
    """In a field of the command and in a part of it."""
    case = after.open_case("C2", categories=("other-uncategorised",), by=OFFICER, at=AT).expect().case

    with pytest.raises(DeprecatedConceptError, match=r"record\.add-factor\.factor"):
        after.decide(case, record.AddFactor("weapon", "r:seen", AT), by=OFFICER, at=LATER)
    with pytest.raises(DeprecatedConceptError, match=r"record\.add-party\.party\.role"):
        after.decide(case, record.AddParty(PARTIES[0]), by=OFFICER, at=LATER)


def test_whoever_joins_an_old_case_gets_a_role_in_use(after, old):
    """That another party holds the deprecated one is no reason to give it again."""
    case, _ = old

    with pytest.raises(DeprecatedConceptError, match="complainant"):
        after.decide(case, record.AddParty(attrs.evolve(PARTIES[0], id="p3")), by=OFFICER, at=LATER)


@pytest.mark.parametrize(
    "command",
    [
        record.WithdrawFactor("weapon", "r:toy", "r:note", party="p2"),
        record.WithdrawConsent("p1", "to-mediation"),
        record.Recategorise("neighbour-quarrel", ("neighbour-quarrel", "animal-harm"), "r:why"),
    ],
    ids=lambda command: spec_of(command).name,
)
def test_what_is_on_record_can_be_withdrawn_and_repeated(after, old, command):
    """A factor, a consent and a category of an old case are named as they were recorded."""
    case, _ = old

    assert isinstance(after.decide(case, command, by=ANOTHER, at=LATER), Accepted)


def test_what_a_case_holds_can_be_named_whoever_told_it(after):
    """A factor that a screening found and a category that another case brought are on record as well."""
    case = after.open_case("C2", categories=("animal-harm",), by=OFFICER, at=AT).expect().case
    held = attrs.evolve(
        case, categories=("neighbour-quarrel", "animal-harm"), factors=(CaseFactor("weapon", None, "o-1"),)
    )
    withdrawn = record.WithdrawFactor("weapon", "r:toy", "r:note")
    turned = record.Recategorise("animal-harm", ("neighbour-quarrel", "animal-harm"), "r:why")

    for command in (withdrawn, turned):
        assert isinstance(after.decide(held, command, by=ANOTHER, at=LATER), Accepted)
        with pytest.raises(DeprecatedConceptError):
            after.decide(case, command, by=ANOTHER, at=LATER)


def test_old_events_are_read_and_replayed(after, old):
    """What was written with a concept since deprecated stays readable, and means what it meant."""
    case, events = old
    documents = make_converter(BEFORE).dump_events(events)

    read = make_converter(after).load_events(documents)

    assert read == events
    assert after.replay(read) == case


def test_reading_a_command_leaves_the_question_to_the_case(after):
    """A form's data is read without the case, so what may be on record is not refused there."""
    made = after.command("record.withdraw-consent", {"party": "p1", "consent_kind": "to-mediation"})

    assert made == record.WithdrawConsent("p1", "to-mediation")


def test_a_deprecated_concept_with_nothing_in_its_place_is_refused_too():
    """The error then names nothing to use."""
    factors = BEFORE.scheme("aggravating-factors")
    gone = tuple(attrs.evolve(one, deprecated=True) if one.id == "weapon" else one for one in factors)
    rules = BEFORE.with_scheme(attrs.evolve(factors, concepts=gone))
    case = rules.open_case("C2", categories=("other-uncategorised",), by=OFFICER, at=AT).expect().case

    with pytest.raises(DeprecatedConceptError, match="is deprecated; nothing stands in its place"):
        rules.decide(case, record.AddFactor("weapon", "r:seen", AT), by=OFFICER, at=LATER)


def test_a_smallest_command_names_concepts_in_use():
    """What a test or a simulation gives is never refused for its vocabulary."""
    first = BEFORE.scheme("aggravating-factors").concepts[0].id
    other = BEFORE.scheme("aggravating-factors").concepts[1].id
    rules = BEFORE.with_scheme(BEFORE.scheme("aggravating-factors").extended(deprecated={first: other}))
    case = rules.open_case("C2", categories=("other-uncategorised",), by=OFFICER, at=AT).expect().case

    made = smallest(rules, spec_of(record.AddFactor), case, by=OFFICER, at=AT)

    assert made.factor == other
    assert isinstance(rules.decide(case, made, by=OFFICER, at=AT), Accepted)
