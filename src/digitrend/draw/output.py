"""A `Chart` to SVG text and PNG bytes. The only package that imports matplotlib.

Equal charts give equal text and bytes, in any process, time zone and folder. Nothing is read but the fonts.
A form is a function from its figure to a matplotlib `Figure`, and a row of its module's `FORMS`.

An inline drawing has no id, no style and no colours, so any number of them fit on a page under a strict policy. The
page's stylesheet defines:

- `chart` on the `svg` element, with `chart-wide` or `chart-narrow`, and `chart-full` on both where the wide one
  needs the width of a whole page: the page shows the one that fits, at 0.89 of its natural size or larger, and then no
  text is under 13 px.
- `t` on a line of text, with `b` if it is semibold, and `n` if it is set in the serif: numbers, titles.
- `f-<role>` and `s-<role>` on what is filled or stroked in a role's colour; `style` lists the roles. What has no `f-`
  class must stay unfilled.
- `point` on the link that holds all that belongs to one figure; its address begins at the site's root.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from io import BytesIO
from math import ceil
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image, ImageColor

from digitrend.draw.fonts import SANS, SANS_REGULAR, SANS_SEMIBOLD, SERIF, SERIF_SEMIBOLD, family_stack
from digitrend.draw.style import DARK, DPI, LIGHT, Sheet, Width, area, box, extent, stroke, write
from digitrend.draw.svg import NAMESPACE, elements, raw_svg, settings
from digitrend.draw.text import SMALL, SUBTITLE, TITLE, TextStyle, cut, measured, wrap

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from digitrend.charts.types import Chart


FORMS: dict[str, Callable[[Any, Width], Sheet]] = {  # those of all modules here
    name: form
    for module in iter_modules([str(Path(__file__).parent)])
    for name, form in getattr(import_module(f"{__package__}.{module.name}"), "FORMS", {}).items()
}
FULL_WIDTH = ("timeline", "argument")  # the wide drawing needs the width of a page
# The pictures of a chart, by the ending of their files: their palette, and how many pixels they are wide.
SIZES = {"png": (LIGHT, 1200), "2x.png": (LIGHT, 2400), "dark.png": (DARK, 1200)}
# Outside the page its fonts are not there; these are their names where they are installed.
INSTALLED = {
    SANS: "'Source Sans', 'Source Sans 3', 'Source Sans Pro', Arial, Helvetica, sans-serif",
    SERIF: "'Source Serif', 'Source Serif 4', 'Source Serif Pro', Georgia, 'Times New Roman', serif",
}


def drawings(chart: Chart, pictures: tuple[str, ...] = tuple(SIZES)) -> dict[str, bytes]:
    """Return all drawings of a chart, each artist built once: `wide` and `narrow` for pages, and its files."""
    with settings():
        figure, shapes, room = _wide(chart)
        made = {
            "wide": _inline(chart, shapes, "wide", room).encode(),
            "narrow": svg(chart, "narrow").encode(),
            "svg": _file(chart, shapes, extent(figure)).encode(),
        }
        for palette in (LIGHT, DARK):
            wanted = {pixels: name for name, (its, pixels) in SIZES.items() if its is palette and name in pictures}
            if wanted and palette is DARK:
                recolour(figure, DARK)
            made |= {wanted[pixels]: content for pixels, content in pngs(figure, wanted).items()}
    return made


def svg(chart: Chart, width: Width) -> str:
    """Return the `svg` element of a chart, to stand in a page: wide, or redrawn for a phone."""
    with settings():
        if width == "wide":
            _, shapes, room = _wide(chart)
            return _inline(chart, shapes, "wide", room)
        figure = FORMS[chart.form](chart.content, "narrow")
        return _inline(chart, list(elements(raw_svg(figure))), "narrow", (0, 0, *extent(figure)))


Shapes = list[tuple[str, ElementTree.Element]]  # the id of what each belongs to, or ""; and the clean element
Room = tuple[float, float, float, float]  # left, top, width and height of a drawing in its frame


def _wide(chart: Chart) -> tuple[Sheet, Shapes, Room]:
    """Return the wide drawing with its frame, as matplotlib writes it; the page shows what lies inside."""
    figure = FORMS[chart.form](chart.content, "wide")
    inside = extent(figure)
    top = framed(chart, figure)
    return figure, list(elements(raw_svg(figure))), (MARGIN, top, *inside)


def card_png(title: str, finding: str, name: str) -> bytes:
    """Return the card of a page as a PNG of 1200 by 630 pixels, as link previews show it."""
    with settings():
        return pngs(carded(title, finding, name), [1200])[1200]


def _inline(chart: Chart, shapes: Shapes, width: Width, room: Room) -> str:
    root = _root(chart, room)
    full = " chart-full" if chart.form in FULL_WIDTH else ""
    root.set("class", f"chart chart-{width}{full}")
    if chart.drawn:
        root.set("data-figure", " ".join(chart.drawn))
    told = {name: (url, sentence) for name, url, sentence in chart.linked}
    links: dict[str, ElementTree.Element] = {}  # all that belongs to a figure is one link
    for name, shape in shapes:
        if name == FRAME_ID:
            continue
        url, sentence = told.get(name, ("", ""))
        parent = links.get(name, root)
        if url and parent is root:
            parent = links[name] = ElementTree.SubElement(root, "a", {"class": "point", "href": url})
            ElementTree.SubElement(parent, "title").text = sentence
        # Colours are the stylesheet's, by class.
        kept = {key: v for key, v in shape.attrib.items() if key not in ("fill", "stroke") or v == "none"}
        ElementTree.SubElement(parent, shape.tag, kept).text = shape.text
    root.set("role", "group" if links else "img")
    return ElementTree.tostring(root, encoding="unicode")


def _file(chart: Chart, shapes: Shapes, extent: tuple[float, float]) -> str:
    """Return an SVG file that stands by itself, with all the words that must go where it goes.

    Each line of text carries its measured length, so that another font, where ours are not installed, is fitted to the
    same room.
    """
    root = _root(chart, (0, 0, *extent))
    root.set("role", "img")
    root.set("font-family", INSTALLED[SANS])
    ElementTree.SubElement(root, "title").text = chart.title
    ElementTree.SubElement(root, "desc").text = chart.description
    for _, shape in shapes:
        kept = {key: v for key, v in shape.attrib.items() if key != "class"}
        if shape.tag == "text":
            classes = shape.attrib["class"].split()
            length = measured(shape.text or "", classes, float(kept["font-size"]))
            kept |= {"textLength": f"{length:.2f}", "lengthAdjust": "spacingAndGlyphs"}
            kept |= {"font-family": INSTALLED[SERIF]} if "n" in classes else {}
        ElementTree.SubElement(root, shape.tag, kept).text = shape.text
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _root(chart: Chart, room: Room) -> ElementTree.Element:
    left, top, width, height = (f"{side:g}" for side in room)
    names = {"xmlns": NAMESPACE, "width": width, "height": height, "viewBox": f"{left} {top} {width} {height}"}
    family = family_stack(SANS).replace('"', "'")
    return ElementTree.Element("svg", {**names, "aria-label": chart.title, "font-family": family})


MARGIN = 20.0
FRAME_ID = "/frame"  # of what is not drawn where the page has its own words
FRAME = f"point:{FRAME_ID}"


def framed(chart: Chart, on: Sheet) -> float:
    """Put round a drawing all the words that must go where it goes, and paper under it; return how high its head is."""
    width, height = extent(on)
    title, subtitle = wrap(chart.title, width, TITLE), wrap(chart.subtitle, width, SUBTITLE)
    note, source = wrap(chart.note, width, SMALL), wrap(chart.source, width, SMALL)
    head = ceil(TITLE.height(len(title)) + 5 + SUBTITLE.height(len(subtitle)) + 16)
    foot = 18 + 8 + SMALL.height(len(note)) + (6 if note else 0) + SMALL.height(len(source))
    on.reframe(MARGIN, MARGIN + head, MARGIN, MARGIN + foot)
    area(on, box(0, 0, *extent(on)), "paper", gid=FRAME, z=-1)
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
TITLES = tuple(TextStyle(SERIF_SEMIBOLD, size, 1.14) for size in (43, 37, 31, 26, 22))
FINDING = TextStyle(SANS_REGULAR, 20, 1.3)
NAME = TextStyle(SANS_SEMIBOLD, 16)
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


# ---- A figure of matplotlib's to PNG bytes
#
# matplotlib paints, Pillow writes.  Two things are done here, since they took most of the time: a line of text is
# painted as one picture, not glyph by glyph, and the few colours that a chart has are counted in numpy.

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
