"""What all JSON-LD graphs are made of: the page they stand on, small nodes in the terms of schema.org, their text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digitrend import addresses
from digitrend.lookup import Link, Mention, Prose
from digitrend.site import Page

Node = dict[str, object]

TYPES = {  # media types by suffix (IANA)
    "csv": "text/csv",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def embedded(graph: Mapping[str, object]) -> str:
    """Return a graph as JSON (RFC 8259) that cannot end the `script` element that it stands in, or begin another.

    Of the characters that mean something to HTML none is left: JSON may write each as its number.
    """
    text = json.dumps(kept(graph), ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def kept(value: object) -> object:
    """Return a value without what is empty in it: what is not known is not told."""
    if isinstance(value, Mapping):
        return {key: kept(each) for key, each in value.items() if each not in (None, "", [], {})}
    return [kept(each) for each in value] if isinstance(value, list) else value


def plain(prose: Prose) -> str:
    """Return prose as plain text on one line."""
    text = "".join(piece.text if isinstance(piece, Mention) else piece for piece in prose.pieces)
    return " ".join(text.split())


def organisation(name: str) -> Node:
    """Return an organisation (schema.org Organization)."""
    return {"@type": "Organization", "name": name}


def entry(name: str, url: str) -> Node:
    """Return a file to download (schema.org DataDownload)."""
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": url,
        "encodingFormat": TYPES.get(name.rpartition(".")[2], ""),
    }


def media(url: str, caption: str) -> Node:
    """Return a picture (schema.org ImageObject)."""
    kind = TYPES.get(url.rpartition(".")[2], "")
    return {"@type": "ImageObject", "contentUrl": url, "caption": caption, "encodingFormat": kind}


def pairs(**values: str) -> Iterator[Node]:
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
        return addresses.absolute(url, self.base) if self.base else addresses.relative(url, self.page.path)

    def id(self, name: str, url: str = "") -> str:
        """Return the id of what a page, this one by default, is about."""
        return self.to(f"{url or self.page.url}#{name}")

    def see(self, kind: str, name: str, link: Link) -> Node:
        """Return a reference to what another page is about."""
        return {"@type": kind, "@id": self.id(name, link.url), "name": link.text}

    @property
    def briefing(self) -> Node:
        """The briefing, by name."""
        return self.see("Report", "briefing", Link(self.page.site_title, addresses.HOME))

    @property
    def article(self) -> Node:
        """The work cited."""
        work = self.page.work
        author = {"@type": "Person", "name": work.author} if work.by_person else organisation(work.author)
        facts = {"name": work.title, "author": author, "inLanguage": work.language, "datePublished": work.date}
        return {"@type": "Article", "@id": self.id("article", addresses.SOURCE), **facts}

    @property
    def issue(self) -> Node:
        """What the briefing and its data have in common: who issued it, when, under which licence, after what."""
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
