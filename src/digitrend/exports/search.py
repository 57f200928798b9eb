"""The topics of a briefing for the two searches: documents for Pagefind, and a script file for a copy on disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape

from digitrend import addresses
from digitrend.site import Topic

SCRIPT = "search-index.js"
GLOBAL = "searchIndex"  # the name under which search.js finds what the script holds
WORD = re.compile(r"[^\W_]+")


def index_script(topics: Iterable[Topic]) -> bytes:
    """Return a script that hands over all topics: kind, title, address and text of each.

    A script and not JSON, because a page that was opened from disk may load scripts and nothing else.
    """
    rows = ([topic.kind, topic.title, topic.url.lstrip("/"), _said(topic)] for topic in topics)
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return f"var {GLOBAL} = [\n{lines}\n];\n".encode()


def documents(topics: Iterable[Topic], language: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of a page for Pagefind for each topic.

    The path tells the search page a topic's kind and address, because Pagefind searches in all else that a page could
    carry.  Where the text is empty the title stands for it: Pagefind passes over pages without text.
    """
    for topic in topics:
        text = _said(topic) or topic.title
        yield (
            document_path(topic),
            f'<!doctype html><html lang="{escape(language)}"><title>-</title><body data-pagefind-body>'
            f'<i data-pagefind-meta="title" data-pagefind-ignore>{escape(topic.title)}</i>'
            f"<p>{escape(text)}</p></body></html>\n",
        )


def document_path(topic: Topic) -> str:
    """Return the path of a topic's document: "term/terms/ndrc.html" for a term at "/terms.html#ndrc"."""
    folder = addresses.file_of(topic.url).removesuffix(".html")  # Pagefind would take a folder with it for a page
    return f"{topic.kind}/{folder}/{topic.url.partition('#')[2] or 'index'}.html"


def _said(topic: Topic) -> str:
    """Return a topic's other names and its text; names that only say the title again are left out."""
    known = set(WORD.findall(topic.title))
    names = (name.text for name in topic.names if not set(WORD.findall(name.text)) <= known)
    return " · ".join(filter(None, (*names, topic.text)))
