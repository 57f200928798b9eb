"""From a low to a high end, or from one time to another: ranges, dumbbells and slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.bars import APART, BarRow, bar_role, hues, key_height, put_key
from digitrend.draw.lines import apart, axis_values, ticked
from digitrend.draw.style import PIXELS, Role, Sheet, axes, dot, per_pixel, point_gid, scale, stroke, write
from digitrend.draw.text import HEADING, LABEL, SMALL, VALUE, measure, widest, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from digitrend.charts.types import Plot, Point
    from digitrend.draw.style import Width

RADIUS = 5.5


def ranges(plot: Plot, width: Width) -> Sheet:
    """Draw a row for each label: the range of its figure, or the way from one series' figure to the other's."""
    whole, roles = PIXELS[width], hues(len(plot.series)) if len(plot.series) > 1 else ("evidence",)
    labels = dict.fromkeys(point.label for point in plot.points)
    rows = [
        BarRow(
            name, tuple((p, r) for s, r in zip(plot.series, roles, strict=True) for p in s.points if p.label == name)
        )
        for name in labels
    ]
    names = tuple(zip((series.label for series in plot.series), roles, strict=True)) if len(plot.series) > 1 else ()
    top = key_height(names, whole)
    lines = [wrap(row.label, whole * 0.36, LABEL) for row in rows]
    left = max(widest(each, LABEL) for each in lines) + 12
    margin = max(measure(point.text, VALUE) for point in plot.points) + RADIUS + 8
    room = whole - left - 2 * margin
    ticks = axis_values(
        plot, max(1, int(room / (max(measure(ticked(plot, p.value), SMALL) for p in plot.points) + 16)))
    )
    texts = [ticked(plot, tick) for tick in ticks]
    heights = [max(LABEL.height(len(each)), 22.0) + APART for each in lines]
    figure = Sheet(whole, top + sum(heights) + 26)
    x = (ticks[0], ticks[-1])
    unit = (x[1] - x[0]) / max(40.0, whole - left - 2 * margin)
    on = axes(figure, (left, top, whole - left, sum(heights)), x=(x[0] - margin * unit, x[1] + margin * unit))
    scale(on.xaxis, ticks, texts, grid=True)
    put_key(figure, names)
    y = 0.0
    for row, each, height in zip(rows, lines, heights, strict=True):
        middle = y + height / 2
        gid = point_gid(row.bars[0][0].id)
        write(figure, (0, LABEL.centred(top + middle, len(each))), each, LABEL, gid=gid if len(row.bars) == 1 else None)
        between(on, row, middle)
        y += height
    return figure


def between(on: Axes, row: BarRow, y: float) -> None:
    """Draw one row: its ends as dots with their values outside, a line between them."""
    step = per_pixel(on)[0]
    if len(row.bars) == 1:
        point, role = row.bars[0]
        gid, low, high = point_gid(point.id), point.low, point.high
        if low is None or high is None:
            dot(on, (point.value, y), RADIUS, None if point.expected else role, role, gid=gid)
            low = high = point.value
        else:
            stroke(on, (low, high), (y, y), bar_role(point), 8, gid=gid)
        write(on, (high + (RADIUS + 5) * step, VALUE.centred(y)), [point.text], VALUE, gid=gid)
        return
    (first, _), (last, role) = row.bars[0], row.bars[-1]
    stroke(on, (first.value, last.value), (y, y), "mute", 1.5)
    outer = sorted(row.bars, key=lambda bar: bar[0].value)
    for i, (point, own) in enumerate(row.bars):
        gid, z = point_gid(point.id), 4 + i / 10
        dot(on, (point.value, y), RADIUS, "paper" if point.expected else own, own, gid=gid, z=z)
        if point in (outer[0][0], outer[-1][0]):
            way = -1 if point is outer[0][0] else 1
            place = (point.value + way * (RADIUS + 5) * step, VALUE.centred(y))
            style, said = (VALUE, "ink") if own == role else (LABEL, "mute")
            write(on, place, [point.text], style, said, "left" if way > 0 else "right", gid, z)  # type: ignore[arg-type]


def slope(plot: Plot, width: Width) -> Sheet:
    """Draw each series as one line between two times, with names and values at both ends."""
    whole, height = PIXELS[width], 300.0 if width == "wide" else 280.0
    pairs = [(series, min(series.points, key=month), max(series.points, key=month)) for series in plot.series]
    column = whole * (0.34 if width == "wide" else 0.36)
    top, bottom = max(p.value for p in plot.points), min(p.value for p in plot.points)
    bottom -= 0 if bottom < top else 1
    figure = Sheet(whole, height + 30)
    on = axes(figure, (column, 34, whole - 2 * column, height - 20), x=(0, 1), y=(top, bottom))
    step_x, step_y = per_pixel(on)
    for x, point in ((0.0, pairs[0][1]), (1.0, pairs[0][2])):
        stroke(on, (x, x), (top, bottom), "rule")
        place = (x, top - 34 * step_y)
        write(on, place, [point.when], HEADING, "mute", "left" if x else "right")
    for x, ends in ((0.0, [first for _, first, _ in pairs]), (1.0, [last for _, _, last in pairs])):
        wanted = [(point.value - top) / step_y for point in ends]
        lines = [
            wrap(f"{pair[0].label} {point.text}", column - 14, SMALL) for pair, point in zip(pairs, ends, strict=True)
        ]
        middles = apart(wanted, [SMALL.height(len(each)) for each in lines], -10, height - 10)
        for point, each, middle in zip(ends, lines, middles, strict=True):
            place = (x + (12 if x else -12) * step_x, top + SMALL.centred(middle, len(each)) * step_y)
            role: Role = "evidence" if point.strong else "mute"
            write(on, place, each, SMALL, role, "left" if x else "right", point_gid(point.id))
    for _, first, last in pairs:
        role = bar_role(last)
        stroke(on, (0, 1), (first.value, last.value), role, 2.5, dashed=last.expected)
        for x, point in ((0.0, first), (1.0, last)):
            dot(on, (x, point.value), 4.5, "paper" if point.expected else role, role, gid=point_gid(point.id))
    return figure


def month(point: Point) -> str:
    """Return when a figure's time begins."""
    return point.start
