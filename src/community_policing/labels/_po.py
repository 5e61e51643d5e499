"""
From ``.po`` to ``.mo``, and what is wrong with a ``.po``.

The build hook loads this file by its path, where neither the package nor attrs is installed: so it imports nothing
but the standard library and, when called, Babel.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.messages import Catalog

Fault = tuple[str, str, str]
"""The code of a fault, its place, and what is wrong as the end of a sentence that begins with the place."""

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The creation date in every ``.mo``, so that one source gives one file, byte by byte."""

_HEADERS = ("Language", "Content-Type", "Plural-Forms")


def compile_po(data: bytes) -> bytes:
    """Return the ``.mo`` of the ``.po`` *data*; fuzzy and empty entries are left out, as gettext asks."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  Babel is loaded when first needed

    catalog = _read(data)
    catalog.creation_date = _EPOCH
    catalog.revision_date = _EPOCH
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def po_codes(data: bytes) -> frozenset[str]:
    """Return every msgid of the ``.po`` *data*, whether translated or not."""
    return frozenset(_code(message) for message in _read(data) if message.id)


def po_faults(data: bytes, name: str) -> Iterator[Fault]:
    """Yield what is wrong with one ``.po``: its headers, and entries that are fuzzy, empty or there twice."""
    header = data.decode("utf-8").partition("\n\n")[0]
    for key in _HEADERS:
        if not re.search(rf'^"{key}:', header, re.MULTILINE):
            yield "po-header", name, f"has no header {key!r}"
    times = Counter(re.findall(rb'^msgid "(.+)"', data, re.MULTILINE))
    for raw, count in times.items():
        if count > 1:
            yield "po-twice", f"{name}/{raw.decode()}", f"is there {count} times"
    catalog = _read(data)
    for message in catalog:
        if not message.id:
            continue
        place = f"{name}/{_code(message)}"
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.fuzzy:
            yield "po-fuzzy", place, "is fuzzy"
        if not all(forms) or (message.pluralizable and len(forms) != catalog.num_plurals):
            yield "po-missing", place, "has no text, or not in every plural form"


def locale_faults(root: Path) -> Iterator[Fault]:
    """
    Yield what is wrong with the catalogs under *root*, laid out as ``<language>/LC_MESSAGES/<domain>.po``.

    Beside the faults of each file: a domain or a msgid that one language has and another lacks.
    """
    codes: dict[str, dict[str, frozenset[str]]] = {}
    for path in po_paths(root):
        language = path.parts[-3]
        data = path.read_bytes()
        yield from po_faults(data, f"{language}/{path.name}")
        codes.setdefault(path.name, {})[language] = po_codes(data)
    languages = {language for held in codes.values() for language in held}
    for domain, held in sorted(codes.items()):
        yield from _differences(domain, held, languages)


def po_paths(root: Path) -> list[Path]:
    """Return the ``.po`` files under *root*, sorted."""
    return sorted(root.glob("*/LC_MESSAGES/*.po"))


def _differences(domain: str, held: Mapping[str, frozenset[str]], languages: set[str]) -> Iterator[Fault]:
    """Yield the msgids of *domain* that not every one of *languages* holds."""
    every = frozenset[str]().union(*held.values())
    for language in sorted(languages):
        for code in sorted(every - held.get(language, frozenset())):
            yield "po-missing", f"{language}/{domain}/{code}", "is not there, though another language has it"


def _read(data: bytes) -> Catalog:
    """Return Babel's catalog of the ``.po`` *data*."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  Babel is loaded when first needed

    return read_po(io.BytesIO(data), abort_invalid=True)


def _code(message: Any) -> str:  # noqa: ANN401  Babel's Message, which is not loaded here
    """Return the msgid of *message*; that of a plural entry is its first."""
    return str(message.id[0] if message.pluralizable else message.id)
