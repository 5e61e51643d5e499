"""Pictures and tables of workflows: deterministic, complete, and safe whatever the labels hold."""

from __future__ import annotations

import re

import attrs
import pytest

from community_policing.cases import Ref
from community_policing.workflows import (
    State,
    Workflow,
    by_field,
    by_risk,
    command,
    days,
    each_of,
    every_live_state,
    guard,
    hours,
    minutes,
    until,
    where,
)
from community_policing.workflows.builtin.closure import CLOSURE
from community_policing.workflows.diagrams import Row, to_dot, to_mermaid, to_table


@command("drawn.plan")
class Plan:
    """Say until when."""

    until: Ref


@command("drawn.note")
class Note:
    """Write something down."""


@command("drawn.rest")
class Rest:
    """Let it rest."""


@command("drawn.finish")
class Finish:
    """Be done with it."""

    found: Ref


@guard("bridge-open", otherwise="bridge-closed")
def bridge_is_open(_):
    """The bridge is open."""
    return True


@guard("weather-bad")
def weather_is_good(_):
    """The weather is good."""
    return True


done = State("done", final=True)
waiting = State("waiting", resting=True)
late = State("late", within=days(2) + hours(3) + minutes(4), entry=True)
begun = State("begun", initial=True, within=by_risk(imminent=minutes(30), otherwise=days(3)), lapses_to=late)
planned = State("planned", within=until(Plan, "until", otherwise=days(30)))

DRAWN = Workflow(
    "drawn",
    transitions=(
        begun.to(planned, on=Plan, by=("case-officer",), when=(bridge_is_open,), given=(weather_is_good,)),
        each_of(begun, planned).stay(on=Note, by=("case-officer", "mediator")),
        planned.to(waiting, on=Rest, by=("supervisor",), effects=("tell-applicant",), ends=("mediation@barred",)),
        each_of(late, waiting).to(
            done,
            on=Finish,
            by=("supervisor",),
            opens=("closure", where("escalation", bridge_is_open), by_field("found", {"breach": "mediation"})),
        ),
        every_live_state(but=(late,)).falls_to(done, once=(~bridge_is_open, weather_is_good)),
    ),
)


def rows(**wanted):
    """Return the rows of the drawn workflow whose columns have these values."""
    return [row for row in to_table(DRAWN) if all(getattr(row, name) == value for name, value in wanted.items())]


# --------------------------------------------------------------------------- Mermaid


def test_a_mermaid_diagram_shows_every_state_and_every_way():
    """States by name, the beginning, the end, commands, what stays, what falls and what lapses."""
    text = to_mermaid(DRAWN)

    assert text.startswith("stateDiagram-v2\n    accTitle: drawn\n")
    assert '    state "begun" as s0\n' in text
    assert "    [*] --> s0\n" in text
    assert "    s0 --> s2 : plan\n" in text
    assert "    s0 --> s0 : note\n" in text
    assert "    s0 --> s1 : ⌛ case.lapse\n" in text
    assert "    s0 --> s4 : ↯ bridge-open #38; not-weather-bad\n" in text
    assert "    s4 --> [*]\n" in text


def test_a_state_that_another_track_may_open_has_an_arrow_from_outside():
    """An entry looks like a beginning, and its class says which of the two it is."""
    text = to_mermaid(DRAWN)

    assert "    [*] --> s1\n" in text
    assert "    class s1 entry\n" in text
    assert "    class s0 initial\n" in text
    assert "    class s3 resting\n" in text
    assert "    class s4 final\n" in text


def test_what_leads_between_the_same_two_states_in_the_same_way_is_one_arrow():
    """Three commands that stay are one loop; a command and a fall are two arrows."""
    lines = to_mermaid(CLOSURE).splitlines()

    assert "    s0 --> s0 : resume-work · follow-up-done · follow-up-failed" in lines
    assert "    s1 --> s0 : reject · withdraw-request" in lines
    assert "    s1 --> s0 : ↯ track-open" in lines


def test_texts_come_from_the_label_function_and_it_is_asked_by_code():
    """Labels stay outside: the workflow's name, states, commands and reasons are asked for by their codes."""
    asked = []

    text = to_mermaid(DRAWN, label=lambda code: asked.append(code) or f"«{code}»")

    assert {
        "workflow.drawn",
        "state.drawn.begun",
        "command.drawn.plan",
        "command.case.lapse",
        "reason.bridge-open",
        "reason.not-weather-bad",
    } <= set(asked)
    assert '    state "«state.drawn.begun»" as s0\n' in text


@pytest.mark.parametrize("draw", [to_mermaid, to_dot])
def test_the_same_workflow_gives_the_same_text(draw):
    """No order depends on a hash, so a committed picture changes only with its workflow."""
    again = attrs.evolve(DRAWN)

    assert draw(again) == draw(DRAWN)


HOSTILE = 'a"]; s0 --> s1 : x\n%%{init}%% <b onclick="y">&#35; \\N \x07 {z}'


def test_hostile_labels_stay_text_in_mermaid():
    """Nothing in a label can begin a line, end a quotation, or be read as markup or as an entity."""
    plain, hostile = to_mermaid(DRAWN), to_mermaid(DRAWN, label=lambda _: HOSTILE)

    texts = re.sub(r"#\d+;", "", hostile).replace("-->", "")
    assert len(hostile.splitlines()) == len(plain.splitlines())
    assert not set("%<>{}\\;&\x07") & set(texts)
    assert texts.count('"') == plain.count('"')
    assert texts.count("]") == plain.count("]")


def test_arabic_stays_readable_in_mermaid():
    """Letters, their marks and Arabic punctuation are written as they are."""
    text = to_mermaid(DRAWN, label=lambda _: "كشفها خطرًا، أولًا «هنا»")

    assert "كشفها خطرًا، أولًا «هنا»" in text


def test_an_empty_label_does_not_break_the_diagram():
    """Mermaid takes no empty text, so an empty one is a space of no width."""
    assert 'state "#8203;" as s0' in to_mermaid(DRAWN, label=lambda _: " ")


# --------------------------------------------------------------------------- Graphviz


def test_a_dot_graph_shows_every_state_and_every_way():
    """Double rims end, dashed rims rest; dashed lines fall, dotted ones lapse."""
    text = to_dot(DRAWN)

    assert text.startswith('digraph {\n    label="drawn";\n')
    assert 's4 [label="done", style="rounded", peripheries=2];' in text
    assert 's3 [label="waiting", style="rounded,dashed", peripheries=1];' in text
    assert "from_s0 -> s0;" in text
    assert 's0 -> s2 [label="plan", style="solid"];' in text
    assert 's0 -> s1 [label="case.lapse", style="dotted"];' in text
    assert 's0 -> s4 [label="bridge-open &amp; not-weather-bad", style="dashed"];' in text


def test_hostile_labels_stay_text_in_dot():
    """Quotes and backslashes are escaped, so that neither a string nor an escape of Graphviz ends or begins."""
    plain, hostile = to_dot(DRAWN), to_dot(DRAWN, label=lambda _: HOSTILE)

    assert len(hostile.splitlines()) == len(plain.splitlines())
    assert hostile.replace('\\"', "").count('"') == plain.count('"')
    assert "\\\\N" in hostile
    assert "\x07" not in hostile
    assert "&#35;" not in hostile


# --------------------------------------------------------------------------- table


def test_a_table_has_a_row_for_each_step_from_each_state():
    """A step from two states is two rows; what stays leads to where it is."""
    assert [(row.source, row.dest) for row in rows(command="drawn.note")] == [
        ("begun", "begun"),
        ("planned", "planned"),
    ]


def test_a_row_holds_plain_values():
    """Texts and tuples of texts, whatever the step is made of."""
    assert rows(command="drawn.plan") == [
        Row(
            "begun",
            "command",
            "drawn.plan",
            "planned",
            ("case-officer",),
            ("bridge-open",),
            ("weather-bad",),
            (),
            (),
            (),
            "imminent PT30M, otherwise P3D",
        )
    ]


def test_a_row_of_a_rule_says_why_it_falls():
    """A fall has neither command nor role; its reasons are those that do not hold when it falls."""
    (row,) = rows(kind="fall", source="begun")

    assert (row.command, row.by, row.given) == ("", (), ())
    assert row.when == ("bridge-open", "not-weather-bad")
    assert row.dest == "done"


def test_a_lapse_is_a_row_of_the_timekeeper():
    """What lapses stands last, taken by the system."""
    row = to_table(DRAWN)[-1]

    assert (row.kind, row.command, row.source, row.dest) == ("lapse", "case.lapse", "begun", "late")
    assert row.by == ("system",)


def test_a_row_says_what_it_opens_and_where():
    """Always, where a guard holds, by the value of a field, or whatever a field names."""
    finishing = rows(command="drawn.finish", source="late")[0]
    resuming = next(row for row in to_table(CLOSURE) if row.command == "closure.resume-work")

    assert finishing.opens == ("closure", "escalation (bridge-open)", "mediation (found=breach)")
    assert resuming.opens == ("intake@triaging (open-tracks=intake)", "(open-tracks)")


def test_a_row_says_what_it_ends_and_leaves_to_the_host():
    """Tracks that end and effects are listed by their names."""
    (row,) = rows(command="drawn.rest")

    assert (row.effects, row.ends) == (("tell-applicant",), ("mediation@barred",))


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("begun", "imminent PT30M, otherwise P3D"),
        ("planned", "until, otherwise P30D"),
        ("late", "P2DT3H4M"),
        ("waiting", ""),
    ],
)
def test_a_time_limit_is_a_duration_in_iso_8601(source, limit):
    """By risk, until the date in a field, fixed, or none."""
    assert {row.time_limit for row in rows(source=source)} == {limit}


def test_a_limit_by_risk_may_leave_levels_without_one():
    """Without ``otherwise`` nothing is said of the other levels."""
    first = State("first", initial=True, within=by_risk(high=minutes(0)))
    workflow = Workflow("drawn", transitions=(first.to(done, on=Finish, by=("supervisor",)),))

    assert to_table(workflow)[0].time_limit == "high P0D"
