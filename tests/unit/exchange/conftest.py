"""A small scheme with everything that a concept can have."""

import pytest

from community_policing.taxonomy import Concept, ConceptScheme, Mapping, Text, Texts

CONCEPTS = (
    Concept("noise", "N1", "troubles", Text("Noise", "ضوضاء"), basis="practice"),
    Concept(
        "loud-music",
        "N11",
        "troubles",
        Text('Loud "music"', "موسيقى عالية"),
        basis="seed:G1",
        definition=Text("Music that is, well, loud", "موسيقى مرتفعة الصوت"),
        alt_labels=Texts(("+1 speakers", "party"), ("سماعات",)),
        hidden_labels=Texts(("nayber music",), ()),
        scope_note=Text("Not weddings", "عدا الأعراس"),
        broader="noise",
        related=("smoke",),
        mappings=(
            Mapping("ICCS-1.0", "08012", "closeMatch"),
            Mapping("NIBRS", "90Z", "exactMatch"),
            Mapping("http://example.org/acts#", "A 7", "broadMatch"),
        ),
    ),
    Concept("smoke", "S1", "troubles", Text("Smoke", "دخان")),
    Concept("fumes", "S2", "troubles", Text("Fumes", "أبخرة"), deprecated=True, replaced_by="smoke"),
)


@pytest.fixture(scope="session")
def troubles():
    return ConceptScheme("troubles", Text("Troubles", "متاعب"), CONCEPTS)
