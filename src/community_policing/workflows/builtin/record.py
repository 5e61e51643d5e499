"""
The record: the case itself, its matters, its people, its risk, what was said and done, and who works on it.

A case is open while its record is. The record rests, freezes and goes to the archive with the closure of the case.
What is recorded here is shared: every track may read it. Sources: the case commands and case invariants of the
published rules (practice; Primero, GBVIMS and CP standards named beside each).
"""

from __future__ import annotations

from community_policing.workflows._consequences import AddsParties, SetsCategories
from community_policing.workflows._opening import AdoptCase, OpenCase
from community_policing.workflows._state import each_of
from community_policing.workflows._workflow import Workflow
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
from community_policing.workflows.builtin._record_contract import CONTRACT
from community_policing.workflows.builtin._record_guards import (
    closure_is_archived,
    closure_is_closed,
    closure_is_frozen,
)
from community_policing.workflows.builtin._record_protection import case_is_new
from community_policing.workflows.builtin._record_safeguards import SAFEGUARDS
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

# --------------------------------------------------------------------------- the workflow

RECORD = Workflow(
    "record",
    version=1,
    frames=True,
    transitions=(*BEGINNING, *PEOPLE, *MATTER, *WILL, *DONE, *WORK, *OTHER_CASES, *GRAVE_TURNS, *FOLLOWING),
    safeguards=(*SAFEGUARDS, CONTRACT),
)
