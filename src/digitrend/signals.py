"""Ctrl-C and SIGTERM: a command ends with one sentence and the exit code 130, whenever the signal comes.

KeyboardInterrupt raised at an arbitrary moment breaks a pool that is half started or an import, and destructors swallow
it. So by default a signal ends the process at once. Inside `deferred()`, where there is something to clean up, it is
only recorded, and the next `check_interrupt()` raises KeyboardInterrupt. Inside `interruptible()`, where Python only
computes, it is raised immediately, since a template may loop for ever. A second signal, a second later, ends the
process like a kill; the next run cleans up.

The state is kept in the signal handler itself.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPPED = 130  # 128 + SIGINT, as shells have it
SAME_SIGNAL = 1.0  # seconds: one Ctrl-C may arrive twice, from the terminal and from a parent that passes it on
SIGNALS = (signal.SIGINT, signal.SIGTERM)
SHOW_CURSOR = b"\r\x1b[K\x1b[?25h"  # and clear the line: a progress bar hides the cursor


class Stop:
    """The handler of both signals."""

    def __init__(self) -> None:
        """Begin without a signal, outside `deferred` and `interruptible`."""
        self.asked: float | None = None  # when the first signal came
        self.depth = 0  # of nested `deferred` blocks
        self.immediate = False  # inside `interruptible`
        self.message = "the site is unchanged"  # what the closing sentence says
        self._process = os.getpid()
        self._announced = False

    def __call__(self, number: int, frame: object) -> None:  # noqa: ARG002 - as signals are handled
        """Record a signal, raise, or end the process."""
        if os.getpid() != self._process:
            os._exit(STOPPED)  # a fork that has not begun its own work
        now = time.monotonic()
        if self.asked is None:
            self.asked = now
        impatient = now - self.asked > SAME_SIGNAL
        if impatient and os.isatty(2):
            os.write(2, SHOW_CURSOR)
        if self.immediate and not impatient:
            self.immediate = False
            raise KeyboardInterrupt
        # Once the message is printed the process is ending: a further signal must not cut that short.
        if impatient or not (self.depth or self._announced):
            self.announce()
            os._exit(STOPPED)

    def announce(self) -> None:
        """Print once, unbuffered, that the command stopped."""
        if not self._announced:
            self._announced = True
            with suppress(OSError):
                os.write(2, f"digitrend: stopped; {self.message}\n".encode())


def _stop() -> Stop | None:
    """Return the handler, or None outside `stoppable` or the main thread."""
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            if isinstance(handler := signal.getsignal(number), Stop):
                return handler
    return None


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, this module handles SIGINT and SIGTERM, unless they were ignored.

    Does nothing outside the main thread, where Python receives no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stop, before = Stop(), {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number in SIGNALS:
            signal.signal(number, before[number])


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, a signal waits for the next `check_interrupt()`; the outermost block ends with one."""
    if (stop := _stop()) is None:
        yield
        return
    outermost, immediate = not stop.depth, stop.immediate
    stop.depth, stop.immediate = stop.depth + 1, False
    try:
        yield
        if outermost:
            check_interrupt()
    finally:
        # After a signal the depth stays, so that cleaning up is not interrupted.
        stop.depth -= stop.asked is None
        stop.immediate = immediate and stop.asked is None


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside, a signal raises KeyboardInterrupt at once: for code that only computes."""
    check_interrupt()
    stop = _stop()
    if stop:
        stop.immediate = True
    try:
        yield
    finally:
        if stop:
            stop.immediate = False
    check_interrupt()


def check_interrupt() -> None:
    """Raise KeyboardInterrupt if a signal came."""
    if (stop := _stop()) and stop.asked is not None:
        raise KeyboardInterrupt


def set_stop_message(message: str) -> None:
    """Set what the closing sentence says after a signal: the state of the site."""
    if stop := _stop():
        stop.message = message


def stopped() -> NoReturn:
    """Print that the command stopped and raise SystemExit."""
    if stop := _stop():
        stop.announce()
    raise SystemExit(STOPPED)


def ending() -> None:
    """Block further signals at the end of the process; raise SystemExit if one is not yet handled."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    if (stop := _stop()) and stop.asked is not None:
        stopped()
