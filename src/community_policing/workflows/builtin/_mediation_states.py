"""The states of mediation, and how long each may last."""

from __future__ import annotations

from community_policing.workflows._durations import days, hours, until
from community_policing.workflows._state import State
from community_policing.workflows.builtin._mediation_commands import ExtendMonitoring

proposed = State("proposed", initial=True, within=days(7))
screening = State("screening", within=days(3))
consent_pending = State("consent-pending", within=days(7))
preparation = State("preparation", within=days(7))
in_session = State("in-session", within=hours(12))
adjourned = State("adjourned", within=days(14))
agreement_drafted = State("agreement-drafted", within=days(7))
judicial_approval_pending = State("judicial-approval-pending", within=days(30))
agreement_signed = State("agreement-signed", within=days(3))
monitoring = State("monitoring", at_least=days(14), within=until(ExtendMonitoring, "new_end_date", otherwise=days(30)))
contested = State("contested", within=days(7))
fulfilled = State("fulfilled", final=True)
partly_fulfilled = State("partly-fulfilled", final=True)
no_agreement = State("no-agreement", final=True)
refused = State("refused", final=True)
withdrawn = State("withdrawn", final=True)
barred = State("barred", final=True)
breached = State("breached", final=True)
escalated = State("escalated", final=True)

TOWARDS = (screening, consent_pending, preparation, in_session, adjourned, agreement_drafted, judicial_approval_pending)
"""From the first question to the text before the judge."""

AGREED = (agreement_signed, monitoring, contested)
"""There is an agreement, kept or disputed."""

UNDER_WAY = (proposed, *TOWARDS, *AGREED)
"""Something is still going on."""
