"""The states of a formal report, and the groups of them that rules speak of."""

from __future__ import annotations

from community_policing.workflows._durations import by_risk, days, hours, until
from community_policing.workflows._state import State
from community_policing.workflows.builtin._escalation_commands import ComplaintNeeded, RecordProgress

considered = State("considered", initial=True, within=by_risk(imminent=hours(1), high=hours(24), otherwise=hours(72)))
legal_check = State("legal-check", within=hours(24))
complaint_check = State("complaint-check", within=until(ComplaintNeeded, "complaint_until", otherwise=days(90)))
supervisor_review = State("supervisor-review", within=hours(24))
preparing = State("preparing", within=hours(24))
submitted = State("submitted", within=hours(24))
acknowledged = State("acknowledged", within=days(7))
returned = State("returned", within=hours(72))
accepted = State("accepted", within=days(14))
under_investigation = State("under-investigation", within=until(RecordProgress, "next_telling", otherwise=days(30)))
suspect_sought = State("suspect-sought", within=until(RecordProgress, "next_telling", otherwise=days(14)))
suspect_held = State("suspect-held", within=until(RecordProgress, "next_telling", otherwise=days(30)))
before_court = State("before-court", within=until(RecordProgress, "next_telling", otherwise=days(30)))
settlement_review = State("settlement-review", within=days(7))
transferred = State("transferred", within=days(7))
decided = State("decided", final=True)
settled = State("settled", final=True)
withdrawn = State("withdrawn", resting=True)
not_accepted = State("not-accepted", resting=True)
closed_by_authority = State("closed-by-authority", resting=True)
not_escalated = State("not-escalated", resting=True)

NOT_REPORTED = (not_escalated, withdrawn)
"""Where nothing is reported, or no longer: a duty to report, or a confirmed breach, leads out of them by rule."""

INVESTIGATED = (under_investigation, suspect_sought, suspect_held, before_court)
"""Where the authority is at work."""

WAITING = (submitted, acknowledged, transferred, accepted, *INVESTIGATED, settlement_review)
"""Where an authority, and not the force, has the next word."""

REGISTERED = (
    acknowledged,
    accepted,
    *INVESTIGATED,
    settlement_review,
    transferred,
    decided,
    settled,
    closed_by_authority,
)
"""Where the report has a number."""

SUBMITTED = (submitted, returned, not_accepted, *REGISTERED)
"""Where the report was submitted."""
