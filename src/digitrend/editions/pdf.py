"""The structure of a tagged PDF, put right where WeasyPrint leaves it short of PDF/UA-1.

Works on the objects of a PDF just before they are written.  Two things are mended: running heads and page numbers
become artifacts, as ISO 14289-1 asks in 7.8; and a description list, whose pairs stand in `div` elements, becomes a
list of labels and bodies, or a paragraph where its pairs run on in one line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydyf

from digitrend.errors import NoTypesetterError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


Tree = dict[bytes, Any]  # the structure elements by their references


def mend(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Mend the structure of a PDF that WeasyPrint has tagged."""
    objects = {each.reference: each for each in pdf.objects}
    tree = {name: each for name, each in objects.items() if _type(each) == "/StructElem"}
    root = objects[pdf.catalog["StructTreeRoot"]]
    for element in tree.values():
        if element["S"] == "/L":
            _mend_list(element, tree)
    numbers = objects[root["ParentTree"]]["Nums"]
    elements = dict(zip(numbers[::2], numbers[1::2], strict=True))
    told = set(_below(root["K"], tree))
    for page in (each for each in pdf.objects if _type(each) == "/Page"):
        _mend_page(objects[page["Contents"]], elements[page["StructParents"]], told)


def _type(each: Any) -> object:  # noqa: ANN401 - as above
    return each.get("Type") if isinstance(each, pydyf.Dictionary) else None


def _below(children: list[bytes | int], tree: Tree) -> Iterator[bytes]:
    """Yield the references of all elements in and below a list of children."""
    waiting = list(children)
    while waiting:
        if (name := waiting.pop()) in tree:
            assert isinstance(name, bytes)
            yield name
            waiting += tree[name].get("K", [])


def _children(element: Any, tree: Tree) -> list[Any]:  # noqa: ANN401 - as above
    return [tree[name] for name in element["K"] if name in tree]


def _mend_list(element: Any, tree: Tree) -> None:  # noqa: ANN401 - as above
    """Make a description list with pairs in it what readers of PDF understand."""
    pairs = _children(element, tree)
    if not any(pair["S"] == "/Div" for pair in pairs):
        return
    running = any(pair["S"] == "/Span" for pair in pairs)  # text between pairs: they stand in one line
    element["S"] = "/P" if running else "/L"
    for pair in (each for each in pairs if each["S"] == "/Div"):
        pair["S"] = "/Span" if running else "/LI"
        halves = [half for half in _children(pair, tree) if half["S"] == "/LI"]
        for half in halves:
            labels = not running and half is halves[0] and len(halves) > 1
            half["S"] = "/Span" if running else "/Lbl" if labels else "/LBody"
            for body in _children(half, tree):
                body["S"] = "/Span"


def _mend_page(stream: Any, elements: list[bytes | None], told: set[bytes]) -> None:  # noqa: ANN401 - as above
    """Turn what no element of the structure tells into artifacts."""
    untold = {number for number, name in enumerate(elements) if name not in told}
    for i, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in untold:
            stream.stream[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
    for number in untold:
        elements[number] = b"null"


VARIANT = "pdf/ua-1"
SVG = "{http://www.w3.org/2000/svg}"
NOWHERE = "site:/"  # stands for the site's address while that is not known
# Rules for fonts that a reader may have: what this machine has must not be seen in the file.
_INSTALLED = re.compile(rb"@font-face *\{[^}]*\blocal\([^}]*\}")
KINDS = {".css": "text/css", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class Edition:
    """What is to be set, and what the file says of itself."""

    page: str  # the path of the page in the site
    sheet: str  # the path of its stylesheet
    more: str  # what only the PDF can do: CSS after the stylesheet's
    base: str  # the site's own address, or ""
    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: str  # ISO 8601: the edition's, the only date in the file


def typesetter() -> str:
    """Return the version of the library that sets the text; raises NoTypesetter when something is missing."""
    spoken = io.StringIO()  # WeasyPrint prints advice of its own before it fails
    try:
        with redirect_stdout(spoken):
            from weasyprint.text.ffi import pango  # noqa: PLC0415 - half a second that only a PDF is worth
    except ImportError as error:
        fault = "a PDF needs WeasyPrint, which is not installed"
        raise NoTypesetterError(fault, "install it: pip install weasyprint") from error
    except OSError as error:
        fault = "a PDF needs Pango, the system's library for setting text, which WeasyPrint does not find"
        hint = (
            "install it: on Debian and Ubuntu apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
            "on macOS brew install pango, on Windows MSYS2's mingw-w64-x86_64-pango"
        )
        raise NoTypesetterError(fault, hint) from error
    return f"pango {pango.pango_version()}"


def typeset(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a page; `files` are the page and all that it loads, by path.

    Raises LookupError when the page loads what is not among them.
    """
    import weasyprint  # noqa: PLC0415 - as above
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    pass

    root = edition.base.rstrip("/") or NOWHERE
    fetcher = _fetcher(edition, files, root)
    page = files[edition.page].decode()
    html = weasyprint.HTML(string=page, base_url=f"{root}/{edition.page}", url_fetcher=fetcher)
    _prepare(html.etree_element, linked=bool(edition.base))
    try:
        document = html.render()
    except FatalURLFetchingError as error:
        raise LookupError(str(error)) from error
    about = document.metadata
    about.title, about.authors, about.description = edition.title, [edition.author], edition.subject
    about.keywords, about.created, about.modified = list(edition.keywords), edition.date, edition.date
    identifier = f"{edition.title} {edition.date}".encode()  # fixed, or WeasyPrint would make one up
    made = document.write_pdf(finisher=lambda _, pdf: mend(pdf), pdf_variant=VARIANT, pdf_identifier=identifier)
    return bytes(made)


def _prepare(page: Element, *, linked: bool) -> None:
    """Give each chart its text alternative as PDF wants it, and unlink what a reader of the file could not reach."""
    for drawing in page.iter(f"{SVG}svg"):
        title = drawing.makeelement(f"{SVG}title", {})
        title.text = drawing.get("aria-label")
        drawing.insert(0, title)
    for link in page.iter("a"):
        if not linked and not link.get("href", "").startswith(("#", "http:", "https:", "mailto:")):
            link.tag = "span"


def _fetcher(edition: Edition, files: Mapping[str, bytes], root: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what hands WeasyPrint the files that it asks for, and nothing from elsewhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    class Given(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - its signature
            path = url.removeprefix(f"{root}/")
            content = files[path]
            if path == edition.sheet:
                content = _INSTALLED.sub(b"", content) + edition.more.encode()
            kind = next((kind for suffix, kind in KINDS.items() if path.endswith(suffix)), "text/plain")
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Given(fail_on_errors=True)
