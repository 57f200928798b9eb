"""Chart specifications to `Chart` values: points, tables and texts come from the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from digitrend.charts.plots import ChartNames, data_of, edges, plot
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
    Table,
    Tally,
    Timeline,
)
from digitrend.model import (
    WHOLE_BRIEFING,
    AnyFigure,
    Bound,
    ChartForm,
    ChartSpec,
    DerivedFigure,
    Figure,
    Part,
    Strength,
    Units,
    choose,
    datum,
)
from digitrend.text.references import references
from digitrend.text.wording import Words, count_text, date_text, key_of, period_text, punctuate, unit_name, word

CONNECTIONS = "/connections.html"  # the page of links between parts
OURS = frozenset({ChartForm.MATRIX, ChartForm.ARGUMENT, ChartForm.TALLY})
LEGEND = (
    "strength.reading",
    "chart.matrix.count",
    "chart.argument.nothing",
    "chart.argument.direct",
)
TALLIED = ("figures", "events", "forecasts", "notes")


def chart_of(spec: ChartSpec, lookup: ChartNames) -> Chart:
    """Return the chart that a checked specification asks for."""
    content, table = FORMS.get(spec.form, plot)(spec, lookup)
    spec = lookup.captioned(spec)
    language = lookup.briefing.overview.language
    said = lookup.prose(spec.description).pieces
    pieces = tuple((each, "") if isinstance(each, str) else (each.text, each.figure) for each in said)
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
        description_pieces=pieces,
        ours=spec.form in OURS or _names_computed(lookup, spec.title, spec.subtitle),
        doubts=_doubts(spec, lookup),
        computed=_names_computed(lookup, spec.description),
    )


def why(spec: ChartSpec, lookup: ChartNames) -> str:
    """Return why a chart has its form: because the figures suggest it, or the editor chose it."""
    figures = [figure for name in spec.figures if isinstance(figure := lookup.figure(name), Figure)]
    form, reason = choose([datum(each, lookup.briefing.units) for each in figures])
    if not figures:
        return "it shows the whole briefing"
    return reason if form == spec.form.value else f"its editor chose it; the figures suggest '{form}': {reason}"


def _doubts(spec: ChartSpec, lookup: ChartNames) -> tuple[tuple[str, str], ...]:
    """Return the cautions of all that a chart shows or names: ids and texts, each text once."""
    named = (ref.id for ref in references(spec.description) if ref.id in lookup.briefing.figures)
    events = (event.id for _, event in lookup.briefing.events) if spec.form is ChartForm.TIMELINE else ()
    found: dict[str, str] = {}
    for name in dict.fromkeys((*spec.figures, *named, *events)):
        for text in lookup.cautions(name):
            found.setdefault(text, name)
    return tuple((name, text) for text, name in found.items())


def _names_computed(lookup: ChartNames, *texts: str) -> bool:
    """Return whether texts refer to a figure that is computed here."""
    named = (ref.id for text in texts for ref in references(text))
    return any(lookup.is_computed(name) for name in named)


def _places(spec: ChartSpec, lookup: ChartNames) -> str:
    """Return where the figures stand in the source: "Trend 1, paragraph 1"."""
    figures = [lookup.figure(name) for name in spec.figures]
    places = [lookup.place(s.locator).text for s in figures if not isinstance(s, DerivedFigure)]
    return "; ".join(dict.fromkeys(places)) or lookup.word("chart.throughout")


# ---- The briefing as a whole


def timeline(_: ChartSpec, lookup: ChartNames) -> tuple[Content, Table]:
    """Return every event in the lane of the part that tells of it."""
    # Months and days first, then years alone, then what has no date.
    events = sorted(lookup.briefing.events, key=lambda pair: (len(pair[1].date) <= 4, not pair[1].date, pair[1].date))
    lanes: dict[str, list[Moment]] = {}
    parts = {part.id: part for part in lookup.briefing.parts}
    for part, event in events:
        moment = Moment(
            event.id,
            lookup.plain(event.label),
            *edges(event.time),
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


def node(part: Part, lookup: ChartNames) -> PartNode:
    """Return a part of the argument."""
    name = lookup.word(f"section.{part.kind}", number=part.number)
    return PartNode(part.id, lookup.plain(part.short), part.number, name, lookup.mentions[part.id].url)


def argument(spec: ChartSpec, lookup: ChartNames) -> tuple[Content, Table]:
    """Return what leads to what: trends, issues and groups of advice, with the links between them counted."""
    briefing = lookup.briefing
    groups: tuple[tuple[Part, ...], ...] = (briefing.trends, briefing.issues, briefing.countermeasures)
    kinds = ("trends", "issues", "countermeasures")
    columns = tuple(
        PartColumn(lookup.word(f"chart.{spec.form}.{kind}"), tuple(node(part, lookup) for part in group))
        for kind, group in zip(kinds, groups, strict=True)
        if group
    )
    titles = {each.id: each.label for column in columns for each in column.nodes}
    return Argument(
        columns, tuple(_links(titles, lookup)), lookup.word(_stated(lookup)), *map(lookup.word, LEGEND)
    ), _relations_table(lookup)


def _stated(lookup: ChartNames) -> str:
    """Return the words for links that the source states: made by it, by the same words, or both."""
    kinds = {each.strength for each in lookup.briefing.relations} - {Strength.READING}
    return f"strength.{'stated' if len(kinds) > 1 else key_of(next(iter(kinds), Strength.SAME_WORDS))}"


def _links(titles: Mapping[str, str], lookup: ChartNames) -> Iterator[PartLink]:
    """Yield how parts lead to each other: the relations of each pair counted, and whether the source states one."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for relation in lookup.briefing.relations:
        ends = relation.source.partition(".")[0], relation.target.partition(".")[0]
        counts.setdefault(ends, []).append(relation.strength is not Strength.READING)
    for (source, target), stated in sorted(counts.items()):
        strength = lookup.word(_stated(lookup) if any(stated) else "strength.reading")
        said = lookup.word("chart.argument.link", source=titles[source], target=titles[target], strength=strength)
        yield PartLink(source, target, len(stated), any(stated), f"{CONNECTIONS}#from-{source}", said)


def _relations_table(lookup: ChartNames) -> Table:
    header = tuple(lookup.word(f"chart.column.{column}") for column in ("from", "to", "kind", "strength", "reason"))
    rows = tuple(
        (
            lookup.mentions[relation.source].text,
            lookup.mentions[relation.target].text,
            lookup.kind_word("relation", relation.kind),
            lookup.word(f"strength.{key_of(relation.strength)}"),
            lookup.plain(relation.reason),
        )
        for relation in lookup.briefing.relations
    )
    return Table(header, rows)


def tallied(lookup: ChartNames) -> dict[str, tuple[int, ...]]:
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


def tally(_: ChartSpec, lookup: ChartNames) -> tuple[Content, Table]:
    """Return how many figures, events, forecasts and notes each section of the source holds."""
    parts, counts = {part.id: part for part in lookup.briefing.parts}, tallied(lookup)
    rows = tuple(lookup.plain(parts[name].short) if name in parts else lookup.place(name).text for name in counts)
    panels = tuple(lookup.word(f"kind.{kind}") for kind in TALLIED)
    table = tuple((row, *map(str, of_row)) for row, of_row in zip(rows, counts.values(), strict=True))
    return Tally(rows, panels, tuple(counts.values())), Table((lookup.word("chart.column.section"), *panels), table)


FORMS: dict[ChartForm, Callable[[ChartSpec, ChartNames], tuple[Content, Table]]] = {
    ChartForm.TIMELINE: timeline,
    ChartForm.MATRIX: argument,
    ChartForm.ARGUMENT: argument,
    ChartForm.TALLY: tally,
}


OF_A_WHOLE = (ChartForm.PART, ChartForm.MARKS)
POINTS = (Bound.POINT, Bound.APPROXIMATE)


def captioned(spec: ChartSpec, figures: Mapping[str, AnyFigure], words: Words, units: Units) -> ChartSpec:
    """Return a specification with all its texts; those of the editor are kept."""
    if spec.title and spec.subtitle and spec.description:
        return spec
    if spec.form in WHOLE_BRIEFING:
        makers: dict[str, Callable[[], str]] = {
            field: lambda field=field: word(words, f"caption.{spec.form.value}.{field}")  # type: ignore[misc]
            for field in ("title", "subtitle", "description")
        }
    else:
        drawn = tuple(figures[name] for name in spec.figures)
        makers = {
            "title": lambda: _title(spec.form, drawn, words),
            "subtitle": lambda: _measure(drawn, words, units),
            "description": lambda: " ".join(_phrase("caption.described", each, words) for each in drawn),
        }
    missing = {field: make() for field, make in makers.items() if not getattr(spec, field)}
    return spec.model_copy(update=missing)


def _phrase(key: str, figure: AnyFigure, words: Words, **more: str) -> str:
    return word(words, key, label=figure.label, figure=f"[[{figure.id}]]", **more)


def _title(form: ChartForm, drawn: tuple[AnyFigure, ...], words: Words) -> str:
    """Return what the figures say at once: the highest, a part of its whole, the ends of a series, or the first."""
    first = drawn[0]
    if form in OF_A_WHOLE and len(drawn) == 2:
        return _phrase("caption.part", first, words, whole=f"[[{drawn[1].id}]]")
    if form is ChartForm.BARS and (highest := _highest(drawn)):
        return _phrase("caption.highest", highest, words, count=count_text(len(drawn), words))
    if len(drawn) == 1:
        return _phrase("caption.one", first, words)
    series = {each.series if isinstance(each, Figure) else "" for each in drawn}
    if len(series) == 1 and isinstance(last := drawn[-1], Figure) and last.series:
        when, end = period_text(last.period, words), f"[[{last.id}]]"
        return _phrase("caption.series", first, words, when=when, last=end)
    if len(drawn) == 2:
        return _phrase("caption.another", first, words, other=drawn[1].label, second=f"[[{drawn[1].id}]]")
    return _phrase("caption.several", first, words, count=count_text(len(drawn) - 1, words))


def _highest(drawn: tuple[AnyFigure, ...]) -> Figure | None:
    """Return the one that is above the others, or None: two may be level, and a lower bound may be above any."""
    quoted = [each for each in drawn if isinstance(each, Figure)]
    values = sorted((each.number for each in quoted), reverse=True)
    if len(quoted) < 2 or values[0] == values[1] or any(each.bound not in POINTS for each in quoted):
        return None
    return max(quoted, key=lambda each: each.number)


def _times(quoted: list[Figure], words: Words) -> list[str]:
    """Return the periods of figures in words; of more than two the first and the last."""
    times = {each.period: each.time.end for each in quoted if each.time}
    if len(times) > 2 and all(each.time for each in quoted):
        first, last = (period_text(pick(times, key=times.__getitem__), words) for pick in (min, max))
        return [word(words, "caption.span", first=first, last=last)]
    return [period_text(each.period, words) or word(words, "evidence.no_period") for each in quoted]


def _measure(drawn: tuple[AnyFigure, ...], words: Words, units: Units) -> str:
    """Return what is measured, in which unit, where and when, each once; several measures go by their kind."""
    quoted = [each for each in drawn if isinstance(each, Figure)]
    measures = dict.fromkeys(each.indicator for each in drawn)
    kinds = [word(words, f"figure_kind.{key_of(each.kind)}") for each in quoted]
    told = (
        measures if len(measures) == 1 and all(measures) else kinds,
        [unit_name(each.unit, words, units) for each in quoted if each.unit != "count"],
        [each.place for each in quoted],
        _times(quoted, words),
    )
    text = "; ".join(", ".join(dict.fromkeys(each)) for each in told if any(each))
    return text[:1].upper() + text[1:]
