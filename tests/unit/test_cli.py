"""The command line, from a case file to what is printed, under a small rulebook of its own."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from community_policing._cli import main
from community_policing._walk import Line, page, read_case_file, terminal, walk
from community_policing.errors import ProfileNotFoundError
from community_policing.labels import standard_labels
from community_policing.taxonomy import Risk, standard_profile, standard_rules, standard_schemes
from community_policing.workflows import (
    ActorId,
    AddsFactor,
    AddsParties,
    AssessesRisk,
    Factor,
    OpenCase,
    PartyId,
    Reason,
    Ref,
    Rulebook,
    SetsCategories,
    State,
    Workflow,
    WorkflowId,
    by_field,
    command,
    days,
    every_live_state,
    guard,
)
from community_policing.workflows._standard import BUILTIN


@attrs.frozen
class Sighting:
    """A part of a command."""

    by: ActorId
    sure: bool
    note: Ref | None = None


@command("record.tell")
class Tell:
    """A command with every kind of field."""

    factor: Factor
    risk: Risk
    day: dt.date
    moment: dt.datetime
    times: int
    route: tuple[WorkflowId, ...]
    sightings: tuple[Sighting, ...] = ()
    ref: Ref | None = None


@command("record.close")
class Close:
    """Close the case."""


@command("mediation.start")
class Start:
    """Begin."""

    mediator: ActorId


@command("mediation.meet")
class Meet:
    """Meet."""


@command("visit.make")
class Make:
    """Make a visit."""

    party: PartyId


@guard("toy-matter-barred", params=("category",), otherwise="toy-matter-open")
def category_is_mediable(s):
    """The matter may be mediated."""
    if s.policy.mediable.bars:
        yield Reason("toy-matter-barred", category=s.policy.mediable_by)


@guard("toy-mediator-is-a-party")
def mediator_is_neutral(a):
    """The mediator is no party."""
    return all(a.command.mediator != party.id for party in a.case.parties)


@guard("toy-somebody-lives-alone")
def nobody_lives_alone(_):
    """Nobody does."""
    return False


UNOPENED, OPEN, CLOSED = State("unopened", initial=True), State("open"), State("closed", final=True)
PROPOSED = State("proposed", initial=True, within=days(3))
SCREENING, BARRED = State("screening", within=days(2), lapses_to=PROPOSED), State("barred", final=True)
PLANNED, MADE = State("planned", initial=True), State("made", final=True)
OFFICER = ("intake-officer",)

RECORD = Workflow(
    "record",
    frames=True,
    transitions=(
        UNOPENED.to(
            OPEN,
            on=OpenCase,
            by=OFFICER,
            then=(SetsCategories("categories"), AddsParties("parties")),
            opens=("mediation",),
        ),
        OPEN.stay(
            on=Tell,
            by=OFFICER,
            then=(AddsFactor(field="factor"), AssessesRisk("risk")),
            opens=(by_field("route"),),
            effects=("notify-supervisor", "notify-supervisor", "notify-case-officer"),
        ),
        OPEN.to(CLOSED, on=Close, by=("supervisor",), ends=("mediation",), when=(nobody_lives_alone,)),
    ),
)
MEDIATION = Workflow(
    "mediation",
    transitions=(
        PROPOSED.to(
            SCREENING,
            on=Start,
            by=OFFICER,
            when=(category_is_mediable,),
            given=(mediator_is_neutral,),
            assigns={"mediator": "mediator"},
            settles=True,
        ),
        SCREENING.stay(on=Meet, by=("mediator", "complainant")),
        every_live_state().falls_to(BARRED, once=(~category_is_mediable,)),
    ),
)
VISIT = Workflow("visit", per="party", transitions=(PLANNED.to(MADE, on=Make, by=OFFICER),))
RULES = Rulebook(standard_schemes(), (RECORD, MEDIATION), standard_profile(), standard_rules())

WORDS = {
    "workflow.record": ("Record", "السجل"),
    "workflow.mediation": ("Mediation", "الوساطة"),
    "state.record.unopened": ("Not opened", "غير مفتوحة"),
    "state.record.open": ("Open", "مفتوحة"),
    "state.record.closed": ("Closed", "مغلقة"),
    "state.mediation.proposed": ("Proposed", "مقترحة"),
    "state.mediation.screening": ("Screening", "قيد الفحص"),
    "state.mediation.barred": ("Barred", "ممنوعة"),
    "command.record.open-case": ("Open the case", "فتح الحالة"),
    "command.record.tell": ("Tell", "إفادة"),
    "command.record.close": ("Close", "إغلاق"),
    "command.mediation.start": ("Start", "بدء"),
    "command.mediation.meet": ("Meet", "لقاء"),
    "command.case.lapse": ("Time is over", "انتهاء المهلة"),
    "reason.toy-matter-barred": ("“{category}” may not be mediated.", "لا تجوز الوساطة في «{category}»."),
    "reason.toy-matter-open": ("The matter may be mediated.", "تجوز الوساطة."),
    "reason.toy-mediator-is-a-party": ("The mediator is a party.", "الوسيط طرف."),
    "reason.toy-somebody-lives-alone": ("Somebody lives alone.", "يعيش أحدهم وحده."),
    "effect.notify-supervisor": ("Notify the supervisor", "إشعار المشرف"),
    "effect.notify-case-officer": ("Notify the case officer", "إشعار مسؤول الحالة"),
    # the words of the library that the stories below are compared with
    "ui.because": ("Because", "السبب"),
    "ui.by": ("By", "القائم بالإجراء"),
    "ui.case": ("Case", "الحالة"),
    "ui.categories": ("Categories", "الأصناف"),
    "ui.confidentiality": ("Confidentiality", "السرية"),
    "ui.effects": ("To be done next by the service", "ما يترتب"),
    "ui.next-due": ("Next due", "أقرب موعد"),
    "ui.none": ("None", "لا يوجد"),
    "ui.now-possible": ("Possible now", "المتاح الآن"),
    "ui.outcome": ("Outcome", "النتيجة"),
    "ui.refused": ("Refused", "مرفوض"),
    "ui.required": ("Required", "مطلوب"),
    "ui.risk": ("Risk level", "مستوى الخطورة"),
    "ui.state": ("State", "المرحلة"),
    "ui.track": ("Track", "المسار"),
    "ui.yes": ("Yes", "نعم"),
    "verdict.needs-input": ("Can be done once the form is filled in", "متاح بعد ملء الاستمارة"),
    "verdict.permitted": ("Can be done now", "متاح الآن"),
    "verdict.unmet": ("Some conditions are not met", "شروطه غير مستوفاة"),
    "event.ended-by-rule": ("Track ended by rule", "إنهاء المسار بحكم القواعد"),
    "event.opened": ("Track opened", "فتح المسار"),
    "mediable.never": ("Mediation is never allowed", "لا تجوز الوساطة"),
    "formal-report.mandatory": ("A formal report is always mandatory", "البلاغ لازم"),
    "notice.none": ("No notice at intake", "لا إشعار"),
    "consent-rule.parties": ("Consent of all parties", "موافقة الأطراف"),
    "concept.age-bands.adult": ("Adult", "بالغ"),
    "concept.aggravating-factors.weapon": ("Weapon used or threatened", "سلاح"),
    "concept.case-categories.neighbour-dispute": ("Neighbour dispute", "خلاف بين الجيران"),
    "concept.party-kinds.natural-person": ("Natural person", "شخص طبيعي"),
    "concept.roles.complainant": ("Complainant", "المشتكي"),
    "concept.roles.disputing-party": ("Disputing party", "الطرف المتنازع"),
    "concept.roles.intake-officer": ("Intake officer", "مسؤول الاستقبال"),
    "concept.roles.mediator": ("Mediator", "الوسيط"),
    "concept.roles.supervisor": ("Supervisor", "المشرف"),
    **{
        f"field.{name}": (name.capitalize(), f"حقل {name}")
        for name in (
            "categories",
            "parties",
            "factor",
            "risk",
            "day",
            "moment",
            "times",
            "route",
            "sightings",
            "sure",
            "ref",
            "mediator",
        )
    },
}

PERSON = "Natural person · Adult"
NEEDED = ", ".join(f"{name} (Required)" for name in ("Factor", "Risk", "Day", "Moment", "Times", "Route"))

STORY = {
    "schema": "community-policing/case-file",
    "version": 1,
    "title": {"en": "Noise <at> night", "ar": "ضوضاء ليلية"},
    "note": {"en": "Invented."},
    "profile": "international-default",
    "actors": {
        "intake": {"id": "o-1", "roles": ["intake-officer"], "unit": "u-1"},
        "mediator": {"id": "m-1"},
        "asha": {"id": "a-1", "speaks_for": "p1"},
        "chief": {"id": "s-1", "roles": ["supervisor"]},
    },
    "open": {
        "id": "BGD-417",
        "categories": ["neighbour-dispute"],
        "parties": [
            {"id": "p1", "role": "complainant", "age_band": "adult"},
            {"id": "p2", "role": "disputing-party", "age_band": "adult"},
        ],
        "by": "intake",
        "at": "2026-03-01T09:30:00+03:00",
        "say": {"en": "It begins.", "ar": "البداية."},
    },
    "steps": [
        {
            "command": "mediation.start",
            "data": {"mediator": "p1"},
            "by": "intake",
            "at": "2026-03-01T10:00:00+03:00",
            "say": {"ar": "لا يكون الطرف وسيطًا."},
            "expect": ["toy-mediator-is-a-party"],
        },
        {
            "command": "mediation.start",
            "data": {"mediator": "m-1"},
            "by": "intake",
            "at": "2026-03-01T10:05:00+03:00",
            "track": "mediation",
        },
        {"command": "mediation.meet", "by": "asha", "at": "2026-03-01T11:00:00+03:00"},
        {"command": "record.close", "by": "chief", "at": "2026-03-01T12:00:00+03:00", "expect": "refused"},
        {
            "command": "record.tell",
            "data": {
                "factor": "weapon",
                "risk": "high",
                "day": "2026-03-02",
                "moment": "2026-03-02T06:00:00+00:00",
                "times": 2,
                "route": ["mediation"],
                "sightings": [{"by": "a-9", "sure": True, "note": "r:2"}],
                "ref": "r:1",
            },
            "by": "intake",
            "at": "2026-03-02T10:00:00+03:00",
        },
    ],
}


def words(schemes):
    book = standard_labels(schemes)
    both = {code: {"en": en, "ar": ar} for code, (en, ar) in WORDS.items()}
    known = {code: texts for code, texts in both.items() if code in book.codes()}
    return book.with_overrides(known).with_labels({code: both[code] for code in both.keys() - known.keys()})


def rules(profile):
    if profile != "international-default":
        raise ProfileNotFoundError(profile, "the library", ("international-default",))
    return RULES


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command line on a story; return its exit code and what it printed."""

    def running(verb, *options, story=STORY):
        file = tmp_path / "story.json"
        if isinstance(story, dict):
            file.write_text(json.dumps(story, ensure_ascii=False), encoding="utf-8")
        elif story is not None:
            file.write_bytes(story)
        arguments = [verb, *([str(file)] if verb in {"walk", "options"} else []), *options]
        code = main(arguments, rules=rules, labels=words)
        printed = capsys.readouterr()
        return code, printed.out, printed.err.replace(str(file), "FILE")

    return running


def changed(path, value):
    """Return the story with *value* at *path*."""
    story = copy.deepcopy(STORY)
    place = story
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return story


# --------------------------------------------------------------------------- walk


def test_walk_tells_the_story(run):
    """Every step is told with its date, actor, command, states, reasons, effects and what became possible."""
    code, out, err = run("walk")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Noise <at> night",
        "Invented.",
        "",
        "Open the case · 1 March 2026, 09:30",
        "  It begins.",
        "  By: Intake officer (o-1)",
        "  Case: BGD-417",
        "  Categories: Neighbour dispute",
        f"  Parties: p1 · Complainant · {PERSON}",
        f"  Parties: p2 · Disputing party · {PERSON}",
        "  ✓ Record: Not opened → Open",
        "  Track opened: Mediation: Proposed",
        "  Possible now: Tell (o-1) and Start (o-1)",
        "",
        "Step 1 · Start · 1 March 2026, 10:00",
        "  لا يكون الطرف وسيطًا.",
        "  By: Intake officer (o-1)",
        "  Mediator: p1",
        "  Refused: Some conditions are not met",
        "    ✗ The mediator is a party.",
        "",
        "Step 2 · Start · 1 March 2026, 10:05",
        "  By: Intake officer (o-1)",
        "  Mediator: m-1",
        "  ✓ Mediation: Proposed → Screening",
        "  Possible now: Meet (m-1, a-1)",
        "",
        "Step 3 · Meet · 1 March 2026, 11:00",
        "  By: Complainant (a-1)",
        "  ✓ Mediation: Screening",
        "",
        "Step 4 · Close · 1 March 2026, 12:00",
        "  By: Supervisor (s-1)",
        "  Refused: Some conditions are not met",
        "    ✗ Somebody lives alone.",
        "",
        "Step 5 · Tell · 2 March 2026, 10:00",
        "  By: Intake officer (o-1)",
        "  Factor: Weapon used or threatened",
        "  Risk: High",
        "  Day: 2 March 2026",
        "  Moment: 2 March 2026, 09:00",
        "  Times: 2",
        "  Route: Mediation",
        "  Sightings: a-9 · Sure: Yes",
        "  ✓ Record: Open",
        "  Track ended by rule: Mediation: Screening → Barred",
        "    Because: “Weapon used or threatened” may not be mediated.",
        "  To be done next by the service: Notify the supervisor and Notify the case officer",
        "",
        "Case: BGD-417",
        "  Categories: Neighbour dispute",
        "  Track: Record: Open",
        "  Risk level: High",
        "  Confidentiality: Standard",
        "  Mediation is never allowed",
        "  A formal report is always mandatory",
        "  No notice at intake",
        "  Consent of all parties",
        "  Outcome: None",
        "  Next due: None",
    ]


def test_walk_speaks_arabic(run):
    """In Arabic each line runs from right to left, values are isolated, months are Iraq's, and arrows point left."""
    code, out, _ = run("walk", "--lang", "ar")

    lines = out.splitlines()

    assert code == 0
    assert all(line.startswith("\u200f\u2067") and line.endswith("\u2069") for line in lines if line)
    assert "1 آذار 2026" in lines[3]
    assert any("\u2068مقترحة\u2069 ← \u2068قيد الفحص\u2069" in line for line in lines)
    assert any("(\u2068o-1\u2069)" in line for line in lines)
    assert any("Invented." in line for line in lines)


def test_a_file_may_have_no_note(run):
    """The note of a file may be left out."""
    story = {key: value for key, value in STORY.items() if key != "note"}

    assert run("walk", story=story)[1].splitlines()[1] == ""


def test_walk_speaks_both(run):
    """Both languages are told one after the other."""
    _, english, _ = run("walk")
    _, arabic, _ = run("walk", "--lang", "ar")

    assert run("walk", "--lang", "both")[1] == f"{english}\n{arabic}"


def test_walk_writes_a_page(run, tmp_path):
    """The page holds the same story, escaped, with a section and a direction for each language."""
    code, _, _ = run("walk", "--lang", "both", "--html", str(tmp_path / "out.html"))

    text = (tmp_path / "out.html").read_text(encoding="utf-8")

    assert code == 0
    assert text.count("<section") == 2
    assert '<section lang="ar" dir="rtl">' in text
    assert "<h1>Noise &lt;at&gt; night</h1>" in text
    assert "<at>" not in text
    assert '<p class="d2">✗ The mediator is a party.</p>' in text


def test_a_page_that_cannot_be_written_is_one_line(run, tmp_path):
    """A page is refused on one line where its folder is not there."""
    code, _, err = run("walk", "--html", str(tmp_path / "nowhere" / "out.html"))

    assert code == 2
    assert len(err.splitlines()) == 1
    assert "No such file" in err


def test_many_possibilities_are_cut_short(run, monkeypatch):
    """When much became possible, the first few are named and the rest are counted."""
    monkeypatch.setattr("community_policing._walk._telling.MANY", 1)

    _, out, _ = run("walk")

    assert "  Possible now: Tell (o-1) and 1 more" in out.splitlines()


def test_a_due_date_and_a_track_for_a_party_are_told(tmp_path, capsys):
    """The nearest time limit is told in the file's zone, and a track that runs for a party names it."""
    visiting = State("visiting")
    record = Workflow(
        "record",
        frames=True,
        transitions=(
            UNOPENED.to(OPEN, on=OpenCase, by=OFFICER, then=(SetsCategories("categories"), AddsParties("parties"))),
            OPEN.to(visiting, on=Visit, by=OFFICER, opens=("visit",)),
            visiting.to(CLOSED, on=Close, by=OFFICER),
        ),
    )
    visit = Workflow(
        "visit",
        per="party",
        transitions=(attrs.evolve(PLANNED, within=days(2)).to(MADE, on=Make, by=OFFICER),),
    )
    book = Rulebook(standard_schemes(), (record, visit), standard_profile(), standard_rules())
    step = {"command": "record.visit", "data": {"party": "p2"}, "by": "intake", "at": "2026-03-01T10:00:00+03:00"}
    file = tmp_path / "story.json"
    file.write_text(json.dumps({**STORY, "steps": [step]}), encoding="utf-8")
    new = {
        "command.record.visit": {"en": "Visit"},
        "command.visit.make": {"en": "Make"},
        "workflow.visit": {"en": "Visit"},
        "state.visit.planned": {"en": "Planned"},
        "state.record.visiting": {"en": "Visiting"},
        "field.party": {"en": "Party"},
    }

    def labels(schemes):
        given = words(schemes)
        return given.with_labels({code: texts for code, texts in new.items() if code not in given.codes()})

    code = main(["walk", str(file)], rules=lambda _: book, labels=labels)
    lines = capsys.readouterr().out.splitlines()

    assert code == 0
    assert "  Track opened: Visit (p2): Planned" in lines
    assert "  Next due: 3 March 2026, 10:00" in lines


@command("record.visit")
class Visit:
    """Plan a visit."""

    party: PartyId


# --------------------------------------------------------------------------- walk: the file and the rules differ


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (
            ("steps", 0, "expect"),
            ["other"],
            "steps[0]: was refused for toy-mediator-is-a-party, and the file expects other",
        ),
        (("steps", 1, "expect"), "refused", "steps[1]: was accepted, and the file expects a refusal"),
        (
            ("steps", 1, "data"),
            {"mediator": "p2"},
            "steps[1]: was refused (toy-mediator-is-a-party), and the file expects no refusal",
        ),
        (("open", "by"), "chief", "open: was refused (not-authorised), and the file expects no refusal"),
    ],
)
def test_a_file_that_is_not_true_is_told(path, value, told, run):
    """Where the rules answer otherwise than the file expects, the story ends there and the exit code is 1."""
    code, out, err = run("walk", story=changed(path, value))

    assert (code, err) == (1, f"FILE: {told}\n")
    assert "Step 3" not in out


def test_an_expected_refusal_for_any_reason_is_true(run):
    """A step that says only that it is refused may be refused for whatever reason."""
    assert run("walk", story=changed(("steps", 0, "expect"), "refused"))[0] == 0


# --------------------------------------------------------------------------- walk: the file cannot be read


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("schema",), "x", "schema: is 'x'; here it is 'community-policing/case-file'"),
        (("version",), True, "version: is True; here it is 1"),
        (("titel",), {}, "titel: is not a key; did you mean 'title'?"),
        (("title",), {}, "title: is {}; it takes the text in 'en', in 'ar', or in both"),
        (("title",), {"fr": "x"}, "title.fr: is not a key; "),
        (("note",), "x", "note: is 'x'; it takes an object"),
        (("profile",), "", "profile: is ''; it takes text"),
        (("profile",), "seed", "profile: no profile 'seed' in the library; known: international-default"),
        (("actors",), [], "actors: is []; it takes an object"),
        (("actors", "intake", "role"), [], "actors.intake.role: is not a key; did you mean 'roles'?"),
        (("actors", "intake", "roles"), "x", "actors.intake.roles: is 'x'; it takes a list"),
        (("actors", "intake", "roles"), ["a b"], "actors.intake.roles[0]: 'a b' is not an id; "),
        (("actors", "intake", "roles"), ["intake-oficer"], "actors.intake.roles: has no concept 'intake-oficer' of"),
        (("actors", "intake", "id"), None, "actors.intake.id: None is not an id; "),
        (("open", "at"), "2026-03-01T09:30:00", "open.at: is '2026-03-01T09:30:00'; it takes a moment with a time"),
        (("open", "at"), "0001-01-01T00:00:00+03:00", "open.at: is '0001-01-01T00:00:00+03:00'; it takes a moment"),
        (("open", "at"), "soon", "open.at: is 'soon'; it takes a moment with a time zone"),
        (("open", "by"), "intak", "open.by: is 'intak'; did you mean 'intake'?"),
        (("open", "by"), "zzz", "open.by: is 'zzz'; actors: intake, mediator, asha, chief"),
        (("open", "categories"), ["neighbor-dispute"], "open.categories[0]: is 'neighbor-dispute', which is no"),
        (("open", "categories"), [], "open.categories: there is none; a case has at least"),
        (("open", "parties", 1, "rol"), "x", "open.parties[1].rol: is not a field; did you mean 'role'?"),
        (("steps",), {}, "steps: is {}; it takes a list"),
        (("steps", 1), 3, "steps[1]: is 3; it takes an object"),
        (("steps", 1), {"command": "x", "by": "intake"}, "steps[1].at: is missing"),
        (("steps", 1, "comand"), "x", "steps[1].comand: is not a key; did you mean 'command'?"),
        (("steps", 1, "expect"), [], "steps[1].expect: is []; it takes 'refused' or a list of the codes of reasons"),
        (("steps", 1, "expect"), "x", "steps[1].expect: is 'x'; it takes 'refused' or"),
        (("steps", 1, "expect"), [1], "steps[1].expect[0]: is 1; it takes text"),
        (("steps", 1, "command"), "mediation.strt", "steps[1].command: no command 'mediation.strt' in the rulebook; "),
        (("steps", 1, "data"), {"mediater": "m"}, "steps[1].data.mediater: is not a field; did you mean 'mediator'?"),
        (("steps", 1, "data"), [], "steps[1].data: is [], not an object"),
        (("steps", 1, "data"), {}, "steps[1].data.mediator: is missing; it takes the id of"),
        (("steps", 1, "at"), "2026-02-01T10:00:00+03:00", "steps[1].at: 2026-02-01T07:00:00+00:00 lies before the"),
        (("steps", 4, "data", "factor"), "wepon", "steps[4].data.factor: is 'wepon', which is no concept that can"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_one_line(path, value, told, run):
    """A fault of the file is told on one line with the path to it, and nothing else is printed."""
    code, out, err = run("walk", story=changed(path, value))

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith(f"FILE: {told}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"schema": ', "FILE: line 1, column 12: is not JSON: Expecting value"),
        (b'{"a": 1, "a": 2}', "FILE: document: has the key 'a' twice"),
        (b"\xff", "FILE: byte 0: is not UTF-8"),
        (b"[]", "FILE: file: is []; it takes an object"),
        (b"{}", "FILE: schema: is missing"),
        (None, "FILE: file: No such file or directory"),
    ],
)
def test_text_that_is_no_case_file_is_told_on_one_line(text, told, run):
    """What is not there, or no JSON, or another document, is told on one line."""
    code, out, err = run("walk", story=text)

    assert (code, out, err) == (2, "", f"{told}\n")


@pytest.mark.parametrize("instead", ["injury", None])
def test_a_deprecated_concept_is_told_with_what_is_in_its_place(instead, run, monkeypatch):
    """A step that names a deprecated concept is told which one to use, where there is one."""
    factors = RULES.schemes["aggravating-factors"]
    changed_concepts = (
        attrs.evolve(one, deprecated=True, replaced_by=instead) if one.id == "weapon" else one for one in factors
    )
    monkeypatch.setitem(globals(), "RULES", RULES.with_scheme(attrs.evolve(factors, concepts=changed_concepts)))

    code, _, err = run("walk", story=changed(("steps", 4, "data", "factor"), "weapon"))

    told = "FILE: steps[4].data.factor: is 'weapon', which is deprecated (scheme aggravating-factors)"
    assert code == 2
    assert err == told + (f"; use {instead!r}\n" if instead else "\n")


def test_a_command_that_fits_several_tracks_asks_for_one(run, monkeypatch):
    """A step that could mean several tracks is told to name one."""
    several = Rulebook(RULES.schemes, (OPENS_VISITS, VISIT), RULES.profile, RULES.policy_rules)
    monkeypatch.setitem(globals(), "RULES", several)
    visits = [
        {"command": "record.visit", "data": {"party": party}, "by": "intake", "at": "2026-03-01T10:00:00+03:00"}
        for party in ("p1", "p2")
    ]
    made = {"command": "visit.make-any", "by": "intake", "at": "2026-03-01T11:00:00+03:00"}

    code, _, err = run("walk", story={**STORY, "steps": [*visits, made]})

    assert code == 2
    assert err == "FILE: steps[2].track: is missing: the command fits several tracks; one of visit/p1, visit/p2\n"


@command("visit.make-any")
class MakeAny:
    """Make a visit, without saying to whom."""


OPENS_VISITS = Workflow(
    "record",
    frames=True,
    transitions=(
        UNOPENED.to(OPEN, on=OpenCase, by=OFFICER, then=(SetsCategories("categories"), AddsParties("parties"))),
        OPEN.stay(on=Visit, by=OFFICER, opens=("visit",)),
        OPEN.to(CLOSED, on=Close, by=OFFICER),
    ),
)
VISIT = VISIT.with_transitions(PLANNED.to(MADE, on=MakeAny, by=OFFICER), version=1)


# --------------------------------------------------------------------------- options


def test_options_list_what_each_actor_can_do(run):
    """Each actor's options are listed with what to fill in and with every reason in the way of the rest."""
    code, out, err = run("options", "--at", "2")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Noise <at> night",
        "1 March 2026, 10:05",
        "",
        "Intake officer (o-1)",
        "  Record: Tell · Can be done once the form is filled in",
        f"    {NEEDED}, Sightings and Ref",
        "",
        "Mediator (m-1)",
        "  Mediation: Meet · Can be done now",
        "",
        "Complainant (a-1)",
        "  Mediation: Meet · Can be done now",
        "",
        "Supervisor (s-1)",
        "  Record: Close · Some conditions are not met",
        "    ✗ Somebody lives alone.",
    ]


def test_options_speak_both_languages(run):
    """Options are listed in both languages, at the end of the file unless a step is given."""
    code, out, _ = run("options", "--lang", "both")

    assert code == 0
    assert "2 March 2026, 10:00" in out
    assert "2 آذار 2026" in out


@pytest.mark.parametrize("step", ["6", "-1"])
def test_options_after_a_step_that_is_not_there(step, run):
    """A step that the file does not have is refused."""
    code, _, err = run("options", f"--at={step}")

    assert (code, err) == (2, f"FILE: steps: has no step {step}; 0 is the opening, 5 the last\n")


def test_options_of_a_case_that_was_not_opened(run):
    """Where even the opening is refused there is nothing to list."""
    code, out, err = run("options", story=changed(("open", "by"), "chief"))

    assert (code, out) == (1, "\n")
    assert err.startswith("FILE: open: was refused")


# --------------------------------------------------------------------------- label, workflow


def test_a_label_is_printed(run):
    """The words for a code are printed in the languages asked for."""
    assert run("label", "verdict.permitted") == (0, "Can be done now\n", "")
    assert run("label", "verdict.permitted", "--lang", "ar")[1] == "\u200f\u2067متاح الآن\u2069\n"
    assert run("label", "verdict.permitted", "--lang", "both")[1].count("\n") == 2


def test_an_unknown_code_is_told_on_one_line(run):
    """A code without words is refused, with the nearest one that has some."""
    code, out, err = run("label", "verdict.permited")

    assert (code, out) == (2, "")
    assert err == "no label 'verdict.permited' in the labels for 'en'; did you mean 'verdict.permitted'?\n"


def test_a_workflow_is_printed_as_a_table(run):
    """A workflow is a table of its steps, its conditions and what ends by rule."""
    code, out, _ = run("workflow", "mediation")

    assert code == 0
    assert out.splitlines()[:-1] == [
        "| State | Possible now | → State | By | Required |",
        "| --- | --- | --- | --- | --- |",
        "| Proposed | Start | Screening | Intake officer | “…” may not be mediated. The mediator is a party. |",
        "| Screening | Meet | Screening | Mediator and Complainant |  |",
        "| Proposed | Track ended by rule | Barred |  | “…” may not be mediated. |",
        "| Screening | Track ended by rule | Barred |  | “…” may not be mediated. |",
    ]
    assert out.splitlines()[-1].startswith("| Screening | Time is over | Proposed |  | ")


def test_a_workflow_is_printed_as_a_diagram(run):
    """A workflow is a Mermaid diagram, in the languages asked for."""
    code, out, _ = run("workflow", "mediation", "--format", "mermaid", "--lang", "both")

    assert code == 0
    assert out.count("stateDiagram-v2") == 2
    assert 'state "Screening"' in out
    assert 'state "قيد الفحص"' in out


def test_an_unknown_workflow_is_told_on_one_line(run):
    """A workflow that is not in force is refused, with the nearest that is."""
    assert run("workflow", "mediatio") == (
        2,
        "",
        "no workflow 'mediatio' in the rulebook; did you mean 'mediation'?\n",
    )


# --------------------------------------------------------------------------- the rules that ship


def test_the_page_about_case_files_shows_a_true_one(tmp_path, capsys):
    """The case file of the reference goes as it says, under the standard rulebook and in both languages."""
    page_of = Path(__file__).parents[2] / "docs" / "reference" / "case-file.md"
    file = tmp_path / "shown.json"
    file.write_text(page_of.read_text(encoding="utf-8").partition("```json")[2].partition("```")[0], encoding="utf-8")

    code = main(["walk", str(file), "--lang", "both"])

    assert (code, capsys.readouterr().err) == (0, "")


@pytest.mark.parametrize("told", ["table", "mermaid"])
@pytest.mark.parametrize("name", BUILTIN)
def test_every_builtin_workflow_is_printed(name, told, capsys):
    """Each workflow that ships has words for everything that its table and its diagram show."""
    assert main(["workflow", name, "--format", told, "--lang", "both"]) == 0
    assert name not in capsys.readouterr().out.splitlines()


# --------------------------------------------------------------------------- the process


def test_the_story_is_a_value():
    """Walking a file twice gives equal stories, whose events are those of every accepted step."""
    file = read_case_file(STORY)

    story = walk(file, RULES)

    assert walk(file, RULES) == story
    assert RULES.replay(story.events) == story.case
    assert [told.place for told in story.told] == ["open", *(f"steps[{index}]" for index in range(5))]


@pytest.mark.parametrize("language", ["ar", "ar-IQ", "ckb_IQ", "en"])
def test_direction_follows_the_language(language):
    """Languages that are written from right to left are told by their tag, whatever the region."""
    rtl = language != "en"

    assert terminal([Line("x")], language).startswith("\u200f") is rtl
    assert (f'lang="{language}" dir="rtl"' in page([(language, [Line("x")])], "t")) is rtl


def test_a_line_that_mixes_directions_keeps_its_marks():
    """In a language written from left to right, a line with Arabic letters keeps the marks that hold its order."""
    mixed, latin = Line("\u2068سلام\u2069: \u2068p1\u2069"), Line("\u2068p1\u2069: p2")

    assert terminal([mixed, latin], "en") == f"{mixed.text}\np1: p2"


def test_arguments_are_explained(capsys):
    """Without arguments, the command line says what it takes."""
    with pytest.raises(SystemExit) as caught:
        main([])

    assert caught.value.code == 2
    assert "VERB" in capsys.readouterr().err


def test_output_is_utf_8_whatever_the_terminal_says():
    """Arabic is printed in a terminal that claims to know ASCII only."""
    done = subprocess.run(
        [sys.executable, "-m", "community_policing", "label", "verdict.permitted", "--lang", "ar"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert standard_labels().text("verdict.permitted", "ar") in done.stdout.decode()


def test_a_stream_that_is_no_file_is_left_as_it_is(monkeypatch):
    """Output that a host has put in the place of the terminal is written to as it is."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)

    assert main(["label", "verdict.permitted"], rules=rules, labels=words) == 0
    assert stream.getvalue() == "Can be done now\n"


def test_a_reader_that_has_read_enough_is_no_fault(monkeypatch):
    """A pipe that is closed early ends the program quietly."""
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        code = main(["label", "verdict.permitted"], rules=rules, labels=words)

    assert code == 0


def test_the_package_runs_as_a_program(monkeypatch, capsys):
    """``python -m community_policing`` runs the command line; importing it runs nothing."""
    monkeypatch.setattr(sys, "argv", ["community-policing", "label", "verdict.permitted"])

    importlib.import_module("community_policing.__main__")
    quiet = capsys.readouterr().out
    monkeypatch.delitem(sys.modules, "community_policing.__main__")
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("community_policing", run_name="__main__")

    assert quiet == ""
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"{standard_labels().text('verdict.permitted', 'en')}\n"
