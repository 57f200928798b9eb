"""A `Chart` to SVG text and PNG bytes. The only package that imports matplotlib.

Equal charts give equal text and bytes, in any process, time zone and folder. Nothing is read but the fonts.
A chart form is a module with one function, from its figure to a `Drawing` in pixels; `canvas` paints it and
`clean` makes the result fit to stand in a page.

An inline drawing has no id and no style, so any number of them fit on a page under a strict policy. It has the
light palette as attributes, which any rule of a stylesheet overrides. The page's stylesheet defines:

- `chart` on the `svg` element, with `chart-wide` (680 px) or `chart-narrow` (288 px): the page shows the one that
  fits, at its natural size or larger, and then no text is under 12 px.
- `t` on a line of text, with `b` if it is semibold, and `n` if it is set in the serif: numbers, titles.
- `f-<role>` and `s-<role>` on what is filled or stroked in a role's colour. The roles are `ink` (text, zero
  lines), `mute` (secondary text, outlines of what is not filled), `rule` (thin guiding lines), `faint` (a whole
  behind its part), `evidence` (what the source states) and `outlook` (what it expects; no form uses it yet);
  `paper` is in pictures only, where colours are built in. What has no `f-` class must stay unfilled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from digitrend.charts.values import Bars, Cards, Marks, Matrix, Part, Squares, Tally, Timeline
from digitrend.draw import bars, canvas, cards, marks, matrix, part, squares, tally, timeline
from digitrend.draw.card import carded
from digitrend.draw.clean import NAMESPACE, elements
from digitrend.draw.frame import framed
from digitrend.draw.lettering import measure
from digitrend.draw.shapes import PIXELS, Width, Words
from digitrend.render.fonts import SANS, SERIF, family_stack

if TYPE_CHECKING:
    from digitrend.charts.values import Chart, Figure
    from digitrend.draw.shapes import Drawing

__all__ = ["PIXELS", "Width", "card", "picture", "png", "svg"]

# Outside the page its fonts are not there; these are their names where they are installed.
INSTALLED = {
    SANS: "'Source Sans', 'Source Sans 3', 'Source Sans Pro', Arial, Helvetica, sans-serif",
    SERIF: "'Source Serif', 'Source Serif 4', 'Source Serif Pro', Georgia, 'Times New Roman', serif",
}


def svg(chart: Chart, width: Width) -> str:
    """Return the `svg` element of a chart, to stand in a page: wide, or redrawn for a phone."""
    drawing = drawn(chart.figure, width)
    families = {family: family_stack(family).replace('"', "'") for family in INSTALLED}
    root = rooted(chart, drawing, families)
    root.set("class", f"chart chart-{width}")
    if chart.drawn:
        root.set("data-figure", " ".join(chart.drawn))
    root.extend(content(drawing, f"{chart.id}-{width}", families))
    return ElementTree.tostring(root, encoding="unicode")


def picture(chart: Chart) -> str:
    """Return an SVG file that stands by itself: wide, with title, measure, note and source, on paper.

    Each line of text carries its measured length, so that another font, where ours are not installed, is
    fitted to the same room.
    """
    drawing = framed(chart, drawn(chart.figure, "wide"))
    root = rooted(chart, drawing, INSTALLED)
    ElementTree.SubElement(root, "title").text = chart.title
    ElementTree.SubElement(root, "desc").text = chart.description
    lines = (shape for shape in drawing.shapes if isinstance(shape, Words) and shape.text)
    for element in content(drawing, f"{chart.id}-picture", INSTALLED):
        del element.attrib["class"]
        if element.tag == "text":
            words = next(lines)
            element.set("textLength", f"{measure(words.text, words.style):.2f}")
            element.set("lengthAdjust", "spacingAndGlyphs")
        root.append(element)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def png(chart: Chart) -> bytes:
    """Return what `picture` shows as a PNG, two pixels to each of the drawing's."""
    return canvas.png(framed(chart, drawn(chart.figure, "wide")))


def card(title: str, finding: str, name: str) -> bytes:
    """Return the card of a site as a PNG of 1200 by 630 pixels, as link previews show it."""
    return canvas.png(carded(title, finding, name))


def drawn(figure: Figure, width: Width) -> Drawing:
    """Draw a figure in its form."""
    match figure:
        case Bars():
            drawing = bars.draw(figure, width)
        case Part():
            drawing = part.draw(figure, width)
        case Cards():
            drawing = cards.draw(figure, width)
        case Marks():
            drawing = marks.draw(figure, width)
        case Squares():
            drawing = squares.draw(figure, width)
        case Matrix():
            drawing = matrix.draw(figure, width)
        case Tally():
            drawing = tally.draw(figure, width)
        case Timeline():
            drawing = timeline.draw(figure, width)
    return drawing


def rooted(chart: Chart, drawing: Drawing, families: dict[str, str]) -> ElementTree.Element:
    """Return the empty `svg` element of a drawing, at its natural size and under the chart's name."""
    width, height = f"{drawing.width:g}", f"{drawing.height:g}"
    return ElementTree.Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "aria-label": chart.title,
            "font-family": families[SANS],
        },
    )


def content(drawing: Drawing, salt: str, families: dict[str, str]) -> list[ElementTree.Element]:
    """Return the elements of a drawing as matplotlib draws them, the numbers among them in the serif."""
    found = list(elements(canvas.svg(drawing, salt)))
    for element in found:
        if "n" in element.attrib["class"].split():
            element.set("font-family", families[SERIF])
    return found
