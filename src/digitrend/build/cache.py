"""The cache: bytes by key. Any of them may be lost, none of them may be wrong.

Each file begins with the SHA-256 of its name and bytes, so a damaged or exchanged one counts as absent. Nothing in a
cache is executed. A cache that cannot be read or written only costs time. A note for each site records its last build,
under the relative path from the cache to the site, so that the project can be moved and a cache serve several sites.
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
from digitrend.build.recipe import Recipe, canonical
from digitrend.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.build.output import Site


KEPT = 30 * 86400.0  # seconds that files are kept in the user's folder
HEAD = 65  # a digest and a line feed stand before the bytes
OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{8}\.new")


def user_folder() -> Path:
    """Return the user's cache folder, which all projects share; old files in it are removed.

    Raises OSError if it cannot be made or others may write to it, RuntimeError without a home folder.
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
    """Return a cache that all projects of the user share; None without a folder that only this user can write to."""
    with suppress(RuntimeError, OSError):
        return Cache(user_folder() / name)
    return None


class Cache:
    """A folder of objects by key and notes by name.

    `keep_only` removes objects; notes stay until `drop_note`.
    """

    def __init__(self, root: Path) -> None:
        """Use the folder `root`, which need not exist."""
        self.root = root
        self._store = DiskStore(root)

    def get(self, key: str) -> bytes | None:
        """Return the bytes stored under `key`, or None if they are absent or damaged."""
        return self._read(f"objects/{digest(key)}")

    def has(self, key: str) -> bool:
        """Return whether there is an object for `key`, perhaps a damaged one."""
        return (self.root / "objects" / digest(key)).is_file()

    def put(self, key: str, content: bytes) -> None:
        """Store bytes under `key`; ignore errors of the disk."""
        self._write(f"objects/{digest(key)}", content)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove all objects except those of `keys`, and incomplete files of killed builds."""
        wanted = {digest(key) for key in keys}
        for name in self._names("objects"):
            # Other files in the folder are not ours.
            if name not in wanted and OURS.fullmatch(name):
                with suppress(StoreError):
                    self._store.remove(f"objects/{name}")

    def note(self, name: str) -> bytes | None:
        """Return a note, or None if it is absent or damaged."""
        return self._read(f"notes/{digest(name)}")

    def notes(self) -> list[bytes]:
        """Return all notes that are undamaged."""
        read = (self._read(f"notes/{name}") for name in self._names("notes") if OURS.fullmatch(name))
        return [content for content in read if content is not None]

    def write_note(self, name: str, content: bytes) -> None:
        """Replace a note; ignore errors of the disk."""
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
    """Return the first line of the file at `path`: the digest of its path and content."""
    return f"{digest(path.encode() + content)}\n".encode()


NAMED = 3  # the most changed parts that a reason names; a page may need fifty charts


Key = Mapping[str, str]  # of a recipe, including the keys of its needs


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The last build of a site; the site's manifest lists its files."""

    inputs: str = ""  # the digest of everything the recipes were planned from
    manifest: str = ""  # the digest of the site's manifest
    keys: Mapping[str, Key] = field(default_factory=dict)  # by path


def changed(recipe: Recipe, old: Key) -> str:
    """Return which parts of a recipe's key changed, in words, or ""."""
    names = [*recipe.key, *(part for part in old if part not in recipe.key)]
    parts = [part for part in names if recipe.key.get(part) != old.get(part)]
    if not parts:
        return ""
    if len(parts) > NAMED:
        parts = [*parts[: NAMED - 1], f"{len(parts) - NAMED + 1} more"]
    return f"{' and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))} changed"


def why_stale(recipe: Recipe, old: Key | None, output: bytes | None, published: str | None) -> str:
    """Return why an output must be written again, or "" if it is up to date.

    `old` is the recipe's key in the last build, `output` the file in the site, and `published` its digest in the
    site's manifest.
    """
    if old is None:
        return "new"
    if output is None:
        return "output missing"
    return changed(recipe, old) or ("" if digest(output) == published else "output edited")


def load_last_build(cache: Cache, site: Site) -> LastBuild:
    """Return the last build of a site; an empty one if the cache has no note of it."""
    note = cache.note(path_from_cache(cache, site.out))
    return (_read(note) if note else None) or LastBuild()


def save_last_build(cache: Cache, site: Site, last: LastBuild) -> None:
    """Replace the note of a site, and remove objects that no site needs."""
    path = path_from_cache(cache, site.out)
    cache.write_note(path, _write(path, last))
    cache.keep_only(_still_needed(cache))


def _still_needed(cache: Cache) -> Iterable[str]:
    for note in cache.notes():
        if (last := _read(note)) is None:
            continue
        site = str(json.loads(note)["site"])
        if os.path.lexists(cache.root / site):
            yield from (digest(canonical(each)) for each in last.keys.items())
        else:
            cache.drop_note(site)  # it is gone


def path_from_cache(cache: Cache, out: Path) -> str:
    """Return the path from the cache to a site, so that both can be moved together."""
    try:
        return os.path.relpath(out, os.path.realpath(cache.root))
    except ValueError:  # on another drive
        return str(out)


def _write(site: str, last: LastBuild) -> bytes:
    note = {"site": site, "inputs": last.inputs, "manifest": last.manifest, "keys": dict(last.keys)}
    return json.dumps(note, sort_keys=True, default=dict).encode()


def _read(note: bytes) -> LastBuild | None:
    """Parse a note; return None if another version wrote it."""
    try:
        content = json.loads(note)
        keys = {path: dict(key) for path, key in content["keys"].items()}
        return LastBuild(str(content["inputs"]), str(content["manifest"]), keys) if content["site"] else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
