"""Files for programs: data, citations (BibTeX, RIS, CSL-JSON), feed, sitemap, link previews, files for hosts.

The feed of editions and corrections is Atom (RFC 4287), the sitemap that of sitemaps.org 0.9, robots.txt RFC 9309;
`_headers` and `_redirects` are as Netlify and Cloudflare Pages read them.
"""

from __future__ import annotations

import posixpath
import re
import struct
import uuid
from calendar import month_abbr
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape
from itertools import groupby
from urllib.parse import urlsplit
from xml.etree import ElementTree

from digitrend.build.hosting import COMMON, NOT_FOUND, SINGLE, headers
from digitrend.charts import Chart
from digitrend.exports import tables
from digitrend.exports.tables import csv_bytes, json_bytes
from digitrend.model import Briefing
from digitrend.site import urls
from digitrend.site.contexts import (
    ChartContext,
    EmbedContext,
    FigureContext,
    MovedContext,
    NotFoundContext,
    Page,
    PartContext,
)
from digitrend.site.lookup import Lookup
from digitrend.site.source_page import Citation, Kind, citations


def data_files(
    briefing: Briefing, lookup: Lookup, base: str = "", pages: tuple[Page, ...] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each data file; `pages` are those of the site, for the sitemap."""
    yield from data(lookup, base).items()
    for name in briefing.figures:
        path = urls.file_of(urls.figure_url(name, "json"))
        yield path, json_bytes(tables.figure_record(name, lookup))
    yield from citation_files(lookup, base)
    yield from feed_files(lookup, pages, base)
    if moves := tuple(urls.moves(briefing)):
        yield REDIRECTS, host_redirects(moves, base)


def data(lookup: Lookup, base: str) -> dict[str, bytes]:
    """Return the files of `data/` by path, with the package that describes them."""
    found = {
        f"{name}.csv": csv_bytes(tables.table_columns(name), each)
        for name, each in tables.table_rows(lookup, base).items()
    }
    found["briefing.json"] = json_bytes(tables.briefing_record(lookup))
    found["datapackage.json"] = tables.package(lookup, found, base)
    return {urls.file_of(urls.data_url(name)): content for name, content in found.items()}


def chart_csv(chart: Chart) -> bytes:
    """Return the data of a chart, under names that are the same in every language."""
    return csv_bytes(chart.data.header, chart.data.rows)


def chart_json(chart: Chart) -> bytes:
    """Return a chart as JSON: its words, its form and why it has it, and its data, one object a row."""
    rows = [dict(zip(chart.data.header, row, strict=True)) for row in chart.data.rows]
    words = {"title": chart.title, "subtitle": chart.subtitle, "description": chart.description, "note": chart.note}
    return json_bytes(
        {"id": chart.id, "form": chart.form, "why": chart.why, **words, "source": chart.source, "data": rows}
    )


def chart_oembed(chart: Chart, base: str, size: tuple[int, int]) -> bytes:
    """Return how other pages embed a chart, in a frame of this width and height; `base` is the site's own address."""
    page = urls.absolute(urls.embed_url(chart.id), base)
    title = chart.title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    width, height = size
    frame = f'<iframe src="{page}" title="{title}" width="100%" height="{height}" loading="lazy"></iframe>'
    said = {"version": "1.0", "type": "rich", "title": chart.title, "provider_url": base}
    picture = {"thumbnail_url": urls.absolute(urls.chart_url(chart.id, "png"), base), "thumbnail_width": 1200}
    return json_bytes({**said, "html": frame, "width": width, "height": height, **picture})


def pictured(page: Page) -> tuple[str, str]:
    """Return the address and alternative text of a page's picture: its chart, its card, or the briefing's.

    Galleries and pages of everything show many charts, none of which stands for them.
    """
    match page.context:
        case ChartContext(chart=chart) | PartContext(charts=(chart, *_)) | FigureContext(chart=Chart() as chart):
            return urls.chart_url(chart.id, "png"), chart.title
        case PartContext(kind=kind, number=number, finding=finding):
            return urls.card_url(kind, number), finding.plain
    return urls.CARD, page.site_title


def png_size(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, from its first chunk (ISO/IEC 15948)."""
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def citation_files(lookup: Lookup, base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each citation's three files."""
    for each in citations(lookup, base):
        for suffix, content in (("bib", bibtex(each)), ("ris", ris(each)), ("json", csl_json(each))):
            yield urls.file_of(urls.cite_url(each.id, suffix)), content


TYPES: dict[Kind, tuple[str, str, str]] = {  # what BibTeX, RIS and CSL call each
    "source": ("misc", "GEN", "article"),
    "briefing": ("techreport", "RPRT", "report"),
    "chart": ("incollection", "FIGURE", "figure"),
    "computed": ("incollection", "DATA", "dataset"),
    "figure": ("misc", "GEN", "article"),
}

# ---- BibTeX

# Escapes that are whole in themselves: BibTeX counts braces, and a bare one, escaped or not, would unbalance an entry.
SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


def tex(text: str) -> str:
    """Return text for a field of BibTeX: TeX's special characters escaped, all others in UTF-8, on one line."""
    return "".join(SPECIAL.get(character, character) for character in " ".join(text.split()))


def bibtex(cited: Citation) -> bytes:
    """Return a citation as an entry of BibTeX (its fields as in "BibTeXing", and `url` and `language` of biblatex).

    Authors and titles stand in two pairs of braces: an organisation has no surname, and a title keeps its capitals.
    """
    year, _, rest = cited.date.partition("-")
    fields = {
        "author": f"{{{tex(cited.author)}}}",
        "title": f"{{{tex(cited.title)}}}",
        "booktitle": f"{{{tex(cited.within)}}}" if cited.within and not cited.seen else "",
        "institution" if cited.kind == "briefing" else "publisher": "" if cited.seen else tex(cited.publisher),
        "edition": "" if cited.seen else tex(cited.edition),
        "year": year,
        "language": cited.language,
        "url": cited.url.replace("{", "%7B").replace("}", "%7D"),
        "note": tex(cited.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    month = [f"  month = {month_abbr[int(rest[:2])].lower()},"] if rest else []
    return "\n".join([f"@{TYPES[cited.kind][0]}{{{cited.key},", *lines, *month, "}", ""]).encode()


# ---- RIS


def ris(cited: Citation) -> bytes:
    """Return a citation in the RIS format (Research Information Systems, 2011): a tag a line, ended by CR LF."""
    tags = (
        ("TY", TYPES[cited.kind][1]),
        ("ID", cited.key),
        ("AU", cited.author),
        ("TI", cited.title),
        ("SE", cited.place),
        ("T2", "" if cited.seen else cited.within),
        ("DB", cited.within if cited.seen else ""),
        ("DP" if cited.seen else "PB", cited.publisher),
        ("ET", "" if cited.seen else cited.edition),
        ("PY", cited.date.partition("-")[0]),
        ("DA", "/".join([*cited.date.split("-"), "", "", ""][:4]) if cited.date else ""),
        ("LA", cited.language),
        ("UR", cited.url),
        ("N1", cited.note),
    )
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""]).encode()


# ---- CSL-JSON


def csl_json(cited: Citation) -> bytes:
    """Return a citation as CSL-JSON (the input data of Citation Style Language 1.0.2): a list of one item."""
    date = [int(part) for part in re.findall(r"\d+", cited.date)]
    item: dict[str, object] = {
        "id": cited.key,
        "type": TYPES[cited.kind][2],
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "section": cited.place,
        "container-title": "" if cited.seen else cited.within,
        "source": f"{cited.publisher}, {cited.within}, {cited.edition}" if cited.seen else "",
        "publisher": "" if cited.seen else cited.publisher,
        "edition": "" if cited.seen else cited.edition,
        "issued": {"date-parts": [date]} if date else "",
        "language": cited.language,
        "URL": cited.url,
        "note": cited.note,
    }
    return json_bytes([{name: value for name, value in item.items() if value}])


ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def feed(lookup: Lookup, base: str) -> bytes:
    """Return the feed: an entry for this edition and one for each change of it, the newest first."""
    overview = lookup.briefing.overview
    dates = [overview.as_of, *(change.date for change in overview.changes)]
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": overview.language})
    _text(root, "id", _id(lookup, "feed"))
    _text(root, "title", lookup.plain(overview.title))
    _text(root, "subtitle", lookup.plain(overview.subtitle))
    _text(root, "updated", _moment(max(dates)))
    _text(ElementTree.SubElement(root, "author"), "name", overview.publisher)
    _text(root, "rights", overview.licence)
    _link(root, "self", urls.FEED, base, "application/atom+xml")
    _link(root, "alternate", urls.HOME, base)
    root.extend([*reversed([*_changes(lookup, base)]), _edition(lookup, base)])
    return _written(root)


def _edition(lookup: Lookup, base: str) -> ElementTree.Element:
    overview = lookup.briefing.overview
    entry = ElementTree.Element("entry")
    _text(entry, "id", _id(lookup, "edition"))
    _text(entry, "title", f"{lookup.plain(overview.title)}: {lookup.plain(overview.edition)}")
    _text(entry, "published", _moment(overview.as_of))
    _text(entry, "updated", _moment(overview.as_of))
    _link(entry, "alternate", urls.HOME, base)
    paragraphs = (escape(lookup.plain(passage.text), quote=False) for passage in overview.thesis)
    _text(entry, "summary", lookup.plain(overview.subtitle))
    _text(entry, "content", "".join(f"<p>{text}</p>" for text in paragraphs)).set("type", "html")
    return entry


def _changes(lookup: Lookup, base: str) -> Iterator[ElementTree.Element]:
    """Yield an entry for each change, from the oldest to the newest."""
    overview = lookup.briefing.overview
    ordered = sorted(overview.changes, key=lambda change: change.date)
    for i, change in enumerate(ordered):
        number = sum(earlier.date == change.date for earlier in ordered[:i]) + 1  # among those of its day
        entry = ElementTree.Element("entry")
        _text(entry, "id", _id(lookup, f"change {change.date.isoformat()} {number}"))
        _text(entry, "title", lookup.plain(change.text))
        _text(entry, "updated", _moment(change.date))
        _link(entry, "alternate", urls.SOURCE, base)
        _text(entry, "content", lookup.plain(change.text))
        yield entry


def _id(lookup: Lookup, what: str) -> str:
    """Return a stable UUID (RFC 9562, version 5)."""
    briefing = lookup.briefing
    edition = "" if what == "feed" else lookup.plain(briefing.overview.edition)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"digitrend:{briefing.source.digest}:{edition}:{what}").urn


def _moment(day: date) -> str:
    """Return a day as an RFC 3339 timestamp, at midnight."""
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = text
    return child


def _link(parent: ElementTree.Element, rel: str, url: str, base: str, kind: str = "text/html") -> None:
    href = urls.absolute(url, base) if base else urls.relative(url, urls.file_of(urls.FEED))
    ElementTree.SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})


def _written(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, " ")
    return DECLARATION + ElementTree.tostring(root, encoding="unicode").encode() + b"\n"


def sitemap(pages: Iterable[Page], base: str) -> bytes:
    """Return the sitemap: the edition's date and every page but those to embed and for old or missing addresses."""
    root = ElementTree.Element("urlset", {"xmlns": SITEMAP})
    for page in pages:
        if not isinstance(page.context, (EmbedContext, MovedContext, NotFoundContext)):
            entry = ElementTree.SubElement(root, "url")
            _text(entry, "loc", urls.absolute(page.url, base))
            _text(entry, "lastmod", page.as_of_iso)
    return _written(root)


def robots(base: str) -> bytes:
    """Return `robots.txt`, which allows everything and names the sitemap if its address is known."""
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines += ["", f"Sitemap: {urls.absolute('/sitemap.xml', base)}"]
    return "\n".join([*lines, ""]).encode()


def feed_files(lookup: Lookup, pages: tuple[Page, ...], base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each; a sitemap holds full addresses, so without the site's own there is none."""
    yield urls.file_of(urls.FEED), feed(lookup, base)
    yield "robots.txt", robots(base)
    if base:
        yield "sitemap.xml", sitemap(pages, base)


HEADERS = "_headers"
REDIRECTS = "_redirects"
MOVED_FOR_GOOD = 301


def host_headers(paths: Iterable[str], base: str, pages: Mapping[str, bytes]) -> bytes:
    """Return `_headers` for a site of these files; `pages` are those whose policy depends on what is in them."""
    root = _root(base)
    # A rule fits an address, whatever is sent from there: all let in the style of the page for missing addresses.
    styles = " ".join(["style-src 'self'", *re.findall("'sha256-[^']+'", pages.get(NOT_FOUND, b"").decode())])
    lines = ["# What to send with each file; for Netlify, Cloudflare Pages and hosts that read the same form."]
    lines += _rule(f"{root}*", COMMON)
    for path, patterns in _patterns(paths):
        given = headers(path, pages[SINGLE] if path == SINGLE else b"")
        own = {name: value.replace("style-src 'self'", styles) for name, value in given.items() if name not in COMMON}
        for pattern in patterns:
            lines += _rule(f"{root}{pattern}", own)
    return "\n".join([*lines, ""]).encode()


def host_redirects(moves: Iterable[tuple[str, str]], base: str) -> bytes:
    """Return `_redirects` from each address that an item had to the one that it has now."""
    root = _root(base).rstrip("/")
    return "".join(f"{root}{old} {root}{new} {MOVED_FOR_GOOD}\n" for old, new in moves).encode()


def _patterns(paths: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a file of each sort, and what fits all files of that sort and no other."""
    for top, found in groupby(sorted(paths), lambda path: path.partition("/")[0]):
        inside = list(found)
        if inside == [top]:
            bare = top.removesuffix(".html")  # both hosts show a page without its suffix as well
            yield top, tuple(dict.fromkeys((top, "" if bare == "index" else bare)))
        elif all(headers(path) == headers(inside[0]) for path in inside):
            yield inside[0], (f"{top}/*",)
        else:
            folders = {posixpath.dirname(path): path for path in reversed(inside)}
            yield from ((path, (f"{folder}/", f"{folder}/:file")) for folder, path in sorted(folders.items()))


def _rule(pattern: str, given: dict[str, str]) -> Iterator[str]:
    yield ""
    yield pattern
    yield from (f"  {name}: {value}" for name, value in given.items())


def _root(base: str) -> str:
    """Return the path of the site at its host, with a slash at both ends."""
    return f"{urlsplit(base).path.rstrip('/')}/"
