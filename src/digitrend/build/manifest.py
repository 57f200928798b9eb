"""What the last build into a site was made of, and what that says about the next.

A note in the cache, one a site.  It is found by the way from the cache to the site, so it holds
when the project is moved, and a cache can serve several sites.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digitrend.build.files import digest
from digitrend.build.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digitrend.build.cache import Cache
    from digitrend.build.output import Site

NAMED = 3  # as many changed parts a reason names; a page may need fifty charts


@dataclass(frozen=True, slots=True)
class Entry:
    """One recipe as it was last made."""

    key: Mapping[str, str]  # those of its needs included
    output: str = ""  # the digest of what was published; "" for a product


@dataclass(frozen=True, slots=True)
class Memory:
    """The last build into a site."""

    inputs: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)  # by path

    def outputs(self) -> dict[str, str]:
        """Return what was published, path → SHA-256."""
        return {path: entry.output for path, entry in self.entries.items() if entry.output}

    def cache_keys(self) -> list[str]:
        """Return the keys under which the cache holds what was made."""
        return [cache_key(path, entry.key) for path, entry in self.entries.items()]


def cache_key(path: str, key: Mapping[str, str]) -> str:
    """Return the cache key of a recipe by its path and key."""
    return Recipe(path, key, lambda _: b"").cache_key()


def changed(recipe: Recipe, old: Entry) -> str:
    """Say which named parts of a recipe's key changed, or return ""."""
    names = [*recipe.key, *(part for part in old.key if part not in recipe.key)]
    parts = [part for part in names if recipe.key.get(part) != old.key.get(part)]
    if not parts:
        return ""
    if len(parts) > NAMED:
        parts = [*parts[: NAMED - 1], f"{len(parts) - NAMED + 1} more"]
    return f"{' and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))} changed"


def why_stale(recipe: Recipe, old: Entry | None, output: bytes | None) -> str:
    """Say why an output must be written again, or return "" when it is current.

    `old` is the recipe when it was last made, `output` what stands in the site now.
    """
    if old is None:
        return "new"
    if output is None:
        return "output missing"
    return changed(recipe, old) or ("" if digest(output) == old.output else "output edited")


def recall(cache: Cache, site: Site) -> Memory:
    """Return the memory of the last build into a site; an empty one when there is none."""
    note = cache.note(_way(cache, site))
    return (_read(note) if note else None) or Memory()


def remember(cache: Cache, site: Site, memory: Memory) -> None:
    """Replace the memory of a site, and prune the cache of what no site needs any more."""
    cache.write_note(_way(cache, site), _write(_way(cache, site), memory))
    cache.keep_only(_still_needed(cache))


def _still_needed(cache: Cache) -> Iterable[str]:
    for note in cache.notes():
        if (memory := _read(note)) is None:
            continue
        way = str(json.loads(note)["site"])
        if os.path.lexists(cache.root / way):
            yield from memory.cache_keys()
        else:
            cache.drop_note(way)  # a site that is gone needs nothing


def _way(cache: Cache, site: Site) -> str:
    try:
        return os.path.relpath(site.out, os.path.realpath(cache.root))
    except ValueError:  # on another drive
        return str(site.out)


def _write(way: str, memory: Memory) -> bytes:
    entries = {path: [dict(each.key), each.output] for path, each in memory.entries.items()}
    return json.dumps({"site": way, "inputs": memory.inputs, "entries": entries}, sort_keys=True).encode()


def _read(note: bytes) -> Memory | None:
    """Return what a note says, or None when another version wrote it in another way."""
    try:
        content = json.loads(note)
        rows = content["entries"].items()
        entries = {path: Entry(dict(key), str(output)) for path, (key, output) in rows}
        return Memory(str(content["inputs"]), entries) if content["site"] else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
