"""How the parts of a rulebook fit together: each rule here is a small function that yields problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from community_policing.errors import Problem, did_you_mean
from community_policing.taxonomy import profile_problems
from community_policing.workflows._state import ByField, Fall, Opening, Step, Transition, When

if TYPE_CHECKING:
    from community_policing.workflows._rulebook import Rulebook
    from community_policing.workflows._workflow import Workflow

Rule = Callable[["Rulebook"], Iterator[Problem]]


def rulebook_problems(rules: Rulebook) -> Iterator[Problem]:
    """Yield every problem of how *rules* fit together."""
    for rule in (versions, record_is_there, roles, schemes, openings, safeguards):
        yield from rule(rules)
    yield from profile_problems(rules.profile, schemes=rules.schemes, rules=rules.policy_rules)


def versions(rules: Rulebook) -> Iterator[Problem]:
    """No workflow stands there twice in one version."""
    for (name, version), times in Counter((one.name, one.version) for one in rules.workflows).items():
        if times > 1:
            yield Problem("version-twice", f"{name} {version}", f"stands in the rulebook {times} times")


def record_is_there(rules: Rulebook) -> Iterator[Problem]:
    """The workflow ``record`` is in force: it is the case itself."""
    if not rules.has_workflow("record"):
        yield Problem("no-record", "rulebook", "lacks the workflow 'record'", "start from standard_rulebook()")


def roles(rules: Rulebook) -> Iterator[Problem]:
    """Every role that a transition asks for is a concept of ``roles``."""
    scheme = rules.schemes["roles"]
    for workflow in rules.workflows:
        asked = {role for step in workflow.transitions for role in (*step.by, *(role for role, _ in step.assigns))}
        for role in sorted(asked):
            if role not in scheme:
                hint = did_you_mean(role, (one.id for one in scheme))
                yield Problem("unknown-role", workflow.name, f"asks for the role {role!r}", hint)


def schemes(rules: Rulebook) -> Iterator[Problem]:
    """Every scheme that a command's field is chosen from is in force."""
    for workflow in rules.workflows:
        for spec in workflow.commands:
            for field in spec.terms:
                if field.scheme is not None and field.scheme not in rules.schemes:
                    hint = did_you_mean(field.scheme, rules.schemes)
                    place = f"{spec.name}.{field.name}"
                    yield Problem("unknown-scheme", place, f"is chosen from the scheme {field.scheme!r}", hint)


def openings(rules: Rulebook) -> Iterator[Problem]:
    """What a step opens or ends is in force, and is entered where it may be."""
    for workflow in rules.workflows:
        for step in workflow.steps:
            for target in _opened(step):
                yield from _entry(rules, workflow, step, target)
                yield from _party(rules, workflow, step, target)
            for target in step.ends:
                yield from _end(rules, workflow, step, target)


def safeguards(rules: Rulebook) -> Iterator[Problem]:
    """A guard in force answers to every safeguard that the profile asks for."""
    guards = (*rules.standing, *(guard for workflow in rules.workflows for guard in workflow.guards))
    known = {guard.safeguard for guard in guards if guard.safeguard}
    for code in sorted(rules.profile.safeguards - known):
        hint = did_you_mean(code, known) or f"answered to: {', '.join(sorted(known)) or 'none'}"
        message = f"asks for {code!r}, to which no guard in force answers"
        yield Problem("unknown-safeguard", f"{rules.profile.id}.toml/safeguards", message, hint)


def _opened(step: Step) -> Iterator[str]:
    """Yield everything that *step* may open."""
    for opening in step.opens:
        yield from _targets(opening)


def _targets(opening: Opening) -> tuple[str, ...]:
    """Return what *opening* may open, as far as the definition says it."""
    if isinstance(opening, ByField):
        return opening.targets()
    return (opening.target,) if isinstance(opening, When) else (opening,)


def _entry(rules: Rulebook, workflow: Workflow, step: Step, target: str) -> Iterator[Problem]:
    """Yield what is wrong with opening *target*."""
    name, _, state = target.partition("@")
    place = _place(workflow, step)
    if not rules.has_workflow(name):
        yield Problem("opens-unknown", place, f"opens {name!r}, which is not in force")
    elif state and not any(one.name == state and (one.entry or one.initial) for one in rules.workflow(name).states):
        yield Problem("no-entry", place, f"opens {target!r}", f"mark the state {state!r} of {name} entry=True")


def _party(rules: Rulebook, workflow: Workflow, step: Step, target: str) -> Iterator[Problem]:
    """Yield what is wrong with opening *target* for one party."""
    name = target.partition("@")[0]
    if not rules.has_workflow(name) or rules.workflow(name).per is None:
        return
    if isinstance(step, Fall) or all(field.name != "party" for field in step.command.fields):
        hint = f"{name} runs once per party, so what opens it is a command with the field 'party'"
        yield Problem("opens-for-whom", _place(workflow, step), f"opens {target!r} for no party", hint)


def _end(rules: Rulebook, workflow: Workflow, step: Step, target: str) -> Iterator[Problem]:
    """Yield what is wrong with ending *target*."""
    name, _, state = target.partition("@")
    place = _place(workflow, step)
    if not rules.has_workflow(name):
        yield Problem("ends-unknown", place, f"ends {name!r}, which is not in force")
    elif state and not any(one.name == state and one.final for one in rules.workflow(name).states):
        yield Problem("ends-where", place, f"ends {target!r}", f"{state!r} is no final state of {name}")


def _place(workflow: Workflow, step: Step) -> str:
    """Return the place of *step*."""
    cause = step.command.name if isinstance(step, Transition) else "a rule of falling"
    return f"{workflow.name} → {step.dest or 'stays'} on {cause}"
