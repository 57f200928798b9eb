"""The whole edition as a tagged PDF.  The only module that imports WeasyPrint.

Takes the page, its stylesheet and its fonts as bytes, returns the file as bytes; equal bytes give equal bytes, on the
same machine on any day.  Charts stay vectors, headings become bookmarks, and the structure of the page becomes the
structure that PDF/UA-1 asks for.  Nothing is fetched that is not given.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

VARIANT = "pdf/ua-1"
SVG = "{http://www.w3.org/2000/svg}"
NOWHERE = "site:/"  # stands for the site's address while that is not known
# Rules for fonts that a reader may have: what this machine has must not be seen in the file.
_INSTALLED = re.compile(rb"@font-face *\{[^}]*\blocal\([^}]*\}")
KINDS = {".css": "text/css", ".woff2": "font/woff2"}


class NoTypesetter(Exception):  # noqa: N818 - a name that says what is so
    """WeasyPrint cannot work on this machine; `hint` says what to install."""

    def __init__(self, fault: str, hint: str) -> None:
        super().__init__(fault)
        self.hint = hint


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
        raise NoTypesetter(fault, "install it: pip install weasyprint") from error
    except OSError as error:
        fault = "a PDF needs Pango, the system's library for setting text, which WeasyPrint does not find"
        hint = (
            "install it: on Debian and Ubuntu apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
            "on macOS brew install pango, on Windows MSYS2's mingw-w64-x86_64-pango"
        )
        raise NoTypesetter(fault, hint) from error
    return f"pango {pango.pango_version()}"


def typeset(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a page; `files` are the page and all that it loads, by path.

    Raises LookupError when the page loads what is not among them.
    """
    import weasyprint  # noqa: PLC0415 - as above
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    from .tagging import mend  # noqa: PLC0415

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
