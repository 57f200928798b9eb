"""The heavy work, done in worker processes: drawings.

A module of its own, because only the worker that runs a function here loads matplotlib.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from digitrend.charts import Chart

Drawing = Literal["wide", "narrow", "svg", "png"]


def drawing(chart: Chart, what: Drawing, _: Mapping[str, bytes]) -> bytes:
    """Return a drawing of a chart: for the page, wide or narrow, or as a file of its own."""
    from digitrend import draw  # noqa: PLC0415 - matplotlib, in the worker alone

    if what in ("svg", "png"):
        return draw.drawings(chart, ("",))[what]
    return draw.svg(chart, "wide" if what == "wide" else "narrow").encode()


def card(title: str, finding: str, name: str, _: Mapping[str, bytes]) -> bytes:
    """Return the picture of a site in previews of links."""
    from digitrend import draw  # noqa: PLC0415 - matplotlib, in the worker alone

    return draw.card(title, finding, name)
