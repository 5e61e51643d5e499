"""What must hold of the record in every case ever reachable."""

from __future__ import annotations

from community_policing.taxonomy import Confidentiality
from community_policing.workflows._command import spec_of
from community_policing.workflows._guard import guard
from community_policing.workflows._safeguards import (
    Safeguard,
    closable,
    forbids,
    holding,
    in_state,
    leads,
    never,
    permits,
    possible,
)
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin._case_guards import danger_is_imminent
from community_policing.workflows.builtin._closure_guards import risk_is_low_or_handed_over
from community_policing.workflows.builtin._record_commands import (
    AddFactor,
    Assign,
    AuthorisePublicAppeal,
    FreezeCase,
    LowerConfidentiality,
    MergeCases,
    OverrideWithAuthority,
    RaiseConfidentiality,
    Recategorise,
    RecordOutsideAction,
    RecordPriorAction,
    Split,
    WithdrawConsent,
    WithdrawFactor,
)
from community_policing.workflows.builtin._record_guards import (
    another_track_is_live,
    level_exceeds_policy,
    mediation_is_live,
)
from community_policing.workflows.builtin._record_steps import archived, frozen, open_, resting
from community_policing.workflows.builtin._record_work_guards import nobody_refused_publicity

WHILE_FROZEN = (Recategorise, WithdrawFactor, LowerConfidentiality, Assign, Split, MergeCases, OverrideWithAuthority)
"""What would cover tracks after a critical incident; the frozen state offers none of it."""

DEPARTED = "departed-from-policy"
"""The mark that somebody, here or elsewhere, acted outside policy."""


@guard("actor-not-data-protection-officer")
def data_protection_officer_acts(s: Situation) -> bool:
    """The actor is the data protection officer."""
    return any(s.is_under("roles", role, "data-protection-officer") for role in s.actor.roles)


@guard("level-at-its-highest")
def level_may_rise(s: Situation) -> bool:
    """There is a level of confidentiality above the one in force."""
    return s.confidentiality < max(Confidentiality)


@guard("departure-not-marked")
def departures_are_marked(s: Situation) -> bool:
    """An action that departed from policy, told to us as such, stands marked on the case."""
    before = s.last(RecordPriorAction) if s.count(RecordPriorAction) else None
    outside = s.last(RecordOutsideAction) if s.count(RecordOutsideAction) else None
    departed = (before is not None and before.departs_from_policy) or (
        outside is not None and outside.departs_from_policy
    )
    return s.is_marked(DEPARTED) or not departed


SAFEGUARDS: tuple[Safeguard, ...] = (
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
        ar="متى أغلقت الحالة فلا يبقى فيها مسار آخر مفتوحًا",
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
    permits(
        RecordOutsideAction,
        in_state(open_, resting),
        by=("supervisor",),
        id="record-is-honest-about-others",
        en="What another body did outside policy is always accepted as a fact, whatever the policy.",
        ar="متى تصرفت جهة أخرى خلاف السياسة قبل تسجيل تصرفها دائمًا أيًا كانت السياسة",
        basis="case-record-honest",
    ),
    never(
        ~holding(departures_are_marked),
        id="record-marks-departures",
        en="When an action outside policy is recorded, the case is always marked by it.",
        ar="متى سجل إجراء مخالف للسياسة وجب أن تميز به الحالة",
        basis="case-record-honest",
    ),
    permits(
        RaiseConfidentiality,
        in_state(open_, resting, frozen) & level_may_rise,
        by=("intake-officer", "psychosocial-specialist", "supervisor"),
        id="confidentiality-may-be-raised",
        en="The level of confidentiality may be raised at any time, also after closure and while the case is frozen.",
        ar="ترفع درجة السرية في أي وقت، ولو بعد إغلاق الحالة أو أثناء تجميدها",
        basis="global invariant on confidentiality",
    ),
    forbids(
        LowerConfidentiality,
        ~holding(data_protection_officer_acts),
        id="confidentiality-lowered-by-its-officer",
        en="The level of confidentiality is lowered by the data protection officer and by nobody else.",
        ar="لا يخفض درجة السرية إلا مسؤول حماية البيانات",
        basis="global invariant on confidentiality",
    ),
    closable(
        risk_is_low_or_handed_over,
        id="record-closable",
        en="When the risk is low or another body answers for it, the case can always come to its end.",
        ar="متى انخفضت الخطورة أو تولتها جهة أخرى أمكن إنهاء الحالة دائمًا",
        basis="judgement",
    ),
    possible(
        in_state(resting),
        id="record-may-rest",
        en="A case can be closed.",
        ar="يمكن إغلاق الحالة",
        basis="case-closed-tracks; judgement",
    ),
    possible(
        in_state(archived),
        id="record-may-be-archived",
        en="A closed case can go to the archive.",
        ar="يمكن أن تؤرشف الحالة المغلقة",
        basis="judgement",
    ),
)
