"""The fields of a command in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from community_policing.labels import LabelBook
from community_policing.workflows import FieldSpec, Kind, spec_of


def told_fields(command: object, labels: LabelBook, language: str, *, tz: tzinfo) -> Iterator[str]:
    """Yield a line for each field of *command* that was filled in; references are the host's and are left out."""
    for spec in spec_of(command).fields:
        value = getattr(command, spec.name)
        if not spec.required and value == spec.default:
            continue  # nobody said it
        if spec.kind is Kind.PART and value is not None:
            for part in value if spec.many else (value,):
                yield f"{labels.text(spec, language)}: {_part(spec, part, labels, language, tz)}"
            continue
        told = _told(spec, value, labels, language, tz)
        if told:
            yield f"{labels.text(spec, language)}: {told}"


def _part(spec: FieldSpec, value: Any, labels: LabelBook, language: str, tz: tzinfo) -> str:  # noqa: ANN401
    """Return a small record in words; each value is isolated, so that ids side by side keep their order."""
    told = [(one, _told(one, getattr(value, one.name), labels, language, tz)) for one in spec.parts]
    named = (f"{labels.text(one, language)}: {text}" if one.kind is Kind.BOOL else text for one, text in told if text)
    return " · ".join(labels.isolate(text) for text in named)


def _told(spec: FieldSpec, value: Any, labels: LabelBook, language: str, tz: tzinfo) -> str:  # noqa: ANN401
    """Return the value of one field in words; empty when there is nothing to tell."""
    if value is None or value == () or spec.of == "ref":
        return ""
    items = value if spec.many else (value,)
    told = [_one(spec, item, labels, language, tz) for item in items]
    return labels.list(told, language)


def _one(spec: FieldSpec, value: Any, labels: LabelBook, language: str, tz: tzinfo) -> str:  # noqa: ANN401
    """Return one value in words."""
    if spec.kind is Kind.MOMENT:
        return labels.moment(value, language, tz=tz)
    if spec.kind is Kind.DATE:
        return labels.date(value, language)
    coded = _code(spec, value)
    return str(value) if coded is None else labels.text(coded, language)


def _code(spec: FieldSpec, value: Any) -> object:  # noqa: ANN401
    """Return what has the label of *value*; `None` when it is shown as it is."""
    match spec.kind:
        case Kind.BOOL:
            return "ui.yes" if value else "ui.no"
        case Kind.TERM:
            return f"concept.{spec.scheme}.{value}"
        case Kind.ENUM:
            return value
        case _:
            return f"workflow.{value}" if spec.of == "workflow" else None
