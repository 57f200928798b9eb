"""Text in charts: styles, widths and line breaks.

Widths come from the font files that the page loads, without hinting, so that a browser sets a text as wide as it is
said to be here. A character that our faces lack is measured in the fallback face, if one is installed.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache

from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

from digitrend.draw.fonts import FACES, SANS_REGULAR, SANS_SEMIBOLD, SERIF, SERIF_SEMIBOLD, Face, fallback_file

FALLBACK = "digitrend fallback"  # the family under which matplotlib knows the fallback face
EM = 1000  # the size in pixels at which texts are measured: large, so that rounding is nothing
CHINESE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
# A line may break between two characters of Chinese or Japanese, but not before what closes nor after what opens.
PIECES = re.compile(rf"[（《「『〈【“]*[{CHINESE}][，。、；：！？）》」』〉】”％]*|[^{CHINESE} ]+| ")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A face at a size in CSS pixels."""

    face: Face
    size: float
    leading: float = 1.25  # from one baseline to the next, as a multiple of the size

    @property
    def line(self) -> float:
        """From one baseline to the next."""
        return self.size * self.leading

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline, as a browser counts it."""
        return self.size * (1.04 if self.face.family == SERIF else 0.985)

    def height(self, lines: int) -> float:
        """Return how high so many lines stand, as a browser counts it."""
        below = 0.34 if self.face.family == SERIF else 0.275
        return (lines - 1) * self.line + self.ascent + self.size * below if lines else 0.0

    def centred(self, y: float, lines: int = 1) -> float:
        """Return the top at which so many lines have their middle, by their capitals, at `y`."""
        return y - ((lines - 1) * self.line - self.size * 0.66) / 2 - self.ascent


# A drawing is shown at 0.82 of its natural size or larger; so no text is under 12 px.
LABEL = TextStyle(SANS_REGULAR, 14.8)
VALUE = TextStyle(SANS_SEMIBOLD, 14.8)
SMALL = TextStyle(SANS_REGULAR, 14.6)
HEADING = TextStyle(SANS_SEMIBOLD, 14.6)
NUMBER = TextStyle(SERIF_SEMIBOLD, 29, 1.1)
TITLE = TextStyle(SERIF_SEMIBOLD, 21, 1.2)
SUBTITLE = TextStyle(SANS_REGULAR, 15)


@cache
def register() -> None:
    """Tell matplotlib of our faces and of the fallback face, each under a name of its own."""
    files = [(face.family, face.weight, str(face.path)) for face in FACES if face.style == "normal"]
    if found := fallback_file():
        files += [(FALLBACK, weight, str(found)) for weight in (400, 600)]
    for family, weight, path in files:
        fontManager.ttflist.append(FontEntry(fname=path, name=family, weight=weight, size="scalable"))


@cache
def font_properties(style: TextStyle) -> FontProperties:
    """Return a style as matplotlib's font properties; what the face lacks comes from the fallback face."""
    register()
    families = [style.face.family, *([FALLBACK] if fallback_file() else [])]
    return FontProperties(family=families, weight=style.face.weight, size=style.size)


@cache
def _opened(path: str) -> FT2Font:
    font = FT2Font(path)
    font.set_size(EM, 72)
    return font


@lru_cache(maxsize=8192)
def measure(text: str, style: TextStyle) -> float:
    """Return the width of a text on one line, in pixels; a character that no face has counts as one em."""
    face = _opened(str(style.face.path))
    known = "".join(character for character in text if face.get_char_index(ord(character)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of control characters, which have no width
        face.set_text(known, 0, flags=LoadFlags.NO_HINTING)
    width: int = face.get_width_height()[0]
    return (width / 64 / EM + len(text) - len(known)) * style.size  # ideographs are one em wide


def measured(text: str, classes: list[str], size: float) -> float:
    """Return the width of a text that has these classes in a drawing."""
    face = SERIF_SEMIBOLD if "n" in classes else SANS_SEMIBOLD if "b" in classes else SANS_REGULAR
    return measure(text, TextStyle(face, size))


def widest(lines: tuple[str, ...], style: TextStyle) -> float:
    """Return the width of the widest of some lines, 0 if there are none."""
    return max((measure(text, style) for text in lines), default=0.0)


@lru_cache(maxsize=2048)
def wrap(text: str, width: float, style: TextStyle) -> tuple[str, ...]:
    """Break a text into the fewest lines that fit into `width`, and those as even as can be.

    Breaks at spaces (never at no-break spaces) and between ideographs; inside a word only if it is wider than a line.
    """
    folded = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")  # no-break spaces stay
    pieces = tuple(part for piece in PIECES.findall(folded) for part in _broken(piece, width, style))
    lines = _filled(pieces, width, style)
    low, high = widest(pieces, style), width
    while high - low > 4:  # narrower and narrower, as long as it takes no more lines
        middle = (low + high) / 2
        tried = _filled(pieces, middle, style)
        low, high, lines = (low, middle, tried) if len(tried) == len(lines) else (middle, high, lines)
    return lines


def cut(text: str, width: float, style: TextStyle, most: int) -> tuple[str, ...]:
    """Return as much of a text as so many lines hold, with an ellipsis for what is missing."""
    lines = wrap(text, width, style)
    if len(lines) <= most:
        return lines
    kept = " ".join(lines[:most])
    while kept and len(wrap(f"{kept} …", width, style)) > most:
        kept = kept.rpartition(" ")[0] if " " in kept else kept[:-1]
    return wrap(f"{kept} …", width, style)


def _filled(pieces: tuple[str, ...], width: float, style: TextStyle) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line.strip() and piece != " " and measure((line + piece).strip(" "), style) > width:
            lines.append(line.strip(" "))
            line = piece
        else:
            line += piece
    return (*lines, line.strip(" ")) if line.strip(" ") else tuple(lines)


def _broken(word: str, width: float, style: TextStyle) -> list[str]:
    """Cut a word that is wider than a line into pieces that fit; mostly it is one piece, itself."""
    if measure(word, style) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and measure(pieces[-1] + character, style) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
