"""Charts of every form as browsers set them: no text is clipped, small or in another's way, at any width.

Those of the site's own pages are in tests/pages/test_layout.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chart_samples import CHARTS
from digitrend.draw import output as draw
from digitrend.draw.fonts import FACES
from paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from real_site import RealSite

WIDTHS = (320, 390, 640, 768, 1280, 1920)
# A text's box is what the browser says, less the leading that holds no ink where two lines touch.
FAULTS = """() => [...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const shown = svg.getBoundingClientRect();
  if (!shown.width) return [];
  const frame = svg.viewBox.baseVal, scale = shown.width / frame.width, name = svg.getAttribute('aria-label');
  const texts = [...svg.querySelectorAll('text')].map(each => [each, each.getBBox()]);
  const clipped = texts.filter(([, box]) => box.x < frame.x - 1 || box.x + box.width > frame.x + frame.width + 1
    || box.y < frame.y - 1 || box.y + box.height > frame.y + frame.height + 1)
    .map(([each]) => `${each.textContent} is clipped`);
  const small = texts.filter(([each]) => parseFloat(each.getAttribute('font-size')) * scale < 11.95)
    .map(([each]) => `${each.textContent} is small: ${parseFloat(each.getAttribute('font-size')) * scale}`);
  const met = texts.flatMap(([one, a], i) => texts.slice(i + 1).filter(([, b]) =>
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0.5
    && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 0.3 * Math.min(a.height, b.height))
    .map(([other]) => `${one.textContent} meets ${other.textContent}`));
  return [...clipped, ...small, ...met].map(fault => `${name}: ${fault}`);
})"""
READY = "document.fonts.ready.then(() => true)"


def faults_at_all_widths(page: Page) -> list[str]:
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(READY)
        found += [f"{width}: {fault}" for fault in page.evaluate(FAULTS)]
    return found


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a chart of every form, in the site's stylesheet and faces."""
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{face.path.as_uri()}") }}'
        for face in FACES
    )
    css = (ROOT / "templates/assets/site.css").read_text(encoding="utf-8")
    figures = "".join(
        f'<figure class="chart-figure"><div class="drawing">{draw.svg(c, "wide")}{draw.svg(c, "narrow")}</div></figure>'
        for c in CHARTS.values()
    )
    file = tmp_path_factory.mktemp("gallery") / "gallery.html"
    page = (
        f'<!doctype html><html lang=en><meta charset="utf-8"><style>{faces}{css}</style><main>{figures}</main></html>'
    )
    file.write_text(page, encoding="utf-8")
    return file


@pytest.fixture
def gallery(page: Page, drawn: Path) -> Page:
    page.goto(drawn.as_uri())
    return page


def test_no_text_of_any_form_is_clipped_small_or_in_anothers_way(gallery: Page) -> None:
    assert faults_at_all_widths(gallery) == []


def test_a_drawing_is_as_large_as_its_room_and_one_of_each_chart_shows(gallery: Page) -> None:
    for width in WIDTHS:
        gallery.set_viewport_size({"width": width, "height": 800})
        shown = gallery.evaluate(
            "[...document.querySelectorAll('.drawing')].map(each => [...each.children].filter(svg => "
            "svg.getBoundingClientRect().width && svg.getBoundingClientRect().width <= each.clientWidth + 1).length)"
        )
        assert shown == [1] * len(CHARTS), width


def test_figures_answer_keys_with_their_sentence(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 1280, "height": 800})
    link = gallery.locator(".chart-wide a.point").first
    link.focus()
    assert link.evaluate("each => document.activeElement === each")
    assert link.locator("title").text_content() == CHARTS["bars"].points[0].sentence


def test_marks_tell_their_sentence_by_hover_focus_and_tap_and_lead_to_their_figure(
    page: Page, real_site: RealSite
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(real_site.address + "charts/growth-rates.html")
    link, tip = page.locator(".chart-wide a.point").first, page.locator(".point-tip")
    link.hover()
    assert "18.2%" in (tip.text_content() or "")
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert tip.is_visible()
    link.click()
    page.wait_for_url("**/figures/robot-output-growth.html")


def test_without_scripts_marks_are_links_with_a_title(still: Page, real_site: RealSite) -> None:
    still.goto(real_site.address + "charts/growth-rates.html")
    link = still.locator(".chart-wide a.point").first
    assert "18.2%" in (link.locator("title").text_content() or "")
    link.click()
    still.wait_for_url("**/figures/robot-output-growth.html")
