"""A briefing's chart specifications to `Chart` values: points, tables and words from the figures alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, Protocol

from digitrend.charts.types import (
    Argument,
    Chart,
    Column,
    Content,
    Lane,
    Link,
    Moment,
    Node,
    Plot,
    Point,
    Series,
    Table,
    Tally,
    Timeline,
)
from digitrend.model import (
    Bound,
    Briefing,
    ChartForm,
    ChartSpec,
    DerivedFigure,
    Figure,
    Formula,
    Part,
    Period,
    Precision,
    Quantity,
    Strength,
    choose,
    datum,
    decimal,
)
from digitrend.text.claims import named
from digitrend.text.formats import Form
from digitrend.text.punctuation import punctuate
from digitrend.text.references import references
from digitrend.text.wording import date_text, full, key_of, period_text, quantity_text, unit_name

CONNECTIONS = "/connections.html"  # where links between parts are told
OURS = frozenset({ChartForm.MATRIX, ChartForm.ARGUMENT, ChartForm.TALLY})
DATA = (
    "id",
    "label",
    "value",
    "low",
    "high",
    "text",
    "qualifier",
    "status",
    "period",
    "place",
    "unit",
    "source",
    "licence",
)
TALLIED = ("figures", "events", "forecasts", "notes")
SHORT = 22  # letters of an indicator that is told beside its subject
NUMBER = "number"  # the form of a figure beside the name of what is counted
POWERS = (12, 9, 8, 6, 4, 0)  # of ten, that a language may have a word for


BOUNDS: dict[Bound, Literal["lower", "upper"]] = {Bound.LOWER: "lower", Bound.UPPER: "upper"}


class Lookup(Protocol):
    """What charts ask of the site: texts and addresses of what has an id."""

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

    def figure(self, name: str) -> Figure | DerivedFigure:
        """Return a figure by id."""

    def is_computed(self, name: str) -> bool:
        """Return whether a figure is computed here."""

    def cautions(self, name: str) -> tuple[str, ...]:
        """Return what to heed of the thing with an id."""

    def place(self, place: str) -> Any:  # noqa: ANN401
        """Return the link to a place in the source."""

    def captioned(self, spec: ChartSpec) -> ChartSpec:
        """Return a specification with all its words."""


def chart_of(spec: ChartSpec, lookup: Lookup) -> Chart:
    """Return the chart that a checked specification asks for."""
    content, table = FORMS.get(spec.form, plot)(spec, lookup)
    spec = lookup.captioned(spec)
    language = lookup.briefing.overview.language
    return Chart(
        id=spec.id,
        form=spec.form.value,
        content=content,
        title=punctuate(lookup.plain(spec.title), language),
        subtitle=punctuate(lookup.plain(spec.subtitle), language),
        description=punctuate(lookup.plain(spec.description), language),
        source=lookup.word(
            "chart.source",
            author=lookup.briefing.source.author,
            place=_places(spec, lookup),
            publisher=lookup.briefing.overview.publisher,
        ),
        table=table,
        data=data_of(spec, lookup) if isinstance(content, Plot) else table,
        note=lookup.plain(spec.note),
        why=why(spec, lookup),
        told=_told(spec.description, lookup),
        ours=spec.form in OURS or _names_computed(lookup, spec.title, spec.subtitle),
        doubts=_doubts(spec, lookup),
        computed=_names_computed(lookup, spec.description),
    )


def why(spec: ChartSpec, lookup: Lookup) -> str:
    """Return why a chart has its form: what in the figures asks for it, or that its editor does."""
    figures = [figure for name in spec.figures if isinstance(figure := lookup.figure(name), Figure)]
    form, reason = choose([datum(each, lookup.briefing.units) for each in figures])
    if not figures:
        return "it draws on the whole briefing"
    return reason if form == spec.form.value else f"its editor asks for it; the figures suggest '{form}': {reason}"


def _told(text: str, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """Return prose in pieces, each with the figure that it is, or ""."""
    pieces = lookup.prose(text).pieces
    return tuple((each, "") if isinstance(each, str) else (each.text, each.figure) for each in pieces)


def _doubts(spec: ChartSpec, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """Return what is to be doubted of what a chart shows or names, each text once."""
    named = (ref.id for ref in references(spec.description) if ref.id in lookup.briefing.figures)
    events = (event.id for _, event in lookup.briefing.events) if spec.form is ChartForm.TIMELINE else ()
    found: dict[str, str] = {}
    for name in dict.fromkeys((*spec.figures, *named, *events)):
        for text in lookup.cautions(name):
            found.setdefault(text, name)
    return tuple((name, text) for text, name in found.items())


def _names_computed(lookup: Lookup, *texts: str) -> bool:
    """Return whether texts refer to a figure that is computed here."""
    named = (ref.id for text in texts for ref in references(text))
    return any(lookup.is_computed(name) for name in named)


def _places(spec: ChartSpec, lookup: Lookup) -> str:
    """Return where the figures stand in the source: "Trend 1, paragraph 1"."""
    figures = [lookup.figure(name) for name in spec.figures]
    places = [lookup.place(s.locator).text for s in figures if not isinstance(s, DerivedFigure)]
    return "; ".join(dict.fromkeys(places)) or lookup.word("chart.throughout")


# ---- Figures


def point(name: str, lookup: Lookup, **more: Any) -> Point:  # noqa: ANN401 - what a chart makes of it
    """Return a figure as a point of a chart."""
    figure, quantity = lookup.figure(name), lookup.quantities[name]
    quoted = figure if isinstance(figure, Figure) else None
    label, text = lookup.plain(figure.label), lookup.figure_text(name, NUMBER)
    start, end = edges(quoted.time if quoted else None)
    when = period_text(quoted.period if quoted else "", lookup.words)
    sentence = lookup.plain(figure.sentence) or f"{label}: {text}{', ' if when else ''}{when}"
    made = Point(
        id=name,
        label=label,
        value=lookup.briefing.values[name],
        text=text,
        bare=quantity_text(quantity, lookup.words, lookup.briefing.units, Form.VALUE),
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
    return replace(made, **more)


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


def plot(spec: ChartSpec, lookup: Lookup) -> tuple[Content, Table]:
    """Return the figures of a chart in one unit: as one series, or as one for each thing or each time."""
    figures = {name: lookup.figure(name) for name in spec.figures}
    strong = named(spec.title, {name: things_of(figure) for name, figure in figures.items()}) or spec.figures
    points = [point(name, lookup, strong=name in strong) for name in spec.figures]
    table = _figures_table(spec, points, lookup)
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
        said_of(spec, points, lookup),
    )
    return content, table


def on_axis(each: Point, unit: str, lookup: Lookup) -> Point:
    """Return a point in the unit of its axis, its text without what the axis says: per barrel, per day."""
    quantity, units = lookup.quantities[each.id], lookup.briefing.units
    head = quantity.unit.partition("/")[0]
    if head != quantity.unit and head in units:
        text = quantity_text(replace(quantity, unit=head), lookup.words, units)
        each = replace(each, text=text)
    if quantity.unit == unit:
        return each
    ends = (
        None if v is None else float(units.convert(decimal(v), quantity.unit, unit))
        for v in (each.value, each.low, each.high)
    )
    value, low, high = ends
    return replace(each, value=value or 0.0, low=low, high=high)


def axis(unit: str, points: Sequence[Point], lookup: Lookup) -> tuple[str, float]:
    """Return how a number on the axis is written, "{}%" or "{} trillion yuan", and what it is counted in."""
    units, most = lookup.briefing.units, max(abs(each.value) for each in points)
    head = unit.partition("/")[0]
    head = head if head in units and (units[head].symbol or units[head].has_currency) else "count"
    for power in POWERS:
        probe = Quantity(Decimal(7).scaleb(power), head)
        text = quantity_text(probe, lookup.words, units, Form.SHORT)
        if most >= 10**power and re.findall(r"\d+", text) == ["7"]:
            return text.replace("7", "{}"), float(10**power)
    return "{}", 1.0


def said_of(spec: ChartSpec, points: Sequence[Point], lookup: Lookup) -> str:
    """Return what a form says of its figures together: "24 of 24", or the share that is computed here."""
    if spec.form is ChartForm.MARKS:
        return lookup.word("chart.marks.count", part=points[0].text, whole=points[1].text)
    derived = (each for _, each in lookup.briefing.figures.values() if isinstance(each, DerivedFigure))
    shares = (each.id for each in derived if each.formula is Formula.SHARE and each.inputs == spec.figures)
    return next((lookup.figure_text(name) for name in shares), "") if spec.form is ChartForm.PART else ""


def things_of(figure: Figure | DerivedFigure) -> str:
    """Return the words by which a title may name a figure."""
    return f"{figure.subject} {figure.label}"


def series_of(spec: ChartSpec, points: Sequence[Point], lookup: Lookup) -> tuple[Series, ...]:
    """Return points by thing or by time where the form is one of series, or else all as one series."""
    names = short_names(points, lookup)
    if spec.form in LABELLED:
        points = [replace(each, label=names[each.id]) for each in points]
    times = len({each.start for each in points})
    by_time = spec.form is ChartForm.GROUPED or (spec.form is ChartForm.RANGE and times > 1)
    if spec.form not in BY_THING and not by_time:
        return (Series("", tuple(points)),)
    groups: dict[str, list[Point]] = {}
    for each in points:
        groups.setdefault(each.when if by_time else names[each.id], []).append(each)
    return tuple(Series(name, tuple(group)) for name, group in groups.items())


def short_names(points: Sequence[Point], lookup: Lookup) -> dict[str, str]:
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
            found[each.id] = capital(subject if alone else f"{subject}, {measure}")
    times = {(name, each.when) for each, name in zip(points, found.values(), strict=True)}
    return found if len(times) == len(points) else {each.id: each.label for each in points}


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def data_of(spec: ChartSpec, lookup: Lookup) -> Table:
    """Return what the CSV of a chart of figures holds: numbers unscaled, every word that a figure carries."""
    licence = lookup.briefing.source.licence if hasattr(lookup.briefing.source, "licence") else ""
    rows = []
    for name in spec.figures:
        each, figure = point(name, lookup), lookup.figure(name)
        quoted = figure if isinstance(figure, Figure) else None
        low, high = ("" if end is None else full(end) for end in (each.low, each.high))
        rows.append(
            (
                *(name, each.label, full(each.value), low, high, each.text),
                quoted.qualifier.value if quoted else "",
                each.status,
                quoted.period if quoted else "",
                lookup.plain(quoted.place) if quoted else "",
                lookup.units[name].id,
                lookup.place(quoted.locator).text if quoted else "",
                licence,
            )
        )
    return Table(DATA, tuple(rows), spec.figures)


def _figures_table(spec: ChartSpec, points: list[Point], lookup: Lookup) -> Table:
    doubts = {p.id: " | ".join(lookup.cautions(p.id)) for p in points}
    columns = ("label", "figure", "value", "unit", *(("doubts",) if any(doubts.values()) else ()))
    header = tuple(lookup.word(f"chart.column.{column}") for column in columns)
    units = {p.id: unit_name(lookup.units[p.id].id, lookup.words, lookup.briefing.units) for p in points}
    cells = ((p.label, p.text, full(p.value), units[p.id], doubts[p.id]) for p in points)
    return Table(header, tuple(row[: len(columns)] for row in cells), spec.figures)


# ---- The briefing as a whole


def timeline(_: ChartSpec, lookup: Lookup) -> tuple[Content, Table]:
    """Return every event in the lane of the part that tells of it."""
    # Months and days first, then years alone, then what has no date.
    events = sorted(lookup.briefing.events, key=lambda pair: (len(pair[1].date) <= 4, not pair[1].date, pair[1].date))
    lanes: dict[str, list[Moment]] = {}
    parts = {part.id: part for part in lookup.briefing.parts}
    for part, event in events:
        moment = Moment(
            event.id,
            lookup.plain(event.label),
            event.date,
            when=date_text(event.date, lookup.words),
            url=lookup.mentions[event.id].url,
        )
        lanes.setdefault(part.id if part else "", []).append(moment)
    figure = Timeline(
        tuple(
            Lane(lookup.plain(parts[name].short), tuple(lanes[name]), lookup.mentions[name].url)
            for name in parts
            if name in lanes
        ),
        lookup.word("chart.lane.undated"),
        lookup.word("chart.lane.year", year="{year}"),
        tuple(lookup.word(f"month.{i}")[:3] for i in range(12)),
    )
    header = tuple(lookup.word(f"chart.column.{column}") for column in ("date", "event", "place"))
    rows = tuple(
        (date_text(event.date, lookup.words), lookup.plain(event.what), lookup.place(event.locator).text)
        for _, event in events
    )
    return figure, Table(header, rows)


def node(part: Part, lookup: Lookup) -> Node:
    """Return a part of the argument."""
    name = lookup.word(f"section.{part.kind}", number=part.number)
    return Node(part.id, lookup.plain(part.short), part.number, name, lookup.mentions[part.id].url)


def argument(spec: ChartSpec, lookup: Lookup) -> tuple[Content, Table]:
    """Return what leads to what: trends, issues and groups of advice, with the links between them counted."""
    briefing, counts = lookup.briefing, dict[tuple[str, str], list[bool]]()
    for relation in briefing.relations:
        ends = relation.source, relation.target.partition(".")[0]
        counts.setdefault(ends, []).append(relation.strength is not Strength.READING)
    groups: tuple[tuple[Part, ...], ...] = (briefing.trends, briefing.issues, briefing.countermeasures)
    kinds = ("trends", "issues", "countermeasures")
    form = spec.form.value
    columns = tuple(
        Column(lookup.word(f"chart.{form}.{kind}"), tuple(node(part, lookup) for part in group))
        for kind, group in zip(kinds, groups, strict=True)
        if group
    )
    titles = {each.id: each.label for column in columns for each in column.nodes}
    links = tuple(
        Link(
            source,
            target,
            len(strengths),
            any(strengths),
            f"{CONNECTIONS}#from-{source}",
            lookup.word(
                "chart.argument.link",
                source=titles[source],
                target=titles[target],
                strength=lookup.word(f"strength.{'same_words' if any(strengths) else 'reading'}"),
            ),
        )
        for (source, target), strengths in sorted(counts.items())
    )
    figure = Argument(
        columns,
        links,
        lookup.word("strength.same_words"),
        lookup.word("strength.reading"),
        lookup.word("chart.matrix.count"),
        lookup.word("chart.argument.nothing"),
        lookup.word("chart.argument.direct"),
    )
    header = tuple(lookup.word(f"chart.column.{column}") for column in ("from", "to", "kind", "strength", "reason"))
    table = tuple(
        (
            lookup.mentions[r.source].text,
            lookup.mentions[r.target].text,
            lookup.kind_word("relation", r.kind),
            lookup.word(f"strength.{key_of(r.strength)}"),
            lookup.plain(r.reason),
        )
        for r in briefing.relations
    )
    return figure, Table(header, table)


def tallied(lookup: Lookup) -> dict[str, tuple[int, ...]]:
    """Return for each section of the source the number of figures, events, forecasts and notes in it."""
    briefing = lookup.briefing
    quoted = [s for _, s in briefing.figures.values() if isinstance(s, Figure)]
    places: tuple[list[str], ...] = (
        [s.locator for s in quoted],
        [event.locator for _, event in briefing.events],
        [forecast.locator for _, forecast in briefing.forecasts],
        [note.locator for note in briefing.notes if note.locator],
    )
    sections = [[place.partition("/")[0] for place in of_kind] for of_kind in places]
    return {section: tuple(of_kind.count(section) for of_kind in sections) for section in briefing.source.lengths}


def tally(_: ChartSpec, lookup: Lookup) -> tuple[Content, Table]:
    """Return how many figures, events, forecasts and notes each section of the source holds."""
    parts, counts = {part.id: part for part in lookup.briefing.parts}, tallied(lookup)
    rows = tuple(lookup.plain(parts[name].short) if name in parts else lookup.place(name).text for name in counts)
    panels = tuple(lookup.word(f"kind.{kind}") for kind in TALLIED)
    table = tuple((row, *map(str, of_row)) for row, of_row in zip(rows, counts.values(), strict=True))
    return Tally(rows, panels, tuple(counts.values())), Table((lookup.word("chart.column.section"), *panels), table)


BY_THING = frozenset({ChartForm.LINE, ChartForm.SLOPE, ChartForm.STACKED})  # a series for each thing
LABELLED = frozenset({ChartForm.BARS, ChartForm.RANGE, ChartForm.GROUPED})  # a row for each, so that short labels serve
ON_AXES = BY_THING | LABELLED | {ChartForm.COLUMNS}
FORMS: dict[ChartForm, Callable[[ChartSpec, Lookup], tuple[Content, Table]]] = {
    ChartForm.TIMELINE: timeline,
    ChartForm.MATRIX: argument,
    ChartForm.ARGUMENT: argument,
    ChartForm.TALLY: tally,
}
