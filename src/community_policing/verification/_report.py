"""What a verification found, as values: findings with their stories, what was proved, and what was not decided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pprint import pformat
from typing import Any

import attrs

from community_policing.verification._stories import Story
from community_policing.workflows import Rulebook, Safeguard

FAULTS = (
    "ambiguous-choice",
    "dead-transition",
    "deadline-without-way-on",
    "fickle-guard",
    "guard-raises",
    "no-way-to-complete",
    "right-denied",
    "rules-do-not-settle",
    "safeguard-broken",
    "unreachable-state",
)
"""What is wrong with a workflow."""

NOTES = ("guard-always-holds", "guard-never-holds", "not-witnessed", "vacuous-safeguard")
"""What its author may want to know."""

UNDECIDED = ("cut", "facts", "others", "unplayed")
"""
Why a safeguard was left undecided: not everything was looked at; where tracks stand does not exclude it, and what they
were told may; other tracks have a say; a way to break it, or to get there, could not be replayed.
"""


@attrs.frozen
class Finding:
    """
    One thing that was found.

    Attributes:
        code: What kind of thing: one of `FAULTS` or `NOTES`.
        workflow: The workflow.
        subject: What it is about: a state, a step, a guard, a safeguard's id.
        message: What was found, in English.
        hint: What would help; may be empty.
        story: The shortest case that shows it, where a case can.
        safeguard: The safeguard, where it is one that does not hold.
    """

    code: str
    workflow: str
    subject: str
    message: str
    hint: str = ""
    story: Story | None = None
    safeguard: Safeguard | None = None

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold the kind of finding."""
        return f"finding.{self.code}"

    def __str__(self) -> str:
        """Return what was found, and the story as numbered lines of codes."""
        lines = [f"{self.code}: {self.workflow}/{self.subject}: {self.message}{f'; {self.hint}' if self.hint else ''}"]
        return "\n".join((*lines, *self.lines()))

    def lines(self) -> Iterator[str]:
        """Yield the story as numbered lines of codes."""
        for number, scene in enumerate(self.story or (), 1):
            done = "a rule falls" if scene.command is None else f"{scene.command.__command__.name}"
            yield f"  {number}. {scene.state} → {scene.dest}: {done}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "code": self.code,
            "workflow": self.workflow,
            "subject": self.subject,
            "message": self.message,
            "hint": self.hint,
            "safeguard": None if self.safeguard is None else self.safeguard.id,
            "story": None if self.story is None else self.story.to_dict(),
        }

    def as_test(self) -> str:
        """Return a test that fails as long as the story can happen; `ValueError` where there is no story."""
        if self.story is None:
            message = f"{self.code} of {self.subject!r} is no story"
            raise ValueError(message)
        name = f"{self.workflow}_{self.subject}".replace("-", "_").replace(".", "_")
        data = pformat(json.loads(json.dumps(self.story.to_dict())), width=100, sort_dicts=False)
        body = "\n".join(f"    {line}" for line in data.splitlines())
        return (
            "from community_policing import standard_rulebook\n"
            "from community_policing.verification import Story\n\n\n"
            f"def test_{name}_stays_mended(rules=standard_rulebook()):\n"
            f'    """{self.message}"""\n'
            f"    story = Story.from_dict(\n        rules,\n{body.replace(chr(10), chr(10) + '    ')},\n    )\n\n"
            f"    assert not story.{'is_restless' if self.code == 'rules-do-not-settle' else 'happens'}(rules)\n"
        )


@attrs.frozen
class Undecided:
    """
    A safeguard that was neither proved nor broken.

    Attributes:
        workflow: The workflow.
        safeguard: The safeguard.
        why: Where the search gave up, and why.
        hint: What would let it go on.
        code: What kind of reason that is: one of `UNDECIDED`.
    """

    workflow: str
    safeguard: Safeguard
    why: str
    hint: str = ""
    code: str = "cut"

    @property
    def label_code(self) -> str:
        """The code under which the catalogs hold the kind of reason."""
        return f"undecided.{self.code}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        told = {"code": self.code, "why": self.why, "hint": self.hint}
        return {"workflow": self.workflow, "safeguard": self.safeguard.id, **told}


@attrs.frozen
class Report:
    """
    What was found of one or several workflows.

    Attributes:
        rules: The rulebook under which it was looked at.
        workflows: The workflows.
        findings: What is wrong, soundness first.
        notes: What the author may want to know.
        proved: The safeguards that hold in every case, as workflow and id.
        undecided: The safeguards that were neither proved nor broken.
        cuts: Where not everything was looked at, and which field to bound.
        tried: How many paths were looked at; each stands for every case that no rule tells apart.
    """

    rules: Rulebook = attrs.field(repr=False)
    workflows: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = attrs.field(default=(), repr=False)
    proved: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)
    undecided: tuple[Undecided, ...] = ()
    cuts: tuple[str, ...] = ()
    tried: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong, as far as was looked."""
        return not self.findings

    @property
    def complete(self) -> bool:
        """Whether everything was looked at and every safeguard was decided."""
        return not self.cuts and not self.undecided

    def __add__(self, other: Report) -> Report:
        """Return both reports as one."""
        return Report(
            self.rules,
            (*self.workflows, *other.workflows),
            self.findings + other.findings,
            self.notes + other.notes,
            self.proved + other.proved,
            self.undecided + other.undecided,
            self.cuts + other.cuts,
            self.tried + other.tried,
        )

    def __str__(self) -> str:
        """Return the whole in English: findings with their stories, what was proved, what was not decided."""
        names = ", ".join(self.workflows)
        lines = [f"{names}: {len(self.findings)} findings, {len(self.proved)} safeguards proved, {self.tried} paths"]
        lines += [str(finding) for finding in self.findings]
        lines += [f"undecided: {one.workflow}/{one.safeguard.id}: {one.why}" for one in self.undecided]
        lines += [f"cut: {cut}" for cut in self.cuts]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "profile": self.rules.profile.id,
            "workflows": list(self.workflows),
            "ok": self.ok,
            "complete": self.complete,
            "findings": [finding.to_dict() for finding in self.findings],
            "notes": [note.to_dict() for note in self.notes],
            "proved": [list(pair) for pair in self.proved],
            "undecided": [one.to_dict() for one in self.undecided],
            "cuts": list(self.cuts),
            "tried": self.tried,
        }
