"""
Cases, events and commands as JSON documents: strict, versioned, with the path to every fault.

cattrs is loaded when a converter is first used.
"""

from __future__ import annotations

from community_policing.serialization._chain import digest, verify_chain
from community_policing.serialization._converter import Converter, make_converter
from community_policing.serialization._json import canonical, read_json

__all__ = ["Converter", "canonical", "digest", "make_converter", "read_json", "verify_chain"]
