"""The plan of the site: which pages there are, in which order, how they lead to each other, and what each shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from builders import (
    FERRIES,
    SILT,
    a_briefing,
    a_briefing_of,
    a_chart_spec,
    a_content,
    a_figure,
    a_forecast,
    a_group,
    a_passage,
    a_rate,
    a_relation,
    a_trend,
    an_event,
    an_issue,
    an_note,
    edited,
    the_pages,
    the_real_content,
    the_words,
)
from digitrend.model import Briefing, GapKind, Period
from digitrend.site import urls
from digitrend.site.contexts import FigureContext, HomeContext, OutlookContext, Page, PartContext, TimelineContext
from digitrend.site.lookup import Link, Lookup, Mention
from digitrend.site.mentions import Walker
from digitrend.site.pages import outlook_of
from digitrend.site.planning import MENU
from tables import table


def planned(briefing: Briefing) -> dict[str, Page]:
    """Return the pages of a briefing by address, in reading order."""
    pages = the_pages(briefing)
    assert len({page.url for page in pages}) == len(pages)
    return {page.url: page for page in pages}


@pytest.fixture(scope="module")
def small() -> dict[str, Page]:
    return planned(a_briefing())


def values_in(value: object) -> Iterator[object]:
    """Yield a value and all that it holds."""
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from values_in(each)
    else:
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from values_in(getattr(value, name))


# Which pages


def test_pages_stand_in_reading_order(small: dict[str, Page]) -> None:
    wanted = [
        "/index.html",
        "/trends/ferries.html",
        "/trends/orchards.html",
        "/issues/silt.html",
        "/countermeasures/look-after-the-water.html",
        "/figures/index.html",
        "/figures/passenger-growth.html",
        "/figures/battery-share.html",
        "/figures/orchards.html",
        "/charts/index.html",
        "/charts/ferry-growth.html",
        "/charts/evidence.html",
        "/timeline.html",
        "/404.html",
    ]

    assert [url for url in small if url in wanted] == wanted


def test_every_figure_and_chart_has_a_page(small: dict[str, Page]) -> None:
    briefing = a_briefing()

    assert {urls.figure_url(name) for name in briefing.figures} <= small.keys()
    assert {urls.chart_url(chart.id) for _, chart in briefing.charts} <= small.keys()


@table(("trends", "issues", "groups"), [(5, 2, 1), (7, 3, 4), (1, 0, 0), (12, 11, 10)])
def test_any_number_of_parts_makes_a_site(trends: int, issues: int, groups: int) -> None:
    counts = {"trend": trends, "issue": issues, "countermeasure": groups}
    parts = [
        *(a_trend(i) for i in range(1, trends + 1)),
        *(an_issue(i) for i in range(1, issues + 1)),
        *(a_group(i) for i in range(1, groups + 1)),
    ]

    contexts = [page.context for page in planned(a_briefing_of(*parts)).values()]

    shown = [context.kind for context in contexts if isinstance(context, PartContext)]
    assert {kind: shown.count(kind) for kind in counts} == counts
    home = next(context for context in contexts if isinstance(context, HomeContext))
    assert [len(each.cards) for each in home.cards] == [each for each in (trends, issues, groups) if each]


def test_the_real_briefing_has_all_its_parts() -> None:
    pages = planned(a_briefing(the_real_content()))
    kinds = [page.context.kind for page in pages.values() if isinstance(page.context, PartContext)]

    assert kinds == ["trend"] * 7 + ["issue"] * 3 + ["countermeasure"] * 4


# How they lead to each other


def test_every_link_of_a_page_leads_to_a_page_or_a_file_for_machines(small: dict[str, Page]) -> None:
    downloads = (".csv", ".json", ".svg", ".png", ".bib", ".ris", ".xml")
    links = {
        (page.url, urls.file_of(each.url))
        for page in small.values()
        for each in values_in(page)
        if isinstance(each, (Link, Mention)) and each.url
    }

    pages = {page.path for page in small.values()}
    assert {(page, file) for page, file in links if file not in pages and not file.endswith(downloads)} == set()


@pytest.mark.parametrize("folder", ["trends", "figures", "charts"])
def test_previous_and_next_lead_through_all_in_order(small: dict[str, Page], folder: str) -> None:
    chain = [
        page
        for page in small.values()
        if hasattr(page.context, "following") and (folder != "trends") == page.url.startswith(("/figures", "/charts"))
    ]
    if folder != "trends":
        chain = [page for page in chain if page.url.startswith(f"/{folder}")]

    urls = [page.url for page in chain]
    before = [getattr(page.context, "previous", None) for page in chain]
    after = [getattr(page.context, "following", None) for page in chain]

    assert len(chain) > 2
    assert [link.url if link else "" for link in before] == ["", *urls[:-1]]
    assert [link.url if link else "" for link in after] == [*urls[1:], ""]


def test_the_menu_says_where_a_page_is(small: dict[str, Page]) -> None:
    def here(url: str) -> dict[str, str]:
        return {entry.link.url: entry.here for entry in small[url].menu if entry.here}

    assert here("/index.html") == {}
    assert here("/figures/index.html") == {"/figures/index.html": "page"}
    assert here("/figures/pickers.html") == {"/figures/index.html": "true"}
    assert here("/trends/ferries.html") == {"/trends/index.html": "true"}
    assert here("/404.html") == {}


def test_every_page_has_the_same_menu(small: dict[str, Page]) -> None:
    assert {tuple(entry.link.url for entry in page.menu) for page in small.values()} == {tuple(MENU.values())}


def test_a_trail_leads_from_the_overview_by_way_of_the_section(small: dict[str, Page]) -> None:
    def trail(url: str) -> list[str]:
        return [link.url for link in small[url].trail]

    assert trail("/index.html") == []
    assert trail("/timeline.html") == ["/index.html"]
    assert trail("/charts/fleet.html") == ["/index.html", "/charts/index.html"]
    assert trail("/issues/silt.html") == ["/index.html", "/issues/index.html"]


# What each shows


def test_every_figure_that_a_page_mentions_has_its_evidence_there_once(small: dict[str, Page]) -> None:
    for page in small.values():
        names = [each.id for each in page.evidence]
        assert names == list(Walker().mentioned(page.context)), page.url


def test_the_page_of_a_trend_mentions_and_supports_its_figures(small: dict[str, Page]) -> None:
    evidence = [each.id for each in small["/trends/ferries.html"].evidence]

    assert evidence[:2] == ["passenger-growth", "freight-growth"]
    assert {"crossings", "battery-share"} <= set(evidence)


def test_a_lower_bound_keeps_its_qualifier_in_the_evidence(small: dict[str, Page]) -> None:
    crossings = next(each for each in small["/trends/ferries.html"].evidence if each.id == "crossings")

    assert (crossings.text, crossings.bare) == ("more than 40,000", "40,000")
    assert crossings.qualifier


def test_a_typo_in_one_trend_changes_that_trend_only() -> None:
    before = planned(a_briefing())
    after = planned(a_briefing(edited(a_content(), FERRIES, "if the quays are dredged.", "if all quays are dredged.")))

    assert {url for url in before if before[url] != after[url]} == {"/trends/ferries.html", "/whole.html"}


def test_a_new_title_changes_the_pages_that_show_it() -> None:
    before = planned(a_briefing())
    after = planned(a_briefing(edited(a_content(), SILT, "title: The landings silt up", "title: The landings fill")))

    changed = {url for url in before if before[url] != after[url]}
    assert {"/index.html", "/issues/silt.html", "/trends/orchards.html", "/connections.html"} <= changed
    assert {"/figures/passengers.html", "/charts/fleet.html"} & changed == set()


def test_a_figure_is_said_to_be_used_where_it_is_used() -> None:
    def uses(name: str) -> list[str]:
        context = planned(briefing)[f"/figures/{name}.html"].context
        assert isinstance(context, FigureContext)
        return [link.url for link in context.uses]

    rate, count = a_rate("growth"), a_figure("lonely")
    trend = a_trend(
        1,
        figures=(rate, count),
        situation=(a_passage("It grew by [[growth]]."),),
        events=(an_event(figures=("growth",)),),
        charts=(a_chart_spec("bars", "growth"),),
    )
    other = a_trend(2, outlook=(a_passage("As [[growth]] shows."),))
    briefing = a_briefing_of(trend, other)

    assert uses("growth") == [
        "/trends/trend-number-1.html",
        "/trends/trend-number-2.html",
        "/charts/chart.html",
        "/timeline.html#quay-opened",
    ]
    assert uses("lonely") == []


def test_the_events_of_a_field_stand_in_order_of_time_and_those_without_a_date_last() -> None:
    dates = ["2021-01", "2020", "", "2020-Q4", "2020-04", "2020-12-31", "2020-01", "2019"]
    events = tuple(an_event(f"event-{i}", date) for i, date in enumerate(dates))

    made = planned(a_briefing_of(a_trend(1, events=events)))

    timeline = made["/timeline.html"].context
    assert isinstance(timeline, TimelineContext)
    ((_, on_timeline),) = timeline.lanes
    (on_part,) = (page.context.events for page in made.values() if isinstance(page.context, PartContext))
    for shown in (on_timeline, on_part):
        given = [event.datetime or event.date for event in shown]
        assert given == ["2019", "2020-01", "2020-04", "2020-12-31", "2020-10", "2020", "2021-01", "date not given"]


def test_forecasts_stand_under_their_year_and_the_part_that_states_them(small: dict[str, Page]) -> None:
    context = small["/outlook.html"].context
    assert isinstance(context, OutlookContext)

    found = [[each.id for each in forecasts] for _, holders in context.periods for _, forecasts in holders]
    assert found == [["forecast-quiet"], ["forecast-batteries"], ["forecast-mail"]]


def test_an_note_is_shown_with_what_it_touches() -> None:
    figure = a_figure("passengers")
    briefing = a_briefing_of(
        a_trend(1, figures=(figure,), forecasts=(a_forecast(),), situation=(a_passage("[[passengers]] came."),)),
        notes=(an_note(touches=("passengers", "forecast-quiet")),),
    )
    pages = planned(briefing)

    (evidence,) = pages["/trends/trend-number-1.html"].evidence
    assert [odd.id for odd in evidence.notes] == ["walking-tree"]
    context = pages["/outlook.html"].context
    assert isinstance(context, OutlookContext)
    assert [
        odd.id for _, holders in context.periods for _, shown in holders for each in shown for odd in each.notes
    ] == ["walking-tree"]


# What the argument lacks


def test_gaps_are_computed_from_the_relations() -> None:
    stated = {
        "strength": "same words",
        "evidence": [{"locator": "trend-1/1", "printed": "x"}, {"locator": "trend-1/1", "printed": "y"}],
    }
    briefing = a_briefing_of(
        a_trend(1),
        a_trend(2, figures=(a_figure(),)),
        an_issue(1),
        an_issue(2),
        a_group(1),
        a_group(2),
        relations=(
            a_relation("trend-1", "countermeasure-1.1", kind="addressed by", **stated),
            a_relation("trend-2", "issue-1"),
            a_relation("issue-1", "countermeasure-1", kind="answered by"),
        ),
    )

    assert briefing.gaps == {
        GapKind.UNANSWERED: ("issue-2",),
        GapKind.WEAK: ("trend-2",),
        GapKind.IDLE: ("countermeasure-2.1",),
        GapKind.MEASURES_READ: (),
        GapKind.NO_FIGURE: ("intro", "trend-2", "issue-1", "countermeasure-1"),
        GapKind.UNSOURCED: ("passengers",),
    }
    assert [part.id for part in briefing.parts if part.points] == ["trend-2"]


# Addresses


def test_addresses_name_files() -> None:
    assert urls.file_of("/trends/ai.html#x") == "trends/ai.html"
    assert urls.place_url("trend-4/2").startswith("/source.html#trend-4-2")
    assert urls.measure_url(a_group(2), 3) == "/countermeasures/group-number-2.html#measure-3"


def test_counts_in_prose_are_the_briefings_own() -> None:
    briefing = a_briefing_of(a_trend(1), a_trend(2), an_issue(1))

    assert Lookup(briefing, the_words()).plain("[[#trends]] trends, [[#issues]] issue") == "two trends, one issue"


@table(
    ("period", "word"),
    [
        ("2024", "outlook_of"),
        ("2024-H2", "outlook_half"),
        ("2024-04/2024-06", "outlook_for"),
        ("2026-07-01", "outlook_for"),
        ("end of 2049", "outlook_at"),
    ],
)
def test_what_is_expected_of_a_time_reads_as_a_sentence_does(period: str, word: str) -> None:
    assert outlook_of(Period.parse(period)) == word
