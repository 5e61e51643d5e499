"""A reason in a document: what JSON has no word for is an object with one key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from community_policing.cases import Reason
from community_policing.errors import did_you_mean
from community_policing.serialization._faults import Fault, key_step, shown

_KEYS = ("code", "params", "audience")
_UNITS = ("days", "seconds", "microseconds")


def write_reason(reason: Reason) -> dict[str, Any]:
    """Return *reason* as plain data."""
    made: dict[str, Any] = {"code": reason.code}
    if reason.items:
        made["params"] = {name: _written(value) for name, value in reason.items}
    if reason.audience:
        made["audience"] = list(reason.audience)
    return made


def read_reason(data: object) -> Reason:
    """Return the reason of plain *data*."""
    if type(data) is not dict:
        raise Fault(f"is {shown(data)}, not an object", f"keys: {', '.join(_KEYS)}")
    for key in data:
        if key not in _KEYS:
            raise Fault("is not a key", did_you_mean(key, _KEYS) or f"keys: {', '.join(_KEYS)}", key_step(key))
    if "code" not in data:
        raise Fault("is missing", path=".code")
    params = data.get("params", {})
    if type(params) is not dict or "audience" in params:
        raise Fault(f"is {shown(params)}, not an object of parameters", path=".params")
    read = {name: _read(value, f".params{key_step(name)}") for name, value in params.items()}
    return Reason(_text(data["code"], ".code"), _texts(data.get("audience", []), ".audience"), **read)


def _written(value: object) -> object:
    """Return one parameter as plain data."""
    match value:
        case timedelta():
            return {"duration": {unit: getattr(value, unit) for unit in _UNITS if getattr(value, unit)}}
        case datetime():
            return {"moment": value.astimezone(UTC).isoformat()}
        case date():
            return {"date": value.isoformat()}
        case tuple():
            return list(value)
        case _:
            return value


def _read(data: object, path: str) -> Any:  # noqa: ANN401  a Param
    """Return one parameter."""
    if isinstance(data, str | bool | int):
        return data
    if isinstance(data, list):
        return _texts(data, path)
    if isinstance(data, dict) and len(data) == 1:
        try:
            return _special(*next(iter(data.items())))
        except (ValueError, TypeError, OverflowError):
            pass
    raise Fault(f"is {shown(data)}, which no parameter of a reason can be", path=path)


def _special(kind: str, data: Any) -> date | timedelta:  # noqa: ANN401
    """Return the date, moment or length of time that *data* tells; raise `ValueError` or `TypeError` otherwise."""
    if kind == "duration" and isinstance(data, dict) and {*data} <= {*_UNITS} and {*map(type, data.values())} <= {int}:
        return timedelta(**data)
    if kind == "date":
        return date.fromisoformat(data)
    if kind == "moment" and "T" in data and (moment := datetime.fromisoformat(data)).tzinfo is not None:
        return moment.astimezone(UTC)
    raise ValueError(kind)


def _text(data: object, path: str) -> str:
    """Return *data* when it is text."""
    if not isinstance(data, str):
        raise Fault(f"is {shown(data)}", "it takes text", path)
    return data


def _texts(data: object, path: str) -> tuple[str, ...]:
    """Return a list of texts as a tuple."""
    if not isinstance(data, list):
        raise Fault(f"is {shown(data)}, not a list", path=path)
    return tuple(_text(item, f"{path}[{index}]") for index, item in enumerate(data))
