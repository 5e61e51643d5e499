"""What the verbs of the command line share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TypeAlias

from community_policing.labels import LabelBook
from community_policing.taxonomy import ConceptScheme
from community_policing.workflows import Rulebook

PROFILE = "international-default"
"""Under which workflows and schemes are shown; they are the same under every other."""

LANGUAGES = {"en": ("en",), "ar": ("ar",), "both": ("en", "ar")}

Rules = Callable[[str], Rulebook]
Labels = Callable[[Mapping[str, ConceptScheme]], LabelBook]
Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  it has no public name


def verb(
    verbs: Verbs,
    name: str,
    run: Callable[[argparse.Namespace, Rules, Labels], int],
    help: str,  # noqa: A002  argparse's own word
) -> argparse.ArgumentParser:
    """Return the parser of one verb."""
    parser = verbs.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default="en", help="the language of the answer")
    parser.set_defaults(run=run)
    return parser
