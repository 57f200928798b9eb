"""matplotlib's SVG made a good citizen of a page: parsed, stripped to what is drawn, written again.

What goes: style elements and attributes, ids, groups, metadata, definitions, superfluous digits. What stays
is a flat list of text, rectangles, circles and paths, each with its colours as presentation attributes, and
with the classes by which a stylesheet overrides them. No id is left, so any number of drawings fit on one
page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"
Attributes = dict[str, str]
Step = tuple[str, list[str]]  # a command of path data, and its numbers

KEPT = ("fill", "stroke", "stroke-width", "font-size", "font-weight", "text-anchor")
DROPPED = ("font-family", "font-style")  # of the root, or of the class
DEFAULTS = {"stroke-width": "1", "font-weight": "400", "text-anchor": "start", "stroke-linejoin": "miter"}
FONT = re.compile(r"(?:(?P<weight>\d+) )?(?P<size>[\d.]+)px .*")  # the shorthand, up to matplotlib 3.10


def elements(drawn: str) -> Iterator[ElementTree.Element]:
    """Yield what a drawing of `canvas.svg` consists of, in order, as clean elements.

    Raises ValueError for what no shape of ours makes: a curve, a clip, a marker, an unknown property; and for a
    line that lies outside the drawing, of which matplotlib leaves nothing.
    """
    for group in ElementTree.fromstring(drawn).iter(f"{SVG}g"):
        for child in group:
            if child.tag == f"{SVG}path":
                yield path(child, group.attrib["id"])
            elif child.tag == f"{SVG}text":
                yield text(child, group.attrib["id"])
            elif child.tag != f"{SVG}g":
                raise ValueError(f"the drawing has an element '{child.tag}', which no shape makes")


def text(drawn: ElementTree.Element, classes: str) -> ElementTree.Element:
    """Return a line of text: where it is, in which size, weight and colour."""
    x, y = rounded(drawn.attrib["x"]), rounded(drawn.attrib["y"])
    attributes = {"class": classes, "x": x, "y": y, **presentation(drawn)}
    if drawn.attrib.get("transform", "").startswith("rotate(-90"):
        attributes["transform"] = f"rotate(-90 {x} {y})"
    made = ElementTree.Element("text", attributes)
    made.text = drawn.text
    return made


def path(drawn: ElementTree.Element, classes: str) -> ElementTree.Element:
    """Return a path, as a rectangle or circle if it is one."""
    if not drawn.attrib.get("d"):
        raise ValueError(f"a shape of class '{classes}' lies outside the drawing")
    steps = [(found[1], found[2].split()) for found in re.finditer(r"([MLCz])([^MLCz]*)", drawn.attrib["d"])]
    steps = list(without_return(steps))
    corners = [tuple(map(float, places[-2:])) for _, places in steps if places]
    kind = "".join(command for command, _ in steps)
    if kind == "MLLLz":  # all our areas of four corners are upright rectangles
        name, shape = "rect", rectangle(corners)
    elif kind == "MCCCCCCCCz":
        name, shape = "circle", circle(corners)
    else:
        name, shape = "path", {"d": outline(steps)}
    return ElementTree.Element(name, {"class": classes, **shape, **presentation(drawn)})


def without_return(steps: list[Step]) -> Iterator[Step]:
    """Yield the steps of a path; where nothing is filled, matplotlib closes it twice, and one line is left out."""
    start: list[str] = []
    for step, following in zip(steps, [*steps[1:], ("", [])], strict=True):
        start = step[1] if step[0] == "M" else start
        if not (step[0] == "L" and step[1] == start and following[0] == "z"):
            yield step


def rectangle(corners: list[tuple[float, ...]]) -> Attributes:
    """Return the attributes of the rectangle with these corners."""
    (left, right), (top, bottom) = bounds(corners)
    return {
        "x": rounded(left),
        "y": rounded(top),
        "width": rounded(right - left),
        "height": rounded(bottom - top),
    }


def circle(places: list[tuple[float, ...]]) -> Attributes:
    """Return the attributes of the circle on which these places lie, the outermost among them."""
    (left, right), (top, bottom) = bounds(places)
    return {
        "cx": rounded((left + right) / 2),
        "cy": rounded((top + bottom) / 2),
        "r": rounded((right - left) / 2),
    }


def bounds(places: list[tuple[float, ...]]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the least and greatest x, and the least and greatest y."""
    xs, ys = [place[0] for place in places], [place[1] for place in places]
    return (min(xs), max(xs)), (min(ys), max(ys))


def outline(steps: list[Step]) -> str:
    """Write straight steps as path data, level and upright ones in their short form."""
    written, here = [], ("", "")
    for command, places in steps:
        if command == "C":
            raise ValueError("the drawing has a curve that is no circle, which no shape makes")
        there = tuple(map(rounded, places)) if places else here
        if command == "z":
            written.append("z")
        elif command == "L" and there[1] == here[1]:
            written.append(f"H{there[0]}")
        elif command == "L" and there[0] == here[0]:
            written.append(f"V{there[1]}")
        else:
            written.append(f"{command}{there[0]} {there[1]}")
        here = (there[0], there[1])
    return "".join(written)


def presentation(drawn: ElementTree.Element) -> Attributes:
    """Return an element's style as presentation attributes, without what goes without saying."""
    pairs = (item.split(": ", 1) for item in drawn.attrib.get("style", "").split("; ") if item)
    style = dict(pairs)
    if shorthand := FONT.fullmatch(style.pop("font", "")):
        style |= {"font-size": f"{shorthand['size']}px", "font-weight": shorthand["weight"] or "400"}
    style = {name: value for name, value in style.items() if DEFAULTS.get(name) != value and name not in DROPPED}
    if unknown := [name for name in style if name not in KEPT]:
        raise ValueError(f"the drawing has a property '{unknown[0]}', which no shape makes")
    return {name: style[name].removesuffix("px") for name in KEPT if name in style}


def rounded(number: str | float) -> str:
    """Write a length with two decimals at most: a hundredth of a pixel is nobody's to see."""
    plain = f"{round(float(number), 2) + 0.0:.2f}"  # adding zero takes the sign off a negative one
    return plain.rstrip("0").rstrip(".")
