"""How high the frame must be that shows a chart's page to embed, whatever its width.

An estimate from the stylesheet's sizes and the lengths of the texts: a frame cannot ask its content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil

from digitrend.charts import Chart

REM = 18  # pixels
SIZES = {"title": (1.4, 1.25), "measure": (0.95, 1.4), "note": (0.88, 1.5), "source": (0.82, 1.45)}  # rem, line height
WIDTH = 0.52  # of a letter, in its size
LINK = 40  # letters that follow the source
SPACE = 90  # between the texts and around them
# How wide the text is, and the drawing that stands there with how much larger than drawn it is shown at most.
VIEWS = ((288, "narrow", 0.88), (450, "narrow", 1.38), (640, "wide", 1.15))


def frame_height(chart: Chart, drawings: Mapping[str, str]) -> int:
    """Return a height in pixels that is enough at every width from 320 on; `drawings` are wide and narrow."""
    drawn = {width: int(re.findall(r'height="([0-9]+)"', svg)[0]) for width, svg in drawings.items()}
    return ceil(max(drawn[name] * scale + _texts(chart, width) for width, name, scale in VIEWS) / 10) * 10


def _texts(chart: Chart, width: int) -> float:
    letters = {
        "title": len(chart.title),
        "measure": len(chart.subtitle),
        "note": len(chart.note),
        "source": len(chart.source) + LINK,
    }
    doubts = sum(ceil((len(doubt) + 4) * WIDTH * 0.92 * REM / width) * 0.92 * 1.55 + 0.3 for _, doubt in chart.doubts)
    lines = {name: ceil(letters[name] * WIDTH * size * REM / width) for name, (size, _) in SIZES.items()}
    return SPACE + doubts * REM + sum(lines[name] * size * REM * height for name, (size, height) in SIZES.items())
