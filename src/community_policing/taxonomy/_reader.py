"""From TOML text to concept schemes; the form of the files is told in ``data/README.md``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from community_policing.errors import InvalidDefinitionError, InvalidSchemeError, Problem, did_you_mean
from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._concept import CaseCategory, CategoryPolicy, Concept, Mapping, Text, Texts
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._integrity import integrity_problems
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
_EXTENSION_KEYS = frozenset({"id", "concepts", "alt", "mappings", "deprecated"})
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

_OF_VALIDATOR = 4
"""What the error of an attrs validator is made of: its text, the field, the type and the value."""
_KINDS = {str: "a text", int: "a whole number", bool: "true or false", frozenset: "a list", FrozenMap: "a table"}
"""What TOML calls the types of fields."""

Table = dict[str, Any]


def read_scheme(name: str, text: str) -> ConceptScheme:
    """
    Return the concept scheme *name* written in *text*, the TOML that the files of ``taxonomy/data`` show.

    Raises:
        InvalidSchemeError: The text is not TOML, has keys or values that mean nothing, or breaks a rule of
            `ConceptScheme`; unless it is no TOML, it tells of all problems.
    """
    document = parsed(name, text, InvalidSchemeError)
    problems = [*unknown_keys(f"{name}.toml", document, _SCHEME_KEYS)]
    label = _label(name, document, problems)
    concepts = concepts_in(name, document, scheme=name, problems=problems)
    if problems:
        unread = document["concepts"].keys() if isinstance(document.get("concepts"), dict) else ()
        raise InvalidSchemeError(name, (*problems, *integrity_problems(name, label, concepts, also=unread)))
    return ConceptScheme(name, label, concepts)


def read_extension(name: str, text: str, *, of: ConceptScheme) -> ConceptScheme:
    """
    Return the scheme *of* extended by the TOML *text*: the values that `ConceptScheme.extended` takes, as a file.

    .. code-block:: toml

        id = "basra-services"             # left out when the scheme keeps its id
        [concepts.marsh-patrol]           # as in the files of ``taxonomy/data``
        [alt.hotline]
        ar = ["..."]
        [mappings]
        hotline = ["BASRA 7 exactMatch"]
        [deprecated]
        walk-in = "hotline"               # the one in its place

    Args:
        name: What to call the text in problems; the name of its file, without the ending.

    Raises:
        InvalidSchemeError: As by `read_scheme` and `ConceptScheme.extended`.

    .. versionadded:: 26.1
    """
    document = parsed(name, text, InvalidSchemeError)
    problems = [*unknown_keys(f"{name}.toml", document, _EXTENSION_KEYS)]
    concepts = concepts_in(name, document, scheme=of.id, problems=problems)
    additions: Table = {}
    try:
        additions = {
            "alt_labels": {id_: _texts(table) for id_, table in document.get("alt", {}).items()},
            "mappings": {id_: _mappings(entries) for id_, entries in document.get("mappings", {}).items()},
            "deprecated": {id_: _word(successor) for id_, successor in document.get("deprecated", {}).items()},
            "id": _word(document.get("id", of.id)),
        }
    except (AttributeError, TypeError, ValueError) as error:
        problems.append(unreadable(f"{name}.toml", error))
    if problems:
        raise InvalidSchemeError(name, tuple(problems))
    return of.extended(concepts, **additions)


def _label(name: str, document: Table, problems: list[Problem]) -> Text:
    """Return the name of the scheme; what cannot be read is added to *problems*, and a name in its place returned."""
    try:
        return text_of(document.get("label", {}))
    except TypeError as error:
        problems.append(unreadable(f"{name}.toml/label", error))
        return Text("?", "؟")


def concepts_in(name: str, document: Table, *, scheme: str, problems: list[Problem]) -> tuple[Concept, ...]:
    """Return the concepts in *document* as concepts of *scheme*; what cannot be read is added to *problems*."""
    concepts = []
    tables = document.get("concepts", {})
    if not isinstance(tables, dict):
        problems.append(Problem("bad-value", f"{name}.toml/concepts", "is not a table of concepts"))
        return ()
    for id_, table in tables.items():
        place = f"{name}.toml/{id_}"
        try:
            problems += unknown_keys(place, table, _CONCEPT_KEYS)
            concepts.append(_concept(scheme, id_, table))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problems.append(unreadable(place, error))
    return tuple(concepts)


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
    why = str(error)
    if len(error.args) == _OF_VALIDATOR:
        _, field, wanted, value = error.args
        why = f"{field.name} is {value!r}, not {_KINDS[wanted]}"
    return Problem("bad-value", place, f"cannot be read: {why}")


def unknown_keys(place: str, table: Table, known: frozenset[str]) -> Iterator[Problem]:
    """Yield each key of *table* that has no meaning there; what is no table is a `TypeError`."""
    for key in _table(table).keys() - known:
        yield Problem("unknown-key", place, f"has the key {key!r}, which means nothing", did_you_mean(key, known))


def text_of(table: Table) -> Text:
    """Return ``{ en = "…", ar = "…" }`` as a `Text`; a language left out is empty, which the scheme then refuses."""
    return Text(**{"en": "", "ar": "", **_by_language(table)})


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
        "mappings": _mappings(table.get("mappings", [])),
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
    return Texts(**{language: _wordings(each) for language, each in _by_language(table).items()})


def _table(value: Any) -> Table:  # noqa: ANN401  a TOML value is what it is
    """Return *value* when it is a table; any other is a `TypeError`."""
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is not a table")
    return value


def _by_language(value: Any) -> Table:  # noqa: ANN401  a TOML value is what it is
    """Return *value* when it is a table by language; any other is a `TypeError`."""
    table = _table(value)
    strange = sorted(table.keys() - {"en", "ar"})
    if strange:
        raise TypeError(f"{strange[0]!r} is neither 'en' nor 'ar'")
    return table


def _word(value: Any) -> str:  # noqa: ANN401  a TOML value is what it is
    """Return *value* when it is a text; any other is a `TypeError`."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _mappings(entries: list[str]) -> tuple[Mapping, ...]:
    """Return the codes written as ``SCHEME CODE MATCH``."""
    return tuple(_mapping(_word(entry)) for entry in entries)


def _mapping(entry: str) -> Mapping:
    """Return the code written in *entry*; another number of words is a `ValueError`."""
    try:
        scheme, code, match = entry.split(" ")
    except ValueError as error:
        raise ValueError(f"{entry!r} does not read SCHEME CODE MATCH") from error
    return Mapping(scheme, code, match)


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
