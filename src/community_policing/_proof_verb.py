"""The verb of the command line that proves a workflow: find it, verify it, and tell in words what was found."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from community_policing._verb import LANGUAGES, PROFILE, Labels, Rules, Verbs, verb
from community_policing._walk import Line, terminal
from community_policing._walk._telling import Voice
from community_policing._walk._values import told_fields
from community_policing._walk._workflow import unfilled
from community_policing.errors import CommunityPolicingError, InvalidRulebookError, UnreadableError, did_you_mean
from community_policing.labels import LabelBook, required_codes
from community_policing.verification import Finding, Head, Report, Scene, Story, Undecided, verify
from community_policing.verification._soundness import place
from community_policing.workflows import Fall, Rulebook, Workflow
from community_policing.workflows._state import Step, guards_of

FOUND = 1
"""The exit code when something is wrong with the workflow."""
SUCH_AS = "such as community_policing.workflows.builtin.mediation:MEDIATION"
OF_A_STATE = frozenset({"deadline-without-way-on", "no-way-to-complete", "unreachable-state"})
"""The findings whose subject is a state."""
IN_CODES = frozenset({"ambiguous-choice", "dead-transition", "fickle-guard", "guard-raises"})
"""The findings of which only the developer's message says more."""
IN_DETAIL = frozenset({"cut", "facts"})
"""The reasons why a safeguard is undecided of which only the developer's message says more."""
_QUESTION = {"en": "?", "ar": "؟"}


def add_proof_verb(verbs: Verbs) -> None:
    """Add ``verify``."""
    one = verb(verbs, "verify", _verify, "prove a workflow, or show the shortest case that breaks it")
    one.add_argument("subject", metavar="MODULE:WORKFLOW", help=f"a workflow or a rulebook, {SUCH_AS}")
    one.add_argument("--json", action="store_true", help="write the report for other programs")
    one.add_argument("--profile", metavar="PROFILE", help=f"the policy profile; {PROFILE} unless given")


def _verify(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Verify a workflow, or every workflow of a rulebook, and tell what was found."""
    report = _verified(asked, rules)
    if asked.json:
        written = json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
    else:
        book = _with_every_code(labels(report.rules.schemes), report.rules)
        told = (terminal(tell_report(report, book, language), language) for language in LANGUAGES[asked.lang])
        written = "\n\n".join(told)
    sys.stdout.write(f"{written}\n")
    return 0 if report.ok else FOUND


def _verified(asked: argparse.Namespace, rules: Rules) -> Report:
    """Return the report on what *asked* names, under the profile it names."""
    subject = found_subject(asked.subject)
    if isinstance(subject, Rulebook):
        return verify(subject if asked.profile is None else subject.with_profile(rules(asked.profile).profile))
    try:
        return verify(subject, rules=rules(asked.profile or PROFILE))
    except InvalidRulebookError as error:
        hint = "name a rulebook that holds what it needs, as MODULE:RULEBOOK"
        raise UnreadableError(asked.subject, f"does not fit the standard rules: {error}", hint) from error


# --------------------------------------------------------------------------- finding it


def found_subject(text: str) -> Workflow | Rulebook:
    """
    Return the workflow or the rulebook that *text*, as ``module:name``, means; a function is called for it.

    Raises:
        UnreadableError: There is no such module or name, or it is something else.
    """
    name, _, attribute = text.partition(":")
    if not (name and attribute):
        raise UnreadableError(text, "is not MODULE:WORKFLOW", SUCH_AS)
    module = _module(text, name)
    if not hasattr(module, attribute):
        raise UnreadableError(text, f"{name!r} has no {attribute!r}", _what_would_work(module, attribute))
    found = getattr(module, attribute)
    made = _made(text, found) if inspect.isroutine(found) else found
    if not isinstance(made, Workflow | Rulebook):
        raise UnreadableError(text, f"is of type {type(made).__name__}, neither a workflow nor a rulebook")
    return made


def _module(text: str, name: str) -> ModuleType:
    """Return the module *name*, also from the folder in which the command was given."""
    try:
        with _here():
            return import_module(name)
    except ImportError as error:
        hint = f"a dotted name as after import, {SUCH_AS}"
        raise UnreadableError(text, f"cannot be imported: {error}", hint) from error
    except CommunityPolicingError as error:
        raise UnreadableError(text, f"cannot be imported: {error}") from error


@contextmanager
def _here() -> Iterator[None]:
    """Let modules be found in the current folder, meanwhile."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        yield
    finally:
        sys.path.remove(here)


def _made(text: str, function: Any) -> object:  # noqa: ANN401  whatever stands there
    """Return what *function*, which takes no arguments, makes."""
    try:
        inspect.signature(function).bind()
    except TypeError as error:
        raise UnreadableError(text, f"cannot be called as it is: {error}", "name one without arguments") from error
    return function()


def _what_would_work(module: ModuleType, wrong: str) -> str:
    """Return the name in *module* that is meant, or those that could be."""
    names = [name for name, value in vars(module).items() if isinstance(value, Workflow | Rulebook)]
    listed = f"it has {', '.join(names)}" if names else "it has neither a workflow nor a rulebook"
    return did_you_mean(wrong, names) or listed


def _with_every_code(book: LabelBook, rules: Rulebook) -> LabelBook:
    """Return *book* in which every code of *rules* has words: the end of the code where nobody wrote any."""
    lacking = (code for code in required_codes(rules) if not book.has(code))
    return book.with_labels({code: {book.last_resort: code.rpartition(".")[2]} for code in lacking})


# --------------------------------------------------------------------------- in words


def tell_report(report: Report, book: LabelBook, language: str) -> Iterator[Line]:
    """Yield *report* in *language*: what is wrong, what was proved, what was not decided, what is worth a look."""
    telling = _Telling(report, Voice(book, language, UTC))
    yield from telling.summary()
    for code, lines in (
        ("ui.faults", (line for one in report.findings for line in telling.finding(one))),
        ("ui.proved", (telling.proved(*pair) for pair in report.proved)),
        ("ui.undecided", (line for one in report.undecided for line in telling.undecided(one))),
        ("ui.unlooked-at", (Line(f"• {book.isolate(cut)}", 1) for cut in report.cuts)),
        ("ui.notes", (line for one in report.notes for line in telling.finding(one, sign="•"))),
    ):
        told = tuple(lines)
        if told:
            yield Line(telling.voice.text(code), heading=2)
            yield from told


@attrs.frozen
class _Telling:
    """Tells one report in one language."""

    report: Report
    voice: Voice

    def summary(self) -> Iterator[Line]:
        """Yield what was verified, under which profile, and how many of what was found."""
        voice, report = self.voice, self.report
        names = voice.list(voice.text(f"workflow.{name}") for name in report.workflows)
        yield Line(voice.pair("ui.verification", names), heading=1)
        counts = (("faults", report.findings), ("proved", report.proved), ("undecided", report.undecided))
        told = (voice.labels.isolate(voice.count(f"ui.count-{code}", len(found))) for code, found in counts)
        yield Line(" · ".join((*told, voice.labels.isolate(report.rules.profile.id))))

    def finding(self, found: Finding, *, sign: str = "✗") -> Iterator[Line]:
        """Yield one finding with its story."""
        yield Line(f"{sign} {self.voice.pair(found.label_code, self._subject(found))}", 1)
        if found.code in IN_CODES:
            said = (found.hint,) if found.code == "dead-transition" else (found.message, found.hint)
            yield Line(self.voice.labels.isolate("; ".join(filter(None, said))), 2)
        before: Head | None = None
        for number, scene in enumerate(found.story or (), 1):
            yield from self._scene(found, number, scene, before)
            before = scene.head
        if found.story is not None:
            yield from self._end(found.story, found.workflow)

    def proved(self, workflow: str, safeguard: str) -> Line:
        """Return one safeguard that was proved."""
        rules = self.report.rules.workflow(workflow).safeguards
        sentence = next(self.voice.text(one) for one in rules if one.id == safeguard)
        return Line(f"✓ {self._named(sentence, safeguard)}", 1)

    def undecided(self, one: Undecided) -> Iterator[Line]:
        """Yield one safeguard that was not decided, and why."""
        voice = self.voice
        yield Line(f"{_QUESTION[voice.language]} {self._named(voice.text(one.safeguard), one.safeguard.id)}", 1)
        yield Line(voice.text(one), 2)
        if one.code in IN_DETAIL:
            yield Line(voice.labels.isolate(f"{one.why}{one.hint and f'; {one.hint}'}"), 2)

    def _subject(self, found: Finding) -> str:
        """Return what *found* is about."""
        if found.safeguard is not None and found.code not in OF_A_STATE:
            return self._named(self.voice.text(found.safeguard), found.safeguard.id)
        workflow = self.voice.isolated(f"workflow.{found.workflow}")
        if found.code in OF_A_STATE:
            return f"{workflow} · {self.voice.state(found.workflow, found.subject)}"
        return f"{workflow} · {self._step(found) or self.voice.labels.isolate(found.subject)}"

    def _step(self, found: Finding) -> str:
        """Return the step that *found* is about in words, and the guard of it; empty where it is about none."""
        workflow, voice = self.report.rules.workflow(found.workflow), self.voice
        for step in workflow.steps:
            where, _, guard = found.subject.partition(": ")
            if where == place(workflow, step):
                sources = voice.list(
                    voice.text(f"state.{workflow.name}.{one.name}") for one in workflow.expanded(step.sources)
                )
                moved = sources if step.dest is None else voice.arrow(sources, voice.state(workflow.name, step.dest))
                done = voice.isolated("event.ended-by-rule" if isinstance(step, Fall) else step.command)
                return f"{moved}: {done}{guard and f' · {self._condition(step, guard)}'}"
        return ""

    def _condition(self, step: Step, name: str) -> str:
        """Return the guard *name* of *step*, and what it says when it does not hold."""
        guard = next(one for one in guards_of(step) if one.name == name)
        isolate = self.voice.labels.isolate
        return f"{isolate(name)} ({isolate(unfilled(self.voice.text(guard)))})"

    def _named(self, sentence: str, name: str) -> str:
        """Return *sentence* with its id."""
        return f"{self.voice.labels.isolate(sentence)} ({self.voice.labels.isolate(name)})"

    # ----------------------------------------------------------------- stories

    def _scene(self, found: Finding, number: int, scene: Scene, before: Head | None) -> Iterator[Line]:
        """Yield one scene: the step, who takes it, what it says, and how the case is found."""
        voice, workflow = self.voice, found.workflow
        moved = voice.arrow(voice.state(workflow, scene.state), voice.state(workflow, scene.dest))
        done = voice.isolated("event.ended-by-rule" if scene.command is None else scene.command.__command__)
        yield Line(f"{number}. {moved}: {done}", 2)
        yield from self._around(scene.head, before)
        if scene.command is not None:
            yield Line(voice.pair("ui.by", voice.actor(scene.by, scene.head.case(self.report.rules))), 3)
            told = told_fields(scene.command, voice.labels, voice.language, tz=UTC)
            yield from (Line(line, 3) for line in told)

    def _end(self, story: Story, workflow: str) -> Iterator[Line]:
        """Yield how the case stands at the end of *story*; where the last step itself is wrong, it says all."""
        state = next(track.state for track in story.end.tracks if track.id == story.track)
        last = story.scenes[-1] if story.scenes else None
        if last is None or last.dest == state:
            yield Line(self.voice.pair("ui.state", self.voice.state(workflow, state)), 2)
            yield from self._around(story.end, None if last is None else last.head)

    def _around(self, head: Head, before: Head | None) -> Iterator[Line]:
        """Yield how the case around the track is found, where that is not as it was *before*."""
        now, then = self._circumstances(head), {} if before is None else self._circumstances(before)
        yield from (Line(f"{name}: {told}", 3) for name, told in now.items() if told != then.get(name, ""))

    def _circumstances(self, head: Head) -> dict[str, str]:
        """Return the case around the track, by what it is called."""
        voice, schemes = self.voice, self.report.rules.schemes
        factors = schemes["aggravating-factors"].pref_label[voice.language]
        risk = "" if head.risk is None else voice.text(f"concept.risk-levels.{head.risk.value}")
        return {
            voice.text("ui.categories"): _concepts(voice, "case-categories", head.categories),
            factors: _concepts(voice, "aggravating-factors", head.factors),
            voice.text("ui.risk"): voice.labels.isolate(risk) if risk else voice.text("ui.none"),
        }


def _concepts(voice: Voice, scheme: str, names: tuple[str, ...]) -> str:
    """Return *names* as a list of concepts; the word for none where there is none."""
    return voice.list(voice.text(f"concept.{scheme}.{name}") for name in names) or voice.text("ui.none")
