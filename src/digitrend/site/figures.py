"""The pages of figures and charts."""

from __future__ import annotations

from digitrend.site import urls
from digitrend.site.citations import chart_citation, figure_citation, styles
from digitrend.site.contexts import ChartContext, ChartsContext, EmbedContext, FigureContext, FiguresContext
from digitrend.site.lookup import Link, Lookup
from digitrend.site.parts import Neighbours
from digitrend.site.sourcing import citation, figure_cite
from digitrend.site.viewing import Viewer


def figures_context(viewer: Viewer) -> FiguresContext:
    """Return the table of all figures."""
    return FiguresContext(tuple(viewer.evidence.values()))


def figure_context(name: str, viewer: Viewer, beside: Neighbours) -> FigureContext:
    """Return all that the page of a figure shows."""
    evidence = viewer.evidence[name]
    title = f"{viewer.lookup.plain(viewer.lookup.figure(name).label)}: {evidence.text}"
    return FigureContext(
        figure=evidence,
        beside=tuple(viewer.evidence[each] for each in viewer.akin(name)),
        chart=viewer.charts_showing.get(name),
        uses=viewer.uses.get(name, ()),
        audit=viewer.lookup.word(f"audit.state.{viewer.briefing.audit_state}"),
        json_url=urls.figure_url(name, "json"),
        cite=figure_cite(name, viewer) if evidence.place else citation(viewer, title),
        styles=styles(figure_citation(name, viewer.lookup), viewer.lookup.words),
        previous=beside.previous,
        following=beside.following,
    )


def charts_context(viewer: Viewer) -> ChartsContext:
    """Return the gallery of charts."""
    look = viewer.lookup
    return ChartsContext(tuple((viewer.charts[spec.id], look.link(spec.id)) for _, spec in viewer.briefing.charts))


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
        holder=look.part_link(part) if part else None,
        downloads=downloads(spec.id, look),
        cite=citation(viewer, look.link(spec.id).text),
        styles=styles(chart_citation(spec.id, look), look.words),
        embed=Link(look.word("page.embed", title=look.link(spec.id).text), urls.embed_url(spec.id)),
        previous=beside.previous,
        following=beside.following,
    )


def embed_context(shown: ChartContext) -> EmbedContext:
    """Return what the page to embed shows of a chart's own page."""
    return EmbedContext(shown.chart, Link(shown.chart.title, urls.chart_url(shown.chart.id)))
