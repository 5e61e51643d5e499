"""What is wrong with catalogs: codes that lack, places that differ, Arabic that is misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from community_policing.errors import Problem
from community_policing.labels._arabic import lint_arabic
from community_policing.labels._bidi import steers
from community_policing.labels._catalog import Catalog, Entry
from community_policing.labels._languages import chain
from community_policing.labels._templates import placeholders, stray_braces


def lint_catalogs(
    catalogs: Iterable[Catalog], *, required: Collection[str] | None = None, last_resort: str = "en"
) -> tuple[Problem, ...]:
    """
    Return everything that is wrong with *catalogs*, which are of several languages.

    Args:
        catalogs: All catalogs, among them that of *last_resort*.
        required: Every code that may reach a person. A code that is required and lacks a text, and one that has a
            text and is not required, are problems. Left out, the languages are compared with one another only.
        last_resort: The language whose codes and places the others must have.

    Returns:
        The problems by language and code; empty when there is none.
    """
    held = {catalog.language: catalog for catalog in catalogs}
    model = held[last_resort]
    every = frozenset(code for catalog in held.values() for code in catalog.entries)
    wanted = every if required is None else frozenset(required)
    return tuple(problem for catalog in held.values() for problem in _catalog_problems(catalog, model, wanted))


def entry_problems(catalog: Catalog, code: str, entry: Entry, model: Entry) -> Iterator[Problem]:
    """Yield what is wrong with *entry* as the text of *code* in *catalog*, beside *model*, its like elsewhere."""
    place = f"{catalog.language}/{code}"
    texts = (entry,) if isinstance(entry, str) else entry
    if isinstance(entry, tuple) and len(entry) != catalog.forms:
        yield Problem("plural-forms", place, f"has {len(entry)} plural forms where the language has {catalog.forms}")
    if isinstance(entry, str) is not isinstance(model, str):
        yield Problem("plural-forms", place, "has plural forms in one language and none in another")
    if placeholders(entry) != placeholders(model) or stray_braces(entry):
        wanted = ", ".join(f"{{{name}}}" for name in sorted(placeholders(model))) or "none"
        yield Problem("placeholders", place, f"does not have the places that it must: {wanted}")
    if not all(text.strip() for text in texts):
        yield Problem("missing-label", place, "is empty")
    if any(text != text.strip() or "  " in text for text in texts):
        yield Problem("spaces", place, "begins or ends with a space, or has two in a row")
    if any(steers(text) for text in texts):
        yield Problem("bidi-control", place, "holds a control or an invisible character", "write plain text")


def _catalog_problems(catalog: Catalog, model: Catalog, wanted: frozenset[str]) -> Iterator[Problem]:
    """Yield what is wrong with one catalog."""
    for code in sorted(wanted - catalog.entries.keys()):
        yield Problem("missing-label", f"{catalog.language}/{code}", "has no text")
    for code, entry in sorted(catalog.entries.items()):
        if code not in wanted:
            yield Problem("orphan-label", f"{catalog.language}/{code}", "is a code that nothing declares")
        yield from entry_problems(catalog, code, entry, model.entries.get(code, entry))
        if chain(catalog.language)[-1] == "ar":
            for text in (entry,) if isinstance(entry, str) else entry:
                yield from lint_arabic(text, f"{catalog.language}/{code}")
