"""The pages that cut across the parts: timeline, outlook, connections, terms."""

from __future__ import annotations

from digitrend.charts.types import Chart
from digitrend.model import ChartForm
from digitrend.site.contexts import ConnectionsContext, OutlookContext, TermsContext, TimelineContext
from digitrend.site.parts import card
from digitrend.site.viewing import Viewer
from digitrend.site.views import EventView, ForecastView


def _chart(form: ChartForm, viewer: Viewer) -> Chart | None:
    """Return the briefing's chart of a form, if it has one."""
    specs = (spec for _, spec in viewer.briefing.charts if spec.form is form)
    spec = next(specs, None)
    return viewer.charts[spec.id] if spec else None


def timeline_context(viewer: Viewer) -> TimelineContext:
    """Return the events: those with a month in order, then those with a year, then those without a date."""
    groups: dict[str, list[EventView]] = {}
    events = sorted(viewer.briefing.events, key=lambda pair: pair[1].date or "9999")
    for precise in (True, False):
        for part, event in events:
            if (len(event.date) > 4) is precise:
                view = viewer.event(part, event)
                if not event.date:
                    heading = viewer.lookup.word("timeline.undated")
                elif precise:
                    heading = view.date
                else:
                    heading = viewer.lookup.word("timeline.year", year=event.date)
                groups.setdefault(heading, []).append(view)
    return TimelineContext(
        tuple((heading, tuple(views)) for heading, views in groups.items()), _chart(ChartForm.TIMELINE, viewer)
    )


def outlook_context(viewer: Viewer) -> OutlookContext:
    """Return every forecast under the part that states it."""
    groups: dict[str, list[ForecastView]] = {}
    for part, forecast in viewer.briefing.forecasts:
        heading = viewer.lookup.plain(part.title) if part else viewer.lookup.word("section.intro")
        groups.setdefault(heading, []).append(viewer.forecast(part, forecast))
    scored = sum(forecast.outcome is not None for _, forecast in viewer.briefing.forecasts)
    every = tuple((heading, tuple(views)) for heading, views in groups.items())
    return OutlookContext(every, viewer.lookup.counts["forecasts"] - scored, scored)


def connections_context(viewer: Viewer) -> ConnectionsContext:
    """Return what each trend and issue leads to, and the gaps."""
    briefing = viewer.briefing
    stated = sum(relation.strength.value == "stated" for relation in briefing.relations)
    return ConnectionsContext(
        chart=_chart(ChartForm.MATRIX, viewer),
        rows=tuple(card(part, viewer) for part in (*briefing.trends, *briefing.issues)),
        gaps=viewer.gaps,
        stated=stated,
        readings=len(briefing.relations) - stated,
    )


def terms_context(viewer: Viewer) -> TermsContext:
    """Return the entities by type, in order of name."""
    return TermsContext(
        tuple(
            (
                f"type-{type_.value}",
                viewer.lookup.word(f"entity.{type_.value}"),
                tuple(viewer.entity(each) for each in sorted(entities, key=lambda e: e.name.strip("“”").casefold())),
            )
            for type_, entities in viewer.briefing.entities
        )
    )
