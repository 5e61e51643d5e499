"""A story in words, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo

import attrs

from community_policing._walk._file import Opening, Words
from community_policing._walk._lines import Line, arrow
from community_policing._walk._story import Story, Told
from community_policing._walk._values import told_fields
from community_policing.cases import Actor, Case, Event, Reason, Track, What
from community_policing.labels import LabelBook
from community_policing.workflows import Accepted, Effect, Option, Verdict, spec_of

MANY = 6
"""How many new possibilities are named before the rest is a number."""


@attrs.frozen
class Voice:
    """The words of one language, for one story."""

    labels: LabelBook
    language: str
    tz: tzinfo

    def text(self, item: object) -> str:
        """Return the name of *item*."""
        return self.labels.text(item, self.language)

    def isolated(self, item: object) -> str:
        """Return the name of *item*, to stand in a line with others."""
        return self.labels.isolate(self.text(item))

    def list(self, items: Iterable[str]) -> str:
        """Return *items* as a list in words."""
        return self.labels.list(items, self.language)

    def count(self, code: str, number: int) -> str:
        """Return *number* of what *code* counts."""
        return self.labels.count(code, number, self.language)

    def reasons(self, reasons: Iterable[Reason]) -> tuple[str, ...]:
        """Return a sentence for each of *reasons*."""
        return self.labels.messages(reasons, self.language, tz=self.tz)

    def own(self, words: Words) -> str:
        """Return the file's own *words*, in another of its languages where it has none in this one."""
        language = self.language.partition("-")[0]
        return words.get(language) or next(iter(words.values()), "")

    def pair(self, name: str, value: str) -> str:
        """Return ``name: value``."""
        return f"{self.text(name)}: {value}"

    def arrow(self, *names: str) -> str:
        """Return *names* in the order in which one follows the other; the arrow points along the line."""
        return f" {arrow(self.language)} ".join(names)

    def track(self, track: Track | Event) -> str:
        """Return the name of a track."""
        known, _, party = (track.id if isinstance(track, Track) else track.track).partition("/")
        if not party:
            return self.isolated(f"workflow.{track.workflow}")
        return self.labels.sentence("ui.track-of-party", self.language, {"workflow": known, "party": party})

    def state(self, workflow: str, state: str) -> str:
        """Return the name of a state."""
        return self.isolated(f"state.{workflow}.{state}")

    def actor(self, actor: Actor, case: Case | None) -> str:
        """Return the roles and the id of *actor*; those held on *case* or through a party too."""
        assigned = () if case is None else (one.role for one in case.assignments if one.actor == actor.id)
        spoken = () if case is None else (one.role for one in case.parties if one.id == actor.speaks_for)
        roles = [self.text(f"concept.roles.{role}") for role in dict.fromkeys((*actor.roles, *assigned, *spoken))]
        shown = self.labels.isolate(actor.id)
        return f"{self.list(roles)} ({shown})" if roles else shown


def tell(story: Story, labels: LabelBook, language: str) -> Iterator[Line]:
    """Yield *story* in *language*: its title, every step, and how the case stands at the end."""
    voice = Voice(labels, language, story.file.opening.at.tzinfo or UTC)
    yield Line(voice.own(story.file.title), heading=1)
    if story.file.note:
        yield Line(voice.own(story.file.note))
    for told in story.told:
        yield from _step(told, voice)
    if story.case is not None:
        yield from _summary(story, story.case, voice)


def _step(told: Told, voice: Voice) -> Iterator[Line]:
    """Yield one step."""
    step = told.step
    moment = voice.labels.moment(step.at, voice.language, tz=step.at.tzinfo or voice.tz)
    name = voice.labels.sentence("ui.step", voice.language, {"n": told.number}) if told.number else ""
    title = voice.isolated(spec_of(told.command))
    yield Line(" · ".join(part for part in (name, title, voice.labels.isolate(moment)) if part), heading=2)
    if step.say:
        yield Line(voice.own(step.say), 1)
    yield Line(voice.pair("ui.by", voice.actor(told.actor, told.before)), 1)
    if isinstance(step, Opening):
        yield Line(voice.pair("ui.case", voice.labels.isolate(step.id)), 1)
    yield from (Line(line, 1) for line in told_fields(told.command, voice.labels, voice.language, tz=voice.tz))
    if isinstance(told.outcome, Accepted):
        yield from _accepted(told, told.outcome, voice)
    else:
        yield Line(voice.pair("ui.refused", voice.text(told.outcome.verdict)), 1)
        yield from (Line(f"✗ {sentence}", 2) for sentence in voice.reasons(told.outcome.reasons))


def _accepted(told: Told, outcome: Accepted, voice: Voice) -> Iterator[Line]:
    """Yield what an accepted step brought about."""
    for event in outcome.events:
        yield from _event(event, voice)
    if outcome.effects:
        yield Line(voice.pair("ui.effects", voice.list(_names(outcome.effects, voice))), 1)
    if told.opened_up:
        yield Line(voice.pair("ui.now-possible", _possible(told.opened_up, voice)), 1)


def _event(event: Event, voice: Voice) -> Iterator[Line]:
    """Yield one event; that a track was open already is nothing new."""
    if event.what is What.OPENED and event.source == event.dest:
        return
    track, dest = voice.track(event), voice.state(event.workflow, event.dest)
    moved = dest if event.source is None else voice.arrow(voice.state(event.workflow, event.source), dest)
    told = f"{track}: {dest if event.source == event.dest else moved}"
    yield Line(f"✓ {told}" if event.what is What.COMMAND else voice.pair(event.what.label_code, told), 1)
    yield from (Line(voice.pair("ui.because", sentence), 2) for sentence in voice.reasons(event.reasons))


def _names(effects: tuple[Effect, ...], voice: Voice) -> Iterator[str]:
    """Return the names of *effects*, each once."""
    return iter(dict.fromkeys(voice.text(effect) for effect in effects))


def _possible(found: tuple[tuple[Option, tuple[Actor, ...]], ...], voice: Voice) -> str:
    """Return what became possible: the first few by name, and how many more."""
    named = [f"{voice.text(option)} ({', '.join(actor.id for actor in actors)})" for option, actors in found[:MANY]]
    more = len(found) - MANY
    return voice.list([*named, voice.count("ui.more", more)] if more > 0 else named)


# --------------------------------------------------------------------------- how the case stands


def _summary(story: Story, case: Case, voice: Voice) -> Iterator[Line]:
    """Yield how *case* stands at the end."""
    rules, policy = story.rules, story.rules.policy(case)
    summary = rules.summary(case)
    yield Line(voice.pair("ui.case", voice.labels.isolate(case.id)), heading=2)
    categories = voice.list(voice.text(f"concept.case-categories.{one}") for one in case.categories)
    yield Line(voice.pair("ui.categories", categories), 1)
    for track in case.tracks:
        if rules.is_live(track):
            yield Line(voice.pair("ui.track", f"{voice.track(track)}: {voice.state(track.workflow, track.state)}"), 1)
    yield Line(voice.pair("ui.risk", voice.text(f"concept.risk-levels.{summary.risk}")), 1)
    yield Line(voice.pair("ui.confidentiality", voice.text(f"concept.confidentiality.{summary.confidentiality}")), 1)
    axes = (policy.mediable, policy.formal_report, policy.notice, policy.consent_rule)
    yield from (Line(voice.text(axis), 1) for axis in axes)
    outcome = voice.text("ui.none" if case.outcome is None else f"concept.outcomes.{case.outcome}")
    yield Line(voice.pair("ui.outcome", outcome), 1)
    due = rules.next_due(case)
    when = voice.text("ui.none") if due is None else voice.labels.moment(due, voice.language, tz=voice.tz)
    yield Line(voice.pair("ui.next-due", when), 1)


# --------------------------------------------------------------------------- what can be done at the end


def tell_options(story: Story, labels: LabelBook, language: str) -> Iterator[Line]:
    """Yield what each of the file's actors can do at the end of *story*, and what stands in the way of the rest."""
    if story.case is None:
        return
    voice = Voice(labels, language, story.at.tzinfo or UTC)
    yield Line(voice.own(story.file.title), heading=1)
    yield Line(labels.moment(story.at, language, tz=voice.tz))
    for actor in story.file.actors.values():
        yield Line(voice.actor(actor, story.case), heading=2)
        for option in story.rules.options(story.case, by=actor, at=story.at):
            yield from _option(option, story.case, voice)


def _option(option: Option, case: Case, voice: Voice) -> Iterator[Line]:
    """Yield one option; what is outside the actor's authority is left out."""
    if option.verdict is Verdict.NOT_AUTHORISED:
        return
    place = f"{voice.track(case.track(option.track))}: {voice.isolated(option)}"
    yield Line(f"{place} · {voice.text(option.verdict)}", 1)
    if option.verdict is Verdict.NEEDS_INPUT and option.fields:
        yield Line(voice.list(_field(field.label_code, voice, required=field.required) for field in option.fields), 2)
    yield from (Line(f"✗ {sentence}", 2) for sentence in voice.reasons(option.reasons))


def _field(code: str, voice: Voice, *, required: bool) -> str:
    """Return the name of a field, marked when it must be filled in."""
    return f"{voice.text(code)} ({voice.text('ui.required')})" if required else voice.text(code)
