"""
That nobody was pressed: the private check on which a refusal, a withdrawal or a conciliation rests.

While the other side is held, the check is made by someone outside the unit that holds it: a person may agree in order
to let a relative out, or because those who hold him ask for it (``std:UN-VAW``, practice).
"""

from __future__ import annotations

from collections.abc import Iterator

from community_policing.cases import Reason
from community_policing.workflows._durations import days
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin import _escalation_commands as cmd
from community_policing.workflows.builtin._case_guards import STAFF
from community_policing.workflows.builtin._escalation_guards import CUSTODY, Checked, suspect_is_held


@guard("report-rights-not-explained")
def rights_were_explained(a: Attempt[cmd.VictimDeclines | Checked]) -> bool:
    """The person was told of the rights before saying so."""
    return a.has_passed(a.command.rights_explained_at)


@guard(
    "duress-not-excluded",
    params=("days",),
    gives=("duress-not-seen-alone", "duress-check-too-old", "duress-check-in-future"),
    audience=STAFF,
)
def private_check_is_clear(a: Attempt[cmd.VictimDeclines | Checked]) -> Iterator[Reason]:
    """A private and recent check found no pressure; what could not be settled counts as pressure."""
    command, window = a.command, a.law.safety_check_days
    if not command.seen_alone:
        yield Reason("duress-not-seen-alone")
    if command.duress_result != "clear":
        yield Reason("duress-not-excluded")
    if not a.has_passed(command.duress_check_at):
        yield Reason("duress-check-in-future")
    elif not a.is_within(days(window), command.duress_check_at):
        yield Reason("duress-check-too-old", days=window)


@guard("custody-not-stated", audience=STAFF)
def custody_is_stated(a: Attempt[cmd.ProposeSettlement | Checked]) -> bool:
    """Where the record says that the other side is held, the command says so too."""
    return a.command.other_party_in_custody or not (suspect_is_held.holds(a) or a.has_factor(CUSTODY))


@guard(
    "custody-check-by-holding-unit",
    gives=("custody-unit-unknown", "checker-unit-untrue"),
    audience=STAFF,
)
def custody_check_is_independent(a: Attempt[Checked]) -> Iterator[Reason]:
    """With the other side held, whoever checked is of another unit than the one that holds."""
    command = a.command
    if command.checked_by == a.actor.id and command.checked_by_unit != a.actor.unit:
        yield Reason("checker-unit-untrue")
    if command.other_party_in_custody:
        holding = _holding_units(a, command)
        if not holding:
            yield Reason("custody-unit-unknown")
        elif command.checked_by_unit in holding:
            yield Reason("custody-check-by-holding-unit")


@guard("settlement-check-not-independent", audience=STAFF)
def settlement_was_checked_elsewhere(s: Situation) -> bool:
    """With the other side held, the conciliation rests on a private check by another unit."""
    return _is_independent(s, s.last(cmd.ConfirmSettlement))


@guard("withdrawal-check-not-independent", audience=STAFF)
def withdrawal_was_checked_elsewhere(s: Situation) -> bool:
    """With the other side held, the withdrawal rests on a private check by another unit."""
    return _is_independent(s, s.last(cmd.WithdrawReport))


def _is_independent(s: Situation, check: Checked | None) -> bool:
    """Return whether the check was private, clear, and made outside the units that hold; free of that in freedom."""
    if check is None or not check.other_party_in_custody:
        return True
    holding = _holding_units(s, check)
    sound = check.seen_alone and check.duress_result == "clear"
    return sound and bool(holding) and check.checked_by_unit not in holding


def _holding_units(s: Situation, check: Checked) -> frozenset[str]:
    """Return the units known to hold the other side, by the command and by the record."""
    located = s.stands(cmd.SuspectLocated, unless=cmd.SuspectReleased)
    known = (check.holding_unit, None if located is None else located.holding_unit)
    return frozenset(unit for unit in known if unit is not None)
