"""The marker: a file in the site that says who made it, and of what it is made.

It is published with the site, sorted and without a date, so that any copy of the site can be
checked against it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from digitrend.store.files import saying
from digitrend.store.folders import contents, is_link, listing
from digitrend.store.paths import safe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARKER = "digitrend.json"
GENERATOR = "digitrend"


def marker_text(files: Mapping[str, str]) -> bytes:
    """Return the marker of a site made of `files`: path → SHA-256."""
    content = {"files": dict(files), "generator": GENERATOR}
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def marked_files(folder: Path) -> dict[str, str] | None:
    """Return what a folder's marker lists, or None when it has none that this program wrote."""
    try:
        return None if is_link(folder / MARKER) else marked_in((folder / MARKER).read_bytes())
    except OSError:
        return None


def marked_in(marker: bytes) -> dict[str, str] | None:
    """Return what a marker lists, or None when this program did not write it."""
    try:
        content = json.loads(marker)
        if content["generator"] != GENERATOR:
            return None
        return {safe(path): str(sha) for path, sha in content["files"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder, by sorted path, links left out; raises StoreError."""
    with saying(f"cannot read '{folder.as_posix()}'"):
        return contents(folder)


def is_ours(folder: Path) -> bool:
    """Tell whether this program made a folder: it is marked, or nothing but the marker was begun."""
    if is_link(folder) or not folder.is_dir():
        return False
    if marked_files(folder) is not None:
        return True
    return all(path.startswith(f".{MARKER}.") for path in listing(folder))
