"""The address in the site of each item, such as `/trends/ai.html`.

`render` makes addresses relative to the page, so that the site works under any path and from disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import lru_cache

from digitrend.model import Briefing, Part, paragraph_of, section_of, source_of

HOME = "/index.html"
TRENDS = "/trends/index.html"
ISSUES = "/issues/index.html"
ADVICE = "/countermeasures/index.html"
FIGURES = "/figures/index.html"
CHARTS = "/charts/index.html"
TIMELINE = "/timeline.html"
OUTLOOK = "/outlook.html"
CONNECTIONS = "/connections.html"
TERMS = "/terms.html"
SOURCE = "/source.html"
WHOLE = "/whole.html"
CHANGES = "/changes.html"
SEARCH = "/search.html"
INDEX = "/a-z.html"
NOT_FOUND = "/404.html"
PDF = "/briefing.pdf"  # the whole edition
SINGLE = "/briefing.html"  # the same as one file, with all that it needs inside
FEED = "/feed.xml"
PROOF = "/proof.json"  # what the site can show of itself
CARD = "/cards/briefing.png"  # the picture of the briefing in previews of links

CITED = ("bib", "ris", "json")  # the forms of a citation
DRAWN = ("svg", "png", "2x.png", "dark.png")  # the pictures of a chart, by their endings
TABLED = ("csv", "json")  # and its data
FOLDERS = {"trend": "trends", "issue": "issues", "countermeasure": "countermeasures"}


def card_url(kind: str, number: int) -> str:
    """Return the address of the picture of a part that has no chart."""
    return f"/cards/{kind}-{number}.png"


def part_url(part: Part) -> str:
    """Return the address of a trend, an issue or a group."""
    return f"/{FOLDERS[part.kind]}/{part.slug}.html"


def moves(briefing: Briefing) -> Iterator[tuple[str, str]]:
    """Yield each former address of a page or download, from `aliases`, with the present one."""
    for part in briefing.parts:
        yield from ((f"/{FOLDERS[part.kind]}/{old}.html", part_url(part)) for old in part.aliases)
    for name, (_, figure) in briefing.figures.items():
        for old in figure.aliases:
            yield from ((figure_url(old, suffix), figure_url(name, suffix)) for suffix in ("html", "json"))
            yield from ((cite_url(old, suffix), cite_url(name, suffix)) for suffix in CITED)
    for _, chart in briefing.charts:
        for old in chart.aliases:
            yield embed_url(old), embed_url(chart.id)
            yield from ((chart_url(old, suffix), chart_url(chart.id, suffix)) for suffix in ("html", *DRAWN, *TABLED))
            yield from ((cite_url(old, suffix), cite_url(chart.id, suffix)) for suffix in CITED)


def measure_url(part: Part, ordinal: int) -> str:
    """Return the address of a measure, by its ordinal from 1."""
    return f"{part_url(part)}#measure-{ordinal}"


def _file_name(name: str) -> str:
    """Return the file name of an id; a slash in the period of a point becomes an underscore."""
    return name.replace("/", "_").replace(" ", "-")


def figure_url(name: str, suffix: str = "html") -> str:
    """Return the address of a figure's page, or with another suffix of its data."""
    return f"/figures/{_file_name(name)}.{suffix}"


def chart_url(name: str, suffix: str = "html") -> str:
    """Return the address of a chart's page, or with another suffix of its download."""
    return f"/charts/{name}.{suffix}"


def embed_url(name: str) -> str:
    """Return the address of the page that shows a chart within pages of others."""
    return f"/charts/embed/{name}.html"


def event_url(name: str) -> str:
    """Return the address of an event: its place on the timeline."""
    return f"{TIMELINE}#{name}"


def forecast_url(name: str) -> str:
    """Return the address of a forecast: its place on the outlook page."""
    return f"{OUTLOOK}#{name}"


def entity_url(name: str) -> str:
    """Return the address of an entity: its entry among people, places and terms."""
    return f"{TERMS}#{name}"


def term_url(name: str) -> str:
    """Return the address of an entity's own page, if it has one."""
    return f"/terms/{name}.html"


def note_url(name: str) -> str:
    """Return the address of a note: its place on the page of the source."""
    return f"{SOURCE}#{name}"


def place_url(place: str) -> str:
    """Return the address of a paragraph or section of the source."""
    if source_of(place):
        return f"{SOURCE}#record"  # a further work, which has no outline of its own
    number = paragraph_of(place)
    return f"{SOURCE}#{section_of(place)}" + (f"-{number}" if number else "")


def file_of(url: str) -> str:
    """Return the output file of an address: "/trends/ai.html#x" is written to "trends/ai.html"."""
    return url.partition("#")[0].lstrip("/")


def data_url(name: str) -> str:
    """Return the address of a data file by its name, such as `events.csv`."""
    return f"/data/{name}"


def cite_url(name: str, suffix: str) -> str:
    """Return the address of the citation of a chart or a figure by its id; also of `source` and `briefing`."""
    return f"/cite/{_file_name(name)}.{suffix}"


def relative(url: str, path: str) -> str:
    """Return an address of the site as a relative link from the page at `path`; it names a file."""
    file, _, fragment = url.lstrip("/").partition("#")
    tail = f"#{fragment}" if fragment else ""
    if file == path and tail:
        return tail
    return _way(file, posixpath.dirname(path)) + tail


@lru_cache(maxsize=1 << 14)  # the same links stand on all pages of a folder
def _way(file: str, folder: str) -> str:
    return posixpath.relpath(file, folder or ".")


def absolute(url: str, base: str) -> str:
    """Return the full address, with the site's own; that of a folder without `index.html`."""
    file, mark, fragment = url.partition("#")
    if file.endswith("/index.html"):
        file = file.removesuffix("index.html")
    return f"{base.rstrip('/')}{file}{mark}{fragment}"
