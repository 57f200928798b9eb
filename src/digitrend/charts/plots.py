"""The figures of a chart as points in one unit, with axis, table and data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, Protocol

from digitrend.charts.types import Content, Plot, PlotSeries, Point, Table
from digitrend.model import (
    Bound,
    Briefing,
    ChartForm,
    ChartSpec,
    DerivedFigure,
    Figure,
    Formula,
    Period,
    Precision,
    Quantity,
    decimal,
)
from digitrend.text.claims import named_figures
from digitrend.text.wording import Form, bare_text, full, language_of, period_text, punctuate, quantity_text, unit_name

DATA = (
    *("id", "label", "value", "low", "high", "text", "qualifier"),
    *("status", "period", "place", "unit", "source", "licence"),
)
SHORT = 22  # the most letters of an indicator that is shown beside its subject
NUMBER = "number"  # the form of a figure beside the name of what is counted
POWERS = (12, 9, 8, 6, 4, 0)  # of ten, that a language may have a word for
BOUNDS: dict[Bound, Literal["lower", "upper"]] = {Bound.LOWER: "lower", Bound.UPPER: "upper"}
BY_THING = frozenset({ChartForm.LINE, ChartForm.SLOPE, ChartForm.STACKED})  # a series for each thing
LABELLED = frozenset({ChartForm.BARS, ChartForm.RANGE, ChartForm.GROUPED})  # a row for each, so that short labels serve
ON_AXES = BY_THING | LABELLED | {ChartForm.COLUMNS}


class ChartNames(Protocol):
    """What charts need of `site.lookup`: texts and addresses by id."""

    briefing: Briefing
    words: Mapping[str, str]

    @property
    def units(self) -> Mapping[str, Any]:
        """Return the unit of each figure."""

    @property
    def mentions(self) -> Mapping[str, Any]:
        """Return what each id stands for: its text and address."""

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        """Return each figure as a number with its unit and hedge."""

    def kind_word(self, group: str, kind: str) -> str:
        """Return the word for a kind of event or relation."""

    def word(self, key: str, **values: object) -> str:
        """Return an interface word with its gaps filled."""

    def plain(self, text: str) -> str:
        """Return prose as plain text."""

    def prose(self, text: str) -> Any:  # noqa: ANN401
        """Return prose in pieces."""

    def figure_text(self, name: str, form: str = "") -> str:
        """Return a figure as text, with its qualifier; in the form "number" without the name of what is counted."""

    def ahead(self, name: str) -> list[str]:
        """Return what a figure that is no outcome has to say beside its number: "expected"."""

    def figure(self, name: str) -> Figure | DerivedFigure:
        """Return a figure by id."""

    def is_computed(self, name: str) -> bool:
        """Return whether a figure is computed here."""

    def cautions(self, name: str) -> tuple[str, ...]:
        """Return the cautions of an id."""

    def place(self, place: str) -> Any:  # noqa: ANN401
        """Return the link to a place in the source."""

    def captioned(self, spec: ChartSpec) -> ChartSpec:
        """Return a specification with all its words."""


def point(name: str, lookup: ChartNames, **more: Any) -> Point:  # noqa: ANN401 - what a chart makes of it
    """Return a figure as a point of a chart."""
    figure, quantity = lookup.figure(name), lookup.quantities[name]
    quoted = figure if isinstance(figure, Figure) else None
    label, text = lookup.plain(figure.label), lookup.figure_text(name, NUMBER)
    start, end = edges(quoted.time if quoted else None)
    when = period_text(quoted.period if quoted else "", lookup.words)
    said = ", ".join(filter(None, (f"{label}: {text}", *lookup.ahead(name), when)))
    sentence = lookup.plain(figure.sentence) or said
    made = Point(
        id=name,
        label=label,
        value=lookup.briefing.values[name],
        text=text,
        bare=bare_text(quantity, lookup.words, lookup.briefing.units),
        low=quoted.low if quoted else None,
        high=quoted.high if quoted else None,
        bound=BOUNDS.get(quantity.bound, ""),
        status=quoted.status.value if quoted else "computed",
        start=start,
        end=end,
        when=when,
        sentence=sentence,
        url=lookup.mentions[name].url,
    )
    return made._replace(**more)


def edges(period: Period | None) -> tuple[str, str]:
    """Return the first and the last year, month or day of a period; of a point in time its day twice."""
    if period is None:
        return "", ""
    if period.is_point:
        return period.day.isoformat(), period.day.isoformat()
    if period.precision is Precision.DAY:
        return period.start.isoformat(), period.end.isoformat()
    if period.precision is Precision.YEAR:
        return str(period.start.year), str(period.end.year)
    return period.start.isoformat()[:7], period.end.isoformat()[:7]


def plot(spec: ChartSpec, lookup: ChartNames) -> tuple[Content, Table]:
    """Return the figures of a chart in one unit: as one series, or as one for each thing or each time."""
    figures = {name: lookup.figure(name) for name in spec.figures}
    labels = {name: f"{figure.subject} {figure.label}" for name, figure in figures.items()}
    strong = named_figures(spec.title, labels, language_of(lookup.words)) or spec.figures
    points = [point(name, lookup, strong=name in strong) for name in spec.figures]
    table = figures_table(spec, points, lookup)
    unit = lookup.quantities[spec.figures[0]].unit
    tick, scale = axis(unit, points, lookup)
    if spec.form in ON_AXES:
        points = [on_axis(each, unit, lookup) for each in points]
    content = Plot(
        series_of(spec, points, lookup),
        unit_name(unit, lookup.words, lookup.briefing.units),
        tick,
        scale,
        lookup.word("chart.expected"),
        combined_text(spec, points, lookup),
    )
    return content, table


def on_axis(each: Point, unit: str, lookup: ChartNames) -> Point:
    """Return a point in the unit of its axis, its text without what the axis says: per barrel, per day."""
    quantity, units = lookup.quantities[each.id], lookup.briefing.units
    head, _, below = quantity.unit.partition("/")
    if below and head in units and below in units:
        if not units[head].is_currency and units[below].dimension != "time":
            head = "count"  # "45 bushels" would be another thing than 45 per acre
        text = quantity_text(replace(quantity, unit=head), lookup.words, units)
        each = each._replace(text=text)
    if quantity.unit == unit:
        return each
    ends = (
        None if v is None else float(units.convert(decimal(v), quantity.unit, unit))
        for v in (each.value, each.low, each.high)
    )
    value, low, high = ends
    return each._replace(value=value or 0.0, low=low, high=high)


def axis(unit: str, points: Sequence[Point], lookup: ChartNames) -> tuple[str, float]:
    """Return the format of numbers on the axis, "{}%" or "{} trillion yuan", and the factor of its scale."""
    units, most = lookup.briefing.units, max(abs(each.value) for each in points)
    head = unit.partition("/")[0]
    head = head if head in units and (units[head].symbol or units[head].has_currency) else "count"
    for power in POWERS:
        probe = Quantity(Decimal(7).scaleb(power), head)
        text = quantity_text(probe, lookup.words, units, Form.SHORT)
        if most >= 10**power and re.findall(r"\d+", text) == ["7"]:
            return text.replace("7", "{}"), float(10**power)
    return "{}", 1.0


def combined_text(spec: ChartSpec, points: Sequence[Point], lookup: ChartNames) -> str:
    """Return the text for all figures of a form together: "24 of 24", or a computed share."""
    if spec.form is ChartForm.MARKS:
        return lookup.word("chart.marks.count", part=points[0].text, whole=points[1].text)
    derived = (each for _, each in lookup.briefing.figures.values() if isinstance(each, DerivedFigure))
    shares = (each.id for each in derived if each.formula is Formula.SHARE and each.inputs == spec.figures)
    return next((lookup.figure_text(name) for name in shares), "") if spec.form is ChartForm.PART else ""


def series_of(spec: ChartSpec, points: Sequence[Point], lookup: ChartNames) -> tuple[PlotSeries, ...]:
    """Return points by thing or by time where the form is one of series, or else all as one series."""
    names = short_names(points, lookup)
    if spec.form in LABELLED:
        points = [each._replace(label=names[each.id]) for each in points]
    times = len({each.start for each in points})
    by_time = spec.form is ChartForm.GROUPED or (spec.form is ChartForm.RANGE and times > 1)
    if spec.form not in BY_THING and not by_time:
        return (PlotSeries("", tuple(points)),)
    groups: dict[str, list[Point]] = {}
    for each in points:
        groups.setdefault(each.when if by_time else names[each.id], []).append(each)
    return tuple(PlotSeries(name, tuple(group)) for name, group in groups.items())


def short_names(points: Sequence[Point], lookup: ChartNames) -> dict[str, str]:
    """Return for each point whose figure it is and, where that differs, what is measured; or else its label."""
    figures = [lookup.figure(each.id) for each in points]
    series = {name: each for name, (_, each) in lookup.briefing.series.items()}
    found: dict[str, str] = {}
    measures = {lookup.plain(figure.indicator) for figure in figures}
    for each, figure in zip(points, figures, strict=True):
        own = series.get(figure.series) if isinstance(figure, Figure) else None
        subject, measure = lookup.plain(figure.subject), lookup.plain(figure.indicator)
        if own:
            found[each.id] = capital(subject or lookup.plain(own.label))
        elif not subject:
            found[each.id] = each.label
        else:
            alone = len(measures) == 1 or not measure or len(measure) > SHORT
            both = punctuate(f"{subject}, {measure}", lookup.briefing.overview.language)
            found[each.id] = capital(subject if alone else both)
    times = {(name, each.when) for each, name in zip(points, found.values(), strict=True)}
    return found if len(times) == len(points) else {each.id: each.label for each in points}


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def stated(each: Point) -> str:
    """Return a point's value; "" for a range, of which the source gives the ends alone."""
    return full(each.value) if each.low is None or each.high is None else ""


def data_of(spec: ChartSpec, lookup: ChartNames) -> Table:
    """Return what the CSV of a chart of figures holds: numbers unscaled, every word that a figure carries."""
    rows = []
    for name in spec.figures:
        each, figure = point(name, lookup), lookup.figure(name)
        quoted = figure if isinstance(figure, Figure) else None
        low, high = ("" if end is None else full(end) for end in (each.low, each.high))
        rows.append(
            (
                *(name, each.label, stated(each), low, high, each.text),
                quoted.qualifier.value if quoted else "",
                each.status,
                quoted.period if quoted else "",
                lookup.plain(quoted.place) if quoted else "",
                lookup.units[name].id,
                lookup.place(quoted.locator).text if quoted else "",
                lookup.briefing.overview.licence,
            )
        )
    return Table(DATA, tuple(rows), spec.figures)


def figures_table(spec: ChartSpec, points: list[Point], lookup: ChartNames) -> Table:
    """Return the table that the page of a chart of figures shows."""
    doubts = {p.id: " | ".join(lookup.cautions(p.id)) for p in points}
    columns = ("label", "figure", "value", "unit", *(("doubts",) if any(doubts.values()) else ()))
    header = tuple(lookup.word(f"chart.column.{column}") for column in columns)
    units = {p.id: unit_name(lookup.units[p.id].id, lookup.words, lookup.briefing.units) for p in points}
    cells = ((p.label, p.text, stated(p), units[p.id], doubts[p.id]) for p in points)
    return Table(header, tuple(row[: len(columns)] for row in cells), spec.figures)
