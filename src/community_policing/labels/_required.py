"""Which codes a rulebook can show to a person, so that a missing label is found before anybody meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from community_policing.cases import Party, What
from community_policing.workflows import FieldSpec, Guard, Marks, Not, Rulebook, Unmarks, Verdict, Workflow
from community_policing.workflows._fields import field_specs

ENGINE_REASONS = (
    "not-authorised",
    "acts-for-a-party",
    "not-offered",
    "no-such-track",
    "no-such-party",
    "speaks-for-another",
    "too-early",
    "deadline-not-passed",
    "withheld",
)
"""The reasons that the engine gives by itself."""


def required_codes(rules: Rulebook) -> frozenset[str]:
    """
    Return every code that *rules* can show to a person: states, commands, fields, reasons, effects, marks, events.

    Concepts are not among them: their labels are part of their schemes. Safeguards carry their own sentences.
    """
    fixed = (one.label_code for kind in (Verdict, What) for one in kind)
    engine = (f"reason.{code}" for code in ENGINE_REASONS)
    own = (code for workflow in rules.workflows for code in _of_workflow(workflow))
    standing = (f"reason.{code}" for guard in rules.standing for code in guard.codes)
    return frozenset((*fixed, *engine, *standing, *own))


def _of_workflow(workflow: Workflow) -> Iterator[str]:
    """Yield the codes of one workflow."""
    yield workflow.label_code
    yield from (f"state.{workflow.name}.{state.name}" for state in workflow.states)
    for spec in workflow.commands:
        yield spec.label_code
        yield from _of_fields(spec.fields)
    for guard in workflow.guards:
        yield from _of_guard(guard)
    for step in workflow.steps:
        yield from (f"effect.{code}" for code in step.effects)
        yield from (f"mark.{one.mark}" for one in step.then if isinstance(one, Marks | Unmarks))


def _of_guard(guard: Guard | Not) -> Iterator[str]:
    """Yield the reasons that a guard, or its negation, may give."""
    inner = guard.inner if isinstance(guard, Not) else guard
    yield from (f"reason.{code}" for code in inner.codes)
    if inner.otherwise or guard is not inner:
        yield f"reason.{(~inner).code}"


def _of_fields(fields: Iterable[FieldSpec]) -> Iterator[str]:
    """Yield the names of *fields* and of the fields of their parts."""
    for field in fields:
        yield field.label_code
        yield from _of_fields(field_specs(Party) if field.type is Party else field.parts)
