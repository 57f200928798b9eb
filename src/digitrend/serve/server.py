"""The preview as a whole: a socket on loopback, the watch, the rounds, and one clean end.

The only module that imports uvicorn.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from digitrend.build import Workers, cores
from digitrend.inputs import Options, own_templates

from .app import application
from .preview import Preview
from .rounds import Rounds, Say
from .tabs import Tabs
from .watching import Watch

HOST = "127.0.0.1"


class PortTaken(Exception):  # noqa: N818 - a name that says what is so
    """The port cannot be listened on; the text says why, and what to do."""


class _Server(uvicorn.Server):
    """Ends with the first signal, and hands none on: to be stopped is how a preview ends well."""

    def __init__(self, config: uvicorn.Config, tabs: Tabs) -> None:
        super().__init__(config)
        self.tabs = tabs

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
        self.tabs.close()


def serve(options: Options, port: int, say: Say, opened: Callable[[str], None]) -> None:
    """Serve the preview until the process is told to stop; 0 is any port that is free.

    `opened` is called with the address once it answers, `say` after each save.  Raises PortTaken.
    """
    with _listening(port) as listener:
        asyncio.run(_serve(options, listener, say, opened))


async def _serve(options: Options, listener: socket.socket, say: Say, opened: Callable[[str], None]) -> None:
    port = listener.getsockname()[1]
    watch = Watch(tuple(dict.fromkeys((options.content, options.templates, own_templates()))))
    workers, ready = Workers(cores()), threading.Event()
    preview = Preview(options, workers, lambda: watch.changed)
    tabs = Tabs(preview)
    config = uvicorn.Config(
        application(tabs, ready, port),
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, tabs)
    rounds = Rounds(preview, watch, tabs, asyncio.get_running_loop(), say, ready)
    thread = threading.Thread(target=rounds.run, name="rounds", daemon=True)
    watch.start()
    thread.start()
    opened(f"http://{HOST}:{port}/")
    try:
        await server.serve(sockets=[listener])
    finally:
        watch.stop()
        ready.set()
        await asyncio.to_thread(thread.join)
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
            raise PortTaken(_why(error, port)) from error
        listener.setblocking(False)
        yield listener


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use: end the program that uses it, or name another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not open to everybody: name one from 1024 on with --port"
    return f"port {port} cannot be listened on: {(error.strerror or str(error)).lower()}"
