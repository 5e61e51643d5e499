"""
Claims about the people of a case, its matters, its risk and its secrecy: who may say it, and what may not be lost.

Sources: the case commands and case invariants of the published rules; Primero on records.
"""

from __future__ import annotations

from collections.abc import Iterator

from community_policing.cases import Reason
from community_policing.workflows._consequences import UNCATEGORISED
from community_policing.workflows._guard import guard
from community_policing.workflows._policies import PERSONS
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import STAFF, UNKNOWN_AGES
from community_policing.workflows.builtin._record_commands import (
    AddParty,
    IdentifyParty,
    LowerConfidentiality,
    MergeParties,
    RaiseConfidentiality,
    Recategorise,
    SetGuardian,
    SetRepresentative,
    SetRisk,
    WithdrawFactor,
)
from community_policing.workflows.builtin._record_protection import (
    ACCUSED,
    HARMED,
    INDEPENDENT,
    SETTLED,
    SIDES,
    is_minor,
    party_of,
    supervises,
    unsupervised,
)

# --------------------------------------------------------------------------- the case follows its closure


@guard("closure-not-closed", otherwise="closure-closed")
def closure_is_closed(s: Situation) -> bool:
    """The case was closed, and not reopened since."""
    return s.state_of("closure") == "closed"


@guard("closure-not-frozen", otherwise="closure-frozen")
def closure_is_frozen(s: Situation) -> bool:
    """A critical incident froze the case."""
    return s.state_of("closure") == "frozen"


@guard("closure-not-archived", otherwise="closure-archived")
def closure_is_archived(s: Situation) -> bool:
    """The closed case went to the archive."""
    return s.state_of("closure") == "archived"


@guard("mediation-not-live", otherwise="mediation-live")
def mediation_is_live(s: Situation) -> bool:
    """A mediation is going on."""
    return s.is_live("mediation")


@guard("another-track-ended", otherwise="another-track-live")
def another_track_is_live(s: Situation) -> bool:
    """Something beside the record is still going on."""
    return next(s.live_tracks(), None) is not None


# --------------------------------------------------------------------------- people


@guard("party-already-there", params=("party",))
def party_is_new(a: Attempt[AddParty]) -> Iterator[Reason]:
    """The party is not yet on the case."""
    if party_of(a, a.command.party.id) is not None:
        yield Reason("party-already-there", party=a.command.party.id)


@guard("age-without-reason", params=("party",))
def age_or_reason_given(a: Attempt[AddParty]) -> Iterator[Reason]:
    """The age band, or why it is unknown, is given."""
    party = a.command.party
    if party.kind in PERSONS and party.age_band in UNKNOWN_AGES and party.age_unknown_reason is None:
        yield Reason("age-without-reason", party=party.id)


@guard("age-still-without-reason", params=("party",))
def age_or_reason_established(a: Attempt[IdentifyParty]) -> Iterator[Reason]:
    """The age band that was established, or why it stays unknown, is given."""
    command = a.command
    if command.age_band in UNKNOWN_AGES and command.age_unknown_reason is None:
        yield Reason("age-still-without-reason", party=command.party)


@guard("not-a-person", params=("party",))
def party_is_a_person(a: Attempt[IdentifyParty]) -> Iterator[Reason]:
    """Only a human being is identified, and stays one."""
    party = party_of(a, a.command.party)
    if party is not None and (party.kind not in PERSONS or a.command.party_kind not in PERSONS):
        yield Reason("not-a-person", party=party.id)


@guard("party-role-settled", params=("party",), gives=(INDEPENDENT,))
def party_role_is_open(a: Attempt[IdentifyParty]) -> Iterator[Reason]:
    """A role is given only to someone who had none because nobody knew who it was; a supervisor corrects one."""
    party, role = party_of(a, a.command.party), a.command.party_role
    if party is None or role is None or role == party.role:
        return
    if role == "party-roles" or not a.is_under("roles", role, "party-roles"):
        yield Reason("party-role-settled", party=party.id)
    elif party.role != "person-not-yet-identified" or role not in SETTLED:
        yield from unsupervised(a, Reason("party-role-settled", party=party.id))


@guard("minor-made-adult", params=("party",))
def minor_stays_minor(a: Attempt[IdentifyParty]) -> Iterator[Reason]:
    """Someone known to be a minor is made an adult by a supervisor only."""
    party = party_of(a, a.command.party)
    if party is None or supervises(a):
        return
    if is_minor(a, party.age_band) and not is_minor(a, a.command.age_band):
        yield Reason("minor-made-adult", party=party.id)


@guard("same-record", params=("party",))
def records_are_two(a: Attempt[MergeParties]) -> Iterator[Reason]:
    """Two records are merged, not one with itself."""
    if a.command.party == a.command.duplicate_party:
        yield Reason("same-record", party=a.command.party)


@guard("conflicting-roles", params=("party",))
def no_conflicting_roles(a: Attempt[MergeParties]) -> Iterator[Reason]:
    """The merge does not make one person victim and respondent."""
    kept, gone = party_of(a, a.command.party), party_of(a, a.command.duplicate_party)
    if kept is None or gone is None:
        return
    if any(one.role in HARMED and other.role in ACCUSED for one, other in ((kept, gone), (gone, kept))):
        yield Reason("conflicting-roles", party=kept.id)


@guard("merge-hides-minor", params=("party",))
def merge_keeps_a_minor(a: Attempt[MergeParties]) -> Iterator[Reason]:
    """A record that may be a minor's is merged into an adult's by a supervisor only."""
    kept, gone = party_of(a, a.command.party), party_of(a, a.command.duplicate_party)
    if kept is None or gone is None or supervises(a):
        return
    if a.may_be_minor(gone) and not a.may_be_minor(kept):
        yield Reason("merge-hides-minor", party=kept.id)


@guard("guardian-conflict-without-substitute", params=("party",), audience=STAFF)
def guardian_conflict_has_substitute(a: Attempt[SetGuardian]) -> Iterator[Reason]:
    """A guardian with a conflict, or of whom that is not known, has a substitute."""
    command = a.command
    if command.guardian_conflict != "nothing-found" and command.substitute is None:
        yield Reason("guardian-conflict-without-substitute", party=command.party)


@guard("guardian-is-the-party", params=("party",))
def guardian_is_another(a: Attempt[SetGuardian]) -> Iterator[Reason]:
    """Nobody is his own guardian, and no guardian his own substitute."""
    command = a.command
    if command.party in {command.guardian, command.substitute} or command.guardian == command.substitute:
        yield Reason("guardian-is-the-party", party=command.party)


@guard("guardian-is-accused", params=("party",), audience=STAFF)
def accused_guardian_is_in_conflict(a: Attempt[SetGuardian]) -> Iterator[Reason]:
    """Whoever is accused or another side of the case is in conflict as guardian, and is nobody's substitute."""
    command = a.command
    guardian = party_of(a, command.guardian)
    substitute = None if command.substitute is None else party_of(a, command.substitute)
    hidden = guardian is not None and guardian.role in SIDES and command.guardian_conflict == "nothing-found"
    if hidden or (substitute is not None and substitute.role in SIDES):
        yield Reason("guardian-is-accused", party=command.party)


@guard("mandate-not-valid", params=("party",))
def mandate_is_documented(a: Attempt[SetRepresentative]) -> Iterator[Reason]:
    """The mandate is another's and still runs; its text and its limits are fields that must be given."""
    command = a.command
    over = command.mandate_until is not None and a.has_passed(command.mandate_until)
    if over or command.representative == command.party:
        yield Reason("mandate-not-valid", party=command.party)


@guard("representative-is-side", params=("party",))
def representative_is_no_side(a: Attempt[SetRepresentative]) -> Iterator[Reason]:
    """Whoever speaks for a group or an organisation is no other side of the case."""
    representative = party_of(a, a.command.representative)
    if representative is not None and representative.id != a.command.party and representative.role in SIDES:
        yield Reason("representative-is-side", party=a.command.party)


# --------------------------------------------------------------------------- matter, factors, risk, secrecy


@guard("primary-not-among-categories", params=("category",))
def primary_is_among_categories(a: Attempt[Recategorise]) -> Iterator[Reason]:
    """The primary category is among the categories."""
    if a.command.primary_category not in a.command.categories:
        yield Reason("primary-not-among-categories", category=a.command.primary_category)


@guard("uncategorised-beside-others")
def uncategorised_stands_alone(a: Attempt[Recategorise]) -> bool:
    """A case is uncategorised or has categories, not both."""
    return len(set(a.command.categories)) == 1 or UNCATEGORISED not in a.command.categories


@guard("factor-absent", params=("factor",))
def factor_is_present(a: Attempt[WithdrawFactor]) -> Iterator[Reason]:
    """The factor is on the case."""
    command = a.command
    if not any((one.factor, one.party) == (command.factor, command.party) for one in a.case.factors):
        yield Reason("factor-absent", factor=command.factor)


@guard("factor-added-by-actor", params=("factor",))
def actor_did_not_add_factor(a: Attempt[WithdrawFactor]) -> Iterator[Reason]:
    """Whoever withdraws the factor did not add it."""
    command = a.command
    for one in a.case.factors:
        if (one.factor, one.party, one.by) == (command.factor, command.party, a.actor.id):
            yield Reason("factor-added-by-actor", factor=command.factor)


@guard("lowering-needs-supervisor", params=("risk",), gives=(INDEPENDENT,), audience=STAFF)
def lowering_is_by_supervisor(a: Attempt[SetRisk]) -> Iterator[Reason]:
    """Lowering an assessed risk rests on evidence, which is a field, and on a supervisor not the case officer."""
    if a.risk is not None and a.command.risk_level < a.risk:
        yield from unsupervised(a, Reason("lowering-needs-supervisor", risk=a.risk.value))


@guard("review-not-ahead")
def review_lies_ahead(a: Attempt[SetRisk]) -> bool:
    """The next review of the risk lies ahead."""
    return not a.has_passed(a.command.next_review_at)


@guard("level-not-higher", params=("level",))
def level_is_higher(a: Attempt[RaiseConfidentiality]) -> Iterator[Reason]:
    """The level is higher than the one in force."""
    if a.command.confidentiality <= a.confidentiality:
        yield Reason("level-not-higher", level=a.confidentiality.value)


@guard("level-as-policy-asks", params=("level",), otherwise="level-above-policy")
def level_exceeds_policy(s: Situation) -> Iterator[Reason]:
    """The recorded level is higher than the policy asks for, so that there is something to lower."""
    if s.case.confidentiality <= s.policy.confidentiality:
        yield Reason("level-as-policy-asks", level=s.policy.confidentiality.value)


@guard("level-not-lower", params=("level",))
def level_is_lower(a: Attempt[LowerConfidentiality]) -> Iterator[Reason]:
    """The level is lower than the one in force."""
    if a.command.confidentiality >= a.confidentiality:
        yield Reason("level-not-lower", level=a.confidentiality.value)


@guard("level-below-policy", params=("level",))
def level_is_not_below_policy(a: Attempt[LowerConfidentiality]) -> Iterator[Reason]:
    """The level is not below what the policy asks for."""
    if a.command.confidentiality < a.policy.confidentiality:
        yield Reason("level-below-policy", level=a.policy.confidentiality.value)
