"""
Words for every code, in the language that is asked for: `LabelBook`, and how to check the catalogs behind it.

Nothing here reads a locale from the process, and Babel is loaded only when a date, a list or a plural rule asks for it.
"""

from __future__ import annotations

from community_policing.labels._arabic import lint_arabic
from community_policing.labels._bidi import isolate, plain, rtl_paragraph
from community_policing.labels._book import LabelBook
from community_policing.labels._catalog import Catalog, packaged_catalogs, read_mo, read_po
from community_policing.labels._lint import lint_catalogs
from community_policing.labels._required import required_codes
from community_policing.labels._standard import standard_labels

__all__ = [
    "Catalog",
    "LabelBook",
    "isolate",
    "lint_arabic",
    "lint_catalogs",
    "packaged_catalogs",
    "plain",
    "read_mo",
    "read_po",
    "required_codes",
    "rtl_paragraph",
    "standard_labels",
]
