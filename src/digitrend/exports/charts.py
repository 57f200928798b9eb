"""What each chart gives to machines: its data as CSV and JSON, and how it is embedded (oEmbed 1.0)."""

from __future__ import annotations

import json

from digitrend.charts import Chart
from digitrend.exports.tables import csv_bytes
from digitrend.site import urls


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
