"""Names of things, in the language that is asked for."""

from __future__ import annotations

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.cases import What
from community_policing.errors import LabelNotFoundError
from community_policing.labels import LabelBook, packaged_catalogs, standard_labels
from community_policing.taxonomy import Concept, Confidentiality, Mediable, Risk, Text, standard_schemes
from community_policing.workflows._lapse import Lapse
from community_policing.workflows._safeguards import Permits

KERNEL = LabelBook(packaged_catalogs())


@given(st.sampled_from(KERNEL.codes()), st.sampled_from(["ar", "ar-IQ", "ar_IQ", "ar-EG", "AR-iq"]))
def test_a_region_reads_as_its_language_where_it_has_no_texts_of_its_own(code, language):
    """Every code, in every spelling of the tag."""
    assert KERNEL.text(code, language) == KERNEL.text(code, "ar")


def test_what_a_language_lacks_is_told_in_the_last_resort(book):
    """A language that is being translated shows English for the rest."""
    kurdish = book.with_language("ckb", {"ui.case": "دۆسیە"})

    assert kurdish.text("ui.case", "ckb-IQ") == "دۆسیە"
    assert kurdish.text("ui.party", "ckb-IQ") == "Party"


def test_an_unknown_code_raises_with_the_nearest_known_one(book):
    """A label that lacks is a fault, never an empty text or the code itself."""
    with pytest.raises(LabelNotFoundError, match=r"did you mean 'verdict\.permitted'"):
        book.text("verdict.permited", "ar")


def test_anything_with_a_label_code_has_a_name(book):
    """Options, verdicts, kinds of event: the book asks only for the code."""
    assert book.text(What.OPENED, "en") == "Track opened"


def test_a_command_and_its_class_have_the_name_of_the_command(book):
    """Both carry the specification that knows the code."""

    class Spec:
        label_code = "command.mediation.open-session"

    class OpenSession:
        __command__ = Spec()

    assert book.text(OpenSession, "ar") == "عقد الجلسة"
    assert book.text(OpenSession(), "ar") == "عقد الجلسة"


def test_a_concept_has_the_name_that_its_scheme_gives_it(book):
    """The concept itself or its code lead to the same text."""
    mediator = Concept("mediator", "RL03", "roles", Text("Mediator", "الوسيط"))

    assert book.text(mediator, "ar") == "الوسيط"
    assert book.text("concept.roles.mediator", "ar-IQ") == "الوسيط"


@pytest.mark.parametrize("level", [*Risk, *Confidentiality, *Mediable])
def test_the_levels_of_a_policy_have_names(level):
    """Risk and confidentiality are concepts; the other axes have texts of their own."""
    labels = standard_labels()

    assert labels.text(level, "ar") != labels.text(level, "en")


def test_a_safeguard_has_its_own_words_unless_a_label_overrides_them(book):
    """Its sentence travels with the workflow; a force may still say it otherwise."""
    bar = Permits("may-leave", "Every party may leave.", "لكل طرف أن ينسحب.", "voluntary", command=Lapse, by=("party",))
    renamed = book.with_labels({"safeguard.may-leave": {"en": "Leaving is free.", "ar": "الانسحاب حق."}})

    assert book.text(bar, "ar-IQ") == "لكل طرف أن ينسحب."
    assert renamed.text(bar, "ar") == "الانسحاب حق."


def test_a_text_is_no_bearer_of_its_own_words(book):
    """A code that lacks is refused, whatever attributes a text has."""
    with pytest.raises(LabelNotFoundError):
        book.text("safeguard.may-leave", "ar")


def test_a_thing_without_a_code_is_a_mistake_of_the_caller(book):
    """The error says what may be passed."""
    with pytest.raises(TypeError, match="label_code"):
        book.text(object(), "ar")


def test_a_field_of_one_command_may_have_a_name_of_its_own(book):
    """Where it has none, the name that all commands share is used."""
    assert book.text("field.mediation.replace.mediator", "en") == "New mediator"
    assert book.text("field.mediation.start.mediator", "en") == "Mediator"


def test_a_text_with_plural_forms_gives_that_for_one(book):
    """`text` has no number, so it takes the singular."""
    assert book.text("unit.day", "ar") == "يوم واحد"


def test_codes_and_places_can_be_listed(book):
    """What can be translated, and what each sentence must say."""
    assert "concept.roles.mediator" in book.codes()
    assert "ui.case" in book.codes()
    assert list(book.codes()) == sorted(book.codes())
    assert book.has("ui.case")
    assert not book.has("ui.cas")
    assert book.placeholders("reason.consent-missing") == {"party"}
    assert book.placeholders("unit.day") == {"count"}
    with pytest.raises(LabelNotFoundError):
        book.placeholders("reason.nothing")


def test_a_book_is_a_value(book):
    """It compares by content, hashes, pickles, and cannot be changed."""
    copy = pickle.loads(pickle.dumps(book))  # noqa: S301  our own bytes

    assert copy == book
    assert hash(copy) == hash(book)
    assert copy != book.with_overrides({"ui.case": {"en": "Matter"}})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        book.last_resort = "ar"


def test_the_standard_book_names_every_concept_of_the_standard_schemes():
    """In both languages, by the code that the grammar gives it."""
    labels = standard_labels()
    concepts = [concept for scheme in standard_schemes().values() for concept in scheme]

    for concept in concepts:
        assert labels.text(concept, "ar") == concept.pref_label["ar"]
        assert labels.text(f"concept.{concept.scheme}.{concept.id}", "en") == concept.pref_label["en"]


def test_the_standard_book_takes_the_schemes_that_are_in_force():
    """A force with its own schemes names those, and no others."""
    labels = standard_labels({"risk-levels": standard_schemes()["risk-levels"]})

    assert labels.text("concept.risk-levels.high", "en")
    with pytest.raises(LabelNotFoundError):
        labels.text("concept.roles.mediator", "en")
