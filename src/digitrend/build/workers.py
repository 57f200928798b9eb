"""Worker processes: how they start, work and end."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar, cast

from digitrend.errors import WorkerLostError
from digitrend.signals import check_interrupt, deferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

    from digitrend.build.recipe import Recipe

T = TypeVar("T")
PATIENCE = 0.1  # seconds between checks for a signal while waiting


class Workers:
    """Up to `most` worker processes, started with the first task; use it as a context manager."""

    def __init__(self, most: int) -> None:
        """Start nothing yet."""
        self.most = most
        self._pool: ProcessPoolExecutor | None = None
        self._running: dict[Future[bytes], Recipe] = {}
        self._early: dict[str, Future[bytes]] = {}  # by cache key

    def __enter__(self) -> Workers:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End all workers: after a signal at once, otherwise when they have finished their tasks."""
        if self._pool is not None and kind is KeyboardInterrupt:
            self._break(self._pool)
            # Not cancelled: the thread of a broken pool fails on cancelled tasks.
            self._running.clear()
            self._early.clear()
            self._pool.shutdown(wait=True)
            self._pool = None
        self.end()

    def start_early(self, recipes: Iterable[Recipe]) -> None:
        """Start recipes that need no others; `start` then picks them up."""
        for recipe in recipes:
            if self.most and recipe.in_worker and not recipe.needs:
                self._early[recipe.cache_key()] = self._submit(recipe, {})

    def start(self, recipe: Recipe, needs: Mapping[str, bytes]) -> None:
        """Start a recipe; raises WorkerLostError."""
        future = self._early.pop(recipe.cache_key(), None) or self._submit(recipe, needs)
        self._running[future] = recipe

    def _submit(self, recipe: Recipe, needs: Mapping[str, bytes]) -> Future[bytes]:
        with self._worker_errors(recipe), _start_errors(), _silent_stderr():
            return self._ready().submit(recipe.make, needs)

    def _ready(self) -> ProcessPoolExecutor:
        self._pool = self._pool or _pool(self.most)
        return self._pool

    def warm_up(self, recipe: Recipe) -> None:
        """Let every worker make a recipe once, so that its imports are loaded; the results are dropped."""
        with self._worker_errors(recipe), _start_errors(), _silent_stderr():
            for _ in range(self.most):
                self._ready().submit(recipe.make, {})

    def finished(self, *, wait: bool) -> list[tuple[Recipe, Future[bytes]]]:
        """Return the tasks that ended since the last call; with `wait`, at least one.

        Raises KeyboardInterrupt after a signal.
        """
        if not self._running:
            return []
        from concurrent.futures import FIRST_COMPLETED  # noqa: PLC0415 - as in _pool
        from concurrent.futures import wait as wait_for  # noqa: PLC0415

        while wait and not wait_for(self._running, PATIENCE, FIRST_COMPLETED).done:
            check_interrupt()
            if self._pool and any(process.exitcode is not None for process in _processes(self._pool)):
                self._break(self._pool)
        ended = [future for future in self._running if future.done()]
        return [(self._running.pop(future), future) for future in ended]

    @staticmethod
    def _break(pool: ProcessPoolExecutor) -> None:
        """End the processes of a pool at once.

        The pool may be waiting for the rest of a result from a process that ended; closing our end of the pipe ends
        that wait.
        """
        for process in _processes(pool):  # until 3.14 has `terminate_workers`
            process.terminate()
        pool._result_queue._writer.close()  # type: ignore[attr-defined]

    def result(self, recipe: Recipe, future: Future[bytes]) -> bytes:
        """Return the bytes of a recipe; raises what it raised, or WorkerLostError."""
        with self._worker_errors(recipe):
            return future.result()

    @contextmanager
    def _worker_errors(self, recipe: Recipe) -> Iterator[None]:
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as in _pool

        try:
            yield
        except BrokenExecutor as error:
            check_interrupt()  # the signal reached the workers as well
            self.end()  # the next task starts new ones
            raise WorkerLostError(f"a worker process ended while it made '{recipe.path}'") from error

    def forget(self) -> None:
        """Drop all tasks: cancel those that wait, and ignore the results of the others."""
        for future in (*self._running, *self._early.values()):
            future.cancel()
        self._running.clear()
        self._early.clear()

    def end(self) -> None:
        """End all workers when they have finished their tasks."""
        self.forget()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def prepare(*modules: str) -> None:
    """Start a process that imports modules for workers, which are then forked from it.

    It runs while this process reads and plans.  Does nothing on a single core, or where forking such a process is not
    safe.  Raises WorkerLostError if it cannot be started.
    """
    if sys.platform != "linux" or not cores() or threading.current_thread() is not threading.main_thread():
        return
    import multiprocessing  # noqa: PLC0415 - 20 ms that a build without heavy work need not spend
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415

    multiprocessing.set_start_method("forkserver", force=True)
    multiprocessing.set_forkserver_preload(["__main__", *modules])
    with deferred(), _silent_stderr(), _start_errors():
        resource_tracker.ensure_running()  # has a mask of its own, which it lifts
        # The child inherits the mask; this process handles Ctrl-C when the mask is lifted.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def _start_errors() -> Iterator[None]:
    """Raise WorkerLostError if the system has no process, thread or semaphore left (EAGAIN of fork(2), no /dev/shm).

    A pool that breaks at that moment has closed pipes, which is an OSError without errno; raise BrokenExecutor then.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:
            from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as in _pool

            raise BrokenExecutor(str(error)) from error
        reason = (error.strerror or str(error)).lower()
        raise WorkerLostError(f"no worker process could be started ({reason})") from error
    except EOFError as error:  # the fork server ended
        raise WorkerLostError("no worker process could be started (the process that starts them ended)") from error
    except (ImportError, NotImplementedError) as error:  # multiprocessing.synchronize, where semaphores do not work
        raise WorkerLostError("no worker process could be started (this system has no semaphores)") from error
    except RuntimeError as error:
        if "can't start new thread" not in str(error):
            raise
        raise WorkerLostError("no worker process could be started (this system allows no more threads)") from error


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Discard the standard error of processes that are started inside.

    A worker whose parent ends while it starts would print a traceback after the shell's prompt.
    """
    try:
        kept = os.dup(2)
    except OSError:  # standard error is closed: there is nothing to keep
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes, forked from the one that `prepare` started, or from this one.

    Forking this one is faster, but safe only on Linux and with a single thread.
    """
    import multiprocessing  # noqa: PLC0415 - as in prepare
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    if multiprocessing.get_start_method(allow_none=True) == "forkserver":
        method = "forkserver"
    else:
        method = "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
    return ProcessPoolExecutor(workers, multiprocessing.get_context(method), init_worker)


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((pool._processes or {}).values())  # None once the pool is broken


def init_worker() -> None:
    """Initialize a worker process: it ends with its parent, and ignores Ctrl-C, which the parent handles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Exit when the parent ends, also if it was killed."""
    import multiprocessing  # noqa: PLC0415 - in a worker, where it is loaded already

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def aside(make: Callable[[], T]) -> Callable[[], T]:
    """Begin to make something in a copy of this process; return the function that waits for it and returns it.

    It must be what `pickle` takes.  It is made in this process, when it is asked for, on a single core, where copying a
    process is not safe or fails, and where the copy ends without it.
    """
    if sys.platform != "linux" or not cores() or threading.active_count() > 1:
        return make
    reader, writer = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return make
    if not process:
        os.close(reader)  # so that writing fails once nobody reads
        # What fails here is made again in the first process, and fails there.
        with suppress(BaseException), os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(make()))
        os._exit(0)
    os.close(writer)

    def made() -> T:
        with os.fdopen(reader, "rb") as pipe:
            written = pipe.read()
        _, status = os.waitpid(process, 0)
        return cast("T", pickle.loads(written)) if written and not status else make()

    return made


def cores() -> int:
    """Return how many workers to start: one for each core, none on a single core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable > 1 else 0
