"""Bars from zero, lying or standing, alone or in groups; what falls lies on the other side of zero.

A bar is solid up to its value. A lower bound ends in an open arrow, an upper bound is an empty bar, a range is hatched
from its low to its high end, and what has not happened yet is hatched all over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitrend.draw.style import (
    HUES,
    PIXELS,
    Role,
    Sheet,
    area,
    axes,
    box,
    extent,
    hatch,
    per_pixel,
    point_gid,
    stroke,
    write,
)
from digitrend.draw.style import LIGHT as COLOURS
from digitrend.draw.text import HEADING, LABEL, SMALL, VALUE, measure, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from digitrend.charts.types import Plot, Point
    from digitrend.draw.style import On, Width

THICKNESS = 21.0
THINNER = 17.0  # in a group
GAP = 7.0  # between a bar and its value
APART = 9.0  # between rows
ARROW = 3.0  # between a bar and the arrow that goes on from it


@dataclass(frozen=True, slots=True)
class BarRow:
    """One label with its bars."""

    label: str
    bars: tuple[tuple[Point, Role], ...]


def bars(plot: Plot, width: Width) -> Sheet:
    """Draw one bar a figure."""
    return rows_of([BarRow(point.label, ((point, bar_role(point)),)) for point in plot.points], (), width)


def grouped(plot: Plot, width: Width) -> Sheet:
    """Draw a group of bars for each label, one bar a series, with a key above."""
    roles = hues(len(plot.series))
    return rows_of(labelled_rows(plot, roles), series_key(plot, roles), width)


def labelled_rows(plot: Plot, roles: Sequence[Role]) -> list[BarRow]:
    """Return a row for each label, with the figure of each series."""
    coloured = [(p, role) for each, role in zip(plot.series, roles, strict=True) for p in each.points]
    labels = dict.fromkeys(point.label for point in plot.points)
    return [BarRow(label, tuple(pair for pair in coloured if pair[0].label == label)) for label in labels]


def series_key(plot: Plot, roles: Sequence[Role]) -> Key:
    """Return the key: the name of each series with its colour."""
    return tuple(zip((series.label for series in plot.series), roles, strict=True))


def hues(count: int) -> tuple[Role, ...]:
    """Return the colours of so many series: two are before and after, more are told apart by hue."""
    return ("soft", "evidence") if count == 2 else HUES[:count]


def bar_role(point: Point) -> Role:
    """Return the accent for what the title speaks of, a softer colour for the rest."""
    return "evidence" if point.strong else "soft"


def rows_of(rows: list[BarRow], key: Key, width: Width) -> Sheet:
    """Draw rows of bars: labels in a column on the left, or above the bars where the column would take too much."""
    whole = PIXELS[width]
    thickness = THINNER if key else THICKNESS
    column = min(max(measure(row.label, LABEL) for row in rows), whole * 0.4)
    labels = [wrap(row.label, column, LABEL) for row in rows]
    above = width == "narrow" and max(map(len, labels)) > 2
    if above:
        labels = [wrap(row.label, whole, LABEL) for row in rows]
    left = 1.0 if above else max(widest(lines, LABEL) for lines in labels) + 12
    points = [bar for row in rows for bar in row.bars]
    zero, unit = fitted([point for point, _ in points], whole - left, thickness)
    top = key_height(key, whole)
    heights = [len(row.bars) * (thickness + 2) - 2 for row in rows]
    tops: list[float] = []
    y = top
    for row, lines, height in zip(rows, labels, heights, strict=True):
        text = LABEL.height(len(lines))
        said = (
            max(VALUE.height(len(value_lines(point, whole - left))) for point, _ in row.bars)
            if len(row.bars) == 1
            else 0
        )
        y += max(0.0, (said - height) / 2 - (text if above else 0))
        bar_top = y + (text + 2 if above else max(0.0, (text - height) / 2))
        tops.append(bar_top)
        y = max(bar_top + max(height, (height + said) / 2), y + text) + (APART + 4 if key or above else APART)
    figure = Sheet(whole, y - APART + 2)
    on = axes(figure, (left, 0, whole - left, y - APART + 2), x=(-zero / unit, (whole - left - zero) / unit))
    put_key(figure, key)
    for row, lines, bar_top, height in zip(rows, labels, tops, heights, strict=True):
        gid = point_gid(row.bars[0][0].id) if len(row.bars) == 1 else None
        place = bar_top - LABEL.height(len(lines)) - 2 if above else LABEL.centred(bar_top + height / 2, len(lines))
        write(figure, (0, place), lines, LABEL, gid=gid, z=3 + bar_top / 1e5)
        for i, (point, role) in enumerate(row.bars):
            bar(on, point, role, bar_top + i * (thickness + 2), thickness)
    spans = [(bar_top - 3, bar_top + height + 3) for bar_top, height in zip(tops, heights, strict=True)]
    for start, stop in spans if above else [(spans[0][0], spans[-1][1])]:
        stroke(on, (0, 0), (start, stop), "ink", z=9)
    return figure


Key = tuple[tuple[str, Role], ...]  # the names of series and their colours


def _keyed(key: Key, whole: float) -> list[tuple[float, float]]:
    places, x, y = list[tuple[float, float]](), 0.0, 0.0
    for text, _ in key:
        room = 17 + measure(text, HEADING)
        x, y = (0.0, y + 22) if x and x + room > whole else (x, y)
        places.append((x, y))
        x += room + 20
    return places


def key_height(key: Key, whole: float) -> float:
    """Return how high a key is, with the room below it."""
    return _keyed(key, whole)[-1][1] + 28 if key else 3.0


def put_key(on: On, key: Key) -> None:
    """Set the name of each series beside a square of its colour."""
    for (text, role), (x, y) in zip(key, _keyed(key, extent(on)[0]), strict=True):
        area(on, box(x, y + 3, x + 11, y + 14), role)
        write(on, (x + 17, y), [text], HEADING)


def fitted(points: list[Point], room: float, thickness: float) -> tuple[float, float]:
    """Return where zero lies, and the most pixels that one unit can have so that all bars and their values fit.

    Each pair of a bar ahead of zero and one behind it, with their values, must fit; zero itself is in both.
    """
    ahead, behind = [(0.0, 0.0)], [(0.0, 0.0)]
    for point in points:
        beside = (
            widest(value_lines(point, room), VALUE) + GAP + (thickness / 2 + ARROW if point.bound == "lower" else 0)
        )
        ends = [end for end in (point.low, point.value, point.high) if end is not None]
        side = behind if point.value < 0 else ahead
        side.append((max(map(abs, ends)), beside))
    unit = min(
        ((room - a_text - b_text) / (a + b) for a, a_text in ahead for b, b_text in behind if a + b), default=1.0
    )
    return max(value * unit + text for value, text in behind), unit


def value_lines(point: Point, room: float) -> tuple[str, ...]:
    """Return the text of a value, wrapped if it would leave the bars no room."""
    return wrap(point.text, room * 0.45, VALUE)


def bar(on: Axes, point: Point, role: Role, top: float, thickness: float) -> None:
    """Draw one bar with its value beyond its end."""
    gid, way = point_gid(point.id), -1 if point.value < 0 else 1
    step = per_pixel(on)[0]
    z = 3 + top / 1e5  # what belongs to one figure is drawn together, so that one link holds it
    middle, bottom = top + thickness / 2, top + thickness
    low, high = (point.low, point.high) if point.low is not None and point.high is not None else (0.0, point.value)
    end = point.value if point.low is None else max(low, high, key=abs)
    if point.bound == "upper":
        area(on, box(0, top + 0.5, end, bottom - 0.5), "paper", role, gid=gid, z=z)
    elif point.low is not None:
        near, far = sorted((low, high), key=abs)
        solid(on, near, top, thickness, role, gid, z)
        area(on, box(near, top + 0.5, far, bottom - 0.5), None, role, gid=gid, z=z)
        hatch(on, near, top, far, bottom, role, gid, z)
    elif point.expected:
        area(on, box(0, top + 0.5, end, bottom - 0.5), None, role, gid=gid, z=z)
        hatch(on, min(0, end), top, max(0, end), bottom, role, gid, z)
    else:
        solid(on, end, top, thickness, role, gid, z)
    beyond = end + way * GAP * step
    if point.bound == "lower":
        back, tip = end + way * ARROW * step, end + way * (ARROW + thickness / 2) * step
        stroke(on, (back, tip, back), (top + 1, middle, bottom - 1), role, 2, gid=gid, z=z)
        beyond = tip + way * GAP * step
    lines = value_lines(point, extent(on)[0])
    align = "left" if way > 0 else "right"
    write(on, (beyond, VALUE.centred(middle, len(lines))), lines, VALUE, align=align, gid=gid, z=z)  # type: ignore[arg-type]


def solid(on: Axes, end: float, top: float, thickness: float, role: Role, gid: str | None, z: float) -> None:
    """Draw the bar from zero that is known."""
    if end:
        (patch,) = on.barh(top, end, thickness, align="edge", color=COLOURS[role], linewidth=0, zorder=z)
        patch.set(clip_on=False, gid=gid)


def columns(plot: Plot, width: Width) -> Sheet:
    """Draw standing bars: the values of one thing over equal periods, each with its value above."""
    whole, points = PIXELS[width], plot.points
    pitch = whole / len(points)
    thick = min(pitch * 0.72, 64.0)
    values = [wrap(point.text, pitch - 4, VALUE) for point in points]
    names = [wrap(point.when or point.label, pitch - 2, SMALL) for point in points]
    above = max(VALUE.height(len(lines)) for lines in values) + 12
    below = above if any(point.value < 0 for point in points) else 2.0
    foot = max(SMALL.height(len(lines)) for lines in names) + 8
    height = 230.0 if width == "wide" else 200.0
    ends = [0.0, *(end for p in points for end in (p.low, p.value, p.high) if end is not None)]
    top, bottom = max(ends), min(ends)
    unit = (height - above - below) / ((top - bottom) or 1)
    figure = Sheet(whole, height + foot)
    on = axes(figure, (0, 0, whole, height), y=(top + above / unit, bottom - below / unit))
    for i, (point, lines, name) in enumerate(zip(points, values, names, strict=True)):
        middle, gid, role = (i + 0.5) * pitch, point_gid(point.id), bar_role(point)
        left, right, z = middle - thick / 2, middle + thick / 2, 3 + i / 1e3
        end = point.value if point.low is None or point.high is None else max(point.low, point.high, key=abs)
        if point.low is not None and point.high is not None:
            near = min(point.low, point.high, key=abs)
            (patch,) = on.bar(middle, near, thick, color=COLOURS[role], linewidth=0, zorder=z)
            patch.set(clip_on=False, gid=gid)
            area(on, box(left + 0.5, end, right - 0.5, near), None, role, gid=gid, z=z)
            hatch(on, left, max(end, near), right, min(end, near), role, gid, z)
        elif point.expected or point.bound == "upper":
            area(on, box(left + 0.5, point.value, right - 0.5, 0), None, role, gid=gid, z=z)
            if not point.bound:
                hatch(on, left, max(point.value, 0), right, min(point.value, 0), role, gid, z)
        elif point.value:
            (patch,) = on.bar(middle, point.value, thick, color=COLOURS[role], linewidth=0, zorder=z)
            patch.set(clip_on=False, gid=gid)
        lift = (VALUE.height(len(lines)) + 5) / unit if end >= 0 else -5 / unit
        if point.bound == "lower":
            tip = point.value + 11 / unit
            stroke(
                on, (left, middle, right), (point.value + 3 / unit, tip, point.value + 3 / unit), role, 2, gid=gid, z=z
            )
            lift += 10 / unit
        write(on, (middle, end + lift), lines, VALUE, align="center", gid=gid, z=z)
        write(figure, (middle, height + 6), name, SMALL, "mute", "center")
    stroke(on, (0, whole), (0, 0), "ink", z=9)
    return figure


FORMS = {"bars": bars, "columns": columns, "grouped": grouped}
