"""
What protects people on a record, and how a change of the record may not take it away.

A change that relaxes the policy or drops what protected someone is made by a supervisor who is not the case officer.
Sources: the case commands and case invariants of the published rules; Primero on records.
"""

from __future__ import annotations

from collections.abc import Iterator

from community_policing.cases import Party, Reason
from community_policing.workflows._consequences import UNCATEGORISED
from community_policing.workflows._guard import guard
from community_policing.workflows._policies import PERSONS
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import STAFF
from community_policing.workflows.builtin._record_commands import (
    MergeParties,
    Recategorise,
    RecordConsent,
    RecordWish,
    SetGuardian,
    SetSafeContact,
    Split,
    WithdrawConsent,
)

HARMED = frozenset({"victim", "complainant", "affected-child"})
ACCUSED = frozenset({"alleged-perpetrator", "respondent"})
SIDES = ACCUSED | {"disputing-party", "complainant", "victim", "subject-member"}
"""Roles of those between whom the case lies: none of them speaks or decides for another party."""

SETTLED = SIDES | HARMED | {"subject-of-concern", "student", "diverted-child", "person-not-yet-identified"}
"""Roles that nobody loses without a supervisor: a side's, a harmed person's, and those for whom a case is opened."""

AXES = ("mediable", "formal_report", "confidentiality", "notice", "consent_rule", "presumed_risk")
INDEPENDENT = "actor-is-case-officer"


# --------------------------------------------------------------------------- reading the case


def party_of(s: Situation, party: str) -> Party | None:
    """Return a party of the case; a command that names another is refused by the engine."""
    return next((one for one in s.parties if one.id == party), None)


def supervises(s: Situation) -> bool:
    """Return whether the actor is a supervisor."""
    return any(s.is_under("roles", role, "supervisor") for role in s.actor.roles)


def is_minor(s: Situation, age_band: str) -> bool:
    """Return whether *age_band* is known to be a minor's."""
    return s.is_flagged("age-bands", age_band, "minor")


def unsupervised(s: Situation, lacking: Reason) -> Iterator[Reason]:
    """Yield *lacking* unless a supervisor acts, and that a supervisor who is the case officer is not another."""
    if not supervises(s):
        yield lacking
    elif s.actor.id in s.holders("case-officer"):
        yield Reason(INDEPENDENT)


@guard("case-has-begun")
def case_is_new(s: Situation) -> bool:
    """Nobody opened or adopted the case before: what is on it is not replaced."""
    return not s.case.categories and not s.case.parties


# --------------------------------------------------------------------------- what relaxes


def relaxes(s: Situation, *categories: str) -> bool:
    """
    Return whether the case would be treated more mildly with *categories* in the place of its own.

    It would be where any axis of the policy falls or a bar to mediation is lifted; where the matter is no longer
    named; where a settlement would no longer need a judge; and where the law would now leave it to the parties.
    """
    before, after = s.policy, s.policy_with(*categories)
    milder = any(getattr(after, axis) < getattr(before, axis) for axis in AXES)
    lifted = before.mediable.bars and not after.mediable.bars
    unnamed = categories == (UNCATEGORISED,) != s.case.categories
    return milder or lifted or unnamed or _law_relaxes(s, set(categories), barred=after.mediable.bars)


def _law_relaxes(s: Situation, after: set[str], *, barred: bool) -> bool:
    """Return whether the lists of the law leave more to the parties; what nothing settles needs no judge either."""
    before, law = set(s.case.categories), s.law
    entered = any(after <= held and not before <= held for held in (law.conciliation_allowed, law.complaint_only))
    judged = law.judicial_approval_required
    settles = not barred or after <= law.conciliation_allowed
    return entered or (settles and not judged.isdisjoint(before) and judged.isdisjoint(after))


def is_first_naming(s: Situation) -> bool:
    """Return whether the case is uncategorised and nobody ever said otherwise: it was opened so."""
    return s.case.categories == (UNCATEGORISED,) and s.last(Recategorise) is None


@guard("relaxes-policy", gives=(INDEPENDENT,))
def policy_is_not_relaxed_without_supervisor(a: Attempt[Recategorise]) -> Iterator[Reason]:
    """Who relaxes the policy is a supervisor and not the case officer, save in the first naming of a new case."""
    if not is_first_naming(a) and relaxes(a, *dict.fromkeys(a.command.categories)):
        yield from unsupervised(a, Reason("relaxes-policy"))


@guard("split-relaxes-policy", gives=(INDEPENDENT,))
def split_keeps_the_policy(a: Attempt[Split]) -> Iterator[Reason]:
    """What stays is not treated more mildly than before, unless a supervisor who is not the case officer splits."""
    staying = [one for one in a.case.categories if one not in a.command.categories_moved]
    if staying and relaxes(a, *staying):
        yield from unsupervised(a, Reason("split-relaxes-policy"))


@guard("split-takes-protected", params=("party",), gives=(INDEPENDENT,), audience=STAFF)
def split_leaves_the_protected(a: Attempt[Split]) -> Iterator[Reason]:
    """A possible minor, or anybody with a protection of their own, is moved by an independent supervisor only."""
    for party in a.parties:
        if party.id in a.command.parties_moved and (a.may_be_minor(party) or _has_own_protection(a, party)):
            yield from unsupervised(a, Reason("split-takes-protected", party=party.id))


def _has_own_protection(s: Situation, party: Party) -> bool:
    """Return whether something on record protects *party* in particular."""
    told = s.last(SetSafeContact, party=party.id) or s.last(SetGuardian, party=party.id)
    found = any(factor.party == party.id for factor in s.case.factors)
    return bool(party.factors) or party.capacity not in ABLE or found or told is not None


ABLE = frozenset({None, "has-capacity"})
"""Capacities that ask for no protection: nobody looked, or nothing lacks."""


# --------------------------------------------------------------------------- two records of one party


@guard("merge-weakens-protection", params=("party",), audience=STAFF)
def merge_keeps_what_protects(a: Attempt[MergeParties]) -> Iterator[Reason]:
    """The record that stays protects at least as well: role, age, capacity and protection factors."""
    kept, gone = party_of(a, a.command.party), party_of(a, a.command.duplicate_party)
    if kept is None or gone is None:
        return
    role = gone.role in SETTLED - {"person-not-yet-identified"} and gone.role != kept.role
    kind = gone.kind in PERSONS and kept.kind not in PERSONS
    capacity = gone.capacity not in ABLE and gone.capacity != kept.capacity
    factors = not set(gone.factors) <= set(kept.factors)
    if role or kind or capacity or factors or _is_older(a, kept, gone):
        yield Reason("merge-weakens-protection", party=kept.id)


def _is_older(s: Situation, kept: Party, gone: Party) -> bool:
    """Return whether *kept* counts as older than *gone*, or both are minors of different bands."""
    if is_minor(s, gone.age_band):
        return gone.age_band != kept.age_band
    return s.may_be_minor(gone) and not s.may_be_minor(kept)


@guard("merge-loses-will", params=("party",), audience=STAFF)
def merge_keeps_the_will(a: Attempt[MergeParties]) -> Iterator[Reason]:
    """What the duplicate refused, wished and needs in order to be safe stands on the record that stays as well."""
    kept, gone = a.command.party, a.command.duplicate_party
    refused = _refused(a, gone) - _refused(a, kept)
    for told in (RecordWish, SetSafeContact, SetGuardian):
        lost = a.last(told, party=gone)
        if refused or (lost is not None and _content(lost) != _content(a.last(told, party=kept))):
            yield Reason("merge-loses-will", party=kept)
            return


def _content(told: object) -> tuple[object, ...]:
    """Return what was *told* of a party that protects, whoever the party is."""
    if isinstance(told, RecordWish):
        return (told.wish, told.feels_safe_to_take_part)
    if isinstance(told, SetSafeContact):
        return (told.safe_contact_way, told.safe_times, told.who_may_know)
    if isinstance(told, SetGuardian):
        return (told.guardian, told.guardian_conflict, told.substitute)
    return ()


def _refused(s: Situation, party: str) -> set[str]:
    """Return the kinds of consent that *party* refused or took back."""
    kinds = {consent.consent_kind for consent in s.every(RecordConsent) if consent.party == party}
    kinds |= {taken.consent_kind for taken in s.every(WithdrawConsent) if taken.party == party}
    refused = set()
    for kind in kinds:
        consent = s.stands(RecordConsent, unless=WithdrawConsent, party=party, consent_kind=kind)
        if consent is None or consent.consent_decision == "refused":
            refused.add(kind)
    return refused
