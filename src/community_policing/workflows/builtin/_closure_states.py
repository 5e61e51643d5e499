"""The states of closure, and how long each may last."""

from __future__ import annotations

from community_policing.workflows._durations import by_risk, days, hours, until
from community_policing.workflows._state import State
from community_policing.workflows.builtin._closure_commands import RequireFollowUp

open_ = State("open", initial=True)
closure_requested = State("closure-requested", within=days(3))
supervisor_review = State("supervisor-review", within=days(3))
follow_up_pending = State("follow-up-pending", within=until(RequireFollowUp, "follow_up_date", otherwise=days(30)))
frozen = State("frozen", within=hours(24), entry=True)
closed = State("closed", resting=True)
closure_contested = State("closure-contested", within=days(7))
reopened = State("reopened", within=by_risk(imminent=hours(1), otherwise=hours(24)))
archived = State("archived", final=True)
