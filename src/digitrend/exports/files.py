"""The site for machines: data of every kind and of each chart, and what previews of links show."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

from digitrend.charts import Chart
from digitrend.exports import citations, feeds, tables
from digitrend.exports.datapackage import package
from digitrend.exports.hosts import REDIRECTS, host_redirects
from digitrend.exports.tables import csv_bytes
from digitrend.model import Briefing
from digitrend.site import urls
from digitrend.site.contexts import ChartContext, Page, PartContext
from digitrend.site.lookup import Lookup


def data_files(
    briefing: Briefing, lookup: Lookup, base: str = "", pages: tuple[Page, ...] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each data file; `pages` are those of the site, for the sitemap."""
    yield from data(lookup, base).items()
    for name in briefing.figures:
        path = urls.file_of(urls.figure_url(name, "json"))
        yield path, tables.json_bytes(tables.figure_record(name, lookup))
    yield from citations.citation_files(lookup, base)
    yield from feeds.feed_files(lookup, pages, base)
    if moves := tuple(urls.moves(briefing)):
        yield REDIRECTS, host_redirects(moves, base)


def data(lookup: Lookup, base: str) -> dict[str, bytes]:
    """Return the files of `data/` by path, with the package that describes them."""
    found = {
        "statistics.csv": tables.csv_bytes(tables.FIGURES, tables.figure_rows(lookup, base)),
        "events.csv": tables.csv_bytes(tables.EVENTS, tables.event_rows(lookup)),
        "entities.csv": tables.csv_bytes(tables.ENTITIES, tables.entity_rows(lookup)),
        "relations.csv": tables.csv_bytes(tables.RELATIONS, tables.relation_rows(lookup)),
        "forecasts.csv": tables.csv_bytes(tables.FORECASTS, tables.forecast_rows(lookup)),
        "measures.csv": tables.csv_bytes(tables.MEASURES, tables.measure_rows(lookup)),
        "notes.csv": tables.csv_bytes(tables.NOTES, tables.note_rows(lookup)),
        "briefing.json": tables.json_bytes(tables.briefing_record(lookup)),
    }
    found["datapackage.json"] = package(lookup, found, base)
    return {urls.file_of(urls.data_url(name)): content for name, content in found.items()}


def chart_csv(chart: Chart) -> bytes:
    """Return the data of a chart, under names that are the same in every language."""
    return csv_bytes(chart.data.header, chart.data.rows)


def chart_json(chart: Chart) -> bytes:
    """Return a chart as JSON: its words, its form and why it has it, and its data, one object a row."""
    rows = [dict(zip(chart.data.header, row, strict=True)) for row in chart.data.rows]
    words = {"title": chart.title, "subtitle": chart.subtitle, "description": chart.description, "note": chart.note}
    return _json({"id": chart.id, "form": chart.form, "why": chart.why, **words, "source": chart.source, "data": rows})


def chart_oembed(chart: Chart, base: str, size: tuple[int, int]) -> bytes:
    """Return how other pages embed a chart, in a frame of this width and height; `base` is the site's own address."""
    page = urls.absolute(urls.embed_url(chart.id), base)
    title = chart.title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    width, height = size
    frame = f'<iframe src="{page}" title="{title}" width="100%" height="{height}" loading="lazy"></iframe>'
    said = {"version": "1.0", "type": "rich", "title": chart.title, "provider_url": base}
    picture = {"thumbnail_url": urls.absolute(urls.chart_url(chart.id, "png"), base), "thumbnail_width": 1200}
    return _json({**said, "html": frame, "width": width, "height": height, **picture})


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def pictured(page: Page) -> tuple[str, str]:
    """Return the address of a page's picture and the text that stands for it: its first chart, or the briefing's card.

    Galleries and pages of everything show many charts, none of which stands for them.
    """
    match page.context:
        case ChartContext(chart=chart) | PartContext(charts=(chart, *_)):
            return urls.chart_url(chart.id, "png"), chart.title
    return urls.CARD, page.site_title


def png_size(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, from its first chunk (ISO/IEC 15948)."""
    width, height = struct.unpack(">II", content[16:24])
    return width, height
