"""
Intake and triage: every record enters here, also imported and old ones.

What is not known is said to be unknown, with a reason. The route depends on category, risk, age and consent, and
danger comes before everything. Sources: seed rows G10, G12, G15, M1.3 and W06; Primero, the CP standards, GBVIMS,
UN-VAW; judgement and practice where each step's row says so.
"""

from __future__ import annotations

from community_policing.taxonomy import Confidentiality
from community_policing.workflows._consequences import (
    AddsCategory,
    AddsFactorsFound,
    Marks,
    RaisesConfidentiality,
    RecordsOutcome,
    UpdatesParty,
)
from community_policing.workflows._state import by_field, each_of
from community_policing.workflows._workflow import Workflow
from community_policing.workflows.builtin import _intake_guards as holds
from community_policing.workflows.builtin._case_guards import (
    category_is_substantive,
    danger_is_imminent,
    risk_is_assessed,
    wish_is_recorded,
)
from community_policing.workflows.builtin._intake_commands import (
    ActForSafety,
    BeginTriage,
    Decline,
    HandoverAccepted,
    HandoverRefused,
    IdentificationAttempt,
    InformationNotObtained,
    InformationReceived,
    Merge,
    OfferHandover,
    PersonIdentified,
    Register,
    RequestEntry,
    RequestInformation,
    Route,
    RouteUncategorised,
    SafetySecured,
    ScreenPerson,
    StartIdentifying,
    StopIdentifying,
    WithdrawHandover,
)
from community_policing.workflows.builtin._intake_contract import CONTRACT
from community_policing.workflows.builtin._intake_safeguards import SAFEGUARDS
from community_policing.workflows.builtin._intake_states import (
    BEFORE_SAFETY,
    declined,
    handover_offered,
    identifying,
    information_pending,
    merged,
    received,
    registered,
    routed,
    safety_action,
    transferred,
    triaging,
)

__all__ = [
    "INTAKE",
    "ActForSafety",
    "BeginTriage",
    "Decline",
    "HandoverAccepted",
    "HandoverRefused",
    "IdentificationAttempt",
    "InformationNotObtained",
    "InformationReceived",
    "Merge",
    "OfferHandover",
    "PersonIdentified",
    "Register",
    "RequestEntry",
    "RequestInformation",
    "Route",
    "RouteUncategorised",
    "SafetySecured",
    "ScreenPerson",
    "StartIdentifying",
    "StopIdentifying",
    "WithdrawHandover",
    "declined",
    "handover_offered",
    "identifying",
    "information_pending",
    "merged",
    "received",
    "registered",
    "routed",
    "safety_action",
    "transferred",
    "triaging",
]

# --------------------------------------------------------------------------- the workflow

INTAKE = Workflow(
    "intake",
    version=1,
    transitions=(
        received.to(
            registered,
            on=Register,
            by=("intake-officer", "case-officer"),
            given=(
                holds.channel_or_reason_given,
                holds.locality_or_reason_given,
                holds.behalf_request_is_safe,
                holds.report_is_in_the_past,
            ),
            then=(RaisesConfidentiality(Confidentiality.RESTRICTED),),
            effects=("assign-reference",),
        ),
        registered.to(
            triaging,
            on=BeginTriage,
            by=("intake-officer",),
            given=(holds.triage_does_not_relax,),
            then=(AddsCategory("provisional_category"),),
        ),
        triaging.stay(
            on=ScreenPerson,
            by=("intake-officer", "psychosocial-specialist"),
            given=(holds.seen_alone_or_reason_given, holds.interviewer_is_trained),
            then=(
                AddsFactorsFound(
                    {
                        "honour_screen": "honour-motive",
                        "confinement_screen": "deprivation-of-liberty",
                        "strangulation_screen": "strangulation",
                        "weapon_screen": "weapon",
                        "exploitation_screen": "suspected-exploitation",
                    }
                ),
                holds.MarksDisclosure(),
            ),
            effects=("reassess-risk",),
        ),
        each_of(*BEFORE_SAFETY).to(
            safety_action,
            on=ActForSafety,
            by=("intake-officer", "case-officer", "duty-officer"),
            when=(danger_is_imminent,),
            effects=("notify-emergency-services",),
        ),
        safety_action.stay(
            on=RequestEntry,
            by=("case-officer", "duty-officer"),
            given=(holds.person_inside_is_in_danger,),
            effects=("request-entry-and-rescue",),
        ),
        safety_action.to(triaging, on=SafetySecured, by=("case-officer", "duty-officer", "supervisor")),
        triaging.to(information_pending, on=RequestInformation, by=("intake-officer",), when=(~danger_is_imminent,)),
        information_pending.to(triaging, on=InformationReceived, by=("intake-officer",)),
        information_pending.to(triaging, on=InformationNotObtained, by=("intake-officer",)),
        triaging.to(
            identifying,
            on=StartIdentifying,
            by=("intake-officer", "case-officer"),
            when=(holds.identity_is_unknown,),
            effects=("search-for-identity",),
        ),
        identifying.to(
            triaging,
            on=PersonIdentified,
            by=("intake-officer", "case-officer"),
            given=(holds.material_is_verified,),
            then=(UpdatesParty("party", fixed={"kind": "natural-person"}),),
        ),
        identifying.to(triaging, on=StopIdentifying, by=("supervisor",), given=(holds.three_attempts_are_documented,)),
        triaging.to(
            routed,
            on=Route,
            by=("intake-officer", "supervisor"),
            when=(
                category_is_substantive,
                risk_is_assessed,
                holds.age_bands_are_known_or_reasoned,
                holds.people_are_screened_where_required,
                holds.consent_or_duty_is_recorded,
                wish_is_recorded,
                holds.matter_is_within_area,
            ),
            given=(
                holds.no_conflict_of_interest,
                holds.route_is_possible,
                holds.route_suits_policy,
                holds.route_is_safe,
            ),
            opens=(by_field("route"), "closure"),
            assigns={"case-officer": "case_officer"},
            effects=("notify-case-officer",),
        ),
        triaging.to(
            routed,
            on=RouteUncategorised,
            by=("supervisor",),
            when=(
                ~category_is_substantive,
                holds.cautious_policy_applies,
                risk_is_assessed,
                holds.age_bands_are_known_or_reasoned,
                holds.people_are_screened_where_required,
                holds.consent_or_duty_is_recorded,
                holds.matter_is_within_area,
            ),
            given=(
                holds.no_conflict_of_interest,
                holds.route_is_possible,
                holds.route_suits_policy,
                holds.route_is_safe,
            ),
            opens=(by_field("route"), "closure"),
            assigns={"case-officer": "case_officer"},
            then=(Marks("routed-cautiously"),),
            effects=("notify-case-officer", "propose-new-category"),
        ),
        triaging.to(
            handover_offered,
            on=OfferHandover,
            by=("intake-officer", "supervisor"),
            when=(~danger_is_imminent, ~holds.matter_is_within_area),
            given=(holds.duty_holder_is_free,),
            assigns={"case-officer": "interim_duty_holder"},
            effects=("notify-target-unit",),
        ),
        handover_offered.to(
            transferred,
            on=HandoverAccepted,
            by=("supervisor",),
            when=(~danger_is_imminent,),
            given=(holds.acceptance_is_in_the_past,),
            opens=("closure",),
            then=(Marks("handover-accepted"), RecordsOutcome("transferred-to-unit")),
            effects=("tell-applicant",),
            settles=True,
        ),
        handover_offered.to(triaging, on=HandoverRefused, by=("supervisor",)),
        handover_offered.to(triaging, on=WithdrawHandover, by=("intake-officer", "supervisor")),
        each_of(registered, triaging, information_pending).to(
            declined,
            on=Decline,
            by=("intake-officer", "supervisor"),
            when=(~danger_is_imminent, holds.no_one_is_at_risk),
            given=(holds.reason_is_intake_reason,),
            opens=("closure",),
            effects=("tell-applicant",),
            settles=True,
        ),
        each_of(registered, triaging).to(
            merged,
            on=Merge,
            by=("intake-officer",),
            when=(~danger_is_imminent,),
            given=(holds.duplicate_exists, holds.protection_goes_along),
            opens=("closure",),
            then=(Marks("merged-into-other-case"), RecordsOutcome("merged-duplicate")),
            effects=("carry-over-new-facts",),
            settles=True,
        ),
    ),
    safeguards=(*SAFEGUARDS, CONTRACT),
)
