"""Drawings: honest, legible, the same every time, and fit to stand in any page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

import chart_samples
import digitrend
from chart_samples import ARGUMENT, CHARTS, FERRIES, GENERATION, PLAN, PRICES, RATES, a_chart, a_link, a_point, one
from digitrend.charts.types import Chart, Lane, Moment, Plot, PlotSeries, Point, Tally, Timeline
from digitrend.draw.fonts import (
    SANS_REGULAR,
    SANS_SEMIBOLD,
    SERIF_SEMIBOLD,
    fallback_file,
    missing_from_pictures,
    opened,
)
from digitrend.draw.output import FORMS, SIZES, card_png, drawings, svg
from digitrend.draw.style import DARK, FULL, LIGHT, PIXELS, Width
from digitrend.draw.svg import elements
from digitrend.draw.text import LABEL, measure, wrap
from fuzzing import inputs, some
from tables import table

WIDTHS: tuple[Width, ...] = ("wide", "narrow")
SVG = "{http://www.w3.org/2000/svg}"
BoxOf = tuple[float, float, float, float]

of_every_form = table("chart", CHARTS.values())
at_both_widths = table("width", WIDTHS)


@cache
def drawn(chart: Chart, width: Width) -> str:
    """Draw a chart once for all tests that look at it."""
    return svg(chart, width)


def parsed(chart: Chart, width: Width) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(chart, width))


def found(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return list(root.iter(f"{SVG}{name}"))


def words(root: ElementTree.Element) -> str:
    return " ".join(element.text or "" for element in found(root, "text"))


def bars_of(root: ElementTree.Element, role: str = "evidence") -> list[BoxOf]:
    """Return the filled rectangles of a role: left, top, right, bottom."""
    filled = [path.attrib["d"] for path in found(root, "path") if path.attrib["class"] == f"f-{role}"]
    return [bounds(data) for data in filled if re.fullmatch(r"M[-\d. ]+(?:[HV][-\d.]+){3}z", data)]


def bounds(data: str) -> BoxOf:
    xs = [float(x) for x in re.findall(r"[MLH]([-\d.]+)", data)]
    ys = [float(y) for y in re.findall(r"(?:[ML][-\d.]+ |V)([-\d.]+)", data)]
    return min(xs), min(ys), max(xs), max(ys)


def extent(element: ElementTree.Element) -> BoxOf:
    """Return what a line of text covers, from the height of its capitals to its descenders."""
    classes = element.attrib["class"].split()
    face = SERIF_SEMIBOLD if "n" in classes else SANS_SEMIBOLD if "b" in classes else SANS_REGULAR
    size, x, y = (float(element.attrib[name]) for name in ("font-size", "x", "y"))
    length = ImageFont.truetype(face.path, 200).getlength(element.text or "") * size / 200
    before = {"middle": length / 2, "end": length}.get(element.attrib.get("text-anchor", "start"), 0.0)
    return (x - before, y - size * 0.66, x - before + length, y + size * 0.22)


def faults(root: ElementTree.Element) -> list[str]:
    """Name the lines of text that are clipped, too small, or in each other's way."""
    texts = found(root, "text")
    boxes = [(element.text or "", extent(element)) for element in texts]
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    right, bottom = left + width, top + height
    clipped = [
        f"clipped {text}" for text, b in boxes if b[0] < left - 0.7 or b[1] < top or b[2] > right + 0.7 or b[3] > bottom
    ]
    small = [f"small {element.text}" for element in texts if float(element.attrib["font-size"]) * 0.822 < 12]
    crossed = [
        f"{a} / {b}"
        for (a, p), (b, q) in combinations(boxes, 2)
        if min(p[2], q[2]) - max(p[0], q[0]) > 0.5 and min(p[3], q[3]) - max(p[1], q[1]) > 0.5
    ]
    return clipped + small + crossed


# ---- A good citizen of the page


def test_every_form_has_a_sample() -> None:
    assert {chart.form for chart in CHARTS.values()} == set(FORMS)


@of_every_form
@at_both_widths
def test_a_drawing_has_no_style_no_id_and_nothing_but_shapes_text_and_links(chart: Chart, width: Width) -> None:
    text = drawn(chart, width)
    root = ElementTree.fromstring(text)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {"svg", "a", "title", "text", "circle", "path"}
    assert not {name for each in root.iter() for name in each.attrib} & {"style", "id", "clip-path"}
    assert not re.search(r"<!|<\?|xlink|url\(|matplotlib|metadata|\d\.\d{3}", text)
    assert len(text) < 20_000


@of_every_form
@at_both_widths
def test_a_drawing_carries_the_charts_title_as_its_name_and_knows_its_size(chart: Chart, width: Width) -> None:
    root = parsed(chart, width)
    assert root.attrib["role"] == ("group" if found(root, "a") else "img")
    assert root.attrib["aria-label"] == chart.title
    assert root.attrib["class"].split()[:2] == ["chart", f"chart-{width}"]
    assert root.attrib["viewBox"].endswith(f" {root.attrib['width']} {root.attrib['height']}")
    assert float(root.attrib["width"]) in (PIXELS[width], *([FULL] if "chart-full" in root.attrib["class"] else []))


@of_every_form
@at_both_widths
def test_what_is_drawn_is_in_the_colours_of_roles(chart: Chart, width: Width) -> None:
    for element in parsed(chart, width).iter():
        names = [name for name in element.attrib.get("class", "").split() if name[:2] in ("f-", "s-")]
        assert {name[2:] for name in names} <= set(LIGHT) == set(DARK)
        if element.tag.removeprefix(SVG) in ("text", "circle", "path"):
            assert names
            assert element.attrib.get("fill", "none") == "none"  # colours are the stylesheet's


@of_every_form
@at_both_widths
def test_figures_are_links_that_tell_their_sentence(chart: Chart, width: Width) -> None:
    links = {link.attrib["href"]: link[0].text for link in found(parsed(chart, width), "a")}
    assert links == {url: said for _, url, said in chart.linked if url in links}
    assert set(links) >= {point.url for point in chart.points if chart.form not in ("marks", "squares")}


def test_a_foreign_element_colour_or_clip_is_refused() -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><g id="point:a">{}</g></svg>'
    for foreign in (
        "<image/>",
        '<path d="M 0 0 L 1 1" style="fill: #123456"/>',
        '<path d="M 0 0 L 1 1" style="fill: #1b1d1f; opacity: 0.5"/>',
        '<path d="M 0 0 L 1 1" clip-path="url(#a)" style="fill: #1b1d1f"/>',
        '<path d="" style="fill: #1b1d1f"/>',
    ):
        with pytest.raises(ValueError, match=r"the drawing|a line"):
            list(elements(drawn.format(foreign)))


def test_dollars_and_markup_in_labels_are_only_characters() -> None:
    root = parsed(a_chart("bars", one(a_point("a", "<b>x</b> $x^2$", 1, "$1 & $2"))), "wide")
    assert all(text in words(root) for text in ("$1 & $2", "<b>x</b> $x^2$"))


# ---- Legible


@of_every_form
@at_both_widths
def test_no_text_is_small_clipped_or_in_anothers_way(chart: Chart, width: Width) -> None:
    assert faults(parsed(chart, width)) == []


@table("name", ["bars", "bars, bounds", "columns", "grouped", "line, periods", "range, dumbbell", "cards"])
@at_both_widths
def test_the_text_of_every_figure_is_in_the_drawing_qualifier_and_all(name: str, width: Width) -> None:
    said = words(parsed(CHARTS[name], width))
    assert all(point.text in said for point in CHARTS[name].points)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_contrast_on_paper_and_so_have_marks(palette: dict[str, str]) -> None:
    paper = luminance(palette["paper"])
    lights = {role: luminance(colour) for role, colour in palette.items()}
    contrast = {role: (max(paper, each) + 0.05) / (min(paper, each) + 0.05) for role, each in lights.items()}
    assert all(contrast[role] >= 3 for role in palette if role not in ("paper", "rule", "faint", "outlook-wash"))
    assert all(
        contrast[role] >= 4.5 for role in ("ink", "mute", "evidence", "outlook", "hue-2", "hue-3", "hue-4", "hue-5")
    )


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_each_colour_is_one_roles() -> None:
    assert len(set(LIGHT.values())) == len(LIGHT)
    assert len(set(DARK.values())) == len(DARK)


def test_a_text_breaks_between_ideographs_but_not_before_what_closes() -> None:
    lines = wrap("中国数字经济发展形势展望，数据要素市场化配置改革", 110, LABEL)
    assert len(lines) > 1
    assert "".join(lines) == "中国数字经济发展形势展望，数据要素市场化配置改革"
    assert not any(line.startswith("，") for line in lines)
    assert all(measure(line, LABEL) <= 110 for line in lines)


def test_the_faces_are_as_high_as_is_said() -> None:
    """Lines are placed by these numbers, and a browser's boxes follow them."""
    for face, ascent in ((SANS_REGULAR, 0.985), (SERIF_SEMIBOLD, 1.04)):
        with opened(face) as font:
            assert font["hhea"].ascent / font["head"].unitsPerEm == pytest.approx(ascent, abs=0.006)


# ---- Honest


@at_both_widths
def test_bars_start_at_one_zero_and_are_as_long_as_their_values(width: Width) -> None:
    root = parsed(a_chart("bars", RATES), width)
    bars = sorted(bars_of(root) + bars_of(root, "soft"), key=lambda bar: bar[1])
    assert len({left for left, *_ in bars}) == 1
    lengths = [right - left for left, _, right, _ in bars]
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 15.9 / 18.2, 14.7 / 18.2, 0.5], abs=0.001)


@at_both_widths
def test_what_the_title_speaks_of_has_the_accent_alone(width: Width) -> None:
    root = parsed(a_chart("bars", RATES), width)
    assert (len(bars_of(root)), len(bars_of(root, "soft"))) == (1, 3)


@at_both_widths
def test_what_falls_goes_the_other_way_from_the_same_zero(width: Width) -> None:
    up, down = bars_of(parsed(a_chart("bars", one(a_point("a", "A", 8, "8"), a_point("b", "B", -4, "−4"))), width))
    assert down[2] == pytest.approx(up[0], abs=0.02)
    assert down[2] - down[0] == pytest.approx((up[2] - up[0]) / 2, abs=0.02)


@at_both_widths
def test_only_what_is_known_is_solid(width: Width) -> None:
    root = parsed(CHARTS["bars, bounds"], width)
    solid = sorted(bars_of(root), key=lambda bar: bar[1])
    unit = (solid[0][2] - solid[0][0]) / 60
    assert [round((right - left) / unit) for left, _, right, _ in solid] == [
        60,
        10,
    ]  # the bound, and the range's low end


@at_both_widths
def test_columns_are_as_high_as_their_values_and_what_is_expected_is_not_solid(width: Width) -> None:
    columns = sorted(bars_of(parsed(a_chart("columns", FERRIES), width)))
    heights = [bottom - top for _, top, _, bottom in columns]
    assert [height / heights[0] for height in heights] == pytest.approx([1, 15 / 12, 21 / 12], abs=0.002)


@at_both_widths
def test_lines_are_dashed_where_they_lead_to_what_is_expected(width: Width) -> None:
    lines = [p for p in found(parsed(a_chart("line", FERRIES), width), "path") if "s-evidence" in p.attrib["class"]]
    assert [line.attrib.get("stroke-dasharray") for line in lines] == [None, None, "4,3", "4,3"]


@at_both_widths
def test_a_missing_year_leaves_a_gap(width: Width) -> None:
    points = FERRIES.points
    full = parsed(a_chart("line", one(*points)), width)
    gap = parsed(a_chart("line", one(*points[:1], *points[2:])), width)
    assert len([p for p in found(full, "path") if "s-evidence" in p.attrib["class"]]) == 4
    assert len([p for p in found(gap, "path") if "s-evidence" in p.attrib["class"]]) == 2


def test_unequal_periods_are_drawn_as_long_as_they_last() -> None:
    root = parsed(a_chart("line", PRICES), "wide")
    level = [
        bounds(p.attrib["d"]) for p in found(root, "path") if p.attrib["class"] == "s-evidence" and "H" in p.attrib["d"]
    ]
    lengths = sorted(right - left for left, _, right, _ in level)
    assert [round(length / lengths[0], 1) for length in lengths] == [1, 1, 1, 3, 12, 12]


def test_an_upper_bound_is_a_band_open_below() -> None:
    root = parsed(a_chart("line", PRICES), "wide")
    (band,) = bars_of(root, "faint")
    ground = max(bottom for *_, bottom in bars_of(root, "outlook-wash"))
    assert band[3] == pytest.approx(ground, abs=0.02)


def test_the_names_of_lines_do_not_collide_and_lie_in_the_order_of_their_ends() -> None:
    texts = {t.text: float(t.attrib["y"]) for t in found(parsed(a_chart("line", GENERATION), "wide"), "text")}
    ends = ["Natural gas 36%", "Renewables 23%", "Nuclear 21%", "Coal 20%"]
    assert sorted(ends, key=lambda name: texts[name]) == ends


@at_both_widths
def test_a_part_is_its_share_of_the_whole(width: Width) -> None:
    root = parsed(a_chart("part", PLAN), width)
    ((left, _, right, _),) = bars_of(root)
    ((start, _, end, _),) = bars_of(root, "faint")
    assert (right - left) / (end - start) == pytest.approx(8.4 / 49.9, abs=0.001)


@at_both_widths
@pytest.mark.parametrize("share", [0.0, 37.4, 95.0, 100.0])
def test_squares_are_filled_to_the_fraction(width: Width, share: float) -> None:
    squares = bars_of(parsed(a_chart("squares", one(a_point("a", "A", share, f"{share}%"))), width))
    assert sum(right - left for left, _, right, _ in squares) / 11 == pytest.approx(share, abs=0.05)


@at_both_widths
def test_marks_are_as_many_as_are_counted(width: Width) -> None:
    plot = one(a_point("a", "A", 17, "17"), a_point("b", "B", 31, "31"))
    kinds = [mark.attrib["class"] for mark in found(parsed(a_chart("marks", plot), width), "circle")]
    assert (kinds.count("f-evidence"), kinds.count("s-mute")) == (17, 14)


@at_both_widths
def test_a_link_is_solid_where_it_is_made_and_dashed_where_it_is_read(width: Width) -> None:
    dashes = {
        title.text: [p.attrib.get("stroke-dasharray") for p in link if p.tag == f"{SVG}path"]
        for link in found(parsed(a_chart("argument", ARGUMENT), width), "a")
        if (title := link[0]).text and " leads to " in title.text
    }
    assert dashes["trend-2 leads to issue-1"] == [None]
    assert dashes["trend-4 leads to issue-1"] == ["4,3"]
    assert len(dashes) == len(ARGUMENT.links)


@at_both_widths
def test_a_cell_grows_with_the_number_of_its_links(width: Width) -> None:
    cells = {
        link[0].text: float(link[1].attrib["r"])
        for link in found(parsed(a_chart("matrix", ARGUMENT), width), "a")
        if link[1].tag == f"{SVG}circle"
    }
    assert cells["issue-2 leads to advice-2"] > cells["issue-1 leads to advice-1"] > cells["trend-2 leads to issue-1"]


@at_both_widths
def test_equal_counts_are_equally_long_in_all_panels_and_none_is_a_nought(width: Width) -> None:
    root = parsed(a_chart("tally", Tally(("A", "B"), ("Figures", "Events"), ((4, 8), (8, 0)))), width)
    lengths = sorted(right - left for left, _, right, _ in bars_of(root))
    assert lengths == pytest.approx([lengths[0], 2 * lengths[0], 2 * lengths[0]], abs=0.03)
    (nought,) = [element for element in found(root, "text") if element.text == "0"]
    assert "f-mute" in nought.attrib["class"]


def test_a_month_lasts_a_month_on_the_axis_and_a_day_a_moment() -> None:
    lengths = sorted(right - left for left, _, right, _ in bars_of(parsed(CHARTS["timeline"], "wide")))
    assert lengths[1:] == pytest.approx([lengths[1]] * 3, abs=0.05)
    assert lengths[0] < lengths[1] / 4


# ---- Standing alone


@of_every_form
def test_a_picture_carries_title_subtitle_note_and_source_in_its_own_colours(chart: Chart) -> None:

    root = ElementTree.fromstring(drawings(chart._replace(note="A doubt."), ())["svg"])
    said = words(root)
    assert all(text in said for text in (chart.subtitle, "A doubt.", "Source: CCID"))
    assert chart.title.split()[0] in said
    assert found(root, "desc")[0].text == chart.description
    assert found(root, "path")[0].attrib["fill"] == LIGHT["paper"]
    assert not {name for element in root.iter() for name in element.attrib} & {"style", "id", "class", "href"}
    assert all("textLength" in element.attrib for element in found(root, "text"))


def test_pictures_are_light_dark_and_twice_as_large_and_say_nothing_of_their_making() -> None:
    made = drawings(CHARTS["bars"])
    for name, (palette, pixels) in SIZES.items():
        image = Image.open(BytesIO(made[name]))
        assert (image.size[0], image.info) == (pixels, {})
        colour = image.convert("RGB").getpixel((1, 1))
        assert colour == tuple(int(palette["paper"][i : i + 2], 16) for i in (1, 3, 5))


def test_a_card_is_as_large_as_previews_ask_for() -> None:
    for title in ("A title", "A very long title that goes on and on " * 6):
        assert Image.open(BytesIO(card_png(title, "A finding " * 40, "A name"))).size == (1200, 630)


def test_a_character_that_no_face_has_is_named() -> None:
    assert missing_from_pictures("Output of robots, 18.2% – “more”") == ""
    assert missing_from_pictures("a\U0001f6f3b数字") == "\U0001f6f3"


def test_a_picture_in_chinese_has_no_boxes_and_is_drawn_from_the_extra() -> None:
    chinese = a_chart("bars", one(a_point("a", "工业机器人产量", 18.2, "18.2%")), "工业机器人产量增长最快")
    latin = a_chart("bars", one(a_point("a", "\U0001f6f3" * 7, 18.2, "18.2%")), "\U0001f6f3" * 11)
    assert fallback_file() is not None
    assert drawings(chinese, ("png",))["png"] != drawings(latin, ("png",))["png"]


# ---- The same every time

DIGEST = "import test_draw; print(test_draw.digest())"


def digest() -> str:
    """Return one digest of all that is drawn of every form, in `make test` of every eighth sample."""
    made = [part for chart in some(CHARTS.values(), 8) for part in drawings(chart, ("png", "dark.png")).values()]
    return sha256(b"".join(made)).hexdigest()


def test_everything_is_the_same_in_another_process_place_zone_and_configuration(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "svg.fonttype: path\nsvg.id: me\ntext.hinting: force_autohint\npath.sketch: 3, 9, 2\n"
        "lines.linewidth: 9\npatch.antialiased: False\nfigure.dpi: 33\nfont.size: 44\nsavefig.dpi: 20\n"
    )
    folders = os.pathsep.join(str(Path(each.__file__ or "").parent) for each in (sys.modules[__name__], chart_samples))
    source = str(Path(digitrend.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((folders, source))}
    environment |= {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}
    command = [sys.executable, "-c", DIGEST]
    told = subprocess.run(command, cwd=str(tmp_path), env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == digest() == digest()


def test_drawing_changes_no_setting_of_matplotlib() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    drawings(CHARTS["bars"])
    assert dict(mpl.rcParams) == before


def test_the_charts_of_a_site_are_drawn_in_seconds() -> None:
    charts = some(CHARTS.values(), 3)
    start = time.process_time()
    for chart in charts:
        drawings(chart, ("png",))
    assert time.process_time() - start < 0.3 * len(charts)  # a third in fact: it catches a mistake, no slow machine


# ---- Whatever the words and values

TEXTS = st.text("abcdefghij KLMNOP–,.%’ÄÖéß0123456789&<$ ", min_size=1, max_size=70).filter(str.strip)
SHORT = st.text("abcdeMW0123456789.,% ", min_size=1, max_size=24).filter(str.strip)
VALUES = st.floats(-1e13, 1e13, allow_nan=False).map(lambda value: round(value, 3))
BOUNDS = st.sampled_from(["", "lower", "upper"])
POINTS = st.builds(
    lambda label, value, text, bound: Point("p", label, value, text, bound=bound), TEXTS, VALUES, SHORT, BOUNDS
)
YEARS = st.lists(st.integers(2000, 2030), min_size=1, max_size=12, unique=True)
DATES = st.one_of(
    st.builds("{}-{:02}".format, st.sampled_from([2019, 2020, 2021]), st.integers(1, 12)),
    st.builds("2020-{:02}-{:02}".format, st.integers(1, 12), st.integers(1, 28)),
    st.sampled_from(["", "2019", "2020"]),
)


def plots(form: str, most: int) -> st.SearchStrategy[Chart]:
    return st.lists(POINTS, min_size=1, max_size=most).map(lambda points: a_chart(form, one(*points)))


@st.composite
def lines(draw: st.DrawFn) -> Chart:
    series = []
    for name in draw(st.lists(SHORT, min_size=2, max_size=7)):
        years = draw(YEARS)
        points = [
            Point(
                "p",
                name,
                draw(st.floats(-1e3, 1e3).map(lambda v: round(v, 2))),
                "12%",
                start=str(y),
                end=str(y),
                when=str(y),
            )
            for y in years
        ]
        series.append(PlotSeries(name, tuple(points)))
    return a_chart("line", Plot(tuple(series), tick="{}%", expected="Expected"))


@st.composite
def tallies(draw: st.DrawFn) -> Chart:
    rows = tuple(draw(st.lists(SHORT, min_size=1, max_size=14)))
    counts = tuple(tuple(draw(st.integers(0, 80)) for _ in range(3)) for _ in rows)
    return a_chart("tally", Tally(rows, ("Figures", "Events", "Notes"), counts))


MOMENTS = st.lists(st.tuples(SHORT, TEXTS, DATES).map(lambda each: Moment(*each)), min_size=1, max_size=6).map(tuple)
TIMELINES = st.lists(st.tuples(SHORT, MOMENTS).map(lambda each: Lane(*each)), min_size=1, max_size=5).map(
    lambda lanes: a_chart("timeline", Timeline(tuple(lanes), "No date", "{year}, no month", chart_samples.MONTHS))
)
ANY = st.one_of(plots("bars", 12), plots("cards", 9), plots("columns", 6), lines(), tallies(), TIMELINES)


@settings(max_examples=inputs(60), deadline=None, derandomize=True)
@given(ANY, st.sampled_from(WIDTHS))
def test_whatever_it_says_no_text_is_clipped_small_or_in_anothers_way(chart: Chart, width: Width) -> None:
    assert faults(parsed(chart, width)) == []


@at_both_widths
def test_beside_long_names_and_values_the_axis_of_a_range_is_readable(width: Width) -> None:
    storms = a_point("seen", "Confirmed storms", 187, "187")
    ahead = a_point("ahead", "Storms on the whole of the lake", 205, "between 190 and 220", low=190.0, high=220.0)
    root = parsed(a_chart("range", one(storms, ahead)), width)

    places = sorted(extent(each) for each in found(root, "text") if re.fullmatch(r"1[89]0|2[0-4]0", each.text or ""))
    assert faults(root) == []
    assert len(places) > 2
    assert all(after[0] - before[2] >= 6 for before, after in pairwise(places))


def test_parts_that_many_lead_to_keep_apart() -> None:
    from dataclasses import replace

    links = tuple(a_link(f"trend-{i}", f"issue-{j}") for i in range(1, 8) for j in range(1, 4))
    for width in WIDTHS:
        assert faults(parsed(a_chart("argument", replace(ARGUMENT, links=links)), width)) == []
