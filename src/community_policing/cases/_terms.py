"""
What the strings in parties and commands stand for: a concept of a scheme, or the id of a thing the host knows.

To a type checker they are `str`; to forms, readers and the rulebook they say which scheme or kind of thing.
"""

from __future__ import annotations

from typing import Annotated

import attrs


@attrs.frozen
class Term:
    """Marks a field as a concept of *scheme*: ``Outcome = Annotated[str, Term("outcomes")]``."""

    scheme: str


@attrs.frozen
class Id:
    """Marks a field as the id of a thing of this *kind*, which the host knows."""

    kind: str


ActorId = Annotated[str, Id("actor")]
PartyId = Annotated[str, Id("party")]
CaseId = Annotated[str, Id("case")]
UnitId = Annotated[str, Id("unit")]
PlaceId = Annotated[str, Id("place")]
WorkflowId = Annotated[str, Id("workflow")]
GuardId = Annotated[str, Id("guard")]
Ref = Annotated[str, Id("ref")]
"""The host's opaque reference to a text, a document or a record kept elsewhere."""

Category = Annotated[str, Term("case-categories")]
Factor = Annotated[str, Term("aggravating-factors")]
Role = Annotated[str, Term("roles")]
Outcome = Annotated[str, Term("outcomes")]
Channel = Annotated[str, Term("channels")]
AgeBand = Annotated[str, Term("age-bands")]
PartyKind = Annotated[str, Term("party-kinds")]
Sex = Annotated[str, Term("party-sex")]
Relationship = Annotated[str, Term("relationships")]
Capacity = Annotated[str, Term("capacities")]
RefusalReason = Annotated[str, Term("refusal-reasons")]
AgreementTermKind = Annotated[str, Term("agreement-terms")]
ReportKind = Annotated[str, Term("report-kinds")]
Partner = Annotated[str, Term("partners")]
Screen = Annotated[str, Term("screen-results")]
SafetyResult = Annotated[str, Term("safety-results")]
Residence = Annotated[str, Term("residence-kinds")]
SessionForm = Annotated[str, Term("session-forms")]
ConsentKind = Annotated[str, Term("consent-kinds")]
ConsentDecision = Annotated[str, Term("consent-decisions")]
Wish = Annotated[str, Term("wishes")]
Position = Annotated[str, Term("positions")]
EvidenceKind = Annotated[str, Term("evidence-kinds")]
RecordOrigin = Annotated[str, Term("record-origins")]
ReopenReason = Annotated[str, Term("reopen-reasons")]
Competency = Annotated[str, Term("competencies")]
ProtectionFactor = Annotated[str, Term("protection-factors")]
TermStatus = Annotated[str, Term("term-statuses")]
DuressResult = Annotated[str, Term("duress-results")]
DecisionKind = Annotated[str, Term("decision-kinds")]
ContactDirection = Annotated[str, Term("contact-directions")]
LinkKind = Annotated[str, Term("link-kinds")]
SettlementKind = Annotated[str, Term("settlement-kinds")]
IncidentKind = Annotated[str, Term("incident-kinds")]
EntryGround = Annotated[str, Term("entry-grounds")]
