"""A small book of labels, so that no test here depends on a workflow that ships."""

from __future__ import annotations

import pytest

from community_policing.labels import Catalog, LabelBook, packaged_catalogs
from community_policing.labels._concepts import role_tree
from community_policing.labels._required import ENGINE_REASONS
from community_policing.taxonomy import Concept, ConceptScheme, Text

ROLES = ConceptScheme(
    "roles",
    Text("Roles", "الصفات"),
    (
        Concept("staff", "RL01", "roles", Text("Staff", "المنتسبون")),
        Concept("supervisor", "RL02", "roles", Text("Supervisor", "المشرف"), broader="staff"),
        Concept("mediator", "RL03", "roles", Text("Mediator", "الوسيط"), broader="staff"),
    ),
)

LABELS = {
    "workflow.mediation": {"en": "Mediation", "ar": "الوساطة"},
    "state.mediation.in-session": {"en": "In session", "ar": "منعقدة"},
    "command.mediation.open-session": {"en": "Open session", "ar": "عقد الجلسة"},
    "field.mediator": {"en": "Mediator", "ar": "الوسيط"},
    "field.mediation.replace.mediator": {"en": "New mediator", "ar": "الوسيط الجديد"},
    "reason.consent-missing": {
        "en": "No consent of {party} is recorded.",
        "ar": "لم تسجل موافقة الطرف {party}.",
    },
    "reason.sessions-missing": {
        "en": ("{count} session is missing.", "{count} sessions are missing."),
        "ar": (
            "لا جلسات ناقصة.",
            "تنقص جلسة واحدة.",
            "تنقص جلستان.",
            "تنقص {count} جلسات.",
            "تنقص {count} جلسة.",
            "تنقص {count} جلسة.",
        ),
    },
    "reason.said": {"en": "It was said: {thing}.", "ar": "قيل: {thing}."},
}

PARTS = ("workflow.", "state.", "command.", "field.", "reason.", "effect.", "mark.")
ENGINE = {f"reason.{code}" for code in (*ENGINE_REASONS, "case-not-open")}


@pytest.fixture(scope="session")
def book():
    kernel = (Catalog(one.language, one.plural_forms, _kernel(one.entries)) for one in packaged_catalogs())
    return LabelBook(tuple(kernel)).with_schemes({"roles": ROLES}).with_labels(LABELS)


def _kernel(entries):
    """Return the labels that the library has whatever workflows ship."""
    return {code: entry for code, entry in entries.items() if not code.startswith(PARTS) or code in ENGINE}


@pytest.fixture
def roles():
    return role_tree(ROLES)


@pytest.fixture
def english():
    return Catalog("en", "nplurals=2; plural=(n != 1);", {"ui.case": "Case", "ui.step": "Step {n}"})


@pytest.fixture
def arabic():
    return Catalog(
        "ar",
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 "
        ": n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);",
        {"ui.case": "الحالة", "ui.step": "الخطوة {n}"},
    )
