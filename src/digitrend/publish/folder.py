"""A folder on this machine, such as the root of a web server: changed in one step, like the site itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.build.files import MARKER, listing
from digitrend.build.output import Site
from digitrend.errors import StoreError
from digitrend.publish.changes import Changes, changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digitrend.publish.changes import Files


class Folder:
    """A folder, which need not exist; what was put into it by hand stays."""

    def __init__(self, path: Path) -> None:
        """Take the folder; nothing is looked at yet."""
        self.name = path.as_posix()
        self._site = Site(path)

    def compare(self, files: Files) -> Changes:
        """Say what must be done for just these files to be there.  Raises NotOurs or StoreError."""
        self._site.check()
        out = self._site.out
        try:
            there = {path: kind for path, kind in (listing(out) if out.exists() else {}).items() if kind != "folder"}
            standing = {
                path: kind == "file" and path in files and (out / path).read_bytes() == files[path]
                for path, kind in there.items()
            }
        except OSError as error:
            raise StoreError(f"cannot read '{self.name}': {error.strerror}") from None
        return changes(files, standing, self._site.files() or {})

    def send(self, files: Files, todo: Changes) -> None:
        """Put the new site beside the old one, and swap the two; readable for all, such as the web server's user."""
        made = [above for above in (self._site.out.parent, *self._site.out.parents) if not above.exists()]
        with self._site.locked():
            ours = {path: content for path, content in files.items() if path != MARKER}
            staged = self._site.stage(ours, replaced=todo.taken)
            _let_all_read((staged / path for path in files), staged, made)
            self._site.swap(staged)


def _let_all_read(files: Iterable[Path], top: Path, made: Iterable[Path]) -> None:
    """Give files, the folders that they are in, and folders that were made on the way modes without regard to umask."""
    folders = {top, *made}
    try:
        for file in files:
            file.chmod(0o644)
            folders |= {above for above in file.parents if above.is_relative_to(top)}
        for folder in folders:
            folder.chmod(0o755)
    except OSError as error:
        raise StoreError(f"cannot let others read '{top}': {error.strerror}") from None
