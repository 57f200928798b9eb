"""The briefing as a tagged PDF.  The only module that imports WeasyPrint.

Takes the page, its stylesheet and its fonts as bytes; equal input gives equal bytes on one machine.  Charts stay
vectors, headings become bookmarks, and the structure of the page becomes PDF/UA-1 tags.  Nothing else is loaded.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digitrend.errors import NoTypesetterError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

VARIANT = "pdf/ua-1"
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = (".f-", ".s-")  # begin the rules for the colours of drawings
NOWHERE = "site:/"  # stands for the site's address while that is not known
Tree = dict[bytes, Any]  # structure elements by their references
_FACE = re.compile(rb"@font-face *\{[^}]*\}")
_INSTALLED = b"local("  # in the rule of a font that a reader may have: what this machine has must not be seen
KINDS = {".css": "text/css", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class Typesetting:
    """The page, its files, and the metadata of the PDF."""

    page: str  # the path of the page that is set
    sheet: str  # the path of the site's stylesheet, for its typefaces
    style: str  # all other CSS
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


def typeset(edition: Typesetting, files: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a page; `files` are the page and all that it loads, by path.

    Raises LookupError when the page loads what is not among them.
    """
    import weasyprint  # noqa: PLC0415 - as above
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    root = edition.base.rstrip("/") or NOWHERE
    fetcher = _fetcher(edition, files, root)
    page = files[edition.page].decode()
    html = weasyprint.HTML(string=page, base_url=f"{root}/{edition.page}", url_fetcher=fetcher)
    colours = "".join(line for line in edition.style.splitlines() if line.startswith(DRAWING))
    _prepare(html.etree_element, colours, linked=bool(edition.base))
    try:
        document = html.render()
    except FatalURLFetchingError as error:
        raise LookupError(str(error)) from error
    about = document.metadata
    about.title, about.authors, about.description = edition.title, [edition.author], edition.subject
    about.keywords, about.created, about.modified = list(edition.keywords), edition.date, edition.date
    identifier = f"{edition.title} {edition.date}".encode()  # fixed, or WeasyPrint would make one up
    made = document.write_pdf(finisher=lambda _, pdf: _correct(pdf), pdf_variant=VARIANT, pdf_identifier=identifier)
    return bytes(made)


def _prepare(page: Element, colours: str, *, linked: bool) -> None:
    """Fit a page for WeasyPrint.

    Each chart gets its text alternative as PDF wants it and its colours, which a drawing takes from within alone; each
    figure its footnote; and what a reader of the file could not reach is unlinked.
    """
    for drawing in page.iter(f"{SVG}svg"):
        for name, text in (("style", colours), ("title", drawing.get("aria-label"))):
            inside = drawing.makeelement(f"{SVG}{name}", {})
            inside.text = text
            drawing.insert(0, inside)
    for link in page.iter("a"):
        if not linked and not link.get("href", "").startswith(("#", "http:", "https:", "mailto:")):
            link.tag = "span"
    notes = {note.get("data-note"): note for note in page.iter("div") if note.get("data-note")}
    for part in page.iter():
        if set(part.get("class", "").split()) & {"opening", "chapter"}:
            _set_footnotes(part, dict(notes))


def _set_footnotes(part: Element, notes: dict[str | None, Element]) -> None:
    """Put its footnote behind each figure of a part that prose names for the first time."""
    in_headings = {id(each) for level in ("h1", "h2", "h3") for head in part.iter(level) for each in head.iter()}
    for figure in list(part.iter("span")):
        if "fig" not in figure.get("class", "").split():
            continue
        for inside in figure.iter():
            if inside.tag == "button":
                inside.tag = "span"
            for mark in [each for each in inside if each.get("class") in {"endnote", "care"}]:
                inside.remove(mark)  # the footnote has both
        if id(figure) not in in_headings and (note := notes.pop(figure.get("data-figure"), None)) is not None:
            footnote = deepcopy(note)
            footnote.tag, footnote.attrib["class"] = "span", "footnote"
            beside = next((each for each in figure.iter("span") if each.get("class") == "whole-figure"), figure)
            beside.append(footnote)


def _fetcher(edition: Typesetting, files: Mapping[str, bytes], root: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what hands WeasyPrint the files that it asks for, and nothing from elsewhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    class Given(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - its signature
            path = url.removeprefix(f"{root}/")
            content = files[path]
            if path == edition.sheet:
                faces = (face for face in _FACE.findall(content) if _INSTALLED not in face)
                content = b"\n".join((*faces, edition.style.encode()))
            kind = next((kind for suffix, kind in KINDS.items() if path.endswith(suffix)), "text/plain")
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Given(fail_on_errors=True)


def _correct(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Correct WeasyPrint's tags where they fall short of PDF/UA-1 (ISO 14289-1), just before a PDF is written.

    - Running heads and page numbers are in no element; 7.8 requires them to be artifacts.
    - Footnotes are in elements without a meaning; 7.9 requires a Note with an ID of its own.
    - Description lists in pairs (`dl` with `div`) make lists whose items are no items: pages/print.html has none.
    """
    objects = {each.reference: each for each in pdf.objects}
    tree = {name: each for name, each in objects.items() if _type(each) == "/StructElem"}
    root = objects[pdf.catalog["StructTreeRoot"]]
    _footnotes_are_notes(root["K"], tree)
    numbers = objects[root["ParentTree"]]["Nums"]
    elements = dict(zip(numbers[::2], numbers[1::2], strict=True))
    tagged = set(_below(root["K"], tree))
    for page in (each for each in pdf.objects if _type(each) == "/Page"):
        _untagged_is_artifact(objects[page["Contents"]], elements[page["StructParents"]], tagged)


def _type(each: Any) -> object:  # noqa: ANN401 - as above
    return each.get("Type") if isinstance(each, dict) else None


def _below(children: list[Any], tree: Tree) -> Iterator[bytes]:
    """Yield the references of all elements in and below a list of children."""
    waiting = list(children)
    while waiting:
        if (name := waiting.pop()) in tree:
            yield name
            waiting += tree[name].get("K", [])


def _footnotes_are_notes(documents: list[bytes], tree: Tree) -> None:
    """Make a Note of each footnote: what stands in an area without a meaning, directly in the document."""
    import pydyf  # noqa: PLC0415 - as above

    areas = [tree[name] for document in documents for name in tree[document]["K"] if tree[name]["S"] == "/NonStruct"]
    notes = [tree[name] for area in areas for name in area["K"] if name in tree]
    for number, note in enumerate(notes, 1):
        note["S"], note["ID"] = "/Note", pydyf.String(f"note-{number}")


def _untagged_is_artifact(stream: Any, elements: list[bytes | None], tagged: set[bytes]) -> None:  # noqa: ANN401
    """Turn content that no element contains into artifacts."""
    import pydyf  # noqa: PLC0415 - as above

    untagged = {number for number, name in enumerate(elements) if name not in tagged}
    for i, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in untagged:
            stream.stream[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
    for number in untagged:
        elements[number] = b"null"
