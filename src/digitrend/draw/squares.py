"""A hundred squares, as many filled as a share has per cents; the last one in part if need be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.beside import beside
from digitrend.draw.cards import parted
from digitrend.draw.lettering import HEADING, LABEL, NUMBER
from digitrend.draw.shapes import Drawing, Place, Shape, Sheet, Width, area, box, line
from digitrend.draw.signs import hatching

if TYPE_CHECKING:
    from digitrend.charts.values import Point, Squares

SIDE: dict[Width, float] = {"wide": 16.0, "narrow": 18.0}
GAP = 4.0


def draw(figure: Squares, width: Width) -> Drawing:
    """Draw the squares, row by row from the top left, with the share and its label beside them."""
    side = SIDE[width]
    shapes = squares(figure.point, side)
    extent = 10 * (side + GAP) - GAP
    return beside(Drawing(extent, extent, tuple(shapes)), lambda sheet: words(sheet, figure.point), width)


def squares(point: Point, side: float) -> list[Shape]:
    """Return the squares: what is filled as one shape, and the outlines of the others over it."""
    share = min(100.0, max(0.0, point.value))
    full, rest = int(share), share - int(share)
    solid = [square(i, side, 1.0) for i in range(full)]
    if rest > 0.005:
        solid.append(square(full, side, rest))
    empty = [outlined(i, side) for i in range(full, 100)]
    shapes: list[Shape] = [area(*solid, fill="evidence")] if solid else []
    if point.lower and full < 100:  # "more than": the next square is begun, nobody knows how far
        shapes.append(line(*hatching(square(full, side, 1.0), 4.0), stroke="evidence"))
    if empty:
        shapes.append(area(*empty, fill=None, stroke="mute"))
    return shapes


def square(i: int, side: float, width: float) -> tuple[Place, ...]:
    """Return the corners of the i-th square, or of a fraction of its width."""
    return box(i % 10 * (side + GAP), i // 10 * (side + GAP), side * width, side)


def outlined(i: int, side: float) -> tuple[Place, ...]:
    """Return the corners of the i-th square's outline, whose line lies within the square."""
    return box(i % 10 * (side + GAP) + 0.5, i // 10 * (side + GAP) + 0.5, side - 1, side - 1)


def words(sheet: Sheet, point: Point) -> None:
    """Set the share with its qualifier, and what it is a share of."""
    qualifier, number = parted(point.text)
    sheet.write(qualifier, HEADING, "mute")
    sheet.skip(2 if qualifier else 0)
    sheet.write(number, NUMBER, "evidence")
    sheet.skip(6)
    sheet.write(point.label, LABEL)
