"""The steps of mediation in the order in which they are tried: by whom, when, given what, with what consequence."""

from __future__ import annotations

from community_policing.workflows._consequences import (
    AddsFactor,
    AddsFactorsFound,
    Marks,
    RecordsOutcome,
    Unmarks,
)
from community_policing.workflows._state import Step, each_of, every_live_state, where
from community_policing.workflows.builtin import _mediation_attempts as step
from community_policing.workflows.builtin import _mediation_guards as claim
from community_policing.workflows.builtin import _mediation_safety as safety
from community_policing.workflows.builtin import _mediation_terms as text
from community_policing.workflows.builtin._case_guards import (
    category_is_mediable,
    danger_is_imminent,
    duty_to_report,
    risk_is_at_most_medium,
)
from community_policing.workflows.builtin._mediation_commands import (
    Adjourn,
    AllConsent,
    ChangeMediator,
    CheckSafety,
    ContestAgreement,
    DraftAgreement,
    EndWithoutAgreement,
    Escalate,
    ExtendMonitoring,
    Fulfil,
    FulfilPartly,
    JudgeAccepts,
    JudgeRejects,
    JudgeReturns,
    OpenSession,
    PassScreening,
    RecallText,
    Reconvene,
    RecordTermProgress,
    Refuse,
    ReportBreach,
    Resume,
    ScreenParty,
    SetInterimPlan,
    Sign,
    StartMonitoring,
    StartScreening,
    StopForBar,
    SubmitForApproval,
    UpholdAgreement,
    VoidAgreement,
    Withdraw,
)
from community_policing.workflows.builtin._mediation_conditions import (
    CHOSEN,
    NEUTRAL,
    RESTING,
    SESSION,
    SUITABLE,
    TO_AGREE,
    TO_MEET,
    TO_SIGN,
    TO_WORD,
    WILLING,
)
from community_policing.workflows.builtin._mediation_states import (
    adjourned,
    agreement_drafted,
    agreement_signed,
    barred,
    breached,
    consent_pending,
    contested,
    escalated,
    fulfilled,
    in_session,
    judicial_approval_pending,
    monitoring,
    no_agreement,
    partly_fulfilled,
    preparation,
    proposed,
    refused,
    screening,
    withdrawn,
)

APPROVED = "settlement-approved-by-judge"
CHECK_EACH = ("safety-check-each-party",)
SEPARATE = ("separate-parties-safely",)
SCHEDULE = ("schedule-safety-check",)
TRIAGE = ("intake@triaging",)

STEPS: tuple[Step, ...] = (
    # ----------------------------------------------------------------------- suitability
    proposed.to(
        screening,
        on=StartScreening,
        by=("case-officer",),
        when=(category_is_mediable, claim.two_sides_take_part, claim.mediation_may_be_tried_again),
        given=(*NEUTRAL, step.no_tie_to_a_party),
        assigns={"mediator": "mediator"},
        settles=True,
    ),
    each_of(screening, consent_pending, preparation, adjourned, agreement_drafted).stay(
        on=ScreenParty,
        by=("mediator", "psychosocial-specialist"),
        given=(step.party_is_a_side, step.asked_alone_by_someone_trained),
        effects=("add-factors-found",),
        then=(
            AddsFactorsFound(
                {
                    "honour_screen": "honour-motive",
                    "confinement_screen": "deprivation-of-liberty",
                    "dependence_on_other": "power-imbalance",
                }
            ),
            AddsFactor(field="factors_found", party="party"),
        ),
    ),
    each_of(proposed, screening, consent_pending, preparation).to(
        refused,
        on=Refuse,
        by=("mediator", "supervisor"),
        given=(step.reason_bars_mediation,),
        effects=("tell-parties-separately",),
        opens=TRIAGE,
        then=(Marks(claim.STOPPED),),
    ),
    screening.to(
        consent_pending,
        on=PassScreening,
        by=("mediator", "psychosocial-specialist"),
        when=SUITABLE,
        given=(
            *CHOSEN,
            step.power_is_balanced,
            step.opinion_is_a_specialists,
            step.specialist_opinion_where_asked,
        ),
        assigns={"mediator": "mediators"},
        settles=True,
    ),
    consent_pending.to(
        preparation,
        on=AllConsent,
        by=("mediator",),
        when=(*SUITABLE, *WILLING),
        given=(step.legal_advice_was_offered,),
        settles=True,
    ),
    # ----------------------------------------------------------------------- safety and the mediator
    every_live_state().stay(
        on=CheckSafety,
        by=("case-officer", "mediator", "psychosocial-specialist"),
        given=(step.asked_alone_by_someone_trained, step.next_check_is_soon),
        effects=SCHEDULE,
    ),
    every_live_state().stay(
        on=SetInterimPlan,
        by=("mediator", "psychosocial-specialist"),
        given=(step.person_agrees_to_the_plan, step.next_check_is_soon),
        effects=SCHEDULE,
    ),
    screening.stay(on=ChangeMediator, by=("supervisor",), given=CHOSEN, assigns={"mediator": "mediators"}),
    every_live_state(but=(proposed, screening)).stay(
        on=ChangeMediator,
        by=("supervisor",),
        given=(*CHOSEN, step.every_side_accepts_the_mediator),
        assigns={"mediator": "mediators"},
    ),
    # ----------------------------------------------------------------------- sessions
    preparation.to(
        in_session,
        on=OpenSession,
        by=("mediator",),
        when=(*TO_MEET, claim.basic_facts_are_agreed, claim.responsibility_is_not_denied),
        given=(*SESSION, step.rights_were_explained),
        effects=("start-confidentiality",),
        settles=True,
    ),
    in_session.to(
        adjourned,
        on=Adjourn,
        by=("mediator",),
        given=(*RESTING, step.next_date_is_ahead),
        effects=SCHEDULE,
    ),
    adjourned.to(
        in_session,
        on=Resume,
        by=("mediator",),
        when=(*TO_MEET, safety.every_side_has_a_safety_plan),
        given=SESSION,
        effects=("start-confidentiality",),
        settles=True,
    ),
    agreement_drafted.to(
        preparation, on=Reconvene, by=("mediator",), when=(category_is_mediable, claim.every_side_consents)
    ),
    contested.to(
        preparation,
        on=Reconvene,
        by=("mediator",),
        when=(category_is_mediable, claim.every_side_consents),
        then=(Unmarks(APPROVED),),
    ),
    # ----------------------------------------------------------------------- agreement
    in_session.to(
        agreement_drafted,
        on=DraftAgreement,
        by=("mediator",),
        when=TO_WORD,
        given=(
            text.terms_are_whole,
            text.no_term_is_barred,
            text.terms_are_lawful,
            text.dues_are_kept,
            text.everyone_bound_agreed,
            text.child_was_heard,
            *RESTING,
        ),
        effects=SCHEDULE,
        settles=True,
    ),
    agreement_drafted.to(
        agreement_signed,
        on=Sign,
        by=("mediator",),
        when=(*TO_SIGN, ~safety.judicial_approval_is_required),
        given=(text.every_side_is_free, text.every_side_signed, text.text_was_read_and_handed_over),
        settles=True,
    ),
    agreement_drafted.to(
        judicial_approval_pending,
        on=SubmitForApproval,
        by=("case-officer",),
        when=(*TO_SIGN, safety.judicial_approval_is_required),
        given=(text.every_side_is_free,),
    ),
    judicial_approval_pending.to(
        agreement_signed,
        on=JudgeAccepts,
        by=("case-officer",),
        when=(*TO_AGREE, safety.submitted_freely),
        given=(text.decision_is_on_this_text,),
        then=(Marks(APPROVED),),
        settles=True,
    ),
    judicial_approval_pending.to(agreement_drafted, on=JudgeReturns, by=("case-officer",)),
    judicial_approval_pending.to(no_agreement, on=JudgeRejects, by=("case-officer",), opens=TRIAGE),
    judicial_approval_pending.to(agreement_drafted, on=RecallText, by=("case-officer",)),
    # ----------------------------------------------------------------------- after the agreement
    agreement_signed.to(
        monitoring,
        on=StartMonitoring,
        by=("case-officer",),
        given=(text.follow_ups_are_ahead,),
        effects=("schedule-follow-ups-d14-d30",),
        settles=True,
    ),
    monitoring.stay(on=RecordTermProgress, by=("case-officer",), given=(text.term_is_of_the_agreement,)),
    monitoring.stay(on=ExtendMonitoring, by=("case-officer",), given=(text.new_end_is_ahead,)),
    each_of(agreement_signed, monitoring).to(
        contested,
        on=ContestAgreement,
        by=("party-roles", "case-officer"),
        given=(step.party_is_a_side, step.will_is_the_partys_own),
        effects=CHECK_EACH,
    ),
    contested.to(
        monitoring,
        on=UpholdAgreement,
        by=("supervisor",),
        when=(safety.judge_approved_where_required, text.reviewer_is_not_the_first_decider),
        given=(text.every_side_is_free,),
        settles=True,
    ),
    contested.to(
        no_agreement,
        on=VoidAgreement,
        by=("supervisor",),
        given=(text.judge_releases_what_a_judge_approved,),
        opens=TRIAGE,
        then=(Unmarks(APPROVED),),
    ),
    monitoring.to(
        fulfilled,
        on=Fulfil,
        by=("case-officer",),
        when=(safety.every_term_is_done, safety.every_side_is_safe, risk_is_at_most_medium),
        given=(text.follow_up_was_private,),
        then=(RecordsOutcome("amicable-settlement"),),
        settles=True,
    ),
    monitoring.to(
        partly_fulfilled,
        on=FulfilPartly,
        by=("case-officer",),
        when=(safety.some_term_is_done, safety.every_side_is_safe, risk_is_at_most_medium),
        given=(text.beneficiary_lets_the_rest_go, text.follow_up_was_private),
        then=(RecordsOutcome("partly-fulfilled"),),
        settles=True,
    ),
    each_of(monitoring, agreement_signed).to(
        breached,
        on=ReportBreach,
        by=("case-officer",),
        given=(text.breach_was_heard_on_both_sides,),
        effects=CHECK_EACH,
        then=(AddsFactor("breached-undertaking"), Marks("breach-confirmed")),
        opens=("escalation",),
    ),
    # ----------------------------------------------------------------------- ways out
    each_of(preparation, in_session, adjourned, agreement_drafted).to(
        no_agreement, on=EndWithoutAgreement, by=("mediator",), effects=CHECK_EACH, opens=TRIAGE
    ),
    judicial_approval_pending.to(
        no_agreement, on=EndWithoutAgreement, by=("case-officer", "mediator"), effects=CHECK_EACH, opens=TRIAGE
    ),
    every_live_state().to(
        withdrawn,
        on=Withdraw,
        by=("party-roles", "mediator", "case-officer"),
        given=(step.party_is_a_side, step.will_is_the_partys_own),
        effects=CHECK_EACH,
        opens=TRIAGE,
    ),
    every_live_state().to(
        barred,
        on=StopForBar,
        by=("case-officer", "mediator", "psychosocial-specialist", "supervisor", "system"),
        given=(step.reason_bars_mediation,),
        effects=(*SEPARATE, *CHECK_EACH),
        opens=(*TRIAGE, where("escalation", duty_to_report)),
        then=(Marks(claim.STOPPED),),
    ),
    every_live_state(but=(proposed,)).to(
        escalated,
        on=Escalate,
        by=("case-officer", "mediator"),
        given=(step.factor_is_named,),
        effects=SEPARATE,
        then=(AddsFactor(field="aggravating_factors"),),
        opens=("escalation",),
    ),
    # ----------------------------------------------------------------------- what ends by rule
    *(
        every_live_state().falls_to(
            barred,
            once=(~screen,),
            effects=(*SEPARATE, *CHECK_EACH),
            opens=(*TRIAGE, where("escalation", duty_to_report)),
            then=(Marks(claim.DISCLOSED),),
        )
        for screen in (claim.no_violence_came_to_light, claim.no_honour_danger, claim.nobody_is_confined)
    ),
    *(
        every_live_state().falls_to(
            barred,
            once=(bar,),
            effects=(*SEPARATE, *CHECK_EACH),
            opens=(*TRIAGE, where("escalation", duty_to_report)),
        )
        for bar in (danger_is_imminent, ~category_is_mediable, ~claim.injury_is_absent_where_asked)
    ),
    every_live_state().falls_to(withdrawn, once=(~claim.no_consent_was_withdrawn,), effects=CHECK_EACH, opens=TRIAGE),
    *(
        in_session.falls_to(preparation, once=(unsafe,), effects=(*SEPARATE, *CHECK_EACH))
        for unsafe in (
            ~safety.open_session_runs_no_high_risk,
            ~safety.open_session_fits_the_measures,
            ~safety.open_session_endangers_nobody,
        )
    ),
    each_of(agreement_signed, monitoring).falls_to(
        agreement_drafted, once=(~safety.judge_approved_where_required,), effects=CHECK_EACH
    ),
    each_of(adjourned, agreement_drafted).falls_to(
        preparation, once=(~safety.every_side_has_a_safety_plan,), effects=CHECK_EACH
    ),
)
"""Every step of mediation, and what ends it by rule."""
