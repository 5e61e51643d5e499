"""What several steps of mediation ask for alike, as named lists of claims."""

from __future__ import annotations

from community_policing.workflows._guard import AnyGuard
from community_policing.workflows.builtin import _mediation_attempts as step
from community_policing.workflows.builtin import _mediation_guards as claim
from community_policing.workflows.builtin import _mediation_safety as safety
from community_policing.workflows.builtin._case_guards import (
    category_is_mediable,
    minors_are_safeguarded,
    representatives_are_mandated,
    risk_is_at_most_medium,
)

SUITABLE: tuple[AnyGuard, ...] = (
    category_is_mediable,
    risk_is_at_most_medium,
    claim.two_sides_take_part,
    claim.no_proceedings_or_leave_given,
    claim.no_violence_came_to_light,
    claim.no_honour_danger,
    claim.nobody_is_confined,
    claim.injury_is_absent_where_asked,
    claim.every_side_was_screened_alone,
    claim.every_screen_is_clear,
    claim.every_side_has_capacity,
    minors_are_safeguarded,
    representatives_are_mandated,
)
"""What must hold whenever the sides are brought to the table."""

WILLING: tuple[AnyGuard, ...] = (claim.every_side_consents, claim.every_consent_was_separate)
"""Every side is there of its own will."""

TO_MEET: tuple[AnyGuard, ...] = (
    *SUITABLE,
    safety.specialist_found_it_safe,
    *WILLING,
    claim.every_side_feels_safe,
    safety.every_side_is_safe,
    safety.every_side_was_checked_between_sessions,
    claim.mediators_in_office_are_neutral,
)
"""What must hold when a session opens."""

TO_WORD: tuple[AnyGuard, ...] = (
    *SUITABLE,
    *WILLING,
    safety.every_side_is_safe,
    claim.mediators_in_office_are_neutral,
)
"""What must hold when an agreement is worded."""

TO_AGREE: tuple[AnyGuard, ...] = (
    *SUITABLE,
    safety.specialist_found_it_safe,
    *WILLING,
    safety.every_side_is_safe,
    claim.every_side_wants_the_agreement,
)
"""What must hold when an agreement is signed, sent to a judge, or approved."""

TO_SIGN: tuple[AnyGuard, ...] = (*TO_AGREE, claim.mediators_in_office_are_neutral, safety.cooling_off_is_over)
"""What must hold when an agreement is signed or sent to a judge."""

NEUTRAL: tuple[AnyGuard, ...] = (step.mediators_are_neutral, step.mediators_are_not_case_officers)
CHOSEN: tuple[AnyGuard, ...] = (*NEUTRAL, step.no_tie_to_a_party, step.mediators_are_qualified)
SESSION: tuple[AnyGuard, ...] = (
    *NEUTRAL,
    step.mediators_were_chosen,
    step.session_form_fits_the_measures,
    step.remote_session_is_private,
    step.interpreter_is_there,
    step.only_sides_and_companions_are_present,
)
RESTING: tuple[AnyGuard, ...] = (step.plans_cover_every_side, step.next_check_is_soon)
