"""From TOML text to the rules of combination and to profiles."""

from __future__ import annotations

from typing import Any

import attrs

from community_policing.errors import InvalidDefinitionError, InvalidProfileError
from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._profile import Law, Note, Override, Profile
from community_policing.taxonomy._reader import Table, parsed, text_of, unknown_keys, unreadable
from community_policing.taxonomy._rules import PolicyRules, PublicityException, SpecialistMeeting, UnknownAge

_PROFILE_KEYS = frozenset({"label", "safeguards", "lifted_bars", "overrides", "law", "departs_from"})
_AXES = {
    "mediable": Mediable,
    "formal_report": FormalReport,
    "notice": Notice,
    "confidentiality": Confidentiality,
    "consent_rule": ConsentRule,
    "presumed_risk": Risk,
}


def read_profile(name: str, text: str, *, base: Profile | None = None) -> Profile:
    """
    Return the profile *name* written in *text*, the TOML that the files of ``taxonomy/data/profiles`` show.

    Whether it fits the schemes and leaves the floor alone is for `checked_profile` to say.

    Args:
        base: The profile whose law holds where *text* says nothing; without one, *text* gives every value of `Law`.

    Raises:
        InvalidProfileError: The text is not TOML, or has keys or values that mean nothing.
    """
    document = parsed(name, text, InvalidProfileError)
    problems = tuple(unknown_keys(f"{name}.toml", document, _PROFILE_KEYS))
    if problems:
        raise InvalidProfileError(name, problems)
    try:
        return _profile(name, document, base)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidProfileError(name, (unreadable(f"{name}.toml", error),)) from error


def read_rules(text: str) -> PolicyRules:
    """
    Return the rules of combination written in *text*, the TOML of ``taxonomy/data/rules.toml``.

    Raises:
        InvalidDefinitionError: The text is not TOML, or lacks something.
    """
    document = parsed("rules", text, InvalidDefinitionError)
    try:
        return _rules(document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidDefinitionError("rules", (unreadable("rules.toml", error),)) from error


def _profile(name: str, document: Table, base: Profile | None) -> Profile:
    """Return the profile in *document*, with the law of *base* where it says none."""
    law: Table = document["law"] if base is None else document.get("law", {})
    inherited: Table = {} if base is None else attrs.asdict(base.law, recurse=False)
    notes = {} if base is None else dict(base.notes)
    return Profile(
        name,
        text_of(document["label"]),
        Law(**inherited | {field: _law_value(entry["value"]) for field, entry in law.items()}),
        overrides=FrozenMap({id_: _override(table) for id_, table in document.get("overrides", {}).items()}),
        safeguards=frozenset(document["safeguards"]),
        lifted_bars=frozenset(document.get("lifted_bars", ())),
        notes=FrozenMap(notes | {field: Note(entry["source"], entry["ask"]) for field, entry in law.items()}),
        departs_from=tuple(document.get("departs_from", ())),
    )


def _law_value(value: Any) -> Any:  # noqa: ANN401  TOML values are what they are; the validators of `Law` judge them
    """Return a TOML value as the frozen value that `Law` holds."""
    if isinstance(value, dict):
        return FrozenMap({key: frozenset(items) for key, items in value.items()})
    return frozenset(value) if isinstance(value, list) else value


def _override(table: Table) -> Override:
    """Return what a profile sets for one category; a key that means nothing is a `TypeError`."""
    values: Table = {key: _AXES[key](value) if key in _AXES else value for key, value in table.items()}
    return Override(**values)


def _rules(document: Table) -> PolicyRules:
    """Return the rules in *document*."""
    bars, age, meeting = (document[key] for key in ("mediation_bars", "unknown_age", "specialist_meeting_exception"))
    return PolicyRules(
        report_factor_floor=frozenset(document["report_factor_floor"]["factors"]),
        report_factor_source=document["report_factor_floor"]["source"],
        absolute_bars=frozenset(bars["absolute"]),
        default_bars=frozenset(bars["default"]),
        bars_source=bars["source"],
        minors=FrozenMap({ConsentRule(k): ConsentRule(v) for k, v in document["consent_of_minor"]["map"].items()}),
        unknown_age=UnknownAge(**age | {"age_bands": frozenset(age["age_bands"])}),
        floor=frozenset(document["floor"]["categories"]),
        uncategorised=document["uncategorised"]["category"],
        specialist_meeting=SpecialistMeeting(**meeting | {"categories": frozenset(meeting["categories"])}),
        publicity_exception=PublicityException(**document["publicity_exception"]),
        primary_preference=FrozenMap(
            {each["primary"]: frozenset(each["over"]) for each in document["primary_preference"]},
        ),
        male_equivalents=FrozenMap(document["male_victim_equivalents"]["map"]),
        sources=FrozenMap(document["sources"]),
    )
