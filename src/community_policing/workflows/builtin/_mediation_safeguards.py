"""
What holds in every mediation ever reachable.

That what was said in mediation is never evidence (ECOSOC 2002/12, para. 14) cannot be a safeguard of this workflow, for
evidence is taken elsewhere. What can be held: no command of mediation carries what a party said about the matter, no
guard of another workflow can read mediation's facts, and each session begins with the effect ``start-confidentiality``.
"""

from __future__ import annotations

from community_policing.workflows._safeguards import (
    Safeguard,
    forbids,
    holding,
    in_state,
    leads,
    never,
    permits,
    precedes,
)
from community_policing.workflows.builtin._case_guards import (
    category_is_mediable,
    danger_is_imminent,
    risk_is_at_most_medium,
)
from community_policing.workflows.builtin._mediation_commands import (
    JudgeAccepts,
    OpenSession,
    ReportBreach,
    Resume,
    Sign,
    Withdraw,
)
from community_policing.workflows.builtin._mediation_guards import (
    no_consent_was_withdrawn,
    no_honour_danger,
    no_violence_came_to_light,
    nobody_is_confined,
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
    in_session,
    judicial_approval_pending,
    monitoring,
    screening,
)

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
)
"""The safeguards of mediation."""
