"""The preview's server; a thread brings the site up to date, one round for each save.

Only this module imports watchfiles. The system's own notices are quick but not sure: a folder that is put in another's
place takes its watch along, and in a new folder a file may be written before it is watched. So everything is looked at
once a second as well.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from watchfiles import watch

from digitrend.build.inputs import Options, builtin_templates
from digitrend.build.workers import Workers, cores
from digitrend.content.layout import is_litter
from digitrend.errors import PortTakenError, WorkerLostError
from digitrend.serve.app import Clients, application
from digitrend.serve.preview import Preview, SupersededError, Update

if TYPE_CHECKING:
    from watchfiles import Change


STEP = 6  # ms without news after which a burst of changes is taken to be over
BURST = 60  # ms after which it is update of even if it goes on
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


# A file that is being replaced may be missing or incomplete for a moment.
STILL = 0.1  # seconds
BREATH = 0.05  # seconds for the browser to load the open pages before the others are made

Say = Callable[[Update, float], None]  # an update, and how many seconds it took


@dataclass(slots=True)
class RebuildLoop:
    """Updates a preview whenever a file changes, and notifies the open pages."""

    preview: Preview
    watch: Watcher
    clients: Clients
    loop: asyncio.AbstractEventLoop
    say: Say
    ready: threading.Event

    def run(self) -> None:
        """Run until the watch is stopped."""
        while not self.watch.stopped:
            self.watch.forget()
            began = time.monotonic()
            try:
                again = not self._round(began)
            except SupersededError:
                again = True
            except Exception as error:  # the next save may put it right
                again = self._show_error(error, began)
            if not again:
                self.watch.wait()

    def _round(self, began: float) -> bool:
        """Update everything; return False if a file was saved meanwhile."""
        for update in self.preview.round(self.clients.open_pages()):
            if update.failed and self.watch.wait(STILL):
                return False
            self._publish(update, began)
            if not update.whole and not update.failed and self.watch.wait(BREATH):
                return False
        return True

    def _show_error(self, error: Exception, began: float) -> bool:
        """Show an exception, unless a file is saved in the next moment: then return True."""
        if self.watch.wait(STILL):
            return True
        self._publish(self.preview.show_failure(_sentence(error)), began)
        return False

    def _publish(self, update: Update, began: float) -> None:
        if self.watch.stopped:
            return
        asyncio.run_coroutine_threadsafe(self.clients.notify(), self.loop).result()
        self.say(update, time.monotonic() - began)
        if update.whole and not self.ready.is_set():
            self.preview.warm_up()
        if update.whole or update.failed:
            self.ready.set()


def _sentence(error: Exception) -> str:
    """Return an exception as a sentence; most likely a file cannot be read."""
    if isinstance(error, OSError) and error.filename:
        return f"'{error.filename}' cannot be read: {(error.strerror or str(error)).lower()}"
    if isinstance(error, (OSError, WorkerLostError)):
        return str(error)
    return f"this is a bug in digitrend: {type(error).__name__}: {error}"


HOST = "127.0.0.1"
STOPPING = 0.8  # seconds that a round may take to end; a template that loops does not
PATIENCE = 10.0  # seconds for a request to arrive


class _Patient(H11Protocol):
    """Ends a connection on which a request does not arrive in time; uvicorn would wait for ever."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._late = self.loop.call_later(PATIENCE, transport.close)

    def data_received(self, data: bytes) -> None:
        """Take what came; wait no longer once a request is there, and begin to wait with a part of the next."""
        super().data_received(data)
        arrived = repr(self.conn.their_state) not in {"IDLE", "SEND_BODY"}  # h11's own names
        if self._late and arrived:
            self._late.cancel()
            self._late = None
        elif not self._late and not arrived:
            self._late = self.loop.call_later(PATIENCE, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._late:
            self._late.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    """Ends with the first signal, and hands none on: to be stopped is how a preview ends well."""

    def __init__(self, config: uvicorn.Config, clients: Clients) -> None:
        super().__init__(config)
        self.clients = clients

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGINT and SIGTERM as long as the server runs."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        """End, and close the connections that would stay open for ever."""
        self.should_exit = True
        self.clients.close()


def serve(options: Options, port: int, say: Say, opened: Callable[[str], None]) -> None:
    """Serve the preview until the process is update to stop; 0 is any port that is free.

    `opened` is called with the address once it answers, `say` after each save.  Raises PortTaken.
    """
    with _listening(port) as listener:
        asyncio.run(_serve(options, listener, say, opened))


async def _serve(options: Options, listener: socket.socket, say: Say, opened: Callable[[str], None]) -> None:
    port = listener.getsockname()[1]
    watch = Watcher(tuple(dict.fromkeys((options.content, options.templates, builtin_templates()))))
    workers, ready = Workers(cores()), threading.Event()
    preview = Preview(options, workers, lambda: watch.changed)
    clients = Clients(preview)
    config = uvicorn.Config(
        application(clients, ready, port),
        http=_Patient,
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, clients)
    rounds = RebuildLoop(preview, watch, clients, asyncio.get_running_loop(), say, ready)
    thread = threading.Thread(target=rounds.run, name="rounds", daemon=True)
    watch.start()
    thread.start()
    opened(f"http://{HOST}:{port}/")
    try:
        await server.serve(sockets=[listener])
    finally:
        watch.stop()
        ready.set()
        await asyncio.to_thread(thread.join, STOPPING)
        workers.end()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # elsewhere it would let two programs listen at once
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except OSError as error:
            raise PortTakenError(_why(error, port)) from error
        listener.setblocking(False)
        yield listener


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use: end the program that uses it, or name another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not open to everybody: name one from 1024 on with --port"
    return f"port {port} cannot be listened on: {(error.strerror or str(error)).lower()}"
