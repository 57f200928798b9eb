"""Recipes, and the order in which they can be made."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from digitrend.build.files import MARKER, digest, safe
from digitrend.build.keys import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one output is made, and what it depends on.

    `make` must be a function of what `key` names and of what it is given: the engine makes an
    output again when `key` changed or a needed recipe's did, and at no other time.
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
    """Recipes that cannot be made: one needs what nobody makes, or in the end itself."""


class PathClashError(PlanError):
    """Two recipes for one path.  `first` and `second` are they, in the order they were given."""

    def __init__(self, first: Recipe, second: Recipe) -> None:
        """Name both."""
        self.first, self.second = first, second
        if first.path == second.path:
            super().__init__(f"two recipes make '{first.path}'")
        else:
            super().__init__(f"'{first.path}' and '{second.path}' cannot stand in one folder")


def in_making_order(recipes: Iterable[Recipe]) -> list[Recipe]:
    """Return the recipes in an order in which each comes after all it needs.

    The key of each gets a part for every need, named by its path in quotes: so a change of the
    needed is a change of the needing.  Raises PathClashError, PlanError, and ValueError for a published path
    that is not safe.
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
    """Refuse paths that differ in case alone (one file on macOS and Windows), and a file as folder."""
    files: dict[str, Recipe] = {}
    folders: dict[str, Recipe] = {}
    for recipe in recipes:
        if safe(recipe.path) == MARKER:
            raise PlanError(f"'{MARKER}' is the marker's own path")
        name = unicodedata.normalize("NFC", recipe.path).casefold()
        parts = name.split("/")
        above = ["/".join(parts[:i]) for i in range(1, len(parts))]
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
    """Return bytes that are known already: what `partial` makes a recipe of."""
    return content
