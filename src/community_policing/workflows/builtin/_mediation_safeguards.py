"""
What holds in every mediation ever reachable.

That what was said in mediation is never evidence (ECOSOC 2002/12, para. 14) cannot be a safeguard of this workflow, for
evidence is taken elsewhere. What can be held: no command of mediation carries what a party said about the matter, no
guard of another workflow can read mediation's facts, and each session begins with the effect ``start-confidentiality``.
"""

from __future__ import annotations

from community_policing.workflows._command import spec_of
from community_policing.workflows._durations import days
from community_policing.workflows._guard import guard
from community_policing.workflows._safeguards import (
    Safeguard,
    closable,
    forbids,
    holding,
    in_state,
    inevitable,
    leads,
    never,
    permits,
    possible,
    precedes,
)
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin._case_guards import (
    category_is_mediable,
    danger_is_imminent,
    risk_is_at_most_medium,
)
from community_policing.workflows.builtin._mediation_commands import (
    AllConsent,
    Fulfil,
    FulfilPartly,
    JudgeAccepts,
    OpenSession,
    ReportBreach,
    Resume,
    Sign,
    StartMonitoring,
    Withdraw,
)
from community_policing.workflows.builtin._mediation_guards import (
    NOTHING_FOUND,
    TO_MEDIATION,
    no_consent_was_withdrawn,
    no_honour_danger,
    no_violence_came_to_light,
    nobody_is_confined,
    sides,
)
from community_policing.workflows.builtin._mediation_safety import (
    agreement_was_free,
    escalation_is_open,
    every_side_has_a_safety_plan,
    judge_approved_where_required,
    judicial_approval_is_required,
    open_session_fits_the_measures,
)
from community_policing.workflows.builtin._mediation_states import (
    AGREED,
    TOWARDS,
    UNDER_WAY,
    adjourned,
    agreement_drafted,
    agreement_signed,
    barred,
    breached,
    escalated,
    fulfilled,
    in_session,
    judicial_approval_pending,
    monitoring,
    no_agreement,
    partly_fulfilled,
    refused,
    screening,
    withdrawn,
)
from community_policing.workflows.builtin._record_commands import RecordConsent, SetGuardian

OVER = (fulfilled, partly_fulfilled, no_agreement, refused, withdrawn, barred, breached, escalated)
"""Nothing is going on any more."""


@guard("monitored-long-enough")
def monitoring_is_young(s: Situation) -> bool:
    """The agreement has been followed for less than two weeks."""
    return s.recent(days(14), StartMonitoring)


@guard("guardian-in-conflict-consented")
def no_guardian_in_conflict_consented(s: Situation) -> bool:
    """No consent to mediation on record is that of a guardian who has a conflict, or of whom that is not known."""
    for party in sides(s):
        consent = s.last(RecordConsent, party=party.id, consent_kind=TO_MEDIATION)
        named = s.last(SetGuardian, party=party.id)
        if consent is None or named is None or named.guardian_conflict == NOTHING_FOUND:
            continue
        if consent.given_by == named.guardian:
            return False
    return True


SAFEGUARDS: tuple[Safeguard, ...] = (
    never(
        in_state(*(state for state in TOWARDS if state is not screening), *AGREED) & ~category_is_mediable,
        id="mediation-bar",
        en="When the effective policy bars mediation, no stage of consent, session or agreement is ever open; the"
        " decision that raised the policy stops it.",
        ar="متى منعت السياسة السارية الوساطة فلا تبقى منها مرحلة موافقة أو جلسة أو اتفاق مفتوحة، ويوقفها القرار نفسه.",
        basis="std:UN-VAW,CEDAW,ISTANBUL",
    ),
    never(
        in_state(*UNDER_WAY) & ~category_is_mediable,
        id="case-bar-stops",
        en="When a bar to mediation arises, an open mediation is always stopped in the same decision.",
        ar="متى قام مانع من الوساطة وجب إيقاف الوساطة المفتوحة في القرار نفسه.",
        basis="std:UN-VAW",
    ),
    never(
        in_state(*UNDER_WAY) & ~(holding(no_violence_came_to_light) & no_honour_danger & nobody_is_confined),
        id="mediation-private-screen",
        en="When a private screen finds violence, fear, danger in the name of honour or confinement, the mediation"
        " never goes on.",
        ar="متى كشف الفحص على انفراد عنفًا أو خوفًا أو خطرًا باسم الشرف أو تقييدًا للحرية فلا تستمر الوساطة.",
        basis="std:UN-VAW;practice",
    ),
    never(
        in_state(*UNDER_WAY) & danger_is_imminent,
        id="mediation-danger",
        en="When danger is imminent, no mediation is ever under way.",
        ar="متى كان الخطر وشيكًا فلا تبقى وساطة قائمة.",
        basis="std:UN-VAW",
    ),
    never(
        in_state(in_session) & ~risk_is_at_most_medium,
        id="mediation-risk",
        en="When the risk is above medium or unknown, no session is ever open.",
        ar="متى تجاوزت الخطورة المستوى المتوسط أو كانت غير معلومة فلا تبقى جلسة مفتوحة.",
        basis="std:UN-VAW",
    ),
    permits(
        Withdraw,
        in_state(*UNDER_WAY),
        by=("party-roles",),
        id="mediation-withdrawal",
        en="While mediation is under way, every side may always withdraw without giving a reason.",
        ar="ما دامت الوساطة قائمة جاز لكل طرف فيها أن ينسحب دون إبداء سبب.",
        basis="std:ECOSOC",
    ),
    never(
        in_state(*UNDER_WAY) & ~no_consent_was_withdrawn,
        id="case-consent-withdrawn",
        en="When a side takes back its consent to mediation, the mediation never goes on.",
        ar="متى سحب طرف موافقته على الوساطة فلا تستمر.",
        basis="std:ECOSOC",
    ),
    never(
        in_state(adjourned, agreement_drafted) & ~every_side_has_a_safety_plan,
        id="mediation-between-sessions",
        en="When mediation rests between sessions, there is always a safety plan and a recorded place of stay for"
        " each side.",
        ar="متى توقفت الوساطة بين جلستين وجب أن تكون لكل طرف خطة سلامة ومكان إقامة مسجل.",
        basis="practice",
    ),
    never(
        in_state(in_session) & ~open_session_fits_the_measures,
        id="mediation-joint",
        en="When a measure keeps the parties apart, a joint session is never open.",
        ar="متى وجب منع الجمع بين الأطراف فلا تبقى جلسة مشتركة مفتوحة.",
        basis="std:UN-VAW",
    ),
    forbids(
        OpenSession,
        holding(~risk_is_at_most_medium),
        id="mediation-no-session-at-high-risk",
        en="When the risk is above medium or unknown, no session is ever opened.",
        ar="متى تجاوزت الخطورة المستوى المتوسط أو كانت غير معلومة فلا تفتتح جلسة.",
        basis="std:UN-VAW",
    ),
    forbids(
        Resume,
        holding(~every_side_has_a_safety_plan),
        id="mediation-no-session-without-plan",
        en="When a side has no safety plan or no known place of stay, no session is ever resumed.",
        ar="متى لم تكن لطرف خطة سلامة أو مكان إقامة معلوم فلا تستأنف الجلسة.",
        basis="practice",
    ),
    precedes(
        JudgeAccepts,
        (agreement_signed, monitoring),
        given=holding(judicial_approval_is_required),
        id="mediation-judge",
        en="When a judge's approval is required, an agreement is never in force without it.",
        ar="متى لزمت مصادقة القاضي فلا ينفذ الاتفاق دونها.",
        basis="std:IQ-23/1971",
    ),
    never(
        in_state(agreement_signed, monitoring) & ~judge_approved_where_required,
        id="mediation-judge-on-this-text",
        en="When a judge's approval is required, it is always the text in force that was approved.",
        ar="متى لزمت مصادقة القاضي وجب أن تكون على النص النافذ نفسه.",
        basis="std:IQ-23/1971",
    ),
    forbids(
        Sign,
        holding(judicial_approval_is_required),
        id="mediation-no-signing-past-the-judge",
        en="When a judge's approval is required, an agreement is never signed at the police desk.",
        ar="متى لزمت مصادقة القاضي فلا يوقع الاتفاق لدى الشرطة.",
        basis="std:IQ-23/1971",
    ),
    never(
        in_state(judicial_approval_pending, agreement_signed, monitoring) & ~agreement_was_free,
        id="mediation-free-will",
        en="When an agreement is before the judge or in force, each side was always asked alone before and found free.",
        ar="متى كان الاتفاق معروضًا على القاضي أو نافذًا وجب أن يكون كل طرف قد سئل قبله على انفراد ولم يظهر إكراه.",
        basis="std:ECOSOC;jud",
    ),
    leads(
        ReportBreach,
        holding(escalation_is_open),
        id="mediation-breach",
        en="When a breach is confirmed, an escalation track is always opened by the same event.",
        ar="متى ثبت الإخلال فتح الحدث نفسه مسار التصعيد دائمًا.",
        basis="std:IQ-practice",
    ),
    *(
        forbids(
            command,
            ~holding(no_guardian_in_conflict_consented),
            id=f"mediation-guardian-conflict-{spec_of(command).name.partition('.')[2]}",
            en="When a guardian has a conflict, that guardian's consent never lets a mediation begin or go on.",
            ar="متى تعارضت مصلحة الولي فلا تبدأ وساطة ولا تمضي بموافقته عن الطفل.",
            basis="case-guardian-conflict",
        )
        for command in (AllConsent, OpenSession, Resume)
    ),
    closable(
        id="mediation-closable",
        en="Wherever mediation stands it can be ended; nobody has to lower a risk, no side to agree or withdraw.",
        ar="أيًا كانت مرحلة الوساطة أمكن إنهاؤها دون خفض الخطورة ودون اشتراط موافقة طرف أو انسحابه.",
        basis="std:ECOSOC;judgement",
    ),
    inevitable(
        in_state(*OVER),
        id="mediation-never-waits",
        en="Whoever stays silent, a side or a judge, the mediation never has to wait for ever.",
        ar="مهما سكت طرف أو قاض فلا تبقى الوساطة معلقة إلى الأبد.",
        basis="judgement",
    ),
    possible(
        in_state(fulfilled),
        id="mediation-may-succeed",
        en="An agreement can be reached and carried out to the end.",
        ar="يمكن الوصول إلى اتفاق وتنفيذه حتى نهايته.",
        basis="seed:G10;ECOSOC",
    ),
    possible(
        in_state(monitoring) & judicial_approval_is_required,
        id="mediation-may-pass-the-judge",
        en="An agreement that needs a judge can come into force as well.",
        ar="الاتفاق الذي تلزمه مصادقة القاضي يمكن أن ينفذ بها.",
        basis="std:IQ-23/1971",
    ),
    *(
        forbids(
            command,
            holding(monitoring_is_young),
            id=f"mediation-two-weeks-{spec_of(command).name.partition('.')[2]}",
            en="No agreement counts as kept before it was followed for two weeks.",
            ar="لا يعد الاتفاق منفذًا قبل متابعته أسبوعين.",
            basis="std:MOI-FCP",
        )
        for command in (Fulfil, FulfilPartly)
    ),
)
"""The safeguards of mediation."""
