"""The thread in which the preview is brought up to date: one round for each save, and none in vain."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from digitrend.build import WorkerLost

from .preview import Preview, Superseded, Told
from .tabs import Tabs
from .watching import Watch

# A file that is being replaced may be gone or half there for a moment: only a mistake that stays is one.
STILL = 0.1  # seconds
BREATH = 0.05  # seconds that the browser gets for itself before the pages that nobody looks at are made

Say = Callable[[Told, float], None]  # what came of a save, and how many seconds it took


@dataclass(slots=True)
class Rounds:
    """Brings a preview up to date whenever something changes, and tells the open pages."""

    preview: Preview
    watch: Watch
    tabs: Tabs
    loop: asyncio.AbstractEventLoop
    say: Say
    ready: threading.Event

    def run(self) -> None:
        """Go on until the watch is stopped."""
        while not self.watch.stopped:
            self.watch.forget()
            began = time.monotonic()
            try:
                again = not self._round(began)
            except Superseded:
                again = True
            except Exception as error:  # whatever it is, the next save may do without
                again = self._stopped_by(error, began)
            if not again:
                self.watch.wait()

    def _round(self, began: float) -> bool:
        """Bring everything up to date; false if something was saved meanwhile."""
        for told in self.preview.round(self.tabs.open_pages()):
            if told.failed and self.watch.wait(STILL):
                return False
            self._tell(told, began)
            if not told.whole and not told.failed and self.watch.wait(BREATH):
                return False
        return True

    def _stopped_by(self, error: Exception, began: float) -> bool:
        """Show what stopped a round, if it stays; true if something was saved meanwhile."""
        if self.watch.wait(STILL):
            return True
        self._tell(self.preview.stopped_by(_sentence(error)), began)
        return False

    def _tell(self, told: Told, began: float) -> None:
        if self.watch.stopped:
            return
        asyncio.run_coroutine_threadsafe(self.tabs.tell(), self.loop).result()
        self.say(told, time.monotonic() - began)
        if told.whole and not self.ready.is_set():
            self.preview.warm_up()
        if told.whole or told.failed:
            self.ready.set()


def _sentence(error: Exception) -> str:
    """Say what stopped a round: a file that cannot be read, most likely."""
    if isinstance(error, OSError) and error.filename:
        return f"'{error.filename}' cannot be read: {(error.strerror or str(error)).lower()}"
    if isinstance(error, (OSError, WorkerLost)):
        return str(error)
    return f"this is a fault of digitrend's own: {type(error).__name__}: {error}"
