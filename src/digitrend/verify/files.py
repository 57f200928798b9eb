"""The facts of any written file, by its kind: pages, stylesheets, drawings, feeds and sitemaps, scripts."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from digitrend.verify.attributes import ADDRESSES, Attributes, read_addresses, read_attributes
from digitrend.verify.declared import Facts
from digitrend.verify.leaks import find_leaks
from digitrend.verify.markup import XML, meaning, tags, written_attributes
from digitrend.verify.pages import Page
from digitrend.verify.places import Finds

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {
    "atom": "xml",
    "css": "css",
    "htm": "html",
    "html": "html",
    "js": "script",
    "mjs": "script",
    "rss": "xml",
    "svg": "svg",
    "xml": "xml",
}
COMPRESSED = frozenset({"css", "html", "script", "svg"})  # what counts towards a page's weight, and is text
GZIP_FRAME = 12  # bytes that gzip puts round zlib's, less zlib's own

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*+(?:"([^"\n]*+)"|'([^'\n]*+)'|([^"'()\s]++))|@import\s*+(?:"([^"\n]*+)"|'([^'\n]*+)')""",
    re.IGNORECASE,
)
_MODULE = re.compile(r"""\b(from|import)\s*+(\(?)\s*+(["'])(\.{1,2}/[^"'\\\n]*+)\3""")


def facts(path: str, content: bytes) -> Facts:
    """Return what a written file declares and refers to; any bytes give facts, and equal ones equal facts."""
    kind = KINDS.get(path.rpartition(".")[2].lower(), "text")
    if kind == "text" and b"\0" in content:
        return Facts(weight=len(content))
    finds = Finds(content.decode("utf-8-sig", errors="replace"))
    if read := READERS.get(kind):
        read(finds)
    find_leaks(finds)
    return Facts(kind, _weight(kind, content), **finds.mentions())


def _weight(kind: str, content: bytes) -> int:
    return len(zlib.compress(content, 6)) + GZIP_FRAME if kind in COMPRESSED else len(content)


def _read_page(finds: Finds) -> None:
    Page(finds).read()


def _read_sheet(finds: Finds) -> None:
    """Add the addresses of a stylesheet; a fragment alone is an id of the page that is styled."""
    text = _COMMENT.sub(lambda comment: " " * len(comment[0]), finds.text)
    for found in _CSS_ADDRESS.finditer(text):
        address = next(filter(None, found.groups()), "")
        if not address.startswith("#"):
            finds.add("references", "asset", address, found.start())


def _read_drawing(finds: Finds) -> None:
    """Add what the tags of an SVG file say; it needs no name, being named where it is shown."""
    for name, written, start, _ in tags(finds.text, XML):
        given = Attributes.of(read_attributes(finds, written, start))
        if name in ADDRESSES:
            read_addresses(finds, name, given, start)
        if name == "style" or (name == "script" and not given.keys() & {"href", "xlink:href"}):
            finds.add("inline", "script" if name == "script" else "style element", "", start)


def _read_feed(finds: Finds) -> None:
    """Add the addresses of a feed or a sitemap."""
    for name, written, start, end in tags(finds.text, XML):
        local = name.rpartition(":")[2]
        if local not in {"enclosure", "link", "loc"}:
            continue
        given = Attributes.of(written_attributes(written))
        stop = finds.text.find("<", end)
        text = meaning(finds.text[end:stop]).strip() if stop > end else ""
        if address := given.value("href") or given.value("url") or text:
            finds.add("references", "own" if local == "loc" else "about", address, start)


def _read_script(finds: Finds) -> None:
    """Add the modules of its own site that a script imports, at once or when it needs them."""
    for found in _MODULE.finditer(finds.text):
        finds.add("references", "later" if found[2] else "asset", found[4], found.start())


READERS: dict[str, Callable[[Finds], None]] = {
    "css": _read_sheet,
    "html": _read_page,
    "script": _read_script,
    "svg": _read_drawing,
    "xml": _read_feed,
}
