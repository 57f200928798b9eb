"""One line to a chart: the figures alone give form, title, subtitle, description, table, source line and drawings.

Each can be written over; and whoever wrote them, description, table, CSV and drawing carry the same numbers.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from builders import FERRIES, REAL, SMALL, a_briefing, a_content, edited, findings, place_of, the_words
from digitrend.charts import Chart
from digitrend.charts.make import chart_of
from digitrend.charts.types import Plot
from digitrend.diagnostics import Position
from digitrend.draw import output as draw
from digitrend.exports.files import chart_csv
from digitrend.model import ChartForm, DerivedFigure
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from tables import table

if TYPE_CHECKING:
    from site_bench import Bench

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s+(?:million|billion|trillion))?")
SCALES = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

PLAIN = {
    "passenger-growth, freight-growth": (ChartForm.BARS, "Growth in ferry passengers is the highest of two, at 12.5%"),
    "freight-growth, passenger-growth": (ChartForm.BARS, "Growth in ferry passengers is the highest of two, at 12.5%"),
    "electric-ferries, all-ferries": (ChartForm.MARKS, "Ferries on batteries: 3 of 8"),
    "all-ferries, electric-ferries": (ChartForm.MARKS, "Ferries on batteries: 3 of 8"),
    "battery-plan, fleet-plan": (
        ChartForm.PART,
        "Money planned for batteries: 1.8 million yuan (according to incomplete statistics) of 4.5 million yuan "
        "(according to incomplete statistics)",
    ),
    "cider-share": (ChartForm.SQUARES, "Cider in the harvest: 62%"),
    "passengers": (ChartForm.CARDS, "Ferry passengers: 1.2 million people"),
    "crossings, passengers": (
        ChartForm.CARDS,
        "Ferry crossings: more than 40,000; Ferry passengers: 1.2 million people",
    ),
    "crossings, passengers, pickers": (ChartForm.CARDS, "Ferry crossings: more than 40,000, beside two other figures"),
    "passenger-growth, crossings": (
        ChartForm.CARDS,
        "Growth in ferry passengers: 12.5%; Ferry crossings: more than 40,000",
    ),
    "passenger-growth, cider-share": (ChartForm.CARDS, "Growth in ferry passengers: 12.5%; Cider in the harvest: 62%"),
}


def with_line(line: str) -> dict[str, str]:
    """Return the small content with one line that asks for a chart, and none of the trend's other charts."""
    files = a_content()
    head, _, tail = files[FERRIES].partition("charts:\n")
    return {**files, FERRIES: f"{head}{line}\n{tail[tail.index('entities:') :]}"}


def charts_of(files: dict[str, str]) -> dict[str, Chart]:
    look = Lookup(a_briefing(files), the_words())
    return {spec.id: chart_of(spec, look) for _, spec in look.briefing.charts}


def numbers(text: str) -> set[float]:
    """Return the numbers in a text as full numbers; years are none."""
    found = (match[0].replace(",", "").split() for match in NUMBER.finditer(YEAR.sub("", text)))
    return {round(float(digits) * SCALES.get(scale[0] if scale else "", 1), 6) for digits, *scale in found}


def lettered(svg: str) -> str:
    """Return the text of a drawing; that of one element stays together."""
    root = ET.fromstring(svg)
    return "\n".join("".join(each.itertext()) for each in root.iter() if each.tag.rpartition("}")[2] == "text")


@table("names", PLAIN)
def test_a_list_of_figures_is_a_chart(names: str) -> None:
    form, title = PLAIN[names]
    files = with_line(f"chart: [{names}]")

    assert findings(files) == []
    chart = charts_of(files)["trend-1-chart"]
    assert (chart.form, chart.title) == (form, title)
    assert all((chart.subtitle, chart.description, chart.source, chart.table.rows))


def test_the_words_come_from_the_figures() -> None:
    chart = charts_of(with_line("chart: [passenger-growth, freight-growth]"))["trend-1-chart"]

    assert chart.subtitle == "Growth rate; per cent; Elm Valley; January to June 2024"
    assert chart.description == "Growth in ferry passengers: 12.5%. Growth in ferry freight: 7.5%."
    assert chart.source.startswith("Source: ")
    assert ", Trend 1 ¶1" in chart.source


def test_level_figures_and_lower_bounds_have_no_highest() -> None:
    line = "chart: [passenger-growth, freight-growth]"
    level = edited(with_line(line), FERRIES, "value: 7.5", "value: 12.5")
    level = edited(level, FERRIES, "printed: 7.5%", "printed: 12.5%")
    bound = edited(with_line(line), FERRIES, "printed: 7.5%", "printed: more than 7.5%\n    qualifier: more than")
    for files, freight in ((level, "12.5%"), (bound, "more than 7.5%")):
        title = charts_of(files)["trend-1-chart"].title
        assert title == f"Growth in ferry passengers: 12.5%; Growth in ferry freight: {freight}"


WRITTEN = {
    "title": "Ours",
    "subtitle": "What we say",
    "description": "[[passenger-growth]] and [[freight-growth]].",
    "form": "cards",
}


@table("field", WRITTEN)
def test_each_word_and_the_form_can_be_written_over(field: str) -> None:
    line = "charts:\n  - id: trend-1-chart\n    figures: [passenger-growth, freight-growth]"
    plain = charts_of(with_line(line))["trend-1-chart"]
    other = charts_of(with_line(f'{line}\n    {field}: "{WRITTEN[field]}"'))["trend-1-chart"]

    changed = {
        name for name in ("form", "title", "subtitle", "description") if getattr(plain, name) != getattr(other, name)
    }
    assert changed - {"title"} == {field} - {"title"}
    assert field in changed


@table(
    ("line", "code", "needle"),
    [
        ("chart: [passenger-growth, fright-growth]", "R002", "fright-growth]"),
        ("chart: [passenger-growth, ferry-board]", "R003", "ferry-board]"),
        ("chart: [passenger-growth, battery-share]", "R209", "battery-share]"),
        ("chart: [crossings, crossings]", "R201", "crossings]"),
        ("chart: [Passengers]", "S106", "Passengers]"),
    ],
)
def test_what_is_wrong_with_a_list_is_found_at_its_word(line: str, code: str, needle: str) -> None:
    files = with_line(line)
    found = [one for one in findings(files) if one.code == code]

    start = place_of(files[FERRIES], line)
    assert [one.at for one in found] == [Position(start.line, start.column + line.rindex(needle))]


def everywhere(chart: Chart) -> dict[str, set[float]]:
    """Return the numbers that each of the four carries; the labels of what is counted hold none of them."""
    rows = list(csv.reader(io.StringIO(chart_csv(chart).decode("utf-8-sig"))))[1:]
    labels = {row[1] for row in rows}
    computed = chart.content.said if chart.form == "part" and isinstance(chart.content, Plot) else ""
    drawings = {
        f"{width} drawing": lettered(draw.svg(chart, width)).replace(computed, "") for width in ("wide", "narrow")
    }
    texts = {
        "description": chart.description,
        "table": "\n".join(row[1] for row in chart.table.rows),
        "CSV": "\n".join(row[2] for row in rows),
        **drawings,
    }
    assert not any(numbers(label) for label in labels)
    return {name: numbers(text) for name, text in texts.items()}


@table("names", PLAIN)
def test_a_plain_chart_says_the_same_numbers_everywhere(names: str) -> None:
    carried = everywhere(charts_of(with_line(f"chart: [{names}]"))["trend-1-chart"])

    assert len(carried["table"]) >= names.count(",") + 1
    assert set(map(frozenset, carried.values())) == {frozenset(carried["table"])}, carried


@pytest.mark.parametrize("root", [SMALL, REAL], ids=["small", "real"])
def test_every_chart_of_a_briefing_says_the_same_numbers_everywhere(root: Path) -> None:
    look = Lookup(a_briefing(a_content(of=root)), the_words())
    computed = [name for name, (_, s) in look.briefing.figures.items() if isinstance(s, DerivedFigure)]
    beside = set[float]().union(*(numbers(look.figure_text(name)) for name in computed))

    for _, spec in look.briefing.charts:
        if spec.figures:
            carried = everywhere(chart_of(spec, look))
            carried["description"] -= beside - carried["table"]
            assert set(map(frozenset, carried.values())) == {frozenset(carried["table"])}, (spec.id, carried)


def test_one_line_makes_the_page_both_drawings_and_all_downloads(bench: Bench) -> None:
    bench.build(with_line("chart: [passenger-growth, freight-growth]"))

    made = {path for path in bench.site if path.startswith("charts/trend-1-chart")}
    assert made == {f"charts/trend-1-chart.{kind}" for kind in ("html", *urls.DRAWN, *urls.TABLED)}
    page = bench.text("charts/trend-1-chart.html")
    assert page.count("<svg") >= 2
    assert "Growth in ferry passengers is the highest of two, at 12.5%" in page
    assert "trend-1-chart" in bench.text("trends/ferries.html")
