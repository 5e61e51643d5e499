"""
The record: the case itself, its matters, its people, its risk, what was said and done, and who works on it.

A case is open while its record is. The record rests, freezes and goes to the archive with the closure of the case.
What is recorded here is shared: every track may read it. Sources: the case commands and case invariants of the
published rules (practice; Primero, GBVIMS and CP standards named beside each).
"""

from __future__ import annotations

from community_policing.workflows._command import spec_of
from community_policing.workflows._consequences import AddsParties, SetsCategories
from community_policing.workflows._opening import AdoptCase, OpenCase
from community_policing.workflows._safeguards import forbids, holding, in_state, leads, never, permits
from community_policing.workflows._state import each_of
from community_policing.workflows._workflow import Workflow
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
from community_policing.workflows.builtin._record_guards import (
    another_track_is_live,
    closure_is_archived,
    closure_is_closed,
    closure_is_frozen,
    level_exceeds_policy,
    mediation_is_live,
)
from community_policing.workflows.builtin._record_protection import case_is_new
from community_policing.workflows.builtin._record_steps import (
    DONE,
    GRAVE_TURNS,
    MATTER,
    OTHER_CASES,
    PEOPLE,
    WILL,
    WORK,
    archived,
    frozen,
    open_,
    resting,
    unopened,
)
from community_policing.workflows.builtin._record_work_guards import nobody_refused_publicity

__all__ = [
    "RECORD",
    "AddFactor",
    "AddParty",
    "AddTeamMember",
    "AdoptCase",
    "Assign",
    "AuthorisePublicAppeal",
    "FreezeCase",
    "IdentifyParty",
    "Link",
    "LogContact",
    "LowerConfidentiality",
    "MergeCases",
    "MergeParties",
    "OpenCase",
    "OverrideWithAuthority",
    "RaiseConfidentiality",
    "Recategorise",
    "RecordConfidentialityBreach",
    "RecordConsent",
    "RecordEvidence",
    "RecordOutsideAction",
    "RecordPriorAction",
    "RecordStatement",
    "RecordWish",
    "Recuse",
    "RecuseUnit",
    "RequestReview",
    "SetGuardian",
    "SetLegalHold",
    "SetRepresentative",
    "SetRisk",
    "SetSafeContact",
    "Split",
    "Unlink",
    "WithdrawConsent",
    "WithdrawFactor",
    "archived",
    "frozen",
    "open_",
    "resting",
    "unopened",
]

# --------------------------------------------------------------------------- how it begins and how it follows

BEGINNING = (
    unopened.to(
        open_,
        on=OpenCase,
        by=("intake-officer", "case-officer", "community-police-member", "duty-officer", "supervisor"),
        when=(case_is_new,),
        then=(SetsCategories("categories"), AddsParties("parties")),
        opens=("intake",),
    ),
    unopened.to(
        open_,
        on=AdoptCase,
        by=("supervisor", "data-protection-officer", "system", "intake-officer"),
        when=(case_is_new,),
        then=(SetsCategories("categories"), AddsParties("parties")),
    ),
)

FOLLOWING = (
    each_of(open_, resting).falls_to(archived, once=(closure_is_archived,)),
    each_of(open_, resting).falls_to(frozen, once=(closure_is_frozen,)),
    open_.falls_to(resting, once=(closure_is_closed,)),
    frozen.falls_to(open_, once=(~closure_is_frozen,)),
    resting.falls_to(open_, once=(~closure_is_closed,)),
)

# --------------------------------------------------------------------------- safeguards

WHILE_FROZEN = (Recategorise, WithdrawFactor, LowerConfidentiality, Assign, Split, MergeCases, OverrideWithAuthority)
"""What would cover tracks after a critical incident; the frozen state offers none of it."""

SAFEGUARDS = (
    permits(
        WithdrawConsent,
        in_state(open_, resting),
        by=("party-roles", "intake-officer", "psychosocial-specialist"),
        id="record-consent-may-be-withdrawn",
        en="A party may take a consent back at any time, also after closure, and no reason is asked.",
        ar="لكل طرف أن يسحب موافقته في أي وقت، ولو بعد إغلاق الحالة، ولا يسأل عن السبب",
        basis="case-consent-withdrawn; GBVIMS",
    ),
    permits(
        RecordPriorAction,
        in_state(open_, resting),
        by=("intake-officer", "supervisor"),
        id="record-is-honest",
        en="An action outside policy is always accepted as a fact, is marked, and never permits a later step.",
        ar="متى سجل إجراء مخالف للسياسة قبل تسجيله وميز ولم يبح خطوة لاحقة",
        basis="case-record-honest",
    ),
    permits(
        AddFactor,
        in_state(open_, frozen),
        by=("intake-officer", "psychosocial-specialist", "supervisor", "duty-officer"),
        id="record-danger-may-be-told",
        en="Whoever learns of an aggravating factor may always add it while the case is open or frozen.",
        ar="لكل من علم بظرف مشدد أن يسجله ما دامت الحالة مفتوحة أو مجمدة",
        basis="case-policy-tightens; judgement",
    ),
    leads(
        FreezeCase,
        in_state(frozen) & in_state("frozen", of="closure"),
        id="record-freeze-stops-all",
        en="When a critical incident is recorded, the case and its closure are always frozen in the same decision.",
        ar="متى سجل حادث جسيم جمدت الحالة ومسار إغلاقها في القرار نفسه دائمًا",
        basis="case-frozen",
    ),
    leads(
        FreezeCase,
        holding(~mediation_is_live),
        id="record-freeze-ends-mediation",
        en="When a critical incident is recorded, no mediation is ever open afterwards.",
        ar="متى سجل حادث جسيم فلا تبقى وساطة مفتوحة بعده أبدًا",
        basis="case-frozen; case-bar-stops",
    ),
    *(
        forbids(
            command,
            in_state(frozen),
            id=f"frozen-case-refuses-{spec_of(command).name.partition('.')[2]}",
            en="When a case is frozen, only evidence, safety and review commands are ever accepted.",
            ar="متى جمدت الحالة لم تقبل إلا أوامر الأدلة والسلامة والمراجعة",
            basis="case-frozen",
        )
        for command in WHILE_FROZEN
    ),
    never(
        in_state(resting, archived) & another_track_is_live,
        id="closed-case-has-no-open-track",
        en="When a case is closed, no other track is ever open.",
        ar="متى أغلقت الحالة فلا يبقى مسار آخر مفتوحًا",
        basis="case-closed-tracks",
    ),
    forbids(
        LowerConfidentiality,
        ~in_state(open_) | holding(~level_exceeds_policy),
        id="confidentiality-not-below-policy",
        en="The level of confidentiality is never lowered below what the policy asks for.",
        ar="لا تخفض درجة السرية عما تفرضه السياسة أبدًا",
        basis="level_not_below_policy; case-floor",
    ),
    forbids(
        MergeCases,
        holding(danger_is_imminent),
        id="no-merging-in-danger",
        en="While danger is imminent, a case is never merged into another.",
        ar="متى كان الخطر وشيكًا فلا تدمج الحالة في غيرها",
        basis="intake-danger; judgement",
    ),
    forbids(
        AuthorisePublicAppeal,
        ~holding(nobody_refused_publicity),
        id="no-appeal-against-refusal",
        en="No public appeal is ever authorised against the recorded refusal of a party.",
        ar="لا يؤذن بنداء عام خلاف رفض مسجل من أحد الأطراف أبدًا",
        basis="case-adult-will; A13",
    ),
)

# --------------------------------------------------------------------------- the workflow

RECORD = Workflow(
    "record",
    version=1,
    frames=True,
    transitions=(*BEGINNING, *PEOPLE, *MATTER, *WILL, *DONE, *WORK, *OTHER_CASES, *GRAVE_TURNS, *FOLLOWING),
    safeguards=SAFEGUARDS,
)
