"""The contexts of the pages: overview, parts, figures, charts, index, timeline, outlook, connections, terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from digitrend.charts import Chart
from digitrend.model import ChartForm, CountermeasureGroup, Issue, Part, Period, Strength, Trend
from digitrend.model.quantities import Precision
from digitrend.site import urls
from digitrend.site.contexts import (
    CardList,
    ChartContext,
    ConnectionsContext,
    FigureContext,
    HomeContext,
    IndexContext,
    OutlookContext,
    PartContext,
    TermContext,
    TermsContext,
    TimelineContext,
)
from digitrend.site.lookup import Link, Lookup, ResolvedProse
from digitrend.site.search import SearchEntry
from digitrend.site.source_page import (
    chart_citation,
    citation,
    figure_citation,
    figure_cite,
    provenance,
    section_view,
    styles,
)
from digitrend.site.viewer import Viewer
from digitrend.site.views import (
    Caution,
    EventView,
    ForecastView,
    IndexLetter,
    IndexLine,
    MatrixCell,
    MatrixView,
    MeasureView,
    PartCard,
    PassageGroup,
    PassageView,
)
from digitrend.text.wording import period_text

Neighbours = tuple[Link | None, Link | None]  # the links before and after a page, in reading order


def neighbours(links: tuple[Link, ...], i: int) -> Neighbours:
    """Return the neighbours of the link at place `i`."""
    return links[i - 1] if i > 0 else None, links[i + 1] if i + 1 < len(links) else None


def passage_groups(part: Part, viewer: Viewer, charts: tuple[Chart, ...]) -> tuple[PassageGroup, ...]:
    """Return the passages of a part under their headings, each chart behind the one that names most of its figures."""
    names: tuple[str, ...] = ()
    if isinstance(part, Trend):
        names = ("outlook", "situation")
    elif isinstance(part, Issue):
        names = ("cause", "effect", "affected")
    told = [(name, passage) for name in names for passage in getattr(part, name)]
    after: dict[int, list[Chart]] = {}
    for chart in charts:
        named = [len(set(viewer.lookup.named_in(each)) & set(chart.drawn)) for _, each in told]
        if any(named):
            after.setdefault(named.index(max(named)), []).append(chart)
    found: dict[str, list[PassageView]] = {name: [] for name in names}
    for i, (name, passage) in enumerate(told):
        view = viewer.passage(f"{name}-{len(found[name]) + 1}", passage, tuple(after.get(i, ())))
        found[name].append(view)
    return tuple(
        PassageGroup(name, _heading(name, viewer), name == "outlook", tuple(views))
        for name, views in found.items()
        if views
    )


def _heading(name: str, viewer: Viewer) -> str:
    """Return the heading of a group of passages, with the year that it is about where the source speaks of one."""
    overview = viewer.briefing.overview
    year = {"situation": overview.looks_back_on, "outlook": overview.looks_ahead_to}.get(name)
    key = f"passages.{name}"
    look = viewer.lookup
    return look.word(f"{key}_of", year=period_text(str(year), look.words)) if year else look.word(key)


def measure_views(group: CountermeasureGroup, viewer: Viewer) -> tuple[MeasureView, ...]:
    """Return the measures of a group, each with what it meets."""
    look = viewer.lookup
    return tuple(
        MeasureView(
            id=f"measure-{ordinal}",
            ordinal=ordinal,
            action=look.prose(each.action),
            actor=look.prose(each.actor),
            instruments=look.lines(each.instruments),
            aim=look.prose(each.aim),
            text=look.prose(each.text, block=True),
            place=look.place(each.locator),
            answers=viewer.relations_to(group.measure_id(ordinal)),
        )
        for ordinal, each in enumerate(group.measures, 1)
    )


ADVICE = ("answered by", "addressed by")


def part_context(part: Part, viewer: Viewer, beside: Neighbours) -> PartContext:
    """Return all that the page of a part shows."""
    look = viewer.lookup
    charts = tuple(viewer.charts[spec.id] for holder, spec in viewer.charts_of.get(part.id, ()))
    measures_ = measure_views(part, viewer) if isinstance(part, CountermeasureGroup) else ()
    title = look.plain(part.title)
    return PartContext(
        kind=part.kind,
        number=part.number,
        name=look.place(part.id).text,
        title=look.prose(part.title),
        finding=look.prose(part.finding),
        summary=look.prose(part.summary),
        lead=viewer.evidence[part.lead] if part.lead else None,
        passage_groups=passage_groups(part, viewer, charts),
        measures=measures_,
        figures=viewer.figures_of.get(part.id, ()),
        charts=charts,
        events=tuple(viewer.event(part, event) for event in sorted(part.events, key=lambda event: event.in_time)),
        cautions=cautions(part, viewer),
        risks=viewer.related_parts(part.id, "leads to"),
        answers=viewer.related_parts(part.id, *ADVICE),
        relations=(*viewer.relations_from(part.id), *viewer.relations_to(part.id)),
        entities=viewer.entities_of(part),
        notes=viewer.notes_of(part),
        remarks=look.lines(part.remarks),
        section=section_view(part.id, viewer) if part.id in viewer.briefing.source.lengths else None,
        cite=citation(viewer, title),
        previous=beside[0],
        following=beside[1],
    )


def cautions(part: Part, viewer: Viewer) -> tuple[Caution, ...]:
    """Return the cautions for the page of a part: of its figures and claims, each once."""
    found: dict[ResolvedProse, Caution] = {}
    for figure in viewer.figures_of.get(part.id, ()):
        for text in figure.cautions:
            found.setdefault(text, Caution(text, figure.id, figure.bare, figure.url))
    for note in viewer.notes_of(part):
        if note.caution:
            found.setdefault(note.caution, Caution(note.caution, "", "", note.url))
    return tuple(found.values())


def part_card(part: Part, viewer: Viewer) -> PartCard:
    """Return a part in brief."""
    look = viewer.lookup
    expected = getattr(part, "expects", "") or next((each.gist for each in part.forecasts), "")
    group = part if isinstance(part, CountermeasureGroup) else None
    named = [group.measure_id(i) for i, _ in enumerate(group.measures, 1)] if group else []
    return PartCard(
        kind=part.kind,
        number=part.number,
        name=look.place(part.id).text,
        link=look.link(part.id),
        short=look.plain(part.short),
        finding=look.prose(part.finding),
        summary=look.prose(part.summary),
        expected=look.prose(expected),
        lead=viewer.evidence[part.lead] if part.lead else None,
        leads_to=viewer.relations_from(part.id),
        risks=viewer.related_parts(part.id, "leads to"),
        advice=viewer.related_parts(part.id, *ADVICE),
        measures=tuple(map(look.link, named)),
    )


def card_list(kind: str, viewer: Viewer) -> CardList:
    """Return all parts of a kind in brief."""
    parts: tuple[Part, ...] = getattr(viewer.briefing, kind)
    cards = tuple(part_card(part, viewer) for part in parts)
    return CardList(kind, cards, viewer.briefing.overview.looks_ahead_to)


LISTS = {
    "figures": urls.FIGURES,
    "charts": urls.CHARTS,
    "events": urls.TIMELINE,
    "forecasts": urls.OUTLOOK,
    "relations": urls.CONNECTIONS,
    "entities": urls.TERMS,
}


def home_context(viewer: Viewer) -> HomeContext:
    """Return all that the overview shows."""
    briefing, look = viewer.briefing, viewer.lookup
    overview = briefing.overview
    of_all = tuple(viewer.charts[spec.id] for _, spec in viewer.charts_of.get("", ()))
    drawn = (viewer.charts[spec.id] for _, spec in briefing.charts)
    key = set(overview.key_figures)
    return HomeContext(
        title=look.plain(overview.title),
        subtitle=look.plain(overview.subtitle),
        headline=look.prose(overview.headline or overview.title),
        provenance=provenance(viewer),
        points=look.lines(overview.points) or tuple(viewer.lookup.prose(each.text) for each in overview.thesis),
        caution=look.prose(overview.before_you_quote),
        audit=viewer.audited,
        thesis=tuple(viewer.passage(f"thesis-{i}", passage) for i, passage in enumerate(overview.thesis, 1)),
        lead_chart=next((chart for chart in drawn if key & set(chart.drawn)), None),
        map=next((chart for chart in of_all if chart.form == "argument"), None),
        cards=tuple(card_list(kind, viewer) for kind in KINDS if getattr(briefing, kind)),
        charts=of_all,
        more=tuple(
            (look.word(f"kind_one.{kind}" if look.counts[kind] == 1 else f"kind.{kind}"), look.counts[kind], url)
            for kind, url in LISTS.items()
            if look.counts[kind]
        ),
        note=look.prose(overview.note),
    )


KINDS = ("trends", "issues", "countermeasures")


def figure_context(name: str, viewer: Viewer, beside: Neighbours) -> FigureContext:
    """Return all that the page of a figure shows."""
    evidence = viewer.evidence[name]
    title = f"{viewer.lookup.plain(viewer.lookup.figure(name).label)}: {evidence.text}"
    return FigureContext(
        figure=evidence,
        related=tuple(viewer.evidence[each] for each in viewer.related_figures(name)),
        chart=viewer.charts_showing.get(name),
        uses=viewer.uses.get(name, ()),
        audit=viewer.audited,
        cite=figure_cite(name, viewer) if evidence.place else citation(viewer, title),
        styles=styles(figure_citation(name, viewer.lookup), viewer.lookup.words),
        previous=beside[0],
        following=beside[1],
    )


def downloads(name: str, look: Lookup) -> tuple[Link, ...]:
    """Return the links to a chart's files."""
    return tuple(Link(look.word(f"download.{s}"), urls.chart_url(name, s)) for s in (*urls.DRAWN, *urls.TABLED))


def chart_context(i: int, viewer: Viewer, beside: Neighbours) -> ChartContext:
    """Return all that the page of the chart at place `i` shows."""
    part, spec = viewer.briefing.charts[i]
    look = viewer.lookup
    return ChartContext(
        chart=viewer.charts[spec.id],
        figures=tuple(viewer.evidence[name] for name in spec.figures),
        holder=look.link(part.id) if part else None,
        downloads=downloads(spec.id, look),
        cite=citation(viewer, look.link(spec.id).text),
        styles=styles(chart_citation(spec.id, look), look.words),
        embed=Link(look.word("page.embed", title=look.link(spec.id).text), urls.embed_url(spec.id)),
        previous=beside[0],
        following=beside[1],
    )


FIRST = re.compile(r"[^\W_]")
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def index_context(found: Iterable[SearchEntry], look: Lookup) -> IndexContext:
    """Return the entries under their letters, numbers first; a page is in the menu and needs no line here."""
    lines: dict[str, list[tuple[tuple[float, str], IndexLine]]] = {}
    for entry in found:
        if entry.kind == "page":
            continue
        kind = look.word(f"search.one.{entry.kind}")
        for text, key in ((entry.title, ""), *((name.text, name.key) for name in entry.names)):
            see = entry.title if entry.kind == "term" and text != entry.title else ""
            by = folded(key or text)
            if see and folded(entry.title.partition(" (")[0]) == by:
                continue  # it would stand beside its title, and differ from it by a capital
            lines.setdefault(letter_of(by), []).append(
                (_order(by), IndexLine(text, entry.url, kind, see, entry.computed))
            )
    return IndexContext(tuple(_letter(letter, lines[letter]) for letter in sorted(lines)))


def folded(text: str) -> str:
    """Return a text as it is sorted: from its first letter or digit on, without accents, in lower case."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    start = FIRST.search(plain)
    return plain[start.start() :].casefold() if start else ""


def letter_of(key: str) -> str:
    """Return the letter that a folded text stands under: "0" for all digits."""
    return "0" if not key or key[0].isdigit() else key[0].upper()


def _order(key: str) -> tuple[float, str]:
    number = NUMBER.match(key)
    return (float(number[0].replace(",", "")) if number else 0, key)


def _letter(letter: str, lines: list[tuple[tuple[float, str], IndexLine]]) -> IndexLetter:
    ordered = sorted(lines, key=lambda pair: (pair[0], pair[1].text, pair[1].url))
    digits = letter == "0"
    return IndexLetter(
        f"letter-{letter.lower()}", "0–9" if digits else letter, tuple(dict.fromkeys(line for _, line in ordered))
    )


def _chart(form: ChartForm, viewer: Viewer) -> Chart | None:
    """Return the briefing's chart of a form, if it has one."""
    specs = (spec for _, spec in viewer.briefing.charts if spec.form is form)
    spec = next(specs, None)
    return viewer.charts[spec.id] if spec else None


def _short(part: Part, viewer: Viewer) -> Link:
    """Return the link to a part under its title in a few words."""
    return Link(viewer.lookup.plain(part.short), urls.part_url(part))


def timeline_context(viewer: Viewer) -> TimelineContext:
    """Return the events in lanes, one a part; in each those with a date come first, in order."""
    lanes: dict[Link, list[EventView]] = {}
    for part, event in sorted(viewer.briefing.events, key=lambda pair: pair[1].in_time):
        lanes.setdefault(_short(part, viewer), []).append(viewer.event(part, event))
    order = [_short(part, viewer) for part in viewer.briefing.parts]
    return TimelineContext(
        tuple((link, tuple(lanes[link])) for link in order if link in lanes), _chart(ChartForm.TIMELINE, viewer)
    )


def outlook_of(time: Period) -> str:
    """Return the word for what is expected of a time: in May, for April to June, at the end of June."""
    if time.point:
        return "outlook_at"
    if "/" in str(time) or time.precision is Precision.DAY:
        return "outlook_for"
    return "outlook_half" if time.precision is Precision.HALF else "outlook_of"


def outlook_context(viewer: Viewer) -> OutlookContext:
    """Return every forecast under the time of which it speaks, and there under the part that states it."""
    look = viewer.lookup
    dated: dict[Period, dict[Link, list[ForecastView]]] = {}
    undated: dict[Link, list[ForecastView]] = {}
    for part, forecast in viewer.briefing.forecasts:
        holder = _short(part, viewer) if part else Link(look.word("section.intro"), urls.place_url("intro"))
        held = dated.setdefault(forecast.time, {}) if forecast.time else undated
        held.setdefault(holder, []).append(viewer.forecast(part, forecast))
    scored = sum(forecast.outcome is not None for _, forecast in viewer.briefing.forecasts)
    periods = tuple(
        (
            look.word(f"passages.{outlook_of(time)}", year=period_text(str(time), look.words))
            if time
            else look.word("passages.outlook_open"),
            tuple((link, tuple(views)) for link, views in held.items()),
        )
        for time, held in (*sorted(dated.items(), key=lambda each: each[0]), *([(None, undated)] if undated else []))
    )
    return OutlookContext(periods, look.counts["forecasts"] - scored, scored)


def connections_context(viewer: Viewer) -> ConnectionsContext:
    """Return which parts lead to which, with the reasons, and the gaps."""
    briefing = viewer.briefing
    stated = sum(relation.strength is not Strength.READING for relation in briefing.relations)
    pairs = (
        ("trends", "issues", briefing.trends, briefing.issues),
        ("issues", "countermeasures", briefing.issues, briefing.countermeasures),
        ("trends", "countermeasures", briefing.trends, briefing.countermeasures),
    )
    return ConnectionsContext(
        matrices=tuple(
            _matrix(f"{start}-{end}", tuple(rows), tuple(columns), viewer)
            for start, end, rows, columns in pairs
            if rows and columns
        ),
        rows=tuple(part_card(part, viewer) for part in (*briefing.trends, *briefing.issues)),
        gaps=viewer.gaps,
        stated=stated,
    )


def _matrix(name: str, rows: tuple[Part, ...], columns: tuple[Part, ...], viewer: Viewer) -> MatrixView:
    def cell(row: Part, column: Part) -> MatrixCell | None:
        between = viewer.between.get((row.id, column.id))
        if not between:
            return None
        label = f"{viewer.lookup.place(row.id).text}, {viewer.lookup.place(column.id).text}"
        stated = any(relation.strength is not Strength.READING for relation in between)
        return MatrixCell(f"{urls.CONNECTIONS}#from-{row.id}", len(between), stated, label)

    return MatrixView(
        name,
        viewer.lookup.word(f"connections.{name.replace('-', '_')}"),
        tuple(_short(column, viewer) for column in columns),
        tuple((_short(row, viewer), tuple(cell(row, column) for column in columns)) for row in rows),
    )


def terms_context(viewer: Viewer) -> TermsContext:
    """Return the entities by type, in order of name."""
    return TermsContext(
        tuple(
            (
                f"type-{type_.value}",
                viewer.lookup.word(f"entity.{type_.value}"),
                tuple(
                    viewer.entity_views[each.id]
                    for each in sorted(entities, key=lambda e: e.name.strip("“”").casefold())
                ),
            )
            for type_, entities in viewer.briefing.entities
        )
    )


def term_context(name: str, viewer: Viewer) -> TermContext:
    """Return all that the briefing says of one entity."""
    said = viewer.entity_mentions[name]
    return TermContext(viewer.entity_views[name], tuple(said.passages), tuple(said.measures), tuple(said.events))
