"""Reads the tags of HTML and SVG, as far as checking a page needs it.

One regular expression takes a third of the time of the standard library's parser, and a build checks every page.  It
follows the tokenizer of the HTML standard for well-formed pages; a broken page is read in linear time, too.  https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digitrend.sitecheck.facts import FactsFound


Tag: TypeAlias = tuple[str, str, int, int]
"""A tag: its name in lower case ("/p" closes), its attributes as written, where it begins and where it ends."""

# Elements whose content is text, whatever it holds.
_RAW = r"(?i:iframe|noembed|noframes|script|style|textarea|title|xmp)(?=[ \t\n\r\f/>])"

# What repeats a character is possessive: where one alternative ends, no other could have gone on.
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+|(?=>))"""
_NAME = r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
_EQUALS = r"[ \t\n\r\f]*+=[ \t\n\r\f]*+"
_ATTRIBUTES = rf"(?:[ \t\n\r\f/]++|{_NAME}(?:{_EQUALS}{_VALUE}|(?![ \t\n\r\f]*+=)))*"
_ELEMENT = r"/?[a-zA-Z][^ \t\n\r\f/>]*+"
_ASIDE = r"!--(?:-?>|.*?(?:--!?>|\Z))|!\[CDATA\[.*?(?:\]\]>|\Z)|[!?/][^>]*+(?:>|\Z)"
_UNCLOSED = r"[a-zA-Z].*"  # a tag that never ends takes the rest of the file with it
_CONTENT = rf".*?(?:</(?i:(?P=raw))(?=[ \t\n\r\f/>])(?:{_ATTRIBUTES}>|.*)|\Z)"

_HTML = rf"<(?:((?P<raw>{_RAW})|{_ELEMENT})({_ATTRIBUTES})>(?(raw){_CONTENT})|{_ASIDE}|{_UNCLOSED})"
_XML = rf"<(?:((?P<raw>(?!))|{_ELEMENT})({_ATTRIBUTES})>|{_ASIDE}|{_UNCLOSED})"
HTML = re.compile(_HTML, re.DOTALL)
XML = re.compile(_XML, re.DOTALL)  # the same groups; no element is raw

_PAIR = re.compile(rf"({_NAME})(?:{_EQUALS}({_VALUE}))?")


def tags(text: str, language: re.Pattern[str] = HTML) -> Iterator[Tag]:
    """Yield the tags of a text in order, without those in comments and, in HTML, in scripts and the like."""
    for found in language.finditer(text):
        name, _, written = found.groups()
        if name:
            if written and name.startswith("/"):
                written = ""  # an end tag's attributes mean nothing
            yield name.lower(), written, found.start(), found.end(3) + 1


def written_attributes(written: str) -> list[tuple[str, str]]:
    """Return a tag's attributes: their names as written, and their values with the quotes."""
    return _PAIR.findall(written)


def meaning(written: str) -> str:
    """Return an attribute's value without quotes and with character references resolved."""
    plain = written[1:-1] if written[:1] in {'"', "'"} else written
    return unescape(plain) if "&" in plain else plain


POINTING = frozenset(
    {f"aria-{end}" for end in ("activedescendant", "controls", "describedby", "details", "errormessage")}
    | {"aria-flowto", "aria-labelledby", "aria-owns"}
    | {"commandfor", "for", "form", "headers", "list", "popovertarget"}
)
FACTS = {"id": "ids", "data-figure": "figures", **dict.fromkeys(POINTING, "pointers")}
_LINK = {"href": "link", "xlink:href": "link"}
_DRAWN = {"href": "asset", "xlink:href": "asset"}
ADDRESSES = {  # which attributes of which elements hold an address, and which kind of reference that is
    "a": _LINK,
    "area": _LINK,
    "audio": {"src": "later"},
    "base": {"href": "base"},
    "blockquote": {"cite": "about"},
    "button": {"formaction": "link"},
    "embed": {"src": "asset"},
    "feimage": _DRAWN,
    "form": {"action": "link"},
    "iframe": {"src": "asset"},
    "image": _DRAWN,
    "img": {"src": "asset", "srcset": "later"},
    "input": {"src": "asset", "formaction": "link"},
    "object": {"data": "asset"},
    "q": {"cite": "about"},
    "script": {"src": "asset", **_DRAWN},
    "source": {"src": "later", "srcset": "later"},
    "track": {"src": "later"},
    "use": _DRAWN,
    "video": {"src": "later", "poster": "asset"},
}

_ID_IN_URL = re.compile(r"""url\(\s*['"]?#([^'")]+)""")
# Browsers drop line breaks and tabs in an address before they look at it.
_SCRIPT = re.compile(r"[\0-\x20]*+" + r"[\t\r\n]*+".join("javascript:"), re.IGNORECASE)

# What templates make of prose. Other tags are the content's own words: "the <canvas> element".
MARKUP = re.compile(r"<(?:(?:a|button|span)\s[^<>]*\b(?:class|data-\w+|href|popovertarget)=|(?:code|em|p|strong)>)")

AttributeList: TypeAlias = list[tuple[str, str]]
"""The attributes of a tag as they stand there."""


class Attributes(dict[str, str]):
    """The attributes of a tag by name in lower case, with their values as written."""

    @classmethod
    def of(cls, given: AttributeList) -> Attributes:
        """Return the attributes; of two with one name the first counts."""
        return cls((name.lower(), value) for name, value in reversed(given))

    def value(self, name: str) -> str:
        """Return what a value means, without spaces around it; "" for an attribute that is not there."""
        return meaning(self[name]).strip() if name in self else ""

    def keyword(self, name: str) -> str:
        """Return a value for which case does not count."""
        return self.value(name).lower()


TagFacts: TypeAlias = tuple[tuple[str, str, str], ...]
"""What a tag says wherever it stands: facts, kinds and texts."""


@lru_cache(maxsize=1 << 14)  # the tags of a site are much alike
def tag_facts(name: str, written: str) -> TagFacts:
    """Return the facts of a tag: those of global attributes, and the addresses that it refers to."""
    given = written_attributes(written)
    return (*_attribute_facts(given), *(_ids_in_urls(given) if "url(" in written else ()), *_addresses(name, given))


def _attribute_facts(given: AttributeList) -> Iterator[tuple[str, str, str]]:
    for spelt, value in given:
        name, text = spelt.lower(), meaning(value)
        if fact := FACTS.get(name):
            kind = name if fact == "pointers" else ""
            yield from ((fact, kind, each) for each in ((text,) if name == "id" else text.split()))
        elif name[:2] == "on" or name == "style":
            yield "inline", f"'{name}' attribute", ""
        if "<" in text and MARKUP.search(text):
            yield "marked", name, ""


def _ids_in_urls(given: AttributeList) -> Iterator[tuple[str, str, str]]:
    """Yield the ids that a drawing is clipped, filled or marked with."""
    for name, value in given:
        yield from (("pointers", name, pointed) for pointed in _ID_IN_URL.findall(meaning(value)))


def _addresses(name: str, written: AttributeList) -> Iterator[tuple[str, str, str]]:
    given = Attributes.of(written) if name in ADDRESSES else Attributes()
    lazy = "loading" in given and given.keyword("loading") == "lazy"
    for attribute, kind in ADDRESSES.get(name, {}).items():
        if attribute in given:
            text = meaning(given[attribute])
            candidates = (each.split()[0] for each in re.split(r",\s", text) if each.strip())  # a browser chooses
            for address in candidates if attribute == "srcset" else (text,):
                yield reference("later" if lazy else kind, address)


def reference(kind: str, address: str) -> tuple[str, str, str]:
    """Return the fact of a reference; an address that is a script counts as inline code."""
    if ":" in address and _SCRIPT.match(address):
        return "inline", "'javascript:' address", ""
    return "references", kind, address.strip()


FETCHED = frozenset({"modulepreload", "preload", "stylesheet"})
FETCHED_LATER = frozenset(
    {"apple-touch-icon", "dns-prefetch", "icon", "manifest", "mask-icon", "preconnect", "prefetch", "prerender"}
)
ADDRESS_PROPERTIES = frozenset({"og:audio", "og:image", "og:image:url", "og:url", "og:video", "twitter:image"})
CODE = frozenset({"", "importmap", "module", "speculationrules"})  # types of scripts that run, besides JavaScript's
NAMING = ("aria-label", "aria-labelledby")
SILENT = frozenset({"none", "presentation"})  # roles of what is there for its looks
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

_REFRESH = re.compile(r"""[\s\d.]*[;,]?\s*url\s*=\s*['"]?([^'"]*)""", re.IGNORECASE)


class Element(NamedTuple):
    """A tag that is looked at closely."""

    name: str  # in lower case; "/p" closes
    given: Attributes
    start: int
    end: int


class PageTags:
    """Goes through the tags of a page and adds what they say to the facts found."""

    def __init__(self, found_facts: FactsFound) -> None:
        self._found = found_facts
        self._drawings = 0  # how many svg elements are open
        self._unnamed = -1  # where an svg begins that has had no name so far
        self._hidden, self._depth = "", 0  # an element hidden from all, and how many of its name are open
        self._policy: frozenset[str] = frozenset()  # the words of its content security policy
        self._tables: list[tuple[int, bool]] = []  # those open: where, and whether they have a header cell

    def read(self) -> None:
        """Read the page from its first tag to its last."""
        for name, written, start, end in tags(self._found.text):
            if self._unnamed >= 0 or self._depth:
                self._keep_count(name, end)
            if written:
                for said in tag_facts(name, written):
                    self._found.add(*said, start)
            if read := ELEMENTS.get(name):
                read(self, Element(name, Attributes.of(written_attributes(written)), start, end))
            if "hidden" in written and not self._depth:
                self._hide(name, Attributes.of(written_attributes(written)), written)
        self._end()

    def _end(self) -> None:
        """Close what the page leaves open."""
        self._keep_count("", 0)
        while self._tables:
            self._close_table()

    def _keep_count(self, name: str, end: int) -> None:
        """Update the stack of open elements."""
        if self._unnamed >= 0:  # a name is the first thing in a drawing
            if name != "title" or not self._content(end):
                self._found.add("nameless", "svg", "", self._unnamed)
            self._unnamed = -1
        if self._depth and name.removeprefix("/") == self._hidden:
            self._depth += -1 if name.startswith("/") else 1

    def _hide(self, name: str, given: Attributes, written: str) -> None:
        """Begin a hidden part of the page, in which nothing needs a name."""
        empty = name in VOID or (self._drawings and written.endswith("/"))
        if not empty and _unseen(given):
            self._hidden, self._depth = name, 1

    def _content(self, end: int) -> str:
        """Return the text of an element that holds nothing else, whose tag ends at `end`."""
        stop = self._found.text.find("</", end)
        return " ".join(meaning(self._found.text[end : stop if stop >= 0 else None]).split())

    def _add(self, fact: str, kind: str, text: str, element: Element) -> None:
        self._found.add(fact, kind, text, element.start)

    def _refer(self, kind: str, address: str, element: Element) -> None:
        self._found.add(*reference(kind, address), element.start)

    # --- what a page says of itself

    def _html(self, element: Element) -> None:
        self._add("properties", "lang", element.given.value("lang"), element)

    def _title(self, element: Element) -> None:
        if not self._drawings and not self._found.has("properties", "title"):
            self._add("properties", "title", self._content(element.end), element)

    def _meta(self, element: Element) -> None:
        given, content = element.given, element.given.value("content")
        name = given.keyword("name") or given.keyword("property")
        if name in {"description", "viewport"}:
            self._add("properties", name, content, element)
        elif name in ADDRESS_PROPERTIES:
            self._add("references", "about", content, element)
        elif given.keyword("http-equiv") == "content-security-policy":
            self._policy = frozenset(content.replace(";", " ").split())
        elif given.keyword("http-equiv") == "refresh" and (target := _REFRESH.match(content)):
            self._add("properties", "redirect", target[1], element)
            self._refer("link", target[1], element)

    def _heading(self, element: Element) -> None:
        self._add("headings", element.name, "", element)

    # --- what it is made with

    def _link(self, element: Element) -> None:
        relations = set(element.given.keyword("rel").split())
        kind = "own" if "canonical" in relations else "about"
        if relations & FETCHED:
            kind = "asset"
        elif relations & FETCHED_LATER:
            kind = "later"
        if "href" in element.given:
            self._refer(kind, element.given.value("href"), element)

    def _script(self, element: Element) -> None:
        kind = element.given.keyword("type")
        if "src" not in element.given and (kind in CODE or kind.endswith(("javascript", "ecmascript"))):
            self._inline("script", element)

    def _style(self, element: Element) -> None:
        self._inline("style element", element)

    def _inline(self, what: str, element: Element) -> None:
        """Add an inline style or script, unless the page's policy allows it by its digest."""
        end = self._found.text.find(f"</{element.name}", element.end)
        content = self._found.text[element.end : end if end >= 0 else None]
        if f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" not in self._policy:
            self._add("inline", what, "", element)

    # --- what needs a name

    def _img(self, element: Element) -> None:
        named = "alt" in element.given or any(map(element.given.value, NAMING))
        if not (named or self._depth or _unseen(element.given)):
            self._add("nameless", element.name, "", element)

    def _input(self, element: Element) -> None:
        if element.given.keyword("type") == "image":
            self._img(element)

    def _svg(self, element: Element) -> None:
        given = element.given
        named = any(map(given.value, NAMING)) or given.keyword("role") in SILENT
        if not (named or self._depth or self._drawings or _unseen(given)):
            self._unnamed = element.start
        self._drawings += 1

    def _close_svg(self, _: Element) -> None:
        self._drawings = max(0, self._drawings - 1)

    # --- tables

    def _table(self, element: Element) -> None:
        self._tables.append((element.start, element.given.keyword("role") in SILENT))

    def _header_cell(self, _: Element) -> None:
        if self._tables:
            self._tables[-1] = (self._tables[-1][0], True)

    def _close_table(self, _: Element | None = None) -> None:
        start, headed = self._tables.pop() if self._tables else (0, True)
        if not headed:
            self._found.add("headless", "table", "", start)


def _unseen(given: Attributes) -> bool:
    return "hidden" in given or given.keyword("aria-hidden") == "true"


ELEMENTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), PageTags._heading),
    "html": PageTags._html,
    "img": PageTags._img,
    "input": PageTags._input,
    "link": PageTags._link,
    "meta": PageTags._meta,
    "script": PageTags._script,
    "style": PageTags._style,
    "svg": PageTags._svg,
    "/svg": PageTags._close_svg,
    "table": PageTags._table,
    "/table": PageTags._close_table,
    "th": PageTags._header_cell,
    "title": PageTags._title,
}
