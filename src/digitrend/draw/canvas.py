"""Painting a `Drawing` with matplotlib: to raw SVG text, or to PNG bytes.

There are no axes, ticks or clips: every shape is one artist, placed in pixels and drawn by matplotlib's renderers.
A `Figure` would do no more for them, and would first load axes, projections and all that stands on them: a fifth of
the time until the first chart is drawn. Each artist's gid is the list of classes that its element has in the page;
`clean` reads it there. Whatever a user's matplotlibrc says of these drawings is overruled, and nothing of it is changed
for good.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image, ImageColor

from digitrend.draw.palette import COLOURS, Role
from digitrend.draw.shapes import Disc, Drawing, Shape, Trace, Words
from digitrend.render.fonts import SERIF

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from digitrend.draw.lettering import Style
    from digitrend.draw.shapes import Anchor

SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text
    "text.usetex": False,
    "text.antialiased": True,
    "text.hinting": "none",  # widths as measured, at any size
    "path.simplify": False,
    "path.snap": True,
    "path.sketch": None,
    "path.effects": [],
}
DPI = 72  # one pixel is one point, so sizes pass through matplotlib unchanged
SCALE = 2  # of the PNG
STEPS = 36  # of six colours and paper, 256 at most
ALIGNED: dict[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}

# matplotlib's settings are the process's; two drawings at a time would see each other's.
DRAWING = Lock()


def svg(drawing: Drawing, salt: str) -> str:
    """Return what matplotlib writes for a drawing; `salt` makes the ids it may invent the same every time."""
    target = StringIO()
    with DRAWING, mpl.rc_context({**SETTINGS, "svg.hashsalt": salt}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of glyphs that the face lacks: the browser has them
        unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        renderer: Any = RendererSVG(drawing.width, drawing.height, target, image_dpi=DPI, metadata=unsaid)  # type: ignore[no-untyped-call]
        paint(drawing, renderer, DPI)
        renderer.finalize()
    return target.getvalue()


def png(drawing: Drawing) -> bytes:
    """Return a drawing as PNG at twice its size; neither a date nor a software's name is in it."""
    with DRAWING, mpl.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        size = (int(drawing.width * SCALE), int(drawing.height * SCALE))
        renderer: Any = RendererAgg(drawing.width * SCALE, drawing.height * SCALE, DPI * SCALE)  # type: ignore[no-untyped-call]
        paint(drawing, renderer, DPI * SCALE)
    image = Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1)
    target = BytesIO()
    reduced(image.convert("RGB")).save(target, format="png")
    return target.getvalue()


def reduced(image: Image.Image) -> Image.Image:
    """Return an image in the few colours that a drawing has: it looks the same and is a third of the size."""
    mixed, exact = palettes()
    few = image.quantize(palette=mixed, dither=Image.Dither.NONE)
    few.putpalette(exact)
    return few


@cache
def palettes() -> tuple[Image.Image, list[int]]:
    """Return the colours to look for, each role's and steps from paper to it, and those to put in their place.

    They differ where Pillow, which looks in small boxes of colours, takes a neighbour for a role's own colour.
    """
    roles = [ImageColor.getrgb(colour) for colour in COLOURS.values()]
    paper = ImageColor.getrgb(COLOURS["paper"])
    mixed = {
        tuple(a + round((b - a) * step / STEPS) for a, b in zip(paper, role, strict=True)): None
        for role in roles
        for step in range(STEPS + 1)
    }
    image = Image.new("P", (1, 1))
    image.putpalette([value for colour in mixed for value in colour])
    own = Image.new("RGB", (len(roles), 1))
    own.putdata(roles)
    taken = own.quantize(palette=image, dither=Image.Dither.NONE).tobytes()
    exact = list(mixed)
    for index, role in zip(taken, roles, strict=True):
        exact[index] = role
    return image, [value for colour in exact for value in colour]


@dataclass(frozen=True, slots=True)
class Ground:
    """What an artist asks of the figure that it stands on."""

    dpi: float

    def get_figure(self, *, root: bool = False) -> Ground:  # noqa: ARG002 - matplotlib's signature
        """Return itself: it stands on no other."""
        return self


def paint(drawing: Drawing, renderer: Any, dpi: float) -> None:  # noqa: ANN401 - matplotlib has no types
    """Draw the shapes of a drawing, words last, as matplotlib orders them."""
    ground: Any = Ground(dpi)
    pixels = Affine2D().scale(dpi / DPI, -dpi / DPI).translate(0, drawing.height * dpi / DPI)
    # Without text there is nothing to draw.
    artists = [artist_of(shape) for shape in drawing.shapes if not isinstance(shape, Words) or shape.text]
    for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
        artist.set_figure(ground)
        artist.set_transform(pixels)
        artist.draw(renderer)


def artist_of(shape: Shape) -> Artist:
    """Return the matplotlib artist that draws a shape."""
    if isinstance(shape, Words):
        return text_of(shape)
    path = disc_path(shape) if isinstance(shape, Disc) else trace_path(shape)
    return PathPatch(
        path,
        facecolor=colour(shape.fill),
        edgecolor=colour(shape.stroke),
        linewidth=shape.thickness if shape.stroke else 0,
        joinstyle="miter",
        capstyle="butt",
        antialiased=True,
        gid=" ".join(classes(shape.fill, shape.stroke)),
    )


def text_of(words: Words) -> Text:
    """Return the artist of one line of text; `$` is a dollar in it, never mathematics."""
    family = "n" if words.style.face.family == SERIF else ""
    weight = "b" if words.style.face.weight > 400 else ""
    return Text(
        words.x,
        words.y,
        words.text,
        color=colour(words.role),
        fontproperties=lettering_of(words.style),
        horizontalalignment=ALIGNED[words.anchor],
        verticalalignment="baseline",
        rotation=90 if words.upright else 0,
        rotation_mode="anchor",
        parse_math=False,
        gid=" ".join(filter(None, ["t", family, weight, f"f-{words.role}"])),
    )


@cache
def lettering_of(style: Style) -> FontProperties:
    """Return a style as matplotlib's font properties, bound to the font's file."""
    face = style.face
    return FontProperties(
        family=[face.family], style=face.style, weight=face.weight, size=style.size, fname=str(face.path)
    )


def disc_path(disc: Disc) -> Path:
    """Return a circle."""
    return Path.circle((disc.x, disc.y), disc.radius)


def trace_path(trace: Trace) -> Path:
    """Return straight lines, each path closed if the trace is."""
    places, codes = [], []
    for path in trace.paths:
        places += [*path, path[0]] if trace.closed else [*path]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(path) - 1), *([Path.CLOSEPOLY] if trace.closed else [])]
    return Path(places, codes)


def colour(role: Role | None) -> str:
    """Return a role's colour on paper."""
    return COLOURS[role] if role else "none"


def classes(fill: Role | None, stroke: Role | None) -> list[str]:
    """Return the classes by which a stylesheet recolours a shape."""
    return [*([f"f-{fill}"] if fill else []), *([f"s-{stroke}"] if stroke else [])]
