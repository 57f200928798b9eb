"""Text in charts: the styles there are, how wide a text is, and where it breaks.

Widths come from the font files that the page loads, without hinting, so that a text set by a browser is as
wide as it is said to be here.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache

from matplotlib.ft2font import FT2Font, LoadFlags

from digitrend.render.fonts import SANS_REGULAR, SANS_SEMIBOLD, SERIF_SEMIBOLD, Face

EM = 1000  # the size in pixels at which texts are measured: large, so that rounding is nothing


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size in CSS pixels; 12 is the smallest that a reader should have to read."""

    face: Face
    size: float
    leading: float = 1.28  # from one baseline to the next, as a multiple of the size

    @property
    def line(self) -> float:
        """From one baseline to the next."""
        return self.size * self.leading

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline: what the tallest letters need."""
        return self.size * 0.78

    def height(self, lines: int) -> float:
        """Return how high so many lines stand, with room for what hangs below the last."""
        return (lines - 1) * self.line + self.size * 1.02 if lines else 0.0

    def centred(self, y: float, lines: int = 1) -> float:
        """Return the top at which so many lines have their middle, by their capitals, at `y`."""
        return y - ((lines - 1) * self.line - self.size * 0.66) / 2 - self.ascent


LABEL = Style(SANS_REGULAR, 14)
VALUE = Style(SANS_SEMIBOLD, 14)
SMALL = Style(SANS_REGULAR, 13)
HEADING = Style(SANS_SEMIBOLD, 13)
TICK = Style(SANS_REGULAR, 12)
NUMBER = Style(SERIF_SEMIBOLD, 30, 1.1)
TITLE = Style(SERIF_SEMIBOLD, 23, 1.2)
MEASURE = Style(SANS_REGULAR, 15)


@cache
def font(face: Face) -> FT2Font:
    """Open a face for measuring."""
    opened = FT2Font(str(face.path))
    opened.set_size(EM, 72)
    return opened


@lru_cache(maxsize=4096)
def measure(text: str, style: Style) -> float:
    """Return the width of a text on one line, in pixels; a character the face lacks counts as one em."""
    face = font(style.face)
    known = "".join(character for character in text if face.get_char_index(ord(character)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of control characters, which have no width
        face.set_text(known, 0, flags=LoadFlags.NO_HINTING)
    width: int = face.get_width_height()[0]
    return (width / 64 / EM + len(text) - len(known)) * style.size


def widest(lines: tuple[str, ...], style: Style) -> float:
    """Return the width of the widest of some lines, 0 if there are none."""
    return max((measure(text, style) for text in lines), default=0.0)


def wrap(text: str, width: float, style: Style) -> tuple[str, ...]:
    """Break a text into the fewest lines that fit into `width`, and those as even as can be.

    Breaks at spaces (never at no-break spaces), inside a word only if it is wider than a line. An empty text
    has no lines.
    """
    words = tuple(piece for word in one_line(text).split(" ") for piece in broken(word, width, style) if piece)
    lines = filled(words, width, style)
    low, high = widest(words, style), width
    while high - low > 4:  # narrower and narrower, as long as it takes no more lines
        middle = (low + high) / 2
        tried = filled(words, middle, style)
        if len(tried) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def one_line(text: str) -> str:
    """Return a text with its white space folded to single spaces; no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def filled(words: tuple[str, ...], width: float, style: Style) -> tuple[str, ...]:
    """Fill line after line with words."""
    lines: list[str] = []
    for word in words:
        if lines and measure(f"{lines[-1]} {word}", style) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def broken(word: str, width: float, style: Style) -> list[str]:
    """Cut a word that is wider than a line into pieces that fit; mostly it is one piece, itself."""
    if measure(word, style) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and measure(pieces[-1] + character, style) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
