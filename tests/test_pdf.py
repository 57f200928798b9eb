"""The whole edition on paper: the tagged PDF that `--pdf` makes, and what a browser prints.

No validator of PDF/UA comes with Python, so the conditions of ISO 14289-1 that a program can see are held here one by
one, on the file itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from filelock import FileLock
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, PdfObject

from builders import CONCEPTS, FERRIES, SMALL, edited
from conftest import NO_TYPESETTER, ROOT, stand_down
from digitrend.check import check
from digitrend.content import read_documents
from digitrend.inputs import templates_of
from digitrend.lookup import Lookup
from digitrend.pdf import NoTypesetter, typesetter
from digitrend.pipeline import read_templates
from site_bench import bench, build_command, digitrend_, one_core

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from real_site import RealSite
    from site_bench import Bench

__all__ = ["bench", "one_core"]

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
WITHOUT = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "weasyprint":
            raise {error}
sys.meta_path.insert(0, Gone())
from digitrend.cli import main
main()
"""


@pytest.fixture(scope="session")
def typesetting() -> None:
    """Stand down where nothing can set a PDF."""
    try:
        typesetter()
    except NoTypesetter as error:
        stand_down(NO_TYPESETTER, str(error))


@pytest.fixture(scope="session")
def folder(typesetting: None, real_site: RealSite) -> Path:  # noqa: ARG001 - it may stand down
    """The project's own site with its PDF, built once, from what the site without it left in the cache."""
    shared = real_site.folder.parent
    with FileLock(shared / "pdf.lock"):
        if not (shared / "pdf").is_dir():
            made = digitrend_("build", "--pdf", "--out", shared / "pdf", "--cache", shared / "cache", cwd=ROOT)
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


def text_of(paper: PdfReader) -> str:
    """Return the text of all pages as one line."""
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def headings(page: str) -> list[tuple[int, str]]:
    """Return level and text of the headings of a page, and of its evidence, which print adds."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        text = " ".join("".join(element.itertext()).split())
        if isinstance(element.tag, str) and re.fullmatch("h[1-6]", element.tag):
            found.append((int(element.tag[1]), text))
        elif element.get("class") == "endnotes-title":
            found.append((2, text))
    return found


def outline(paper: PdfReader) -> list[tuple[int, str]]:
    """Return level and text of the bookmarks."""

    def below(entries: list[Any], level: int) -> Iterator[tuple[int, str]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from below(entry, level + 1)
            else:
                yield level, " ".join(entry.title.split())

    return list(below(paper.outline, 1))


# ---- The PDF


def test_the_pdf_is_linked_where_it_is_made_and_nowhere_else(folder: Path, real_site: RealSite) -> None:
    with_it, without = ((where / "source.html").read_text(encoding="utf-8") for where in (folder, real_site.folder))

    assert with_it.count('href="briefing.pdf"') == 2
    assert 'href="../briefing.pdf"' in (folder / "figures/index.html").read_text(encoding="utf-8")
    assert "briefing.pdf" not in without
    assert not (real_site.folder / "briefing.pdf").exists()


def test_it_says_what_it_is(paper: PdfReader, lookup: Lookup) -> None:
    overview = lookup.briefing.overview
    about, root = paper.metadata, root_of(paper)
    assert about is not None
    assert paper.xmp_metadata is not None

    assert (about.title, about.author, about.subject) == (overview.title, overview.publisher, overview.subtitle)
    assert about["/Keywords"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (overview.language, True)
    assert {str(about[name]) for name in ("/CreationDate", "/ModDate")} == {f"D:{overview.as_of:%Y%m%d}"}
    assert paper.xmp_metadata.dc_title == {"x-default": overview.title}
    assert b'pdfuaid:part="1"' in paper.xmp_metadata.stream.get_data()


def test_its_bookmarks_are_the_headings(paper: PdfReader, folder: Path) -> None:
    assert outline(paper) == headings((folder / "whole.html").read_text(encoding="utf-8"))


def test_every_figure_is_in_its_text(paper: PdfReader, lookup: Lookup) -> None:
    text = text_of(paper)

    assert [name for name in lookup.briefing.statistics if lookup.bare(name) not in text] == []


def test_it_is_a_report_of_some_thirty_pages_with_their_numbers(paper: PdfReader) -> None:
    contents = paper.pages[0].extract_text()

    assert 20 <= len(paper.pages) <= 45
    assert [n for n, page in enumerate(paper.pages[1:], 2) if str(n) not in page.extract_text().split()] == []
    assert len(re.findall(r"\.{3} +\d+$", contents, re.MULTILINE)) == 14
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in paper.pages} == {PAPERS["A4"]}


def test_no_interface_is_printed(paper: PdfReader) -> None:
    assert [word for word in INTERFACE if word in text_of(paper)] == []


def test_its_fonts_are_the_sites_and_embedded(paper: PdfReader) -> None:
    families = set()
    for page in paper.pages:
        resources: Any = page["/Resources"]
        for font in map(resolved, resources["/Font"].values()):
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            families.add(font["/BaseFont"].partition("+")[2])
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
            assert "/ToUnicode" in font

    assert families == {"Source-Sans", "Source-Sans-Semi-Bold", "Source-Serif", "Source-Serif-Semi-Bold"}


def test_nothing_in_it_runs_or_is_locked(paper: PdfReader, folder: Path) -> None:
    root = root_of(paper)

    assert not paper.is_encrypted
    assert {"/OpenAction", "/AA", "/AcroForm"} & root.keys() == set()
    assert set(root["/Names"]) == {"/Dests"}
    assert b"/JavaScript" not in (folder / "briefing.pdf").read_bytes()


def test_charts_are_drawn_not_pictured(paper: PdfReader) -> None:
    assert [page.page_number for page in paper.pages if page.images] == []


def test_links_lead_somewhere(paper: PdfReader) -> None:
    targets = set(paper.named_destinations)
    for page in paper.pages:
        for link in (each.get_object() for each in page.get("/Annots", [])):
            assert link["/Subtype"] == "/Link"
            if "/Dest" in link:
                assert link["/Dest"] in targets
            else:
                assert link["/A"]["/URI"].startswith("https://")


@pytest.mark.usefixtures("typesetting")
def test_with_a_known_address_its_links_lead_to_the_site(bench: Bench) -> None:
    bench.base, bench.pdf = "https://example.org/reports/", True
    bench.build()

    paper = PdfReader(BytesIO(bench.site["briefing.pdf"]))

    links = (each.get_object() for page in paper.pages for each in page.get("/Annots", []))
    assert "https://example.org/reports/source.html#trend-1-1" in {link["/A"]["/URI"] for link in links if "/A" in link}


# ---- Its structure, as PDF/UA-1 (ISO 14289-1) asks


class Structure:
    """The structure tree of a PDF: its elements in order, each with its parent's type."""

    def __init__(self, paper: PdfReader) -> None:
        self.root = root_of(paper)["/StructTreeRoot"]
        self.reached: set[int] = set()
        self.annotations: set[int] = set()
        self.elements = list(self._below(self.root.raw_get("/K"), ""))

    def _below(self, named: object, parent: str) -> Iterator[tuple[str, str, Any]]:
        if isinstance(named, IndirectObject):
            self.reached.add(named.idnum)
        item = resolved(named)
        if isinstance(item, list):
            for each in item:
                yield from self._below(each, parent)
        elif not isinstance(item, DictionaryObject):
            return
        elif item.get("/Type") == "/OBJR":
            self.annotations.add(item.raw_get("/Obj").idnum)
        elif "/S" in item:
            yield str(item["/S"]), parent, item
            if "/K" in item:
                yield from self._below(item.raw_get("/K"), str(item["/S"]))


@pytest.fixture(scope="session")
def structure(paper: PdfReader) -> Structure:
    return Structure(paper)


def test_it_is_marked_as_tagged(paper: PdfReader) -> None:
    assert root_of(paper)["/MarkInfo"]["/Marked"]
    assert all(str(page["/Tabs"]) == "/S" for page in paper.pages)


def test_everything_painted_is_told_or_an_artifact(paper: PdfReader, structure: Structure) -> None:
    """7.1: content is tagged as real content or marked as artifact; 7.8: running heads are pagination artifacts."""
    numbers = structure.root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    heads = 0
    for page in paper.pages:
        inside: list[tuple[str, Any]] = []
        content = page.get_contents()
        assert content is not None
        for operands, operator in ContentStream(content, paper).operations:
            name = operator.decode()
            if name in ("BDC", "BMC"):
                inside.append((operands[0], operands[1] if len(operands) > 1 else {}))
                heads += operands[0] == "/Artifact" and inside[-1][1].get("/Type") == "/Pagination"
                if "/MCID" in inside[-1][1]:
                    told = parents[page["/StructParents"]][inside[-1][1]["/MCID"]]
                    assert told.idnum in structure.reached
            elif name == "EMC":
                inside.pop()
            assert inside or name not in PAINTING, (page.page_number, operands, name)
    assert heads == 3 * (len(paper.pages) - 1)  # title, chapter and number, on all pages but the cover


def test_headings_form_an_outline(structure: Structure) -> None:
    levels = [int(kind[2:]) for kind, _, _ in structure.elements if re.fullmatch("/H[1-6]", kind)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))


def test_lists_hold_items_and_items_bodies(structure: Structure) -> None:
    assert {kind for kind, parent, _ in structure.elements if parent == "/L"} == {"/LI"}
    assert {kind for kind, parent, _ in structure.elements if parent == "/LI"} == {"/Lbl", "/LBody"}
    assert {parent for kind, parent, _ in structure.elements if kind == "/LI"} == {"/L"}


def test_every_chart_has_its_text_alternative_and_place(structure: Structure, lookup: Lookup) -> None:
    figures = [each for kind, _, each in structure.elements if kind == "/Figure"]
    titles = {lookup.plain(spec.title) for _, spec in lookup.briefing.charts}

    assert figures
    assert all(each["/Alt"] in titles and len(each["/A"]["/BBox"]) == 4 for each in figures)


def test_every_link_is_described_and_told(paper: PdfReader, structure: Structure) -> None:
    links = [each for page in paper.pages for each in page.get("/Annots", [])]

    assert links
    assert all(each.get_object()["/Contents"] and "/StructParent" in each.get_object() for each in links)
    assert structure.annotations == {each.idnum for each in links}


# ---- How it is made


@pytest.mark.usefixtures("typesetting")
def test_it_is_the_same_on_every_day_and_in_every_process(tmp_path: Path) -> None:
    made = []
    for place, zone, seed in (("here", "UTC", "1"), ("there", "Asia/Shanghai", "2")):
        arguments = build_command(tmp_path / place, "--pdf")[3:]
        done = digitrend_(*arguments, TZ=zone, PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="0" if seed == "1" else "9")
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / place / "site/briefing.pdf").read_bytes())

    assert made[0] == made[1]
    assert str(tmp_path).encode() not in made[0]


@pytest.mark.usefixtures("typesetting")
def test_it_is_made_again_only_when_the_whole_edition_changes(bench: Bench) -> None:
    bench.pdf = True
    first = bench.build()
    elsewhere = bench.build(edited(bench.content, CONCEPTS, "What becomes of apples.", "What comes of apples."))
    within = bench.build(edited(bench.content, FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    assert first.made["briefing.pdf"] == "new"
    assert "briefing.pdf" not in elsewhere.made
    assert within.written["briefing.pdf"] == "'whole.html' changed"


@pytest.mark.usefixtures("typesetting")
def test_it_goes_when_it_is_not_asked_for(bench: Bench) -> None:
    bench.pdf = True
    bench.build()
    bench.pdf = False

    assert "briefing.pdf" in bench.build().removed
    assert not any(b"briefing.pdf" in content for content in bench.site.values())


@pytest.mark.parametrize(
    ("error", "sentence", "hint"),
    [
        ("ImportError(name)", "a PDF needs WeasyPrint, which is not installed", "pip install 'digitrend[pdf]'"),
        ("OSError(name)", "a PDF needs Pango", "libpango-1.0-0"),
    ],
)
def test_without_what_sets_it_nothing_is_written_and_the_remedy_named(
    tmp_path: Path, error: str, sentence: str, hint: str
) -> None:
    where = ("--content", SMALL, "--out", tmp_path / "site", "--cache", tmp_path / "cache")
    command = [sys.executable, "-c", WITHOUT.format(error=error), "build", "--pdf", *map(str, where)]

    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert ran.returncode == 1
    assert f"briefing.pdf:1:1: P008 {sentence}" in ran.stderr
    assert hint in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "site").exists()


# ---- From the browser

INTERFACE = ("Skip to the content", "You are here", "Menu", "Appearance", "A to Z", "All on one page", "Full record")


def printed(page: Page, address: str, paper: str) -> PdfReader:
    """Print a page as a reader would, and return the PDF."""
    page.goto(address, wait_until="networkidle")
    return PdfReader(BytesIO(page.pdf(format=paper)))


@pytest.mark.parametrize("size", PAPERS)
def test_the_browser_prints_a_report(page: Page, real_site: RealSite, lookup: Lookup, size: str) -> None:
    paper = printed(page, f"{real_site.address}whole.html", size)
    text, title = text_of(paper), lookup.briefing.overview.title
    inner = [sheet.extract_text() for sheet in paper.pages[1:]]

    assert 20 <= len(paper.pages) <= 45
    for sheet in paper.pages:  # Chromium counts in pixels
        assert (sheet.mediabox.width, sheet.mediabox.height) == pytest.approx(PAPERS[size], abs=1)
    assert [word for word in INTERFACE if word in text] == []
    assert all(title in sheet and str(n) in sheet.split() for n, sheet in enumerate(inner, 2))
    assert [name for name in lookup.briefing.statistics if lookup.bare(name) not in text] == []


def test_the_browser_prints_evidence_as_numbered_endnotes(page: Page, real_site: RealSite) -> None:
    paper = printed(page, f"{real_site.address}whole.html", "A4")
    sheets = [sheet.extract_text() for sheet in paper.pages]
    first = next(n for n, sheet in enumerate(sheets) if re.search(r"^Evidence$", sheet, re.MULTILINE))
    page.emulate_media(media="print")
    numbers = page.locator(".endnote-number").all_inner_texts()
    marks = page.locator(".endnote").all_inner_texts()

    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert set(marks) == set(numbers)
    assert "In the source:" in sheets[first]
    assert len(sheets) - first <= 4


def test_no_chart_is_split_and_none_leaves_its_page(page: Page, real_site: RealSite) -> None:
    page.set_viewport_size({"width": 643, "height": 900})  # what A4 leaves between its margins
    page.goto(f"{real_site.address}whole.html", wait_until="networkidle")
    page.emulate_media(media="print")

    found = page.evaluate("""() => [...document.querySelectorAll('.chart-figure:has(.drawing)')].map(figure => {
      const drawing = figure.querySelector('.chart-wide').getBoundingClientRect();
      const shown = getComputedStyle(figure.querySelector('.chart-narrow')).display;
      return [getComputedStyle(figure).breakInside, drawing.right <= 643 && drawing.height < 900, shown];
    })""")

    assert found
    assert all(each == ["avoid", True, "none"] for each in found)


def test_a_table_that_goes_on_repeats_its_head(page: Page, real_site: RealSite) -> None:
    paper = printed(page, f"{real_site.address}charts/connections.html", "A4")
    sheets = [sheet.extract_text().split() for sheet in paper.pages]

    assert [n for n, words in enumerate(sheets) if {"From", "Connection", "Strength"} <= set(words)] == [0, 1, 2]


def test_a_page_printed_alone_keeps_its_head_and_loses_the_interface(page: Page, real_site: RealSite) -> None:
    for path in ("trends/data-circulation.html", "source.html"):
        text = text_of(printed(page, f"{real_site.address}{path}", "A4"))

        assert [word for word in INTERFACE if word in text] == []
