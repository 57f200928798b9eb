"""Whole folders: two of them exchanged in one step, one of them listed or discarded."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What a kernel, a file system or a sandbox answers when it knows no such call or no such flag.
UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
AT_FDCWD = -100  # Linux: "relative to the working folder"; our paths are absolute anyway


def exchange(one: Path, other: Path) -> bool:
    """Give two folders each other's names in one step; False where the system cannot.

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
    """Return all that a folder holds at any depth, as path → "file", "link" or "folder".

    Links are not followed.  Raises OSError for a folder that cannot be listed.
    """
    found: dict[str, str] = {}
    rest = [""]
    while rest:
        above = rest.pop()
        with os.scandir(folder / above) as entries:
            for entry in entries:
                path = f"{above}{entry.name}"
                found[path] = _kind(entry)
                if found[path] == "folder":
                    rest.append(f"{path}/")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file that a folder holds at any depth, by sorted path; links are none.

    Raises OSError for what cannot be read.
    """
    return {path: (folder / path).read_bytes() for path, kind in sorted(listing(folder).items()) if kind == "file"}


def _kind(entry: os.DirEntry[str]) -> str:
    # On Windows a junction is a folder that leads elsewhere without being a symbolic link.
    if entry.is_symlink() or is_junction(entry.stat(follow_symlinks=False)):
        return "link"
    return "folder" if entry.is_dir(follow_symlinks=False) else "file"


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
    """Remove a folder, its file `last` after all others: until then it can be told whose it was.

    What cannot be removed stays, `last` with it: the folder is tried again by the next build.
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
