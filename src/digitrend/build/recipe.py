"""Recipes, and the order in which they can be made."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from digitrend.build.files import MARKER, digest, safe
from digitrend.build.keys import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one output is made, and what it depends on.

    `make` must be a function of what `key` names and of what it is given: the engine makes an
    output again when `key` changed or a needed recipe's did, and at no other time.
    """

    path: str  # the output's path in the site, or the name of a product; for a folder, the folder's
    key: Mapping[str, str]  # named parts → digests: "content", "templates", "assets", "program"
    make: Callable[[Mapping[str, bytes]], bytes]  # given the products of `needs`, and no others
    needs: tuple[str, ...] = ()  # paths of the recipes whose bytes `make` takes
    published: bool = True  # False: a product that only other recipes use; made when one needs it
    apart: bool = False  # heavy: made in a worker process, so `make` must be picklable
    folder: bool = False  # what `make` gives is a packed folder; its files are published, each under its own name

    def cache_key(self) -> str:
        """Return the digest of all that the output depends on, its path included."""
        return digest(canonical((self.path, self.key)))

    def files(self, content: bytes) -> dict[str, bytes]:
        """Return what is published of the recipe's bytes, by path: one file, or those of the folder."""
        if not self.folder:
            return {self.path: content}
        return {f"{self.path}/{name}": each for name, each in unpacked(content).items()}


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
    needed is a change of the needing.  Raises Clash, BadPlan, and ValueError for a published path
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


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files, by their path in the folder, as one."""
    from zipfile import ZipFile, ZipInfo  # noqa: PLC0415 - a build without folders need not load it

    archive = io.BytesIO()
    with ZipFile(archive, "w") as writer:
        for path in sorted(files):
            member = ZipInfo(path)  # dated 1980, as far back as the format goes
            member.create_system = 3  # the same on every system
            writer.writestr(member, files[path])
    return archive.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files that were packed, by their path in the folder."""
    from zipfile import ZipFile  # noqa: PLC0415 - as in packed

    with ZipFile(io.BytesIO(content)) as reader:
        return {member.filename: reader.read(member) for member in reader.infolist()}
