"""A picture with its words: to its right when wide, below it when narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.draw.shapes import PIXELS, Drawing, Sheet, Width, moved

if TYPE_CHECKING:
    from collections.abc import Callable

GUTTER = 32.0


def beside(picture: Drawing, write: Callable[[Sheet], None], width: Width) -> Drawing:
    """Join a picture and the words that `write` sets on the sheet it is given."""
    sheet = Sheet(PIXELS[width])
    if width == "narrow":
        sheet.place(picture)
        sheet.skip(14)
        write(sheet)
        return sheet.drawing()
    column = Sheet(sheet.width - picture.width - GUTTER)
    write(column)
    height = max(picture.height, column.y)
    sheet.add(*picture.shapes)
    sheet.add(*(moved(shape, picture.width + GUTTER, 0) for shape in column.shapes))
    sheet.skip(height)
    return sheet.drawing()
