"""The PDF that `--pdf` makes: what is in it, and when it is made."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from pypdf import PdfReader

from builders import CONCEPTS, FERRIES, SMALL, edited
from paper import INTERFACE, PAPERS, pages_of, resolved, root_of, text_of
from site_bench import build_command, digitrend_

if TYPE_CHECKING:
    from digitrend.site.lookup import Lookup
    from real_site import RealSite
    from site_bench import Bench

WITHOUT = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "weasyprint":
            raise {error}
sys.meta_path.insert(0, Gone())
from digitrend.cli.main import cli
cli()
"""


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


def test_its_bookmarks_are_the_headline_the_parts_and_the_appendix(paper: PdfReader, lookup: Lookup) -> None:
    found = outline(paper)
    parts = [lookup.plain(part.title) for part in lookup.briefing.parts]

    assert found[0] == (1, lookup.plain(lookup.briefing.overview.headline))
    assert [text for level, text in found if level == 2] == [*parts, "Appendix: data, notes, names, source"]
    assert {level for level, _ in found} == {1, 2, 3}


def test_page_1_has_the_points_the_argument_and_the_caution(paper: PdfReader, lookup: Lookup) -> None:
    overview, first = lookup.briefing.overview, text_of(paper, 0)

    for text in (overview.headline, *overview.points, overview.before_you_quote):
        words = [word for word in re.findall(r"\w+", re.sub(r"\[\[.*?\]\]", " ", text)) if len(word) > 3]
        assert [word for word in words if word not in first] == []
    assert "Chart 1." in first


def test_notes_stand_at_the_foot_of_their_page_in_order_and_are_no_digits(paper: PdfReader) -> None:
    calls, notes = [], []
    for text in pages_of(paper):
        here = [int(number) for number in re.findall(r"\[(\d+)\]", text)]
        assert len(here) % 2 == 0
        assert here[: len(here) // 2] == here[len(here) // 2 :], "what is called on a page stands at its foot"
        calls += here[: len(here) // 2]
        notes += re.findall(r"\d\[\d", text)

    assert calls == list(range(1, len(calls) + 1))
    assert notes == [], "a number in brackets stands apart from a figure"


def test_charts_are_numbered_and_their_tables_are_in_the_appendix(paper: PdfReader) -> None:
    text = text_of(paper)
    charts = [int(number) for number in re.findall(r"Chart (\d+)\.", text)]

    assert charts == list(range(1, len(charts) + 1))
    assert sorted({int(number) for number in re.findall(r"in table (\d+)\.", text)}) == charts
    assert {int(number) for number in re.findall(r"Table (\d+)\.", text)} == set(charts)


def test_no_page_has_only_a_few_lines(paper: PdfReader) -> None:
    assert [n for n, text in enumerate(pages_of(paper), 1) if len(text) < 1200] == []


def test_every_figure_is_in_its_text(paper: PdfReader, lookup: Lookup) -> None:
    text = text_of(paper)

    # A sentence may name what is counted in words of its own: "10 million e-commerce live broadcasts".
    numbers = {name: re.match(r"\S+(?: [mbt]r?illion)?", lookup.bare(name)) for name in lookup.briefing.figures}
    assert [name for name, number in numbers.items() if not number or number[0] not in text] == []


def test_it_has_at_most_22_pages_with_their_numbers(paper: PdfReader) -> None:
    _, contents, *_ = texts = pages_of(paper)

    assert len(paper.pages) <= 22
    assert [n for n, text in enumerate(texts[1:], 2) if str(n) not in text.split()] == []
    assert len(re.findall(r"\.{3} +\d+$", contents, re.MULTILINE)) == 15
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in paper.pages} == {PAPERS["A4"]}


def test_no_interface_is_printed(paper: PdfReader) -> None:
    text = text_of(paper)

    assert [word for word in INTERFACE if word in text] == []


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


# ---- How it is made


@pytest.mark.full
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


@pytest.mark.full
@pytest.mark.usefixtures("typesetting")
def test_it_is_made_again_only_when_the_whole_edition_changes_and_goes_when_it_is_not_asked_for(bench: Bench) -> None:
    bench.base, bench.pdf = "https://example.org/reports/", True
    first = bench.build()
    named = "    name: cider\n"
    elsewhere = bench.build(edited(bench.content, CONCEPTS, named, f"{named}    also: [scrumpy]\n"))
    within = bench.build(edited(bench.content, FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    assert first.made["briefing.pdf"] == "new"
    assert "briefing.pdf" not in elsewhere.made
    assert within.written["briefing.pdf"] == "'print:briefing.pdf' changed"
    paper = PdfReader(BytesIO(bench.site["briefing.pdf"]))
    links = (each.get_object() for page in paper.pages for each in page.get("/Annots", []))
    assert f"{bench.base}source.html#trend-1-1" in {link["/A"]["/URI"] for link in links if "/A" in link}
    assert "quays are cleared" in text_of(paper)
    bench.pdf = False
    assert "briefing.pdf" in bench.build().removed
    assert not any(b"briefing.pdf" in content for content in bench.site.values())


@pytest.mark.parametrize(
    ("error", "sentence", "hint"),
    [
        ("ImportError(name)", "a PDF needs WeasyPrint, which is not installed", "pip install weasyprint"),
        ("OSError(name)", "a PDF needs Pango", "libpango-1.0-0"),
    ],
)
def test_without_what_sets_it_nothing_is_written_and_the_remedy_named(
    tmp_path: Path, small_cache: Path, error: str, sentence: str, hint: str
) -> None:
    shutil.copytree(small_cache, tmp_path / "cache")
    where = ("--content", SMALL, "--out", tmp_path / "site", "--cache", tmp_path / "cache")
    command = [sys.executable, "-c", WITHOUT.format(error=error), "build", "--pdf", *map(str, where)]

    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert ran.returncode == 1
    assert f"briefing.pdf:1:1: P008 {sentence}" in ran.stderr
    assert hint in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "site").exists()
