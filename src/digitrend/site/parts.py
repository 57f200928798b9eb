"""The pages of the argument: trends, issues, groups of countermeasures, and the overview."""

from __future__ import annotations

from dataclasses import dataclass

from digitrend import addresses
from digitrend.check.gaps import rests_on_no_figure, weakly_connected
from digitrend.lookup import Link
from digitrend.model import CountermeasureGroup, Issue, Part, Trend
from digitrend.site.contexts import HomeContext, PartContext
from digitrend.site.sourcing import section_view
from digitrend.site.viewing import Viewer
from digitrend.site.views import MeasureView, PartCard, Strand


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The links before and after a page, in reading order."""

    previous: Link | None
    following: Link | None


def neighbours(links: tuple[Link, ...], i: int) -> Neighbours:
    """Return the neighbours of the link at place `i`."""
    return Neighbours(links[i - 1] if i > 0 else None, links[i + 1] if i + 1 < len(links) else None)


def strands(part: Part, viewer: Viewer) -> tuple[Strand, ...]:
    """Return the passages of a part under their headings."""
    names: tuple[str, ...] = ()
    if isinstance(part, Trend):
        names = ("situation", "outlook")
    elif isinstance(part, Issue):
        names = ("cause", "effect", "affected")
    return tuple(
        Strand(
            name,
            _heading(name, viewer),
            name == "outlook",
            tuple(viewer.passage(each) for each in getattr(part, name)),
        )
        for name in names
    )


def _heading(strand: str, viewer: Viewer) -> str:
    """Return the heading of a strand, with the year that it is about where the source speaks of one."""
    overview = viewer.briefing.overview
    year = {"situation": overview.looks_back_on, "outlook": overview.looks_ahead_to}.get(strand)
    key = f"strand.{strand}"
    return viewer.lookup.word(f"{key}_of", year=year) if year else viewer.lookup.word(key)


def measures(group: CountermeasureGroup, viewer: Viewer) -> tuple[MeasureView, ...]:
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


def part_context(part: Part, viewer: Viewer, beside: Neighbours) -> PartContext:
    """Return all that the page of a part shows."""
    look = viewer.lookup
    outward = viewer.relations_from(part.id)
    inward = () if isinstance(part, CountermeasureGroup) else viewer.relations_to(part.id)
    return PartContext(
        kind=part.kind,
        number=part.number,
        name=look.place(part.id).text,
        title=look.prose(part.title),
        slogan=part.slogan,
        finding=look.prose(part.finding),
        summary=look.prose(part.summary),
        lead=viewer.evidence[part.lead] if part.lead else None,
        strands=strands(part, viewer),
        measures=measures(part, viewer) if isinstance(part, CountermeasureGroup) else (),
        statistics=tuple(view for view in viewer.evidence.values() if view.section == part.id),
        charts=tuple(viewer.charts[spec.id] for holder, spec in viewer.briefing.charts if holder is part),
        events=tuple(viewer.event(part, event) for event in part.events),
        forecasts=tuple(viewer.forecast(part, forecast) for forecast in part.forecasts),
        risks=tuple(r for r in (*outward, *inward) if r.kind == "carries_risk"),
        answers=tuple(r for r in (*outward, *inward) if r.kind != "carries_risk"),
        entities=viewer.entities_of(part),
        oddities=tuple(
            viewer.oddity(oddity)
            for oddity in viewer.briefing.oddities
            if (oddity.locator or "").partition("/")[0] == part.id or part.id in oddity.touches
        ),
        notes=look.lines(part.notes),
        section=section_view(part.id, viewer) if part.id in viewer.briefing.source.lengths else None,
        previous=beside.previous,
        following=beside.following,
    )


def card(part: Part, viewer: Viewer) -> PartCard:
    """Return a part in brief."""
    look = viewer.lookup
    return PartCard(
        kind=part.kind,
        number=part.number,
        name=look.place(part.id).text,
        link=look.part_link(part),
        short=look.plain(part.short),
        finding=look.prose(part.finding),
        summary=look.prose(part.summary),
        lead=viewer.evidence[part.lead] if part.lead else None,
        leads_to=viewer.relations_from(part.id),
    )


COUNTED = {
    "statistics": addresses.FIGURES,
    "charts": addresses.CHARTS,
    "events": addresses.TIMELINE,
    "forecasts": addresses.OUTLOOK,
    "relations": addresses.CONNECTIONS,
    "entities": addresses.TERMS,
    "oddities": addresses.SOURCE,
}


def home_context(viewer: Viewer) -> HomeContext:
    """Return all that the overview shows."""
    briefing, look = viewer.briefing, viewer.lookup
    wanted = ("matrix", "tally")
    return HomeContext(
        title=look.plain(briefing.overview.title),
        subtitle=look.plain(briefing.overview.subtitle),
        thesis=tuple(viewer.passage(passage) for passage in briefing.overview.thesis),
        key_figures=tuple(viewer.evidence[name] for name in briefing.overview.key_figures),
        trends=tuple(card(part, viewer) for part in briefing.trends),
        issues=tuple(card(part, viewer) for part in briefing.issues),
        countermeasures=tuple(card(part, viewer) for part in briefing.countermeasures),
        charts=tuple(
            viewer.charts[spec.id] for part, spec in briefing.charts if not part and spec.form.value in wanted
        ),
        thin=tuple(card(part, viewer) for part in briefing.parts if rests_on_no_figure(part)),
        gaps=tuple(look.link(name) for name in weakly_connected(briefing)),
        counts=tuple((look.word(f"kind.{kind}"), look.counts[kind], url) for kind, url in COUNTED.items()),
        note=look.prose(briefing.overview.note),
    )
