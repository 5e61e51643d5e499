"""
Schemes for other programs: SKOS as Turtle and JSON-LD, plain JSON for front ends, CSV for spreadsheets.

What is written is the vocabulary: names, definitions, hierarchy, links, codes. Policies, flags and inverses are rules
of this library and stay in it; hidden labels go into SKOS only.

SKOS needs rdflib, of the extra ``community-policing[skos]``; JSON and CSV need nothing.
"""

from __future__ import annotations

from community_policing.exchange._csv import to_csv
from community_policing.exchange._json import to_json
from community_policing.exchange._names import DEFAULT_BASE
from community_policing.exchange._skos import read_turtle, to_json_ld, to_turtle

__all__ = ["DEFAULT_BASE", "read_turtle", "to_csv", "to_json", "to_json_ld", "to_turtle"]
