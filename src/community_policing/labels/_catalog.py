"""The texts of one language: codes to words, with the rule that chooses a plural form."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import attrs

from community_policing.errors import InvalidCatalogError, Problem
from community_policing.labels._languages import chain
from community_policing.labels._po import compile_po
from community_policing.taxonomy import FrozenMap

Entry = str | tuple[str, ...]
"""A text, or its plural forms in the order of the catalog's plural rule."""

_FORMS = re.compile(r"nplurals\s*=\s*(?P<count>[1-9])\s*;\s*plural\s*=\s*(?P<rule>[^;]+);?\s*")


def _tag(language: str) -> str:
    """Return *language* as a tag is written: ``ar-IQ``."""
    return chain(language)[0]


def _frozen(entries: Mapping[str, Entry]) -> FrozenMap[str, Entry]:
    """Return *entries* as a value."""
    return FrozenMap(entries)


@attrs.frozen(cache_hash=True)
class Catalog:
    """
    Codes to texts in one language.

    Attributes:
        language: The language tag: ``ar``, ``ckb``, ``ar-IQ``.
        plural_forms: The gettext header that chooses among plural forms: ``nplurals=6; plural=(…);``.
        entries: The texts by code; read-only.

    Raises:
        InvalidCatalogError: The plural header cannot be read.
        LabelNotFoundError: The language is not a language tag.
    """

    language: str = attrs.field(converter=_tag)
    plural_forms: str = attrs.field(repr=False)
    entries: Mapping[str, Entry] = attrs.field(converter=_frozen, repr=lambda entries: f"<{len(entries)}>")

    def __attrs_post_init__(self) -> None:
        """Read the plural header, so that a bad one is found now."""
        _plural_rule(self.plural_forms, self.language)

    @property
    def forms(self) -> int:
        """How many plural forms the language has."""
        return _plural_rule(self.plural_forms, self.language)[0]

    def form(self, entry: Entry, number: int) -> str:
        """Return the form of *entry* that goes with *number*; a text without forms goes with any."""
        if isinstance(entry, str):
            return entry
        return entry[_plural_rule(self.plural_forms, self.language)[1](abs(number))]

    def with_entries(self, entries: Mapping[str, Entry]) -> Catalog:
        """Return the catalog with *entries* added; of two with one code the given one counts."""
        return attrs.evolve(self, entries={**self.entries, **entries})


def read_mo(data: bytes, name: str) -> Catalog:
    """
    Return the catalog in the bytes of a ``.mo`` file.

    Args:
        name: What to call it in an error, such as ``ar/kernel``.

    Raises:
        InvalidCatalogError: It has no ``Language`` or no ``Plural-Forms`` header.
    """
    read = gettext.GNUTranslations(io.BytesIO(data))
    headers = read.info()
    lacking = [key for key in ("language", "plural-forms") if not headers.get(key)]
    if lacking:
        problems = (Problem("po-header", name, f"has no header {key!r}") for key in lacking)
        raise InvalidCatalogError(name, tuple(problems))
    return Catalog(headers["language"], headers["plural-forms"], _entries(read))


def read_po(data: bytes, name: str) -> Catalog:
    """Return the catalog in the bytes of a ``.po`` file; *name* and errors are those of `read_mo`."""
    return read_mo(compile_po(data), name)


def merged(catalogs: Iterable[Catalog]) -> Catalog:
    """
    Return one catalog with the entries of all *catalogs*, which are of one language and one plural rule.

    Raises:
        InvalidCatalogError: Two of them hold the same code.
    """
    first, *rest = catalogs
    entries = dict(first.entries)
    for catalog in rest:
        twice = sorted(entries.keys() & catalog.entries.keys())
        if twice:
            problems = (Problem("po-twice", f"{first.language}/{code}", "is in two catalogs") for code in twice)
            raise InvalidCatalogError(first.language, tuple(problems))
        entries |= catalog.entries
    return attrs.evolve(first, entries=entries)


@cache
def packaged_catalogs() -> tuple[Catalog, ...]:
    """
    Return the catalogs of this package, one a language, the domains merged.

    An installed package holds compiled ``.mo`` files. A source checkout holds the ``.po`` only; they are then compiled
    in memory.
    """
    root = files("community_policing.labels") / "locale"
    folders = sorted((folder for folder in root.iterdir() if folder.is_dir()), key=lambda folder: folder.name)
    return tuple(merged(_domains(folder / "LC_MESSAGES", folder.name)) for folder in folders)


def _domains(folder: Traversable, language: str) -> Iterator[Catalog]:
    """Yield the catalog of each domain in *folder*, from its ``.mo`` where there is one."""
    present = {path.name: path for path in folder.iterdir()}
    for domain in sorted({name.rpartition(".")[0] for name in present if name.endswith((".mo", ".po"))}):
        compiled = present.get(f"{domain}.mo")
        read, path = (read_mo, compiled) if compiled is not None else (read_po, present[f"{domain}.po"])
        yield read(path.read_bytes(), f"{language}/{domain}")


def _entries(read: gettext.GNUTranslations) -> dict[str, Entry]:
    """Return the entries that *read* holds; gettext has no public way to list them."""
    raw: dict[str | tuple[str, int], str] = vars(read)["_catalog"]
    entries: dict[str, Entry] = {code: text for code, text in raw.items() if isinstance(code, str) and code}
    forms: dict[str, dict[int, str]] = {}
    for key, text in raw.items():
        if isinstance(key, tuple):
            forms.setdefault(key[0], {})[key[1]] = text
    return entries | {code: tuple(texts[index] for index in sorted(texts)) for code, texts in forms.items()}


@lru_cache(maxsize=64)
def _plural_rule(header: str, language: str) -> tuple[int, Callable[[int], int]]:
    """Return the number of forms and the rule in the gettext *header*."""
    found = _FORMS.fullmatch(header)
    problem = Problem("plural-forms", language, f"has the plural header {header!r}, which cannot be read")
    if found is None:
        raise InvalidCatalogError(language, (problem,))
    try:
        return int(found["count"]), gettext.c2py(found["rule"])
    except ValueError as error:
        raise InvalidCatalogError(language, (problem,)) from error
