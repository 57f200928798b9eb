"""What a drawing is made of, as values: words, discs and traces in CSS pixels, y downwards, colours by role.

Chart forms return a `Drawing`; `canvas` paints it. Nothing here knows matplotlib or SVG.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, Literal

from digitrend.draw.lettering import LABEL, Style, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.draw.palette import Role

Width = Literal["wide", "narrow"]
Anchor = Literal["start", "middle", "end"]
Place = tuple[float, float]

# The natural widths: a figure in the text column of a desk's screen, and one on the smallest phone.
PIXELS: dict[Width, float] = {"wide": 680.0, "narrow": 288.0}


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `x` is where its anchor lies, `y` its baseline."""

    x: float
    y: float
    text: str
    style: Style = LABEL
    role: Role = "ink"
    anchor: Anchor = "start"
    upright: bool = False  # reads upwards, for column headings that no column is wide enough for


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc, a ring, or both, by what it is filled and stroked with."""

    x: float
    y: float
    radius: float
    fill: Role | None = None
    stroke: Role | None = None
    thickness: float = 1.5


@dataclass(frozen=True, slots=True)
class Trace:
    """Straight lines through places; closed, they are areas."""

    paths: tuple[tuple[Place, ...], ...]
    fill: Role | None = None
    stroke: Role | None = None
    thickness: float = 1.0
    closed: bool = False


Shape = Words | Disc | Trace


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing; later shapes lie over earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def box(x: float, y: float, width: float, height: float) -> tuple[Place, ...]:
    """Return the four corners of an upright rectangle."""
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def area(*boxes: tuple[Place, ...], fill: Role | None, stroke: Role | None = None, thickness: float = 1.0) -> Trace:
    """Return the closed areas with these corners, as one shape."""
    return Trace(boxes, fill, stroke, thickness, closed=True)


def line(*paths: tuple[Place, ...], stroke: Role, thickness: float = 1.0) -> Trace:
    """Return open lines through these places, as one shape."""
    return Trace(paths, stroke=stroke, thickness=thickness)


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """Return the same shape elsewhere."""
    if isinstance(shape, Trace):
        paths = tuple(tuple((x + dx, y + dy) for x, y in path) for path in shape.paths)
        return replace(shape, paths=paths)
    return replace(shape, x=shape.x + dx, y=shape.y + dy)


def paragraph(
    lines: Iterable[str], at: Place, style: Style, role: Role = "ink", anchor: Anchor = "start"
) -> list[Words]:
    """Set lines of text below each other; `at` is the x of their anchor and the top of the first."""
    x, first = at[0], at[1] + style.ascent
    return [Words(x, first + i * style.line, text, style, role, anchor) for i, text in enumerate(lines)]


@dataclass(slots=True)
class Sheet:
    """A drawing under way; `y` is how far down it has come."""

    width: float
    y: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Lay shapes over what is there."""
        self.shapes.extend(shapes)

    def write(
        self, text: str, style: Style = LABEL, role: Role = "ink", x: float = 0.0, width: float | None = None
    ) -> None:
        """Set a text at `y`, wrapped to `width` (by default all there is), and move down past it."""
        lines = wrap(text, self.width - x if width is None else width, style)
        self.add(*paragraph(lines, (x, self.y), style, role))
        self.y += style.height(len(lines))

    def skip(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def place(self, drawing: Drawing, x: float = 0.0) -> None:
        """Lay a drawing at `y`, and move down past it."""
        self.add(*(moved(shape, x, self.y) for shape in drawing.shapes))
        self.y += drawing.height

    def drawing(self) -> Drawing:
        """Return what has been drawn, as high as it has become."""
        return Drawing(self.width, float(max(1, ceil(self.y))), tuple(self.shapes))
