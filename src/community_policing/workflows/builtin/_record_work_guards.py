"""
Claims about what parties want, what was said and done, who works on a case, and what becomes of it.

Sources: the case commands and case invariants of the published rules; GBVIMS on consent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from community_policing.cases import Party, Reason
from community_policing.workflows._guard import guard
from community_policing.workflows._override import may_be_set_aside
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import STAFF
from community_policing.workflows.builtin._record_commands import (
    AddTeamMember,
    Assign,
    AuthorisePublicAppeal,
    FreezeCase,
    Link,
    LogContact,
    MergeCases,
    OverrideWithAuthority,
    RecordConsent,
    RecordEvidence,
    RecordOutsideAction,
    RecordPriorAction,
    RecordStatement,
    RecordWish,
    Recuse,
    RecuseUnit,
    RequestReview,
    SetGuardian,
    SetRepresentative,
    Split,
    WithdrawConsent,
)
from community_policing.workflows.builtin._record_protection import ACCUSED, SIDES, party_of, supervises

ALONE = frozenset({"to-support", "to-shelter"})
"""What a child may ask for alone: help and protection."""

MEDIATORS = frozenset({"mediator", "co-mediator"})
"""Roles that only the mediation itself gives, because the parties must accept who holds them."""


# --------------------------------------------------------------------------- will


@guard("giver-may-not-consent", params=("party",))
def giver_may_consent(a: Attempt[RecordConsent]) -> Iterator[Reason]:
    """The giver is entitled to consent: the person, or for a minor a guardian without conflict or a substitute."""
    command = a.command
    party = party_of(a, command.party)
    if party is None or command.consent_decision == "not-required-by-law":
        return
    if command.given_by not in _deciders(a, party, command.consent_kind):
        yield Reason("giver-may-not-consent", party=party.id)


def _deciders(s: Situation, party: Party, kind: str) -> Iterator[str]:
    """Yield the ids of those who may consent for *party* to this *kind* of thing."""
    protected = s.may_be_minor(party) or party.capacity == "lacks-capacity"
    if not protected or kind in ALONE:
        yield party.id
    mandate = s.last(SetRepresentative, party=party.id)
    if mandate is not None and party.kind in {"collective", "organisation"} and not _has_run_out(s, mandate):
        yield mandate.representative
    named = s.last(SetGuardian, party=party.id)
    if named is not None and protected:
        if named.guardian_conflict == "nothing-found":
            yield named.guardian
        if named.substitute is not None:
            yield named.substitute


def _has_run_out(s: Situation, mandate: SetRepresentative) -> bool:
    """Return whether the mandate is over."""
    return mandate.mandate_until is not None and s.has_passed(mandate.mandate_until)


@guard("giver-has-conflict", params=("party",), audience=STAFF)
def giver_has_no_conflict(a: Attempt[RecordConsent]) -> Iterator[Reason]:
    """Whoever consents for another has no conflict with that person, and is no other side of the case."""
    command = a.command
    giver = party_of(a, command.given_by)
    if giver is None or giver.id == command.party:
        return
    named = a.last(SetGuardian, party=command.party)
    conflicted = named is not None and named.guardian == giver.id and named.guardian_conflict != "nothing-found"
    if conflicted or giver.role in SIDES:
        yield Reason("giver-has-conflict", party=command.party)


@guard("child-not-heard", params=("party",))
def child_is_heard_if_child(a: Attempt[RecordConsent]) -> Iterator[Reason]:
    """A child was heard alone before anyone consented for him or her (CRC art. 12)."""
    command = a.command
    party = party_of(a, command.party)
    if party is None or command.given_by == party.id or not _gives(command) or not a.may_be_minor(party):
        return
    statement, wish = a.last(RecordStatement, party=party.id), a.last(RecordWish, party=party.id)
    if not ((statement is not None and statement.heard_alone) or (wish is not None and wish.asked_alone)):
        yield Reason("child-not-heard", party=party.id)


@guard("consent-not-alone", params=("party",))
def consent_is_taken_alone(a: Attempt[RecordConsent]) -> Iterator[Reason]:
    """Consent is taken in private, each party alone."""
    if _gives(a.command) and not a.command.taken_alone:
        yield Reason("consent-not-alone", party=a.command.party)


@guard("consent-not-informed", params=("party",))
def consent_is_informed(a: Attempt[RecordConsent]) -> Iterator[Reason]:
    """What the giver was told is on record."""
    if _gives(a.command) and not a.command.informed_of:
        yield Reason("consent-not-informed", party=a.command.party)


def _gives(command: RecordConsent) -> bool:
    """Return whether consent was given; a refusal is recorded whatever its form."""
    return command.consent_decision == "given"


@guard("not-own-party", params=("party",))
def speaks_for_that_party(a: Attempt[WithdrawConsent | RequestReview]) -> Iterator[Reason]:
    """A party acts for itself and for nobody else."""
    if a.speaks_as_party() != a.command.party:
        yield Reason("not-own-party", party=a.command.party)


@guard("wish-without-reason", params=("party",))
def wish_or_reason_given(a: Attempt[RecordWish]) -> Iterator[Reason]:
    """The wish, or why it could not be asked, is given."""
    if a.command.wish is None and a.command.wish_unknown_reason is None:
        yield Reason("wish-without-reason", party=a.command.party)


# --------------------------------------------------------------------------- what was said and done


@guard("action-not-yet-done")
def action_is_in_the_past(a: Attempt[RecordPriorAction | RecordOutsideAction]) -> bool:
    """The action lies before the time of recording."""
    return a.has_passed(a.command.done_at)


@guard("unsafe-contact-way", otherwise="safe-contact-way", audience=STAFF)
def contact_used_safe_way(a: Attempt[LogContact]) -> bool:
    """The contact used the recorded safe way."""
    return a.command.safe_way_used


@guard("evidence-not-yet-collected")
def evidence_is_identified(a: Attempt[RecordEvidence]) -> bool:
    """The evidence and its source are identified, which fields ask for, and it was taken before it is recorded."""
    return a.has_passed(a.command.collected_at)


@guard("child-interviewer-untrained", params=("party",))
def child_interviewer_is_trained(a: Attempt[RecordStatement]) -> Iterator[Reason]:
    """Whoever hears a child is trained for it: known of the actor, attested of another."""
    command = a.command
    party = party_of(a, command.party)
    if party is None or not a.may_be_minor(party) or command.interviewer_trained:
        return
    if command.interviewer != a.actor.id or "child-interview" not in a.actor.competencies:
        yield Reason("child-interviewer-untrained", party=party.id)


@guard("accused-side-present", params=("party",), attested=True)
def accused_side_is_absent(a: Attempt[RecordStatement]) -> Iterator[Reason]:
    """The alleged perpetrator's side is not in the room when anyone else is heard."""
    party = party_of(a, a.command.party)
    if party is not None and party.role not in ACCUSED and not a.command.other_side_absent:
        yield Reason("accused-side-present", party=party.id)


# --------------------------------------------------------------------------- who works on it


@guard("assignee-not-qualified", attested=True)
def assignee_is_qualified(a: Attempt[Assign]) -> bool:
    """The assignee is qualified for the case."""
    return a.command.assignee_is_qualified


@guard("assignee-recused", params=("actor",))
def assignee_is_not_recused(a: Attempt[Assign | AddTeamMember]) -> Iterator[Reason]:
    """The assignee is not recused from the case and no party to it."""
    if not _is_free(a, a.command.assignee):
        yield Reason("assignee-recused", actor=a.command.assignee)


@guard("role-not-assignable", params=("role",))
def role_is_assignable(a: Attempt[Assign | AddTeamMember]) -> Iterator[Reason]:
    """The role is a staff role, and not a mediator's, whom the parties must accept in the mediation."""
    role = a.command.assigned_role
    if role in MEDIATORS or role == "staff-roles" or not a.is_under("roles", role, "staff-roles"):
        yield Reason("role-not-assignable", role=role)


@guard("replacement-not-free", params=("actor",))
def replacement_is_other(a: Attempt[Recuse]) -> Iterator[Reason]:
    """The replacement is someone else, not recused, and no party."""
    command = a.command
    if command.replacement == command.recused_actor or not _is_free(a, command.replacement):
        yield Reason("replacement-not-free", actor=command.replacement)


@guard("recuses-another")
def recuses_oneself_or_supervises(a: Attempt[Recuse]) -> bool:
    """People recuse themselves; another is recused by a supervisor."""
    return a.actor.id == a.command.recused_actor or supervises(a)


@guard("same-unit")
def target_unit_is_other(a: Attempt[RecuseUnit]) -> bool:
    """The receiving unit is another one."""
    return a.command.unit != a.command.target_unit


def _is_free(s: Situation, actor: str) -> bool:
    """Return whether *actor* was never recused from the case and is no party to it."""
    return s.last(Recuse, recused_actor=actor) is None and party_of(s, actor) is None


# --------------------------------------------------------------------------- other cases


@guard("same-case")
def target_is_another_case(a: Attempt[Link | MergeCases]) -> bool:
    """The other case is not this one."""
    return a.command.target_reference != a.case.id


@guard("may-not-read-both", attested=True)
def reader_may_see_both(a: Attempt[Link]) -> bool:
    """Whoever links may read both cases."""
    return a.command.may_read_both


@guard("same-new-case")
def new_case_is_another(a: Attempt[Split]) -> bool:
    """The new case is not this one."""
    return a.command.new_reference != a.case.id


@guard("split-empties-a-case")
def every_party_stays_somewhere(a: Attempt[Split]) -> bool:
    """Some parties and categories move, some stay, and each that moves was on the case."""
    parties, categories = set(a.command.parties_moved), set(a.command.categories_moved)
    here = {party.id for party in a.parties}
    return bool(parties and categories) and parties < here and categories < set(a.case.categories)


@guard("protection-lost", attested=True)
def protection_is_not_lost(a: Attempt[Split | MergeCases]) -> bool:
    """Protection measures, factors and secrecy go along with the parties."""
    return a.command.protection_carried_over


@guard("no-duplicate", attested=True)
def duplicate_is_found(a: Attempt[MergeCases]) -> bool:
    """Both cases are on the same parties and the same event."""
    return a.command.same_parties_and_event


@guard("parties-opposed-there", attested=True, audience=STAFF)
def parties_are_not_opposed_there(a: Attempt[MergeCases]) -> bool:
    """The parties are not opposed in the other case."""
    return not a.command.parties_opposed_there


# --------------------------------------------------------------------------- grave turns, review, retention


@guard("incident-not-yet-happened")
def critical_incident_is_recorded(a: Attempt[FreezeCase]) -> bool:
    """A critical incident happened: its kind and its time are on record."""
    return a.has_passed(a.command.incident_at)


@guard("life-saving-need-not-shown", attested=True)
def life_saving_need_is_shown(a: Attempt[AuthorisePublicAppeal]) -> bool:
    """The appeal is needed to save a life."""
    return a.command.life_saving_need


@guard("person-or-guardian-not-asked", attested=True)
def person_or_guardian_was_asked(a: Attempt[AuthorisePublicAppeal]) -> bool:
    """The person, or a guardian without conflict, was asked, or could not be."""
    return a.command.person_or_guardian_asked


@guard("publicity-refused", params=("party",))
def nobody_refused_publicity(s: Situation) -> Iterator[Reason]:
    """Nobody whom the case is about refused publicity or took the consent to it back."""
    for party in s.parties:
        key = {"party": party.id, "consent_kind": "to-publicity"}
        consent = s.last(RecordConsent, **key)
        given = s.stands(RecordConsent, unless=WithdrawConsent, **key)
        if consent is not None and (given is None or given.consent_decision == "refused"):
            yield Reason("publicity-refused", party=party.id)


@guard("end-not-ahead")
def end_lies_ahead(a: Attempt[AuthorisePublicAppeal | OverrideWithAuthority]) -> bool:
    """What is allowed is allowed until a moment that lies ahead."""
    ends_at: datetime = a.command.ends_at
    return not a.has_passed(ends_at)


@guard("not-overridable", params=("condition",))
def guard_is_overridable(a: Attempt[OverrideWithAuthority]) -> Iterator[Reason]:
    """The condition is one that the profile lets be set aside, and none that rests on the floor."""
    if not may_be_set_aside(a.command.guard_overridden, a.law):
        yield Reason("not-overridable", condition=a.command.guard_overridden)


@guard("actor-is-case-officer")
def actor_is_not_case_officer(s: Situation) -> bool:
    """Whoever decides is not the case officer."""
    return s.actor.id not in s.holders("case-officer")
