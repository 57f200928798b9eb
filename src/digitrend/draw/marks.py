"""A grid of marks for "n of n": filled for the part, open for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.beside import beside
from digitrend.draw.lettering import LABEL, NUMBER
from digitrend.draw.shapes import Disc, Drawing, Sheet, Width

if TYPE_CHECKING:
    from digitrend.charts.values import Marks
    from digitrend.draw.palette import Role

GRID = 286.0  # the widest grid: twelve marks side by side
PITCH = 23.8
KEY = 6.0  # the radius of a mark in the key
INDENT = 36.0


def draw(figure: Marks, width: Width) -> Drawing:
    """Draw the grid, the count in words, and what the marks stand for."""
    part, whole = round(figure.part.value), round(figure.whole.value)
    return beside(grid(part, whole), lambda sheet: words(sheet, figure, part < whole), width)


def grid(part: int, whole: int) -> Drawing:
    """Draw `whole` marks, the first `part` of them filled; many are drawn smaller, so that all fit."""
    pitch = PITCH if whole <= 60 else max(6.0, PITCH * (60 / whole) ** 0.5)
    columns = max(1, min(whole, int(GRID / pitch)))
    radius = pitch * 0.36
    shapes = tuple(
        disc((i % columns + 0.5) * pitch, (i // columns + 0.5) * pitch, radius, i < part) for i in range(whole)
    )
    return Drawing(columns * pitch, -(-whole // columns) * pitch, shapes)


def disc(x: float, y: float, radius: float, filled: bool) -> Disc:
    """Draw one mark; open and filled ones have the same outer size."""
    if filled:
        return Disc(x, y, radius, fill="evidence")
    return Disc(x, y, radius - 0.75, stroke="mute", thickness=1.5)


def words(sheet: Sheet, figure: Marks, some_open: bool) -> None:
    """Set "24 of 24", then what is filled, then what is counted in all."""
    sheet.write(figure.count.format(part=figure.part.text, whole=figure.whole.text), NUMBER, "evidence")
    sheet.skip(8)
    key(sheet, (True,) if some_open else (), figure.part.label)
    sheet.skip(5)
    key(
        sheet,
        (True, False) if some_open else (),
        figure.rest.format(label=figure.whole.label, whole=figure.whole.text),
        "mute",
    )


def key(sheet: Sheet, marks: tuple[bool, ...], text: str, role: Role = "ink") -> None:
    """Set a text behind the marks that it explains, if there are two kinds to tell apart."""
    middle = sheet.y + LABEL.ascent - LABEL.size * 0.33
    sheet.add(*(disc(KEY + i * (2 * KEY + 3), middle, KEY, filled) for i, filled in enumerate(marks)))
    sheet.write(text, LABEL, role, x=INDENT if marks else 0)
