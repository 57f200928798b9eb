"""A chart of every form, from the figures of two outlooks: for tests, and for the page of forms in `docs/`."""

from __future__ import annotations

from digitrend.charts.types import (
    Argument,
    Chart,
    Content,
    Lane,
    Moment,
    PartColumn,
    PartLink,
    PartNode,
    Plot,
    PlotSeries,
    Point,
    Table,
    Tally,
    Timeline,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def a_point(id: str, label: str, value: float, text: str, **more: object) -> Point:
    known: dict[str, object] = {"url": f"/figures/{id}.html", "sentence": f"{label}: {text}"}
    return Point(id, label, value, text, **(known | more))  # type: ignore[arg-type]


def in_year(name: str, label: str, year: int, value: float, text: str = "") -> Point:
    """Return the figure of a year; from 2020 on, years are expected."""
    status = "observed" if year < 2020 else "projected"
    when = str(year)
    return a_point(
        f"{name}-{year}", label, value, text or f"{value:g}%", start=when, end=when, when=when, status=status
    )


def a_chart(form: str, content: Content, title: str = "", subtitle: str = "", note: str = "") -> Chart:
    source = "Source: CCID Research Institute, Trend 1, paragraph 1; encoding: the publisher"
    title = title or f"A chart of the form {form}"
    return Chart(
        form,
        form,
        content,
        title,
        subtitle or "What, in which unit, where, when",
        "What it says.",
        source,
        Table((), ()),
        note=note,
    )


def one(*points: Point, **more: str) -> Plot:
    return Plot((PlotSeries("", points),), **more)  # type: ignore[arg-type]


RATES = one(
    a_point("robots", "Industrial robots, output", 18.2, "18.2%"),
    a_point("software", "Information transmission, software and IT services", 15.9, "15.9%", strong=False),
    a_point("circuits", "Integrated circuits, output", 14.7, "14.7%", strong=False),
    a_point("high-tech", "High-tech industries, investment", 9.1, "9.1%", strong=False),
    tick="{}%",
)
SECTORS = one(
    a_point("all", "All sectors", -5.7, "−5.7%", status="projected"),
    a_point("commercial", "Commercial", -9.1, "−9.1%", status="projected"),
    a_point("industrial", "Industrial", -6.7, "−6.7%", status="projected"),
    a_point("residential", "Residential", -1.5, "−1.5%", status="projected"),
    a_point("next", "All sectors, the year after", 1.0, "1.0%", status="projected"),
    tick="{}%",
)
BOUNDS = one(
    a_point("lower", "Ferries on batteries", 60, "more than 60%", bound="lower"),
    a_point("upper", "Ferries on diesel", 30, "less than 30%", bound="upper"),
    a_point("range", "Ferries with sails", 12.5, "10–15%", low=10.0, high=15.0),
    a_point("plan", "Ferries to be built", 22, "22% (planned)", status="planned"),
    tick="{}%",
)
FERRIES = one(
    *(in_year("ferries", "Ferries", 2017 + i, n, str(n)) for i, n in enumerate((12, 15, 21, 26, 30))),
    expected="Expected",
)
HIVES = one(
    *(in_year("hives", "Hives", 2016 + i, n, str(n)) for i, n in enumerate((16, 19, 22))),
    in_year("hives", "Hives", 2019, 25, "between 24 and 26")._replace(low=24.0, high=26.0),
)
SHARES = {"Natural gas": (37, 41, 36), "Coal": (24, 17, 20), "Renewables": (17, 21, 23), "Nuclear": (20, 22, 21)}
GENERATION = Plot(
    tuple(
        PlotSeries(
            name,
            tuple(in_year(name.lower().replace(" ", "-"), name, 2019 + i, value) for i, value in enumerate(values)),
        )
        for name, values in SHARES.items()
    ),
    "per cent",
    "{}%",
    expected="Expected",
)
TWO_YEARS = Plot(
    tuple(
        PlotSeries(
            str(year),
            tuple(
                in_year(name.lower().replace(" ", "-"), name, year, values[year - 2019])
                for name, values in SHARES.items()
            ),
        )
        for year in (2019, 2020)
    ),
    "per cent",
    "{}%",
)
SLOPE = Plot(tuple(PlotSeries(series.label, series.points[:2]) for series in GENERATION.series), "per cent", "{}%")


def a_price(  # noqa: PLR0917
    id: str, value: float, text: str, start: str, end: str, when: str, bound: str = ""
) -> Point:
    status = "observed" if id == "may" else "projected"
    return a_point(
        id, "Natural gas at the Henry Hub", value, text, start=start, end=end, when=when, bound=bound, status=status
    )


PRICES = one(
    a_price("may", 1.75, "$1.75", "2020-05", "2020-05", "May 2020"),
    a_price("summer", 2.0, "less than $2", "2020-06", "2020-08", "June to August 2020", "upper"),
    a_price("september", 2.06, "$2.06", "2020-09", "2020-09", "September 2020"),
    a_price("january", 3.08, "$3.08", "2021-01", "2021-01", "January 2021"),
    a_price("year", 2.04, "$2.04", "2020-01", "2020-12", "2020"),
    a_price("next-year", 3.08, "$3.08", "2021-01", "2021-12", "2021"),
    tick="${}",
    expected="Expected",
)
COUNTRIES = Plot(
    tuple(
        PlotSeries(
            f"Country {name}", tuple(in_year(f"c{i}", name, 2016 + j, (i * 7 + j * j * 3) % 40) for j in range(6))
        )
        for i, name in enumerate("ABCDEFG")
    ),
    "per cent",
    "{}%",
)
CAPACITY = one(
    a_point("wind", "Wind", 6.5, "5–8 GW", low=5.0, high=8.0),
    a_point("solar", "Solar power of utility scale", 6, "3–9 GW", low=3.0, high=9.0),
    a_point("nuclear", "Nuclear", 2, "2 GW"),
    tick="{} GW",
)
PLAN = one(
    a_point("plan-2020", "planned for 2020", 8.4e12, "8.4 trillion yuan", status="planned"),
    a_point(
        "plan",
        "planned in all, no years given",
        49.9e12,
        "49.9 trillion yuan (incomplete statistics)",
        bare="49.9 trillion yuan",
        status="planned",
    ),
    said="17%, if it is part of the total",
)
LIVE = one(
    a_point("broadcasts", "live broadcasts", 1e7, "more than 10 million", bound="lower"),
    a_point("hosts", "active hosts", 4e5, "more than 400,000", bound="lower"),
    a_point("views", "views", 5e10, "more than 50 billion", bound="lower"),
    a_point("products", "products on offer", 2e7, "more than 20 million", bound="lower"),
)
PROVINCES = one(
    a_point("backing", "provinces and cities with a policy back artificial intelligence", 24, "24"),
    a_point("policies", "provinces and cities with a policy", 24, "24"),
    said="24 of 24",
)
FOUND = one(a_point("found", "of events found automatically", 95, "95%"))
SECTIONS = (
    "Technology and uses",
    "Data circulation",
    "Enterprises",
    "Infrastructure",
    "Services and demand",
    "Governance",
    "Digital trade",
)


def a_moment(id: str, label: str, start: str = "", when: str = "") -> Moment:
    return Moment(id, label, start, when=when or start, url=f"/timeline.html#{id}")


ACTS = Timeline(
    (
        Lane(
            "Data circulation",
            (
                a_moment("opinions", "Opinions on allocating factors by the market", "2020"),
                a_moment("centre", "Beibu Gulf data trading centre opens", "2020"),
            ),
        ),
        Lane(
            "Enterprises",
            (
                a_moment("action", "Action on cloud, data and intelligence launched", "2020-04", "April 2020"),
                a_moment("notice", "Notice on state-owned enterprises’ digital change", "2020-08", "August 2020"),
                a_moment("list", "List of digital products against the epidemic", "2020"),
            ),
        ),
        Lane(
            "Governance",
            (
                a_moment("haidian", "Haidian builds its city brain"),
                a_moment("hangzhou", "Hangzhou’s city brain gets its data warehouse"),
            ),
        ),
        Lane(
            "Digital trade",
            (
                a_moment("g20", "G20 summit hears digital proposals", "2020-11", "November 2020"),
                a_moment("forum", "China-ASEAN digital economy forum", "2020"),
                a_moment("rcep", "RCEP signed", "2020-11-15", "15 November 2020"),
            ),
        ),
    ),
    "No date given",
    "{year}, month not given",
    MONTHS,
)


def nodes(kind: str, *labels: str) -> tuple[PartNode, ...]:
    return tuple(
        PartNode(f"{kind}-{i}", label, i, f"{kind.title()} {i}", f"/{kind}s/{i}.html")
        for i, label in enumerate(labels, 1)
    )


def a_link(source: str, target: str, count: int = 1, made: bool = True) -> PartLink:
    return PartLink(source, target, count, made, f"/connections.html#from-{source}", f"{source} leads to {target}")


ARGUMENT = Argument(
    (
        PartColumn("Trends", nodes("trend", *SECTIONS)),
        PartColumn(
            "lead to issues",
            nodes("issue", "Regions take the same path and fight for the same means", "Business climate", "Platforms"),
        ),
        PartColumn(
            "answered by advice",
            nodes("advice", "Coordination", "Policy and service", "Supervision", "Infrastructure plans"),
        ),
    ),
    (
        a_link("trend-2", "issue-1"),
        a_link("trend-4", "issue-1", 2, False),
        a_link("trend-5", "issue-1"),
        a_link("trend-6", "issue-1", 3),
        a_link("trend-3", "issue-2", 1, False),
        a_link("issue-1", "advice-1", 4),
        a_link("issue-1", "advice-4", 1, False),
        a_link("issue-2", "advice-2", 5),
        a_link("issue-3", "advice-3", 3),
        a_link("trend-1", "advice-1"),
        a_link("trend-7", "advice-1", 2),
    ),
    "same words in both places",
    "our reading",
    "number of links",
    "none",
    "Straight to advice",
)
COUNTS = Tally(
    ("Introduction", *SECTIONS),
    ("Figures", "Events", "Outlooks", "Notes"),
    ((0, 0, 2, 1), (8, 0, 5, 6), (0, 3, 4, 9), (2, 3, 4, 7), (2, 0, 4, 9), (0, 0, 4, 8), (1, 2, 4, 4), (0, 4, 2, 3)),
)

# By a name that tells them apart: the form, and what is particular.
CHARTS: dict[str, Chart] = {
    "bars": a_chart("bars", RATES, "Robots led the growth that the article cites"),
    "bars, signed": a_chart("bars", SECTORS, "Commercial sales of electricity are expected to fall most"),
    "bars, bounds": a_chart("bars", BOUNDS, "More than half of the ferries run on batteries"),
    "columns": a_chart("columns", FERRIES, "More ferries every year"),
    "columns, range": a_chart("columns", HIVES, "More hives every year, the last counted roughly"),
    "grouped": a_chart("grouped", TWO_YEARS, "Gas, renewables and nuclear gain what coal loses"),
    "line": a_chart("line", GENERATION, "Coal and renewables gain in 2021 what gas loses"),
    "line, one": a_chart("line", FERRIES, "More ferries every year"),
    "line, periods": a_chart("line", PRICES, "Gas is expected to cost half as much again in winter"),
    "line, panels": a_chart("line", COUNTRIES, "Seven countries, on one scale"),
    "range": a_chart("range", CAPACITY, "Solar power is the least certain"),
    "range, dumbbell": a_chart("range", TWO_YEARS, "Coal loses what the others gain"),
    "slope": a_chart("slope", SLOPE, "Coal loses what the others gain"),
    "stacked": a_chart("stacked", GENERATION, "Renewables pass coal"),
    "part": a_chart("part", PLAN, "8.4 trillion yuan is planned for 2020, 49.9 trillion in all"),
    "cards": a_chart("cards", LIVE, "Live commerce in the first half of 2020"),
    "marks": a_chart("marks", PROVINCES, "All 24 places with a policy back artificial intelligence"),
    "squares": a_chart("squares", FOUND, "Most events are found automatically"),
    "timeline": a_chart("timeline", ACTS, "Few acts carry a month"),
    "matrix": a_chart("matrix", ARGUMENT, "What leads to what, by the number of links"),
    "argument": a_chart("argument", ARGUMENT, "Four of seven trends lead to one worry"),
    "tally": a_chart("tally", COUNTS, "Figures gather in few sections"),
}
