"""A scheme as deep as none will ever be."""

import pytest

from community_policing.taxonomy import Concept, ConceptScheme, Mapping, Text

DEPTH = 20_000
CODES = (Mapping("ICCS-1.0", "0301", "closeMatch"),)


@pytest.fixture(scope="session")
def deep():
    """Return a chain of 20 000 concepts, c0 at its top: twenty times as deep as Python lets functions call."""
    return ConceptScheme(
        "deep",
        Text("Deep", "عميق"),
        [
            Concept(
                f"c{n}",
                f"C{n}",
                "deep",
                Text(f"Level {n}", f"مستوى {n}"),
                broader=f"c{n - 1}" if n else None,
                mappings=CODES,
            )
            for n in range(DEPTH)
        ],
    )
