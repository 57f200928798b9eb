"""A briefing's chart specifications to `Chart` values: points, table and words from the figures alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

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
    Point,
    Squares,
    Table,
    Tally,
    Timeline,
)
from digitrend.charts.values import Part as PartOfWhole
from digitrend.links.lookup import Lookup
from digitrend.model import ChartForm, ChartSpec, DerivedFigure, Part, Strength
from digitrend.prose import references
from digitrend.wording import date_text, full


def chart_of(spec: ChartSpec, lookup: Lookup) -> Chart:
    """Return the chart that a checked specification asks for."""
    figure, table = FORMS[spec.form](spec, lookup)
    spec = lookup.captioned(spec)
    return Chart(
        id=spec.id,
        form=cast("Form", spec.form.value),
        figure=figure,
        title=lookup.plain(spec.title),
        measure=lookup.plain(spec.measure),
        description=lookup.plain(spec.description),
        source=lookup.word(
            "chart.source",
            author=lookup.briefing.source.author,
            place=_places(spec, lookup),
            publisher=lookup.briefing.overview.publisher,
        ),
        table=table,
        note=lookup.plain(spec.note),
        told=_told(spec.description, lookup),
        ours=spec.form in OURS or _names_computed(lookup, spec.title, spec.measure),
        doubts=_doubts(spec, lookup),
        computed=_names_computed(lookup, spec.description),
    )


def _told(text: str, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """Return prose in pieces, each with the figure whose figure it is, or ""."""
    pieces = lookup.prose(text).pieces
    return tuple((each, "") if isinstance(each, str) else (each.text, each.figure) for each in pieces)


def _doubts(spec: ChartSpec, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """Return what is to be doubted of what a chart shows or names, each text once."""
    named = (ref.id for ref in references(spec.description) if ref.id in lookup.briefing.figures)
    events = (event.id for _, event in lookup.briefing.events) if spec.form is ChartForm.TIMELINE else ()
    found: dict[str, str] = {}
    for name in dict.fromkeys((*spec.figures, *named, *events)):
        for text in lookup.doubts(name):
            found.setdefault(text, name)
    return tuple((name, text) for text, name in found.items())


OURS = frozenset({ChartForm.MATRIX, ChartForm.TALLY})


def _names_computed(lookup: Lookup, *texts: str) -> bool:
    """Return whether texts refer to a figure that is computed here."""
    named = (ref.id for text in texts for ref in references(text))
    return any(lookup.is_computed(name) for name in named)


def _places(spec: ChartSpec, lookup: Lookup) -> str:
    """Return where the figures stand in the source: "Trend 1, paragraph 1"."""
    figures = [lookup.figure(name) for name in spec.figures]
    places = [lookup.place(s.locator).text for s in figures if not isinstance(s, DerivedFigure)]
    return "; ".join(dict.fromkeys(places)) or lookup.word("chart.throughout")


def point(name: str, lookup: Lookup) -> Point:
    """Return a figure as a point of a chart."""
    figure = lookup.figure(name)
    lower = not isinstance(figure, DerivedFigure) and figure.qualifier.is_lower_bound
    label = lookup.plain(figure.label)
    return Point(name, label, lookup.briefing.values[name], lookup.figure_text(name), lower, lookup.bare(name))


def _points(spec: ChartSpec, lookup: Lookup) -> tuple[Point, ...]:
    return tuple(point(name, lookup) for name in spec.figures)


def _figures_table(spec: ChartSpec, lookup: Lookup) -> Table:
    points = _points(spec, lookup)
    doubts = {p.id: " | ".join(lookup.doubts(p.id)) for p in points}
    columns = ("label", "figure", "value", "unit", *(("doubts",) if any(doubts.values()) else ()))
    header = tuple(lookup.word(f"chart.column.{column}") for column in columns)
    cells = ((p.label, p.text, full(p.value), lookup.units[p.id].value, doubts[p.id]) for p in points)
    rows = tuple(row[: len(columns)] for row in cells)
    return Table(header, rows, spec.figures)


def _bars(spec: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    points = _points(spec, lookup)
    unit = lookup.word(f"unit.{lookup.units[points[0].id].value}")
    return Bars(points, unit), _figures_table(spec, lookup)


def _part(spec: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    part, whole = _points(spec, lookup)
    return PartOfWhole(whole, part), _figures_table(spec, lookup)


def _cards(spec: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    return Cards(_points(spec, lookup)), _figures_table(spec, lookup)


def _marks(spec: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    part, whole = _points(spec, lookup)
    words = (lookup.words["chart.marks.count"], lookup.words["chart.marks.rest"])
    return Marks(whole, part, *words), _figures_table(spec, lookup)


def _squares(spec: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    return Squares(_points(spec, lookup)[0]), _figures_table(spec, lookup)


def _timeline(_: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    events = sorted((event for _, event in lookup.briefing.events), key=lambda event: event.date or "9999")
    monthly = [event for event in events if len(event.date) > 4]
    yearly = [event for event in events if len(event.date) == 4]
    undated = [event for event in events if not event.date]
    ordered = (*monthly, *yearly, *undated)
    moments = tuple(
        Moment(event.id, lookup.plain(event.label), event.date, date_text(event.date, lookup.words))
        for event in ordered
    )
    months = tuple(lookup.word(f"month.{i}") for i in range(12))
    header = (lookup.word("chart.column.date"), lookup.word("chart.column.event"), lookup.word("chart.column.place"))
    rows = tuple(
        (date_text(event.date, lookup.words), lookup.plain(event.what), lookup.place(event.locator).text)
        for event in ordered
    )
    figure = Timeline(moments, lookup.word("chart.lane.year"), lookup.word("chart.lane.undated"), months)
    return figure, Table(header, rows)


def heading(part: Part, lookup: Lookup) -> Heading:
    """Return a part as the heading of a row or column."""
    short = lookup.word(f"section.{part.kind}", number=part.number)
    return Heading(short, lookup.word("chart.heading", section=short, title=lookup.plain(part.short)))


def _matrix(_: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    briefing = lookup.briefing
    rows: tuple[Part, ...] = (*briefing.trends, *briefing.issues)
    columns: tuple[Part, ...] = (*briefing.issues, *briefing.countermeasures)
    at_row = {part.id: i for i, part in enumerate(rows)}
    at_column = {part.id: i for i, part in enumerate(columns)}
    strongest: dict[tuple[int, int], bool] = {}
    for relation in briefing.relations:
        place = at_row[relation.source], at_column[relation.target.partition(".")[0]]
        strongest[place] = strongest.get(place, False) or relation.strength is Strength.STATED
    cells = tuple(Cell(row, column, stated) for (row, column), stated in sorted(strongest.items()))
    figure = Matrix(
        tuple(heading(part, lookup) for part in rows),
        tuple(heading(part, lookup) for part in columns),
        cells,
        lookup.word("strength.stated"),
        lookup.word("strength.reading"),
    )
    header = tuple(lookup.word(f"chart.column.{column}") for column in ("from", "to", "kind", "strength", "reason"))
    table = tuple(
        (
            lookup.mentions[r.source].text,
            lookup.mentions[r.target].text,
            lookup.word(f"relation.{r.kind.value}"),
            lookup.word(f"strength.{r.strength.value}"),
            lookup.plain(r.reason),
        )
        for r in briefing.relations
    )
    return figure, Table(header, table)


TALLIED = ("figures", "events", "forecasts", "notes")


def tally(lookup: Lookup) -> dict[str, tuple[int, ...]]:
    """Return for each section of the source the number of figures, events, forecasts and notes in it."""
    briefing = lookup.briefing
    quoted = [s for _, s in briefing.figures.values() if not isinstance(s, DerivedFigure)]
    places: tuple[list[str], ...] = (
        [s.locator for s in quoted],
        [event.locator for _, event in briefing.events],
        [forecast.locator for _, forecast in briefing.forecasts],
        [note.locator for note in briefing.notes if note.locator],
    )
    sections = [[place.partition("/")[0] for place in of_kind] for of_kind in places]
    return {section: tuple(of_kind.count(section) for of_kind in sections) for section in briefing.source.lengths}


def _tally(_: ChartSpec, lookup: Lookup) -> tuple[Figure, Table]:
    parts = {part.id: part for part in lookup.briefing.parts}
    counts = tally(lookup)
    rows = tuple(
        heading(parts[section], lookup)
        if section in parts
        else Heading(lookup.place(section).text, lookup.place(section).text)
        for section in counts
    )
    panels = tuple(lookup.word(f"kind.{kind}") for kind in TALLIED)
    header = (lookup.word("chart.column.section"), *panels)
    table = tuple(
        (row.long, *(str(count) for count in of_row)) for row, of_row in zip(rows, counts.values(), strict=True)
    )
    return Tally(rows, panels, tuple(counts.values())), Table(header, table)


FORMS: dict[ChartForm, Callable[[ChartSpec, Lookup], tuple[Figure, Table]]] = {
    ChartForm.BARS: _bars,
    ChartForm.PART: _part,
    ChartForm.CARDS: _cards,
    ChartForm.MARKS: _marks,
    ChartForm.SQUARES: _squares,
    ChartForm.TIMELINE: _timeline,
    ChartForm.MATRIX: _matrix,
    ChartForm.TALLY: _tally,
}

__all__ = ["chart_of", "heading", "point", "tally"]
