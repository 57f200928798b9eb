"""The look of charts: colours by role, widths, settings of matplotlib, and shared artists.

A role is what a colour means, and every drawing names roles only. The light palette is built into each drawing, so that
it also reads by itself; each of its colours is used for one role, so that `svg` can tell the role from the colour and
give the element its class, by which a page's stylesheet recolours it. Text has 4.5:1 and marks have 3:1 on paper at
least (WCAG 2.2, 1.4.3 and 1.4.11); `rule`, `faint` and `outlook-wash` carry no meaning alone and may be fainter.

Positions are in pixels from the top left, as in the page: at 72 dots per inch a pixel is matplotlib's point.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from digitrend.draw.text import LABEL, SMALL, TextStyle, font_properties, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axis import Axis
    from matplotlib.backend_bases import RendererBase

Width = Literal["wide", "narrow"]
Role = Literal[
    "paper",
    "ink",
    "mute",
    "rule",
    "faint",
    "outlook-wash",
    "soft",
    "evidence",
    "outlook",
    "hue-2",
    "hue-3",
    "hue-4",
    "hue-5",
]
Align = Literal["left", "center", "right"]

LIGHT: dict[Role, str] = {
    "paper": "#fbfaf7",  # what lies under all
    "ink": "#1b1d1f",  # text, zero lines
    "mute": "#55595e",  # secondary text, outlines of what is not filled
    "rule": "#d6d2c8",  # thin lines that guide the eye
    "faint": "#e7e4dc",  # the fill of a whole, behind its part
    "outlook-wash": "#f7ede3",  # the ground of what is expected
    "soft": "#5f93a8",  # what stands beside that of which the title speaks
    "evidence": "#0b5a78",  # what the title speaks of; the first of several series
    "outlook": "#8f450f",  # what the source expects
    "hue-2": "#a3312b",  # the further series
    "hue-3": "#4a6f1f",
    "hue-4": "#7b4397",
    "hue-5": "#8a6200",
}
DARK: dict[Role, str] = {
    "paper": "#15181b",
    "ink": "#e8e5de",
    "mute": "#a9adb1",
    "rule": "#3a4046",
    "faint": "#2b3036",
    "outlook-wash": "#2c241c",
    "soft": "#4d7f94",
    "evidence": "#82c7e3",
    "outlook": "#e9ab73",
    "hue-2": "#f19a8e",
    "hue-3": "#a9cc78",
    "hue-4": "#cfa6e8",
    "hue-5": "#e0bf5e",
}
HUES: tuple[Role, ...] = ("evidence", "hue-2", "hue-3", "hue-4", "hue-5")  # more lines than that go into panels

# The natural widths: in the column beside the text on a desk's screen, and on a phone.
PIXELS: dict[Width, float] = {"wide": 500.0, "narrow": 324.0}
FULL = 960.0  # the wide width of what needs a whole page's

DPI = 72
SETTINGS: Any = {  # matplotlib's type lists each name
    "svg.fonttype": "none",  # text stays text
    "text.usetex": False,
    "text.antialiased": True,
    "text.hinting": "none",  # widths as measured, at any size
    "axes.unicode_minus": True,
    "axes.autolimit_mode": "data",
    "axes.xmargin": 0.0,
    "axes.ymargin": 0.0,
    "path.simplify": False,
    "path.snap": True,
    "path.sketch": None,
    "path.effects": [],
    "lines.antialiased": True,
    "lines.solid_capstyle": "butt",
    "lines.dash_capstyle": "butt",
    "lines.scale_dashes": False,
    "patch.antialiased": True,
}
DASHES = (4.0, 3.0)
ALIGN_SHIFT = {"left": 0.0, "center": 0.5, "right": 1.0}  # how much of a line stands before its place


class Sheet(Figure):
    """A figure of so many pixels, on which artists may stand by pixels from the top left, beside what axes place."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width / DPI, max(1, ceil(height)) / DPI), dpi=DPI)
        self.patch.set_visible(False)
        self.pixels = Affine2D().scale(1, -1).translate(0, self.get_size_inches()[1] * DPI)
        self.placed = self.pixels + Affine2D().scale(1 / DPI) + self.dpi_scale_trans

    def reframe(self, left: float, top: float, right: float, bottom: float) -> None:
        """Make it larger by margins in pixels; what stands in it keeps its size."""
        width, height = extent(self)
        wider, higher = width + left + right, ceil(height + top + bottom)
        self.set_size_inches(wider / DPI, higher / DPI)
        for each in self.axes:
            x0, y0, x1, y1 = each.get_position().extents
            lower = higher - height - top + height * y0
            each.set_position(
                ((x0 * width + left) / wider, lower / higher, (x1 - x0) * width / wider, (y1 - y0) * height / higher)
            )
        self.pixels.translate(left, higher - height - top)
        # What is drawn from here on counts from the new corner.
        self.pixels = Affine2D().scale(1, -1).translate(0, higher)
        self.placed = self.pixels + Affine2D().scale(1 / DPI) + self.dpi_scale_trans


On = Axes | Sheet


def axes(
    figure: Sheet,
    box: tuple[float, float, float, float],
    x: tuple[float, float] | None = None,
    y: tuple[float, float] | None = None,
) -> Axes:
    """Return axes without lines, ticks and ground at left, top, width and height in pixels.

    Their limits are given from left to right and from top to bottom; without them they are the pixels of the box.
    """
    (left, top, width, height), (whole_width, whole_height) = box, extent(figure)
    place = (left / whole_width, 1 - (top + height) / whole_height, width / whole_width, height / whole_height)
    made: Axes = figure.add_axes(place, frameon=False)
    made.set(xlim=x or (0, width), ylim=(y or (0, height))[::-1])
    for axis in (made.xaxis, made.yaxis):
        axis.set_visible(False)
    return made


def extent(on: On) -> tuple[float, float]:
    """Return how wide and high axes or a sheet are, in pixels."""
    return on.bbox.width, on.bbox.height


def per_pixel(on: On) -> tuple[float, float]:
    """Return how much a pixel to the right and a pixel down are in the units of axes; on a sheet they are the units."""
    if isinstance(on, Sheet):
        return 1.0, 1.0
    (left, right), (bottom, top) = on.get_xlim(), on.get_ylim()
    width, height = extent(on)
    return (right - left) / width, (bottom - top) / height


def put(on: On, artist: Artist) -> None:
    """Set an artist on axes or on a sheet; it may leave them."""
    if isinstance(on, Sheet):
        artist.set_transform(on.placed)
    on.add_artist(artist)
    artist.set_clip_on(False)


def scale(axis: Axis, places: Sequence[float], texts: Sequence[str], *, grid: bool = False, pad: float = 6) -> None:
    """Show an axis with these ticks: small muted text, no marks, and level guiding lines if asked for."""
    axis.set_visible(True)
    axis.set_ticks(places, texts)
    axis.set_tick_params(length=0, pad=pad)
    for tick in axis.get_major_ticks():
        tick.label1.set(fontproperties=font_properties(SMALL), color=LIGHT["mute"], parse_math=False)
        tick.gridline.set(visible=grid, color=LIGHT["rule"], linewidth=1, linestyle="-", clip_on=False)


class Line(Text):
    """A line of text on its baseline. That matplotlib lays out no lines here saves a third of a drawing's time."""

    width: float  # in pixels

    def draw(self, renderer: RendererBase) -> None:
        """Draw it where its alignment and our measure of it say."""
        renderer.open_group("text", self.get_gid())
        figure = self.get_figure(root=True)
        assert figure
        x, y = self.get_transform().transform(self.get_unitless_position())
        x -= ALIGN_SHIFT[self.get_horizontalalignment()] * self.width * figure.dpi / DPI
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        height = renderer.get_canvas_width_height()[1]
        renderer.draw_text(gc, x, height - y, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        gc.restore()
        renderer.close_group("text")
        self.stale = False


def write(
    on: On,
    at: tuple[float, float],
    lines: Iterable[str],
    style: TextStyle = LABEL,
    role: Role = "ink",
    align: Align = "left",
    gid: str | None = None,
    z: float = 5.0,
) -> float:
    """Set lines of text, `at` being the top of the first where it is aligned; return how many pixels high they are."""
    (x, y), (_, pixel), count = at, per_pixel(on), 0
    for count, text in enumerate(lines, 1):
        baseline = y + (style.ascent + (count - 1) * style.line) * pixel
        if not text:
            continue
        line = Line(
            *(x, baseline, text),
            color=LIGHT[role],
            fontproperties=font_properties(style),
            horizontalalignment=align,
            verticalalignment="baseline",
            gid=gid,
            zorder=z,
        )
        line.width = 0.0 if align == "left" else measure(text, style)
        put(on, line)
    return style.height(count)


def stroke(
    on: On,
    xs: Sequence[float],
    ys: Sequence[float],
    role: Role,
    width: float = 1.0,
    *,
    dashed: bool = False,
    gid: str | None = None,
    z: float = 3.0,
) -> None:
    """Draw a line through places; it may leave the axes."""
    line = Line2D(
        *(xs, ys),
        color=LIGHT[role],
        linewidth=width,
        linestyle=(0, DASHES) if dashed else "-",
        solid_joinstyle="miter",
        dash_joinstyle="miter",
        gid=gid,
        zorder=z,
    )
    put(on, line)


def dot(
    on: On,
    at: tuple[float, float],
    radius: float,
    fill: Role | None,
    edge: Role | None = None,
    width: float = 2.0,
    gid: str | None = None,
    z: float = 4.0,
) -> None:
    """Draw a disc, or a ring whose outer radius this is."""
    disc = Line2D(
        *([at[0]], [at[1]]),
        marker="o",
        markersize=2 * radius - (width if edge else 0),
        markerfacecolor=LIGHT[fill] if fill else "none",
        markeredgecolor=LIGHT[edge] if edge else "none",
        markeredgewidth=width if edge else 0,
        linestyle="none",
        gid=gid,
        zorder=z,
    )
    put(on, disc)


def area(
    on: On,
    corners: Sequence[tuple[float, float]],
    fill: Role | None,
    edge: Role | None = None,
    *,
    gid: str | None = None,
    z: float = 2.0,
) -> None:
    """Fill the area between corners, or outline it."""
    shape = PathPatch(
        Path([*corners, corners[0]], closed=True),
        facecolor=LIGHT[fill] if fill else "none",
        edgecolor=LIGHT[edge] if edge else "none",
        linewidth=1.0 if edge else 0,
        joinstyle="miter",
        gid=gid,
        zorder=z,
    )
    put(on, shape)


def box(left: float, top: float, right: float, bottom: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of an upright rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def hatch(
    on: On,
    left: float,
    top: float,
    right: float,
    bottom: float,
    role: Role,
    gid: str | None = None,
    z: float = 2.5,
) -> None:
    """Fill a rectangle with slanting lines, cut at its sides: what is planned, expected or not known."""
    step_x, step_y = per_pixel(on)
    width, height = (right - left) / step_x, (bottom - top) / step_y
    places: list[tuple[float, float]] = []
    offset = 3.0
    while offset < width + height:
        start, end = max(0.0, offset - width), min(height, offset)
        places += [(offset - start, start), (offset - end, end)]
        offset += 6.0
    if not places:
        return
    moved = [(left + x * step_x, bottom - y * step_y) for x, y in places]
    path = Path(moved, [Path.MOVETO, Path.LINETO] * (len(moved) // 2))
    shape = PathPatch(path, facecolor="none", edgecolor=LIGHT[role], linewidth=1.2, gid=gid, zorder=z)
    put(on, shape)


def point_gid(name: str) -> str | None:
    """Return the gid of what belongs to a figure: `svg` makes a link of all artists that share it."""
    return f"point:{name}" if name else None
