"""
Twenty faults, sown into the builtin rules one at a time: what a check is worth is what it finds of them.

Each is a function from correct rules to faulty ones, by composition where the fault is one of a definition. A fault
that no workflow can hold (options that lie, an event or a field that gets lost) stands around the rules instead.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import attrs

from community_policing.serialization import Converter, make_converter
from community_policing.workflows import (
    Accepted,
    Guard,
    Not,
    Rulebook,
    Situation,
    State,
    Transition,
    Unmarks,
    Verdict,
    Workflow,
    days,
    every_live_state,
    guard,
    spec_of,
)
from community_policing.workflows.builtin import closure, escalation, intake, mediation, record
from community_policing.workflows.builtin._case_guards import category_is_mediable, duty_to_report
from community_policing.workflows.builtin._closure_guards import no_track_is_open
from community_policing.workflows.builtin._intake_guards import channel_or_reason_given
from community_policing.workflows.builtin._mediation_safety import open_session_runs_no_high_risk


class FoundBy(Enum):
    """What is meant to find a fault."""

    DEFINITION = "definition"
    SAFEGUARD = "safeguard"
    LAW = "law"
    COMPARISON = "comparison"
    VERIFY = "verify"

    __hash__ = object.__hash__


@attrs.frozen
class Fault:
    """
    One fault.

    Attributes:
        id: Kebab-case.
        wrong: What is wrong, in a sentence.
        workflow: The workflow it is in; empty where it stands around the rules.
        found_by: What finds it.
        name: The code of the problem, the id of the safeguard, or the law that it breaks.
        sown: The faulty rules, from the correct ones.
        profile: The profile under which it shows.
    """

    id: str
    wrong: str
    workflow: str
    found_by: FoundBy
    name: str
    sown: Callable[[Rulebook], Any]
    profile: str = "international-default"


# --------------------------------------------------------------------------- how faults are sown


def replaced(rules: Rulebook, workflow: Workflow) -> Rulebook:
    """Return *rules* with *workflow* in the place of the sound one."""
    return rules.with_workflow(attrs.evolve(workflow, version=rules.workflow(workflow.name).version))


def changed(workflow: Workflow, change: Callable[[Any], Any]) -> Workflow:
    """Return *workflow* with every step as *change* leaves it; a step that becomes `None` is gone."""
    steps = (change(step) for step in workflow.steps)
    return attrs.evolve(workflow, transitions=tuple(step for step in steps if step is not None))


def on(workflow: Workflow, command: type, **change: Any) -> Workflow:
    """Return *workflow* with every transition on *command* changed; a function makes the new value from the old."""

    def evolve(step: Any) -> Any:
        if not isinstance(step, Transition) or step.command is not spec_of(command):
            return step
        new = {name: value(getattr(step, name)) if callable(value) else value for name, value in change.items()}
        return attrs.evolve(step, **new)

    return changed(workflow, evolve)


def without_guard(workflow: Workflow, gone: Guard) -> Workflow:
    """Return *workflow* in which nobody asks *gone* any more; what fell by it alone falls no more."""

    def asked(guards: tuple[Guard | Not, ...]) -> tuple[Guard | Not, ...]:
        return tuple(one for one in guards if one not in {gone, ~gone})

    def forget(step: Any) -> Any:
        if isinstance(step, Transition):
            return attrs.evolve(step, when=asked(step.when), given=asked(step.given))
        return attrs.evolve(step, once=asked(step.once)) if asked(step.once) else None

    return changed(workflow, forget)


def with_state(workflow: Workflow, old: State, new: State) -> Workflow:
    """Return *workflow* with *new* wherever it has *old*."""

    def swap(step: Any) -> Any:
        target = new if step.target == old else step.target
        if isinstance(step.sources, tuple):
            return attrs.evolve(step, target=target, sources=tuple(new if one == old else one for one in step.sources))
        return attrs.evolve(step, target=target)

    return changed(workflow, swap)


# --------------------------------------------------------------------------- guards that should not be there


@guard("minor-cannot-be-closed")
def nobody_may_be_minor(s: Situation) -> bool:
    """Nobody on the case may be a minor."""
    return not any(s.may_be_minor(party) for party in s.parties)


@guard("other-profile")
def no_judge_is_asked_for(s: Situation) -> bool:
    """The profile does not ask for a judge's approval."""
    return "judicial-approval" not in s.profile.safeguards


# --------------------------------------------------------------------------- what stands around the rules


class Around:
    """Rules, or a converter, of which something is different."""

    def __init__(self, inner: Any) -> None:
        """Hold what is sound."""
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        """Return whatever is not different."""
        return getattr(self.inner, name)


class LyingOptions(Around):
    """Options say that everything may be done."""

    def options(self, *args: Any, **more: Any) -> tuple[Any, ...]:
        """Return the options, all of them open."""
        found = self.inner.options(*args, **more)
        return tuple(attrs.evolve(one, verdict=Verdict.NEEDS_INPUT, reasons=()) for one in found)


class LosingEvents(Around):
    """Of what a decision brings about, only its first event is handed to the host."""

    def decide(self, *args: Any, **more: Any) -> Any:
        """Return the decision without what followed from it."""
        outcome = self.inner.decide(*args, **more)
        return attrs.evolve(outcome, events=outcome.events[:1]) if isinstance(outcome, Accepted) else outcome


class LosingField(Around):
    """A converter that forgets of whom a factor is told."""

    def dump_command(self, command: object) -> Any:
        """Return the document without the party."""
        document = self.inner.dump_command(command)
        told = document["command"]
        data = {name: value for name, value in told["data"].items() if name != "party"}
        return {**document, "command": {**told, "data": data}}


def losing_field(rules: Rulebook) -> Any:
    """Return a converter of *rules* that loses a field."""
    converter: Converter = make_converter(rules)
    return LosingField(converter)


# --------------------------------------------------------------------------- the faults


def missing_category_guard(rules: Rulebook) -> Rulebook:
    """Nobody asks whether the category may be mediated, neither before a step nor after."""
    return replaced(rules, without_guard(mediation.MEDIATION, category_is_mediable))


def wrong_target(rules: Rulebook) -> Rulebook:
    """An agreement that was only worded counts as signed."""
    return replaced(rules, on(mediation.MEDIATION, mediation.DraftAgreement, target=mediation.agreement_signed))


def lost_effect(rules: Rulebook) -> Rulebook:
    """A confirmed breach opens no escalation."""
    return replaced(rules, on(mediation.MEDIATION, mediation.ReportBreach, opens=()))


def unreachable_state(rules: Rulebook) -> Rulebook:
    """No session is ever adjourned, so none is ever resumed."""
    return replaced(rules, mediation.MEDIATION.without(mediation.Adjourn))


def livelock_for_minors(rules: Rulebook) -> Rulebook:
    """A case with a minor goes to the supervisor and back for ever."""
    grown_up = on(closure.CLOSURE, closure.Approve, when=lambda guards: (*guards, nobody_may_be_minor))
    return replaced(rules, grown_up)


def deadlock_under_one_profile(rules: Rulebook) -> Rulebook:
    """Where the profile asks for a judge, a choice that is the officer's leads nowhere."""
    stuck = on(escalation.ESCALATION, escalation.Discretionary, when=lambda guards: (*guards, no_judge_is_asked_for))
    return replaced(rules, stuck)


def withdrawal_ignored(rules: Rulebook) -> Rulebook:
    """During a session nobody can withdraw."""
    sources = every_live_state(but=(mediation.in_session,))
    return replaced(rules, on(mediation.MEDIATION, mediation.Withdraw, sources=sources))


def nothing_for_a_reason(rules: Rulebook) -> Rulebook:
    """A case is registered without its channel, and without a reason for that."""
    return replaced(rules, without_guard(intake.INTAKE, channel_or_reason_given))


def risk_forgotten(rules: Rulebook) -> Rulebook:
    """A session goes on when the risk rises in the middle of it."""
    return replaced(rules, without_guard(mediation.MEDIATION, open_session_runs_no_high_risk))


def overlapping_guards(rules: Rulebook) -> Rulebook:
    """What the officer may refer to the supervisor, the officer may also send on without."""
    shortcut = escalation.legal_check.to(
        escalation.preparing, on=escalation.Discretionary, by=("case-officer",), when=(~duty_to_report,)
    )
    return replaced(rules, escalation.ESCALATION.with_transitions(shortcut))


def escalation_forgotten(rules: Rulebook) -> Rulebook:
    """A case that is opened again no longer knows that a report of it is registered."""
    marks = (Unmarks("report-registered"), Unmarks("duty-report-registered"))
    return replaced(rules, on(closure.CLOSURE, closure.Reopen, then=lambda then: (*then, *marks)))


def off_by_one(rules: Rulebook) -> Rulebook:
    """An agreement counts as kept after thirteen days instead of fourteen."""
    short = attrs.evolve(mediation.monitoring, at_least=days(13))
    return replaced(rules, with_state(mediation.MEDIATION, mediation.monitoring, short))


def final_state_leaves(rules: Rulebook) -> Rulebook:
    """An agreement that was fulfilled can be contested for ever."""
    again = mediation.fulfilled.to(mediation.contested, on=mediation.ContestAgreement, by=("party-roles",))
    return replaced(rules, mediation.MEDIATION.with_transitions(again))


def role_widened(rules: Rulebook) -> Rulebook:
    """A supervisor lowers the level of confidentiality."""
    wider = on(record.RECORD, record.LowerConfidentiality, by=lambda by: (*by, "supervisor"))
    return replaced(rules, wider)


def track_left_open(rules: Rulebook) -> Rulebook:
    """A case is closed while a mediation goes on."""
    return replaced(rules, without_guard(closure.CLOSURE, no_track_is_open))


def deadline_without_way_on(rules: Rulebook) -> Rulebook:
    """What an authority sent back has three days to be completed, and cannot be."""
    return replaced(rules, escalation.ESCALATION.without(escalation.Resubmit))


def safeguard_composed_away(rules: Rulebook) -> Rulebook:
    """A force's own mediation leaves out the safeguard that lets a side withdraw."""
    kept = tuple(one for one in mediation.MEDIATION.safeguards if one.id != "mediation-withdrawal")
    return replaced(rules, attrs.evolve(mediation.MEDIATION, safeguards=kept))


def _fault(found_by: FoundBy, name: str, sown: Callable[[Rulebook], Any], workflow: str = "", **more: str) -> Fault:
    """Return the fault that *sown* sows; its docstring says what is wrong."""
    wrong = (sown.__doc__ or "").strip()
    label = sown.__name__.replace("_", "-").lower()
    return Fault(more.pop("id", label), more.pop("wrong", wrong), workflow, found_by, name, sown, **more)


DEFINITION, SAFEGUARD, LAW, VERIFY = FoundBy.DEFINITION, FoundBy.SAFEGUARD, FoundBy.LAW, FoundBy.VERIFY

FAULTS: tuple[Fault, ...] = (
    _fault(SAFEGUARD, "case-bar-stops", missing_category_guard, "mediation"),
    _fault(SAFEGUARD, "mediation-free-will", wrong_target, "mediation"),
    _fault(SAFEGUARD, "mediation-breach", lost_effect, "mediation"),
    _fault(DEFINITION, "unreachable", unreachable_state, "mediation"),
    _fault(VERIFY, "closure-closable", livelock_for_minors, "closure"),
    _fault(VERIFY, "escalation-closable", deadlock_under_one_profile, "escalation", profile="iq-moi-practice"),
    _fault(SAFEGUARD, "mediation-withdrawal", withdrawal_ignored, "mediation"),
    _fault(SAFEGUARD, "intake-unknown-reasoned", nothing_for_a_reason, "intake"),
    _fault(SAFEGUARD, "mediation-risk", risk_forgotten, "mediation"),
    _fault(VERIFY, "overlap", overlapping_guards, "escalation"),
    _fault(SAFEGUARD, "escalation-registration-known", escalation_forgotten, "closure"),
    _fault(SAFEGUARD, "mediation-two-weeks-fulfil", off_by_one, "mediation"),
    _fault(LAW, "options-agree-with-decide", LyingOptions, id="options-that-lie", wrong=LyingOptions.__doc__ or ""),
    _fault(LAW, "replay", LosingEvents, id="event-lost", wrong=LosingEvents.__doc__ or ""),
    _fault(LAW, "round-trip", losing_field, id="field-lost", wrong=LosingField.__doc__ or ""),
    _fault(DEFINITION, "leaves-final", final_state_leaves, "mediation"),
    _fault(SAFEGUARD, "confidentiality-lowered-by-its-officer", role_widened, "record"),
    _fault(SAFEGUARD, "closure-tracks", track_left_open, "closure"),
    _fault(DEFINITION, "deadline-without-way-on", deadline_without_way_on, "escalation"),
    _fault(FoundBy.COMPARISON, "mediation-withdrawal", safeguard_composed_away, "mediation"),
)
"""The twenty faults, each with what is meant to find it."""
