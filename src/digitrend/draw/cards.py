"""Number cards: counts whose units differ stand side by side and share no axis."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from digitrend.draw.lettering import HEADING, LABEL, NUMBER, measure
from digitrend.draw.shapes import PIXELS, Drawing, Sheet, Width, line

if TYPE_CHECKING:
    from digitrend.charts.values import Cards, Point

COLUMNS: dict[Width, int] = {"wide": 4, "narrow": 2}
GUTTER = 24.0
APART = 22.0
QUALIFIED = re.compile(r"(?P<words>[^\d¥$€£−-]*?)\s*(?P<number>[¥$€£−-]?\d.*)", re.DOTALL)


def draw(figure: Cards, width: Width) -> Drawing:
    """Draw the cards in rows of equal length, as many columns as the numbers leave room for."""
    sheet = Sheet(PIXELS[width])
    columns = columns_for(figure.points, width)
    for start in range(0, len(figure.points), columns):
        sheet.skip(APART if start else 0)
        row(sheet, figure.points[start : start + columns], (sheet.width + GUTTER) / columns)
    return sheet.drawing()


def columns_for(points: tuple[Point, ...], width: Width) -> int:
    """Return the number of columns in which no number has to wrap, and the last row is as full as can be."""
    most = min(COLUMNS[width], max(1, len(points)))
    needed = max((measure(parted(point.text)[1], NUMBER) for point in points), default=0.0) + GUTTER
    most = max(1, min(most, int((PIXELS[width] + GUTTER) / needed)))
    return ceil(len(points) / ceil(len(points) / most)) if points else 1


def parted(text: str) -> tuple[str, str]:
    """Split "more than 10 million" into its words and its number; without a digit, all is number."""
    match = QUALIFIED.fullmatch(text)
    return (match["words"], match["number"]) if match else ("", text)


def row(sheet: Sheet, points: tuple[Point, ...], pitch: float) -> None:
    """Draw one row, its numbers on one line."""
    top, width = sheet.y, pitch - GUTTER
    qualified = any(parted(point.text)[0] for point in points)
    lowest = top
    for i, point in enumerate(points):
        card = Sheet(width)
        card.add(line(((0, 0.5), (width, 0.5)), stroke="ink"))
        card.skip(10)
        words(card, point, qualified)
        sheet.y = top
        sheet.place(card.drawing(), x=i * pitch)
        lowest = max(lowest, sheet.y)
    sheet.y = lowest


def words(card: Sheet, point: Point, qualified: bool) -> None:
    """Set a card's words; room for a qualifier is left if any card of the row has one."""
    qualifier, number = parted(point.text)
    start = card.y
    card.write(qualifier, HEADING, "mute")
    card.y = max(card.y, start + HEADING.height(1) * qualified)
    card.skip(2 * qualified)
    card.write(number, NUMBER, "evidence")
    card.skip(5)
    card.write(point.label, LABEL)
