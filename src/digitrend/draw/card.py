"""The picture of a site in previews of links: its title, its point and who makes it, on paper."""

from __future__ import annotations

from digitrend.draw.lettering import Style, wrap
from digitrend.draw.shapes import Drawing, Sheet, area, box, line, moved
from digitrend.render.fonts import SANS_REGULAR, SANS_SEMIBOLD, SERIF_SEMIBOLD

# Half of 1200 by 630, which previews are cut to: the PNG has two pixels to each.
WIDTH, HEIGHT = 600.0, 315.0
MARGIN = 44.0
BAND = 9.0  # in the colour of evidence, as at the top of every page
TITLES = tuple(Style(SERIF_SEMIBOLD, size, 1.14) for size in (43, 37, 31, 26, 22))
FINDING = Style(SANS_REGULAR, 20, 1.3)
NAME = Style(SANS_SEMIBOLD, 16)
FOOT = HEIGHT - 54.0  # where the name stands, under a thin line
TOP = MARGIN + BAND / 2
ROOM = FOOT - 16.0 - TOP  # for title and finding


def carded(title: str, finding: str, name: str) -> Drawing:
    """Return the card, its title as large as the room allows; what has no room even so is left out at its end."""
    width = WIDTH - 2 * MARGIN
    written = next((sheet for style in TITLES if (sheet := _words(title, finding, style, width)).y <= ROOM), None)
    if written is None:
        written = _words(_cut(title, TITLES[-1], width, 3), _cut(finding, FINDING, width, 3), TITLES[-1], width)
    foot = Sheet(width)
    foot.add(line(((0, 0), (width, 0)), stroke="rule"))
    foot.skip(11)
    foot.write(_cut(name, NAME, width, 1), NAME, "evidence")
    paper = area(box(0, 0, WIDTH, HEIGHT), fill="paper")
    band = area(box(0, 0, WIDTH, BAND), fill="evidence")
    words = (moved(shape, MARGIN, TOP) for shape in written.shapes)
    return Drawing(WIDTH, HEIGHT, (paper, band, *words, *(moved(shape, MARGIN, FOOT) for shape in foot.shapes)))


def _words(title: str, finding: str, style: Style, width: float) -> Sheet:
    sheet = Sheet(width)
    sheet.write(title, style)
    sheet.skip(14)
    sheet.write(finding, FINDING, "mute")
    return sheet


def _cut(text: str, style: Style, width: float, most: int) -> str:
    """Return as much of a text as so many lines hold, with an ellipsis for what is missing."""
    lines = wrap(text, width, style)
    if len(lines) <= most:
        return text
    words = " ".join(lines[:most]).split(" ")
    while words and len(wrap(" ".join(words) + " …", width, style)) > most:
        words.pop()
    return " ".join(words) + " …"
