"""Files put into the site by hand: they stay, whatever the build does around them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digitrend.store.files import StoreError
from digitrend.store.folders import listing
from digitrend.store.marker import MARKER, marked_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


def check_room(site: Path, files: Mapping[str, bytes], replaced: Collection[str] = ()) -> None:
    """Raise StoreError when a file put into `site` by hand stands where one of `files` belongs.

    One with the same bytes does not: from then on it is the build's. Nor does one of `replaced`.
    """
    folders = _folders(files)
    for path, kind in _by_hand(site).items():
        if path in files and kind == "file" and (site / path).read_bytes() == files[path]:
            continue
        if (path in files and path not in replaced) or (path in folders and kind != "folder"):
            raise StoreError(f"'{path}' was put into the site by hand, and the build makes one: move it away")
        if any(above in files for above in _above(path)):
            raise StoreError(f"'{path}' was put where the build makes a file: move it away")


def carry(old: Path, new: Path, *, late: bool = False) -> None:
    """Bring what was put into `old` by hand to `new`, where nothing of the same path is made.

    `late`: `new` is the site already and `old` goes away, so what `new` lacks is moved.
    """
    made = marked_files(new) or {}
    for path, kind in sorted(_by_hand(old).items()):
        if path in made:
            continue
        if kind == "folder":
            (new / path).mkdir(parents=True, exist_ok=True)
        elif not late:
            _copy(old / path, new / path, kind)
        elif not _same(old / path, new / path):
            (old / path).replace(new / path)


def _by_hand(site: Path) -> dict[str, str]:
    """Return what stands in a site and not in its marker, path → kind."""
    made = marked_files(site)
    if made is None:
        return {}
    made_too = made.keys() | _folders(made) | {MARKER}
    return {path: kind for path, kind in listing(site).items() if path not in made_too}


def _copy(source: Path, target: Path, kind: str) -> None:
    """Make the same file a second time: as a link to it, or where there are none, as a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link":
        target.symlink_to(source.readlink(), target_is_directory=source.is_dir())
        return
    try:
        target.hardlink_to(source)
    except (OSError, AttributeError):
        import shutil  # noqa: PLC0415 - loads three compressors

        shutil.copy2(source, target)


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def _folders(paths: Collection[str]) -> set[str]:
    return {above for path in paths for above in _above(path)}


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]
