"""Makes recipes: the heavy ones in worker processes, the others here meanwhile.

What comes out does not depend on where or in which order it was made.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from digitrend.build.workers import Workers
from digitrend.stopping import may_stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
    from concurrent.futures import Future

    from digitrend.build.recipes import Recipe


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
            may_stop()
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
