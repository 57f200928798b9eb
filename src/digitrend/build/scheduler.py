"""From recipes to a site: make what is out of date, keep the rest, and swap in the whole site.

Heavy recipes run in worker processes, the others in this one. The result does not depend on where or in which order
they ran.
"""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from digitrend.build.cache import LastBuild, changed, load_last_build, save_last_build, why_stale
from digitrend.build.files import digest, marker_text
from digitrend.build.output import PATIENCE, Site
from digitrend.build.recipe import PathClashError, Recipe, in_making_order
from digitrend.build.workers import Workers, cores
from digitrend.errors import StoreError
from digitrend.signals import check_interrupt, deferred, interruptible, set_stop_message

if TYPE_CHECKING:
    from pathlib import Path

    from digitrend.build.cache import Cache


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a build: `path` was made, as number `done` of `total`."""

    done: int
    total: int
    path: str
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.  Paths are sorted."""

    written: Mapping[str, str]  # path → reason: files of the site that are new or changed
    kept: tuple[str, ...]  # files of the site that did not change
    removed: tuple[str, ...]  # files of the last site that are gone
    made: Mapping[str, str]  # path → reason: recipes made, products included
    reused: tuple[str, ...]  # recipes whose results were reused
    bytes: int  # the site's, without its marker
    swapped: bool = False  # whether a new site replaced the old one

    @property
    def reasons(self) -> dict[str, str]:
        """Why each path was made, written or removed; sorted."""
        gone = dict.fromkeys(self.removed, "no longer made")
        return dict(sorted({**self.made, **self.written, **gone}.items()))


class Task:
    """A build of recipes: `make` finds or makes their bytes, `swap` replaces the site."""

    def __init__(self, recipes: Iterable[Recipe], cache: Cache, site: Site | None = None) -> None:
        """Sort the recipes; raise PlanError or ValueError if they conflict.

        Without a `site`, everything stays in memory, for a preview.
        """
        self.cache = cache
        self.files: dict[str, bytes] = {}  # the published files by sorted path, once made
        self._recipes = in_making_order(recipes)
        self._site = site
        self._last = load_last_build(cache, site) if site else LastBuild()
        self._manifest: Mapping[str, str] = (site.files() if site else None) or {}  # path → SHA-256
        self._old_files: Mapping[str, bytes] = site.contents() if site else {}  # of the existing site
        self._products: dict[str, bytes] = {}
        self._made: dict[str, str] = {}  # path → reason

    def make(self, workers: Workers | int | None = None) -> Iterator[Progress]:
        """Make all outputs that are out of date, and what they need; yield each one that was made.

        `workers` are the caller's, or how many to start; by default one for each core.  Exceptions of recipes pass
        through, with a note of the path; so do WorkerLostError, and KeyboardInterrupt after a signal.
        """
        stale = self._find()
        for recipe, content in _make_all(stale, self._products, cores() if workers is None else workers):
            self.cache.put(recipe.cache_key(), content)  # at once, so that a killed build keeps its results
            self._made[recipe.path] = self._why(recipe)
            yield Progress(len(self._made), len(stale), recipe.path, content)
        published = (recipe.path for recipe in self._recipes if recipe.published)
        self.files = {path: self._products[path] for path in sorted(published)}

    def digests(self) -> dict[str, str]:
        """Return the digest of each published file, by path."""
        return {path: digest(content) for path, content in self.files.items()}

    def add(self, recipe: Recipe) -> None:
        """Make and add one more published file, the proof of all others; raises PathClashError."""
        if recipe.path in self.files:
            raise PathClashError(next(each for each in self._recipes if each.path == recipe.path), recipe)
        content = recipe.make({})
        self._recipes.append(recipe)
        if content != self._old_files.get(recipe.path):
            self._made[recipe.path] = self._why(recipe)
        self.files = dict(sorted({**self.files, recipe.path: content}.items()))

    def swap(self, inputs: str) -> Report:
        """Replace the site if a file changed, and note the build in the cache.

        `inputs` is the digest of everything that the recipes depend on, for `nothing_to_do`.
        """
        site = self._site
        assert site
        digests = self.digests()
        removed = sorted((site.files() or {}).keys() - self.files.keys())
        swapped = self._old_files != self.files or not site.marked(digests)
        if swapped:
            check_interrupt()
            staged = self._staged(site)
            check_interrupt()
            site.swap(staged)
            set_stop_message("the new site is in place")
        keys = {recipe.path: recipe.key for recipe in self._recipes}
        save_last_build(self.cache, site, LastBuild(inputs, digest(marker_text(digests)), keys))
        return self._report(removed, swapped=swapped)

    def _staged(self, site: Site) -> Path:
        """Write the new site beside the old one; if the disk is full, empty the cache and try again."""
        try:
            return site.stage(self.files)
        except StoreError as error:
            full = isinstance(error.__cause__, OSError) and error.__cause__.errno in {errno.ENOSPC, errno.EDQUOT}
            if not full:
                raise
            site.sweep()
            self.cache.keep_only(())
            return site.stage(self.files)

    def _find(self) -> list[Recipe]:
        """Load what is up to date; return the recipes to make, in order."""
        wanted = {recipe.path for recipe in self._recipes if recipe.published}
        stale = []
        for recipe in reversed(self._recipes):  # each before its needs
            if recipe.path not in wanted:
                continue
            content = self._current(recipe)
            if content is not None:
                self._products[recipe.path] = content
            else:
                stale.append(recipe)
                wanted.update(recipe.needs)
        return stale[::-1]

    def _current(self, recipe: Recipe) -> bytes | None:
        content = self._old_files.get(recipe.path)
        if content is not None and not self._stale(recipe):
            return content
        return self.cache.get(recipe.cache_key())

    def _why(self, recipe: Recipe) -> str:
        old = self._last.keys.get(recipe.path)
        if recipe.published:
            return self._stale(recipe) or "not in the cache"
        return "new" if old is None else changed(recipe, old) or "not in the cache"

    def _stale(self, recipe: Recipe) -> str:
        path = recipe.path
        return why_stale(recipe, self._last.keys.get(path), self._old_files.get(path), self._manifest.get(path))

    def _report(self, removed: Iterable[str], *, swapped: bool) -> Report:
        written = {
            recipe.path: self._stale(recipe)
            for recipe in self._recipes
            if recipe.published and self._old_files.get(recipe.path) != self.files[recipe.path]
        }
        return Report(
            dict(sorted(written.items())),
            kept=tuple(path for path in self.files if path not in written),
            removed=tuple(removed),
            made=dict(sorted(self._made.items())),
            reused=tuple(sorted({recipe.path for recipe in self._recipes} - self._made.keys())),
            bytes=sum(map(len, self.files.values())),
            swapped=swapped,
        )


@contextmanager
def work_on(recipes: Iterable[Recipe], site: Site, cache: Cache, patience: float = PATIENCE) -> Iterator[Task]:
    """Lock the site and yield the task; without `swap`, the site stays unchanged.

    Raises PlanError or ValueError for recipes that conflict; NotOursError, BusyError or StoreError for the site.
    Signals wait for the next `check_interrupt`.
    """
    if cache.root.resolve().is_relative_to(site.out):
        raise ValueError("the cache is in the site, and would be published")
    with deferred(), site.locked(patience):
        yield Task(recipes, cache, site)


def nothing_to_do(site: Site, cache: Cache, inputs: str) -> Report | None:
    """Return a report if the last build had these inputs and its files are intact; otherwise None.

    Hashes the files of the site; imports and locks nothing.
    """
    last, outputs = load_last_build(cache, site), site.files()
    if not last.keys or last.inputs != inputs or outputs is None or site.left_over():
        return None
    if digest(marker_text(outputs)) != last.manifest or not site.marked(outputs):
        return None
    if (total := site.intact(outputs)) is None:
        return None
    return Report({}, tuple(sorted(outputs)), (), {}, tuple(sorted(last.keys)), total)


def _make_all(
    recipes: Sequence[Recipe], products: dict[str, bytes], workers: int | Workers
) -> Iterator[tuple[Recipe, bytes]]:
    """Make each recipe once its needs are in `products`; add its bytes there and yield both."""
    by_path = {recipe.path: recipe for recipe in recipes}
    order = TopologicalSorter({p: [n for n in r.needs if n in by_path] for p, r in by_path.items()})
    order.prepare()
    here: deque[Recipe] = deque()
    with _own_or_new(workers, sum(recipe.in_worker for recipe in recipes)) as pool:
        while order.is_active():
            check_interrupt()
            for recipe in map(by_path.__getitem__, order.get_ready()):
                if recipe.in_worker and pool.most:
                    pool.start(recipe, _needs(recipe, products))
                else:
                    here.append(recipe)
            done: list[tuple[Recipe, bytes]] = []
            if here:
                recipe = here.popleft()
                with _with_note(recipe), interruptible():
                    done.append((recipe, _bytes(recipe.make(_needs(recipe, products)))))
            for recipe, future in pool.finished(wait=not done):
                with _with_note(recipe):
                    done.append((recipe, _bytes(pool.result(recipe, future))))
            for recipe, content in done:
                products[recipe.path] = content
                order.done(recipe.path)
                yield recipe, content


@contextmanager
def _own_or_new(workers: int | Workers, tasks: int) -> Iterator[Workers]:
    """Yield the caller's workers, or new ones for these tasks."""
    if isinstance(workers, Workers):
        try:
            yield workers
        except KeyboardInterrupt:  # the caller ends them; shutting down a pool fails on cancelled tasks
            raise
        except BaseException:
            workers.forget()
            raise
        workers.forget()
        return
    own = Workers(min(workers, tasks))
    try:
        yield own
    finally:
        own.end()


def _needs(recipe: Recipe, products: Mapping[str, bytes]) -> dict[str, bytes]:
    return {need: products[need] for need in recipe.needs}


def _bytes(content: object) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError(f"a recipe must return bytes, not {type(content).__name__}")
    return content


@contextmanager
def _with_note(recipe: Recipe) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(f"while '{recipe.path}' was made")
        raise
