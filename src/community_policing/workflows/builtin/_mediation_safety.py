"""
Claims about safety between the sessions of a mediation, its sessions, its agreement and what became of it.

Sources: ECOSOC resolution 2002/12, the UN handbook for legislation on violence against women 3.9.1, the Iraqi Criminal
Procedure Code arts. 194-198, published practice of the Iraqi Ministry of Interior.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from community_policing.cases import Reason
from community_policing.taxonomy import Risk
from community_policing.workflows._durations import days, hours
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin._case_guards import STAFF
from community_policing.workflows.builtin._mediation_commands import (
    Adjourn,
    CheckSafety,
    DraftAgreement,
    JudgeAccepts,
    OpenSession,
    PassScreening,
    RecordTermProgress,
    Resume,
    ScreenParty,
    SetInterimPlan,
    Sign,
    SubmitForApproval,
    UpholdAgreement,
)
from community_policing.workflows.builtin._mediation_guards import sides
from community_policing.workflows.builtin._mediation_parts import AgreementTerm, DuressCheck

CLEAR, UNKNOWN = "clear", "unknown"

TOGETHER = frozenset({"joint", "co-mediated"})
"""Forms of session that may bring the parties into one room."""

# --------------------------------------------------------------------------- safety meanwhile


@guard("safety-check-missing", params=("party", "duration"), gives=("party-not-safe",), audience=STAFF)
def every_side_is_safe(s: Situation) -> Iterator[Reason]:
    """Every side was lately asked alone, is safe, and stays at a known place; the law says how lately."""
    lately = days(s.law.safety_check_days)
    for party in sides(s):
        check = s.last(CheckSafety, party=party.id)
        if check is not None and not (check.party_is_safe and check.stays_where != UNKNOWN):
            yield Reason("party-not-safe", party=party.id)
        elif not (s.recent(lately, CheckSafety, party=party.id) or s.recent(lately, ScreenParty, party=party.id)):
            yield Reason("safety-check-missing", party=party.id, duration=lately)


@guard("not-checked-since-adjournment", params=("party",), audience=STAFF)
def every_side_was_checked_between_sessions(s: Situation) -> Iterator[Reason]:
    """Once a session was adjourned, every side was asked alone after it, before they meet again."""
    if s.last(Adjourn) is not None:
        for party in sides(s):
            if not s.came_after(CheckSafety, Adjourn, party=party.id):
                yield Reason("not-checked-since-adjournment", party=party.id)


@guard(
    "safety-plan-missing",
    params=("party",),
    gives=("place-of-stay-unknown",),
    otherwise="safety-plans-complete",
    audience=STAFF,
)
def every_side_has_a_safety_plan(s: Situation) -> Iterator[Reason]:
    """For every side there is a plan of safety and a known place of stay."""
    planned, placed = frozenset(_planned(s)), frozenset(_placed(s))
    for party in sides(s):
        if party.id not in planned:
            yield Reason("safety-plan-missing", party=party.id)
        if party.id not in placed:
            yield Reason("place-of-stay-unknown", party=party.id)


def _planned(s: Situation) -> Iterator[str]:
    """Yield the parties for whom a plan of safety is on record."""
    yield from (one.party for one in s.every(SetInterimPlan))
    for rest in (s.last(Adjourn), s.last(DraftAgreement)):
        yield from () if rest is None else (one.party for one in rest.interim_safety_plans)


def _placed(s: Situation) -> Iterator[str]:
    """Yield the parties whose place of stay is on record."""
    stays: list[ScreenParty | CheckSafety | SetInterimPlan] = [
        *s.every(ScreenParty),
        *s.every(CheckSafety),
        *s.every(SetInterimPlan),
    ]
    for told in stays:
        if told.stays_where != UNKNOWN:
            yield told.party
    for rest in (s.last(Adjourn), s.last(DraftAgreement)):
        yield from () if rest is None else (one.party for one in rest.stays_where_each if one.stays_where != UNKNOWN)


# --------------------------------------------------------------------------- sessions


@guard("session-risk-too-high", params=("risk",), otherwise="session-risk-tolerable", audience=STAFF)
def open_session_runs_no_high_risk(s: Situation) -> Iterator[Reason]:
    """The risk did not rise above medium while the session is open."""
    if s.risk is not None and s.risk > Risk.MEDIUM:
        yield Reason("session-risk-too-high", risk=s.risk.value)


@guard("side-unsafe-in-session", params=("party",), otherwise="sides-safe-in-session", audience=STAFF)
def open_session_endangers_nobody(s: Situation) -> Iterator[Reason]:
    """No side was found unsafe while the session is open."""
    for party in sides(s):
        check = s.last(CheckSafety, party=party.id)
        if check is not None and not check.party_is_safe:
            yield Reason("side-unsafe-in-session", party=party.id)


@guard("joint-session-barred", params=("session_form",), otherwise="session-form-allowed")
def open_session_fits_the_measures(s: Situation) -> Iterator[Reason]:
    """The session that is open brings nobody together who must be kept apart."""
    form = _open_form(s)
    if form is not None and keeps_apart(s, form):
        yield Reason("joint-session-barred", session_form=form)


def keeps_apart(s: Situation, form: str) -> bool:
    """Return whether a protection measure forbids a session of this *form*."""
    return form in TOGETHER and "no-joint-session" in s.policy.measures


def _open_form(s: Situation) -> str | None:
    """Return the form of the session opened last."""
    first, further = s.last(OpenSession), s.last(Resume)
    latest = further if further is not None and s.follows(Resume, OpenSession) else first
    return None if latest is None else latest.session_form


@guard("specialist-assessment-missing", safeguard="specialist-assessment")
def specialist_found_it_safe(s: Situation) -> bool:
    """Where the profile asks for it, a specialist found mediation safe (MOI-FCP)."""
    passed = s.last(PassScreening)
    found = passed is not None and passed.specialist_opinion == CLEAR
    return found or "specialist-assessment" not in s.profile.safeguards


# --------------------------------------------------------------------------- agreement


@guard("judge-not-needed", otherwise="judge-needed", safeguard="judicial-approval")
def judicial_approval_is_required(s: Situation) -> bool:
    """The law or the profile lets an agreement of this kind count only once a judge approved it (IQ-23/1971)."""
    listed = s.law.judicial_approval_required
    named = (s.is_under("case-categories", one, above) for one in s.case.categories for above in listed)
    return "judicial-approval" in s.profile.safeguards or any(named)


@guard("judge-has-not-approved", otherwise="judge-approved-where-required")
def judge_approved_where_required(s: Situation) -> bool:
    """Where a judge's approval is required, the text in force has it."""
    return not judicial_approval_is_required.holds(s) or s.follows(JudgeAccepts, DraftAgreement)


@guard("cooling-off-not-over", params=("duration",))
def cooling_off_is_over(s: Situation) -> Iterator[Reason]:
    """The parties had the time that the law gives them to think the text over."""
    if not s.elapsed(hours(s.law.cooling_off_hours)):
        yield Reason("cooling-off-not-over", duration=hours(s.law.cooling_off_hours))


FREE_WILL = ("free-will-not-checked", "pressure-not-ruled-out", "text-not-accepted")


@guard("free-will-not-checked", params=("party",), gives=FREE_WILL[1:], audience=STAFF)
def submitted_freely(s: Situation) -> Iterator[Reason]:
    """Every side was asked alone before the text went to the judge, was free, and accepted it."""
    sent = s.last(SubmitForApproval)
    yield from free_will_reasons(s, () if sent is None else sent.duress_checks, lambda _: True)


@guard("agreement-without-free-will", audience=STAFF)
def agreement_was_free(s: Situation) -> bool:
    """The text in force was signed, sent to the judge or upheld only after nobody was found under pressure."""
    told = (s.last(Sign), s.last(SubmitForApproval), s.last(UpholdAgreement))
    checks = tuple(check for one in told if one is not None for check in one.duress_checks)
    return bool(checks) and all(one.duress_result == CLEAR and one.seen_alone for one in checks)


def free_will_reasons(
    s: Situation, checks: Iterable[DuressCheck], in_time: Callable[[DuressCheck], bool]
) -> Iterator[Reason]:
    """Yield what is missing for each side's choice to count as free; of answers that differ the worst counts."""
    told = tuple(checks)
    for party in dict.fromkeys((*(side.id for side in sides(s)), *(check.party for check in told))):
        answers = [check for check in told if check.party == party]
        if not all(check.seen_alone for check in answers) or not any(map(in_time, answers)):
            yield Reason("free-will-not-checked", party=party)
        if any(check.duress_result != CLEAR for check in answers):
            yield Reason("pressure-not-ruled-out", party=party)
        if not all(check.accepts_text for check in answers):
            yield Reason("text-not-accepted", party=party)


# --------------------------------------------------------------------------- after the agreement


@guard("term-not-done", params=("term_ref",), gives=("term-still-running", "agreement-terms-unknown"))
def every_term_is_done(s: Situation) -> Iterator[Reason]:
    """Every term was carried out, and those that recur have run their time."""
    terms = terms_of(s)
    if not terms:
        yield Reason("agreement-terms-unknown")
    for term in terms:
        if not is_done(s, term.term):
            yield Reason("term-not-done", term_ref=term.term)
        elif term.until is not None and not s.has_passed(term.until):
            yield Reason("term-still-running", term_ref=term.term)


@guard("no-term-done")
def some_term_is_done(s: Situation) -> bool:
    """At least one term was carried out."""
    return any(is_done(s, term.term) for term in terms_of(s))


def terms_of(s: Situation) -> tuple[AgreementTerm, ...]:
    """Return the terms of the text worded last."""
    text = s.last(DraftAgreement)
    return () if text is None else text.terms


def is_done(s: Situation, term: str) -> bool:
    """Return whether *term* was recorded as carried out."""
    progress = s.last(RecordTermProgress, term=term)
    return progress is not None and progress.term_status == "done"


@guard("escalation-not-open")
def escalation_is_open(s: Situation) -> bool:
    """A track towards a formal report is open."""
    return s.is_live("escalation")
