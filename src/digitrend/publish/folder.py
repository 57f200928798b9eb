"""A folder on this machine, such as the root of a web server: changed in one step, like the site itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.publish.changes import Changes, changes
from digitrend.store import MARKER, Site

if TYPE_CHECKING:
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
        standing = {path: content == files.get(path) for path, content in self._site.contents().items()}
        marker = self._site.out / MARKER
        if self._site.files() is not None:
            standing[MARKER] = marker.read_bytes() == files[MARKER]
        return changes(files, standing, self._site.files() or {})

    def send(self, files: Files, todo: Changes) -> None:  # noqa: ARG002 - the whole is swapped in, whatever changed
        """Put the new site beside the old one, and swap the two."""
        with self._site.locked():
            self._site.swap(self._site.stage({path: content for path, content in files.items() if path != MARKER}))
