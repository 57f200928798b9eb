"""A drawing that leaves the page: with its title, measure, note and source, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.lettering import MEASURE, SMALL, TITLE
from digitrend.draw.shapes import Drawing, Sheet, area, box, line, moved

if TYPE_CHECKING:
    from digitrend.charts.values import Chart

MARGIN = 28.0


def framed(chart: Chart, drawing: Drawing) -> Drawing:
    """Return the drawing of a chart with all the words that must go where it goes."""
    sheet = Sheet(drawing.width)
    sheet.write(chart.title, TITLE)
    sheet.skip(6)
    sheet.write(chart.measure, MEASURE, "mute")
    sheet.skip(20)
    sheet.place(drawing)
    sheet.skip(20)
    sheet.add(line(((0, sheet.y), (sheet.width, sheet.y)), stroke="rule"))
    sheet.skip(9)
    if chart.note:
        sheet.write(chart.note, SMALL, "mute")
        sheet.skip(5)
    sheet.write(chart.source, SMALL, "mute")
    return on_paper(sheet.drawing())


def on_paper(drawing: Drawing) -> Drawing:
    """Return a drawing with a margin, on a sheet of paper."""
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    paper = area(box(0, 0, width, height), fill="paper")
    return Drawing(width, height, (paper, *(moved(shape, MARGIN, MARGIN) for shape in drawing.shapes)))
