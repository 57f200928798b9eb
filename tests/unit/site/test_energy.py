"""The energy briefing of the tests: series, bounds, prices, flows and projections, built; its text stays outside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

import pytest

from builders import the_words
from digitrend.charts.make import captioned
from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from digitrend.model import Briefing, ChartForm, ChartSpec, Qualifier, Status
from paths import TESTS
from site_bench import Bench

CONTENT = TESTS / "briefings" / "energy" / "content"
SERIES = {
    "gas-share": ("2019", "2020", "2021"),
    "coal-share": ("2019", "2020", "2021"),
    "renewables-share": ("2019", "2020", "2021"),
    "nuclear-share": ("2019", "2020", "2021"),
    "henry-hub-price": ("2020-05", "2020-06/2020-08", "2020-09", "2021-01", "2020", "2021"),
    "brent-price": ("2020-05", "2020-H2", "2021"),
}


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    made, found = check(*read_documents(CONTENT))
    assert made is not None
    assert found == []
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    content = {path.relative_to(CONTENT).as_posix(): path.read_text("utf-8") for path in CONTENT.rglob("*.yaml")}
    bench = Bench(tmp_path_factory.mktemp("energy") / "project", content)
    bench.build()
    return bench.site


def test_series_have_the_points_that_others_rely_on(briefing: Briefing) -> None:
    held = {name: tuple(point.point for point in series.points) for name, (_, series) in briefing.series.items()}

    assert {name: held[name] for name in SERIES} == SERIES


def test_a_bound_stays_one_and_a_fall_is_negative(briefing: Briefing) -> None:
    figures = {name: figure for name, (_, figure) in briefing.figures.items()}

    bound = figures["henry-hub-price@2020-06/2020-08"]
    assert getattr(bound, "qualifier", None) is Qualifier.LESS_THAN
    assert briefing.values["liquids-demand-fall"] == -16_600_000
    assert briefing.values["commercial-power-2020"] == -9.1


def test_a_chart_of_a_series_without_words_is_named_by_its_ends(briefing: Briefing) -> None:
    figures = {name: figure for name, (_, figure) in briefing.figures.items()}
    points = tuple(f"gas-share@{year}" for year in (2019, 2020, 2021))
    made = captioned(ChartSpec(id="gas", form=ChartForm.COLUMNS, figures=points), figures, the_words(), briefing.units)

    label = "Natural gas in electricity generation, 2019"
    assert made.title == f"{label}: [[gas-share@2019]]; 2021: [[gas-share@2021]]"
    assert made.subtitle == "Share of utility-scale generation; per cent; United States; 2019 to 2021"


@pytest.mark.parametrize("form", [ChartForm.TIMELINE, ChartForm.MATRIX, ChartForm.ARGUMENT, ChartForm.TALLY])
def test_a_chart_of_the_whole_needs_no_words(form: ChartForm, briefing: Briefing) -> None:
    made = captioned(ChartSpec(id="whole", form=form), {}, the_words(), briefing.units)

    assert made.title
    assert made.subtitle
    assert made.description


def test_each_projection_is_one(briefing: Briefing) -> None:
    for _, forecast in briefing.forecasts:
        assert forecast.figures
        for name in forecast.figures:
            assert getattr(briefing.figures[name][1], "status", None) is Status.PROJECTED, name


def test_points_of_series_are_rows_with_their_series_and_bound(site: Mapping[str, bytes]) -> None:
    text = site["data/figures.csv"].decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

    summer = rows["henry-hub-price@2020-06/2020-08"]
    assert (summer["series"], summer["point"], summer["bound"]) == ("henry-hub-price", "2020-06/2020-08", "upper")
    assert (summer["value"], summer["low"], summer["high"], summer["unit"]) == ("2", "", "2", "USD/MMBtu")
    assert rows["gas-share@2020"]["status"] == "projected"


def test_each_point_has_a_page_with_its_unit(site: Mapping[str, bytes]) -> None:
    page = site["figures/henry-hub-price@2020-06_2020-08.html"].decode()

    assert "less than $2" in page
    assert "million British thermal units" in page or "MMBtu" in page


def test_a_long_unit_stands_behind_its_number_where_it_can_break(site: Mapping[str, bytes]) -> None:
    page = site["trends/natural-gas.html"].decode()

    assert re.search(r">\$1\.75</button>[^a-z]*(?:<[^>]*>[^<]*)*</span> per million British thermal units", page)
    assert ">92.2 billion</button>" in page


def test_the_outlook_names_half_a_year_as_a_sentence_does(site: Mapping[str, bytes]) -> None:
    assert "Expected in the second half of 2020" in site["outlook.html"].decode()


def test_a_figure_that_is_no_outcome_says_so_wherever_it_is_told(site: Mapping[str, bytes]) -> None:
    page = site["figures/gas-share@2021.html"].decode()

    assert re.search(r'data-quotation="[^"]*, 2021: 36% \(expected', page)
    assert "expected" not in site["figures/gas-share@2019.html"].decode().partition("data-quotation=")[2].split('"')[1]


def test_what_stands_beside_a_figure_keeps_its_hedge(site: Mapping[str, bytes]) -> None:
    page = site["figures/henry-hub-price@2020-09.html"].decode()

    assert '<b class="n">less than $2 per million British thermal units</b>' in page
