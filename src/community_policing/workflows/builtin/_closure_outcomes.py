"""
What each outcome claims, as a table: nobody may close a case as settled that is not.

A claim speaks of the states of other tracks, of marks on the case, or of what the request itself attests. An outcome
that only a workflow not yet in force could bring about cannot be met, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from community_policing.cases import Param, Reason
from community_policing.taxonomy import FrozenMap
from community_policing.workflows._durations import days
from community_policing.workflows._opening import AdoptCase
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin._case_guards import danger_is_imminent
from community_policing.workflows.builtin._closure_commands import RequestClosure
from community_policing.workflows.builtin._record_commands import RecordOutsideAction, RecordPriorAction, SetRisk

Claim = Callable[[Situation, RequestClosure], bool]

ATTEMPTS = 3
"""On how many different days somebody must have tried to reach the person (practice)."""

ATTEMPTS_OVER = days(14)
"""How far the first and the last attempt must lie apart (practice)."""


@attrs.frozen
class Condition:
    """
    One thing that an outcome claims.

    Attributes:
        code: The code of the reason when it does not hold.
        holds: Whether it holds, of a situation and the request to close.
        params: What the reason says beside the outcome.
    """

    code: str
    holds: Claim
    params: tuple[tuple[str, Param], ...] = ()

    def missing(self, s: Situation, request: RequestClosure) -> Iterator[Reason]:
        """Yield the reason for which *request* cannot have its outcome, unless it holds."""
        if not self.holds(s, request):
            yield Reason(self.code, (), outcome=request.outcome, **dict(self.params))


CODES = (
    "outcome-state-not-reached",
    "outcome-track-open",
    "outcome-mark-missing",
    "outcome-not-available",
    "outcome-for-adopted-cases",
    "duress-check-not-clear",
    "contact-attempts-missing",
    "no-ground-not-shown",
    "support-not-open",
    "safety-not-checked-since",
    "outcome-in-danger",
)
"""Every code that a condition may give."""

PARAMS = ("outcome", "states", "workflow", "mark")
"""Every parameter that a condition may give."""


# --------------------------------------------------------------------------- what conditions are made of


def reached(workflow: str, *states: str) -> Condition:
    """Return the condition that the last track of *workflow* stands in one of *states*."""
    named = tuple(f"{workflow}/{state}" for state in states)
    return Condition("outcome-state-not-reached", lambda s, _: s.state_of(workflow) in states, (("states", named),))


def over(workflow: str) -> Condition:
    """Return the condition that no track of *workflow* is open."""
    return Condition("outcome-track-open", lambda s, _: not s.is_live(workflow), (("workflow", workflow),))


def marked(mark: str) -> Condition:
    """Return the condition that *mark* stands on the case."""
    return Condition("outcome-mark-missing", lambda s, _: s.is_marked(mark), (("mark", mark),))


def told(code: str, claim: Claim) -> Condition:
    """Return the condition that the request, or the record, tells what *claim* asks for."""
    return Condition(code, claim)


def choice_is_free(s: Situation, request: RequestClosure) -> bool:
    """Somebody asked the person alone, before now, and found no pressure (attested)."""
    check = request.duress_check
    if check is None or check.duress_result != "clear":
        return False
    return check.seen_alone and s.has_passed(check.duress_check_at)


def attempts_were_enough(s: Situation, request: RequestClosure) -> bool:
    """There were attempts on three different days, the last at least fourteen days after the first (attested)."""
    moments = sorted(attempt.contacted_at for attempt in request.attempts if s.has_passed(attempt.contacted_at))
    spread = len({moment.date() for moment in moments}) >= ATTEMPTS
    return spread and moments[-1] - moments[0] >= ATTEMPTS_OVER


def there_is_no_ground(_: Situation, request: RequestClosure) -> bool:
    """Evidence shows that there was no ground; that somebody withdrew shows nothing (attested)."""
    return request.no_ground_shown and request.no_ground_evidence is not None


def support_goes_on(_: Situation, request: RequestClosure) -> bool:
    """What was tried is told, and support stays open (attested)."""
    return request.support_stays_open and request.what_was_tried is not None


def safety_was_checked_since(s: Situation, _: RequestClosure) -> bool:
    """The risk was assessed after the last action that was recorded."""
    return s.follows(SetRisk, RecordPriorAction) and s.follows(SetRisk, RecordOutsideAction)


# --------------------------------------------------------------------------- the table

FREE = told("duress-check-not-clear", choice_is_free)
NO_DANGER = told("outcome-in-danger", lambda s, _: not danger_is_imminent.holds(s))
ELSEWHERE = told("outcome-not-available", lambda _s, _r: False)
"""Only a workflow that is not in force could bring this outcome about."""

OUTCOMES: FrozenMap[str, tuple[Condition, ...]] = FrozenMap(
    {
        # Resolved
        "amicable-settlement": (reached("mediation", "fulfilled"),),
        "partly-fulfilled": (reached("mediation", "partly-fulfilled"),),
        "resolved-by-advice": (),
        "risk-reduced": (),
        "obligation-paid": (),
        "treatment-started": (),
        "separated-by-agreement": (),
        "located-and-safe": (),
        "needs-met": (ELSEWHERE,),
        "safe-return": (ELSEWHERE,),
        "safe-placement": (ELSEWHERE,),
        "harm-stopped": (ELSEWHERE,),
        "placed-with-relative-or-other-parent": (ELSEWHERE,),
        "contact-restored": (ELSEWHERE,),
        "handed-over-under-undertaking": (ELSEWHERE,),
        "undertaking-given": (ELSEWHERE,),
        "returned-at-own-wish": (ELSEWHERE,),
        "restored-to-home": (ELSEWHERE,),
        "warning-given": (ELSEWHERE,),
        "collective-peace-concluded": (ELSEWHERE,),
        "undertaking-kept": (ELSEWHERE,),
        "content-removed": (ELSEWHERE,),
        "diversion-completed": (ELSEWHERE,),
        # The formal route
        "formal-report-opened": (marked("report-registered"), over("escalation")),
        "judicially-approved-settlement": (marked("settlement-approved-by-judge"),),
        "complaint-waived-before-authority": (),
        "arrested-by-competent-body": (),
        "identified-by-competent-body": (),
        "decided-by-court": (),
        "raised-to-competent-authority": (ELSEWHERE,),
        "forwarded-and-answered": (ELSEWHERE,),
        # Another body
        "transferred-to-unit": (marked("handover-accepted"),),
        "merged-duplicate": (marked("merged-into-other-case"),),
        "referral-accepted": (ELSEWHERE,),
        # Without resolution
        "withdrawn": (FREE,),
        "unfounded": (told("no-ground-not-shown", there_is_no_ground),),
        "unreachable": (told("contact-attempts-missing", attempts_were_enough), NO_DANGER),
        "harm-not-stopped": (told("support-not-open", support_goes_on),),
        "closed-after-weak-practice": (
            marked("departed-from-policy"),
            told("safety-not-checked-since", safety_was_checked_since),
        ),
        "killed-during-case": (marked("released-by-review"),),
        "returned-without-assessment": (told("outcome-for-adopted-cases", lambda s, _: s.last(AdoptCase) is not None),),
        "service-declined": (),
        "out-of-competence": (),
        "death": (),
        "moved-away": (),
        "no-agreement": (),
        "self-resolved": (),
        "unresolved-below-threshold": (),
        "response-failure": (),
        # Findings on a complaint, results of problem solving
        "upheld": (ELSEWHERE,),
        "partly-upheld": (ELSEWHERE,),
        "not-upheld": (ELSEWHERE,),
        "resolved-with-complainant": (ELSEWHERE,),
        "record-corrected": (ELSEWHERE,),
        "temporary-solution": (ELSEWHERE,),
        "lasting-solution": (ELSEWHERE,),
        "no-effect": (ELSEWHERE,),
        "rule-or-procedure-changed": (ELSEWHERE,),
    }
)
"""Outcome to what it claims; an outcome that a host adds claims nothing beside what every closure must meet."""

SUPERVISED = frozenset(
    {
        "closed-after-weak-practice",
        "death",
        "harm-not-stopped",
        "killed-during-case",
        "response-failure",
        "returned-without-assessment",
    }
)
"""Outcomes that say that something went wrong: never closed without a supervisor, whatever the case."""

UNTELLABLE = frozenset({"death", "killed-during-case", "unreachable"})
"""Outcomes with which there may be nobody to tell."""
