"""Numbers set large, and small pictures for the text: so many of so many, so many of a hundred."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from digitrend.draw.fonts import SERIF_SEMIBOLD
from digitrend.draw.shares import beside, setting
from digitrend.draw.style import PIXELS, Sheet, area, box, dot, hatch, point_gid, stroke, write
from digitrend.draw.text import HEADING, LABEL, NUMBER, Style, widest, wrap

if TYPE_CHECKING:
    from digitrend.charts.types import Plot, Point
    from digitrend.draw.style import Width

GUTTER = 22.0
APART = 16.0
LONG = Style(SERIF_SEMIBOLD, 20, 1.1)  # of numbers that do not fit in the width otherwise
SIDE, GAP = 11.0, 3.0  # of a square of the hundred
QUALIFIED = re.compile(r"(?P<words>[^\d¥$€£−-]*?)\s*(?P<number>[¥$€£−-]?\d.*)", re.DOTALL)


def parted(point: Point) -> tuple[str, str]:
    """Split "more than 10 million" into its words and its number; without a digit, all is number."""
    match = QUALIFIED.fullmatch(point.text)
    return (match["words"], match["number"]) if match else ("", point.text)


def cards(plot: Plot, width: Width) -> Sheet:
    """Draw numbers whose units differ in rows of equal length; they share no axis."""
    points, whole = plot.points, PIXELS[width]
    numbers = [parted(point)[1] for point in points]
    style = NUMBER if widest(tuple(numbers), NUMBER) <= whole else LONG
    needed = widest(tuple(numbers), style) + GUTTER
    most = max(1, min(4 if width == "wide" else 2, len(points), int((whole + GUTTER) / needed)))
    across = ceil(len(points) / ceil(len(points) / most))
    room = (whole + GUTTER) / across - GUTTER
    labels = [wrap(point.label, room, LABEL) for point in points]
    shown = [wrap(number, room, style) for number in numbers]
    over = HEADING.height(1) if any(parted(point)[0] for point in points) else 0.0
    rows = [range(start, min(start + across, len(points))) for start in range(0, len(points), across)]
    heights = [8 + over + max(style.height(len(shown[i])) + LABEL.height(len(labels[i])) for i in row) for row in rows]
    on = Sheet(whole, sum(heights) + APART * (len(rows) - 1) + 1)
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        for i in row:
            x, words, gid = (i - row.start) * (room + GUTTER), parted(points[i])[0], point_gid(points[i].id)
            stroke(on, (x, x + room), (top + 0.5, top + 0.5), "ink", z=2)
            y, z = top + 8, 3 + i / 10
            write(on, (x, y), [words] if words else [], HEADING, "mute", gid=gid, z=z)
            y += over
            y += write(on, (x, y), shown[i], style, "evidence", gid=gid, z=z)
            write(on, (x, y), labels[i], LABEL, gid=gid, z=z)
        top += height + APART
    return on


def marks(plot: Plot, width: Width) -> Sheet:
    """Draw one mark a thing: filled for the part, open for the rest; the count in words below."""
    part, whole = plot.points
    filled, count, wide = round(part.value), round(whole.value), PIXELS[width]
    pitch = min(21.0, wide / min(count, 12)) if count <= 60 else 13.0
    across = max(1, min(count, int(wide / pitch)))
    if count <= 60:
        across = min(across, ceil(count / ceil(count / across)))
    rows = ceil(count / across)
    said = beside(plot.said, part.label, "", wide)
    on = Sheet(wide, rows * pitch + 4 + said[1])
    for i in range(count):
        place = ((i % across + 0.5) * pitch, (i // across + 0.5) * pitch)
        dot(on, place, pitch * 0.38, "evidence" if i < filled else None, None if i < filled else "mute", 1.5)
    setting(on, said, 0, rows * pitch + 4, "evidence", point_gid(part.id))
    return on


def squares(plot: Plot, width: Width) -> Sheet:
    """Draw a hundred squares in five rows, as many filled as a share has per cents."""
    (point,) = plot.points
    share, wide, pitch = min(100.0, max(0.0, point.value)), PIXELS[width], SIDE + GAP
    said, top = beside(point.text, point.label, "", wide), 5 * pitch + 4
    on = Sheet(wide, top + said[1])
    for i in range(100):
        x, y, part = i // 5 * pitch, i % 5 * pitch, min(1.0, max(0.0, share - i))
        if part < 1:
            area(on, box(x + 0.5, y + 0.5, x + SIDE - 0.5, y + SIDE - 0.5), None, "mute", z=2)
        if part > 0.005:
            area(on, box(x, y, x + SIDE * part, y + SIDE), "evidence", z=3)
        elif point.bound == "lower" and i == ceil(share):
            hatch(on, x, y, x + SIDE, y + SIDE, "evidence")
    setting(on, said, 0, top, "evidence", point_gid(point.id))
    return on
