"""How a build and its workers end early, together and cleanly."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, SIGTERM raises KeyboardInterrupt, as Ctrl-C does: one way out serves both.

    A build then stops its workers, clears away what it staged, and leaves the old site whole.
    Does nothing outside the main thread, where Python takes no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, _: object) -> NoReturn:
    raise KeyboardInterrupt(f"signal {number}")


def at_work() -> None:
    """Prepare a worker process: its parent alone decides when it stops."""
    # Ctrl-C reaches the whole group; the parent answers it, and lets its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end; a killed one tells its workers nothing, and they would wait for ever."""
    import multiprocessing  # noqa: PLC0415 - in a worker, where it is loaded already

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
