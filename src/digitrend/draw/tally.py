"""Counts by section: a panel of bars for each kind of evidence, all panels on one scale from zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.lettering import HEADING, LABEL, VALUE, measure, widest, wrap
from digitrend.draw.shapes import PIXELS, Drawing, Sheet, Width, Words, area, box, line, paragraph

if TYPE_CHECKING:
    from digitrend.charts.values import Tally

HEADINGS = 236.0  # the widest column of row headings in a wide drawing
GUTTER: dict[Width, float] = {"wide": 24.0, "narrow": 14.0}
THICKNESS = 12.0
PADDING = 5.0
GAP = 5.0  # between a bar and its count


def draw(figure: Tally, width: Width) -> Drawing:
    """Draw the panels side by side, the sections down the left."""
    sheet, gutter = Sheet(PIXELS[width]), GUTTER[width]
    names = tuple(heading.long if width == "wide" else heading.short for heading in figure.rows)
    rows = [wrap(name, min(HEADINGS, sheet.width * 0.36), LABEL) for name in names]
    left = max((widest(label, LABEL) for label in rows), default=0.0) + gutter
    pitch = (sheet.width - left + gutter) / max(1, len(figure.panels))
    starts = [left + i * pitch for i in range(len(figure.panels))]
    panel_headings(sheet, figure.panels, starts, pitch - gutter)
    unit = scale(figure, pitch - gutter)
    top = sheet.y
    for label, counts in zip(rows, figure.counts, strict=True):
        height = max(LABEL.height(len(label)), THICKNESS) + 2 * PADDING
        middle = sheet.y + height / 2
        sheet.add(*paragraph(label, (0, LABEL.centred(middle, len(label))), LABEL))
        for x, count in zip(starts, counts, strict=True):
            bar(sheet, x, middle, count, unit)
        sheet.skip(height)
    zeros = [((x, top), (x, sheet.y)) for x in starts]
    sheet.add(*([line(*zeros, stroke="mute")] if zeros and figure.rows else []))
    return sheet.drawing()


def panel_headings(sheet: Sheet, panels: tuple[str, ...], starts: list[float], width: float) -> None:
    """Set the panels' names above them, on the same last line."""
    lines = [wrap(panel, width, HEADING) for panel in panels]
    most = max(map(len, lines), default=0)
    for x, heading in zip(starts, lines, strict=True):
        sheet.add(*paragraph(heading, (x, sheet.y + (most - len(heading)) * HEADING.line), HEADING))
    sheet.skip(HEADING.height(most) + 6)


def scale(figure: Tally, width: float) -> float:
    """Return how many pixels one is, the same in all panels, so that equal counts are equally long."""
    counts = [count for row in figure.counts for count in row if count]
    units = ((width - GAP - measure(str(count), VALUE)) / count for count in counts)
    return max(0.0, min(units, default=0.0))


def bar(sheet: Sheet, x: float, middle: float, count: int, unit: float) -> None:
    """Draw one count as a bar with its number at the end; none is a nought."""
    if count:
        sheet.add(area(box(x, middle - THICKNESS / 2, count * unit, THICKNESS), fill="evidence"))
    style, role = (VALUE, "ink") if count else (LABEL, "mute")
    y = middle + style.size * 0.33
    sheet.add(Words(x + count * unit + GAP, y, str(count), style, role))  # type: ignore[arg-type]
