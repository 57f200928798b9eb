"""Files and folders: safe paths, atomic writes, a store, and the marker of a site.

Paths that Windows reserves are refused, because a site that is built on one system may be published from another: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import sys
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitrend.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


# Devices, whatever the case and whatever follows a dot: `aux.html` opens no file on Windows.
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{i}" for port in ("com", "lpt") for i in "0123456789¹²³"}
)
FORBIDDEN = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32))) | {"\x7f"}


def safe(path: str) -> str:
    """Return `path` as it is.

    Raises ValueError unless it is relative, with forward slashes, inside the folder it is
    meant for, and a file name on Linux, macOS and Windows alike.
    """
    if fault := _fault(path):
        raise ValueError(f"{path!r} cannot be the path of a file: {fault}")
    return path


@lru_cache(maxsize=4096)  # a build asks of each path a dozen times
def _fault(path: str) -> str:
    """Return what is wrong with a path, or ""."""
    if not path:
        return "it is empty"
    if path.startswith("/"):
        return "it is absolute"
    try:
        path.encode()
    except UnicodeEncodeError:
        return "it is not text"
    if bad := sorted(FORBIDDEN.intersection(path)):
        return f"it contains {bad[0]!r}"
    return next((fault for part in path.split("/") if (fault := _part_fault(part))), "")


def folders_above(path: str) -> list[str]:
    """Return the folders that a file is in, from the outermost."""
    parts = path.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


def _part_fault(part: str) -> str:
    """Return what is wrong with a part of a path, or ""."""
    if part in {"", ".", ".."}:
        return "it has an empty part" if not part else f"it contains '{part}'"
    if part[-1] in ". ":  # Windows drops them, so two paths would be one file
        return f"'{part}' ends with a dot or a space"
    if part.partition(".")[0].rstrip().casefold() in RESERVED:
        return f"'{part}' is a device on Windows"
    return ""


# What a kernel, a file system or a sandbox answers when it knows no such call or no such flag.
UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
AT_FDCWD = -100  # Linux: "relative to the working folder"; our paths are absolute anyway


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; return False if the system cannot.

    Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP; Windows has
    no such call.  Raises OSError when the system can, but refuses.
    """
    if sys.platform == "win32":
        return False
    import ctypes  # noqa: PLC0415 - 10 ms that only a changed site should cost

    library = ctypes.CDLL(None, use_errno=True)
    old, new = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(old, new, 2)
        else:
            failed = library.renameat2(AT_FDCWD, old, AT_FDCWD, new, 2)
    except AttributeError:  # a C library older than the call
        return False
    if failed and (code := ctypes.get_errno()) not in UNKNOWN:
        raise OSError(code, os.strerror(code))
    return not failed


def listing(folder: Path) -> dict[str, str]:
    """Return everything in a folder at any depth, as path → "file", "link" or "folder".

    Links are not followed.  Raises OSError for a folder that cannot be listed.
    """
    found: dict[str, str] = {}
    rest = [""]
    while rest:
        above = rest.pop()
        with os.scandir(folder / above) as entries:
            for entry in entries:
                path = f"{above}{entry.name}"
                # On Windows a junction is a folder that leads elsewhere without being a symbolic link.
                if entry.is_symlink() or is_junction(entry.stat(follow_symlinks=False)):
                    found[path] = "link"
                elif entry.is_dir(follow_symlinks=False):
                    found[path] = "folder"
                    rest.append(f"{path}/")
                else:
                    found[path] = "file"
    return found


def is_link(path: Path) -> bool:
    """Tell whether a path is a symbolic link or, on Windows, a junction."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or is_junction(status)


def is_junction(status: os.stat_result) -> bool:
    """Tell whether a status is that of a Windows mount point (IO_REPARSE_TAG_MOUNT_POINT)."""
    return getattr(status, "st_reparse_tag", 0) == 0xA0000003


def discard(folder: Path, last: str) -> None:
    """Remove a folder, with its marker `last` after all other files.

    If something cannot be removed, the marker stays, too, and the next build tries again.
    """
    with suppress(OSError):
        found = listing(folder)
        found.pop(last, None)
        for path in sorted(found, reverse=True):  # a folder sorts before what it holds
            _remove(folder / path, found[path])
        (folder / last).unlink(missing_ok=True)
        folder.rmdir()


def _remove(path: Path, kind: str) -> None:
    if kind == "folder":
        path.rmdir()
        return
    try:
        path.unlink()
    except PermissionError:
        if os.name != "nt":  # elsewhere the mode of a file does not matter, and may be a carried file's
            raise
        path.chmod(stat.S_IWRITE | stat.S_IREAD)  # Windows removes no read-only file
        path.unlink()


def digest(data: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text as UTF-8, in hexadecimal."""
    # Surrogates can stand in a text that no file could hold; they still need a digest.
    octets = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return hashlib.sha256(octets).hexdigest()


@contextmanager
def store_errors(what: str) -> Iterator[None]:
    """Turn an OSError into a StoreError with the text `what`, a colon, and the system's reason."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise StoreError(f"{what}: {reason[:1].lower()}{reason[1:]}") from error


def replace_file(target: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file beside `target` and rename it into place, so that nobody reads an incomplete file.

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


class DiskStore:
    """Files under a folder.  Links are not followed: what they lead to is not in the folder."""

    def __init__(self, root: Path) -> None:
        """Keep files under `root`, which need not exist before the first write."""
        self.root = Path(root)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None when there is no such file; raises StoreError."""
        with store_errors(f"cannot read '{path}'"):
            target = self._place(path)
            return target.read_bytes() if target.is_file() else None

    def write(self, path: str, content: bytes) -> None:
        """Replace a file in one step; the old one stays until the new one is complete.

        Raises StoreError when the disk refuses, and leaves nothing half-written then.
        """
        with store_errors(f"cannot write '{path}'"):
            target = self._place(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, content)

    def remove(self, path: str) -> None:
        """Remove a file, if it exists.  Raises StoreError."""
        with store_errors(f"cannot remove '{path}'"), suppress(FileNotFoundError, NotADirectoryError):
            self._place(path).unlink()

    def _place(self, path: str) -> Path:
        """Return where a path lies; raises OSError when a link stands in its way."""
        place = self.root
        for part in safe(path).split("/"):
            place /= part
            if place.is_symlink():
                raise OSError(0, f"'{part}' is a link")
        return place


MARKER = "digitrend.json"
GENERATOR = "digitrend"


def marker_text(files: Mapping[str, str]) -> bytes:
    """Return the marker of a site made of `files`: path → SHA-256."""
    content = {"files": dict(files), "generator": GENERATOR}
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def marked_files(folder: Path) -> Mapping[str, str] | None:
    """Return the files that a folder's marker lists, or None without a valid marker."""
    try:
        return None if is_link(folder / MARKER) else marked_in((folder / MARKER).read_bytes())
    except OSError:
        return None


@lru_cache(maxsize=2)  # one build asks a dozen times: it looks again whenever others may have changed the site
def marked_in(marker: bytes) -> Mapping[str, str] | None:
    """Return the files that a marker lists, or None if digitrend did not write it."""
    try:
        content = json.loads(marker)
        if content["generator"] != GENERATOR:
            return None
        return {safe(path): str(sha) for path, sha in content["files"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def is_ours(folder: Path) -> bool:
    """Return whether digitrend made a folder: it has a marker, or contains only an incomplete one."""
    if is_link(folder) or not folder.is_dir():
        return False
    if marked_files(folder) is not None:
        return True
    return all(path.startswith(f".{MARKER}.") for path in listing(folder))
