"""The feed of editions and corrections (Atom, RFC 4287), the sitemap (sitemaps.org 0.9) and robots.txt (RFC 9309).

Ids are UUIDs made from the source's digest and the edition's name: they stay when the site moves, as RFC 4287 asks.
Without the site's own address links are relative, which Atom resolves against where the feed was found.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from digitrend.site import urls
from digitrend.site.contexts import EmbedContext, MovedContext, NotFoundContext, Page
from digitrend.site.lookup import Lookup

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
    paragraphs = (escape(lookup.plain(passage.text)) for passage in overview.thesis)
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
    """Return a UUID (RFC 9562, version 5) that is the same as long as what it stands for is."""
    briefing = lookup.briefing
    edition = "" if what == "feed" else lookup.plain(briefing.overview.edition)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"digitrend:{briefing.source.digest}:{edition}:{what}").urn


def _moment(day: date) -> str:
    """Return a day as RFC 3339 has moments; no hour is known, so it is the first."""
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
    """Return what robots are asked: nothing is kept from them, and the sitemap is named if its address is known."""
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
