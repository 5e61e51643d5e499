"""Conditions that are set aside on documented authority, where the profile lets them be and until a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from community_policing.cases import Case, Reason
from community_policing.taxonomy import Law
from community_policing.workflows._machine import Cursor, GuardedTransition
from community_policing.workflows._situation import Attempt

FACT = "record.override-with-authority"
"""The command whose fact says which condition is set aside, on what authority and until when."""

MAY_BE_SET_ASIDE = frozenset(
    {
        "assignee-not-qualified",
        "channel-without-reason",
        "locality-without-reason",
        "mediator-is-case-officer",
        "mediator-not-qualified",
        "outside-area-competence",
        "same-unit",
        "second-mediator-missing",
        "within-area-competence",
    }
)
"""
Conditions of administration: who does the work, where, and on which form.

Nothing else may be set aside, because everything else protects somebody: safety, consent, screening, duress, minors,
a judge, a duty to report, an open track.
"""


def may_be_set_aside(code: str, law: Law) -> bool:
    """
    Return whether *law* lets the condition *code* be set aside.

    A profile may name some of `MAY_BE_SET_ASIDE`; any other code that it names is not honoured.
    """
    return code in law.overridable_guards and code in MAY_BE_SET_ASIDE


def remaining(reasons: Iterable[Reason], case: Case, law: Law, at: datetime) -> list[Reason]:
    """Return those of *reasons* that are not set aside; a condition of safety, which not all may read, never is."""
    return [reason for reason in reasons if reason.audience or not _is_set_aside(reason.code, case, law, at)]


def set_aside(
    candidates: Iterable[GuardedTransition],
    attempt: Attempt[Any],
    at: datetime,
    cursor: Cursor,
) -> GuardedTransition | None:
    """
    Take the first of *candidates* for which everything that is missing is set aside, moving *cursor*.

    Returns:
        The transition taken; `None` when none could be.
    """
    if not attempt.law.overridable_guards:
        return None
    for transition in candidates:
        missing: list[Reason] = []
        for collect in transition.asked:
            collect(attempt, missing)
        if not remaining(missing, attempt.case, attempt.law, at):
            transition.move(cursor)
            return transition
    return None


def _is_set_aside(code: str, case: Case, law: Law, at: datetime) -> bool:
    """Return whether the record holds an override of *code* that has not run out."""
    if not may_be_set_aside(code, law):
        return False
    facts = (track.facts.get(FACT, (code,)) for track in case.tracks_of("record"))
    return any(fact is not None and at < fact.command.ends_at for fact in facts)
