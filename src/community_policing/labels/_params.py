"""
What the name of a reason's parameter says about its value.

Reasons hold plain ids, so ``Reason("category-not-mediable", category="domestic-violence")`` must be read with the
knowledge that a *category* is a concept of ``case-categories``. The last word of a name decides, and a plural means
what its singular means: ``role``, ``roles`` and ``lacking_role`` are all concepts of ``roles``.
"""

from __future__ import annotations

import attrs

_SCHEMES: dict[str, tuple[str, ...]] = {
    "age_band": ("age-bands",),
    "band": ("age-bands",),
    "capacity": ("capacities",),
    "category": ("case-categories", "aggravating-factors"),
    "channel": ("channels",),
    "evidence": ("evidence-kinds",),
    "factor": ("aggravating-factors", "protection-factors"),
    "level": ("confidentiality", "risk-levels"),
    "measure": ("protection-measures",),
    "origin": ("record-origins",),
    "outcome": ("outcomes",),
    "partner": ("partners",),
    "position": ("positions",),
    "refusal": ("refusal-reasons",),
    "relationship": ("relationships",),
    "report": ("report-kinds",),
    "residence": ("residence-kinds",),
    "risk": ("risk-levels",),
    "role": ("roles",),
    "screen": ("screen-results",),
    "service": ("services",),
    "sex": ("party-sex",),
    "term": ("agreement-terms",),
    "wish": ("wishes",),
}
"""The schemes to look in, in order, for a parameter whose last word this is."""

_KINDS = ("command", "effect", "event", "mark", "mediable", "notice", "safeguard", "verdict", "workflow")
"""Words whose value, put after the word and a dot, is a code: ``workflow.mediation``."""

_VERBATIM = frozenset({"actor", "by", "case", "id", "party", "ref", "track"})
"""Words whose value is an id of the host: shown as it is, whatever it looks like."""

UNITS = ("minute", "hour", "day", "week", "month", "year")
"""Words whose number is a length of time."""


@attrs.frozen
class Meaning:
    """
    How to read the value of a parameter.

    Attributes:
        codes: The codes under which the value may have a label, the likeliest first.
        required: Whether one of them must exist; otherwise the value is shown as it is.
    """

    codes: tuple[str, ...] = ()
    required: bool = False


def meaning(name: str, value: str) -> Meaning:
    """
    Return how to read *value* as the value of the parameter *name*.

    A name that says nothing may still be that of a scheme (``weapon_kind`` for a host's ``weapon-kinds``), or the
    value a code itself (``verdict.unmet``); the label is then taken where there is one.
    """
    whole, last = singular(name), singular(name.rpartition("_")[2])
    if last in _VERBATIM:
        return Meaning()
    schemes = _SCHEMES.get(whole) or _SCHEMES.get(last)
    if schemes:
        return Meaning(tuple(f"concept.{scheme}.{value}" for scheme in schemes), required=True)
    if last in _KINDS:
        return Meaning((f"{last}.{value}",), required=True)
    if last == "state":
        return Meaning((f"state.{value.replace('/', '.')}",), required=True)
    if last == "field":
        return Meaning((f"field.{value.replace('_', '-')}",), required=True)
    slug = name.replace("_", "-")
    return Meaning((value, *(f"concept.{scheme}.{value}" for scheme in (slug, f"{slug}s"))))


def singular(word: str) -> str:
    """Return the singular of an English plural in ``s`` or ``ies``: ``parties`` is ``party``."""
    if word.endswith("ies"):
        return f"{word.removesuffix('ies')}y"
    return word.removesuffix("s")


def unit(name: str) -> str | None:
    """Return the code of the unit that a number called *name* counts, ``unit.day`` for ``days``, or `None`."""
    word = singular(name.rpartition("_")[2])
    return f"unit.{word}" if word in UNITS else None
