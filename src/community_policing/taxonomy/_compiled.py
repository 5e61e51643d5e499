"""
Concept schemes in the form in which they load fast; what a ``.pyc`` is to a module, this is to a scheme's TOML.

A compiled scheme is a line with its seal and a line of JSON. The seal tells of the layout, of the TOML that was
compiled and of the JSON: an edited TOML, another release's layout or a damaged file breaks it, and then the TOML is
read as if nothing had been compiled. A scheme is judged before it is compiled, and so not again after.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import Any
from zlib import crc32

import attrs

from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._concept import CaseCategory, CategoryPolicy, Concept, Mapping, Text, Texts
from community_policing.taxonomy._scheme import ConceptScheme

_FORMAT = 1
"""Counted up whenever compiled schemes are laid out anew, or the same TOML comes to mean another scheme."""

_NAMES = tuple(field.name for cls in (CaseCategory, CategoryPolicy, Mapping) for field in attrs.fields(cls))
_LAYOUT = f"scheme {_FORMAT} {crc32(' '.join(_NAMES).encode()):08x}"
_AXES = (Mediable, FormalReport, Notice, Confidentiality, ConsentRule, Risk)
"""The first fields of a `CategoryPolicy`, in their order."""
_BY_VALUE = tuple({step.value: step for step in axis} for axis in _AXES)
"""The steps of each by what stands for them in the file, which is quicker than to ask the axis."""

_NO_TEXTS = Texts()
_RARE = ("related", "inverse", "mappings", "deprecated", "replaced_by", "flags")
_USUAL = ((), None, (), False, None, frozenset[str]())
"""What most concepts have in the fields of `_RARE`."""

Row = list[Any]


def compiled_scheme(scheme: ConceptScheme, source: bytes) -> bytes:
    """Return *scheme*, which was read from the TOML *source*, in its compiled form; the same each time."""
    document = [scheme.id, *_pair(scheme.pref_label), [_row(concept) for concept in scheme.concepts]]
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
    return _seal(source, body) + b"\n" + body


def restored_scheme(compiled: bytes, source: bytes) -> ConceptScheme | None:
    """Return the scheme that was *compiled*, or `None` unless it was, in today's layout, from just this *source*."""
    seal, _, body = compiled.partition(b"\n")
    if seal != _seal(source, body):
        return None
    id_, en, ar, rows = json.loads(body.decode())
    fields = {"id": id_, "pref_label": Text(en, ar), "concepts": tuple([_concept(id_, row) for row in rows])}
    scheme = ConceptScheme.__new__(ConceptScheme)
    scheme.__setstate__(fields)  # type: ignore[attr-defined]  # as unpickling does: what was judged is not judged again
    return scheme


def _seal(source: bytes, body: bytes) -> bytes:
    """Return what ties *body* to *source*; against a slip, as in a ``.pyc``, and not against forgery."""
    return f"{_LAYOUT} {len(source)} {crc32(source):08x} {len(body)} {crc32(body):08x}".encode()


def _row(concept: Concept) -> Row:
    """Return *concept* as plain values in the order of its fields."""
    rare = tuple(getattr(concept, name) for name in _RARE)
    row = [
        concept.id,
        concept.notation,
        *_pair(concept.pref_label),
        concept.basis,
        concept.since,
        *_pair(concept.definition),
        *_pair(concept.alt_labels),
        *_pair(concept.hidden_labels),
        *_pair(concept.scope_note),
        concept.broader,
        None if rare == _USUAL else rare,
    ]
    if isinstance(concept, CaseCategory):
        policy = concept.policy
        names = (field.name for field in attrs.fields(CategoryPolicy))
        row += [policy and [getattr(policy, name) for name in names], concept.accompanied_by]
    return row


def _pair(texts: Text | Texts | None) -> Row:
    """Return the words in both languages; twice `None` when there are none."""
    return [None, None] if texts is None or texts == _NO_TEXTS else [texts.en, texts.ar]


def _plain(value: Enum | Mapping | frozenset[str]) -> object:
    """Return *value*, for which JSON has no form, as one for which it has."""
    if isinstance(value, Enum):
        return value.value
    return attrs.astuple(value) if isinstance(value, Mapping) else sorted(value)


def _concept(scheme: str, row: Row) -> Concept:
    """Return the concept of *scheme* that `_row` wrote down."""
    id_, notation, en, ar, basis, since, *row = row
    meaning_en, meaning_ar, alt_en, alt_ar, hidden_en, hidden_ar, note_en, note_ar, broader, rare, *category = row
    return (CaseCategory if category else Concept)(
        id_,
        notation,
        scheme,
        Text(en, ar),
        basis,
        since,
        None if meaning_en is None else Text(meaning_en, meaning_ar),
        _NO_TEXTS if alt_en is None else Texts(tuple(alt_en), tuple(alt_ar)),
        _NO_TEXTS if hidden_en is None else Texts(tuple(hidden_en), tuple(hidden_ar)),
        None if note_en is None else Text(note_en, note_ar),
        broader,
        *(_USUAL if rare is None else _rare(*rare)),
        *(_category(*category) if category else ()),
    )


def _rare(related: Row, inverse: str | None, mappings: Row, *marks: Any) -> Row:
    """Return the fields that few concepts have, typed as they are there."""
    *others, flags = marks
    return [tuple(related), inverse, tuple([Mapping(*each) for each in mappings]), *others, frozenset(flags)]


def _category(policy: Row | None, accompanied_by: str) -> Row:
    """Return the fields that only categories have, typed as they are there."""
    return [policy and _policy(policy), accompanied_by]


def _policy(row: Row) -> CategoryPolicy:
    """Return the policy that `_row` wrote down."""
    values: Row = [axis[value] for axis, value in zip(_BY_VALUE, row, strict=False)]
    values += [frozenset(value) if isinstance(value, list) else value for value in row[len(_BY_VALUE) :]]
    return CategoryPolicy(*values)
