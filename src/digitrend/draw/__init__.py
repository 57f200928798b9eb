"""A `Chart` to SVG text and PNG bytes. The only package that imports matplotlib.

Equal charts give equal text and bytes, in any process, time zone and folder. Nothing is read but the fonts.
A form is a function from its figure to a matplotlib `Figure`, and a row of `FORMS`.

An inline drawing has no id, no style and no colours, so any number of them fit on a page under a strict policy. The
page's stylesheet defines:

- `chart` on the `svg` element, with `chart-wide` or `chart-narrow`, and `chart-full` on both where the wide one
  needs the width of a whole page: the page shows the one that fits, at 0.82 of its natural size or larger, and then no
  text is under 12 px.
- `t` on a line of text, with `b` if it is semibold, and `n` if it is set in the serif: numbers, titles.
- `f-<role>` and `s-<role>` on what is filled or stroked in a role's colour; `style` lists the roles. What has no `f-`
  class must stay unfilled.
- `point` on the link that holds all that belongs to one figure; its address begins at the site's root.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from digitrend.draw import bars, cards, lines, maps, ranges, shares, timeline
from digitrend.draw.frame import carded, framed
from digitrend.draw.style import DARK, LIGHT, Width
from digitrend.draw.svg import NAMESPACE, elements, png, raw_svg, recolour, settings
from digitrend.draw.text import measured
from digitrend.render.fonts import SANS, SERIF, family_stack

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from digitrend.charts.types import Chart

__all__ = ["FORMS", "SIZES", "Width", "card", "drawings", "svg"]

FORMS: dict[str, Callable[[Any, Width], Figure]] = {
    "bars": bars.bars,
    "columns": bars.columns,
    "grouped": bars.grouped,
    "line": lines.lines,
    "range": ranges.ranges,
    "slope": ranges.slope,
    "stacked": shares.stacked,
    "part": shares.part,
    "cards": cards.cards,
    "marks": cards.marks,
    "squares": cards.squares,
    "timeline": timeline.timeline,
    "matrix": maps.matrices,
    "argument": maps.argument,
    "tally": maps.tally,
}
FULL_WIDTH = ("timeline", "argument")  # the wide drawing needs the width of a page
SIZES = {"": (LIGHT, 1200), "@2x": (LIGHT, 2400), "-dark": (DARK, 1200), "-dark@2x": (DARK, 2400)}
# Outside the page its fonts are not there; these are their names where they are installed.
INSTALLED = {
    SANS: "'Source Sans', 'Source Sans 3', 'Source Sans Pro', Arial, Helvetica, sans-serif",
    SERIF: "'Source Serif', 'Source Serif 4', 'Source Serif Pro', Georgia, 'Times New Roman', serif",
}


def drawings(chart: Chart, pictures: tuple[str, ...] = tuple(SIZES)) -> dict[str, bytes]:
    """Return all drawings of a chart, each artist built once: `wide` and `narrow` for pages, `svg`, and `png…`."""
    with settings():
        return _drawings(chart, pictures)


def _drawings(chart: Chart, pictures: tuple[str, ...]) -> dict[str, bytes]:
    figure = FORMS[chart.form](chart.content, "wide")
    made = {"wide": _inline(chart, figure, "wide").encode(), "narrow": svg(chart, "narrow").encode()}
    framed(chart, figure)
    made["svg"] = _file(chart, figure).encode()
    at = LIGHT
    for name in sorted(pictures, key=lambda name: SIZES[name][0] is DARK):  # recolour once
        palette, pixels = SIZES[name]
        if palette is not at:
            recolour(figure, palette)
            at = palette
        made[f"png{name}"] = png(figure, pixels)
    return made


def svg(chart: Chart, width: Width) -> str:
    """Return the `svg` element of a chart, to stand in a page: wide, or redrawn for a phone."""
    with settings():
        return _inline(chart, FORMS[chart.form](chart.content, width), width)


def card(title: str, finding: str, name: str) -> bytes:
    """Return the card of a page as a PNG of 1200 by 630 pixels, as link previews show it."""
    with settings():
        return png(carded(title, finding, name), 1200)


def _inline(chart: Chart, figure: Figure, width: Width) -> str:
    root = _root(chart, figure)
    full = " chart-full" if chart.form in FULL_WIDTH else ""
    root.set("class", f"chart chart-{width}{full}")
    if chart.drawn:
        root.set("data-figure", " ".join(chart.drawn))
    told = {name: (url, sentence) for name, url, sentence in chart.linked}
    for name, group in groupby(elements(raw_svg(figure)), key=lambda found: found[0]):
        url, sentence = told.get(name, ("", ""))
        parent = ElementTree.SubElement(root, "a", {"class": "point", "href": url}) if url else root
        if url:
            ElementTree.SubElement(parent, "title").text = sentence
        for _, element in group:
            for key in ("fill", "stroke"):  # the stylesheet's, by class
                if element.get(key, "none") != "none":
                    del element.attrib[key]
            parent.append(element)
    root.set("role", "group" if root.find("a") is not None else "img")
    return ElementTree.tostring(root, encoding="unicode")


def _file(chart: Chart, figure: Figure) -> str:
    """Return an SVG file that stands by itself, with all the words that must go where it goes.

    Each line of text carries its measured length, so that another font, where ours are not installed, is fitted to the
    same room.
    """
    root = _root(chart, figure)
    root.set("role", "img")
    root.set("font-family", INSTALLED[SANS])
    ElementTree.SubElement(root, "title").text = chart.title
    ElementTree.SubElement(root, "desc").text = chart.description
    for _, element in elements(raw_svg(figure)):
        classes = element.attrib.pop("class").split()
        if element.tag == "text":
            if "n" in classes:
                element.set("font-family", INSTALLED[SERIF])
            element.set(
                "textLength", f"{measured(element.text or '', classes, float(element.attrib['font-size'])):.2f}"
            )
            element.set("lengthAdjust", "spacingAndGlyphs")
        root.append(element)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _root(chart: Chart, figure: Figure) -> ElementTree.Element:
    width, height = (f"{side * 72:g}" for side in figure.get_size_inches())
    names = {"xmlns": NAMESPACE, "width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    family = family_stack(SANS).replace('"', "'")
    return ElementTree.Element("svg", {**names, "aria-label": chart.title, "font-family": family})
