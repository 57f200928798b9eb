"""Bytes by key, to save work: any of them may be lost, none of them may be wrong.

Everything here bears the SHA-256 of its key and bytes, so one that was damaged, or put in another's place, counts as
absent. Nothing in a cache is executed. A cache that cannot be written or read is an empty one: it costs time, never the
build.
"""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitrend.build.files import DiskStore, digest
from digitrend.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT = 30 * 86400.0  # seconds that something is kept in the user's folder
HEAD = 65  # a digest and a line feed stand before the bytes
OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{8}\.new")


def user_folder() -> Path:
    """Return the folder in which a user's builds keep what all projects share, and remove what is old in it.

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
