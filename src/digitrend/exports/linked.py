"""Pages as linked data: JSON-LD 1.1 (W3C) in the terms of schema.org, one graph a page.

A page gives its graph without anything else but the site's own address.  With it ids are absolute; without it they
are relative to the page, as JSON-LD resolves them.  What qualifies a figure goes with it: a lower bound is a
`minValue` and has no `value`, the qualifier is a `measurementQualifier`, and doubts are `disambiguatingDescription`.
"""

from __future__ import annotations

from collections.abc import Iterator

from digitrend import addresses
from digitrend.lookup import Link
from digitrend.site import Page
from digitrend.site.contexts import (
    ChartContext,
    ChartsContext,
    EmbedContext,
    FiguresContext,
    HomeContext,
    MovedContext,
    NotFoundContext,
    PartContext,
    SourceContext,
    StatisticContext,
    TermsContext,
    WholeContext,
)
from digitrend.site.views import EntityView

from .nodes import Here, Node, embedded, entry, media, plain
from .observations import statistic, variable


def linked(page: Page, base: str = "") -> str:
    """Return a page's JSON-LD, safe to stand in a `script` element; "" for a page that stands for nothing."""
    here = Here(page, base)
    graph = [*about(here), *breadcrumbs(here)]
    return embedded({"@context": "https://schema.org", "@graph": graph}) if graph else ""


def about(here: Here) -> Iterator[Node]:
    """Yield what a page is about."""
    match here.page.context:
        case HomeContext() as it:
            yield overview(it, here)
        case PartContext() as it:
            yield part(it, here)
        case FiguresContext() as it:
            yield figures(it, here)
        case StatisticContext() as it:
            yield from statistic(it.figure, here)
        case ChartsContext() as it:
            yield {**webpage("CollectionPage", here), "hasPart": [here.see("Dataset", "data", x) for _, x in it.charts]}
        case ChartContext() as it:
            yield chart(it, here)
        case TermsContext() as it:
            yield terms(it, here)
        case SourceContext() as it:
            yield from source(it, here)
        case EmbedContext() | MovedContext() | NotFoundContext() | WholeContext():
            pass  # they say nothing that other pages do not
        case _:
            yield webpage("WebPage", here)


def breadcrumbs(here: Here) -> Iterator[Node]:
    """Yield the way to a page: a schema.org BreadcrumbList."""
    page = here.page
    if page.trail and not isinstance(page.context, (EmbedContext, NotFoundContext)):
        way = enumerate((*page.trail, Link(page.title, page.url)), 1)
        items = [{"@type": "ListItem", "position": i, "name": x.text, "item": here.to(x.url)} for i, x in way]
        yield {"@type": "BreadcrumbList", "itemListElement": items}


def webpage(kind: str, here: Here) -> Node:
    """Return a page that stands for itself: a schema.org WebPage or one of its kinds."""
    page = here.page
    what = {"@type": kind, "@id": here.to(page.url), "name": page.title, "description": page.description}
    return {**what, "inLanguage": page.language, "isPartOf": here.briefing}


def overview(it: HomeContext, here: Here) -> Node:
    """Return the briefing: a schema.org Report."""
    return {
        **here.briefing,
        "alternativeHeadline": it.subtitle,
        "abstract": " ".join(plain(passage.prose) for passage in it.thesis),
        "url": here.to(addresses.HOME),
        **({"image": here.to(addresses.CARD)} if here.base else {}),
        **here.issue,
        "hasPart": [
            {"@type": "Report", "@id": here.id("part", card.link.url), "name": card.link.text}
            for card in (*it.trends, *it.issues, *it.countermeasures)
        ],
    }


def part(it: PartContext, here: Here) -> Node:
    """Return a trend, an issue or a group: a schema.org Report within the briefing."""
    charts = (Link(chart.title, addresses.chart_url(chart.id)) for chart in it.charts)
    return {
        "@type": "Report",
        "@id": here.id("part"),
        "name": plain(it.title),
        "alternateName": it.name,
        "description": plain(it.finding),
        "abstract": plain(it.summary),
        "position": it.number,
        "url": here.to(here.page.url),
        "isPartOf": here.briefing,
        **here.issue,
        "hasPart": [here.see("Dataset", "data", link) for link in charts],
        "mentions": [{"@type": "DefinedTerm", "@id": here.to(x.url), "name": x.text} for x in it.entities],
    }


def figures(it: FiguresContext, here: Here) -> Node:
    """Return the table of all statistics: a schema.org Dataset."""
    return {
        **webpage("Dataset", here),
        "@id": here.id("data"),
        "url": here.to(here.page.url),
        **here.issue,
        "variableMeasured": [variable(row, here) for row in it.rows],
        "distribution": [
            entry(name, here.to(addresses.data_url(name))) for name in ("statistics.csv", "briefing.json")
        ],
    }


def chart(it: ChartContext, here: Here) -> Node:
    """Return the data of a chart: a schema.org Dataset."""
    files = {suffix: here.to(addresses.chart_url(it.chart.id, suffix)) for suffix in ("csv", "png", "svg")}
    return {
        "@type": "Dataset",
        "@id": here.id("data"),
        "name": it.chart.title,
        "alternateName": it.chart.measure,
        "description": it.chart.description,
        "disambiguatingDescription": it.chart.note,
        "creditText": it.chart.source,
        "url": here.to(here.page.url),
        "isPartOf": here.briefing,
        **here.issue,
        "variableMeasured": [variable(figure, here) for figure in it.statistics],
        "distribution": [entry(f"{it.chart.id}.csv", files["csv"])],
        "image": [media(files["png"], it.chart.title), media(files["svg"], it.chart.title)],
    }


def terms(it: TermsContext, here: Here) -> Node:
    """Return people, places and terms: a schema.org DefinedTermSet."""
    entities = (entity for _, _, of_type in it.types for entity in of_type)
    return {**webpage("DefinedTermSet", here), "hasDefinedTerm": [term(entity, here) for entity in entities]}


def term(entity: EntityView, here: Here) -> Node:
    """Return a person, place or term: a schema.org DefinedTerm."""
    return {
        "@type": "DefinedTerm",
        "@id": here.id(entity.id),
        "name": entity.name,
        "termCode": entity.acronym,
        "alternateName": [*entity.aliases],
        "description": plain(entity.gloss),
        "disambiguatingDescription": " ".join(plain(oddity.reading) for oddity in entity.oddities),
    }


def source(it: SourceContext, here: Here) -> Iterator[Node]:
    """Yield the work cited, a schema.org Article, and the briefing's data as a whole, a Dataset."""
    yield {**webpage("AboutPage", here), "about": here.article}
    yield {
        **webpage("Dataset", here),
        "@id": here.id("data"),
        "name": here.page.site_title,
        "url": here.id("data"),
        **here.issue,
        "distribution": [entry(link.text, here.to(link.url)) for link in it.data],
    }
