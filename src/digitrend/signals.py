"""How a command ends early: Ctrl-C and SIGTERM, at any moment, end in one sentence and the exit code 130.

An exception thrown at just any moment breaks whatever it meets: a pool of processes that is half started, an import, a
destructor, which swallows it. So none is thrown. A signal that comes while there is nothing to clear away ends the
process there and then. Inside `deferred()` it is noted; the work looks at the note between two steps, with
`check_interrupt()`, and only that raises KeyboardInterrupt. Only inside `interruptible()`, where Python computes and
nothing is to be cleared away, it is raised at once: a template may loop for ever. A second signal, a while after the
first, waits for nothing: it leaves what a kill leaves, which the next run clears away.

The note is kept where signals are: in the process's own table of handlers.
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
SAME_WISH = 1.0  # seconds: a terminal and a program that passes signals on both tell of one Ctrl-C
SIGNALS = (signal.SIGINT, signal.SIGTERM)
SHOWN_AGAIN = b"\r\x1b[K\x1b[?25h"  # clears the line and shows the cursor, which a progress bar hides


class Stop:
    """The handler of both signals, and what it knows."""

    def __init__(self) -> None:
        """Begin with nothing asked and nothing held."""
        self.asked: float | None = None  # when, first
        self.held = 0  # how deep
        self.sharp = False  # whether to raise at once
        self.standing = "the site is as it was"
        self._process = os.getpid()
        self._told = False

    def __call__(self, number: int, frame: object) -> None:  # noqa: ARG002 - as signals are handled
        """Note a signal, or end at once."""
        if os.getpid() != self._process:
            os._exit(STOPPED)  # a copy of the process that had not yet begun its own work
        now = time.monotonic()
        if self.asked is None:
            self.asked = now
        impatient = now - self.asked > SAME_WISH
        if impatient and os.isatty(2):
            os.write(2, SHOWN_AGAIN)
        if self.sharp and not impatient:
            self.sharp = False
            raise KeyboardInterrupt
        # One who is told is gone, or about to go: then the first to come here ends it, and not a signal within.
        if impatient or not (self.held or self._told):
            self.tell()
            os._exit(STOPPED)

    def tell(self) -> None:
        """Say once that the command stopped, past every buffer."""
        if not self._told:
            self._told = True
            with suppress(OSError):
                os.write(2, f"digitrend: stopped; {self.standing}\n".encode())


def _stop() -> Stop | None:
    """Return what answers signals, where `stoppable` is in force and this thread takes signals."""
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            if isinstance(handler := signal.getsignal(number), Stop):
                return handler
    return None


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, SIGINT and SIGTERM end the process as this module says; a signal that was ignored stays so.

    Does nothing outside the main thread, where Python takes no signals.
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
    outermost, sharp = not stop.held, stop.sharp
    stop.held, stop.sharp = stop.held + 1, False
    try:
        yield
        if outermost:
            check_interrupt()
    finally:
        # After a signal it stays: what unwinds then is left alone, to the very end of the process.
        stop.held -= stop.asked is None
        stop.sharp = sharp and stop.asked is None


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside, a signal raises KeyboardInterrupt at once: for what computes, and neither writes nor starts anything."""
    check_interrupt()
    stop = _stop()
    if stop:
        stop.sharp = True
    try:
        yield
    finally:
        if stop:
            stop.sharp = False
    check_interrupt()


def check_interrupt() -> None:
    """Raise KeyboardInterrupt when a signal came: nothing is in the midst of anything here."""
    if (stop := _stop()) and stop.asked is not None:
        raise KeyboardInterrupt


def from_now_on(standing: str) -> None:
    """Set what to say of a stop from now on: how things stand."""
    if stop := _stop():
        stop.standing = standing


def stopped() -> NoReturn:
    """Say so and leave, the way that clears everything away."""
    if stop := _stop():
        stop.tell()
    raise SystemExit(STOPPED)


def ending() -> None:
    """End the process from here on undisturbed; raises SystemExit when a signal came that nothing has answered yet."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    if (stop := _stop()) and stop.asked is not None:
        stopped()
