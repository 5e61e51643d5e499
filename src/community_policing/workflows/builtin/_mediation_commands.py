"""
The commands of mediation.

Texts, plans and documents stay with the host; a `Ref` points to them. Who mediates, and that whoever asks a party alone
is trained for it, is attested.
"""

from __future__ import annotations

from datetime import date, datetime

from community_policing.cases import (
    ActorId,
    Capacity,
    Factor,
    PartyId,
    PlaceId,
    Ref,
    RefusalReason,
    Residence,
    SafetyResult,
    Screen,
    SessionForm,
    TermStatus,
)
from community_policing.workflows._command import DecidedBy, command
from community_policing.workflows.builtin._mediation_parts import (
    AgreementTerm,
    DuressCheck,
    ObligorAcceptance,
    PartyPlan,
    PartyStay,
    Signature,
)

# --------------------------------------------------------------------------- suitability


@command("mediation.start-screening")
class StartScreening:
    """Begin to look whether mediation is suitable, and name who would mediate."""

    mediator: ActorId
    mediation_matter: Ref
    tie_to_party_ruled_out: bool


@command("mediation.screen-party", key="party")
class ScreenParty:
    """Ask a party alone about violence, honour, confinement, fear, dependence and capacity."""

    party: PartyId
    seen_alone: bool
    interviewer_is_trained: bool
    violence_screen: Screen
    honour_screen: Screen
    confinement_screen: Screen
    fear_of_other: Screen
    dependence_on_other: Screen
    capacity_screen: Capacity
    stays_where: Residence
    interpreter_need: bool
    factors_found: tuple[Factor, ...] = ()


@command("mediation.refuse")
class Refuse:
    """Refuse mediation, for one of the reasons for which it is refused."""

    refusal_reason: RefusalReason


@command("mediation.pass-screening")
class PassScreening:
    """Find the matter suitable; an opinion counts when the specialist gives it in person."""

    power_balance: Screen
    proposed_form: SessionForm
    mediators: tuple[ActorId, ...]
    mediators_are_qualified: bool
    qualification: Ref
    tie_to_party_ruled_out: bool
    specialist_opinion: SafetyResult | None = None


@command("mediation.all-consent", decided_by=DecidedBy.PARTY)
class AllConsent:
    """Establish that every party consents, each alone and informed, after legal advice was offered."""

    legal_advice_offered: bool


# --------------------------------------------------------------------------- safety and the mediator


@command("mediation.check-safety", key="party")
class CheckSafety:
    """Ask a party alone whether it is safe and where it stays; an unsafe party is recorded however it was learnt."""

    party: PartyId
    seen_alone: bool
    interviewer_is_trained: bool
    party_is_safe: bool
    stays_where: Residence
    change_since_last: Ref
    next_check_at: datetime


@command("mediation.set-interim-plan", key="party")
class SetInterimPlan:
    """Agree with a party on how it stays safe for the time being."""

    party: PartyId
    interim_safety_plan: Ref
    stays_where: Residence
    emergency_contact: Ref
    person_agrees: bool
    next_check_at: datetime
    no_contact_until: date | None = None


@command("mediation.change-mediator")
class ChangeMediator:
    """Let someone else mediate: a tie came to light, or the mediator cannot go on."""

    mediators: tuple[ActorId, ...]
    mediators_are_qualified: bool
    qualification: Ref
    tie_to_party_ruled_out: bool
    reason: Ref
    accepted_by: tuple[PartyId, ...] = ()


# --------------------------------------------------------------------------- sessions


@command("mediation.open-session")
class OpenSession:
    """Open the first session."""

    session_form: SessionForm
    mediators: tuple[ActorId, ...]
    place: PlaceId
    present_parties: tuple[PartyId, ...]
    ground_rules: Ref
    rights_explained_at: datetime
    interpreter_present: bool
    remote_privacy_confirmed: bool | None = None


@command("mediation.adjourn")
class Adjourn:
    """Rest until the next session, with a plan and a known place of stay for each party."""

    reason: Ref
    next_date: date
    interim_safety_plans: tuple[PartyPlan, ...]
    stays_where_each: tuple[PartyStay, ...]
    next_check_at: datetime


@command("mediation.resume")
class Resume:
    """Open a further session."""

    session_form: SessionForm
    mediators: tuple[ActorId, ...]
    present_parties: tuple[PartyId, ...]
    interpreter_present: bool
    remote_privacy_confirmed: bool | None = None


@command("mediation.reconvene")
class Reconvene:
    """Return to separate meetings: the text is not yet what the parties want."""

    reason: Ref


@command("mediation.end-without-agreement")
class EndWithoutAgreement:
    """End the mediation without agreement; it blames nobody."""

    reason: Ref
    interim_safety_plans: tuple[PartyPlan, ...]


# --------------------------------------------------------------------------- agreement


@command("mediation.draft-agreement")
class DraftAgreement:
    """Word the agreement; that its terms are lawful and leave every due whole is attested with the check."""

    terms: tuple[AgreementTerm, ...]
    obligor_acceptances: tuple[ObligorAcceptance, ...]
    terms_are_lawful: bool
    dues_are_kept: bool
    legal_check: Ref
    interim_safety_plans: tuple[PartyPlan, ...]
    stays_where_each: tuple[PartyStay, ...]
    next_check_at: datetime
    child_view_note: Ref | None = None


@command("mediation.sign")
class Sign:
    """Sign the agreement, read out to each party, after each was asked alone whether it is free."""

    signatures: tuple[Signature, ...]
    read_to_each_party: bool
    copy_given: bool
    duress_checks: tuple[DuressCheck, ...]


@command("mediation.submit-for-approval")
class SubmitForApproval:
    """Send the agreement to the judge, after each party was asked alone whether it is free."""

    agreement_text: Ref
    duress_checks: tuple[DuressCheck, ...]


@command("mediation.judge-accepts", decided_by=DecidedBy.AUTHORITY)
class JudgeAccepts:
    """The judge approved the agreement."""

    judicial_decision_reference: Ref
    judge: Ref
    decided_at: datetime


@command("mediation.judge-returns", decided_by=DecidedBy.AUTHORITY)
class JudgeReturns:
    """The judge wants the text changed."""

    judicial_decision_reference: Ref
    changes_asked: Ref


@command("mediation.judge-rejects", decided_by=DecidedBy.AUTHORITY)
class JudgeRejects:
    """The judge did not approve the agreement."""

    judicial_decision_reference: Ref


@command("mediation.recall-text")
class RecallText:
    """Take the text back from a judge who has not decided."""

    reason: Ref


# --------------------------------------------------------------------------- after the agreement


@command("mediation.start-monitoring")
class StartMonitoring:
    """Begin to follow how the agreement is carried out."""

    follow_up_dates: tuple[date, ...]
    monitor: ActorId


@command("mediation.record-term-progress", key="term")
class RecordTermProgress:
    """How far a term has been carried out."""

    term: Ref
    term_status: TermStatus
    evidence_note: Ref


@command("mediation.extend-monitoring")
class ExtendMonitoring:
    """Follow the agreement for longer."""

    new_end_date: date
    reason: Ref


@command("mediation.contest-agreement", decided_by=DecidedBy.PARTY)
class ContestAgreement:
    """A party says the agreement should not stand."""

    party: PartyId
    contest_ground: Ref


@command("mediation.uphold-agreement")
class UpholdAgreement:
    """Let the agreement stand, after each party was asked alone whether it was free."""

    duress_checks: tuple[DuressCheck, ...]
    reason: Ref


@command("mediation.void-agreement")
class VoidAgreement:
    """Undo the agreement; one that a judge approved needs the judge's decision."""

    reason: Ref
    judicial_decision_reference: Ref | None = None


@command("mediation.fulfil")
class Fulfil:
    """Establish, after a private follow-up, that every term has been carried out."""

    follow_up_record: Ref
    seen_alone: bool


@command("mediation.fulfil-partly")
class FulfilPartly:
    """Establish that some terms have been carried out and that the rest is freely let go."""

    follow_up_record: Ref
    seen_alone: bool
    terms_not_done: tuple[Ref, ...]
    beneficiary_acceptance: bool


@command("mediation.report-breach")
class ReportBreach:
    """Confirm, after hearing both sides, that the agreement was broken."""

    breach_record: Ref
    breach_heard_both: bool
    breach_confirmed_by: ActorId


# --------------------------------------------------------------------------- ways out


@command("mediation.withdraw", decided_by=DecidedBy.PARTY)
class Withdraw:
    """A party leaves; no reason is asked."""

    party: PartyId


@command("mediation.stop-for-bar")
class StopForBar:
    """Stop: something appeared that bars mediation."""

    refusal_reason: RefusalReason
    bar_found: Ref


@command("mediation.escalate")
class Escalate:
    """Go over to a formal report: an aggravating factor appeared."""

    aggravating_factors: tuple[Factor, ...]
    safety_action_record: Ref
