"""What all JSON-LD graphs are made of: the page they stand on, small nodes in the terms of schema.org, their text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digitrend.build.hosting import content_type
from digitrend.site import urls
from digitrend.site.contexts import (
    ChartContext,
    ChartsContext,
    EmbedContext,
    FigureContext,
    FiguresContext,
    HomeContext,
    MovedContext,
    NotFoundContext,
    OutlookContext,
    Page,
    PartContext,
    SourceContext,
    TermsContext,
    WholeContext,
)
from digitrend.site.lookup import Link, ResolvedProse
from digitrend.site.views import EntityView, FigureView, ForecastView

Node = dict[str, object]


def embedded(graph: Mapping[str, object]) -> str:
    """Return a graph as JSON (RFC 8259) that cannot end the `script` element that it stands in, or begin another.

    Of the characters that mean something to HTML none is left: JSON may write each as its number.
    """
    text = json.dumps(kept(graph), ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def kept(value: object) -> object:
    """Return a value without its empty members."""
    if isinstance(value, Mapping):
        return {key: kept(each) for key, each in value.items() if each not in (None, "", [], {})}
    return [kept(each) for each in value] if isinstance(value, list) else value


def plain_text(prose: ResolvedProse) -> str:
    """Return prose as plain text on one line."""
    return " ".join(prose.plain.split())


def organisation(name: str) -> Node:
    """Return an organisation (schema.org Organization)."""
    return {"@type": "Organization", "name": name}


def entry(name: str, url: str) -> Node:
    """Return a file to download (schema.org DataDownload)."""
    return {"@type": "DataDownload", "name": name, "contentUrl": url, "encodingFormat": _format(name)}


def media(url: str, caption: str) -> Node:
    """Return a picture (schema.org ImageObject)."""
    return {"@type": "ImageObject", "contentUrl": url, "caption": caption, "encodingFormat": _format(url)}


def _format(name: str) -> str:
    return content_type(name).partition(";")[0]


def properties(**values: str) -> Iterator[Node]:
    """Yield names with their values, where they have one (schema.org PropertyValue)."""
    for name, value in values.items():
        if value:
            yield {"@type": "PropertyValue", "name": name, "value": value}


@dataclass(frozen=True, slots=True)
class Here:
    """A page, and how it refers to others."""

    page: Page
    base: str

    def to(self, url: str) -> str:
        """Return an address of the site as this page gives it."""
        return urls.absolute(url, self.base) if self.base else urls.relative(url, self.page.path)

    def id(self, name: str, url: str = "") -> str:
        """Return the id of what a page, this one by default, is about."""
        return self.to(f"{url or self.page.url}#{name}")

    def see(self, kind: str, name: str, link: Link) -> Node:
        """Return a reference to what another page is about."""
        return {"@type": kind, "@id": self.id(name, link.url), "name": link.text}

    @property
    def briefing(self) -> Node:
        """The briefing, by name."""
        return self.see("Report", "briefing", Link(self.page.site_title, urls.HOME))

    @property
    def article(self) -> Node:
        """The work cited."""
        work = self.page.work
        author = {"@type": "Person", "name": work.author} if work.by_person else organisation(work.author)
        facts = {"name": work.title, "author": author, "inLanguage": work.language, "datePublished": work.date}
        return {"@type": "Article", "@id": self.id("article", urls.SOURCE), **facts}

    @property
    def issue(self) -> Node:
        """The common properties of briefing and data: publisher, date, licence, source."""
        page = self.page
        return {
            "inLanguage": page.language,
            "datePublished": page.as_of_iso,
            "version": page.edition,
            "author": organisation(page.publisher),
            "publisher": organisation(page.publisher),
            "license": page.work.licence_url or page.work.licence,
            "isBasedOn": self.article,
        }


PERCENT = "P1"  # UN/CEFACT Recommendation 20


def variable(figure: FigureView, here: Here) -> Node:
    """Return what a figure measures, with hedge and doubts: a schema.org StatisticalVariable."""
    return {
        "@type": "StatisticalVariable",
        "@id": here.id("variable", figure.url),
        "name": plain_text(figure.label),
        "measurementQualifier": qualifier(figure),
        "disambiguatingDescription": doubts(figure),
    }


def qualifier(figure: FigureView) -> Node | None:
    """Return the words with which the source hedges a figure: a schema.org Enumeration."""
    return {"@type": "Enumeration", "name": figure.qualifier} if figure.qualifier else None


def doubts(figure: FigureView) -> str:
    """Return what a careful reader should doubt, and how what is odd about its place is read."""
    return " ".join(map(plain_text, (*figure.doubts, *(note.reading for note in figure.notes))))


def figure_nodes(figure: FigureView, here: Here) -> Iterator[Node]:
    """Yield a figure: a schema.org Observation of a StatisticalVariable."""
    exact = figure.exact
    number = int(exact.value) if exact.value.is_integer() else exact.value
    yield {
        "@type": "Observation",
        "@id": here.id("observation"),
        "name": f"{plain_text(figure.label)}: {figure.text}",
        "description": plain_text(figure.note),
        "disambiguatingDescription": doubts(figure),
        "variableMeasured": {"@id": here.id("variable")},
        "observationAbout": {"@type": "Place", "name": plain_text(figure.area)} if figure.area else None,
        "observationDate": one_date(exact.interval),
        "minValue" if exact.lower else "value": number,
        "unitText": figure.unit,
        "unitCode": PERCENT if exact.unit == "percent" else "",
        "measurementQualifier": qualifier(figure),
        "measurementTechnique": figure.formula,
        "valueReference": [here.see("Observation", "observation", link) for link in figure.inputs],
        "additionalProperty": [*recorded(figure, here)],
        "mainEntityOfPage": here.to(here.page.url),
        "subjectOf": here.briefing,
    }
    yield {
        **variable(figure, here),
        "statType": figure.kind,
        "measuredProperty": {"@type": "Property", "name": plain_text(figure.measure)},
        "populationType": {"@type": "Class", "name": plain_text(figure.subject)},
    }


def one_date(interval: str) -> str:
    """Return the one year or month that an ISO 8601 interval is, or "": an Observation has a date, and no interval."""
    start, _, end = interval.partition("/")
    year = end[:4]
    if (start, end) in ((f"{year}-01", f"{year}-12"), (f"{year}-01-01", f"{year}-12-31")):
        return year
    return end if start == end else ""


def recorded(figure: FigureView, here: Here) -> Iterator[Node]:
    """Yield further properties of a figure, under the names of the columns of `figures.csv`."""
    place = here.to(figure.place.url) if figure.place else ""
    yield from properties(
        qualifier=figure.qualifier,
        status=figure.status,
        derived="true" if figure.computed else "",
        period=figure.exact.interval,
        period_basis=figure.period_basis,
        compared_with=plain_text(figure.compared_with),
        compared_with_basis=figure.compared_with_basis,
        printed=figure.printed,
        attributed_to=figure.attributed_to,
    )
    if figure.place:
        yield {"@type": "PropertyValue", "name": "paragraph", "value": figure.place.text, "url": place}
    if figure.part_of:
        whole = {"value": figure.part_of.text, "url": here.id("observation", figure.part_of.url)}
        yield {"@type": "PropertyValue", "name": "part_of", **whole}
    for note in figure.notes:
        doubt = {"value": note.printed, "description": plain_text(note.reading), "url": here.to(note.url)}
        yield {"@type": "PropertyValue", "name": "note", **doubt}


def linked(page: Page, base: str = "") -> str:
    """Return a page's JSON-LD, safe to stand in a `script` element; "" for a page that stands for nothing."""
    here = Here(page, base)
    graph = [*page_nodes(here), *breadcrumbs(here)]
    return embedded({"@context": "https://schema.org", "@graph": graph}) if graph else ""


def page_nodes(here: Here) -> Iterator[Node]:
    """Yield what a page is about."""
    match here.page.context:
        case HomeContext() as it:
            yield overview(it, here)
        case PartContext() as it:
            yield part_node(it, here)
        case FiguresContext() as it:
            yield figures_node(it, here)
        case FigureContext() as it:
            yield from figure_nodes(it.figure, here)
        case ChartsContext() as it:
            yield {**webpage("CollectionPage", here), "hasPart": [here.see("Dataset", "data", x) for _, x in it.charts]}
        case ChartContext() as it:
            yield chart(it, here)
        case OutlookContext() as it:
            yield {**webpage("CollectionPage", here), "hasPart": [claim(each, here) for each in it.claims]}
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
        "abstract": " ".join(plain_text(passage.prose) for passage in it.thesis),
        "url": here.to(urls.HOME),
        **({"image": here.to(urls.CARD)} if here.base else {}),
        **here.issue,
        "hasPart": [
            {"@type": "Report", "@id": here.id("part", card.link.url), "name": card.link.text}
            for list_ in it.cards
            for card in list_.cards
        ],
    }


def part_node(it: PartContext, here: Here) -> Node:
    """Return a trend, an issue or a group: a schema.org Report within the briefing."""
    charts = (Link(chart.title, urls.chart_url(chart.id)) for chart in it.charts)
    return {
        "@type": "Report",
        "@id": here.id("part"),
        "name": plain_text(it.title),
        "alternateName": it.name,
        "description": plain_text(it.finding),
        "abstract": plain_text(it.summary),
        "position": it.number,
        "url": here.to(here.page.url),
        "isPartOf": here.briefing,
        **here.issue,
        "hasPart": [here.see("Dataset", "data", link) for link in charts],
        "mentions": [{"@type": "DefinedTerm", "@id": here.to(x.url), "name": x.text} for x in it.entities],
    }


def figures_node(it: FiguresContext, here: Here) -> Node:
    """Return the table of all figures: a schema.org Dataset."""
    return {
        **webpage("Dataset", here),
        "@id": here.id("data"),
        "url": here.to(here.page.url),
        **here.issue,
        "variableMeasured": [variable(row, here) for row in it.rows],
        "distribution": [entry(name, here.to(urls.data_url(name))) for name in ("figures.csv", "briefing.json")],
    }


def chart(it: ChartContext, here: Here) -> Node:
    """Return the data of a chart: a schema.org Dataset."""
    files = {suffix: here.to(urls.chart_url(it.chart.id, suffix)) for suffix in ("csv", "png", "svg")}
    return {
        "@type": "Dataset",
        "@id": here.id("data"),
        "name": it.chart.title,
        "alternateName": it.chart.subtitle,
        "description": it.chart.description,
        "disambiguatingDescription": it.chart.note,
        "creditText": it.chart.source,
        "url": here.to(here.page.url),
        "isPartOf": here.briefing,
        **here.issue,
        "variableMeasured": [variable(figure, here) for figure in it.figures],
        "distribution": [entry(f"{it.chart.id}.csv", files["csv"])],
        "image": [media(files["png"], it.chart.title), media(files["svg"], it.chart.title)],
    }


def claim(forecast: ForecastView, here: Here) -> Node:
    """Return what the source expects: a schema.org Claim that appears in the article."""
    return {
        "@type": "Claim",
        "@id": here.id(forecast.id),
        "text": plain_text(forecast.gist),
        "appearance": {"@id": here.article["@id"]},
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
        "description": plain_text(entity.gloss),
        "disambiguatingDescription": " ".join(plain_text(note.reading) for note in entity.notes),
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
