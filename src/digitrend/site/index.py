"""The A–Z index: every name of every entry, by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from digitrend.site import urls
from digitrend.site.contexts import IndexContext, SearchContext
from digitrend.site.lookup import Link, Lookup
from digitrend.site.search_entries import SearchEntry
from digitrend.site.views import IndexLetter, IndexLine

FIRST = re.compile(r"[^\W_]")
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def index_context(found: Iterable[SearchEntry], look: Lookup) -> IndexContext:
    """Return the entries under their letters, numbers first; a page is in the menu and needs no line here."""
    lines: dict[str, list[tuple[tuple[float, str], IndexLine]]] = {}
    for entry in found:
        if entry.kind == "page":
            continue
        kind = look.word(f"search.one.{entry.kind}")
        for text, key in ((entry.title, ""), *((name.text, name.key) for name in entry.names)):
            see = entry.title if entry.kind == "term" and text != entry.title else ""
            by = folded(key or text)
            if see and folded(_without_acronym(entry.title)) == by:
                continue  # it would stand beside its title, and differ from it by a capital
            lines.setdefault(letter_of(by), []).append(
                (_order(by), IndexLine(text, entry.url, kind, see, entry.computed))
            )
    return IndexContext(tuple(_letter(letter, lines[letter]) for letter in sorted(lines)))


def _without_acronym(title: str) -> str:
    """Return a term's title as it is without what stands in brackets after it: "Artificial intelligence"."""
    return title.partition(" (")[0]


def folded(text: str) -> str:
    """Return a text as it is sorted: from its first letter or digit on, without accents, in lower case."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    start = FIRST.search(plain)
    return plain[start.start() :].casefold() if start else ""


def letter_of(key: str) -> str:
    """Return the letter that a folded text stands under: "0" for all digits."""
    return "0" if not key or key[0].isdigit() else key[0].upper()


def _order(key: str) -> tuple[float, str]:
    number = NUMBER.match(key)
    return (float(number[0].replace(",", "")) if number else 0, key)


def _letter(letter: str, lines: list[tuple[tuple[float, str], IndexLine]]) -> IndexLetter:
    ordered = sorted(lines, key=lambda pair: (pair[0], pair[1].text, pair[1].url))
    digits = letter == "0"
    return IndexLetter(
        f"letter-{letter.lower()}", "0–9" if digits else letter, tuple(dict.fromkeys(line for _, line in ordered))
    )


def search_context(index: IndexContext) -> SearchContext:
    """Return what the page of the search shows without scripts: the letters of the index."""
    return SearchContext(tuple(Link(letter.heading, f"{urls.INDEX}#{letter.id}") for letter in index.letters))
