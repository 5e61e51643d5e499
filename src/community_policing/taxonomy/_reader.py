"""From TOML text to concept schemes; the form of the files is told in ``data/README.md``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from community_policing.errors import InvalidDefinitionError, InvalidSchemeError, Problem, did_you_mean
from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._concept import CaseCategory, CategoryPolicy, Concept, Mapping, Text, Texts
from community_policing.taxonomy._scheme import ConceptScheme

_FLAGS = {
    ("barred", True): "barred",
    ("minor", True): "minor",
    ("person", False): "not-a-person",
    ("relative", "assignment"): "relative-assignment",
    ("relative", "party"): "relative-party",
    ("status", True): "status",
}
_SCHEME_KEYS = frozenset({"label", "concepts"})
_CONCEPT_KEYS = frozenset(
    {
        "notation",
        "label",
        "alt",
        "hidden",
        "definition",
        "scope_note",
        "broader",
        "related",
        "inverse",
        "mappings",
        "basis",
        "since",
        "deprecated",
        "replaced_by",
        "accompanied_by",
        "policy",
    },
) | {key for key, _ in _FLAGS}

Table = dict[str, Any]


def read_scheme(name: str, text: str) -> ConceptScheme:
    """
    Return the concept scheme *name* written in *text*, the TOML that the files of ``taxonomy/data`` show.

    Raises:
        InvalidSchemeError: The text is not TOML, has keys or values that mean nothing, or breaks a rule of
            `ConceptScheme`; it tells of all problems of the first of these three kinds that has any.
    """
    document = parsed(name, text, InvalidSchemeError)
    problems = [*unknown_keys(f"{name}.toml", document, _SCHEME_KEYS)]
    concepts = []
    for id_, table in document.get("concepts", {}).items():
        place = f"{name}.toml/{id_}"
        try:
            problems += unknown_keys(place, table, _CONCEPT_KEYS)
            concepts.append(_concept(name, id_, table))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problems.append(unreadable(place, error))
    if problems:
        raise InvalidSchemeError(name, tuple(problems))
    return ConceptScheme(name, text_of(document.get("label", {})), tuple(concepts))


def parsed(name: str, text: str, error_class: type[InvalidDefinitionError]) -> Table:
    """Return the TOML *text* as a table, or raise *error_class* with file, line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise error_class(name, (Problem("not-toml", f"{name}.toml", f"is not TOML: {error}"),)) from error


def unreadable(place: str, error: Exception) -> Problem:
    """Return the problem that *error*, met while reading the table at *place*, stands for."""
    if isinstance(error, KeyError):
        return Problem("missing-key", place, f"has no {error.args[0]!r}")
    return Problem("bad-value", place, f"cannot be read: {error}")


def unknown_keys(place: str, table: Table, known: frozenset[str]) -> Iterator[Problem]:
    """Yield each key of *table* that has no meaning there."""
    for key in table.keys() - known:
        yield Problem("unknown-key", place, f"has the key {key!r}, which means nothing", did_you_mean(key, known))


def text_of(table: Table) -> Text:
    """Return ``{ en = "…", ar = "…" }`` as a `Text`; a language left out is empty, which the scheme then refuses."""
    return Text(**{"en": "", "ar": "", **table})


def _concept(scheme: str, id_: str, table: Table) -> Concept:
    """Return the concept written in *table*; a case category when it may carry a policy."""
    fields: Table = {
        "id": id_,
        "notation": table["notation"],
        "scheme": scheme,
        "pref_label": text_of(table["label"]),
        "basis": table["basis"],
        "since": table["since"],
        "definition": _optional_text(table.get("definition")),
        "alt_labels": _texts(table.get("alt", {})),
        "hidden_labels": _texts(table.get("hidden", {})),
        "scope_note": _optional_text(table.get("scope_note")),
        "broader": table.get("broader"),
        "related": tuple(table.get("related", ())),
        "inverse": table.get("inverse"),
        "mappings": tuple(Mapping(*mapping.split(" ")) for mapping in table.get("mappings", ())),
        "deprecated": table.get("deprecated", False),
        "replaced_by": table.get("replaced_by"),
        "flags": frozenset(flag for (key, value), flag in _FLAGS.items() if table.get(key) == value),
    }
    if scheme != "case-categories":
        return Concept(**fields)
    policy = _policy(table["policy"]) if "policy" in table else None
    return CaseCategory(**fields, policy=policy, accompanied_by=table.get("accompanied_by", ""))


def _optional_text(table: Table | None) -> Text | None:
    """Return the text in *table*, when there is one."""
    return None if table is None else text_of(table)


def _texts(table: Table) -> Texts:
    """Return the wordings of both languages; a hidden one may be ``{ text = "…", basis = "…" }``."""
    return Texts(**{language: _wordings(each) for language, each in table.items()})


def _wordings(entries: list[str | Table]) -> tuple[str, ...]:
    """Return the wordings of one language."""
    if not isinstance(entries, list):
        raise TypeError(f"{entries!r} is not a list of wordings")
    return tuple(entry if isinstance(entry, str) else entry["text"] for entry in entries)


def _policy(table: Table) -> CategoryPolicy:
    """Return the policy written in *table*; a key that means nothing is a `TypeError`."""
    values: Table = {key: frozenset(value) if isinstance(value, list) else value for key, value in table.items()}
    return CategoryPolicy(
        **values
        | {
            "mediable": Mediable(table["mediable"]),
            "formal_report": FormalReport(table["formal_report"]),
            "notice": Notice(table["notice"]),
            "confidentiality": Confidentiality(table["confidentiality"]),
            "consent_rule": ConsentRule(table["consent_rule"]),
            "presumed_risk": Risk(table["presumed_risk"]),
        },
    )
