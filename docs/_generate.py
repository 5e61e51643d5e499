"""
Write what the pages take from the data: pages of workflows and schemes, drawings, and what examples print.

Run it from the repository as ``PYTHONPATH=src python docs/_generate.py``; the drawings need Graphviz's ``dot``.
``tests/test_docs_generated.py`` says when that is due.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from community_policing import LabelBook, Workflow, standard_labels, standard_rulebook
from community_policing.labels import plain
from community_policing.taxonomy import CaseCategory, CategoryPolicy, Concept, ConceptScheme
from community_policing.workflows import ByRisk, CommandSpec, FieldSpec, Guard, Not, State, Until
from community_policing.workflows._fields import Kind, field_specs
from community_policing.workflows._state import Fall, Transition
from community_policing.workflows.diagrams import to_dot

DOCS = Path(__file__).parent
REFERENCE = DOCS / "reference"
SCHEMES = REFERENCE / "schemes"
STATIC = DOCS / "_static"
FEW = 2
"""From more states than this a command is drawn once, beside where it leads."""

FACES = "Noto Sans Arabic, Noto Naskh Arabic, Noto Sans, DejaVu Sans, sans-serif"

# --------------------------------------------------------------------------- words


class Words:
    """English and Arabic words for codes, ready for a page."""

    def __init__(self, labels: LabelBook) -> None:
        """Hold the labels."""
        self.labels = labels

    def en(self, code: str) -> str:
        """Return the English text."""
        return _spaced(self.labels.text(code, "en"))

    def ar(self, code: str) -> str:
        """Return the Arabic text, marked as such."""
        return arabic(self.labels.text(code, "ar"))

    def both(self, code: str) -> str:
        """Return both, one under the other."""
        return f"{self.en(code)}<br>{self.ar(code)}"


def arabic(text: str) -> str:
    """Return Arabic *text* for a page: from right to left, whatever stands around it."""
    return f'<span dir="rtl" lang="ar">{_spaced(text)}</span>'


def _spaced(text: str) -> str:
    """Return *text* for a cell of a table; what a case fills in is shown as dots in brackets."""
    return re.sub(r"\{\w+\}", "[…]", plain(text)).replace("|", "/").replace("<", "&lt;")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    heads = tuple(heads)
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# --------------------------------------------------------------------------- one workflow


def page(workflow: Workflow, labels: LabelBook) -> str:
    """Return the page of *workflow*."""
    words = Words(labels)
    name = workflow.name
    parts = [
        f"# {name} · {labels.text(workflow.label_code, 'ar')}",
        "<!-- Written by docs/_generate.py from the workflow itself; change that, not this page. -->",
        (
            f"{words.en(workflow.label_code)}, version {workflow.version}: {len(workflow.states)} states,"
            f" {len(workflow.commands)} commands, {len(workflow.safeguards)} safeguards."
        ),
        (
            f"```{{image}} ../_static/workflow-{name}.svg\n:alt: The states of {name} and what leads where\n"
            f":target: ../_static/workflow-{name}.svg\n:class: drawing\n```"
        ),
        (
            "A double rim is a final state, a dashed rim a resting one; a point leads to where a track begins. A dashed"
            " arrow is what falls by rule. What leads from many states to one is drawn once, and commands that record"
            " something and stay are left out. Open the drawing by itself to read it in full size."
        ),
        "## States",
        table(
            ("State", "English", "العربية", "Kind", "Time limit"),
            (_state_row(name, state, words) for state in workflow.states),
        ),
        "## Commands",
        "Who is named may give the command from the states named; a field with `?` may be left out.",
        table(("Command", "By", "From → to", "Fields"), _command_rows(workflow, words)),
    ]
    falls = tuple(_fall_rows(workflow, words))
    if falls:
        parts += [
            "## What falls by rule",
            "Tried after each accepted command; nobody gives a command for it.",
            table(("From → to", "When", "متى", "Opens"), falls),
        ]
    parts += [
        "## Safeguards",
        table(("Safeguard", "English", "العربية"), _safeguard_rows(workflow)),
        "## Reasons",
        (
            "What a refusal may say beside the reasons that the library itself gives. `[…]` is filled in from the case."
            " A reason marked *staff* is withheld from readers outside the staff of the case."
        ),
        table(("Reason", "English", "العربية"), _reason_rows(workflow, words)),
        "## Fields",
        table(("Field", "English", "العربية", "Holds"), _field_rows(workflow, words)),
    ]
    return "\n\n".join(parts) + "\n"


def _state_row(workflow: str, state: State, words: Words) -> tuple[str, ...]:
    """Return the row of one state."""
    code = f"state.{workflow}.{state.name}"
    kinds = [kind for kind in ("initial", "entry", "resting", "final") if getattr(state, kind)]
    return f"`{state.name}`", words.en(code), words.ar(code), ", ".join(kinds), "; ".join(_times(state))


def _times(state: State) -> Iterator[str]:
    """Yield how long *state* must and may last, and what it lapses to."""
    if state.at_least is not None:
        yield f"at least {_length(state.at_least)}"
    if state.within is not None:
        yield _limit(state)
    if state.lapses_to is not None:
        yield f"lapses to `{state.lapses_to.name}`"


def _limit(state: State) -> str:
    """Return the time limit of *state*."""
    match state.within:
        case ByRisk() as limit:
            levels = [f"{level.value} risk {_length(length)}" for level, length in limit.limits]
            otherwise = [] if limit.otherwise is None else [f"otherwise {_length(limit.otherwise)}"]
            return ", ".join(levels + otherwise)
        case Until() as limit:
            return f"until `{limit.field}`, otherwise {_length(limit.otherwise)}"
        case timedelta() as length:
            return _length(length)
    return ""


def _length(length: timedelta) -> str:
    """Return *length* in English."""
    hours = int(length.total_seconds()) // 3600
    if length == timedelta(days=1) or hours % 24:
        return f"{hours} hours" if hours > 1 else "1 hour"
    return f"{hours // 24} days"


def _command_rows(workflow: Workflow, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield a row for each command."""
    for spec in workflow.commands:
        steps = [step for step in workflow.transitions if step.command is spec]
        roles = dict.fromkeys(role for step in steps for role in step.by)
        yield (
            f"`{spec.name}`<br>{words.both(spec.label_code)}",
            "<br>".join(f"`{role}`" for role in roles),
            "<br>".join(_move(workflow, step) for step in steps),
            " ".join(f"`{field.name}{'' if field.required else '?'}`" for field in spec.fields),
        )


def _move(workflow: Workflow, step: Transition) -> str:
    """Return where *step* leads from and to."""
    live = tuple(state for state in workflow.states if state.live)
    sources = workflow.expanded(step.sources)
    if sources == live:
        named = "every open state"
    elif len(live) - len(sources) in {1, 2} and set(sources) <= set(live) and len(live) > 4:  # noqa: PLR2004  a list this long
        named = "every open state but " + ", ".join(f"`{one.name}`" for one in live if one not in sources)
    else:
        named = ", ".join(f"`{one.name}`" for one in sources)
    return f"{named} → {'stays' if step.dest is None else f'`{step.dest}`'}"


def _fall_rows(workflow: Workflow, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield a row for each rule of falling."""
    for fall in workflow.rules_of_falling:
        causes = [(~guard).label_code for guard in fall.once]
        opens = ", ".join(f"`{getattr(one, 'target', one)}`" for one in fall.opens)
        yield _fall(workflow, fall), _each(words.en, causes), _each(words.ar, causes), opens


def _fall(workflow: Workflow, fall: Fall) -> str:
    """Return where *fall* leads from and to."""
    live = tuple(state for state in workflow.states if state.live)
    sources = workflow.expanded(fall.sources)
    named = "every open state" if sources == live else ", ".join(f"`{one.name}`" for one in sources)
    return f"{named} → `{fall.dest}`"


def _each(word: Callable[[str], str], codes: Iterable[str]) -> str:
    """Return the words for *codes*, a line each."""
    return "<br>".join(map(word, codes))


def _safeguard_rows(workflow: Workflow) -> Iterator[tuple[str, ...]]:
    """Yield a row for each safeguard."""
    for one in workflow.safeguards:
        yield f"`{one.id}`", _spaced(one.en), arabic(one.ar)


def _reason_rows(workflow: Workflow, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield a row for each reason of the workflow's guards, in alphabetical order."""
    found: dict[str, bool] = {}
    for step in workflow.steps:
        asked = tuple(~one for one in step.once) if isinstance(step, Fall) else step.when + step.given
        for guard in asked:
            for code in _codes(guard):
                found[code] = found.get(code, False) or bool(guard.audience)
    for code, staff in sorted(found.items()):
        yield f"`{code}`{' *staff*' if staff else ''}", words.en(f"reason.{code}"), words.ar(f"reason.{code}")


def _codes(guard: Guard | Not) -> tuple[str, ...]:
    """Return the codes that *guard* may give."""
    return guard.codes


def _field_rows(workflow: Workflow, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield a row for each field of the workflow's commands, in alphabetical order."""
    found: dict[str, FieldSpec] = {}
    for field in _fields(workflow.commands):
        found.setdefault(field.name, field)
    for name, field in sorted(found.items()):
        yield f"`{name}`", words.en(field.label_code), words.ar(field.label_code), _holds(field)


def _fields(commands: Iterable[CommandSpec]) -> Iterator[FieldSpec]:
    """Yield the fields of *commands*, and those of their parts."""
    queue = [field for spec in commands for field in spec.fields]
    while queue:
        field = queue.pop(0)
        yield field
        queue += field_specs(field.type) if field.kind is Kind.PART and field.type is not None else ()


def _holds(field: FieldSpec) -> str:
    """Return what *field* holds."""
    one = {
        Kind.BOOL: "yes or no",
        Kind.INT: "a whole number",
        Kind.DATE: "a date",
        Kind.MOMENT: "a moment with its zone",
        Kind.TERM: f"a concept of `{field.scheme}`",
        Kind.ID: "a reference" if field.of == "ref" else f"the id of a {field.of}",
        Kind.ENUM: ", ".join(f"`{member}`" for member in field.members()),
        Kind.PART: "the fields " + ", ".join(f"`{part.name}`" for part in field.parts),
    }[field.kind]
    return f"a list: {one}" if field.many else one


# --------------------------------------------------------------------------- one scheme

_WRITTEN = "<!-- Written by docs/_generate.py from the scheme itself; change that, not this page. -->"


def scheme_page(scheme: ConceptScheme, labels: LabelBook) -> str:
    """Return the page of *scheme*: what lies below another concept is moved in below it."""
    parts = [
        f"# {scheme.id} · {scheme.pref_label.ar}",
        _WRITTEN,
        f"{_spaced(scheme.pref_label.en)}: {_counted(len(scheme), 'concept')}. {_columns(scheme)}",
    ]
    heads = ("Concept", "English", "العربية")
    if scheme.id == "case-categories":
        for top in scheme.tops:
            rows = (_concept_row(one, depth, labels) for one, depth in _below(scheme, (top,)))
            parts += [f"## {_spaced(top.pref_label.en)} · {top.pref_label.ar}", table(heads, rows)]
    else:
        parts.append(table(heads, (_concept_row(one, depth, labels) for one, depth in _below(scheme, scheme.tops))))
    return "\n\n".join(parts) + "\n"


def _columns(scheme: ConceptScheme) -> str:
    """Return what the columns of the page of *scheme* show."""
    said = "Below the id stands the notation; below the name what it means."
    if scheme.id != "case-categories":
        return said
    return (
        f"{said} Below that stands what the category demands by itself: mediation, the formal report, what is owed at"
        " intake, whose will decides, confidentiality, presumed risk. A concept without it is a group and no category"
        " of a case; several categories, factors and the profile can only make it stricter, or as strict as the profile"
        " says: see [why there is a floor](../../explanation/why-the-floor.md)."
    )


def _below(scheme: ConceptScheme, tops: Iterable[Concept]) -> Iterator[tuple[Concept, int]]:
    """Yield *tops* and what lies below them, each after the one above it, with its depth."""
    waiting = [(top, 0) for top in reversed(tuple(tops))]
    while waiting:
        concept, depth = waiting.pop()
        yield concept, depth
        waiting += [(below, depth + 1) for below in reversed(scheme.narrower(concept))]


def _concept_row(concept: Concept, depth: int, labels: LabelBook) -> tuple[str, ...]:
    """Return the row of *concept*."""
    retired = f"<br>retired, see `{concept.replaced_by}`" if concept.deprecated else ""
    policy = concept.policy if isinstance(concept, CaseCategory) else None
    return (
        f'<span class="below-{depth}">`{concept.id}`<br>{concept.notation}{retired}</span>',
        *(_concept_cell(concept, depth, one, _demands(policy, labels, one)) for one in ("en", "ar")),
    )


def _concept_cell(concept: Concept, depth: int, language: str, demands: Iterable[str]) -> str:
    """Return name, meaning and demands of *concept* in *language*, moved in by its depth."""
    asked = " · ".join(map(_spaced, demands))
    lines = [f"<b>{_spaced(concept.pref_label[language])}</b>"]
    lines += [_spaced(concept.definition[language])] if concept.definition else []
    lines += [f"<small>{asked}</small>"] if asked else []
    marks = ' dir="rtl" lang="ar"' if language == "ar" else ""
    return f'<span class="below-{depth}"{marks}>{"<br>".join(lines)}</span>'


def _demands(policy: CategoryPolicy | None, labels: LabelBook, language: str) -> tuple[str, ...]:
    """Return what *policy* says on each axis, in words; nothing for a group."""
    if policy is None:
        return ()
    axes = (policy.mediable, policy.formal_report, policy.notice, policy.consent_rule)
    levels = (("confidentiality", policy.confidentiality), ("risk", policy.presumed_risk))
    return (
        *(labels.text(axis, language) for axis in axes),
        *(f"{labels.text(f'ui.{name}', language)}: {labels.text(level, language)}" for name, level in levels),
    )


def schemes_index(schemes: Iterable[ConceptScheme]) -> str:
    """Return the page that leads to the page of each scheme."""
    schemes = tuple(schemes)
    ids = "\n".join(one.id for one in schemes)
    rows = (
        (f"[{one.id}]({one.id}.md)", _spaced(one.pref_label.en), arabic(one.pref_label.ar), str(len(one)))
        for one in schemes
    )
    parts = [
        "# The schemes · مخططات المفاهيم",
        _WRITTEN,
        f"{len(schemes)} schemes, {sum(map(len, schemes))} concepts, in English and in Arabic.",
        f"```{{toctree}}\n:hidden:\n\n{ids}\n```",
        table(("Scheme", "English", "العربية", "Concepts"), rows),
    ]
    return "\n\n".join(parts) + "\n"


def _counted(count: int, noun: str) -> str:
    """Return *count* of *noun*, in English."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


# --------------------------------------------------------------------------- drawings


def drawing(workflow: Workflow, labels: LabelBook) -> str:
    """Return the Graphviz text of *workflow*: what leaves many states is drawn once, what stays is left out."""

    def label(code: str) -> str:
        text = labels.text(code, "en")
        return f"{text}⏎{labels.text(code, 'ar')}" if code.startswith("state.") else text

    ids = {state.name: f"s{index}" for index, state in enumerate(workflow.states)}
    states = (line for line in to_dot(workflow, label=label).splitlines() if _is_of_a_state(line))
    style = (
        '    rankdir=TB; nodesep=0.25; ranksep=0.4; bgcolor="white";',
        f'    edge [fontname="{FACES}", fontsize=12, color="#667085", fontcolor="#344054"];',
        f'    node [fontname="{FACES}", fontsize=14, fillcolor="#f5f7fa", color="#344054", margin="0.12,0.06"];',
    )
    lines = [*style, *states, *_arrows(workflow, ids, labels)]
    text = "\n".join(["digraph {", *lines, "}"]) + "\n"
    return text.replace("⏎", "\\n").replace('style="rounded"', 'style="rounded,filled"')


def _is_of_a_state(line: str) -> bool:
    """Return whether a line of Graphviz text is about one state or about where tracks begin."""
    return bool(re.match(r"\s+(node \[|s\d+ \[|from_s\d+ )", line))


def _arrows(workflow: Workflow, ids: dict[str, str], labels: LabelBook) -> Iterator[str]:
    """Yield the arrows: one for what leads between the same two states, one for what leads from many to one."""
    between: dict[tuple[str, str, bool], list[str]] = {}
    from_many: dict[tuple[str, bool], list[str]] = {}
    for (dest, text, falls), sources in _ways(workflow, labels).items():
        if len(sources) > FEW:
            many = "every open state" if len(sources) == sum(one.live for one in workflow.states) else "several states"
            from_many.setdefault((ids[dest], falls), []).append(f"{text}\\n(from {many})")
        else:
            for source in sources:
                between.setdefault((ids[source], ids[dest], falls), []).append(text)
    for (source, dest, falls), texts in between.items():
        yield f'    {source} -> {dest} [label="{_lines(texts)}", style="{_line(falls=falls)}"];'
    for (dest, falls), texts in from_many.items():
        name = f"many_{'falls' if falls else 'moves'}_{dest}"
        yield f'    {name} [label="{_lines(texts)}", shape="plaintext", fontsize=12, fontcolor="#344054"];'
        yield f'    {name} -> {dest} [style="{_line(falls=falls)}"];'


def _ways(workflow: Workflow, labels: LabelBook) -> dict[tuple[str, str, bool], tuple[str, ...]]:
    """Return from which states each command, or rule, leads to each state, as destination, text, falling."""
    found: dict[tuple[str, str, bool], dict[str, None]] = {}
    for step in workflow.steps:
        falls = isinstance(step, Fall)
        text = "by rule" if isinstance(step, Fall) else labels.text(step.command.label_code, "en")
        for source in workflow.expanded(step.sources):
            if step.dest is not None and step.dest != source.name:
                found.setdefault((step.dest, text, falls), {})[source.name] = None
    return {way: tuple(sources) for way, sources in found.items()}


def _lines(texts: Iterable[str]) -> str:
    """Return *texts*, each once and each on a line of its own."""
    return "\\n".join(text.replace('"', "'") for text in dict.fromkeys(texts))


def _line(*, falls: bool) -> str:
    """Return the line of an arrow."""
    return "dashed" if falls else "solid"


def digest(dot: str) -> str:
    """Return what a drawing carries to tell which text it was made from."""
    return hashlib.sha256(dot.encode()).hexdigest()


def svg(dot: str) -> str:
    """Return the drawing of *dot*."""
    program = shutil.which("dot")
    if program is None:
        message = "dot is not there; install graphviz"
        raise FileNotFoundError(message)
    done = subprocess.run([program, "-Tsvg"], input=dot, capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S603  Graphviz on our own text
    drawn = re.sub(r"<!--.*?-->\n?", "", done.stdout, flags=re.DOTALL)
    return drawn.replace("<svg ", f"<!-- dot {digest(dot)} -->\n<svg ", 1)


# --------------------------------------------------------------------------- what examples print

_SHOWN = re.compile(r"^```(?P<info>python|text)\n(?P<body>.*?)^```$", flags=re.MULTILINE | re.DOTALL)


def with_output(text: str) -> str:
    """
    Return the page *text* with what each python block prints in the ``text`` block that follows it directly.

    The marks that isolate values in a sentence are left out.
    """
    names: dict[str, object] = {"__name__": "page"}
    made, last, printed, after = [], 0, "", -1
    for block in _SHOWN.finditer(text):
        if block["info"] == "python":
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(compile(block["body"], "page", "exec", dont_inherit=True), names)  # noqa: S102  our own page
            printed = "".join(f"{_shown(line)}\n" for line in said.getvalue().splitlines())
        elif text[after : block.start()].strip() == "" and after >= 0:
            made += [text[last : block.start("body")], printed]
            last = block.end("body")
        after = block.end() if block["info"] == "python" else -1
    return "".join([*made, text[last:]])


def _shown(line: str) -> str:
    """Return a printed line as the page shows it: an Arabic line that begins with an id still begins at the right."""
    said = re.sub("[\u2066-\u2069\u200e\u200f]", "", line).rstrip()
    letters = re.findall(r"[A-Za-z]|[\u0621-\u06d5]", said)
    ours = [letter for letter in letters if not letter.isascii()]
    begins_left = bool(letters) and letters[0].isascii()
    return f"\u200f{said}" if begins_left and len(ours) * 4 > len(letters) * 3 else said


def pages_with_output() -> tuple[Path, ...]:
    """Return the pages that show what their examples print."""
    return tuple(sorted(path for path in DOCS.rglob("*.md") if "```text\n" in path.read_text(encoding="utf-8")))


# --------------------------------------------------------------------------- all of it


def generated() -> dict[Path, str]:
    """Return the page of each builtin workflow and of each scheme by its path."""
    rules = standard_rulebook()
    labels = standard_labels(rules.schemes)
    schemes = rules.schemes.values()
    return {
        **{REFERENCE / f"workflow-{one.name}.md": page(one, labels) for one in rules.workflows},
        **{SCHEMES / f"{one.id}.md": scheme_page(one, labels) for one in schemes},
        SCHEMES / "index.md": schemes_index(schemes),
    }


def drawings() -> dict[Path, str]:
    """Return the Graphviz text of each drawing by the drawing's path."""
    rules = standard_rulebook()
    labels = standard_labels(rules.schemes)
    return {STATIC / f"workflow-{one.name}.svg": drawing(one, labels) for one in rules.workflows}


def main() -> None:
    """Write all of it."""
    SCHEMES.mkdir(exist_ok=True)
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
    for path, dot in drawings().items():
        path.write_text(svg(dot), encoding="utf-8")
    for path in pages_with_output():
        path.write_text(with_output(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
