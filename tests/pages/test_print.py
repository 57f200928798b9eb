"""What a browser prints: a part on two or three pages, its evidence as a numbered list, and the whole edition."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from fuzzing import some
from paper import INTERFACE, PAPERS, text_of
from real_site import pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from digitrend.site.lookup import Lookup
    from real_site import RealSite


def printed(page: Page, address: str, paper: str) -> PdfReader:
    """Print a page as a reader would, and return the PDF."""
    page.goto(address, wait_until="networkidle")
    return PdfReader(BytesIO(page.pdf(format=paper)))


@pytest.mark.parametrize("size", ["A4", pytest.param("Letter", marks=pytest.mark.full)])
def test_the_browser_prints_a_report(page: Page, real_site: RealSite, lookup: Lookup, size: str) -> None:
    paper = printed(page, f"{real_site.address}whole.html", size)
    text = text_of(paper)

    assert len(paper.pages) <= 30
    for sheet in paper.pages:  # Chromium counts in pixels
        assert (sheet.mediabox.width, sheet.mediabox.height) == pytest.approx(PAPERS[size], abs=1)
    assert [word for word in INTERFACE if word in text] == []
    assert [name for name in lookup.briefing.figures if lookup.bare(name, "number") not in text] == []


def test_a_part_takes_three_pages_at_most(page: Page, real_site: RealSite) -> None:
    for path in some(pages("part"), 4):
        assert len(printed(page, f"{real_site.address}{path}", "A4").pages) <= 3, path


def test_evidence_is_a_numbered_list_whose_numbers_are_no_digits_of_a_figure(page: Page, real_site: RealSite) -> None:
    text = text_of(printed(page, f"{real_site.address}trends/technology-and-uses.html", "A4"))
    before, _, after = text.rpartition(" Evidence ")
    numbers = re.findall(r"\[(\d+)\]", after)
    marks = re.findall(r"\[(\d+)\]", before)

    assert marks
    assert sorted({*marks}, key=int) == sorted(numbers, key=int)
    assert re.findall(r"\d\s?[¹²³⁴-⁹]", text) == []


@pytest.mark.parametrize("path", ["index.html", "whole.html", "charts/index.html"])
def test_no_chart_is_split_and_none_leaves_its_page(page: Page, real_site: RealSite, path: str) -> None:
    page.set_viewport_size({"width": 643, "height": 900})  # what A4 leaves between its margins
    page.goto(f"{real_site.address}{path}", wait_until="networkidle")
    page.emulate_media(media="print")

    found = page.evaluate("""() => [...document.querySelectorAll('.chart-figure:has(.drawing)')].map(figure => {
      const shown = [...figure.querySelectorAll('.chart')].filter(each => each.checkVisibility());
      const [drawing] = shown.map(each => each.getBoundingClientRect());
      return [shown.length, getComputedStyle(figure).breakInside, drawing.right <= 643 && drawing.height < 900];
    })""")

    assert found
    assert all(each == [1, "avoid", True] for each in found)


def test_a_page_printed_alone_keeps_its_head_and_loses_the_interface(page: Page, real_site: RealSite) -> None:
    for path in ("trends/data-circulation.html", "source.html"):
        text = text_of(printed(page, f"{real_site.address}{path}", "A4"))

        assert [word for word in INTERFACE if word in text] == []
