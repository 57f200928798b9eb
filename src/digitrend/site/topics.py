"""What a reader may look for: one topic for each thing of a briefing, for the A–Z index and for the search alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digitrend import addresses
from digitrend.lookup import Lookup
from digitrend.model import Entity, Item, Part, prose_in
from digitrend.site.viewing import Viewer
from digitrend.wording import date_text

# In the order in which the search offers them.
KINDS = ("page", "trend", "issue", "countermeasure", "figure", "chart", "event", "forecast", "term", "source")
PAGES = {
    "home": addresses.HOME,
    "figures": addresses.FIGURES,
    "charts": addresses.CHARTS,
    "timeline": addresses.TIMELINE,
    "outlook": addresses.OUTLOOK,
    "connections": addresses.CONNECTIONS,
    "terms": addresses.TERMS,
    "source": addresses.SOURCE,
    "whole": addresses.WHOLE,
}
OWN_TOPICS = frozenset({"statistics", "derived", "events", "forecasts", "charts", "measures"})
MARKUP = re.compile(r"[*`]+|\[(?=[^\]]*\]\()|(?<=\w)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name under which the A–Z index lists a topic."""

    text: str
    key: str = ""  # what it is sorted by, if that is not its text: "10 million" for "more than 10 million"


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a reader may look for."""

    kind: str  # one of KINDS
    title: str
    url: str
    text: str = ""  # all that the briefing says of it, as plain text
    names: tuple[Name, ...] = ()  # others than the title
    computed: bool = False  # whether it is a figure that is computed here


def topics(viewer: Viewer) -> tuple[Topic, ...]:
    """Return all topics of a briefing, in the order of the argument."""
    briefing, lookup = viewer.briefing, viewer.lookup
    found = [*_pages(viewer)]
    found += [_part(part, viewer) for part in briefing.parts]
    found += _measures(viewer)
    found += [_figure(name, viewer) for name in briefing.statistics]
    found += _charts(viewer)
    found += _events(lookup)
    found += _forecasts(lookup)
    found += [_entity(entity, lookup) for _, entities in briefing.entities for entity in entities]
    found += _source(lookup)
    return tuple(found)


def _joined(texts: Iterable[str]) -> str:
    """Return texts as one that reads well in pieces: sentences follow each other, mere words are set apart."""
    plain = (MARKUP.sub("", " ".join(text.split())) for text in texts)
    pieces = [text if text.endswith((".", "?", "!")) else f"{text} ·" for text in dict.fromkeys(plain) if text]
    return " ".join(pieces).removesuffix(" ·")


def _said(item: Item, look: Lookup, *, without: frozenset[str] = OWN_TOPICS) -> list[str]:
    """Return the prose of an item and of what it holds, save what is a topic of its own."""
    return [look.plain(text) for where, text, _ in prose_in(item) if where[0] not in without]


def _pages(viewer: Viewer) -> Iterator[Topic]:
    look, overview = viewer.lookup, viewer.briefing.overview
    more = {"home": _said(overview, look, without=OWN_TOPICS | {"method", "idioms"})}
    more["connections"] = [look.plain(relation.reason) for relation in viewer.briefing.relations]
    for key, url in PAGES.items():
        about = "" if key == "home" else look.word(f"about.{key}")
        kind = "source" if key == "source" else "page"
        record = _record(look) if key == "source" else []
        yield Topic(kind, look.word(f"page.{key}"), url, _joined([about, *more.get(key, []), *record]))


def _record(look: Lookup) -> list[str]:
    source, overview = look.briefing.source, look.briefing.overview
    said = _said(source, look, without=frozenset({"sections"}))
    return [source.author, source.title, *said, *(look.plain(line) for line in overview.method)]


def _part(part: Part, viewer: Viewer) -> Topic:
    look = viewer.lookup
    related = [r for r in viewer.briefing.relations if part.id in (r.source, r.target.partition(".")[0])]
    text = [look.place(part.id).text, part.slogan, *_said(part, look, without=OWN_TOPICS | {"title"})]
    text += [look.plain(relation.reason) for relation in related]
    title = look.plain(part.title)
    names = [Name(look.plain(part.short))] if look.plain(part.short) != title else []
    return Topic(part.kind, title, addresses.part_url(part), _joined(text), tuple(names))


def _measures(viewer: Viewer) -> Iterator[Topic]:
    look = viewer.lookup
    for group, ordinal, measure in viewer.briefing.measures:
        text = [viewer.name_of(group.measure_id(ordinal)), *_said(measure, look, without=frozenset({"action"}))]
        yield Topic("countermeasure", look.plain(measure.action), addresses.measure_url(group, ordinal), _joined(text))


def _figure(name: str, viewer: Viewer) -> Topic:
    look, view = viewer.lookup, viewer.evidence[name]
    statistic = look.statistic(name)
    label = look.plain(statistic.label)
    text = [*_said(statistic, look, without=frozenset({"label"})), view.period, view.printed, view.attributed_to]
    text += [view.kind, look.word(f"status.{view.status}"), view.formula, *(link.text for link in view.inputs)]
    text += look.doubts(name)
    first = Name(f"{view.text}: {label}", view.bare)
    return Topic("figure", f"{label}: {view.text}", view.url, _joined(text), (first,), view.computed)


def _charts(viewer: Viewer) -> Iterator[Topic]:
    for _, spec in viewer.briefing.charts:
        chart = viewer.charts[spec.id]
        cells = (" ".join(row) for row in chart.table.rows) if spec.statistics else ()
        text = [chart.measure, chart.description, chart.note, *cells, *(doubt for _, doubt in chart.doubts)]
        yield Topic("chart", chart.title, addresses.chart_url(chart.id), _joined(text))


def _events(look: Lookup) -> Iterator[Topic]:
    for _, event in look.briefing.events:
        named = [look.mentions[each].text for each in (*event.actors, *([event.place] if event.place else ()))]
        text = [*_said(event, look, without=frozenset({"label"})), date_text(event.date, look.words), *named]
        text += [look.word(f"event.{event.kind.value}"), event.printed, look.place(event.locator).text]
        text += look.doubts(event.id)
        yield Topic("event", look.plain(event.label), addresses.event_url(event.id), _joined(text))


def _forecasts(look: Lookup) -> Iterator[Topic]:
    for _, forecast in look.briefing.forecasts:
        text = [
            *_said(forecast, look, without=frozenset({"gist"})),
            str(forecast.year),
            look.place(forecast.locator).text,
            *look.doubts(forecast.id),
        ]
        yield Topic("forecast", look.plain(forecast.gist), addresses.forecast_url(forecast.id), _joined(text))


def _entity(entity: Entity, look: Lookup) -> Topic:
    others = [each for each in (entity.acronym, *entity.aliases) if each and each != entity.name]
    title = f"{entity.name} ({entity.acronym})" if entity.acronym else entity.name
    broader = [look.mentions[entity.broader].text] if entity.broader else []
    text = _joined([*_said(entity, look), *broader, *look.doubts(entity.id)])
    return Topic("term", title, addresses.entity_url(entity.id), text, tuple(map(Name, dict.fromkeys(others))))


def _source(look: Lookup) -> Iterator[Topic]:
    briefing = look.briefing
    for section in briefing.source.sections:
        title = f"{look.place(section.id).text}: {look.plain(section.title)}"
        yield Topic("source", title, addresses.place_url(section.id))
    for oddity in briefing.oddities:
        text = [*_said(oddity, look), oddity.kind.value]
        text += [look.place(oddity.locator).text if oddity.locator else look.word("oddity.document")]
        yield Topic("source", f"“{oddity.printed}”", addresses.oddity_url(oddity.id), _joined(text))
