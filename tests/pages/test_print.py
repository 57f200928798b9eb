"""What a browser prints: the whole edition as a report on A4 and Letter, and single pages."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from paper import INTERFACE, PAPERS, lookup, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from digitrend.links.lookup import Lookup
    from real_site import RealSite

__all__ = ["lookup"]


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
    assert [name for name in lookup.briefing.figures if lookup.bare(name) not in text] == []


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
