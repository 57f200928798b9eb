"""axe-core, run on what a window shows.

What axe leaves undecided is contrast only: of text in drawings, where tests/unit/site/test_palette.py computes it.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from window import Scheme

if TYPE_CHECKING:
    from window import Window

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
# In the second scheme a page has other colours and nothing else.
SCHEMES: tuple[tuple[Scheme, tuple[str, ...]], ...] = (("light", ()), ("dark", COLOURS))
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
    assert rules or found["rules"] >= 15  # as many bear on the page for missing addresses
    return found


def faults(window: Window, where: str, *rules: str) -> list[str]:
    """Return what axe finds wrong, or cannot decide although it should."""
    found = look(window, *rules)
    undecided = [f"{rule}: undecided" for rule in found["undecided"] if rule != "color-contrast"]
    return [f"{where}: {fault}" for fault in (*found["faults"], *undecided)]
