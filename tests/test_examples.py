"""Every example is a story that the rules tell as its file says, in both languages; and the host in one file runs."""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from community_policing import Actor, Party, standard_labels, standard_rulebook
from community_policing._cli import main
from community_policing._walk import Story, read_case_file, walk
from community_policing.labels import lint_arabic
from community_policing.testing import check_event_store
from community_policing.workflows import Refused

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = {file.stem: file for file in sorted((EXAMPLES / "cases").glob("*.json"))}

ENDS = {
    "neighbour-dispute": {"mediation": "fulfilled", "outcome": "amicable-settlement"},
    "family-dispute-violence-found": {
        "mediation": "barred",
        "escalation": "decided",
        "outcome": "formal-report-opened",
    },
    "electronic-extortion": {"escalation": "decided", "outcome": "decided-by-court"},
    "minor-quarrel-judicial-approval": {"mediation": "fulfilled", "outcome": "judicially-approved-settlement"},
    "party-withdraws": {"mediation": "withdrawn", "intake": "declined", "outcome": "withdrawn"},
    "breach-of-agreement": {"mediation": "breached", "escalation": "decided", "outcome": "formal-report-opened"},
    "two-quarters-kept-apart": {"mediation": "fulfilled", "outcome": "amicable-settlement"},
}
"""Where each story leaves the case; all of them leave it closed."""

REFUSALS = {
    "neighbour-dispute": {"private-screen-missing", "does-not-feel-safe", "cooling-off-not-over", "too-early"},
    "family-dispute-violence-found": {"consent-not-alone", "route-not-mediable", "duty-to-report", "track-open"},
    "electronic-extortion": {"route-not-mediable", "refusal-needs-wish"},
    "minor-quarrel-judicial-approval": {"giver-may-not-consent", "judge-needed", "approver-is-case-officer"},
    "party-withdraws": {"mediator-recused", "speaks-for-another", "duress-check-not-clear"},
    "breach-of-agreement": {"term-barred", "confirmed-breach-pending", "report-not-registered"},
    "two-quarters-kept-apart": {"mediator-not-neutral", "group-without-mandate", "session-form-barred"},
}
"""What each story is told to show."""

every_file = pytest.mark.parametrize("name", list(FILES))


def data(name: str):
    """Return the file *name* as plain data."""
    return json.loads(FILES[name].read_text(encoding="utf-8"))


@cache
def story(name: str) -> Story:
    """Return the story of the file *name*."""
    file = read_case_file(data(name))
    return walk(file, standard_rulebook(file.profile))


def refusals(name: str) -> list[Refused]:
    """Return what was refused on the way."""
    return [told.outcome for told in story(name).told if isinstance(told.outcome, Refused)]


def texts(name: str) -> list[dict[str, str]]:
    """Return everything that a file says in words."""
    file = data(name)
    remarks = [step["say"] for step in (file["open"], *file["steps"]) if "say" in step]
    return [file["title"], file["note"], *remarks]


def test_every_file_is_expected_to_end_somewhere():
    """No story is added without saying where it ends and what it shows."""
    assert set(FILES) == set(ENDS) == set(REFUSALS)


@every_file
def test_the_rules_answer_as_the_file_says(name):
    """Every step is accepted or refused as its file expects, to the last one."""
    told = story(name)

    assert told.surprise == ""
    assert len(told.told) == len(told.file.steps) + 1


@every_file
def test_a_story_ends_where_it_claims(name):
    """The case is closed at the end, with the outcome and the ends of tracks that the story is about."""
    case = story(name).case

    found = {track.workflow: track.state for track in case.tracks} | {"outcome": case.outcome}
    assert found | ENDS[name] | {"closure": "closed", "record": "resting"} == found


@every_file
def test_a_story_holds_the_refusals_it_is_told_for(name):
    """What must be refused is refused, and the file names the reasons."""
    codes = {reason.code for refused in refusals(name) for reason in refused.reasons}

    assert codes >= REFUSALS[name]
    assert all(isinstance(step["expect"], list) for step in data(name)["steps"] if "expect" in step)


@every_file
def test_the_events_of_a_story_add_up_to_its_case(name):
    """Replaying what happened gives the case at the end."""
    told = story(name)

    assert told.rules.replay(told.events) == told.case


@every_file
def test_a_story_is_told_in_both_languages(name):
    """Title, note and every remark are there in English and in Arabic, and the Arabic is well spelt."""
    said = texts(name)

    assert all(set(words) == {"en", "ar"} for words in said)
    assert [problem for words in said for problem in lint_arabic(words["ar"], name)] == []
    assert all("say" in step for step in data(name)["steps"] if "expect" in step)


@every_file
def test_a_file_holds_references_and_no_texts(name):
    """What stands in a command is a code, an id, a moment or a reference: nothing with a space, so no name."""

    def strings(value):
        if isinstance(value, dict):
            value = list(value.values())
        return [found for item in value for found in strings(item)] if isinstance(value, list) else [value]

    file = data(name)
    held = strings([file["actors"], file["open"]["parties"], *(step.get("data", {}) for step in file["steps"])])

    assert not [text for text in held if re.search(r"\s", str(text))]


@every_file
def test_a_story_happens_in_iraq_in_2026(name):
    """Every step has its moment, in the zone of Baghdad, and none lies before the one that it follows."""
    moments = [told.step.at for told in story(name).told]

    assert moments == sorted(moments)
    assert {(moment.year, moment.utcoffset()) for moment in moments} == {(2026, timedelta(hours=3))}


@every_file
def test_the_command_line_tells_it_in_both_languages(name, capsys):
    """``walk --lang both`` succeeds, and says why each refusal was one."""
    labels = standard_labels()

    assert main(["walk", str(FILES[name]), "--lang", "both"]) == 0

    out = capsys.readouterr().out
    assert all(title in out for title in data(name)["title"].values())
    for reason in (reason for refused in refusals(name) for reason in refused.reasons):
        if not reason.params:
            assert labels.message(reason, "en") in out
            assert labels.message(reason, "ar") in out


# --------------------------------------------------------------------------- the host in one file


@pytest.fixture
def embed():
    spec = importlib.util.spec_from_file_location("embed", EXAMPLES / "embed.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CLERK = Actor("o-11", roles=("intake-officer",))


def opened(host):
    """Return *host* with one case."""
    host.open("BGD-1", ("neighbour-dispute",), (Party("p1", role="complainant", age_band="adult"),), CLERK, AT)
    return host


def test_the_host_runs_as_a_script():
    """It shows Arabic buttons with reasons, loses a race by the unique key, and its events add up."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "embed.py")],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(EXAMPLES.parent / "src"), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert standard_labels().text("command.mediation.pass-screening", "ar") in done.stdout
    assert "✗" in done.stdout
    assert "UNIQUE constraint failed: event.case_id, event.seq" in done.stdout
    assert "the events add up to the head: True" in done.stdout


def test_whoever_loses_a_race_decides_again(embed):
    """Between reading the head and storing, a colleague's event comes in: the second event gets the next number."""

    class Busy(embed.Host):
        colleague_waits = True

        def head(self, case_id):
            case = super().head(case_id)
            if self.colleague_waits:
                self.colleague_waits = False
                self.give(case_id, embed.note(AT), CLERK, AT)
            return case

    host = opened(Busy(standard_rulebook(), standard_labels(), lambda *_: None))

    host.give("BGD-1", embed.note(AT), CLERK, AT).expect()

    history = host.history("BGD-1")
    assert [event.seq for event in history] == list(range(1, len(history) + 1))
    assert [event.command for event in history][-2:] == [embed.note(AT)] * 2
    assert host.rules.replay(history) == host.head("BGD-1")


def test_a_lost_race_leaves_nothing_behind(embed):
    """A stale decision is refused by the unique key, and neither the head nor the outbox takes anything of it."""
    done = []
    host = opened(embed.Host(standard_rulebook(), standard_labels(), lambda *what: done.append(what)))
    stale = host.rules.decide(host.head("BGD-1"), embed.note(AT), by=CLERK, at=AT).expect()
    host.give("BGD-1", embed.note(AT), CLERK, AT).expect()
    head, acted = host.head("BGD-1"), list(done)

    with pytest.raises(sqlite3.IntegrityError):
        host.store(stale)

    host.act()
    assert host.head("BGD-1") == head
    assert done == acted


def test_the_store_of_the_host_holds_the_contract(embed):
    """What a reader copies from the example stores as every store must: no hole, no repetition, no lost effect."""
    host = embed.Host(standard_rulebook(), standard_labels(), lambda *_: None)

    class Kept:
        read, pending, mark_done = staticmethod(host.history), staticmethod(host.pending), staticmethod(host.mark_done)

        def append(self, _case_id, _expected_seq, *, events, effects):
            with host.database:
                host.append(events, effects)

    check_event_store(Kept, conflict=sqlite3.IntegrityError)


def test_effects_are_run_once_and_after_commit(embed):
    """When an effect is run its event is already stored, and it is not run again."""
    seen = []
    host = embed.Host(
        standard_rulebook(), standard_labels(), lambda case, code: seen.append((code, host.history(case)[-1].command))
    )
    opened(host)

    host.give("BGD-1", embed.note(AT), CLERK, AT).expect()
    host.act()

    assert seen == [("prompt-repeat-review", embed.note(AT))]
