"""Changing a book into another one: judged whole, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from community_policing.errors import InvalidCatalogError, Problem, did_you_mean
from community_policing.labels._catalog import Catalog, Entry
from community_policing.labels._languages import chain
from community_policing.labels._lint import entry_problems

if TYPE_CHECKING:
    from community_policing.labels._book import LabelBook

Changes = Mapping[str, Mapping[str, Entry]]
"""Texts, or tuples of plural forms, by code and then by language."""


def amended(book: LabelBook, changes: Changes, *, new: bool) -> LabelBook:
    """
    Return *book* with *changes*, which all add codes or all change codes.

    Raises:
        InvalidCatalogError: Something is wrong with a change; it tells of every problem.
    """
    problems = tuple(_problems(book, changes, new=new))
    if problems:
        raise InvalidCatalogError("labels", problems)
    by_language: dict[str, dict[str, Entry]] = {}
    for code, entries in changes.items():
        for language, entry in entries.items():
            by_language.setdefault(chain(language)[0], {})[code] = entry
    catalogs = {**book.catalogs}
    for tag, texts in by_language.items():
        catalogs[tag] = _catalog(book, tag).with_entries(texts)
    return attrs.evolve(book, catalogs=catalogs.values())


def with_entries_of(catalogs: Mapping[str, Catalog], entries: Mapping[str, Mapping[str, Entry]]) -> tuple[Catalog, ...]:
    """Return *catalogs* with those of *entries* that they lack."""
    return tuple(
        catalog.with_entries({**entries.get(catalog.language, {}), **catalog.entries}) for catalog in catalogs.values()
    )


def _catalog(book: LabelBook, language: str) -> Catalog:
    """Return the book's catalog of *language*, or an empty one with the plural rule of the language above it."""
    nearest = next(book.catalogs[tag] for tag in chain(language) if tag in book.catalogs)
    return nearest if nearest.language == language else Catalog(language, nearest.plural_forms, {})


def _problems(book: LabelBook, changes: Changes, *, new: bool) -> Iterator[Problem]:
    """Yield what is wrong with *changes*."""
    known = book.catalogs[book.last_resort].entries
    for code, entries in changes.items():
        if new and code in known:
            yield Problem("known-code", code, "is in the book already", "change it with with_overrides")
        elif new and book.last_resort not in entries:
            yield Problem("missing-label", code, f"has no text in {book.last_resort!r}, the last resort")
        elif not new and code not in known:
            yield Problem("unknown-code", code, "is no code of this book", did_you_mean(code, known))
        model = entries.get(book.last_resort, known.get(code))
        for language, entry in entries.items():
            if not any(tag in book.catalogs for tag in chain(language)):
                hint = f"it has {', '.join(book.catalogs)}; add one with with_language"
                yield Problem("unknown-language", f"{language}/{code}", "is in a language the book does not hold", hint)
            elif model is not None:
                model = model if new else known.get(code, model)
                yield from entry_problems(_catalog(book, chain(language)[0]), code, entry, model)
