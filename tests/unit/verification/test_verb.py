"""The verb of the command line that proves a workflow."""

import json
import sys

import pytest
from tests.unit.verification.gate import RULES, UNARMED
from tests.unit.workflows.village import VISIT, rulebook

from community_policing._cli import main
from community_policing.labels import plain, standard_labels
from community_policing.verification import FAULTS, NOTES, UNDECIDED, Undecided
from community_policing.workflows._standard import standard_rulebook

WORDS = standard_labels(RULES.schemes)
GATES = """
from community_policing.workflows import State, Workflow, command, guard
from tests.unit.verification.gate import *
from tests.unit.workflows.village import VISIT, WALK

LOOSE = gate(without=[BAR], instead=[but(LET_IN, when=(nobody_is_armed,))])
LOOSE_RULES = rulebook(LOOSE, TEA)

ENDS = never(in_state(barred), id="ends", en="Nobody is barred.", ar="لا منع", basis="test")
BARRED = rulebook(gate(safeguards=(ENDS,)), TEA)

def gates():
    return RULES

def gate_of(step):
    return step

def number():
    return 7


@command("ford.wade")
class Wade:
    "Wade."


@command("ford.swim")
class Swim:
    "Swim."


@guard("never-so")
def never_so(s):
    "It is never so."
    return False


@guard("breaks-off")
def breaks_off(s):
    "A slip."
    raise RuntimeError("no such ford")


COUNTED = rulebook(WALK.guarded(WALK.steps[2].on, given=(guard("n")(lambda a: a.command.times > 1),), version=1))
near, far, back = State("near", initial=True), State("far", final=True), State("back", final=True)
FORD = Workflow(
    "ford",
    (
        near.to(far, on=Wade, by=BY, given=(guard("unknown")(lambda a: True),)),
        near.to(back, on=Swim, by=BY, when=(never_so,)),
        near.stay(on=Swim, by=("supervisor",), when=(breaks_off,)),
        near.falls_to(back, once=(never_so,)),
    ),
)
"""


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run ``verify`` in a folder with a module; return its exit code, the lines without marks, and its errors."""
    (tmp_path / "gates_of_mine.py").write_text(GATES, encoding="utf-8")
    (tmp_path / "wrong_gates.py").write_text(
        "from community_policing.workflows import Workflow\nWRONG = Workflow('wrong', ())\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)

    def running(subject, *arguments, rules=lambda _: RULES):
        path = list(sys.path)
        code = main(["verify", subject, *arguments], rules=rules, labels=lambda _: WORDS)
        printed = capsys.readouterr()
        assert sys.path == path
        return code, [plain(line) for line in printed.out.splitlines()], printed.err

    yield running
    for name in ("gates_of_mine", "wrong_gates"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("code", [*FAULTS, *NOTES])
def test_every_kind_of_finding_has_words_in_both_languages(code):
    """What can be found can be told."""
    told = [WORDS.text(f"finding.{code}", language) for language in ("en", "ar")]

    assert all(told)
    assert told[0] != told[1]


@pytest.mark.parametrize("code", UNDECIDED)
def test_every_reason_to_leave_a_safeguard_undecided_has_words_in_both_languages(code):
    """Why nothing was decided can be told."""
    undecided = Undecided("walk", UNARMED, "why", code=code)

    assert undecided.to_dict()["code"] == code
    assert WORDS.text(undecided, "en") != WORDS.text(undecided, "ar")


@pytest.mark.parametrize(("language", "sign"), [("en", "?"), ("ar", "؟")])
def test_why_a_safeguard_is_undecided_is_told_in_either_language(run, language, sign):
    """What rests on other tracks is told as such, and no word of the other language is needed for it."""
    code, lines, _ = run(
        "community_policing.workflows.builtin.closure:CLOSURE", "--lang", language, rules=standard_rulebook
    )
    start = next(number for number, line in enumerate(lines) if line.startswith(sign))

    assert code == 0
    assert lines[start].endswith("(closure-tracks)")
    assert lines[start + 1] == WORDS.text("undecided.others", language)


def test_what_was_proved_is_told(run):
    """A sound gate ends well, with each safeguard's sentence."""
    code, lines, errors = run("gates_of_mine:GATE")

    assert (code, errors) == (0, "")
    assert lines[:2] == [
        "Verification: gate",
        "0 faults · 5 safeguards proved · 0 safeguards undecided · international-default",
    ]
    assert "✓ Nobody armed. (unarmed)" in lines


def test_what_is_broken_is_told_as_a_story(run):
    """A safeguard that can be broken is told with its sentence and the shortest case, and the exit code is 1."""
    code, lines, _ = run("gates_of_mine:LOOSE_RULES")

    assert code == 1
    start = lines.index("✗ A safeguard can be broken: Nobody armed. (unarmed)")
    assert lines[start + 1] == "1. shut → waiting: knock"
    assert "calm: Yes" in lines[start:]
    assert "By: Intake officer (officer-3)" in lines[start:]
    assert "State: inside" in lines[start:]
    assert "Aggravating factors: Weapon used or threatened" in lines[start:]


def test_a_story_that_ends_with_a_wrong_step_ends_there(run):
    """Where a step may not be accepted at all, how the case stands afterwards is not told."""
    _, lines, _ = run("gates_of_mine:LOOSE_RULES")

    start = lines.index("✗ A safeguard can be broken: Calm. (calm)")
    end = lines.index("", start)
    assert "calm: No" in lines[start:end]
    assert not any(line.startswith("State:") for line in lines[start:end])


def test_a_rule_that_falls_is_a_scene_without_anybody(run):
    """Nobody acts where the world has changed; how the case stands is told."""
    _, lines, _ = run("gates_of_mine:BARRED")

    start = lines.index("✗ A safeguard can be broken: Nobody is barred. (ends)")
    assert lines[start + 1] == "1. shut → barred: Track ended by rule"
    assert not any(line.startswith("By:") for line in lines[start:])


def test_arabic_is_a_first_language(run):
    """The sentences, the names and the counts are Arabic; only codes that nobody gave words stay as they are."""
    code, lines, _ = run("gates_of_mine:LOOSE_RULES", "--lang", "ar")

    assert code == 1
    assert lines[1].startswith("خطآن · ثبتت 3 ضمانات · لم تبق ضمانة بلا حسم")
    assert "✗ ضمانة يمكن الإخلال بها: لا سلاح (unarmed)" in lines
    assert "1. shut ← waiting: knock" in lines
    assert "القائم بالإجراء: مسؤول استقبال الحالات (officer-3)" in lines


def test_both_languages_follow_one_another(run):
    """The whole report is told twice."""
    _, lines, _ = run("gates_of_mine:GATE", "--lang", "both")

    assert "What was proved" in lines
    assert "الضمانات الثابتة" in lines[lines.index("What was proved") :]


def test_a_line_of_arabic_runs_from_right_to_left(run, capsys):
    """Every line that is not empty is marked as one that does, so that numbers and arrows keep their places."""
    run("gates_of_mine:GATE")
    main(["verify", "gates_of_mine:GATE", "--lang", "ar"], rules=lambda _: RULES, labels=lambda _: WORDS)

    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert all(line.startswith("\u200f\u2067") and line.endswith("\u2069") for line in lines)


def test_soundness_is_told_with_states_steps_and_conditions(run):
    """States and steps are named in words; what only a developer can read stands below."""
    code, lines, _ = run("gates_of_mine:FORD")

    assert code == 1
    assert "✗ No case ever comes to a state: ford · back" in lines
    dead = lines.index("✗ A step is never taken: ford · near → back: swim")
    assert lines[dead + 1] == "never holds: never_so"
    broken = lines.index("✗ A condition breaks off with an error: ford · breaks_off")
    assert "no such ford" in lines[broken + 1]
    notes = lines[lines.index("Worth a look") :]
    assert any("near: swim · breaks_off (breaks-off)" in line for line in notes)
    assert any(
        line.startswith("• A condition was never seen to hold: ford · near → back: Track ended by rule")
        for line in notes
    )


def test_what_was_not_looked_at_is_told(run):
    """A number that nobody bounded leaves a part of the workflow unseen, and a safeguard undecided."""
    _, lines, _ = run("gates_of_mine:COUNTED")

    assert "What was not looked at to the end" in lines
    assert any("walk.plan.times" in line for line in lines)
    assert "? Nobody walks into arms. (walk-unarmed)" in lines


def test_a_report_can_be_written_for_programs(run):
    """As JSON, with the same exit code."""
    code, lines, _ = run("gates_of_mine:LOOSE_RULES", "--json")

    data = json.loads("".join(lines))
    assert code == 1
    assert [one["safeguard"] for one in data["findings"]] == ["unarmed", "calm"]


def test_a_function_without_arguments_is_called(run):
    """A factory is as good as a value."""
    assert run("gates_of_mine:gates")[0] == 0


def test_the_profile_can_be_chosen(run):
    """It is asked of the rules, also where a rulebook is named that has one of its own."""
    asked = []

    def rules(profile):
        asked.append(profile)
        return RULES

    run("gates_of_mine:GATE", "--profile", "iq-moi-practice", rules=rules)
    run("gates_of_mine:RULES", "--profile", "seed-literal", rules=rules)
    run("gates_of_mine:RULES", rules=rules)

    assert asked == ["iq-moi-practice", "seed-literal"]


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("mediation", "is not MODULE:WORKFLOW; such as community_policing.workflows.builtin.mediation:MEDIATION"),
        ("no_such_module:GATE", "cannot be imported: No module named 'no_such_module'"),
        ("wrong_gates:WRONG", "cannot be imported: workflow 'wrong' is not valid"),
        ("gates_of_mine:GATTE", "'gates_of_mine' has no 'GATTE'; did you mean 'GATE'?"),
        ("gates_of_mine:qqqq", "'gates_of_mine' has no 'qqqq'; it has TEA, GATE, "),
        ("json:GATE", "'json' has no 'GATE'; it has neither a workflow nor a rulebook"),
        ("gates_of_mine:gate_of", "cannot be called as it is: missing a required argument: 'step'"),
        ("gates_of_mine:number", "is of type int, neither a workflow nor a rulebook"),
        ("gates_of_mine:BY", "is of type tuple, neither a workflow nor a rulebook"),
    ],
)
def test_what_cannot_be_found_is_said_with_what_would_work(subject, said, run):
    """The exit code is 2, and the message names the place and the way out."""
    code, lines, errors = run(subject)

    assert (code, lines) == (2, [])
    assert errors.startswith(f"{subject}: ")
    assert said in errors


def test_a_workflow_that_needs_others_asks_for_a_rulebook(run):
    """A workflow that opens a track which the rules do not have is told how it can be verified."""
    code, _, errors = run("gates_of_mine:GATE", rules=lambda _: rulebook(VISIT))

    assert code == 2
    assert "opens 'tea', which is not in force" in errors
    assert "name a rulebook that holds what it needs" in errors
