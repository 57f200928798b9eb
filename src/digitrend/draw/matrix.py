"""Which rows and columns are related: a disc where the source says so, a ring where the editor reads it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from digitrend.draw.lettering import HEADING, LABEL, SMALL, measure, one_line, widest, wrap
from digitrend.draw.shapes import PIXELS, Disc, Drawing, Sheet, Width, Words, line, paragraph

if TYPE_CHECKING:
    from digitrend.charts.values import Heading, Matrix

HEADINGS = 262.0  # the widest column of row headings in a wide drawing
GAP = 14.0
PADDING: dict[Width, float] = {"wide": 8.0, "narrow": 9.0}
RADIUS: dict[Width, float] = {"wide": 6.5, "narrow": 6.0}


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns lie."""

    left: float
    pitch: float

    def centre(self, column: int) -> float:
        """Return the middle of a column."""
        return self.left + (column + 0.5) * self.pitch


def draw(figure: Matrix, width: Width) -> Drawing:
    """Draw headings, rows and key; row headings are long when wide, short when narrow."""
    sheet = Sheet(PIXELS[width])
    rows = tuple(heading.long if width == "wide" else heading.short for heading in figure.rows)
    room = min(HEADINGS, sheet.width * 0.4)
    lines = [wrap(text, room, LABEL) for text in rows]
    left = max((widest(label, LABEL) for label in lines), default=0.0) + GAP
    grid = Grid(left, (sheet.width - left) / max(1, len(figure.columns)))
    column_headings(sheet, figure.columns, grid)
    for i, label in enumerate(lines):
        sheet.add(line(((0, sheet.y), (sheet.width, sheet.y)), stroke="rule"))
        height = LABEL.height(len(label)) + 2 * PADDING[width]
        sheet.add(*paragraph(label, (0, LABEL.centred(sheet.y + height / 2, len(label))), LABEL))
        for cell in figure.cells:
            if cell.row == i:
                x = grid.centre(cell.column)
                sheet.add(mark(x, sheet.y + height / 2, RADIUS[width], cell.stated))
        sheet.skip(height)
    sheet.add(line(((0, sheet.y), (sheet.width, sheet.y)), stroke="rule"))
    key(sheet, figure)
    return sheet.drawing()


def mark(x: float, y: float, radius: float, stated: bool) -> Disc:
    """Return the mark of one relation; both kinds have the same outer size."""
    if stated:
        return Disc(x, y, radius, fill="evidence")
    return Disc(x, y, radius - 1, stroke="evidence", thickness=2)


def column_headings(sheet: Sheet, columns: tuple[Heading, ...], grid: Grid) -> None:
    """Set the column headings: level if they fit, with what neighbours share set once, or else upright."""
    names = [one_line(heading.short) for heading in columns]
    stems = stems_of(names)
    fit = all(measure(tail, HEADING) <= grid.pitch - 4 for _, tails in stems for tail in tails)
    fit = fit and all(measure(stem, HEADING) <= grid.pitch * len(tails) - 6 for stem, tails in stems)
    if not fit:
        upright(sheet, names, grid)
        return
    two = any(stem for stem, _ in stems)
    i, top = 0, sheet.y
    for stem, tails in stems:
        start, end = grid.left + i * grid.pitch, grid.left + (i + len(tails)) * grid.pitch
        if stem:
            middle = Words((start + end) / 2, top + HEADING.ascent, stem, HEADING, "ink", "middle")
            sheet.add(middle, line(((start + 4, top + 19.5), (end - 4, top + 19.5)), stroke="mute"))
        for j, tail in enumerate(tails):
            y = top + HEADING.ascent + (24 if two else 0)
            sheet.add(Words(grid.centre(i + j), y, tail, HEADING, "ink", "middle"))
        i += len(tails)
    sheet.skip(HEADING.height(1) + (24 if two else 0) + 7)


def stems_of(names: list[str]) -> list[tuple[str, list[str]]]:
    """Group "Issue 1", "Issue 2" as ("Issue", ["1", "2"]); a name that ends in no number has no stem."""
    parts = [(name.rsplit(" ", 1) if name[-1:].isdigit() and " " in name else ["", name]) for name in names]
    return [(stem, [tail for _, tail in group]) for stem, group in groupby(parts, key=lambda part: part[0])]


def upright(sheet: Sheet, names: list[str], grid: Grid) -> None:
    """Set column headings that read upwards."""
    height = max(measure(name, HEADING) for name in names)
    sheet.skip(height)
    for i, name in enumerate(names):
        x = grid.centre(i) + HEADING.size * 0.33
        sheet.add(Words(x, sheet.y, name, HEADING, upright=True))
    sheet.skip(8)


def key(sheet: Sheet, figure: Matrix) -> None:
    """Set the words of both marks behind them: side by side if they fit."""
    sheet.skip(12)
    x, indent, space = 0.0, 20.0, 28.0
    extents = [indent + measure(text, SMALL) for text in (figure.stated, figure.reading)]
    level = sum(extents) + space <= sheet.width
    for text, extent, stated in zip((figure.stated, figure.reading), extents, (True, False), strict=True):
        top = sheet.y
        sheet.add(mark(x + 6.5, top + 6.5, 6, stated))
        sheet.write(text, SMALL, "mute", x=x + indent)
        if level:
            x += extent + space
            sheet.y = top if stated else sheet.y
        else:
            sheet.skip(4 if stated else 0)
