"""Values as canonical text, to be hashed into keys: unlike values never have the same text.

JSON in which only plain scalars stand for themselves.  Every compound is an array that begins
with its type: `["tuple", …]`, `["digitrend.model.Trend", {…}]`.  So a date is not its text, a
tuple not a list, and one dataclass not another with the same fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from json.encoder import encode_basestring as quoted
from math import isfinite
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Values by identity, each with its text: kept beside it, so that no other can come to have the same.
Known = dict[int, tuple[object, str]]


def canonical(value: object, known: Known | None = None) -> str:
    """Return a value as canonical JSON: equal for equal values, whatever the order of a mapping.

    With `known`, kept from call to call, what several values share is written once.

    Takes dataclasses and pydantic models (by their fields), enums, mappings, tuples, lists,
    strings, numbers, bytes, dates, times and paths.  Raises TypeError for anything else, such as
    a set, whose order is chance, or a function; ValueError for a number that is not finite.
    """
    return _text(value, {} if known is None else known)


def _text(value: object, known: Known) -> str:
    kind: type = type(value)
    return quoted(value) if kind is str else _writer(kind)(value, known)  # type: ignore[arg-type]


@cache
def _writer(kind: type) -> Callable[[Any, Known], str]:
    """Return the function that writes values of just this type."""
    if kind in _EXACT:
        return _EXACT[kind]
    name = quoted(f"{kind.__module__}.{kind.__qualname__}")
    if issubclass(kind, Enum):
        return lambda value, _: f"[{name},{quoted(value.name)}]"
    if (fields := _fields(kind)) is not None:
        return partial(_members, name, tuple((field, f"{quoted(field)}:") for field in fields))
    if issubclass(kind, PurePath):
        return lambda value, _: f'["path",{quoted(value.as_posix())}]'
    if issubclass(kind, Mapping):
        return _mapping
    for base in (tuple, list, str, int, float):  # such as a named tuple, or a string marked safe
        if issubclass(kind, base):
            return partial(_derived, name, base)
    raise TypeError(f"a value of type {name} cannot be part of a key")


def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a dataclass or a pydantic model, which is told by its manners."""
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    elif hasattr(kind, "model_dump"):
        names = list(getattr(kind, "model_fields", ()))
    else:
        return None
    return tuple(sorted(names))


def _derived(name: str, base: type, value: object, known: Known) -> str:
    return f"[{name},{_EXACT[base](base(value), known)}]"


def _members(name: str, fields: tuple[tuple[str, str], ...], value: object, known: Known) -> str:
    if (written := known.get(id(value))) is not None:
        return written[1]
    members = ",".join([head + _text(getattr(value, field), known) for field, head in fields])
    text = f"[{name},{{{members}}}]"
    known[id(value)] = (value, text)
    return text


def _row(kind: str, values: tuple[object, ...] | list[object], known: Known) -> str:
    return f'["{kind}"{"".join([f",{_text(value, known)}" for value in values])}]'


def _mapping(value: Mapping[object, object], known: Known) -> str:
    pairs = sorted(f"[{_text(key, known)},{_text(content, known)}]" for key, content in value.items())
    return f'["mapping"{"".join([f",{pair}" for pair in pairs])}]'


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"{value} cannot be part of a key: it is no number that JSON knows")
    return repr(value)


# Compared by exact type: True is no 1 here, and a date with a time no date.
_EXACT: dict[type, Callable[[Any, Known], str]] = {
    type(None): lambda *_: "null",
    bool: lambda value, _: "true" if value else "false",
    int: lambda value, _: repr(value),
    float: lambda value, _: _number(value),
    str: lambda value, _: quoted(value),
    tuple: partial(_row, "tuple"),
    list: partial(_row, "list"),
    dict: _mapping,
    bytes: lambda value, _: f'["bytes","{value.hex()}"]',
    date: lambda value, _: f'["date","{value.isoformat()}"]',
    datetime: lambda value, _: f'["datetime","{value.isoformat()}"]',
    time: lambda value, _: f'["time","{value.isoformat()}"]',
    Decimal: lambda value, _: f'["decimal","{value}"]',
}
