"""Nothing is lost, whatever the window, the zoom, the paper or the reader's own settings.

A window of 320 by 256 pixels is one of 1280 by 1024 at 400 % zoom (WCAG 1.4.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuzzing import some
from real_site import on_each_page, pages

if TYPE_CHECKING:
    from real_site import Pages
    from window import Window

SIZES = ((320, 256), (320, 900), (390, 844), (640, 900), (768, 1024), (1280, 900), (1920, 1080))
BETWEEN = (360, 480, 840, 960, 1024, 1080, 1160, 1200, 1245, 1440)
SMALLEST = 13  # pixels of text in a drawing

FAULTS = """smallest => {
  const found = [], root = document.documentElement;
  const name = each => `${each.localName}.${each.className} “${each.textContent.trim().slice(0, 40)}”`;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('main *, header *, footer *')]
      .filter(each => each.getBoundingClientRect().right > root.clientWidth + 1).map(name);
    found.push(`scrolls sideways: ${root.scrollWidth}: ${wide.slice(0, 3).join('; ')}`);
  }
  for (const each of document.querySelectorAll('body *:not(svg *)')) {
    const style = getComputedStyle(each);
    const hides = ['hidden', 'clip'].includes(style.overflowX) && style.clipPath === 'none' && each.checkVisibility();
    if (hides && each.scrollWidth > each.clientWidth + 1) found.push(`is clipped: ${name(each)}`);
  }
  for (const each of document.querySelectorAll('.drawing')) {
    if (!each.checkVisibility()) continue; // on a phone chains stand for the map
    const shown = [...each.querySelectorAll('svg')].filter(svg => svg.checkVisibility());
    const which = name(each.closest('figure'));
    if (shown.length !== 1) found.push(`${shown.length} drawings are shown of ${which}`);
    if (each.scrollWidth > each.clientWidth) found.push(`scrolls sideways: the drawing of ${which}`);
    for (const svg of shown) {
      const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
      const texts = [...svg.querySelectorAll('text')].map(text => {
        const {left, right, top, bottom} = text.getBoundingClientRect();
        const slack = text.hasAttribute('transform') ? 0 : (bottom - top) * 0.15;  // a line is taller than its letters
        return {words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
          left, right, top: top + slack, bottom: bottom - slack};
      });
      texts.forEach((one, i) => {
        if (one.size < smallest - 0.01) found.push(`“${one.words}” is ${one.size.toFixed(1)} pixels high`);
        const across = one.left < frame.left - 1 || one.right > frame.right + 1;
        if (across || one.top < frame.top - 1 || one.bottom > frame.bottom + 1)
          found.push(`“${one.words}” leaves the drawing`);
        for (const other of texts.slice(i + 1)) {
          const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
          const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
          if (across > 1 && down > 1) found.push(`“${one.words}” meets “${other.words}”`);
        }
      });
    }
  }
  return found;
}"""

BEYOND = """() => [...document.querySelectorAll('body *')]
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 3).map(each => `${each.tagName}.${each.className}`)"""

MOVING = """() => [...document.querySelectorAll('*')].filter(each => {
  const style = getComputedStyle(each);
  return style.animationName !== 'none' || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0);
}).length + (getComputedStyle(document.documentElement).scrollBehavior === 'smooth')"""

UNSEEN = """() => {
  const channels = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(each => each / 255)
    .map(share => share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  const luminance = colour => channels(colour).reduce((sum, share, i) => sum + share * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  const found = [];
  for (const each of document.querySelectorAll('svg.chart :is(text, [class^="f-"], [class^="s-"])')) {
    if (!each.checkVisibility()
      || each.matches(':is(.f-faint, .f-rule, .f-paper, .f-outlook-wash, .s-faint, .s-rule, .s-paper)')) continue;
    const {fill, stroke} = getComputedStyle(each);
    const colour = fill === 'none' ? stroke : fill;
    if (contrast(colour, ground) < (each.localName === 'text' ? 4.5 : 3))
      found.push(`${each.localName}.${each.getAttribute('class')} ${each.textContent}: ${colour} on ${ground}`);
  }
  return found;
}"""

PRINTED = """() => {
  const shown = selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility());
  const named = each => `${each.localName}.${each.className} ${each.textContent.trim().slice(0, 30)}`;
  return {
    navigation: shown('.masthead, .skip, .menu, .trail, .toc, .pager, .settings, form, .copy, .gloss-box').map(named),
    figures: shown('button.figure').length,
    numbers: shown('.endnote').length,
    evidence: document.querySelectorAll('.evidence:not(.gloss-box)').length,
    notes: shown('.endnotes .evidence').length,
  };
}"""


@on_each_page
def test_nothing_is_cut_off_meets_scrolls_sideways_or_is_lost_on_paper(window: Window, chosen: Pages) -> None:
    found: list[str] = []
    for path in chosen():
        window.open(path)
        found += [f"{path}, {fault}" for fault in (*at_all_widths(window), *without_motion(window), *on_paper(window))]

    assert found == []


def at_all_widths(window: Window) -> list[str]:
    """Return what is wrong with the layout of the page that is open."""
    found: list[str] = []
    for width, height in SIZES:
        window.resize(width, height)
        found += [f"{width}: {fault}" for fault in window.ask(FAULTS, SMALLEST)]
    for width in some(BETWEEN, 2):
        window.page.set_viewport_size({"width": width, "height": 800})
        if window.ask("document.documentElement.scrollWidth") > width:
            found.append(f"{width}: scrolls sideways: {window.ask(BEYOND)}")
    return found


def without_motion(window: Window) -> list[str]:
    """Return what the open page loses where motion is reduced: nothing, because nothing moves."""
    text = window.ask("document.body.innerText")
    window.page.emulate_media(reduced_motion="reduce")
    found = [] if window.ask("document.body.innerText") == text else ["without motion its text is another"]
    return [*found, *([f"{count} move" for count in [window.ask(MOVING)] if count])]


def on_paper(window: Window) -> list[str]:
    """Return what is wrong with the open page on paper: it has numbered evidence, and no navigation."""
    window.page.emulate_media(media="print")
    printed = window.ask(PRINTED)
    right = {
        "no navigation": printed["navigation"] == [],
        "a number for each figure": printed["figures"] == printed["numbers"],
        "all evidence as notes": printed["evidence"] == printed["notes"],
        "notes where there are figures": printed["figures"] == 0 or printed["notes"] > 0,
    }
    return [f"on paper: not {what}: {printed}" for what, holds in right.items() if not holds]


@pytest.mark.parametrize("path", ["charts/index.html", "index.html"])
def test_drawings_hold_in_the_fonts_that_stand_in(window: Window, path: str) -> None:
    window.page.route("**/*.woff2", lambda route: route.abort())
    try:
        window.open(path)
        found: list[str] = []
        for width, height in SIZES:
            window.resize(width, height)
            found += [f"{width}: {fault}" for fault in window.ask(FAULTS, SMALLEST)]
    finally:
        window.page.unroute("**/*.woff2")

    assert found == []


def test_what_opens_stays_in_the_window(window: Window) -> None:
    inside = """each => {
      const {left, top, right, bottom} = each.getBoundingClientRect();
      return [left >= 0, top >= 0, right <= innerWidth, bottom <= innerHeight];
    }"""
    window.open(pages("part")[0])
    figures = window.page.locator("main button.figure")
    for size in SIZES:
        window.resize(*size)
        for i in range(min(figures.count(), 5)):
            figures.nth(i).click()
            assert window.page.locator(".evidence:popover-open").evaluate(inside) == [True] * 4, (size, i)
            window.page.keyboard.press("Escape")
        if window.page.locator(".menu-button").is_visible():
            window.page.evaluate("scrollTo(0, 0)")
            window.page.click(".menu-button")
            assert window.page.locator("#menu").evaluate(inside) == [True] * 4, size
            window.page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_lose_nothing(window: Window, scheme: str) -> None:
    for path in ("charts/index.html", pages("part")[0]):
        window.open(path)
        text = window.ask("document.body.innerText")
        window.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", forced_colors="active")

        assert window.ask("matchMedia('(forced-colors: active)').matches")
        assert window.ask("document.body.innerText") == text
        assert window.ask(UNSEEN) == []
