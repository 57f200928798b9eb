"""Values over time: one or several lines, each with its name at its end, what is expected dashed on a tinted ground.

Figures over equal periods that follow each other are joined, a missing one leaves a gap. Figures over unequal periods
are drawn as segments as long as the time that they cover. A range is a band; a bound is a band that is open to the side
on which the figure lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from operator import attrgetter
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from digitrend.draw.bars import hues
from digitrend.draw.style import (
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
from digitrend.draw.text import HEADING, SMALL, VALUE, measure, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from digitrend.charts.types import Plot, PlotSeries, Point
    from digitrend.draw.style import Width

HEIGHT: dict[Width, float] = {"wide": 270.0, "narrow": 240.0}
NAMES: dict[Width, float] = {"wide": 150.0, "narrow": 118.0}  # the widest column of names at the ends of lines
MOST = 5  # lines in one picture; more go into panels
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


def month_of(date: str) -> float:
    """Return the start of a year, month or day in months."""
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    return year * 12 + month - 1 + (day - 1) / 31


def span_of(point: Point) -> tuple[float, float]:
    """Return the months at which a figure's period begins and ends."""
    ends = {0: 12.0, 1: 1.0, 2: 1 / 31}
    return month_of(point.start), month_of(point.end or point.start) + ends[(point.end or point.start).count("-")]


@dataclass(frozen=True, slots=True)
class Time:
    """The periods of a plot."""

    points: tuple[Point, ...]

    @property
    def even(self) -> bool:
        """Whether all periods are equally long, so that points stand at their middles; months are, and quarters."""
        lengths = [round(end - start, 2) for start, end in map(span_of, self.points)]
        return len(set(lengths)) == 1

    @property
    def limits(self) -> tuple[float, float]:
        """Return from when to when they last."""
        spans = [span_of(point) for point in self.points]
        return min(start for start, _ in spans), max(end for _, end in spans)

    @property
    def ahead(self) -> float | None:
        """When the part begins of which nothing has been observed; None if there is none."""
        seen = [span_of(point) for point in self.points if not point.expected]
        ahead = [span_of(point) for point in self.points if point.expected]
        last = max((end for _, end in seen), default=self.limits[0])
        return last if any(start >= last for start, _ in ahead) else None


def lines(plot: Plot, width: Width) -> Sheet:
    """Draw all series in one picture, or in panels of one scale where there are too many."""
    if len(plot.series) > MOST:
        return panels(plot, width)
    whole, height, several = PIXELS[width], HEIGHT[width], len(plot.series) > 1
    ticks = axis_values(plot)
    texts = [ticked(plot, tick) for tick in ticks]
    left = widest(tuple(texts), SMALL) + 10
    names = [name_of(series, NAMES[width]) for series in plot.series] if several else []
    time, last = Time(plot.points), max(plot.points, key=at)
    right = max((widest(name, HEADING) for name in names), default=0.0) + 14 if several else 6.0
    right = max(right, measure(last.when or last.start, SMALL) / 2 if time.even else 0.0)
    top, foot = 26.0, 30.0
    figure = Sheet(whole, top + height + foot)
    on = axes(figure, (left, top, whole - left - right, height), x=room_for(time), y=(ticks[-1], ticks[0]))
    ground(on, plot, time, ticks, texts)
    taken: list[Box] = []
    for series, role in zip(plot.series, hues_of(plot), strict=True):
        trace(on, series, role, time.even)
        taken += [place for point in series.points for place in covered(on, point, time.even)]
    if several:
        ends(on, plot, names, time)
    else:
        labelled(on, plot.series[0].points, taken, time.even)
    return figure


def hues_of(plot: Plot) -> tuple[Role, ...]:
    """Return the colours of the series: hues, or one accent among softer ones if the title speaks of one alone."""
    strong = [any(point.strong for point in series.points) for series in plot.series]
    if len(plot.series) > 2 and sum(strong) == 1:
        return tuple("evidence" if each else "soft" for each in strong)
    return hues(len(plot.series)) if len(plot.series) != 2 else ("evidence", "hue-2")


def axis_values(plot: Plot, most_ticks: int = 5) -> list[float]:
    """Return the ticks of the value axis, from below the least value to above the greatest.

    Zero is among them unless all values lie far from it.
    """
    values = [v for p in plot.points for v in (p.value, p.low, p.high) if v is not None]
    least, most = min(values) / plot.scale, max(values) / plot.scale
    if least >= 0 and least < 0.7 * most:
        least = 0.0
    elif most <= 0 and most > 0.7 * least:
        most = 0.0
    if any(point.bound == "upper" for point in plot.points):
        least = min(0.0, least)
    located = MaxNLocator(nbins=most_ticks, steps=[1, 2, 2.5, 5, 10]).tick_values(
        least, most * 1.02 if most > least else least + 1
    )
    return [float(tick) * plot.scale for tick in located]


def ticked(plot: Plot, value: float) -> str:
    """Return the text of a tick."""
    number = f"{value / plot.scale:,.10g}" if abs(value / plot.scale) >= 1000 else f"{value / plot.scale:.10g}"
    return plot.tick.format(number).replace("-", "−")


def room_for(time: Time) -> tuple[float, float]:
    """Return the limits of the time axis: half a period is left out where points stand at the middles of periods."""
    start, end = time.limits
    if not time.even:
        return start, end
    first, last = span_of(time.points[0])
    inset = (last - first) * 0.32  # points at the middles of periods need not the whole of the first and the last
    return (start + inset, end - inset) if end - start > last - first else (start, end)


def at(point: Point) -> float:
    """Return the middle of a figure's period."""
    return sum(span_of(point)) / 2


def ground(on: Axes, plot: Plot, time: Time, ticks: Sequence[float], texts: Sequence[str]) -> None:
    """Draw the scales, and the tint under the part that lies ahead, with its name."""
    scale(on.yaxis, ticks, texts, grid=True)
    places = periods(time, on)
    scale(on.xaxis, [place for place, _ in places], [text for _, text in places], pad=9)  # clear of the lowest value
    (start, end), (top, bottom) = on.get_xlim(), (ticks[-1], ticks[0])
    if (ahead := time.ahead) is not None and ahead < end:
        if time.even:
            ahead = min((at(p) for p in time.points if span_of(p)[0] >= ahead), default=ahead)
            seen = max((at(p) for p in time.points if at(p) < ahead), default=start)
            ahead = (ahead + seen) / 2 if seen < ahead else start
        area(on, box(ahead, top, end, bottom), "outlook-wash", z=0.2)
        step_x, step_y = per_pixel(on)
        room = (end - ahead) / step_x
        text = plot.expected if measure(plot.expected, HEADING) <= room + 40 else ""
        wide = measure(text, HEADING) > room - 8
        where = (end, "right") if wide else (ahead + 6 * step_x, "left")
        write(on, (where[0], top - 22 * step_y), [text] if text else [], HEADING, "outlook", where[1])  # type: ignore[arg-type]
    if ticks[0] <= 0 <= ticks[-1]:
        stroke(on, (start, end), (0, 0), "mute", z=1)


def periods(time: Time, on: Axes) -> list[tuple[float, str]]:
    """Return the ticks of the time axis: each period if its name has room, or else the years."""
    named = {at(p): p.when or p.start for p in time.points}
    start, end = on.get_xlim()
    step = (end - start) / extent(on)[0]
    if time.even:
        places = sorted(named)
        gap = min((b - a for a, b in pairwise(places)), default=end - start) / step
        if all(measure(named[place], SMALL) + 8 <= gap for place in places):
            return [(place, named[place]) for place in places]
        every = max(1, int((max(measure(text, SMALL) for text in named.values()) + 10) / gap) + 1)
        return [(place, named[place]) for place in places[::-1][::every][::-1]]
    # A year stands in the middle of what is drawn of it, if there is room for its name.
    years = [(max(start, y * 12.0), min(end, y * 12.0 + 12), str(y)) for y in range(int(start // 12), ceil(end / 12))]
    roomy = [((a + b) / 2, name) for a, b, name in years if (b - a) / step >= measure(name, SMALL)]
    return roomy or [((a + b) / 2, name) for a, b, name in years[:: ceil(40 * step / 12)]]


def trace(on: Axes, series: PlotSeries, role: Role, even: bool) -> None:
    """Draw one series: bands first, then its line, then its points or segments."""
    points = sorted(series.points, key=at)
    ranged = [(at(p), p.low, p.high) for p in points if p.low is not None and p.high is not None]
    if even and len(ranged) > 1:
        area(on, [*((x, low) for x, low, _ in ranged), *((x, high) for x, _, high in reversed(ranged))], "faint", z=1.5)
    if even:
        length = span_of(points[0])[1] - span_of(points[0])[0]
        for a, b in pairwise(points):
            if at(b) - at(a) < length * 1.5 and not (a.bound or b.bound):
                stroke(on, (at(a), at(b)), (a.value, b.value), role, 2.5, dashed=b.expected, z=3)
    for point in points:
        draw_point(on, point, role, even)


def draw_point(on: Axes, point: Point, role: Role, even: bool) -> None:
    """Draw one figure: a point, or a segment over its time; a bound as a band that is open to one side."""
    gid, (start, end), z = point_gid(point.id), span_of(point), 4 + at(point) / 1e5
    _, step = per_pixel(on)
    if point.bound:
        bottom, top = on.get_ylim()
        edge = bottom if point.bound == "upper" else top
        way = 1 if point.bound == "upper" else -1
        area(on, box(start, point.value, end, edge), "faint", gid=gid, z=z - 1.5)
        stroke(on, (start, end), (point.value, point.value), role, 2.5, gid=gid, z=z)
        middle, tip = at(point), point.value + way * 22 * step
        head = 4 * per_pixel(on)[0]
        stroke(on, (middle, middle), (point.value, tip), role, 1.5, gid=gid, z=z)
        stroke(
            on,
            (middle - head, middle, middle + head),
            (tip - way * 5 * step, tip, tip - way * 5 * step),
            role,
            1.5,
            gid=gid,
            z=z,
        )
    elif not even:
        stroke(
            on,
            (start, end),
            (point.value, point.value),
            role,
            4 if end - start < 6 else 2.5,
            dashed=point.expected and end - start >= 6,
            gid=gid,
            z=z,
        )
    elif point.expected:
        dot(on, (at(point), point.value), 4.5, "paper", role, 2, gid=gid, z=z)
    else:
        dot(on, (at(point), point.value), 4.5, role, gid=gid, z=z)
    if point.low is not None and point.high is not None:
        stroke(on, (at(point), at(point)), (point.low, point.high), role, 2, gid=gid, z=z)


def covered(on: Axes, point: Point, even: bool) -> list[Box]:
    """Return the box that the mark of a figure covers, in pixels."""
    (step_x, step_y), (left, _), (_, top) = per_pixel(on), on.get_xlim(), on.get_ylim()
    start, end = (at(point), at(point)) if even else span_of(point)
    y = (point.value - top) / step_y
    return [((start - left) / step_x - 5, y - 5, (end - left) / step_x + 5, y + (24 if point.bound == "upper" else 5))]


def labelled(on: Axes, points: Sequence[Point], taken: list[Box], even: bool) -> None:
    """Set the text of each figure of one series beside its mark, where it covers nothing."""
    (step_x, step_y), (left, _), (_, top) = per_pixel(on), on.get_xlim(), on.get_ylim()
    width, height = extent(on)
    ordered = sorted(points, key=at)
    value = attrgetter("value")
    if even and len(ordered) > 8:  # as many as can be read: the ends, the least and the greatest
        ordered = list(dict.fromkeys((ordered[0], ordered[-1], min(points, key=value), max(points, key=value))))
    path = [((at(p) - left) / step_x, (p.value - top) / step_y) for p in sorted(points, key=at)]
    for point in ordered:
        lines, under = wrap(point.text, 96, VALUE), () if even else wrap(point.when, 84, SMALL)
        high, wide = (
            VALUE.height(len(lines)) + SMALL.height(len(under)),
            max(widest(lines, VALUE), widest(under, SMALL)),
        )
        start, end = (each - left for each in ((at(point), at(point)) if even else span_of(point)))
        anchors = [
            ((start + end) / 2 + way * max(0.0, (end - start) / 2 - wide / 2 * step_x)) / step_x for way in (0, -1, 1)
        ]
        y = (point.value - top) / step_y
        gap = 26 if point.bound == "upper" else 7  # below its arrow
        heights = [d for k in range(6) for d in (-high - 7 - 21 * k, gap + 21 * k)]
        shifted = [x + way * wide / 2 for x in anchors[:1] for way in (1, -1, 1.5)]  # beside its middle, if need be
        sides = [(x - wide / 2, y + d) for x in (*anchors, *shifted) for d in heights]
        sides += [(end / step_x + 8, y - high / 2), (start / step_x - wide - 8, y - high / 2)]
        inside = [(min(max(a, 0), width - wide), b) for a, b in sides if 0 <= b <= height - high - 12]
        wanted = (anchors[0] - wide / 2, y + gap if point.bound == "upper" else y - high - 7)

        def cost(
            place: tuple[float, float], size: tuple[float, float] = (wide, high), wanted: tuple[float, float] = wanted
        ) -> float:
            box = (place[0], place[1], place[0] + size[0], place[1] + size[1])
            return (
                40 * clashes(box, taken, path if even else []) + abs(place[0] - wanted[0]) + abs(place[1] - wanted[1])
            )

        a, b = min(inside, key=cost)
        taken.append((a, b, a + wide, b + high))
        gid, middle, z = point_gid(point.id), left + (a + wide / 2) * step_x, 4 + at(point) / 1e5
        down = write(on, (middle, top + b * step_y), lines, VALUE, align="center", gid=gid, z=z)
        write(on, (middle, top + (b + down - 2) * step_y), under, SMALL, "mute", "center", gid, z)


def clashes(place: Box, taken: list[Box], path: list[tuple[float, float]]) -> float:
    """Return how much of a place is covered: of boxes the area, of a line so many pixels of it."""
    left, top, right, bottom = place
    covered = sum(
        max(0.0, min(right, r) - max(left, a)) * max(0.0, min(bottom, d) - max(top, b)) for a, b, r, d in taken
    )
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(1, int(abs(x1 - x0) / 4))
        inside = sum(
            left < x0 + (x1 - x0) * i / steps < right and top < y0 + (y1 - y0) * i / steps < bottom
            for i in range(steps + 1)
        )
        covered += inside * 12
    return covered


def name_of(series: PlotSeries, room: float) -> tuple[str, ...]:
    """Return a series' name with its last value, in lines."""
    last = max(series.points, key=at)
    comma = "," if series.label[-1:].isdigit() else ""  # men aged 45 to 54, 21.4
    return wrap(f"{series.label}{comma} {last.text}", room, HEADING)


def ends(on: Axes, plot: Plot, names: Sequence[tuple[str, ...]], time: Time) -> None:
    """Set each name at the end of its line; names that would overlap move apart, and are tied to their ends."""
    (step_x, step_y), (_, right), (_, top) = per_pixel(on), on.get_xlim(), on.get_ylim()
    lasts = [max(series.points, key=at) for series in plot.series]
    wanted = [(last.value - top) / step_y for last in lasts]
    heights = [HEADING.height(len(name)) for name in names]
    middles = apart(wanted, heights, -20.0, extent(on)[1] + 22)
    roles = hues_of(plot)
    for last, name, role, want, middle in zip(lasts, names, roles, wanted, middles, strict=True):
        gid, end = point_gid(last.id), at(last) if time.even else span_of(last)[1]
        if abs(want - middle) > 4:
            xs = (end + 6 * step_x, right + 6 * step_x, right + 9 * step_x)
            stroke(on, xs, (last.value, top + middle * step_y, top + middle * step_y), role, gid=gid, z=5)
        place = (right + 12 * step_x, top + HEADING.centred(middle, len(name)) * step_y)
        write(on, place, name, HEADING, "mute" if role == "soft" else role, gid=gid, z=5)


def apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return middles as near to the wanted ones as can be, in their order, so that heights do not overlap."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[list[int], float]] = []  # what touches, and where its top lies
    for i in order:
        members, place = [i], wanted[i] - heights[i] / 2
        while blocks and blocks[-1][1] + sum(heights[j] for j in blocks[-1][0]) > place:
            members = blocks.pop()[0] + members
            offsets = [sum(heights[j] for j in members[:k]) + heights[m] / 2 for k, m in enumerate(members)]
            place = sum(wanted[m] - offset for m, offset in zip(members, offsets, strict=True)) / len(members)
        place = min(max(place, low), high - sum(heights[j] for j in members))
        blocks.append((members, place))
    found = dict[int, float]()
    for members, place in blocks:
        for k, m in enumerate(members):
            found[m] = place + sum(heights[j] for j in members[:k]) + heights[m] / 2
    return [found[i] for i in range(len(wanted))]


def panels(plot: Plot, width: Width) -> Sheet:
    """Draw each series in a small panel of its own, all on one scale."""
    whole, across = PIXELS[width], 3 if width == "wide" else 2
    ticks = axis_values(plot)
    shown = [ticks[0], ticks[-1]]
    texts = [ticked(plot, tick) for tick in shown]
    left, gutter, height = widest(tuple(texts), SMALL) + 10, 18.0, 96.0
    room = (whole - left - gutter * (across - 1) - 6) / across
    names = [wrap(series.label, room, HEADING) for series in plot.series]
    head = max(HEADING.height(len(name)) for name in names) + 8
    pitch = head + height + 30
    rows = -(-len(plot.series) // across)
    figure, time = Sheet(whole, rows * pitch), Time(plot.points)
    for i, (series, name) in enumerate(zip(plot.series, names, strict=True)):
        x, y = left + i % across * (room + gutter), i // across * pitch
        on = axes(figure, (x, y + head, room, height), x=room_for(time), y=(ticks[-1], ticks[0]))
        scale(on.yaxis, shown, texts if i % across == 0 else ["", ""], grid=True)
        first, last = min(time.points, key=at), max(time.points, key=at)
        for point, align in ((first, "left"), (last, "right")):
            edge = on.get_xlim()[0 if align == "left" else 1]
            _, step = per_pixel(on)
            write(on, (edge, ticks[0] + 5 * step), [point.when or point.start], SMALL, "mute", align)  # type: ignore[arg-type]
        write(on, (on.get_xlim()[0], ticks[-1] - head * per_pixel(on)[1]), name, HEADING)
        trace(on, series, "evidence", time.even)
    return figure


FORMS = {"line": lines}
