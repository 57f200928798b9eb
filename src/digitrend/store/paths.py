"""Which paths may be written: relative ones that mean the same file on every system.

The names are those that Windows reserves as well, because a site built on one system is
published from another: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

from functools import lru_cache

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
    """Say what is wrong with a path, or return ""."""
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


def _part_fault(part: str) -> str:
    """Say what is wrong with one name between slashes, or return ""."""
    if part in {"", ".", ".."}:
        return "it has an empty part" if not part else f"it contains '{part}'"
    if part[-1] in ". ":  # Windows drops them, so two paths would be one file
        return f"'{part}' ends with a dot or a space"
    if part.partition(".")[0].rstrip().casefold() in RESERVED:
        return f"'{part}' is a device on Windows"
    return ""
