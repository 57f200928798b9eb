"""A drawing that leaves the page: with its title, subtitle, note and source, on paper; and the card of a page."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from digitrend.draw.fonts import SANS_REGULAR, SANS_SEMIBOLD, SERIF_SEMIBOLD
from digitrend.draw.style import Sheet, area, box, size, stroke, write
from digitrend.draw.text import SMALL, SUBTITLE, TITLE, Style, cut, wrap

if TYPE_CHECKING:
    from digitrend.charts.types import Chart

MARGIN = 20.0
FRAME_ID = "/frame"  # of what is not drawn where the page has its own words
FRAME = f"point:{FRAME_ID}"


def framed(chart: Chart, on: Sheet) -> float:
    """Put round a drawing all the words that must go where it goes, and paper under it; return how high its head is."""
    width, height = size(on)
    title, subtitle = wrap(chart.title, width, TITLE), wrap(chart.subtitle, width, SUBTITLE)
    note, source = wrap(chart.note, width, SMALL), wrap(chart.source, width, SMALL)
    head = ceil(TITLE.height(len(title)) + 5 + SUBTITLE.height(len(subtitle)) + 16)
    foot = 18 + 8 + SMALL.height(len(note)) + (6 if note else 0) + SMALL.height(len(source))
    on.reframe(MARGIN, MARGIN + head, MARGIN, MARGIN + foot)
    area(on, box(0, 0, *size(on)), "paper", gid=FRAME, z=-1)
    y = MARGIN
    y += write(on, (MARGIN, y), title, TITLE, gid=FRAME) + 5
    write(on, (MARGIN, y), subtitle, SUBTITLE, "mute", gid=FRAME)
    y = MARGIN + head + height + 18
    stroke(on, (MARGIN, MARGIN + width), (y, y), "rule", gid=FRAME)
    y += 8
    if note:
        y += write(on, (MARGIN, y), note, SMALL, "mute", gid=FRAME) + 6
    write(on, (MARGIN, y), source, SMALL, "mute", gid=FRAME)
    return MARGIN + head


# Half of 1200 by 630, which previews are cut to.
CARD_WIDTH, CARD_HEIGHT = 600.0, 315.0
CARD_MARGIN = 44.0
BAND = 9.0  # in the colour of evidence, as at the top of every page
TITLES = tuple(Style(SERIF_SEMIBOLD, size, 1.14) for size in (43, 37, 31, 26, 22))
FINDING = Style(SANS_REGULAR, 20, 1.3)
NAME = Style(SANS_SEMIBOLD, 16)
FOOT = CARD_HEIGHT - 54.0  # where the name stands, under a thin line
ROOM = FOOT - 16.0 - CARD_MARGIN - BAND / 2  # for title and finding


def carded(title: str, finding: str, name: str) -> Sheet:
    """Return the card, its title as large as the room allows; what has no room even so is left out at its end."""
    width = CARD_WIDTH - 2 * CARD_MARGIN
    said = wrap(finding, width, FINDING)
    fits = (
        style
        for style in TITLES
        if style.height(len(wrap(title, width, style))) + 14 + FINDING.height(len(said)) <= ROOM
    )
    style = next(fits, TITLES[-1])
    titles = cut(title, width, style, 3)
    said = cut(finding, width, FINDING, max(1, int((ROOM - 14 - style.height(len(titles))) / FINDING.line)))
    on = Sheet(CARD_WIDTH, CARD_HEIGHT)
    area(on, box(0, 0, CARD_WIDTH, CARD_HEIGHT), "paper", z=0)
    area(on, box(0, 0, CARD_WIDTH, BAND), "evidence", z=1)
    y = CARD_MARGIN + BAND / 2
    y += write(on, (CARD_MARGIN, y), titles, style) + 14
    write(on, (CARD_MARGIN, y), said, FINDING, "mute")
    stroke(on, (CARD_MARGIN, CARD_WIDTH - CARD_MARGIN), (FOOT, FOOT), "rule")
    write(on, (CARD_MARGIN, FOOT + 11), cut(name, width, NAME, 1), NAME, "evidence")
    return on
