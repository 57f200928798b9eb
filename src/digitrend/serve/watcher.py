"""Tells when something in some folders changes.  The only module that imports watchfiles.

The system's own notices are quick but not sure: a folder that is put in another's place takes its watch along, and in a
new folder a file may be written before it is watched.  So everything is looked at once a second as well.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from digitrend.content.layout import is_litter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchfiles import Change

STEP = 6  # ms without news after which a burst of changes is taken to be over
BURST = 60  # ms after which it is told of even if it goes on
LOOK = 1000  # ms between looks at everything

Signature = frozenset[tuple[str, int, int, int]]  # path, inode, size and time of what lies in the folders


class Watcher:
    """Watches folders from a thread of its own, whether or not they exist."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._changed = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer, and wake up whoever waits."""
        self._stop.set()
        self._changed.set()

    @property
    def stopped(self) -> bool:
        """Whether this has been stopped."""
        return self._stop.is_set()

    @property
    def changed(self) -> bool:
        """Whether something has changed since the last `forget`, or the watch was stopped."""
        return self._changed.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a change, so long at most; say whether there is one."""
        return self._changed.wait(seconds)

    def forget(self) -> None:
        """Take note of the changes so far."""
        if not self.stopped:
            self._changed.clear()

    def _run(self) -> None:
        seen: Signature | None = None
        while not self.stopped:
            there = [folder for folder in self.folders if folder.is_dir()]
            if not there:
                seen = self._look(seen)
                self._stop.wait(LOOK / 1000)
                continue
            try:
                self._watch(there, seen)
            except OSError:  # a folder went while it was about to be watched
                self._stop.wait(LOOK / 1000)
            seen = frozenset()  # what happened meanwhile was not seen: the next look tells

    def _watch(self, there: list[Path], seen: Signature | None) -> None:
        """Watch folders until one of them is another one."""
        themselves = _identities(self.folders)
        notices = watch(
            *there,
            watch_filter=_counts,
            step=STEP,
            debounce=BURST,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        for notice in notices:
            if notice:
                self._changed.set()
            else:
                seen = self._look(seen)
            if _identities(self.folders) != themselves:
                self._changed.set()
                return

    def _look(self, seen: Signature | None) -> Signature:
        """Compare all files with what was seen last."""
        now = frozenset(found for folder in self.folders for found in _below(str(folder)))
        if seen is not None and now != seen:
            self._changed.set()
        return now


def _counts(_: Change, path: str) -> bool:
    """Whether a change to a file matters: what editors leave beside it does not."""
    name = os.path.basename(path)  # noqa: PTH119 - called for each of thousands, at a checkout
    return not is_litter(name)


def _below(folder: str) -> Iterator[tuple[str, int, int, int]]:
    try:
        entries = [entry for entry in os.scandir(folder) if not is_litter(entry.name)]
        for entry in entries:
            about = entry.stat(follow_symlinks=False)
            yield entry.path, about.st_ino, about.st_size, about.st_mtime_ns
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
    except OSError:  # it went meanwhile
        return


def _identities(folders: tuple[Path, ...]) -> tuple[int, ...]:
    return tuple(_inode(folder) for folder in folders)


def _inode(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except OSError:
        return 0
