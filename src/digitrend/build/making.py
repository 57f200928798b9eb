"""Makes recipes: the heavy ones in worker processes, the others here meanwhile.

What comes out does not depend on where or in which order it was made.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from digitrend.build.stopping import at_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from digitrend.build.recipes import Recipe


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `path` was made, as the `done`th of `total`."""

    done: int
    total: int
    path: str
    content: bytes = b""


class WorkerLost(RuntimeError):  # noqa: N818 - a name that says what is so
    """A worker process ended in the middle of its work, most likely for lack of memory."""


class Workers:
    """At most so many worker processes, started with the first task and ended by whoever made them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pool: ProcessPoolExecutor | None = None
        self._running: dict[Future[bytes], Recipe] = {}

    def start(self, recipe: Recipe, needs: Mapping[str, bytes]) -> None:
        """Begin to make a recipe."""
        if self._pool is None:
            self._pool = _pool(self.most)
        self._running[self._pool.submit(recipe.make, needs)] = recipe

    def finished(self, *, wait: bool) -> list[tuple[Recipe, bytes]]:
        """Return what was made since the last call; `wait` for one thing at least."""
        if not self._running:
            return []
        from concurrent.futures import FIRST_COMPLETED  # noqa: PLC0415 - as in _pool
        from concurrent.futures import wait as wait_for  # noqa: PLC0415

        if wait:
            wait_for(self._running, return_when=FIRST_COMPLETED)
        ended = [future for future in self._running if future.done()]
        return [(recipe, self._result(future, recipe)) for future in ended if (recipe := self._running.pop(future))]

    def _result(self, future: Future[bytes], recipe: Recipe) -> bytes:
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as in _pool

        with _noted(recipe):
            try:
                return _bytes(future.result())
            except BrokenExecutor as error:
                self.end()  # those that are left are lost with it; the next task starts others
                raise WorkerLost(f"a worker process was lost while '{recipe.path}' was to be made") from error

    def forget(self) -> None:
        """Drop what was not asked for yet: what waits is not begun, what runs runs to its end unheard."""
        for future in self._running:
            future.cancel()
        self._running.clear()

    def end(self) -> None:
        """End all workers as soon as what they do is done."""
        self.forget()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def make_all(
    recipes: Sequence[Recipe],
    products: MutableMapping[str, bytes],
    workers: int | Workers,
    made: Callable[[Recipe, bytes], None],
) -> None:
    """Make each recipe as soon as all it needs is in `products`, and put its bytes there.

    `workers` is the most processes to use, with 0 all are made here; or they are the caller's, and
    stay.  `made` is told of each, in this process.  Whatever a recipe raises passes through, with
    a note of its path; workers that are not the caller's have ended by then.
    """
    by_path = {recipe.path: recipe for recipe in recipes}
    order = TopologicalSorter({p: [n for n in r.needs if n in by_path] for p, r in by_path.items()})
    order.prepare()
    here: deque[Recipe] = deque()
    with _at_hand(workers, sum(recipe.apart for recipe in recipes)) as apart:
        while order.is_active():
            for recipe in map(by_path.__getitem__, order.get_ready()):
                if recipe.apart and apart.most:
                    apart.start(recipe, _needs(recipe, products))
                else:
                    here.append(recipe)
            done = [_made_here(here.popleft(), products)] if here else []
            for recipe, content in [*done, *apart.finished(wait=not done)]:
                products[recipe.path] = content
                order.done(recipe.path)
                made(recipe, content)


@contextmanager
def _at_hand(workers: int | Workers, tasks: int) -> Iterator[Workers]:
    """Give the caller's workers, or some for these tasks alone."""
    if isinstance(workers, Workers):
        try:
            yield workers
        finally:
            workers.forget()
        return
    own = Workers(min(workers, tasks))
    try:
        yield own
    finally:
        own.end()


def _needs(recipe: Recipe, products: Mapping[str, bytes]) -> dict[str, bytes]:
    return {need: products[need] for need in recipe.needs}


def _made_here(recipe: Recipe, products: Mapping[str, bytes]) -> tuple[Recipe, bytes]:
    with _noted(recipe):
        return recipe, _bytes(recipe.make(_needs(recipe, products)))


def _bytes(content: object) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError(f"a recipe must give bytes, not {type(content).__name__}")
    return content


@contextmanager
def _noted(recipe: Recipe) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(f"while '{recipe.path}' was made")
        raise


def prepare(*modules: str) -> None:
    """Begin to load modules that workers will need, in a process of its own, from which they are forked then.

    So they are loaded once, while this process still reads and plans.  Does nothing where there are no workers, or
    where a process with so much loaded is not safe to fork.
    """
    if sys.platform != "linux" or not cores() or threading.current_thread() is not threading.main_thread():
        return
    import multiprocessing  # noqa: PLC0415 - 20 ms that a build without heavy work need not spend
    from multiprocessing import forkserver  # noqa: PLC0415

    multiprocessing.set_start_method("forkserver", force=True)
    multiprocessing.set_forkserver_preload(["__main__", *modules])
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # handed on: Ctrl-C is this process's to answer
    try:
        with _silent():
            forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


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


def cores() -> int:
    """Return as many workers as are worth their start here: none on a single core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable > 1 else 0
