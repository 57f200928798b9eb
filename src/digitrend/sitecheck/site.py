"""The facts of any written file, by its kind: pages, stylesheets, drawings, feeds and sitemaps, scripts."""

from __future__ import annotations

import posixpath
import re
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from digitrend.diagnostics import Diagnostic, Position, Severity, did_you_mean
from digitrend.model.briefing import Budgets
from digitrend.sitecheck.facts import Facts, FactsFound, find_leaks
from digitrend.sitecheck.html import (
    XML,
    Attributes,
    PageTags,
    meaning,
    tag_facts,
    tags,
    written_attributes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from digitrend.sitecheck.facts import PlacedFact


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
    """Return what a file declares and refers to; any bytes have facts."""
    kind = KINDS.get(path.rpartition(".")[2].lower(), "text")
    if kind == "text" and b"\0" in content:
        return Facts(weight=len(content))
    found_facts = FactsFound(content.decode("utf-8-sig", errors="replace"))
    if read := READERS.get(kind):
        read(found_facts)
    find_leaks(found_facts)
    weight = len(zlib.compress(content, 6)) + GZIP_FRAME if kind in COMPRESSED else len(content)
    return Facts(kind, weight, **found_facts.mentions())


def _read_sheet(found_facts: FactsFound) -> None:
    """Add the addresses of a stylesheet; a fragment alone is an id of the page that is styled."""
    text = _COMMENT.sub(lambda comment: " " * len(comment[0]), found_facts.text)
    for found in _CSS_ADDRESS.finditer(text):
        address = next(filter(None, found.groups()), "")
        if not address.startswith("#"):
            found_facts.add("references", "asset", address, found.start())


def _read_drawing(found_facts: FactsFound) -> None:
    """Add what the tags of an SVG file say; it needs no name, being named where it is shown."""
    for name, written, start, _ in tags(found_facts.text, XML):
        for said in tag_facts(name, written):
            found_facts.add(*said, start)
        given = Attributes.of(written_attributes(written)) if name == "script" else Attributes()
        if name == "style" or (name == "script" and not given.keys() & {"href", "xlink:href"}):
            found_facts.add("inline", "script" if name == "script" else "style element", "", start)


def _read_feed(found_facts: FactsFound) -> None:
    """Add the addresses of a feed or a sitemap."""
    for name, written, start, end in tags(found_facts.text, XML):
        local = name.rpartition(":")[2]
        if local not in {"enclosure", "link", "loc"}:
            continue
        given = Attributes.of(written_attributes(written))
        stop = found_facts.text.find("<", end)
        text = meaning(found_facts.text[end:stop]).strip() if stop > end else ""
        if address := given.value("href") or given.value("url") or text:
            found_facts.add("references", "own" if local == "loc" else "about", address, start)


def _read_script(found_facts: FactsFound) -> None:
    """Add the modules of its own site that a script imports, at once or when it needs them."""
    for found in _MODULE.finditer(found_facts.text):
        found_facts.add("references", "later" if found[2] else "asset", found[4], found.start())


READERS: dict[str, Callable[[FactsFound], None]] = {
    "css": _read_sheet,
    "html": lambda found_facts: PageTags(found_facts).read(),
    "script": _read_script,
    "svg": _read_drawing,
    "xml": _read_feed,
}


NOT_FOUND = "404.html"  # served at any address, so its own links cannot be relative to one
SINGLE = "briefing.html"  # a file to hand on, which holds all that it needs, and not a page among others
FOR_PRINT = frozenset({SINGLE, "whole.html"})  # editions of all in one
START = Position(1, 1)
OUTSIDE = ".."  # the path of what leads out of the site's folder

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_EMBED = re.compile(r"(?:^|[/.-])embed(?:[/.-]|$)")


class LinkTarget(NamedTuple):
    """Where an address leads."""

    form: str  # "relative", "rooted" (from "/" on), "based" (below the site's own address) or "foreign"
    path: str = ""  # the site's file, whether there or not; "" for another site, ".." for outside the folder
    fragment: str = ""


class FileReference(NamedTuple):
    """A reference of a file, with where it leads."""

    path: str
    mention: PlacedFact
    target: LinkTarget


USUAL_PAGE = 80  # kilobytes: two seconds on a slow phone


NO_BUDGETS = Budgets()


@dataclass(frozen=True)
class Written:
    """A site to check: facts and paths of its files, its address and budgets."""

    facts: Mapping[str, Facts]
    paths: frozenset[str]
    base_url: str = ""
    budgets: Budgets = NO_BUDGETS
    former: frozenset[str] = frozenset()  # the paths of the site that this one replaces, without those that moved
    _targets: dict[tuple[str, str], LinkTarget] = field(default_factory=dict, repr=False)
    _hints: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    @cached_property
    def pages(self) -> dict[str, Facts]:
        """The HTML pages by path, in order."""
        return {path: facts for path, facts in sorted(self.facts.items()) if facts.kind == "html"}

    @cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids of every page and drawing; in other files a fragment means something else."""
        with_ids = {path: facts for path, facts in self.facts.items() if facts.kind in {"html", "svg"}}
        return {path: frozenset(one.text for one in facts.ids) for path, facts in with_ids.items()}

    @cached_property
    def references(self) -> tuple[FileReference, ...]:
        """Every reference of every file, file by file."""
        return tuple(
            FileReference(path, mention, self.target(path, mention.text))
            for path, facts in sorted(self.facts.items())
            for mention in facts.references
        )

    @property
    def root(self) -> str:
        """The site's own address with a slash at its end, or ""."""
        return self.base_url.rstrip("/") + "/" if self.base_url else ""

    def target(self, path: str, address: str) -> LinkTarget:
        """Return where an address in the file at `path` leads."""
        if address.startswith(("#", "?")) or not address:
            return LinkTarget("relative", path, _fragment(address))
        key = (posixpath.dirname(path), address)
        if key not in self._targets:  # menus say the same on every page
            self._targets[key] = self._target(*key)
        return self._targets[key]

    def may_be_rooted(self, path: str) -> bool:
        """Return whether links of a file may begin with "/": in the error page, if the address is known."""
        return path == NOT_FOUND and bool(self.base_url)

    def near_path(self, path: str) -> str:
        """Return a hint with a similar path, or ""."""
        folder, name = posixpath.split(path)
        akin = (each for each in self.paths if posixpath.dirname(each) == folder or posixpath.basename(each) == name)
        return self._near("", path, akin)

    def near_id(self, path: str, wanted: str) -> str:
        """Return a hint with a similar id of a file, or ""."""
        return self._near(path, wanted, self.ids[path])

    def _near(self, path: str, word: str, candidates: Iterable[str]) -> str:
        key = (path, word)
        if key not in self._hints:  # what is wrong in a menu is wrong on every page, and comparing takes long
            self._hints[key] = did_you_mean(word, candidates)
        return self._hints[key]

    def _target(self, folder: str, address: str) -> LinkTarget:
        root = self.root
        if root and (address + "/" == root or address.startswith(root)):
            return LinkTarget("based", _file(address[len(root) :]), _fragment(address))
        if _SCHEME.match(address) or address.startswith(("//", "\\")):
            return LinkTarget("foreign")
        if address.startswith("/"):
            return LinkTarget("rooted", self._below_root(address), _fragment(address))
        return LinkTarget("relative", _normal(posixpath.join(folder, _path(address))), _fragment(address))

    def _below_root(self, address: str) -> str:
        """Return the file that an address from "/" on names, when the site is where its own address says."""
        start = re.sub(r"[^:]*://[^/]*", "", self.root) or "/"
        if address + "/" == start:
            return _file("")
        return _file(address[len(start) :]) if address.startswith(start) else OUTSIDE


def error(code: str, message: str, path: str, place: PlacedFact | None, hint: str) -> Diagnostic:
    """Return an error at the place of a mention, or about the whole file."""
    return Diagnostic(code, message, path, place.at if place else START, hint=hint)


def warning(code: str, message: str, path: str, place: PlacedFact | None, hint: str) -> Diagnostic:
    """Return a warning at the place of a mention, or about the whole file."""
    return Diagnostic(code, message, path, place.at if place else START, Severity.WARNING, hint)


def is_embed(path: str) -> bool:
    """Return whether a page is made for embedding."""
    return bool(_EMBED.search(path))


def _path(address: str) -> str:
    return unquote(address.partition("#")[0].partition("?")[0])


def _fragment(address: str) -> str:
    """Return the id in an address; a text fragment is none."""
    return unquote(address.partition("#")[2].partition(":~:")[0])


def _file(address: str) -> str:
    """Return the file that a server gives for an address below the site's own."""
    path = _path(address)
    return _normal(f"{path}index.html" if not path or path.endswith("/") else path)


def _normal(path: str) -> str:
    """Resolve "." and ".." in a path; a final slash stays."""
    normal = posixpath.normpath(path)
    if normal == ".." or normal.startswith(("../", "/")):
        return OUTSIDE
    return f"{normal}/" if path.endswith(("/", "/.", "/..")) or path in {"", "."} or normal == "." else normal
