"""The verbs of the command line about schemes: list, show, search, export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping

from community_policing._verb import LANGUAGES, PROFILE, Labels, Rules, Verbs, verb
from community_policing._walk import Line, terminal
from community_policing.errors import SchemeNotFoundError, UnreadableError
from community_policing.exchange import to_csv, to_json, to_json_ld, to_turtle
from community_policing.labels import LabelBook, isolate
from community_policing.taxonomy import Concept, ConceptScheme, Hit

FORMATS = ("turtle", "json-ld", "json", "csv")


def add_scheme_verbs(verbs: Verbs) -> None:
    """Add ``scheme`` and what can be done with one."""
    about = "list, show, search and export the schemes of concepts"
    parser = verbs.add_parser("scheme", help=about, description=f"{about[0].upper()}{about[1:]}.")
    inner = parser.add_subparsers(required=True, metavar="VERB")
    verb(inner, "list", _list, "list the schemes")
    two = verb(inner, "show", _show, "print the concepts of a scheme")
    two.add_argument("name", help="such as case-categories")
    two.add_argument("--tree", action="store_true", help="move each concept in below the one above it")
    three = verb(inner, "search", _search, "find the concepts that some words may mean")
    three.add_argument("query", help="such as 'noisy neighbours'")
    three.add_argument("--in", dest="name", metavar="NAME", default="case-categories", help="the scheme to look in")
    three.add_argument("--limit", type=_positive, default=10, help="how many at most; 10 unless given")
    four = verb(inner, "export", _export, "write schemes for other programs")
    four.add_argument("names", metavar="NAME", nargs="*", help="such as roles; all schemes unless given")
    four.add_argument("--format", choices=FORMATS, default="turtle", help="csv takes one scheme")
    four.add_argument("--tree", action="store_true", help="of json: put each concept into the one above it")
    four.set_defaults(lang="both")


def _positive(text: str) -> int:
    """Return the number in *text*; argparse tells of a `ValueError`."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


# --------------------------------------------------------------------------- one function a verb


def _list(asked: argparse.Namespace, rules: Rules, _: Labels) -> int:
    """List the schemes with their names and how many concepts they have."""
    schemes = rules(PROFILE).schemes
    for language in LANGUAGES[asked.lang]:
        lines = (
            Line(f"{isolate(scheme.id)} · {isolate(scheme.pref_label[language])} · {len(scheme)}")
            for scheme in schemes.values()
        )
        print(terminal(lines, language))
    return 0


def _show(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Print the concepts of a scheme, in file order or as a tree."""
    schemes = rules(PROFILE).schemes
    scheme, book = _scheme(schemes, asked.name), labels(schemes)
    for language in LANGUAGES[asked.lang]:
        placed = _tree(scheme) if asked.tree else ((concept, 0) for concept in scheme)
        lines = [Line(_told(concept, book, language), depth) for concept, depth in placed]
        print(terminal([Line(scheme.pref_label[language], heading=1), *lines], language))
    return 0


def _search(asked: argparse.Namespace, rules: Rules, labels: Labels) -> int:
    """Print what was found, and by which wording."""
    schemes = rules(PROFILE).schemes
    scheme, book = _scheme(schemes, asked.name), labels(schemes)
    for language in LANGUAGES[asked.lang]:
        hits = scheme.search(asked.query, language, limit=asked.limit)
        lines = [Line(_found(hit, book, language)) for hit in hits] or [Line(book.text("ui.none", language))]
        print(terminal(lines, language))
    return 0


def _export(asked: argparse.Namespace, rules: Rules, _: Labels) -> int:
    """Write schemes for other programs to the standard output."""
    schemes = rules(PROFILE).schemes
    chosen = [_scheme(schemes, name) for name in dict.fromkeys(asked.names)] or list(schemes.values())
    try:
        sys.stdout.write(_written(chosen, asked))
    except ModuleNotFoundError as error:  # an extra, which the message names
        raise UnreadableError(f"--format {asked.format}", str(error)) from error
    return 0


# --------------------------------------------------------------------------- in words


def _scheme(schemes: Mapping[str, ConceptScheme], name: str) -> ConceptScheme:
    """Return the scheme *name*."""
    if name not in schemes:
        raise SchemeNotFoundError(name, "the rules", tuple(schemes))
    return schemes[name]


def _tree(scheme: ConceptScheme) -> Iterator[tuple[Concept, int]]:
    """Yield each concept after the one above it, with its depth."""
    waiting = [(concept, 0) for concept in reversed(scheme.tops)]
    while waiting:
        concept, depth = waiting.pop()
        yield concept, depth
        waiting.extend((below, depth + 1) for below in reversed(scheme.narrower(concept)))


def _told(concept: Concept, book: LabelBook, language: str) -> str:
    """Return *concept* with its notation, its name and its id."""
    return f"{isolate(concept.notation)} · {isolate(book.text(concept, language))} · {isolate(concept.id)}"


def _found(hit: Hit, book: LabelBook, language: str) -> str:
    """Return the concept of *hit*, with the wording that matched unless it is hidden or the name itself."""
    told = _told(hit.concept, book, language)
    shown = hit.hidden or hit.label == hit.concept.pref_label[language]
    return told if shown else f"{told} · {isolate(hit.label)}"


def _written(schemes: Iterable[ConceptScheme], asked: argparse.Namespace) -> str:
    """Return *schemes* in the format that is asked for."""
    if asked.format == "turtle":
        return to_turtle(schemes)
    if asked.format == "json-ld":
        return to_json_ld(schemes)
    if asked.format == "json":
        return to_json(schemes, None if asked.lang == "both" else asked.lang, tree=asked.tree)
    first, *others = schemes
    if others:
        raise UnreadableError("--format csv", "takes one scheme", "name it, as in: scheme export roles --format csv")
    return to_csv(first)
