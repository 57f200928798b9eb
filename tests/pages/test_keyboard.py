"""Everything by keyboard, and everything large enough for a finger: order, visible focus, opening and closing.

WCAG 2.2: 2.1.1 (all by keyboard), 2.4.3 (in order), 2.4.7 and 2.4.11 (focus seen, not hidden), 2.5.8 (24 by 24 pixels,
or within a line of text).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuzzing import FULL
from real_site import one_of_each, pages, the_others

if TYPE_CHECKING:
    from window import Window

# Of a group of radio buttons only the chosen one is a stop; the others are a matter of the arrow keys.
STOPS = """() => {
  const controls = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const stop = each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true})
    && !(each.type === 'radio' && !each.checked && document.querySelector(`[name="${each.name}"]:checked`));
  return [...document.querySelectorAll(controls)].filter(stop);
}"""
NAMED = "each => `${each.localName}.${each.getAttribute('class')} ${(each.textContent || each.id).trim().slice(0, 40)}`"
RECORD = f"""() => {{
  const stops = ({STOPS})();
  window.named = {NAMED};
  window.seen = [];
  window.reached = stops.map(window.named);
  addEventListener('focusin', event => {{
    const shown = event.target.type === 'radio' ? event.target.labels[0] : event.target;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    window.seen.push({{
      stop: stops.indexOf(event.target),
      name: window.named(event.target),
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }});
  }});
  return stops.length;
}}"""
TOO_SMALL = """least => {
  const inline = each => getComputedStyle(each).display.startsWith('inline');
  const words = each => each.textContent.trim();
  const inLine = each => {
    let block = each;
    while (inline(block)) block = block.parentElement;
    return inline(each) && words(block).length > words(each).length + 1;
  };
  const controls = [...document.querySelectorAll('a[href], button, input, select, summary')];
  return controls.filter(each => each.checkVisibility() && !inLine(each)).map(each => {
    const target = each.type === 'radio' ? each.labels[0] : each;
    const {width, height} = target.getBoundingClientRect();
    const [own, around] = [each, each.parentElement].map(one => `${one.localName}.${one.getAttribute('class')}`);
    return {name: `${own} in ${around} “${words(each).slice(0, 30)}”`, width, height};
  }).filter(({width, height}) => width < least || height < least)
    .map(({name, width, height}) => `${name}: ${width.toFixed(1)} by ${height.toFixed(1)}`);
}"""
LEAST = 24
MOST = 100 if FULL else 16  # presses of Tab: what follows on the longest lists is more of the same


@pytest.mark.parametrize("width", [390, 1280])
def test_tab_reaches_every_control_in_order_where_focus_is_seen_and_all_are_large_enough(
    window: Window, width: int
) -> None:
    for path in one_of_each():
        window.open(path, width)
        assert window.ask(TOO_SMALL, LEAST) == [], path
        count = min(window.ask(RECORD), MOST)
        for _ in range(count):
            window.page.keyboard.press("Tab")
        seen = window.ask("seen")

        assert [each["stop"] for each in seen] == list(range(count)), (path, window.ask("reached"))
        assert [each["name"] for each in seen if not each["outlined"]] == [], path
        assert [each["name"] for each in seen if not each["inside"]] == [], path
        assert not seen or "embed" in path or seen[0]["name"].startswith("a.skip"), path
        other = '[tabindex]:not([tabindex="0"], [tabindex="-1"])'
        assert window.ask(f"document.querySelectorAll('{other}').length") == 0, path


@pytest.mark.full
def test_targets_of_all_other_pages_are_large_enough(window: Window) -> None:
    found: dict[str, str] = {}
    for path in the_others():
        window.open(path, 390)
        found |= dict.fromkeys(window.ask(TOO_SMALL, LEAST), path)
        window.resize(1280)
        found |= dict.fromkeys(window.ask(TOO_SMALL, LEAST), path)

    assert found == {}


def tabbed_to(window: Window, selector: str) -> bool:
    """Press Tab until the focus is on what the selector names; say whether it came there."""
    for _ in range(window.ask(f"({STOPS})().length")):
        window.page.keyboard.press("Tab")
        if window.ask("selector => document.activeElement.matches(selector)", selector):
            return True
    return False


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("kind", ["part", "whole"])
def test_evidence_opens_leads_on_and_closes_by_key(window: Window, kind: str, key: str) -> None:
    window.open(pages(kind)[0])
    is_open = "document.activeElement.popoverTargetElement.matches(':popover-open')"

    assert tabbed_to(window, "button.figure")
    assert not window.ask(is_open)

    window.page.keyboard.press(key)
    assert window.ask(is_open)

    window.page.keyboard.press("Tab")
    assert window.ask("document.activeElement.matches('.evidence:popover-open a')")

    window.page.keyboard.press("Escape")
    assert window.ask("document.activeElement.matches('button.figure')")
    assert not window.ask(is_open)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_of_a_phone_works_by_key(window: Window, key: str) -> None:
    window.open("index.html", 390)
    assert tabbed_to(window, ".menu-button")

    window.page.keyboard.press(key)
    assert window.page.locator("#menu").is_visible()

    window.page.keyboard.press("Tab")
    assert window.ask("document.activeElement.matches('#menu a')")

    window.page.keyboard.press("Escape")
    assert not window.page.locator("#menu").is_visible()
    assert window.ask("document.activeElement.matches('.menu-button')")


def test_a_fold_opens_by_key(window: Window) -> None:
    window.open(pages("part")[0])
    assert tabbed_to(window, ".folds summary")

    window.page.keyboard.press("Enter")

    assert window.ask("document.activeElement.parentElement.open")
