"""The URIs of schemes, concepts and foreign codes, and the way back from a URI to an id."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from community_policing.errors import UnreadableError
from community_policing.taxonomy import Mapping

DEFAULT_BASE = "urn:community-policing:"
"""Where URIs begin unless told otherwise. A URN: it names and promises no page."""

_BASE = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:(?:[^\s<>"{}|\\^`]*[:/#])?""")

_NOT_IN_A_URI = re.compile(r"""[\x00-\x20<>"{}|\\^`]""")


def checked_base(base: str) -> str:
    """Return *base*, or raise `UnreadableError` when no URI begins like that."""
    if not _BASE.fullmatch(base):
        hint = "such as https://example.org/vocabulary/"
        raise UnreadableError("base", f"{base!r} is not the beginning of a URI that ends in ':', '/' or '#'", hint)
    return base


def scheme_uri(base: str, scheme: str) -> str:
    """Return the URI of *scheme*."""
    return f"{base}{scheme}"


def concept_uri(base: str, scheme: str, concept: str) -> str:
    """Return the URI of *concept*, below that of its scheme."""
    return f"{base}{scheme}{':' if base.endswith(':') else '/'}{concept}"


def code_uri(mapping: Mapping) -> str:
    """
    Return the URI of a foreign code: ``ICCS-1.0 0301`` is ``urn:iccs:1.0:0301``.

    A classification that is the beginning of a URI itself is kept, and so is what follows.
    """
    if ":" in mapping.scheme:
        return _NOT_IN_A_URI.sub(lambda found: quote(found[0]), f"{mapping.scheme}{mapping.code}")
    return f"urn:{quote(mapping.scheme.lower(), safe='-').replace('-', ':')}:{quote(mapping.code, safe='.')}"


def mapping_of(uri: str, match: str) -> Mapping:
    """Return the mapping to the code with this URI; of a URI that `code_uri` never gives, all but the end is kept."""
    last = last_segment(uri)
    before = uri.removesuffix(last)
    if uri.startswith("urn:") and before.endswith(":"):
        scheme = unquote(before[len("urn:") : -1].replace(":", "-")).upper()
        return Mapping(scheme, unquote(last), match)
    return Mapping(before, last, match)


def last_segment(uri: str) -> str:
    """Return what stands after the last ``/``, ``#`` or ``:`` of *uri*; one at the very end is passed over."""
    return re.split(r"[/#:]", uri.rstrip("/#:"))[-1]
