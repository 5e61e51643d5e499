"""Every code that can reach a person has a label in both languages, and no catalog holds a label for nothing."""

from __future__ import annotations

import pytest

from community_policing.labels import packaged_catalogs, required_codes, standard_labels
from community_policing.workflows._standard import standard_rulebook

FREE = (
    "ui.",
    "finding.",
    "undecided.",
    "unit.",
    "mediable.",
    "formal-report.",
    "notice.",
    "consent-rule.",
    "verdict.",
    "event.",
)
"""Families of codes that belong to the library as such and to no workflow."""

KERNEL = frozenset({"workflow.case", "command.case.lapse"})


@pytest.fixture(scope="module")
def required():
    return required_codes(standard_rulebook())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_code_that_reaches_a_person_has_a_label(language, required):
    """No state, command, field, reason, effect or mark of the standard rulebook lacks its words."""
    labels = standard_labels()

    missing = sorted(code for code in required if not _has(labels, code, language))

    assert missing == []


@pytest.mark.parametrize("catalog", packaged_catalogs(), ids=lambda catalog: catalog.language)
def test_no_label_stands_for_nothing(catalog, required):
    """A code that nothing can show is an orphan: it was renamed or is a slip."""
    orphans = sorted(
        code for code in catalog.entries if code not in required and code not in KERNEL and not code.startswith(FREE)
    )

    assert orphans == []


def test_a_reason_of_a_guard_is_required(required):
    """The list is made from the definitions: a reason that a guard declares is on it."""
    assert {"reason.category-not-mediable", "reason.case-not-open", "state.mediation.in-session"} <= required


def _has(labels, code, language):
    try:
        return bool(labels.text(code, language).strip())
    except LookupError:
        return False
