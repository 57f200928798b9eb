"""Where things stand in the site: an absolute address, such as `/trends/ai.html`, for each.

`render` makes addresses relative to the page they stand on, so that one output works at any path and from disk.
"""

from __future__ import annotations

from .model import Part, paragraph_of, section_of

HOME = "/index.html"
FIGURES = "/figures/index.html"
CHARTS = "/charts/index.html"
TIMELINE = "/timeline.html"
OUTLOOK = "/outlook.html"
CONNECTIONS = "/connections.html"
TERMS = "/terms.html"
SOURCE = "/source.html"
WHOLE = "/whole.html"
NOT_FOUND = "/404.html"

FOLDERS = {"trend": "trends", "issue": "issues", "countermeasure": "countermeasures"}


def part_url(part: Part) -> str:
    """Return the address of a trend, an issue or a group."""
    return f"/{FOLDERS[part.kind]}/{part.slug}.html"


def measure_url(part: Part, ordinal: int) -> str:
    """Return the address of a measure, by its ordinal from 1."""
    return f"{part_url(part)}#measure-{ordinal}"


def statistic_url(name: str, suffix: str = "html") -> str:
    """Return the address of a statistic's page, or with another suffix of its data."""
    return f"/figures/{name}.{suffix}"


def chart_url(name: str, suffix: str = "html") -> str:
    """Return the address of a chart's page, or with another suffix of its download."""
    return f"/charts/{name}.{suffix}"


def event_url(name: str) -> str:
    """Return the address of an event: its place on the timeline."""
    return f"{TIMELINE}#{name}"


def forecast_url(name: str) -> str:
    """Return the address of a forecast: its place in the ledger."""
    return f"{OUTLOOK}#{name}"


def entity_url(name: str) -> str:
    """Return the address of an entity: its entry among people, places and terms."""
    return f"{TERMS}#{name}"


def oddity_url(name: str) -> str:
    """Return the address of an oddity: its place on the page of the source."""
    return f"{SOURCE}#{name}"


def place_url(place: str) -> str:
    """Return the address of a paragraph or section of the source."""
    number = paragraph_of(place)
    return f"{SOURCE}#{section_of(place)}" + (f"-{number}" if number else "")


def file_of(url: str) -> str:
    """Return the output file of an address: "/trends/ai.html#x" is written to "trends/ai.html"."""
    return url.partition("#")[0].lstrip("/")
