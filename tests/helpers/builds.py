"""Builds of bare recipes, as the pipeline makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digitrend.build.cache import Cache
from digitrend.build.output import PATIENCE, Site
from digitrend.build.recipe import Recipe
from digitrend.build.scheduler import Progress, Report, Task, work_on
from digitrend.build.workers import Workers


def build(
    recipes: Iterable[Recipe],
    site: Site,
    cache: Cache,
    inputs: str = "",
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    workers: Workers | int | None = None,
    patience: float = PATIENCE,
) -> Report:
    """Make what is stale and swap it in."""
    with work_on(recipes, site, cache, patience) as work:
        for step in work.make(workers):
            progress(step)
        return work.swap(inputs)


def products(recipes: Iterable[Recipe], cache: Cache, *, workers: Workers | int | None = None) -> dict[str, bytes]:
    """Return the published outputs of recipes, without a site."""
    work = Task(recipes, cache)
    for _ in work.make(workers):
        pass
    return work.files
