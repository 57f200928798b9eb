"""Parts of wholes: one bar a whole, stacked to a hundred per cent, or one whole with its part beside it."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from digitrend.draw.bars import APART, key_height, put_key, series_key
from digitrend.draw.fonts import SERIF_SEMIBOLD
from digitrend.draw.style import (
    HUES,
    LIGHT,
    PIXELS,
    Sheet,
    area,
    axes,
    box,
    dot,
    extent,
    hatch,
    point_gid,
    stroke,
    write,
)
from digitrend.draw.text import HEADING, LABEL, NUMBER, SMALL, VALUE, TextStyle, measure, widest, wrap

if TYPE_CHECKING:
    from digitrend.charts.types import Plot, Point
    from digitrend.draw.style import On, Width


THICKNESS = 30.0
BAR = 26.0  # of a whole with its part


def stacked(plot: Plot, width: Width) -> Sheet:
    """Draw a bar for each period or label, its parts side by side in one order; what is missing to all is faint."""
    whole = PIXELS[width]
    rows = list(dict.fromkeys(point.when or point.label for point in plot.points))
    roles = HUES[: len(plot.series)]
    key = series_key(plot, roles)
    top = key_height(key, whole)
    lines = [wrap(row, whole * 0.3, LABEL) for row in rows]
    left, height = max(widest(each, LABEL) for each in lines) + 12, len(rows) * (THICKNESS + APART)
    figure = Sheet(whole, top + height)
    sums = [sum(p.value for p in plot.points if (p.when or p.label) == row) for row in rows]
    on = axes(figure, (left, top, whole - left, height), x=(0, max(100.0, *sums)))  # rounded parts may be 101
    put_key(figure, key)
    ends = [0.0] * len(rows)
    for i, (row, each) in enumerate(zip(rows, lines, strict=True)):
        y = i * (THICKNESS + APART)
        write(figure, (0, LABEL.centred(top + y + THICKNESS / 2, len(each))), each, LABEL)
        area(on, box(0, y, 100, y + THICKNESS), "faint", z=1)
        for series, role in zip(plot.series, roles, strict=True):
            for point in (p for p in series.points if (p.when or p.label) == row):
                gid, z = point_gid(point.id), 3 + i / 10 + ends[i] / 1e4
                (patch,) = on.barh(
                    y,
                    point.value,
                    THICKNESS,
                    left=ends[i],
                    align="edge",
                    color=LIGHT[role],
                    edgecolor=LIGHT["paper"],
                    zorder=z,
                )
                patch.set(clip_on=False, gid=gid, linewidth=1, joinstyle="miter")
                if measure(point.text, VALUE) + 6 < point.value / on.get_xlim()[1] * extent(on)[0]:
                    place = (ends[i] + point.value / 2, VALUE.centred(y + THICKNESS / 2))
                    write(on, place, [point.text], VALUE, "paper", "center", gid, z)
                ends[i] += point.value
    return figure


def draw_part(plot: Plot, width: Width) -> Sheet:
    """Draw a whole with its part marked in it, and the part once more by itself below."""
    inside, whole = plot.points
    wide = PIXELS[width]
    share = min(1.0, max(0.0, inside.value / whole.value)) if whole.value > 0 else 0.0
    placed = number_beside_label(whole.bare or whole.text, whole.label, whole.hedge, wide)
    own = number_beside_label(inside.bare or inside.text, inside.label, inside.hedge, wide * (1 - share) - 10)
    stacked_below = own[1] > THICKNESS + 14
    if stacked_below:
        own = number_beside_label(inside.bare or inside.text, inside.label, inside.hedge, wide)
    top, gap = placed[1] + 4, 12.0
    height = top + BAR + gap + (BAR + 4 + own[1] if stacked_below else max(BAR, own[1])) + 2
    figure = Sheet(wide, height)
    on = axes(figure, (0, 0, wide, height), x=(0, whole.value or 1.0))
    gid, part_gid = point_gid(whole.id), point_gid(inside.id)
    write_placed(figure, placed, 0, 0, "ink", gid)
    area(on, box(0, top, whole.value, top + BAR), "faint", gid=gid, z=2)
    hatch(on, 0, top, whole.value * share, top + BAR, "evidence", gid, z=2.1)
    room = wide * (1 - share) - 18
    if plot.said and measure(plot.said, SMALL) <= room:
        write(figure, (wide * share + 9, SMALL.centred(top + BAR / 2)), [plot.said], SMALL, z=6)
    y = top + BAR + gap
    stroke(on, (whole.value * share, whole.value * share), (top, y + BAR), "evidence", 1, z=6)
    if share:
        (patch,) = on.barh(y, whole.value * share, BAR, align="edge", color=LIGHT["evidence"], linewidth=0, zorder=7)
        patch.set(clip_on=False, gid=part_gid)
    if stacked_below:
        write_placed(figure, own, 0, y + BAR + 4, "evidence", part_gid)
    else:
        write_placed(figure, own, wide * share + 9, y + max(0.0, (BAR - own[1]) / 2), "evidence", part_gid)
    return figure


PlacedTexts = tuple[list[tuple[str, str, float, float]], float]  # texts with their style, left and top; the height


def number_beside_label(number: str, label: str, hedge: str, room: float) -> PlacedTexts:
    """Lay out a number and what it measures, on one line if they fit; return the texts and their height."""
    label = f"{label} ({hedge})" if hedge else label
    gap = measure(number, VALUE) + 8
    if gap + measure(label, LABEL) <= room:
        return [(number, "value", 0.0, 0.0), (label, "label", gap, 0.0)], VALUE.height(1)
    lines = wrap(label, max(60.0, room), LABEL)
    texts = [(number, "value", 0.0, 0.0)]
    texts += [(line, "label", 0.0, VALUE.line + i * LABEL.line) for i, line in enumerate(lines)]
    return texts, VALUE.line + LABEL.height(len(lines))


def write_placed(on: On, placed: PlacedTexts, x: float, y: float, role: str, gid: str | None) -> None:
    """Set what `beside` has laid out."""
    for text, style, left, top in placed[0]:
        number = style == "value"
        write(on, (x + left, y + top), [text], VALUE if number else LABEL, role if number else "ink", gid=gid, z=7.1)  # type: ignore[arg-type]


GUTTER = 22.0
SPACING = 16.0
LONG = TextStyle(SERIF_SEMIBOLD, 20, 1.1)  # of numbers that do not fit in the width otherwise
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
    on = Sheet(whole, sum(heights) + SPACING * (len(rows) - 1) + 1)
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
        top += height + SPACING
    return on


def draw_marks(plot: Plot, width: Width) -> Sheet:
    """Draw one mark a thing: filled for the part, open for the rest; the count in words below."""
    part, whole = plot.points
    filled, count, wide = round(part.value), round(whole.value), PIXELS[width]
    pitch = min(21.0, wide / min(count, 12)) if count <= 60 else 13.0
    across = max(1, min(count, int(wide / pitch)))
    if count <= 60:
        across = min(across, ceil(count / ceil(count / across)))
    rows = ceil(count / across)
    placed = number_beside_label(plot.said, part.label, "", wide)
    on, gid = Sheet(wide, rows * pitch + 4 + placed[1]), point_gid(part.id)
    for i in range(count):
        place, is_part = ((i % across + 0.5) * pitch, (i // across + 0.5) * pitch), i < filled
        dot(on, place, pitch * 0.38, "evidence" if is_part else None, None if is_part else "mute", 1.5, gid=gid)
    write_placed(on, placed, 0, rows * pitch + 4, "evidence", gid)
    return on


def squares(plot: Plot, width: Width) -> Sheet:
    """Draw a hundred squares in five rows, as many filled as a share has per cents."""
    (point,) = plot.points
    share, wide, pitch = min(100.0, max(0.0, point.value)), PIXELS[width], SIDE + GAP
    placed, top = number_beside_label(point.text, point.label, "", wide), 5 * pitch + 4
    on, gid = Sheet(wide, top + placed[1]), point_gid(point.id)
    for i in range(100):
        x, y, part = i // 5 * pitch, i % 5 * pitch, min(1.0, max(0.0, share - i))
        if part < 1:
            area(on, box(x + 0.5, y + 0.5, x + SIDE - 0.5, y + SIDE - 0.5), None, "mute", gid=gid, z=2)
        if part > 0.005:
            area(on, box(x, y, x + SIDE * part, y + SIDE), "evidence", gid=gid, z=3)
        elif point.bound == "lower" and i == ceil(share):
            hatch(on, x, y, x + SIDE, y + SIDE, "evidence", gid)
    write_placed(on, placed, 0, top, "evidence", gid)
    return on


FORMS = {"stacked": stacked, "part": draw_part, "cards": cards, "marks": draw_marks, "squares": squares}
