"""The site for machines: tables and records of everything in the briefing."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend import addresses
from digitrend.lookup import Lookup
from digitrend.model import Briefing

from . import records, tables
from .tables import chart_csv

__all__ = ["chart_csv", "files"]


def files(briefing: Briefing, lookup: Lookup, base: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each data file."""
    yield "data/statistics.csv", tables.csv_bytes(tables.STATISTICS, tables.statistics(lookup, base))
    yield "data/events.csv", tables.csv_bytes(tables.EVENTS, tables.events(lookup))
    yield "data/entities.csv", tables.csv_bytes(tables.ENTITIES, tables.entities(lookup))
    yield "data/relations.csv", tables.csv_bytes(tables.RELATIONS, tables.relations(lookup))
    yield "data/forecasts.csv", tables.csv_bytes(tables.FORECASTS, tables.forecasts(lookup))
    yield "data/measures.csv", tables.csv_bytes(tables.MEASURES, tables.measures(lookup))
    yield "data/oddities.csv", tables.csv_bytes(tables.ODDITIES, tables.oddities(lookup))
    yield "data/briefing.json", records.json_bytes(records.briefing(lookup))
    for name in briefing.statistics:
        path = addresses.file_of(addresses.statistic_url(name, "json"))
        yield path, records.json_bytes(records.statistic(name, lookup))
