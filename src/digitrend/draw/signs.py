"""Signs that several chart forms share: a bar with its honest end, hatching, keys.

A bar is solid up to its value. A lower bound ends in an open arrow, because the true value lies somewhere
further on; what was computed here is hatched inside an outline. Both read without colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.lettering import SMALL
from digitrend.draw.shapes import Drawing, Place, Shape, Sheet, Trace, area, box, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.charts.values import Point
    from digitrend.draw.palette import Role

COMPUTED = "Hatched: computed here from the source’s figures"
COMPUTED_NUMBER = "computed here"
ARROW_GAP = 3.0
SWATCH = 12.0


def arrow_room(height: float) -> float:
    """Return how far the open arrow of a bar of this height reaches beyond the bar's end."""
    return ARROW_GAP + height / 2 + 1.5


def bar(zero: float, end: float, top: float, height: float, point: Point) -> list[Shape]:
    """Return a bar from `zero` to `end`, to either side, marked as the point's bound and origin ask."""
    shapes: list[Shape] = []
    if abs(end - zero) > 0.005:
        shapes += filled((box(min(zero, end), top, abs(end - zero), height),), point.computed)
    if point.lower:
        shapes.append(arrow(end, top, height, 1 if end >= zero else -1))
    return shapes


def arrow(end: float, top: float, height: float, way: int) -> Trace:
    """Return the open arrow beyond a bar's end: from here on, to the right (1) or to the left (-1)."""
    back, tip = end + way * ARROW_GAP, end + way * (ARROW_GAP + height / 2)
    return line(((back, top), (tip, top + height / 2), (back, top + height)), stroke="evidence", thickness=2)


def filled(boxes: tuple[tuple[Place, ...], ...], computed: bool, role: Role = "evidence") -> list[Shape]:
    """Return filled areas: solid for what the source states, hatched for what was computed here."""
    if not computed:
        return [area(*boxes, fill=role)]
    strokes = tuple(stroke for corners in boxes for stroke in hatching(corners))
    hatch = [line(*strokes, stroke=role, thickness=1.5)] if strokes else []
    return [*hatch, area(*boxes, fill=None, stroke=role, thickness=1.5)]


def hatching(corners: tuple[Place, ...], step: float = 6.0) -> list[tuple[Place, ...]]:
    """Return the slanting lines that fill an upright rectangle, rising to the right, cut at its sides."""
    (left, top), (right, bottom) = corners[0], corners[2]
    height, strokes = bottom - top, list[tuple[Place, ...]]()
    offset = step
    while offset < right - left + height:  # each line starts at the bottom, `offset` from the left
        start, end = max(0.0, offset - (right - left)), min(height, offset)
        strokes.append(((left + offset - start, top + start), (left + offset - end, top + end)))
        offset += step
    return strokes


def computed_key(points: Iterable[Point], width: float) -> Drawing:
    """Return the key that says what hatching means; empty if nothing is hatched."""
    sheet = Sheet(width)
    if any(point.computed for point in points):
        sheet.skip(10)
        sheet.add(*filled((box(1, sheet.y + 1, SWATCH, SWATCH),), computed=True))
        sheet.write(COMPUTED, SMALL, "mute", x=SWATCH + 8)
    return Drawing(width, sheet.y, tuple(sheet.shapes))
