"""An item as plain fields, and two items' fields compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from typing import get_args

from digitrend.model import Item, ProseMark
from digitrend.wording import full

from .values import FieldChange

Scalar = str | float | bool | datetime.date | Enum | None
SHORT = 3  # as many words of every item of a list, and it is shown in one line


def differences(old: Item, new: Item, without: frozenset[str] = frozenset()) -> Iterator[FieldChange]:
    """Yield the fields that differ; those named in `without` are compared elsewhere."""
    before, after = dict(_fields(old, without)), dict(_fields(new, without))
    for name in dict.fromkeys((*before, *after)):
        yield from _difference(name, before.get(name), after.get(name), prose=_is_prose(type(new), name))


def everything(item: Item, without: frozenset[str], *, added: bool) -> Iterator[FieldChange]:
    """Yield all fields that say something, as those of an item that is there on one side only."""
    for name, value in _fields(item, without):
        sides = (None, value) if added else (value, None)
        yield from _difference(name, *sides, prose=_is_prose(type(item), name))


def _fields(item: Item, without: frozenset[str]) -> Iterator[tuple[str, object]]:
    for name, field in type(item).model_fields.items():
        if name not in without:
            yield field.alias or name, getattr(item, name)


@cache
def _is_prose(kind: type[Item], name: str) -> bool:
    return any(
        _marked((*field.metadata, field.annotation))
        for key, field in kind.model_fields.items()
        if (field.alias or key) == name
    )


def _marked(annotations: tuple[object, ...]) -> bool:
    return any(isinstance(each, ProseMark) or _marked(get_args(each)) for each in annotations)


def _difference(name: str, old: object, new: object, *, prose: bool) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, Item) or isinstance(new, Item):
        yield from _within(name, old, new)
    elif isinstance(old, tuple) or isinstance(new, tuple):
        yield from _lists(name, _sequence(old), _sequence(new), prose=prose)
    else:
        before, after = _text(old), _text(new)
        if before != after:
            yield FieldChange(name, before, after, prose)


def _within(name: str, old: object, new: object) -> Iterator[FieldChange]:
    """Compare items that are the value of a field, or stand in a list."""
    nothing: frozenset[str] = frozenset()
    if isinstance(old, Item) and isinstance(new, Item):
        found = differences(old, new)
    elif isinstance(new, Item):
        found = everything(new, nothing, added=True)
    elif isinstance(old, Item):
        found = everything(old, nothing, added=False)
    else:
        return
    for each in found:
        yield FieldChange(f"{name} {each.name}", each.old, each.new, each.prose)


def _lists(name: str, old: Sequence[object], new: Sequence[object], *, prose: bool) -> Iterator[FieldChange]:
    if not prose and not any(isinstance(each, Item) for each in (*old, *new)):
        yield FieldChange(name, _joined(old), _joined(new))
        return
    for i, (before, after) in enumerate(aligned(old, new), 1):
        yield from _difference(f"{name} {i}", before, after, prose=prose)


def aligned(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[object, object]]:
    """Pair the members of two lists that say the same or stand in for each other; None where there is no other."""
    matcher = SequenceMatcher(a=[repr(each) for each in old], b=[repr(each) for each in new], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
            continue
        for i in range(max(b - a, d - c)):
            yield (old[a + i] if a + i < b else None), (new[c + i] if c + i < d else None)


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else ()


def _joined(values: Sequence[object]) -> str | None:
    return ", ".join(filter(None, map(_text, values))) or None


def _text(value: object) -> str | None:
    """Return a value as the content file has it; None for one that says nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return full(value)
    return " ".join(str(value).split())
