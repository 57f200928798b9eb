"""A figure of matplotlib's to PNG bytes, in the light palette and in the dark.

matplotlib paints, Pillow writes.  Two things are done here, since they took most of the time: a line of text is painted
as one picture, not glyph by glyph, and the few colours that a chart has are counted in numpy.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image, ImageColor

from digitrend.draw.style import DARK, DPI, LIGHT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

COLOURS = 128  # in a picture: it looks the same as with all, and is a third of the size
Pixels: TypeAlias = "NDArray[np.uint8]"  # height, width, 4
CELLS = 1 << 15  # colours that agree in the upper five bits of red, green and blue share a cell


class Painter(RendererAgg):
    """matplotlib's renderer, with each line of text painted as one picture."""

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Paint a line of text, its baseline beginning at `x` and `y`, measured from the top left."""
        font: Any = self._prepare_font(prop)  # type: ignore[no-untyped-call]
        font.set_text(s, 0, flags=get_hinting_flag())  # type: ignore[no-untyped-call]
        font.draw_glyphs_to_bitmap(antialiased=True)
        left, top = (offset / 64 for offset in font.get_bitmap_offset())
        below = font.get_descent() / 64
        self._renderer.draw_text_image(font, round(x + left), round(y + top + below) + 1, angle, gc)


def pngs(figure: Figure, widths: Collection[int]) -> dict[int, bytes]:
    """Return a figure as PNGs so many pixels wide; neither a date nor a software's name is in them.

    It is painted once, in the largest width, of which each of the others is a half, a third, ….
    """
    if not widths:
        return {}
    largest = max(widths)
    painted = _painted(figure, largest)
    made = {}
    for width in widths:
        target = BytesIO()
        _few_colours(_reduced(painted, largest // width)).save(target, format="png", compress_level=3)
        made[width] = target.getvalue()
    return made


def _painted(figure: Figure, pixels: int) -> Pixels:
    """Return the pixels of a figure, so many in a row: red, green, blue, and a byte that says nothing of paper."""
    width, height = figure.get_size_inches()
    dpi = pixels / width
    size = (pixels, round(height * dpi))
    figure.set_dpi(dpi)
    painter: Any = Painter(*size, dpi)  # type: ignore[no-untyped-call]
    figure.draw(painter)
    figure.set_dpi(DPI)
    return np.asarray(painter.buffer_rgba())


def _reduced(painted: Pixels, times: int) -> Pixels:
    """Return a picture so many times smaller, each pixel the mean of those that it stands for."""
    if times == 1:
        return painted
    height, width, _ = painted.shape
    return np.asarray(Image.frombuffer("RGBX", (width, height), painted, "raw", "RGBX", 0, 1).reduce(times))


def _few_colours(painted: Pixels) -> Image.Image:
    """Return a picture in the colours that most of its pixels have, those of roles exact; others become the nearest."""
    pixels = painted.view("<u4").ravel()
    ground = pixels[0]  # of most pixels: they need no counting
    drawn = np.flatnonzero(pixels != ground)
    cells = _cells(pixels[drawn])
    counts = np.bincount(cells, minlength=CELLS)
    found = np.flatnonzero(counts)
    kept = found[np.argsort(-counts[found], kind="stable")][: COLOURS - 1]
    colours = np.zeros(CELLS, "<u4")
    colours[cells] = pixels[drawn]
    colours[_cells(_exact())] = _exact()
    distances = _rgb(colours[found])[:, None] - _rgb(colours[kept])
    numbers = np.zeros(CELLS, np.uint8)
    numbers[found] = (distances**2).sum(-1).argmin(-1) + 1 if kept.size else 0
    numbered = np.zeros(painted.shape[:2], np.uint8)
    numbered.ravel()[drawn] = numbers[cells]
    few = Image.fromarray(numbered)
    few.putpalette(_rgb(np.array([ground, *colours[kept]], "<u4")).astype(np.uint8).tobytes())
    return few


@cache
def _exact() -> NDArray[np.uint32]:
    """Return the colours of all roles, as an image has them."""
    colours = [ImageColor.getrgb(colour)[:3] for palette in (LIGHT, DARK) for colour in palette.values()]
    return np.array([(*rgb, 255) for rgb in colours], np.uint8).view("<u4").ravel()


def _cells(colours: NDArray[np.uint32]) -> NDArray[np.signedinteger[Any]]:
    return colours >> 3 & 0x1F | colours >> 6 & 0x3E0 | colours >> 9 & 0x7C00


def _rgb(colours: NDArray[np.uint32]) -> NDArray[np.int32]:
    return colours.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)


def recolour(figure: Figure, palette: Mapping[Any, str]) -> None:
    """Give all that is drawn in a figure the colours of another palette than the one that it has."""
    there = DARK if palette is LIGHT else LIGHT
    known = {there[role]: palette[role] for role in there}

    def other(colour: object) -> str:
        return known.get(to_hex(colour), "none") if colour is not None else "none"  # type: ignore[arg-type]

    for artist in figure.findobj():
        if isinstance(artist, Patch):
            colours: Any = artist.get_facecolor(), artist.get_edgecolor()
            face, edge = (other(colour) if colour[3] else "none" for colour in colours)
            artist.set(facecolor=face, edgecolor=edge)
        elif isinstance(artist, Line2D):
            artist.set_color(other(artist.get_color()))
            artist.set_markerfacecolor(_none_or(other, artist.get_markerfacecolor()))
            artist.set_markeredgecolor(_none_or(other, artist.get_markeredgecolor()))
        elif isinstance(artist, Text):
            artist.set_color(other(artist.get_color()))


def _none_or(other: Any, colour: object) -> str:  # noqa: ANN401
    return "none" if colour == "none" else other(colour)
