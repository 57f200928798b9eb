"""Pages as Markdown for programs that read text: a copy of each page, and `llms.txt` (https://llmstxt.org).

A copy is made from the `main` element of the HTML page, without the interface. The markup is our own and well-formed,
so a regular expression finds the tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

from digitrend.site import urls
from digitrend.site.contexts import CardList, EmbedContext, MovedContext, NotFoundContext, Page, SearchContext

SUFFIX = ".md"
INDEX = "llms.txt"
_TOKEN = re.compile(r"<!--.*?-->|<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)", re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_NUMBER = re.compile(r'<span class="endnote-number">(\d+)</span>')  # of what a text calls as [1]
_VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "wbr"))
# The interface and drawings: what a chart shows stands in its table.
_LEFT_OUT = frozenset(("button", "form", "nav", "script", "style", "svg", "template"))
_BLOCKS = frozenset(("article", "aside", "blockquote", "details", "div", "dl", "figcaption", "figure", "footer"))
_BLOCKS |= {"header", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "ul"}
_SIGNS = re.compile(r"([\\`*_\[\]<>|])")


def has_markdown(page: Page) -> bool:
    """Return whether a page has a Markdown copy: not the search, embeds, redirects and the error page."""
    return not isinstance(page.context, (EmbedContext, MovedContext, NotFoundContext, SearchContext))


def markdown_copy(path: str, products: Mapping[str, bytes]) -> bytes:
    """Return the page at `path`, one of `products`, as Markdown."""
    return markdown(products[path].decode()).encode()


def markdown(page: str) -> str:
    """Return what the `main` of an HTML page says as Markdown: headings, lists, tables, links, paragraphs."""
    found = _MAIN.search(page)
    return _Writer().written(_NUMBER.sub(r"[\1] ", found[0] if found else page))


def _is_left_out(name: str, attributes: Mapping[str, str]) -> bool:
    classes = attributes.get("class", "").split()
    # The number of a figure is a button that opens its evidence; the way and what terms mean have pages of their own.
    return (name in _LEFT_OUT and "figure" not in classes) or bool({"way", "gloss-box"} & {*classes})


class _Writer:
    """Writes Markdown while tags pass by."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._text = ""  # of the block that is being written
        self._begins = ""  # what stands before it: "## ", "- "
        self._links: list[str] = []
        self._depth = 0  # of lists
        self._row: list[str] | None = None
        self._rows = 0  # of the table
        self._out = 0  # how many elements deep in something that is left out
        self._open: list[bool] = []  # of each open element, whether it is left out

    def written(self, text: str) -> str:
        """Return HTML as Markdown."""
        for closes, name, attributes, words in _TOKEN.findall(text):
            if words:
                if not self._out:
                    self._say(words)
            elif name and closes:
                self._end(name)
            elif name:
                given = dict(_ATTRIBUTE.findall(attributes))
                if name not in _VOID and not attributes.endswith("/"):
                    self._open.append(_is_left_out(name, given))
                    self._out += self._open[-1]
                if not self._out:
                    self._begin(name, given)
        self._flush()
        return "\n".join(self._blocks).strip() + "\n"

    def _say(self, words: str) -> None:
        self._text += _SIGNS.sub(r"\\\1", unescape(re.sub(r"\s+", " ", words)))

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "a":
            self._links.append(unescape(attributes.get("href", "")))
            self._text += "["
        elif name == "br":
            self._text += " "
        elif name in ("td", "th") and self._row is not None:
            self._text = ""
        elif name == "tr":
            self._flush()
            self._row = []
        elif self._row is None:
            self._block(name)

    def _block(self, name: str) -> None:
        if name[0] == "h" and name[1:].isdigit():
            self._flush("#" * int(name[1:]) + " ")
        elif name in ("li", "dt", "dd"):
            self._flush("  " * (max(self._depth, 1) - 1 + (name == "dd")) + "- ")
        elif name in _BLOCKS:
            self._flush(self._begins if not self._text.strip() else "")
            self._depth += name in ("ul", "ol", "dl")
        if name == "table":
            self._rows = 0

    def _end(self, name: str) -> None:
        out = self._out
        if self._open:
            self._out -= self._open.pop()
        if out:
            return
        if name == "a":
            self._link()
        elif name in ("td", "th") and self._row is not None:
            self._row.append(" ".join(self._text.split()))
            self._text = ""
        elif name == "tr" and self._row is not None:
            self._table_row(self._row)
            self._row = None
        elif self._row is None and (name in _BLOCKS or name in ("li", "dt", "dd") or name[0] == "h"):
            self._flush()
            self._depth -= name in ("ul", "ol", "dl")

    def _link(self) -> None:
        before, _, text = self._text.rpartition("[")
        url = self._links.pop() if self._links else ""
        place, sharp, fragment = url.partition("#")
        if place.endswith(".html") and ":" not in place and "embed/" not in place:
            url = f"{place}{SUFFIX}{sharp}{fragment}"
        if url.startswith("#"):  # a heading's or a line's own address
            self._text = before + ("" if text == "#" else text)
        else:
            self._text = f"{before}[{text}]({url})" if url and text.strip() else before + text

    def _table_row(self, cells: list[str]) -> None:
        row = f"| {' | '.join(cells)} |"
        self._blocks += [row] if self._rows else ["", row, "|" + " --- |" * len(cells)]
        self._rows += 1

    def _flush(self, begins: str = "") -> None:
        if text := " ".join(self._text.split()):
            item = self._begins.endswith("- ")
            if not (item and self._blocks and self._blocks[-1].lstrip().startswith("- ")):
                self._blocks.append("")
            self._blocks.append(self._begins + text)
            self._begins = ""
        self._text = ""
        self._begins = begins or ("" if text else self._begins)


def index(title: str, summary: str, pages: Iterable[Page], base: str) -> bytes:
    """Return `llms.txt`: title and summary of the briefing, and a list of the Markdown copies."""
    lines = [f"# {title}", "", f"> {summary}"]
    chosen = [page for page in pages if has_markdown(page)]
    parts = [page for page in chosen if isinstance(page.context, CardList) or len(page.trail) > 1]
    for heading, group in (("Pages", [page for page in chosen if page not in parts]), ("Details", parts)):
        lines += ["", f"## {heading}", ""]
        for page in group:
            url = f"{page.url}{SUFFIX}"
            address = urls.absolute(url, base) if base else url.lstrip("/")
            lines.append(f"- [{page.title}]({address}): {page.description}")
    return "\n".join([*lines, ""]).encode()
