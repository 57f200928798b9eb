"""A figure of matplotlib's to an `svg` element fit to stand in a page.

matplotlib's SVG is parsed, and its artists are taken as they are. What changes: groups and generated ids go; a style
becomes presentation attributes; the role that a colour stands for becomes the class by which a stylesheet recolours it;
artists whose gid names a figure become a link to it. So any number of drawings fit on a page under a strict policy.
What no form of ours makes raises ValueError: then matplotlib has changed, or a form has.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from io import StringIO
from threading import RLock
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG

from digitrend.draw.fonts import SERIF
from digitrend.draw.style import DPI, LIGHT, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.figure import Figure

NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"
HREF = "{http://www.w3.org/1999/xlink}href"
ROLES = {colour: role for role, colour in LIGHT.items()}
DEFAULTS = {"stroke-width": "1", "stroke-linejoin": "miter", "stroke-dashoffset": "0", "text-anchor": "start"}
KEPT = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "font-size",
    "font-weight",
    "text-anchor",
)
NUMBERS = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")

# matplotlib's settings are the process's; two drawings at a time would see each other's.
DRAWING = RLock()


@contextmanager
def settings() -> Iterator[None]:
    """Hold matplotlib's settings at ours while something is built and drawn."""
    with DRAWING, mpl.rc_context({**SETTINGS, "svg.hashsalt": "digitrend"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of glyphs that the face lacks: the browser has them
        yield


def raw_svg(figure: Figure) -> str:
    """Return what matplotlib writes for a figure; the ids that it makes up are the same every time."""
    target = StringIO()
    width, height = figure.get_size_inches() * DPI
    unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    renderer: Any = RendererSVG(width, height, target, image_dpi=DPI, metadata=unsaid)  # type: ignore[no-untyped-call]
    figure.draw(renderer)
    renderer.finalize()
    return target.getvalue()


def elements(drawn: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """Yield what matplotlib has drawn, in order: the gid of a figure or "", and the clean element."""
    root = ElementTree.fromstring(drawn)
    markers = {marker.attrib["id"]: marker for marker in root.iter(f"{SVG}path") if "id" in marker.attrib}
    yield from _walk(root, "", markers)


def _walk(
    parent: ElementTree.Element, name: str, markers: Mapping[str, ElementTree.Element]
) -> Iterator[tuple[str, ElementTree.Element]]:
    for child in parent:
        if child.tag in (f"{SVG}defs", f"{SVG}metadata"):
            continue
        if "clip-path" in child.attrib:
            raise ValueError("the drawing is clipped, which no form asks for")
        if child.tag == f"{SVG}g":
            own = child.attrib.get("id", "")
            yield from _walk(child, own.removeprefix("point:") if own.startswith("point:") else name, markers)
        elif child.tag == f"{SVG}text":
            yield name, _text(child)
        elif child.tag == f"{SVG}path":
            yield name, _path(child.attrib["d"], child)
        elif child.tag == f"{SVG}use":
            yield name, _marker(child, markers[child.attrib[HREF].removeprefix("#")])
        else:
            raise ValueError(f"the drawing has an element '{child.tag}', which no form makes")


def _text(drawn: ElementTree.Element) -> ElementTree.Element:
    style = _style(drawn)
    made = ElementTree.Element("text", {"x": _short(drawn.attrib["x"]), "y": _short(drawn.attrib["y"])})
    serif = SERIF in style.pop("font-family", "")
    bold = style.get("font-weight", "400") != "400"
    _present(made, style, "t", *(["n"] if serif else []), *(["b"] if bold else []), fill=LIGHT["ink"])
    made.text = drawn.text
    return made


def _path(data: str, drawn: ElementTree.Element) -> ElementTree.Element:
    if not data.strip():
        raise ValueError("a line lies outside the drawing")
    made = ElementTree.Element("path", {"d": _outline(data)})
    _present(made, _style(drawn), fill="#000000")
    return made


def _outline(data: str) -> str:
    """Write path data with two decimals at most, level and upright lines in their short form."""
    written, here = list[str](), ("", "")
    for command, numbers in re.findall(r"([MLCz])([^MLCz]*)", data):
        places = [_short(number) for number in numbers.split()]
        there = (places[-2], places[-1]) if places else here
        if command == "L" and there[1] == here[1]:
            written.append(f"H{there[0]}")
        elif command == "L" and there[0] == here[0]:
            written.append(f"V{there[1]}")
        else:
            written.append(command + " ".join(places))
        here = there
    return "".join(written)


def _marker(use: ElementTree.Element, marker: ElementTree.Element) -> ElementTree.Element:
    """Return a marker, which is always a disc, where it stands."""
    radius = max(float(number) for number in re.findall(r"[\d.]+", marker.attrib["d"]))
    places = {"cx": _short(use.attrib["x"]), "cy": _short(use.attrib["y"]), "r": _short(radius)}
    made = ElementTree.Element("circle", places)
    _present(made, _style(marker) | _style(use), fill="#000000")
    return made


def _style(drawn: ElementTree.Element) -> dict[str, str]:
    pairs = (item.split(": ", 1) for item in drawn.attrib.get("style", "").split("; ") if item)
    style = dict(pairs)
    return {**style, "fill": "none"} if style.pop("fill-opacity", "1") == "0" else style


def _present(made: ElementTree.Element, style: dict[str, str], *classes: str, fill: str) -> None:
    """Set a style as attributes, with a class for each role that it has a colour of."""
    style = {"fill": fill, **style}
    named = list(classes)
    for key in ("fill", "stroke"):
        colour = style.get(key, "none")
        if colour != "none":
            if colour not in ROLES:
                raise ValueError(f"the drawing has the colour '{colour}', which is no role's")
            named.append(f"{key[0]}-{ROLES[colour]}")
    if style["fill"] == "none" and "stroke" not in style:
        raise ValueError("the drawing has a shape that is neither filled nor stroked")
    style = {key: value for key, value in style.items() if DEFAULTS.get(key) != value}
    style = {key: value for key, value in style.items() if (key, value) != ("font-weight", "400")}
    if unknown := [key for key in style if key not in KEPT]:
        raise ValueError(f"the drawing has a property '{unknown[0]}', which no form makes")
    made.set("class", " ".join(named))
    for key in KEPT:
        if key in style:
            made.set(key, NUMBERS.sub(lambda found: _short(found[0]), style[key].removesuffix("px")))


def _short(number: str | float) -> str:
    """Write a length with two decimals at most: a hundredth of a pixel is nobody's to see."""
    plain = f"{round(float(number), 2) + 0.0:.2f}"  # adding zero takes the sign off a negative one
    return plain.rstrip("0").rstrip(".")
