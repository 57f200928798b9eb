"""Files by path, replaced whole: on disk, or in memory with the same manners."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from digitrend.store.paths import safe

if TYPE_CHECKING:
    from collections.abc import Iterator


class StoreError(Exception):
    """The disk refused; the text is one sentence for whoever runs the build."""


class Store(Protocol):
    """Files by relative path.  Every method raises ValueError for a path that is not `safe`."""

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None when there is no such file."""

    def write(self, path: str, content: bytes) -> None:
        """Replace a file in one step."""

    def remove(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""

    def paths(self) -> list[str]:
        """Return the paths of all files, sorted."""


def digest(data: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text as UTF-8, in hexadecimal."""
    # Surrogates can stand in a text that no file could hold; they still need a digest.
    octets = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return hashlib.sha256(octets).hexdigest()


@contextmanager
def saying(what: str) -> Iterator[None]:
    """Turn an OSError inside into a StoreError: `what`, a colon, and the system's reason."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise StoreError(f"{what}: {reason[:1].lower()}{reason[1:]}") from error


def replace(target: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file beside `target` and rename it into place, so that no reader meets half of it.

    A `durable` one survives a power cut too.  Raises OSError, and leaves nothing behind then.
    """
    # Not tempfile: its files only their owner could read; open() follows the umask.
    new = target.with_name(f".{target.name}.{os.urandom(4).hex()}.new")
    try:
        with new.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


class MemoryStore:
    """Files in memory: what a preview serves, and what a test looks at."""

    def __init__(self) -> None:
        """Begin with no files."""
        self._files: dict[str, bytes] = {}

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None when there is no such file."""
        return self._files.get(safe(path))

    def write(self, path: str, content: bytes) -> None:
        """Replace a file."""
        self._files[safe(path)] = content

    def remove(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        self._files.pop(safe(path), None)

    def paths(self) -> list[str]:
        """Return the paths of all files, sorted."""
        return sorted(self._files)


class DiskStore:
    """Files under a folder.  Links are not followed: what they lead to is not in the folder."""

    def __init__(self, root: Path) -> None:
        """Keep files under `root`, which need not exist before the first write."""
        self.root = Path(root)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None when there is no such file; raises StoreError."""
        with saying(f"cannot read '{path}'"):
            target = self._place(path)
            return target.read_bytes() if target.is_file() else None

    def write(self, path: str, content: bytes) -> None:
        """Replace a file in one step; the old one stays until the new one is complete.

        Raises StoreError when the disk refuses, and leaves nothing half-written then.
        """
        with saying(f"cannot write '{path}'"):
            target = self._place(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            replace(target, content)

    def remove(self, path: str) -> None:
        """Remove a file; one that is not there is no fault.  Raises StoreError."""
        with saying(f"cannot remove '{path}'"), suppress(FileNotFoundError, NotADirectoryError):
            self._place(path).unlink()

    def paths(self) -> list[str]:
        """Return the paths of all files, sorted; half-written ones and links are none."""
        found = []
        for folder, _, names in os.walk(self.root):
            for name in names:
                file = Path(folder, name)
                if not file.is_symlink() and not (name.startswith(".") and name.endswith(".new")):
                    found.append(file.relative_to(self.root).as_posix())
        return sorted(found)

    def _place(self, path: str) -> Path:
        """Return where a path lies; raises OSError when a link stands in its way."""
        place = self.root
        for part in safe(path).split("/"):
            place /= part
            if place.is_symlink():
                raise OSError(0, f"'{part}' is a link")
        return place
