"""Makes recipes: the heavy ones in worker processes, the others here meanwhile.

What comes out does not depend on where or in which order it was made.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from digitrend.build.files import digest
from digitrend.build.manifest import Entry, Memory, changed, recall, remember, why_stale
from digitrend.build.output import PATIENCE
from digitrend.build.recipe import PathClashError, Recipe, in_making_order
from digitrend.build.workers import Workers, cores
from digitrend.signals import check_interrupt, deferred, from_now_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
    from concurrent.futures import Future

    from digitrend.build.cache import Cache
    from digitrend.build.output import Site
    from digitrend.build.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `path` was made, as the `done`th of `total`."""

    done: int
    total: int
    path: str
    content: bytes = b""


def make_all(
    recipes: Sequence[Recipe],
    products: MutableMapping[str, bytes],
    workers: int | Workers,
    made: Callable[[Recipe, bytes], None],
) -> None:
    """Make each recipe as soon as all it needs is in `products`, and put its bytes there.

    `workers` is the most processes to use, with 0 all are made here; or they are the caller's, and
    stay.  `made` is told of each, in this process.  Whatever a recipe raises passes through, with
    a note of its path, and so does KeyboardInterrupt after a signal; workers that are not the
    caller's have ended by then.
    """
    by_path = {recipe.path: recipe for recipe in recipes}
    order = TopologicalSorter({p: [n for n in r.needs if n in by_path] for p, r in by_path.items()})
    order.prepare()
    here: deque[Recipe] = deque()
    with _at_hand(workers, sum(recipe.apart for recipe in recipes)) as apart:
        while order.is_active():
            check_interrupt()
            for recipe in map(by_path.__getitem__, order.get_ready()):
                if recipe.apart and apart.most:
                    apart.start(recipe, _needs(recipe, products))
                else:
                    here.append(recipe)
            done = [_made_here(here.popleft(), products)] if here else []
            done += [_made_apart(*ended, apart) for ended in apart.finished(wait=not done)]
            for recipe, content in done:
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


def _made_apart(recipe: Recipe, future: Future[bytes], workers: Workers) -> tuple[Recipe, bytes]:
    with _noted(recipe):
        return recipe, _bytes(workers.result(recipe, future))


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


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.  Paths are sorted."""

    written: Mapping[str, str]  # path → reason: files of the site that are new or changed
    kept: tuple[str, ...]  # files of the site that were right already
    removed: tuple[str, ...]  # files of the last site that are no more
    made: Mapping[str, str]  # path → reason: recipes made, products included
    reused: tuple[str, ...]  # recipes that needed no making
    bytes: int  # the site's, without its marker
    swapped: bool = False  # a new site took the old one's place
    approved: bool = True  # False: nothing was changed, because `approve` said no

    @property
    def reasons(self) -> dict[str, str]:
        """Why each path was made or written again, or is gone; sorted."""
        gone = dict.fromkeys(self.removed, "no longer made")
        return dict(sorted({**self.made, **self.written, **gone}.items()))


def _quiet(_: Progress) -> None:
    """Show nothing."""


def _always(_: Mapping[str, bytes]) -> bool:
    """Approve of any site."""
    return True


@dataclass(slots=True)
class _Work:
    """The bytes of recipes as they are found or made."""

    ordered: list[Recipe]
    cache: Cache
    memory: Memory = field(default_factory=Memory)
    standing: Mapping[str, bytes] = field(default_factory=dict)  # what the site holds now
    products: dict[str, bytes] = field(default_factory=dict)
    makers: dict[str, Recipe] = field(default_factory=dict)  # path → the recipe of each published file
    made: dict[str, str] = field(default_factory=dict)  # path → reason

    def run(self, progress: Callable[[Progress], None], workers: int | Workers | None) -> dict[str, bytes]:
        """Find or make all outputs and what they need; return what is published, by sorted path."""
        stale = self._find()

        def made(recipe: Recipe, content: bytes) -> None:
            # At once: a build that is killed has not worked in vain.
            self.cache.put(recipe.cache_key(), content)
            self.made[recipe.path] = self._why(recipe)
            progress(Progress(len(self.made), len(stale), recipe.path, content))

        make_all(stale, self.products, cores() if workers is None else workers, made)
        return self._published()

    def _published(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for recipe in self.ordered:
            if recipe.published:
                given = recipe.files(self.products[recipe.path])
                self.makers |= dict.fromkeys(given, recipe)
                files |= given
        return dict(sorted(files.items()))

    def _find(self) -> list[Recipe]:
        """Take what is current; return what must be made, in order."""
        wanted = {recipe.path for recipe in self.ordered if recipe.published}
        stale = []
        for recipe in reversed(self.ordered):  # those that need before those that are needed
            if recipe.path not in wanted:
                continue
            content = self._current(recipe)
            if content is not None:
                self.products[recipe.path] = content
            else:
                stale.append(recipe)
                wanted.update(recipe.needs)
        return stale[::-1]

    def _current(self, recipe: Recipe) -> bytes | None:
        content = self.standing.get(recipe.path)
        if content is not None and not why_stale(recipe, self.memory.entries.get(recipe.path), content):
            return content
        return self.cache.get(recipe.cache_key())

    def _why(self, recipe: Recipe) -> str:
        old = self.memory.entries.get(recipe.path)
        if recipe.published and not recipe.folder:
            return why_stale(recipe, old, self.standing.get(recipe.path)) or "not in the cache"
        return "new" if old is None else changed(recipe, old) or "not in the cache"

    def seal(self, recipe: Recipe, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the published files with the one that says what all others are; raises Clash."""
        if recipe.path in files:
            raise PathClashError(self.makers[recipe.path], recipe)
        content = recipe.make({})
        self.ordered.append(recipe)
        self.makers[recipe.path] = recipe
        if content != self.standing.get(recipe.path):
            self.made[recipe.path] = self._why(recipe)
        return dict(sorted({**files, recipe.path: content}.items()))

    def report(self, files: Mapping[str, bytes], removed: Iterable[str]) -> Report:
        """Say what became of each recipe, the site being `files`."""
        old, standing, makers = self.memory, self.standing, self.makers
        written = {
            path: why_stale(makers[path], old.of(makers[path], path), standing.get(path))
            for path in files
            if standing.get(path) != files[path]
        }
        return Report(
            written,
            kept=tuple(path for path in files if path not in written),
            removed=tuple(removed),
            made=dict(sorted(self.made.items())),
            reused=tuple(sorted({recipe.path for recipe in self.ordered} - self.made.keys())),
            bytes=sum(map(len, files.values())),
        )

    def remembered(self, digests: Mapping[str, str]) -> dict[str, Entry]:
        """Return what to remember of each recipe; `digests` are those of the published files, by path."""
        folders: dict[str, dict[str, str]] = {}
        for path, recipe in self.makers.items():
            if recipe.folder:
                folders.setdefault(recipe.path, {})[path] = digests[path]
        return {
            recipe.path: Entry(recipe.key, digests.get(recipe.path, ""), folders.get(recipe.path, {}))
            for recipe in self.ordered
        }


def products(
    recipes: Iterable[Recipe],
    cache: Cache,
    progress: Callable[[Progress], None] = _quiet,
    *,
    workers: int | Workers | None = None,
) -> dict[str, bytes]:
    """Return the published outputs of `recipes` without a site: what a preview shows.

    `workers` may be the caller's own, which stay for the next time.  Raises what `build` raises, but for what has to
    do with a site.
    """
    return _Work(in_making_order(recipes), cache).run(progress, workers)


def build(  # noqa: PLR0913, PLR0917 - two places, what to make, and whom to ask
    recipes: Iterable[Recipe],
    site: Site,
    cache: Cache,
    inputs: str,
    progress: Callable[[Progress], None] = _quiet,
    approve: Callable[[Mapping[str, bytes]], bool] = _always,
    *,
    seal: Callable[[Mapping[str, str]], Recipe] | None = None,
    workers: int | Workers | None = None,
    patience: float = PATIENCE,
) -> Report:
    """Make what is stale, ask `approve` of the whole, swap it in, and remember all of it.

    `inputs` is a digest of everything the recipes were planned from; `nothing_to_do` compares it.
    `progress` is called for each recipe made.  `seal` is given the digests of all files once they are
    approved of, and gives the recipe of one more that says what they are.  `workers` is the most
    processes to use, by default the cores that there are, or the caller's own, which may have begun
    already.  A site that would not change is not touched.

    Raises Clash, BadPlan or ValueError for recipes that cannot stand together; NotOurs, Busy or
    StoreError from the site; WorkerLost; and whatever a recipe or `approve` raises.  In each case
    the old site stays whole.
    """
    ordered = in_making_order(recipes)
    if cache.root.resolve().is_relative_to(site.out):
        raise ValueError("the cache lies in the site, and would be published")
    with deferred(), site.locked(patience):
        work = _Work(ordered, cache, recall(cache, site), site.contents())
        files = work.run(progress, workers)
        if not approve(files):
            return replace(work.report(files, ()), written={}, approved=False)
        digests = {path: digest(content) for path, content in files.items()}
        if seal:
            last = seal(digests)
            files = work.seal(last, files)
            digests = {path: digests.get(path) or digest(files[path]) for path in files}
        removed = sorted((site.files() or {}).keys() - files.keys())
        swapped = work.standing != files or not site.marked(digests)
        if swapped:
            check_interrupt()
            staged = site.stage(files)
            check_interrupt()
            site.swap(staged)
            from_now_on("the new site is in its place")
        remember(cache, site, Memory(inputs, work.remembered(digests)))
        return replace(work.report(files, removed), swapped=swapped)


def nothing_to_do(site: Site, cache: Cache, inputs: str) -> Report | None:
    """Return a report of all kept when the last build had these inputs and all it wrote stands.

    Reads the site's files and hashes them; loads and locks nothing.  None when a build is due.
    """
    memory = recall(cache, site)
    outputs = memory.outputs()
    if not memory.entries or memory.inputs != inputs or site.left_over() or not site.marked(outputs):
        return None
    if (total := site.intact(outputs)) is None:
        return None
    return Report({}, tuple(sorted(outputs)), (), {}, tuple(sorted(memory.entries)), total)
