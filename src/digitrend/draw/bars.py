"""Bars from zero, each with its label and its value beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitrend.draw.lettering import LABEL, TICK, VALUE, measure, one_line, widest, wrap
from digitrend.draw.shapes import PIXELS, Drawing, Sheet, Trace, Width, Words, line, paragraph
from digitrend.draw.signs import arrow_room, bar

if TYPE_CHECKING:
    from digitrend.charts.values import Bars, Point

THICKNESS: dict[Width, float] = {"wide": 20.0, "narrow": 16.0}
GAP = 8.0  # between a bar and what stands beside it
APART = 14.0  # between rows
LABELS = 236.0  # the widest column of labels in a wide drawing
VALUES = 0.42  # of the room for bars, what a value may take before it wraps


@dataclass(frozen=True, slots=True)
class Scale:
    """Where zero lies, and how many pixels one unit is."""

    zero: float
    unit: float

    def at(self, value: float) -> float:
        """Return the x of a value."""
        return self.zero + value * self.unit


def draw(figure: Bars, width: Width) -> Drawing:
    """Draw the bars: labels in a column on the left when wide, above each bar when narrow."""
    sheet = Sheet(PIXELS[width])
    left = label_column(figure) if width == "wide" else 0.5  # half of the zero line lies left of zero
    scale = fitted(figure.points, left, sheet.width, THICKNESS[width])
    spans = []
    for i, point in enumerate(figure.points):
        sheet.skip(APART if i else 0)
        spans.append(row(sheet, point, scale, left, width))
    if spans:
        sheet.add(zero_line(scale.zero, spans, width))
        foot(sheet, figure.axis, scale, left)
    return sheet.drawing()


def label_column(figure: Bars) -> float:
    """Return where the bars begin: right of the widest label, as it is wrapped."""
    return max(widest(wrap(point.label, LABELS, LABEL), LABEL) for point in figure.points) + 2 * GAP


def fitted(points: tuple[Point, ...], left: float, right: float, thickness: float) -> Scale:
    """Return the largest scale at which all bars and the values at their ends fit in between.

    Each pair of a bar ahead of zero and one behind it, with their values, must fit; zero itself is in both.
    """
    ahead, behind = [(0.0, 0.0)], [(0.0, 0.0)]
    for point in points:
        room = widest(value_lines(point, right - left), VALUE) + GAP
        room += arrow_room(thickness) if point.lower else 0
        (behind if point.value < 0 else ahead).append((abs(point.value), room))
    unit = min(
        ((right - left - room - other) / (a + b) for a, room in ahead for b, other in behind if a + b),
        default=0.0,
    )
    return Scale(left + max(value * unit + room for value, room in behind), unit)


def value_lines(point: Point, room: float) -> tuple[str, ...]:
    """Return a value's text, wrapped if it would leave the bars no room."""
    return wrap(point.text, room * VALUES, VALUE)


def row(sheet: Sheet, point: Point, scale: Scale, left: float, width: Width) -> tuple[float, float]:
    """Draw one bar with its label and value; return from where to where its row reaches."""
    thickness = THICKNESS[width]
    values = value_lines(point, sheet.width - left)
    labels = wrap(point.label, left - 2 * GAP, LABEL) if width == "wide" else ()
    if width == "narrow":
        sheet.write(point.label)
        sheet.skip(4)
    height = max(thickness, VALUE.height(len(values)), LABEL.height(len(labels)))
    middle = sheet.y + height / 2
    sheet.add(*paragraph(labels, (0, LABEL.centred(middle, len(labels))), LABEL))
    sheet.add(*bar(scale.zero, scale.at(point.value), middle - thickness / 2, thickness, point))
    sheet.add(*value(values, point, scale, middle, thickness))
    sheet.skip(height)
    return middle - height / 2, sheet.y


def zero_line(zero: float, spans: list[tuple[float, float]], width: Width) -> Trace:
    """Return the line at zero: from top to bottom, but when narrow only beside bars, not through labels."""
    if width == "wide":
        spans = [(spans[0][0], spans[-1][1] + 4)]
    return line(*(((zero, top), (zero, bottom)) for top, bottom in spans), stroke="ink")


def value(lines: tuple[str, ...], point: Point, scale: Scale, middle: float, thickness: float) -> list[Words]:
    """Set a value beyond the end of its bar."""
    way = -1 if point.value < 0 else 1
    x = scale.at(point.value) + way * (GAP + (arrow_room(thickness) if point.lower else 0))
    top = VALUE.centred(middle, len(lines))
    return paragraph(lines, (x, top), VALUE, "ink", "start" if way > 0 else "end")


def foot(sheet: Sheet, axis: str, scale: Scale, left: float) -> None:
    """Say at the zero line that it is zero, and in which unit the bars are."""
    sheet.skip(6)
    text = one_line(f"0 {axis}")
    if scale.zero + measure(text, TICK) <= sheet.width:
        sheet.add(Words(scale.zero, sheet.y + TICK.ascent, text, TICK, "mute"))
        sheet.skip(TICK.height(1))
    else:
        sheet.write(text, TICK, "mute", x=left)
