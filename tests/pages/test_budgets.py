"""What a page costs its reader: bytes on the wire, requests, scripts, and text that moves while it loads.

Counted is a first visit with nothing kept, over HTTP with gzip, headers left out; fonts come 0.3 s late, so that what
they move is seen. The largest page and its parts are named at the end of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import pytest

from real_site import on_each_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Request

    from real_site import Pages, RealSite

BYTES = 80_000
REQUESTS = 8
SCRIPT_BYTES = 10_000
SHIFT = 0.01
VIEWS = ((390, 844), (1280, 900))

WATCH = """
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.map(source => source.node && (source.node.className || source.node.nodeName));
      window.shifts.push({value: entry.value, moved: moved.join(' ')});
    }
  }).observe({type: 'layout-shift', buffered: true});
"""
SHIFTED = """async () => {
  const frames = async count => { while (count--) await new Promise(done => requestAnimationFrame(done)); };
  await frames(2);
  await document.fonts.ready;
  await frames(3);
  return window.shifts.map(each => [each.value, each.moved]);
}"""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a page loads: what, which kind of thing, and its bytes on the wire."""

    name: str
    kind: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A first visit to a page: what it loaded, and by how much it moved."""

    parts: tuple[Part, ...]
    shifts: tuple[tuple[float, str], ...]

    @property
    def bytes(self) -> int:
        """All bytes on the wire."""
        return sum(part.bytes for part in self.parts)

    def __str__(self) -> str:
        """Name the parts, the largest first."""
        largest = sorted(self.parts, key=lambda part: -part.bytes)
        return f"{self.bytes} bytes: " + ", ".join(f"{part.name} {part.bytes}" for part in largest)


@pytest.fixture(scope="module")
def visit(browser: Browser, real_site: RealSite) -> Callable[[str, int, int], Visit]:
    """Visit a page for the first time, where fonts come late."""
    return lambda path, width, height: _visit(browser, real_site, path, width, height)


def _visit(browser: Browser, site: RealSite, path: str, width: int, height: int) -> Visit:
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_init_script(WATCH)
    page = context.new_page()
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 Playwright marks its handlers
    page.goto(site.slow + path)
    found = page.evaluate(SHIFTED)
    parts = [Part(_name(each.url), each.resource_type, each.sizes()["responseBodySize"]) for each in requests]
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    context.close()
    assert {"document", "stylesheet", "font"} <= {part.kind for part in parts if part.bytes}, parts
    if icon not in {each.url for each in requests}:  # a browser without a window asks for none
        parts.append(Part(_name(icon), "image", (site.folder / icon.removeprefix(site.slow)).stat().st_size))
    return Visit(tuple(parts), tuple((value, moved) for value, moved in found))


def _name(url: str) -> str:
    return url.rpartition("/")[2] or "index.html"


@on_each_page
def test_a_page_is_light_and_stands_still(
    visit: Callable[[str, int, int], Visit], chosen: Pages, record_property: Callable[[str, object], None]
) -> None:
    for path, (width, height) in product(chosen(), VIEWS):
        seen = visit(path, width, height)
        record_property("weight", (seen.bytes, f"{path}: {seen}"))
        scripts = [part for part in seen.parts if part.kind == "script"]

        assert seen.bytes <= BYTES, (path, seen)
        assert len(seen.parts) <= REQUESTS, (path, seen)
        assert sum(part.bytes for part in scripts) <= SCRIPT_BYTES, (path, scripts)
        assert sum(value for value, _ in seen.shifts) < SHIFT, (path, width, seen.shifts)
