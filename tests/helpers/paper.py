"""The whole edition on paper: the PDF of the project's own briefing, made once a run, and how to look into it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from pypdf import PdfReader
from pypdf.generic import PdfObject

from digitrend.build.inputs import templates_of
from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from digitrend.editions.pdf import typesetter
from digitrend.errors import NoTypesetterError
from digitrend.render.theme import read_templates
from digitrend.site.lookup import Lookup
from paths import ROOT
from site_bench import digitrend_

if TYPE_CHECKING:
    from real_site import RealSite

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
INTERFACE = ("Skip to the content", "You are here", "Menu", "Appearance", "A to Z", "All on one page", "Full record")


@pytest.fixture(scope="session")
def typesetting() -> None:
    """Stand down where nothing can set a PDF."""
    from machine import NO_TYPESETTER, stand_down

    try:
        typesetter()
    except NoTypesetterError as error:
        stand_down(NO_TYPESETTER, str(error))


@pytest.fixture(scope="session")
def folder(typesetting: None, real_site: RealSite) -> Path:  # noqa: ARG001 - it may stand down
    """The project's own site with its PDF, built once, from what the site without it left in the cache."""
    shared = real_site.folder.parent
    with FileLock(shared / "pdf.lock"):
        if not (shared / "pdf").is_dir():
            cache = real_site.cache(shared / "of the pdf")
            made = digitrend_("build", "--pdf", "--out", shared / "pdf", "--cache", cache, cwd=ROOT)
            assert made.returncode == 0, made.stderr
    return shared / "pdf"


@pytest.fixture(scope="session")
def paper(folder: Path) -> PdfReader:
    """The PDF of the project's own briefing."""
    return PdfReader(folder / "briefing.pdf")


@pytest.fixture(scope="session")
def lookup() -> Lookup:
    """What the project's own briefing says."""
    words, _, _ = read_templates(templates_of(ROOT / "templates"), "templates")
    briefing, found = check(*read_documents(ROOT / "content"))
    assert briefing is not None, found
    return Lookup(briefing, words)


def root_of(paper: PdfReader) -> Any:  # noqa: ANN401 - as PDF is
    """Return the document catalogue."""
    return paper.root_object


def resolved(named: object) -> Any:  # noqa: ANN401 - as above
    """Return what a reference names, or the value itself."""
    return named.get_object() if isinstance(named, PdfObject) else named


@cache
def pages_of(paper: PdfReader) -> tuple[str, ...]:
    """Return the text of each page; read once, since it takes seconds."""
    return tuple(page.extract_text() for page in paper.pages)


def text_of(paper: PdfReader, page: int | None = None) -> str:
    """Return the text of all pages, or of one, as one line."""
    pages = pages_of(paper)
    return " ".join(" ".join(pages if page is None else pages[page : page + 1]).split())
