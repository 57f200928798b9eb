"""Worker processes: how they start, work and end."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digitrend.errors import WorkerLostError
from digitrend.signals import check_interrupt, deferred

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

    from digitrend.build.recipe import Recipe

PATIENCE = 0.1  # seconds until a wait looks up, to see whether it was asked to stop


class Workers:
    """At most so many worker processes, started with the first task and ended by whoever made them."""

    def __init__(self, most: int) -> None:
        """Start nothing yet."""
        self.most = most
        self._pool: ProcessPoolExecutor | None = None
        self._running: dict[Future[bytes], Recipe] = {}
        self._begun: dict[str, Future[bytes]] = {}  # by cache key

    def __enter__(self) -> Workers:
        """Give itself: the workers end with the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End all workers: at once when somebody told the command to stop, else with what they are doing."""
        if self._pool is not None and kind is KeyboardInterrupt:
            self._break(self._pool)
            # What waits learns that the pool is broken; if it were cancelled before, the pool's thread would fail.
            self._running.clear()
            self._begun.clear()
            self._pool.shutdown(wait=True)
            self._pool = None
        self.end()

    def begin(self, recipes: Iterable[Recipe]) -> None:
        """Have recipes made that need no others, before anybody asks: `start` then finds them under way."""
        for recipe in recipes:
            if self.most and recipe.in_worker and not recipe.needs:
                self._begun[recipe.cache_key()] = self._submit(recipe, {})

    def start(self, recipe: Recipe, needs: Mapping[str, bytes]) -> None:
        """Have a recipe made; raises WorkerLost."""
        future = self._begun.pop(recipe.cache_key(), None) or self._submit(recipe, needs)
        self._running[future] = recipe

    def _submit(self, recipe: Recipe, needs: Mapping[str, bytes]) -> Future[bytes]:
        with self._whole(recipe), _startable(), _silent():
            return self._ready().submit(recipe.make, needs)

    def _ready(self) -> ProcessPoolExecutor:
        self._pool = self._pool or _pool(self.most)
        return self._pool

    def warm_up(self, recipe: Recipe) -> None:
        """Have every worker make a recipe for nothing, and so load what it needs before somebody waits for it."""
        with self._whole(recipe), _startable(), _silent():
            for _ in range(self.most):
                self._ready().submit(recipe.make, {})

    def finished(self, *, wait: bool) -> list[tuple[Recipe, Future[bytes]]]:
        """Return what has ended since the last call; `wait` for one thing at least.

        Raises KeyboardInterrupt when a signal comes meanwhile.
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
        """End a pool's processes at once.

        One that ended in the midst of a result sent a part of it, and the pool waits for the rest: it hears that there
        is none once nobody else could send it.
        """
        for process in _processes(pool):  # until 3.14 has `terminate_workers`
            process.terminate()
        pool._result_queue._writer.close()  # type: ignore[attr-defined]

    def result(self, recipe: Recipe, future: Future[bytes]) -> bytes:
        """Return what was made; raises what the recipe raised, or WorkerLost."""
        with self._whole(recipe):
            return future.result()

    @contextmanager
    def _whole(self, recipe: Recipe) -> Iterator[None]:
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as in _pool

        try:
            yield
        except BrokenExecutor as error:
            check_interrupt()  # the signal reached the workers as well
            self.end()  # those that are left are lost with it; the next task starts others
            raise WorkerLostError(f"a worker process was lost while '{recipe.path}' was to be made") from error

    def forget(self) -> None:
        """Drop what was not asked for yet: what waits is not begun, what runs runs to its end unheard."""
        for future in (*self._running, *self._begun.values()):
            future.cancel()
        self._running.clear()
        self._begun.clear()

    def end(self) -> None:
        """End all workers as soon as what they do is done."""
        self.forget()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def prepare(*modules: str) -> None:
    """Begin to load modules that workers will need, in a process of its own, from which they are forked then.

    So they are loaded once, while this process still reads and plans.  Does nothing where there are no workers, or
    where a process with so much loaded is not safe to fork.  Raises WorkerLost where none can be started.
    """
    if sys.platform != "linux" or not cores() or threading.current_thread() is not threading.main_thread():
        return
    import multiprocessing  # noqa: PLC0415 - 20 ms that a build without heavy work need not spend
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415

    multiprocessing.set_start_method("forkserver", force=True)
    multiprocessing.set_forkserver_preload(["__main__", *modules])
    with deferred(), _silent(), _startable():
        resource_tracker.ensure_running()  # has a mask of its own, which it lifts
        # The mask is handed on: Ctrl-C is this process's to answer, and reaches it when the mask is lifted.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def _startable() -> Iterator[None]:
    """Raise WorkerLost where the system gives no process, thread or semaphore (EAGAIN of fork(2), no /dev/shm).

    A pool that breaks just now has closed its pipes, which Python tells as an OSError without a number; it is raised
    as what it is, BrokenExecutor.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:
            from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as in _pool

            raise BrokenExecutor(str(error)) from error
        raise WorkerLostError(f"no worker process could be started ({_reason(error)})") from error
    except EOFError as error:  # the process from which workers are forked ended before it gave one
        raise WorkerLostError("no worker process could be started (the one that starts them was lost)") from error
    except (ImportError, NotImplementedError) as error:  # multiprocessing.synchronize, where semaphores do not work
        raise WorkerLostError("no worker process could be started (this system has no semaphores)") from error
    except RuntimeError as error:
        if "can't start new thread" not in str(error):
            raise
        raise WorkerLostError("no worker process could be started (this system gives no thread)") from error


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


@contextmanager
def _silent() -> Iterator[None]:
    """Send standard error nowhere, for processes that are started meanwhile.

    Workers answer by their results. One whose parent is stopped while it is being born would end in a traceback of
    Python's own, on a terminal that has its prompt back.
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

    The latter begin at once, with all that is imported already; but it is safe on Linux alone, and
    only from a process with a single thread.
    """
    import multiprocessing  # noqa: PLC0415 - as in prepare
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    if multiprocessing.get_start_method(allow_none=True) == "forkserver":
        method = "forkserver"
    else:
        method = "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
    return ProcessPoolExecutor(workers, multiprocessing.get_context(method), at_work)


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((pool._processes or {}).values())  # None once the pool is broken


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


def cores() -> int:
    """Return as many workers as are worth their start here: none on a single core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable > 1 else 0
