"""The pages that cut across the parts: timeline, outlook, connections, terms."""

from __future__ import annotations

from digitrend.charts.types import Chart
from digitrend.model import ChartForm, Part, Period, Strength
from digitrend.site import urls
from digitrend.site.contexts import ConnectionsContext, OutlookContext, TermContext, TermsContext, TimelineContext
from digitrend.site.lookup import Link
from digitrend.site.parts import card
from digitrend.site.viewing import Viewer
from digitrend.site.views import EventView, ForecastView, MatrixCell, MatrixView
from digitrend.text.wording import period_text


def _chart(form: ChartForm, viewer: Viewer) -> Chart | None:
    """Return the briefing's chart of a form, if it has one."""
    specs = (spec for _, spec in viewer.briefing.charts if spec.form is form)
    spec = next(specs, None)
    return viewer.charts[spec.id] if spec else None


def _short(part: Part, viewer: Viewer) -> Link:
    """Return the link to a part under its title in a few words."""
    return Link(viewer.lookup.plain(part.short), urls.part_url(part))


def _in_time(date: str) -> tuple[str, str]:
    """Return what orders dates of any precision: a year alone comes after its months, no date after all."""
    return (date[:4] or "9999", date[5:] or "99")


def timeline_context(viewer: Viewer) -> TimelineContext:
    """Return the events in lanes, one a part; in each those with a date come first, in order."""
    lanes: dict[Link, list[EventView]] = {}
    for part, event in sorted(viewer.briefing.events, key=lambda pair: _in_time(pair[1].date)):
        lanes.setdefault(_short(part, viewer), []).append(viewer.event(part, event))
    order = [_short(part, viewer) for part in viewer.briefing.parts]
    return TimelineContext(
        tuple((link, tuple(lanes[link])) for link in order if link in lanes), _chart(ChartForm.TIMELINE, viewer)
    )


def outlook_context(viewer: Viewer) -> OutlookContext:
    """Return every forecast under the time of which it speaks, and there under the part that states it."""
    look = viewer.lookup
    times: dict[Period, dict[Link, list[ForecastView]]] = {}
    for part, forecast in viewer.briefing.forecasts:
        holder = _short(part, viewer) if part else Link(look.word("section.intro"), urls.place_url("intro"))
        times.setdefault(forecast.time, {}).setdefault(holder, []).append(viewer.forecast(part, forecast))
    scored = sum(forecast.outcome is not None for _, forecast in viewer.briefing.forecasts)
    periods = tuple(
        (
            look.word("strand.outlook_of", year=period_text(str(time), look.words)),
            tuple((link, tuple(views)) for link, views in held.items()),
        )
        for time, held in sorted(times.items(), key=lambda each: each[0])
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
        rows=tuple(card(part, viewer) for part in (*briefing.trends, *briefing.issues)),
        gaps=viewer.gaps,
        stated=stated,
        readings=len(briefing.relations) - stated,
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
    said = viewer.said_of[name]
    return TermContext(viewer.entity_views[name], tuple(said.passages), tuple(said.measures), tuple(said.events))
