"""Charts as values: points, table and words carry the same numbers, whatever the form."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import (
    REAL,
    SMALL,
    a_briefing,
    a_briefing_of,
    a_chart_spec,
    a_content,
    a_figure,
    a_forecast,
    a_group,
    a_rate,
    a_relation,
    a_trend,
    an_event,
    an_issue,
    an_note,
    the_words,
)
from digitrend.charts.make import chart_of, tallied
from digitrend.charts.types import Argument, Chart, Plot, Tally, Timeline
from digitrend.draw.output import FORMS
from digitrend.model import Briefing, ChartForm, DerivedFigure, Qualifier
from digitrend.site.lookup import Lookup
from digitrend.text.references import references
from tables import table

PLAIN = a_figure("plain", label="Ferries", value=120)
LOWER = a_figure("lower", label="Crossings", value=40_000, qualifier=Qualifier.MORE_THAN, locator="trend-1/2")
SHARE = a_figure("share", value=62, unit="percent", kind="share", printed="62%")
RATE, OTHER = a_rate("rate", 12.5), a_rate("other", 7.5)
MONEY = a_figure("money", value=4_500_000, unit="CNY", kind="money", qualifier=Qualifier.ABOUT)
BRIEFING = a_briefing_of(a_trend(1, figures=(PLAIN, LOWER, SHARE, RATE, OTHER, MONEY)))


def charted(form: str, *figures: str, briefing: Briefing = BRIEFING, **over: object) -> Chart:
    return chart_of(a_chart_spec(form, *figures, **over), Lookup(briefing, the_words()))


EVERY_FORM = [
    ("bars", ("rate", "other")),
    ("part", ("plain", "money")),
    ("cards", ("plain", "lower", "money", "share")),
    ("marks", ("plain", "lower")),
    ("squares", ("share",)),
]


@table(("form", "names"), EVERY_FORM)
def test_points_and_table_carry_the_same_numbers_in_the_order_of_the_editor(form: str, names: tuple[str, ...]) -> None:
    chart = charted(form, *names)
    points = chart.points

    assert tuple(point.id for point in points) == names
    assert [(row[1], float(row[2])) for row in chart.table.rows] == [(p.text, p.value) for p in points]
    assert [row[0] for row in chart.data.rows] == list(names)
    assert [float(row[2]) for row in chart.data.rows] == [p.value for p in points]
    assert all(len(row) == len(chart.table.header) for row in chart.table.rows)


def test_every_form_has_its_figure_and_keeps_its_name() -> None:
    assert set(FORMS) == {form.value for form in ChartForm} - {"auto"}
    assert all(charted(form, *names).form == form for form, names in EVERY_FORM)
    assert all(charted(form).form == form for form in ("timeline", "matrix", "argument", "tally"))


@table("form", ["cards", "bars"])
def test_a_lower_bound_keeps_its_words_in_the_drawing_and_in_the_table(form: str) -> None:
    chart = charted(form, "plain", "lower")
    plain, lower = chart.points

    assert (plain.bound, lower.bound) == ("", "lower")
    assert lower.text == chart.table.rows[1][1] == "more than 40,000"


def test_a_range_has_no_value_that_its_source_does_not_give() -> None:
    ahead = a_figure("ahead", value=None, low=190, high=220, qualifier="between", status="projected")
    chart = charted("range", "plain", "ahead", briefing=a_briefing_of(a_trend(1, figures=(PLAIN, ahead))))

    assert [row[2] for row in chart.table.rows] == ["120", ""]
    assert [row[2:5] for row in chart.data.rows] == [("120", "", ""), ("", "190", "220")]


@table(
    ("unit", "kind", "texts"),
    [
        ("USD/bbl", "money", ["$45", "$49"]),
        ("bbl/d", "level", ["45 barrels", "49 barrels"]),
        ("t/ha", "level", ["45", "49"]),
    ],
)
def test_what_an_axis_says_is_not_said_of_each_point(unit: str, kind: str, texts: list[str]) -> None:
    years = {
        year: a_figure(f"y{year}", value=v, unit=unit, kind=kind, period=year)
        for year, v in (("2020", 45), ("2021", 49))
    }
    chart = charted(
        "line", *(each.id for each in years.values()), briefing=a_briefing_of(a_trend(1, figures=(*years.values(),)))
    )

    assert [each.text for each in chart.points] == texts


def test_what_is_about_a_number_keeps_its_words_and_is_no_bound() -> None:
    (money,) = charted("cards", "money").points

    assert money.text == "about 4.5 million yuan"
    assert not money.bound


def test_numbers_in_the_words_of_a_chart_are_those_of_its_figures() -> None:
    chart = charted(
        "bars",
        "rate",
        "other",
        title="Up by [[rate]]",
        subtitle="From [[other]]",
        description="[[rate]] and [[other]]",
        note="Not [[lower]]",
    )

    assert (chart.title, chart.subtitle) == ("Up by 12.5%", "From 7.5%")
    assert (chart.description, chart.note) == ("12.5% and 7.5%", "Not more than 40,000 people")


def test_the_source_line_names_the_author_and_each_place_once() -> None:
    source = charted("cards", "plain", "lower", "money").source

    assert "The Gazette" in source
    assert source.count("Trend 1 ¶1") == source.count("Trend 1 ¶2") == 1
    assert "Gazette" in charted("tally").source


def test_the_axis_of_bars_is_the_unit_in_words() -> None:
    figure = charted("bars", "rate").content

    assert isinstance(figure, Plot)
    assert (figure.unit, figure.tick) == ("per cent", "{}%")


def test_a_timeline_gives_months_then_years_then_what_has_no_date() -> None:
    events = (
        an_event("none"),
        an_event("year", "2020"),
        an_event("late", "2020-11"),
        an_event("day", "2020-04-02"),
        an_event("early", "2019-12"),
    )
    chart = charted("timeline", briefing=a_briefing_of(a_trend(1, events=events)))

    assert isinstance(chart.content, Timeline)
    (lane,) = chart.content.lanes
    assert [moment.id for moment in lane.moments] == ["early", "day", "late", "year", "none"]
    assert [moment.start for moment in lane.moments] == ["2019-12", "2020-04-02", "2020-11", "2020", ""]
    assert [row[0] for row in chart.table.rows] == [
        "December 2019",
        "2 April 2020",
        "November 2020",
        "2020",
        "date not given",
    ]


STATED = {
    "strength": "same words",
    "evidence": (
        {"locator": "trend-1/1", "printed": "here"},
        {"locator": "issue-1/1", "printed": "there"},
    ),
}


@table("form", ["matrix", "argument"])
def test_links_of_a_pair_are_counted_and_the_stated_one_wins(form: str) -> None:
    parts = (a_trend(1), a_trend(2), an_issue(1), a_group(1))
    relations = (
        a_relation("trend-1", "issue-1"),
        a_relation("trend-2", "countermeasure-1", kind="addressed by"),
        a_relation("trend-2", "countermeasure-1.1", kind="addressed by", **STATED),
        a_relation("issue-1", "countermeasure-1", kind="answered by"),
    )
    chart = charted(form, briefing=a_briefing_of(*parts, relations=relations))

    assert isinstance(chart.content, Argument)
    assert [[node.name for node in column.nodes] for column in chart.content.columns] == [
        ["Trend 1", "Trend 2"],
        ["Issue 1"],
        ["Group 1"],
    ]
    assert {(link.source, link.target): (link.count, link.made) for link in chart.content.links} == {
        ("trend-1", "issue-1"): (1, False),
        ("trend-2", "countermeasure-1"): (2, True),
        ("issue-1", "countermeasure-1"): (1, False),
    }
    assert len(chart.table.rows) == len(relations)


def test_the_tally_counts_the_evidence_of_each_section() -> None:
    trend = a_trend(
        1,
        figures=(PLAIN, LOWER, a_figure("elsewhere", locator="trend-2/1")),
        events=(an_event("opening"),),
        forecasts=(a_forecast("quiet", locator="intro/1"),),
    )
    notes = (an_note("heading", locator="trend-1"), an_note("whole"))
    look = Lookup(a_briefing_of(trend, notes=notes), the_words())

    assert tallied(look) == {
        "intro": (0, 0, 1, 0),
        "trend-1": (2, 1, 0, 1),
        "trend-2": (1, 0, 0, 0),
        "issue-1": (0, 0, 0, 0),
        "countermeasure-1": (0, 0, 0, 0),
    }


def test_what_is_tallied_is_what_is_tabled() -> None:
    chart = charted("tally", briefing=a_briefing())

    assert isinstance(chart.content, Tally)
    assert [tuple(map(int, row[1:])) for row in chart.table.rows] == list(chart.content.counts)
    assert [row[0] for row in chart.table.rows] == list(chart.content.rows)
    assert chart.table.header[1:] == chart.content.panels


@pytest.mark.parametrize("root", [SMALL, REAL], ids=["small", "real"])
def test_no_description_names_a_figure_that_its_chart_does_not_draw(root: Path) -> None:
    look = Lookup(a_briefing(a_content(of=root)), the_words())

    for _, spec in look.briefing.charts:
        chart = chart_of(spec, look)
        named = {ref.id for ref in references(spec.description) if ref.id in look.briefing.figures}
        computed = {name for name in named if isinstance(look.figure(name), DerivedFigure)}
        assert {point.id for point in chart.points} == set(spec.figures)
        assert named - computed <= set(spec.figures)
        texts = {name: (look.figure_text(name, form) for form in ("", "number", "value", "size")) for name in named}
        assert all(any(text in chart.description for text in forms) for forms in texts.values())
