"""Every page under axe-core: WCAG 2.0 to 2.2, levels A and AA, and best practices; light and dark, phone and desk.

What axe leaves undecided is contrast only: of text in drawings, where tests/test_palette.py computes it instead.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from real_site import one_of_each, pages

if TYPE_CHECKING:
    from window import Scheme, Window

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
LOOK = """async ([tags, rules]) => {
  const found = await axe.run(document, {
    runOnly: rules ? {type: 'rule', values: rules} : {type: 'tag', values: tags},
    rules: rules ? {} : {'target-size': {enabled: true}},  // WCAG 2.2, which axe leaves off
    resultTypes: ['violations'],
  });
  return {
    rules: found.passes.length + found.violations.length,
    faults: found.violations.flatMap(rule => rule.nodes.map(
      node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n').slice(1).join(';')}`)),
    undecided: found.incomplete.map(rule => rule.id),
  };
}"""


def look(window: Window, *rules: str) -> dict[str, Any]:
    """Run axe on what the window shows, with all rules of the standards or with some."""
    if not window.ask("typeof axe === 'object'"):
        window.ask(AXE)
    found: dict[str, Any] = window.ask(LOOK, [list(STANDARDS), list(rules) or None])
    assert rules or found["rules"] > 15
    return found


def faults(window: Window, where: str, *rules: str) -> list[str]:
    """Return what axe finds wrong, or cannot decide although it should."""
    found = look(window, *rules)
    undecided = [f"{rule}: undecided" for rule in found["undecided"] if rule != "color-contrast"]
    return [f"{where}: {fault}" for fault in (*found["faults"], *undecided)]


def test_axe_is_recent_and_sees_faults(window: Window) -> None:
    window.open("404.html")
    window.ask("document.querySelector('h1').outerHTML = '<img src=x><button></button>'")

    found = look(window)["faults"]

    assert tuple(map(int, window.ask("axe.version").split("."))) >= (4, 10)
    assert {fault.split(":")[0] for fault in found} >= {"image-alt", "button-name", "page-has-heading-one"}


@pytest.mark.parametrize("path", pages())
def test_axe_finds_nothing(window: Window, path: str) -> None:
    found: list[str] = []
    for width in (390, 1280):
        window.open(path, width)
        found += faults(window, f"{width}, light")
        window.page.emulate_media(color_scheme="dark")  # the same page in other colours
        found += faults(window, f"{width}, dark", *COLOURS)

    assert found == []


@pytest.mark.parametrize("path", one_of_each())
def test_axe_finds_nothing_in_the_dark(window: Window, path: str) -> None:
    window.open(path, scheme="dark")

    assert faults(window, "dark") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_where_evidence_is_open(window: Window, width: int) -> None:
    found: list[str] = []
    for scheme in ("light", "dark"):
        window.open(pages("part")[0], width, scheme=scheme)
        window.page.locator("main button.figure").first.click()
        assert window.ask("document.querySelector('.evidence:popover-open') !== null")
        found += faults(window, scheme)

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_the_menu_is_open(window: Window, scheme: Scheme) -> None:
    window.open("index.html", 390, scheme=scheme)
    window.page.click("button[popovertarget=menu]")

    assert window.ask("document.querySelector('#menu:popover-open') !== null")
    assert faults(window, scheme) == []
