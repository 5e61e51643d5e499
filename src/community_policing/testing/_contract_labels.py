"""The contract of a host's labels: every word that a rulebook can show, in every language, and every sentence whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from community_policing import LabelBook, Reason, Rulebook
from community_policing.errors import LabelNotFoundError, Problem
from community_policing.labels import Catalog, lint_catalogs, required_codes
from community_policing.testing._contract_report import require_none
from community_policing.workflows import AnyGuard, Not

_NUMBERS = (0, 1, 2, 3, 11, 100)
"""A number for each plural form that a language may have."""


def check_labels(book: LabelBook, rules: Rulebook, *, languages: Iterable[str] | None = None) -> None:
    """
    Raise when *book* lacks a word that *rules* can show, or has one that is wrong.

    Every code of `required_codes` and every concept of the schemes in force has a text in each of *languages*. Every
    text of the book has the places and the plural forms that its like in the last resort has, no control or invisible
    character, and in Arabic no Latin letter and no slip that `lint_arabic` knows. The sentence of every reason can be
    made from the parameters that its guards declare, with any number in it.

    Args:
        book: The labels a host shows; a catalog alone is checked as ``LabelBook([catalog, …])``.
        rules: What is in force there.
        languages: Those that must be whole, without falling back on another; unless given, every language of the book
            but the regions of one that it has: ``ar-IQ`` may fall back on ``ar``.

    Raises:
        AssertionError: It lists the problems by language and code.
        LabelNotFoundError: The book does not have one of *languages*.

    >>> from community_policing import standard_labels, standard_rulebook
    >>> check_labels(standard_labels(), standard_rulebook())

    .. versionadded:: 26.1
    """
    whole = tuple(_own_languages(book) if languages is None else languages)
    problems = [
        *(each for language in whole for each in _missing(_catalog(book, language), rules)),
        *_slips(book),
        *(each for language in book.catalogs for each in _unmade_sentences(book, rules, language)),
    ]
    require_none("the label book", sorted(set(problems), key=lambda each: (each.place, each.code)))


def _own_languages(book: LabelBook) -> Iterator[str]:
    """Yield the languages of *book* that are no region or script of another one in it."""
    for tag in book.catalogs:
        if not any(tag.startswith(f"{other}-") for other in book.catalogs):
            yield tag


def _catalog(book: LabelBook, language: str) -> Catalog:
    """Return the catalog of *language* itself."""
    if language not in book.catalogs:
        raise LabelNotFoundError(language, "the languages of this label book", tuple(book.catalogs))
    return book.catalogs[language]


def _missing(catalog: Catalog, rules: Rulebook) -> Iterator[Problem]:
    """Yield each code that a reader may meet and *catalog* has no text for."""
    alone = LabelBook([catalog], last_resort=catalog.language)
    concepts = (f"concept.{concept.scheme}.{concept.id}" for scheme in rules.schemes.values() for concept in scheme)
    for code in sorted({*required_codes(rules), *concepts}):
        if not alone.has(code):
            yield Problem("missing-label", f"{catalog.language}/{code}", "has no text")


def _slips(book: LabelBook) -> Iterator[Problem]:
    """Yield what is wrong with the texts that *book* has."""
    catalogs = book.catalogs
    every = frozenset(code for catalog in catalogs.values() for code in catalog.entries)
    for problem in lint_catalogs(catalogs.values(), required=every, last_resort=book.last_resort):
        language, _, code = problem.place.partition("/")
        if code in catalogs[language].entries:
            yield problem


# ------------------------------------------------------------------------------------------------ sentences


def _unmade_sentences(book: LabelBook, rules: Rulebook, language: str) -> Iterator[Problem]:
    """Yield each reason whose sentence in *language* cannot be made from the parameters that it comes with."""
    declared, catalog = _declared(rules), book.catalogs[language]
    alone = LabelBook([catalog], last_resort=language)
    for label in sorted(code for code in required_codes(rules) & catalog.entries.keys() if code.startswith("reason.")):
        code = label.removeprefix("reason.")
        params = declared[code] if code in declared else alone.placeholders(label)
        counts = isinstance(catalog.entries[label], tuple)
        for number in _NUMBERS if counts else _NUMBERS[:1]:
            numbers: dict[str, Any] = dict.fromkeys(params, number)
            try:
                book.message(Reason(code, **numbers), language)
            except LookupError as error:
                hint = f"its guards declare: {', '.join(sorted(params)) or 'none'}"
                yield Problem("unmade-sentence", f"{language}/{label}", f"cannot be made: {error}", hint)
                break


def _declared(rules: Rulebook) -> Mapping[str, frozenset[str]]:
    """Return the parameters that every guard with a reason's code declares; the engine's own reasons have none."""
    declared: dict[str, frozenset[str]] = {}
    guards = (guard for workflow in rules.workflows for guard in workflow.guards)
    for guard in (*guards, *rules.standing):
        for code, params in _told_by(guard):
            declared[code] = declared.get(code, params) & params
    return declared


def _told_by(guard: AnyGuard) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the codes of the reasons that *guard* gives, with their parameters; a negation tells none."""
    for code in guard.codes:
        yield code, frozenset() if isinstance(guard, Not) else frozenset(guard.params)
