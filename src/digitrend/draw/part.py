"""One bar for a whole, its part marked; a brace ties each to its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.lettering import LABEL, NUMBER, SMALL, Style
from digitrend.draw.shapes import PIXELS, Drawing, Sheet, Trace, Width, area, box, line
from digitrend.draw.signs import arrow, arrow_room

if TYPE_CHECKING:
    from digitrend.charts.values import Part, Point
    from digitrend.draw.palette import Role

THICKNESS = 30.0
BRACE = 6.0
FIGURE = Style(NUMBER.face, 24, 1.15)


def draw(figure: Part, width: Width) -> Drawing:
    """Draw the bar with the part's number above it and the whole's below."""
    sheet = Sheet(PIXELS[width])
    open_ended = figure.whole.lower or figure.part.lower
    whole = sheet.width - (arrow_room(THICKNESS) if open_ended else 0)
    part = whole * share(figure)
    words(sheet, figure.part, "evidence")
    sheet.skip(10)
    sheet.add(brace(part, sheet.y, -1, "evidence"))
    sheet.skip(BRACE + 4)
    sheet.add(*bar(figure, part, whole, sheet.y))
    sheet.skip(THICKNESS + 4)
    sheet.add(brace(whole, sheet.y + BRACE, 1, "mute"))
    sheet.skip(2 * BRACE + 3)
    words(sheet, figure.whole, "ink")
    return sheet.drawing()


def share(figure: Part) -> float:
    """Return how much of the bar is the part's, from 0 to 1."""
    return min(1.0, max(0.0, figure.part.value / figure.whole.value)) if figure.whole.value > 0 else 0.0


def words(sheet: Sheet, point: Point, role: Role) -> None:
    """Set a number, and below it what it measures and how the source hedges it."""
    sheet.write(point.bare or point.text, FIGURE, role)
    sheet.skip(3)
    sheet.write(point.label, LABEL)
    if point.hedge:
        sheet.skip(2)
        sheet.write(point.hedge, SMALL, "mute")


def brace(end: float, y: float, way: int, role: Role) -> Trace:
    """Return a line along the bar from 0 to `end`, its ends bent to the bar, its tick to the text.

    `way` is -1 for a brace above the bar and 1 for one below.
    """
    tick = min(14.0, end / 2)
    y = y if way > 0 else y + BRACE
    bend = y - way * BRACE
    along = ((0.5, bend), (0.5, y), (max(0.5, end - 0.5), y), (max(0.5, end - 0.5), bend))
    return line(along, ((tick, y), (tick, y + way * BRACE)), stroke=role, thickness=1)


def bar(figure: Part, part: float, whole: float, y: float) -> list[Trace]:
    """Return the whole, faint inside an outline, and the part on it; a lower bound is left open."""
    shapes = [area(box(0, y, whole, THICKNESS), fill="faint")]
    corners = ((whole, y), (0.5, y), (0.5, y + THICKNESS), (whole, y + THICKNESS))
    sides = (corners[1:] + corners[:1]) if figure.whole.lower else (*corners, corners[0])
    if figure.whole.lower:
        sides = corners
        shapes.append(arrow(whole, y, THICKNESS, 1))
    shapes.append(line(sides, stroke="mute"))
    if part > 0:
        shapes.append(area(box(0, y, part, THICKNESS), fill="evidence"))
    if figure.part.lower:
        shapes.append(arrow(part, y, THICKNESS, 1))
    return shapes
