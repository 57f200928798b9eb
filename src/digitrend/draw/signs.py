"""Signs that several chart forms share: a bar with its honest end, hatching for what nobody knows.

A bar is solid up to its value. A lower bound ends in an open arrow, because the true value lies somewhere
further on; that reads without colour. What was computed here is not drawn: R209 refuses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.shapes import Place, Shape, Trace, area, box, line

if TYPE_CHECKING:
    from digitrend.charts.values import Point

ARROW_GAP = 3.0


def arrow_room(height: float) -> float:
    """Return how far the open arrow of a bar of this height reaches beyond the bar's end."""
    return ARROW_GAP + height / 2 + 1.5


def bar(zero: float, end: float, top: float, height: float, point: Point) -> list[Shape]:
    """Return a bar from `zero` to `end`, to either side, marked as the point's bound asks."""
    shapes: list[Shape] = []
    if abs(end - zero) > 0.005:
        shapes.append(area(box(min(zero, end), top, abs(end - zero), height), fill="evidence"))
    if point.lower:
        shapes.append(arrow(end, top, height, 1 if end >= zero else -1))
    return shapes


def arrow(end: float, top: float, height: float, way: int) -> Trace:
    """Return the open arrow beyond a bar's end: from here on, to the right (1) or to the left (-1)."""
    back, tip = end + way * ARROW_GAP, end + way * (ARROW_GAP + height / 2)
    return line(((back, top), (tip, top + height / 2), (back, top + height)), stroke="evidence", thickness=2)


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
