"""
Claims about a formal report, which the workflow ``escalation`` asks.

Reasons that would betray pressure, danger or what the victim wants are for the staff only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from community_policing.cases import Party, Reason
from community_policing.taxonomy import ConsentRule, Mediable, Risk
from community_policing.workflows._durations import days
from community_policing.workflows._guard import guard
from community_policing.workflows._policies import PERSONS
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin import _escalation_commands as cmd
from community_policing.workflows.builtin._case_guards import STAFF, danger_is_imminent, duty_to_report
from community_policing.workflows.builtin._record_commands import RecordWish, SetGuardian, SetRepresentative

HARMED = frozenset({"victim", "affected-child", "subject-of-concern"})
ACCUSED = frozenset({"alleged-perpetrator", "respondent"})
CUSTODY = "party-in-custody"
"""The aggravating factor that someone on the case is held."""

Checked = cmd.ConfirmSettlement | cmd.WithdrawReport
"""The commands that rest on a private check that nobody was pressed."""


def harmed(s: Situation) -> tuple[Party, ...]:
    """Return whose complaint it is: the victims, or the complainants where no victim is named."""
    victims = tuple(party for party in s.parties if party.role in HARMED)
    return victims or tuple(party for party in s.parties if party.role == "complainant")


def stands_in(s: Situation, who: str, for_: Party) -> bool:
    """Return whether *who* lawfully speaks for a party: guardian without conflict, substitute or representative."""
    if any(party.id == who and party.role in ACCUSED for party in s.parties):
        return False
    guardian = s.last(SetGuardian, party=for_.id)
    if guardian is not None:
        if who == guardian.substitute:
            return True
        if who == guardian.guardian and guardian.guardian_conflict == "nothing-found":
            return True
    mandate = s.last(SetRepresentative, party=for_.id)
    if mandate is not None and who == mandate.representative:
        return mandate.mandate_until is None or not s.has_passed(mandate.mandate_until)
    lawyers = (party for party in s.parties if party.id == who and party.role == "legal-representative")
    return any(party.related_to == for_.id for party in lawyers)


# --------------------------------------------------------------------------- the matter and the law


@guard("offence-not-complaint-only", params=("category",), otherwise="offence-complaint-only")
def offence_depends_on_complaint(s: Situation) -> Iterator[Reason]:
    """The law lets the State act on each matter of the case only when the victim complains (IQ-23/1971)."""
    for category in s.case.categories:
        if category not in s.law.complaint_only:
            yield Reason("offence-not-complaint-only", category=category)


@guard("report-not-the-victims-choice", params=("category",), otherwise="report-is-the-victims-choice")
def victim_decides(s: Situation) -> Iterator[Reason]:
    """The victim decides: by law, or because the policy leaves the report to an adult victim (GBVIMS)."""
    if s.policy.consent_rule is not ConsentRule.VICTIM_CHOICE:
        for reason in offence_depends_on_complaint.reasons(s):
            yield Reason("report-not-the-victims-choice", category=str(reason["category"]))


@guard("conciliation-not-allowed", params=("category",), gives=("conciliation-barred",))
def offence_allows_conciliation(s: Situation) -> Iterator[Reason]:
    """The law allows conciliation in each matter of the case, and nothing graver was found (IQ-23/1971)."""
    for category in s.case.categories:
        if category not in s.law.conciliation_allowed:
            yield Reason("conciliation-not-allowed", category=category)
    only_custody = s.policy.bars == {CUSTODY} and s.policy.mediable_by == CUSTODY
    if s.policy.mediable is Mediable.NEVER and not only_custody:
        yield Reason("conciliation-barred", category=s.policy.mediable_by)


@guard("protection-need-absent")
def protection_is_needed(s: Situation) -> bool:
    """Someone needs protection: by the risk, by a factor, or because the policy owes a notice."""
    risk = s.policy.presumed_risk if s.risk is None else s.risk
    return risk > Risk.LOW or bool(s.case.factors) or bool(s.policy.notices)


@guard("breach-not-confirmed", otherwise="confirmed-breach-pending")
def breach_is_confirmed(s: Situation) -> bool:
    """An agreement was broken, both sides were heard, and no report of it was submitted yet."""
    return s.is_marked("breach-confirmed")


@guard("complaint-decides-alone")
def supervisor_must_look(s: Situation) -> bool:
    """A breach or imminent danger does not wait for a complaint, nor does a choice that no law lets lapse."""
    unmade = s.deadline_passed() and not offence_depends_on_complaint.holds(s)
    return unmade or breach_is_confirmed.holds(s) or danger_is_imminent.holds(s)


# --------------------------------------------------------------------------- where the report stands


@guard("victim-wish-not-recorded", params=("party",), audience=STAFF)
def victims_wish_is_recorded(s: Situation) -> Iterator[Reason]:
    """What each victim wants, or why that could not be asked, is recorded (GBVIMS)."""
    for party in harmed(s):
        wish = s.last(RecordWish, party=party.id)
        silent = wish is None or (wish.wish is None and wish.wish_unknown_reason is None)
        if party.kind in PERSONS and silent:
            yield Reason("victim-wish-not-recorded", party=party.id)


@guard("report-kind-not-protection")
def report_kind_is_protection(s: Situation) -> bool:
    """The assessment found that a protection notice is called for."""
    assessed = s.last(cmd.Assess)
    return assessed is not None and assessed.report_kind == "protection-notice"


@guard("report-not-pending", otherwise="report-still-pending")
def report_is_pending(s: Situation) -> bool:
    """A registered report is with an authority, which neither refused it nor closed it."""
    ended = (cmd.AuthorityRefuses, cmd.AuthorityCloses, cmd.WithdrawReport)
    return all(s.stands(cmd.Acknowledge, unless=one) is not None for one in ended)


@guard("matter-not-before-court")
def matter_is_before_court(s: Situation) -> bool:
    """The matter went to a court."""
    return s.last(cmd.ReferToCourt) is not None


@guard("suspect-not-held")
def suspect_is_held(s: Situation) -> bool:
    """The suspect was found and not let go since."""
    return s.stands(cmd.SuspectLocated, unless=cmd.SuspectReleased) is not None


@guard("authority-not-silent", params=("days",))
def authority_is_silent(s: Situation) -> Iterator[Reason]:
    """The report has stood where it is for thirty days."""
    if not s.elapsed(days(30)):
        yield Reason("authority-not-silent", days=30)


# --------------------------------------------------------------------------- what the command says


@guard("told-moment-in-future", params=("field",))
def moments_have_passed(a: Attempt[Any]) -> Iterator[Reason]:
    """What the command says has happened has happened."""
    for field in attrs.fields(type(a.command)):
        told = getattr(a.command, field.name)
        if isinstance(told, datetime) and not a.has_passed(told):
            yield Reason("told-moment-in-future", field=field.name)


@guard(
    "refusal-not-for-escalation",
    params=("refusal", "party"),
    gives=("refusal-needs-complaint-offence", "refusal-needs-adult", "refusal-needs-wish"),
    audience=STAFF,
)
def refusal_reason_is_valid(
    a: Attempt[cmd.Drop | cmd.Reject | cmd.StopBeforeSubmission | cmd.VictimDeclines],
) -> Iterator[Reason]:
    """The reason is one of those that justify no report, and the case bears it out."""
    refusal = a.command.refusal_reason
    if refusal == "escalation-refused" or not a.is_under("refusal-reasons", refusal, "escalation-refused"):
        yield Reason("refusal-not-for-escalation", refusal=refusal)
    if refusal in _COMPLAINT_REASONS and not offence_depends_on_complaint.holds(a):
        yield Reason("refusal-needs-complaint-offence", refusal=refusal)
    if refusal == "competent-adult-declines":
        for party in harmed(a):
            if not _is_competent_adult(a, party):
                yield Reason("refusal-needs-adult", party=party.id)
            if not _declined_alone(a, party):
                yield Reason("refusal-needs-wish", party=party.id)


_COMPLAINT_REASONS = frozenset({"complaint-only-no-complaint", "waiting-for-complaint"})


def _is_competent_adult(s: Situation, party: Party) -> bool:
    """Return whether *party* is certainly grown up and not known to lack capacity."""
    return not s.may_be_minor(party) and party.capacity != "lacks-capacity"


def _declined_alone(s: Situation, party: Party) -> bool:
    """Return whether *party*, asked alone, said something other than that a report is wanted."""
    wish = s.last(RecordWish, party=party.id)
    return wish is not None and wish.asked_alone and wish.wish not in _OPEN_WISHES


_OPEN_WISHES = frozenset({None, "wants-report", "undecided"})


@guard("decliner-not-competent-adult", params=("party",), gives=("decliner-not-harmed",), audience=STAFF)
def decliner_is_competent_adult(a: Attempt[cmd.VictimDeclines]) -> Iterator[Reason]:
    """Who declines is a victim, grown up and able to decide; an unknown age counts as a child's."""
    party = next((one for one in harmed(a) if one.id == a.command.party), None)
    if party is None:
        yield Reason("decliner-not-harmed", party=a.command.party)
    elif not _is_competent_adult(a, party):
        yield Reason("decliner-not-competent-adult", party=party.id)


@guard("another-victim-open", params=("party",), audience=STAFF)
def other_victims_agree(
    a: Attempt[cmd.VictimDeclines | cmd.WithdrawReport | cmd.ConfirmSettlement],
) -> Iterator[Reason]:
    """No other victim wants a report or has not been asked: one victim's will never binds another."""
    for party in harmed(a):
        if not _has_asked_for_it(a, party) and not _declined_alone(a, party):
            yield Reason("another-victim-open", party=party.id)


def _has_asked_for_it(a: Attempt[Any], party: Party) -> bool:
    """Return whether *party*, or who stands in for the party, is the one who declines, withdraws or settles."""
    asked = a.last(cmd.ProposeSettlement) if isinstance(a.command, cmd.ConfirmSettlement) else a.command
    who = getattr(asked, "requested_by", None) or getattr(asked, "party", None)
    return who == party.id or (who is not None and stands_in(a, who, party))


@guard("complaint-not-by-victim", params=("party",))
def complaint_is_by_victim(a: Attempt[cmd.VictimComplains]) -> Iterator[Reason]:
    """The complaint is the victim's, or that of who lawfully stands in (IQ-23/1971)."""
    who = a.command.complainant
    if not any(party.id == who or stands_in(a, who, party) for party in harmed(a)):
        yield Reason("complaint-not-by-victim", party=who)


@guard("request-not-by-victim", params=("party",), gives=("minor-cannot-waive",))
def request_is_by_victim(a: Attempt[cmd.ProposeSettlement | cmd.WithdrawReport]) -> Iterator[Reason]:
    """The request is an adult victim's, or that of who lawfully stands in."""
    who = a.command.requested_by
    asking = [party for party in harmed(a) if party.id == who or stands_in(a, who, party)]
    if not asking:
        yield Reason("request-not-by-victim", party=who)
    for party in asking:
        if party.id == who and not _is_competent_adult(a, party):
            yield Reason("minor-cannot-waive", party=who)


@guard("victim-not-told-first")
def victim_told_first_or_unsafe(a: Attempt[cmd.DutyApplies | cmd.DutyFound]) -> bool:
    """The victim was told before the report, or it is recorded why that was unsafe."""
    return a.command.victim_told_at is not None or a.command.not_told_reason is not None


@guard("complaint-time-too-long", params=("days",))
def complaint_time_is_lawful(a: Attempt[cmd.ComplaintNeeded]) -> Iterator[Reason]:
    """The last day told to the victim is no later than the law's window from today."""
    window = a.law.complaint_window_days
    if _lies_further(a, window, a.command.complaint_until):
        yield Reason("complaint-time-too-long", days=window)


@guard("next-telling-too-late", params=("days",))
def victim_is_told_in_time(a: Attempt[cmd.RecordProgress]) -> Iterator[Reason]:
    """The victim is told again within a month, a fortnight while the suspect is sought, or soon when not told now."""
    usual = 14 if a.track.state == "suspect-sought" else 30
    window = usual if a.command.victim_told_at is not None else min(usual, a.law.safety_check_days)
    if _lies_further(a, window, a.command.next_telling):
        yield Reason("next-telling-too-late", days=window)


def _lies_further(s: Situation, window: int, day: date) -> bool:
    """Return whether *day* (UTC) is more than *window* days from today."""
    return s.is_within(-days(window) - timedelta.resolution, day)


# --------------------------------------------------------------------------- the report itself


@guard("target-not-competent", params=("partner", "report"))
def target_authority_is_competent(a: Attempt[cmd.Submit]) -> Iterator[Reason]:
    """The law makes the authority competent for this kind of report."""
    target, kind = a.command.target_partner, a.command.report_kind
    competent = a.law.competent_partners.get(kind, frozenset())
    if not any(a.is_under("partners", target, one) for one in competent):
        yield Reason("target-not-competent", partner=target, report=kind)


@guard("report-kind-below-duty", params=("report",))
def report_kind_meets_duty(a: Attempt[cmd.Submit]) -> Iterator[Reason]:
    """Where a report is mandatory its kind is one that the matter takes: a notice never replaces a criminal report."""
    kind = a.command.report_kind
    if a.policy.report_due and not kind_meets_duty(a, kind):
        yield Reason("report-kind-below-duty", report=kind)


def kind_meets_duty(s: Situation, kind: str) -> bool:
    """Return whether a report of *kind* is one that a duty to report may be met with."""
    return kind == "criminal-report" or kind in s.policy.report_kinds - _LESSER


_LESSER = frozenset({"protection-notice", "court-petition", "victim-complaint"})


@guard("complaint-missing")
def complaint_was_made_if_needed(a: Attempt[cmd.Submit]) -> bool:
    """A matter that depends on a complaint goes to the criminal route only on the victim's complaint."""
    if a.command.report_kind not in {"criminal-report", "victim-complaint"}:
        return True
    if duty_to_report.holds(a) or not offence_depends_on_complaint.holds(a):
        return True
    return a.follows(cmd.VictimComplains, cmd.VictimDeclines) and a.follows(cmd.VictimComplains, cmd.WithdrawReport)


@guard("wish-or-requests-not-stated", gives=("protection-requests-missing",), attested=True)
def wish_and_requests_are_stated(a: Attempt[cmd.Submit]) -> Iterator[Reason]:
    """The report states the victim's wish, also where duty overrides it, and what protection is asked for."""
    if not a.command.wish_and_requests_in_package:
        yield Reason("wish-or-requests-not-stated")
    if harmed(a) and not a.command.protection_requests:
        yield Reason("protection-requests-missing")


# --------------------------------------------------------------------------- release, court, conciliation


@guard("victim-not-told-before-release", audience=STAFF)
def victim_told_before_release(a: Attempt[cmd.SuspectReleased]) -> bool:
    """The victim was told before the suspect was let go, or it is recorded why not."""
    return _was_told(a.command)


@guard("release-not-told", audience=STAFF)
def every_release_was_told(s: Situation) -> bool:
    """Of the last release the victim was told first, or it is recorded why not."""
    released = s.last(cmd.SuspectReleased)
    return released is None or _was_told(released)


def _was_told(released: cmd.SuspectReleased) -> bool:
    """Return whether the victim was told before the release, or a reason stands there."""
    told = released.victim_told_at
    return released.not_told_reason is not None or (told is not None and told <= released.released_at)


@guard("decision-not-by-competent-court", attested=True)
def decision_is_by_competent_court(a: Attempt[cmd.Decide]) -> bool:
    """The decision is that of the competent court or judge."""
    return a.command.by_competent_court


@guard("judge-has-not-accepted", attested=True)
def judge_has_accepted(a: Attempt[cmd.ConfirmSettlement]) -> bool:
    """A judge accepted the conciliation; a paper made at a police desk is none."""
    return a.command.judge_accepted


@guard("conciliation-too-late", params=("days",), gives=("report-number-unknown",))
def settlement_is_within_time(a: Attempt[cmd.ProposeSettlement]) -> Iterator[Reason]:
    """The request came within the law's window from the registered report."""
    registered, window = a.last(cmd.Acknowledge), a.law.conciliation_window_days
    if registered is None:
        yield Reason("report-number-unknown")
    elif a.command.requested_at - registered.received_at > timedelta(window):
        yield Reason("conciliation-too-late", days=window)
