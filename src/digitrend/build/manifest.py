"""What the last build into a site was made of, and what that says about the next.

A note in the cache, one a site; what was published is in the site's manifest, `digitrend.json`.  The note is found by
the way from the cache to the site, so it holds when the project is moved, and a cache can serve several sites.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digitrend.build.files import digest
from digitrend.build.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.build.cache import Cache
    from digitrend.build.output import Site

NAMED = 3  # as many changed parts a reason names; a page may need fifty charts


Key = Mapping[str, str]  # a recipe's, those of its needs included


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The last build into a site; what it published is in the site's own manifest."""

    inputs: str = ""  # the digest of everything the recipes were planned from
    manifest: str = ""  # the digest of the site's manifest
    keys: Mapping[str, Key] = field(default_factory=dict)  # by path

    def cache_keys(self) -> list[str]:
        """Return the keys under which the cache holds what was made."""
        return [cache_key(path, key) for path, key in self.keys.items()]


def cache_key(path: str, key: Mapping[str, str]) -> str:
    """Return the cache key of a recipe by its path and key."""
    return Recipe(path, key, lambda _: b"").cache_key()


def changed(recipe: Recipe, old: Key) -> str:
    """Say which named parts of a recipe's key changed, or return ""."""
    names = [*recipe.key, *(part for part in old if part not in recipe.key)]
    parts = [part for part in names if recipe.key.get(part) != old.get(part)]
    if not parts:
        return ""
    if len(parts) > NAMED:
        parts = [*parts[: NAMED - 1], f"{len(parts) - NAMED + 1} more"]
    return f"{' and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))} changed"


def why_stale(recipe: Recipe, old: Key | None, output: bytes | None, published: str | None) -> str:
    """Say why an output must be written again, or return "" when it is current.

    `old` is the recipe's key when it was last made, `output` what stands in the site now, and `published` the digest
    that the site's manifest has of it.
    """
    if old is None:
        return "new"
    if output is None:
        return "output missing"
    return changed(recipe, old) or ("" if digest(output) == published else "output edited")


def load_last_build(cache: Cache, site: Site) -> LastBuild:
    """Return what is known of the last build into a site; nothing when there is no note of it."""
    note = cache.note(_way(cache, site))
    return (_read(note) if note else None) or LastBuild()


def save_last_build(cache: Cache, site: Site, last: LastBuild) -> None:
    """Replace the note of a site, and prune the cache of what no site needs any more."""
    cache.write_note(_way(cache, site), _write(_way(cache, site), last))
    cache.keep_only(_still_needed(cache))


def _still_needed(cache: Cache) -> Iterable[str]:
    for note in cache.notes():
        if (last := _read(note)) is None:
            continue
        way = str(json.loads(note)["site"])
        if os.path.lexists(cache.root / way):
            yield from last.cache_keys()
        else:
            cache.drop_note(way)  # a site that is gone needs nothing


def _way(cache: Cache, site: Site) -> str:
    try:
        return os.path.relpath(site.out, os.path.realpath(cache.root))
    except ValueError:  # on another drive
        return str(site.out)


def _write(way: str, last: LastBuild) -> bytes:
    note = {"site": way, "inputs": last.inputs, "manifest": last.manifest, "keys": dict(last.keys)}
    return json.dumps(note, sort_keys=True, default=dict).encode()


def _read(note: bytes) -> LastBuild | None:
    """Return what a note says, or None when another version wrote it in another way."""
    try:
        content = json.loads(note)
        keys = {path: dict(key) for path, key in content["keys"].items()}
        return LastBuild(str(content["inputs"]), str(content["manifest"]), keys) if content["site"] else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
