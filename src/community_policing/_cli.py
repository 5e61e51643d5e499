"""The command line: parse, call one function, print. It reads no clock and no locale."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from community_policing import Rulebook, standard_labels, standard_rulebook
from community_policing._proof_verb import add_proof_verb
from community_policing._scheme_verbs import add_scheme_verbs
from community_policing._verb import LANGUAGES, PROFILE, Labels, Rules, verb
from community_policing._walk import (
    CaseFile,
    Line,
    Story,
    page,
    read_case_file,
    tell,
    tell_options,
    terminal,
    walk,
    workflow_diagram,
    workflow_table,
)
from community_policing.errors import NotFoundError, UnreadableDocumentError, UnreadableError
from community_policing.serialization import read_json

UNREADABLE = 2
"""The exit code when a file, a code or a name cannot be read."""

SURPRISED = 1
"""The exit code when the rules answer otherwise than a case file expects."""


def main(
    arguments: Sequence[str] | None = None, *, rules: Rules = standard_rulebook, labels: Labels = standard_labels
) -> int:
    """
    Run one command line and return its exit code.

    Args:
        arguments: The words after the program's name; those of the process unless given.
        rules: From the id of a profile to the rules under it, for a force that has its own.
        labels: From the schemes of those rules to the words for them.

    Returns:
        0 when all is well, 1 when the rules answer otherwise than a case file expects or something is wrong with a
        workflow, 2 when something cannot be read.
    """
    _write_utf8()
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked, rules, labels)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough, as in `… | head`
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return 0
    except (UnreadableError, NotFoundError, OSError) as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    return code


def _parser() -> argparse.ArgumentParser:
    """Return what reads the arguments."""
    parser = argparse.ArgumentParser(prog="community-policing", description="Community policing as values and rules.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    one = verb(verbs, "walk", _walk, "tell the story of a case file, step by step")
    one.add_argument("file", type=Path, help="a case file")
    one.add_argument("--html", type=Path, metavar="OUT", help="write it as a page too")
    two = verb(verbs, "options", _options, "list what can be done at the end of a case file, and what cannot and why")
    two.add_argument("file", type=Path, help="a case file")
    two.add_argument("--at", type=int, metavar="STEP", help="after this step instead; 0 is the opening")
    three = verb(verbs, "label", _label, "print the words for a code")
    three.add_argument("code", help="such as state.mediation.screening")
    four = verb(verbs, "workflow", _workflow, "print a workflow")
    four.add_argument("name", help="such as mediation")
    four.add_argument("--format", choices=("table", "mermaid"), default="table")
    add_scheme_verbs(verbs)
    add_proof_verb(verbs)
    return parser


# --------------------------------------------------------------------------- one function a verb


def _walk(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Tell the story of a case file."""
    story = _story(asked.file, rules, until=None)
    book = labels(story.rules.schemes)
    parts = [(language, tuple(tell(story, book, language))) for language in LANGUAGES[asked.lang]]
    print("\n\n".join(terminal(lines, language) for language, lines in parts))
    if asked.html is not None:
        asked.html.write_text(page(parts, parts[0][1][0].text), encoding="utf-8")
    return _judged(asked.file, story)


def _options(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Tell what can be done at the end of a case file, or after one of its steps."""
    story = _story(asked.file, rules, until=asked.at)
    book, languages = labels(story.rules.schemes), LANGUAGES[asked.lang]
    print("\n\n".join(terminal(tell_options(story, book, language), language) for language in languages))
    return _judged(asked.file, story)


def _label(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Print the words for a code."""
    book = labels(rules(PROFILE).schemes)
    for language in LANGUAGES[asked.lang]:
        print(terminal([Line(book.text(asked.code, language))], language))
    return 0


def _workflow(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Print a workflow as a table or as a Mermaid diagram."""
    rulebook = rules(PROFILE)
    workflow, book = rulebook.workflow(asked.name), labels(rulebook.schemes)
    told = workflow_diagram if asked.format == "mermaid" else workflow_table
    print("\n\n".join(told(workflow, book, language) for language in LANGUAGES[asked.lang]))
    return 0


# --------------------------------------------------------------------------- files


def _story(path: Path, rules: Rules, *, until: int | None) -> Story:
    """Return the story of the case file at *path*."""
    try:
        file = _file(path)
        return walk(file, _rulebook(file, rules), until=until)
    except UnreadableDocumentError as error:
        raise UnreadableDocumentError(f"{path}: {error.path}", error.message, error.hint) from error


def _file(path: Path) -> CaseFile:
    """Return the case file at *path*."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError("file", str(error.strerror or error)) from error
    return read_case_file(read_json(text))


def _rulebook(file: CaseFile, rules: Rules) -> Rulebook:
    """Return the rules under the profile of *file*."""
    try:
        return rules(file.profile)
    except NotFoundError as error:
        raise UnreadableDocumentError("profile", str(error)) from error


def _judged(path: Path, story: Story) -> int:
    """Return the exit code of *story*, and say where the rules answered otherwise than the file expects."""
    if story.surprise:
        print(f"{path}: {story.surprise}", file=sys.stderr)
        return SURPRISED
    return 0


def _write_utf8() -> None:
    """Write UTF-8 whatever the terminal says of itself: half of what is printed is Arabic."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
