"""Strict reading in a real browser: with the switch on, nothing is seen on any page that the article does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from builders import the_words
from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from digitrend.lookup import Lookup
from digitrend.model import DerivedStatistic, Strength
from paths import ROOT
from real_site import one_of_each, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from real_site import RealSite
    from window import Window

SEEN = """() => {
  const shown = element => element.checkVisibility() && getComputedStyle(element).visibility !== 'hidden';
  const marked = (selector, mark) => [...document.querySelectorAll(selector)].filter(shown).filter(
    each => !mark(each)).map(each => each.textContent);
  return {
    text: document.body.innerText.replace(/\\s+/g, ' '),
    statistics: [...document.querySelectorAll('[data-statistic]')].filter(shown).map(each => each.dataset.statistic),
    unplaced: [
      ...marked('.fig, .number, .card-text > p:last-child', each => each.dataset.place),
      ...marked('.passage, .event, .forecast', each => each.querySelector('.place')),
    ],
  };
}"""


@dataclass(frozen=True, slots=True)
class Ours:
    """What is not the article's, as pages show it."""

    computed: frozenset[str]  # ids
    numbers: frozenset[str]  # of those, as they are set, where the article has no figure like it
    texts: frozenset[str]  # reasons of readings, readings of oddities, notes, doubts, glosses

    def among(self, seen: dict[str, object]) -> list[str]:
        """Return what of it is among what a page shows."""
        text = str(seen["text"])
        statistics = seen["statistics"]
        assert isinstance(statistics, list)
        numbers = [each for each in self.numbers if re.search(rf"(?<![\d.,]){re.escape(each)}(?![\d.,])", text)]
        return [*numbers, *(each for each in statistics if each in self.computed), *self._read(text)]

    def _read(self, text: str) -> list[str]:
        return [each for each in self.texts if each in text]


@cache
def ours() -> Ours:
    briefing, found = check(*read_documents(ROOT / "content"))
    assert briefing is not None, found
    look = Lookup(briefing, the_words())
    statistics = {name: each for name, (_, each) in briefing.statistics.items()}
    computed = {name for name, each in statistics.items() if isinstance(each, DerivedStatistic)}
    texts = [each.reason for each in briefing.relations if each.strength is Strength.READING]
    texts += [each.reading for each in briefing.oddities]
    texts += [doubt for each in statistics.values() for doubt in each.doubts]
    texts += [each.note for each in (*statistics.values(), *(event for _, event in briefing.events))]
    texts += [note for part in briefing.parts for note in part.notes]
    texts += [entity.gloss for _, entities in briefing.entities for entity in entities]
    plain = {" ".join(re.sub(r"[*`]", "", look.plain(text)).split()) for text in texts}
    return Ours(
        frozenset(computed),
        frozenset({look.bare(name) for name in computed} - {look.bare(name) for name in statistics.keys() - computed}),
        frozenset(text for text in plain if len(text) > 15),  # a few words may be the article's, too
    )


def switch_on(window: Window) -> None:
    """Turn strict reading on as a keyboard does."""
    window.page.focus("#strict")
    window.page.keyboard.press("Space")
    assert window.page.is_checked("#strict")


@pytest.mark.parametrize("path", pages())
def test_with_the_switch_on_a_page_shows_the_article_only_and_says_where(window: Window, path: str) -> None:
    window.open(path)
    switch_on(window)

    seen = window.ask(SEEN)

    assert ours().among(seen) == []
    assert seen["unplaced"] == []
    assert window.page.is_visible(".strict-on")


@pytest.mark.parametrize("path", one_of_each())
def test_what_is_printed_follows_the_switch(window: Window, path: str) -> None:
    window.open(path)
    switch_on(window)
    window.page.emulate_media(media="print")

    assert ours().among(window.ask(SEEN)) == []
    assert not window.page.is_visible("#strict")
    assert window.page.is_visible(".strict-on")


def test_with_the_switch_off_all_of_it_is_seen_somewhere(window: Window) -> None:
    found: set[str] = set()
    for path in (*pages("part"), *pages("statistic"), *pages("terms"), *pages("source"), *pages("connections")):
        window.open(path)
        found |= set(ours().among(window.ask(SEEN)))

    assert ours().computed <= found
    assert ours().numbers <= found
    assert ours().texts <= found


def test_the_switch_is_named_and_a_finger_wide(window: Window) -> None:
    for path in one_of_each():
        window.open(path, 390)
        switch = window.page.get_by_role("switch", name="The article only")

        box = switch.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24, path


def test_the_switch_is_remembered_nowhere(window: Window) -> None:
    window.open("index.html")
    switch_on(window)
    window.page.reload()

    assert not window.page.is_checked("#strict")
    assert window.ask("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert window.page.context.cookies() == []


def test_the_switch_needs_no_script(browser: Browser, real_site: RealSite) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_site.address + "source.html")
    page.locator("label[for=strict]").click()

    assert page.locator(".oddity").first.is_hidden()
    assert page.locator(".strict-on").is_visible()
    context.close()
