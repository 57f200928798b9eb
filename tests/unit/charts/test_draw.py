"""Drawings: honest, legible, the same every time, and fit to stand in any page."""

import os
import re
import subprocess
import sys
import time
from hashlib import sha256
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from digitrend.charts.values import (
    Bars,
    Cards,
    Cell,
    Chart,
    Figure,
    Form,
    Heading,
    Marks,
    Matrix,
    Moment,
    Part,
    Point,
    Squares,
    Table,
    Tally,
    Timeline,
)
from digitrend.draw import PIXELS, Width, picture, png, svg
from digitrend.draw.clean import elements
from digitrend.draw.palette import COLOURS
from digitrend.render.fonts import SANS_REGULAR, SANS_SEMIBOLD, SERIF_SEMIBOLD, Face

WIDTHS: tuple[Width, ...] = ("wide", "narrow")
EVIDENCE = COLOURS["evidence"]


# ---- Builders


def a_point(value: float, text: str = "", label: str = "Output of robots", *, lower: bool = False) -> Point:
    return Point("point", label, value, text or f"{value:g}%", lower)


def a_chart(figure: Figure, id: str = "sample", note: str = "") -> Chart:
    form = next(name for name in get_args(Form) if name == type(figure).__name__.lower())
    return Chart(
        id, form, figure, "Robots grew fastest", "Per cent, 2020", "What it says.", "Source: X", Table((), ()), note
    )


RATES = Bars(
    (
        a_point(18.2, "18.2%"),
        a_point(15.9, "15.9%", "Information transmission, software and IT services"),
        a_point(9.1, "9.1%", "Investment in high-tech industries"),
    ),
    "per cent",
)
LIVE = Cards(
    (
        a_point(1e7, "more than 10 million", "broadcasts", lower=True),
        a_point(4e5, "more than 400,000", "active hosts", lower=True),
        a_point(5e10, "more than 50 billion", "views", lower=True),
        a_point(2e7, "more than 20 million", "products listed", lower=True),
    )
)
PLAN = Part(a_point(49.9e12, "49.9 trillion yuan", "planned in all"), a_point(8.4e12, "8.4 trillion yuan", "in 2020"))
GROUPS = Marks(a_point(24, "24", "groups asked"), a_point(24, "24", "groups answered"))
SHARE = Squares(a_point(95.0, "95.0%", "of firms were back at work"))
EVENTS = Timeline(
    (
        Moment("a", "Data named a factor of production", "2020-04"),
        Moment("b", "Support for new kinds of online business", "2020-08"),
        Moment("c", "Draft rules on platforms opened for comment", "2020-11"),
        Moment("d", "Partnership signed by fifteen states", "2020-11-15"),
        Moment("e", "Pilot cities named", "2020"),
        Moment("f", "Health codes accepted everywhere", "2020"),
        Moment("g", "Negative list shortened", ""),
    ),
    "In 2020, month not given",
    "No date given",
)
ROWS = tuple(Heading(f"Trend {i}", f"Trend {i}: Digital infrastructure and the real economy") for i in range(1, 8))
LINKS = Matrix(
    ROWS,
    tuple(Heading(f"{kind} {i}", f"{kind} {i}: Something") for kind in ("Issue", "Measure") for i in (1, 2, 3)),
    (Cell(0, 1, True), Cell(2, 0, False), Cell(3, 3, True), Cell(6, 5, False)),
    "stated by the article",
    "our reading",
)
COUNTS = Tally(ROWS, ("Figures", "Events", "Entities"), tuple((i, 0, 3 * i) for i in range(7)))
FIGURES: tuple[Figure, ...] = (RATES, LIVE, PLAN, GROUPS, SHARE, EVENTS, LINKS, COUNTS)

of_every_form = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
at_both_widths = pytest.mark.parametrize("width", WIDTHS)


# ---- Reading a drawing back

BoxOf = tuple[float, float, float, float]


def parsed(figure: Figure, width: Width) -> ElementTree.Element:
    return ElementTree.fromstring(svg(a_chart(figure), width))


def found(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return root.findall(f"{{http://www.w3.org/2000/svg}}{name}")


def words(root: ElementTree.Element) -> str:
    return " ".join(element.text or "" for element in found(root, "text"))


def font_of(element: ElementTree.Element) -> ImageFont.FreeTypeFont:
    classes = element.attrib["class"].split()
    face = SERIF_SEMIBOLD if "n" in classes else SANS_SEMIBOLD if "b" in classes else SANS_REGULAR
    return ImageFont.truetype(face.path, 200)


def extent(element: ElementTree.Element) -> BoxOf:
    """What a line of text covers, from its capitals' height to its descenders: left, top, right, bottom."""
    size, x, y = (float(element.attrib[name]) for name in ("font-size", "x", "y"))
    length = font_of(element).getlength(element.text or "") * size / 200
    before = {"middle": length / 2, "end": length}.get(element.attrib.get("text-anchor", "start"), 0.0)
    if "transform" in element.attrib:
        return (x - size * 0.66, y - length, x + size * 0.22, y)
    return (x - before, y - size * 0.66, x - before + length, y + size * 0.22)


def overlap(a: BoxOf, b: BoxOf) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5


def solids(root: ElementTree.Element) -> list[BoxOf]:
    """What the drawing covers besides text: areas, discs, and lines that are level or upright."""
    rects = [[float(e.attrib[name]) for name in ("x", "y", "width", "height")] for e in found(root, "rect")]
    discs = [[float(e.attrib[name]) for name in ("cx", "cy", "r")] for e in found(root, "circle")]
    covered = [(x, y, x + w, y + h) for x, y, w, h in rects]
    covered += [(x - r, y - r, x + r, y + r) for x, y, r in discs]
    for path in found(root, "path"):
        x = y = 0.0
        for command, *numbers in re.findall(r"([MLHVz])([-\d.]*) ?([-\d.]*)", path.attrib["d"]):
            here = (x, y)
            x = float(numbers[0]) if command in "MLH" else x
            y = float(numbers[1]) if command in "ML" else float(numbers[0]) if command == "V" else y
            if command in "HV":
                covered.append((min(here[0], x), min(here[1], y), max(here[0], x) + 0.6, max(here[1], y) + 0.6))
    return covered


def faults(root: ElementTree.Element) -> list[str]:
    """Name the lines of text that are clipped, too small, crossed, or in each other's way."""
    texts = found(root, "text")
    boxes = [(element.text or "", extent(element)) for element in texts]
    _, _, right, bottom = map(float, root.attrib["viewBox"].split())
    clipped = [
        text for text, box in boxes if box[0] < -0.5 or box[1] < -0.5 or box[2] > right + 0.5 or box[3] > bottom + 0.5
    ]
    small = [element.text or "" for element in texts if float(element.attrib["font-size"]) < 12]
    crossed = [f"{a[0]} / {b[0]}" for a, b in combinations(boxes, 2) if overlap(a[1], b[1])]
    struck = [text for text, box in boxes for solid in solids(root) if overlap(box, solid)]
    outside = [str(solid) for solid in solids(root) if solid[0] < -0.1 or solid[2] > right + 0.7]
    return clipped + small + crossed + struck + outside


def bars_of(root: ElementTree.Element) -> list[BoxOf]:
    """The solid bars, from top to bottom and left to right: x, y, width, height."""
    solid = [element.attrib for element in found(root, "rect") if element.attrib["class"] == "f-evidence"]
    sides = [tuple(float(bar[name]) for name in ("x", "y", "width", "height")) for bar in solid]
    return sorted(((x, y, w, h) for x, y, w, h in sides), key=lambda bar: (bar[1], bar[0]))


# ---- A good citizen of the page


@of_every_form
@at_both_widths
def test_a_drawing_has_no_style_no_id_and_nothing_but_shapes_and_text(figure: Figure, width: Width) -> None:
    text = svg(a_chart(figure), width)
    root = ElementTree.fromstring(text)
    assert {element.tag.split("}")[1] for element in root.iter()} <= {"svg", "text", "rect", "circle", "path"}
    assert not {name for element in root.iter() for name in element.attrib} & {"style", "id", "clip-path"}
    assert text.startswith("<svg ")
    assert not re.search(r"<!|<\?|xlink|url\(|matplotlib|metadata", text)


@of_every_form
@at_both_widths
def test_a_drawing_is_an_image_with_the_charts_title_as_its_name(figure: Figure, width: Width) -> None:
    root = parsed(figure, width)
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", "Robots grew fastest")
    assert root.attrib["class"].split() == ["chart", f"chart-{width}"]
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    assert float(root.attrib["width"]) == PIXELS[width]


@of_every_form
@at_both_widths
def test_every_colour_is_built_in_and_has_the_class_that_overrides_it(figure: Figure, width: Width) -> None:
    for element in parsed(figure, width):
        roles = dict(name.split("-") for name in element.attrib["class"].split() if "-" in name)
        for prefix, attribute in (("f", "fill"), ("s", "stroke")):
            role = roles.get(prefix)
            assert element.attrib.get(attribute, "none") == (COLOURS[role] if role else "none")  # type: ignore[index]


@of_every_form
@at_both_widths
def test_text_stays_text_and_names_its_class_size_and_family(figure: Figure, width: Width) -> None:
    root = parsed(figure, width)
    assert found(root, "text")
    assert "'Source Sans', 'Source Sans Fallback'" in root.attrib["font-family"]
    for element in found(root, "text"):
        assert {"t"} <= set(element.attrib["class"].split())
        assert ("n" in element.attrib["class"].split()) == ("Source Serif" in element.attrib.get("font-family", ""))


@of_every_form
@at_both_widths
def test_a_drawing_is_small(figure: Figure, width: Width) -> None:
    text = svg(a_chart(figure), width)
    assert len(text) < 8_000
    assert not re.search(r"\d\.\d{3}", text)


def test_what_no_shape_makes_is_refused_rather_than_dropped() -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><g id="f-ink">{}</g></svg>'
    for foreign in ("<image/>", '<path d="M 0 0 L 1 1" style="opacity: 0.5"/>', '<path d="M 0 0 C 1 1 2 2 3 3"/>'):
        with pytest.raises(ValueError, match="which no shape makes"):
            list(elements(drawn.format(foreign)))


def test_the_text_shorthand_of_older_matplotlibs_is_understood() -> None:
    text = '<text style="font: 600 14px \'Source Sans\'; text-anchor: end; fill: #1b1d1f" x="1" y="2.004">A</text>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg"><g id="t b f-ink">{text}</g></svg>'
    (element,) = elements(drawn)
    assert element.attrib == {
        **{"class": "t b f-ink", "x": "1", "y": "2", "fill": "#1b1d1f"},
        **{"font-size": "14", "font-weight": "600", "text-anchor": "end"},
    }


def test_dollars_and_markup_in_labels_are_only_characters() -> None:
    root = parsed(Bars((a_point(1, "$1 & $2", "<b>x</b> $x^2$"),), "US$"), "wide")
    assert all(text in words(root) for text in ("$1 & $2", "<b>x</b> $x^2$", "0 US$"))


# ---- Legible


@of_every_form
@at_both_widths
def test_no_text_is_small_clipped_or_in_anothers_way(figure: Figure, width: Width) -> None:
    assert faults(parsed(figure, width)) == []


@of_every_form
def test_both_widths_carry_the_same_figures(figure: Figure) -> None:
    wide, narrow = (set(re.findall(r"\d[\d.,]*%?", words(parsed(figure, width)))) for width in WIDTHS)
    assert wide == narrow


@pytest.mark.parametrize("figure", [RATES, LIVE, PLAN, GROUPS, SHARE], ids=lambda figure: type(figure).__name__)
@at_both_widths
def test_every_points_text_is_in_the_drawing_qualifier_and_all(figure: Figure, width: Width) -> None:
    for point in points_of(figure):
        assert point.text in words(parsed(figure, width))


def points_of(figure: Figure) -> tuple[Point, ...]:
    if isinstance(figure, Bars | Cards):
        return figure.points
    if isinstance(figure, Part | Marks):
        return (figure.whole, figure.part)
    return (figure.point,) if isinstance(figure, Squares) else ()


@at_both_widths
def test_column_headings_that_fit_nowhere_read_upwards(width: Width) -> None:
    columns = tuple(Heading(f"Countermeasures of kind {name}", "") for name in "ABCDEF")
    root = parsed(Matrix(ROWS, columns, (Cell(0, 0, True),), "stated", "read"), width)
    assert sum("transform" in element.attrib for element in found(root, "text")) == 6
    assert faults(root) == []


def test_text_on_paper_has_contrast_and_so_have_marks() -> None:
    paper = luminance(COLOURS["paper"])
    contrast = {role: (paper + 0.05) / (luminance(colour) + 0.05) for role, colour in COLOURS.items()}
    assert all(contrast[role] >= 4.5 for role in ("ink", "mute", "evidence", "outlook"))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# ---- Honest


@at_both_widths
def test_bars_start_at_one_zero_and_are_as_long_as_their_values(width: Width) -> None:
    bars = bars_of(parsed(RATES, width))
    assert len({x for x, *_ in bars}) == 1
    assert [bar[2] / bars[0][2] for bar in bars] == pytest.approx([1, 15.9 / 18.2, 9.1 / 18.2], abs=0.001)


@at_both_widths
def test_negative_bars_go_the_other_way_from_the_same_zero(width: Width) -> None:
    up, down = bars_of(parsed(Bars((a_point(8), a_point(-4)), "per cent"), width))
    assert down[0] + down[2] == pytest.approx(up[0], abs=0.02)
    assert down[2] == pytest.approx(up[2] / 2, abs=0.02)


@at_both_widths
def test_a_lower_bound_ends_in_an_open_arrow(width: Width) -> None:
    points = a_point(10), a_point(10, "more than 10%", lower=True)
    root = parsed(Bars(points, "per cent"), width)
    arrows = [path.attrib for path in found(root, "path") if path.attrib["class"] == "s-evidence"]
    (arrow,) = arrows
    starts = re.findall(r"[ML]([\d.]+)", arrow["d"])
    assert arrow["fill"] == "none"
    assert all(float(x) > bars_of(root)[1][0] + bars_of(root)[1][2] for x in starts)
    assert "more than 10%" in words(root)


@at_both_widths
def test_a_part_is_its_share_of_the_whole(width: Width) -> None:
    root = parsed(PLAN, width)
    (part,) = bars_of(root)
    whole = next(bar.attrib for bar in found(root, "rect") if bar.attrib["class"] == "f-faint")
    assert part[2] / float(whole["width"]) == pytest.approx(8.4 / 49.9, abs=0.001)
    assert part[0] == float(whole["x"]) == 0


@at_both_widths
def test_marks_are_as_many_as_are_counted(width: Width) -> None:
    figure = Marks(a_point(31, "31"), a_point(17, "17"))
    radius = [(mark.attrib["class"], float(mark.attrib["r"])) for mark in found(parsed(figure, width), "circle")]
    large = [name for name, r in radius if r > 7]
    assert (large.count("f-evidence"), large.count("s-mute")) == (17, 14)


@at_both_widths
@pytest.mark.parametrize("share", [0.0, 37.4, 95.0, 100.0])
def test_squares_are_filled_to_the_fraction(width: Width, share: float) -> None:
    paths = found(parsed(Squares(a_point(share)), width), "path") + found(
        parsed(Squares(a_point(share)), width), "rect"
    )
    filled = [path.attrib["d"] for path in paths if path.attrib["class"] == "f-evidence"]
    sides = [(float(b) - float(a)) for a, b in re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", "".join(filled))]
    side = {"wide": 16, "narrow": 18}[width]
    assert sum(sides) / side == pytest.approx(share, abs=0.01)


def test_a_share_that_is_a_lower_bound_has_a_square_begun() -> None:
    root = parsed(Squares(a_point(95, "more than 95%", lower=True)), "wide")
    assert any(path.attrib["class"] == "s-evidence" for path in found(root, "path"))


def test_a_month_lasts_a_month_on_the_axis_and_a_day_a_moment() -> None:
    bands = bars_of(parsed(EVENTS, "wide"))
    month = (680 - 168) / 12
    lengths = sorted(round(width / month, 1) for _, _, width, _ in bands)
    assert lengths == [0.1, 1.0, 1.0, 1.0]
    assert [round(x / month) for x, _, width, _ in bands if width > 10] == [3, 7, 10]


@at_both_widths
def test_events_without_a_month_stand_in_lanes_below_the_axis(width: Width) -> None:
    root = parsed(EVENTS, width)
    order = [element.text for element in sorted(found(root, "text"), key=lambda e: float(e.attrib["y"]))]
    lanes = [order.index(lane) for lane in ("In 2020, month not given", "No date given")]
    assert lanes[0] < order.index("Pilot cities named") < lanes[1] < order.index("Negative list shortened")
    assert max(order.index(date) for date in ("April 2020", "15 November 2020")) < lanes[0]


def test_a_day_and_its_month_keep_out_of_each_others_way() -> None:
    moments = (Moment("a", "The month", "2020-01"), Moment("b", "The day", "2020-01-01"))
    assert faults(parsed(Timeline(moments, "", ""), "wide")) == []


def test_years_are_told_apart_in_the_lane_when_there_are_several() -> None:
    moments = (Moment("a", "First", "2019"), Moment("b", "Second", "2020"))
    assert "2019: First" in words(parsed(Timeline(moments, "Year only", "None"), "wide"))


@at_both_widths
def test_a_relation_is_a_disc_when_stated_and_a_ring_when_read(width: Width) -> None:
    marks = found(parsed(LINKS, width), "circle")
    kinds = [mark.attrib["class"] for mark in marks]
    assert (kinds.count("f-evidence"), kinds.count("s-evidence")) == (3, 3)  # two of each, and the key


@at_both_widths
def test_equal_counts_are_equally_long_in_all_panels_and_none_is_a_nought(width: Width) -> None:
    root = parsed(Tally(ROWS[:2], ("Figures", "Events"), ((4, 8), (8, 0))), width)
    lengths = [bar[2] for bar in bars_of(root)]
    assert lengths == pytest.approx([lengths[0], 2 * lengths[0], 2 * lengths[0]], abs=0.03)
    (nought,) = [element for element in found(root, "text") if element.text == "0"]
    assert "f-mute" in nought.attrib["class"]


# ---- Standing alone


@of_every_form
def test_a_picture_carries_title_measure_note_and_source_in_its_own_colours(figure: Figure) -> None:
    root = ElementTree.fromstring(picture(a_chart(figure, note="A doubt.")))
    assert all(text in words(root) for text in ("Robots grew fastest", "Per cent, 2020", "A doubt.", "Source: X"))
    assert found(root, "desc")[0].text == "What it says."
    assert found(root, "rect")[0].attrib["fill"] == COLOURS["paper"]
    assert not {name for element in root.iter() for name in element.attrib} & {"style", "id", "class"}


def test_a_picture_keeps_its_room_in_another_font() -> None:
    root = ElementTree.fromstring(picture(a_chart(RATES)))
    for element in found(root, "text"):
        length = ImageFont.truetype(face_of(element).path, 200).getlength(element.text or "")
        size = float(element.attrib["font-size"])
        assert float(element.attrib["textLength"]) == pytest.approx(length * size / 200, abs=0.1)
    assert "Arial" in root.attrib["font-family"]


def face_of(element: ElementTree.Element) -> Face:
    if "Source Serif" in element.attrib.get("font-family", ""):
        return SERIF_SEMIBOLD
    return SANS_SEMIBOLD if element.attrib.get("font-weight") == "600" else SANS_REGULAR


def test_a_picture_without_a_note_has_no_empty_line() -> None:
    assert len(picture(a_chart(RATES))) < len(picture(a_chart(RATES, note="A doubt.")))


@of_every_form
def test_a_png_is_large_enough_to_share_and_says_nothing_of_its_making(figure: Figure) -> None:
    image = Image.open(BytesIO(png(a_chart(figure))))
    root = ElementTree.fromstring(picture(a_chart(figure)))
    assert image.size == (2 * float(root.attrib["width"]), 2 * float(root.attrib["height"]))
    assert image.size[0] >= 1360
    assert image.info == {}
    assert image.convert("RGB").getpixel((1, 1)) == (0xFB, 0xFA, 0xF7)


# ---- The same every time

DIGEST = """
import sys, test_draw as t
from hashlib import sha256
print(t.digest())
"""


def digest() -> str:
    """One digest of all that is drawn of every form."""
    every = [a_chart(figure) for figure in FIGURES]
    parts = [[svg(c, "wide").encode(), svg(c, "narrow").encode(), picture(c).encode(), png(c)] for c in every]
    return sha256(b"".join(part for each in parts for part in each)).hexdigest()


def test_everything_is_the_same_in_another_process_place_zone_and_configuration(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "svg.fonttype: path\nsvg.id: me\ntext.hinting: force_autohint\npath.sketch: 3, 9, 2\n"
        "lines.linewidth: 9\npatch.antialiased: False\nfigure.dpi: 33\nfont.size: 44\nsavefig.dpi: 20\n"
    )
    environment = {
        **os.environ,
        **{
            "PYTHONPATH": str(Path(__file__).parent),
            "PYTHONHASHSEED": "4711",
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
        },
        **{"SOURCE_DATE_EPOCH": "1"},
    }
    told = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=str(tmp_path), env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == digest() == digest()


def test_drawing_changes_no_setting_of_matplotlib() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    svg(a_chart(RATES), "wide")
    png(a_chart(RATES))
    assert dict(mpl.rcParams) == before


def test_the_charts_of_a_site_are_drawn_in_seconds() -> None:
    start = time.process_time()
    for figure in FIGURES:
        chart = a_chart(figure)
        svg(chart, "wide"), svg(chart, "narrow"), picture(chart), png(chart)
    assert time.process_time() - start < 4  # about 1 in fact: this catches a mistake, not a slow machine


# ---- Whatever the words and values

WORDS = st.text("abcdefghij KLMNOP–,.%’ÄÖéß0123456789&<$ ", min_size=1, max_size=70).filter(str.strip)
SHORT = st.text("abcdeMW0123456789.,% ", min_size=1, max_size=24).filter(str.strip)
VALUES = st.floats(-1e13, 1e13, allow_nan=False).map(lambda value: round(value, 3))
POINTS = st.builds(Point, st.just("p"), WORDS, VALUES, SHORT, lower=st.booleans())
COUNTED = st.integers(0, 80)
DATES = st.one_of(
    st.builds("{}-{:02}".format, st.sampled_from([2019, 2020, 2021]), st.integers(1, 12)),
    st.builds("2020-{:02}-{:02}".format, st.integers(1, 12), st.integers(1, 28)),
    st.sampled_from(["", "2019", "2020"]),
)
HEADINGS = st.builds(Heading, st.one_of(SHORT, st.builds("Issue {}".format, st.integers(1, 20))), WORDS)
few = settings(max_examples=12, deadline=None, derandomize=True)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    rows, columns = (tuple(draw(st.lists(HEADINGS, min_size=1, max_size=most))) for most in (10, 8))
    places = st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(columns) - 1))
    cells = tuple(Cell(*place, draw(st.booleans())) for place in draw(st.sets(places)))
    return Matrix(rows, columns, cells, draw(WORDS), draw(WORDS))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    rows = tuple(draw(st.lists(HEADINGS, min_size=1, max_size=14)))
    panels = tuple(draw(st.lists(SHORT, min_size=1, max_size=3)))
    return Tally(rows, panels, tuple(tuple(draw(COUNTED) for _ in panels) for _ in rows))


ANY = st.one_of(
    st.builds(Bars, st.lists(POINTS, min_size=1, max_size=14).map(tuple), SHORT),
    st.builds(Cards, st.lists(POINTS, min_size=1, max_size=9).map(tuple)),
    st.builds(Part, POINTS, POINTS),
    st.builds(Squares, POINTS),
    st.builds(
        lambda whole, part: Marks(a_point(whole, str(whole)), a_point(min(part, whole), str(part))), COUNTED, COUNTED
    ),
    st.builds(
        Timeline, st.lists(st.builds(Moment, SHORT, WORDS, DATES), min_size=1, max_size=12).map(tuple), WORDS, WORDS
    ),
    matrices(),
    tallies(),
)


@settings(few, max_examples=60)
@given(ANY, st.sampled_from(WIDTHS))
def test_whatever_it_says_no_text_is_clipped_small_or_in_anothers_way(figure: Figure, width: Width) -> None:
    assert faults(parsed(figure, width)) == []


@few
@given(st.lists(st.floats(0.1, 1000), min_size=2, max_size=14), st.sampled_from(WIDTHS))
def test_whatever_their_values_bars_are_proportional(values: list[float], width: Width) -> None:
    bars = bars_of(parsed(Bars(tuple(a_point(value) for value in values), "per cent"), width))
    longest = max(bar[2] for bar in bars)
    assert [bar[2] / longest for bar in bars] == pytest.approx([v / max(values) for v in values], abs=0.001)
