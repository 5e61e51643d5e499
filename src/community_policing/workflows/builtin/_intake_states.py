"""The states of intake, and how long each may last."""

from __future__ import annotations

from community_policing.workflows._durations import by_risk, days, hours
from community_policing.workflows._state import State

received = State("received", initial=True, within=hours(1))
registered = State("registered", within=hours(4))
triaging = State(
    "triaging", within=by_risk(imminent=hours(1), high=hours(24), medium=hours(72), low=days(7)), entry=True
)
safety_action = State("safety-action", within=hours(1))
information_pending = State("information-pending", within=days(7))
identifying = State("identifying", within=by_risk(imminent=hours(24), otherwise=days(7)))
handover_offered = State("handover-offered", within=hours(24))
routed = State("routed", final=True)
declined = State("declined", final=True)
transferred = State("transferred", final=True)
merged = State("merged", final=True)

BEFORE_SAFETY = (registered, triaging, information_pending, identifying, handover_offered)
"""Where intake may stand when danger shows."""
