"""The site for machines: tables and records of everything in the briefing, citations, a feed, linked data."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend import addresses
from digitrend.lookup import Lookup
from digitrend.model import Briefing
from digitrend.site import Page

from . import citations, feed, ledger, records, tables
from .hosts import HEADERS, REDIRECTS, host_headers, host_redirects
from .linked import linked
from .package import package
from .preview import pictured, png_size
from .search import SCRIPT, documents, index_script
from .tables import chart_csv

__all__ = [
    "HEADERS",
    "SCRIPT",
    "chart_csv",
    "documents",
    "files",
    "host_headers",
    "index_script",
    "linked",
    "pictured",
    "png_size",
]


def files(
    briefing: Briefing, lookup: Lookup, base: str = "", pages: tuple[Page, ...] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each data file; `pages` are those of the site, for the sitemap."""
    yield from data(lookup, base).items()
    for name in briefing.statistics:
        path = addresses.file_of(addresses.statistic_url(name, "json"))
        yield path, records.json_bytes(records.statistic(name, lookup))
    yield from citations.files(lookup, base)
    yield from feed.files(lookup, pages, base)
    if moves := tuple(addresses.moves(briefing)):
        yield REDIRECTS, host_redirects(moves, base)


def data(lookup: Lookup, base: str) -> dict[str, bytes]:
    """Return the files of `data/` by path, with the package that describes them."""
    found = {
        "statistics.csv": tables.csv_bytes(tables.STATISTICS, tables.statistics(lookup, base)),
        "events.csv": tables.csv_bytes(tables.EVENTS, tables.events(lookup)),
        "entities.csv": tables.csv_bytes(tables.ENTITIES, tables.entities(lookup)),
        "relations.csv": tables.csv_bytes(tables.RELATIONS, tables.relations(lookup)),
        "forecasts.csv": tables.csv_bytes(ledger.FORECASTS, ledger.forecasts(lookup)),
        "measures.csv": tables.csv_bytes(tables.MEASURES, tables.measures(lookup)),
        "oddities.csv": tables.csv_bytes(tables.ODDITIES, tables.oddities(lookup)),
        "briefing.json": records.json_bytes(records.briefing(lookup)),
    }
    found["datapackage.json"] = package(lookup, found, base)
    return {addresses.file_of(addresses.data_url(name)): content for name, content in found.items()}
