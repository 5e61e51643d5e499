"""
The states of the record, and the steps on an open case: its people, its matters, what they want, what was done.

Each tuple is one theme; `record` puts them together. A step that also stands in `resting` or `frozen` takes down a
fact whatever the case has come to.
"""

from __future__ import annotations

from community_policing.workflows._consequences import (
    AddsFactor,
    AddsParties,
    AssessesRisk,
    AssignsRole,
    DropsCategories,
    JoinsTeam,
    Marks,
    MergesParties,
    PartiesLeave,
    Reassigns,
    RecordsOutcome,
    SetsCategories,
    SetsConfidentiality,
    Unmarks,
    UpdatesParty,
    WithdrawsFactor,
)
from community_policing.workflows._state import State, each_of
from community_policing.workflows.builtin import _record_guards as holds
from community_policing.workflows.builtin import _record_protection as protects
from community_policing.workflows.builtin import _record_work_guards as also
from community_policing.workflows.builtin._case_guards import danger_is_imminent
from community_policing.workflows.builtin._record_commands import (
    AddFactor,
    AddParty,
    AddTeamMember,
    Assign,
    AuthorisePublicAppeal,
    FreezeCase,
    IdentifyParty,
    Link,
    LogContact,
    LowerConfidentiality,
    MergeCases,
    MergeParties,
    OverrideWithAuthority,
    RaiseConfidentiality,
    Recategorise,
    RecordConfidentialityBreach,
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
    SetLegalHold,
    SetRepresentative,
    SetRisk,
    SetSafeContact,
    Split,
    Unlink,
    WithdrawConsent,
    WithdrawFactor,
)

# --------------------------------------------------------------------------- states

unopened = State("unopened", initial=True)
open_ = State("open")
resting = State("resting", resting=True)
frozen = State("frozen")
archived = State("archived", final=True)

kept = each_of(open_, resting)
"""Where a fact is taken down also after the case was closed."""
watched = each_of(open_, resting, frozen)
"""Where evidence, contact and danger are taken down whatever the case has come to."""

# --------------------------------------------------------------------------- steps

PEOPLE = (
    open_.stay(
        on=AddParty,
        by=("intake-officer", "case-officer", "psychosocial-specialist"),
        given=(holds.party_is_new, holds.age_or_reason_given),
        then=(AddsParties("party"),),
    ),
    open_.stay(
        on=IdentifyParty,
        by=("intake-officer", "case-officer", "supervisor"),
        given=(
            holds.party_is_a_person,
            holds.age_or_reason_established,
            holds.party_role_is_open,
            holds.minor_stays_minor,
        ),
        then=(
            UpdatesParty(
                "party",
                {
                    "age_band": "age_band",
                    "age_unknown_reason": "age_unknown_reason",
                    "kind": "party_kind",
                    "role": "party_role",
                },
            ),
        ),
    ),
    open_.stay(
        on=MergeParties,
        by=("case-officer", "supervisor"),
        given=(
            holds.records_are_two,
            holds.no_conflicting_roles,
            holds.merge_keeps_a_minor,
            protects.merge_keeps_what_protects,
            protects.merge_keeps_the_will,
        ),
        then=(MergesParties("party", "duplicate_party"),),
    ),
    open_.stay(
        on=SetGuardian,
        by=("case-officer", "psychosocial-specialist"),
        given=(
            holds.guardian_is_another,
            holds.guardian_conflict_has_substitute,
            holds.accused_guardian_is_in_conflict,
        ),
    ),
    open_.stay(
        on=SetRepresentative,
        by=("case-officer", "supervisor"),
        given=(holds.mandate_is_documented, holds.representative_is_no_side),
    ),
)

MATTER = (
    open_.stay(
        on=Recategorise,
        by=("intake-officer", "case-officer", "supervisor"),
        given=(
            holds.primary_is_among_categories,
            holds.uncategorised_stands_alone,
            protects.policy_is_not_relaxed_without_supervisor,
        ),
        then=(SetsCategories("categories", primary="primary_category"),),
    ),
    each_of(open_, frozen).stay(
        on=AddFactor,
        by=("intake-officer", "case-officer", "mediator", "psychosocial-specialist", "supervisor", "duty-officer"),
        then=(AddsFactor(field="factor", party="party"),),
        effects=("reassess-risk",),
    ),
    open_.stay(
        on=WithdrawFactor,
        by=("supervisor",),
        given=(holds.factor_is_present, holds.actor_did_not_add_factor),
        then=(WithdrawsFactor("factor", "party"),),
        effects=("reassess-risk",),
    ),
    each_of(open_, frozen).stay(
        on=SetRisk,
        by=("intake-officer", "case-officer", "psychosocial-specialist", "supervisor", "duty-officer"),
        given=(holds.lowering_is_by_supervisor, holds.review_lies_ahead),
        then=(AssessesRisk("risk_level"),),
        effects=("schedule-review",),
    ),
    watched.stay(
        on=RaiseConfidentiality,
        by=("intake-officer", "case-officer", "psychosocial-specialist", "supervisor"),
        given=(holds.level_is_higher,),
        then=(SetsConfidentiality("confidentiality"),),
    ),
    open_.stay(
        on=LowerConfidentiality,
        by=("data-protection-officer",),
        when=(holds.level_exceeds_policy,),
        given=(holds.level_is_lower, holds.level_is_not_below_policy),
        then=(SetsConfidentiality("confidentiality"),),
    ),
)

WILL = (
    open_.stay(
        on=RecordConsent,
        by=("intake-officer", "case-officer", "mediator", "psychosocial-specialist"),
        given=(
            also.giver_may_consent,
            also.giver_has_no_conflict,
            also.child_is_heard_if_child,
            also.consent_is_taken_alone,
            also.consent_is_informed,
        ),
    ),
    kept.stay(
        on=WithdrawConsent,
        by=("party-roles",),
        given=(also.speaks_for_that_party,),
        effects=("stop-what-rested-on-consent",),
    ),
    kept.stay(
        on=WithdrawConsent,
        by=("intake-officer", "case-officer", "mediator", "psychosocial-specialist"),
        effects=("stop-what-rested-on-consent",),
    ),
    open_.stay(
        on=RecordWish,
        by=("intake-officer", "case-officer", "mediator", "psychosocial-specialist"),
        given=(also.wish_or_reason_given,),
    ),
)

DONE = (
    kept.stay(
        on=RecordPriorAction,
        by=("intake-officer", "case-officer", "supervisor"),
        given=(also.action_is_in_the_past,),
        then=(Marks("departed-from-policy", field="departs_from_policy"),),
        effects=("review-departure-from-policy",),
    ),
    kept.stay(
        on=RecordOutsideAction,
        by=("case-officer", "supervisor"),
        given=(also.action_is_in_the_past,),
        then=(Marks("departed-from-policy", field="departs_from_policy"),),
        effects=("review-departure-from-policy",),
    ),
    watched.stay(
        on=LogContact,
        by=("community-police-member", "intake-officer", "case-officer", "psychosocial-specialist"),
        given=(also.contact_used_safe_way,),
        effects=("prompt-repeat-review",),
    ),
    watched.stay(
        on=LogContact,
        by=("community-police-member", "intake-officer", "case-officer", "psychosocial-specialist"),
        given=(~also.contact_used_safe_way,),
        effects=("alert-supervisor", "safety-check", "prompt-repeat-review"),
    ),
    open_.stay(on=SetSafeContact, by=("intake-officer", "case-officer", "psychosocial-specialist")),
    watched.stay(
        on=RecordEvidence,
        by=("community-police-member", "case-officer", "digital-evidence-officer"),
        given=(also.evidence_is_identified,),
    ),
    each_of(open_, frozen).stay(
        on=RecordStatement,
        by=("case-officer", "psychosocial-specialist"),
        given=(also.child_interviewer_is_trained, also.accused_side_is_absent),
    ),
)

WORK = (
    open_.stay(
        on=Assign,
        by=("supervisor",),
        given=(also.assignee_is_qualified, also.assignee_is_not_recused, also.role_is_assignable),
        then=(AssignsRole("assigned_role", "assignee"),),
        effects=("notify-case-officer",),
    ),
    open_.stay(
        on=AddTeamMember,
        by=("supervisor",),
        given=(also.assignee_is_not_recused, also.role_is_assignable),
        then=(JoinsTeam("assigned_role", "assignee"),),
    ),
    open_.stay(
        on=Recuse,
        by=("community-police-member", "case-officer", "mediator", "supervisor"),
        given=(also.replacement_is_other, also.recuses_oneself_or_supervises),
        then=(Reassigns("recused_actor", "replacement"),),
    ),
    open_.stay(on=RecuseUnit, by=("supervisor",), given=(also.target_unit_is_other,), effects=("notify-target-unit",)),
)

OTHER_CASES = (
    watched.stay(
        on=Link,
        by=("intake-officer", "case-officer", "supervisor"),
        given=(also.target_is_another_case, also.reader_may_see_both),
    ),
    open_.stay(on=Unlink, by=("supervisor",)),
    open_.stay(
        on=Split,
        by=("case-officer", "supervisor"),
        given=(
            also.new_case_is_another,
            also.every_party_stays_somewhere,
            also.protection_is_not_lost,
            protects.split_keeps_the_policy,
            protects.split_leaves_the_protected,
        ),
        then=(DropsCategories("categories_moved"), PartiesLeave("parties_moved")),
        effects=("carry-over-new-facts",),
    ),
    open_.to(
        open_,
        on=MergeCases,
        by=("supervisor",),
        when=(~danger_is_imminent,),
        given=(
            also.target_is_another_case,
            also.duplicate_is_found,
            also.protection_is_not_lost,
            also.parties_are_not_opposed_there,
        ),
        opens=("closure",),
        then=(Marks("merged-into-other-case"), RecordsOutcome("merged-duplicate")),
        effects=("carry-over-new-facts",),
        settles=True,
    ),
)

GRAVE_TURNS = (
    kept.to(
        frozen,
        on=FreezeCase,
        by=("case-officer", "supervisor"),
        given=(also.critical_incident_is_recorded,),
        ends=("mediation@barred", "closure"),
        opens=("closure@frozen", "escalation"),
        effects=("lock-record", "open-independent-review"),
    ),
    kept.stay(
        on=RecordConfidentialityBreach,
        by=("community-police-member", "case-officer", "supervisor", "data-protection-officer"),
        effects=("alert-supervisor", "reassess-risk", "safety-check-each-party"),
    ),
    open_.stay(
        on=AuthorisePublicAppeal,
        by=("supervisor",),
        when=(also.nobody_refused_publicity,),
        given=(also.life_saving_need_is_shown, also.person_or_guardian_was_asked, also.end_lies_ahead),
    ),
    kept.stay(
        on=SetLegalHold,
        by=("data-protection-officer",),
        then=(Marks("legal-hold", field="hold_active"), Unmarks("legal-hold", field="hold_active")),
    ),
    kept.stay(
        on=RequestReview,
        by=("party-roles",),
        given=(also.speaks_for_that_party,),
        effects=("assign-independent-reviewer",),
    ),
    kept.stay(on=RequestReview, by=("case-officer",), effects=("assign-independent-reviewer",)),
    open_.stay(
        on=OverrideWithAuthority,
        by=("supervisor",),
        when=(also.actor_is_not_case_officer,),
        given=(also.guard_is_overridable, also.end_lies_ahead),
        effects=("review-departure-from-policy",),
    ),
)
