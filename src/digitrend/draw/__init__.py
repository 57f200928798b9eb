"""Charts to SVG and PNG with matplotlib, the fonts, and the tasks of workers.

matplotlib is imported only when one of these functions runs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from digitrend.charts import Chart

IN_WORKERS = ("digitrend.draw.output",)  # what workers load: matplotlib with it


def make_drawings(chart: Chart, _: Mapping[str, bytes]) -> bytes:
    """Return all drawings of a chart, made in one go and packed as a ZIP that is the same every time."""
    from digitrend.draw import output as draw  # noqa: PLC0415 - matplotlib, in the worker alone

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in draw.drawings(chart).items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def drawing(product: str, name: str, products: Mapping[str, bytes]) -> bytes:
    """Return one of what `drawings` has packed: `wide` and `narrow` for pages, or a file by its ending."""
    with zipfile.ZipFile(io.BytesIO(products[product])) as archive:
        return archive.read(name)


def make_card(title: str, finding: str, name: str, _: Mapping[str, bytes]) -> bytes:
    """Return the picture of a site in previews of links."""
    from digitrend.draw import output as draw  # noqa: PLC0415 - matplotlib, in the worker alone

    return draw.card_png(title, finding, name)
