"""Bytes by key, to save work: any of them may be lost, none of them may be wrong.

Everything here bears the SHA-256 of its key and bytes, so one that was damaged, or put in another's place, counts as
absent. Nothing in a cache is executed. A cache that cannot be written or read is an empty one: it costs time, never the
build. A note for each site says what its last build was made of; it is found by the way from the cache to the site, so
it holds when the project is moved, and a cache can serve several sites.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitrend.build.files import DiskStore, digest
from digitrend.build.recipe import Recipe
from digitrend.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.build.output import Site


KEPT = 30 * 86400.0  # seconds that something is kept in the user's folder
HEAD = 65  # a digest and a line feed stand before the bytes
OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{8}\.new")


def user_folder() -> Path:
    """Return the folder in which a user's builds keep what all projects share; what is old in it is removed.

    Raises OSError when it cannot be made or others may write to it, RuntimeError without a home.
    """
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "digitrend"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = folder.lstat()
    if os.name != "nt" and (about.st_uid != os.getuid() or stat.S_IMODE(about.st_mode) != 0o700):
        raise PermissionError(f"'{folder}' is not this user's alone")
    _tidy(folder)
    return folder


@lru_cache  # once in a process
def _tidy(folder: Path) -> None:
    for file in (*folder.glob("*.cache"), *folder.glob("*/objects/*")):
        if time.time() - file.stat().st_mtime > KEPT:
            file.unlink(missing_ok=True)


def shared_cache(name: str) -> Cache | None:
    """Return a cache of the user's, which all projects share; None where no folder is this user's alone."""
    with suppress(RuntimeError, OSError):
        return Cache(user_folder() / name)
    return None


class Cache:
    """A folder of objects, found by key, and of notes, found by name.

    Objects are pruned by `keep_only`; notes stay until they are dropped.
    """

    def __init__(self, root: Path) -> None:
        """Keep everything under `root`, which is made when there is something to keep."""
        self.root = root
        self._store = DiskStore(root)

    def get(self, key: str) -> bytes | None:
        """Return the bytes put under `key`, or None when they are absent or damaged."""
        return self._read(f"objects/{digest(key)}")

    def has(self, key: str) -> bool:
        """Whether something was put under `key`; it may be damaged."""
        return (self.root / "objects" / digest(key)).is_file()

    def put(self, key: str, content: bytes) -> None:
        """Keep bytes under `key`, if the disk lets us."""
        self._write(f"objects/{digest(key)}", content)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove every object but those of `keys`, and what killed builds left half-written."""
        wanted = {digest(key) for key in keys}
        for name in self._names("objects"):
            # Whatever else lies there is not ours to remove.
            if name not in wanted and OURS.fullmatch(name):
                with suppress(StoreError):
                    self._store.remove(f"objects/{name}")

    def note(self, name: str) -> bytes | None:
        """Return a note, or None when it is absent or damaged."""
        return self._read(f"notes/{digest(name)}")

    def notes(self) -> list[bytes]:
        """Return all notes that are undamaged."""
        read = (self._read(f"notes/{name}") for name in self._names("notes") if OURS.fullmatch(name))
        return [content for content in read if content is not None]

    def write_note(self, name: str, content: bytes) -> None:
        """Replace a note, if the disk lets us."""
        if self.note(name) != content:
            self._write(f"notes/{digest(name)}", content)

    def drop_note(self, name: str) -> None:
        """Remove a note."""
        with suppress(StoreError):
            self._store.remove(f"notes/{digest(name)}")

    def _names(self, folder: str) -> list[str]:
        with suppress(OSError):
            return sorted(os.listdir(self.root / folder))  # noqa: PTH208 - names, not paths: half the time
        return []

    def _read(self, path: str) -> bytes | None:
        with suppress(StoreError):
            content = self._store.read(path)
            if content is not None and content[:HEAD] == _head(path, content[HEAD:]):
                return content[HEAD:]
        return None

    def _write(self, path: str, content: bytes) -> None:
        with suppress(StoreError):
            self._store.write(path, _head(path, content) + content)


def _head(path: str, content: bytes) -> bytes:
    """Return what stands before `content` in the file at `path`, which is named by the digest of its key."""
    return f"{digest(path.encode() + content)}\n".encode()


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
