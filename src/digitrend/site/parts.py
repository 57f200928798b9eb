"""The pages of the argument: trends, issues, groups of countermeasures, and the overview."""

from __future__ import annotations

from dataclasses import dataclass

from digitrend.charts import Chart
from digitrend.model import CountermeasureGroup, Issue, Part, Trend
from digitrend.site import urls
from digitrend.site.contexts import CardList, HomeContext, PartContext
from digitrend.site.lookup import Link, ResolvedProse
from digitrend.site.source_page import citation, provenance, section_view
from digitrend.site.viewer import Viewer
from digitrend.site.views import Caution, MeasureView, PartCard, PassageView, Strand


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The links before and after a page, in reading order."""

    previous: Link | None
    following: Link | None


def neighbours(links: tuple[Link, ...], i: int) -> Neighbours:
    """Return the neighbours of the link at place `i`."""
    return Neighbours(links[i - 1] if i > 0 else None, links[i + 1] if i + 1 < len(links) else None)


def strands(part: Part, viewer: Viewer, charts: tuple[Chart, ...]) -> tuple[Strand, ...]:
    """Return the passages of a part under their headings, each chart behind the first that names a figure of it."""
    names: tuple[str, ...] = ()
    if isinstance(part, Trend):
        names = ("outlook", "situation")
    elif isinstance(part, Issue):
        names = ("cause", "effect", "affected")
    told = [(name, passage) for name in names for passage in getattr(part, name)]
    after: dict[int, list[Chart]] = {}
    for chart in charts:
        naming = [i for i, (_, each) in enumerate(told) if set(viewer.lookup.named_in(each)) & set(chart.drawn)]
        if naming:
            after.setdefault(naming[-1], []).append(chart)
    found: dict[str, list[PassageView]] = {name: [] for name in names}
    for i, (name, passage) in enumerate(told):
        view = viewer.passage(f"{name}-{len(found[name]) + 1}", passage, tuple(after.get(i, ())))
        found[name].append(view)
    return tuple(
        Strand(name, _heading(name, viewer), name == "outlook", tuple(views)) for name, views in found.items() if views
    )


def _heading(strand: str, viewer: Viewer) -> str:
    """Return the heading of a strand, with the year that it is about where the source speaks of one."""
    overview = viewer.briefing.overview
    year = {"situation": overview.looks_back_on, "outlook": overview.looks_ahead_to}.get(strand)
    key = f"strand.{strand}"
    return viewer.lookup.word(f"{key}_of", year=year) if year else viewer.lookup.word(key)


def measure_views(group: CountermeasureGroup, viewer: Viewer) -> tuple[MeasureView, ...]:
    """Return the measures of a group, each with what it meets."""
    look = viewer.lookup
    return tuple(
        MeasureView(
            id=f"measure-{ordinal}",
            ordinal=ordinal,
            action=look.prose(each.action),
            object=look.prose(each.object),
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


def part_context(part: Part, viewer: Viewer, beside: Neighbours, of: int) -> PartContext:
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
        slogan=part.slogan,
        finding=look.prose(part.finding),
        summary=look.prose(part.summary),
        lead=viewer.evidence[part.lead] if part.lead else None,
        strands=strands(part, viewer, charts),
        measures=measures_,
        figures=viewer.figures_of.get(part.id, ()),
        charts=charts,
        events=tuple(viewer.event(part, event) for event in sorted(part.events, key=lambda event: event.in_time)),
        cautions=cautions(part, viewer),
        risks=viewer.ties(part.id, "leads to"),
        answers=viewer.ties(part.id, *ADVICE),
        relations=(*viewer.relations_from(part.id), *viewer.relations_to(part.id)),
        entities=viewer.entities_of(part),
        notes=viewer.notes_of(part),
        remarks=look.lines(part.remarks),
        section=section_view(part.id, viewer) if part.id in viewer.briefing.source.lengths else None,
        cite=citation(viewer, title),
        of=of,
        previous=beside.previous,
        following=beside.following,
    )


def cautions(part: Part, viewer: Viewer) -> tuple[Caution, ...]:
    """Return what to heed on the page of a part: of its figures and of its claims, each sentence once."""
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
        link=look.part_link(part),
        short=look.plain(part.short),
        finding=look.prose(part.finding),
        summary=look.prose(part.summary),
        expected=look.prose(expected),
        lead=viewer.evidence[part.lead] if part.lead else None,
        leads_to=viewer.relations_from(part.id),
        risks=viewer.ties(part.id, "leads to"),
        advice=viewer.ties(part.id, *ADVICE),
        measures=tuple(map(look.link, named)),
    )


def card_list(kind: str, viewer: Viewer, related: tuple[tuple[str, str, int], ...] = ()) -> CardList:
    """Return all parts of a kind in brief."""
    parts: tuple[Part, ...] = getattr(viewer.briefing, kind)
    cards = tuple(part_card(part, viewer) for part in parts)
    return CardList(kind, cards, viewer.briefing.overview.looks_ahead_to, related)


DOORS = {
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
        doors=tuple(
            (look.word(f"kind_one.{kind}" if look.counts[kind] == 1 else f"kind.{kind}"), look.counts[kind], url)
            for kind, url in DOORS.items()
            if look.counts[kind]
        ),
        note=look.prose(overview.note),
    )


KINDS = ("trends", "issues", "countermeasures")
