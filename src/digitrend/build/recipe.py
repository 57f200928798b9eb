"""Recipes, their order, and their keys: different values never have the same key.

A key is the hash of JSON in which every value, except for plain scalars, is an array that begins with its type:
`["tuple", …]`, `["digitrend.model.Trend", {…}]`.  So a date differs from its text, a tuple from a list, and a dataclass
from another one with the same fields.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from graphlib import CycleError, TopologicalSorter
from json.encoder import encode_basestring as quoted
from math import isfinite
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from digitrend.build.files import MARKER, digest, folders_above, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class KeyMemo:
    """Texts of values that were written, so that what many pages share is written once."""

    def __init__(self) -> None:
        # By id, each with its value, so that no other value gets the same id.
        self.written: dict[int, tuple[object, str]] = {}
        self.letters: set[str] = set()  # all runs of characters beyond ASCII


def canonical(value: object, memo: KeyMemo | None = None) -> str:
    """Return a value as canonical JSON: equal for equal values; the order of a mapping does not count.

    Takes dataclasses, named tuples and pydantic models (by their fields), enums, mappings, tuples, lists, strings,
    numbers, bytes, dates, times and paths.  Raises TypeError for anything else, such as a set (which has no order) or
    a function; ValueError for a number that is not finite.  With a `memo`, which is shared by several calls,
    dataclasses, named tuples and models are replaced by digests of their texts.
    """
    kind: type = type(value)
    return quoted(value) if kind is str else _writer(kind)(value, memo)  # type: ignore[arg-type]


@cache
def _writer(kind: type) -> Callable[[Any, KeyMemo | None], str]:
    """Return the function that writes values of this type."""
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
    for base in (tuple, list, str, int, float):  # such as a string marked safe
        if issubclass(kind, base):
            return partial(_derived, name, base)
    raise TypeError(f"a value of type {name} cannot be part of a key")


def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a dataclass, a named tuple or a pydantic model (duck-typed: pydantic is not imported)."""
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    elif issubclass(kind, tuple) and hasattr(kind, "_fields"):
        names = list(kind._fields)
    elif hasattr(kind, "model_dump"):
        names = list(getattr(kind, "model_fields", ()))
    else:
        return None
    return tuple(sorted(names))


def _derived(name: str, base: type, value: object, memo: KeyMemo | None) -> str:
    return f"[{name},{_EXACT[base](base(value), memo)}]"


def _members(name: str, fields: tuple[tuple[str, str], ...], value: object, memo: KeyMemo | None) -> str:
    if memo and (written := memo.written.get(id(value))) is not None:
        return written[1]
    members = ",".join([head + canonical(getattr(value, field), memo) for field, head in fields])
    text = f"[{name},{{{members}}}]"
    if memo:
        if not text.isascii():
            memo.letters.update(_BEYOND_ASCII.findall(text))
        text = f'["digest","{digest(text)}"]'
        memo.written[id(value)] = (value, text)
    return text


def _row(kind: str, values: tuple[object, ...] | list[object], memo: KeyMemo | None) -> str:
    return f'["{kind}"{"".join([f",{canonical(value, memo)}" for value in values])}]'


def _mapping(value: Mapping[object, object], memo: KeyMemo | None) -> str:
    pairs = sorted(f"[{canonical(key, memo)},{canonical(content, memo)}]" for key, content in value.items())
    return f'["mapping"{"".join([f",{pair}" for pair in pairs])}]'


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"{value} cannot be part of a key: JSON has no such number")
    return repr(value)


# By exact type: True is not 1, and a datetime is not a date.
_EXACT: dict[type, Callable[[Any, KeyMemo | None], str]] = {
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one output is made, and what it depends on.

    The result of `make` must depend only on `key` and on its argument: an output is made again only if its `key` or
    that of one of its `needs` changed.
    """

    path: str  # the output's path in the site, or the name of a product
    key: Mapping[str, str]  # named parts → digests: "content", "templates", "assets", "program"
    make: Callable[[Mapping[str, bytes]], bytes]  # given the products of `needs`, and no others
    needs: tuple[str, ...] = ()  # paths of the recipes whose bytes `make` takes
    published: bool = True  # False: a product that only other recipes use; made when one needs it
    in_worker: bool = False  # heavy: made in a worker process, so `make` must be picklable

    def cache_key(self) -> str:
        """Return the digest of all that the output depends on, its path included."""
        return digest(canonical((self.path, self.key)))


class PlanError(ValueError):
    """Recipes that cannot be made: one needs what no recipe makes, or itself."""


class PathClashError(PlanError):
    """Two recipes have one path, or paths that cannot be in one folder."""

    def __init__(self, first: Recipe, second: Recipe) -> None:
        """Take both, in the given order."""
        self.first, self.second = first, second
        if first.path == second.path:
            super().__init__(f"two recipes make '{first.path}'")
        else:
            super().__init__(f"'{first.path}' and '{second.path}' cannot be in one folder")


def in_making_order(recipes: Iterable[Recipe]) -> list[Recipe]:
    """Return the recipes sorted, each after its needs, and with the keys of its needs in its own key.

    Raises PathClashError, PlanError, and ValueError for a published path that is not safe.
    """
    given = list(recipes)
    by_path = _by_path(given)
    _no_clash_on_disk([recipe for recipe in given if recipe.published])
    for recipe in given:
        if missing := [need for need in recipe.needs if need not in by_path]:
            raise PlanError(f"'{recipe.path}' needs '{missing[0]}', which no recipe makes")
    return _with_needs(_in_order(by_path))


def _by_path(recipes: list[Recipe]) -> dict[str, Recipe]:
    by_path: dict[str, Recipe] = {}
    for recipe in recipes:
        if recipe.path in by_path:
            raise PathClashError(by_path[recipe.path], recipe)
        by_path[recipe.path] = recipe
    return by_path


def _no_clash_on_disk(recipes: list[Recipe]) -> None:
    """Refuse paths that differ only in case (one file on macOS and Windows), and a file that is also a folder."""
    files: dict[str, Recipe] = {}
    folders: dict[str, Recipe] = {}
    for recipe in recipes:
        if safe(recipe.path) == MARKER:
            raise PlanError(f"'{MARKER}' is the marker's own path")
        name = unicodedata.normalize("NFC", recipe.path).casefold()
        above = folders_above(name)
        other = files.get(name) or folders.get(name) or next((files[a] for a in above if a in files), None)
        if other:
            raise PathClashError(other, recipe)
        files[name] = recipe
        folders.update(dict.fromkeys(above, recipe))


def _in_order(by_path: Mapping[str, Recipe]) -> list[Recipe]:
    try:
        order = TopologicalSorter({path: recipe.needs for path, recipe in by_path.items()}).static_order()
        return [by_path[path] for path in order]
    except CycleError as error:
        circle = " needs ".join(f"'{path}'" for path in reversed(error.args[1]))
        raise PlanError(f"recipes need each other in a circle: {circle}") from None


def _with_needs(ordered: list[Recipe]) -> list[Recipe]:
    keys: dict[str, str] = {}
    done = []
    for recipe in ordered:
        if recipe.needs:
            needs = {f"'{need}'": keys[need] for need in recipe.needs}
            recipe = replace(recipe, key={**recipe.key, **needs})  # noqa: PLW2901 - the same, completed
        keys[recipe.path] = recipe.cache_key()
        done.append(recipe)
    return done


def constant(content: bytes, _: Mapping[str, bytes]) -> bytes:
    """Return the given bytes: the `make` of a recipe, with `partial`."""
    return content
