"""Safeguards on concrete cases and decisions: a workflow that keeps its word passes, one that does not is caught."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs

from community_policing.cases import Actor, Assignment, Factor, Party, PartyId, Ref, Role
from community_policing.taxonomy import Risk, standard_profile, standard_rules, standard_schemes
from community_policing.workflows import (
    ANYWHERE,
    AddsFactor,
    AddsParties,
    Category,
    OpenCase,
    Rulebook,
    SetsCategories,
    State,
    Workflow,
    WorkflowId,
    command,
    forbids,
    guard,
    in_state,
    keeps,
    leads,
    never,
    permits,
    precedes,
)
from community_policing.workflows._command import spec_of
from community_policing.workflows._payload import smallest
from community_policing.workflows._watch import breaches, broken

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("o-1", ("intake-officer",))
TEXT = {"en": "It holds.", "ar": "يثبت ذلك.", "basis": "test"}


@command("record.found")
class Found:
    """Something came to light."""

    factor: Factor


@command("toy.look")
class Look:
    """Look at it."""


@command("toy.hear", key="party")
class Hear:
    """Hear a party."""

    party: PartyId


@command("toy.leave", decided_by="party")
class Leave:
    """A party leaves."""

    kind: Ref


@command("toy.end")
class End:
    """End it."""

    sure: bool


@command("record.invite")
class Invite:
    """Invite a party to talk."""

    party: PartyId


@command("talk.speak", key="party")
class Speak:
    """A party speaks."""

    party: PartyId


@guard("weapon-absent", otherwise="weapon-found")
def a_weapon_was_found(s):
    """A weapon is on the case."""
    return s.has_factor("weapon")


@guard("not-sure")
def officer_is_sure(a):
    """The officer is sure."""
    return a.command.sure


unopened, opened = State("unopened", initial=True), State("open")
asleep = State("asleep", resting=True)
begun, looked, ended, left = (
    State("begun", initial=True),
    State("looked"),
    State("ended", final=True),
    State("left", final=True),
)

RECORD = Workflow(
    "record",
    frames=True,
    transitions=(
        unopened.to(
            opened,
            on=OpenCase,
            by=("intake-officer",),
            then=(SetsCategories("categories"), AddsParties("parties")),
            opens=("toy",),
        ),
        opened.stay(on=Found, by=("intake-officer",), then=(AddsFactor(field="factor"),)),
        opened.falls_to(asleep, once=(~a_weapon_was_found, a_weapon_was_found)),
    ),
)


def rules(*safeguards, when=(), leaving=("party-roles",)):
    """Return a rulebook with a small workflow that promises *safeguards*."""
    toy = Workflow(
        "toy",
        transitions=(
            begun.to(looked, on=Look, by=("intake-officer",)),
            looked.stay(on=Hear, by=("intake-officer",)),
            looked.to(ended, on=End, by=("intake-officer",), given=(officer_is_sure,)),
            begun.to(ended, on=End, by=("supervisor",)),
            begun.to(left, on=Leave, by=leaving, when=when),
            looked.to(left, on=Leave, by=leaving, when=when),
        ),
        safeguards=safeguards,
    )
    return Rulebook(standard_schemes(), (RECORD, toy), standard_profile(), standard_rules())


def opening(book):
    parties = (Party("p1", "complainant"), Party("p2", "disputing-party"))
    return book.open_case("c-1", categories=("neighbour-dispute",), parties=parties, by=OFFICER, at=NOW).expect()


def decided(book, *commands):
    """Return the case before the last of *commands* and what was decided on it."""
    case, outcome = None, opening(book)
    for one in commands:
        case = outcome.case
        outcome = book.decide(case, one, by=OFFICER, at=NOW).expect()
    return case, outcome


def ids(found):
    return [breach.safeguard.id for breach in found]


def both(book, *commands):
    """Return the ids of what the last decision breaks, and of what does not hold on the case after it."""
    before, outcome = decided(book, *commands)
    return ids(broken(book, before, outcome)), ids(breaches(book, outcome.case, by=OFFICER, at=NOW))


# --------------------------------------------------------------------------- states


def test_a_case_where_it_may_never_be_is_a_breach():
    """Found on the decision that leads there and on the case, and not before."""
    book = rules(never(in_state(looked) & a_weapon_was_found, id="no-weapon", **TEXT))

    assert both(book, Look()) == ([], [])
    assert both(book, Look(), Found("weapon")) == (["no-weapon"], ["no-weapon"])
    assert both(book, Found("weapon")) == ([], [])


def test_a_state_reached_without_what_comes_first_is_a_breach():
    """Somebody had to be heard before it ended."""
    book = rules(precedes(Hear, (ended,), id="heard-first", **TEXT))

    assert both(book, Look(), End(sure=True)) == (["heard-first"], ["heard-first"])
    assert both(book, Look(), Hear("p1"), End(sure=True)) == ([], [])
    assert both(book, Look()) == ([], [])


def test_what_comes_first_may_hold_of_some_cases_only():
    """Where its condition does not hold, nothing is asked."""
    book = rules(precedes(Hear, (ended,), given=in_state(begun), id="heard-first", **TEXT))

    assert both(book, Look(), End(sure=True)) == ([], [])


def test_what_comes_first_may_be_on_the_record():
    """A fact of the record counts as one of the track."""
    book = rules(precedes(Found, (looked,), id="found-first", **TEXT))

    assert both(book, Look()) == (["found-first"], ["found-first"])
    assert both(book, Found("weapon"), Look()) == ([], [])


def test_a_party_of_whom_nothing_is_on_record_is_a_breach():
    """Every one of the parties, not just some."""
    book = rules(keeps(Hear, (looked,), id="all-heard", **TEXT))

    assert both(book, Look(), Hear("p1")) == (["all-heard"], ["all-heard"])
    assert both(book, Look(), Hear("p1"), Hear("p2")) == ([], [])
    assert both(book, Found("weapon")) == ([], [])


# --------------------------------------------------------------------------- steps


def test_a_command_accepted_where_it_is_forbidden_is_a_breach():
    """With a weapon found nobody may look; the workflow lets them."""
    book = rules(forbids(Look, a_weapon_was_found, id="no-look", **TEXT))

    before, outcome = decided(book, Found("weapon"), Look())

    assert ids(broken(book, before, outcome)) == ["no-look"]
    assert ids(breaches(book, before, by=OFFICER, at=NOW)) == ["no-look"]
    assert both(book, Look()) == ([], [])


def test_trying_what_is_forbidden_needs_a_payload_that_is_accepted():
    """Refused whatever it was for, it is no breach; on a track that is over it is not even tried."""
    book = rules(forbids(End, id="no-end", **TEXT))

    assert both(book, Found("weapon")) == ([], [])
    assert both(book, Look())[1] == ["no-end"]
    assert both(book, Look(), End(sure=True)) == (["no-end"], [])


def test_a_command_that_does_not_lead_where_it_must_is_a_breach():
    """Looking with a weapon found must end it; it does not."""
    book = rules(leads(Look, in_state(ended), ANYWHERE & a_weapon_was_found, id="ends", **TEXT))

    before, outcome = decided(book, Found("weapon"), Look())

    assert ids(broken(book, before, outcome)) == ["ends"]
    assert ids(breaches(book, before, by=OFFICER, at=NOW)) == ["ends"]
    assert both(book, Look()) == ([], [])


def test_a_command_that_leads_where_it_must_is_none():
    """Looking leads to having looked."""
    book = rules(leads(Look, in_state(looked), id="looked", **TEXT))

    assert both(book, Look()) == ([], [])
    assert ids(breaches(book, opening(book).case, by=OFFICER, at=NOW)) == []


def test_a_command_of_another_workflow_may_be_bound():
    """What is found must stop the track; it does not."""
    book = rules(
        leads(Found, in_state(ended), in_state(looked), id="stops", **TEXT),
        forbids(Found, in_state(begun), id="not-yet", **TEXT),
    )

    assert both(book, Look(), Found("weapon"))[0] == ["stops"]
    assert both(book, Found("weapon"))[0] == ["not-yet"]


def test_the_decision_that_opens_a_case_is_watched_too():
    """Nothing was before it, so only what is said of every case is asked of the command."""
    book = rules(
        leads(OpenCase, in_state(looked), id="looked-at-once", **TEXT),
        leads(OpenCase, in_state(looked), in_state(begun), id="not-asked", **TEXT),
        never(in_state(begun), id="never-begun", **TEXT),
    )

    assert ids(broken(book, None, opening(book))) == ["looked-at-once", "never-begun"]


def test_a_decision_without_a_command_breaks_only_what_it_leaves_behind():
    """Such as one that a host put together from stored events."""
    book = rules(never(in_state(looked), id="never-looked", **TEXT), forbids(Look, id="no-look", **TEXT))
    before, outcome = decided(book, Look())
    silent = attrs.evolve(outcome, events=(attrs.evolve(outcome.events[0], command=None),))

    assert ids(broken(book, before, silent)) == ["never-looked"]


def test_a_track_that_another_ended_is_not_asked():
    """It refuses everything, so nothing of it can be wrong any more."""
    book = rules(never(in_state(begun), id="never-begun", **TEXT))
    case = opening(book).case
    over = attrs.evolve(case, tracks=(case.tracks[0], attrs.evolve(case.tracks[1], ended=True)))

    assert ids(breaches(book, case, by=OFFICER, at=NOW)) == ["never-begun"]
    assert breaches(book, over, by=OFFICER, at=NOW) == ()


def test_what_one_party_may_not_do_says_nothing_of_another():
    """A workflow that runs once per party is asked on the track of the party that the command is for."""
    speaking = State("speaking", final=True)
    silent = State("silent", initial=True)
    talk = Workflow(
        "talk",
        per="party",
        transitions=(silent.to(speaking, on=Speak, by=("intake-officer",)),),
        safeguards=(forbids(Speak, in_state(speaking), id="speaks-once", **TEXT),),
    )
    record = RECORD.with_transitions(opened.stay(on=Invite, by=("intake-officer",), opens=("talk",)), version=1)
    book = attrs.evolve(rules(), workflows=(record, *rules().workflows[1:], talk))

    assert both(book, Invite("p1"), Invite("p2"), Speak("p1"), Speak("p2")) == ([], [])


# --------------------------------------------------------------------------- rights


RIGHT = permits(Leave, in_state(begun, looked), by=("party-roles",), id="may-leave", **TEXT)


def test_a_right_that_everyone_has_who_should_is_none():
    """Each party may leave, whatever is filled in."""
    assert both(rules(RIGHT), Look()) == ([], [])


def test_a_right_that_a_condition_denies_is_a_breach_with_its_reasons():
    """For each party, with why."""
    book = rules(RIGHT, when=(a_weapon_was_found,))

    found = breaches(book, opening(book).case, by=OFFICER, at=NOW)

    assert ids(found) == ["may-leave", "may-leave"]
    assert [reason.code for reason in found[0].reasons] == ["weapon-absent"]
    assert str(found[0]) == (
        "safeguard 'may-leave' of 'toy' is broken by 'toy.leave' on "
        "<Case c-1#2 neighbour-dispute [record: open, toy: begun]>: Reason('weapon-absent')"
    )


def test_a_right_that_a_role_does_not_have_is_a_breach():
    """Only the supervisor may, and the right is the party's."""
    book = rules(RIGHT, leaving=("supervisor",))

    assert [one.reasons[0].code for one in breaches(book, opening(book).case, by=OFFICER, at=NOW)] == [
        "not-authorised",
        "not-authorised",
    ]


def test_a_right_that_is_not_even_offered_is_a_breach():
    """The state lacks the command; where the right does not reach, nothing is asked."""
    everywhere = permits(Leave, by=("supervisor",), id="may-leave", **TEXT)
    book = rules(everywhere, leaving=("supervisor",))

    assert both(book, Look()) == ([], [])
    assert both(book, Look(), End(sure=True)) == ([], ["may-leave"])
    assert both(rules(RIGHT, leaving=("supervisor",)), Look(), End(sure=True)) == ([], [])


def test_a_right_of_an_assigned_role_is_asked_of_who_holds_it():
    """Nobody holds it: nobody is denied it. Somebody does: that one is asked."""
    right = permits(Leave, by=("case-officer",), id="officer-may", **TEXT)
    book = rules(right, leaving=("case-officer",))
    denied = rules(right, leaving=("supervisor",))
    case = attrs.evolve(opening(book).case, assignments=(Assignment("case-officer", "o-2"),))

    assert breaches(denied, opening(book).case, by=OFFICER, at=NOW) == ()
    assert breaches(book, case, by=OFFICER, at=NOW) == ()
    assert ids(breaches(denied, case, by=OFFICER, at=NOW)) == ["officer-may"]


def test_a_right_to_a_command_of_another_workflow_is_found_on_its_track():
    """The record takes it, and the promise is the other track's."""
    book = rules(permits(Found, by=("intake-officer",), id="may-find", **TEXT))
    denied = rules(permits(Found, by=("supervisor",), id="may-find", **TEXT))

    assert both(book, Look()) == ([], [])
    assert both(denied, Look())[1] == ["may-find"]


def test_a_breach_without_a_command_tells_the_case():
    """In English, and in codes."""
    book = rules(never(in_state(begun), id="never-begun", **TEXT))

    (found,) = breaches(book, opening(book).case, by=OFFICER, at=NOW)

    assert str(found) == (
        "safeguard 'never-begun' of 'toy' is broken on <Case c-1#2 neighbour-dispute [record: open, toy: begun]>"
    )


# --------------------------------------------------------------------------- the smallest payload


@attrs.frozen
class Part:
    """A part of a payload."""

    ref: Ref
    role: Role | None = None


@command("toy.everything")
class Everything:
    """One field of each kind."""

    sure: bool
    times: int
    day: date
    moment: datetime
    level: Risk
    category: Category
    party: PartyId
    workflow: WorkflowId
    parts: tuple[Part, ...]
    ref: Ref | None
    other: Ref | None = None


def test_the_smallest_payload_has_what_is_required_and_names_what_is_there():
    """True claims, present moments, known parties, usable concepts; nothing optional."""
    book = rules()
    case = opening(book).case

    made = smallest(book, spec_of(Everything), case, by=OFFICER, at=NOW)

    assert made == Everything(
        sure=True,
        times=1,
        day=NOW.date(),
        moment=NOW,
        level=Risk.LOW,
        category=made.category,
        party="p1",
        workflow="record",
        parts=(Part("some-ref"),),
        ref=None,
    )
    assert book.scheme("case-categories")[made.category].policy is not None


def test_the_smallest_payload_is_well_formed_on_a_case_without_parties():
    """A party that is not there is named; the rules then say that it is not."""
    book = rules()
    empty = attrs.evolve(opening(book).case, parties=())

    assert smallest(book, spec_of(Hear), empty, by=OFFICER, at=NOW) == Hear("some-party")
