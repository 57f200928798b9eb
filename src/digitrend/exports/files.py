"""The site for machines: tables and records of everything in the briefing, citations, a feed, linked data."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.exports import citations, feeds, tables
from digitrend.exports.datapackage import package
from digitrend.exports.hosts import REDIRECTS, host_redirects
from digitrend.model import Briefing
from digitrend.site import urls
from digitrend.site.contexts import Page
from digitrend.site.lookup import Lookup


def data_files(
    briefing: Briefing, lookup: Lookup, base: str = "", pages: tuple[Page, ...] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each data file; `pages` are those of the site, for the sitemap."""
    yield from data(lookup, base).items()
    for name in briefing.figures:
        path = urls.file_of(urls.figure_url(name, "json"))
        yield path, tables.json_bytes(tables.figure(name, lookup))
    yield from citations.files(lookup, base)
    yield from feeds.files(lookup, pages, base)
    if moves := tuple(urls.moves(briefing)):
        yield REDIRECTS, host_redirects(moves, base)


def data(lookup: Lookup, base: str) -> dict[str, bytes]:
    """Return the files of `data/` by path, with the package that describes them."""
    found = {
        "statistics.csv": tables.csv_bytes(tables.FIGURES, tables.figures(lookup, base)),
        "events.csv": tables.csv_bytes(tables.EVENTS, tables.events(lookup)),
        "entities.csv": tables.csv_bytes(tables.ENTITIES, tables.entities(lookup)),
        "relations.csv": tables.csv_bytes(tables.RELATIONS, tables.relations(lookup)),
        "forecasts.csv": tables.csv_bytes(tables.FORECASTS, tables.forecasts(lookup)),
        "measures.csv": tables.csv_bytes(tables.MEASURES, tables.measures(lookup)),
        "notes.csv": tables.csv_bytes(tables.NOTES, tables.notes(lookup)),
        "briefing.json": tables.json_bytes(tables.briefing(lookup)),
    }
    found["datapackage.json"] = package(lookup, found, base)
    return {urls.file_of(urls.data_url(name)): content for name, content in found.items()}
