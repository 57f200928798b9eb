"""Statistics as linked data: a schema.org Observation of a StatisticalVariable, hedged as the source hedges it."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.site.views import Evidence

from .nodes import Here, Node, pairs, plain

PERCENT = "P1"  # UN/CEFACT Recommendation 20


def variable(figure: Evidence, here: Here) -> Node:
    """Return what a figure measures, how it is hedged and what is to be doubted: a schema.org StatisticalVariable."""
    return {
        "@type": "StatisticalVariable",
        "@id": here.id("variable", figure.url),
        "name": plain(figure.label),
        "measurementQualifier": qualifier(figure),
        "disambiguatingDescription": doubts(figure),
    }


def qualifier(figure: Evidence) -> Node | None:
    """Return the words with which the source hedges a figure: a schema.org Enumeration."""
    return {"@type": "Enumeration", "name": figure.qualifier} if figure.qualifier else None


def doubts(figure: Evidence) -> str:
    """Return what a careful reader should doubt, and how what is odd about its place is read."""
    return " ".join(map(plain, (*figure.doubts, *(oddity.reading for oddity in figure.oddities))))


def statistic(figure: Evidence, here: Here) -> Iterator[Node]:
    """Yield a statistic: a schema.org Observation of a StatisticalVariable."""
    exact = figure.exact
    number = int(exact.value) if exact.value.is_integer() else exact.value
    yield {
        "@type": "Observation",
        "@id": here.id("observation"),
        "name": f"{plain(figure.label)}: {figure.text}",
        "description": plain(figure.note),
        "disambiguatingDescription": doubts(figure),
        "variableMeasured": {"@id": here.id("variable")},
        "observationAbout": {"@type": "Place", "name": plain(figure.geography)} if figure.geography else None,
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
        "measuredProperty": {"@type": "Property", "name": plain(figure.measure)},
        "populationType": {"@type": "Class", "name": plain(figure.subject)},
    }


def one_date(interval: str) -> str:
    """Return the one year or month that an ISO 8601 interval is, or "": an Observation has a date, and no interval."""
    start, _, end = interval.partition("/")
    year = end[:4]
    if (start, end) in ((f"{year}-01", f"{year}-12"), (f"{year}-01-01", f"{year}-12-31")):
        return year
    return end if start == end else ""


def recorded(figure: Evidence, here: Here) -> Iterator[Node]:
    """Yield what the record of a statistic says beside, under the names of the columns of `statistics.csv`."""
    place = here.to(figure.place.url) if figure.place else ""
    yield from pairs(
        qualifier=figure.qualifier,
        status=figure.status,
        derived="true" if figure.computed else "",
        period=figure.exact.interval,
        period_basis=figure.period_basis,
        comparator=plain(figure.comparator),
        comparator_basis=figure.comparator_basis,
        printed=figure.printed,
        attributed_to=figure.attributed_to,
    )
    if figure.place:
        yield {"@type": "PropertyValue", "name": "paragraph", "value": figure.place.text, "url": place}
    if figure.part_of:
        whole = {"value": figure.part_of.text, "url": here.id("observation", figure.part_of.url)}
        yield {"@type": "PropertyValue", "name": "part_of", **whole}
    for oddity in figure.oddities:
        doubt = {"value": oddity.printed, "description": plain(oddity.reading), "url": here.to(oddity.url)}
        yield {"@type": "PropertyValue", "name": "oddity", **doubt}
