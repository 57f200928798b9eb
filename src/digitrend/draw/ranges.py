"""From a low to a high end, or from one time to another: ranges, dumbbells, slopes and timelines.

A timeline has events in lanes by field, along the months; what has only a year, or no date, stands apart.
"""

from __future__ import annotations

from math import ceil
from operator import attrgetter
from typing import TYPE_CHECKING

from digitrend.draw.bars import APART, BarRow, bar_role, hues, key_height, labelled_rows, put_key, series_key
from digitrend.draw.lines import apart, axis_values, month_of, ticked
from digitrend.draw.style import (
    FULL,
    PIXELS,
    Role,
    Sheet,
    area,
    axes,
    box,
    dot,
    extent,
    per_pixel,
    point_gid,
    scale,
    stroke,
    write,
)
from digitrend.draw.text import HEADING, LABEL, SMALL, VALUE, measure, widest, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from digitrend.charts.types import Lane, Moment, Plot, Timeline
    from digitrend.draw.style import On, Width


RADIUS = 5.5
VALUES = 0.26  # of the width: a longer value is broken into lines


def ranges(plot: Plot, width: Width) -> Sheet:
    """Draw a row for each label: the range of its figure, or the way from one series' figure to the other's."""
    whole, roles = PIXELS[width], hues(len(plot.series)) if len(plot.series) > 1 else ("evidence",)
    rows, names = labelled_rows(plot, roles), series_key(plot, roles) if len(plot.series) > 1 else ()
    top = key_height(names, whole)
    lines = [wrap(row.label, whole * 0.36, LABEL) for row in rows]
    longest = whole * VALUES
    said = [[wrap(point.text, longest, VALUE) for point, _ in row.bars] for row in rows]
    left = max(widest(each, LABEL) for each in lines) + 12
    after = max(widest(text, VALUE) for values in said for text in values) + RADIUS + 8
    before = after if any(len(row.bars) > 1 for row in rows) else RADIUS + 8  # a row of one has its value behind it
    room = max(40.0, whole - left - before - after)
    ticks = axis_values(
        plot, max(1, int(room / (max(measure(ticked(plot, p.value), SMALL) for p in plot.points) + 16)))
    )
    texts = [ticked(plot, tick) for tick in ticks]
    every = ceil((widest(tuple(texts), SMALL) + 8) * (len(ticks) - 1) / room)  # as many as have room have their text
    texts = ["" if i % every else text for i, text in enumerate(texts)]
    heights = [
        max(
            LABEL.height(len(each)),
            22.0,
            *(VALUE.height(len(wrap(point.text, longest, VALUE))) for point, _ in row.bars),
        )
        + APART
        for row, each in zip(rows, lines, strict=True)
    ]
    figure = Sheet(whole, top + sum(heights) + 26)
    x = (ticks[0], ticks[-1])
    unit = (x[1] - x[0]) / room
    on = axes(figure, (left, top, whole - left, sum(heights)), x=(x[0] - before * unit, x[1] + after * unit))
    scale(on.xaxis, ticks, texts, grid=True)
    put_key(figure, names)
    y = 0.0
    for row, each, height in zip(rows, lines, heights, strict=True):
        middle = y + height / 2
        gid = point_gid(row.bars[0][0].id)
        write(figure, (0, LABEL.centred(top + middle, len(each))), each, LABEL, gid=gid if len(row.bars) == 1 else None)
        between(on, row, middle, longest)
        y += height
    return figure


def between(on: Axes, row: BarRow, y: float, longest: float) -> None:
    """Draw one row: its ends as dots with their values outside, `longest` wide at most, a line between them."""
    step = per_pixel(on)[0]
    if len(row.bars) == 1:
        point, role = row.bars[0]
        gid, low, high = point_gid(point.id), point.low, point.high
        if low is None or high is None:
            dot(on, (point.value, y), RADIUS, None if point.expected else role, role, gid=gid)
            low = high = point.value
        else:
            stroke(on, (low, high), (y, y), bar_role(point), 8, gid=gid)
        text = wrap(point.text, longest, VALUE)
        write(on, (high + (RADIUS + 5) * step, VALUE.centred(y, len(text))), text, VALUE, gid=gid)
        return
    (first, _), (last, role) = row.bars[0], row.bars[-1]
    stroke(on, (first.value, last.value), (y, y), "mute", 1.5)
    outer = sorted(row.bars, key=lambda bar: bar[0].value)
    for i, (point, own) in enumerate(row.bars):
        gid, z = point_gid(point.id), 4 + i / 10
        dot(on, (point.value, y), RADIUS, "paper" if point.expected else own, own, gid=gid, z=z)
        if point in (outer[0][0], outer[-1][0]):
            way = -1 if point is outer[0][0] else 1
            text = wrap(point.text, longest, VALUE)
            place = (point.value + way * (RADIUS + 5) * step, VALUE.centred(y, len(text)))
            style, said = (VALUE, "ink") if own == role else (LABEL, "mute")
            write(on, place, text, style, said, "left" if way > 0 else "right", gid, z)  # type: ignore[arg-type]


def slope(plot: Plot, width: Width) -> Sheet:
    """Draw each series as one line between two times, with names and values at both ends."""
    whole, height = PIXELS[width], 300.0 if width == "wide" else 280.0
    begins = attrgetter("start")
    pairs = [(series, min(series.points, key=begins), max(series.points, key=begins)) for series in plot.series]
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


NAMES = 168.0  # the widest column of lanes' names
PADDING = 11.0  # above and below what stands in a lane
BETWEEN = 9.0  # two events of a lane
BAND = 7.0  # how thick a month is drawn
LABELS = 190.0  # the widest label on the axis
GUTTER = 20.0


def draw_timeline(figure: Timeline, width: Width) -> Sheet:
    """Draw the lanes side by side over one axis when wide, as lists when narrow."""
    lanes = [lane for lane in figure.lanes if lane.moments]
    return listed(lanes, figure) if width == "narrow" else along(lanes, figure)


def zone_of(moment: Moment) -> str:
    """Return the column of an event: "axis", its year, or "" for none."""
    return "axis" if len(moment.start) > 4 else moment.start


def along(lanes: list[Lane], figure: Timeline) -> Sheet:
    """Draw the axis with its lanes; before it a column for each year alone, behind it one for what has no date."""
    moments = [moment for lane in lanes for moment in lane.moments]
    dated = [moment for moment in moments if zone_of(moment) == "axis"]
    years = sorted({zone_of(moment) for moment in moments} - {"axis", ""})
    others = [*years, *([""] if any(not m.start for m in moments) else [])]
    names = [wrap(lane.label, NAMES, VALUE) for lane in lanes]
    left = max(widest(name, VALUE) for name in names) + GUTTER
    column = min(210.0, (FULL - left) * 0.5 / max(1, len(others))) if dated else (FULL - left) / max(1, len(others))
    room = FULL - left - column * len(others)  # for the axis
    axis = left + column * len(years)
    starts = {"axis": axis, "": axis + room, **{year: left + i * column for i, year in enumerate(years)}}
    first, last = (min(month_of(m.start) for m in dated), max(end_of(m) for m in dated)) if dated else (0.0, 1.0)
    first, last = first // 12 * 12, max(-(-last // 12) * 12, first + 1)
    month = (room - GUTTER) / (last - first) if dated else 0.0
    blocks = [
        (lane_i, zone, moment, block(moment, first, month, room, column))
        for lane_i, lane in enumerate(lanes)
        for zone, moment in sorted(((zone_of(m), m) for m in lane.moments), key=lambda pair: pair[1].start or "9999")
    ]
    heights = []
    for i, name in enumerate(names):
        zones = {zone for lane_i, zone, _, _ in blocks if lane_i == i}
        tallest = max(
            sum(b[2] + BETWEEN for lane_i, zone, _, b in blocks if lane_i == i and zone == each) - BETWEEN
            for each in zones
        )
        heights.append(max(tallest, VALUE.height(len(name))) + 2 * PADDING)
    head = 52.0
    on = Sheet(FULL, head + sum(heights))
    if dated:
        heading(on, figure, axis, (first, last), month)
    for zone in others:
        x = starts[zone]
        text = figure.year_only.format(year=zone) if zone else figure.undated
        write(on, (x + 14, 0), wrap(text, column - 20, HEADING), HEADING)
        stroke(on, (x, x), (0, head + sum(heights)), "rule", z=0.5)
    top = head
    for i, (name, height) in enumerate(zip(names, heights, strict=True)):
        stroke(on, (0, FULL), (top, top), "rule", z=1)
        write(on, (0, top + PADDING), name, VALUE)
        ends = dict[str, float]()
        for _, zone, moment, (x, lines, tall) in (each for each in blocks if each[0] == i):
            y = ends.get(zone, top + PADDING)
            event(on, moment, (starts[zone] + x, y), lines, (axis, first, month))
            ends[zone] = y + tall + BETWEEN
        top += height
    return on


def end_of(moment: Moment) -> float:
    """Return the month at which an event's time ends."""
    last = moment.end or moment.start
    return month_of(last) + (1 if last.count("-") == 1 else 1 / 31)


def block(
    moment: Moment, first: float, month: float, room: float, column: float
) -> tuple[float, tuple[str, ...], float]:
    """Return where an event's label begins in its zone, its lines, and how high it is with its date."""
    if zone_of(moment) != "axis":
        lines = wrap(moment.label, column - 44, LABEL)
        return 32.0, lines, LABEL.height(len(lines))
    end = (end_of(moment) - first) * month
    start = (month_of(moment.start) - first) * month
    to_the_right = room - GUTTER - end - 8
    if to_the_right >= 110:
        lines = wrap(moment.label, min(LABELS, to_the_right), LABEL)
        return end + 8, lines, LABEL.height(len(lines))
    lines = wrap(moment.label, min(LABELS, start - 12), LABEL)
    return start - 8 - widest(lines, LABEL), lines, LABEL.height(len(lines))


def heading(on: On, figure: Timeline, left: float, span: tuple[float, float], month: float) -> None:
    """Draw the years and months over the lanes."""
    for year in range(int(span[0] // 12), int(span[1] // 12)):
        x = left + (year * 12 - span[0]) * month
        write(on, (x, 0), [str(year)], HEADING)
        names = (
            figure.months if widest(figure.months, SMALL) + 4 <= month else tuple(name[:1] for name in figure.months)
        )
        for i, name in enumerate(names if measure("M", SMALL) + 3 <= month else ()):
            write(on, (x + (i + 0.5) * month, 24), [name], SMALL, "mute", "center")
        stroke(on, (x, x), (24, extent(on)[1]), "rule", z=0.5)


def event(
    on: On, moment: Moment, at: tuple[float, float], lines: tuple[str, ...], axis: tuple[float, float, float]
) -> None:
    """Draw an event: its time as a band on the axis, or an open mark where the month is not known, and its label."""
    (x, y), gid, (left, first, month) = at, point_gid(moment.id), axis
    z, middle = 4 + y / 1e5, y + LABEL.line / 2
    if zone_of(moment) == "axis":
        start, end = (left + (each - first) * month for each in (month_of(moment.start), end_of(moment)))
        wide = max(end - start, 4.0)
        area(
            on,
            box((start + end - wide) / 2, middle - BAND / 2, (start + end + wide) / 2, middle + BAND / 2),
            "evidence",
            gid=gid,
            z=z,
        )
    else:
        dot(on, (x - 12, middle), 4.5, None, "evidence" if moment.start else "mute", 1.5, gid=gid, z=z)
    write(on, (x, y), lines, LABEL, gid=gid, z=z)


def listed(lanes: list[Lane], figure: Timeline) -> Sheet:
    """List the events lane by lane, each with its date above it."""
    whole, indent = PIXELS["narrow"], 20.0
    laid: list[tuple[float, object]] = []
    y = 0.0
    for lane in lanes:
        name = wrap(lane.label, whole, VALUE)
        laid.append((y, name))
        y += 8 + VALUE.height(len(name)) + 4
        for moment in sorted(lane.moments, key=lambda m: m.start + "-99" * (len(m.start) == 4) or "9999"):
            lines = wrap(moment.label, whole - indent, LABEL)
            laid.append((y, (moment, lines)))
            y += SMALL.line + LABEL.height(len(lines)) + 7
        y += 8
    on = Sheet(whole, y - 8)
    for top, each in laid:
        if isinstance(each, tuple) and isinstance(each[0], str):
            stroke(on, (0, whole), (top + 0.5, top + 0.5), "rule")
            write(on, (0, top + 8), each, VALUE)
        else:
            moment, lines = each  # type: ignore[misc]
            gid, middle = point_gid(moment.id), top + SMALL.line / 2
            known = zone_of(moment) == "axis"
            dot(
                on,
                (5, middle),
                4.5,
                "evidence" if known else None,
                "evidence" if moment.start else "mute",
                1.5,
                gid=gid,
            )
            date = (
                moment.when if known else figure.year_only.format(year=moment.start) if moment.start else figure.undated
            )
            write(on, (indent, top), [date], SMALL, "mute", gid=gid, z=4)
            write(on, (indent, top + SMALL.line), lines, LABEL, gid=gid, z=4)
    return on


FORMS = {"range": ranges, "slope": slope, "timeline": draw_timeline}
