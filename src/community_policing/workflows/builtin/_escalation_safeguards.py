"""What must hold of a formal report in every case ever reachable."""

from __future__ import annotations

from community_policing.workflows._guard import guard
from community_policing.workflows._safeguards import (
    Safeguard,
    closable,
    forbids,
    holding,
    in_state,
    never,
    permits,
    possible,
    precedes,
)
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin import _escalation_commands as cmd
from community_policing.workflows.builtin._case_guards import case_is_open, danger_is_imminent, duty_to_report
from community_policing.workflows.builtin._escalation_checks import (
    settlement_was_checked_elsewhere,
    withdrawal_was_checked_elsewhere,
)
from community_policing.workflows.builtin._escalation_guards import (
    breach_is_confirmed,
    every_release_was_told,
    harmed,
)
from community_policing.workflows.builtin._escalation_marks import NOTIFIED, REPORTED
from community_policing.workflows.builtin._escalation_states import (
    NOT_REPORTED,
    REGISTERED,
    SUBMITTED,
    WAITING,
    accepted,
    decided,
    not_accepted,
    not_escalated,
    settled,
    withdrawn,
)


@guard("formal-number-absent")
def report_is_registered(s: Situation) -> bool:
    """An authority registered a report of this case under a number."""
    return s.is_marked("report-registered")


@guard("outcome-not-formal-report")
def outcome_is_formal_report(s: Situation) -> bool:
    """The case ended, or is to end, as turned into a formal report."""
    return s.case.outcome == "formal-report-opened"


@guard("wish-not-stated")
def wish_is_stated(s: Situation) -> bool:
    """The report submitted here states the victim's wish and what protection is asked for (attested)."""
    sent = s.last(cmd.Submit)
    return sent is None or not s.count(cmd.Submit) or sent.wish_and_requests_in_package


@guard("registration-forgotten")
def registration_is_known(s: Situation) -> bool:
    """What an authority registered under a number here stands marked on the case, as a report or as a notice."""
    return not s.count(cmd.Acknowledge) or s.is_marked(REPORTED) or s.is_marked(NOTIFIED)


@guard("no-victim-may-decline")
def some_victim_may_decline(s: Situation) -> bool:
    """At least one victim is certainly grown up and not known to lack capacity."""
    return any(not s.may_be_minor(party) and party.capacity != "lacks-capacity" for party in harmed(s))


SAFEGUARDS: tuple[Safeguard, ...] = (
    never(
        in_state(*NOT_REPORTED) & duty_to_report,
        id="escalation-duty",
        en="When a duty to report holds, the track never ends unreported or withdrawn.",
        ar="متى وجب الإخبار فلا ينتهي المسار دون بلاغ ولا بالسحب",
        basis="std:IQ-23/1971; invariant escalation-duty",
    ),
    never(
        in_state(*NOT_REPORTED) & breach_is_confirmed,
        id="escalation-breach",
        en="When a breach is confirmed, the escalation is never dropped before a report was submitted.",
        ar="متى ثبت الإخلال فلا يسقط التصعيد قبل تقديم البلاغ",
        basis="practice; invariant case-breach-escalates",
    ),
    never(
        in_state(settled) & ~holding(settlement_was_checked_elsewhere),
        id="escalation-custody-settlement",
        en="When the other side is held, no conciliation is ever accepted without a private check by another unit.",
        ar="متى كان الطرف الآخر موقوفًا فلا يقبل صلح دون تحقق منفرد من وحدة أخرى",
        basis="practice; invariant escalation-custody",
    ),
    never(
        in_state(withdrawn) & ~holding(withdrawal_was_checked_elsewhere),
        id="escalation-custody-withdrawal",
        en="When the other side is held, no withdrawal is ever accepted without a private check by another unit.",
        ar="متى كان الطرف الآخر موقوفًا فلا يقبل سحب دون تحقق منفرد من وحدة أخرى",
        basis="practice; invariant escalation-custody",
    ),
    never(
        ~holding(every_release_was_told),
        id="escalation-release",
        en="When a suspect is released, the victim is always told first, or it is recorded why not.",
        ar="متى أطلق سراح المشتبه به وجب إعلام الضحية قبل ذلك أو تسجيل سبب عدم إعلامها",
        basis="practice; invariant escalation-release",
    ),
    precedes(
        cmd.Submit,
        SUBMITTED,
        id="escalation-wish",
        en="When a report is submitted, the victim's wish is always stated in it.",
        ar="متى قدم البلاغ وجب أن تذكر فيه رغبة الضحية ولو خالفها الواجب",
        basis="std:GBVIMS; invariant escalation-wish",
    ),
    precedes(
        cmd.Acknowledge,
        REGISTERED,
        id="escalation-registered",
        en="Before an authority acts on a report, the report's number is always recorded.",
        ar="يسجل رقم البلاغ دائمًا قبل أن تمضي فيه أي جهة",
        basis="seed:G12.2; invariant escalation-number",
    ),
    never(
        holding(outcome_is_formal_report) & ~holding(report_is_registered),
        id="escalation-number",
        en="When a case is closed as escalated, a formal report number is always recorded.",
        ar="متى أغلقت الحالة بوصفها مصعدة وجب أن يكون رقم البلاغ الرسمي مسجلًا",
        basis="seed:G12.2; invariant escalation-number",
    ),
    forbids(
        cmd.WithdrawReport,
        duty_to_report,
        id="escalation-no-withdrawal-of-duty",
        en="While a duty to report holds, the report is never withdrawn.",
        ar="لا يسحب البلاغ ما دام الإخبار واجبًا",
        basis="std:IQ-23/1971; invariant escalation-duty",
    ),
    forbids(
        cmd.WithdrawReport,
        danger_is_imminent,
        id="escalation-no-withdrawal-in-danger",
        en="While danger is imminent, the report is never withdrawn.",
        ar="لا يسحب البلاغ ما دام الخطر وشيكًا",
        basis="practice",
    ),
    forbids(
        cmd.ConfirmSettlement,
        danger_is_imminent,
        id="escalation-no-settlement-in-danger",
        en="While danger is imminent, no conciliation ends the report.",
        ar="لا ينهي الصلح البلاغ ما دام الخطر وشيكًا",
        basis="std:UN-VAW",
    ),
    permits(
        cmd.Reconsider,
        in_state(not_escalated, not_accepted) & case_is_open,
        by=("victim",),
        id="escalation-change-of-mind",
        en="The victim may ask at any time that a report not made, or not accepted, be looked at again.",
        ar="للضحية أن تطلب في أي وقت إعادة النظر في بلاغ لم يقدم أو لم يقبل",
        basis="std:GBVIMS",
    ),
    permits(
        cmd.RecordProgress,
        in_state(*WAITING) & case_is_open,
        by=("case-officer",),
        id="escalation-never-silent",
        en="While an authority has the report, the officer can always record news of it and tell the victim.",
        ar="ما دام البلاغ لدى جهة أخرى فلمسؤول الحالة دائمًا أن يسجل سيره ويعلم الضحية به",
        basis="practice",
    ),
    forbids(
        cmd.VictimDeclines,
        ~holding(some_victim_may_decline),
        id="escalation-child-never-declines",
        en="When no victim is certainly grown up and able to decide, a report is never left undone for a victim's no.",
        ar="متى لم تكن أي ضحية بالغة مدركة يقينًا فلا يترك البلاغ لرفضها",
        basis="case-unknown-age; std:CRC",
    ),
    closable(
        id="escalation-closable",
        en="A report can always come to its end, whatever the victim decides; nobody has to lower a risk or withdraw"
        " for it.",
        ar="يمكن أن يبلغ البلاغ نهايته دائمًا أيًا كان قرار الضحية، دون خفض الخطورة ودون اشتراط السحب",
        basis="judgement",
    ),
    possible(
        in_state(accepted),
        id="escalation-may-be-accepted",
        en="An authority can accept a report.",
        ar="يمكن أن تقبل الجهة المختصة البلاغ",
        basis="seed:G12.2",
    ),
    possible(
        in_state(decided),
        id="escalation-may-be-decided",
        en="A report can come to the decision of a court.",
        ar="يمكن أن يصل البلاغ إلى قرار المحكمة",
        basis="seed:G12.2; practice",
    ),
    never(
        in_state(*SUBMITTED) & ~holding(wish_is_stated),
        id="escalation-wish-stated",
        en="A report that does not state the victim's wish and requests is never submitted.",
        ar="لا يقدم بلاغ لا تذكر فيه رغبة الضحية وطلباتها",
        basis="invariant escalation-wish",
    ),
    never(
        in_state(*REGISTERED) & ~holding(registration_is_known),
        id="escalation-registration-known",
        en="While a report stands registered, the case always knows of it, also when it is opened again.",
        ar="ما دام البلاغ مسجلًا ظل معلومًا في الحالة ولو أعيد فتحها",
        basis="invariant escalation-number",
    ),
)
