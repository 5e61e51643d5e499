"""The contract of a host's concept scheme: sound, found, the same after a round trip, and true to what was before."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import attrs

from community_policing import CaseCategory, Concept, ConceptScheme
from community_policing.errors import InvalidSchemeError, Problem
from community_policing.exchange import read_turtle, to_csv, to_json, to_turtle
from community_policing.testing._contract_report import require_none

_LANGUAGES = ("en", "ar")
_BETWEEN = " | "
_RANK = 3
"""How far down a list people look for what they named."""


def check_scheme(scheme: ConceptScheme, *, old: ConceptScheme | None = None) -> None:
    """
    Raise when *scheme* is not sound, not found, not exchanged whole, or not true to *old*.

    - It keeps the integrity conditions of SKOS, and every definition and scope note is in both languages.
    - A search for the name of a concept in use finds it among the first three.
    - It can be written as JSON, as CSV and, where rdflib is installed, as Turtle, and what was written is read again.
    - Every concept of *old* is there under its id and its notation; no notation has gone to another one; whoever was
      retired has a successor in use; no category has lost its policy, and no concept a flag that rules read.

    Args:
        scheme: The scheme that is to be put in force.
        old: The one that it extends or follows: the library's, or your own of last year.

    Raises:
        AssertionError: It lists the problems by concept.

    >>> from community_policing import load_scheme
    >>> check_scheme(load_scheme("wishes"))

    .. versionadded:: 26.1
    """
    problems = list(_unsound(scheme)) or list(_unwritable(scheme))
    if not problems:
        problems += [*_unfound(scheme), *_half_told(scheme), *_lost_in_csv(scheme)]
        problems += [] if problems else _lost_in_turtle(scheme)
    problems += [] if old is None else _untrue(scheme, old)
    require_none(f"the scheme {scheme.id!r}", problems)


def _unsound(scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield what a new scheme of the same concepts would be refused for; one that was unpickled was never judged."""
    try:
        ConceptScheme(scheme.id, scheme.pref_label, scheme.concepts)
    except InvalidSchemeError as error:
        yield from error.problems


def _unfound(scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield each name in use whose concept a search for it does not find at once."""
    for concept in (each for each in scheme if not each.deprecated):
        for language in _LANGUAGES:
            name = concept.pref_label[language]
            found = [hit.concept.id for hit in scheme.search(name, language, limit=_RANK)]
            if concept.id not in found:
                message = f"is not among the first {_RANK} that a search for {name!r} finds"
                yield Problem("not-found", _place(scheme, concept), message, f"found: {', '.join(found) or 'nothing'}")


def _half_told(scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield each definition or scope note that one of the languages lacks."""
    for concept in scheme:
        for name, text in (("definition", concept.definition), ("scope note", concept.scope_note)):
            for language in _LANGUAGES:
                if text is not None and not text[language].strip():
                    yield Problem("missing-translation", _place(scheme, concept), f"has no {name} in {language!r}")


# ------------------------------------------------------------------------------------------------ exchange


def _unwritable(scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield each concept whose words no file can hold."""
    (document,) = json.loads(to_json([scheme]))["schemes"]
    for concept, written in zip(scheme, document["concepts"], strict=True):
        try:
            json.dumps(written, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            message = f"cannot be written: {error.object[error.start : error.end]!a} is half of a character"
            yield Problem("unwritable", _place(scheme, concept), message)


def _lost_in_csv(scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield each cell of the CSV that holds something else when it is read again."""
    rows = csv.DictReader(io.StringIO(to_csv(scheme), newline=""))
    for concept, row in zip(scheme, rows, strict=True):
        for name, wanted in _cells(concept).items():
            found = row[name].split(_BETWEEN) if isinstance(wanted, list) else row[name]
            if wanted and found != wanted:
                message = f"has the {name} {wanted!r}, which a spreadsheet reads as {found!r}"
                hint = f"begin with a letter, and write no {_BETWEEN!r}"
                yield Problem("lost-in-csv", _place(scheme, concept), message, hint)


def _cells(concept: Concept) -> dict[str, str | list[str]]:
    """Return what the cells of *concept* have to tell, several values as a list."""
    texts = {"label": concept.pref_label, "definition": concept.definition, "scope_note": concept.scope_note}
    return {
        "id": concept.id,
        "notation": concept.notation,
        "broader": concept.broader or "",
        "related": list(concept.related),
        "replaced_by": concept.replaced_by or "",
        **{f"{name}_{each}": text[each] for name, text in texts.items() if text for each in _LANGUAGES},
        **{f"alt_{each}": list(concept.alt_labels[each]) for each in _LANGUAGES},
    }


def _lost_in_turtle(scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield each concept that is another one when its SKOS is read again; nothing where there is no rdflib."""
    try:
        back = read_turtle(to_turtle([scheme]), scheme=scheme.id)
    except ModuleNotFoundError:
        return
    except InvalidSchemeError as error:
        yield from error.problems
        return
    beside = _both_ways(scheme)
    for concept in scheme:
        lost = _differences(attrs.evolve(concept, related=beside[concept.id]), back[concept.id])
        if lost:
            message = f"is another one when its Turtle is read again: {', '.join(lost)}"
            yield Problem("lost-in-turtle", _place(scheme, concept), message)


def _both_ways(scheme: ConceptScheme) -> dict[str, tuple[str, ...]]:
    """Return the ids beside each concept; where one concept names another, SKOS has it that both do."""
    beside: dict[str, set[str]] = {concept.id: set(concept.related) for concept in scheme}
    for concept in scheme:
        for other in concept.related:
            beside[other].add(concept.id)
    return {id_: tuple(others) for id_, others in beside.items()}


def _differences(concept: Concept, found: Concept) -> list[str]:
    """Return the names of what SKOS can hold of *concept* and *found* does not have alike."""
    one, other = _vocabulary(concept), _vocabulary(found)
    return [name for name, value in one.items() if value != other[name]]


def _vocabulary(concept: Concept) -> dict[str, object]:
    """Return what SKOS can hold of *concept*; where it knows no order, without order."""
    plain = ("notation", "pref_label", "definition", "scope_note", "broader", "deprecated", "replaced_by")
    sets = {"related": concept.related, "mappings": concept.mappings}
    for name, texts in (("alt_labels", concept.alt_labels), ("hidden_labels", concept.hidden_labels)):
        sets |= {f"{name}.{language}": texts[language] for language in _LANGUAGES}
    return {name: getattr(concept, name) for name in plain} | {name: frozenset(each) for name, each in sets.items()}


# ------------------------------------------------------------------------------------------------ what was before


def _untrue(scheme: ConceptScheme, old: ConceptScheme) -> Iterator[Problem]:
    """Yield each concept of *old* that *scheme* dropped, renumbered, or made less of."""
    owners = {concept.notation: concept.id for concept in scheme}
    for before in old:
        place = _place(scheme, before)
        owner = owners.get(before.notation, before.id)
        if owner != before.id:
            yield Problem("reused-notation", place, f"had the notation {before.notation!r}, which {owner!r} has now")
        now = scheme.get(before.id)
        if now is None:
            hint = "retire it: deprecated, with a successor"
            yield Problem("deleted", place, f"is gone, and old records of {old.id!r} name it", hint)
        else:
            yield from _made_less(place, before, now, scheme)


def _made_less(place: str, before: Concept, now: Concept, scheme: ConceptScheme) -> Iterator[Problem]:
    """Yield what the concept *now* lacks that it had *before*."""
    if now.notation != before.notation:
        yield Problem("renumbered", place, f"has the notation {now.notation!r} and had {before.notation!r}")
    if lost := before.flags - now.flags:
        yield Problem("lost-flag", place, f"has no longer what rules read: {', '.join(sorted(lost))}")
    if isinstance(before, CaseCategory) and before.policy and not (isinstance(now, CaseCategory) and now.policy):
        yield Problem("lost-policy", place, "has no policy any more, so that no case can be of this category")
    if now.deprecated and not before.deprecated:
        successor = None if now.replaced_by is None else scheme.get(now.replaced_by)
        if successor is None or successor.deprecated:
            yield Problem("no-successor", place, "is retired with nothing in use in its place", "name its successor")


def _place(scheme: ConceptScheme, concept: Concept) -> str:
    """Return where *concept* stands, as the integrity conditions say it."""
    return f"{scheme.id}.toml/{concept.id}"
